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

// TestFilesThatChangeAreTestedAgain: the files of tests, what they name, and new ones. Nothing waits: poll makes the changes.
func TestFilesThatChangeAreTestedAgain(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
	}
	write("m.yaml", "mappings: [{target: a, from: a, match: 1}]")
	write("x_test.yaml", "mapping: m.yaml\nexpressions: [{target: a, with: {a: x}, gives: y}]")
	polls := 0
	changes := []func(){
		func() {}, // nothing: it is looked again
		func() {
			write("x_test.yaml", "mapping: m.yaml\nexpressions: [{target: a, with: {a: x}, gives: x, name: mended}]")
		},
		func() { write("m.yaml", "mappings: [{target: a, match: 1, expression: 'Join(\"\", [a], \"!\")'}]") },
		func() { write("y_test.yaml", "expressions: [{expr: '\"b\"', gives: b}]") },
		func() { write("y_test.yaml", "expressions: [{expr: '\"b\"', given: b}]") },
		func() { require.NoError(t, os.Remove(filepath.Join(dir, "y_test.yaml"))) },
	}
	var out, messages bytes.Buffer
	p := &program{stdin: strings.NewReader(""), stdout: &out, stderr: &messages, clock: func() time.Time { return time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC) }}
	p.poll = func() bool {
		if polls++; polls > len(changes) {
			return false
		}
		changes[polls-1]()
		return true
	}
	require.Equal(t, exitFindings, p.run([]string{"test", dir, "--watch"}))
	var counts []string
	for line := range strings.Lines(out.String()) {
		if strings.HasSuffix(line, " failed\n") && strings.Contains(line, "passed") {
			counts = append(counts, strings.TrimSpace(line))
		}
	}
	require.Equal(t, []string{"0 passed, 1 failed", "1 passed, 0 failed", "0 passed, 1 failed", "1 passed, 1 failed", "0 passed, 1 failed"}, counts, out.String())
	require.Contains(t, messages.String(), `unknown member "given"`)
	require.Contains(t, out.String(), "\n08:00:00\n")
}
