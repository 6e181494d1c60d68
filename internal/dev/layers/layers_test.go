package layers_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const module = "github.com/attrmap/attrmap"

// mayImport lists, for each package, the packages of the project that it may import. A package that is not listed may import
// none, except that everything in cmd, examples, fuzz and the internal tools may import what it likes.
var mayImport = map[string][]string{
	"expr/diag":     {},
	"expr/value":    {"expr/diag", "internal/dotnet/date", "internal/dotnet/text"},
	"functions":     {"expr/diag", "expr/value", "internal/dotnet/date", "internal/dotnet/regex", "internal/dotnet/text"},
	"expr/syntax":   {"expr/diag", "expr/value", "internal/nearest"},
	"expr":          {"expr/diag", "expr/syntax", "expr/value", "functions", "internal/nearest"},
	"mapping":       {"expr", "expr/diag", "expr/syntax", "expr/value", "functions", "internal/nearest", "internal/dotnet/regex", "internal/dotnet/text"},
	"mapping/doc":   {"expr", "expr/diag", "expr/syntax", "functions", "mapping", "mapping/graph"},
	"mapping/feed":  {"expr/diag", "expr/value", "internal/textenc"},
	"mapping/graph": {"expr", "expr/diag", "expr/syntax", "expr/value", "functions", "internal/textenc", "mapping"},
	"mapping/lint": {
		"expr", "expr/diag", "expr/syntax", "expr/value", "functions", "internal/dotnet/date", "internal/dotnet/regex", "internal/dotnet/text",
		"internal/urn", "mapping", "mapping/bulk", "mapping/feed", "mapping/graph",
	},
	"mapping/provision":     {"expr", "expr/diag", "expr/value", "functions", "mapping", "mapping/graph"},
	"mapping/bulk":          {"expr/diag", "expr/value", "internal/textenc", "internal/urn", "mapping/feed", "mapping/scim"},
	"mapping/scim":          {"expr/diag", "expr/value", "internal/urn", "mapping", "mapping/provision"},
	"internal/urn":          {"expr/diag"},
	"internal/dev/damage":   {"internal/dev/effort"},
	"internal/dev/effort":   {},
	"internal/dev/exprgen":  {"expr/syntax", "expr/value", "functions", "internal/dotnet/text"},
	"internal/dev/golden":   {},
	"internal/nearest":      {},
	"internal/textenc":      {},
	"internal/dotnet/date":  {},
	"internal/dotnet/regex": {},
	"internal/dotnet/text":  {},
}

// anything are the trees that stand above all others.
var anything = []string{"cmd", "examples", "fuzz", "internal/bench", "internal/dev/docs", "internal/dev/layers", "internal/dev/readme"}

// modules are the modules that code, other than tests, may import, and where.
var modules = map[string][]string{
	"github.com/alecthomas/participle/v2": {"expr/syntax"},
	"golang.org/x/text":                   {"internal/dotnet/text", "internal/bench"},
	"github.com/alecthomas/kong":          {"cmd"},
	"go.yaml.in/yaml/v4":                  {"cmd", "examples"},
	"pgregory.net/rapid":                  {"internal/dev/exprgen"},
	"github.com/google/go-cmp":            {"internal/dev/golden"},
	"github.com/rogpeppe/go-internal":     {"internal/dev/golden"},
	"github.com/stretchr/testify":         {"internal/dev/golden"},
}

type goPackage struct {
	ImportPath string
	Imports    []string
}

func packages(t *testing.T) []goPackage {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Imports", module+"/...")
	out, err := cmd.Output()
	require.NoError(t, err, "go list")
	var list []goPackage
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p goPackage
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return list
		} else {
			require.NoError(t, err)
		}
		list = append(list, p)
	}
}

// within tells whether name is one of the trees or below one.
func within(name string, trees []string) bool {
	return slices.ContainsFunc(trees, func(tree string) bool {
		return name == tree || strings.HasPrefix(name, tree+"/")
	})
}

func TestArrowsGoOneWay(t *testing.T) {
	for _, p := range packages(t) {
		name := strings.TrimPrefix(p.ImportPath, module+"/")
		for _, imported := range p.Imports {
			if target, ours := strings.CutPrefix(imported, module+"/"); ours {
				if !within(name, anything) && !slices.Contains(mayImport[name], target) {
					t.Errorf("%s must not import %s", name, target)
				}
				continue
			}
			checkForeign(t, name, imported)
		}
	}
}

func checkForeign(t *testing.T, name, imported string) {
	t.Helper()
	first, _, _ := strings.Cut(imported, "/")
	if !strings.Contains(first, ".") {
		return // the standard library, see reach_test.go
	}
	for mod := imported; mod != "."; mod = path.Dir(mod) {
		if trees, known := modules[mod]; known {
			if !within(name, trees) {
				t.Errorf("%s must not import %s", name, imported)
			}
			return
		}
	}
	t.Errorf("%s imports %s, a module that is not on the list", name, imported)
}

func TestTopLevelFolders(t *testing.T) {
	allowed := []string{"cmd", "examples", "expr", "functions", "fuzz", "internal", "mapping"}
	for _, p := range packages(t) {
		name, _ := strings.CutPrefix(p.ImportPath, module+"/")
		top, _, _ := strings.Cut(name, "/")
		if p.ImportPath != module && !slices.Contains(allowed, top) {
			t.Errorf("package %s stands in the top-level folder %s, which is not one of %v", name, top, allowed)
		}
	}
}
