package exprgen_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/dev/exprgen"
)

func TestGrammarKnowsEveryFunction(t *testing.T) {
	g, err := exprgen.New(functions.Standard())
	require.NoError(t, err)
	require.Len(t, g.Specs(), len(slices.Collect(functions.Standard().All())))
	for _, spec := range g.Specs() {
		top := g.Fitting(spec.Result, exprgen.Top)
		require.True(t, slices.Contains(top, spec), spec.Name)
	}
}

func TestGrammarRefusesAWrongExample(t *testing.T) {
	reg, err := functions.Standard().With(functions.Spec{
		Name: "Wrong", Summary: "Has a wrong example.", Origin: functions.Custom, Examples: []functions.Example{{Expr: "Wrong("}},
		Append: func(_ functions.Args, dst []byte) ([]byte, error) {
			return dst, functions.ErrNull
		},
	})
	require.NoError(t, err)
	_, err = exprgen.New(reg)
	require.ErrorContains(t, err, "example of Wrong")
}
