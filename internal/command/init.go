package command

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/intake"
	"github.com/attrmap/attrmap/internal/records"
	"github.com/attrmap/attrmap/internal/show"
	"github.com/attrmap/attrmap/mapping/feed"
	"github.com/attrmap/attrmap/mapping/file"
	"github.com/attrmap/attrmap/mapping/scaffold"
)

// initCommand is attrmap init: a beginning of what a team then owns.
type initCommand struct {
	File  string `arg:"" help:"Mapping file in YAML or JSON, or exported Graph schema, for tests of it; or a CSV (.csv, .tsv) with a header, for a mapping file and a bulk map."`
	Out   string `placeholder:"DIR" help:"Directory for what is written; by default that of the file."`
	Force bool   `help:"Replace files that are there; they are refused by default."`
	Now   string `placeholder:"TIME" help:"${help_now}."`
	intake.Table
	stubs
}

// Run writes a file of tests for mappings, or mappings for a table, and says what it wrote, and what is not met or matched.
func (c *initCommand) Run(p *program) error {
	if c.File == "-" {
		return diag.Errorf("init: want a file, got standard input: what is written names it")
	}
	if err := c.use(p); err != nil {
		return err
	}
	if ext := strings.ToLower(filepath.Ext(c.File)); ext == ".csv" || ext == ".tsv" {
		return c.mapTable(p)
	}
	doc, err := p.readFile(c.File)
	if err != nil {
		return err
	}
	if doc.Kind() == file.Other {
		_, err := doc.Sets() // which says what the file is, and where it belongs
		return err
	}
	if doc.Kind() != file.Mapping && doc.Kind() != file.Schema {
		return diag.Errorf("%s: want a mapping file or an exported schema, got a %s", diag.Name(c.File), diag.Name(doc.Kind().String()))
	}
	name := c.path("_test.yaml")
	if err := c.refuse(name); err != nil {
		return err
	}
	clock, err := p.ClockAt(c.Now)
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

// mapTable writes a mapping file and a bulk map for a table.
func (c *initCommand) mapTable(p *program) error {
	rules, bulk := c.path("_mapping.yaml"), c.path("_bulk.yaml")
	for _, name := range []string{rules, bulk} {
		if err := c.refuse(name); err != nil {
			return err
		}
	}
	in, err := p.open(c.File)
	if err != nil {
		return err
	}
	defer in.Close()
	opts := feed.Options{Name: c.File, Limits: p.limits.Records}
	if err := c.Apply(&opts); err != nil {
		return diag.Errorf("init: %w", err)
	}
	made, err := scaffold.NewMapping(in, opts)
	if err != nil {
		return diag.Errorf("%s: %w", diag.Name(c.File), err)
	}
	if err := c.write(rules, made.Data); err != nil {
		return err
	}
	if err := c.write(bulk, made.Bulk); err != nil {
		return err
	}
	fmt.Fprintf(p.stdout, "%s, %s: written for %d of %s\n", show.Line(rules), show.Line(bulk), made.Matched, diag.Count(made.Matched+len(made.Unmatched), "column"))
	for _, column := range made.Unmatched {
		fmt.Fprintf(p.stdout, "not matched: %s\n", show.Line(column))
	}
	for _, note := range made.Notes {
		fmt.Fprintf(p.stdout, "note: %s\n", show.Line(note))
	}
	return nil
}

// path returns the path of a file that is written: the name of the file that is read with another end.
func (c *initCommand) path(end string) string {
	base := filepath.Base(c.File)
	name := strings.TrimSuffix(base, filepath.Ext(base)) + end
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
