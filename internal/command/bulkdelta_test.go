package command

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/internal/dev/effort"
)

// deltaFiles writes a map, and the people of two days.
func deltaFiles(t *testing.T, old, today string) (dir string, args []string) {
	t.Helper()
	dir = t.TempDir()
	written(t, dir, "map.yaml", "attributes: {externalId: id, title: title, active: {column: status, equals: Active}}\n")
	args = []string{"bulk", "delta", written(t, dir, "old.csv", old), written(t, dir, "new.csv", today), "--map", filepath.Join(dir, "map.yaml"), "--out", filepath.Join(dir, "out")}
	return dir, args
}

// listed returns what is in a directory: names, contents and times; nothing where it is missing.
func listed(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		text := []byte(nil)
		if !d.IsDir() {
			if text, err = os.ReadFile(path); err != nil {
				return err
			}
		}
		all[path] = info.ModTime().String() + string(text)
		return nil
	})
	if !errors.Is(err, fs.ErrNotExist) {
		require.NoError(t, err)
	}
	return all
}

func TestADeltaIsWrittenWithItsManifest(t *testing.T) {
	t.Parallel()
	dir, args := deltaFiles(t, "id,title,status\n1,a,Active\n2,b,Active\n3,c,Active\n4,d,Active\n", "id;title;status\n2;;Active\n5;e;Active\n1;a;Active\n3;x;Left\n")
	code, out, messages := attrmap(nil, append(args, "--max-absent", "25%")...)
	require.Zero(t, code, messages)
	require.Equal(t, "new 1, changed 2 (title 2, active 1), unchanged 1, absent 1: 4 (not sent)\n"+filepath.Join(dir, "out", "bulk-0001.json")+": 3 operations\n", out)
	require.Equal(t, filepath.Join(dir, "new.csv")+": title of 1 person is empty now: null is sent\n"+
		filepath.Join(dir, "new.csv")+": the absent are the last of "+filepath.Join(dir, "old.csv")+", as where a file is cut off between two lines\n"+
		filepath.Join(dir, "new.csv")+": whoever is new may have been there before "+filepath.Join(dir, "old.csv")+", and be rehired: the service finds the account by its key\n", messages)
	var manifest struct {
		Files           []struct{ Name string }
		Records         int
		Absent, Unknown []string
	}
	text, err := os.ReadFile(filepath.Join(dir, "out", "manifest.json"))
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, &manifest))
	require.Equal(t, []string{"4"}, manifest.Absent)
	require.Equal(t, 3, manifest.Records)
	code, out, messages = attrmap(nil, "bulk", "check", filepath.Join(dir, "out"))
	require.Zero(t, code, out+messages)

	code, out, _ = attrmap(nil, append(args, "--max-absent", "1", "--absent", "terminate", "--force", "--format", "json")...)
	require.Zero(t, code)
	require.JSONEq(t, `{"new": 1, "changed": 2, "unchanged": 1, "absent": ["4"], "sent": 4, "calls": 1,
		"attributes": [{"name": "title", "count": 2}, {"name": "active", "count": 1}], "emptied": [{"name": "title", "count": 1}]}`, out)
	request, err := os.ReadFile(filepath.Join(dir, "out", "bulk-0001.json"))
	require.NoError(t, err)
	require.Contains(t, string(request), `"externalId":"4","active":false}}],`)
}

// TestWhatIsRefusedLeavesTheDirectoryAlone: neither is it made, nor does anything of an earlier run change.
func TestWhatIsRefusedLeavesTheDirectoryAlone(t *testing.T) {
	t.Parallel()
	const good = "id,title,status\n1,a,Active\n2,b,Active\n"
	for _, tt := range []struct{ about, old, today, message string }{
		{"too many are absent", good, "id,title,status\n1,a,Active\n", "1 of 2 people are absent, more than 2%"},
		{"the file is cut off", good, good[:len(good)-1], "looks cut off"},
		{"a key is twice", good, good + "1,a,Active\n", "1 record has the key of an earlier record"},
		{"the file is empty", good, "", "the input is empty"},
		{"the old file is no text", "\x1f\x8b\x08", good, "the input is gzip-compressed"},
	} {
		t.Run(tt.about, func(t *testing.T) {
			t.Parallel()
			dir, args := deltaFiles(t, tt.old, tt.today)
			for _, more := range [][]string{nil, {"--force"}, {"--force", "--absent", "terminate"}, {"--format", "json", "--force"}} {
				before := listed(t, filepath.Join(dir, "out"))
				code, out, messages := attrmap(nil, append(args, more...)...)
				require.Equal(t, exitFindings, code, messages)
				require.Contains(t, messages, tt.message)
				require.Contains(t, messages, "; nothing is written\n")
				require.NotContains(t, messages, "nothing to send")
				require.Equal(t, before, listed(t, filepath.Join(dir, "out")), more)
				if len(more) > 0 && more[0] == "--format" {
					var answer struct{ Refused string }
					require.NoError(t, json.Unmarshal([]byte(out), &answer))
					require.Contains(t, answer.Refused, tt.message)
				}
				// From the second round on there is an earlier run.
				if len(before) == 0 {
					earlier := written(t, dir, "earlier.csv", good)
					code, _, messages := attrmap(nil, "bulk", "build", earlier, "--map", filepath.Join(dir, "map.yaml"), "--out", filepath.Join(dir, "out"))
					require.Zero(t, code, messages)
				}
			}
		})
	}
}

func TestAnUnchangedDayHasAManifestAlone(t *testing.T) {
	t.Parallel()
	const same = "id,title,status\n1,a,Active\n2,b,Active\n"
	dir, args := deltaFiles(t, same, same)
	written(t, dir, "earlier.csv", same)
	code, _, messages := attrmap(nil, "bulk", "build", filepath.Join(dir, "earlier.csv"), "--map", filepath.Join(dir, "map.yaml"), "--out", filepath.Join(dir, "out"))
	require.Zero(t, code, messages)
	code, _, messages = attrmap(nil, args...)
	require.Equal(t, exitUsage, code, "an earlier run is not replaced unasked")
	require.Contains(t, messages, "the directory holds files of an earlier run")
	code, out, messages := attrmap(nil, append(args, "--force")...)
	require.Zero(t, code, messages)
	require.Equal(t, "new 0, changed 0, unchanged 2, absent 0\n", out)
	require.Contains(t, messages, "new.csv: nothing to send\n")
	requireFile(t, filepath.Join(dir, "out", "manifest.json"), "{\n  \"files\": [],\n  \"records\": 0,\n  \"absent\": [],\n  \"unknown\": []\n}\n")
	names, err := os.ReadDir(filepath.Join(dir, "out"))
	require.NoError(t, err)
	require.Len(t, names, 1, "yesterday's requests are not sent again")
	code, _, messages = attrmap(nil, "bulk", "check", filepath.Join(dir, "out"))
	require.Zero(t, code, messages)
	require.Contains(t, messages, "nothing has changed: there is nothing to send")
}

func TestADeltaOfWhatCannotBeUsedIsAFinding(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		about, old, today string
		more              []string
		code              int
		message           string
	}{
		{"a row with a cell too many", "id,title,status\n1,a,Active\n", "id,title,status\n1,b,Active\n2,x,y,z\n3,c,Active\n", nil, exitFindings, "1 record cannot be used and nothing is sent for them"},
		{"a row of the old file", "id,title,status\n2,x\n1,a,Active\n", "id,title,status\n1,b,Active\n", nil, exitFindings, "1 record cannot be used: whoever is in them counts as new"},
		{"a column that neither file has", "id,title\n1,a\n", "id,title\n1,a\n", nil, exitFindings, `column "status" is not there, nor was it before: the map reads it`},
		{"a column that is new", "id,title,status\n1,a,Active\n", "id,title,status,pay\n1,a,Active,9\n", nil, exitFine, `column "pay" is new and is not compared`},
		{"a termination without absentees to be sent", "id,title,status\n1,a,Active\n", "id,title,status\n1,b,Active\n", []string{"--terminate-set", "active=false"}, exitUsage, "--absent terminate"},
		{"a termination that sets nothing", "id,title,status\n1,a,Active\n", "id,title,status\n1,b,Active\n", []string{"--absent", "terminate", "--terminate-set", "active"}, exitUsage, `--terminate-set: want NAME=VALUE, such as active=false, got "active"`},
		{"a termination that is no attribute", "id,title,status\n1,a,Active\n", "id,title,status\n1,b,Active\n", []string{"--absent", "terminate", "--terminate-set", "a[b=x"}, exitUsage, "what is to be sent for the absent"},
		{"a limit that is none", "id,title,status\n1,a,Active\n", "id,title,status\n1,b,Active\n", []string{"--max-absent", "few"}, exitUsage, `--max-absent: want a number of objects or a percentage such as 5%, got "few"`},
		{"an encoding that is none", "id,title,status\n1,a,Active\n", "id,title,status\n1,b,Active\n", []string{"--old-encoding", "few"}, exitUsage, `--old-encoding: unknown encoding "few"`},
		{"a delimiter that is none", "id,title,status\n1,a,Active\n", "id,title,status\n1,b,Active\n", []string{"--old-delimiter", "few"}, exitUsage, `--old-delimiter: want one character`},
		{"somebody new without a line break at the end", "id,title,status\n1,a,Active", "id,title,status\n1,a,Active\n2,b,Active", nil, exitFine, "new.csv:3: records[1]: warning may-be-cut"},
		{"somebody absent whose key is another's in another case", "id,title,status\nA,a,Active\na,b,Active\n", "id,title,status\na,b,Active\n", []string{"--max-absent", "1", "--absent", "terminate"}, exitFindings, `the key "A" is not terminated`},
		{"another delimiter and encoding before", "id|title|status\n1|\xe4|Active\n", "id,title,status\n1,ä,Active\n", []string{"--old-encoding", "windows-1252", "--old-delimiter", "|"}, exitFine, "nothing to send"},
	} {
		t.Run(tt.about, func(t *testing.T) {
			t.Parallel()
			_, args := deltaFiles(t, tt.old, tt.today)
			code, _, messages := attrmap(nil, append(args, tt.more...)...)
			require.Equal(t, tt.code, code, messages)
			require.Contains(t, messages, tt.message)
		})
	}
	code, _, messages := attrmap(nil, "bulk", "delta", "-", "-", "--map", example+"../csv-to-bulk/map.yaml", "--out", t.TempDir())
	require.Equal(t, exitUsage, code)
	require.Contains(t, messages, "both are standard input")
}

// TestADeltaThatIsEndedLeavesNothing ends comparisons at moments that a seed picks: the directory has the old requests or the new ones with their
// manifest, or no manifest, and no file with people is left elsewhere, nor, but after a kill, a part of the new requests.
func TestADeltaThatIsEndedLeavesNothing(t *testing.T) {
	if testing.Short() || runtime.GOOS == "windows" {
		t.Skip("it runs the command many times")
	}
	var old, today strings.Builder
	old.WriteString("id,title,status\n")
	today.WriteString("id,title,status\n")
	people := effort.Of(40_000, 8_000)
	for i := range people {
		fmt.Fprintf(&old, "E%d,%s,Active\n", i, strings.Repeat("x", 1200))
		fmt.Fprintf(&today, "E%d,%s,Active\n", i, strings.Repeat([]string{"x", "y"}[i/(people-200)], 1200))
	}
	dir, args := deltaFiles(t, old.String(), today.String())
	out := filepath.Join(dir, "out")
	scratch := filepath.Join(dir, "scratch")
	require.NoError(t, os.Mkdir(scratch, 0o700))
	for _, ending := range endings {
		for seed := range uint64(effort.Of(6, 2)) {
			require.NoError(t, os.RemoveAll(out))
			code, _, messages := attrmap(nil, "bulk", "build", written(t, dir, "few.csv", "id,title,status\n1,a,Active\n"), "--map", filepath.Join(dir, "map.yaml"), "--out", out)
			require.Zero(t, code, messages)
			cmd := exec.Command("attrmap", append(args, "--force")...)
			cmd.Env = append(os.Environ(), "TMPDIR="+scratch)
			require.NoError(t, cmd.Start())
			for range rand.New(rand.NewPCG(seed, 9)).IntN(3_000_000) {
				runtime.Gosched()
			}
			if err := ending.end(cmd.Process); !errors.Is(err, os.ErrProcessDone) {
				require.NoError(t, err)
			}
			_ = cmd.Wait()
			left, err := filepath.Glob(filepath.Join(scratch, "*"))
			require.NoError(t, err)
			require.Empty(t, left, "%s, seed %d", ending.name, seed)
			left, err = filepath.Glob(filepath.Join(out, ".attrmap-*"))
			require.NoError(t, err)
			require.True(t, len(left) == 0 || !ending.whole, "%s, seed %d: %v", ending.name, seed, left)
			if _, err := os.Stat(filepath.Join(out, "manifest.json")); err == nil {
				code, _, messages := attrmap(nil, "bulk", "check", out)
				require.Zero(t, code, messages)
			}
		}
	}
}
