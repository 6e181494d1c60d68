package command

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

const example = "../../examples/hr-to-entra/"

// attrmap runs the command inside the test.
func attrmap(stdin io.Reader, args ...string) (code int, stdout, stderr string) {
	var out, messages bytes.Buffer
	p := &program{
		stdin: stdin, stdout: &out, stderr: &messages,
		clock: func() time.Time { return time.Unix(0, 0) }, getenv: func(string) string { return "" },
	}
	code = p.run(args)
	return code, out.String(), messages.String()
}

// TestMembersOfNDJSON holds names and order of the members that other programs rely on; more may follow them.
func TestMembersOfNDJSON(t *testing.T) {
	code, out, _ := attrmap(nil, "run", "--schema", example+"mapping.yaml", "--in", example+"workers.scim.json",
		"--target", example+"users.json", "--format", "ndjson")
	require.Zero(t, code)
	lines := strings.Split(strings.TrimSuffix(out, "\n"), "\n")
	require.Len(t, lines, 5)
	rows := 0
	for _, line := range lines {
		plan := readMembers(t, line)
		requireMembers(t, plan, "id action status code? reason? target? attributes steps")
		for _, row := range elements(t, plan["attributes"]) {
			requireMembers(t, readMembers(t, row), "target old new decision source expression? reason? code? warnings?")
			rows++
		}
		for _, step := range elements(t, plan["steps"]) {
			requireMembers(t, readMembers(t, step), "name status details?")
		}
	}
	require.Equal(t, 4*29, rows, "a row per mapping, in each object that mappings ran for")
}

// members maps names to JSON; "" holds the names in their order.
type members map[string]string

func readMembers(t *testing.T, text string) members {
	t.Helper()
	dec := json.NewDecoder(strings.NewReader(text))
	_, err := dec.Token()
	require.NoError(t, err)
	var names []string
	m := members{}
	for dec.More() {
		name, err := dec.Token()
		require.NoError(t, err)
		var raw json.RawMessage
		require.NoError(t, dec.Decode(&raw))
		names = append(names, name.(string))
		m[name.(string)] = string(raw)
	}
	m[""] = strings.Join(names, " ")
	return m
}

func elements(t *testing.T, text string) []string {
	t.Helper()
	var raw []json.RawMessage
	require.NoError(t, json.Unmarshal([]byte(text), &raw))
	all := make([]string, len(raw))
	for i, r := range raw {
		all[i] = string(r)
	}
	return all
}

func requireMembers(t *testing.T, m members, want string) {
	t.Helper()
	var present []string
	for _, name := range strings.Fields(want) {
		name, optional := strings.CutSuffix(name, "?")
		if _, ok := m[name]; ok || !optional {
			present = append(present, name)
		}
	}
	require.True(t, strings.HasPrefix(m[""]+" ", strings.Join(present, " ")+" "), "want %s, got %s", want, m[""])
}

func TestJSONIsOneDocument(t *testing.T) {
	code, out, _ := attrmap(nil, "run", "--schema", example+"mapping.yaml", "--in", example+"workers.scim.json", "--format", "json")
	require.Zero(t, code)
	var doc struct {
		Objects []struct{ ID, Action string }
		Totals  struct{ Read, Create int }
	}
	require.NoError(t, json.Unmarshal([]byte(out), &doc))
	require.Len(t, doc.Objects, 5)
	require.Equal(t, 5, doc.Totals.Read)
	require.Equal(t, 4, doc.Totals.Create)
}

// full is a disk without room.
type full struct{}

var errFull = errors.New("no space left")

func (full) Write([]byte) (int, error) { return 0, errFull }

// printing are command lines that print something, at least one for every verb, and what standard input holds for those that read it. Verbs
// without a row are asked for their help.
func printing(t *testing.T, dir string) (lines [][]string, stdin string) {
	t.Helper()
	mapping, people, bad := example+"mapping.yaml", example+"workers.scim.json", filepath.Join(dir, "bad.yaml")
	require.NoError(t, os.WriteFile(bad, []byte("mappings:\n  - {target: a, expression: 'Trim( [a)'}\n"), 0o600))
	spaced := filepath.Join(dir, "spaced.yaml")
	require.NoError(t, os.WriteFile(spaced, []byte("mappings:\n  - {target: a, expression: 'Trim( [a])'}\n"), 0o600))
	schema := filepath.Join(dir, "schema.json")
	require.NoError(t, os.WriteFile(schema, []byte(`{"synchronizationRules": [{"objectMappings": [{}]}]}`), 0o600))
	request := filepath.Join(dir, "request.json")
	require.NoError(t, os.WriteFile(request, []byte(`{"schemas": []}`), 0o600))
	table := filepath.Join(dir, "people.csv")
	require.NoError(t, os.WriteFile(table, []byte("id\n1\n"), 0o600))
	more := filepath.Join(dir, "more.csv")
	require.NoError(t, os.WriteFile(more, []byte("id\n1\n2\n"), 0o600))
	log := filepath.Join(dir, "log.json")
	require.NoError(t, os.WriteFile(log, []byte(`{"id": "1", "provisioningAction": "other", "modifiedProperties": []}`), 0o600))
	bulkMap := filepath.Join(dir, "map.yaml")
	require.NoError(t, os.WriteFile(bulkMap, []byte("attributes: {externalId: id}\n"), 0o600))
	workers := filepath.Join(dir, "workers.xml")
	require.NoError(t, os.WriteFile(workers, []byte(`<wd:Worker xmlns:wd="urn:com.workday/bsvc"/>`), 0o600))
	listed := filepath.Join(dir, "listed.yaml")
	require.NoError(t, os.WriteFile(listed, []byte("types: {a: {api: 'wd:Worker'}}\nmappings: [{target: a, from: a}]\n"), 0o600))
	tests := filepath.Join(dir, "x_test.yaml")
	require.NoError(t, os.WriteFile(tests, []byte("expressions: [{expr: '\"a\"', gives: a}]"), 0o600))
	lines = [][]string{
		{"eval", "[a]"},
		{"eval", "[a]", "--format", "json"},
		{"eval", "[a]", "--explain"},
		{"eval", "[a]", "--explain", "--format", "json"},
		{"eval", "--cases", "-"},
		{"parse", "[a]"},
		{"parse", "[a]", "--format", "json"},
		{"parse", "--cases", "-"},
		{"functions"},
		{"functions", "Mid"},
		{"functions", "--format", "json"},
		{"run", "--schema", mapping, "--in", people},
		{"run", "--schema", mapping, "--in", people, "--format", "json"},
		{"run", "--schema", mapping, "--in", people, "--format", "ndjson"},
		{"run", "--schema", mapping, "--in", people, "--explain", "1001"},
		{"replay", "--schema", mapping, "--logs", log},
		{"replay", "--schema", mapping, "--logs", log, "--format", "json"},
		{"init", mapping, "--out", filepath.Join(dir, "init"), "--force"},
		{"schema", "copy", schema, "-"},
		{"schema", "copy", schema, filepath.Join(dir, "copy.json")},
		{"api", "eval", "wd:Worker/@a", workers},
		{"api", "eval", "wd:Worker/@a", workers, "--format", "json"},
		{"api", "check", listed, "--format", "json"},
		{"schema", "check", schema},
		{"schema", "check", schema, "--format", "json"},
		{"fmt", "Trim( [a])"},
		{"fmt", "--check", spaced},
		{"test", tests},
		{"test", tests, "--format", "junit"},
		{"doc", mapping},
		{"lint", bad},
		{"lint", bad, "--format", "json"},
		{"lint", bad, "--format", "sarif"},
		{"lint", "--cases", "-"},
		{"lint", "--explain", "all"},
		{"lint", "--explain", "L01"},
		{"lint", "--fix", "[a]"},
		{"bulk", "build", table, "--map", bulkMap, "--out", filepath.Join(dir, "requests"), "--force"},
		{"bulk", "delta", table, more, "--map", bulkMap, "--out", filepath.Join(dir, "changes"), "--force", "--max-absent", "100%"},
		{"bulk", "delta", table, table, "--map", bulkMap, "--out", filepath.Join(dir, "changes"), "--force", "--format", "json"},
		{"bulk", "check", request},
		{"bulk", "check", request, "--format", "json"},
		{"--help"},
	}
	parser, err := (&program{stdout: io.Discard, stderr: io.Discard}).parser()
	require.NoError(t, err)
	for _, verb := range parser.Model.Leaves(true) {
		words := strings.Fields(verb.Path())
		if !slices.ContainsFunc(lines, func(line []string) bool { return slices.Equal(line[:min(len(line), len(words))], words) }) {
			lines = append(lines, append(words, "--help"))
		}
	}
	return lines, `{"expr": "[a]"}`
}

func TestAFullDiskIsTold(t *testing.T) {
	lines, stdin := printing(t, t.TempDir())
	for _, args := range lines {
		var messages bytes.Buffer
		p := &program{stdin: strings.NewReader(stdin), stdout: full{}, stderr: &messages, clock: time.Now}
		require.Equal(t, exitUsage, p.run(args), "%v: %s", args, &messages)
		require.Equal(t, 1, strings.Count(messages.String(), "no space left"), "%v: %s", args, &messages)
	}
}

// signals sends a token for every write.
type signals chan struct{}

func (s signals) Write(data []byte) (int, error) {
	s <- struct{}{}
	return len(data), nil
}

// TestALineIsAnsweredBeforeTheNextOneComes lets a program hold a dialogue over pipes.
func TestALineIsAnsweredBeforeTheNextOneComes(t *testing.T) {
	in, questions := io.Pipe()
	answers := make(signals, 2)
	p := &program{stdin: in, stdout: answers, stderr: io.Discard, clock: time.Now}
	done := make(chan int, 1)
	go func() { done <- p.run([]string{"eval", "--cases", "-"}) }()
	for range 2 {
		_, err := io.WriteString(questions, `{"id": 1, "expr": "[a]"}`+"\n")
		require.NoError(t, err)
		select {
		case <-answers:
		case <-time.After(time.Minute): // it would wait for ever
			t.Fatal("no answer")
		}
	}
	require.NoError(t, questions.Close())
	require.Zero(t, <-done)
}

// endless is a line without end.
type endless struct{}

func (endless) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = 'x'
	}
	return len(b), nil
}

func TestALineWithoutEndIsRefused(t *testing.T) {
	in := io.MultiReader(strings.NewReader(`{"id": 1, "expr": "[a]"}`+"\n"), endless{})
	code, out, messages := attrmap(in, "eval", "--cases", "-")
	require.Equal(t, exitUsage, code)
	require.Equal(t, `{"id":1,"kind":"null","result":[]}`+"\n", out)
	require.Equal(t, "attrmap: -:2: the line is longer than 16 MiB\n", messages)
}

func TestABrokenPipeInTheMiddleKeepsEarlierAnswers(t *testing.T) {
	broken := errors.New("the network is gone")
	in := io.MultiReader(strings.NewReader(`{"id": 1, "expr": "[a]"}`+"\n"), brokenReader{broken})
	code, out, messages := attrmap(in, "eval", "--cases", "-")
	require.Equal(t, exitUsage, code)
	require.Equal(t, `{"id":1,"kind":"null","result":[]}`+"\n", out)
	require.Contains(t, messages, "the network is gone")

	for _, args := range [][]string{
		{"eval", "[a]", "--attrs", "-"},
		{"run", "--schema", "-", "--in", example + "workers.scim.json"},
		{"run", "--schema", example + "mapping.yaml", "--in", "-"},
	} {
		code, out, messages := attrmap(brokenReader{broken}, args...)
		require.Equal(t, exitUsage, code, args)
		require.Empty(t, out, args)
		require.Contains(t, messages, "the network is gone", args)
	}
}

type brokenReader struct{ err error }

func (r brokenReader) Read([]byte) (int, error) { return 0, r.err }

func TestPairsArePartedOutsideBrackets(t *testing.T) {
	for _, row := range []struct {
		pair, name, text string
		ok               bool
	}{
		{"a=x", "a", "x", true},
		{"a=", "a", "", true},
		{"a==x", "a", "=x", true},
		{`emails[type eq "work"].value=x`, `emails[type eq "work"].value`, "x", true},
		{`roles[primary=true].value=x=y`, `roles[primary=true].value`, "x=y", true},
		{"a]=x", "a]", "x", true},
		{"=x", "", "", false},
		{"a", "", "", false},
		{"a[b=c", "", "", false},
	} {
		name, text, ok := cutPair(row.pair)
		if ok != row.ok || ok && (name != row.name || text != row.text) {
			t.Errorf("%s → %q %q %v", row.pair, name, text, ok)
		}
	}
}
