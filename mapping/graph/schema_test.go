package graph_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/graph"
)

func member(t *testing.T, e graph.Element, name string) string {
	t.Helper()
	text, ok := e.Member(name)
	require.True(t, ok, name)
	return text
}

func TestSchemaMembers(t *testing.T) {
	t.Parallel()
	doc := load(t, "cloudsync2020.json")
	schema, rule := doc.Schemas()[0], doc.Rules()[0]
	users := rule.ObjectMappings()[0]
	for _, row := range []struct {
		name      string
		got, want any
	}{
		{"id", schema.ID(), "AD2AADProvisioning.0b6ad0a18a4f4c57b1bc4f3c0f4e7f10.6b6a5f1a-6f5c-4f0f-8a63-4a4e2e1d7c33"},
		{"rule id", member(t, rule.Element, "id"), `"d9f7a0f2-56c6-4a7f-9d53-1f1f6d0f2a44"`},
		{"rule name", rule.Name(), "AD2AADProvisioning"},
		{"priority", rule.Priority(), 1},
		{"editable", rule.Editable(), true},
		{"source directory", rule.SourceDirectoryName(), "Active Directory"},
		{"target directory", member(t, doc.Directories()[1].Element, "id"), `"66e4a8cc-1b7b-435e-95f8-f06cea133828"`},
		{"object name", users.Name(), "Synchronize Active Directory users to Azure Active Directory"},
		{"flow types", users.Convert(nil).FlowTypes, allFlowTypes},
		{"source object", users.Convert(nil).Source.Name, "user"},
		{"helper", rule.ObjectMappings()[1].IsHelper(), true},
		{"users are not a helper", users.IsHelper(), false},
		{"the rule of a mapping", users.Rule().Path().String(), rule.Path().String()},
	} {
		if diff := cmp.Diff(row.want, row.got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", row.name, diff)
		}
	}
}

func TestNewerMembers(t *testing.T) {
	t.Parallel()
	doc := load(t, "export2025.json")
	workers := doc.ObjectMappings()[0]
	office := mappingOf(t, doc, "physicalDeliveryOfficeName")
	require.Equal(t, `"Add"`, member(t, office.Element, "flowType"), "an unknown word is kept")
	require.Equal(t, `"Direct"`, member(t, office.Element, "mappingType"))
	require.Equal(t, "true", member(t, mappingOf(t, doc, "mobile").Element, "flowNullValues"))
	require.True(t, definitionOf(workers.Convert(nil).Source, "Mobile").FlowNulls)
	require.False(t, definitionOf(workers.Convert(nil).Source, "Office").FlowNulls)
	require.Equal(t, graph.FlowAdd|graph.FlowUpdate, workers.Convert(nil).FlowTypes)
}

func definitionOf(s *mapping.Schema, name string) mapping.Attribute {
	attribute, _ := s.Lookup(name)
	return *attribute
}

func TestObjectDefinitions(t *testing.T) {
	t.Parallel()
	doc := load(t, "export2017.json")
	users := doc.ObjectMappings()[0]
	c := users.Convert(nil)
	source, target := c.Source, c.Target
	require.Equal(t, []string{"IsSoftDeleted", "accountEnabled"}, []string{c.SoftDeleted, c.AccountEnabled})
	require.True(t, c.HardDelete, "the target deletes what leaves the scope")

	require.Equal(t, mapping.Reference, definitionOf(source, "manager").Type)
	id := definitionOf(target, "Id")
	require.True(t, id.Required && !id.MultiValued && !id.CaseExact)
	require.Zero(t, id.MaxLength)
	require.Equal(t, 16, definitionOf(load(t, "export2025.json").ObjectMappings()[0].Convert(nil).Target, "employeeId").MaxLength)
}

// A definition may have only a name and a type: everything else has a default.
func TestDefaultsOfAbsentMembers(t *testing.T) {
	t.Parallel()
	doc := loadText(t, `{"synchronizationRules": [{"objectMappings": [{"attributeMappings": [{"targetAttributeName": "a"}]}]}],
		"directories": [{"objects": [{"attributes": [{"name": "b", "type": "string"}, {"name": "c", "type": "Future"}]}]}]}`)
	m := doc.ObjectMappings()[0]
	a := m.AttributeMappings()[0]
	object := doc.Directories()[0].Objects()[0]
	require.True(t, m.Enabled() && m.Rule().Editable() && !m.IsHelper())
	require.Equal(t, allFlowTypes, m.Convert(nil).FlowTypes)
	require.Equal(t, []mapping.Mapping{{Target: "a"}}, m.Convert(nil).Set.Mappings)
	require.Nil(t, a.Source())
	require.Equal(t, mapping.Attribute{Name: "b"}, definitionOf(object.Schema(), "b"))
	require.Equal(t, mapping.Attribute{Name: "c"}, definitionOf(object.Schema(), "c"))
}

func TestAbsentThings(t *testing.T) {
	t.Parallel()
	doc := loadText(t, `[{"targetAttributeName": "a"}]`)
	m := doc.ObjectMappings()[0]
	require.False(t, m.Rule().Exists() || m.Scope().Exists() || m.Mapping("b").Exists())
	require.Nil(t, m.Convert(nil).Target)
	require.Equal(t, []string{"", ""}, []string{m.Rule().Name(), m.Rule().Path().String()})
	require.Error(t, m.Rule().Set("name", "x"))
}

const allFlowTypes = graph.FlowAdd | graph.FlowUpdate | graph.FlowDelete

func TestFlowTypes(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		text    string
		want    graph.FlowTypes
		unknown []string
		print   string
	}{
		{"Add, Update, Delete", allFlowTypes, nil, "Add,Update,Delete"},
		{"Add,Update", graph.FlowAdd | graph.FlowUpdate, nil, "Add,Update"},
		{"delete", graph.FlowDelete, nil, "Delete"},
		{"None", 0, nil, "None"},
		{"", 0, nil, "None"},
		{"Add,Archive", graph.FlowAdd, []string{"Archive"}, "Add"},
	} {
		got, unknown := graph.ParseFlowTypes(row.text)
		if got != row.want || !cmp.Equal(unknown, row.unknown) || got.String() != row.print {
			t.Errorf("%q: %s and %q, want %s and %q", row.text, got, unknown, row.print, row.unknown)
		}
	}
}

func TestFilterMembers(t *testing.T) {
	t.Parallel()
	group := load(t, "cloudsync2020.json").ObjectMappings()[0].Scope().InputFilterGroups()[0]
	require.Equal(t, "DefaultUserExclusions", group.Name())
	require.Equal(t, `"NOT REGEX MATCH"`, member(t, group.Clauses()[1].Element, "operatorName"))
	clauses := load(t, "cloudsync2020.json").ObjectMappings()[0].Convert(nil).Input[0]
	require.Equal(t, mapping.Clause{Attribute: "adminDescription", Operator: "NOT REGEX MATCH", Values: []string{"^User_"}}, clauses[1])
	require.Empty(t, clauses[0].Values, "an operator of one operand")
}

func TestRuleFilters(t *testing.T) {
	t.Parallel()
	rule := loadText(t, `{"sourceDirectoryName": "a", "containerFilter": {"includedContainers": ["OU=a"]}, "groupFilter": {"includedGroups": ["CN=g", null]}}`).Rules()[0]
	require.Equal(t, []string{"OU=a"}, rule.IncludedContainers())
	require.Equal(t, []string{"CN=g"}, rule.IncludedGroups())
}

func TestElementText(t *testing.T) {
	t.Parallel()
	doc := loadText(t, "{\n  \"name\": \"o\", \"attributes\": [\n    {\"name\": \"é\", \"apiExpressions\": [{\"key\": \"k\", \"value\": \"$.x\"}],\n"+
		`     "metadata": [{"key": "LinkPropertyNames", "value": "[\"a\", \"b\"]"}]}]}`)
	def := loadText(t, `{"name": "d", "objects": [`+save(t, doc)+`]}`).Directories()[0].Objects()[0]
	require.Equal(t, "[\n    {\"name\": \"é\", \"apiExpressions\": [{\"key\": \"k\", \"value\": \"$.x\"}],\n"+
		`     "metadata": [{"key": "LinkPropertyNames", "value": "[\"a\", \"b\"]"}]}]`, member(t, def.Element, "attributes"))
	require.Equal(t, "objects[0]", def.Path().String())
	require.Equal(t, "1:27", def.Position().String())
	_, ok := def.Member("nothing")
	require.False(t, ok)
}

func TestPathsQuoteOddNames(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("é", 60)
	for name, want := range map[string]string{
		`a b`: `["a b"].name`, `x@y`: `["x@y"].name`, `1`: `["1"].name`, long: `["` + strings.Repeat("é", 50) + `…"].name`,
	} {
		_, err := graph.Load(strings.NewReader(`{"attributes": [], "`+name+`": {"name": ["`+strings.Repeat(" ", 4096)+`"`), graph.Limits{})
		var bad *graph.LoadError
		require.ErrorAs(t, err, &bad)
		require.Equal(t, want, bad.Path.String())
	}
}

// Source: attributeDefinition of Graph: anchor, referencedObjects; seed 002: Departments.Name is a table and its attribute.
func TestDefinitionsSayWhatTheyReferTo(t *testing.T) {
	t.Parallel()
	doc, err := graph.Load(strings.NewReader(`{"synchronizationRules": [{"sourceDirectoryName": "a", "targetDirectoryName": "a", "objectMappings": [
		{"sourceObjectName": "User", "targetObjectName": "User", "attributeMappings": []}]}], "directories": [{"name": "a", "objects": [{"name": "User",
		"attributes": [{"name": "id", "anchor": true}, {"name": "owners", "type": "Reference", "multivalued": true, "referencedObjects": [
		{"referencedObjectName": "User", "referencedProperty": null}, {"referencedObjectName": "Departments", "referencedProperty": "Name"}, {}]}]}]}]}`), graph.Limits{})
	require.NoError(t, err)
	schema := doc.ObjectMappings()[0].Convert(nil).Target
	require.True(t, schema.Attributes[0].Anchor)
	require.Equal(t, []string{"User", "Departments.Name"}, schema.Attributes[1].References)
}
