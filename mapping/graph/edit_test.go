package graph_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/graph"
)

// changed gives the lines that differ, the old ones with -, the new ones with +.
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

func TestEditsTouchTheirMembersAlone(t *testing.T) {
	source, err := graph.ParseSource(`Trim([x])`, functions.Standard())
	require.NoError(t, err)
	for _, row := range []struct {
		name string
		text string
		edit func(t *testing.T, d *graph.Document) error
		want []string
	}{
		{
			"a value in place", "{\n  \"name\": \"a\",\n  \"objectMappings\": []\n}",
			func(_ *testing.T, d *graph.Document) error { return d.Rules()[0].Set("name", `b "c" <d>`) },
			[]string{`-  "name": "a",`, `+  "name": "b \"c\" <d>",`},
		},
		{
			"null", "{\n  \"name\": \"a\",\n  \"objectMappings\": []\n}",
			func(_ *testing.T, d *graph.Document) error { return d.Rules()[0].Set("name", nil) },
			[]string{`-  "name": "a",`, `+  "name": null,`},
		},
		{
			"a new member comes last", "{\r\n    \"objectMappings\" : []\r\n}\r\n",
			func(_ *testing.T, d *graph.Document) error { return d.Rules()[0].Set("priority", 2) },
			[]string{`-    "objectMappings" : []`, `+    "objectMappings" : [],`, `+    "priority" : 2`},
		},
		{
			"a new member in PowerShell's case", "{\n \"ObjectMappings\":  []\n}",
			func(_ *testing.T, d *graph.Document) error { return d.Rules()[0].Set("editable", false) },
			[]string{`- "ObjectMappings":  []`, `+ "ObjectMappings":  [],`, `+ "Editable":  false`},
		},
		{
			"a member in another case keeps its name", "{\n \"ObjectMappings\": [],\n \"NAME\": null\n}",
			func(_ *testing.T, d *graph.Document) error { return d.Rules()[0].Set("name", "x") },
			[]string{`- "NAME": null`, `+ "NAME": "x"`},
		},
		{
			"a member taken away", "{\n \"objectMappings\": [],\n \"name\": \"a\",\n \"Name\": null,\n \"x\": 1\n}",
			func(_ *testing.T, d *graph.Document) error { d.Rules()[0].Remove("name"); return nil },
			[]string{`- "name": "a",`, `- "Name": null,`},
		},
		{
			"metadata, the first of two", `{"objectMappings": [], "metadata": [{"key": "a", "value": "1"}, {"key": "a", "value": "2"}]}`,
			func(_ *testing.T, d *graph.Document) error { return d.Rules()[0].SetMetadata("a", "3") },
			[]string{
				`-{"objectMappings": [], "metadata": [{"key": "a", "value": "1"}, {"key": "a", "value": "2"}]}`,
				`+{"objectMappings": [], "metadata": [{"key": "a", "value": "3"}, {"key": "a", "value": "2"}]}`,
			},
		},
		{
			"new metadata", "{\n  \"objectMappings\": [],\n  \"metadata\": null\n}",
			func(_ *testing.T, d *graph.Document) error { return d.Rules()[0].SetMetadata("a", "3") },
			[]string{`-  "metadata": null`, `+  "metadata": [`, `+    {`, `+      "key": "a",`, `+      "value": "3"`, `+    }`, `+  ]`},
		},
		{
			"a source, whose unknown members stay", `{"targetAttributeName": "a", "source": {"name": "b", "new": 1, "type": "Attribute", "expression": "[b]"}}`,
			func(_ *testing.T, d *graph.Document) error {
				return d.ObjectMappings()[0].AttributeMappings()[0].SetSource(&graph.Source{Type: "Constant", Name: "%DomainFQDN%"})
			},
			[]string{
				`-{"targetAttributeName": "a", "source": {"name": "b", "new": 1, "type": "Attribute", "expression": "[b]"}}`,
				`+{"targetAttributeName": "a", "source": {"name": "%DomainFQDN%", "new": 1, "type": "Constant", "expression": null, "parameters": []}}`,
			},
		},
		{
			"a source where there was none", `{"targetAttributeName":"a","source":null}`,
			func(_ *testing.T, d *graph.Document) error {
				return d.ObjectMappings()[0].AttributeMappings()[0].SetSource(source)
			},
			[]string{
				`-{"targetAttributeName":"a","source":null}`,
				`+{"targetAttributeName":"a","source":{"expression":"Trim([x])","name":"Trim","type":"Function","parameters":[{"key":"source","value":{"expression":"[x]","name":"x","type":"Attribute","parameters":[]}}]}}`,
			},
		},
		{
			"the source taken away", `{"targetAttributeName":"a","source":{"name":"b"}}`,
			func(_ *testing.T, d *graph.Document) error {
				return d.ObjectMappings()[0].AttributeMappings()[0].SetSource(nil)
			},
			[]string{`-{"targetAttributeName":"a","source":{"name":"b"}}`, `+{"targetAttributeName":"a","source":null}`},
		},
		{
			"a mapping added to a bare list", "[\n  {\"targetAttributeName\": \"a\"}\n]",
			func(t *testing.T, d *graph.Document) error {
				a, err := d.ObjectMappings()[0].AddAttributeMapping("b", nil)
				require.Equal(t, "[1]", a.Path())
				return err
			},
			[]string{
				`-  {"targetAttributeName": "a"}`, `+  {"targetAttributeName": "a"},`, `+  {`, `+    "defaultValue": null,`, `+    "exportMissingReferences": false,`,
				`+    "flowBehavior": "FlowWhenChanged",`, `+    "flowType": "Always",`, `+    "matchingPriority": 0,`, `+    "targetAttributeName": "b",`, `+    "source": null`, `+  }`,
			},
		},
		{
			"a mapping taken out", "[\n  {\"targetAttributeName\": \"a\"},\n  {\"targetAttributeName\": \"b\"},\n  {\"targetAttributeName\": \"c\"}\n]",
			func(t *testing.T, d *graph.Document) error {
				m := d.ObjectMappings()[0]
				m.RemoveAttributeMapping(m.Mapping("a"))
				require.Equal(t, "[1]", m.Mapping("c").Path(), "places follow")
				return nil
			},
			[]string{`-  {"targetAttributeName": "a"},`},
		},
	} {
		doc := loadText(t, row.text)
		require.NoError(t, row.edit(t, doc), row.name)
		if diff := cmp.Diff(row.want, changed(row.text, save(t, doc))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", row.name, diff)
		}
		loadText(t, save(t, doc))
	}
}

func TestSetRefusesWrongKinds(t *testing.T) {
	const text = `{"objectMappings": [], "name": "r"}`
	doc := loadText(t, text)
	rule := doc.Rules()[0]
	require.ErrorContains(t, rule.Set("name", 5), `set "name": a string is wanted, a number "5" was found`)
	require.ErrorContains(t, rule.Set("priority", "high"), `a whole number is wanted, a string "high" was found`)
	require.ErrorContains(t, rule.Set("metadata", []int{1}), `an object is wanted, a number "1" was found`)
	require.ErrorContains(t, rule.Set("x", func() {}), `unsupported type`)
	require.Error(t, rule.Set("", "x"))
	require.Equal(t, text, save(t, doc), "nothing is changed")
}

func TestFlowTypesKeepTheirSpelling(t *testing.T) {
	for _, row := range []struct{ before, after string }{
		{`{"attributeMappings": [], "flowTypes": "Add, Update, Delete"}`, `{"attributeMappings": [], "flowTypes": "Add, Update"}`},
		{`{"attributeMappings": [], "flowTypes": "Add,Update,Delete"}`, `{"attributeMappings": [], "flowTypes": "Add,Update"}`},
		{`{"attributeMappings": [], "flowTypes": "Add, Archive"}`, `{"attributeMappings": [], "flowTypes": "Add, Update, Archive"}`},
		{`{"attributeMappings": [], "flowTypes": null}`, `{"attributeMappings": [], "flowTypes": "Add,Update"}`},
		{`[{"attributeMappings": [], "flowTypes": null}, {"attributeMappings": [], "flowTypes": "Add, Update"}]`,
			`[{"attributeMappings": [], "flowTypes": "Add, Update"}, {"attributeMappings": [], "flowTypes": "Add, Update"}]`},
	} {
		doc := loadText(t, row.before)
		require.NoError(t, doc.ObjectMappings()[0].SetFlowTypes(graph.FlowAdd|graph.FlowUpdate))
		require.Equal(t, row.after, save(t, doc))
	}
}

// The documented way to a custom target attribute: define it, then map to it.
func TestAddTargetAttribute(t *testing.T) {
	doc := load(t, "export2017.json")
	users := doc.ObjectMappings()[0]
	_, err := users.TargetObject().AddAttribute("officeCode", mapping.String)
	require.NoError(t, err)
	source, err := graph.ParseSource(`ToLower([mail])`, functions.Standard())
	require.NoError(t, err)
	a, err := users.AddAttributeMapping("officeCode", source)
	require.NoError(t, err)
	require.NoError(t, a.Set("defaultValue", "none"))

	again := loadText(t, save(t, doc))
	added := mappingOf(t, again, "officeCode")
	require.Equal(t, "none", added.DefaultValue())
	require.Equal(t, "ToLower([mail])", added.Source().Expression)
	require.Equal(t, mapping.String, again.ObjectMappings()[0].TargetObject().Attribute("officeCode").Type())
	for _, finding := range again.Check(nil, graph.CheckOptions{}) {
		require.NotContains(t, finding.Path, "officeCode")
		require.NotEqual(t, "officeCode", finding.Target, "%s", finding)
	}
	require.True(t, graph.Equal(doc, again))
}
