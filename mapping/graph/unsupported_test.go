package graph_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/graph"
)

// Source: docs/evidence.md. What nobody knows is a warning, and stops its own mapping; what is malformed stays an error.
func TestWhatIsUnknownStopsItsOwnMapping(t *testing.T) {
	t.Parallel()
	const a = `{"type": "Attribute", "name": "a"}`
	for _, row := range []struct {
		name, mapping string
		source, apply string // what is not supported
	}{
		{"an unknown flow type", `"flowType": "Add", "source": ` + a, "", `unknown flow type "Add"`},
		{"a flow type of actions", `"flowType": "Update", "source": ` + a, "", `unknown flow type "Update"`},
		{"a known flow type", `"flowType": "ValueAddOnly", "source": ` + a, "", ""},
		{"an unknown type of source", `"source": {"type": "Script", "name": "a"}`, `unknown type of source "Script"`, ""},
		{"an unknown type inside a function", `"source": {"type": "Function", "name": "ToUpper", "parameters": [{"key": "source", "value": {"type": "Script", "name": "a"}}]}`, `unknown type of source "Script"`, ""},
		{"a name that no function has", `"source": {"type": "Function", "name": "Contoso.Make", "parameters": [{"key": "source", "value": ` + a + `}]}`, `"Contoso.Make" is not the name of a function`, ""},
		{
			"an unknown comparison",
			`"source": {"type": "Function", "name": "IIF", "parameters": [{"key": "one", "value": ` + a + `}, {"key": "two", "value": {"type": "Constant", "name": "LIKE"}}, {"key": "three", "value": ` + a + `}]}`,
			`unknown comparison "LIKE"`, "",
		},
		{"both", `"flowType": "Add", "source": {"type": "Script", "name": "a"}`, `unknown type of source "Script"`, `unknown flow type "Add"`},
	} {
		text := fmt.Sprintf(`{"objectMappings": [{"attributeMappings": [{"targetAttributeName": "id", "matchingPriority": 1, "source": %s}, {"targetAttributeName": "t", %s}]}]}`, a, row.mapping)
		c := loadText(t, text).ObjectMappings()[0].Convert(nil)
		require.False(t, c.Findings.HasErrors(), row.name)
		m := c.Set.Mappings[1]
		require.Equal(t, row.source, m.UnsupportedSource, row.name)
		require.Equal(t, row.apply, m.UnsupportedApply, row.name)
		if row.source+row.apply != "" {
			require.NotEmpty(t, c.Findings, row.name)
			require.Equal(t, diag.Warning, c.Findings[0].Severity, row.name)
			require.Contains(t, c.Findings[0].Path.String(), "attributeMappings[1]", row.name)
		}
		mapper, err := c.Set.Compile(mapping.Options{KeepUnsupported: true})
		require.NoError(t, err, row.name)
		require.Len(t, mapper.MatchingTargets(), 1)
	}
}

func TestCloudSyncIgnoresUnknownFlowTypesToo(t *testing.T) {
	t.Parallel()
	c := loadText(t, `{"id": "AD2AAD.1", "synchronizationRules": [{"objectMappings": [{"attributeMappings": [
		{"targetAttributeName": "t", "flowType": "Add", "source": {"type": "Attribute", "name": "a"}}]}]}]}`).ObjectMappings()[0].Convert(nil)
	require.Equal(t, mapping.Mapping{Target: "t", From: "a"}, c.Set.Mappings[0])
	require.Equal(t, diag.Info, c.Findings[0].Severity)
}

// Lint and schema check are to report errors, and to see the expression as the document has it.
func TestChecksKeepErrorsOfWhatIsUnknown(t *testing.T) {
	t.Parallel()
	doc := loadText(t, `{"objectMappings": [{"attributeMappings": [
		{"targetAttributeName": "t", "source": {"type": "Function", "name": "Contoso.Make", "parameters": [{"key": "source", "value": {"type": "Attribute", "name": "a"}}]}},
		{"targetAttributeName": "u", "source": {"type": "Function", "name": "Make", "expression": "Make([a])", "parameters": [{"key": "source", "value": {"type": "Attribute", "name": "a"}}]}}]}]}`)
	require.True(t, doc.ObjectMappings()[0].ConvertAsWritten(nil).Findings.HasErrors())
	require.Len(t, doc.Check(graph.CheckOptions{}).Errors(), 3, "the two sources, and that nothing matches")
}

func TestActionsThatNobodyKnowsAreToldAndNotTaken(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		flowTypes string
		want      []string
		actions   string
	}{
		{`"Add, Update, Delete"`, nil, "Add,Update,Delete"},
		{`"create,Update"`, []string{`unknown action "create", which is not taken`}, "Update"},
		{`null`, nil, "Add,Update,Delete"},
		{`"None"`, nil, "None"},
	} {
		c := loadText(t, `{"objectMappings": [{"flowTypes": `+row.flowTypes+`, "attributeMappings": []}]}`).ObjectMappings()[0].Convert(nil)
		require.Equal(t, row.actions, c.FlowTypes.String(), row.flowTypes)
		var found []string
		for _, f := range c.Findings {
			require.Equal(t, "objectMappings[0].flowTypes", f.Path.String())
			found = append(found, f.Message.String())
		}
		require.Equal(t, row.want, found, row.flowTypes)
	}
}
