package expr_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/codes"
)

func evalError(t *testing.T, src string, a value.Attributes, opts ...expr.Option) *expr.EvalError {
	t.Helper()
	_, err := evaluate(t, src, a, opts...)
	var failed *expr.EvalError
	require.ErrorAs(t, err, &failed, src)
	return failed
}

func TestEvalErrorsSayWhatAndWhere(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		src  string
		with attrs
		want string
	}{
		{`ToLower(Mid([name], [start], 1))`, attrs{"name": "Alex", "start": "two"},
			`Mid: start: want a whole number, got a string (found "two") at 1:21 [attribute start]`},
		{"Join(\"-\",\n  \"é\", Mid([name], 0))", attrs{"name": "Alex"},
			`Mid: start: want a position from 1 (found "0") at 2:20`},
		{`Append([name], [list])`, attrs{"list": []string{"a", "b"}},
			`Append: suffix: want a single value, got a list of 2 values (found '["a","b"]') at 1:16 [attribute list]`},
		{`DateDiff("d", Now(), CDate([end]))`, attrs{},
			`DateDiff: date2: want a value, got null at 1:22 [attribute end]`},
		{`CDate([end])`, attrs{"end": "soon"},
			`CDate: expression: not a recognized date (found "soon") at 1:7 [attribute end]`},
		{`FormatDateTime(Append([day], "T"), , "yyyy-MM-dd", "yyyy")`, attrs{"day": "2020"},
			`FormatDateTime: source: want a date in the input format "yyyy-MM-dd": not a recognized date (found "2020T") at 1:16 [attribute day]`},
		{`BitAnd(Join("", [a], [b]), 1)`, attrs{"a": "x"}, // the attribute is not known, because there are two
			`BitAnd: value1: want a whole number, got a string (found "x") at 1:8`},
		{`[age] > 18`, attrs{"age": "old"},
			`>: want a number, got a string (found "old") at 1:1 [attribute age]`},
		{`Len([a]) > [b]`, attrs{"b": "many"},
			`>: want a number, got a string (found "many") at 1:1`},
		{`"x" & [list]`, attrs{"list": []string{"a", "b"}},
			`&: want a single value, got a list of 2 values (found '["a","b"]') at 1:1 [attribute list]`},
		{`Replace([a], , [pattern], , "x", , )`, attrs{"a": "a", "pattern": "("},
			`Replace: regexPattern: want a .NET regular expression (found "(") at 1:16 [attribute pattern]`},
		{`Replace([a], [old], , , "x", , )`, attrs{"a": "a"},
			`Replace: oldValue: want a text to replace (found "") at 1:14 [attribute old]`},
		{`Error(Append("no name for ", [id]))`, attrs{"id": "7"},
			`Error: the expression raises an error (found "no name for 7") at 1:1`},
		{`SingleAppRoleAssignment([appRoleAssignments])`, attrs{"appRoleAssignments": []string{"a", "b"}},
			`SingleAppRoleAssignment: appRoleAssignments: An error occured while evaluating this function: 'SingleAppRoleAssignment.' No more than one app role assignment was expected, but this many where found: 2 at 1:25 [attribute appRoleAssignments]`},
	} {
		t.Run(row.src, func(t *testing.T) {
			require.EqualError(t, evalError(t, row.src, row.with), row.want)
		})
	}
}

func TestEvalErrorsAsData(t *testing.T) {
	t.Parallel()
	failed := evalError(t, `ToLower(Mid([name], [start], 1))`, attrs{"name": "Alex", "start": "two"})
	require.Equal(t, codes.EvalNumber, failed.Code)
	require.Equal(t, diag.Span{Start: 20, End: 27}, failed.Span)
	require.Equal(t, diag.Position{Line: 1, Column: 21, Offset: 20}, failed.Position)
	require.Equal(t, []string{"Mid", "start", "start"}, []string{failed.Function, failed.Parameter, failed.Attribute})
	require.Equal(t, "two", failed.Found.Text())

	inner := evalError(t, `Join("", IIF(CDate([d]) > Now(), "a", "b"))`, attrs{"d": "x"})
	require.Equal(t, "CDate", inner.Function, "the function is that of the innermost call")
}

// personal is a text that an error must not contain if values are hidden.
const personal = "$99999999999 070"

// TestHiddenValuesStayHidden provokes every kind of failure with an object whose values are all the same text.
func TestHiddenValuesStayHidden(t *testing.T) {
	t.Parallel()
	object := attrs{
		"a": personal, "list": []string{personal, personal}, "roles": []string{personal, "x"}, "pattern": "(" + personal,
		"date": "2020-01-01", "end": "9999-12-31",
	}
	for _, src := range []string{
		`CDate([a])`, `BitAnd([a], 1)`, `CBool([a])`, `IIF([a], 1, 2)`, `Not([list])`, `Append("x", [list])`, `"x" & [list]`,
		`[a] > 5`, `[list] = "x"`, `Mid("abc", [a])`, `Left("abc", [a])`, `Word("a", [a], "")`, `Item([list], [a])`,
		`ToLower("x", [a])`, `InStr("x", "y", 1, [a])`, `Replace("x", , [pattern], , "y", , )`, `Error([a])`,
		`DateAdd([a], 1, [date])`, `DateAdd("d", [a], [date])`, `DateAdd("d", 1, [a])`, `DateAdd("yyyy", 9, [end])`,
		`DateDiff("d", [a], [date])`, `DateFromNum([a])`, `NumFromDate([a])`, `NumFromDate("1500-01-01")`,
		`FormatDateTime([a], , "yyyy-MM-dd", "yyyy")`, `FormatDateTime([date], [a], "yyyy-MM-dd", "yyyy")`, `FormatDateTime([date], [a], "yyyy")`,
		`ConvertFromBase64([a])`, `ConvertFromBase64("SGk=", [a])`, `StringFromSid([a])`, `DNComponent([a], 1)`,
		`SingleAppRoleAssignment([roles])`, `RandomString([a], 0, 0, 0, 0)`,
		`Replace("x", , "x", , [a], , )`, `FormatDateTime([date], , [list], "yyyy")`, `FormatDateTime([date], , "yyyy-MM-dd", [list])`,
	} {
		prog, err := expr.Compile(src, expr.WithHiddenValues())
		require.NoError(t, err, src)
		_, err = prog.Eval(noon(t, object))
		require.Error(t, err, src)
		var failed *expr.EvalError
		require.ErrorAs(t, err, &failed)
		require.True(t, failed.Found.IsAbsent(), "%s: %v", src, failed.Found)
		require.NotContains(t, err.Error(), personal, src)

		shown := evalError(t, src, object)
		require.NotContains(t, shown.Message.String(), personal, "%s: the message without the value found", src)
	}
}

func TestValuesInErrorsAreBounded(t *testing.T) {
	t.Parallel()
	for _, long := range []any{strings.Repeat("é", 10_000), []string{strings.Repeat("x", 10_000), "y"}, strings.Repeat("\x00", 10_000)} {
		_, err := evaluate(t, `DateAdd("d", 1, [long])`, attrs{"long": long})
		require.Error(t, err)
		require.Less(t, len([]rune(err.Error())), 400, "%v", err)
		require.Contains(t, err.Error(), "…")
	}
}

func TestCausesOfEvalErrors(t *testing.T) {
	t.Parallel()
	canceled, cancel := context.WithCancel(context.Background())
	cancel()
	broken := errors.New("the directory is unavailable")
	for _, row := range []struct {
		src   string
		env   *expr.Env
		code  diag.Code
		cause error
	}{
		{`Len("x")`, &expr.Env{Context: canceled}, codes.EvalCanceled, context.Canceled},
		{`"a" & "b"`, &expr.Env{Context: canceled}, codes.EvalCanceled, context.Canceled},
		{`SelectUniqueValue("a", "b")`, &expr.Env{Taken: func(context.Context, string, string) (bool, error) { return true, broken }}, codes.EvalNotUnique, broken},
	} {
		_, err := expr.MustCompile(row.src).Eval(row.env)
		require.ErrorIs(t, err, row.cause)
		require.Equal(t, string(row.code), failureCode(err))
	}
}

// TestErrorsOfCustomFunctionsGetAPlace: an implementation may return any error.
func TestErrorsOfCustomFunctionsGetAPlace(t *testing.T) {
	t.Parallel()
	plain := errors.New("no connection")
	reg, err := functions.Standard().With(functions.Spec{
		Name: "Phone", Summary: "Fails.", Origin: functions.Custom,
		Eval: func(functions.Args) (value.Value, error) { return value.Absent, plain },
	})
	require.NoError(t, err)
	failed := evalError(t, `Join("", "a", Phone())`, nil, expr.WithFunctions(reg))
	require.ErrorIs(t, failed, plain)
	require.Equal(t, "Phone: no connection at 1:15", failed.Error())
	require.NotEmpty(t, failed.Code)
}
