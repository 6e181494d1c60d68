package graph_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/functions"
)

func TestExportsAreWrittenInTheCanonicalForm(t *testing.T) {
	t.Parallel()
	for _, name := range exports {
		doc := load(t, name)
		before := save(t, doc)
		changed, found := doc.RewriteExpressions(syntax.Format)
		require.Empty(t, found, name)
		require.Zero(t, changed, name)
		require.Equal(t, before, save(t, doc), name)
	}
}

func TestRewritingExpressionsKeepsTrees(t *testing.T) {
	t.Parallel()
	for _, name := range exports {
		doc := load(t, name)
		changed, found := doc.RewriteExpressions(syntax.Minimal)
		require.Empty(t, found, name)
		require.NotZero(t, changed, name)
		short := loadText(t, save(t, doc))
		for i, m := range load(t, name).ObjectMappings() {
			for j, a := range m.AttributeMappings() {
				want, got := a.Source(), short.ObjectMappings()[i].AttributeMappings()[j].Source()
				if want == nil {
					require.Nil(t, got)
					continue
				}
				wantTree, wantFound := want.Node(functions.Standard())
				gotTree, gotFound := got.Node(functions.Standard())
				require.True(t, syntax.Equal(wantTree, gotTree), "%s and %s", want.Expression, got.Expression)
				require.Equal(t, len(wantFound), len(gotFound))
				require.Empty(t, cmp.Diff(want.Parameters, got.Parameters))
			}
		}
		changed, _ = doc.RewriteExpressions(syntax.Format)
		require.NotZero(t, changed)
		require.Equal(t, save(t, load(t, name)), save(t, doc), "formatting undoes shortening in %s", name)
	}
}

func TestRewritingChangesOnlyTexts(t *testing.T) {
	t.Parallel()
	const text = `{"attributeMappings": [
  {"targetAttributeName": "a", "source": {"Expression": "Join( \"\\u002d\",[x],Trim( [y] ))", "type": "function", "parameters": [
    {"key": "source", "value": {"expression": "Trim( [y] )", "name": "Trim", "type": "Function", "parameters": []}}]}},
  {"targetAttributeName": "b", "source": {"expression": "\u0054rim([x])"}},
  {"targetAttributeName": "c", "source": {"expression": "not an expression", "name": "x", "type": "Constant"}},
  {"targetAttributeName": "d", "source": {"expression": null, "name": "%DomainFQDN%", "type": "Constant"}},
  {"targetAttributeName": "e", "source": null}
]}`
	doc := loadText(t, text)
	changedTexts, found := doc.RewriteExpressions(syntax.Format)
	require.Empty(t, found)
	require.Equal(t, 1, changedTexts)
	require.Equal(t, []string{
		`-  {"targetAttributeName": "a", "source": {"Expression": "Join( \"\\u002d\",[x],Trim( [y] ))", "type": "function", "parameters": [`,
		`+  {"targetAttributeName": "a", "source": {"Expression": "Join(\"\\\\u002d\", [x], Trim([y]))", "type": "function", "parameters": [`,
	}, changed(text, save(t, doc)))
}

func TestMalformedExpressionsAreNotRewritten(t *testing.T) {
	t.Parallel()
	const text = `[
  {"targetAttributeName": "a", "source": {"expression": "Trim( [x] )", "type": "Function"}},
  {"targetAttributeName": "b", "source": {"expression": "Join(\"-\", [x]", "type": "Function"}}
]`
	doc := loadText(t, text)
	_, found := doc.RewriteExpressions(syntax.Format)
	require.Len(t, found, 1)
	require.Equal(t, "missing-parenthesis", string(found[0].Code))
	require.Equal(t, "b", found[0].Target)
	require.Equal(t, "[1].source.expression", found[0].Path.String())
	require.Equal(t, 3, found[0].Line)
	require.Equal(t, 73, found[0].Column, "the escapes of JSON count in the file, and not in the expression")
	require.Equal(t, text, save(t, doc))
}
