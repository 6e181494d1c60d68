package command

import (
	"bytes"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/planout"
	"github.com/attrmap/attrmap/internal/records"
	"github.com/attrmap/attrmap/mapping/impact"
	"github.com/attrmap/attrmap/mapping/provision"
	"github.com/attrmap/attrmap/mapping/report"
)

// pagePeople is how many people of a group a page has by default.
const pagePeople = 500

// inputFacts returns what a page says of the files that were read, and of --now.
func inputFacts(in, target []string, at string) []report.Fact {
	var facts []report.Fact
	for _, f := range []report.Fact{{Name: "People", Text: strings.Join(in, ", ")}, {Name: "Target", Text: strings.Join(target, ", ")}, {Name: "As of", Text: at}} {
		if f.Text != "" {
			facts = append(facts, f)
		}
	}
	return facts
}

// stoppedBy is the fact of what kept the rest from being read.
func (p *program) stoppedBy(err error) report.Fact {
	return report.Fact{Name: "Stopped by", Text: p.message(err)}
}

// page returns the writer of --format html. Groups and people are those that the filter shows, the totals are about all.
func (c *runCommand) page(p *program, run *cycle, filter planout.Filter, out *records.Writer) *planout.Writer {
	does := impact.NewRun(run.engine, impact.Options{Limit: pagePeople, Keep: report.Keep})
	facts := append([]report.Fact{{Name: "Mapping", Text: c.Flags.Schema}}, inputFacts(c.Flags.In, c.Target, c.Now)...)
	if shown := c.shown(); shown != "" {
		facts = append(facts, report.Fact{Name: "Groups of", Text: shown})
	}
	return planout.NewPage(filter, does.Add, func(t *provision.Totals, broken error) []byte {
		changes := does.Impact()
		if changes.Complete = broken == nil; broken != nil {
			facts = append(facts, p.stoppedBy(broken))
		}
		facts = append(facts, report.Fact{Name: "Totals", Text: t.String()})
		var page bytes.Buffer
		_ = report.Write(&page, changes, report.Options{To: run.engine, Totals: t, Facts: facts}) // a Buffer does not fail
		return page.Bytes()
	}, out)
}

// shown says in words what the flags show, "" for everything. An ID may be a value that is to be hidden.
func (c *runShown) shown() string {
	parts := slices.Concat(c.Only, c.Attribute)
	if len(c.ID) > 0 {
		parts = append(parts, diag.Count(len(c.ID), "ID"))
	}
	if c.Summary {
		parts = append(parts, "none: the totals alone")
	}
	return strings.Join(parts, ", ")
}
