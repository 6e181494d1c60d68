package main

import (
	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/mapping/doc"
	"github.com/attrmap/attrmap/mapping/file"
)

// docCommand is attrmap doc.
type docCommand struct {
	File    string `arg:"" help:"Mapping file in YAML or JSON, or exported Graph schema; - is standard input."`
	Mapping string `placeholder:"NAME" help:"Object mapping of the Graph schema to describe; all of them by default."`
}

// Run describes a mapping in Markdown on standard output.
func (c *docCommand) Run(p *program) error {
	source, err := p.readFile(c.File)
	if err != nil {
		return err
	}
	opts := doc.Options{Mapping: c.Mapping}
	// --mapping is for schemas, which have several object mappings; of a mapping file all are described.
	if source.Kind() != file.Schema {
		// The set is not validated: a document describes what is wrong as well.
		sets, err := source.Sets()
		if err != nil {
			return err
		}
		for _, set := range sets {
			if err := doc.WriteSet(p.stdout, set, opts); err != nil {
				return err
			}
		}
		return nil
	}
	schema, err := source.Schema()
	if err != nil {
		return err
	}
	if err := doc.WriteSchema(p.stdout, schema, opts); err != nil {
		return diag.Errorf("%s: %w", diag.Name(c.File), err)
	}
	return nil
}
