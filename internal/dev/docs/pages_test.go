package docs_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/internal/dev/docs"
)

const root = "../../.."

func TestPagesAreFresh(t *testing.T) {
	pages, err := docs.Pages(root)
	require.NoError(t, err)
	for _, name := range []string{"docs/functions.md", "docs/lint.md", "docs/security.md", "docs/architecture.md", "CONTRIBUTING.md"} {
		require.Contains(t, pages, name)
	}
	for name, want := range pages {
		page, err := os.ReadFile(filepath.Join(root, name))
		require.NoError(t, err)
		if diff := cmp.Diff(want, string(page)); diff != "" {
			t.Errorf("%s is stale: run go generate ./internal/dev/docs (-want +got):\n%s", name, diff)
		}
	}
}

func TestAPageWithoutAPlaceIsAnError(t *testing.T) {
	empty := t.TempDir()
	_, err := docs.Pages(empty)
	require.ErrorIs(t, err, os.ErrNotExist)
	require.NoError(t, os.MkdirAll(filepath.Join(empty, "docs"), 0o700))
	for _, name := range []string{"internal/dev/docs/evidence.tsv", "internal/command/testdata/scenarios.ndjson", "mapping/sources/testdata/successfactors.tsv", "mapping/sources/testdata/workday21.tsv", "mapping/sources/testdata/workday30.tsv"} {
		require.NoError(t, os.MkdirAll(filepath.Dir(filepath.Join(empty, name)), 0o700))
		require.NoError(t, os.WriteFile(filepath.Join(empty, name), nil, 0o600))
	}
	for _, name := range []string{"docs/security.md", "docs/dotnet.md", "docs/mapping-file.md", "docs/testing.md", "docs/architecture.md", "CONTRIBUTING.md"} {
		require.NoError(t, os.WriteFile(filepath.Join(empty, name), []byte("a page without a place\n"), 0o600))
	}
	_, err = docs.Pages(empty)
	require.ErrorContains(t, err, "no place for the generated part")
}

// TestTheFunctionShownIsTheFunctionThereIs: CONTRIBUTING.md shows the literal of a function as it is in the code.
func TestTheFunctionShownIsTheFunctionThereIs(t *testing.T) {
	page, err := os.ReadFile(filepath.Join(root, "CONTRIBUTING.md"))
	require.NoError(t, err)
	_, rest, found := strings.Cut(string(page), "```go\n")
	require.True(t, found)
	literal, _, found := strings.Cut(rest, "```\n")
	require.True(t, found)
	code, err := os.ReadFile(filepath.Join(root, "functions", "text.go"))
	require.NoError(t, err)
	indented := regexp.MustCompile(`(?m)^`).ReplaceAllString(strings.TrimSuffix(literal, "\n"), "\t\t")
	require.Contains(t, string(code), indented)
}

// TestEveryStatementIsHeldByTests: the tests that the table of evidence names are there, and its words of evidence are those of the project.
func TestEveryStatementIsHeldByTests(t *testing.T) {
	statements, err := docs.Statements(root)
	require.NoError(t, err)
	for _, s := range statements {
		if s.Evidence == "" {
			continue
		}
		require.Contains(t, []string{"documented", "inferred", "reported", "assumed"}, s.Evidence)
		require.NotEmpty(t, s.Tests)
		for _, test := range s.Tests {
			folder, name, found := strings.Cut(test, " ")
			require.True(t, found, test)
			files, err := filepath.Glob(filepath.Join(root, folder, "*_test.go"))
			require.NoError(t, err)
			there := false
			for _, file := range files {
				code, err := os.ReadFile(file)
				require.NoError(t, err)
				there = there || strings.Contains(string(code), "func "+name+"(")
			}
			require.True(t, there, "%s has no test %s", folder, name)
		}
	}
}
