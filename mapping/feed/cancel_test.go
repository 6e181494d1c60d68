package feed_test

import (
	"context"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/mapping/feed"
)

// Reading ends between two records, however many are already in the buffer.
func TestReadingEndsWhenItIsCanceled(t *testing.T) {
	t.Parallel()
	for _, s := range samples() {
		t.Run(s.name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(context.Background())
			defer cancel()
			r, err := feed.Open(repeated(s.head, s.records[0], s.sep, s.end, 1000), feed.Options{Format: s.format, Context: ctx})
			require.NoError(t, err)
			seen := 0
			var final error
			for rec, err := range r.Records() {
				if final = err; err != nil {
					require.Zero(t, rec.Ordinal)
					break
				}
				if seen++; seen == 3 {
					cancel()
				}
			}
			require.Equal(t, 3, seen)
			require.ErrorIs(t, final, context.Canceled)
			var broken *feed.Error
			require.ErrorAs(t, final, &broken)
			require.NotErrorIs(t, final, diag.ErrLimit)
			for _, err := range r.Records() {
				require.ErrorIs(t, err, context.Canceled, "the next call ends as the last one did")
			}
		})
	}
}

// cancelingReader cancels after it has returned some bytes, and never ends.
type cancelingReader struct {
	endless
	cancel context.CancelFunc
	after  int
}

func (r *cancelingReader) Read(p []byte) (int, error) {
	if r.after -= len(p); r.after < 0 {
		r.cancel()
	}
	return r.endless.Read(p)
}

// Reading ends inside an endless record, whether it is parsed or skipped.
func TestReadingEndsInsideARecord(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		format feed.Format
		head   string
		limit  int
	}{
		{"a text of an object", feed.JSON, `[{"a":"`, 1 << 30},
		{"a line", feed.NDJSON, `{"a":"`, 1 << 30},
		{"a cell", feed.CSV, "a\n", 1 << 30},
		{"an object beyond the limit", feed.JSON, `[{"a":"`, 1000},
		{"a line beyond the limit", feed.NDJSON, `{"a":"`, 1000},
		{"a row beyond the limit", feed.CSV, "a\n", 1000},
		{"a header", feed.CSV, "", 1 << 30},
	} {
		t.Run(c.name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(context.Background())
			defer cancel()
			tail := &cancelingReader{endless{b: 'x', left: 1 << 30}, cancel, 1 << 20}
			input := io.MultiReader(strings.NewReader(c.head), tail)
			r, err := feed.Open(input, feed.Options{Format: c.format, Context: ctx, Limits: feed.Limits{RecordBytes: c.limit, FieldBytes: 1 << 30}})
			if err == nil {
				for _, final := range r.Records() {
					err = final
				}
			}
			require.ErrorIs(t, err, context.Canceled)
		})
	}
}

func TestACanceledContextOpensNothing(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := feed.Open(strings.NewReader("a\n1\n"), feed.Options{Format: feed.CSV, Context: ctx})
	require.ErrorIs(t, err, context.Canceled)
}
