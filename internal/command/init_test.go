package command

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// attrmapAt runs a command line on a first of March.
func attrmapAt(args ...string) (code int, out, messages string) {
	var o, m bytes.Buffer
	p := &program{stdin: strings.NewReader(""), stdout: &o, stderr: &m, clock: func() time.Time { return time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC) }}
	code = p.run(args)
	return code, o.String(), m.String()
}

// The tests that init writes beside mappings, or elsewhere, are found and pass, and what is there already stays.
func TestInitWritesTestsThatPass(t *testing.T) {
	dir := t.TempDir()
	mapping := filepath.Join(dir, "people.yaml")
	rules := "mappings:\n  - {target: id, from: id, match: 1}\n  - {target: kind, expression: 'IIF(Len([a])>4000, \"1\", \"2\")'}\n"
	require.NoError(t, os.WriteFile(mapping, []byte(rules), 0o600))
	tests := filepath.Join(dir, "people_test.yaml")

	code, out, messages := attrmapAt("init", mapping)
	require.Equal(t, exitFine, code, messages)
	require.Contains(t, out, tests+": ")
	require.Contains(t, out, mapping+`:3:52: no input was found for IIF true branch "1" of kind`)
	written, err := os.ReadFile(tests)
	require.NoError(t, err)
	require.Contains(t, string(written), "mapping: people.yaml\nnow: 2026-03-01T08:00:00Z\n")
	code, out, messages = attrmapAt("test", dir)
	require.Equal(t, exitFine, code, "%s%s", out, messages)

	code, _, messages = attrmapAt("init", mapping)
	require.Equal(t, exitUsage, code)
	require.Contains(t, messages, "the file is there already; --force replaces it")
	code, _, messages = attrmapAt("init", mapping, "--force", "--now", "2027-01-01T00:00:00Z")
	require.Equal(t, exitFine, code, messages)

	code, _, messages = attrmapAt("init", mapping, "--out", filepath.Join(dir, "tests", "hr"))
	require.Equal(t, exitFine, code, messages)
	written, err = os.ReadFile(filepath.Join(dir, "tests", "hr", "people_test.yaml"))
	require.NoError(t, err)
	require.Contains(t, string(written), "mapping: \"../../people.yaml\"\n")
	code, out, messages = attrmapAt("test", dir)
	require.Equal(t, exitFine, code, "%s%s", out, messages)
}

func TestInitRefusesWhatItCannotRead(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "x.yaml")
	tests := map[string]string{
		"mappings: [{target: a, from: b}]": "the set has no matching attribute",
		"- [1, 2]":                         "want an object, got a list",
		"attributes: {a: b}":               "want a mapping file or an exported schema, got a map for bulk build",
	}
	for text, want := range tests {
		require.NoError(t, os.WriteFile(name, []byte(text), 0o600))
		code, _, messages := attrmapAt("init", name)
		require.Equal(t, exitUsage, code)
		require.Contains(t, messages, want)
	}
	code, _, messages := attrmapAt("init", "-")
	require.Equal(t, exitUsage, code)
	require.Contains(t, messages, "want a file")
	code, _, _ = attrmapAt("init", filepath.Join(dir, "missing.yaml"))
	require.Equal(t, exitUsage, code)
	files, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Len(t, files, 1)
}

// The mapping file and the map that init writes for a table are run and built at once.
func TestInitWritesMappingsForATable(t *testing.T) {
	dir := t.TempDir()
	table := filepath.Join(dir, "people.csv")
	require.NoError(t, os.WriteFile(table, []byte("WorkerID,FirstName,LastName,Status,Shoe\n1,Ann,Lee,Active,39\n2,Jo,Orr,Inactive,44\n"), 0o600))
	code, out, messages := attrmapAt("init", table)
	require.Equal(t, exitFine, code, messages)
	rules, bulk := filepath.Join(dir, "people_mapping.yaml"), filepath.Join(dir, "people_bulk.yaml")
	require.Contains(t, out, rules+", "+bulk+": written for 4 of 5 columns\nnot matched: \"Shoe\"")
	for _, args := range [][]string{
		{"lint", rules},
		{"run", "--schema", rules, "--in", table},
		{"bulk", "build", table, "--map", bulk, "--out", filepath.Join(dir, "requests")},
		{"bulk", "check", filepath.Join(dir, "requests")},
	} {
		code, out, messages = attrmapAt(args...)
		require.Equal(t, exitFine, code, "%v: %s%s", args, out, messages)
	}
	// One of the two is enough to refuse both.
	require.NoError(t, os.Remove(rules))
	code, _, messages = attrmapAt("init", table)
	require.Equal(t, exitUsage, code)
	require.Contains(t, messages, "people_bulk.yaml: the file is there already")
	require.NoFileExists(t, rules)
}
