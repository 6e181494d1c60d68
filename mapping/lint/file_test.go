package lint_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/mapping/file"
	"github.com/attrmap/attrmap/mapping/lint"
)

func document(t *testing.T, name, text string) *file.Document {
	t.Helper()
	doc, err := file.Parse(name, []byte(text))
	require.NoError(t, err)
	return doc
}

// TestFilesOfEveryKindAreLintedWithTheirPlaces: what a finding is about begins at its offset.
func TestFilesOfEveryKindAreLintedWithTheirPlaces(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ name, text, code, at string }{
		{"m.yaml", "mappings:\n- target: userName\n  match: 1\n  expression: |\n    Join(\"-\",\n      tolower([a]))\n", "L14", "tolower([a])"},
		{"m.json", `{"mappings": [{"target": "userName", "match": 1, "expression": "tolower([a])"}]}`, "L14", "tolower([a])"},
		{"e.txt", "Join(\"-\", tolower([a]))\n", "L14", "tolower([a])"},
		{"b.json", `{"Operations": [{"method": "POST", "path": "/Users", "data": {"externalId": "1"}}]}`, "L303", `{"method"`},
	} {
		found, err := lint.File(document(t, row.name, row.text), lint.Options{})
		require.NoError(t, err)
		seen := false
		for _, f := range found {
			require.Equal(t, row.name, f.File)
			require.False(t, f.InText, "%s: %v", row.name, f)
			if string(f.Code) == row.code {
				seen = true
				require.True(t, strings.HasPrefix(row.text[f.Offset:], row.at), "%s: %v at %q", row.name, f, row.text[f.Offset:])
			}
		}
		require.True(t, seen, "%s: %v", row.name, found)
	}
}

func TestFilesAreFixedInPlace(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ name, text, want string }{
		{"m.yaml", "mappings: # kept\n- {target: a,  expression: 'Trim(tolower([a]))'}\n", "mappings: # kept\n- {target: a,  expression: 'Trim(ToLower([a]))'}\n"},
		{"e.txt", "tolower([a])\r\n", "ToLower([a])\r\n"},
		{"b.json", `{"Operations": []}`, `{"Operations": []}`},
	} {
		fixed, err := lint.FixFile(document(t, row.name, row.text), lint.Options{})
		require.NoError(t, err)
		require.Empty(t, cmp.Diff(row.want, fixed.Text()), row.name)
	}
	for name, text := range map[string]string{"m.yaml": "mappings: 5", "s.json": `{"synchronizationRules": 5}`} {
		_, err := lint.File(document(t, name, text), lint.Options{})
		require.ErrorContains(t, err, name)
		_, err = lint.FixFile(document(t, name, text), lint.Options{})
		require.ErrorContains(t, err, name)
	}
}

// TestEveryObjectMappingOfAFileIsLinted: the findings of each have its places, and what the file says for all of them is found once.
func TestEveryObjectMappingOfAFileIsLinted(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name, text string
		want       []string
	}{
		{"each has its places", `objects:
- name: Users
  resource: User
  scope: [[{attribute: accountEnabled, operator: EQUALS, values: ["true"]}]]
  mappings:
  - {target: userName, from: userPrincipalName, match: 1}
  - {target: active, from: accountEnabled}
- name: Groups
  resource: Group
  mappings:
  - {target: displayName, from: displayName, match: 1}
  - {target: id, from: objectId}
  - {target: members, from: members}
`, []string{"4:12: objects[0].scope[0][0] L108", "7:28: objects[0].mappings[1].from L159", "12:14: objects[1].mappings[1].target L155"}},
		{"types of references that no object mapping has", `targetTypes:
  members: {type: Reference, multi: true, references: [Person]}
objects:
- resource: User
  mappings:
  - {target: userName, from: userPrincipalName, match: 1}
- resource: Group
  mappings:
  - {target: displayName, from: displayName, match: 1}
  - {target: members, from: members}
`, []string{"2:55: targetTypes.members.references L163"}},
		{"the types that they have, and those of a file with one object mapping", `targetTypes:
  members: {type: Reference, multi: true, references: [Person]}
objects:
- resource: Group
  mappings:
  - {target: displayName, from: displayName, match: 1}
  - {target: members, from: members}
`, nil},
		{"a property of a type", `objects:
- resource: User
  targetTypes: {department: {type: Reference, references: Departments.Name}}
  mappings:
  - {target: userName, from: userPrincipalName, match: 1}
  - {target: department, from: department}
- {source: Departments, target: Departments, mappings: [{target: Name, from: name, match: 1}]}
`, nil},
		{"a Boolean by its type in the file", `types: {intern: {type: Boolean}}
scope: [[{attribute: intern, operator: EQUALS, values: ["true"]}]]
mappings:
- {target: userName, from: userPrincipalName, match: 1}
`, []string{"2:10: scope[0][0] L108"}},
		{"only updates need no required attributes", `actions: [update]
mappings:
- {target: employeeId, from: id, match: 1}
- {target: displayName, from: name}
- {target: mailNickname, from: alias}
- {target: usageLocation, from: country}
`, nil},
		{"creations do", `mappings:
- {target: employeeId, from: id, match: 1}
- {target: displayName, from: name}
- {target: mailNickname, from: alias}
- {target: usageLocation, from: country}
`, []string{"1:1:  L104", "1:1:  L104"}},
		{"who is deleted needs no mapping that disables", `options: {hardDelete: true}
mappings:
- {target: userName, from: userPrincipalName, match: 1}
- {target: active, from: accountEnabled}
`, nil},
		{"a function that the file gives a value", `options: {stubs: {Initials: x}}
mappings:
- {target: userName, from: userPrincipalName, match: 1}
- {target: nickName, expression: 'Initials([givenName])'}
`, nil},
		{"a target that the file describes may be written", `targetTypes: {id: {type: String}}
mappings:
- {target: userName, from: userPrincipalName, match: 1}
- {target: id, from: objectId}
`, nil},
	} {
		doc, err := file.Read(strings.NewReader(row.text), "")
		require.NoError(t, err, row.name)
		found, err := lint.File(doc, lint.Options{})
		require.NoError(t, err, row.name)
		var have []string
		for _, f := range found {
			have = append(have, fmt.Sprintf("%d:%d: %s %s", f.Line, f.Column, f.PathText(), f.Code))
		}
		require.Equal(t, row.want, have, "%s\n%s", row.name, lines(found))
	}
}

// TestDataAreOfUsers: data say nothing of the objects of other mappings in the same file.
func TestDataAreOfUsers(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"a mapping file": "objects:\n- {resource: Group, mappings: [{target: displayName, from: displayName, match: 1}]}\n" +
			"- {resource: User, mappings: [{target: userName, from: mail, match: 1}, {target: nickName, from: nick}]}\n",
		"a schema": `{"synchronizationRules": [{"sourceDirectoryName": "a", "targetDirectoryName": "b", "objectMappings": [
			{"enabled": true, "sourceObjectName": "Group", "targetObjectName": "Group", "attributeMappings": [{"targetAttributeName": "displayName", "matchingPriority": 1, "source": {"type": "Attribute", "name": "displayName", "expression": "[displayName]"}}]},
			{"enabled": true, "sourceObjectName": "User", "targetObjectName": "User", "attributeMappings": [{"targetAttributeName": "userName", "matchingPriority": 1, "source": {"type": "Attribute", "name": "mail", "expression": "[mail]"}},
				{"targetAttributeName": "nickName", "source": {"type": "Function", "name": "StripSpaces", "expression": "StripSpaces([nick])", "parameters": [{"key": "source", "value": {"type": "Attribute", "name": "nick", "expression": "[nick]"}}]}}]}]}]}`,
	} {
		doc, err := file.Read(strings.NewReader(text), "")
		require.NoError(t, err, name)
		found, err := lint.File(doc, lint.Options{Data: csv(t, "mail\na@x\n")})
		require.NoError(t, err, name)
		var have []diag.Code
		for _, f := range found {
			if f.Code != "L151" { // the schema is a part of one
				have = append(have, f.Code)
			}
		}
		require.Equal(t, []diag.Code{"L24"}, have, "%s\n%s", name, lines(found))
	}
}

// TestPublishedDefaultsAreClean lints the default mappings that the vendor publishes for each kind of job, rebuilt in rows of our own: nobody who
// begins with them has done anything wrong.
func TestPublishedDefaultsAreClean(t *testing.T) {
	t.Parallel()
	names, err := filepath.Glob("testdata/defaults/*.yaml")
	require.NoError(t, err)
	require.Len(t, names, 11)
	for _, name := range names {
		text, err := os.ReadFile(name)
		require.NoError(t, err)
		found, err := lint.File(document(t, filepath.Base(name), string(text)), lint.Options{})
		require.NoError(t, err, name)
		require.Empty(t, found, "%s\n%s", name, lines(found))
	}
}

// TestNamesAloneAreNoErrors: what is only suggested by the name of an attribute is a warning at most.
func TestNamesAloneAreNoErrors(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ expr, target string }{
		{`[mailNickname]`, "mailNickname"},
		{`[mailAlias]`, "mailNickname"},
		{`[loginName]`, "sAMAccountName"},
		{`[emailId]`, "mailNickname"},
		{`Append([alias], "contoso.com")`, "userPrincipalName"},
		{`Join("@", [userLogin], "contoso.com")`, "userPrincipalName"},
		{`[mailbox]`, "sAMAccountName"},
		{`[disabled]`, "active"},
		{`[license.active]`, "accountDisabled"},
		{`Switch([license.active], , "yes", "1")`, "title"},
		{`Not([isActive])`, "accountEnabled"},
		{`[upnPrefix]`, "mailNickname"},
	} {
		found := lint.Expression(row.expr, lint.Use{Target: row.target}, lint.Options{})
		require.False(t, found.HasErrors(), "%s\n%s", row.expr, lines(found))
	}
}
