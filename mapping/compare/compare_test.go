package compare_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/mapping/compare"
	"github.com/attrmap/attrmap/mapping/file"
)

// schema is an export with everything that is compared, as the service writes it.
const schema = `{
  "@odata.context": "https://graph.microsoft.com/beta/$metadata#schema",
  "id": "demo.1", "version": "1", "provisioningTaskIdentifier": "demo.1",
  "synchronizationRules": [{
    "editable": true, "id": "r1", "name": "USERS", "priority": 1, "sourceDirectoryName": "Entra", "targetDirectoryName": "App",
    "metadata": [{"key": "defaultSourceObjectMappings", "value": "[]"}, {"key": "limits", "value": "{\"a\":1,\"b\":[2]}"}],
    "objectMappings": [{
      "enabled": true, "flowTypes": "Add, Update, Delete", "name": "Users", "sourceObjectName": "User", "targetObjectName": "Account",
      "metadata": [{"key": "IsCustomerDefined", "value": "false"}],
      "scope": {"groups": [{"name": "people", "clauses": [
        {"operatorName": "EQUALS", "sourceOperandName": "department", "targetOperand": {"values": ["Sales", "Service"]}},
        {"operatorName": "IS NOT NULL", "sourceOperandName": "mail", "targetOperand": {"values": []}}]}],
        "inputFilterGroups": [], "categoryFilterGroups": []},
      "attributeMappings": [
        {"defaultValue": "True", "flowBehavior": "FlowWhenChanged", "flowType": "Always", "matchingPriority": 0, "targetAttributeName": "active",
         "source": {"expression": "Not([IsSoftDeleted])", "name": "Not", "type": "Function", "parameters": [
           {"key": "source", "value": {"expression": "[IsSoftDeleted]", "name": "IsSoftDeleted", "type": "Attribute", "parameters": []}}]}},
        {"defaultValue": "", "flowType": "ObjectAddOnly", "matchingPriority": 1, "targetAttributeName": "userName",
         "source": {"expression": "[mail]", "name": "mail", "type": "Attribute", "parameters": []}},
        {"flowType": "Always", "matchingPriority": 0, "targetAttributeName": "kind",
         "source": {"expression": "\"person\"", "name": "person", "type": "Constant", "parameters": []}}
      ]}]}],
  "directories": [{"id": "d1", "name": "Entra", "version": "1", "discoveryDateTime": null, "readOnly": false, "objects": [
    {"name": "User", "metadata": [{"key": "IsSoftDeletionSupported", "value": "true"}], "supportedApis": ["a", "b"], "attributes": [
      {"name": "mail", "type": "String", "required": false, "mutability": "ReadWrite"},
      {"name": "manager", "type": "Reference", "referencedObjects": [{"referencedObjectName": "User"}, {"referencedObjectName": "Group"}]}]}]}]
}`

// document parses a file.
func document(t *testing.T, name, text string) *file.Document {
	t.Helper()
	doc, err := file.Parse(name, []byte(text))
	require.NoError(t, err)
	return doc
}

// names reads a file of names.
func names(t *testing.T, text string) *compare.Names {
	t.Helper()
	n := new(compare.Names)
	require.NoError(t, n.Read(document(t, "names.yaml", text)))
	return n
}

// text returns a report as people read it.
func text(t *testing.T, report *compare.Report) string {
	t.Helper()
	var b strings.Builder
	require.NoError(t, report.WriteText(&b))
	return b.String()
}

// edited returns the schema with texts replaced, old by new, each of which must be there.
func edited(t *testing.T, edits ...string) string {
	t.Helper()
	out := schema
	for i := 0; i < len(edits); i += 2 {
		require.Contains(t, out, edits[i])
		out = strings.Replace(out, edits[i], edits[i+1], 1)
	}
	return out
}

const users = "object mapping User → Account of rule USERS\n"

// Which members have which defaults, and that the tree of an expression decides, are of package graph.
func TestWhatDiffersBetweenSchemas(t *testing.T) {
	for about, row := range map[string]struct {
		edits []string
		want  string // without the last line; "" is no difference
	}{
		"ids, versions, times and annotations are of no concern": {edits: []string{
			`"demo.1"`, `"demo.2"`, `"version": "1"`, `"version": "2"`, `"id": "r1"`, `"id": "r2"`, `"id": "d1", `, ``,
			`"discoveryDateTime": null`, `"discoveryDateTime": "2026-01-01"`, `$metadata#schema`, `$metadata#other`,
		}},
		"metadata about the portal is of no concern":        {edits: []string{`"value": "[]"`, `"value": "[1]"`, `"value": "false"`, `"value": "true"`}},
		"titles of filter groups are of no concern":         {edits: []string{`"name": "people"`, `"name": "staff"`}},
		"members have no order, and JSON texts no spelling": {edits: []string{`{\"a\":1,\"b\":[2]}`, `{ \"b\":[2], \"a\":1 }`}},
		"lists that are sets have no order":                 {edits: []string{`["a", "b"]`, `["b", "a"]`, `{"referencedObjectName": "User"}, {"referencedObjectName": "Group"}`, `{"referencedObjectName": "Group"}, {"referencedObjectName": "User"}`}},
		"values of a clause have no order":                  {edits: []string{`["Sales", "Service"]`, `["Service", "Sales"]`}},
		"operators have no case":                            {edits: []string{`"IS NOT NULL"`, `"is_not_null"`}},
		"a default that is written is one that is left out": {edits: []string{`, "required": false, "mutability": "ReadWrite"`, ``, `"type": "String"`, `"type": "string"`, `"flowBehavior": "FlowWhenChanged", `, ``, `"enabled": true, `, ``, `"editable": true, `, ``}},
		"a space in a list of actions is none":              {edits: []string{`"Add, Update, Delete"`, `"Add,Update,Delete"`}},
		"spaces and the case of functions mean nothing":     {edits: []string{`"Not([IsSoftDeleted])", "name": "Not"`, `"NOT( [IsSoftDeleted] )", "name": "NOT"`}},
		"the parameters count where the text differs":       {edits: []string{`"expression": "Not([IsSoftDeleted])"`, `"expression": "Not([other])"`}},
		"parameters that differ are another expression":     {edits: []string{`"name": "IsSoftDeleted"`, `"name": "disabled"`}, want: users + "  active  source  Not([IsSoftDeleted]) → Not([disabled])\n"},
		"a constant that was an attribute":                  {edits: []string{`"expression": "[mail]", "name": "mail", "type": "Attribute"`, `"expression": "\"mail\"", "name": "mail", "type": "Constant"`}, want: users + "  userName  source  [mail] → \"mail\"\n"},
		"a default value":                                   {edits: []string{`"defaultValue": "True"`, `"defaultValue": "False"`}, want: users + "  active  default  \"True\" → \"False\"\n"},
		"a default value that is no longer there":           {edits: []string{`"defaultValue": "True"`, `"defaultValue": null`}, want: users + "  active  default  removed  \"True\"\n"},
		"a flow type":                                         {edits: []string{`"ObjectAddOnly"`, `"Always"`}, want: users + "  userName  apply  create → always\n"},
		"precedence of matching":                              {edits: []string{`"matchingPriority": 1`, `"matchingPriority": 2`}, want: users + "  userName  match  1 → 2\n"},
		"a flow behaviour":                                    {edits: []string{`"FlowWhenChanged"`, `"FlowAlways"`}, want: users + "  active  flowBehavior  FlowWhenChanged → FlowAlways\n"},
		"a target that is another one":                        {edits: []string{`"targetAttributeName": "kind"`, `"targetAttributeName": "sort"`}, want: users + "  kind  removed  \"person\"\n  sort  added  \"person\"\n"},
		"a target that differs in case":                       {edits: []string{`"targetAttributeName": "kind"`, `"targetAttributeName": "Kind"`}, want: users + "  kind  target  kind → Kind\n"},
		"actions":                                             {edits: []string{`"Add, Update, Delete"`, `"Add"`}, want: users + "  actions  create, update, delete → create\n"},
		"no action at all":                                    {edits: []string{`"Add, Update, Delete"`, `"None"`}, want: users + "  actions  create, update, delete → none\n"},
		"an object mapping that is switched off":              {edits: []string{`"enabled": true`, `"enabled": false`}, want: users + "  enabled  true → false\n"},
		"an object mapping of another name is the same":       {edits: []string{`"name": "Users"`, `"name": "People"`}, want: users + "  name  Users → People\n"},
		"a clause of the scope":                               {edits: []string{`"EQUALS"`, `"NOT EQUALS"`}, want: users + "  scope  removed  department EQUALS 'Sales', 'Service' and mail IS NOT NULL\n  scope  added  department NOT EQUALS 'Sales', 'Service' and mail IS NOT NULL\n"},
		"an input filter":                                     {edits: []string{`"inputFilterGroups": []`, `"inputFilterGroups": [{"clauses": [{"operatorName": "IS TRUE", "sourceOperandName": "x"}]}]`}, want: users + "  inputFilter  added  x IS TRUE\n"},
		"a rule's priority":                                   {edits: []string{`"priority": 1`, `"priority": 2`}, want: "rule USERS\n  priority  1 → 2\n"},
		"metadata that is nobody's concern but the service's": {edits: []string{`\"a\":1`, `\"a\":3`}, want: "rule USERS\n  metadata limits  \"{\\\"a\\\":1,\\\"b\\\":[2]}\" → \"{\\\"a\\\":3,\\\"b\\\":[2]}\"\n"},
		"a definition's attribute":                            {edits: []string{`"required": false`, `"required": true`}, want: "definition User of directory Entra\n  mail  required  false → true\n"},
		"the type of a definition's attribute":                {edits: []string{`"type": "String", `, `"type": "Boolean", `}, want: "definition User of directory Entra\n  mail  type  String → Boolean\n"},
		"an attribute that was defined":                       {edits: []string{`{"name": "mail", "type": "String"`, `{"name": "x"},{"name": "mail", "type": "String"`}, want: "definition User of directory Entra\n  x  added  String\n"},
		"a member that nobody knows":                          {edits: []string{`"enabled": true`, `"enabled": true, "new": {"b": 1, "a": 2}`}, want: users + "  new  added  {\"a\":2,\"b\":1}\n"},
		"a type of source that nobody knows is compared as JSON": {edits: []string{`"expression": "\"person\"", "name": "person", "type": "Constant"`, `"expression": null, "name": "%%", "type": "Function"`},
			want: users + "  kind  source  \"person\" → {\"expression\":null,\"name\":\"%%\",\"parameters\":[],\"type\":\"Function\"}\n"},
		"control characters are not printed": {edits: []string{`"defaultValue": "True"`, `"defaultValue": "a\u001b[31m\u202eb"`}, want: users + "  active  default  \"True\" → \"a\\u001b[31m\\u202eb\"\n"},
		"a directory that is another one":    {edits: []string{`"name": "Entra", "version"`, `"name": "AD", "version"`}, want: "directory Entra\n  removed\ndefinition User of directory Entra\n  removed\ndirectory AD\n  added\ndefinition User of directory AD\n  added\n"},
	} {
		t.Run(about, func(t *testing.T) {
			report, err := new(compare.Names).Diff(document(t, "a.json", schema), document(t, "b.json", edited(t, row.edits...)))
			require.NoError(t, err)
			got := text(t, report)
			if row.want == "" {
				require.Equal(t, "No difference.\n", got)
				return
			}
			at := strings.LastIndex(strings.TrimSuffix(got, "\n"), "\n") + 1
			require.Equal(t, row.want, got[:at])
			require.Contains(t, got[at:], "difference")
		})
	}
}

const yamlFile = `
name: Users
source: User
target: Account
scope:
  - - {attribute: mail, operator: IS NOT NULL}
    - {attribute: department, operator: EQUALS, values: [Service, Sales]}
mappings:
  - {target: kind, constant: person}
  - {target: userName, from: mail, match: 1, apply: create}
  - {target: active, expression: 'Not( [IsSoftDeleted] )', default: "True"}
`

func TestMappingFilesAreComparedWithSchemasAndWithEachOther(t *testing.T) {
	export, mapping := document(t, "a.json", schema), document(t, "b.yaml", yamlFile)
	const skipped = "Not compared, because a mapping file has none: rules, definitions, input and category filters, metadata, options.\n"
	for about, row := range map[string]struct {
		a, b *file.Document
		want string
	}{
		"a mapping file that says what a schema does": {export, mapping, skipped + "No difference.\n"},
		"and the other way round":                     {mapping, export, skipped + "No difference.\n"},
		"a schema with another rule": {mapping, document(t, "c.json", edited(t, `"ObjectAddOnly"`, `"Always"`)),
			"object mapping User → Account: Users\n  userName  apply  create → always\n" + skipped + "1 difference.\n"},
		"the same mapping file": {mapping, mapping, "No difference.\n"},
		"a mapping file without types": {document(t, "d.yaml", "mappings: [{target: a, from: b}]"), document(t, "e.yaml", "source: User\nmappings: [{target: a, expression: '[b]'}]\noptions: {hardDelete: true}"),
			"object mapping\n  source  added  User\n  options  {} → {\"hardDelete\":true}\n2 differences.\n"},
		"lists of attributes that differ in one": {
			document(t, "d.yaml", "types: {id: {api: $.id}, n: {type: Integer}, w: {anchor: true}}\nmappings: [{target: a, from: b}]"),
			document(t, "e.yaml", "types: {id: {api: $.key}, n: {type: Integer, multi: true}, m: {}}\ntargetTypes: {a: {required: true}}\nmappings: [{target: a, from: b}]"),
			"object mapping\n  types.id.api  $.id → $.key\n  types.w.anchor  removed  true\n  types.n.multi  added  true\n  targetTypes.a.required  added  true\n4 differences.\n",
		},
		"an empty argument and none are the same": {document(t, "d.yaml", `mappings: [{target: a, expression: 'ToLower([b], )'}]`), document(t, "e.yaml", `mappings: [{target: a, expression: 'ToLower([b])'}]`), "No difference.\n"},
		"which value of Switch is empty is not":   {document(t, "d.yaml", `mappings: [{target: a, expression: 'Switch([b], , "k", , "l", "v")'}]`), document(t, "e.yaml", `mappings: [{target: a, expression: 'Switch([b], , "k", "l", , "v")'}]`), "object mapping\n  a  source  Switch([b], , \"k\", , \"l\", \"v\") → Switch([b], , \"k\", \"l\", , \"v\")\n1 difference.\n"},
		"NULL is not a text":                      {document(t, "d.yaml", `mappings: [{target: a, expression: 'Coalesce([b], NULL)'}]`), document(t, "e.yaml", `mappings: [{target: a, expression: 'Coalesce([b], "NULL")'}]`), "object mapping\n  a  source  Coalesce([b], NULL) → Coalesce([b], \"NULL\")\n1 difference.\n"},
		"neither is a hexadecimal number":         {document(t, "d.yaml", `mappings: [{target: a, expression: 'Append([b], &HF7)'}]`), document(t, "e.yaml", `mappings: [{target: a, expression: 'Append([b], "&HF7")'}]`), "object mapping\n  a  source  Append([b], &HF7) → Append([b], \"&HF7\")\n1 difference.\n"},
		"1 and \"1\" are the same argument":       {document(t, "d.yaml", `mappings: [{target: a, expression: 'Mid([b], 1, 2)'}]`), document(t, "e.yaml", `mappings: [{target: a, expression: 'mid([b], "1", 2)'}]`), "No difference.\n"},
	} {
		t.Run(about, func(t *testing.T) {
			report, err := new(compare.Names).Diff(row.a, row.b)
			require.NoError(t, err)
			require.Equal(t, row.want, text(t, report))
		})
	}
}

func TestTheReportAsJSON(t *testing.T) {
	report, err := new(compare.Names).Diff(document(t, "a.json", schema), document(t, "b.json", edited(t, `"priority": 1`, `"priority": 2`, `"type": "String", `, `"type": "Boolean", `)))
	require.NoError(t, err)
	got, err := json.Marshal(report)
	require.NoError(t, err)
	require.JSONEq(t, `{"differences": [
		{"group": "rule USERS", "member": "priority", "change": "changed", "from": "1", "to": "2"},
		{"group": "definition User of directory Entra", "attribute": "mail", "member": "type", "change": "changed", "from": "String", "to": "Boolean"}]}`, string(got))
	none, err := new(compare.Names).Diff(document(t, "a.json", schema), document(t, "b.json", schema))
	require.NoError(t, err)
	got, err = json.Marshal(none)
	require.NoError(t, err)
	require.JSONEq(t, `{"differences": []}`, string(got), "programs loop over an array")
}

// What was not read is never no difference.
func TestFilesThatCannotBeCompared(t *testing.T) {
	for name, row := range map[string]struct{ name, text, want string }{
		"an empty file":                   {"a.json", "", "a.json:1:1"},
		"an empty schema":                 {"a.json", `{"synchronizationRules": []}`, "the schema is empty"},
		"a mapping file without mappings": {"a.json", `{}`, "nothing to compare"},
		"an empty list":                   {"a.json", `[]`, ""},
		"an expression":                   {"a.txt", `[mail]`, "want an exported schema or a mapping file, got an expression"},
		"broken JSON":                     {"a.json", `{"synchronizationRules": [`, "a.json:1:27"},
		"a mapping file with a fault":     {"a.yaml", "mappings: [{targt: x}]", "targt"},
	} {
		t.Run(name, func(t *testing.T) {
			doc, err := file.Parse(row.name, []byte(row.text))
			require.NoError(t, err)
			_, err = new(compare.Names).Diff(doc, document(t, "b.json", schema))
			require.ErrorContains(t, err, row.want)
			_, err = new(compare.Names).Diff(document(t, "b.json", schema), doc)
			require.Error(t, err)
		})
	}
}
