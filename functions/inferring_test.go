package functions_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/shape"
)

var (
	text     = value.KindsOf(value.KindString)
	null     = value.KindsOf(value.KindNull)
	textList = functions.Shape{Kinds: value.KindsOf(value.KindList), Members: text, MaxLen: 5, Fails: functions.NeverFails}
)

// atMost returns the shape of a text of bounded length, or null.
func atMost(n int) functions.Shape {
	return functions.Shape{Kinds: text | null, MaxLen: n, Fails: functions.NeverFails}
}

// known returns the shape of values given as Go data.
func known(t testing.TB, data ...any) functions.Shape {
	t.Helper()
	shapes := make([]functions.Shape, len(data))
	for i, d := range data {
		v, err := value.Of(d)
		require.NoError(t, err)
		shapes[i] = shape.Of(v)
	}
	return shape.Union(shapes...)
}

// argumentShapes are the arguments of a call; a nil shape is an omitted argument.
type argumentShapes []*functions.Shape

func (a argumentShapes) Len() int                    { return len(a) }
func (a argumentShapes) Has(i int) bool              { return a[i] != nil }
func (a argumentShapes) Shape(i int) functions.Shape { return *a[i] }
func (a argumentShapes) Given(i, _ int, _ func(functions.Shape) bool) functions.Shape {
	return a.Shape(i)
}

// inferred returns the shape of a call as text, with "lazy" if the function chooses among its arguments.
func inferred(spec *functions.Spec, shapes ...functions.Shape) string {
	args := make(argumentShapes, len(shapes))
	for i := range shapes {
		if shapes[i].Kinds != 0 || shapes[i].Fails != functions.MayFail {
			args[i] = &shapes[i]
		}
	}
	s, lazy := functions.Infer(spec, args)
	if lazy {
		return s.String() + ", lazy"
	}
	return s.String()
}

// TestNullPoliciesOfShapes corresponds to TestNullPolicies, for a literal without a rule and one that reads a text.
func TestNullPoliciesOfShapes(t *testing.T) {
	t.Parallel()
	var omitted functions.Shape
	signal := known(t, value.IgnoreAttribute)
	for _, row := range []struct {
		param   functions.Param
		arg     functions.Shape
		literal string // shape from the literal alone
		rule    string // shape from a rule that reads the argument as text
	}{
		{functions.Param{Null: functions.NullPropagates}, atMost(5), "Integer|String?, may fail", "String? ≤5"},
		{functions.Param{Null: functions.NullPropagates}, atMost(5).WithoutNull(), "Integer|String, may fail", "String ≤5"},
		{functions.Param{Null: functions.NullPropagates}, omitted, "Integer|String?, may fail", "Null, may fail"},
		{functions.Param{Null: functions.NullPropagates}, textList, "Integer|String?, may fail", "String? ≤5, may fail"},
		{functions.Param{Null: functions.NullPropagates, EmptyIsNull: true}, atMost(5).WithoutNull(), "Integer|String?, may fail", "String? 1–5"},
		{functions.Param{Null: functions.NullIsEmpty}, atMost(5), "Integer|String, may fail", "String ≤5"},
		{functions.Param{Null: functions.NullIsEmpty}, known(t, nil), "Integer|String, may fail", `String {""}`},
		{functions.Param{Null: functions.NullHandled}, omitted, "Integer|String, may fail", `String {""}`},
		{functions.Param{Null: functions.NullIsError}, atMost(5), "Integer|String, may fail", "String ≤5, may fail"},
		{functions.Param{Null: functions.NullIsError, EmptyIsNull: true}, known(t, "", "x"), "Integer|String, may fail", `String {"x"}, may fail`},
		{functions.Param{}, known(t, 7), "Integer|String, may fail", `String {"7"}`},
		{functions.Param{}, shape.Union(signal, known(t, "x")), "Integer|String, may fail", `String {"x"}, may fail`},
	} {
		spec := functions.Spec{
			Params: []functions.Param{row.param}, Result: value.KindsOf(value.KindString, value.KindInteger),
			Eval: func(a functions.Args) (value.Value, error) { return a.Value(0) },
		}
		literal := made(t, spec)
		spec.Infer = func(in *functions.Inferring) functions.Shape { return in.Text(0) }
		rule := made(t, spec)
		got := []string{inferred(literal, row.arg), inferred(rule, row.arg)}
		if diff := cmp.Diff([]string{row.literal, row.rule}, got); diff != "" {
			t.Errorf("%+v of %s (-want +got):\n%s", row.param, row.arg, diff)
		}
	}
}

// TestShapesOfSources corresponds to TestSourcesAreProcessedMemberByMember: rules apply to single texts, the framework adds lists
// and null.
func TestShapesOfSources(t *testing.T) {
	t.Parallel()
	failing := functions.Shape{Fails: functions.AlwaysFails}
	for _, row := range []struct {
		param functions.Param
		arg   functions.Shape
		want  string
	}{
		{functions.Param{}, atMost(5), "String? 2–7"},
		{functions.Param{}, known(t, nil), "Null"},
		{functions.Param{}, known(t, []any{}), "[]"},
		{functions.Param{}, textList, "[String] 2–7"},
		{functions.Param{}, shape.Union(textList, atMost(5)), "String|[String]? 2–7"},
		{functions.Param{}, known(t, []any{"a", nil}), `[String] {"<a>"}`},
		{functions.Param{EmptyIsNull: true}, textList, "[String] 3–7"},
		{functions.Param{EmptyIsNull: true}, atMost(5), "String? 3–7"},
		{functions.Param{Null: functions.NullIsEmpty}, atMost(5), "String 2–7"},
		{functions.Param{Null: functions.NullIsError}, atMost(5), "String 2–7, may fail"},
		{functions.Param{Null: functions.NullIsError}, known(t, nil), "always fails"},
		{functions.Param{}, known(t, value.IgnoreObject), "always fails"},
		{functions.Param{}, shape.Union(known(t, value.IgnoreObject), known(t, "x")), `String {"<x>"}, may fail`},
		{functions.Param{}, failing, "always fails"},
	} {
		row.param.Each = true
		spec := made(t, functions.Spec{
			Params: []functions.Param{row.param},
			Transform: func(_ functions.Args, dst []byte, from int) ([]byte, error) {
				return append(slices.Insert(dst, from, '<'), '>'), nil
			},
			Infer: func(in *functions.Inferring) functions.Shape {
				return shape.Concat(known(t, "<"), in.SourceText(), known(t, ">"))
			},
		})
		if diff := cmp.Diff(row.want, inferred(spec, row.arg)); diff != "" {
			t.Errorf("%+v of %s (-want +got):\n%s", row.param, row.arg, diff)
		}
	}
}

func TestRulesThatChoose(t *testing.T) {
	t.Parallel()
	spec := made(t, functions.Spec{
		Params: []functions.Param{{Null: functions.NullHandled}, {Null: functions.NullHandled, MayBeEmpty: true}},
		Eval:   func(a functions.Args) (value.Value, error) { return a.Flow(1) },
		Infer: func(in *functions.Inferring) functions.Shape {
			in.Boolean(0)
			return in.Flow(1)
		},
	})
	var omitted functions.Shape
	for _, row := range []struct {
		condition, branch functions.Shape
		want              string
	}{
		{known(t, true, false), atMost(5), "String? ≤5, lazy"},
		{known(t, true, false), omitted, "Null, lazy"},
		{known(t, true), known(t, value.IgnoreObject), "IgnoreObject, lazy"},
		{known(t, "yes"), atMost(5), "String? ≤5, may fail, lazy"},
	} {
		require.Equal(t, row.want, inferred(spec, row.condition, row.branch), "%s, %s", row.condition, row.branch)
	}
}

// TestRulesKeepToTheResult: for arguments of unknown kind, the shape from a rule has only kinds that the literal lists.
func TestRulesKeepToTheResult(t *testing.T) {
	t.Parallel()
	for spec := range functions.Standard().All() {
		least, most := spec.Arity()
		for n := least; n <= max(most, least+4); n++ {
			if spec.Unpaired(n) || spec.Name == "Replace" && n < 7 {
				continue
			}
			args := make([]functions.Shape, n)
			for i := range args {
				args[i] = shape.AnyData()
			}
			s := inferShape(spec, args)
			require.True(t, s.Within(spec.Result), "%s of %d arguments is %s, its result %s", spec.Name, n, s, spec.Result)
		}
	}
}

func inferShape(spec *functions.Spec, shapes []functions.Shape) functions.Shape {
	args := make(argumentShapes, len(shapes))
	for i := range shapes {
		args[i] = &shapes[i]
	}
	s, _ := functions.Infer(spec, args)
	return s
}
