package api_test

import (
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write testdata/api.txt anew")

const (
	root = "../../.."
	// mostNames and mostFunctions bound the whole module: a door more is a door that somebody has to find, and to keep.
	mostNames     = 1180
	mostFunctions = 185
)

// TestTheExportedNamesAreThoseOnTheList. Names are those at the top level and methods of exported types, in packages that others can import.
func TestTheExportedNamesAreThoseOnTheList(t *testing.T) {
	packages := exported(t)
	var b strings.Builder
	names, functions := 0, 0
	for _, name := range slices.Sorted(maps.Keys(packages)) {
		list := packages[name]
		slices.Sort(list)
		n := 0
		for _, line := range list {
			if strings.HasPrefix(line, "func ") {
				n++
			}
		}
		names, functions = names+len(list), functions+n
		fmt.Fprintf(&b, "%s: %d names, %d of them functions\n\t%s\n", name, len(list), n, strings.Join(list, "\n\t"))
	}
	fmt.Fprintf(&b, "all: %d names, %d of them functions\n", names, functions)
	if *update {
		require.NoError(t, os.WriteFile("testdata/api.txt", []byte(b.String()), 0o644))
	}
	want, err := os.ReadFile("testdata/api.txt")
	require.NoError(t, err)
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Errorf("exported names changed; if they should, run go test ./internal/dev/api -update (-list +code):\n%s", diff)
	}
	require.LessOrEqual(t, names, mostNames, "exported names: take away what nobody outside needs")
	require.LessOrEqual(t, functions, mostFunctions, "exported functions")
}

// exported returns the exported names of every package that other modules can import, by its path below the module's.
func exported(t *testing.T) map[string][]string {
	t.Helper()
	packages := map[string][]string{}
	require.NoError(t, filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			_, ownModule := os.Stat(filepath.Join(file, "go.mod"))
			if ownModule == nil && file != root || slices.Contains([]string{"internal", "testdata", ".git"}, d.Name()) {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			return nil
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil || parsed.Name.Name == "main" {
			return err
		}
		dir, err := filepath.Rel(root, filepath.Dir(file))
		name := path.Clean(filepath.ToSlash(dir))
		packages[name] = append(packages[name], namesOf(parsed)...)
		return err
	}))
	require.Greater(t, len(packages), 10)
	maps.DeleteFunc(packages, func(_ string, names []string) bool { return len(names) == 0 })
	return packages
}

func namesOf(file *ast.File) []string {
	var names []string
	for _, decl := range file.Decls {
		switch decl := decl.(type) {
		case *ast.FuncDecl:
			receiver := ""
			if decl.Recv != nil {
				receiver = typeName(decl.Recv.List[0].Type)
			}
			switch {
			case !decl.Name.IsExported():
			case decl.Recv == nil:
				names = append(names, "func "+decl.Name.Name)
			case ast.IsExported(receiver):
				names = append(names, "method "+receiver+"."+decl.Name.Name)
			}
		case *ast.GenDecl:
			for _, spec := range decl.Specs {
				names = append(names, specNames(decl.Tok, spec)...)
			}
		}
	}
	return names
}

func specNames(kind token.Token, spec ast.Spec) []string {
	var names []string
	switch spec := spec.(type) {
	case *ast.TypeSpec:
		if spec.Name.IsExported() {
			names = append(names, "type "+spec.Name.Name)
		}
	case *ast.ValueSpec:
		for _, name := range spec.Names {
			if name.IsExported() {
				names = append(names, kind.String()+" "+name.Name)
			}
		}
	}
	return names
}

// typeName returns the name of a method's receiver, without the star and without type parameters.
func typeName(expr ast.Expr) string {
	switch expr := expr.(type) {
	case *ast.StarExpr:
		return typeName(expr.X)
	case *ast.IndexExpr:
		return typeName(expr.X)
	case *ast.IndexListExpr:
		return typeName(expr.X)
	case *ast.Ident:
		return expr.Name
	}
	return ""
}
