package command

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/internal/dev/damage"
	"github.com/attrmap/attrmap/internal/dev/effort"
)

// planted is how every secret of these tests begins, in whatever case it comes out.
var planted = regexp.MustCompile(`(?i)s3cret\w*`)

// secretMapping has a constant in every place that takes one, and mappings that fail for the people below.
const secretMapping = `name: people
scope: [[{attribute: kind, operator: EQUALS, values: [S3cretKind, guest]}], [{attribute: n, operator: GREATER_THAN, values: ["5"]}, {attribute: kind, operator: REGEX MATCH, values: [^S3cretKind]}]]
mappings:
  - {target: id, from: id, match: 1}
  - {target: externalId, expression: 'ToUpper([login])', match: 2}
  - {target: userName, apply: create, expression: 'SelectUniqueValue([login], Append([login], "S3cretSuffix"))'}
  - {target: displayName, expression: 'Switch([name], Append([name], "S3cretEnd"), "S3cretName", "S3cretOther")'}
  - {target: title, constant: S3cretConstant}
  - {target: nickName, default: S3cretDefault}
  - {target: locale, from: missing, default: S3cretLocale}
  - {target: active, expression: 'IIF([kind]="S3cretKind", "True", "False")'}
  - {target: 'emails[type eq "work"].value', from: mail}
  - {target: 'addresses[type eq "work"].region', expression: 'CDate([birth])'}
  - {target: 'addresses[type eq "work"].country', expression: 'FormatDateTime([birth], , "''S3cretFormat''", "yyyy")'}
  - {target: 'phoneNumbers[type eq "work"].value', expression: 'Mid([phone], [start], 3)'}
  - {target: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager', from: boss}
  - {target: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department', expression: 'Error([name])'}
  - {target: roles, expression: 'AppRoleAssignmentsComplex([appRoleAssignments])'}
  - {target: 'urn:example:2.0:User:list', from: tags}
  - {target: 'urn:example:2.0:User:deep', from: complex}
  - {target: CustomSecurityAttributes.HR_Grade, from: grade}
  - {target: 'urn:example:2.0:User:badge', expression: 'Redact([badge])'}
`

// secretPeople have a secret in every value; the odd ones are broken, double, out of scope or fail.
func secretPeople() []string {
	person := func(i int, more string) string {
		return fmt.Sprintf(`{"id": "S3cretId%d", "login": "S3cretLogin%d", "name": "S3cretName%d", "kind": "S3cretKind", "n": "S3cretNumber", "mail": "S3cret%d@contoso.com", `+
			`"birth": "S3cretBirth%d", "phone": "S3cretPhone", "start": "S3cretStart", "boss": "S3cretId1", "tags": ["S3cretTag", "S3cretTag2"], "complex": {"a": "S3cretPart"}, `+
			`"appRoleAssignments": [{"id": "S3cretRole", "value": "S3cretRoleValue", "displayName": "S3cretRoleName"}], "grade": "S3cretGrade", "badge": "S3cretBadge"%s}`, i, i, i, i, i, more)
	}
	return []string{
		person(1, ""), person(2, ""), person(2, ""), person(3, `, "name": "S3cretTwice"`), person(4, `, "S3cretMember": 1, "S3cretMember": 2`),
		`{"id": "S3cretId5", "login": ["S3cretList", "S3cretMore"], "kind": "S3cretKind"}`, `{"login": "S3cretLogin6", "kind": "S3cretElse", "n": "S3cretN"}`,
		`{"name": "S3cretNobody"}`, person(7, ""), person(8, ""),
	}
}

const secretAccounts = `{"id": "S3cretId1", "userName": "S3cretOld", "title": "S3cretOldTitle", "CustomSecurityAttributes.HR_Grade": "S3cretOldGrade", "locale": "S3cretOldLocale"}
{"id": "S3cretTarget7", "externalId": "S3CRETLOGIN7"}
{"id": "S3cretTarget8", "externalId": "S3CRETLOGIN8"}
{"id": "S3cretOther8", "externalId": "S3CRETLOGIN8"}
`

// secretFiles writes the people in a format each, the mapping and the accounts.
func secretFiles(t *testing.T) (schema, target string, inputs []string) {
	t.Helper()
	dir := t.TempDir()
	people := secretPeople()
	operations := make([]string, len(people))
	for i, p := range people {
		operations[i] = fmt.Sprintf(`{"method": "POST", "bulkId": "S3cretBulk%d", "path": "/Users", "data": %s}`, i, p)
	}
	csv := "id,login,name,kind,n,mail,birth\nS3cretId1,S3cretLogin1,S3cretName,S3cretKind,S3cretNumber,S3cret@contoso.com,S3cretBirth\n" +
		"S3cretId2,too few\nS3cretId3,\"S3cretLogin\" 3,x,y,z,a,b\nS3cretId4,S3cretLogin4,\"S3cretName\n,S3cretKind,1,2,3\n"
	for name, text := range map[string]string{
		"in.ndjson": strings.Join(people, "\n") + "\n{\"id\": \"S3cretCut", "in.json": "[" + strings.Join(people, ",\n") + "]",
		"list.scim": `{"Resources": [` + strings.Join(people, ", ") + `]}`, "bulk.json": `{"Operations": [` + strings.Join(operations, ", ") + `]}`,
		"in.csv": csv, "headless.csv": "S3cretId1,S3cretId1\nS3cretId2,x\n", "empty.csv": "S3cretId1,,S3cretName\n", "wrong.json": `{"S3cretMember": {"S3cretInner": 1}}`,
		"names.json": `{"Operations": {"S3cretA": 1}, "S3cretB": 2}`, "bare.json": "[S3cretBare, \"S3cretText\"]", "none.json": "S3cretNothing",
	} {
		inputs = append(inputs, written(t, dir, name, text))
	}
	return written(t, dir, "m.yaml", secretMapping), written(t, dir, "accounts.ndjson", secretAccounts), inputs
}

// requireNoSecret searches everything that a command prints.
func requireNoSecret(t *testing.T, args []string, out, messages string) {
	t.Helper()
	for _, text := range []string{out, messages} {
		// What a file is called is the caller's to hide.
		if at := planted.FindStringIndex(text); at != nil {
			t.Fatalf("%v prints %s", args, text[max(0, at[0]-200):min(len(text), at[1]+50)])
		}
	}
}

func TestARunWithHiddenValuesPrintsNone(t *testing.T) {
	schema, target, inputs := secretFiles(t)
	runs, turn := 0, 0
	for _, in := range inputs {
		for _, format := range []string{"table", "json", "ndjson"} {
			for _, more := range [][]string{
				nil, {"--target", target}, {"--target", target, "--wire", "default", "--twice"}, {"--wire", "compliant", "--workers", "2", "--default-domain", "S3cretDomain"},
				{"--in-format", "scim-bulk"}, {"--in-format", "csv"}, {"--profile", "entra", "--target", in},
				{"--explain", "S3cretId1", "--target", target}, {"--explain", "5"}, {"--explain", "S3cretNobody"}, {"--explain", "S3CRETLOGIN7", "--target", target},
			} {
				if turn++; turn%effort.Of(1, 4) != 0 {
					continue // every fourth combination in a quick run
				}
				args := append([]string{"run", "--schema", schema, "--in", in, "--format", format, "--hide-values"}, more...)
				_, out, messages := attrmap(nil, args...)
				requireNoSecret(t, args, out, messages)
				if strings.Contains(out, "[hidden]") {
					runs++
				}
			}
		}
	}
	require.Greater(t, runs, effort.Of(30, 8), "most runs have something to hide")
}

// TestARunWithoutTheOptionPrintsWhatTheTestsPlant keeps the test above from passing because nothing is printed anyway.
func TestARunWithoutTheOptionPrintsWhatTheTestsPlant(t *testing.T) {
	schema, target, inputs := secretFiles(t)
	seen := map[string]bool{}
	for _, in := range inputs {
		for _, args := range [][]string{
			{"run", "--schema", schema, "--in", in, "--target", target, "--wire", "default", "--format", "json"},
			{"run", "--schema", schema, "--in", in, "--wire", "default", "--twice", "--format", "ndjson"},
			{"run", "--schema", schema, "--in", in, "--target", target, "--explain", "S3cretId1"},
		} {
			_, out, messages := attrmap(nil, args...)
			for _, secret := range planted.FindAllString(out+messages, -1) {
				seen[secret] = true
			}
		}
	}
	for _, secret := range []string{
		"S3cretId1", "S3CRETLOGIN7", "S3cretTarget7", "S3cretOther8", "S3cretConstant", "S3cretDefault", "S3cretLocale", "S3cretSuffix", "S3cretOther", "S3cretKind",
		"S3cretName1S3cretEnd", "S3cretOldTitle", "S3cretBirth1", "S3cretFormat", "S3cretStart", "S3cretTag", "S3cretPart", "S3cretRoleValue", "S3cretName1",
	} {
		require.True(t, seen[secret], "%s is printed nowhere: is it still planted?", secret)
	}
	for _, secret := range []string{"S3cretGrade", "S3cretOldGrade", "S3cretBadge"} {
		require.False(t, seen[secret], "%s is masked by default", secret)
	}
}

// TestDamagedInputPrintsNoHiddenValue damages the input at every byte.
func TestDamagedInputPrintsNoHiddenValue(t *testing.T) {
	dir := t.TempDir()
	schema := written(t, dir, "m.yaml", "mappings: [{target: id, from: id, match: 1}, {target: n, from: n}]\n")
	for name, text := range map[string]string{
		"in.ndjson": "{\"id\": \"S3cretA\", \"n\": [\"S3cretB\"]}\n{\"id\": \"S3cretC\"}\n", "in.json": `[{"id": "S3cretA", "n": {"a": "S3cretB"}}, {"id": "S3cretC"}]`,
		"in.csv": "id,n\nS3cretA,\"S3cretB\"\n\"S3cretC\",S3cretD\n", "bulk.json": `{"Operations": [{"bulkId": "S3cretA", "data": {"id": "S3cretB"}}]}`,
		"list.scim": `{"Resources": [{"id": "S3cretA", "n": 1}, {"id": "S3cretB", "n": "S3cretC"}]}`,
	} {
		run := attempts(t, "run", "--schema", schema, "--in", "-", "--in-format", strings.NewReplacer("in.", "", "bulk.json", "scim-bulk", "list.", "").Replace(name),
			"--format", "ndjson", "--hide-values")
		check := attempts(t, "bulk", "check", "-", "--hide-values")
		for _, wrong := range damage.Bytes(text, "\"},\nx") {
			_, out, messages := run(1<<20, wrong)
			requireNoSecret(t, []string{name, wrong}, out.taken.String(), messages)
			if name == "bulk.json" {
				_, out, messages := check(1<<20, wrong)
				requireNoSecret(t, []string{"check", wrong}, out.taken.String(), messages)
			}
		}
	}
}

func TestEvalWithHiddenValuesPrintsNone(t *testing.T) {
	attrs := written(t, t.TempDir(), "attrs.json", `{"a": "S3cretA", "list": ["S3cretB", "S3cretC"], "o": {"x": "S3cretD"}, "b": "'S3cretE' \"S3cretF"}`)
	for i, src := range []string{
		`[a]`, `[list]`, `[o]`, `[missing]`, `[a] & [b]`, `CDate([a])`, `CDate([b])`, `Mid([a], [b])`, `Error([b])`, `Replace([a], , [a], , "S3cretNew", , )`, `Append([list], "S3cretEnd")`,
		`Switch([a], "S3cretDefault", "S3cretA", "S3cretValue")`, `SelectUniqueValue([a], [b])`, `FormatDateTime([a], , [b], "S3cretFormat")`, `[a] > 5`, `IIF([a]="S3cretA", [list], Error("S3cret"))`,
		`Foo("S3cretArgument")`, `Join("S3cretUnclosed, [a])`, `tolower([a], "S3cret")`, `"S3cretText" "S3cretText"`, `S3cretWord`, `ToLower('S3cretQuotes')`, `DateAdd("S3cretInterval", 1, [a])`,
	} {
		for m, more := range [][]string{nil, {"--format", "json"}, {"--explain"}, {"--explain", "--format", "json"}, {"--taken", "S3cretA"}} {
			if (i+m)%effort.Of(1, 3) != 0 {
				continue // every third combination in a quick run
			}
			args := append([]string{"eval", src, "n=S3cretPair", "--attrs", attrs, "--hide-values"}, more...)
			_, out, messages := attrmap(nil, args...)
			requireNoSecret(t, args, out, messages)
		}
		line := fmt.Sprintf(`{"id": 1, "expr": %q, "attrs": {"a": "S3cretA", "b": "S3cretB"}, "taken": ["S3cretA"]}`, src)
		for _, line := range []string{line, strings.Replace(line, `"attrs": {`, `"attrs": {"S3cretM": 1, "S3cretM": 2, `, 1), strings.Replace(line, `"taken": [`, `"taken": {`, 1), line[:60], `"S3cretLine"`} {
			_, out, messages := attrmap(strings.NewReader(line), "eval", "--cases", "-", "--hide-values")
			requireNoSecret(t, []string{line}, out, messages)
		}
	}
	for _, args := range [][]string{{"eval", "[a]", "S3cretNoPair"}, {"eval", "[a]", "--now", "S3cretTime"}} {
		_, out, messages := attrmap(nil, append(args, "--hide-values")...)
		requireNoSecret(t, args, out, messages)
	}
	code, out, messages := attrmap(nil, "eval", "ToUpper([a])", "a=S3cret", "--hide-values")
	require.Equal(t, []any{0, "[hidden]\n", ""}, []any{code, out, messages})
	_, out, _ = attrmap(nil, "eval", "[a]", "--hide-values")
	require.Equal(t, "null\n", out)
}

func TestBulkWithHiddenValuesReportsNone(t *testing.T) {
	_, _, inputs := secretFiles(t)
	bulkMap := written(t, t.TempDir(), "map.yaml", `attributes: {externalId: id, active: kind, title: {constant: S3cretConstant}, 'emails[type eq "work"].value': mail, nickName: {column: S3cretColumn}}`)
	for _, in := range inputs {
		args := []string{"bulk", "build", in, "--map", bulkMap, "--out", t.TempDir(), "--hide-values"}
		_, out, messages := attrmap(nil, args...)
		requireNoSecret(t, args, out, strings.ReplaceAll(messages, `"S3cretColumn"`, ""))
		for _, old := range inputs[:effort.Of(len(inputs), 3)] {
			args := []string{"bulk", "delta", old, in, "--map", bulkMap, "--out", t.TempDir(), "--hide-values", "--max-absent", "100%", "--absent", "terminate"}
			_, out, messages := attrmap(nil, args...)
			requireNoSecret(t, args, out, regexp.MustCompile(`"S3cret(Column|Member)"`).ReplaceAllString(messages, ""))
		}
		for _, format := range []string{"text", "json"} {
			args := []string{"bulk", "check", in, "--format", format, "--hide-values"}
			_, out, messages := attrmap(nil, args...)
			out = regexp.MustCompile(`"path":"[^"]*"|: /\S*: `).ReplaceAllString(out, "") // names of members say where
			requireNoSecret(t, args, out, messages)
		}
	}
}

// secretSchema has a fault at each of its constants.
const secretSchema = `{"synchronizationRules": [{"name": "r", "sourceDirectoryName": "s", "targetDirectoryName": "t", "objectMappings": [{"name": "m", "enabled": true,
 "sourceObjectName": "u", "targetObjectName": "v", "flowTypes": "Add,Update",
 "scope": {"groups": [{"clauses": [{"operatorName": "GREATER_THAN", "sourceOperandName": "a", "targetOperand": {"values": ["S3cretOperand"]}},
   {"operatorName": "REGEX MATCH", "sourceOperandName": "a", "targetOperand": {"values": ["(S3cretPattern"]}}]}]},
 "attributeMappings": [
  {"targetAttributeName": "id", "matchingPriority": 1, "source": {"type": "Attribute", "name": "a"}},
  {"targetAttributeName": "n", "defaultValue": "S3cretDefault", "source": {"type": "Constant", "name": "S3cretConstant"}},
  {"targetAttributeName": "b", "defaultValue": "S3cretTruth", "source": {"type": "Function", "name": "Switch", "expression": "Switch([a], \"S3cretX\", \"S3cretY\" 'S3cretZ')"}},
  {"targetAttributeName": "c", "source": {"type": "Function", "name": "Foo", "expression": "Foo(\"S3cretX\")", "parameters": [{"key": "S3cretKey", "value": {"type": "Constant", "name": "S3cretParameter"}}]}}]}]}],
"directories": [{"name": "s", "objects": [{"name": "u", "attributes": [{"name": "a", "type": "Integer"}]}]},
 {"name": "t", "objects": [{"name": "v", "attributes": [{"name": "id"}, {"name": "n", "type": "Integer"}, {"name": "b", "type": "Boolean"}, {"name": "c"}]}]}]}`

func TestASchemasConstantsCanBeHidden(t *testing.T) {
	file := written(t, t.TempDir(), "schema.json", secretSchema)
	for _, format := range []string{"text", "json"} {
		_, out, messages := attrmap(nil, "schema", "check", file, "--format", format)
		require.Regexp(t, planted, out+messages)
		args := []string{"schema", "check", file, "--format", format, "--hide-values"}
		_, out, messages = attrmap(nil, args...)
		requireNoSecret(t, args, out, messages)
		require.NotEmpty(t, out)
	}
	in := written(t, t.TempDir(), "in.ndjson", `{"a": "S3cretValue"}`+"\n")
	args := []string{"run", "--schema", file, "--in", in, "--hide-values"}
	_, out, messages := attrmap(nil, args...)
	requireNoSecret(t, args, out, messages)
	run := attempts(t, "run", "--schema", "-", "--in", in, "--hide-values")
	for n := 0; n < len(secretMapping); n += 3 {
		_, out, messages := run(1<<20, secretMapping[:n])
		requireNoSecret(t, []string{secretMapping[:n]}, out.taken.String(), messages)
	}
}

// TestSecretsAreMaskedByDefault: custom security attributes and what went through Redact are in no output, without any option.
func TestSecretsAreMaskedByDefault(t *testing.T) {
	dir := t.TempDir()
	in := written(t, dir, "in.ndjson", `{"id": "1", "grade": "S3cretGrade", "badge": "S3cretBadge", "key": "S3cretKey1"}
{"id": "2", "grade": ["S3cretGrade", "S3cretSecond"], "badge": ["S3cretBadge"], "key": "S3cretKey2"}
{"id": "3", "grade": {"a": "S3cretGrade"}, "badge": {"a": "S3cretBadge"}, "key": "S3cretKey3"}
{"grade": "S3cretGrade", "badge": "S3cretBadge", "key": "S3cretKey4"}
`)
	target := written(t, dir, "target.ndjson", `{"id": "1", "CustomSecurityAttributes.HR_Grade": "S3cretOld", "customsecurityattributes.HR_Date": "S3cretOldDate", "urn:x:2.0:User:badge": "S3cretOldBadge"}
{"id": "x", "key": "S3cretKey2"}
{"key": "S3cretKey3"}
{"key": "S3cretKey4"}
{"key": "S3cretKey4"}
{"CustomSecurityAttributes.HR_Key": "S3cretKey4"}
`)
	set := func(match string) string {
		return written(t, dir, filepath.Base(match)+".yaml", `scope: [[{attribute: CustomSecurityAttributes.HR_Grade, operator: NOT EQUALS, values: [S3cretOperand]}], [{attribute: id, operator: NOT EQUALS, values: ["0"]}]]
mappings:
  - `+match+`
  - {target: CustomSecurityAttributes.HR_Grade, from: grade}
  - {target: customsecurityattributes.HR_Date, expression: 'CDate([grade])'}
  - {target: CustomSecurityAttributes.HR_Error, expression: 'Error([grade])'}
  - {target: CustomSecurityAttributes.HR_Mid, expression: 'Mid([grade], [badge])'}
  - {target: 'urn:x:2.0:User:badge', expression: 'Redact([badge])'}
  - {target: 'urn:x:2.0:User:date', expression: 'CDate(Redact([badge]))'}
  - {target: 'urn:x:2.0:User:error', expression: 'Error(Redact([badge]))'}
  - {target: 'urn:x:2.0:User:both', expression: 'Append(Redact([badge]), [badge])'}
  - {target: 'roles', expression: 'Redact(AppRoleAssignmentsComplex([badge]))'}
`)
	}
	for i, match := range []string{
		`{target: id, from: id, match: 1}`, `{target: key, expression: 'Redact([key])', match: 1}`, `{target: CustomSecurityAttributes.HR_Key, from: key, match: 1}`,
		`{target: key, expression: 'CDate(Redact([key]))', match: 1}`, `{target: CustomSecurityAttributes.HR_Key, expression: 'CDate([key])', match: 1}`,
	} {
		schema := set(match)
		require.NoError(t, os.Rename(schema, filepath.Join(dir, fmt.Sprint(i, ".yaml"))))
		schema = filepath.Join(dir, fmt.Sprint(i, ".yaml"))
		for f, format := range []string{"table", "json", "ndjson"} {
			if f%effort.Of(1, 3) != i%effort.Of(1, 3) {
				continue // one format for each mapping in a quick run
			}
			for _, more := range [][]string{nil, {"--wire", "default", "--twice"}, {"--wire", "compliant", "--target", target, "--twice"}, {"--profile", "entra", "--target", target},
				{"--explain", "1", "--target", target}, {"--explain", "2"}, {"--explain", "3", "--target", target}, {"--explain", "4", "--target", target}} {
				args := append([]string{"run", "--schema", schema, "--in", in, "--format", format}, more...)
				_, out, messages := attrmap(nil, args...)
				requireNoSecret(t, append(args, match), out, messages)
				require.Contains(t, messages, "read 4, ", args)
			}
		}
	}
	for _, src := range []string{`Redact([a])`, `CDate(Redact([a]))`, `Append(Redact([a]), [a])`} {
		for _, format := range []string{"text", "json"} {
			args := []string{"eval", src, "a=S3cret", "--explain", "--format", format}
			_, out, messages := attrmap(nil, args...)
			requireNoSecret(t, args, out, messages)
		}
	}
}
