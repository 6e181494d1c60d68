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

	"github.com/attrmap/attrmap/internal/dev/layers"
)

// modules are the modules that code, other than tests, may import, and where.
var modules = map[string][]string{
	"github.com/alecthomas/participle/v2": {"expr/syntax"},
	"golang.org/x/text":                   {"internal/dotnet/text", "internal/textenc"},
	"github.com/antchfx/xpath":            {"mapping/sources"},
	"github.com/theory/jsonpath":          {"mapping/sources"},
	"github.com/alecthomas/kong":          {"internal/command"},
	"github.com/rivo/uniseg":              {"internal/command"},
	"golang.org/x/term":                   {"internal/command"},
	"golang.org/x/sys":                    {"internal/command"},
	"go.yaml.in/yaml/v4":                  {"internal/tree"},
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
	cmd := exec.Command("go", "list", "-json=ImportPath,Imports", layers.Module+"/...")
	out, err := cmd.Output()
	require.NoError(t, err, "go list")
	var list []goPackage
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p goPackage
		err := dec.Decode(&p)
		if errors.Is(err, io.EOF) {
			return list
		}
		require.NoError(t, err)
		list = append(list, p)
	}
}

// within reports whether name is one of the trees or below one.
func within(name string, trees []string) bool {
	return slices.ContainsFunc(trees, func(tree string) bool {
		return name == tree || strings.HasPrefix(name, tree+"/")
	})
}

// nameOf returns a package's path below the module's, "." for the package at the root.
func nameOf(importPath string) string {
	if importPath == layers.Module {
		return "."
	}
	return strings.TrimPrefix(importPath, layers.Module+"/")
}

// ours reports whether an import path is a package of the module.
func ours(importPath string) bool {
	return importPath == layers.Module || strings.HasPrefix(importPath, layers.Module+"/")
}

// TestArrowsAreThoseOnTheList: a package imports what its room lists, no more and no less.
func TestArrowsAreThoseOnTheList(t *testing.T) {
	listed := map[string]layers.Room{}
	for _, room := range layers.Rooms() {
		listed[room.Name] = room
	}
	for _, p := range packages(t) {
		name := nameOf(p.ImportPath)
		room, known := listed[name]
		if delete(listed, name); !known && !within(name, layers.Anything()) {
			t.Errorf("%s is not on the list in internal/dev/layers/rooms.go: add it after the packages that it imports, then run go generate ./internal/dev/docs", name)
		}
		used := map[string]bool{}
		for _, imported := range p.Imports {
			if !ours(imported) {
				checkForeign(t, name, imported)
				continue
			}
			target := nameOf(imported)
			if used[target] = true; known && !slices.Contains(room.Imports, target) {
				t.Errorf("%s must not import %s: if it has to, add the arrow in internal/dev/layers/rooms.go and run go generate ./internal/dev/docs", name, target)
			}
		}
		for _, target := range room.Imports {
			if !used[target] {
				t.Errorf("%s no longer imports %s: take the arrow out of internal/dev/layers/rooms.go and run go generate ./internal/dev/docs", name, target)
			}
		}
	}
	for name := range listed {
		t.Errorf("%s is on the list in internal/dev/layers/rooms.go and does not exist", name)
	}
}

// TestRoomsComeAfterWhatTheyImport: so there is no cycle, and the list reads in the order of the pipeline.
func TestRoomsComeAfterWhatTheyImport(t *testing.T) {
	before := map[string]bool{}
	for _, room := range layers.Rooms() {
		require.NotEmpty(t, room.Purpose, room.Name)
		require.False(t, before[room.Name], "%s is listed twice", room.Name)
		require.True(t, slices.IsSorted(room.Imports), "the imports of %s are not sorted", room.Name)
		for _, imported := range room.Imports {
			require.True(t, before[imported], "%s is listed before %s, which it imports", room.Name, imported)
		}
		before[room.Name] = true
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

// TestOnlyTheCommandReadsDocumentsOfHRSystems: a program that embeds the library has their modules only if it asks for them.
func TestOnlyTheCommandReadsDocumentsOfHRSystems(t *testing.T) {
	allowed := append(layers.Anything(), "mapping/sources")
	for _, p := range packages(t) {
		if slices.Contains(p.Imports, layers.Module+"/mapping/sources") && !within(nameOf(p.ImportPath), allowed) {
			t.Errorf("%s must not import mapping/sources: the command hands it in", nameOf(p.ImportPath))
		}
	}
}

func TestTopLevelFolders(t *testing.T) {
	allowed := []string{"cmd", "examples", "expr", "functions", "fuzz", "internal", "mapping"}
	for _, p := range packages(t) {
		name := nameOf(p.ImportPath)
		top, _, _ := strings.Cut(name, "/")
		if name != "." && !slices.Contains(allowed, top) {
			t.Errorf("package %s is in the top-level folder %s, which is not one of %v", name, top, allowed)
		}
	}
}
