package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"

	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/internal/intake"
	"github.com/attrmap/attrmap/internal/records"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/feed"
	"github.com/attrmap/attrmap/mapping/file"
	"github.com/attrmap/attrmap/mapping/provision"
)

type runCommand struct {
	Schema                  string            `required:"" placeholder:"FILE" help:"The mapping: our mapping file in YAML or JSON, or an exported Graph schema."`
	In                      string            `required:"" placeholder:"FILE" help:"The source objects: SCIM bulk request, SCIM users, NDJSON, JSON or CSV; - is standard input."`
	InFormat                string            `placeholder:"FORMAT" default:"auto" help:"auto, scim-bulk, scim, ndjson, json or csv."`
	Target                  string            `placeholder:"FILE" help:"The objects that the target has, in the same formats."`
	TargetFormat            string            `placeholder:"FORMAT" default:"auto" help:"The format of --target."`
	Mapping                 string            `placeholder:"NAME" help:"The object mapping of a Graph schema to run; the one of users if left out."`
	Now                     string            `placeholder:"TIME" help:"The clock, in RFC 3339; the present time if left out."`
	Domain                  string            `name:"default-domain" help:"The tenant's default domain."`
	Token                   map[string]string `placeholder:"NAME=VALUE" help:"The value of a token such as DomainFQDN; may be repeated."`
	Profile                 string            `enum:"auto,none,${profiles}" default:"auto" help:"Target whose length and character rules are checked: auto (by the schema), none, ${profiles_words}."`
	SkipOutOfScopeDeletions bool              `help:"Leave accounts alone whose source object has left the scope."`
	Twice                   bool              `help:"Plan a second cycle after the first and report what it would change again."`
	Explain                 string            `placeholder:"ID" help:"Show how the plan of one object came about, and of no other: scope, match, every attribute and every part of its expression."`
	Wire                    string            `enum:"none,default,compliant" default:"none" help:"Add the SCIM requests that would be sent: none, default or compliant (the flag aadOptscim062020)."`
	Workers                 int               `placeholder:"N" help:"How many workers to plan with, 1 to 1024; as many as there are processors if left out. The output does not depend on it."`
	Format                  string            `enum:"table,json,ndjson" default:"table" help:"table, json or ndjson."`
	privacy
}

// Run plans one cycle and prints a plan for every source object.
func (c *runCommand) Run(p *program) error {
	c.apply(p)
	if err := c.check(); err != nil {
		return err
	}
	cycle, err := c.prepare(p)
	if err != nil {
		return err
	}
	in, err := c.openFeed(p, c.In, c.InFormat, cycle.keep())
	if err != nil {
		return err
	}
	defer in.Close()
	if c.Explain != "" {
		return c.explain(p, cycle, in)
	}
	out := newPlanWriter(c.Format, c.Wire, records.NewWriter(p.stdout, &p.writing))
	shown := newProgress(p)
	runErr := cycle.plans(in, out, shown)
	shown.end()
	restless := 0
	if runErr == nil && c.Twice {
		restless, runErr = c.again(p, cycle)
	}
	var cut *records.WriteError
	switch {
	case errors.As(runErr, &cut):
		fmt.Fprintf(p.stderr, "attrmap: %v\n", cut)
	case runErr != nil:
		fmt.Fprintf(p.stderr, "attrmap: %s: %s\n", c.In, p.message(runErr))
	}
	fmt.Fprintln(p.stderr, out.totals.String())
	if runErr != nil {
		return errReported
	}
	return findings(out.totals.Failed > 0 || restless > 0)
}

// again plans the cycle after this one and reports attributes that would be written once more.
func (c *runCommand) again(p *program, first *cycle) (restless int, err error) {
	in, err := c.openFeed(p, c.In, c.InFormat, first.keep())
	if err != nil {
		return 0, err
	}
	defer in.Close()
	in.messages = io.Discard // told in the first cycle
	second, err := first.next()
	if err != nil {
		return 0, err
	}
	var readErr error
	for plan, err := range second.engine.Run(context.Background(), in.sources(&readErr), second.workers) {
		if err != nil {
			return restless, err
		}
		for _, o := range second.engine.Restless(plan) {
			restless++
			fmt.Fprintf(p.stderr, "second cycle: %s: %s is written again\n", plan.ID, o.Mapping.Target)
		}
	}
	fmt.Fprintf(p.stderr, "second cycle: %d attributes are written again\n", restless)
	return restless, readErr
}

// maxWorkers keeps a slip of the finger from asking for more memory than there is.
const maxWorkers = 1024

func (c *runCommand) check() error {
	if c.Workers < 0 || c.Workers > maxWorkers {
		return fmt.Errorf("run: --workers wants a number from 1 to %d, found %d", maxWorkers, c.Workers)
	}
	if c.Explain != "" && (c.Twice || c.Wire != "none") {
		return errors.New("run: --explain shows one object's plan and goes without --twice and --wire")
	}
	return c.oneStdin()
}

// oneStdin refuses to read standard input for two purposes: the second would find it empty.
func (c *runCommand) oneStdin() error {
	if c.Twice && c.In == "-" {
		return errors.New("run: --twice reads --in a second time and needs a file")
	}
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

// cycle is a job with the target's objects.
type cycle struct {
	job     *provision.Job
	engine  *provision.Engine
	workers int
	applied *provision.Applied // what the plans do to the target; nil where nobody asks
}

func (c *runCommand) prepare(p *program) (*cycle, error) {
	job, doc, err := p.loadJob(c.Schema, c.Mapping)
	if err != nil {
		return nil, err
	}
	if job.Mapping.Clock, err = p.clockAt(c.Now); err != nil {
		return nil, err
	}
	job.Mapping.DefaultDomain, job.Mapping.Tokens, job.Mapping.HideValues = c.Domain, c.Token, c.HideValues
	job.Options.SkipOutOfScopeDeletions = c.SkipOutOfScopeDeletions
	switch c.Profile {
	case "auto":
	case "none":
		job.Options.Profile = mapping.ProfileNone
	default:
		job.Options.Profile = mapping.Profile(c.Profile)
	}
	objects, err := c.loadTarget(p, job.Set)
	if err != nil {
		return nil, err
	}
	run := &cycle{job: job, workers: c.Workers}
	if c.Twice {
		run.applied = provision.NewApplied(objects)
	}
	if err := run.begin(provision.NewMemory(objects)); err != nil {
		return nil, locate(c.Schema, doc, err)
	}
	warnings := run.engine.Mapper().Warnings()
	if doc != nil {
		doc.Locate(warnings)
	}
	for _, w := range warnings {
		if w.Code == codes.OutsideReference {
			continue // true of every cloud sync job, and no doubt about what it does
		}
		w.File = c.Schema
		fmt.Fprintln(p.stderr, w)
	}
	return run, nil
}

// locate returns what keeps a set from being compiled with the places in its mapping file.
func locate(name string, doc *file.Document, err error) error {
	var invalid *mapping.ValidationError
	if doc == nil || !errors.As(err, &invalid) {
		return fmt.Errorf("%s:\n%w", name, err)
	}
	found := invalid.Findings.Errors()
	doc.Locate(found)
	found.Sort()
	return found
}

func (c *cycle) begin(directory provision.Directory) (err error) {
	c.engine, err = provision.New(c.job.Set, directory, c.job.Mapping, c.job.Options)
	return err
}

// keep names the source attributes that planning and the preview of requests read.
func (c *cycle) keep() []string { return append(c.engine.SourceAttributes(), "appRoleAssignments") }

// next gives the cycle that follows, against the target as this one leaves it.
func (c *cycle) next() (*cycle, error) {
	second := &cycle{job: c.job, workers: c.workers}
	return second, second.begin(c.applied.Directory())
}

// plans prints a plan for every record that can be read; the error tells why the rest cannot, or is not written.
func (c *cycle) plans(in *feedFile, w *planWriter, shown *progress) error {
	var readErr error
	for printed, err := range c.engine.Print(context.Background(), in.sources(&readErr), c.workers, w.format) {
		if err != nil {
			return cmp.Or(w.flush(), err)
		}
		if c.applied != nil {
			c.applied.Add(printed.Plan)
		}
		if err := w.write(printed); err != nil {
			return err
		}
		shown.show(&w.totals)
	}
	return cmp.Or(w.end(), readErr)
}

// loadTarget reads the target's objects. A broken one fails the run: without it, decisions about others would be wrong.
func (c *runCommand) loadTarget(p *program, set *mapping.Set) ([]*provision.Object, error) {
	if c.Target == "" {
		return nil, nil
	}
	in, err := c.openFeed(p, c.Target, c.TargetFormat, nil)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	objects, err := intake.Objects(in.reader, set, in.doubt)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", c.Target, err)
	}
	return objects, nil
}

// feedFile is an open file of objects.
type feedFile struct {
	io.Closer
	name     string
	reader   *feed.Reader
	messages io.Writer
}

// doubt warns of a file that may have been cut off.
func (f *feedFile) doubt(rec *feed.Record) {
	if rec.MayBeTruncated {
		fmt.Fprintf(f.messages, "%s: warning: no line break stands behind line %d, the last: if the file was cut off, its last cell has lost its end\n", f.name, rec.Line)
	}
}

// openFeed opens a file of objects; keep names the attributes to read, nil reads all.
func (c *runCommand) openFeed(p *program, name, format string, keep []string) (*feedFile, error) {
	f, err := feed.ParseFormat(format)
	if err != nil {
		return nil, err
	}
	file, err := p.open(name)
	if err != nil {
		return nil, err
	}
	reader, err := feed.Open(file, feed.Options{Name: name, Format: f, Keep: keep, HideValues: c.HideValues})
	if err != nil {
		file.Close()
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return &feedFile{file, name, reader, p.stderr}, nil
}

// sources returns the records as source objects; end is set where the rest cannot be read.
func (f *feedFile) sources(end *error) iter.Seq[provision.Source] {
	return intake.Sources(f.reader, f.doubt, end)
}
