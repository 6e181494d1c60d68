package functions_test

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/call"
)

// given is an argument with a known value.
type given struct{ v value.Value }

func (g given) Eval(*call.Context) (value.Value, error) { return g.v, nil }

func (g given) AppendText(c *call.Context, dst []byte) ([]byte, call.Form, error) {
	return c.AppendValue(dst, g.v)
}

// omitted represents an omitted argument in a list of arguments.
type omitted struct{}

// noon is the time in evaluations that have a clock.
func noon() time.Time { return time.Date(2025, 7, 30, 12, 0, 0, 0, time.UTC) }

// prepareCall compiles a call. If constant is set, Prepare sees the values of the arguments.
func prepareCall(t testing.TB, constant bool, name string, args []any) (call.Call, []diag.Finding) {
	t.Helper()
	spec, nodes, p := parts(t, constant, name, args)
	var state any
	if spec.Prepare != nil {
		state = spec.Prepare(p)
	}
	var found []diag.Finding
	for _, f := range p.Findings() {
		found = append(found, f)
	}
	return functions.Bind(spec, nodes, state, 0), found
}

// parts returns a function and the arguments of a call, for the evaluation and for Prepare.
func parts(t testing.TB, constant bool, name string, args []any) (*functions.Spec, []call.Arg, *functions.Preparation) {
	t.Helper()
	spec, exact := functions.Standard().Lookup(name)
	require.True(t, exact, "no function %s", name)
	nodes := make([]call.Arg, len(args))
	p := &functions.Preparation{Args: make([]functions.Constant, len(args))}
	for i, arg := range args {
		if _, left := arg.(omitted); left {
			continue
		}
		v, err := value.Of(arg)
		require.NoError(t, err)
		nodes[i] = given{v}
		p.Args[i] = functions.Constant{Present: true, Known: constant, Value: v}
	}
	return spec, nodes, p
}

func newContext(env *functions.Env) *call.Context {
	c := call.NewContext(call.Limits{}, call.Compat{})
	c.Reset((*call.Env)(env))
	return c
}

// outcome returns the result of a call as one line: its kind and text, or the code of its error.
func outcome(v value.Value, err error) string {
	var failed *call.Error
	switch {
	case errors.As(err, &failed):
		return "error " + string(failed.Code)
	case err != nil:
		return "error without a code: " + err.Error()
	case v.IsNull():
		return "null"
	}
	return v.Kind().String() + " " + v.Text()
}

// evaluate returns the outcome of a call whose arguments are not constant.
func evaluate(t testing.TB, env *functions.Env, name string, args ...any) string {
	t.Helper()
	bound, _ := prepareCall(t, false, name, args)
	return outcome(bound.Eval(newContext(env)))
}

// evaluateBoth returns the outcome of a call, and requires that it is the same with constant arguments.
func evaluateBoth(t testing.TB, env *functions.Env, name string, args ...any) string {
	t.Helper()
	dynamic := evaluate(t, env, name, args...)
	bound, _ := prepareCall(t, true, name, args)
	require.Equal(t, dynamic, outcome(bound.Eval(newContext(env))), "constant arguments must have the same outcome")
	return dynamic
}

// complaint returns the severity and code of the finding for constant arguments, or "" if there is none.
func complaint(t testing.TB, name string, args ...any) string {
	t.Helper()
	_, findings := prepareCall(t, true, name, args)
	if len(findings) == 0 {
		return ""
	}
	require.Len(t, findings, 1)
	d := findings[0]
	require.NotEmpty(t, d.Message)
	return d.Severity.String() + " " + string(d.Code)
}
