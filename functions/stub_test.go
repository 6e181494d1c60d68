package functions_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
)

// Source: docs/evidence.md, --stub NAME=VALUE (or =[attribute]).
func TestStubsStandInForUnknownFunctions(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name, result, expr string
		want               value.Value
		reads              []string
	}{
		{"a text for every call", "x", `Foo([a])`, value.String("x"), []string{"a"}},
		{"an attribute", "[a]", `Foo([b], 1, , "c")`, value.String("A"), []string{"a", "b"}},
		{"an attribute that is a list", "[list]", `Count(Foo())`, value.Integer(2), []string{"list"}},
		{"an attribute without a value", "[missing]", `Foo([a])`, value.Null, []string{"a", "missing"}},
		{"a text inside another function", "x", `Join("-", Foo([a]), [a])`, value.String("x-A"), []string{"a"}},
		{"arguments are not evaluated", "x", `Foo(Error("never"))`, value.String("x"), nil},
		{"an empty text", "", `Foo([a])`, value.String(""), []string{"a"}},
		{"brackets without a name are a text", "[]", `Foo()`, value.String("[]"), nil},
		{"a flow signal may be an argument", "x", `Foo(IgnoreAttributeFlow)`, value.String("x"), nil},
	} {
		reg, err := functions.Standard().With(functions.Stub("Foo", row.result))
		require.NoError(t, err, row.name)
		prog, err := expr.Compile(row.expr, expr.WithFunctions(reg))
		require.NoError(t, err, row.name)
		got, err := prog.Eval(&expr.Env{Attrs: value.Map{"a": "A", "list": []any{"x", "y"}}})
		require.NoError(t, err, row.name)
		require.Equal(t, row.want.Text(), got.Text(), row.name)
		require.Equal(t, row.want.IsNull(), got.IsNull(), row.name)
		require.Equal(t, row.reads, prog.Attributes(), row.name)
	}
}

func TestStubsHideNoFunction(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"Guid", "guid", "Join", "no name"} {
		_, err := functions.Standard().With(functions.Stub(name, "x"))
		require.Error(t, err, name)
	}
}

func TestStubReadsEmptyTextAsTheProgramDoes(t *testing.T) {
	t.Parallel()
	reg, err := functions.Standard().With(functions.Stub("Foo", "[a]"))
	require.NoError(t, err)
	for _, row := range []struct {
		compat expr.Compat
		want   string
	}{
		{expr.Compat{}, ""},
		{expr.Compat{EmptyStringIsNull: true}, "none"},
	} {
		v, err := expr.MustCompile(`Coalesce(Foo(), "none")`, expr.WithFunctions(reg), expr.WithCompat(row.compat)).Eval(&expr.Env{Attrs: value.Map{"a": ""}})
		require.NoError(t, err)
		require.Equal(t, row.want, v.Text())
	}
}
