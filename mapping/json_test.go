package mapping_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/mapping"
)

func TestReadJSON(t *testing.T) {
	const file = `{
  "name": "HR to Entra",
  "scope": [[{"attribute": "userType", "operator": "EQUALS", "values": ["Employee", 1, true]}], [{"attribute": "active", "operator": "IS TRUE"}]],
  "mappings": [
    {"target": "employeeId", "from": "externalId", "match": 1},
    {"target": "companyName", "constant": "Contoso", "default": null},
    {"target": "level", "constant": 7},
    {"target": "rate", "constant": 1.50},
    {"target": "accountEnabled", "constant": true, "flowNulls": false},
    {"target": "usageLocation", "default": "US"},
    {"target": "mail", "expression": "ToLower([mail])", "apply": "create", "flowNulls": true}
  ]
}`
	set, err := mapping.ReadJSON(strings.NewReader(file))
	require.NoError(t, err)
	want := &mapping.Set{
		Name: "HR to Entra",
		Scope: mapping.Filter{
			{{Attribute: "userType", Operator: "EQUALS", Values: []string{"Employee", "1", "True"}}},
			{{Attribute: "active", Operator: "IS TRUE"}},
		},
		Mappings: []mapping.Mapping{
			{Target: "employeeId", From: "externalId", Match: 1},
			{Target: "companyName", Constant: "Contoso"},
			{Target: "level", Constant: "7"},
			{Target: "rate", Constant: "1.5"},
			{Target: "accountEnabled", Constant: "True"},
			{Target: "usageLocation", Default: "US"},
			{Target: "mail", Expression: "ToLower([mail])", Apply: mapping.ApplyCreate, FlowNulls: true},
		},
	}
	if diff := cmp.Diff(want, set); diff != "" {
		t.Error(diff)
	}
}

func TestWrittenSetsAreReadBack(t *testing.T) {
	set := mapping.Set{
		Name:  "all",
		Scope: mapping.Filter{{{Attribute: "a", Operator: "IS NULL"}, {Attribute: "b", Operator: "&", Values: []string{"2"}}}},
		Mappings: []mapping.Mapping{
			{Target: "t", From: `emails[type eq "work"].value`, Default: "d", Apply: mapping.ApplyValueAddOnly, Match: 3, FlowNulls: true},
			{Target: "u", Expression: `Join("\n", [a])`}, {Target: "v", Constant: "c"},
		},
	}
	data, err := json.Marshal(set)
	require.NoError(t, err)
	var back mapping.Set
	require.NoError(t, json.Unmarshal(data, &back))
	if diff := cmp.Diff(set, back); diff != "" {
		t.Error(diff)
	}
	var single mapping.Mapping
	require.NoError(t, json.Unmarshal([]byte(`{"target": "t", "constant": 0, "apply": "create"}`), &single))
	require.Equal(t, mapping.Mapping{Target: "t", Constant: "0", Apply: mapping.ApplyCreate}, single)
	require.Error(t, json.Unmarshal([]byte(`{"targt": "t"}`), &single))
	require.Equal(t, "t", single.Target, "a text that is refused changes nothing")
}

func TestReadJSONTellsThePlace(t *testing.T) {
	for _, row := range []struct{ file, want string }{
		{``, `mapping file: 1:1: unexpected end of JSON input`},
		{`[]`, `mapping file: an object is wanted, list was found`},
		{`null`, `mapping file: an object is wanted, null was found`},
		{"{\n  \"name\": \"x\",\n}", `mapping file: 3:1: invalid character '}' looking for beginning of object key string`},
		{`{"name": "x"} {}`, `mapping file: 1:16: surplus text after the JSON value`},
		{"{\"name\": \"\xff\"}", `mapping file: 1:11: the text is not UTF-8`},
		{`{"nmae": "x"}`, `mapping file: there is no member "nmae" (did you mean name?)`},
		{`{"Name": "x"}`, `mapping file: there is no member "Name" (did you mean name?)`},
		{`{"rules": []}`, `mapping file: there is no member "rules" (the members are name, scope, mappings)`},
		{`{"name": "x", "name": "y"}`, `mapping file: 1:21: member "name" stands twice in one JSON object`},
		{`{"name": {}}`, `mapping file: name: a text is wanted, object was found`},
		{`{"mappings": {}}`, `mapping file: mappings: a list is wanted, object was found`},
		{`{"mappings": [{"target": "a"}, null]}`, `mapping file: mapping 2: an object is wanted, null was found`},
		{`{"mappings": [{"target": "a"}, {"trget": "b"}]}`, `mapping file: mapping 2: there is no member "trget" (did you mean target?)`},
		{`{"mappings": [{"target": ["a"]}]}`, `mapping file: mapping 1, target: a text is wanted, list was found`},
		{`{"mappings": [{"match": "1"}]}`, `mapping file: mapping 1, match: a whole number is wanted, the text "1" was found`},
		{`{"mappings": [{"match": 1.5}]}`, `mapping file: mapping 1, match: a whole number is wanted, decimal was found`},
		{`{"mappings": [{"flowNulls": "yes"}]}`, `mapping file: mapping 1, flowNulls: true or false is wanted, the text "yes" was found`},
		{`{"mappings": [{"apply": "sometimes"}]}`, `mapping file: mapping 1, apply: unknown flow type "sometimes": ` +
			`want one of always, create, multiValueAddOnly, valueAddOnly, attributeAddOnly`},
		{`{"scope": [{"attribute": "a"}]}`, `mapping file: scope group 1: a list is wanted, object was found`},
		{`{"scope": [[], [{"attribute": "a"}, {"operater": "EQUALS"}]]}`,
			`mapping file: scope group 2, clause 2: there is no member "operater" (did you mean operator?)`},
		{`{"scope": [[{"values": ["a", ["b"]]}]]}`, `mapping file: scope group 1, clause 1, value 2: a text is wanted, list was found`},
		{`{"scope": [[{"values": "a"}]]}`, `mapping file: scope group 1, clause 1, values: a list is wanted, the text "a" was found`},
	} {
		_, err := mapping.ReadJSON(strings.NewReader(row.file))
		var typed *mapping.ReadError
		require.ErrorAs(t, err, &typed, row.file)
		if diff := cmp.Diff(row.want, err.Error()); diff != "" {
			t.Errorf("%s: %s", row.file, diff)
		}
	}
}

func TestReadJSONGivesTheReadersError(t *testing.T) {
	broken := errors.New("broken")
	_, err := mapping.ReadJSON(iotest.ErrReader(broken))
	require.ErrorIs(t, err, broken)
}

func TestHostileJSONIsRefused(t *testing.T) {
	for name, text := range map[string]string{
		"deep":      `{"scope": ` + strings.Repeat("[", 1_000_000),
		"long name": `{"` + strings.Repeat("x", 1_000_000) + `": 1}`,
		"huge":      `{"mappings": [{"match": 1e999999999}]}`,
	} {
		_, err := mapping.ReadJSON(strings.NewReader(text))
		require.Error(t, err, name)
		require.Less(t, len(err.Error()), 200, name)
	}
}

func TestApplyReadsOurWordsAndGraphs(t *testing.T) {
	for text, want := range map[string]mapping.Apply{
		"always": mapping.ApplyAlways, "Always": mapping.ApplyAlways,
		"create": mapping.ApplyCreate, "ObjectAddOnly": mapping.ApplyCreate,
		"MultiValueAddOnly": mapping.ApplyMultiValueAddOnly, "valueAddOnly": mapping.ApplyValueAddOnly, "AttributeAddOnly": mapping.ApplyAttributeAddOnly,
	} {
		var a mapping.Apply
		require.NoError(t, a.UnmarshalText([]byte(text)))
		require.Equal(t, want, a, text)
	}
	require.Equal(t, "create", mapping.ApplyCreate.String())
	require.Equal(t, "Apply(9)", mapping.Apply(9).String())
}
