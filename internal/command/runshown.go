package command

import (
	"fmt"
	"io"
	"iter"
	"os"
	"slices"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/intake"
	"github.com/attrmap/attrmap/internal/planout"
	"github.com/attrmap/attrmap/internal/records"
	"github.com/attrmap/attrmap/internal/settings"
	"github.com/attrmap/attrmap/internal/show"
	"github.com/attrmap/attrmap/mapping/provision"
)

// runShown are the flags of run that say what is shown, where, and what the exit code is. None of them changes the totals.
type runShown struct {
	Only      []string `enum:"${only}" placeholder:"WORD" help:"Show these objects only: ${only_words}; repeatable. error includes objects of which an attribute fails, disable updates that disable the account. Totals and exit code are about all."`
	Attribute []string `sep:"none" placeholder:"NAME" help:"Show this target attribute only, and the objects that have it; repeatable. Totals and exit code are about all."`
	ID        []string `name:"id" sep:"none" placeholder:"ID" help:"Show the object with this ID only; repeatable. Totals and exit code are about all."`
	All       bool     `help:"In text, show objects and rows that do not change as well, and why."`
	Limit     int      `placeholder:"N" default:"50" help:"Most objects that text on standard output shows; the summary is about all, and a file of --out has all."`
	Summary   bool     `help:"Show the summary, in json and ndjson the totals, and no objects."`
	Out       string   `placeholder:"FILE" help:"Write to this file, in UTF-8, instead of standard output. It is replaced once it is whole."`

	FailOn           string `placeholder:"CONDITIONS" help:"Exit 1 where a count is too high, such as 'disables>0, renames>10'; the counts are ${run_counts_words}."`
	DetailedExitcode bool   `help:"Exit 3 where nothing is wrong and something would change."`
}

// runCounts are the counts of --fail-on that a run has.
func runCounts() []string {
	return slices.DeleteFunc(settings.Counts(), func(name string) bool { return name == lostCreations })
}

// lostCreations is the count that takes two plans of an object.
const lostCreations = "lostCreations"

// checkShown returns the first mistake in how the flags are combined with each other and with those that name files.
func (c *runShown) checkShown(explain bool, orphans string, inputs []string) error {
	conditions, err := settings.ParseConditions(c.FailOn)
	switch {
	case err != nil:
		return diag.Errorf("run: --fail-on: %w", err)
	case slices.ContainsFunc(conditions, func(c settings.Condition) bool { return c.Name == lostCreations }):
		return diag.Errorf("run: --fail-on: lostCreations compares two plans: want impact --fail-on")
	case explain && (len(c.Only)+len(c.Attribute)+len(c.ID) > 0 || c.Summary || c.Out != "" || c.FailOn != "" || c.DetailedExitcode):
		return diag.Errorf("run: --explain cannot be combined with --only, --attribute, --id, --summary, --out, --fail-on or --detailed-exitcode")
	case c.Limit < 0:
		return diag.Errorf("run: --limit: want a number from 0, got %d", c.Limit)
	case c.Out == "-":
		return diag.Errorf("run: --out: want a file; without --out plans go to standard output")
	case c.Out != "" && c.Out == orphans:
		return diag.Errorf("run: --out and --orphans: want two files, got one")
	case c.Out == "":
		return nil
	}
	if isAmong(c.Out, inputs) {
		return diag.Errorf("run: --out: %s is read by the run", diag.Name(c.Out))
	}
	return nil
}

// isAmong reports whether a file is one of those that are read. A pipe or a device may be read and written.
func isAmong(name string, inputs []string) bool {
	out, err := os.Stat(name)
	if err != nil || !out.Mode().IsRegular() {
		return false
	}
	return slices.ContainsFunc(inputs, func(input string) bool {
		info, err := os.Stat(input)
		return err == nil && os.SameFile(out, info)
	})
}

// settle prepares a cycle for what is shown and counted. An attribute that no mapping writes would show nothing.
func (c *runShown) settle(run *cycle) (err error) {
	run.conditions, err = settings.ParseConditions(c.FailOn)
	run.missing = slices.Clone(c.ID)
	for _, name := range c.Attribute {
		known, one := false, planout.Filter{Attributes: []string{name}}
		for i := range run.job.Objects {
			for _, m := range run.job.Objects[i].Set.Mappings {
				known = known || one.Means(m.Target)
			}
		}
		if !known {
			return diag.Errorf("run: --attribute: no mapping writes %s", diag.Quote(name))
		}
	}
	return err
}

// write prints the plans where they belong. There is no writer if the file cannot be replaced.
func (c *runCommand) write(p *program, run *cycle, in *intake.Files) (out *planout.Writer, err error) {
	plans := func(w io.Writer) error {
		whole := records.NewWriter(w, &p.writing)
		filter := planout.Filter{Only: c.Only, Attributes: c.Attribute, IDs: c.ID, Summary: c.Summary}
		if c.Format == "html" {
			out = c.page(p, run, filter, whole)
		} else {
			out = planout.New(c.Format, c.wire(run), filter, c.text(p, run, w), whole)
		}
		shown := newProgress(p, w, c.Format == "json" || c.Format == "ndjson", &c.meter)
		status := func() string {
			return fmt.Sprintf("%sattrmap: interrupted after %d objects: %d plans are written, the output is not complete\n", shown.cleared(), run.read.Load(), whole.Whole())
		}
		if c.Out != "" {
			status = func() string {
				return fmt.Sprintf("%sattrmap: interrupted after %d objects: %s is not written\n", shown.cleared(), run.read.Load(), show.Visible(c.Out))
			}
		}
		p.status.Store(&status)
		defer shown.end()
		return run.plans(in, out, shown)
	}
	if c.Out == "" {
		err = plans(p.stdout)
		return out, err
	}
	err = records.ReplaceFile(c.Out, plans)
	return out, err
}

// text returns how plans are written as text. A file has all of it.
func (c *runCommand) text(p *program, run *cycle, w io.Writer) planout.Text {
	text := planout.Text{Layout: layout, Limit: c.Limit, All: c.All, Colors: c.colors(p, w), Engine: run.engine}
	if c.Out != "" {
		text.Limit = -1
		return text
	}
	text.Width = p.columns(w)
	return text
}

// notes returns what is to be said of the flags at the end.
func (c *runShown) notes(p *program, run *cycle, runErr error) (notes []string) {
	if runErr != nil { // nobody knows which IDs are missing
		if c.Out != "" {
			notes = append(notes, fmt.Sprintf("--out: %s is not written", diag.Name(c.Out)))
		}
		return notes
	}
	for _, id := range run.missing {
		notes = append(notes, "--id: no object has the ID "+p.message(diag.Errorf("%s", diag.Quote(id))))
	}
	return notes
}

// changed returns errChanges where something would change and the exit code is to say so.
func (c *runShown) changed(t *provision.Totals) error {
	a := t.Actions
	if c.DetailedExitcode && a[provision.Create]+a[provision.Update]+a[provision.Disable]+a[provision.Delete]+a[provision.Staged] > 0 {
		return errChanges
	}
	return nil
}

// counting counts the source objects.
func (c *cycle) counting(all iter.Seq[provision.Source], shown *progress) iter.Seq[provision.Source] {
	return func(yield func(provision.Source) bool) {
		for src := range all {
			c.read.Add(1)
			shown.addRead()
			if !yield(src) {
				return
			}
		}
	}
}

// note notes of a plan what --id, --fail-on and --coverage ask for.
func (c *cycle) note(p *provision.Plan) {
	if p.Target != "" {
		c.found++
	}
	if len(c.missing) > 0 {
		c.missing = slices.DeleteFunc(c.missing, func(id string) bool { return id == p.ID })
	}
	if len(c.conditions) > 0 {
		c.counts.Count(p)
	}
	if c.met != nil {
		c.met.Add(p)
	}
}
