package syntax_test

import (
	"testing"

	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/internal/dev/golden"
)

// TestRendering holds what a terminal shows, carets included, to testdata/carets.txtar.
func TestRendering(t *testing.T) {
	golden.Pairs(t, "testdata/carets.txtar", *update, func(src string) string {
		_, found := syntax.ParseText(src, syntax.Options{})
		return found.Render()
	})
}
