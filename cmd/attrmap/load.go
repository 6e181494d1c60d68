package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/file"
	"github.com/attrmap/attrmap/mapping/provision"
)

// open opens a file for reading; "-" is standard input.
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
	if doc.Name() == "-" {
		_, err := p.stdout.Write(doc.Bytes())
		return err
	}
	return p.write(doc.Name(), func(w io.Writer) error {
		_, err := w.Write(doc.Bytes())
		return err
	})
}

// write writes a file whole: where writing fails, what was there before stays. A file that is there keeps its permissions, and a link
// its place.
func (p *program) write(name string, save func(io.Writer) error) error {
	mode := os.FileMode(0o644)
	if target, err := filepath.EvalSymlinks(name); err == nil {
		name = target
		if info, err := os.Stat(name); err == nil {
			mode = info.Mode().Perm()
		}
	}
	f, err := os.CreateTemp(filepath.Dir(name), ".attrmap-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // fails, as it should, once the file has its name
	if err := save(f); err != nil {
		f.Close()
		return err
	}
	if err := f.Chmod(mode); err != nil {
		f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}

// loadJob reads what --schema names: a mapping file, or an exported schema, of which the object mapping named by choice is taken. Findings
// about a mapping file can be located in the document; nil stands for a schema.
func (p *program) loadJob(name, choice string) (*provision.Job, *file.Document, error) {
	doc, err := p.readFile(name)
	if err != nil {
		return nil, nil, err
	}
	if doc.Kind() == file.Schema {
		job, err := p.graphJob(doc, choice)
		return job, nil, err
	}
	set, err := doc.Set()
	if err != nil {
		_, found := doc.Check(mapping.Options{HideValues: p.hideValues})
		return nil, nil, found.Errors()
	}
	return &provision.Job{Set: set}, doc, nil
}

func (p *program) graphJob(file *file.Document, choice string) (*provision.Job, error) {
	name := file.Name()
	doc, err := file.Schema()
	if err != nil {
		return nil, err
	}
	chosen, err := provision.ChooseMapping(doc, choice)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	job := provision.NewJob(chosen, nil)
	for _, f := range job.Findings {
		if f.Severity != diag.Info {
			if p.hideValues {
				f = f.Masked()
			}
			f.File = name
			fmt.Fprintln(p.stderr, f.Sentence())
		}
	}
	if job.Findings.HasErrors() {
		return nil, fmt.Errorf("%s: the object mapping %s cannot be run", name, chosen.Name())
	}
	return job, nil
}
