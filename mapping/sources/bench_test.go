package sources_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/internal/dev/hrgen"
	"github.com/attrmap/attrmap/mapping/feed"
	"github.com/attrmap/attrmap/mapping/sources"
)

// BenchmarkSuccessFactors reads persons with the default attribute list, once as it is and once after the published replacement for active
// employments.
func BenchmarkSuccessFactors(b *testing.B) {
	const people = 1000
	var document bytes.Buffer
	require.NoError(b, hrgen.SuccessFactors(&document, people))
	for name, published := range map[string]*strings.Replacer{"first": strings.NewReplacer(), "active": activeOnly} {
		api := map[string]string{}
		for _, row := range publishedRows(b, "testdata/successfactors.tsv") {
			if api[row.attribute] == "" {
				api[row.attribute] = published.Replace(row.expression)
			}
		}
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(document.Len()))
			b.ReportAllocs()
			for range b.N {
				rd, err := feed.Open(bytes.NewReader(document.Bytes()), feed.Options{Documents: sources.Open, API: api})
				require.NoError(b, err)
				n := 0
				for rec, err := range rd.Records() {
					if err != nil || rec.Err != nil {
						b.Fatal(err, rec.Err)
					}
					n++
				}
				require.Equal(b, people, n)
			}
		})
	}
}
