package feed_test

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/mapping/feed"
)

func TestTheSizeOfReadsDoesNotMatter(t *testing.T) {
	t.Parallel()
	for _, s := range samples() {
		text := s.text()
		want := showAll(read(t, text, s.format, feed.Options{}))
		for name, input := range map[string]io.Reader{
			"one byte at a time":      iotest.OneByteReader(strings.NewReader(text)),
			"half reads":              iotest.HalfReader(strings.NewReader(text)),
			"the end with the data":   iotest.DataErrReader(strings.NewReader(text)),
			"records one at a time":   repeated(s.head, s.records[0], s.sep, s.end, 1),
			"reads that give nothing": &hesitant{r: iotest.OneByteReader(strings.NewReader(text))},
		} {
			r, err := feed.Open(input, feed.Options{Format: s.format})
			require.NoError(t, err)
			have := showAll(drain(r))
			if name == "records one at a time" {
				require.Equal(t, want[:1], have, s.name)
				continue
			}
			require.Empty(t, cmp.Diff(want, have), "%s with %s", s.name, name)
		}
	}
}

func TestReadsMayEndAnywhere(t *testing.T) {
	t.Parallel()
	for _, s := range samples() {
		text := s.text()
		want := showAll(read(t, text, s.format, feed.Options{}))
		for n := range len(text) {
			r, err := feed.Open(io.MultiReader(strings.NewReader(text[:n]), strings.NewReader(text[n:])), feed.Options{Format: s.format})
			require.NoError(t, err)
			require.Equal(t, want, showAll(drain(r)), "%s in two reads, the first of %d bytes", s.name, n)
		}
	}
}

// hesitant returns no bytes every other time.
type hesitant struct {
	r    io.Reader
	wait bool
}

func (h *hesitant) Read(p []byte) (int, error) {
	if h.wait = !h.wait; h.wait {
		return 0, nil
	}
	return h.r.Read(p)
}

func TestRecordsLargerThanTheWindowAreReadWhole(t *testing.T) {
	t.Parallel()
	for _, size := range []int{30_000, 65_500, 65_536, 70_000, 300_000} {
		long := strings.Repeat("é", size/2)
		for _, c := range []struct {
			format feed.Format
			text   string
		}{
			{feed.JSON, `[{"id":"1"},{"id":"` + long + `"},{"id":"3"}]`},
			{feed.NDJSON, `{"id":"1"}` + "\n" + `{"id":"` + long + "\"}\n{\"id\":\"3\"}\n"},
			{feed.CSV, "id\n1\n\"" + long + "\"\n3\n"},
			{feed.SCIMBulk, `{"a":"` + long + `","Operations":[{"data":{"id":"1"}},{"data":{"id":"` + long + `"}},{"data":{"id":"3"}}]}`},
		} {
			require.Equal(t, []string{`{"id":"1"}`, `{"id":"` + long + `"}`, `{"id":"3"}`}, showAll(read(t, c.text, c.format, feed.Options{})), c.format)
		}
	}
}

func TestAFailingReaderEndsTheStreamAfterTheCompleteRecords(t *testing.T) {
	t.Parallel()
	broken := errors.New("connection reset")
	for _, s := range samples() {
		want := good(must(read(t, s.text(), s.format, feed.Options{})))
		for i, end := range s.ends() {
			// The line break after a line or row shows that it is complete.
			input := io.MultiReader(strings.NewReader(s.text()[:min(end+len(s.sep), len(s.text()))]), iotest.ErrReader(broken))
			r, err := feed.Open(input, feed.Options{Format: s.format})
			require.NoError(t, err)
			records, final := drain(r)
			require.ErrorIs(t, final, broken, s.name)
			require.ErrorContains(t, final, "connection reset; records may be missing")
			require.Equal(t, want[:i+1], good(records), s.name)
		}
	}
}

func TestAFailingReaderLosesOnlyTheTruncatedRecord(t *testing.T) {
	t.Parallel()
	broken := errors.New("connection reset")
	for _, c := range []struct {
		format feed.Format
		text   string
		broken bool // the truncated record is reported separately
	}{
		{feed.CSV, "id\n1\n2", false},
		{feed.CSV, "id\n1\n\"2\"", false},
		{feed.CSV, "id\n1\n\"2\n", false},
		{feed.NDJSON, "{\"id\":\"1\"}\n{\"id\":\"2\"}", false},
		{feed.JSON, `[{"id":"1"},{"id":"2"`, true},
		{feed.SCIMBulk, `{"Operations":[{"data":{"id":"1"}},{"data":{"id":"2"}`, true},
	} {
		r, err := feed.Open(io.MultiReader(strings.NewReader(c.text), iotest.ErrReader(broken)), feed.Options{Format: c.format})
		require.NoError(t, err)
		records, final := drain(r)
		require.ErrorIs(t, final, broken, c.text)
		require.Equal(t, []string{`{"id":"1"}`}, good(records), c.text)
		require.Equal(t, c.broken, len(records) == 2, c.text)
	}
}

func TestOpenReportsAFailureInsideTheHeader(t *testing.T) {
	t.Parallel()
	broken := errors.New("connection reset")
	for _, text := range []string{"id", "id,name\"", "\"id\n"} {
		_, err := feed.Open(io.MultiReader(strings.NewReader(text), iotest.ErrReader(broken)), feed.Options{Format: feed.CSV})
		require.ErrorIs(t, err, broken, text)
	}
}

func must(records []feed.Record, final error) []feed.Record {
	if final != nil {
		panic(final)
	}
	return records
}

func TestOpenReportsAReaderThatFailsAtOnce(t *testing.T) {
	t.Parallel()
	broken := errors.New("no such bucket")
	_, err := feed.Open(iotest.ErrReader(broken), feed.Options{Name: "x.csv"})
	require.ErrorIs(t, err, broken)
	require.EqualError(t, err, "line 1, column 1: the input cannot be read: no such bucket")
}

func TestAReaderThatReturnsNothingForeverEndsTheStream(t *testing.T) {
	t.Parallel()
	r, err := feed.Open(io.MultiReader(strings.NewReader("{\"a\":1}\n"), silent{}), feed.Options{Format: feed.NDJSON})
	require.NoError(t, err)
	records, final := drain(r)
	require.Len(t, records, 1)
	require.ErrorIs(t, final, io.ErrNoProgress)
}

type silent struct{}

func (silent) Read([]byte) (int, error) { return 0, nil }

func TestALoopThatStopsEarlyCanBeContinued(t *testing.T) {
	t.Parallel()
	r, err := feed.Open(strings.NewReader(`[{"n":1},{"n":2},{"n":3},`), feed.Options{Format: feed.JSON})
	require.NoError(t, err)
	for rec := range r.Records() {
		require.Equal(t, `{"n":1}`, show(rec))
		break
	}
	records, final := drain(r)
	require.Equal(t, []string{`{"n":2}`, `{"n":3}`}, showAll(records, nil))
	require.ErrorIs(t, final, feed.ErrTruncated)
	records, again := drain(r)
	require.Empty(t, records)
	require.Equal(t, final, again)
}

func TestRecordsKeepTheirValuesWhileReadingContinues(t *testing.T) {
	t.Parallel()
	for _, s := range streams(t) {
		r, err := feed.Open(repeated(s.head, s.one, s.sep, s.tail, 300), feed.Options{Format: s.format, Keep: s.keep})
		require.NoError(t, err)
		records, final := drain(r)
		require.NoError(t, final)
		for _, rec := range records {
			require.Equal(t, show(records[0]), show(rec))
		}
	}
}

func TestUnknownFormatsAreRefused(t *testing.T) {
	t.Parallel()
	_, err := feed.Open(strings.NewReader("{}"), feed.Options{Format: feed.Format(99)})
	require.EqualError(t, err, "unknown format Format(99)")
}
