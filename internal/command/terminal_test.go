package command

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// onTerminal runs the command as if its streams were terminals, with an environment.
func onTerminal(environment map[string]string, args ...string) (stdout string) {
	var out, messages bytes.Buffer
	p := &program{
		stdout: &out, stderr: &messages, clock: func() time.Time { return time.Unix(0, 0) },
		getenv: func(name string) string { return environment[name] }, terminal: func(io.Writer) bool { return true },
	}
	p.run(args)
	return out.String()
}

// changedMapping writes a change of a mapping, and who it is about.
func changedMapping(t *testing.T) (args []string) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"old.yaml":   "mappings:\n  - {target: userName, from: id, match: 1}\n  - {target: title, from: title}\n  - {target: active, expression: '\"True\"'}\n",
		"new.yaml":   "mappings:\n  - {target: userName, from: id, match: 1}\n  - {target: title, expression: 'Append([title], \", 日本語\")'}\n  - {target: active, expression: '\"False\"'}\n",
		"people.csv": "id,title\n1," + strings.Repeat("Clerk of ", 20) + "sales\n",
		"target.csv": "id,userName,title,active\na,1,x,true\n",
	} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
	}
	return []string{"--from", dir + "/old.yaml", "--to", dir + "/new.yaml", "--in", dir + "/people.csv", "--target", dir + "/target.csv"}
}

func TestTextIsAsWideAsTheTerminal(t *testing.T) {
	t.Parallel()
	args := append([]string{"impact"}, changedMapping(t)...)
	for _, width := range []int{40, 60, 80, 120} {
		out := onTerminal(map[string]string{"COLUMNS": strconv.Itoa(width), "NO_COLOR": "1"}, args...)
		require.NotContains(t, out, "\x1b")
		for line := range strings.Lines(out) {
			require.LessOrEqual(t, layout.Width(strings.TrimSuffix(line, "\n")), width, out)
		}
	}
}

func TestColorsAreForTerminals(t *testing.T) {
	t.Parallel()
	args := append([]string{"impact"}, changedMapping(t)...)
	for _, row := range []struct {
		name        string
		environment map[string]string
		flags       []string
		colored     bool
	}{
		{"a terminal", nil, nil, true},
		{"NO_COLOR", map[string]string{"NO_COLOR": "1"}, nil, false},
		{"an empty NO_COLOR says nothing", map[string]string{"NO_COLOR": ""}, nil, true},
		{"a terminal that cannot", map[string]string{"TERM": "dumb"}, nil, false},
		{"never", nil, []string{"--color", "never"}, false},
		{"always, against NO_COLOR", map[string]string{"NO_COLOR": "1"}, []string{"--color", "always"}, true},
	} {
		require.Equal(t, row.colored, strings.Contains(onTerminal(row.environment, append(args, row.flags...)...), "\x1b[31m"), row.name)
	}
	_, out, _ := attrmap(nil, args...)
	require.NotContains(t, out, "\x1b", "a file")
	_, out, _ = attrmap(nil, append(args, "--color", "always")...)
	require.Contains(t, out, "\x1b[31mactive", "a pager")
	require.Equal(t, 2, strings.Count(strings.ReplaceAll(out, "\x1b[0m", "\x1b["), "\x1b["), "every color ends")
}

func TestWidthsAreThoseThatReadersSee(t *testing.T) {
	t.Parallel()
	for text, width := range map[string]int{"": 0, "abc": 3, "日本": 4, "e\u0301": 1, "👩\u200d💻": 2, "🇳🇱x": 3, "ab👍🏽": 4, "…": 1, "Zoë": 3} {
		require.Equal(t, width, layout.Width(text), "%q", text)
	}
	require.Equal(t, "ab 👩\u200d💻…", layout.CutEnd("ab 👩\u200d💻👩\u200d💻", 6))
}

func TestFindingsAreBrokenAtTheWidthOfATerminalAndFixesAreNot(t *testing.T) {
	t.Parallel()
	expression := `Switch([IsSoftDeleted], "` + strings.Repeat("long ", 20) + `", "false", "True", "true", "False")`
	_, whole, _ := attrmap(nil, "lint", expression)
	for _, width := range []int{40, 80} {
		out := onTerminal(map[string]string{"COLUMNS": strconv.Itoa(width), "NO_COLOR": "1"}, "lint", expression)
		require.Equal(t, strings.Join(strings.Fields(whole), " "), strings.Join(strings.Fields(out), " "), "nothing is lost")
		for line := range strings.Lines(out) {
			if !strings.HasPrefix(line, "    fix") {
				require.LessOrEqual(t, layout.Width(strings.TrimSuffix(line, "\n")), width, out)
			}
		}
	}
	colored := onTerminal(map[string]string{"COLUMNS": "200"}, "lint", expression)
	require.Equal(t, 2, strings.Count(colored, ": \x1b[31merror L30:\x1b[0m "), colored)
	require.Equal(t, whole, strings.NewReplacer("\x1b[31m", "", "\x1b[33m", "", "\x1b[0m", "").Replace(colored))
}
