package expr_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/codes"
)

// planted must not be in any output, in whatever form: in another case, as part of a text or of a list.
const planted = "Pl4nted"

func requireNothingPlanted(t *testing.T, src, text string) {
	t.Helper()
	require.NotContains(t, strings.ToLower(text), strings.ToLower(planted), src)
}

// plantedValues are values of many kinds that contain planted.
func plantedValues() []any {
	return []any{
		planted, "\"" + planted + "\" '" + planted + "' `" + planted, []string{planted, "'" + planted}, map[string]any{"value": planted, "id": planted},
		"(" + planted, value.Reference(planted), []any{map[string]any{"value": planted}, planted}, []byte(planted),
	}
}

// allOf returns the messages of an error and of all errors that it wraps.
func allOf(err error) string {
	var b strings.Builder
	for ; err != nil; err = errors.Unwrap(err) {
		fmt.Fprintf(&b, "%v %+v %#v\n", err, err, err)
	}
	return b.String()
}

// requireNothingTold evaluates and explains an expression, and requires that no output contains planted.
func requireNothingTold(t *testing.T, prog *expr.Program, env *expr.Env) {
	t.Helper()
	src := prog.Source()
	_, err := prog.Eval(env)
	requireNothingPlanted(t, src, allOf(err))
	x := prog.Explain(env)
	requireNothingPlanted(t, src, x.String())
	data, err := json.Marshal(x)
	require.NoError(t, err)
	requireNothingPlanted(t, src, string(data))
	requireNothingPlanted(t, src, allOf(x.Err))
}

func requireHidden(t *testing.T, prog *expr.Program, a attrs) {
	t.Helper()
	env := workerEnv(1)
	env.Attrs = a
	env.Taken = func(_ context.Context, _, candidate string) (bool, error) {
		return false, fmt.Errorf("cannot look up %s", candidate)
	}
	requireNothingTold(t, prog, env)
}

// TestNoFunctionRevealsHiddenValues passes planted as each argument of every function, as an attribute and as a constant.
func TestNoFunctionRevealsHiddenValues(t *testing.T) {
	t.Parallel()
	for spec := range functions.Standard().All() {
		for _, example := range spec.Examples {
			tree, err := syntax.Parse(example.Expr)
			if err != nil {
				continue
			}
			call, ok := tree.Root.(*syntax.Call)
			if !ok {
				continue
			}
			for i := range call.Args {
				args := call.Args
				call.Args = append(append(append([]syntax.Node{}, args[:i]...), &syntax.Attribute{Name: "planted"}), args[i+1:]...)
				src := syntax.Format(call)
				call.Args[i] = &syntax.String{Value: planted}
				constant := syntax.Format(call)
				call.Args = args
				if prog, err := expr.Compile(src, expr.WithHiddenValues()); err == nil {
					for _, v := range plantedValues() {
						a := attrs{"planted": v}
						for name, other := range example.Attrs {
							a[name] = other
						}
						requireHidden(t, prog, a)
					}
				}
				if prog, err := expr.Compile(constant, expr.WithHiddenValues()); err == nil {
					requireHidden(t, prog, example.Attrs)
				}
			}
		}
	}
}

func TestNoOperatorRevealsHiddenValues(t *testing.T) {
	t.Parallel()
	for _, src := range []string{
		`[planted]`, `[planted] & "-"`, `"x" & [planted]`, `[planted] > 5`, `5 < [planted]`, `[planted] = "Pl4nted"`, `IIF([planted]="Pl4nted", "Pl4nted", [planted])`,
		`Switch([planted], [planted], "Pl4nted", Error([planted]))`, `Error("Pl4nted")`, `Switch([planted], "Pl4nted", "a", "b")`,
		`Replace([planted], , [planted], , "x", , )`, `FormatDateTime([planted], , [planted], "yyyy")`, `FormatDateTime("x", , "'Pl4nted'", "yyyy")`,
	} {
		prog := expr.MustCompile(src, expr.WithHiddenValues())
		for _, v := range plantedValues() {
			requireHidden(t, prog, attrs{"planted": v})
		}
	}
}

// TestRedactHidesWithoutTheOption: errors and explanations of an expression with Redact contain no values even without the option.
func TestRedactHidesWithoutTheOption(t *testing.T) {
	t.Parallel()
	for _, src := range []string{
		`Redact([planted])`, `CDate(Redact([planted]))`, `Append(Redact([planted]), [planted])`, `Error(Redact([planted]))`, `Redact([planted]) & [planted]`,
		`FormatDateTime(Redact([planted]), , [planted], "yyyy")`, `Redact([planted]) > 5`, `Replace(Redact([planted]), , [planted], , "x", , )`,
		`SelectUniqueValue(Redact([planted]), "x")`, `IIF(Redact([planted])="x", "y", [planted])`,
	} {
		for _, v := range plantedValues() {
			prog := expr.MustCompile(src)
			env := &expr.Env{Attrs: attrs{"planted": v}, Taken: func(_ context.Context, _, c string) (bool, error) { return false, errors.New(c) }}
			requireNothingTold(t, prog, env)
		}
	}
}

// loose is a custom function whose errors contain its argument.
func loose(t *testing.T) expr.Option {
	t.Helper()
	reg, err := functions.Standard().With(functions.Spec{
		Name: "Loose", Summary: "Fails.", Evidence: functions.Assumed, Source: "none",
		Params:   []functions.Param{{Name: "source", Doc: "what to repeat"}},
		Examples: []functions.Example{{Expr: `Loose("x")`, WantError: "conversion"}},
		Eval: func(a functions.Args) (value.Value, error) {
			text, _ := a.Text(0)
			return value.Absent, fmt.Errorf("cannot process %s: %w", text, context.DeadlineExceeded)
		},
	})
	require.NoError(t, err)
	return expr.WithFunctions(reg)
}

func TestErrorsOfCustomFunctionsAreNotQuoted(t *testing.T) {
	t.Parallel()
	requireHidden(t, expr.MustCompile(`Loose([planted])`, loose(t), expr.WithHiddenValues()), attrs{"planted": planted})
	failed := evalError(t, `Loose([planted])`, attrs{"planted": planted}, loose(t), expr.WithHiddenValues())
	require.Equal(t, "Loose: the function fails at 1:1", failed.Error())
	require.ErrorIs(t, failed, context.DeadlineExceeded)
	require.ErrorContains(t, evalError(t, `Loose([planted])`, attrs{"planted": planted}, loose(t)), planted)
}

func TestHiddenErrorsKeepCodeAndPlace(t *testing.T) {
	t.Parallel()
	for src, want := range map[string]string{
		`ToLower(Mid([name], [planted], 1))`:                `Mid: start: want a whole number, got a string at 1:21 [attribute planted]`,
		`FormatDateTime([planted], , "yyyy-MM-dd", "yyyy")`: `FormatDateTime: source: want a date in the input format "…": not a recognized date at 1:16 [attribute planted]`,
	} {
		_, err := expr.MustCompile(src, expr.WithHiddenValues()).Eval(&expr.Env{Attrs: attrs{"planted": planted, "name": "Alex"}})
		require.EqualError(t, err, want)
	}
	limited := evalError(t, `Join("", [planted], [planted])`, attrs{"planted": planted}, expr.WithLimits(expr.Limits{TextBytes: 8}), expr.WithHiddenValues())
	require.ErrorIs(t, limited, expr.ErrLimit)
	var limit *diag.LimitError
	require.ErrorAs(t, limited, &limit)
	require.Equal(t, codes.LimitTextBytes, limit.Limit)
}

func TestAHiddenExplanationShowsOnlyBranches(t *testing.T) {
	t.Parallel()
	prog := expr.MustCompile(`IIF([planted]="Pl4nted", Mid([planted], 1, 3), [missing])`, expr.WithHiddenValues())
	x := prog.Explain(&expr.Env{Attrs: attrs{"planted": planted}})
	require.Equal(t, `IIF([planted]=…, Mid([planted], …, …), [missing]) = [hidden] (string)
  condition: [planted]=… = [hidden] (boolean)
    [planted] = [hidden] (string)
  valueIfTrue: Mid([planted], …, …) = [hidden] (string)
    source: [planted] = [hidden] (string)
    start: …
    length: …
  valueIfFalse: [missing] (not evaluated)
evidence: documented IIF, Mid
`, x.String())
	require.Equal(t, "Pl4", x.Value.Text(), "the caller gets the value")
}
