package docs_test

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/dev/docs"
)

func TestTheTablesOfLimitsAreFresh(t *testing.T) {
	page, err := os.ReadFile("../../../docs/security.md")
	require.NoError(t, err)
	want, err := docs.WithLimits(string(page))
	require.NoError(t, err)
	if diff := cmp.Diff(want, string(page)); diff != "" {
		t.Errorf("docs/security.md is stale: run go generate ./internal/dev/docs (-want +have):\n%s", diff)
	}
	_, err = docs.WithLimits("a page without a place")
	require.Error(t, err)
}

func TestEveryLimitIsInTheTables(t *testing.T) {
	tables := docs.Limits()
	for _, name := range diag.Limits() {
		require.Contains(t, tables, "| `"+string(name)+"` |")
	}
	for _, row := range []string{
		"| `source-bytes` | 64 Ki | bytes of the text | `expr.Limits.SourceBytes` |",
		"| `steps` | 40,000 | ",
		"| `output-bytes` | 8 Mi | ",
		"| `regex-time` | none | ",
		"| `path-bytes` | 1,024 | bytes of a path that is written to | fixed |",
	} {
		require.Contains(t, tables, row)
	}
}
