package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/feed"
	"github.com/attrmap/attrmap/mapping/provision"
)

type runCommand struct {
	Schema       string `required:"" placeholder:"FILE" help:"The mapping: our mapping file in YAML or JSON, or an exported Graph schema."`
	In           string `required:"" placeholder:"FILE" help:"The source objects: SCIM bulk request, SCIM users, NDJSON, JSON or CSV; - is standard input."`
	InFormat     string `placeholder:"FORMAT" default:"auto" help:"auto, scim-bulk, scim, ndjson, json or csv."`
	Target       string `placeholder:"FILE" help:"The objects that the target has, in the same formats."`
	TargetFormat string `placeholder:"FORMAT" default:"auto" help:"The format of --target."`
	Now          string `placeholder:"TIME" help:"The clock, in RFC 3339; the present time if left out."`
	Domain       string `name:"default-domain" help:"The tenant's default domain."`
	Format       string `enum:"table,json,ndjson" default:"table" help:"table, json or ndjson."`
}

// Run plans one cycle and prints a plan for every source object.
func (c *runCommand) Run(p *program) error {
	if err := c.oneStdin(); err != nil {
		return err
	}
	engine, err := c.engine(p)
	if err != nil {
		return err
	}
	in, err := c.openFeed(p, c.In, c.InFormat)
	if err != nil {
		return err
	}
	defer in.Close()
	out := bufio.NewWriterSize(p.stdout, 64<<10)
	totals, runErr := c.plans(engine, in, newPlanWriter(c.Format, out))
	if err := out.Flush(); err != nil {
		return err
	}
	if runErr != nil {
		fmt.Fprintf(p.stderr, "attrmap: %s: %v\n", c.In, runErr)
	}
	fmt.Fprintln(p.stderr, totals.String())
	if runErr != nil {
		return errReported
	}
	return findings(totals.Failed > 0)
}

// oneStdin refuses to read standard input for two purposes: the second would find it empty.
func (c *runCommand) oneStdin() error {
	readers := 0
	for _, name := range []string{c.Schema, c.In, c.Target} {
		if name == "-" {
			readers++
		}
	}
	if readers > 1 {
		return errors.New("run: only one of --schema, --in and --target can be standard input")
	}
	return nil
}

// plans prints a plan for every record that can be read; the error tells why the rest cannot.
func (c *runCommand) plans(engine *provision.Engine, in *feedFile, w planWriter) (provision.Totals, error) {
	var totals provision.Totals
	var readErr error
	for plan, err := range engine.Run(context.Background(), in.sources(&readErr)) {
		if err != nil {
			return totals, err
		}
		totals.Add(plan)
		if err := w.plan(plan); err != nil {
			return totals, err
		}
	}
	if err := w.end(&totals); err != nil {
		return totals, err
	}
	return totals, readErr
}

func (c *runCommand) engine(p *program) (*provision.Engine, error) {
	set, err := p.loadSet(c.Schema)
	if err != nil {
		return nil, err
	}
	clock, err := p.clockAt(c.Now)
	if err != nil {
		return nil, err
	}
	var directory provision.Directory
	if c.Target != "" {
		if directory, err = c.loadTarget(p, set); err != nil {
			return nil, err
		}
	}
	engine, err := provision.New(set, directory, mapping.Options{Clock: clock, DefaultDomain: c.Domain}, provision.Options{})
	if err != nil {
		return nil, fmt.Errorf("%s:\n%w", c.Schema, err)
	}
	for _, w := range engine.Mapper().Warnings() {
		fmt.Fprintf(p.stderr, "%s: warning: %s\n", c.Schema, w)
	}
	return engine, nil
}

// loadTarget reads the target's objects. A broken one fails the run: without it, decisions about others would be wrong.
func (c *runCommand) loadTarget(p *program, set *mapping.Set) (provision.Directory, error) {
	in, err := c.openFeed(p, c.Target, c.TargetFormat)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	var objects []*provision.Object
	for rec, err := range in.reader.Records() {
		if err == nil {
			err = rec.Err
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", c.Target, err)
		}
		objects = append(objects, provision.NewObject(value.Fold(rec.Attrs), rec.Ordinal, set))
	}
	return provision.NewMemory(objects), nil
}

// feedFile is an open file of objects.
type feedFile struct {
	io.Closer
	reader *feed.Reader
}

func (c *runCommand) openFeed(p *program, name, format string) (*feedFile, error) {
	f, err := feed.ParseFormat(format)
	if err != nil {
		return nil, err
	}
	file, err := p.open(name)
	if err != nil {
		return nil, err
	}
	reader, err := feed.Open(file, name, f)
	if err != nil {
		file.Close()
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return &feedFile{file, reader}, nil
}

// sources gives the records as source objects, broken ones with their errors; end is set where the rest cannot be read.
func (f *feedFile) sources(end *error) iter.Seq[provision.Source] {
	return func(yield func(provision.Source) bool) {
		for rec, err := range f.reader.Records() {
			if err != nil {
				*end = err
				return
			}
			src := provision.Source{Ordinal: rec.Ordinal, Err: rec.Err}
			if rec.Err == nil {
				src.Attrs = value.Fold(rec.Attrs)
			}
			if !yield(src) {
				return
			}
		}
	}
}

// planWriter prints plans in one format.
type planWriter interface {
	plan(*provision.Plan) error
	end(*provision.Totals) error
}

func newPlanWriter(format string, w io.Writer) planWriter {
	switch format {
	case "json":
		return &jsonPlans{w: w}
	case "ndjson":
		return &ndjsonPlans{w: w}
	}
	return tablePlans{w}
}

type tablePlans struct{ w io.Writer }

func (t tablePlans) plan(p *provision.Plan) error { return p.WriteTable(t.w) }
func (tablePlans) end(*provision.Totals) error    { return nil }

type ndjsonPlans struct {
	w   io.Writer
	buf []byte
}

func (n *ndjsonPlans) plan(p *provision.Plan) error {
	n.buf = append(p.AppendJSON(n.buf[:0]), '\n')
	_, err := n.w.Write(n.buf)
	return err
}

func (*ndjsonPlans) end(*provision.Totals) error { return nil }

// jsonPlans writes one document whose last line holds the totals.
type jsonPlans struct {
	w     io.Writer
	count int
	buf   []byte
}

func (j *jsonPlans) plan(p *provision.Plan) error {
	j.buf = append(j.buf[:0], ",\n"...)
	if j.count++; j.count == 1 {
		j.buf = append(j.buf[:0], "{\"objects\": [\n"...)
	}
	j.buf = p.AppendJSON(j.buf)
	_, err := j.w.Write(j.buf)
	return err
}

func (j *jsonPlans) end(t *provision.Totals) error {
	j.buf = append(j.buf[:0], "\n],\n\"totals\": "...)
	if j.count == 0 {
		j.buf = append(j.buf[:0], "{\"objects\": [],\n\"totals\": "...)
	}
	_, err := j.w.Write(append(t.AppendJSON(j.buf), "}\n"...))
	return err
}
