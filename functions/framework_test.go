package functions_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/call"
	"github.com/attrmap/attrmap/internal/codes"
)

// made returns a registered literal, so that tests use only literals that programs could use.
func made(t testing.TB, spec functions.Spec) *functions.Spec {
	t.Helper()
	spec.Name, spec.Summary, spec.Origin = "Made", "Is made by a test.", functions.Custom
	for i := range spec.Params {
		spec.Params[i].Name, spec.Params[i].Doc = "p", "a parameter"
	}
	reg, err := (&functions.Registry{}).With(spec)
	require.NoError(t, err)
	found, _ := reg.Lookup("Made")
	return found
}

// invoke returns the outcome of a call as a value, and requires that appending has the same outcome.
func invoke(t testing.TB, spec *functions.Spec, args ...any) string {
	t.Helper()
	nodes := make([]call.Arg, len(args))
	for i, arg := range args {
		switch arg := arg.(type) {
		case omitted:
		case call.Arg:
			nodes[i] = arg
		default:
			v, err := value.Of(arg)
			require.NoError(t, err)
			nodes[i] = given{v}
		}
	}
	bound := functions.Bind(spec, nodes, nil, 0)
	v, err := bound.Eval(newContext(&functions.Env{}))
	want := outcome(v, err)
	if kind := v.Kind(); err == nil && !v.IsNull() && kind != value.KindList && kind != value.KindObject && !kind.IsSignal() {
		want = "string " + v.Text()
	}
	require.Equal(t, want, appended(newContext(&functions.Env{}), bound), "appending must have the same outcome")
	return outcome(v, err)
}

// appended returns the outcome of a call that appends to a text, and requires that the text is unchanged.
func appended(c *call.Context, bound call.Call) string {
	dst, form, err := bound.AppendText(c, []byte("before "))
	switch {
	case err != nil || form == call.FormNull:
		return outcome(value.Null, err)
	case form == call.FormValue:
		return outcome(c.Pending, nil)
	}
	return "string " + strings.TrimPrefix(string(dst), "before ")
}

func TestNullPolicies(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		param functions.Param
		arg   any
		want  string
	}{
		{functions.Param{Null: functions.NullPropagates}, nil, "null"},
		{functions.Param{Null: functions.NullPropagates}, omitted{}, "null"},
		{functions.Param{Null: functions.NullPropagates}, []any{}, "null"},
		{functions.Param{Null: functions.NullPropagates}, "", "string <>"},
		{functions.Param{Null: functions.NullPropagates, EmptyIsNull: true}, "", "null"},
		{functions.Param{Null: functions.NullIsEmpty}, nil, "string <>"},
		{functions.Param{Null: functions.NullIsEmpty}, []any{}, "string <>"},
		{functions.Param{Null: functions.NullHandled}, omitted{}, "string <>"},
		{functions.Param{Null: functions.NullIsError}, nil, "error null"},
		{functions.Param{Null: functions.NullIsError}, []any{nil}, "error null"},
		{functions.Param{Null: functions.NullIsError}, "", "string <>"},
		{functions.Param{Null: functions.NullIsError, EmptyIsNull: true}, "", "error null"},
		{functions.Param{Null: functions.NullIsError, EmptyIsNull: true}, []any{""}, "error null"},
		{functions.Param{}, "x", "string <x>"},
		{functions.Param{}, 7, "string <7>"},
		{functions.Param{}, []any{"x"}, "string <x>"},
		{functions.Param{}, []any{"x", "y"}, "error multi-valued"},
		{functions.Param{}, value.IgnoreAttribute, "error misplaced-flow-signal"},
	} {
		text := func(a functions.Args) (string, error) {
			s, err := a.Text(0)
			return "<" + s + ">", err
		}
		byValue := made(t, functions.Spec{
			Params: []functions.Param{row.param},
			Eval: func(a functions.Args) (value.Value, error) {
				s, err := text(a)
				return value.String(s), err
			},
		})
		byText := made(t, functions.Spec{
			Params: []functions.Param{row.param},
			Append: func(a functions.Args, dst []byte) ([]byte, error) {
				s, err := text(a)
				return append(dst, s...), err
			},
		})
		require.Equal(t, row.want, invoke(t, byValue, row.arg), "%+v of %v", row.param, row.arg)
		require.Equal(t, row.want, invoke(t, byText, row.arg), "%+v of %v", row.param, row.arg)
	}
}

func TestSourcesAreProcessedMemberByMember(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		param functions.Param
		arg   any
		want  string
	}{
		{functions.Param{}, "x", "string <x>"},
		{functions.Param{}, 7, "string <7>"},
		{functions.Param{}, true, "string <True>"},
		{functions.Param{}, map[string]any{"a": 1}, `string <{"a":1}>`},
		{functions.Param{}, nil, "null"},
		{functions.Param{}, "", "string <>"},
		{functions.Param{EmptyIsNull: true}, "", "null"},
		{functions.Param{Null: functions.NullIsEmpty}, nil, "string <>"},
		{functions.Param{Null: functions.NullIsError}, nil, "error null"},
		{functions.Param{}, []any{}, "list []"},
		{functions.Param{}, []any{"x"}, `list ["<x>"]`},
		{functions.Param{}, []any{"x", nil, "", 7, []any{"y"}}, `list ["<x>","<>","<7>","<[\"y\"]>"]`},
		{functions.Param{EmptyIsNull: true}, []any{"x", ""}, `list ["<x>"]`},
		{functions.Param{Null: functions.NullIsEmpty}, []any{nil}, `list ["<>"]`},
		{functions.Param{Null: functions.NullIsError}, []any{"x", nil}, "error null"},
		{functions.Param{}, value.IgnoreObject, "error misplaced-flow-signal"},
		{functions.Param{}, []any{value.IgnoreObject}, "error misplaced-flow-signal"},
	} {
		row.param.Each = true
		transform := made(t, functions.Spec{
			Params: []functions.Param{row.param},
			Transform: func(_ functions.Args, dst []byte, from int) ([]byte, error) {
				text := "<" + string(dst[from:]) + ">"
				return append(dst[:from], text...), nil
			},
		})
		rewrite := made(t, functions.Spec{
			Params: []functions.Param{row.param},
			Rewrite: func(_ functions.Args, source value.Value, dst []byte) ([]byte, error) {
				return append(append(append(dst, '<'), source.Text()...), '>'), nil
			},
		})
		require.Equal(t, row.want, invoke(t, transform, row.arg), "%+v of %v", row.param, row.arg)
		require.Equal(t, row.want, invoke(t, rewrite, row.arg), "%+v of %v", row.param, row.arg)
	}
}

// counting is an argument that counts its evaluations.
type counting struct{ times *int }

func (a counting) Eval(*call.Context) (value.Value, error) {
	*a.times++
	return value.Integer(int64(*a.times)), nil
}

func (a counting) AppendText(c *call.Context, dst []byte) ([]byte, call.Form, error) {
	v, _ := a.Eval(c)
	return c.AppendValue(dst, v)
}

func TestOtherArgumentsAreEvaluatedOnceForAList(t *testing.T) {
	t.Parallel()
	times := 0
	spec, _ := functions.Standard().Lookup("Append")
	bound := functions.Bind(spec, []call.Arg{given{value.Strings("a", "b", "c")}, counting{&times}}, nil, 0)
	require.Equal(t, `list ["a1","b1","c1"]`, outcome(bound.Eval(newContext(&functions.Env{}))))
	require.Equal(t, 1, times)
}

func TestRewritesMayReturnNull(t *testing.T) {
	t.Parallel()
	spec := made(t, functions.Spec{
		Params: []functions.Param{{Each: true}},
		Rewrite: func(_ functions.Args, source value.Value, dst []byte) ([]byte, error) {
			if source.Text() == "null" {
				return append(dst, "dropped"...), functions.ErrNull
			}
			return append(dst, source.Text()...), nil
		},
	})
	require.Equal(t, "null", invoke(t, spec, "null"))
	require.Equal(t, `list ["a","b"]`, invoke(t, spec, []string{"a", "null", "b"}))
}

func TestNumbersBooleansDatesAndMembersOfArguments(t *testing.T) {
	t.Parallel()
	integer := made(t, functions.Spec{Params: []functions.Param{{Null: functions.NullHandled}}, Eval: func(a functions.Args) (value.Value, error) {
		n, err := a.Integer(0, 99)
		return value.Integer(n), err
	}})
	boolean := made(t, functions.Spec{Params: []functions.Param{{Null: functions.NullHandled}}, Eval: func(a functions.Args) (value.Value, error) {
		b, err := a.Boolean(0)
		return value.Boolean(b), err
	}})
	date := made(t, functions.Spec{Params: []functions.Param{{}}, Eval: func(a functions.Args) (value.Value, error) {
		d, err := a.Date(0)
		return value.Date(d), err
	}})
	members := made(t, functions.Spec{Params: []functions.Param{{Null: functions.NullIsEmpty}}, Eval: func(a functions.Args) (value.Value, error) {
		m, err := a.Members(0)
		return value.List(m...), err
	}})
	for _, row := range []struct {
		spec *functions.Spec
		arg  any
		want string
	}{
		{integer, omitted{}, "integer 99"}, {integer, nil, "integer 99"}, {integer, []any{}, "integer 99"}, {integer, "7.9", "integer 7"},
		{integer, []string{"7"}, "integer 7"}, {integer, "x", "error number"}, {integer, "", "error number"}, {integer, "9e9", "error number"},
		{integer, "99999999999999999999", "error range"}, {integer, []string{"7", "8"}, "error multi-valued"},
		{boolean, nil, "boolean False"}, {boolean, "TRUE", "boolean True"}, {boolean, 0.5, "boolean True"}, {boolean, "x", "error type"},
		{date, nil, "null"}, {date, "2025-07-30", "dateTime 7/30/2025 12:00:00 AM"}, {date, "x", "error date"}, {date, 7, "error type"},
		{members, nil, "list []"}, {members, "x", `list ["x"]`}, {members, []any{"x", nil}, `list ["x",null]`}, {members, "", `list [""]`},
	} {
		require.Equal(t, row.want, invoke(t, row.spec, row.arg), "%v", row.arg)
	}
}

func TestEagerCalls(t *testing.T) {
	t.Parallel()
	times := 0
	spec := made(t, functions.Spec{Params: []functions.Param{{Null: functions.NullHandled}, {Null: functions.NullHandled}, {Null: functions.NullHandled}},
		Eval: func(a functions.Args) (value.Value, error) { return a.Value(0) }})
	c := newContext(&functions.Env{})
	eager, err := functions.Bind(spec, []call.Arg{counting{&times}, nil, counting{&times}}, nil, 0).Eager(c)
	require.NoError(t, err)
	require.Equal(t, 2, times)
	require.Equal(t, "integer 1", outcome(eager.Eval(c)))
	require.Equal(t, "integer 1", outcome(eager.Eval(c)))
	require.Equal(t, 2, times, "no argument may be evaluated again")
}

func TestNullsOfArgumentsArePassedOn(t *testing.T) {
	t.Parallel()
	var passed error
	spec := made(t, functions.Spec{Params: []functions.Param{{}}, Eval: func(a functions.Args) (value.Value, error) {
		_, passed = a.Text(0)
		return value.Absent, passed
	}})
	require.Equal(t, "null", invoke(t, spec, nil))
	require.ErrorIs(t, passed, functions.ErrNull)
}

func TestPreparations(t *testing.T) {
	t.Parallel()
	p := &functions.Preparation{Args: []functions.Constant{
		{Present: true, Known: true, Value: value.Integer(7)}, {}, {Present: true, Attribute: "a"},
	}}
	require.True(t, p.Has(0) && !p.Has(1) && p.Has(2) && !p.Has(3))
	for i, want := range []struct {
		text  string
		known bool
	}{{"7", true}, {"", true}, {"", false}, {"", true}} {
		text, known := p.Text(i)
		require.Equal(t, want.text, text)
		require.Equal(t, want.known, known)
	}
	p.Report(0, codes.BadConstant, "hint", "%d is wrong", 7)
	p.Warn(-1, codes.BadConstant, "", "odd")
	var got []string
	for arg, f := range p.Findings() {
		got = append(got, fmt.Sprintf("argument %d: %s", arg, f))
	}
	require.Equal(t, []string{"argument 0: error bad-constant: 7 is wrong: hint", "argument -1: warning bad-constant: odd"}, got)
}
