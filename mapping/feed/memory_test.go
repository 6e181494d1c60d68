package feed_test

import (
	"io"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/dev/effort"
	"github.com/attrmap/attrmap/mapping/feed"
)

// heap returns the number of reachable bytes.
func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// skipShort skips a test of memory in short runs, because the race detector makes these tests very slow.
func skipShort(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("a test of memory")
	}
}

func TestMemoryStaysFlatOverManyRecords(t *testing.T) {
	skipShort(t)
	count := effort.Of(100_000, 20_000)
	for _, s := range samples() {
		t.Run(s.name, func(t *testing.T) {
			before := heap()
			r, err := feed.Open(repeated(s.head, s.records[0], s.sep, s.end, count), feed.Options{Format: s.format})
			require.NoError(t, err)
			var seen int
			var most uint64
			for rec, err := range r.Records() {
				require.NoError(t, err)
				require.NoError(t, rec.Err)
				if seen++; seen%(count/4) == 0 {
					most = max(most, heap())
				}
			}
			require.Equal(t, count, seen)
			require.Less(t, int64(most)-int64(before), int64(1<<20), "bytes held while reading")
		})
	}
}

func TestAllocationsPerRecord(t *testing.T) {
	const runs = 2000
	for _, s := range streams(t) {
		t.Run(s.name, func(t *testing.T) {
			r, err := feed.Open(repeated(s.head, s.one, s.sep, s.tail, runs+100), feed.Options{Format: s.format, Keep: s.keep})
			require.NoError(t, err)
			var allocs float64
			seen := 0
			for range r.Records() {
				if seen++; seen == 50 {
					break // names are interned and buffers have their sizes
				}
			}
			allocs = testing.AllocsPerRun(1, func() {
				seen = 0
				for range r.Records() {
					if seen++; seen == runs/2 {
						break
					}
				}
			}) / (runs / 2)
			require.Equal(t, runs/2, seen)
			require.LessOrEqual(t, allocs, s.allocs+0.1)
		})
	}
}

func TestAHugeRecordDoesNotRetainMemory(t *testing.T) {
	skipShort(t)
	text := `[{"a":[` + strings.Repeat("1,", 900_000) + `1]},{"b":1},{"c":1}]`
	before := heap()
	r, err := feed.Open(strings.NewReader(text), feed.Options{Format: feed.JSON, Limits: feed.Limits{Values: 1_000_000}})
	require.NoError(t, err)
	for rec := range r.Records() {
		require.NoError(t, rec.Err)
		if rec.Ordinal == 2 {
			break
		}
	}
	require.Less(t, int64(heap())-int64(before), int64(8<<20), "bytes retained after the record")
	records, final := drain(r)
	require.NoError(t, final)
	require.Len(t, records, 1)
}

// endless returns a reader of n copies of one byte.
type endless struct {
	b    byte
	left int
}

func (e *endless) Read(p []byte) (int, error) {
	if e.left == 0 {
		return 0, io.EOF
	}
	n := min(len(p), e.left)
	for i := range n {
		p[i] = e.b
	}
	e.left -= n
	return n, nil
}

func TestGiantRecordsAreSkippedInLittleMemory(t *testing.T) {
	skipShort(t)
	const size = 64 << 20
	limits := feed.Limits{RecordBytes: 256 << 10}
	for _, c := range []struct {
		name               string
		format             feed.Format
		head, filler, tail string
		after              string // the record after the giant one, "" if it cannot be found
	}{
		{"an array's object with a long text", feed.JSON, `[{"a":"`, "x", `"},{"b":1}]`, `{"b":1}`},
		{"an array's object that nests deeply", feed.JSON, `[{"a":`, "[", "", ""},
		{"a long line", feed.NDJSON, `{"a":"`, "x", "\"}\n{\"b\":1}\n", `{"b":1}`},
		{"a long row", feed.CSV, "b\n", "x", "\n1\n", `{"b":"1"}`},
		{"a row with many cells", feed.CSV, "b\n", ",", "\n1\n", `{"b":"1"}`},
		{"a quote that is not closed", feed.CSV, "b\n\"", "x", "\n1\n", ""},
		{"members before the operations", feed.SCIMBulk, `{"a":"`, "x", `","Operations":[]}`, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			input := io.MultiReader(strings.NewReader(c.head), &endless{b: c.filler[0], left: size}, strings.NewReader(c.tail))
			r, err := feed.Open(input, feed.Options{Format: c.format, Limits: limits})
			require.NoError(t, err)
			records, final := drain(r)
			runtime.ReadMemStats(&after)
			require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(8<<20), "bytes allocated in all")
			if c.after == "" {
				require.Error(t, final)
				return
			}
			require.NoError(t, final)
			require.Len(t, records, 2)
			require.ErrorIs(t, records[0].Err, diag.ErrLimit)
			require.Equal(t, c.after, show(records[1]))
		})
	}
}
