package fuzz

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/dev/exprgen"
	"github.com/attrmap/attrmap/mapping/lint"
)

// FuzzLint: lint never contradicts the language. An expression without errors compiles; a correction parses, and compiles
// if the expression did; operands reported as never equal are not equal for any attributes.
func FuzzLint(f *testing.F) {
	addCases(f)
	f.Fuzz(func(t *testing.T, src string, input []byte) { requireLintAgrees(t, src, input) })
}

// TestRandomLint checks the property of FuzzLint for random calls of every function.
func TestRandomLint(t *testing.T) {
	g := newGrammar(t)
	rapid.Check(t, func(t *rapid.T) {
		spec := rapid.SampledFrom(g.Specs()).Draw(t, "function")
		src := g.Call(t, spec, rapid.IntRange(1, 4).Draw(t, "depth"), exprgen.Top)
		requireLintAgrees(t, src, rapid.SliceOfN(rapid.Byte(), 0, 200).Draw(t, "attributes"))
	})
}

// TestRandomKeys checks the property of FuzzLint for a Switch over random calls of every function, with a single key that
// is not the result of most of them.
func TestRandomKeys(t *testing.T) {
	g := newGrammar(t)
	specs := g.Fitting(0, exprgen.Place{})
	keys := append(exprgen.Texts(), "True", "true", "1", "-1", "10", "abc", "ABC", "a b", "é", "2026-01-15", "2026")
	rapid.Check(t, func(t *rapid.T) {
		subject := g.Call(t, rapid.SampledFrom(specs).Draw(t, "function"), rapid.IntRange(1, 3).Draw(t, "depth"), exprgen.Place{})
		src := "Switch(" + subject + ", , " + syntax.QuoteText(rapid.SampledFrom(keys).Draw(t, "key")) + `, "met")`
		requireLintAgrees(t, src, rapid.SliceOfN(rapid.Byte(), 0, 200).Draw(t, "attributes"))
	})
}

func requireLintAgrees(t require.TestingT, src string, input []byte) {
	found := lint.Expression(src, lint.Use{}, lint.Options{})
	prog, err := expr.Compile(src)
	if err != nil {
		require.True(t, found.HasErrors(), "%q: lint reports no error, but it does not compile: %v", src, err)
	}
	for _, finding := range found {
		if finding.Fix == "" {
			continue
		}
		_, fixErr := syntax.Parse(finding.Fix)
		if fixErr == nil && err == nil {
			_, fixErr = expr.Compile(finding.Fix)
		}
		require.NoError(t, fixErr, "%s corrects %q to %q", finding.Code, src, finding.Fix)
	}
	if err != nil {
		return
	}
	input, raw := split(input)
	env := world(attributesFor(prog.Attributes(), input, raw), 0)
	for _, finding := range found {
		if lint.Lookup(string(finding.Code)).Name == "never-equal" {
			requireNeverEqual(t, prog, finding.Offset, env)
		}
	}
}

// requireNeverEqual evaluates the comparison or the pair of Switch that a finding at an offset reports. It skips attributes,
// because lint's conclusions from their names do not hold for the values that they have here.
func requireNeverEqual(t require.TestingT, prog *expr.Program, offset int, env *expr.Env) {
	for n := range syntax.Nodes(prog.Tree()) {
		switch n := n.(type) {
		case *syntax.Compare:
			if (n.Left.Span().Start == offset || n.Right.Span().Start == offset) && !isAttribute(n.Left) && !isAttribute(n.Right) {
				requireNot(t, value.Boolean(n.Op == value.Equal), n, env)
			}
		case *syntax.Call:
			for i := 2; i+1 < len(n.Args); i += 2 {
				if n.Name == "Switch" && n.Args[i].Span().Start == offset && !isAttribute(n.Args[0]) {
					pair := &syntax.Call{Name: n.Name, Args: []syntax.Node{n.Args[0], &syntax.String{Value: "no"}, n.Args[i], &syntax.String{Value: "yes"}}}
					requireNot(t, value.String("yes"), pair, env)
				}
			}
		}
	}
}

func isAttribute(n syntax.Node) bool {
	_, ok := n.(*syntax.Attribute)
	return ok
}

func requireNot(t require.TestingT, unwanted value.Value, n syntax.Node, env *expr.Env) {
	prog, err := expr.Compile(syntax.Format(n), expr.WithLimits(tight))
	if err != nil {
		return
	}
	v, err := prog.Eval(env)
	require.True(t, err != nil || !v.Equal(unwanted), "lint reports that %s is never equal, but it returns %#v for %#v", syntax.Format(n), v, env.Attrs)
}
