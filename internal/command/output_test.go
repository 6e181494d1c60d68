package command

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/internal/dev/damage"
	"github.com/attrmap/attrmap/internal/dev/effort"
)

// narrow takes so many bytes and no more.
type narrow struct {
	room    int
	taken   bytes.Buffer
	refused int // writes after the first that did not fit
}

func (w *narrow) Write(data []byte) (int, error) {
	n := min(w.room-w.taken.Len(), len(data))
	w.taken.Write(data[:n])
	if n == len(data) {
		return n, nil
	}
	w.refused++
	return n, errFull
}

// peopleFiles writes a mapping file and people for it.
func peopleFiles(t *testing.T, people int) (schema, in string) {
	t.Helper()
	dir := t.TempDir()
	var b strings.Builder
	for i := range people {
		fmt.Fprintf(&b, `{"id": "%05d", "name": "Name %d", "mail": "M%d@contoso.com"}`+"\n", i+1, i, i)
	}
	return written(t, dir, "m.yaml", "mappings:\n  - {target: id, from: id, match: 1}\n  - {target: name, from: name}\n"+
		"  - {target: mail, expression: 'ToLower([mail])'}\n"), written(t, dir, "in.ndjson", b.String())
}

func written(t *testing.T, dir, name, text string) string {
	t.Helper()
	name = filepath.Join(dir, name)
	require.NoError(t, os.WriteFile(name, []byte(text), 0o600))
	return name
}

// attempt runs a command with an output that takes so many bytes.
type attempt func(room int, stdin string) (code int, out *narrow, messages string)

// attempts parses the arguments once for many runs.
func attempts(t *testing.T, args ...string) attempt {
	t.Helper()
	parser, err := (&program{stdout: io.Discard, stderr: io.Discard}).parser()
	require.NoError(t, err)
	ctx, err := parser.Parse(args)
	require.NoError(t, err)
	return func(room int, stdin string) (int, *narrow, string) {
		out := &narrow{room: room}
		var stderr bytes.Buffer
		p := &program{stdin: strings.NewReader(stdin), stdout: out, stderr: &stderr, clock: func() time.Time { return time.Unix(0, 0) }}
		return p.exitCode(ctx.Run(p)), out, stderr.String()
	}
}

// TestAnOutputThatFailsAnywhere lets every byte of the output be the first that does not fit: the exit code is 2, what was written is
// what would have been, nothing follows it, and the totals count the objects that are whole in it.
func TestAnOutputThatFailsAnywhere(t *testing.T) {
	for _, row := range []struct {
		name    string
		people  int
		stride  int
		options []string
		tail    string // what follows the last object
		text    bool   // it is not made of records
	}{
		{"ndjson", 2, 1, []string{"--format", "ndjson"}, "", false},
		{"ndjson with requests", 30, 197, []string{"--format", "ndjson", "--wire", "default"}, "", false},
		{"json", 2, 2, []string{"--format", "json"}, "\n],\n\"totals\":", false},
		{"text", 2, 1, nil, "", true},
		{"text of many", 60, 101, []string{"--workers", "4"}, "", true},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			schema, in := peopleFiles(t, row.people)
			text, err := os.ReadFile(in)
			require.NoError(t, err)
			people := strings.SplitAfter(string(text), "\n")
			attempt := attempts(t, append([]string{"run", "--schema", schema, "--in", "-"}, row.options...)...)
			run := func(room, count int) (int, *narrow, string) { return attempt(room, strings.Join(people[:count], "")) }
			var ends []int // of the objects in the output
			for n := range row.people {
				_, out, _ := run(1<<20, n+1)
				text := out.taken.String()
				if row.tail != "" {
					text, _, _ = strings.Cut(text, row.tail)
				}
				ends = append(ends, len(text))
			}
			_, whole, _ := run(1<<20, row.people)
			want := whole.taken.String()
			for room := 0; room < len(want); room += row.stride * effort.Of(1, 7) {
				code, out, messages := run(room, row.people)
				require.Equal(t, exitUsage, code, "byte %d", room)
				require.Equal(t, want[:room], out.taken.String(), "byte %d", room)
				require.Equal(t, 1, out.refused, "byte %d: it must not go on", room)
				done := 0
				for done < row.people && ends[done] <= room {
					done++
				}
				_, messages, _ = strings.Cut(messages, " by object mapping 1 of 1\n")
				keep := fmt.Sprintf("discard what follows record %d", done)
				if row.text {
					done, keep = 0, "what is written is not complete"
				}
				require.Equal(t, fmt.Sprintf("attrmap: cannot write the rest of the output: no space left; %s\n"+
					"read %[2]d, create %[2]d, update 0, disable 0, delete 0, skip 0, error 0, failed 0\n", keep, done), messages, "byte %d", room)
			}
		})
	}
}

func TestAnswersThatCannotBeWritten(t *testing.T) {
	cases := strings.Repeat(`{"id": 1, "expr": "ToLower([a])", "attrs": {"a": "X"}}`+"\n", 3)
	for _, row := range []struct {
		args  []string
		stdin string
	}{
		{[]string{"eval", "--cases", "-"}, cases},
		{[]string{"parse", "--cases", "-"}, cases},
		{[]string{"eval", "Join(\"-\", [a], [b])", "a=x", "b=y"}, ""},
		{[]string{"eval", "[a]", "a=x", "--explain"}, ""},
		{[]string{"parse", "Join( \"-\", [a])"}, ""},
		{[]string{"parse", "Join( \"-\", [a])", "--format", "json"}, ""},
		{[]string{"functions", "Mid"}, ""},
		{[]string{"schema", "check", "-"}, `{"synchronizationRules": [{"name": "r", "objectMappings": [{"name": "m", "x": 1}]}]}`},
		{[]string{"schema", "check", "-", "--format", "json"}, `{"synchronizationRules": [{"name": "r", "objectMappings": []}]}`},
		{[]string{"schema", "copy", "-", "-"}, `{"synchronizationRules": [{"name": "r"}]}`},
		{[]string{"bulk", "check", "-"}, `{"Operations": [{}]}`},
		{[]string{"bulk", "check", "-", "--format", "json"}, `{"Operations": [{}]}`},
	} {
		run := attempts(t, row.args...)
		_, whole, _ := run(1<<20, row.stdin)
		want := whole.taken.String()
		require.NotEmpty(t, want, row.args)
		for room := range damage.Places(len(want)) {
			code, out, messages := run(room, row.stdin)
			require.Equal(t, exitUsage, code, "%v, byte %d", row.args, room)
			require.Equal(t, want[:room], out.taken.String(), "%v, byte %d", row.args, room)
			require.Contains(t, messages, errFull.Error(), "%v, byte %d", row.args, room)
		}
	}
}

// lazy takes a byte less than it is passed and returns no error.
type lazy struct{}

func (lazy) Write(data []byte) (int, error) { return len(data) - 1, nil }

func TestAWriterThatLosesBytesIsTold(t *testing.T) {
	schema, in := peopleFiles(t, 1)
	var stderr bytes.Buffer
	p := &program{stdout: lazy{}, stderr: &stderr, clock: time.Now}
	require.Equal(t, exitUsage, p.run([]string{"run", "--schema", schema, "--in", in, "--format", "ndjson"}))
	require.Contains(t, stderr.String(), "short write")
	require.Contains(t, stderr.String(), "\nread 0, ")
}

// pieces notes the ends of all writes.
type pieces struct {
	text bytes.Buffer
	ends []int
}

func (p *pieces) Write(data []byte) (int, error) {
	p.text.Write(data)
	p.ends = append(p.ends, p.text.Len())
	return len(data), nil
}

// TestEveryWriteEndsWithARecord is what keeps a program that is killed between two writes from leaving part of a record.
func TestEveryWriteEndsWithARecord(t *testing.T) {
	schema, in := peopleFiles(t, 300)
	for _, args := range [][]string{
		{"run", "--schema", schema, "--in", in, "--format", "ndjson"},
		{"eval", "--cases", "-"},
	} {
		var out pieces
		stdin := strings.NewReader(strings.Repeat(`{"expr": "[a]", "attrs": {"a": "`+strings.Repeat("x", 700)+`"}}`+"\n", 200))
		p := &program{stdin: stdin, stdout: &out, stderr: &bytes.Buffer{}, clock: time.Now}
		require.Zero(t, p.run(args))
		require.Greater(t, len(out.ends), 20)
		last := 0
		for _, end := range out.ends {
			require.Equal(t, byte('\n'), out.text.Bytes()[end-1])
			require.LessOrEqual(t, end-last, 4<<10)
			last = end
		}
	}
}
