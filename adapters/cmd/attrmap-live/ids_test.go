package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/internal/dev/effort"
)

// idsFiles are the files of runs of ids assign that share reservations.
type idsFiles struct{ dir, state string }

// people writes a file of people, of whom nearly a third have the same names, and returns its name.
func (f *idsFiles) people(t *testing.T, name string, owners []int) string {
	t.Helper()
	var text bytes.Buffer
	text.WriteString("employeeId,first,last\n")
	for _, n := range owners {
		first := fmt.Sprintf("Name%d", n)
		if n%10 < 3 {
			first = fmt.Sprintf("Ada%d", n%5)
		}
		fmt.Fprintf(&text, "E%d,%s,Example\n", n, first)
	}
	name = filepath.Join(f.dir, name)
	require.NoError(t, os.WriteFile(name, text.Bytes(), 0o600))
	return name
}

// assign returns a process that gives the people of a file identifiers.
func (f *idsFiles) assign(in, out string) *exec.Cmd {
	cmd := exec.Command("attrmap-live", "ids", "assign", "--in", in, "--expression", `Join("", ToLower([first]), "@c.com")`,
		"--attribute", "userPrincipalName,mailNickname,sAMAccountName", "--taken", filepath.Join(f.dir, "taken.csv"), "--max", "10000", "--state", f.state, "--out", out)
	cmd.Stderr = new(bytes.Buffer)
	return cmd
}

func newIDsFiles(t *testing.T) *idsFiles {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "taken.csv"), []byte("userPrincipalName,proxyAddresses,mailNickname,sAMAccountName\nada1@c.com,smtp:ada2@c.com,x,ada3\n"), 0o600))
	return &idsFiles{dir, filepath.Join(dir, "reserved.json")}
}

// given returns the identifiers of a file of reservations, by their owners. A last line that is not whole is nobody's.
func (f *idsFiles) given(t *testing.T) map[string]string {
	t.Helper()
	text, err := os.ReadFile(f.state)
	if os.IsNotExist(err) {
		return nil
	}
	require.NoError(t, err)
	given := map[string]string{}
	lines := strings.SplitAfter(string(text), "\n")
	for i, line := range lines[1:] {
		if !strings.HasSuffix(line, "\n") {
			continue
		}
		var r struct {
			Owner string
			IDs   map[string]string
		}
		require.NoError(t, json.Unmarshal([]byte(line), &r), "line %d", i+2)
		require.Empty(t, given[r.Owner], "%s is given identifiers once", r.Owner)
		given[r.Owner] = r.IDs["userPrincipalName"]
	}
	requireDistinct(t, given)
	return given
}

// rows returns the identifiers of an output, by their owners; none where there is no file.
func rows(t *testing.T, out string) map[string]string {
	t.Helper()
	text, err := os.ReadFile(out)
	if os.IsNotExist(err) {
		return nil
	}
	require.NoError(t, err)
	records, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	require.NoError(t, err, "the output is whole or not there")
	got := map[string]string{}
	for _, record := range records[1:] {
		require.Len(t, record, 4)
		require.Equal(t, record[1], record[2]+"@c.com")
		got[record[0]] = record[1]
	}
	return got
}

func requireDistinct(t *testing.T, given map[string]string) {
	t.Helper()
	owners := map[string]string{"ada1@c.com": "an account", "ada2@c.com": "an account", "ada3@c.com": "an account"}
	for owner, id := range given {
		require.NotEmpty(t, id, owner)
		require.Empty(t, owners[id], "%s is given to %s", id, owner)
		owners[id] = owner
	}
}

// requireWithin requires that everything of one map is in another one.
func requireWithin(t *testing.T, part, all map[string]string, why string) {
	t.Helper()
	for owner, id := range part {
		require.Equal(t, id, all[owner], "%s: %s", why, owner)
	}
}

// A run that is killed, at whatever moment, has given nothing twice and loses nothing that anybody may have seen: the next run completes it.
func TestAKilledRunLosesNoIdentifier(t *testing.T) {
	random := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 0)) // other moments each time: what is required holds at all of them
	kills, next, took := effort.Of(200, 10), 0, 200*time.Millisecond
	killed, wrote := 0, 0
	var files *idsFiles
	for n := 0; killed < kills; n++ {
		if n%10 == 0 {
			files, next = newIDsFiles(t), 0
		}
		var owners []int
		for range 100 {
			owners = append(owners, random.IntN(next+1))
		}
		owners = distinct(owners, next)
		for range 1000 {
			owners = append(owners, next)
			next++
		}
		in, out := files.people(t, "new.csv", owners), filepath.Join(files.dir, fmt.Sprintf("ids%d.csv", n))
		before := files.given(t)

		when := time.Duration(random.Int64N(int64(took)))
		if n%5 == 4 {
			when = 0 // however fast the machine is by now, some are killed
		}
		whole := !files.killAt(t, in, out, n%5 == 4 || n%2 == 0, when)
		after := files.given(t)
		requireWithin(t, before, after, "what earlier runs have given stays")
		requireWithin(t, rows(t, out), after, "what is in the output is reserved")
		if !whole {
			killed++
			if len(after) > len(before) {
				wrote++
			}
		}

		begun := time.Now()
		cmd := files.assign(in, out)
		require.NoError(t, cmd.Run(), cmd.Stderr)
		took = time.Since(begun)
		got := rows(t, out)
		require.Len(t, got, len(owners))
		requireDistinct(t, got)
		requireWithin(t, after, files.given(t), "the next run completes the one that was killed")
		requireWithin(t, got, files.given(t), "what is in the output is reserved")
	}
	t.Logf("%d runs were killed before their end; %d had reserved something by then; nothing was given twice or lost", killed, wrote)
}

// killAt kills a run after some time, from its beginning or from its first reservation, and reports whether it had not ended by then.
func (f *idsFiles) killAt(t *testing.T, in, out string, fromBeginning bool, after time.Duration) bool {
	t.Helper()
	before := max(f.size(), 100) // of a new file the first line is no reservation
	cmd := f.assign(in, out)
	require.NoError(t, cmd.Start())
	ended := make(chan error)
	go func() { ended <- cmd.Wait() }()
	for !fromBeginning && f.size() <= before {
		select {
		case err := <-ended:
			require.NoError(t, err, cmd.Stderr)
			return false
		case <-time.After(time.Millisecond):
		}
	}
	if !fromBeginning {
		after /= 8 // of the time that a run takes, most is over
	}
	time.Sleep(after)
	_ = cmd.Process.Kill()
	return <-ended != nil
}

// size returns the size of the file of reservations, 0 where there is none.
func (f *idsFiles) size() int64 {
	info, err := os.Stat(f.state)
	if err != nil {
		return 0
	}
	return info.Size()
}

// distinct returns the numbers below a bound, each once.
func distinct(numbers []int, below int) (once []int) {
	seen := map[int]bool{}
	for _, n := range numbers {
		if n < below && !seen[n] {
			seen[n] = true
			once = append(once, n)
		}
	}
	return once
}

func TestProcessesShareReservations(t *testing.T) {
	files := newIDsFiles(t)
	var processes []*exec.Cmd
	for n := range 3 {
		var owners []int
		for i := range 300 {
			owners = append(owners, n*200+i) // a third of them are those of the next one, too
		}
		processes = append(processes, files.assign(files.people(t, fmt.Sprintf("new%d.csv", n), owners), filepath.Join(files.dir, fmt.Sprintf("ids%d.csv", n))))
	}
	for _, cmd := range processes {
		require.NoError(t, cmd.Start())
	}
	for _, cmd := range processes {
		require.NoError(t, cmd.Wait(), cmd.Stderr)
	}
	given := files.given(t)
	require.Len(t, given, 700)
	for n := range processes {
		got := rows(t, filepath.Join(files.dir, fmt.Sprintf("ids%d.csv", n)))
		require.Len(t, got, 300)
		requireWithin(t, got, given, "one person has one identifier")
	}
}

// The page about identifiers shows what the command prints.
func TestThePageAboutIdentifiersIsTrue(t *testing.T) {
	text, err := os.ReadFile("../../../docs/ids.md")
	require.NoError(t, err)
	dir, commands := t.TempDir(), 0
	for i, block := range strings.Split(string(text), "```") {
		first, rest, _ := strings.Cut(block, "\n")
		kind, name, _ := strings.Cut(first, " ")
		switch {
		case i%2 == 0:
		case kind == "csv":
			require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(rest), 0o600))
		case kind == "console":
			command, want, _ := strings.Cut(strings.TrimPrefix(rest, "$ "), "\n")
			cmd := exec.Command("sh", "-c", command)
			cmd.Dir = dir
			got, err := cmd.Output()
			require.NoError(t, err, command)
			require.Equal(t, want, string(got), command)
			commands++
		}
	}
	require.Equal(t, 2, commands)
}
