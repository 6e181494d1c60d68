package main

import (
	"fmt"
	"io"
	"os"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/records"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/file"
	"github.com/attrmap/attrmap/mapping/provision"
)

// open opens a file for reading; "-" is standard input.
// Standard input is not closed by the caller's Close: it belongs to the program.
func (p *program) open(name string) (io.ReadCloser, error) {
	if name == "-" {
		return io.NopCloser(p.stdin), nil
	}
	return os.Open(name)
}

// readFile returns a file that holds mappings or expressions.
func (p *program) readFile(name string) (*file.Document, error) {
	f, err := p.open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return file.Read(f, name)
}

// save writes a document that has been changed; what came from standard input goes to standard output.
func (p *program) save(doc *file.Document) error {
	// In the encoding that it came in, as a file would be.
	if doc.Name() == "-" {
		_, err := p.stdout.Write(doc.Bytes())
		return err
	}
	return records.ReplaceFile(doc.Name(), func(w io.Writer) error {
		_, err := w.Write(doc.Bytes())
		return err
	})
}

// loadJob reads what --schema names: a mapping file, or an exported schema, of which the object mapping named by choice is taken. Findings
// about a mapping file are located in the document, which is nil for a schema.
func (p *program) loadJob(name, choice string) (*provision.Job, *file.Document, error) {
	doc, err := p.readFile(name)
	if err != nil {
		return nil, nil, err
	}
	// Conversion reports the faults of a schema itself; only a mapping file has lines that findings are located in.
	if doc.Kind() == file.Schema {
		job, err := p.graphJob(doc, choice)
		return job, nil, err
	}
	set, err := doc.Set()
	if err != nil {
		// The set cannot be read; one run reports the faults of expressions, too.
		_, found := doc.Check(mapping.Options{HideValues: p.hideValues})
		return nil, nil, found.Errors()
	}
	return &provision.Job{Objects: []provision.ObjectMapping{{Set: set}}}, doc, nil
}

// graphJob takes one object mapping of a schema. What a simulation cannot take over is reported, because plans would differ from the service's.
// Remarks are left out, and errors end the command: a plan of a job that lacks a part would look like one of the service's.
func (p *program) graphJob(file *file.Document, choice string) (*provision.Job, error) {
	name := file.Name()
	doc, err := file.Schema()
	if err != nil {
		return nil, err
	}
	chosen, err := provision.ChooseMapping(doc, choice)
	if err != nil {
		return nil, diag.Errorf("%s: %w", diag.Name(name), err)
	}
	object, found := provision.NewObjectMapping(chosen, nil)
	for _, f := range found {
		// A remark does not make plans differ from the service's.
		if f.Severity != diag.Info {
			if p.hideValues {
				f = f.Masked()
			}
			f.File = name
			fmt.Fprintln(p.stderr, f.Sentence())
		}
	}
	if found.HasErrors() {
		return nil, diag.Errorf("%s: the object mapping %s cannot be run", diag.Name(name), diag.Name(chosen.Name()))
	}
	return &provision.Job{Objects: []provision.ObjectMapping{object}}, nil
}
