package sources_test

import (
	"io"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/internal/dev/hrgen"
	"github.com/attrmap/attrmap/mapping/feed"
	"github.com/attrmap/attrmap/mapping/file"
	"github.com/attrmap/attrmap/mapping/sources"
)

// BenchmarkWorkday reads workers with the 80 attributes of the published list.
func BenchmarkWorkday(b *testing.B) {
	text, err := os.ReadFile("../../examples/workday-to-ad/mapping.yaml")
	require.NoError(b, err)
	doc, err := file.Parse("mapping.yaml", text)
	require.NoError(b, err)
	set, err := doc.Set()
	require.NoError(b, err)
	const workers = 1000
	var size int64
	for b.Loop() {
		in, out := io.Pipe()
		go func() { out.CloseWithError(hrgen.Workday(out, hrgen.V21, workers)) }()
		counted := &counter{r: in}
		r, err := feed.Open(counted, feed.Options{Documents: sources.Open, API: set.Types.APIExpressions()})
		require.NoError(b, err)
		read := 0
		for rec, err := range r.Records() {
			require.NoError(b, err)
			require.NoError(b, rec.Err)
			read++
		}
		require.Equal(b, workers, read)
		size = counted.n
	}
	b.SetBytes(size)
}

// counter counts the bytes that are read.
type counter struct {
	r io.Reader
	n int64
}

// Read implements io.Reader.
func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}
