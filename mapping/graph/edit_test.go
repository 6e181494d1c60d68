package graph_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/mapping/graph"
)

// changed returns the lines that differ, the old ones with -, the new ones with +.
func changed(before, after string) []string {
	old, now := strings.Split(before, "\n"), strings.Split(after, "\n")
	for len(old) > 0 && len(now) > 0 && old[0] == now[0] {
		old, now = old[1:], now[1:]
	}
	for len(old) > 0 && len(now) > 0 && old[len(old)-1] == now[len(now)-1] {
		old, now = old[:len(old)-1], now[:len(now)-1]
	}
	var out []string
	for _, line := range old {
		out = append(out, "-"+strings.TrimRight(line, "\r"))
	}
	for _, line := range now {
		out = append(out, "+"+strings.TrimRight(line, "\r"))
	}
	return out
}

func TestEditsChangeOnlyTheirMembers(t *testing.T) {
	t.Parallel()
	source, err := graph.ParseSource(`Trim([x])`, functions.Standard())
	require.NoError(t, err)
	for _, row := range []struct {
		name string
		text string
		edit func(d *graph.Document) error
		want []string
	}{
		{
			"a value in place", "{\n  \"name\": \"a\",\n  \"objectMappings\": []\n}",
			func(d *graph.Document) error { return d.Rules()[0].Set("name", `b "c" <d>`) },
			[]string{`-  "name": "a",`, `+  "name": "b \"c\" <d>",`},
		},
		{
			"null", "{\n  \"name\": \"a\",\n  \"objectMappings\": []\n}",
			func(d *graph.Document) error { return d.Rules()[0].Set("name", nil) },
			[]string{`-  "name": "a",`, `+  "name": null,`},
		},
		{
			"a new member is added last", "{\r\n    \"objectMappings\" : []\r\n}\r\n",
			func(d *graph.Document) error { return d.Rules()[0].Set("priority", 2) },
			[]string{`-    "objectMappings" : []`, `+    "objectMappings" : [],`, `+    "priority" : 2`},
		},
		{
			"a new member in PowerShell's case", "{\n \"ObjectMappings\":  []\n}",
			func(d *graph.Document) error { return d.Rules()[0].Set("editable", false) },
			[]string{`- "ObjectMappings":  []`, `+ "ObjectMappings":  [],`, `+ "Editable":  false`},
		},
		{
			"a member in another case keeps its name", "{\n \"ObjectMappings\": [],\n \"NAME\": null\n}",
			func(d *graph.Document) error { return d.Rules()[0].Set("name", "x") },
			[]string{`- "NAME": null`, `+ "NAME": "x"`},
		},
		{
			"a source, whose unknown members stay", `{"targetAttributeName": "a", "source": {"name": "b", "new": 1, "type": "Attribute", "expression": "[b]"}}`,
			func(d *graph.Document) error {
				return d.ObjectMappings()[0].AttributeMappings()[0].SetSource(&graph.Source{Type: "Constant", Name: "%DomainFQDN%"})
			},
			[]string{
				`-{"targetAttributeName": "a", "source": {"name": "b", "new": 1, "type": "Attribute", "expression": "[b]"}}`,
				`+{"targetAttributeName": "a", "source": {"name": "%DomainFQDN%", "new": 1, "type": "Constant", "expression": null, "parameters": []}}`,
			},
		},
		{
			"a source where there was none", `{"targetAttributeName":"a","source":null}`,
			func(d *graph.Document) error {
				return d.ObjectMappings()[0].AttributeMappings()[0].SetSource(source)
			},
			[]string{
				`-{"targetAttributeName":"a","source":null}`,
				`+{"targetAttributeName":"a","source":{"expression":"Trim([x])","name":"Trim","type":"Function","parameters":[{"key":"source","value":{"expression":"[x]","name":"x","type":"Attribute","parameters":[]}}]}}`,
			},
		},
		{
			"the source removed", `{"targetAttributeName":"a","source":{"name":"b"}}`,
			func(d *graph.Document) error {
				return d.ObjectMappings()[0].AttributeMappings()[0].SetSource(nil)
			},
			[]string{`-{"targetAttributeName":"a","source":{"name":"b"}}`, `+{"targetAttributeName":"a","source":null}`},
		},
	} {
		doc := loadText(t, row.text)
		require.NoError(t, row.edit(doc), row.name)
		if diff := cmp.Diff(row.want, changed(row.text, save(t, doc))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", row.name, diff)
		}
		loadText(t, save(t, doc))
	}
}

func TestSetRefusesWrongKinds(t *testing.T) {
	t.Parallel()
	const text = `{"objectMappings": [], "name": "r"}`
	doc := loadText(t, text)
	rule := doc.Rules()[0]
	require.ErrorContains(t, rule.Set("name", 5), `set "name": want a string, got a number "5"`)
	require.ErrorContains(t, rule.Set("priority", "high"), `want a whole number, got a string "high"`)
	require.ErrorContains(t, rule.Set("metadata", []int{1}), `want an object, got a number "1"`)
	require.ErrorContains(t, rule.Set("x", func() {}), `unsupported type`)
	require.Error(t, rule.Set("", "x"))
	require.Equal(t, text, save(t, doc), "nothing is changed")
}
