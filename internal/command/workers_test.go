package command

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
)

// TestOutputDoesNotDependOnTheNumberOfWorkers has duplicates, broken lines, a unique value and a filter.
func TestOutputDoesNotDependOnTheNumberOfWorkers(t *testing.T) {
	schema := t.TempDir() + "/m.yaml"
	require.NoError(t, os.WriteFile(schema, []byte(`name: many
scope: [[{attribute: kind, operator: EQUALS, values: [worker]}]]
mappings:
  - {target: employeeId, from: id, match: 1}
  - {target: upn, apply: create, expression: 'SelectUniqueValue([name], Join("1", [name], ""), Join("-", [name], [id]))'}
`), 0o600))
	var in strings.Builder
	for i := range 500 {
		switch i % 50 {
		case 7:
			in.WriteString("{\"id\":\n")
		case 11:
			fmt.Fprintf(&in, `{"id": %d, "kind": "guest"}`+"\n", i)
		default:
			fmt.Fprintf(&in, `{"id": %d, "kind": "worker", "name": "n%d"}`+"\n", i-i%20/19, i%90)
		}
	}
	source := t.TempDir() + "/in.ndjson"
	require.NoError(t, os.WriteFile(source, []byte(in.String()), 0o600))
	for _, format := range []string{"table", "json", "ndjson"} {
		run := func(workers string) string {
			code, out, messages := attrmap(nil, "run", "--schema", schema, "--in", source, "--format", format, "--wire", "default", "--twice", "--workers", workers)
			return fmt.Sprint(code, "\n", out, messages)
		}
		want := run("1")
		require.Contains(t, want, "DuplicateSourceEntries")
		require.Contains(t, want, "read 500, create 4")
		for _, workers := range []string{"2", "8"} {
			if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(run(workers), "\n")); diff != "" {
				t.Errorf("%s, %s workers (-want +got):\n%s", format, workers, diff)
			}
		}
	}
}

func TestTheNumberOfWorkersIsBounded(t *testing.T) {
	for _, verb := range [][]string{
		{"run", "--schema", "m.yaml", "--in", "in.ndjson"}, {"impact", "--from", "m.yaml", "--to", "m.yaml", "--in", "in.ndjson"}, {"test", "t.yaml"},
		{"replay", "--schema", "m.yaml", "--logs", "log.json"},
	} {
		for _, workers := range []string{"-1", "0", "1025", "many", "1.5", ""} {
			code, out, messages := attrmap(nil, append(verb, "--workers="+workers)...)
			require.Equal(t, exitUsage, code)
			require.Empty(t, out)
			require.Contains(t, messages, "--workers: want a number from 1 to 1024, got \""+workers+"\"")
		}
	}
}
