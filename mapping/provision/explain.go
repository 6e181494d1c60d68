package provision

import (
	"context"
	"iter"
	"slices"
	"strconv"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping"
)

// Explanation is a plan with all that led to it.
type Explanation struct {
	// Plan is what [Engine.Plan] gives.
	Plan *Plan
	// Input and Category are the filters that drop objects while they are read, and Scope is the scoping filter; each is nil where the
	// object was dropped before. Values that an expression keeps out of reports are marked.
	Input, Category, Scope *mapping.ScopeResult
	// Assigned and Active tell the other conditions of an account, where Scope is not nil.
	Assigned, Active bool
	// Matching are the matching attributes in order of precedence.
	Matching []MatchExplanation
	// Rows tell how each attribute came to its outcome; there are none where the object was skipped before mappings ran.
	Rows []mapping.RowExplanation
}

// MatchExplanation is a matching attribute with what the target was asked.
type MatchExplanation struct {
	mapping.Match
	// Searched is false where the attribute has no value to look for, or one before it has found an object already.
	Searched bool
	// Hits are the ids of the target objects that have the value, as many as the directory gave.
	Hits []string
	// Mask stands in place of the value where reports must not print it, "" where they may.
	Mask string
}

// Explain plans one object as [Engine.Plan] does, with the same consequences for the plans after it, and tells what led to the plan.
// Values of custom security attributes, and what went through Redact(), are marked as ones that reports must not print. The error
// tells only that ctx was canceled.
func (e *Engine) Explain(ctx context.Context, src Source) (*Explanation, error) {
	x := &Explanation{}
	if src.Err != nil {
		x.Plan = unreadable(src)
		return x, nil
	}
	matches := e.mapper.ExplainMatching(ctx, src.Attrs)
	x.noteMatching(matches)
	e.watch = x
	defer func() { e.watch = nil }()
	plan, err := e.plan(ctx, src, matches)
	if err != nil {
		return nil, err
	}
	x.Plan = plan
	return x, nil
}

// ExplainID plans every source object in order and explains those whose plan has the ID: the value of the matching attribute, or the
// ordinal. Totals, where it is not nil, counts all plans. It ends after the last object, or with ctx's error.
func (e *Engine) ExplainID(ctx context.Context, sources iter.Seq[Source], id string, totals *Totals) iter.Seq2[*Explanation, error] {
	return func(yield func(*Explanation, error) bool) {
		for src := range sources {
			x, err := e.explainIf(ctx, src, id)
			if err != nil {
				yield(nil, err)
				return
			}
			if totals != nil {
				totals.Add(x.Plan)
			}
			if x.Plan.ID == id && !yield(x, nil) {
				return
			}
		}
	}
}

// explainIf explains an object of that ID; of any other there is the plan alone.
func (e *Engine) explainIf(ctx context.Context, src Source, id string) (*Explanation, error) {
	if src.Err != nil {
		return e.Explain(ctx, src)
	}
	matches := e.mapper.Matching(ctx, src.Attrs)
	if idOf(src, matches) == id {
		return e.Explain(ctx, src)
	}
	plan, err := e.plan(ctx, src, matches)
	return &Explanation{Plan: plan}, err
}

// idOf gives the ID that the plan of an object with these matching attributes has.
func idOf(src Source, matches []mapping.Match) string {
	if i := slices.IndexFunc(matches, searchable); i >= 0 {
		return matches[i].Value.Text()
	}
	return strconv.Itoa(src.Ordinal)
}

// explainFilter evaluates a filter and conceals what only custom security attributes are made of, besides what expressions redact.
func (e *Engine) explainFilter(scope *mapping.Scope, attrs value.Attributes) mapping.ScopeResult {
	custom, plain := map[string]bool{}, map[string]bool{}
	for i := range e.set.Mappings {
		into := plain
		if IsCustomSecurityAttribute(e.set.Mappings[i].Target) {
			into = custom
		}
		for _, name := range e.mapper.Inputs(i) {
			into[name] = true
		}
	}
	result := e.mapper.ExplainFilter(scope, attrs)
	result.Conceal(func(attribute string) bool { return custom[attribute] && !plain[attribute] })
	return result
}

func (x *Explanation) noteMatching(matches []mapping.Match) {
	x.Matching = make([]MatchExplanation, len(matches))
	for i, m := range matches {
		x.Matching[i] = MatchExplanation{Match: m}
		switch note := &x.Matching[i]; {
		case IsCustomSecurityAttribute(m.Target):
			note.Mask = MaskCustom
			if !m.Value.IsNull() {
				note.Value = m.Value.WithRedaction()
			}
			if note.Explanation != nil {
				note.Explanation.Conceal()
			}
		case m.Value.Redacted():
			note.Mask = MaskRedact
		}
	}
}

// noteHits notes what the target has for the matching attribute of a mapping.
func (x *Explanation) noteHits(of *mapping.Mapping, hits []*Object) {
	for i := range x.Matching {
		m := &x.Matching[i]
		if m.Mapping != of {
			continue
		}
		m.Searched = true
		for _, hit := range hits {
			m.Hits = append(m.Hits, hit.ID)
		}
	}
}

// noteOutcomes takes over what became of the outcomes after the mappings ran, and conceals custom security attributes.
func (x *Explanation) noteOutcomes(outcomes []mapping.Outcome) {
	for i := range outcomes {
		row := &x.Rows[i]
		row.Outcome = outcomes[i]
		if IsCustomSecurityAttribute(row.Mapping.Target) {
			row.Conceal(MaskCustom)
		}
	}
}

// value gives what reports show of the value.
func (m *MatchExplanation) value() value.Value {
	if m.Mask != "" && !m.Value.IsNull() {
		return value.String(m.Mask)
	}
	return m.Value
}
