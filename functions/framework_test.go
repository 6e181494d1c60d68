package functions_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
)

// made is a registered literal, so that a test cannot use one that a program could not.
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

// invoke gives the outcome of a call as a value, and requires that appending gives the same.
func invoke(t testing.TB, spec *functions.Spec, args ...any) string {
	t.Helper()
	call := &functions.Call{Spec: spec}
	for _, arg := range args {
		switch arg := arg.(type) {
		case omitted:
			call.Args = append(call.Args, nil)
		case functions.Arg:
			call.Args = append(call.Args, arg)
		default:
			v, err := value.Of(arg)
			require.NoError(t, err)
			call.Args = append(call.Args, given{v})
		}
	}
	v, err := functions.Invoke(newContext(&functions.Env{}), call)
	want := outcome(v, err)
	if kind := v.Kind(); err == nil && !v.IsNull() && kind != value.KindList && kind != value.KindObject && !kind.IsSignal() {
		want = "string " + v.Text()
	}
	require.Equal(t, want, appended(newContext(&functions.Env{}), call), "appending gives something else")
	return outcome(v, err)
}

// appended gives the outcome of a call that appends to a text: what stood there before must stay.
func appended(c *functions.Context, call *functions.Call) string {
	dst, form, err := functions.InvokeAppend(c, call, []byte("before "))
	switch {
	case err != nil || form == functions.FormNull:
		return outcome(value.Null, err)
	case form == functions.FormValue:
		return outcome(c.Pending(), nil)
	}
	return "string " + strings.TrimPrefix(string(dst), "before ")
}

func TestNullPolicies(t *testing.T) {
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
			Append: func(a functions.Args, dst []byte) ([]byte, functions.Form, error) {
				s, err := text(a)
				return append(dst, s...), functions.FormText, err
			},
		})
		require.Equal(t, row.want, invoke(t, byValue, row.arg), "%+v of %v", row.param, row.arg)
		require.Equal(t, row.want, invoke(t, byText, row.arg), "%+v of %v", row.param, row.arg)
	}
}

func TestSourcesAreWorkedOnMemberByMember(t *testing.T) {
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
		{functions.Param{}, []any{"x", nil, "", 7, []any{"y"}}, `list ["<x>",null,"<>","<7>","<[\"y\"]>"]`},
		{functions.Param{EmptyIsNull: true}, []any{"x", ""}, `list ["<x>",null]`},
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
			Rewrite: func(_ functions.Args, source value.Value, dst []byte) ([]byte, functions.Form, error) {
				return append(append(append(dst, '<'), source.Text()...), '>'), functions.FormText, nil
			},
		})
		require.Equal(t, row.want, invoke(t, transform, row.arg), "%+v of %v", row.param, row.arg)
		require.Equal(t, row.want, invoke(t, rewrite, row.arg), "%+v of %v", row.param, row.arg)
	}
}

// counting is an argument that counts how often it is asked for.
type counting struct{ times *int }

func (a counting) Eval(*functions.Context) (value.Value, error) {
	*a.times++
	return value.Integer(int64(*a.times)), nil
}

func (a counting) AppendText(c *functions.Context, dst []byte) ([]byte, functions.Form, error) {
	v, _ := a.Eval(c)
	return functions.AppendValue(c, dst, v)
}

func TestOtherArgumentsAreEvaluatedOnceForAList(t *testing.T) {
	call := func(times *int) *functions.Call {
		spec, _ := functions.Standard().Lookup("Append")
		return &functions.Call{Spec: spec, Args: []functions.Arg{given{value.Strings("a", "b", "c")}, counting{times}}}
	}
	times := 0
	require.Equal(t, `list ["a1","b1","c1"]`, outcome(functions.Invoke(newContext(&functions.Env{}), call(&times))))
	require.Equal(t, 1, times)
}

func TestRewritesMayGiveNullAndLists(t *testing.T) {
	spec := made(t, functions.Spec{
		Params: []functions.Param{{Each: true}},
		Rewrite: func(a functions.Args, source value.Value, dst []byte) ([]byte, functions.Form, error) {
			switch source.Text() {
			case "null":
				return append(dst, "dropped"...), functions.FormNull, nil
			case "list":
				return append(dst, "dropped"...), a.Context().SetPending(value.Strings("x", "y")), nil
			}
			return append(dst, source.Text()...), functions.FormText, nil
		},
	})
	require.Equal(t, "null", invoke(t, spec, "null"))
	require.Equal(t, `list ["x","y"]`, invoke(t, spec, "list"))
	require.Equal(t, `list ["a",null,["x","y"],"b"]`, invoke(t, spec, []string{"a", "null", "list", "b"}))
}

func TestNumbersBooleansDatesAndMembersOfArguments(t *testing.T) {
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
	times := 0
	spec := made(t, functions.Spec{Params: []functions.Param{{Null: functions.NullHandled}, {Null: functions.NullHandled}, {Null: functions.NullHandled}},
		Eval: func(a functions.Args) (value.Value, error) { return a.Value(0) }})
	call := &functions.Call{Spec: spec, Args: []functions.Arg{counting{&times}, nil, counting{&times}}}
	c := newContext(&functions.Env{})
	eager, err := functions.Eager(c, call)
	require.NoError(t, err)
	require.Equal(t, 2, times)
	require.Equal(t, "integer 1", outcome(functions.Invoke(c, eager)))
	require.Equal(t, "integer 1", outcome(functions.Invoke(c, eager)))
	require.Equal(t, 2, times, "nothing is evaluated again")
}

func TestFailures(t *testing.T) {
	cause := errors.New("the cause")
	err := error(&functions.Error{Code: diag.CodeEvalRange, Arg: 1, Message: "too far", Cause: cause})
	require.EqualError(t, err, "too far")
	require.ErrorIs(t, err, cause)
	require.False(t, functions.IsNull(err))

	var passed error
	spec := made(t, functions.Spec{Params: []functions.Param{{}}, Eval: func(a functions.Args) (value.Value, error) {
		_, passed = a.Text(0)
		return value.Absent, passed
	}})
	require.Equal(t, "null", invoke(t, spec, nil))
	require.True(t, functions.IsNull(passed))
}

func TestContextCountsSteps(t *testing.T) {
	c := functions.NewContext(functions.Limits{Steps: 2, TextBytes: 3, ListLength: 4}, functions.Compat{})
	c.Reset(&functions.Env{})
	require.NoError(t, c.Step())
	require.NoError(t, c.Step())
	require.ErrorIs(t, c.Step(), functions.ErrLimit)
	require.NoError(t, c.CheckText(3))
	require.ErrorIs(t, c.CheckText(4), functions.ErrLimit)
	require.NoError(t, c.CheckList(4))
	require.ErrorIs(t, c.CheckList(5), functions.ErrLimit)

	c.Reset(&functions.Env{})
	require.NoError(t, c.Step(), "a new evaluation counts anew")
}

func TestContextSeesCancellation(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	c := newContext(&functions.Env{Context: ctx})
	require.NoError(t, c.Step())
	cancel()
	var err error
	for range 100 {
		if err = c.Step(); err != nil {
			break
		}
	}
	require.ErrorIs(t, err, context.Canceled)
	require.ErrorIs(t, newContext(&functions.Env{Context: ctx}).Step(), context.Canceled, "at the first step already")
}

func TestContextReadsTheClockOnce(t *testing.T) {
	read := 0
	c := newContext(&functions.Env{Clock: func() time.Time { read++; return noon().Add(time.Duration(read) * time.Hour) }})
	first, err := c.Now()
	require.NoError(t, err)
	second, err := c.Now()
	require.NoError(t, err)
	require.Equal(t, first, second)
	_, err = newContext(&functions.Env{}).Now()
	require.ErrorContains(t, err, "set Env.Clock")
	_, err = newContext(&functions.Env{Clock: func() time.Time { return time.Time{}.AddDate(-5, 0, 0) }}).Now()
	require.ErrorContains(t, err, "out of range")
}

func TestContextForgets(t *testing.T) {
	c := newContext(&functions.Env{Clock: noon})
	_, err := c.Now()
	require.NoError(t, err)
	c.MarkRedacted()
	c.SetPending(value.True)
	c.Reset(&functions.Env{})
	require.False(t, c.Redacted())
	require.True(t, c.Pending().IsAbsent())
	_, err = c.Now()
	require.Error(t, err, "the time of the last evaluation")
}

func TestBuffersComeEmptyAndSmall(t *testing.T) {
	c := newContext(&functions.Env{})
	one, two := append(c.TakeBuffer(), "one"...), append(c.TakeBuffer(), "two"...)
	require.Equal(t, "one two", string(one)+" "+string(two), "two buffers at a time do not share memory")
	c.GiveBuffer(one)
	c.GiveBuffer(bytes.Repeat([]byte("x"), 1<<20))
	require.Empty(t, c.TakeBuffer())
	require.Less(t, cap(c.TakeBuffer()), 1<<16, "what one huge value has grown is not kept")
}

func TestPreparations(t *testing.T) {
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
	p.Report(0, diag.CodeBadConstant, "hint", "%d is wrong", 7)
	p.Warn(-1, diag.CodeBadConstant, "", "odd")
	require.Equal(t, []functions.Finding{
		{Arg: 0, Diagnostic: diag.Diagnostic{Code: diag.CodeBadConstant, Severity: diag.Error, Message: "7 is wrong", Hint: "hint"}},
		{Arg: -1, Diagnostic: diag.Diagnostic{Code: diag.CodeBadConstant, Severity: diag.Warning, Message: "odd"}},
	}, p.Findings())
}
