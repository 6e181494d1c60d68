// Package file reads, formats and corrects the files that hold mappings: mapping files in YAML or JSON, exported Graph schemas, and texts of
// one expression. [Parse] detects which one it is; a file means the same to the command and to every program:
//
//	doc, err := file.Parse("mapping.yaml", data)
//	set, err := doc.Set()
//
// Scalars of YAML keep the text that they are written with, so that constant: 0048 is "0048". Errors are findings with line and column, all
// of them at once. [Document.Format] and [Document.Rewrite] change expressions where they are and keep everything else, byte for byte.
//
// The tree of values with places is that of package internal/tree, the only one that needs a module for YAML. This package imports mapping and
// mapping/graph; package lint and the command are above it.
package file
