package docs_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/internal/dev/docs"
)

func TestEveryLimitIsInTheTables(t *testing.T) {
	tables := docs.Limits()
	for _, name := range codes.Limits() {
		require.Contains(t, tables, "| `"+string(name)+"` |")
	}
	for _, row := range []string{
		"| `source-bytes` | 64 Ki | same | bytes of the text | `expr.Limits.SourceBytes` |",
		"| `steps` | 40,000 | ",
		"| `output-bytes` | 8 Mi | ",
		"| `regex-time` | none | ",
		"| `file-bytes` | 8 Mi | 64 Mi | bytes of an exported schema | `graph.Limits.Bytes` |",
		"| `regex-input` | 1 Gi | ",
		"| `path-bytes` | 1,024 | same | bytes of a path that is written to | fixed |",
	} {
		require.Contains(t, tables, row)
	}
}
