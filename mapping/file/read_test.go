package file_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/file"
)

func parse(t *testing.T, name, text string) *file.Document {
	t.Helper()
	doc, err := file.Parse(name, []byte(text))
	require.NoError(t, err)
	return doc
}

// TestScalarsKeepTheirText: what a file says does not depend on what YAML holds a word for.
func TestScalarsKeepTheirText(t *testing.T) {
	t.Parallel()
	for written, want := range map[string]string{
		"0048": "0048", "1.50": "1.50", "2026-02-01": "2026-02-01", "yes": "yes", "off": "off", "0x1F": "0x1F", "1e3": "1e3", ".inf": ".inf",
		"12": "12", "-1.5": "-1.5", "true": "True", "False": "False", "~": "", "null": "", "": "", `"~"`: "~", "'null'": "null",
		"!!str 12": "12", "!!int '7'": "7", "12:30:45": "12:30:45", "_1": "_1", "1_000": "1_000",
		"2026-02-01T00:00:00Z": "2026-02-01T00:00:00Z", "é": "é", `"\u00e9"`: "é", "a # b": "a", "'a # b'": "a # b",
	} {
		set, err := parse(t, "m.yaml", "mappings:\n  - target: t\n    constant: "+written+"\n").Set()
		require.NoError(t, err, written)
		require.Equal(t, want, set.Mappings[0].Constant, written)
	}
}

func TestYAMLAndJSONMeanTheSame(t *testing.T) {
	t.Parallel()
	want := &mapping.Set{
		Name:  "n",
		Scope: mapping.Filter{{{Attribute: "a", Operator: "EQUALS", Values: []string{"x", "1"}}}},
		Mappings: []mapping.Mapping{
			{Target: "id", From: "id", Match: 1}, {Target: "m", Expression: "Trim([b])\n", Apply: mapping.ApplyCreate}, {Target: "c", Constant: "0", FlowNulls: true},
		},
	}
	for name, text := range map[string]string{
		"m.yaml": "name: n\nscope: [[{attribute: a, operator: EQUALS, values: [x, 1]}]]\nmappings:\n- {target: id, from: id, match: 1}\n" +
			"- target: m\n  apply: create\n  expression: |\n    Trim([b])\n- {target: c, constant: 0, flowNulls: true}\n",
		"-": "# no extension\nmappings: &all\n- {target: id, from: id, match: 1}\n- {target: m, apply: create, expression: \"Trim([b])\\n\"}\n" +
			"- {target: c, constant: 0, flowNulls: true}\nname: n\nscope:\n- - attribute: a\n    operator: EQUALS\n    values:\n    - x\n    - '1'\n",
		"m.json": `{"name": "n", "scope": [[{"attribute": "a", "operator": "EQUALS", "values": ["x", 1]}]], "mappings": [
			{"target": "id", "from": "id", "match": 1}, {"target": "m", "apply": "create", "expression": "Trim([b])\n"},
			{"target": "c", "constant": 0, "flowNulls": true}]}`,
	} {
		doc := parse(t, name, text)
		require.Equal(t, file.Mapping, doc.Kind())
		set, err := doc.Set()
		require.NoError(t, err)
		require.Empty(t, cmp.Diff(want, set), name)
		data, err := doc.JSON()
		require.NoError(t, err)
		again := new(mapping.Set)
		require.NoError(t, json.Unmarshal(data, again))
		require.Empty(t, cmp.Diff(want, again), name)
	}
}

// lines returns an error's findings, one a line.
func lines(t *testing.T, err error) string {
	t.Helper()
	var list diag.List
	require.ErrorAs(t, err, &list)
	var b strings.Builder
	for _, f := range list {
		require.Equal(t, diag.Error, f.Severity)
		require.Regexp(t, "^[a-z0-9]+(-[a-z0-9]+)*$", string(f.Code))
		b.WriteString(f.String() + "\n")
	}
	return b.String()
}

func TestEverythingThatIsWrongIsFoundAtOnceWithItsPlace(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ name, text, want string }{
		{
			"m.yaml", "nmae: x\nmappings:\n  - {target: [a], match: one}\n  - trget: b\n    apply: sometimes\n    apply: always\nscope: 5\n",
			`m.yaml:1:1: nmae: error unknown-member: unknown member "nmae": did you mean name?
m.yaml:3:14: mappings[0].target: error value-type: want a text, got a list
m.yaml:3:26: mappings[0].match: error value-type: want a whole number, got the text "one"
m.yaml:4:5: mappings[1].trget: error unknown-member: unknown member "trget": did you mean target?
m.yaml:5:12: mappings[1].apply: error unknown-value: unknown flow type "sometimes": want one of always, create, multiValueAddOnly, valueAddOnly, attributeAddOnly
m.yaml:6:5: error member-twice: the member "apply" is there twice
m.yaml:7:8: scope: error value-type: want a list, got an integer
`,
		},
		{
			"m.json", "{\"nmae\": \"x\", \"mappings\": [\n\t{\"target\": [\"a\"], \"match\": \"1\"}, {\"target\": \"b\", \"target\": \"c\"}, null],\n\t\"scope\": {}}",
			`m.json:1:2: nmae: error unknown-member: unknown member "nmae": did you mean name?
m.json:2:13: mappings[0].target: error value-type: want a text, got a list
m.json:2:29: mappings[0].match: error value-type: want a whole number, got the text "1"
m.json:2:51: error member-twice: the member "target" is there twice
m.json:2:67: mappings[2]: error value-type: want an object, got null
m.json:3:11: scope: error value-type: want a list, got an object
`,
		},
		{"m.yaml", "", "m.yaml:1:1: error syntax: the file is empty: check that its writer has finished\n"},
		{"m.json", "", "m.json:1:1: error syntax: the file is empty: check that its writer has finished\n"},
		{"m.json", "\ufeff \n", "m.json:1:1: error syntax: the file is empty: check that its writer has finished\n"},
		{"m.yaml", "mappings: [", "m.yaml:1:12: error syntax: YAML: did not find expected node content\n"},
		{"m.yaml", "mappings:\n- {target: \"\\q\"}\n", "m.yaml:2:13: error syntax: YAML: found unknown escape character\n"},
		{"m.yaml", "mappings: [*b]", "m.yaml:1:12: error syntax: YAML: unknown anchor 'b' referenced\n"},
		{"m.yaml", "mappings: []\n---\nmappings: []\n", "m.yaml:2:1: error syntax: want one document, got another one after it\n"},
		{"m.yaml", "mappings:\n  - &id {target: id}\n  -\n    <<: *id\n", "m.yaml:4:5: error syntax: merging with << is not supported: write the members out\n"},
		{"m.yaml", "{a: [b]: c}: d\nmappings: []\n", "m.yaml:1:8: error syntax: YAML: did not find expected ',' or '}'\n"},
		{"m.yaml", "? [a]\n: d\nmappings: []\n", "m.yaml:1:3: error syntax: want a name before the colon\n"},
		{"m.yaml", "name: &a [*a]\n", "m.yaml:1:11: error too-deep: the document is nested too deeply, or grows too large by its aliases\n"},
		{"m.yaml", "# nothing\n", "m.yaml:1:1: error value-type: want an object, got null\n"},
		{"m.yaml", "name: a\x01b\n", "m.yaml:1:8: error syntax: YAML takes no control characters\n"},
		{"m.yaml", "name: é\xff\n", "m.yaml:1:8: error encoding: the text is not UTF-8: save it as UTF-8\n"},
		{"m.json", `{"mappings": [`, "m.json:1:15: error syntax: JSON: unexpected end of JSON input\n"},
		{"m.json", `{"mappings": []} {}`, "m.json:1:19: error syntax: JSON: surplus text after the JSON value\n"},
		{"m.json", "{\"name\": \"é\xff\"}", "m.json:1:12: error encoding: the text is not UTF-8: save it as UTF-8\n"},
		{"m.json", `{"scope": ` + strings.Repeat("[", 200) + strings.Repeat("]", 200) + `}`, "m.json:1:111: error syntax: JSON nested deeper than 100 levels\n"},
		{"s.yaml", "synchronizationRules: []\n", "s.yaml:1:1: error wrong-value: want a mapping file, got an exported schema\n"},
		{"b.json", `{"Operations": []}`, "b.json:1:1: error wrong-value: want a mapping file, got a bulk request: attrmap bulk check and lint read it, and run as --in\n"},
	} {
		set, err := parse(t, row.name, row.text).Set()
		require.Nil(t, set)
		if diff := cmp.Diff(row.want, lines(t, err)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", row.text, diff)
		}
	}
}

// TestFindingsOfASetHaveTheirPlaceInTheFile looks expressions up by their bytes, in blocks and between quotation marks, and other members by
// their values.
func TestFindingsOfASetHaveTheirPlaceInTheFile(t *testing.T) {
	t.Parallel()
	const text = `name: x
scope: [[{attribute: a, operator: EQUALS, values: [b]}, {attribute: a, operator: SAME, values: [b]}]]
mappings:
  - {target: id, from: id, match: 1}
  - target: block
    expression: |
      ToLower(
        Foo([a])
      )
  - {target: quoted, expression: 'Join("''é", Bar([a]))'}
  - {target: ID, from: id}
`
	doc := parse(t, "m.yaml", text)
	set, err := doc.Set()
	require.NoError(t, err)
	var got []string
	found := set.Validate(mapping.Options{})
	doc.Locate(found, 0)
	for _, f := range found {
		require.Equal(t, diag.Locate(text, f.Offset), f.Position)
		got = append(got, f.File+":"+f.Position.String()+" "+string(f.Code))
	}
	want := []string{"m.yaml:2:57 filter-operator", "m.yaml:8:9 unknown-function", "m.yaml:10:47 unknown-function", "m.yaml:11:14 target-mapped-twice"}
	require.ElementsMatch(t, want, got)
}

func TestKinds(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name, text string
		want       file.Kind
	}{
		{"a.yaml", "", file.Mapping},
		{"a.YML", "Trim([a])", file.Mapping},
		{"a.json", "[1]", file.Mapping},
		{"", `{"mappings": []}`, file.Mapping},
		{"", `{"mappings": [`, file.Mapping},
		{"-", "mappings: []", file.Mapping},
		{"a.txt", "name: a\nmappings: []", file.Mapping},
		{"a.json", `{"synchronizationRules": []}`, file.Schema},
		{"a.txt", `[{"targetAttributeName": "a"}]`, file.Schema},
		{"", `{"value": {"objectMappings": []}}`, file.Schema},
		{"a.yaml", "synchronizationRules: []", file.Schema},
		{"", "synchronizationRules: []", file.Schema},
		{"", `{"value": 1, "mappings": []}`, file.Mapping},
		{"", `{"Operations": []}`, file.Bulk},
		{"a.json", `{"schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"], "Operations": [`, file.Bulk},
		{"", "[1]", file.Expression},
		{"", "[mail]", file.Expression},
		{"a.txt", `Join(": ", [mappings], "mappings: []")`, file.Expression},
		{"", "", file.Expression},
		{"a.yaml", "[]", file.Schema},
		{"a.json", "[ ]\n", file.Schema},
		{"-", "[]", file.Schema},
		{"a.yaml", "- {targetAttributeName: a}", file.Schema},
	} {
		require.Equal(t, row.want, parse(t, row.name, row.text).Kind(), "%s %s", row.name, row.text)
	}
	require.Equal(t, "file of another kind", file.Other.String())
	require.Equal(t, "exported schema", file.Schema.String())
	require.Equal(t, "unknown", file.Kind(9).String())
}

// TestAFileOfAnotherKindIsToldByIt: whoever confuses two files learns which one he has, and where it belongs, in place of all the members that a
// mapping file does not have.
func TestAFileOfAnotherKindIsToldByIt(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ name, text, want string }{
		{"people.csv", "id,name\n1,A\n", "a table: pass it as --in, --target or --data"},
		{"people.json", "id;full name;mail\n1;A;a@x\n", "a table: pass it as --in"},
		{"people.yaml", "id\tname\n1\tA\n", "a table"},
		{"ad.ldif", "dn: CN=A\n", "LDIF"},
		{"people.jsonl", "{\"id\": 1}\n{\"id\": 2}\n", "JSON Lines"},
		{"users.json", `[{"id": "1", "displayName": "A"}]`, "a list of objects: pass it as --in"},
		{"users.json", `{"@odata.nextLink": "https://h", "value": [{"id": "1"}]}`, "a list of objects"},
		{"users.yaml", "- id: 1\n- id: 2\n", "a list of objects"},
		{"users.json", `{"totalResults": 1, "Resources": [{"id": "1"}]}`, "a list of objects"},
		{"user.json", `{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "a"}`, "an object"},
		{"names.yaml", "domains:\n  a.com: b.com\n", "a file of names: pass it as --map of attrmap schema diff or retarget"},
		{".attrmap.yaml", "rules:\n  disable: [L51]\n", "a configuration of lint"},
		{"baseline.json", `{"findings": []}`, "a list of findings"},
		{"manifest.json", `{"files": [], "records": 0}`, "the manifest of bulk build"},
		{"case.json", `{"id": 1, "expr": "[a]", "attrs": {}}`, "a case: pass it as --cases"},
		{"people.json", "<?xml version=\"1.0\"?><p/>", "XML: pass it as --in, or to attrmap api eval, if it is a document of an HR system"},
		{"workers.xml", "<wd:Get_Workers_Response xmlns:wd=\"urn:com.workday/bsvc\">\n", "XML: pass it as --in"},
		{"people.json", `{"d": {"results": [{"personIdExternal": "1"}]}}`, "an answer of OData: pass it as --in"},
		{"people.json", `{"personIdExternal": "1", "employmentNav": {"results": []}}`, "a person of SuccessFactors: pass it as --in"},
		{"users.json", "<!DOCTYPE html><html></html>", "an HTML page"},
	} {
		doc := parse(t, row.name, row.text)
		require.Equal(t, file.Other, doc.Kind(), row.name)
		_, err := doc.Sets()
		require.ErrorContains(t, err, row.name+":1:1: want a mapping file, got "+row.want)
		_, _, err = doc.Format(file.FormatOptions{})
		require.ErrorContains(t, err, row.want, row.name)
		_, err = doc.Schema()
		require.ErrorContains(t, err, row.name+":1:1: want an exported schema, got "+row.want)
	}
	for _, row := range []struct{ name, text string }{
		{"map.yaml", "match: externalId\nattributes:\n  externalId: id\n"},
		{"-", "attributes: {externalId: id}\n"},
		{"map.json", `{"attributes": {"externalId": "id"}}`},
	} {
		doc := parse(t, row.name, row.text)
		require.Equal(t, file.BulkMap, doc.Kind(), row.name)
		_, err := doc.Sets()
		require.ErrorContains(t, err, row.name+":1:1: want a mapping file, got a map for bulk build: pass it as --map of attrmap bulk build")
		_, _, err = doc.Format(file.FormatOptions{})
		require.ErrorContains(t, err, "a map for bulk build")
		_, err = doc.Schema()
		require.ErrorContains(t, err, row.name+":1:1: want an exported schema, got a map for bulk build")
		require.NoError(t, doc.Mistaken(file.BulkMap))
	}
	_, err := parse(t, "m.yaml", "mappings: []").Schema()
	require.ErrorContains(t, err, "m.yaml:1:1: want an exported schema, got a mapping file")
	for _, row := range []struct{ name, text string }{
		{"a.txt", "Join(\",\", [a], [b])\n"},
		{"a.txt", "IIF([a]=\"x\",\n[b],[c])\n"},
		{"a.yaml", "mappings:\n  - {target: domains, from: ids}\n"},
		{"a.json", `{"mappings": [], "expr": 1}`},
		{"a.json", `{"a": {"b": 1}}`},
		{"a.json", `{"attributes": [`},
	} {
		require.NotEqual(t, file.Other, parse(t, row.name, row.text).Kind(), row.text)
	}
}

func TestReadReturnsTheReadersErrorAndHoldsToLimits(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	_, err := file.Read(iotest.ErrReader(broken), "m.yaml")
	require.ErrorIs(t, err, broken)
	require.ErrorContains(t, err, "m.yaml: ")

	doc := parse(t, "m.yaml", "name: "+strings.Repeat("x", mapping.DefaultFileBytes))
	_, err = doc.Set()
	require.ErrorIs(t, err, diag.ErrLimit)

	_, err = file.Parse("half.txt", []byte("\xff\xfe[\x00a\x00]\x00\x00"))
	require.Equal(t, "half.txt:1:4: error encoding: the file ends in the middle of a UTF-16 character: save it as UTF-8\n", lines(t, err))
}

// TestCheckLooksAtWhatCanBeRead: one reading shows faults of the file, of expressions and of the set.
func TestCheckLooksAtWhatCanBeRead(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ text, want string }{
		{
			"mappings:\n- {target: a, from: b, mach: 1}\n- target: c\n  expression: |\n    Join(\"-\",\n      Foo([x]))\n  apply: updat\n" +
				"- [no mapping]\n- {target: d, expression: 'Trim([a]'}\nscope: [[{attribute: e, operator: EQUAL}]]\n",
			`2:24: mappings[0].mach: error unknown-member: unknown member "mach": did you mean match?
6:7: mappings[1].expression (c): error unknown-function: there is no function "Foo"
7:10: mappings[1].apply: error unknown-value: unknown flow type "updat": want one of always, create, multiValueAddOnly, valueAddOnly, attributeAddOnly
8:3: mappings[2]: error value-type: want an object, got a list
9:36: mappings[3].expression (d): error missing-parenthesis: the text ends before "Trim(" at 1:1 is closed: 1 ")" is missing: write the closing parenthesis where the arguments end
10:10: scope[0][0]: error filter-operator: unknown operator "EQUAL": did you mean EQUALS?
`,
		},
		{"mappings:\n- {target: a, from: b, match: 1}\n- {target: A, from: b}\n", "3:12: mappings[1].target (A): error target-mapped-twice: the target is mapped twice: mappings[0] fills it already: keep one of the two\n"},
		{"mappings: [", "1:12: error syntax: YAML: did not find expected node content\n"},
		{"synchronizationRules: []", "1:1: error wrong-value: want a mapping file, got an exported schema\n"},
	} {
		_, found := parse(t, "m.yaml", row.text).Check(mapping.Options{})
		var b strings.Builder
		for _, f := range found {
			b.WriteString(strings.TrimPrefix(f.String(), "m.yaml:") + "\n")
		}
		if diff := cmp.Diff(row.want, b.String()); diff != "" {
			t.Errorf("%q (-want +got):\n%s", row.text, diff)
		}
	}
	set, found := parse(t, "m.yaml", "mappings: [{target: id, match: 1, expression: 'trim([a])'}]").Check(mapping.Options{})
	require.Len(t, set, 1)
	require.NotEmpty(t, found)
	require.False(t, found.HasErrors())
}

// TestLinesThatEndOtherwise: YAML ends lines by a lone CR, U+0085, U+2028 and U+2029, too. Expressions after them are found where they are,
// by places that editors count.
func TestLinesThatEndOtherwise(t *testing.T) {
	t.Parallel()
	for _, end := range []string{"\r", "\u0085", "\u2028", "\u2029", "\r\n", "\n\n"} {
		for _, before := range []string{"# x" + end + "\n", "name: 'a" + end + " b'\n", "name: |\n  a" + end + "  b\n"} {
			text := before + "mappings:\n- {target: id, from: id, match: 1}\n- target: b\n  expression: trim( [a] )"
			doc := parse(t, "m.yaml", text)
			_, found := doc.Check(mapping.Options{})
			require.NotEmpty(t, found, "%q", before)
			require.Equal(t, "trim", doc.Text()[found[0].Offset:][:4], "%q", before)
			formatted, _, err := doc.Format(file.FormatOptions{})
			require.NoError(t, err, "%q", before)
			require.Equal(t, strings.Replace(text, "( [a] )", "([a])", 1), formatted.Text())
		}
	}
}

// TestManyFaultsCostLittle: a file that is nothing but faults, on one line.
func TestManyFaultsCostLittle(t *testing.T) {
	t.Parallel()
	text := `{"mappings": [` + strings.Repeat(`{"targt": [], "expression": "Foo("},`, 2_000) + `{"x": 1}]}`
	set, found := parse(t, "m.json", text).Check(mapping.Options{})
	require.Nil(t, set)
	require.Greater(t, len(found), 2_000)
	last := found[len(found)-1]
	require.Equal(t, len(text)-len(`"x": 1}]}`), last.Offset)
	require.Equal(t, last.Offset+1, last.Column)
}

// Source: docs/evidence.md, "one file may hold several object mappings".
func TestAFileMayHoldSeveralObjectMappings(t *testing.T) {
	t.Parallel()
	const text = `name: all
options: {compat: [exactCase], unlinked: true}
targetTypes: {level: {type: Integer}, mail: {caseExact: true, anchor: true}}
objects:
  - name: Users
    source: user
    actions: [create, update]
    mappings:
      - {target: userName, from: upn, match: 1}
  - name: Groups
    source: group
    resource: Group
    options: {unlinked: false, client: [plainBooleans]}
    targetTypes: {LEVEL: {type: Boolean}, members: {type: Reference, multi: true}}
    mappings:
      - {target: displayName, expression: 'Trim( [name] )', match: 1}
      - {target: members, expression: "Foo([members])"}
`
	doc := parse(t, "m.yaml", text)
	require.Equal(t, file.Mapping, doc.Kind())
	sets, err := doc.Sets()
	require.NoError(t, err)
	require.Len(t, sets, 2)
	users, groups := sets[0], sets[1]
	require.Equal(t, []any{"Users", "user", "Groups", "group", "Group"}, []any{users.Name, users.Source, groups.Name, groups.Source, groups.Resource})
	require.Equal(t, []string{"create", "update"}, users.Actions)
	require.Empty(t, groups.Actions)
	require.Equal(t, mapping.Settings{Compat: []string{"exactCase"}, Unlinked: true}, users.Settings)
	require.Equal(t, mapping.Settings{Compat: []string{"exactCase"}, Client: []string{"plainBooleans"}}, groups.Settings, "an object mapping's own options go over those of the file")
	require.Equal(t, []mapping.Attribute{{Name: "level", Type: mapping.Integer}, {Name: "mail", CaseExact: true, Anchor: true}}, users.TargetTypes.Attributes)
	require.Equal(t, []mapping.Attribute{
		{Name: "LEVEL", Type: mapping.Boolean}, {Name: "mail", CaseExact: true, Anchor: true}, {Name: "members", Type: mapping.Reference, MultiValued: true},
	}, groups.TargetTypes.Attributes, "and its own descriptions over those of the file")

	_, found := doc.Check(mapping.Options{})
	require.Equal(t, "m.yaml:17:40: objects[1].mappings[1].expression (members): error unknown-function: there is no function \"Foo\"\n", lines(t, found.Errors()))
	formatted, _, err := doc.Format(file.FormatOptions{})
	require.NoError(t, err)
	require.Equal(t, strings.Replace(text, "( [name] )", "([name])", 1), formatted.Text())
	rewritten, err := doc.Rewrite(map[int]string{2: "Trim([x])"})
	require.NoError(t, err)
	require.Equal(t, strings.Replace(text, "Foo([members])", "Trim([x])", 1), rewritten.Text())
	_, err = doc.Set()
	require.Equal(t, "m.yaml:4:1: objects: error wrong-value: want one object mapping, got 2\n", lines(t, err))
}

func TestFaultsOfSeveralObjectMappingsHaveTheirPlaces(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ text, want string }{
		{"objects: []\n", "1:10: objects: error wrong-value: there are no object mappings: add at least one\n"},
		{"objects: {}\n", "1:10: objects: error value-type: want a list, got an object\n"},
		{
			"options: {compat: [exactcase, exactCases]}\nobjects:\n- mappings: [{target: a, from: b, match: 1}]\n- mappings: [{target: a, from: b, match: 1}]\n",
			"1:31: options.compat[1]: error wrong-value: unknown reading \"exactCases\": did you mean exactCase?\n",
		},
		{
			"mappings: []\nscope: []\nobjects:\n- {actions: [], mapping: []}\n- {source: [], options: {client: [x], maxDisabled: 1}, types: {a: {type: Txt}, A: {}}}\n",
			`1:1: mappings: error unknown-member: unknown member "mappings": the members are name, types, targetTypes, options, objects
2:1: scope: error unknown-member: unknown member "scope": the members are name, types, targetTypes, options, objects
4:13: objects[0].actions: error wrong-value: want some of create, update, delete, got none: leave the member out to allow all
4:17: objects[0].mapping: error unknown-member: unknown member "mapping": did you mean mappings?
5:12: objects[1].source: error value-type: want a text, got a list
5:39: objects[1].options.maxDisabled: error unknown-member: unknown member "maxDisabled": did you mean maxDisables?
5:74: objects[1].types.a.type: error unknown-value: unknown attribute type "Txt": want one of String, Integer, Boolean, DateTime, Binary, Reference
5:83: objects[1].types.A: error member-twice: the attribute "A" is described twice: names count in any case
`,
		},
		{
			"actions: [create, delate]\noptions: {client: [plainboolean], customSecurityAttributes: {Eng_Level: {type: Integer}}}\nmappings: [{target: a, from: b, match: 1}]\n",
			"1:19: actions[1]: error wrong-value: unknown action \"delate\": did you mean delete?\n2:20: options.client[0]: error wrong-value: unknown quirk of a client \"plainboolean\": did you mean plainBooleans?\n",
		},
	} {
		_, found := parse(t, "m.yaml", row.text).Check(mapping.Options{})
		if diff := cmp.Diff(row.want, strings.ReplaceAll(lines(t, found), "m.yaml:", "")); diff != "" {
			t.Errorf("%q (-want +got):\n%s", row.text, diff)
		}
	}
}
