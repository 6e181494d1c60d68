package layers_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// reaching are packages of the standard library that reach outside of the process, around the type system, or write to a log. Those
// below them count too.
var reaching = []string{"os", "net", "plugin", "reflect", "unsafe", "syscall", "log", "runtime/cgo", "C"}

// permission lets a package import a reaching one, for a reason.
type permission struct{ name, imported, reason string }

// permissions are all there are. What is not on the list must not be imported; what is not used any more must go.
var permissions = []permission{
	{"internal/command", "os", "it reads and writes the files of its arguments, and its standard streams"},
	{"internal/command", "os/signal", "a signal ends a run between two records, and a closed pipe is an error"},
	{"internal/command", "syscall", "the names of signals"},
	{"examples/customfunction", "os", "it ends with an exit code"},
	{"examples/embed", "os", "it ends with an exit code"},
	{"expr/value", "reflect", "attributes of named types, pointers and structs are read by it, where a type switch does not know them"},
	{"expr/value", "unsafe", "a value holds a text's pointer and length in 24 bytes"},
	{"internal/dev/effort", "os", "an environment variable decides how much tests do; only tests import it"},
	{"internal/dev/docs", "os", "pages with parts written by hand are read"},
	{"internal/filelist", "os", "it looks into directories for the files of the command"},
	{"internal/lintpolicy", "os", "it looks for the configuration of a team above the files that are linted"},
	{"internal/records", "os", "it opens the files that the command reads, and replaces those that it writes"},
	{"internal/records", "syscall", "a file's owner and number of names, on Unix"},
	{"internal/dev/scenarios/convert", "os", "a program that writes files of tests"},
	{"internal/dev/docs/generate", "os", "a program that writes docs/ and CONTRIBUTING.md"},
	{"internal/dev/hrgen/write", "os", "a program that writes to its standard output"},
	{"internal/dev/golden", "os", "tests read and write their golden files with it"},
	{"internal/dotnet/text", "log", "gen.go, a program that writes tables"},
	{"internal/dotnet/text", "os", "gen.go, a program that writes tables"},
	{"mapping/test/attrmaptest", "os", "it reads the files of tests, and what they name, under go test"},
	{"mapping/lint", "net/url", "file names become URIs in SARIF; it opens no connection"},
	{"mapping/scim/model", "net/url", "paths and queries of requests are taken apart; it opens no connection"},
	{"internal/scimwire", "net/url", "identifiers are escaped in paths; it opens no connection"},
}

// importsOf returns what the files of every directory of the module import, tests left out and files for other systems included.
func importsOf(t *testing.T) map[string][]string {
	t.Helper()
	const root = "../../.."
	found := map[string][]string{}
	require.NoError(t, filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if _, err := os.Stat(filepath.Join(path, "go.mod")); err == nil && path != root || d.Name() == "testdata" || d.Name() == ".git" {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(root, filepath.Dir(path))
		if err != nil {
			return err
		}
		for _, spec := range file.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			found[filepath.ToSlash(name)] = append(found[filepath.ToSlash(name)], imported)
		}
		return nil
	}))
	return found
}

func TestPackagesReachNoFurtherThanTheyMay(t *testing.T) {
	used := map[permission]bool{}
	all := importsOf(t)
	require.Greater(t, len(all), 15)
	for name, list := range all {
		for _, imported := range list {
			if !within(imported, reaching) {
				continue
			}
			i := slices.IndexFunc(permissions, func(p permission) bool { return p.name == name && p.imported == imported })
			if i < 0 {
				t.Errorf("%s must not import %s: if it has to, put it on the list with the reason, and mention it in docs/security.md", name, imported)
				continue
			}
			used[permissions[i]] = true
		}
	}
	for _, p := range permissions {
		require.NotEmpty(t, p.reason)
		if !used[p] {
			t.Errorf("%s does not import %s any more: take it off the list", p.name, p.imported)
		}
	}
}

// TestNothingCanConnectOrStartAProgram looks at everything that the library and the command are built of, other modules included.
func TestNothingCanConnectOrStartAProgram(t *testing.T) {
	for _, row := range []struct {
		of      string
		refused []string
	}{
		{"./cmd/attrmap", []string{"net", "net/http", "crypto/tls", "os/exec", "plugin", "runtime/cgo"}},
		{". ./expr/... ./functions ./mapping/...", []string{"net", "net/http", "crypto/tls", "os/exec", "os/user", "os/signal", "plugin", "runtime/cgo", "log", "log/slog"}},
	} {
		cmd := exec.Command("go", append([]string{"list", "-deps"}, strings.Fields(row.of)...)...)
		cmd.Dir = "../../.."
		cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
		out, err := cmd.Output()
		require.NoError(t, err, "go list")
		deps := strings.Fields(string(out))
		require.Contains(t, deps, "fmt")
		for _, refused := range row.refused {
			require.NotContains(t, deps, refused, row.of)
		}
	}
}
