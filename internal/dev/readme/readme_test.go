package readme_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/internal/dev/effort"
)

const root = "../../.."

// elision is a line of the README that matches any number of lines.
const elision = "…"

var fence = regexp.MustCompile("(?s)```(console|go)\n(.*?)```")

// pages are the pages whose commands are run.
var pages = []string{"README.md", "docs/bulk.md", "docs/sources.md", "docs/wire.md"}

// blocks returns the blocks of a page.
func blocks(t *testing.T, page, kind string) []string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, page))
	require.NoError(t, err)
	var found []string
	for _, m := range fence.FindAllStringSubmatch(string(text), -1) {
		if m[1] == kind {
			found = append(found, m[2])
		}
	}
	require.NotEmpty(t, found, "%s has no %s blocks", page, kind)
	return found
}

// transcript is a command of the README with the output printed below it.
type transcript struct{ command, output string }

func transcripts(block string) []transcript {
	var list []transcript
	for line := range strings.Lines(block) {
		if command, ok := strings.CutPrefix(line, "$ "); ok {
			list = append(list, transcript{command: strings.TrimSpace(command)})
			continue
		}
		last := &list[len(list)-1]
		if command, ok := strings.CutSuffix(last.command, `\`); ok && last.output == "" {
			last.command = command + strings.TrimSpace(line)
			continue
		}
		last.output += line
	}
	return list
}

// TestTheFirstExampleFitsAScreen: every line has at most 80 columns.
func TestTheFirstExampleFitsAScreen(t *testing.T) {
	for line := range strings.Lines(blocks(t, "README.md", "console")[0]) {
		require.LessOrEqual(t, utf8.RuneCountInString(line)-1, 80, line)
	}
}

// TestCommands runs them as they are written in full runs; quick ones put a command that is built once in the place of go run.
func TestCommands(t *testing.T) {
	if _, err := exec.LookPath("sh"); err != nil || runtime.GOOS == "windows" {
		t.Skip("the README's commands are for a POSIX shell")
	}
	goRun := regexp.MustCompile(`go run (\.\./)*(\./)?cmd/attrmap `)
	command := func(text string) string { return text }
	if !effort.Full() {
		built := filepath.Join(t.TempDir(), "attrmap.exe")
		build := exec.Command("go", "build", "-o", built, "./cmd/attrmap")
		build.Dir = root
		out, err := build.CombinedOutput()
		require.NoError(t, err, "%s", out)
		command = func(text string) string { return goRun.ReplaceAllLiteralString(text, "'"+built+"' ") }
	}
	for _, page := range pages {
		for _, block := range blocks(t, page, "console") {
			for _, s := range transcripts(block) {
				t.Run(page+" "+s.command, func(t *testing.T) {
					cmd := exec.Command("sh", "-c", command(s.command))
					cmd.Dir = root
					out, _ := cmd.CombinedOutput() // findings make the exit code 1; the output shows whether it is the right one
					got := regexp.MustCompile(`(?m)^exit status \d+\n`).ReplaceAllString(string(out), "")
					if !matches(s.output, got) {
						t.Errorf("output differs (-page +got):\n%s", cmp.Diff(s.output, got))
					}
				})
			}
		}
	}
}

// matches compares output with a page's, in which a line of one ellipsis matches any lines.
func matches(want, got string) bool {
	parts := strings.Split(want, elision+"\n")
	rest, ok := strings.CutPrefix(got, parts[0])
	if !ok {
		return false
	}
	for i, part := range parts[1:] {
		if last := i == len(parts)-2; last {
			return strings.HasSuffix(rest, part)
		}
		at := strings.Index(rest, part)
		if at < 0 {
			return false
		}
		rest = rest[at+len(part):]
	}
	return rest == ""
}

func TestProgram(t *testing.T) {
	source := blocks(t, "README.md", "go")[0]
	require.LessOrEqual(t, strings.Count(source, "\n"), 28)
	file := filepath.Join(t.TempDir(), "main.go")
	require.NoError(t, os.WriteFile(file, []byte(source), 0o600))
	cmd := exec.Command("go", "run", file)
	cmd.Dir = root
	people, err := os.Open(filepath.Join(root, "examples/hr-to-ad/workers.csv"))
	require.NoError(t, err)
	defer people.Close()
	cmd.Stdin = people
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", out)
	require.Regexp(t, `^2001 create no target object matches\n`, string(out))
}
