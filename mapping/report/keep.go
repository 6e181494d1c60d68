package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/provision"
)

// kept is one person's plans, with the outcomes that a card tells.
type kept struct {
	from, to *provision.Plan // nil for the side that does not have the object
	rows     []row
}

// plan is the one that would be, or else the one that is.
func (k *kept) plan() *provision.Plan {
	if k.to == nil {
		return k.from
	}
	return k.to
}

// row is one target attribute of a card; nil is the side that does not map it.
type row struct{ from, to *mapping.Outcome }

// Format prints no more than what it is: only the plans' outcomes know which values are secret.
func (kept) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, "the plans of one object") }

// Keep is what [impact.Options.Keep] is for [Write]: of a pair of plans it returns what the card of the object tells. For a run, which has one
// plan of each object, from is nil. The plans must not be changed afterwards.
func Keep(from, to *provision.Plan) any {
	k := &kept{from: bare(from), to: bare(to)}
	if from == nil && to != nil && len(to.Attributes) > 0 {
		for i := range to.Attributes {
			if o := &to.Attributes[i]; told(o) {
				k.rows = append(k.rows, row{to: clone(o)})
			}
		}
		return k
	}
	outcomes := func(p *provision.Plan) map[string]*mapping.Outcome {
		all := map[string]*mapping.Outcome{}
		if p != nil {
			for i := range p.Attributes {
				all[strings.ToLower(p.Attributes[i].Mapping.Target)] = &p.Attributes[i]
			}
		}
		return all
	}
	others := outcomes(to)
	add := func(r row) {
		if r.differs() {
			k.rows = append(k.rows, row{clone(r.from), clone(r.to)})
		}
	}
	if from != nil {
		for i := range from.Attributes {
			o := &from.Attributes[i]
			add(row{o, others[strings.ToLower(o.Mapping.Target)]})
		}
	}
	before := outcomes(from)
	if to != nil {
		for i := range to.Attributes {
			if o := &to.Attributes[i]; before[strings.ToLower(o.Mapping.Target)] == nil {
				add(row{to: o})
			}
		}
	}
	return k
}

// bare returns a plan without its outcomes and steps, so that those which no card tells can go.
func bare(p *provision.Plan) *provision.Plan {
	if p == nil {
		return nil
	}
	plan := *p
	plan.Attributes, plan.Steps = nil, nil
	return &plan
}

func clone(o *mapping.Outcome) *mapping.Outcome {
	if o == nil {
		return nil
	}
	outcome := *o
	return &outcome
}

// told reports whether the card of a plan tells an outcome: something is written, fails or is in doubt, or a value of the target stays that
// nobody supplies.
func told(o *mapping.Outcome) bool {
	return o.Decision.Changes() || isBroken(o) || len(o.Warnings) > 0 || o.Decision == mapping.NullNotFlowed && !o.Old.IsNullOrEmpty()
}

func isBroken(o *mapping.Outcome) bool {
	return o != nil && (o.Decision == mapping.Failed || o.Decision == mapping.Unsupported)
}

// differs reports whether the outcomes of both sides differ in a way that the target, or a reader, would notice.
func (r row) differs() bool {
	if isBroken(r.from) || isBroken(r.to) {
		return isBroken(r.from) != isBroken(r.to) || r.from.Reason != r.to.Reason
	}
	return supplies(r.from) != supplies(r.to) || !holds(r.from, r.to).Equal(holds(r.to, r.from))
}

// supplies reports whether a mapping has a value for the target, which has it or gets it.
func supplies(o *mapping.Outcome) bool {
	return o != nil && (o.Decision == mapping.Unchanged || o.Decision.Changes() && !o.Shown().IsNullOrEmpty())
}

// holds returns the value that the target then has; other is the outcome of the other side, which knows the target's value, too.
func holds(o, other *mapping.Outcome) value.Value {
	switch {
	case o == nil && other == nil:
		return value.Value{}
	case o == nil:
		return other.Old
	case o.Decision.Changes():
		return o.Shown()
	}
	return o.Old
}
