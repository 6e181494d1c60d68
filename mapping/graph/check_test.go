package graph_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/mapping/graph"
)

const (
	rule    = "synchronizationRules[0]"
	users   = rule + ".objectMappings[0]"
	mapped  = users + ".attributeMappings"
	title   = mapped + "[2]"
	mailAt  = mapped + "[3]"
	clauses = users + ".scope.groups[0].clauses"
)

// The pieces of check.json that the rows change.
const (
	titleMapping = `{"targetAttributeName": "title", "matchingPriority": 0, "defaultValue": null, "flowType": "Always", "source": {"type": "Attribute", "name": "jobTitle"}}`
	mailSource   = `{"type": "Function", "name": "ToLower", "expression": "ToLower([mail])"}`
	clause       = `{"operatorName": "EQUALS", "sourceOperandName": "department", "targetOperand": {"values": ["Staff"]}}`
	softDelete   = `{"type": "Function", "name": "Not", "expression": "Not([IsSoftDeleted])", "parameters": [{"key": "source", "value": {"type": "Attribute", "name": "IsSoftDeleted", "expression": "[IsSoftDeleted]", "parameters": []}}]}`
)

func function(expression string) string {
	return `{"type": "Function", "name": "x", "expression": "` + strings.ReplaceAll(expression, `"`, `\"`) + `"}`
}

func clauseOf(attribute, operator string, values ...string) string {
	operand := "null"
	if len(values) > 0 {
		operand = `{"values": ["` + strings.Join(values, `", "`) + `"]}`
	}
	return fmt.Sprintf(`{"operatorName": "%s", "sourceOperandName": "%s", "targetOperand": %s}`, operator, attribute, operand)
}

// titleTo returns title's mapping with another target and source.
func titleTo(target, source string) string {
	return strings.Replace(strings.Replace(titleMapping, `"title"`, `"`+target+`"`, 1), `{"type": "Attribute", "name": "jobTitle"}`, source, 1)
}

func attribute(name string) string { return `{"type": "Attribute", "name": "` + name + `"}` }

func TestCheck(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name     string
		old, now string // what is replaced in check.json, and by what
		want     []string
	}{
		{"nothing is wrong", "", "", nil},

		{"an unknown directory", `"sourceDirectoryName": "Microsoft Entra ID"`, `"sourceDirectoryName": "microsoft entra id"`, []string{"error unknown-directory " + rule + ".sourceDirectoryName"}},
		{"no directory", `"targetDirectoryName": "Fabrikam",`, ``, []string{"error unknown-directory " + rule}},
		{"an unknown object", `"targetObjectName": "FabrikamUser"`, `"targetObjectName": "Account"`, []string{"error unknown-object " + users + ".targetObjectName"}},
		{"a directory of the same name, first one counts", `"directories": [`, `"directories": [{"name": "Other", "objects": []},`, nil},

		{"an unknown source attribute", `"name": "jobTitle"}`, `"name": "jobTitel"}`, []string{"error unknown-attribute " + title + ".source"}},
		{"a source attribute in another case", `"name": "jobTitle"}`, `"name": "JobTitle"}`, []string{"warning attribute-case " + title + ".source"}},
		{"an unknown attribute in an expression", `ToLower([mail])`, `ToLower([mial])`, []string{"error unknown-attribute " + mailAt + ".source.expression"}},
		{"an unknown target", `"targetAttributeName": "title"`, `"targetAttributeName": "titel"`, []string{"error unknown-attribute " + title + ".targetAttributeName"}},
		{"a read-only target", titleMapping, titleTo("lastLogin", attribute("jobTitle")), []string{"error read-only-target " + title + ".targetAttributeName"}},
		{"an anchor as target", titleMapping, titleTo("id", attribute("jobTitle")), []string{"warning anchor-target " + title + ".targetAttributeName"}},
		{"an anchor that is matched by", `"targetAttributeName": "userName", "matchingPriority": 1`, `"targetAttributeName": "id", "matchingPriority": 1`, []string{"warning required-target-unmapped " + mapped}},
		{"a target mapped twice", titleMapping, titleMapping + "," + titleMapping, []string{"error target-mapped-twice " + mapped + "[3].targetAttributeName"}},

		{"no matching attribute", `"targetAttributeName": "userName", "matchingPriority": 1`, `"targetAttributeName": "userName", "matchingPriority": 0`, []string{"error no-matching-attribute " + mapped}},
		{"two matching attributes of one number", `"targetAttributeName": "title", "matchingPriority": 0`, `"targetAttributeName": "title", "matchingPriority": 1`, []string{"warning matching-precedence " + title + ".matchingPriority"}},
		{"two matching attributes in order", `"targetAttributeName": "title", "matchingPriority": 0`, `"targetAttributeName": "title", "matchingPriority": 2`, nil},

		{"an expression that does not parse", `ToLower([mail])`, `ToLower([mail]`, []string{"error parameter-tree " + mailAt + ".source"}},
		{"an unknown function", mailSource, function(`ToLowre([mail])`), []string{"error unknown-function " + mailAt + ".source.expression"}},
		{"an expression of 10,000 characters", mailSource, function(`Join(""` + strings.Repeat(`, [mail]`, 1249) + `)`), nil},
		{"an expression of 10,001 characters", mailSource, function(`Join(""` + strings.Repeat(`, [mail]`, 1249) + ` )`), []string{"error too-long " + mailAt + ".source.expression"}},
		{"text and tree differ", `"expression": "Not([IsSoftDeleted])"`, `"expression": "[IsSoftDeleted]"`, []string{"warning tree-and-text-differ " + mapped + "[1].source"}},
		{"an unknown key", `{"key": "source", "value": {"type": "Attribute", "name": "IsSoftDeleted"`, `{"key": "Source", "value": {"type": "Attribute", "name": "IsSoftDeleted"`, []string{"warning parameter-key " + mapped + "[1].source"}},
		{"a function outside the reference", mailSource, function(`Trim([mail])`), []string{"warning outside-reference " + mailAt + ".source.expression"}},

		{"a required target without a mapping", `"defaultValue": "en-US"`, `"defaultValue": ""`, []string{"warning required-target-unmapped " + mapped}},
		{"a required target whose definition has a default", `{"name": "locale", "required": true}`, `{"name": "locale", "required": true, "defaultValue": "x"}`, nil},
		{"nothing is created, so nothing is required", `"flowTypes": "Add,Update,Delete",`, `"flowTypes": "Update", "other": [],`, []string{"warning unknown-member " + users + ".other"}},

		{"several values for one", `"name": "jobTitle"}`, `"name": "proxyAddresses"}`, []string{"warning many-to-one " + title + ".source"}},
		{"several values, changed one by one", mailSource, function(`ToLower([proxyAddresses])`), []string{"warning many-to-one " + mailAt + ".source"}},
		{"several values from a branch", mailSource, function(`IIF([mail]="", [proxyAddresses], [mail])`), []string{"warning many-to-one " + mailAt + ".source"}},
		{"several values, joined", mailSource, function(`Join(",", [proxyAddresses])`), nil},
		{"one of several values", mailSource, function(`ToLower(Switch("a", , "a", [proxyAddresses]))`), []string{"warning many-to-one " + mailAt + ".source"}},
		{"the parts of a text", mailSource, function(`Split([mail], "@")`), []string{"warning many-to-one " + mailAt + ".source"}},

		{"a reference from a text", `"name": "manager"}`, `"name": "mail"}`, []string{"warning reference-from-text " + mapped + "[4].source"}},
		{"a reference from a constant", attribute("manager"), `{"type": "Constant", "name": "x"}`, []string{"warning reference-from-text " + mapped + "[4].source"}},
		{"a reference through a function", attribute("manager"), function(`IIF([mail]="", [manager], )`), nil},

		{"a constant of the wrong type", titleMapping, titleTo("level", `{"type": "Constant", "name": "high"}`), []string{"warning value-type " + title + ".source"}},
		{"a constant of the target's type", titleMapping, titleTo("level", `{"type": "Constant", "name": "7"}`), nil},
		{"a default of the wrong type", `{"targetAttributeName": "active", `, `{"targetAttributeName": "active", "defaultValue": "yes", `, []string{"warning value-type " + mapped + "[1].defaultValue"}},
		{"a default of the right type", `{"targetAttributeName": "active", `, `{"targetAttributeName": "active", "defaultValue": "True", `, nil},

		{"an unknown operator", clause, clauseOf("department", "EQUAL", "Staff"), []string{"error filter-operator " + clauses + "[0].operatorName"}},
		{"an operator in another spelling", clause, clauseOf("department", "Not_Equals", "Staff"), nil},
		{"an operator without its value", clause, clauseOf("department", "EQUALS"), []string{"error filter-operand " + clauses + "[0].targetOperand"}},
		{"an operator with a value too many", clause, clauseOf("department", "IS NULL", "x"), []string{"warning filter-operand " + clauses + "[0].targetOperand"}},
		{"a unary operator", clause, clauseOf("department", "IS NULL"), nil},
		{"a pattern that does not compile", clause, clauseOf("department", "REGEX MATCH", "(x"), []string{"error filter-operand " + clauses + "[0].targetOperand"}},
		{"a .NET pattern", clause, clauseOf("department", "REGEX MATCH", "^(?!x).*$"), nil},
		{"an operand that is not a number", clause, clauseOf("employeeNumber", "Greater_Than", "many"), []string{"error filter-operand " + clauses + "[0].targetOperand", "warning filter-operand " + clauses + "[0].targetOperand"}},
		{"a text compared with a number", clause, clauseOf("employeeNumber", "EQUALS", "many"), []string{"warning filter-operand " + clauses + "[0].targetOperand"}},
		{"numbers", clause, clauseOf("employeeNumber", "Greater_Than", "5"), nil},
		{"an operator on the wrong type", clause, clauseOf("department", "IS TRUE"), []string{"warning filter-type " + clauses + "[0].operatorName"}},
		{"an unknown attribute in a filter", clause, clauseOf("departement", "IS NULL"), []string{"error unknown-attribute " + clauses + "[0].sourceOperandName"}},
		{"no attribute in a filter", clause, clauseOf("", "IS NULL"), []string{"error filter-attribute " + clauses + "[0]"}},
		{"an attribute that filters do not support", clause, clauseOf("userType", "EQUALS", "Guest"), []string{"warning scope-attribute " + clauses + "[0].sourceOperandName"}},
		{"a date in a filter", clause, clauseOf("employeeHireDate", "IS NOT NULL"), []string{"warning filter-type " + clauses + "[0].operatorName", "warning scope-attribute " + clauses + "[0].sourceOperandName"}},
		{"several values in a filter", clause, clauseOf("proxyAddresses", "IS NOT NULL"), []string{"warning scope-attribute " + clauses + "[0].sourceOperandName"}},
		{"several values in the service's own filter", `"inputFilterGroups": []`, `"inputFilterGroups": [{"clauses": [` + clauseOf("proxyAddresses", "IS NOT NULL") + `]}]`, nil},
		{"a group without clauses", clause, "", []string{"warning empty-filter-group " + clauses}},
		{"one way to restrict a rule", `{"includedContainers": []}`, `{"includedContainers": ["OU=Staff"]}`, nil},

		{"roles mapped directly", titleMapping, titleTo("roles", attribute("appRoleAssignments")), []string{"error roles-mapped-directly " + title + ".source"}},
		{"roles through their function", titleMapping, titleTo("roles", function(`AppRoleAssignmentsComplex([appRoleAssignments])`)), nil},

		{"a random value on every update", mailSource, function(`RandomString(8, 1, 0, 0, 0, )`), []string{"warning changing-value " + mailAt + ".source"}},
		{"a random value at creation", `"source": ` + mailSource, `"flowType": "ObjectAddOnly", "source": ` + function(`RandomString(8, 1, 0, 0, 0, )`), nil},
		{"a unique value on every update", mailSource, function(`SelectUniqueValue([mail], [department])`), []string{"error unique-value-mapping " + mailAt}},
		{"a unique value at creation", `"source": ` + mailSource, `"flowType": "ObjectAddOnly", "source": ` + function(`SelectUniqueValue([mail], [department])`), nil},

		{"nobody is disabled", softDelete, function(`Not([mail])`), []string{"warning soft-delete-unmapped " + mapped}},
		{"nobody needs to be disabled", `{"key": "IsSoftDeletionSupported", "value": "true"}`, `{"key": "IsSoftDeletionSupported", "value": "false"}`, nil},

		{"what the Graph SDKs write", `{"name": "mail"},`, `{"name": "mail", "AdditionalProperties": {"a": 1}},`, nil},
		{"two anchors", `{"name": "mail"},`, `{"name": "mail", "anchor": true},`, []string{"warning two-anchors directories[0].objects[0].name"}},
		{"an attribute defined twice", `{"name": "jobTitle", "flowNullValues": false}`, `{"name": "jobTitle"}, {"name": "jobTitle"}`, []string{"warning attribute-defined-twice directories[0].objects[0].attributes[7].name"}},

		{"one gate for null only", `"flowType": "Always"`, `"flowNullValues": true`, []string{"warning flow-nulls " + title + ".flowNullValues"}},
		{"both gates for null", `"name": "jobTitle", "flowNullValues": false`, `"name": "jobTitle", "flowNullValues": true`, nil},
		{"the source's gate only", `"targetAttributeName": "userName", `, `"targetAttributeName": "userName", "flowNullValues": false, `, []string{"info flow-nulls " + mapped + "[0].flowNullValues"}},
		{"null for a matching attribute", `"targetAttributeName": "userName", `, `"targetAttributeName": "userName", "flowNullValues": true, `, []string{"warning flow-nulls " + mapped + "[0].flowNullValues"}},

		{"a security attribute in the wrong directory", titleMapping, titleTo("CustomSecurityAttributes.Badge_Level", attribute("jobTitle")), []string{"error custom-security-attribute " + title + ".targetAttributeName"}},
		{"an unknown word", `"flowType": "Always"`, `"flowType": "Sometimes"`, []string{"warning unknown-value " + title + ".flowType"}},
		{"an unknown flow type of the object", `"flowTypes": "Add,Update,Delete"`, `"flowTypes": "Add,Update,Archive"`, []string{"warning unknown-value " + users + ".flowTypes"}},
		{"a type in lower case", `"type": "Boolean"`, `"type": "boolean"`, nil},
		{"an annotation", `"id": "custom`, `"@odata.id": "x", "id": "custom`, nil},
		{"a duplicate member", `"priority": 1,`, `"priority": 1, "Priority": 1,`, []string{"warning member-twice " + rule + ".Priority"}},
		{"FlowAlways", `"flowType": "Always"`, `"flowBehavior": "FlowAlways"`, []string{"info not-simulated " + title + ".flowBehavior"}},
	} {
		text := string(read(t, "check.json"))
		require.Contains(t, text, row.old, row.name)
		var got []string
		for _, f := range loadText(t, strings.Replace(text, row.old, row.now, 1)).Check(graph.CheckOptions{}) {
			got = append(got, fmt.Sprintf("%s %s %s", f.Severity, f.Code, f.Path))
		}
		if diff := cmp.Diff(row.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", row.name, diff)
		}
	}
}

func TestCheckOfTheFixtures(t *testing.T) {
	t.Parallel()
	for name, want := range map[string][]string{
		"export2017.json": nil,
		"powershell.json": nil,
		"cloudsync2020.json": {
			"info not-simulated (UserPrincipalName) cloud sync ignores flow types; the mapping always applies",
		},
		"export2025.json": {
			`warning unknown-member () Graph's metadata has no member "futureMember" here; it is kept`,
			`warning unknown-value () Graph's metadata has no flowTypes "Archive"; it is kept`,
			`warning unknown-value () Graph's metadata has no flowType "Add"; it is kept`,
			`warning unknown-member () Graph's metadata has no member "mappingType" here; it is kept`,
			`warning unknown-member () Graph's metadata has no member "expression" here; it is kept`,
		},
	} {
		var got []string
		for _, f := range load(t, name).Check(graph.CheckOptions{}) {
			got = append(got, fmt.Sprintf("%s %s (%s) %s", f.Severity, f.Code, f.Target, f.Message))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func checked(t *testing.T, old, now string, opts graph.CheckOptions) diag.List {
	t.Helper()
	text := string(read(t, "check.json"))
	require.Contains(t, text, old)
	return loadText(t, strings.Replace(text, old, now, 1)).Check(opts)
}

func TestCheckPointsIntoTheExpression(t *testing.T) {
	t.Parallel()
	for _, newline := range []string{"", "\\n\\u00e9\\ud83d\\ude00"} {
		expression := `Join(\"` + newline + `\", [mail], [mial])`
		source := `{"type": "Function", "name": "Join", "expression": "` + expression + `"}`
		found := checked(t, mailSource, source, graph.CheckOptions{})
		var f diag.Finding
		for _, f = range found {
			if f.Code == codes.UnknownAttribute {
				break
			}
		}
		text := strings.Replace(string(read(t, "check.json")), mailSource, source, 1)
		require.Equal(t, `[mial]`, text[f.Offset:f.Offset+6])
		require.Equal(t, "mail", f.Target)
		require.Equal(t, "did you mean [mail]?", f.Hint.String())
		line := strings.Split(text, "\n")[f.Line-1]
		require.Equal(t, strings.Index(line, "[mial]")+1, f.Column)
		require.Contains(t, f.Text, "[mial]")
	}
}

// Entra computes IsSoftDeleted whether or not the definition says so.
func TestSoftDeleteWithoutMetadata(t *testing.T) {
	t.Parallel()
	text := strings.Replace(string(read(t, "check.json")), `{"key": "PropertyNameSoftDeleted", "value": "IsSoftDeleted"}`, ``, 1)
	found := loadText(t, strings.Replace(text, softDelete, function(`Not([mail])`), 1)).Check(graph.CheckOptions{})
	require.Len(t, found, 1)
	require.Equal(t, codes.SoftDelete, found[0].Code)
}

func TestCheckOffersFixes(t *testing.T) {
	t.Parallel()
	found := checked(t, mailSource, function(`Replace([mail], , '\\\\d', , "", , )`), graph.CheckOptions{})
	require.NotEmpty(t, found)
	require.Equal(t, `Replace([mail], , "\\d", , "", , )`, found[0].Fix)
}

func TestCheckWithSyncAll(t *testing.T) {
	t.Parallel()
	roles := titleTo("roles", function(`SingleAppRoleAssignment([appRoleAssignments])`))
	require.Empty(t, checked(t, titleMapping, roles, graph.CheckOptions{}))
	found := checked(t, titleMapping, roles, graph.CheckOptions{SyncAll: true})
	require.Len(t, found, 1)
	require.Equal(t, codes.RolesSyncAll, found[0].Code)
	require.Empty(t, checked(t, "", "", graph.CheckOptions{SyncAll: true}), "no role function")
}

// For a rule that cannot be edited, only errors are reported.
func TestCheckOfReadOnlyRules(t *testing.T) {
	t.Parallel()
	text := strings.Replace(string(read(t, "check.json")), `"editable": true`, `"editable": false`, 1)
	for _, row := range []struct{ old, now, want string }{
		{`"name": "jobTitle"}`, `"name": "proxyAddresses"}`, ""},
		{`"name": "jobTitle"}`, `"name": "nothing"}`, "unknown-attribute"},
	} {
		found := loadText(t, strings.Replace(text, row.old, row.now, 1)).Check(graph.CheckOptions{})
		codes := ""
		for _, f := range found {
			codes += string(f.Code)
		}
		require.Equal(t, row.want, codes)
	}
}

func TestSecurityAttributeNames(t *testing.T) {
	t.Parallel()
	// Toward Entra: the same schema with the directories exchanged in name and id.
	text := strings.NewReplacer(
		`"name": "Fabrikam"`, `"name": "Microsoft Entra ID"`, `"targetDirectoryName": "Fabrikam"`, `"targetDirectoryName": "Microsoft Entra ID"`,
		`"name": "Microsoft Entra ID"`, `"name": "HR"`, `"sourceDirectoryName": "Microsoft Entra ID"`, `"sourceDirectoryName": "HR"`,
		"66e4a8cc-1b7b-435e-95f8-f06cea133828", "d4c3b2a1-0f9e-4d8c-9b7a-6f5e4d3c2b1a", "d4c3b2a1-0f9e-4d8c-9b7a-6f5e4d3c2b1a", "66e4a8cc-1b7b-435e-95f8-f06cea133828",
	).Replace(string(read(t, "check.json")))
	for _, row := range []struct {
		name, definition string
		want             int
	}{
		{"CustomSecurityAttributes.Badge_Level", "", 0},
		{"CustomSecurityAttributes.Badge", "", 1},
		{"CustomSecurityAttributes.Badge_Level_2", "", 1},
		{"CustomSecurityAttributes.1Badge_Level", "", 1},
		{"CustomSecurityAttributes.Badge_" + strings.Repeat("x", 33), "", 1},
		{"CustomSecurityAttributes.Badge_" + strings.Repeat("x", 32), "", 0},
		{"CustomSecurityAttributes.Badge_Le vel", "", 1},
		{"CustomSecurityAttributes.Badge_Level", `, "multivalued": true`, 1},
		{"CustomSecurityAttributes.Badge_Level", `, "type": "Integer"`, 1},
	} {
		doc := strings.Replace(text, titleMapping, titleTo(row.name, attribute("jobTitle")), 1)
		doc = strings.Replace(doc, `{"name": "CustomSecurityAttributes.Badge_Level"}`, `{"name": "`+row.name+`"`+row.definition+`}`, 1)
		found := loadText(t, doc).Check(graph.CheckOptions{})
		require.Len(t, found, row.want, "%s%s: %v", row.name, row.definition, found)
		if row.want > 0 {
			require.Equal(t, codes.SecurityAttribute, found[0].Code)
		}
	}
}

func TestCheckOfNothing(t *testing.T) {
	for _, text := range []string{`[]`, `{"synchronizationRules": []}`, `{"synchronizationRules": [], "directories": []}`} {
		doc, err := graph.Load(strings.NewReader(text), graph.Limits{})
		require.NoError(t, err)
		found := doc.Check(graph.CheckOptions{})
		require.True(t, found.HasErrors(), text)
		require.Contains(t, found[0].String(), "the schema is empty: it has no rule, mapping or definition", text)
	}
}

func TestCheckOfFragments(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`[{"targetAttributeName": "a", "source": {"name": "b"}}]`:                                                                        "",
		`{"attributeMappings": [{"targetAttributeName": "a", "source": {"name": "b"}}]}`:                                                 "no-matching-attribute",
		`{"name": "User", "attributes": [{"name": "a"}]}`:                                                                                "",
		`{"name": "d", "objects": [{"name": "o", "attributes": [{"name": "a", "anchor": true}, {"name": "b", "anchor": true}]}]}`:        "two-anchors",
		`{"objectMappings": [], "containerFilter": {"includedContainers": ["OU=a"]}, "groupFilter": {"includedGroups": ["CN=g"]}}`:       "",
		`{"synchronizationRules": [{"containerFilter": {"includedContainers": ["OU=a"]}, "groupFilter": {"includedGroups": ["CN=g"]}}]}`: "container-and-group-filter",
	} {
		codes := ""
		for _, f := range loadText(t, text).Check(graph.CheckOptions{}) {
			codes += string(f.Code)
		}
		require.Equal(t, want, codes, text)
	}
}

func TestFindingsAreReadable(t *testing.T) {
	t.Parallel()
	found := checked(t, `"name": "jobTitle"}`, `"name": "jobTitel"}`, graph.CheckOptions{})
	require.True(t, found.HasErrors())
	require.Equal(t, `30:123: `+title+`.source (title): error unknown-attribute: the source has no attribute "jobTitel": did you mean jobTitle?`, found[0].String())
}

// Names are compared up to a bound, so that a hostile document cannot keep the check busy.
func TestCheckOfTooManyNames(t *testing.T) {
	t.Parallel()
	list := func(format string) string {
		var parts []string
		for i := range 1500 {
			parts = append(parts, fmt.Sprintf(format, i))
		}
		return strings.Join(parts, ",")
	}
	text := string(read(t, "check.json"))
	text = strings.Replace(text, titleMapping, list(`{"targetAttributeName": "t%[1]d", "source": {"name": "s%[1]d"}}`), 1)
	text = strings.Replace(text, `{"name": "jobTitle", "flowNullValues": false}`, list(`{"name": "other%d"}`), 1)
	text = strings.Replace(text, clause, clauseOf("missing", "IS NULL"), 1)
	found := loadText(t, text).Check(graph.CheckOptions{})
	require.Len(t, found, 1)
	require.Equal(t, codes.NamesNotChecked, found[0].Code)
}

func TestCheckOfManyDirectories(t *testing.T) {
	t.Parallel()
	for names, hint := range map[string]string{
		`{"name": "a"}, {"name": "a"}, {"name": "b"}`:                                              "it has a, b",
		`{"name": "a"}, {"name": "b"}, {"name": "c"}, {"name": "d"}, {"name": "e"}, {"name": "f"}`: "it has a, b, c, d, e, …",
	} {
		found := loadText(t, `{"synchronizationRules": [{"sourceDirectoryName": "x", "targetDirectoryName": "b"}], "directories": [`+names+`]}`).Check(graph.CheckOptions{})
		require.Len(t, found, 1)
		require.Equal(t, hint, found[0].Hint.String())
	}
	empty := loadText(t, `{"synchronizationRules": [{"sourceDirectoryName": "a", "targetDirectoryName": "a", "objectMappings": [{"sourceObjectName": "o", "targetObjectName": "o", "attributeMappings": [{"targetAttributeName": "t", "matchingPriority": 1, "source": {"name": "s"}}]}]}], "directories": [{"name": "a"}]}`)
	found := empty.Check(graph.CheckOptions{})
	require.Len(t, found, 2)
	require.Equal(t, "define it first", found[0].Hint.String())
}

func TestTheFindingsOfADocumentAreBounded(t *testing.T) {
	t.Parallel()
	doc, err := graph.Load(strings.NewReader(`{"directories": [], `+strings.Repeat(`"x": 1, `, 5000)+`"y": 1}`), graph.Limits{})
	require.NoError(t, err)
	found := doc.Check(graph.CheckOptions{})
	require.Len(t, found, 1001)
	last := found[len(found)-1]
	require.Equal(t, codes.MoreFindings, last.Code)
	require.Equal(t, "there are more findings than are listed", last.Message.String())
}
