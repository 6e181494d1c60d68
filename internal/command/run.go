package command

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"runtime/debug"
	"slices"
	"strconv"
	"sync/atomic"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/internal/intake"
	"github.com/attrmap/attrmap/internal/planout"
	"github.com/attrmap/attrmap/internal/records"
	"github.com/attrmap/attrmap/internal/settings"
	"github.com/attrmap/attrmap/internal/show"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/coverage"
	"github.com/attrmap/attrmap/mapping/impact"
	"github.com/attrmap/attrmap/mapping/ldif"
	"github.com/attrmap/attrmap/mapping/provision"
	"github.com/attrmap/attrmap/mapping/scim"
)

// runCommand is attrmap run: one provisioning cycle, planned and not carried out.
type runCommand struct {
	Schema string   `required:"" placeholder:"FILE" help:"Mapping file in YAML or JSON, or exported Graph schema."`
	In     []string `required:"" sep:"none" placeholder:"[TYPE=]FILE" help:"Source objects: SCIM bulk request, SCIM users, NDJSON, JSON, CSV or LDIF; - is standard input. TYPE is Group, for instance; by default that of --mapping, else of users. Repeatable, files of one type too."`
	intake.Flags
	Twice   bool       `help:"Plan a second cycle after the first and report what it would write again."`
	Explain string     `placeholder:"ID" help:"Explain the plan of this object only: scope, match, every attribute and every sub-expression."`
	Wire    string     `enum:"none,default,compliant,ldif" default:"none" help:"Show what would be sent: none, the SCIM requests of the client default or compliant (the flag aadOptscim062020), or for Active Directory ldif, which is a file of LDIF in place of text."`
	Server  serverName `placeholder:"rfc|FILE" help:"Send the requests to a SCIM server in memory, which has the target's objects, and report what it refuses and what it does not hold as planned: rfc is a strict server of RFC 7643 and RFC 7644, FILE what a server says of itself, saved: /Schemas, /ResourceTypes, /ServiceProviderConfig, in one file of JSON or in a directory of files."`
	Workers workers    `placeholder:"N" help:"Number of concurrent workers, 1 to ${max_workers}; by default the number of processors. The output does not depend on it."`
	Format  string     `enum:"text,table,json,ndjson,html" default:"text" help:"Output format: text, of which table is another name, json, ndjson or html (a page in one file)."`
	runShown
	coverFlags
	stubs
	privacy
	coloring
	beside *cycle    // one that has the same files of the target, so that they need not be read again; nil in run
	seed   *[32]byte // of random values, so that two cycles draw the same; nil in run
	meter  meter     // of the files of source objects
}

// Run plans one cycle and prints a plan for every source object.
func (c *runCommand) Run(p *program) error {
	c.Flags.Verb, c.Flags.Schema, c.Flags.In = "run", c.Schema, c.In
	c.apply(p)
	if c.Format == "table" {
		c.Format = "text"
	}
	if err := c.use(p); err != nil {
		return err
	}
	// Wrong usage is found before any file is opened.
	if err := c.check(p); err != nil {
		return err
	}
	// Everything that may fail without a source object is done before the first one is read.
	cycle, err := c.prepare(p)
	if err != nil {
		return err
	}
	if err := c.settle(cycle); err != nil {
		return err
	}
	in, err := c.sources(p, p.Opening(p.stderr), cycle)
	if err != nil {
		return err
	}
	defer in.Close()
	if c.Explain != "" {
		return c.explain(p, cycle, in)
	}
	// From here on the totals are always the last line on standard error, whatever ends the run: scripts read them.
	// The lock is shared with the handler of signals, which ends the program between two writes.
	out, runErr := c.write(p, cycle, in)
	if out == nil {
		return runErr
	}
	cycle.messages = append(cycle.messages, leftOut(out)...)
	restless := 0
	// After a first cycle that broke off, a second one would say nothing: what is missing in the first would seem to be written again.
	if runErr == nil && c.Twice {
		restless, runErr = c.again(p, cycle)
	}
	// Whoever has interrupted the run by now has the lock, and ends the program: what follows is about a whole run.
	p.writing.Lock()
	p.status.Store(nil)
	p.writing.Unlock()
	return c.conclude(p, cycle, &out.Totals, restless, runErr)
}

// conclude says what is to be said of the run as a whole, the totals last, and returns what its exit code follows from.
func (c *runCommand) conclude(p *program, cycle *cycle, totals *provision.Totals, restless int, runErr error) error {
	// An error of the output is not the input's, and is not to be named by its file.
	var cut *records.WriteError
	switch {
	case errors.As(runErr, &cut):
		fmt.Fprintf(p.stderr, "attrmap: %v\n", cut)
	case runErr != nil:
		fmt.Fprintf(p.stderr, "attrmap: %s\n", p.message(runErr))
	}
	if runErr == nil {
		cycle.messages = append(cycle.messages, slices.Concat(cycle.assigned.Messages(), cycle.unasked(totals))...)
	}
	if cycle.trial != nil && runErr == nil {
		for _, text := range cycle.trial.Messages() {
			fmt.Fprintf(p.stderr, "server: %s\n", text)
		}
	}
	nameless := cycle.nameless.Messages(cycle.engine)
	for _, message := range slices.Concat(nameless, cycle.messages, c.notes(p, cycle, runErr)) {
		fmt.Fprintf(p.stderr, "attrmap: %s\n", message)
	}
	tooLittle := ""
	if cycle.met != nil && runErr == nil {
		if tooLittle, runErr = c.cover(p, cycle.met.Report()); runErr != nil {
			fmt.Fprintf(p.stderr, "attrmap: %s\n", p.message(runErr))
		}
	}
	// The totals are those of the plans that have been written whole.
	fmt.Fprintln(p.stderr, totals.String())
	if runErr != nil {
		return errReported
	}
	met := settings.Met(cycle.conditions, cycle.counts.Counts)
	for _, text := range met {
		fmt.Fprintf(p.stderr, "attrmap: --fail-on: %s\n", text)
	}
	if tooLittle != "" {
		fmt.Fprintf(p.stderr, "attrmap: %s\n", tooLittle)
	}
	return cmp.Or(findings(cycle.trial != nil && cycle.trial.Wrong() || tooLittle != "" || totals.Failed > 0 || cycle.unwritten > 0 || cycle.refused > 0 || restless > 0 || len(nameless) > 0 || len(cycle.missing) > 0 || cycle.staged > 0 || len(met) > 0), c.changed(totals))
}

// cover writes what was met of the mappings. Text is not mixed with plans that programs read.
func (c *runCommand) cover(p *program, report *coverage.Report) (tooLittle string, err error) {
	text := p.stdout
	if c.Format != "text" && c.Out == "" {
		text = p.stderr
	}
	return c.tooLittle(report), c.writeCover(report, text)
}

// wire returns how requests are written: each type of objects has the quirks that its mappings and the flags choose.
func (c *runCommand) wire(run *cycle) planout.Wire {
	return planout.Wire{Format: c.Wire, Trial: run.trial, Changes: run.changes, Refused: run.refuse, Client: func(name string) scim.ClientOptions {
		return planout.ClientOptions(run.job.ObjectMapping(name).Set.Settings.Client)
	}}
}

// again plans the cycle after this one and reports attributes that would be written once more.
// The files are read a second time instead of being kept in memory, without the warnings that the first cycle has printed.
func (c *runCommand) again(p *program, first *cycle) (restless int, err error) {
	in, err := c.Sources(p.Opening(io.Discard), first.job, first.engine, first.assigned)
	if err != nil {
		return 0, err
	}
	defer in.Close()
	second := first.next()
	restless = first.refused
	var readErr error
	causes := map[string]bool{}
	// The plans of the second cycle are not printed: only what they would write again.
	for plan, err := range second.begun.Run(context.Background(), in.Sources(&readErr), second.workers) {
		if err != nil {
			return restless, err
		}
		for _, o := range second.begun.Restless(plan) {
			// An expression that returns another value each time, such as one that reads the clock, is written in every cycle.
			restless++
			fmt.Fprintf(p.stderr, "second cycle: %s: %s is written again\n", plan.ID, o.Mapping.Target)
			// Each cause is told once, after the first object that it is about.
			if cause := first.applied.Again(plan.Type, o); cause != "" && !causes[o.Mapping.Target] {
				causes[o.Mapping.Target] = true
				fmt.Fprintf(p.stderr, "second cycle: %s: %s\n", o.Mapping.Target, cause)
			}
		}
	}
	fmt.Fprintf(p.stderr, "second cycle: %d attributes are written again\n", restless)
	return restless, readErr
}

// maxWorkers keeps a typo from exhausting the memory.
const maxWorkers = 1024

// workers is a number of workers, 0 where the flag is not given: the number of processors.
type workers int

// UnmarshalText reads the value of --workers.
func (w *workers) UnmarshalText(text []byte) error {
	n, err := strconv.Atoi(string(text))
	if err != nil || n < 1 || n > maxWorkers {
		return diag.Errorf("want a number from 1 to %d, got %s", maxWorkers, diag.Quote(string(text)))
	}
	*w = workers(n)
	return nil
}

// check returns the first mistake in how flags are combined.
func (c *runCommand) check(p *program) error {
	// An explanation is about one object; the others would need a table of all.
	if c.Explain != "" && (c.Twice || c.Wire != "none" || c.Orphans != "") {
		return diag.Errorf("run: --explain cannot be combined with --twice, --wire or --orphans")
	}
	if c.Wire == wireLDIF && c.Format == "text" && (c.Summary || len(c.Attribute) > 0) {
		return diag.Errorf("run: --wire ldif writes whole objects: it cannot be combined with --summary or --attribute, but with --format json or ndjson")
	}
	switch {
	case c.Server != "" && (c.Explain != "" || c.Wire == wireLDIF):
		return diag.Errorf("run: --server takes SCIM requests: it cannot be combined with --explain or --wire ldif")
	case c.Server == "-":
		return diag.Errorf("run: --server: want rfc, a file or a directory")
	}
	if c.Format == "html" && (c.Explain != "" || c.Wire != "none") {
		return diag.Errorf("run: --format html cannot be combined with --explain or --wire")
	}
	if c.Explain != "" && c.covers() {
		return diag.Errorf("run: --explain cannot be combined with --coverage, --cover-out or --cover-min")
	}
	if err := c.checkCover("run", c.Files(p.Opening(p.stderr))); err != nil {
		return err
	}
	if err := c.Check(p.Opening(p.stderr), c.Twice); err != nil {
		return err
	}
	return c.checkShown(c.Explain != "", c.Orphans, append(c.Files(p.Opening(p.stderr)), string(c.Server)))
}

// cycle is a job with the target's objects.
// It plans once: what it counts is about one pass over the source objects.
type cycle struct {
	job       *intake.Job
	engine    *provision.Engine
	begun     *provision.Cycle
	assigned  *intake.Assigned // nil without --assigned
	world     provision.World
	orphans   string // the file of --orphans
	workers   int
	nameless  intake.Nameless
	messages  []string        // about the target's objects, for the end
	applied   planout.Applied // what the plans do to the target; nil unless a second cycle follows, or a server gets their requests
	trial     *planout.Trial  // that server, nil without --server
	staged    int             // how many accounts would be deleted and disabled, where that is more than is allowed
	refused   int             // plans of which the target refuses a request
	changes   *ldif.Changes   // of --wire ldif, else nil
	unwritten int             // plans that they cannot carry out
	stderr    io.Writer

	asks  bool // servers are asked for the objects that plans need, and no others
	found int  // plans with an object of the target

	conditions []settings.Condition // of --fail-on
	counts     impact.Impact        // what they compare
	met        *coverage.Coverage   // nil where coverage is not asked for
	missing    []string             // what --id asks for and no plan has yet
	read       atomic.Int64         // source objects so far
}

// economize takes less memory where the plans of all objects are held.
func (c *runCommand) economize(run *cycle) {
	if !run.engine.HoldsPlans() {
		return
	}
	run.world.ForgetSources = !c.Twice && !c.covers() && c.Explain == "" && c.Format != "html" && c.Wire == "none" && c.Server == ""
	debug.SetGCPercent(60) // what is held stays, and garbage may take less than it does
}

// prepare reads the rules and the target's objects, and compiles. Everything that can be wrong with them is found before the first plan is
// printed.
func (c *runCommand) prepare(p *program) (*cycle, error) {
	opening := p.Opening(p.stderr)
	sources, targets := c.Types(opening)
	job, err := p.LoadJob(c.Flags.Schema, c.Mapping, sources, targets)
	if err != nil {
		return nil, err
	}
	clock, err := p.ClockAt(c.Now)
	if err != nil {
		return nil, err
	}
	if err := c.Settle(opening, job, clock); err != nil {
		return nil, err
	}
	for i := range job.Objects {
		m := &job.Objects[i].Mapping
		m.Watch = c.covers()
		if c.seed != nil {
			m.Random = rand.NewChaCha8(*c.seed)
		}
	}
	run := &cycle{job: job, workers: int(c.Workers), stderr: p.stderr, orphans: c.Orphans}
	objects, err := c.target(p, opening, run)
	if err != nil {
		return nil, err
	}
	if run.assigned, err = opening.Assigned(c.Assigned); err != nil {
		return nil, err
	}
	if run.world.Links, err = opening.Links(c.Links, job.Job); err != nil {
		return nil, err
	}
	if c.Wire == wireLDIF {
		if err := job.CheckAD(); err != nil {
			return nil, diag.Errorf("run: --wire ldif: %w", err)
		}
		run.changes = ldif.New(objects)
	}
	if run.engine, err = job.Compile(); err != nil {
		return nil, err
	}
	if err := c.carry(p, run, objects); err != nil {
		return nil, err
	}
	if c.covers() {
		run.met = coverage.New(c.Flags.Schema, job.Job, run.engine, job.Locate)
	}
	c.economize(run)
	run.begun = run.engine.NewCycle(run.world)
	// Warnings name the file, and are printed once before the first plan.
	for _, w := range job.Warnings(run.engine) {
		if w.Code == codes.UnknownFunction && w.Hint.String() == "" {
			w.Hint = diag.Plain("--stub NAME=VALUE gives it a value")
		}
		fmt.Fprintln(p.stderr, w)
	}
	return run, nil
}

// carry gives a cycle the target that its plans are applied to, which the second cycle is planned against.
func (c *runCommand) carry(p *program, run *cycle, objects []*provision.Object) error {
	switch {
	case c.Server != "":
		schemas, err := p.schemasOf(string(c.Server))
		if err != nil {
			return diag.Errorf("run: --server: %w", err)
		}
		if profile := run.job.Objects[0].Options.Profile; c.Wire == "none" && profile != mapping.ProfileSCIM && profile != mapping.ProfileNone {
			return diag.Errorf("run: --server takes SCIM requests, and the target is one of the profile %s: --profile scim or --wire default say that it speaks SCIM", diag.Name(profile))
		}
		run.trial = planout.NewTrial(c.wire(run), run.job.Job, run.engine, objects, schemas)
		run.applied = run.trial
	case c.Twice:
		run.applied = planout.NewApplied(c.wire(run), run.job.Job, objects)
	}
	return nil
}

// target gives a cycle its directory, and returns the objects that have been read for it: none where another run has the same ones.
func (c *runCommand) target(p *program, opening *intake.Opening, run *cycle) (objects []*provision.Object, err error) {
	if c.beside != nil && c.beside.job.ReadsSameTarget(run.job) {
		run.world.Directory, run.messages = c.beside.world.Directory, c.beside.messages
		return nil, nil
	}
	if objects, run.messages, err = c.Targets(opening, run.job); err != nil {
		return nil, err
	}
	live, err := c.live(p, opening, run, objects)
	switch {
	case err != nil:
		return nil, err
	case live == nil:
		run.world.Directory = provision.NewMemory(objects)
	case c.needsAll():
		if objects, err = p.everything(live, run); err != nil {
			return nil, err
		}
		run.world.Directory = provision.NewMemory(objects)
	default:
		run.world.Directory, run.asks = live, true
	}
	return objects, nil
}

// next returns the following cycle, which runs against the target as this one leaves it. A request that has waited and is refused is a finding, as one
// that has not is.
func (c *cycle) next() *cycle {
	objects, err := c.applied.Objects()
	if err != nil {
		c.refused++
		fmt.Fprintf(c.stderr, "second cycle: %v\n", err)
	}
	begun := c.engine.NewCycle(provision.World{Directory: provision.NewMemory(objects), Links: c.world.Links})
	return &cycle{job: c.job, engine: c.engine, begun: begun, assigned: c.assigned, workers: c.workers}
}

// plans prints a plan for every record that can be read; the error says why the rest cannot be read or written.
func (c *cycle) plans(in *intake.Files, w *planout.Writer, shown *progress) error {
	var readErr error
	for printed, err := range c.begun.Print(context.Background(), c.counting(in.Sources(&readErr), shown), c.workers, w.Printer) {
		if err != nil {
			// Plans that are still held back are right, and are shown before the error. The document gets no end: plans are missing.
			shown.end()
			return cmp.Or(w.Break(), err)
		}
		if c.staged == 0 {
			if c.staged = c.begun.Staged(); c.staged > 0 {
				fmt.Fprintf(c.stderr, "attrmap: %d accounts would be deleted or disabled, more than %s: all of that is staged and needs a decision\n", c.staged, c.job.MaxDisables)
			}
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
		c.note(printed.Plan)
		shown.show(&w.Totals)
	}
	shown.end()
	if c.trial != nil {
		c.trial.Finish()
	}
	// Of a part of the source objects nobody would know who is missing.
	var orphanErr error
	if readErr == nil {
		w.Totals.Orphans, orphanErr = c.writeOrphans()
	}
	// Close also after a read error: the plans of what could be read are a whole document, and the exit code says that some are missing.
	w.Broken = readErr
	return cmp.Or(w.Close(), readErr, orphanErr)
}

// writeOrphans counts the target objects that no source object accounts for, and lists them in a file if one is named.
func (c *cycle) writeOrphans() (n int, err error) {
	if c.orphans == "" {
		return c.job.WriteOrphans(c.begun, "", nil)
	}
	err = records.ReplaceFile(c.orphans, func(w io.Writer) (err error) {
		n, err = c.job.WriteOrphans(c.begun, c.orphans, w)
		return err
	})
	return n, err
}

// wireLDIF is the word of --wire for changes of a directory.
const wireLDIF = "ldif"

// leftOut says what changes of a directory leave out.
func leftOut(out *planout.Writer) (messages []string) {
	if out.HiddenChanges > 0 {
		messages = append(messages, "--wire ldif: values are hidden: no change is written, but comments")
	}
	if out.LeftOut > 0 {
		messages = append(messages, "--wire ldif: "+show.Counted(out.LeftOut, "change leaves", "changes leave")+" something out: comments in the LDIF say what")
	}
	return messages
}

// refuse says that changes of a directory cannot carry out a plan.
func (c *cycle) refuse(plan *provision.Plan, err error) {
	c.unwritten++
	text := err.Error()
	if plan.Hidden {
		text = diag.MaskedError(err)
	}
	fmt.Fprintf(c.stderr, "attrmap: %s is not written as LDIF: %s\n", show.Line(plan.ID), show.Line(text))
}

// apply applies a plan to the target. A request that the target refuses is a finding about the second cycle: the first is planned all the
// same.
func (c *cycle) apply(plan *provision.Plan) {
	if err := c.applied.Add(plan); err != nil {
		c.refused++
		name := "second cycle"
		if c.trial != nil {
			name = "server"
		}
		fmt.Fprintf(c.stderr, "%s: %v\n", name, err)
	}
}

// sources opens the files of source objects, of which the meter counts how much is read.
func (c *runCommand) sources(p *program, opening *intake.Opening, run *cycle) (*intake.Files, error) {
	opening.Open = func(name string) (io.ReadCloser, error) { return c.meter.open(p, name) }
	files, err := c.Sources(opening, run.job, run.engine, run.assigned)
	if err != nil || c.beside != nil { // whose tables have been looked at
		return files, err
	}
	if err := c.CheckColumns(); err != nil {
		files.Close()
		return nil, diag.Errorf("%s: %w", diag.Name(c.Verb), err)
	}
	return files, nil
}
