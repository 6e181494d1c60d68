package fuzz

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/dev/exprgen"
)

func newGrammar(t testing.TB) *exprgen.Grammar {
	t.Helper()
	g, err := exprgen.New(functions.Standard())
	require.NoError(t, err)
	return g
}

// TestRandomExpressions evaluates random calls of every function with random attributes of every kind. No evaluation may
// panic; it is deterministic and agrees with Explain, with the canonical text, and with eager evaluation if that does not
// fail; failures have codes; texts are valid.
func TestRandomExpressions(t *testing.T) {
	g := newGrammar(t)
	for _, spec := range g.Specs() {
		t.Run(spec.Name, func(t *testing.T) {
			compiled, succeeded := 0, 0
			property := func(t *rapid.T) {
				prog := drawProgram(t, g, spec)
				if prog == nil {
					return
				}
				compiled++
				input := rapid.SliceOfN(rapid.Byte(), 0, 200).Draw(t, "attributes")
				if requireRandomOutcome(t, prog, attributesFor(prog.Attributes(), input, false)) {
					succeeded++
				}
			}
			rapid.Check(t, property)
			require.NotZero(t, compiled, "no call of %s compiled", spec.Name)
			for range 50 { // few random numbers are in range
				if succeeded > 0 || spec.Name == "Error" {
					return
				}
				rapid.Check(t, property)
			}
			t.Errorf("no call of %s succeeded", spec.Name)
		})
	}
}

// drawProgram returns a random call that compiles, or nil if none of ten does: RandomString refuses most constants, and
// most combinations of arguments of Replace are invalid. It requires that Check and Compile agree on each.
func drawProgram(t *rapid.T, g *exprgen.Grammar, spec *functions.Spec) *expr.Program {
	for range 10 {
		src := g.Call(t, spec, rapid.IntRange(1, 4).Draw(t, "depth"), exprgen.Top)
		prog, err := expr.Compile(src, expr.WithLimits(tight))
		require.Equal(t, expr.Check(src, expr.WithLimits(tight)).HasErrors(), err != nil, src)
		if err == nil {
			return prog
		}
	}
	return nil
}

// requireRandomOutcome requires the properties of TestRandomExpressions and reports whether the evaluation succeeded.
func requireRandomOutcome(t *rapid.T, prog *expr.Program, a value.Map) bool {
	src := prog.Source()
	v, err := prog.Eval(world(a, 0))
	requireSound(t, prog, v, err, false)

	again, otherErr := prog.Eval(world(a, 0))
	requireAlike(t, src, v, err, again, otherErr)
	x := prog.Explain(world(a, 0))
	requireAlike(t, src, v, err, x.Value, x.Err)
	requireShown(t, x)
	canonical, compileErr := expr.Compile(prog.String(), expr.WithLimits(tight))
	require.NoError(t, compileErr, src)
	printed, otherErr := canonical.Eval(world(a, 0))
	requireAlike(t, src, v, err, printed, otherErr)
	if prog.Effects()&functions.Random == 0 { // random numbers are drawn in another order
		eager := expr.MustCompile(src, expr.WithLimits(tight), expr.WithCompat(expr.Compat{EagerBranches: true}))
		w, eagerErr := eager.Eval(world(a, 0))
		require.True(t, eagerErr != nil || err == nil && v.Equal(w), "%s: lazily %#v, %v, eagerly %#v", src, v, err, w)
	}
	if prog.Effects() == functions.Pure {
		elsewhere, otherErr := prog.Eval(world(a, 1))
		requireAlike(t, src, v, err, elsewhere, otherErr)
	}
	return err == nil
}

// requireShown requires that the lines of an explanation are not too long, that its JSON is valid, and that it is redacted
// if its value is.
func requireShown(t require.TestingT, x *expr.Explanation) {
	for line := range strings.Lines(x.String()) {
		require.LessOrEqual(t, utf8.RuneCountInString(strings.TrimSuffix(line, "\n")), 80, line)
	}
	data, err := json.Marshal(x)
	require.NoError(t, err)
	require.True(t, json.Valid(data))
	if x.Value.Redacted() {
		require.True(t, x.Root.Redacted, "the value is redacted, but its explanation is not")
	}
}

// TestRandomSecretsAreKept requires that explanations of random calls inside and around Redact do not contain the values
// of attributes.
func TestRandomSecretsAreKept(t *testing.T) {
	g := newGrammar(t)
	compiled := 0
	rapid.Check(t, func(t *rapid.T) {
		spec := rapid.SampledFrom(g.Fitting(0, exprgen.Place{})).Draw(t, "function")
		secret := g.Call(t, spec, rapid.IntRange(1, 3).Draw(t, "depth"), exprgen.Place{})
		around := rapid.SampledFrom([]string{"%s", "Append(%s, \"x\")", "Coalesce(NULL, %s)", "IIF(%s, 1, 2)", "Switch(%s, 1, \"a\", 2)", "%s = \"a\"", "Error(%s)"}).Draw(t, "around")
		prog, err := expr.Compile(fmt.Sprintf(around, "Redact("+secret+")"), expr.WithLimits(tight))
		if err != nil {
			return
		}
		compiled++
		object := value.Map{}
		for _, name := range prog.Attributes() {
			object[name] = rapid.SampledFrom([]any{"zqxjk 1", []string{"zqxjk", "zqxjk zqxjk"}, map[string]any{"value": "zqxjk"}}).Draw(t, name)
		}
		x := prog.Explain(world(object, 0))
		requireShown(t, x)
		data, err := json.Marshal(x)
		require.NoError(t, err)
		for _, shown := range []string{x.String(), string(data)} {
			require.NotContains(t, strings.ToLower(shown), "zqx", prog.Source())
		}
	})
	require.NotZero(t, compiled)
}
