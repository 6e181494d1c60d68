package expr_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/codes"
)

// Source: docs/evidence.md. A function that is not known stops what depends on it and nothing else.
func TestUnknownFunctionsFailWhereTheyAreEvaluated(t *testing.T) {
	t.Parallel()
	const unsupported = "AltSecIdFromNetid: the function is not supported"
	for _, row := range []struct {
		name, expr, want string
	}{
		{"by itself", `AltSecIdFromNetid([a])`, unsupported},
		{"inside another function", `ToUpper(AltSecIdFromNetid([a]))`, unsupported},
		{"in a concatenation", `"x" & AltSecIdFromNetid([a])`, unsupported},
		{"in a comparison", `IIF(AltSecIdFromNetid([a]) = "1", "x", "y")`, unsupported},
		{"in a branch that is taken", `IIF([a] = "A", AltSecIdFromNetid([a]), "other")`, unsupported},
		{"in a branch that is not taken", `IIF([a] = "B", AltSecIdFromNetid([a]), "other")`, "other"},
		{"after the first value", `Coalesce([a], AltSecIdFromNetid([a]))`, "A"},
		{"with another function inside", `AltSecIdFromNetid(Error("not reached"))`, unsupported},
		{"with a flow signal inside", `AltSecIdFromNetid(IgnoreAttributeFlow)`, unsupported},
	} {
		prog, err := expr.Compile(row.expr, expr.WithUnknownFunctions())
		require.NoError(t, err, row.name)
		require.Equal(t, diag.Warning, prog.Warnings()[0].Severity, row.name)
		require.Equal(t, codes.UnknownFunction, prog.Warnings()[0].Code, row.name)
		env := &expr.Env{Attrs: value.Map{"a": "A"}}
		v, err := prog.Eval(env)
		explained := prog.Explain(env)
		var failed *expr.EvalError
		if errors.As(err, &failed) {
			require.Equal(t, codes.UnsupportedFunction, failed.Code, row.name)
			require.Contains(t, err.Error(), row.want, row.name)
			require.Equal(t, err.Error(), explained.Err.Error(), row.name)
			continue
		}
		require.NoError(t, err, row.name)
		require.Equal(t, row.want, v.Text(), row.name)
		require.Equal(t, row.want, explained.Value.Text(), row.name)
	}
}

func TestUnknownFunctionsAreInferredAsAnything(t *testing.T) {
	t.Parallel()
	prog := expr.MustCompile(`IIF([a] = "B", Foo([a]), "other")`, expr.WithUnknownFunctions())
	require.Equal(t, "Any?|IgnoreAttribute|IgnoreObject, may fail", prog.Infer(nil).Shape.String())
	require.Equal(t, []string{"a"}, prog.Attributes())
}

func TestUnknownFunctionsExcuseNothingElse(t *testing.T) {
	t.Parallel()
	for _, src := range []string{`Foo(`, `Foo(Left([a]))`, `Foo([a]) & Left([a])`, `Foo(SelectUniqueValue([a], [b]))`} {
		_, err := expr.Compile(src, expr.WithUnknownFunctions())
		require.Error(t, err, src)
	}
	found := expr.Check(`Swich([a], "x", "y", "z")`, expr.WithUnknownFunctions())
	require.Equal(t, "did you mean Switch?", found[0].Hint.String())
}
