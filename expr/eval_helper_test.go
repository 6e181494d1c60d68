package expr_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/value"
)

// attrs are the attributes of one source object.
type attrs = value.Map

// clockAt returns a clock that always returns at; "" is noon on 2025-07-30, UTC.
func clockAt(t testing.TB, text string) func() time.Time {
	t.Helper()
	at := time.Date(2025, 7, 30, 12, 0, 0, 0, time.UTC)
	if text != "" {
		var err error
		at, err = time.Parse(time.RFC3339, text)
		require.NoError(t, err)
	}
	return func() time.Time { return at }
}

// takenFrom returns a uniqueness check for which the values are taken, ignoring case.
func takenFrom(values []string) func(context.Context, string, string) (bool, error) {
	return func(_ context.Context, _, candidate string) (bool, error) {
		return slices.ContainsFunc(values, func(v string) bool { return strings.EqualFold(v, candidate) }), nil
	}
}

// evaluate compiles src and evaluates it for one object at noon on 2025-07-30.
func evaluate(t testing.TB, src string, a value.Attributes, opts ...expr.Option) (value.Value, error) {
	t.Helper()
	prog, err := expr.Compile(src, opts...)
	require.NoError(t, err, src)
	return prog.Eval(noon(t, a))
}

// noon returns an environment with an object, in which it is noon on 2025-07-30 and no value is taken.
func noon(t testing.TB, a value.Attributes) *expr.Env {
	t.Helper()
	return &expr.Env{Attrs: a, Clock: clockAt(t, ""), Taken: takenFrom(nil)}
}

// outcome returns a result as one line for a table: a text in quotes, a list in brackets, any other value with its kind, and
// a failure as its code.
func outcome(v value.Value, err error) string {
	var bad *expr.Diagnostics
	var failed *expr.EvalError
	switch {
	case errors.As(err, &bad):
		return "does not compile: " + string(bad.List.Errors()[0].Code)
	case errors.As(err, &failed):
		return "fails: " + string(failed.Code)
	case err != nil:
		return "fails without a code: " + err.Error()
	case v.IsNull():
		return "null"
	}
	return shown(v)
}

func shown(v value.Value) string {
	switch v.Kind() {
	case value.KindString:
		return `"` + v.Text() + `"`
	case value.KindList:
		members, _ := v.AsList()
		texts := make([]string, len(members))
		for i, m := range members {
			texts[i] = outcome(m, nil)
		}
		return "[" + strings.Join(texts, ", ") + "]"
	case value.KindIgnoreAttribute, value.KindIgnoreObject:
		return v.Kind().String()
	default:
		return v.Kind().String() + " " + v.Text()
	}
}

// sentence is an expression, the object for which it is evaluated, and the outcome.
type sentence struct {
	src  string
	with attrs
	want string
}

func requireSentences(t *testing.T, rows []sentence, opts ...expr.Option) {
	t.Helper()
	for _, row := range rows {
		t.Run(row.src, func(t *testing.T) {
			prog, err := expr.Compile(row.src, opts...)
			if err != nil {
				require.Equal(t, row.want, outcome(value.Absent, err), "%v", err)
				return
			}
			v, err := prog.Eval(noon(t, row.with))
			require.Equal(t, row.want, outcome(v, err), "with %v: %v", row.with, err)
		})
	}
}
