package docs

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Statement is what a source says, the rule that follows here, and the tests that hold it.
type Statement struct {
	Evidence, Source, Statement, Rule string
	// Tests are test functions, each after the folder of its package: "mapping/provision TestUniqueValuesAreReserved".
	Tests []string
}

// Where the statements and the scenarios are, below the module's root.
const (
	statementsFile = "internal/dev/docs/evidence.tsv"
	scenariosFile  = "internal/command/testdata/scenarios.ndjson"
)

// Statements reads the table of statements below the module's root: evidence, source, statement, rule and tests, separated by tabs, the
// tests among themselves by semicolons. A row that begins with # is the title of those below.
func Statements(root string) ([]Statement, error) {
	data, err := os.ReadFile(filepath.Join(root, statementsFile))
	if err != nil {
		return nil, err
	}
	var all []Statement
	for line := range strings.Lines(string(data)) {
		fields := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if title, ok := strings.CutPrefix(fields[0], "# "); ok && len(fields) == 1 {
			all = append(all, Statement{Rule: title})
			continue
		}
		if len(fields) != 5 {
			return nil, fmt.Errorf("%s: want five fields, got %q", statementsFile, line)
		}
		all = append(all, Statement{fields[0], fields[1], fields[2], fields[3], strings.Split(fields[4], "; ")})
	}
	return all, nil
}

const evidenceHead = `# Evidence for the rules of planning

Generated from ` + "`" + statementsFile + "` and `" + scenariosFile + "`" + ` by ` + "`go generate ./internal/dev/docs`" + `; do not edit.

Every rule by which a run decides follows from a statement: *documented* in Microsoft's pages and the RFCs, *inferred* from them and from exported
schemas, *reported* by users of the live service, or *assumed* where nothing is said. What functions do is in [functions.md](functions.md),
where sources disagree in [compatibility.md](compatibility.md), and how a job is planned in [planning.md](planning.md).
`

// Evidence returns the table of statements and of scenarios in Markdown, from the files below the module's root.
func Evidence(root string) (string, error) {
	statements, err := Statements(root)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	b.WriteString(evidenceHead)
	for _, s := range statements {
		if s.Evidence == "" {
			fmt.Fprintf(&b, "\n## %s\n\n| evidence | source | what it says | rule | tests |\n|---|---|---|---|---|\n", s.Rule)
			continue
		}
		tests := make([]string, len(s.Tests))
		for i, test := range s.Tests {
			tests[i] = "`" + test + "`"
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", s.Evidence, escape(s.Source), escape(s.Statement), escape(s.Rule), strings.Join(tests, ", "))
	}
	b.WriteString("\n## Scenarios\n\n`TestScenarios` of `internal/command` runs the command on each of these jobs and compares plans, requests and messages.\n\n")
	b.WriteString("| evidence | scenario | why its result is wanted |\n|---|---|---|\n")
	err = writeScenarios(&b, root)
	return b.String(), err
}

// writeScenarios writes a row for every scenario.
func writeScenarios(b *strings.Builder, root string) error {
	data, err := os.ReadFile(filepath.Join(root, scenariosFile))
	if err != nil {
		return err
	}
	for line := range bytes.Lines(data) {
		var s struct{ Name, Evidence, Why string }
		if err := json.Unmarshal(line, &s); err != nil {
			return fmt.Errorf("%s: %w", scenariosFile, err)
		}
		fmt.Fprintf(b, "| %s | %s | %s |\n", s.Evidence, escape(s.Name), escape(s.Why))
	}
	return nil
}
