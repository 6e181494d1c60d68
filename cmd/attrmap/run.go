package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/internal/intake"
	"github.com/attrmap/attrmap/internal/planout"
	"github.com/attrmap/attrmap/internal/records"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/feed"
	"github.com/attrmap/attrmap/mapping/file"
	"github.com/attrmap/attrmap/mapping/provision"
	"github.com/attrmap/attrmap/mapping/scim"
)

// runCommand is attrmap run: one provisioning cycle, planned and not carried out.
type runCommand struct {
	Schema                  string            `required:"" placeholder:"FILE" help:"Mapping file in YAML or JSON, or exported Graph schema."`
	In                      string            `required:"" placeholder:"FILE" help:"Source objects: SCIM bulk request, SCIM users, NDJSON, JSON, CSV or LDIF; - is standard input."`
	InFormat                string            `placeholder:"FORMAT" default:"auto" help:"Format of --in: ${formats_words}."`
	Target                  string            `placeholder:"FILE" help:"Existing objects of the target, in one of the same formats."`
	TargetFormat            string            `placeholder:"FORMAT" default:"auto" help:"Format of --target, as for --in."`
	Multi                   string            `placeholder:"TEXT" help:"Separator of the values in a CSV cell of --in and --target, such as ; for csvde; by default a cell is one text."`
	Mapping                 string            `placeholder:"NAME" help:"Object mapping of the Graph schema to run; by default the enabled one of users that runs first."`
	Now                     string            `placeholder:"TIME" help:"Current time for expressions, in RFC 3339; the real time by default."`
	Domain                  string            `name:"default-domain" help:"Default domain of the tenant."`
	Token                   map[string]string `placeholder:"NAME=VALUE" help:"Value of a token such as DomainFQDN; repeatable."`
	Profile                 string            `enum:"auto,none,${profiles}" default:"auto" help:"Target whose length and character rules are checked: auto (by the schema), none, ${profiles_words}."`
	SkipOutOfScopeDeletions bool              `help:"Leave accounts unchanged whose source object has left the scope."`
	Twice                   bool              `help:"Plan a second cycle after the first and report what it would write again."`
	Explain                 string            `placeholder:"ID" help:"Explain the plan of this object only: scope, match, every attribute and every sub-expression."`
	Wire                    string            `enum:"none,default,compliant" default:"none" help:"Show the SCIM requests that would be sent: none, default or compliant (the flag aadOptscim062020)."`
	Workers                 int               `placeholder:"N" help:"Number of concurrent workers, 1 to ${max_workers}; by default the number of processors. The output does not depend on it."`
	Format                  string            `enum:"table,json,ndjson" default:"table" help:"Output format: table, json or ndjson."`
	privacy
}

// Run plans one cycle and prints a plan for every source object.
func (c *runCommand) Run(p *program) error {
	c.apply(p)
	// Wrong usage is found before any file is opened.
	if err := c.check(); err != nil {
		return err
	}
	// Everything that may fail without a source object is done before the first one is read.
	cycle, err := c.prepare(p)
	if err != nil {
		return err
	}
	in, err := c.openFeed(p, c.In, c.InFormat, cycle.keep(), p.stderr)
	if err != nil {
		return err
	}
	defer in.Close()
	if c.Explain != "" {
		return c.explain(p, cycle, in)
	}
	// From here on the totals are always the last line on standard error, whatever ends the run: scripts read them.
	// The lock is shared with the handler of signals, which ends the program between two writes.
	out := planout.New(c.Format, c.Wire, records.NewWriter(p.stdout, &p.writing))
	shown := newProgress(p)
	runErr := cycle.plans(in, out, shown)
	shown.end()
	restless := 0
	// After a first cycle that broke off, a second one would say nothing: what is missing in the first would seem to be written again.
	if runErr == nil && c.Twice {
		restless, runErr = c.again(p, cycle)
	}
	// An error of the output is not the input's, and is not to be named by its file.
	var cut *records.WriteError
	switch {
	case errors.As(runErr, &cut):
		fmt.Fprintf(p.stderr, "attrmap: %v\n", cut)
	case runErr != nil:
		fmt.Fprintf(p.stderr, "attrmap: %s: %s\n", c.In, p.message(runErr))
	}
	// Everybody without a matching value is a mistake about the input as a whole, though no single plan is wrong: it is a finding.
	all := cycle.skipped > 0 && cycle.skipped == out.Totals.Read
	if all {
		fmt.Fprintf(p.stderr, "attrmap: %s: every object is skipped: none has a value for a matching attribute (%s)\n",
			c.In, strings.Join(cycle.engine.Mapper("").MatchingTargets(), ", "))
	}
	// A message and no finding: a target may be empty of such values for a reason, and its plans say that everybody is created.
	if len(cycle.apart) > 0 {
		fmt.Fprintf(p.stderr, "attrmap: %s: no object of the target has a value for a matching attribute (%s): nobody is found there\n",
			c.Target, strings.Join(cycle.apart, ", "))
	}
	// The totals are those of the plans that have been written whole.
	fmt.Fprintln(p.stderr, out.Totals.String())
	if runErr != nil {
		return errReported
	}
	return findings(out.Totals.Failed > 0 || restless > 0 || all)
}

// again plans the cycle after this one and reports attributes that would be written once more.
// The file is read a second time instead of being kept in memory, without the warnings that the first cycle has printed.
func (c *runCommand) again(p *program, first *cycle) (restless int, err error) {
	in, err := c.openFeed(p, c.In, c.InFormat, first.keep(), io.Discard)
	if err != nil {
		return 0, err
	}
	defer in.Close()
	second, err := first.next()
	if err != nil {
		return 0, err
	}
	restless = first.refused
	var readErr error
	// The plans of the second cycle are not printed: only what they would write again.
	for plan, err := range second.begun.Run(context.Background(), in.Sources(&readErr), second.workers) {
		if err != nil {
			return restless, err
		}
		for _, o := range second.begun.Restless(plan) {
			// An expression that returns another value each time, such as one that reads the clock, is written in every cycle.
			restless++
			fmt.Fprintf(p.stderr, "second cycle: %s: %s is written again\n", plan.ID, o.Mapping.Target)
		}
	}
	fmt.Fprintf(p.stderr, "second cycle: %d attributes are written again\n", restless)
	return restless, readErr
}

// maxWorkers keeps a typo from exhausting the memory.
const maxWorkers = 1024

// check returns the first mistake in how flags are combined.
func (c *runCommand) check() error {
	if c.Workers < 0 || c.Workers > maxWorkers {
		return diag.Errorf("run: --workers: want a number from 1 to %d, got %d", maxWorkers, c.Workers)
	}
	// An explanation is about one object; the others would need a table of all.
	if c.Explain != "" && (c.Twice || c.Wire != "none") {
		return diag.Errorf("run: --explain cannot be combined with --twice or --wire")
	}
	return c.oneStdin()
}

// oneStdin refuses to read standard input twice: the second reader would find it empty.
func (c *runCommand) oneStdin() error {
	if c.Twice && c.In == "-" {
		return diag.Errorf("run: --twice reads --in twice: want a file, got standard input")
	}
	readers := 0
	for _, name := range []string{c.Schema, c.In, c.Target} {
		if name == "-" {
			readers++
		}
	}
	if readers > 1 {
		return diag.Errorf("run: only one of --schema, --in and --target can be standard input")
	}
	return nil
}

// cycle is a job with the target's objects.
// It plans once: what it counts is about one pass over the source objects.
type cycle struct {
	job     *provision.Job
	engine  *provision.Engine
	begun   *provision.Cycle
	workers int
	skipped int      // source objects without a value for any matching attribute
	apart   []string // the matching attributes, if no object of the target has a value for any of them
	applied applied  // what the plans do to the target; nil unless a second cycle follows
	refused int      // plans of which the target refuses a request
	stderr  io.Writer
}

// applied is the target as plans leave it.
type applied interface {
	Add(p *provision.Plan) error
	Directory() (*provision.Memory, error)
}

// given is a target that gets the values of plans.
type given struct{ *provision.Applied }

func (g given) Add(p *provision.Plan) error {
	g.Applied.Add(p)
	return nil
}

func (g given) Directory() (*provision.Memory, error) { return g.Applied.Directory(), nil }

// newApplied returns the target before the first plan. One that speaks SCIM gets requests, which need not say all that the plans do.
func (c *runCommand) newApplied(job *provision.Job, objects []*provision.Object) applied {
	if c.Wire == "none" && job.Objects[0].Options.Profile != mapping.ProfileSCIM {
		return given{provision.NewApplied(objects)}
	}
	return scim.NewApplied(objects, scim.ClientOptions{Compliant: c.Wire == "compliant", EmptyTextFlows: job.Objects[0].Mapping.EmptyTextFlows})
}

// prepare reads the rules and the target's objects, and compiles. Everything that can be wrong with them is found before the first plan is
// printed.
func (c *runCommand) prepare(p *program) (*cycle, error) {
	job, doc, err := p.loadJob(c.Schema, c.Mapping)
	if err != nil {
		return nil, err
	}
	if job.Objects[0].Mapping.Clock, err = p.clockAt(c.Now); err != nil {
		return nil, err
	}
	object := &job.Objects[0]
	object.Mapping.DefaultDomain, object.Mapping.Tokens, object.Mapping.HideValues = c.Domain, c.Token, c.HideValues
	object.Options.SkipOutOfScopeDeletions = c.SkipOutOfScopeDeletions
	// For auto the profile stays as the job has it, which follows from an exported schema; a mapping file has none.
	switch c.Profile {
	case "auto":
	case "none":
		// none overrides what follows from a schema.
		object.Options.Profile = mapping.ProfileNone
	default:
		object.Options.Profile = mapping.Profile(c.Profile)
	}
	objects, err := c.loadTarget(p, job)
	if err != nil {
		return nil, err
	}
	run := &cycle{job: job, workers: c.Workers, stderr: p.stderr, apart: intake.Unmatchable(objects, object.Set)}
	// The plans of this cycle are applied to the objects, and the second cycle is planned against the outcome.
	if c.Twice {
		run.applied = c.newApplied(job, objects)
	}
	// Findings about a mapping file get lines.
	if run.engine, err = provision.New(*job); err != nil {
		return nil, locate(c.Schema, doc, err)
	}
	run.begun = run.engine.NewCycle(provision.World{Directory: provision.NewMemory(objects)})
	warnings := run.engine.Mapper("").Warnings()
	if doc != nil {
		doc.Locate(warnings)
	}
	// Warnings name the file, and are printed once before the first plan.
	for _, w := range warnings {
		if w.Code == codes.OutsideReference {
			continue // true of every cloud sync job, and its behavior is not in doubt
		}
		w.File = c.Schema
		fmt.Fprintln(p.stderr, w)
	}
	return run, nil
}

// locate returns what keeps a set from being compiled with the places in its mapping file.
// A schema has no document, and its errors no lines: they keep the paths.
func locate(name string, doc *file.Document, err error) error {
	var invalid *mapping.ValidationError
	if doc == nil || !errors.As(err, &invalid) {
		return diag.Errorf("%s:\n%w", diag.Name(name), err)
	}
	found := invalid.Findings.Errors()
	doc.Locate(found)
	// In the order of the file, which is that of people who correct it.
	found.Sort()
	return found
}

// keep returns the source attributes that planning and the preview of requests read.
// The preview finds the identifiers of roles among the source's appRoleAssignments, which expressions may not name.
func (c *cycle) keep() []string {
	return intake.Keep(append(c.engine.SourceAttributes(""), "appRoleAssignments"))
}

// nameless reports whether an object was skipped because no matching attribute has a value: it did not get past the import.
func nameless(plan *provision.Plan) bool {
	return plan.Action == provision.Skip && len(plan.Steps) > 0 && plan.Steps[0].Status == provision.Skipped && plan.Steps[0].Name == "EntryImport"
}

// next returns the following cycle, which runs against the target as this one leaves it.
func (c *cycle) next() (*cycle, error) {
	directory, err := c.applied.Directory()
	if err != nil {
		return nil, err
	}
	begun := c.engine.NewCycle(provision.World{Directory: directory})
	return &cycle{job: c.job, engine: c.engine, begun: begun, workers: c.workers}, nil
}

// plans prints a plan for every record that can be read; the error says why the rest cannot be read or written.
func (c *cycle) plans(in *intake.File, w *planout.Writer, shown *progress) error {
	var readErr error
	for printed, err := range c.begun.Print(context.Background(), in.Sources(&readErr), c.workers, w.Printer) {
		if err != nil {
			// Plans that are still held back are right, and are shown before the error. The document gets no end: plans are missing.
			return cmp.Or(w.Flush(), err)
		}
		// In the order of the objects, since later plans change what earlier ones have written.
		if c.applied != nil {
			c.apply(printed.Plan)
		}
		// The printed text is valid until the next plan only; the writer copies it.
		if err := w.Write(printed); err != nil {
			return err
		}
		if nameless(printed.Plan) {
			c.skipped++
		}
		shown.show(&w.Totals)
	}
	// Close also after a read error: the plans of what could be read are a whole document, and the exit code says that some are missing.
	return cmp.Or(w.Close(), readErr)
}

// apply applies a plan to the target. A request that the target refuses is a finding about the second cycle: the first is planned all the
// same.
func (c *cycle) apply(plan *provision.Plan) {
	if err := c.applied.Add(plan); err != nil {
		c.refused++
		fmt.Fprintf(c.stderr, "second cycle: %v\n", err)
	}
}

// loadTarget reads the target's objects. A broken one fails the run: without it, decisions about others could be wrong.
// All attributes of the target are read, not only those of --in that are kept. Without --target the target is empty.
func (c *runCommand) loadTarget(p *program, job *provision.Job) ([]*provision.Object, error) {
	if c.Target == "" {
		return nil, nil
	}
	in, err := c.openFeed(p, c.Target, c.TargetFormat, nil, p.stderr)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	return in.Objects(&job.Objects[0])
}

// openFeed opens a file of objects; keep names the attributes to read, nil reads all. Warnings about records go to messages.
func (c *runCommand) openFeed(p *program, name, format string, keep []string, messages io.Writer) (*intake.File, error) {
	f, err := feed.ParseFormat(format)
	if err != nil {
		return nil, err
	}
	file, err := p.open(name)
	if err != nil {
		return nil, err
	}
	// Attributes that are not kept are not part of the records.
	return intake.Open(file, feed.Options{Name: name, Format: f, Keep: keep, Multi: c.Multi, HideValues: c.HideValues}, messages)
}
