package main

import (
	"bytes"
	"fmt"

	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/doc"
	"github.com/attrmap/attrmap/mapping/graph"
)

type docCommand struct {
	File    string `arg:"" help:"The mapping: our mapping file in YAML or JSON, or an exported Graph schema; - is standard input."`
	Mapping string `placeholder:"NAME" help:"The one object mapping of a Graph schema to describe; all if left out."`
}

// Run describes a mapping in Markdown on standard output.
func (c *docCommand) Run(p *program) error {
	data, err := p.readDocument(c.File)
	if err != nil {
		return err
	}
	if err := c.write(p, data); err != nil {
		return fmt.Errorf("%s: %w", c.File, err)
	}
	return nil
}

func (c *docCommand) write(p *program, data []byte) error {
	opts := doc.Options{Mapping: c.Mapping}
	if isGraph(data) {
		schema, err := graph.Load(bytes.NewReader(data), graph.Limits{})
		if err != nil {
			return err
		}
		return doc.WriteSchema(p.stdout, schema, opts)
	}
	set, err := mapping.ReadJSON(bytes.NewReader(data))
	if err != nil {
		return err
	}
	return doc.WriteSet(p.stdout, set, opts)
}
