package main

import (
	"io"
	"os"
	"path/filepath"

	"github.com/attrmap/attrmap/mapping/file"
)

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
