package main

import (
	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/mapping/doc"
	"github.com/attrmap/attrmap/mapping/file"
)

// docCommand is attrmap doc.
type docCommand struct {
	File    string `arg:"" help:"Mapping file in YAML or JSON, or exported Graph schema; - is standard input."`
	Mapping string `placeholder:"NAME" help:"Object mapping to describe; all of them by default."`
}

// Run describes a mapping in Markdown on standard output.
func (c *docCommand) Run(p *program) error {
	source, err := p.readFile(c.File)
	if err != nil {
		return err
	}
	opts := doc.Options{Mapping: c.Mapping}
	// The whole text is made before any of it is printed: what is described need not be valid, but a name of --mapping must be known.
	if source.Kind() != file.Schema {
		sets, err := source.Sets()
		if err != nil {
			return err
		}
		return named(c.File, doc.WriteSets(p.stdout, sets, opts))
	}
	schema, err := source.Schema()
	if err != nil {
		return err
	}
	return named(c.File, doc.WriteSchema(p.stdout, schema, opts))
}

// named returns an error with the name of the file, nil for none.
func named(file string, err error) error {
	if err == nil {
		return nil
	}
	return diag.Errorf("%s: %w", diag.Name(file), err)
}
