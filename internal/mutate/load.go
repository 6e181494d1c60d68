package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"path/filepath"
)

// source is a package that has been parsed and type-checked.
type source struct {
	fset  *token.FileSet
	paths []string
	files []*ast.File
	info  *types.Info
}

// listed is what go list tells of a package.
type listed struct {
	ImportPath, Dir, Export string
	GoFiles                 []string
}

func load(pattern string) (*source, error) {
	out, err := output("go", "list", "-export", "-deps", "-json=ImportPath,Dir,Export,GoFiles", pattern)
	if err != nil {
		return nil, err
	}
	exports := map[string]string{}
	var last listed // the package itself comes behind all that it imports
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, err
		}
		exports[p.ImportPath], last = p.Export, p
	}
	if len(last.GoFiles) == 0 {
		return nil, fmt.Errorf("%s has no Go files", pattern)
	}
	return parse(last, exports)
}

func parse(p listed, exports map[string]string) (*source, error) {
	s := &source{fset: token.NewFileSet(), info: &types.Info{Types: map[ast.Expr]types.TypeAndValue{}}}
	for _, name := range p.GoFiles {
		path := filepath.Join(p.Dir, name)
		file, err := parser.ParseFile(s.fset, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		s.paths, s.files = append(s.paths, path), append(s.files, file)
	}
	config := types.Config{Importer: importer.ForCompiler(s.fset, "gc", func(path string) (io.ReadCloser, error) {
		return os.Open(exports[path])
	})}
	_, err := config.Check(p.ImportPath, s.fset, s.files, s.info)
	return s, err
}
