package command

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	lib "github.com/attrmap/attrmap"
)

// TestTheCommandAndTheLibraryReadAFileAlike runs mapping files both ways, and compares the plans byte for byte.
func TestTheCommandAndTheLibraryReadAFileAlike(t *testing.T) {
	var yaml, json strings.Builder
	yaml.WriteString("mappings:\n  - {target: id, from: id, match: 1}\n")
	json.WriteString(`{"mappings": [{"target": "id", "from": "id", "match": 1}`)
	for i, scalar := range []string{
		"0048", "1.50", "2026-02-01", "yes", "no", "~", "!!int 7", "true", "False", "12", "0x1F", "1e3", ".inf", "''", `"0048"`, "!!str 12", "12:30:00", "2026-02-01T00:00:00Z",
	} {
		fmt.Fprintf(&yaml, "  - {target: c%d, constant: %s}\n  - target: d%d\n    from: missing\n    default: %s\n", i, scalar, i, scalar)
	}
	for i, scalar := range []string{`"0048"`, "1.50", "12", "true", "null", `"2026-02-01"`, `"\u00e9"`} {
		fmt.Fprintf(&json, ",\n{\"target\": \"c%d\", \"constant\": %s}, {\"target\": \"d%d\", \"from\": \"missing\", \"default\": %s}", i, scalar, i, scalar)
	}
	json.WriteString("]}")
	dir := t.TempDir()
	people := filepath.Join(dir, "people.csv")
	require.NoError(t, os.WriteFile(people, []byte("id\n1\n2\n"), 0o600))
	for name, text := range map[string]string{"m.yaml": yaml.String(), "m.json": json.String(), "none": yaml.String()} {
		file := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
		code, byCommand, messages := attrmap(nil, "run", "--schema", file, "--in", people, "--format", "ndjson")
		require.Zero(t, code, messages)
		byLibrary := planned(t, file, people)
		require.Empty(t, cmp.Diff(byCommand, byLibrary), name)
		require.Contains(t, byLibrary, `"target":"c0","old":null,"new":"0048"`)
	}
	for _, example := range []struct{ schema, in, target string }{
		{"hr-to-entra/mapping.yaml", "hr-to-entra/workers.scim.json", "hr-to-entra/users.json"},
		{"hr-to-ad/mapping.yaml", "hr-to-ad/workers.csv", "hr-to-ad/accounts.csv"},
		{"entra-to-scim/mapping.yaml", "entra-to-scim/users.ndjson", "entra-to-scim/accounts.json"},
	} {
		schema, in, target := filepath.Join("../../examples", example.schema), filepath.Join("../../examples", example.in), filepath.Join("../../examples", example.target)
		_, byCommand, _ := attrmap(nil, "run", "--schema", schema, "--in", in, "--target", target, "--format", "ndjson")
		require.NotEmpty(t, byCommand)
		require.Empty(t, cmp.Diff(byCommand, planned(t, schema, in, target)), example.schema)
	}
}

// planned returns the plans of a Go program that uses the front door, one a line.
func planned(t *testing.T, schema, people string, targets ...string) string {
	t.Helper()
	open := func(name string) *os.File {
		f, err := os.Open(name)
		require.NoError(t, err)
		t.Cleanup(func() { f.Close() })
		return f
	}
	job, err := lib.LoadMapping(open(schema))
	require.NoError(t, err)
	var opts []lib.Option
	for _, name := range targets {
		opts = append(opts, lib.WithTargets(open(name)))
	}
	var b strings.Builder
	for plan, err := range lib.Plans(context.Background(), job, open(people), opts...) {
		require.NoError(t, err)
		b.Write(append(plan.AppendJSON(nil), '\n'))
	}
	return b.String()
}

// TestTheCommandAndTheLibraryFindTheSameFaults compares what both say about a file that cannot be read.
func TestTheCommandAndTheLibraryFindTheSameFaults(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"m.yaml": "mappings:\n- {target: id, from: id, mach: 1}\n- target: a\n  apply: updat\n  expression: |\n    Left(\n      [b])\nscope: [[{attribute: c, operator: EQUALS}]]\n",
		"m.json": "{\"mappings\": [{\"target\": \"id\", \"target\": \"id\"},\n{\"expression\": \"Left()\"}], \"nmae\": 1}",
	} {
		file := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
		code, _, messages := attrmap(strings.NewReader("[]"), "run", "--schema", file, "--in", "-")
		require.Equal(t, exitUsage, code)
		f, err := os.Open(file)
		require.NoError(t, err)
		_, err = lib.LoadMapping(f)
		require.NoError(t, f.Close())
		var found lib.Findings
		require.ErrorAs(t, err, &found)
		require.Greater(t, len(found), 1)
		var want strings.Builder
		for _, f := range found {
			fmt.Fprintf(&want, "attrmap: %s\n", f.Sentence())
		}
		require.Empty(t, cmp.Diff(want.String(), messages), name)
	}
}
