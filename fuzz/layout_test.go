package fuzz

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/internal/dev/exprgen"
)

// FuzzLayout: whatever parses is laid out, and shortened, to a text of the same meaning, which comes out the same again.
func FuzzLayout(f *testing.F) {
	for i, src := range seeds(f) {
		f.Add(src, byte(i))
	}
	f.Fuzz(func(t *testing.T, src string, width byte) {
		if tree, err := expr.Parse(src); err == nil {
			requirePrintedAlike(t, tree, int(width))
		}
	})
}

// TestRandomLayouts does so with calls of every function.
func TestRandomLayouts(t *testing.T) {
	g := newGrammar(t)
	rapid.Check(t, func(t *rapid.T) {
		spec := rapid.SampledFrom(g.Specs()).Draw(t, "function")
		src := g.Call(t, spec, rapid.IntRange(1, 5).Draw(t, "depth"), exprgen.Top)
		tree, err := expr.Parse(src)
		require.NoError(t, err)
		requirePrintedAlike(t, tree, rapid.IntRange(1, 100).Draw(t, "width"))
	})
}

func requirePrintedAlike(t require.TestingT, tree *expr.Tree, width int) {
	roomy := expr.ParseConfig{Limits: expr.Limits{SourceBytes: 64 << 20}} // indentation makes a long text much longer
	opts := expr.LayoutOptions{Width: width}
	for _, print := range []func(expr.Node) string{
		func(n expr.Node) string { return expr.Layout(n, opts) },
		expr.Minimal,
	} {
		text := print(tree.Root)
		again, found := expr.ParseText(text, roomy)
		require.NotNil(t, again, "%q is printed as %q: %s", tree.Source, text, found.Render(text))
		require.True(t, expr.Equal(tree.Root, again.Root), "%q is printed as %q", tree.Source, text)
		require.Equal(t, text, print(again.Root))
	}
	require.LessOrEqual(t, len(expr.Minimal(tree.Root)), len(expr.Format(tree.Root)))
}
