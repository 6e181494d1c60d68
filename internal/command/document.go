package command

import (
	"bytes"
	"io"
	"path/filepath"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/show"
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
	if c.File != "-" { // whoever has nine pages sees which is which
		opts.Title = filepath.Base(c.File)
	}
	// The whole text is made before any of it is printed: what is described need not be valid, but a name of --mapping must be known.
	// An error of the output is not the file's.
	var text bytes.Buffer
	if source.Kind() != file.Schema {
		sets, err := source.Sets()
		if err != nil {
			return err
		}
		err = doc.WriteSets(&text, sets, opts)
		return c.print(p, &text, err)
	}
	schema, err := source.Schema()
	if err != nil {
		return err
	}
	err = doc.WriteSchema(&text, schema, opts)
	return c.print(p, &text, err)
}

// print prints the text unless there is an error, which is about the file. Who reviews it must see every character of an expression.
func (c *docCommand) print(p *program, text *bytes.Buffer, err error) error {
	if err != nil {
		return diag.Errorf("%s: %w", diag.Name(c.File), err)
	}
	_, err = io.WriteString(p.stdout, show.Visible(text.String()))
	return err
}
