package tables_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// edit puts a line after another one in a file of package mapping.
type edit struct{ file, after, line string }

// The rows that are added. The new apply writes to objects that exist alone, and only adds values there.
var (
	applyConstant = edit{"apply.go", "	ApplyAttributeAddOnly\n", "	ApplyUpdate\n"}
	applyRow      = edit{"apply.go", `"only to an empty target", true, true, false}, (*mapRun).fill},` + "\n",
		`	{ApplyUpdate, Behavior{"update", "ObjectUpdateOnly", "on updates alone", false, true, true}, (*mapRun).add},` + "\n"}
	operatorRow = edit{"operator.go", `operatorOf("ENDS_WITH", "ends with", plain, textTypes, textTest(strings.HasSuffix)),` + "\n",
		`	operatorOf("STARTS_WITH", "starts with", plain, textTypes, textTest(strings.HasPrefix)),` + "\n"}
	profileRow = edit{"profile.go", "var profileTable = []profileRow{\n",
		`	{"okta", Target{"Okta", []string{"Okta"}, []string{"login"}, false, false}},` + "\n"}
	attributeRow = edit{"attributes.tsv", "# profile\tobjects\tattribute\ttype\tsays\tunique\tlength\tpattern\trefused\tsource\n",
		"okta\tUser\tlogin\tString\t-\t-\t5\t-\t-\tof this test\n"}
)

// TestARowThatLeavesSomethingOpenDoesNotCompile.
func TestARowThatLeavesSomethingOpenDoesNotCompile(t *testing.T) {
	for name, tt := range map[string]struct {
		edits []edit
		want  string
	}{
		"an apply without a row":           {[]edit{applyConstant}, "cannot use"},
		"an apply without a merge":         {[]edit{applyConstant, without(applyRow, ", (*mapRun).add")}, "too few values"},
		"an apply without a flow type":     {[]edit{applyConstant, without(applyRow, `"ObjectUpdateOnly", `)}, "too few values"},
		"an operator without types":        {[]edit{without(operatorRow, ", textTypes")}, "not enough arguments"},
		"an operator without a comparison": {[]edit{without(operatorRow, ", textTest(strings.HasPrefix)")}, "not enough arguments"},
		"a profile without marks":          {[]edit{without(profileRow, `, []string{"login"}`)}, "too few values"},
	} {
		t.Run(name, func(t *testing.T) {
			out, err := build(t, tt.edits, os.DevNull, "./mapping")
			require.Error(t, err)
			require.Contains(t, out, tt.want)
		})
	}
}

func without(e edit, part string) edit {
	e.line = strings.Replace(e.line, part, "", 1)
	return e
}

// build builds a package with files of package mapping edited. The output is the compiler's.
func build(t *testing.T, edits []edit, out, what string) (string, error) {
	t.Helper()
	root, err := filepath.Abs("../../..")
	require.NoError(t, err)
	dir := t.TempDir()
	texts := map[string]string{}
	for _, e := range edits {
		if texts[e.file] == "" {
			data, err := os.ReadFile(filepath.Join(root, "mapping", e.file))
			require.NoError(t, err)
			texts[e.file] = string(data)
		}
		require.Equal(t, 1, strings.Count(texts[e.file], e.after), "%s is once in %s", e.after, e.file)
		texts[e.file] = strings.Replace(texts[e.file], e.after, e.after+e.line, 1)
	}
	overlay := struct{ Replace map[string]string }{map[string]string{}}
	for name, text := range texts {
		edited := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(edited, []byte(text), 0o600))
		overlay.Replace[filepath.Join(root, "mapping", name)] = edited
	}
	data, err := json.Marshal(overlay)
	require.NoError(t, err)
	list := filepath.Join(dir, "overlay.json")
	require.NoError(t, os.WriteFile(list, data, 0o600))
	cmd := exec.Command("go", "build", "-overlay", list, "-o", out, what)
	cmd.Dir = root
	text, err := cmd.CombinedOutput()
	return string(text), err
}

// command is the command with the rows, in its own folder.
type command struct {
	t    *testing.T
	dir  string
	name string
}

func (c command) write(name, text string) string {
	c.t.Helper()
	path := filepath.Join(c.dir, name)
	require.NoError(c.t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

// run returns both outputs; the exit code is that of the command, and not of a crash.
func (c command) run(args ...string) string {
	c.t.Helper()
	var out bytes.Buffer
	cmd := exec.Command(c.name, args...)
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Run(); err != nil {
		require.Contains(c.t, []int{1, 2}, cmd.ProcessState.ExitCode(), "%v: %s", args, out.String())
		require.NotContains(c.t, out.String(), "panic:")
	}
	return out.String()
}

const setText = `{"name": "rows", "scope": [[{"attribute": "n", "operator": "STARTS_WITH", "values": ["a"]}]], "mappings": [
	{"target": "login", "from": "n", "match": 1},
	{"target": "tags", "from": "t", "apply": "update"}]}`

// schemaText is the same as an exported schema; its scope compares a number with the new operator, too.
const schemaText = `{"id":"x.1","synchronizationRules":[{"id":"r1","name":"OUT","priority":1,"sourceDirectoryName":"HR","targetDirectoryName":"Okta","objectMappings":[
{"name":"Users","enabled":true,"flowTypes":"Add,Update,Delete","sourceObjectName":"User","targetObjectName":"Account",
"scope":{"groups":[{"name":"g","clauses":[{"operatorName":"STARTS_WITH","sourceOperandName":"n","targetOperand":{"values":["a"]}},
 {"operatorName":"STARTS_WITH","sourceOperandName":"number","targetOperand":{"values":["1"]}}]}]},
"attributeMappings":[
{"targetAttributeName":"login","matchingPriority":1,"source":{"type":"Attribute","name":"n","expression":"[n]","parameters":[]}},
{"targetAttributeName":"tags","flowType":"ObjectUpdateOnly","source":{"type":"Attribute","name":"t","expression":"[t]","parameters":[]}}]}]}],
"directories":[{"id":"d1","name":"HR","objects":[{"name":"User","attributes":[{"name":"id","anchor":true},{"name":"n"},{"name":"t"},{"name":"number","type":"Integer"}]}]},
{"id":"d2","name":"Okta","objects":[{"name":"Account","attributes":[{"name":"id","anchor":true},{"name":"login"},{"name":"tags","multivalued":true}]}]}]}`

// TestARowDoesEverything: a row of each table works in runs, requests, schemas, rules, documents and help, with no other edit.
func TestARowDoesEverything(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the command")
	}
	dir := t.TempDir()
	c := command{t, dir, filepath.Join(dir, "attrmap.exe")}
	out, err := build(t, []edit{applyConstant, applyRow, operatorRow, profileRow, attributeRow}, c.name, "./cmd/attrmap")
	require.NoError(t, err, out)
	set, schema := c.write("set.json", setText), c.write("schema.json", schemaText)
	people := c.write("people.ndjson", `{"n":"anna","number":1,"t":["b"]}`+"\n"+`{"n":"alexander","number":1,"t":["b"]}`+"\n"+`{"n":"bob","number":1,"t":["b"]}`+"\n")
	target := c.write("target.ndjson", `{"id":"t-1","login":"anna","tags":["a"]}`+"\n")

	for _, mapping := range []string{set, schema} {
		plans := c.run("run", "--schema", mapping, "--in", people, "--target", target, "--profile", "okta", "--format", "ndjson", "--wire", "default")
		// Messages come before the plans.
		lines := slices.DeleteFunc(strings.Split(plans, "\n"), func(line string) bool { return !strings.HasPrefix(line, "{") })
		require.Contains(t, lines[0], `"action":"update"`)
		require.Contains(t, lines[0], `"new":["a","b"],"decision":"flowed"`, "the new apply adds values on updates")
		require.Contains(t, lines[0], `{"op":"Add","path":"tags","value":["b"]}`, "requests send what is added alone")
		require.Contains(t, lines[1], `"action":"create"`)
		require.Contains(t, lines[1], `"reason":"applies only on updates, and the object is created"`)
		require.Contains(t, lines[1], `"warnings":["MaximumLength"]`, "the profile's limit")
		require.Contains(t, lines[2], `"action":"skip"`, "the new operator keeps bob out")
	}

	doc := c.run("doc", set)
	require.Contains(t, doc, "on updates alone")
	require.Contains(t, doc, "starts with")
	check := c.run("schema", "check", schema)
	require.NotContains(t, check, "ObjectUpdateOnly", "the flow type is known")
	require.Contains(t, check, "STARTS_WITH does not compare attributes of type Integer")
	require.Contains(t, c.run("lint", "--explain", "L107"), "ENDS_WITH, STARTS_WITH, INCLUDES")
	unique := []string{"lint", "--target", "login", "SelectUniqueValue([a], [b])", "--apply"}
	require.Contains(t, c.run(append(unique, "update")...), "works only when an object is created")
	require.NotContains(t, c.run(append(unique, "create")...), "works only when an object is created")
	require.Contains(t, c.run(append(unique, "create", "--profile", "okta")...), "this target is Okta")
	require.Contains(t, c.run("lint", "--help"), "okta")
	require.Contains(t, c.run("run", "--help"), "okta")
	require.Contains(t, c.run("run", "--schema", c.write("bad.json", strings.Replace(setText, "STARTS_WITH", "STARTS", 1)), "--in", people), "STARTS_WITH")
}
