package syntax_test

import (
	"testing"

	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/internal/dev/golden"
)

// TestRendering compares findings as a terminal shows them, with carets, with testdata/carets.txtar.
func TestRendering(t *testing.T) {
	t.Parallel()
	golden.Pairs(t, "testdata/carets.txtar", *update, func(src string) string {
		_, found := syntax.ParseText(src, syntax.Options{})
		return found.Render()
	})
}
