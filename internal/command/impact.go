package command

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/intake"
	"github.com/attrmap/attrmap/internal/records"
	"github.com/attrmap/attrmap/internal/settings"
	"github.com/attrmap/attrmap/mapping/feed"
	"github.com/attrmap/attrmap/mapping/impact"
	"github.com/attrmap/attrmap/mapping/provision"
	"github.com/attrmap/attrmap/mapping/report"
)

// impactCommand is attrmap impact: two plans of the same objects, compared.
type impactCommand struct {
	From   string   `required:"" placeholder:"FILE" help:"Mapping file or exported schema as it is now."`
	To     string   `required:"" placeholder:"FILE" help:"Mapping file or exported schema as it would be; the same as --from for what new data do."`
	In     []string `xor:"in" sep:"none" placeholder:"[TYPE=]FILE" help:"Source objects, as for run; repeatable."`
	InFrom []string `xor:"in" sep:"none" placeholder:"[TYPE=]FILE" help:"Source objects as they are now; with --in-to in place of --in."`
	InTo   []string `sep:"none" placeholder:"[TYPE=]FILE" help:"Source objects as they would be."`
	intake.Flags
	List    string  `placeholder:"GROUP" help:"List all members of the groups of an attribute, a severity or a shape."`
	Limit   *int    `placeholder:"N" help:"Most ids of a group, by default 50, in HTML 500; counts are exact."`
	FailOn  string  `placeholder:"CONDITIONS" help:"Exit 1 where a count is too high, such as 'disables>0, renames>10'; the counts are ${counts_words}."`
	Workers workers `placeholder:"N" help:"Number of concurrent workers of each side, 1 to ${max_workers}; by default the number of processors. The output does not depend on it."`
	Format  string  `enum:"text,json,md,html" default:"text" help:"Output format: text, json, md (Markdown) or html (a page in one file)."`
	stubs
	privacy
	coloring
}

// Run compares the two plans of every object.
func (c *impactCommand) Run(p *program) error {
	c.apply(p)
	if err := c.use(p); err != nil {
		return err
	}
	conditions, err := settings.ParseConditions(c.FailOn)
	if err != nil {
		return diag.Errorf("impact: --fail-on: %w", err)
	}
	if err := c.check(); err != nil {
		return err
	}
	at := c.Now
	// One clock for both.
	c.Now = cmp.Or(c.Now, p.clock().Format(time.RFC3339Nano))
	from, to, err := c.sides(p)
	if err != nil {
		return c.unstarted(p, err)
	}
	defer from.Close()
	defer to.Close()
	changes, err := c.compare(p, from, to)
	err = cmp.Or(from.readErr, to.readErr, err)
	nameless, err := c.complete(p, changes, from, to, err)
	if err != nil && changes.Complete && from.readErr == nil && to.readErr == nil {
		return err // an unknown group
	}
	page := report.Options{From: from.engine, To: to.engine, Facts: c.facts(at)}
	if err != nil {
		changes.Complete = false
		page.Facts = append(page.Facts, p.stoppedBy(err))
		fmt.Fprintf(p.stderr, "attrmap: %s\n", p.message(err))
	}
	if err := c.write(p, changes, page); err != nil {
		return err
	}
	fmt.Fprintf(p.stderr, "read %d, unchanged %d\n", changes.People, changes.Unchanged)
	if !changes.Complete {
		return errReported
	}
	met := settings.Met(conditions, changes.Counts)
	for _, text := range met {
		fmt.Fprintf(p.stderr, "attrmap: --fail-on: %s\n", text)
	}
	return findings(len(met) > 0 || nameless)
}

// compare compares the plans of the two sides, and shows how far it is.
func (c *impactCommand) compare(p *program, from, to *impactSide) (*impact.Impact, error) {
	// The files of both sides are read side by side.
	shown, pairs := newProgress(p, p.stdout, false, to.meter), provision.Totals{}
	status := func() string { return shown.cleared() + "attrmap: interrupted\n" }
	p.status.Store(&status)
	opts := impact.Options{Workers: int(c.Workers), Limit: c.limit(), List: c.List, ByObject: c.ByObject, Seen: func(before, after *provision.Plan) {
		if after != nil {
			to.nameless.Add(after)
		}
		if before != nil && c.ByObject {
			from.nameless.Add(before)
		}
		pairs.Read++
		shown.show(&pairs)
	}}
	if c.Format == "html" {
		opts.Keep = report.Keep
	}
	changes, err := impact.Compare(context.Background(), from.side(), to.side(), opts)
	shown.end()
	return changes, err
}

// unstarted returns the error before anybody could be compared. Where a file ends early, programs and people that look at the output alone are
// told so there, too.
func (c *impactCommand) unstarted(p *program, err error) error {
	if !errors.Is(err, feed.ErrTruncated) || c.Format == "html" { // a page is about mappings, which have not been read
		return err
	}
	fmt.Fprintf(p.stderr, "attrmap: %s\n", p.message(err))
	return cmp.Or(c.write(p, &impact.Impact{}, report.Options{}), errReported)
}

// check returns the first mistake in how flags are combined.
func (c *impactCommand) check() error {
	switch {
	case c.Limit != nil && *c.Limit < 0:
		return diag.Errorf("impact: --limit: want a number from 0, got %d", *c.Limit)
	case (c.InFrom == nil) != (c.InTo == nil), c.In == nil && c.InTo == nil, c.In != nil && c.InTo != nil:
		return diag.Errorf("impact: want --in, or --in-from and --in-to")
	case c.Orphans != "":
		return diag.Errorf("impact: --orphans is for run")
	}
	c.ByObject = c.InTo != nil
	return nil
}

// limit returns how many ids of a group are kept.
func (c *impactCommand) limit() int {
	switch {
	case c.Limit != nil:
		return *c.Limit
	case c.Format == "html":
		return pagePeople
	}
	return 50 //nolint:mnd // as the help says
}

// facts returns what the page says of where its numbers are from.
func (c *impactCommand) facts(at string) []report.Fact {
	facts := []report.Fact{{Name: "From", Text: strings.Join(append([]string{c.From}, c.InFrom...), ", ")}, {Name: "To", Text: strings.Join(append([]string{c.To}, c.InTo...), ", ")}}
	return append(facts, inputFacts(c.In, c.Target, at)...)
}

// impactSide is one of the two jobs, with its open files.
type impactSide struct {
	*cycle
	*intake.Files
	meter      *meter
	readErr    error
	unreadable int
}

// sides reads the rules and the target of both jobs, and opens their source objects. Standard input is kept in memory, since both read it.
func (c *impactCommand) sides(p *program) (from, to *impactSide, err error) {
	var stdin []byte
	if slices.Contains(slices.Concat(c.In, c.InFrom, c.InTo, c.Target, []string{c.From, c.To, c.CSA, c.Links, c.Assigned}), "-") {
		if stdin, err = io.ReadAll(p.stdin); err != nil {
			return nil, nil, err
		}
	}
	// One source of chance for both; what it draws need not be secret, since no value of it is written.
	seed := new([32]byte)
	open := func(schema string, in []string, beside *cycle) (*impactSide, error) {
		p.stdin = bytes.NewReader(stdin)
		job := runCommand{Flags: c.Flags, Workers: c.Workers, privacy: c.privacy, beside: beside, seed: seed}
		job.Flags.Verb, job.Flags.Schema, job.Flags.In = "impact", schema, in
		opening := p.Opening(p.stderr)
		if err := job.Check(opening, false); err != nil {
			return nil, err
		}
		run, err := job.prepare(p)
		if err != nil {
			return nil, err
		}
		// What both sides read alike is told once.
		if beside != nil && c.InTo == nil {
			opening = p.Opening(io.Discard)
		}
		files, err := job.sources(p, opening, run)
		if err != nil {
			return nil, err
		}
		return &impactSide{cycle: run, Files: files, meter: &job.meter}, nil
	}
	if from, err = open(c.From, slices.Concat(c.In, c.InFrom), nil); err != nil {
		return nil, nil, err
	}
	if to, err = open(c.To, slices.Concat(c.In, c.InTo), from.cycle); err != nil {
		from.Close()
	}
	return from, to, err
}

func (s *impactSide) side() impact.Side {
	return impact.Side{Engine: s.engine, World: s.world, Sources: s.sources(s.Files.Sources(&s.readErr))}
}

// sources counts records that cannot be read: nobody knows what becomes of them.
func (s *impactSide) sources(all iter.Seq[provision.Source]) iter.Seq[provision.Source] {
	return func(yield func(provision.Source) bool) {
		for src := range all {
			if src.Err != nil {
				s.unreadable++
			}
			if !yield(src) {
				return
			}
		}
	}
}

// complete says what keeps the comparison from being about everybody, and returns the error that ends it. Nothing read is an error, and
// nobody with a matching value a finding.
func (c *impactCommand) complete(p *program, changes *impact.Impact, from, to *impactSide, err error) (nameless bool, _ error) {
	if n := max(from.unreadable, to.unreadable); n > 0 {
		changes.Complete = false
		fmt.Fprintf(p.stderr, "attrmap: records that cannot be read: %d; run says why\n", n)
	}
	var messages []string
	for _, side := range []struct {
		*impactSide
		in []string
	}{{from, c.InFrom}, {to, c.InTo}} {
		for _, message := range side.nameless.Messages(side.engine) {
			if c.ByObject { // each side has files of its own
				message = strings.Join(side.in, ", ") + ": " + message
			}
			messages = append(messages, message)
		}
	}
	nameless = len(messages) > 0
	for _, message := range slices.Concat(messages, to.messages, to.assigned.Messages()) {
		fmt.Fprintf(p.stderr, "attrmap: %s\n", message)
	}
	if changes.People == 0 && err == nil {
		changes.Complete, err = false, diag.Errorf("impact: no source object was read")
	}
	return nameless, err
}

func (c *impactCommand) write(p *program, changes *impact.Impact, page report.Options) error {
	switch c.Format {
	case "html":
		return report.Write(p.stdout, changes, page)
	case "json":
		return records.WriteJSON(p.stdout, changes)
	case "md":
		return changes.WriteMarkdown(p.stdout)
	}
	opts := impact.TextOptions{Width: p.columns(p.stdout), Next: layout.Next}
	if c.colors(p, p.stdout) {
		opts.Paint = paintSeverity
	}
	return changes.WriteText(p.stdout, opts)
}
