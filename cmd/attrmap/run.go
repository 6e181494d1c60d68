package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/internal/intake"
	"github.com/attrmap/attrmap/internal/planout"
	"github.com/attrmap/attrmap/internal/records"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/feed"
	"github.com/attrmap/attrmap/mapping/provision"
	"github.com/attrmap/attrmap/mapping/scim"
)

// runCommand is attrmap run: one provisioning cycle, planned and not carried out.
type runCommand struct {
	Schema                  string            `required:"" placeholder:"FILE" help:"Mapping file in YAML or JSON, or exported Graph schema."`
	In                      []string          `required:"" sep:"none" placeholder:"[TYPE=]FILE" help:"Source objects: SCIM bulk request, SCIM users, NDJSON, JSON, CSV or LDIF; - is standard input. TYPE is Group, for instance; by default that of --mapping, else of users. Repeatable, files of one type too."`
	InFormat                string            `placeholder:"FORMAT" default:"auto" help:"Format of --in: ${formats_words}."`
	Target                  []string          `sep:"none" placeholder:"[TYPE=]FILE" help:"Existing objects of the target, in one of the same formats; types as for --in. Repeatable."`
	TargetFormat            string            `placeholder:"FORMAT" default:"auto" help:"Format of --target, as for --in."`
	Multi                   string            `placeholder:"TEXT" help:"Separator of the values in a CSV cell of --in and --target, such as ; for csvde; by default a cell is one text."`
	Mapping                 string            `placeholder:"NAME" help:"Object mapping to run: its number, its name, source -> target of its objects, or a unique part of these; by default the enabled one of users that runs first. Other types of --in are run by their first enabled one."`
	Now                     string            `placeholder:"TIME" help:"Current time for expressions, in RFC 3339; the real time by default."`
	Domain                  string            `name:"default-domain" help:"Default domain of the tenant."`
	Token                   map[string]string `placeholder:"NAME=VALUE" help:"Value of a token such as DomainFQDN; repeatable."`
	Profile                 string            `enum:"auto,none,${profiles}" default:"auto" help:"Target whose length and character rules are checked: auto (by the schema), none, ${profiles_words}."`
	SkipOutOfScopeDeletions bool              `help:"${help_skipOutOfScopeDeletions}."`
	HardDelete              bool              `help:"${help_hardDelete}."`
	Unlinked                bool              `help:"${help_unlinked}."`
	Compat                  []string          `enum:"${compat}" placeholder:"WORD" help:"${help_compat}; repeatable. ${compat_words}."`
	Client                  []string          `enum:"${client}" placeholder:"WORD" help:"${help_client}; repeatable. ${client_words}."`
	CSA                     string            `name:"csa" placeholder:"FILE" help:"${help_customSecurityAttributes}: the answer of Graph, or a table with id, type, isCollection and status."`
	Twice                   bool              `help:"Plan a second cycle after the first and report what it would write again."`
	Explain                 string            `placeholder:"ID" help:"Explain the plan of this object only: scope, match, every attribute and every sub-expression."`
	Wire                    string            `enum:"none,default,compliant" default:"none" help:"Show the SCIM requests that would be sent: none, default or compliant (the flag aadOptscim062020)."`
	Workers                 int               `placeholder:"N" help:"Number of concurrent workers, 1 to ${max_workers}; by default the number of processors. The output does not depend on it."`
	Format                  string            `enum:"table,json,ndjson" default:"table" help:"Output format: table, json or ndjson."`
	stubs
	privacy
}

// Run plans one cycle and prints a plan for every source object.
func (c *runCommand) Run(p *program) error {
	c.apply(p)
	if err := c.use(p); err != nil {
		return err
	}
	// Wrong usage is found before any file is opened.
	if err := c.check(); err != nil {
		return err
	}
	// Everything that may fail without a source object is done before the first one is read.
	cycle, err := c.prepare(p)
	if err != nil {
		return err
	}
	in, err := c.openSources(p, cycle, p.stderr)
	if err != nil {
		return err
	}
	defer in.Close()
	if c.Explain != "" {
		return c.explain(p, cycle, in)
	}
	// From here on the totals are always the last line on standard error, whatever ends the run: scripts read them.
	// The lock is shared with the handler of signals, which ends the program between two writes.
	wire := planout.Wire{Format: c.Wire, Client: func(name string) scim.ClientOptions {
		return planout.ClientOptions(cycle.job.ObjectMapping(name).Set.Settings.Client)
	}}
	out := planout.New(c.Format, wire, records.NewWriter(p.stdout, &p.writing))
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
		fmt.Fprintf(p.stderr, "attrmap: %s\n", p.message(runErr))
	}
	nameless := cycle.nameless.Messages(cycle.engine)
	for _, message := range append(nameless, cycle.messages...) {
		fmt.Fprintf(p.stderr, "attrmap: %s\n", message)
	}
	// The totals are those of the plans that have been written whole.
	fmt.Fprintln(p.stderr, out.Totals.String())
	if runErr != nil {
		return errReported
	}
	return findings(out.Totals.Failed > 0 || restless > 0 || len(nameless) > 0)
}

// again plans the cycle after this one and reports attributes that would be written once more.
// The files are read a second time instead of being kept in memory, without the warnings that the first cycle has printed.
func (c *runCommand) again(p *program, first *cycle) (restless int, err error) {
	in, err := c.openSources(p, first, io.Discard)
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
	readers := 0
	for _, in := range append(append(c.inputs(c.In), c.inputs(c.Target)...), intake.Input{Name: c.Schema}, intake.Input{Name: c.CSA}) {
		if in.Name == "-" {
			readers++
		}
	}
	if readers > 1 {
		return diag.Errorf("run: only one of --schema, --in, --target and --csa can be standard input")
	}
	for _, in := range c.inputs(c.In) {
		if c.Twice && in.Name == "-" {
			return diag.Errorf("run: --twice reads --in twice: want a file, got standard input")
		}
	}
	return nil
}

// inputs returns the files that --in or --target names, with their types.
func (c *runCommand) inputs(flags []string) []intake.Input {
	return intake.ParseInputs(flags, func(name string) bool {
		_, err := os.Stat(name)
		return err == nil
	})
}

// cycle is a job with the target's objects.
// It plans once: what it counts is about one pass over the source objects.
type cycle struct {
	job      *intake.Job
	engine   *provision.Engine
	begun    *provision.Cycle
	workers  int
	nameless intake.Nameless
	messages []string // about the target's objects, for the end
	applied  applied  // what the plans do to the target; nil unless a second cycle follows
	refused  int      // plans of which the target refuses a request
	stderr   io.Writer
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
func (c *runCommand) newApplied(job *intake.Job, objects []*provision.Object) applied {
	if c.Wire == "none" && job.Objects[0].Options.Profile != mapping.ProfileSCIM {
		return given{provision.NewApplied(objects)}
	}
	return scim.NewApplied(objects, scim.ClientOptions{Compliant: c.Wire == "compliant", EmptyTextFlows: job.Objects[0].Mapping.EmptyTextFlows})
}

// prepare reads the rules and the target's objects, and compiles. Everything that can be wrong with them is found before the first plan is
// printed.
func (c *runCommand) prepare(p *program) (*cycle, error) {
	job, err := p.loadJob(c.Schema, c.Mapping, intake.Types(c.inputs(c.In)), intake.Types(c.inputs(c.Target)))
	if err != nil {
		return nil, err
	}
	clock, err := p.clockAt(c.Now)
	if err != nil {
		return nil, err
	}
	var custom map[string]mapping.CustomAttribute
	if c.CSA != "" {
		opening, err := c.opening(p, "auto", p.stderr)
		if err == nil {
			custom, err = opening.SecurityAttributes(c.CSA)
		}
		if err != nil {
			return nil, err
		}
	}
	for i := range job.Objects {
		object := &job.Objects[i]
		object.Mapping.Clock = clock
		object.Mapping.DefaultDomain, object.Mapping.Tokens, object.Mapping.HideValues = c.Domain, c.Token, c.HideValues
		c.settle(object, custom)
		// For auto the profile stays as the job has it, which follows from an exported schema; a mapping file has none.
		switch c.Profile {
		case "auto":
		case "none":
			// none overrides what follows from a schema.
			object.Options.Profile = mapping.ProfileNone
		default:
			object.Options.Profile = mapping.Profile(c.Profile)
		}
	}
	run := &cycle{job: job, workers: c.Workers, stderr: p.stderr}
	objects, err := c.loadTarget(p, run)
	if err != nil {
		return nil, err
	}
	// The plans of this cycle are applied to the objects, and the second cycle is planned against the outcome.
	if c.Twice {
		run.applied = c.newApplied(job, objects)
	}
	if run.engine, err = job.Compile(); err != nil {
		return nil, err
	}
	run.begun = run.engine.NewCycle(provision.World{Directory: provision.NewMemory(objects)})
	// Warnings name the file, and are printed once before the first plan.
	for _, w := range job.Warnings(run.engine) {
		if w.Code == codes.UnknownFunction && w.Hint.String() == "" {
			w.Hint = diag.Plain("--stub NAME=VALUE gives it a value")
		}
		fmt.Fprintln(p.stderr, w)
	}
	return run, nil
}

// settle sets the options of an object mapping that flags set; those of a mapping file stay otherwise.
func (c *runCommand) settle(object *provision.ObjectMapping, custom map[string]mapping.CustomAttribute) {
	o := &object.Options
	o.SkipOutOfScopeDeletions = o.SkipOutOfScopeDeletions || c.SkipOutOfScopeDeletions
	o.HardDelete, o.Unlinked = o.HardDelete || c.HardDelete, o.Unlinked || c.Unlinked
	object.Set.Settings.Compat = append(object.Set.Settings.Compat, c.Compat...)
	object.Set.Settings.Client = append(object.Set.Settings.Client, c.Client...)
	if custom != nil {
		o.CustomAttributes = custom
	}
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
func (c *cycle) plans(in intake.Files, w *planout.Writer, shown *progress) error {
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
		c.nameless.Add(printed.Plan)
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
func (c *runCommand) loadTarget(p *program, run *cycle) (objects []*provision.Object, err error) {
	opening, err := c.opening(p, c.TargetFormat, p.stderr)
	if err != nil {
		return nil, err
	}
	in, err := opening.Files(run.job, c.inputs(c.Target), func(string) []string { return nil })
	if err != nil {
		return nil, err
	}
	defer in.Close()
	objects, run.messages, err = run.job.Targets(in)
	return objects, err
}

// openSources opens the files of source objects. Of their attributes those are read that planning and the preview of requests need: the
// preview finds the identifiers of roles among appRoleAssignments, which expressions may not name.
func (c *runCommand) openSources(p *program, run *cycle, messages io.Writer) (intake.Files, error) {
	opening, err := c.opening(p, c.InFormat, messages)
	if err != nil {
		return nil, err
	}
	return opening.Files(run.job, c.inputs(c.In), func(name string) []string {
		return intake.Keep(append(run.engine.SourceAttributes(name), "appRoleAssignments"))
	})
}

// opening returns how files of a format are opened. Warnings about records go to messages.
func (c *runCommand) opening(p *program, format string, messages io.Writer) (*intake.Opening, error) {
	f, err := feed.ParseFormat(format)
	return &intake.Opening{Open: p.open, Options: feed.Options{Format: f, Multi: c.Multi, HideValues: c.HideValues}, Messages: messages}, err
}
