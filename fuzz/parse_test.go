package fuzz

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/syntax"
)

// FuzzParse: parsing never panics; a tree that is formatted and parsed again is the same tree and formats the same;
// findings are limited in number and length, and their spans are within the text.
func FuzzParse(f *testing.F) {
	for _, src := range seeds(f) {
		f.Add(src)
	}
	f.Fuzz(func(t *testing.T, src string) {
		tree, found := syntax.ParseText(src, syntax.Options{})
		require.Equal(t, found.HasErrors(), tree == nil)
		require.LessOrEqual(t, len(found), 101)
		for _, d := range found {
			require.LessOrEqual(t, d.Span.Start, d.Span.End)
			require.LessOrEqual(t, d.Span.Start, len(src))
			require.LessOrEqual(t, len(d.Message.String())+len(d.Hint.String()), 3000)
		}
		if tree == nil {
			return
		}
		text := syntax.Format(tree.Root)
		again, err := syntax.Parse(text)
		require.NoError(t, err, "%q is printed as %q", src, text)
		require.True(t, syntax.Equal(tree.Root, again.Root), "%q is printed as %q", src, text)
		require.Equal(t, text, syntax.Format(again.Root))
	})
}

// FuzzCompileAgreesWithCheck: an expression compiles if and only if Check finds no error, and both have the same findings;
// its canonical text compiles to an equivalent program; unknown attributes are not errors.
func FuzzCompileAgreesWithCheck(f *testing.F) {
	for i, src := range seeds(f) {
		if i%8 == 0 {
			f.Add(strings.ToLower(src), true)
			continue
		}
		f.Add(src, false)
	}
	f.Fuzz(func(t *testing.T, src string, strict bool) {
		options := []expr.Option{expr.WithCompat(expr.Compat{StrictCase: strict, LenientQuotes: strict}), expr.WithLimits(tight)}
		found := expr.Check(src, options...)
		prog, err := expr.Compile(src, options...)
		require.Equal(t, found.HasErrors(), err != nil)
		if err != nil {
			var bad *expr.Diagnostics
			require.ErrorAs(t, err, &bad)
			require.Equal(t, found, bad.List)
			require.NotEmpty(t, err.Error())
			return
		}
		require.Empty(t, cmp.Diff(found, prog.Warnings(), cmpopts.EquateEmpty()))
		again, err := expr.Compile(prog.String(), options...)
		require.NoError(t, err, "%q is printed as %q", src, prog)
		require.Empty(t, cmp.Diff(prog.Attributes(), again.Attributes(), cmpopts.EquateEmpty()))
		require.Equal(t, prog.Effects(), again.Effects())

		known := expr.Check(src, append(options, expr.WithAttributes("mail"))...)
		require.False(t, known.HasErrors())
		require.GreaterOrEqual(t, len(known), len(found))
	})
}
