package command

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// evil is what drives a terminal, changes the order of what is read, ends a text or begins a line that the program has not written.
const evil = "\x1b[31m\u202e\u2066\x00\r\u009b\nZZZ"

// evilFiles are files that hold it in everything that a file may hold. In JSON and YAML it is written with escapes; EVIL stands for that.
var evilFiles = map[string]string{
	"mapping.yaml": `name: "EVIL"
mappings:
  - {target: externalId, from: externalId, match: 1}
  - {target: displayName, from: displayName, default: "EVIL"}
  - {target: title, expression: "Switch([title], \"EVIL\", \"k\", \"EVIL\", [title], \"EVIL\", \"EVIL\", \"a long constant that makes a block of code\")"}
  - {target: nickName, expression: 'CDate([nickName])'}
  - {target: userType, constant: "EVIL"}
`,
	"other.yaml": `name: "EVIL"
mappings:
  - {target: externalId, from: externalId, match: 1}
  - {target: displayName, expression: 'Append([displayName], "EVIL")'}
  - {target: title, expression: 'Append([title], "EVIL")'}
  - {target: nickName, from: nickName}
`,
	"odd.yaml":     "mappings:\n  - {target: \"EVIL\", expression: \"Mid(\\\"EVIL\\\", 0, 1)\"}\n  - {\"EVIL\": \"EVIL\"}\n  - {target: a, apply: \"EVIL\", expression: 'Nope([\"EVIL\"])'}\n",
	"broken.yaml":  "mappings:\n  - {target: a, expression: \"Trim([EVIL]\"}\n",
	"people.json":  `[{"id": "EVIL", "externalId": "EVIL", "displayName": "EVIL", "title": "EVIL", "nickName": "EVIL", "EVIL": "EVIL"}, {"externalId": "2", "displayName": "EVIL"}]`,
	"others.json":  `[{"id": "EVIL", "externalId": "EVIL", "displayName": "x", "title": "EVILx", "nickName": "2026-01-31"}, {"externalId": "EVIL3"}]`,
	"odd.json":     `[{"externalId": "1", "@assigned": "EVIL"}, {"externalId": "2", "@deleted": "EVIL"}]`,
	"twice.json":   `[{"EVIL": 1, "EVIL": 2}]`,
	"strange.json": `[{"EVIL": "EVIL"}]`,
	"schema.json": `{"id": "EVIL", "EVIL": "EVIL", "synchronizationRules": [{"name": "EVIL", "EVIL": 1, "objectMappings": [{"name": "EVIL", "sourceObjectName": "EVIL", "targetObjectName": "EVIL",
		"enabled": true, "flowTypes": "EVIL", "attributeMappings": [{"targetAttributeName": "EVIL", "defaultValue": "EVIL", "matchingPriority": 1, "source": {"type": "Function", "name": "Mid",
		"expression": "Mid(\"EVIL\", 0, [EVIL])"}}], "scope": {"groups": [{"name": "EVIL", "clauses": [{"sourceOperandName": "EVIL", "operatorName": "EVIL", "targetOperand": {"values": ["EVIL"]}}]}]}}]}],
		"directories": [{"name": "EVIL", "objects": [{"name": "EVIL", "attributes": [{"name": "EVIL", "type": "EVIL"}]}]}]}`,
	"schema2.json": `{"synchronizationRules": [{"name": "EVIL", "objectMappings": [{"name": "EVIL", "attributeMappings": [{"targetAttributeName": "EVIL", "source": {"type": "Constant", "name": "EVIL", "expression": "\"EVIL\""}}]}]}]}`,
	"request.json": `{"schemas": ["EVIL"], "EVIL": 1, "Operations": [{"method": "EVIL", "bulkId": "EVIL", "path": "EVIL", "data": {"EVIL": "EVIL", "userName": "EVIL", "schemas": ["EVIL"]}}]}`,
	"map.yaml":     "attributes: {externalId: externalId, userName: displayName, title: \"EVIL\"}\n",
	"names.yaml":   "names:\n  \"EVIL\": \"EVIL\"\n",
	"absent.yaml":  "names:\n  \"\u202eabsent\": present\n",
	"cases.jsonl":  `{"id": "EVIL", "expr": "Mid(\"EVIL\", [EVIL])", "attrs": {"EVIL": "EVIL"}, "EVIL": 1}` + "\n" + `{"id": 2, "expr": "[a]", "attrs": {"a": "EVIL"}}` + "\nEVIL\n",
	"attrs.json":   `{"a": "EVIL", "EVIL": "EVIL"}`,
	"links.json":   `[{"sourceAnchor": "EVIL", "targetAnchor": "EVIL", "EVIL": 1, "objectTypeName": "EVIL"}]`,
	"evil.test.yaml": "mapping: mapping.yaml\ntests:\n  - name: \"EVIL\"\n    source: {externalId: \"EVIL\", nickName: \"EVIL\"}\n    expect: {displayName: \"EVIL EVIL\", title: x, nickName: \"EVIL\"}\n" +
		"  - name: \"EVIL\"\n    source: {externalId: \"EVIL\"}\n    expect: {\"EVIL\": \"EVIL\"}\n",
	"odd.test.yaml": "mapping: \"EVIL\"\n\"EVIL\": \"EVIL\"\n",
	"assigned.txt":  "EVIL\n2\n",
	"config.yaml":   "rules: {disable: [\"EVIL\"]}\nignore: [{code: L13, path: \"EVIL\", reason: \"EVIL\"}]\n\"EVIL\": 1\n",
}

// evilLines are command lines in which it is printed: at least one for every verb that reads something, with every format of its output.
var evilLines = []struct {
	args    string
	formats string
}{
	{"eval [a] --attrs attrs.json", "text json"},
	{"eval CDate([a]) --attrs attrs.json", "text json"},
	{"eval Append([a],[a]) --attrs attrs.json --explain", "text json"},
	{"eval EVIL", "text"},
	{"eval Mid([EVIL],\"EVIL\",0)", "text json"},
	{"eval --cases cases.jsonl", "json"},
	{"parse EVIL", "text"},
	{"parse [EVIL]&Nope([EVIL])", "text json"},
	{"parse --cases cases.jsonl", "json"},
	{"lint --cases cases.jsonl", "json"},
	{"functions EVIL", "text"},
	{"fmt EVIL", ""},
	{"fmt --check broken.yaml odd.yaml", ""},
	{"doc mapping.yaml", ""},
	{"doc odd.yaml", ""},
	{"doc schema.json", ""},
	{"doc mapping.yaml --mapping EVIL", ""},
	{"lint mapping.yaml odd.yaml broken.yaml schema.json request.json", "text json sarif github junit"},
	{"lint schema.json --all", "text json sarif github junit"},
	{"lint mapping.yaml --data people.json --all", "text json sarif github junit"},
	{"lint mapping.yaml --data twice.json", "text json sarif github junit"},
	{"lint mapping.yaml --config config.yaml", "text"},
	{"lint --fix EVIL", ""},
	{"lint --explain EVIL", ""},
	{"schema check schema.json", "text json"},
	{"schema diff schema.json schema2.json", "text json"},
	{"schema diff schema.json schema2.json --map names.yaml", "text json"},
	{"schema retarget schema.json out.json --map absent.yaml", ""},
	{"bulk build others.json --map map.yaml --out requests --force", ""},
	{"bulk build twice.json --map map.yaml --out requests --force", ""},
	{"bulk delta others.json people.json --map map.yaml --out requests --force --max-absent 100%", "text json"},
	{"bulk delta others.json twice.json --map map.yaml --out requests --force", "text json"},
	{"bulk check request.json", "text json"},
	{"run --schema mapping.yaml --in people.json", "table json ndjson html"},
	{"run --schema mapping.yaml --in people.json --target others.json --wire default --twice", "table json ndjson"},
	{"run --schema mapping.yaml --in people.json --links links.json --assigned assigned.txt", "table json ndjson html"},
	{"run --schema mapping.yaml --in people.json --explain EVIL", "table json ndjson"},
	{"run --schema mapping.yaml --in people.json --explain 2", "table json ndjson"},
	{"run --schema mapping.yaml --in odd.json", "table json ndjson html"},
	{"run --schema mapping.yaml --in strange.json", "table json ndjson html"},
	{"run --schema mapping.yaml --in twice.json", "table json ndjson html"},
	{"run --schema mapping.yaml --in people.json --id EVIL --fail-on EVIL", "table"},
	{"run --schema mapping.yaml --in people.json --id EVIL", "table"},
	{"run --schema mapping.yaml --in people.json --mapping EVIL", "table"},
	{"run --schema schema.json --in people.json", "table"},
	{"run --schema odd.yaml --in people.json", "table"},
	{"impact --from mapping.yaml --to other.yaml --in people.json --target others.json", "text json md html"},
	{"impact --from mapping.yaml --to mapping.yaml --in-from people.json --in-to others.json", "text json md html"},
	{"impact --from mapping.yaml --to other.yaml --in odd.json", "text json md html"},
	{"impact --from mapping.yaml --to other.yaml --in people.json --list EVIL", "text"},
	{"test evil.test.yaml", "text junit json tap github"},
	{"test odd.test.yaml", "text junit json tap github"},
}

// exact are formats for programs: what they hold is what it is, in JSON with its own escapes.
var exact = map[string]bool{"json": true, "ndjson": true}

// TestWhatDrivesATerminalIsSeen feeds what drives a terminal through every verb, in every format: on a terminal it is seen, and so it is in
// every message and in every document for people. What eval, parse and fmt write elsewhere is what it is.
func TestWhatDrivesATerminalIsSeen(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	quoted, err := json.Marshal(evil)
	require.NoError(t, err)
	for name, text := range evilFiles {
		escaped := strings.Trim(string(quoted), `"`)
		for _, c := range []string{"\u202e", "\u2066", "\u009b"} {
			hex, _ := json.Marshal(c)
			require.NotContains(t, string(hex), `\u`)
		}
		escaped = strings.NewReplacer("\u202e", `\u202e`, "\u2066", `\u2066`, "\u009b", `\u009b`).Replace(escaped)
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(strings.ReplaceAll(text, "EVIL", escaped)), 0o600))
	}
	for _, row := range evilLines {
		t.Run(row.args, func(t *testing.T) {
			t.Parallel()
			formats := strings.Fields(row.formats)
			if len(formats) == 0 {
				formats = []string{""}
			}
			for _, format := range formats {
				args := evilArgs(row.args, dir, t.TempDir())
				if format != "" && !strings.Contains(row.args, "--cases") && !strings.HasPrefix(row.args, "functions") {
					args = append(args, "--format", format)
				}
				verb := args[0]
				for _, terminal := range []bool{true, false} {
					out, messages := evilRun(terminal, args...)
					requireSeen(t, messages, args, "messages")
					if terminal || !exact[format] && verb != "eval" && verb != "parse" && verb != "fmt" && !strings.HasPrefix(row.args, "lint --fix") {
						requireSeen(t, out, args, "output")
					}
					require.Regexp(t, `\\u202e|\\\\u202e|\x{202e}|%E2%80%AE`, out+messages, "%q prints nothing of it", args)
					if exact[format] {
						require.False(t, strings.ContainsFunc(out, func(r rune) bool { return r < ' ' && r != '\n' }), "JSON has escapes: %q", out)
					}
				}
			}
		})
	}
}

// TestValuesArePrintedAsTheyAreElsewhere: for programs a value is what it is.
func TestValuesArePrintedAsTheyAreElsewhere(t *testing.T) {
	t.Parallel()
	out, _ := evilRun(false, "eval", "[a]", "a="+evil)
	require.Equal(t, evil+"\n", out)
	out, _ = evilRun(false, "fmt", `[a]="`+"\u202e"+`"`)
	require.Contains(t, out, "\u202e")
	out, _ = evilRun(true, "eval", "[a]", "a="+evil)
	require.Equal(t, `\u001b[31m\u202e\u2066\u0000\u000d\u009b`+"\nZZZ\n", out)
}

// evilArgs returns the arguments of a line, with the names of files in a directory.
func evilArgs(text, dir, out string) []string {
	args := strings.Fields(text)
	for i, arg := range args {
		if _, ok := evilFiles[arg]; ok {
			args[i] = filepath.Join(dir, arg)
		}
		if arg == "out.json" || arg == "requests" {
			args[i] = filepath.Join(out, arg)
		}
		args[i] = strings.ReplaceAll(args[i], "EVIL", strings.ReplaceAll(evil, "\x00", ""))
	}
	return args
}

// evilRun runs a command line on a terminal or elsewhere, without colors.
func evilRun(terminal bool, args ...string) (stdout, stderr string) {
	var out, errs bytes.Buffer
	p := &program{
		stdin: strings.NewReader(""), stdout: &out, stderr: &errs, clock: func() time.Time { return time.Unix(0, 0) },
		terminal: func(io.Writer) bool { return terminal }, getenv: func(name string) string { return map[string]string{"NO_COLOR": "1"}[name] },
	}
	p.run(args)
	return out.String(), errs.String()
}

// requireSeen holds that a text has none of it raw.
func requireSeen(t *testing.T, text string, args []string, what string) {
	t.Helper()
	for _, r := range "\x1b\u202e\u2066\x00\r\u009b" {
		require.NotContains(t, text, string(r), "%s of %q", what, args)
	}
	if args[0] == "doc" { // in a block of code an expression has its own lines
		blocks := strings.Split(text, "\n```")
		text = ""
		for i := 0; i < len(blocks); i += 2 {
			text += blocks[i]
		}
	}
	if args[0] != "eval" && args[0] != "parse" && args[0] != "fmt" && !strings.HasPrefix(strings.Join(args, " "), "lint --fix") {
		require.NotContains(t, text, "\nZZZ", "%s of %q begin a line", what, args)
	}
}
