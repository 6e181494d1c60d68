package expr_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
)

// TestExamplesOfFunctions executes the examples of the reference.
func TestExamplesOfFunctions(t *testing.T) {
	t.Parallel()
	for spec := range functions.Standard().All() {
		for i := range spec.Examples {
			example := &spec.Examples[i]
			t.Run(spec.Name+"/"+example.Expr, func(t *testing.T) {
				v, err := evaluateExample(t, example)
				if example.WantError != "" {
					require.Equal(t, example.WantError, failureCode(err), "got %#v, %v", v, err)
					return
				}
				require.NoError(t, err)
				requireExampleValue(t, example, v)
			})
		}
	}
}

// TestExamplesShowWhatNullMeans: every function with parameters has an example with a null, empty or omitted argument.
func TestExamplesShowWhatNullMeans(t *testing.T) {
	t.Parallel()
	for spec := range functions.Standard().All() {
		shown := len(spec.Params) == 0
		for i := range spec.Examples {
			shown = shown || showsNull(t, spec, &spec.Examples[i])
		}
		require.True(t, shown, "%s has no example with null", spec.Name)
	}
}

func showsNull(t *testing.T, spec *functions.Spec, example *functions.Example) bool {
	t.Helper()
	tree, err := syntax.Parse(example.Expr)
	require.NoError(t, err)
	for n := range syntax.Nodes(tree.Root) {
		switch n := n.(type) {
		case *syntax.Omitted:
			return true
		case *syntax.Call:
			if n.Name == spec.Name && len(n.Args) < len(spec.Params) {
				return true
			}
		case *syntax.Attribute:
			path := value.ParsePath(n.Name)
			if example.Attrs.Attribute(&path).IsNullOrEmpty() {
				return true
			}
		}
	}
	return false
}

func evaluateExample(t *testing.T, example *functions.Example) (value.Value, error) {
	t.Helper()
	prog, err := expr.Compile(example.Expr)
	if err != nil {
		return value.Absent, err
	}
	return prog.Eval(&expr.Env{
		Attrs: example.Attrs, Clock: clockAt(t, example.Now), Taken: takenFrom(example.Taken), DefaultDomain: example.Domain,
	})
}

func requireExampleValue(t *testing.T, example *functions.Example, v value.Value) {
	t.Helper()
	if example.WantKind != "" {
		require.Equal(t, example.WantKind, v.Kind().String())
		if v.Kind().IsSignal() {
			return
		}
	}
	if example.Want == nil {
		require.True(t, v.IsNull(), "want null, got %#v", v)
		return
	}
	require.False(t, v.IsNull(), "got null")
	if diff := cmp.Diff(example.Want, v.Strings()); diff != "" {
		t.Error(diff)
	}
}

// failureCode returns the code of the first error of an expression that does not compile, or of a failed evaluation.
func failureCode(err error) string {
	var bad *expr.Diagnostics
	var failed *expr.EvalError
	switch {
	case errors.As(err, &bad):
		return string(bad.List.Errors()[0].Code)
	case errors.As(err, &failed):
		return string(failed.Code)
	}
	return ""
}
