package expr_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/dev/golden"
)

// appended returns the outcome of a program that appends to a text, and requires that the text is unchanged.
func appended(t testing.TB, e *expr.Evaluator, prog *expr.Program, env *expr.Env) (value.Value, error) {
	t.Helper()
	const before = "what is before "
	out, v, isText, err := e.Append(prog, env, []byte(before))
	require.GreaterOrEqual(t, len(out), len(before))
	require.Equal(t, before, string(out[:len(before)]))
	if isText {
		require.NoError(t, err)
		require.True(t, v.IsAbsent())
		return value.String(string(out[len(before):])), nil
	}
	require.Len(t, out, len(before))
	return v, err
}

// TestEvaluatorsAgreeWithEval evaluates all documented expressions with a single evaluator.
func TestEvaluatorsAgreeWithEval(t *testing.T) {
	t.Parallel()
	var e expr.Evaluator
	compared := 0
	for _, row := range golden.Lines[documentedRow](t, "testdata/documented.jsonl") {
		for _, compat := range []expr.Compat{{}, {EagerBranches: true, EmptyStringIsNull: true}} {
			prog, err := expr.Compile(row.Expr, expr.WithCompat(compat))
			if err != nil || prog.Effects()&functions.Random != 0 {
				continue
			}
			env := &expr.Env{Attrs: rowAttributes(t, &row), Clock: clockAt(t, row.Now), Taken: takenFrom(row.Taken)}
			if diff := cmp.Diff(fullOutcome(prog.Eval(env)), fullOutcome(appended(t, &e, prog, env))); diff != "" {
				t.Errorf("%s\n%s (-Eval +Append):\n%s", row.ID, row.Expr, diff)
			}
			compared++
		}
	}
	require.Greater(t, compared, 600)
}

func TestEvaluators(t *testing.T) {
	t.Parallel()
	env := noon(t, attrs{"a": "x", "long": "1234567890", "list": []string{"b", "c"}})
	var e expr.Evaluator
	for _, row := range []struct{ src, want string }{
		{`Append([a], "y")`, `"xy"false`},
		{`Append("", "")`, `""false`},
		{`[a] & [missing]`, `"x"false`},
		{`Redact(Append([a], "y"))`, `"xy"true`},
		{`Append(Redact([a]), "y")`, `"xy"true`},
		{`ToUpper(Redact([a]))`, `"X"true`},
		{`Append([a], "y")`, `"xy"false`}, // redaction of the previous result does not persist
		{`ToUpper([list])`, `["B", "C"]false`},
		{`IIF([a] = "x", IgnoreAttributeFlow, "")`, "ignoreAttributefalse"},
		{`Mid([missing], 1, 1)`, "nullfalse"},
	} {
		prog := expr.MustCompile(row.src)
		require.Equal(t, fullOutcome(prog.Eval(env)), fullOutcome(appended(t, &e, prog, env)), row.src)
		require.Equal(t, row.want, fullOutcome(appended(t, &e, prog, env)), row.src)
	}
	_, err := appended(t, &e, expr.MustCompile(`Append([long], "!")`, expr.WithLimits(expr.Limits{TextBytes: 10})), env)
	require.ErrorIs(t, err, expr.ErrLimit, "each program has its own limits")
	e.Forget()
	v, err := appended(t, &e, expr.MustCompile(`Append([a], "y")`), nil)
	require.NoError(t, err)
	require.Equal(t, "y", v.Text(), "without an environment there are no attributes")
}

// TestEvaluatorsForgetACanceledContext: a regular expression of the next object must not check it.
func TestEvaluatorsForgetACanceledContext(t *testing.T) {
	t.Parallel()
	prog := expr.MustCompile(`Replace([a], , "(?=.*b)a", , "x", , )`) // takes long enough to check the context
	env := func(ctx context.Context) *expr.Env {
		return &expr.Env{Attrs: attrs{"a": strings.Repeat("a", 500)}, Context: ctx}
	}
	ctx, cancel := context.WithCancel(context.Background())
	var e expr.Evaluator
	_, err := appended(t, &e, prog, env(ctx))
	require.NoError(t, err)
	cancel()
	_, err = appended(t, &e, prog, env(nil))
	require.NoError(t, err)
	_, err = appended(t, &e, prog, env(ctx))
	require.ErrorIs(t, err, context.Canceled)
	_, err = appended(t, &e, prog, env(nil))
	require.NoError(t, err)
}

// TestEvaluatorsCompilePatternsOfObjectsAnew: the cost of an evaluation must not depend on the previous one.
func TestEvaluatorsCompilePatternsOfObjectsAnew(t *testing.T) {
	t.Parallel()
	const src = `Replace([a], , [p], , "x", , )`
	env := &expr.Env{Attrs: attrs{"a": "aaa", "p": "^$"}}
	enough := least(t, src, env.Attrs.(attrs), func(n int) expr.Limits { return expr.Limits{RegexSteps: n} })
	var e expr.Evaluator
	_, err := appended(t, &e, expr.MustCompile(src), env)
	require.NoError(t, err)
	_, err = appended(t, &e, expr.MustCompile(src, expr.WithLimits(expr.Limits{RegexSteps: enough - 1})), env)
	require.ErrorIs(t, err, expr.ErrLimit)
}

// A custom function may return an error without the buffer.
func TestEvaluatorsSurviveFunctionsThatDropTheBuffer(t *testing.T) {
	t.Parallel()
	reg, err := functions.Standard().With(functions.Spec{
		Name: "Drop", Summary: "Drops the buffer.", Origin: functions.Custom,
		Append: func(functions.Args, []byte) ([]byte, error) {
			return nil, errors.New("dropped")
		},
	})
	require.NoError(t, err)
	var e expr.Evaluator
	_, err = appended(t, &e, expr.MustCompile(`Drop()`, expr.WithFunctions(reg)), nil)
	require.ErrorContains(t, err, "dropped")
}

func TestEvaluatorsAllocateNothing(t *testing.T) {
	if raceDetector {
		t.Skip("the race detector empties pools")
	}
	env := &expr.Env{Attrs: attrs{"first": "Alex", "last": "Wilber", "phone": "+1 9998887777", "hired": "20150123105347.1Z"}}
	var e expr.Evaluator
	buffer := make([]byte, 0, 256)
	for _, src := range []string{
		`Join("@", NormalizeDiacritics(StripSpaces(Join(".", [first], [last]))), "contoso.com")`,
		`Replace([phone], , "\\+(?<isdCode>\\d* )(?<phoneNumber>\\d{10})", , "${phoneNumber}", , )`,
		`FormatDateTime([hired], , "yyyyMMddHHmmss.fZ", "yyyy-MM-dd")`,
		`Switch([last], "d", "k", "v")`,
		`[first] & " " & [last]`,
	} {
		prog := expr.MustCompile(src)
		require.Zero(t, testing.AllocsPerRun(200, func() {
			if _, _, _, err := e.Append(prog, env, buffer); err != nil {
				panic(err)
			}
		}), src)
	}
}
