package fuzz

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/dev/exprgen"
	"github.com/attrmap/attrmap/mapping/graph"
)

// TestTextsSurviveTrees sends random expressions with empty arguments, numbers, words and tokens anywhere through a schema: the same expression
// comes back, and nothing is found. With the text that the service writes, in which the places of tokens are empty, the value is the
// same, or a finding says that it may not be.
func TestTextsSurviveTrees(t *testing.T) {
	g := newGrammar(t)
	specs := g.Specs()
	var kept, evaluated, unsure int
	rapid.Check(t, func(t *rapid.T) {
		src := g.Call(t, rapid.SampledFrom(specs).Draw(t, "function"), rapid.IntRange(1, 3).Draw(t, "depth"), exprgen.Top)
		if rapid.IntRange(0, 2).Draw(t, "a Switch") == 0 {
			src = "Switch([a], " + strings.Repeat(", ", 2*rapid.IntRange(1, 3).Draw(t, "pairs")) + `"k")`
		}
		tree, err := syntax.Parse(src)
		require.NoError(t, err, src)
		root := holed(t, tree.Root, true)
		if tree, err = syntax.Parse(syntax.Format(root)); err != nil {
			return // a call of one argument, which is empty, has none
		}
		root = tree.Root
		source, err := graph.ParseSource(syntax.Format(root), functions.Standard())
		require.NoError(t, err)
		back, found := throughSchema(t, source)
		require.Empty(t, found, "%s as %s", syntax.Format(root), source.Expression)
		require.Equal(t, syntax.Format(root), back)
		kept++

		short := syntax.Format(withoutTokens(root))
		if _, err := syntax.Parse(short); err != nil || short == source.Expression || source.Type != graph.TypeFunction {
			return
		}
		source.Expression = short
		back, found = throughSchema(t, source)
		if len(found) > 0 {
			require.Contains(t, found[0].Message.String(), "the text does not show in which of its empty places", "%s as %s", syntax.Format(root), short)
			unsure++
			return
		}
		if requireSameOutcome(t, syntax.Format(root), back) {
			evaluated++
		}
	})
	t.Logf("%d expressions came back, %d of them without tokens in the text and evaluated; %d texts were unsure", kept, evaluated, unsure)
	require.NotZero(t, kept)
}

// holed returns a copy of n in which some arguments are empty, tokens, numbers and words.
func holed(t *rapid.T, n syntax.Node, top bool) syntax.Node {
	if dice := rapid.IntRange(0, 39).Draw(t, "dice"); dice < 8 {
		switch {
		case dice < 3:
			return &syntax.Token{Name: "DomainFQDN"}
		case dice < 5:
			return rapid.SampledFrom([]syntax.Node{
				&syntax.Number{Text: "&HF7", Int: 0xF7, IsInt: true}, &syntax.Number{Text: "1.5"}, &syntax.Number{Text: "7", Int: 7, IsInt: true},
			}).Draw(t, "number")
		case dice == 5:
			return &syntax.Word{Name: rapid.SampledFrom([]string{"NULL", "True", "IgnoreAttributeFlow", "vbTextCompare"}).Draw(t, "word")}
		case !top:
			return &syntax.Omitted{}
		}
	}
	switch n := n.(type) {
	case *syntax.Call:
		args := make([]syntax.Node, len(n.Args))
		for i, arg := range n.Args {
			args[i] = holed(t, arg, false)
		}
		return &syntax.Call{Name: n.Name, Args: args}
	case *syntax.Compare:
		return &syntax.Compare{Op: n.Op, Left: holed(t, n.Left, true), Right: holed(t, n.Right, true)}
	default:
		return n
	}
}

// withoutTokens returns a copy of n in which the tokens among the arguments of calls are empty, as in texts of the service.
func withoutTokens(n syntax.Node) syntax.Node {
	switch n := n.(type) {
	case *syntax.Call:
		args := make([]syntax.Node, len(n.Args))
		for i, arg := range n.Args {
			if args[i] = withoutTokens(arg); isToken(arg) {
				args[i] = &syntax.Omitted{}
			}
		}
		return &syntax.Call{Name: n.Name, Args: args}
	case *syntax.Compare:
		return &syntax.Compare{Op: n.Op, Left: withoutTokens(n.Left), Right: withoutTokens(n.Right)}
	default:
		return n
	}
}

func isToken(n syntax.Node) bool {
	_, ok := n.(*syntax.Token)
	return ok
}

// throughSchema returns the expression of a mapping with that source in a schema, and the findings about it.
func throughSchema(t *rapid.T, source *graph.Source) (expression string, found diag.List) {
	text, err := json.Marshal(source)
	require.NoError(t, err)
	schema := `{"objectMappings": [{"attributeMappings": [{"targetAttributeName": "t", "flowType": "Always", "source": ` + string(text) + `}]}]}`
	doc, err := graph.Load(strings.NewReader(schema), graph.Limits{})
	require.NoError(t, err)
	converted := doc.ObjectMappings()[0].Convert(nil)
	switch m := converted.Set.Mappings[0]; {
	case m.From != "":
		return syntax.Format(&syntax.Attribute{Name: m.From}), converted.Findings
	case m.Constant != "":
		return syntax.QuoteText(m.Constant), converted.Findings
	default:
		return m.Expression, converted.Findings
	}
}

// requireSameOutcome requires that two expressions compile alike and give the same value. It reports whether they were evaluated.
func requireSameOutcome(t *rapid.T, a, b string) bool {
	one, err := expr.Compile(a, expr.WithLimits(tight))
	other, otherErr := expr.Compile(b, expr.WithLimits(tight))
	require.Equal(t, err != nil, otherErr != nil, "%s and %s: %v, %v", a, b, err, otherErr)
	if err != nil || one.Effects()&functions.Random != 0 {
		return false
	}
	object := value.Map{}
	for _, name := range one.Attributes() {
		object[name] = rapid.SampledFrom([]any{"k", "contoso.com", "", "247", []string{"a", "b"}}).Draw(t, name)
	}
	v, err := one.Eval(world(object, 0))
	w, otherErr := other.Eval(world(object, 0))
	requireAlike(t, a+" and "+b, v, err, w, otherErr)
	return true
}
