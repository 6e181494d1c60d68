package mapping_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/settings"
	"github.com/attrmap/attrmap/mapping"
)

func TestReadJSON(t *testing.T) {
	t.Parallel()
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
	t.Parallel()
	set := mapping.Set{
		Name: "all", Source: "user", Target: "User", Resource: "User", Actions: []string{"create"},
		Types: &mapping.Schema{Open: true, Attributes: []mapping.Attribute{{Name: "a", Type: mapping.Integer}, {Name: "b", Anchor: true, API: "$.b"}}},
		TargetTypes: &mapping.Schema{Open: true, Attributes: []mapping.Attribute{
			{Name: "t", Type: mapping.Reference, MultiValued: true, Required: true, CaseExact: true, Default: "d", Unique: "names", References: []string{"User", "Departments.Name"}},
			{Name: "u"},
		}},
		Settings: mapping.Settings{
			EmptyTextFlows: true, MaxDisables: "5%", Stubs: map[string]string{"Foo": "[a]"},
			HardDelete: true, Unlinked: true, SkipOutOfScopeDeletions: true, Compat: []string{"exactCase"}, Client: []string{"plainBooleans"},
			CustomSecurityAttributes: map[string]mapping.CustomAttribute{"Eng_Level": {Type: mapping.Integer, MultiValued: true, Deactivated: true}},
		},
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

func TestReadJSONFindsEverythingThatIsWrong(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ file, want string }{
		{``, `1:1: unexpected end of JSON input`},
		{`[]`, `want an object, got a list`},
		{`null`, `want an object, got null`},
		{"{\n  \"name\": \"x\",\n}", `3:1: invalid character '}' looking for beginning of object key string`},
		{`{"name": "x"} {}`, `1:16: surplus text after the JSON value`},
		{"{\"name\": \"\xff\"}", `1:11: the text is not UTF-8`},
		{`{"nmae": "x"}`, `nmae: unknown member "nmae": did you mean name?`},
		{`{"Name": "x"}`, `Name: unknown member "Name": did you mean name?`},
		{`{"rules": []}`, `rules: unknown member "rules": the members are name, source, target, resource, actions, types, targetTypes, options, scope, mappings`},
		{`{"name": "x", "name": "y"}`, `1:21: member "name" occurs twice in one JSON object`},
		{`{"name": {}}`, `name: want a text, got an object`},
		{`{"mappings": {}}`, `mappings: want a list, got an object`},
		{`{"mappings": [{"target": "a"}, null]}`, `mappings[1]: want an object, got null`},
		{`{"mappings": [{"target": "a"}, {"trget": "b"}]}`, `mappings[1].trget: unknown member "trget": did you mean target?`},
		{`{"mappings": [{"target": ["a"]}]}`, `mappings[0].target: want a text, got a list`},
		{`{"mappings": [{"match": "1"}]}`, `mappings[0].match: want a whole number, got the text "1"`},
		{`{"mappings": [{"match": 1.5}]}`, `mappings[0].match: want a whole number, got a decimal`},
		{`{"mappings": [{"flowNulls": "yes"}]}`, `mappings[0].flowNulls: want true or false, got the text "yes"`},
		{`{"mappings": [{"apply": "sometimes"}]}`, `mappings[0].apply: unknown flow type "sometimes": ` +
			`want one of always, create, multiValueAddOnly, valueAddOnly, attributeAddOnly`},
		{`{"actions": ["create", 1, []]}`, `actions[2]: want a text, got a list`},
		{`{"targetTypes": {"a": {"type": "Text"}, "": {}, "b": 1}}`, "targetTypes.a.type: unknown attribute type \"Text\": want one of String, Integer, Boolean, DateTime, Binary, Reference\n" +
			"targetTypes[\"\"]: want a name, got an empty text\ntargetTypes.b: want an object, got an integer"},
		{`{"options": {"unlinked": "yes", "hardDelet": true}}`, "options.unlinked: want true or false, got the text \"yes\"\noptions.hardDelet: unknown member \"hardDelet\": did you mean hardDelete?"},
		{`{"types": {"a": {"api": " "}}, "mappings": []}`, `types.a.api: want an XPath or a JSONPath, got an empty text`},
		{`{"objects": [{"mappings": []}, {"mapings": []}]}`, `objects[1].mapings: unknown member "mapings": did you mean mappings?`},
		{`{"scope": [{"attribute": "a"}]}`, `scope[0]: want a list, got an object`},
		{`{"scope": [[], [{"attribute": "a"}, {"operater": "EQUALS"}]]}`, `scope[1][1].operater: unknown member "operater": did you mean operator?`},
		{`{"scope": [[{"values": ["a", ["b"]]}]]}`, `scope[0][0].values[1]: want a text, got a list`},
		{`{"scope": [[{"values": "a"}]]}`, `scope[0][0].values: want a list, got the text "a"`},
		{
			`{"nmae": "x", "scope": 1, "mappings": [{"match": "1", "target": {}}]}`,
			"nmae: unknown member \"nmae\": did you mean name?\nscope: want a list, got an integer\n" +
				"mappings[0].match: want a whole number, got the text \"1\"\nmappings[0].target: want a text, got an object",
		},
	} {
		_, err := mapping.ReadJSON(strings.NewReader(row.file))
		var list diag.List
		require.ErrorAs(t, err, &list, row.file)
		require.ErrorContains(t, err, "mapping file: ")
		var got []string
		for _, f := range list {
			got = append(got, f.Sentence().String())
		}
		if diff := cmp.Diff(row.want, strings.Join(got, "\n")); diff != "" {
			t.Errorf("%s: %s", row.file, diff)
		}
	}
}

func TestReadJSONReturnsTheReadersError(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	_, err := mapping.ReadJSON(iotest.ErrReader(broken))
	require.ErrorIs(t, err, broken)
}

// manyMembers are members with names of their own, after another one.
func manyMembers(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `,"%d":{}`, i)
	}
	return b.String()
}

func TestHostileJSONIsRefused(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"deep":      `{"scope": ` + strings.Repeat("[", 1_000_000),
		"long name": `{"` + strings.Repeat("x", 1_000_000) + `": 1}`,
		"huge":      `{"mappings": [{"match": 1e999999999}]}`,
		"objects":   `{"types": {"a": {}}, "objects": [` + strings.Repeat(`{},`, 500_000) + `{}]}`,
		"types":     `{"targetTypes": {"a": {}` + manyMembers(100_000) + `}}`,
	} {
		_, err := mapping.ReadJSON(strings.NewReader(text))
		require.Error(t, err, name)
		require.Less(t, len(err.Error()), 300, name)
	}
}

func TestApplyReadsOurWordsAndGraphs(t *testing.T) {
	t.Parallel()
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

// Source: docs/evidence.md, options that only Go could set have a word each.
func TestEveryWordOfCompatIsChosen(t *testing.T) {
	t.Parallel()
	for _, word := range settings.Compat() {
		set := mapping.Set{Mappings: []mapping.Mapping{{Target: "t", From: "f", Match: 1}}, Settings: mapping.Settings{Compat: []string{strings.ToUpper(word.Name)}}}
		require.Empty(t, set.Validate(mapping.Options{}), word.Name)
		require.NotEmpty(t, word.Help)
	}
	// A field of Compat without a word would be for programs alone.
	for _, field := range reflect.VisibleFields(reflect.TypeFor[expr.Compat]()) {
		require.True(t, slices.ContainsFunc(settings.Compat(), func(word settings.Word) bool { return strings.EqualFold(word.Name, field.Name) }), field.Name)
	}
}

// The words of internal/settings are those of flags and documents.
func TestTheMembersOfOptionsAreThoseOfTheTable(t *testing.T) {
	t.Parallel()
	_, err := mapping.ReadJSON(strings.NewReader(`{"options": {"zzzzzz": 1}}`))
	require.ErrorContains(t, err, "the members are "+strings.Join(settings.Names(settings.Options()), ", "))
	_, err = mapping.ReadJSON(strings.NewReader(`{"options": {}, "mappings": []}`))
	require.NoError(t, err)
}

func TestStubsAndThresholdsOfAFile(t *testing.T) {
	t.Parallel()
	found := func(options string) string {
		sets, err := mapping.ReadSets([]byte(`{"options": ` + options + `, "objects": [{"mappings": [{"target": "a", "expression": "Foo([b])", "match": 1}]}]}`))
		if err != nil {
			return err.Error()
		}
		var list []string
		for _, f := range sets[0].Validate(mapping.Options{}).Errors() {
			list = append(list, f.Sentence().String())
		}
		return strings.Join(list, "\n")
	}
	require.Empty(t, found(`{"stubs": {"Foo": "x"}, "maxDisables": 12}`))
	require.Equal(t, `options.maxDisables: want a number of objects or a percentage such as 5%, got "many"`, found(`{"stubs": {"foo": "[x]"}, "maxDisables": "many"}`))
	require.Contains(t, found(`{"stubs": {"Foo": "x", "ToLower": "x"}}`), `options.stubs.ToLower: `)
	_, err := mapping.ReadSets([]byte(`{"objects": [{"options": {"maxDisables": 5}, "mappings": []}]}`))
	require.ErrorContains(t, err, "objects[0].options.maxDisables: maxDisables counts the accounts of all types together")
}

func TestASetsSettingsAndTypesHold(t *testing.T) {
	t.Parallel()
	set, err := mapping.ReadJSON(strings.NewReader(`{
		"options": {"compat": ["noneOnlyAtCreation", "emptyStringIsNull"]},
		"targetTypes": {"Level": {"type": "Integer", "required": true}},
		"mappings": [{"target": "id", "from": "id", "match": 1}, {"target": "level", "expression": "Coalesce([a], [b])"}, {"target": "site", "default": "x"}]}`))
	require.NoError(t, err)
	mapper, err := set.Compile(mapping.Options{})
	require.NoError(t, err)
	result, err := mapper.Map(t.Context(), value.Map{"id": "1", "a": "", "b": "7"}, value.Map{"id": "1"})
	require.NoError(t, err)
	require.Equal(t, value.KindInteger, result.Attributes[1].New.Kind(), "emptyStringIsNull, and the type of the attribute whose name differs in case")
	require.Equal(t, mapping.NoneKept, result.Attributes[2].Decision, result.Attributes[2].Reason)
	result, err = mapper.Map(t.Context(), value.Map{"id": "1", "b": "seven"}, nil)
	require.NoError(t, err)
	require.Equal(t, mapping.Failed, result.Attributes[1].Decision)
}
