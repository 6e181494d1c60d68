package command

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/internal/dev/effort"
)

// The files of the walk: one good one of each kind, which is the wrong kind elsewhere, and what goes wrong with files.
var (
	goodFiles = []struct{ kind, name, text string }{
		{"mapping", "mapping.yaml", "mappings:\n  - {target: externalId, from: externalId, match: 1}\n  - {target: displayName, from: displayName}\n"},
		{"schema", "schema.json", `{"synchronizationRules": [{"name": "r", "objectMappings": [{"name": "m", "sourceObjectName": "user", "targetObjectName": "user",
			"enabled": true, "flowTypes": "Add", "attributeMappings": [{"targetAttributeName": "a", "source": {"type": "Attribute", "name": "b", "expression": "[b]"}}]}]}]}`},
		{"table", "people.csv", "externalId,displayName\n1,A\n2,B\n"},
		{"objects", "users.json", `[{"id": "1", "externalId": "1", "displayName": "A"}]`},
		{"request", "request.json", `{"schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"], "Operations": [{"method": "POST", "bulkId": "1", "path": "/Users",
			"data": {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "externalId": "1", "userName": "a"}}], "failOnErrors": null}`},
		{"map", "bulk.yaml", "attributes: {externalId: externalId, userName: displayName}\n"},
		{"names", "names.yaml", "domains:\n  contoso.com: fabrikam.com\n"},
		{"cases", "cases.jsonl", `{"id": 1, "expr": "[a]", "attrs": {"a": "x"}}` + "\n"},
	}
	badFiles = []struct{ kind, text string }{
		{"empty", ""},
		{"white space", " \n\n"},
		{"an empty list", "[]"},
		{"an empty object", "{}"},
		{"a list of nothing", "[{}]"},
		{"null", "null"},
		{"prose", "This is a letter to the board.\nIt has two lines, and a comma.\n"},
		{"XML", "<?xml version=\"1.0\"?>\n<Users><User><id>1</id></User></Users>\n"},
		{"binary", "\x00\x01\xff\xfe\x80PNG\r\n\x1a\n\x00\x00"},
		{"truncated", `{"synchronizationRules": [{"name": "r", "objectMa`},
		{"a truncated list", `[{"externalId": "1", "displayName": "A"}, {"exter`},
		{"other columns", "x,y\n1,2\n"},
		{"a header alone", "externalId,displayName\n"},
		{"unreadable rows", "externalId,displayName\n1,A\n2\n3,x,y\n"},
		{"one page", `{"@odata.nextLink": "https://graph.microsoft.com/v1.0/users?$skiptoken=x", "value": [{"id": "1", "externalId": "1", "displayName": "A"}]}`},
	}
)

// walked are the inputs of the verbs: FILE stands for the file that is bad. Good are kinds of files that are right there, and said is what is
// said of those that leave the exit code at 0 and are not silent.
var walked = []struct {
	args       string
	extensions string
	good       string
	said       map[string]string
}{
	{"eval [a] --attrs FILE", ".json", "", map[string]string{"an empty object": "the object has no attributes"}},
	{"eval --cases FILE", ".jsonl", "cases", nil},
	{"parse --cases FILE", ".jsonl", "cases", nil},
	{"lint --cases FILE", ".jsonl", "cases", nil},
	{"lint FILE", ".yaml .json", "mapping request map", nil},
	{"lint --fix FILE", ".yaml .json", "mapping request map", nil},
	{"lint mapping.yaml --data FILE", ".csv .json", "table objects request", nil},
	{"lint mapping.yaml --baseline FILE", ".json", "", map[string]string{"missing": "missing.json: 0 findings written"}},
	{"lint mapping.yaml --config FILE", ".yaml", "", map[string]string{
		"empty": "the configuration says nothing", "white space": "the configuration says nothing", "an empty object": "the configuration says nothing", "null": "the configuration says nothing",
	}},
	{"fmt FILE", ".yaml .json", "mapping schema", nil},
	{"fmt --check FILE", ".yaml .json", "mapping schema", nil},
	{"doc FILE", ".yaml .json", "mapping schema", nil},
	{"init FILE", ".yaml .json", "mapping table", nil},
	{"init FILE --force", ".csv", "table mapping", map[string]string{"a header alone": "the table has no record", "unreadable rows": "2 records cannot be read", "other columns": "not matched: "}},
	{"schema check FILE", ".json .yaml", "", nil},
	{"schema copy FILE out.json", ".json .yaml", "schema", nil},
	{"schema diff FILE schema.json", ".json .yaml", "mapping schema", nil},
	{"schema diff schema.json FILE", ".json .yaml", "mapping schema", nil},
	{"schema diff schema.json schema.json --map FILE", ".yaml .json", "names", nil},
	{"schema retarget FILE out.json --map names.yaml", ".json", "schema", nil},
	{"schema retarget schema.json out.json --map FILE", ".yaml .json", "names", nil},
	{"bulk build FILE --map bulk.yaml --out requests --force", ".csv .json", "table objects", map[string]string{"request": `column "displayName" is not in any record`}},
	{"bulk build people.csv --map FILE --out requests --force", ".yaml .json", "map", nil},
	{"bulk delta FILE people.csv --map bulk.yaml --out changes --force", ".csv .json", "table objects", map[string]string{"a header alone": "nobody is in it", "an empty list": "nobody is in it", "request": "is not compared"}},
	{"bulk delta people.csv FILE --map bulk.yaml --out changes --force", ".csv .json", "table", nil},
	{"bulk delta people.csv people.csv --map FILE --out changes --force", ".yaml .json", "map", nil},
	{"bulk check FILE", ".json", "request", nil}, // a directory without a manifest is no set
	{"run --schema FILE --in people.csv", ".yaml .json", "mapping", nil},
	{"run --schema mapping.yaml --in FILE", ".csv .json .ndjson", "table objects request", nil},
	{"run --schema mapping.yaml --in people.csv --target FILE", ".csv .json", "table objects request", map[string]string{
		"an empty list": "no object of the target was read", "a header alone": "no object of the target was read",
		"cases": "no object of the target has a value for a matching attribute",
	}},
	{"run --schema mapping.yaml --in people.csv --links FILE", ".csv .json", "", map[string]string{"an empty list": "there are no links"}},
	{"run --schema mapping.yaml --in people.csv --assigned FILE", ".csv", "", map[string]string{"unreadable rows": "3 of 4 lines name no source object"}},
	{"run --schema mapping.yaml --in people.csv --csa FILE", ".json .csv", "", nil},
	{"test FILE", ".yaml .json", "", nil},
	{"impact --from FILE --to mapping.yaml --in people.csv", ".yaml .json", "mapping", nil},
	{"impact --from mapping.yaml --to FILE --in people.csv", ".yaml .json", "mapping", nil},
	{"impact --from mapping.yaml --to mapping.yaml --in FILE", ".csv .json", "table objects request", nil},
	{"impact --from mapping.yaml --to mapping.yaml --in-from FILE --in-to people.csv", ".csv .json", "table objects request", nil},
	{"impact --from mapping.yaml --to mapping.yaml --in-from people.csv --in-to FILE", ".csv .json", "table objects request", nil},
	{"impact --from mapping.yaml --to mapping.yaml --in people.csv --target FILE", ".csv .json", "table objects request", map[string]string{
		"an empty list": "no object of the target was read", "a header alone": "no object of the target was read",
		"cases": "no object of the target has a value for a matching attribute",
	}},
	{"impact --from mapping.yaml --to mapping.yaml --in people.csv --links FILE", ".csv .json", "", map[string]string{"an empty list": "there are no links"}},
	{"impact --from mapping.yaml --to mapping.yaml --in people.csv --assigned FILE", ".csv", "", map[string]string{"unreadable rows": "3 of 4 lines name no source object"}},
	{"replay --schema FILE --logs log.json --in people.csv", ".yaml .json", "mapping", nil},
	{"replay --schema mapping.yaml --logs FILE", ".json .csv", "", nil},
	{"replay --schema mapping.yaml --logs log.json --in FILE", ".csv .json", "table objects request", nil},
}

// withoutInput are the verbs that read no file.
var withoutInput = []string{"functions", "version"}

// TestNoSilentGreen passes every bad file to every input of every verb: the exit code is not 0 and a message names the file, or the verb says how
// much it has read. A verb that is not in the table has all its inputs bad.
func TestNoSilentGreen(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, f := range goodFiles {
		require.NoError(t, os.WriteFile(filepath.Join(dir, f.name), []byte(f.text), 0o600))
	}
	// A log is an object like any other to verbs that take attributes, so that it is no wrong file there.
	log := `{"id": "1", "provisioningAction": "create", "sourceIdentity": {"id": "1"}, "modifiedProperties": [{"displayName": "displayName", "newValue": "A"}]}`
	require.NoError(t, os.WriteFile(filepath.Join(dir, "log.json"), []byte(log), 0o600))
	for i, row := range walked {
		t.Run(row.args, func(t *testing.T) {
			t.Parallel()
			in := t.TempDir()
			extensions := strings.Fields(row.extensions)
			command := commandLines(t)
			for _, extension := range extensions[:effort.Of(len(extensions), 1)] {
				for j, kind := range badNames(t, in, extension) {
					if slices.Contains(strings.Fields(row.good), kind.kind) || (i+j)%effort.Of(1, 3) > 0 {
						continue
					}
					code, out, messages := command(walkArgs(row.args, dir, in, kind.name)...)
					requireTold(t, row.args+", "+kind.kind+" "+extension, filepath.Base(kind.name), code, out, messages, row.said[kind.kind])
				}
			}
		})
	}
}

// TestNoSilentGreenOfOtherVerbs is about verbs that are not in the table.
func TestNoSilentGreenOfOtherVerbs(t *testing.T) {
	t.Parallel()
	parser, err := (&program{stdout: io.Discard, stderr: io.Discard}).parser()
	require.NoError(t, err)
	in, command := t.TempDir(), commandLines(t)
	for _, verb := range parser.Model.Leaves(true) {
		path := verb.Path()
		if slices.Contains(withoutInput, path) {
			continue
		}
		known := false
		for _, row := range walked {
			known = known || strings.HasPrefix(row.args, path+" ")
		}
		if known {
			continue
		}
		for _, kind := range badNames(t, in, ".yaml") {
			name := kind.name
			args := strings.Fields(path)
			for _, arg := range verb.Positional {
				args = append(args, name)
				if arg.IsCumulative() {
					break
				}
			}
			for _, flag := range verb.Flags {
				if flag.Required {
					args = append(args, "--"+flag.Name, name)
				}
			}
			code, out, messages := command(args...)
			require.NotZero(t, code, "%v, %s: %s%s", args, kind.kind, out, messages)
		}
	}
}

// commandLines returns a function that runs command lines, with one parser for all of them: making one takes longer than most verbs.
func commandLines(t *testing.T) func(args ...string) (code int, stdout, stderr string) {
	t.Helper()
	parser, err := (&program{stdout: io.Discard, stderr: io.Discard}).parser()
	require.NoError(t, err)
	return func(args ...string) (int, string, string) {
		var out, errors bytes.Buffer
		p := &program{stdin: strings.NewReader(""), stdout: &out, stderr: messages{Writer: &errors}, clock: func() time.Time { return time.Unix(0, 0) }}
		code := p.dispatch(parser, args)
		return code, out.String(), errors.String()
	}
}

// badFile is a file of a kind that an input does not want.
type badFile struct{ kind, name string }

// badNames writes files of an extension; those of the good files keep their own. One does not exist.
func badNames(t *testing.T, dir, extension string) []badFile {
	t.Helper()
	names := []badFile{{"missing", filepath.Join(dir, "missing"+extension)}, {"a directory", filepath.Join(dir, "folder"+extension)}}
	require.NoError(t, os.MkdirAll(names[1].name, 0o700))
	write := func(kind, name, text string) {
		name = filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(name, []byte(text), 0o600))
		names = append(names, badFile{kind, name})
	}
	for _, f := range badFiles {
		write(f.kind, strings.ReplaceAll(f.kind, " ", "-")+extension, f.text)
	}
	for _, f := range goodFiles {
		write(f.kind, f.name, f.text)
	}
	if os.Geteuid() > 0 { // root may read everything, and Windows has no such bits
		name := filepath.Join(dir, "closed"+extension)
		_ = os.Remove(name)
		require.NoError(t, os.WriteFile(name, []byte("{}"), 0))
		names = append(names, badFile{"no permission", name})
	}
	return names
}

// walkArgs returns the arguments with the files of two directories.
func walkArgs(text, dir, in, bad string) []string {
	args := strings.Fields(text)
	for i, arg := range args {
		switch {
		case arg == "FILE":
			args[i] = bad
		case arg == "out.json" || arg == "requests" || arg == "changes":
			args[i] = filepath.Join(in, arg)
		case slices.ContainsFunc(goodFiles, func(f struct{ kind, name, text string }) bool { return f.name == arg }):
			args[i] = filepath.Join(dir, arg)
		}
	}
	return args
}

// requireTold holds that what was wrong with a file is told.
func requireTold(t *testing.T, what, name string, code int, out, messages, said string) {
	t.Helper()
	all := out + messages
	if code == exitFine && said != "" {
		require.Contains(t, all, said, what)
		return
	}
	require.Contains(t, []int{exitFindings, exitUsage}, code, "%s: %s", what, all)
	told := ""
	for line := range strings.Lines(all) {
		if strings.Contains(line, name) && len(line) > len(told) {
			told = line
		}
	}
	require.Greater(t, len(strings.Fields(told)), 3, "%s: no message that names the file: %s", what, all)
	if code == exitUsage { // what could not be read is not compared, nor without findings
		require.NotContains(t, all, "0 findings", what)
		require.NotContains(t, all, "No change.", what)
		require.NotContains(t, all, "No difference.", what)
	}
}
