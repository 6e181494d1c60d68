package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/records"
	"github.com/attrmap/attrmap/internal/show"
	"github.com/attrmap/attrmap/mapping/file"
	"github.com/attrmap/attrmap/mapping/scaffold"
)

// initCommand is attrmap init: a beginning of what a team then owns.
type initCommand struct {
	File  string `arg:"" help:"Mapping file in YAML or JSON, or exported Graph schema."`
	Out   string `placeholder:"DIR" help:"Directory for what is written; by default that of the file."`
	Force bool   `help:"Replace files that are there; they are refused by default."`
	Now   string `placeholder:"TIME" help:"${help_now}."`
	stubs
}

// Run writes a file of tests for mappings, and says what it wrote and what the tests do not meet.
func (c *initCommand) Run(p *program) error {
	if c.File == "-" {
		return diag.Errorf("init: want a file, got standard input: what is written names it")
	}
	if err := c.use(p); err != nil {
		return err
	}
	doc, err := p.readFile(c.File)
	if err != nil {
		return err
	}
	if doc.Kind() != file.Mapping && doc.Kind() != file.Schema {
		return diag.Errorf("%s: want a mapping file or an exported schema, got a %s", diag.Name(c.File), diag.Name(doc.Kind().String()))
	}
	base := filepath.Base(c.File)
	name := c.path(strings.TrimSuffix(base, filepath.Ext(base)) + "_test.yaml")
	if err := c.refuse(name); err != nil {
		return err
	}
	clock, err := p.clockAt(c.Now)
	if err != nil {
		return err
	}
	tests, err := scaffold.NewTests(context.Background(), doc, scaffold.Options{Mapping: c.seen(c.File), Now: clock(), Functions: p.functions})
	if err != nil {
		return err
	}
	if err := c.write(name, tests.Data); err != nil {
		return err
	}
	met, total := tests.Coverage.Count()
	fmt.Fprintf(p.stdout, "%s: %s written, which meet %d of %d, %s\n", show.Line(name), diag.Count(tests.Count, "test"), met, total, tests.Coverage.Share())
	for _, m := range tests.Coverage.Mappings {
		for _, point := range m.Points {
			if !point.Met {
				fmt.Fprintf(p.stdout, "%s:%d:%d: no input was found for %s of %s\n", show.Line(c.File), point.Line, point.Column, show.Line(point.What), show.Line(m.Target))
			}
		}
	}
	for _, target := range tests.Left {
		fmt.Fprintf(p.stdout, "%s: %s has no test: what it comes to cannot be written down\n", show.Line(c.File), show.Line(target))
	}
	return nil
}

// path returns the path of a file that is written.
func (c *initCommand) path(name string) string {
	if c.Out == "" {
		return filepath.Join(filepath.Dir(c.File), name)
	}
	return filepath.Join(c.Out, name)
}

// seen returns the path of a file as files that are written name it.
func (c *initCommand) seen(name string) string {
	if c.Out == "" {
		return filepath.Base(name)
	}
	if rel, err := relative(c.Out, name); err == nil {
		return filepath.ToSlash(rel)
	}
	return filepath.ToSlash(name)
}

// relative returns the path of a file from a directory.
func relative(dir, name string) (string, error) {
	from, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	to, err := filepath.Abs(name)
	if err != nil {
		return "", err
	}
	return filepath.Rel(from, to)
}

// refuse returns an error where a file is there that must not be replaced.
func (c *initCommand) refuse(name string) error {
	if _, err := os.Lstat(name); err == nil && !c.Force {
		return diag.Errorf("%s: the file is there already; --force replaces it", diag.Name(name))
	}
	return nil
}

// write writes a file, and the directory where it is missing.
func (c *initCommand) write(name string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil { //nolint:gosec // as the umask leaves it
		return err
	}
	return records.ReplaceFile(name, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}
