package fuzz

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/dev/exprgen"
)

// FuzzLayout: the layout and the minimal form of an expression have the same syntax tree as it, and are their own layout
// and minimal form.
func FuzzLayout(f *testing.F) {
	for i, src := range seeds(f) {
		f.Add(src, byte(i))
	}
	f.Fuzz(func(t *testing.T, src string, width byte) {
		if tree, err := syntax.Parse(src); err == nil {
			requirePrintedAlike(t, tree, int(width))
		}
	})
}

// TestRandomLayouts checks the property of FuzzLayout for random calls of every function.
func TestRandomLayouts(t *testing.T) {
	g := newGrammar(t)
	rapid.Check(t, func(t *rapid.T) {
		spec := rapid.SampledFrom(g.Specs()).Draw(t, "function")
		src := g.Call(t, spec, rapid.IntRange(1, 5).Draw(t, "depth"), exprgen.Top)
		tree, err := syntax.Parse(src)
		require.NoError(t, err)
		requirePrintedAlike(t, tree, rapid.IntRange(1, 100).Draw(t, "width"))
	})
}

// requirePrintedAlike requires the property of FuzzLayout.
func requirePrintedAlike(t require.TestingT, tree *syntax.Tree, width int) {
	roomy := syntax.Options{Limits: syntax.Limits{SourceBytes: 64 << 20}} // indentation makes a long expression much longer
	opts := syntax.LayoutOptions{Width: width, Repeating: functions.Standard().Repeating}
	for _, print := range []func(syntax.Node) string{
		func(n syntax.Node) string { return syntax.Layout(n, opts) },
		syntax.Minimal,
	} {
		text := print(tree.Root)
		again, found := syntax.ParseText(text, roomy)
		require.NotNil(t, again, "%q is printed as %q: %s", tree.Source, text, found.Render())
		require.True(t, syntax.Equal(tree.Root, again.Root), "%q is printed as %q", tree.Source, text)
		require.Equal(t, text, print(again.Root))
	}
	require.LessOrEqual(t, len(syntax.Minimal(tree.Root)), len(syntax.Format(tree.Root)))
}
