package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestControlCharactersAreSeen feeds what drives a terminal through the verbs that print it for people.
func TestControlCharactersAreSeen(t *testing.T) {
	t.Parallel()
	const evil = "\x1b[31m\u202e\u2066"
	dir := t.TempDir()
	mapping := filepath.Join(dir, "mapping.yaml")
	// YAML's escapes. The first expression is long enough for a code block in a document.
	pairs := strings.Repeat(`, \"k\", \"\x1b[31m\u202E\u2066\"`, 20)
	text := `mappings:
  - {target: displayName, expression: "Switch([a], \"\"` + pairs + `)"}
  - {target: a, expression: "Mid(\"\x1b[31m\u202E\u2066\", 0, 1)"}
`
	require.NoError(t, os.WriteFile(mapping, []byte(text), 0o600))
	missing := filepath.Join(dir, "no"+evil+".yaml")
	for _, row := range []struct {
		args []string
		text string // how it is seen, in one of the outputs
	}{
		{[]string{"doc", mapping}, `\u001b[31m\u202e\u2066`},
		{[]string{"lint", mapping}, `\u001b[31m`},
		{[]string{"lint", missing}, `no\u001b[31m\u202e\u2066.yaml`},
		{[]string{"fmt", missing}, `no\u001b[31m\u202e\u2066.yaml`},
		{[]string{"doc", missing}, `no\u001b[31m\u202e\u2066.yaml`},
		{[]string{"run", "--schema", missing, "--in", missing}, `no\u001b[31m\u202e\u2066.yaml`},
		{[]string{"bulk", "check", missing}, `no\u001b[31m\u202e\u2066.yaml`},
		{[]string{"schema", "check", missing}, `no\u001b[31m\u202e\u2066.yaml`},
		{[]string{"eval", "--cases", missing}, `no\u001b[31m\u202e\u2066.yaml`},
	} {
		_, out, messages := attrmap(nil, row.args...)
		require.Contains(t, out+messages, row.text, row.args)
		for _, r := range "\x1b\u202e\u2066" {
			require.NotContains(t, out+messages, string(r), row.args)
		}
	}
	_, out, _ := attrmap(nil, "eval", "[a]", "a="+evil)
	require.Equal(t, evil+"\n", out, "for programs a value is what it is")
}
