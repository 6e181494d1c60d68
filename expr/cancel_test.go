package expr_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
)

// TestAnEvaluationEndsSoonAfterItIsCanceled: one function cancels it, and another one counts its calls.
func TestAnEvaluationEndsSoonAfterItIsCanceled(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(context.Background())
	called := 0
	custom := func(name string, do func()) functions.Spec {
		return functions.Spec{Name: name, Summary: "Is made by a test.", Origin: functions.Custom, Eval: func(functions.Args) (value.Value, error) {
			do()
			return value.String("x"), nil
		}}
	}
	reg, err := functions.Standard().With(custom("Cancel", cancel), custom("Call", func() { called++ }))
	require.NoError(t, err)
	prog, err := expr.Compile(`Join("", Call(), Call(), Cancel()`+strings.Repeat(", Call()", 1000)+")", expr.WithFunctions(reg))
	require.NoError(t, err)
	_, err = prog.Eval(&expr.Env{Context: ctx})
	require.ErrorIs(t, err, context.Canceled)
	require.Equal(t, "canceled", failureCode(err))
	require.Less(t, called, 30)
}

// TestLongWorkChecksForCancellation: each expression has one or a few calls that would take long.
func TestLongWorkChecksForCancellation(t *testing.T) {
	t.Parallel()
	members := make([]any, 10_000)
	for i := range members {
		members[i] = "x"
	}
	object := value.Map{"a": strings.Repeat("a", 10_000), "list": members, "long": strings.Repeat("a", 1<<20), "objects": []any{map[string]any{"b": members}}}
	for _, src := range []string{
		`Replace([a], , "(?=.*b)a", , "", , )`,
		`Replace([a], , "(?<g>(?=.*b)a)", "g", "", , )`,
		`Replace([missing], , "(?<g>(?=.*b)a)", "g", , [a], )`,
		`ToLower([list])`,
		`Join("", [list])`,
		`Contains([list], "y")`,
		`RemoveDuplicates([list])`,
		`CRef([list])`,
		`AppRoleAssignmentsComplex([list])`,
		`Count(Split([long], "a"))`,
		`Join("", Len([long]), Len([long]), Len([long]), Len([long]), Len([long]), Len([long]))`,
		`Join(""` + strings.Repeat(", [objects.b.c]", 100) + `)`,
	} {
		prog := expr.MustCompile(src)
		ctx := &cancelAfter{context.Background(), 4}
		_, err := prog.Eval(&expr.Env{Attrs: object, Context: ctx})
		require.ErrorIs(t, err, context.Canceled, src)
		require.Equal(t, "canceled", failureCode(err), src)
		require.NotErrorIs(t, err, expr.ErrLimit, src)
		require.GreaterOrEqual(t, ctx.left, -2, "%s: it must stop at once", src)
	}
}
