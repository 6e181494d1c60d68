package impact

import (
	"fmt"
	"io"
	"strings"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/delta"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/provision"
)

// Run collects what the plans of one cycle do to the target as it is. It is not safe for concurrent use.
type Run struct {
	c   *comparison
	out Impact
}

// NewRun returns a Run of the job's cycle. Of the options it has Limit, List and Keep, which is called with nil for from.
func NewRun(engine *provision.Engine, opts Options) *Run {
	return &Run{c: newComparison(nil, engine, opts)}
}

// Format prints no more than the name of the type: what it collects are values, and only its groups know which of them are secret.
func (Run) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, "impact.Run") }

// Add adds the plan of one object.
func (r *Run) Add(p *provision.Plan) {
	r.c.people++
	r.out.Count(p)
	if p.Action == provision.Skip {
		r.c.unchanged++
	}
	who := &person{comparison: r.c, pair: newPair(nil, p, r.c.people, r.c.opts.Keep)}
	r.c.addAction("", p.Action.String(), &who.pair)
	who.planned(p)
}

// Impact returns what has been collected so far: Actions are those of the plans, with From "", and Groups what they write, compared with what
// the target has. A group of its own, of the severity creation, has those that are created; what they get is not told. Values that nobody
// supplies any more, so that the target keeps them, are told as withdrawn, also of objects that are left alone otherwise. The caller sets
// Complete.
func (r *Run) Impact() *Impact {
	out := r.c.result()
	out.counts = r.out.counts
	return out
}

// planned tells what a plan does to its object.
func (p *person) planned(b *provision.Plan) {
	target, conflict := conflictOf(b)
	switch action := does(b); {
	case conflict:
		p.tell(difference{target: target, severity: "conflict", shape: "newError", reason: reasonOf(b, target)})
	case fails(b):
		p.broken(b)
	case action == provision.Delete:
		p.tell(difference{severity: "deletion", shape: "withdrawn"})
	case action == provision.Create:
		p.tell(difference{severity: creation, shape: "first"})
		p.broken(b)
	default:
		p.written(b)
	}
}

func (p *person) tell(d difference) { p.collected.add(d, &p.pair) }

// broken tells which attributes fail, or else that the object does.
func (p *person) broken(b *provision.Plan) {
	told := false
	for i := range b.Attributes {
		if o := &b.Attributes[i]; broken(o) {
			p.tell(failureOf(o))
			told = told || o.Decision == mapping.Failed
		}
	}
	if !told && fails(b) {
		p.tell(difference{severity: "failure", shape: "newError", reason: b.Reason})
	}
}

// failureOf tells that an attribute fails, or that nothing is known of it here.
func failureOf(o *mapping.Outcome) difference {
	d := difference{target: o.Mapping.Target, severity: "failure", shape: "newError", reason: o.Reason}
	if o.Decision == mapping.Unsupported {
		d.severity, d.shape = "value", "unsupported"
	}
	return d
}

// written tells what a plan writes to an object that exists.
func (p *person) written(b *provision.Plan) {
	p.learn(nil, b)
	disabled := false
	for i := range b.Attributes {
		o := &b.Attributes[i]
		d, differs := p.outcome(o)
		if differs {
			disabled = disabled || d.severity == "disable"
			p.tell(d)
		}
	}
	staged := b.Action == provision.Staged
	if (disables(b) || staged && does(b) != provision.Delete) && !disabled {
		p.tell(stateOf(b))
	}
}

// outcome compares what is written to one attribute with what the target has.
func (p *person) outcome(o *mapping.Outcome) (d difference, differs bool) {
	if broken(o) {
		return failureOf(o), true
	}
	d = difference{target: o.Mapping.Target, from: o.Old, to: o.Shown(), mask: o.Mask()}
	switch {
	case o.Decision == mapping.NullNotFlowed && !d.from.IsNullOrEmpty():
		d.shape, d.severity, d.to = "withdrawn", "blanked", value.Value{}
		return d, true
	case !o.Decision.Changes(), d.from.IsNullOrEmpty() && d.to.IsNullOrEmpty():
		return d, false
	case d.to.IsNullOrEmpty():
		d.shape, d.severity = "cleared", "blanked"
		return d, true
	case d.from.IsNullOrEmpty():
		d.shape, d.from = "first", value.Value{}
	case p.volatile[strings.ToLower(d.target)] != "":
		d.shape = "many"
	default:
		d.shape, d.change = delta.Of(d.target, d.from, d.to)
	}
	p.rate(o, &d)
	return d, true
}
