package provision

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"strconv"
	"strings"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping"
)

// Explanation is a plan with all that led to it.
type Explanation struct {
	// Plan is what [Cycle.Plan] returns.
	Plan *Plan
	// Input and Category are the filters that drop objects while they are read, and Scope is the scoping filter; each is nil where the
	// object was dropped before. Values that an expression keeps out of reports are marked.
	Input, Category, Scope *mapping.ScopeResult
	// Assigned and Active are the other conditions of an account, where Scope is not nil.
	Assigned, Active bool
	// Matching are the matching attributes in order of precedence.
	Matching []MatchExplanation
	// Rows explain how each attribute came to its outcome; there are none where the object was skipped before mappings ran.
	Rows []mapping.RowExplanation
}

// MatchExplanation is a matching attribute with what the target was asked.
type MatchExplanation struct {
	mapping.Match
	// Searched is false where the attribute has no value to look for, or one before it has found an object already.
	Searched bool
	// Hits are the ids of the target objects that have the value, as many as the directory gave.
	Hits []string
}

// Explain plans one object as [Cycle.Plan] does, with the same consequences for the plans after it, and explains what led to the plan.
// Values of custom security attributes, and what went through Redact(), are marked as ones that reports must not print. The error
// reports only that ctx was canceled.
func (c *Cycle) Explain(ctx context.Context, src Source) (*Explanation, error) {
	x, err := c.explainFirst(ctx, src)
	if err != nil {
		return nil, err
	}
	c.note(x.Plan)
	c.pass.seal()
	return x, c.settleExplained(ctx, x)
}

// explainFirst is the first pass over an object that is explained.
func (c *Cycle) explainFirst(ctx context.Context, src Source) (*Explanation, error) {
	x := &Explanation{}
	e, err := c.plannerOf(src)
	if err != nil {
		x.Plan = e.unreadable(src, err)
		return x, nil // the plan says so
	}
	matches := e.mapper.Matching(ctx, src.Attrs, true)
	x.noteMatching(matches)
	c.explanation = x
	defer func() { c.explanation = nil }()
	x.Plan, err = e.decide(ctx, src, matches)
	return x, err
}

// settleExplained is the second pass over an object that may be explained.
func (c *Cycle) settleExplained(ctx context.Context, x *Explanation) error {
	if len(x.Rows) == 0 {
		return c.settle(ctx, x.Plan)
	}
	c.explanation = x
	defer func() { c.explanation = nil }()
	if err := c.settle(ctx, x.Plan); err != nil {
		return err
	}
	x.noteOutcomes(x.Plan.Attributes)
	return nil
}

// ExplainID plans every source object in order and explains those that the ID means: the ID of their plan, or the matching value where
// the plan's ID must not show it. Totals, where it is not nil, counts all plans. Plans that depend on objects after theirs are completed, and
// explained, when all objects are planned, as [Cycle.Run] does. It ends after the last object, or with ctx's error.
func (c *Cycle) ExplainID(ctx context.Context, sources iter.Seq[Source], id string, totals *Totals) iter.Seq2[*Explanation, error] {
	return func(yield func(*Explanation, error) bool) {
		// Of objects that are not explained the plan is held, packed as a run holds it.
		type held struct {
			x    *Explanation
			plan heldPlan
		}
		var all []held
		forms := newForms()
		finish := func(x *Explanation, meant bool) bool {
			if err := c.settleExplained(ctx, x); err != nil {
				yield(nil, err)
				return false
			}
			if totals != nil {
				totals.Add(x.Plan)
			}
			return !meant || yield(x, nil)
		}
		for src := range sources {
			x, meant, err := c.explainIf(ctx, src, id)
			if err != nil {
				yield(nil, err)
				return
			}
			c.note(x.Plan)
			switch {
			case c.engine.HoldsPlans() && meant:
				all = append(all, held{x: x})
			case c.engine.HoldsPlans():
				all = append(all, held{plan: forms.hold(x.Plan)})
			case !finish(x, meant):
				return
			}
		}
		c.end()
		for i, h := range all {
			meant := h.x != nil
			if !meant {
				h.x = &Explanation{Plan: forms.release(&h.plan)}
			}
			all[i] = held{}
			if !finish(h.x, meant) {
				return
			}
		}
	}
}

// explainIf explains an object that the ID means; of any other there is the plan alone. The matching attributes come first, since the ID
// is one of their values; those of an object that is explained are evaluated a second time.
func (c *Cycle) explainIf(ctx context.Context, src Source, id string) (x *Explanation, meant bool, err error) {
	e, err := c.plannerOf(src)
	if err != nil {
		x, err = c.explainFirst(ctx, src)
		return x, strconv.Itoa(src.Ordinal) == id, err
	}
	matches := e.mapper.Matching(ctx, src.Attrs, false)
	if e.means(src, matches, id) {
		x, err = c.explainFirst(ctx, src)
		return x, true, err
	}
	plan, err := e.decide(ctx, src, matches)
	return &Explanation{Plan: plan}, false, err
}

// means reports whether an object with these matching attributes is called by the ID: by its first matching value or, where the plan must
// not show that or there is none, by its ordinal.
func (e *planner) means(src Source, matches []mapping.Match, id string) bool {
	byOrdinal := strconv.Itoa(src.Ordinal) == id
	if i := slices.IndexFunc(matches, searchable); i >= 0 {
		return matches[i].Value.Text() == id || byOrdinal && matches[i].Mask() != ""
	}
	return byOrdinal
}

// noteMatching notes the matching attributes, with the values of custom security attributes marked.
func (x *Explanation) noteMatching(matches []mapping.Match) {
	x.Matching = make([]MatchExplanation, len(matches))
	for i, m := range matches {
		note := &x.Matching[i]
		*note = MatchExplanation{Match: m}
		if _, custom := mapping.SecurityAttribute(m.Target); !custom {
			continue
		}
		if !m.Value.IsNull() {
			note.Value = m.Value.WithRedaction()
		}
		if note.Explanation != nil {
			note.Explanation.Conceal()
		}
	}
}

// noteHits notes what the target has for the matching attribute of a mapping.
func (x *Explanation) noteHits(of *mapping.Mapping, hits []*Object, hidden bool) {
	for i := range x.Matching {
		m := &x.Matching[i]
		if m.Mapping != of {
			continue
		}
		m.Searched = true
		for _, hit := range hits {
			m.Hits = append(m.Hits, shownID(m.Match, hit, hidden))
		}
	}
}

// noteOutcomes takes over what became of the outcomes after the mappings ran: the target's demands may have made failures of them.
func (x *Explanation) noteOutcomes(outcomes []mapping.Outcome) {
	for i := range outcomes {
		x.Rows[i].Outcome = outcomes[i]
		x.Rows[i].Mask = cmp.Or(x.Rows[i].Mask, outcomes[i].Mask()) // of a reference to an object that is known by a secret
	}
}

// mostNotes is how many of the objects that one value names are explained.
const mostNotes = 100

// noteReference notes what was found of object n of those that the value of a row names.
func (x *Explanation) noteReference(row, n, of int, named []string, found *mapping.Resolved, how *resolution) {
	r := &x.Rows[row]
	switch {
	case n == mostNotes:
		r.Notes = append(r.Notes, "and "+strconv.Itoa(of-n)+" more objects")
		return
	case n > mostNotes:
		return
	}
	name, id := "an object", found.Reference
	if len(named) > 0 {
		name = expr.Show(value.String(named[0]))
	}
	switch {
	case r.Mask != "":
		name, id = r.Mask, r.Mask
	case found.Redacted:
		id = value.RedactedText
	}
	note := name
	switch {
	case how.record != nil:
		note += " is the source object " + how.record.of.Type + " " + how.record.id + ", by " + how.by
	case how.of != nil:
		note += " is a target object of the type " + how.of.target + ", by " + how.by
	}
	switch {
	case how.why != "" && how.by == "":
		note += ": " + how.why
	case how.why != "":
		note += "; " + how.why
	case found.Pending != nil:
		note += "; its account is created in this cycle, so that the reference is written after the creation"
	default:
		note += ": " + id
	}
	if how.why != "" && hasAny(r.Old, named) {
		note += "; the target has this very value, which stays"
	}
	r.Notes = append(r.Notes, note)
}

// hasAny reports whether a target's value has one of the texts, in any case, as a value or as that of a complex one.
func hasAny(old value.Value, texts []string) bool {
	return slices.ContainsFunc(old.Members(), func(m value.Value) bool {
		if object, ok := m.AsObject(); ok {
			m = object.GetFold("value")
		}
		return slices.ContainsFunc(texts, func(text string) bool { return strings.EqualFold(text, m.Text()) })
	})
}

// value returns what reports show of the value.
func (m *MatchExplanation) value() value.Value {
	if mask := m.Mask(); mask != "" && !m.Value.IsNull() {
		return value.String(mask)
	}
	return m.Value
}
