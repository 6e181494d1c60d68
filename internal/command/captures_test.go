package command

import (
	"flag"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
)

//go:generate go test . -run TestTheCapturesAreFresh -update

var update = flag.Bool("update", false, "write docs/terminal.md anew")

// capturesHead is the page before its captures.
const capturesHead = `# On a terminal

<!-- written by go generate ./internal/command -->

What ` + "`run`, `impact` and `lint`" + ` print on terminals of 80 and of 120 columns. Lines are as wide as the terminal, or as the environment variable
` + "`COLUMNS`" + ` says, and characters as wide as they are shown. Longer texts are broken, and values that have no room are cut in the middle, so that
what differs stays. Where the output is no terminal, nothing is broken and no value of ` + "`run`" + ` is cut. Everything in a value is seen: spaces at its
ends are ` + "`␣`, a tab is `⇥`, a line break `⏎`, and control characters, marks of direction and spaces that look like others are `\\u001b`" + `.

On a terminal there are colors, unless ` + "`NO_COLOR`" + ` is set; ` + "`--color always` and `never`" + ` say so in any case. While a run takes long, a line on
standard error says how many objects it has read, which share of the files that is, and how long it may take.
`

// TestTheCapturesAreFresh compares what the command prints with docs/terminal.md.
func TestTheCapturesAreFresh(t *testing.T) {
	page, err := filepath.Abs("../../docs/terminal.md")
	require.NoError(t, err)
	dir := t.TempDir() // in which the files have short names
	for name, from := range map[string]string{
		"old.yaml": "../../examples/change/old.yaml", "new.yaml": "../../examples/change/new.yaml", "people.csv": "../../examples/change/people.csv",
		"accounts.csv": "../../examples/change/accounts.csv", "mapping.yaml": "testdata/captures.yaml",
	} {
		data, err := os.ReadFile(from)
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), data, 0o600))
	}
	t.Chdir(dir)
	job := []string{"--in", "people.csv", "--target", "accounts.csv", "--profile", "entra", "--now", "2026-01-15T12:00:00Z"}
	var text strings.Builder
	text.WriteString(capturesHead)
	for _, capture := range []struct {
		about string
		args  []string
	}{
		{"What a run would do to 2,000 people", append([]string{"run", "--schema", "new.yaml", "--limit", "3"}, job...)},
		{"What a change of the mappings does to them", append([]string{"impact", "--from", "old.yaml", "--to", "new.yaml"}, job...)},
		{"Findings of lint", []string{"lint", "mapping.yaml"}},
	} {
		text.WriteString("\n## " + capture.about + "\n")
		for _, width := range []int{80, 120} {
			out := onTerminal(map[string]string{"COLUMNS": strconv.Itoa(width), "NO_COLOR": "1"}, capture.args...)
			text.WriteString("\n" + strconv.Itoa(width) + " columns:\n\n```\n" + out + "```\n")
			lines := strings.Split(strings.TrimSuffix(out, "\n"), "\n")
			if capture.args[0] == "impact" {
				require.LessOrEqual(t, len(lines), 24)
			}
			for _, line := range lines {
				if !strings.HasPrefix(line, "    fix") { // it is there to be copied
					require.LessOrEqual(t, layout.Width(line), width, line)
				}
			}
		}
	}
	if *update {
		require.NoError(t, os.WriteFile(page, []byte(text.String()), 0o600))
	}
	want, err := os.ReadFile(page)
	require.NoError(t, err)
	if diff := cmp.Diff(string(want), text.String()); diff != "" {
		t.Errorf("go generate ./internal/command writes docs/terminal.md anew (-page +got):\n%s", diff)
	}
}
