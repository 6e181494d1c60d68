package attrmaptest_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/mapping/test"
	"github.com/attrmap/attrmap/mapping/test/attrmaptest"
)

func TestMappings(t *testing.T) { attrmaptest.Run(t, "testdata/people_test.yaml") }

// TestOwnFunctions: options say what files do not.
func TestOwnFunctions(t *testing.T) {
	registry, err := functions.Standard().With(functions.TextFunc("Shout", "Shouts a text.", func(text string) string { return strings.ToUpper(text) + "!" }))
	require.NoError(t, err)
	attrmaptest.Run(t, "testdata", test.Options{Functions: registry})
}

// TestFailing is run by the test below, on a folder with tests that fail.
func TestFailing(t *testing.T) {
	if dir := os.Getenv("ATTRMAPTEST_DIR"); dir != "" {
		attrmaptest.Run(t, dir)
	}
}

// TestWhatFailsIsToldByFileAndName: failures come out of go test, and nothing that is wrong passes.
func TestWhatFailsIsToldByFileAndName(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ name, text, want string }{
		{"a test that fails", "expressions: [{name: a b, expr: '\"x\"', gives: y}]", "x_test.yaml/a_b ("},
		{"why", "expressions: [{name: a, expr: '\"x\"', gives: y}]", `want "y", got "x"`},
		{"a file that is wrong", "tests_: []", `unknown member "tests_"`},
		{"a test that cannot be run", "mapping: no.yaml\ntests: [{source: {}, expect: {}}]", "cannot be run: open "},
		{"no tests", "expressions: []", "no tests found"},
		{"no files", "", "no tests found"},
	} {
		dir := t.TempDir()
		if row.text != "" {
			require.NoError(t, os.WriteFile(filepath.Join(dir, "x_test.yaml"), []byte(row.text), 0o600))
		}
		cmd := exec.Command(os.Args[0], "-test.run", "^TestFailing$", "-test.v")
		cmd.Env = append(os.Environ(), "ATTRMAPTEST_DIR="+dir)
		out, err := cmd.CombinedOutput()
		require.Error(t, err, row.name)
		text := string(out)
		require.Contains(t, text, row.want, row.name)
	}
}
