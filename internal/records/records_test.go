package records_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/internal/records"
)

// narrow takes so many bytes and no more.
type narrow struct {
	room  int
	taken bytes.Buffer
}

var errFull = errors.New("no space left")

func (w *narrow) Write(data []byte) (int, error) {
	n := min(w.room-w.taken.Len(), len(data))
	w.taken.Write(data[:n])
	if n < len(data) {
		return n, errFull
	}
	return n, nil
}

func TestAWriterCountsWhatIsWritten(t *testing.T) {
	t.Parallel()
	const record = "0123456789\n"
	for room := range 4 * len(record) {
		out := &narrow{room: room}
		w := records.NewWriter(out, &sync.Mutex{})
		var err error
		for range 4 {
			require.NoError(t, w.Write([]byte(record[:3]), []byte(record[3:])), "what is held back cannot fail")
		}
		err = w.Flush()
		require.ErrorIs(t, err, errFull)
		require.Equal(t, room/len(record), w.Whole())
		var cut *records.WriteError
		require.ErrorAs(t, err, &cut)
		require.Equal(t, w.Whole(), cut.Whole)
		require.Equal(t, err, w.Write([]byte(record)), "nothing is written after an error")
		require.Equal(t, err, w.Flush())
		require.Equal(t, room, out.taken.Len())
	}
}

func TestALargeRecordIsWrittenAtOnce(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	w := records.NewWriter(&out, &sync.Mutex{})
	large := strings.Repeat("x", 10_000) + "\n"
	require.NoError(t, w.Write([]byte("a\n")))
	require.NoError(t, w.Write([]byte(large)))
	require.Equal(t, "a\n"+large, out.String())
	require.Equal(t, 2, w.Whole())
}

type short struct{}

func (short) Write(data []byte) (int, error) { return len(data) - 1, nil }

func TestAWriterThatTakesLessIsAnError(t *testing.T) {
	t.Parallel()
	w := records.NewWriter(short{}, &sync.Mutex{})
	require.NoError(t, w.Write([]byte("a\n")))
	require.ErrorIs(t, w.Flush(), io.ErrShortWrite)
	require.EqualError(t, w.Flush(), "cannot write the rest of the output: short write; discard what follows record 0")
}

func TestEveryLineIsAnswered(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	var reports []string
	answer := func(line []byte) (any, error) {
		var in struct{ ID any }
		err := records.Parse(line, &in)
		return in.ID, err
	}
	in := "\uFEFF{\"id\": \"<a>\"}\n\n  {\"id\": 2} \r\n{\"id\":\n[]\n{\"id\": \"\xff\"}\n{\"id\": 7}"
	n, err := records.Answer(strings.NewReader(in), records.NewWriter(&out, &sync.Mutex{}), []string{"id"}, []string{"ID"}, answer, func(line int, err error) {
		reports = append(reports, err.Error())
		require.Contains(t, []int{4, 5, 6}, line)
	})
	require.NoError(t, err)
	require.Equal(t, records.Lines{Read: 6, Bad: 3, Keyless: 1}, n, "a list has no members")
	require.Empty(t, cmp.Diff("\"<a>\"\n2\nnull\nnull\nnull\n7\n", out.String()))
	require.Equal(t, []string{"unexpected end of JSON input", "want an object, got array", "column 9: the text is not UTF-8"}, reports)
}

func TestAnUnknownMemberIsReportedOnce(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ name, line, expected string }{
		{"known in any case", `{"ID": 1, "expr": {"x": [{"y": 1}]}}`, ""},
		{"one that is not", `{"id": 1, "exp": "a"}`, `1: the unknown member "exp" is ignored: the members are id, expr`},
		{"after a list and a text with quotation marks", `{"id": [{"a": 1}, "}{"], "expr": "\"x\",\\", "z": 1}`, `1: the unknown member "z" is ignored: the members are id, expr`},
		{"written with an escape", `{"\u0069d": 1, "\u0078": 2}`, `1: the unknown member "x" is ignored: the members are id, expr`},
		{"in the second line again", "{\"x\": 1}\n{\"x\": 2}", `1: the unknown member "x" is ignored: the members are id, expr`},
		{"in a list", `["x", {"y": 1}]`, ""},
		{"cut off", `{"id": 1, "ex`, ""},
		{"empty", `{}`, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			var reports []string
			n, err := records.Answer(strings.NewReader(row.line), records.NewWriter(io.Discard, &sync.Mutex{}), []string{"id", "expr"}, nil,
				func([]byte) (any, error) { return nil, nil },
				func(line int, err error) { reports = append(reports, fmt.Sprintf("%d: %v", line, err)) })
			require.NoError(t, err)
			require.Zero(t, n.Bad, "it does not change the exit code")
			require.Equal(t, row.expected, strings.Join(reports, "\n"))
		})
	}
}

func TestAnswerStopsWhereTheInputOrTheOutputDoes(t *testing.T) {
	t.Parallel()
	echo := func(line []byte) (any, error) { return string(line), nil }
	none := func(int, error) {}
	broken := errors.New("broken")
	var out bytes.Buffer
	_, err := records.Answer(io.MultiReader(strings.NewReader("1\n2\n"), iotest.ErrReader(broken)), records.NewWriter(&out, &sync.Mutex{}), nil, nil, echo, none)
	require.ErrorIs(t, err, broken)
	require.EqualError(t, err, "3: broken")
	require.Equal(t, "\"1\"\n\"2\"\n", out.String())
	_, err = records.Answer(strings.NewReader("1\n"), records.NewWriter(&narrow{}, &sync.Mutex{}), nil, nil, echo, none)
	require.ErrorIs(t, err, errFull)
	_, err = records.Answer(strings.NewReader(strings.Repeat("x", 17<<20)), records.NewWriter(&out, &sync.Mutex{}), nil, nil, echo, none)
	require.EqualError(t, err, "1: the line is longer than 16 MiB")
}

func TestAFileIsReplacedWholeOrNotAtAll(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	name := filepath.Join(dir, "a.txt")
	save := func(text string, err error) func(io.Writer) error {
		return func(w io.Writer) error {
			_, _ = io.WriteString(w, text)
			return err
		}
	}
	require.NoError(t, records.ReplaceFile(name, save("one", nil)))
	require.NoError(t, os.Chmod(name, 0o600))
	require.ErrorIs(t, records.ReplaceFile(name, save("tw", errFull)), errFull)
	data, err := os.ReadFile(name)
	require.NoError(t, err)
	require.Equal(t, "one", string(data))
	require.NoError(t, records.ReplaceFile(name, save("three", nil)))
	info, err := os.Stat(name)
	require.NoError(t, err)
	require.Equal(t, fs.FileMode(0o600), info.Mode().Perm())
	left, err := filepath.Glob(filepath.Join(dir, ".attrmap-*"))
	require.NoError(t, err)
	require.Empty(t, left)
	require.Error(t, records.ReplaceFile(filepath.Join(dir, "missing", "a.txt"), save("", nil)))
}
