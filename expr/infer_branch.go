package expr

import (
	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/shape"
)

// testedAttributes is the number of attributes of one condition that are tested for what the condition implies about them.
const testedAttributes = 8

// argument returns the shape of an argument as its function sees it.
func (f *inferrer) argument(n syntax.Node, param *functions.Param) shape.Shape {
	s := f.node(n)
	if param == nil || !param.Condition || !f.prog.cfg.compat.IIFNullConditionFails {
		return s
	}
	fails := shape.NeverFails // see presentNode
	for name := range attributesOf(n) {
		switch mayLack, mayHave := f.attribute(name).Presence(); {
		case !mayHave:
			fails = shape.AlwaysFails
		case mayLack:
			fails = worse(fails, shape.MayFail)
		}
	}
	return after(fails, s)
}

// attributesOf names the attributes that n refers to.
func attributesOf(n syntax.Node) map[string]bool {
	names := map[string]bool{}
	for m := range syntax.Nodes(n) {
		if a, ok := m.(*syntax.Attribute); ok {
			names[a.Name] = true
		}
	}
	return names
}

// Given returns the shape of argument i under what condition j implies about the attributes: if the condition cannot be true for an
// attribute that is null, the attribute is not null in the evaluations in which the condition is true, and likewise for "".
func (a *inferredArgs) Given(i, j int, holds func(shape.Shape) bool) shape.Shape {
	f := a.f
	// An argument is looked at once: a second look under another assumption could contradict what has been kept for its nodes. Assumptions
	// do not nest, which would take time that grows exponentially with the depth of IIF in conditions.
	if a.shapes[i] != nil || f.trying || f.prog.cfg.compat.EagerBranches || !a.Has(j) {
		return a.Shape(i)
	}
	// What is implied holds for this argument only; the next one may be evaluated when the condition is false.
	before := f.known
	f.known = a.implied(j, holds)
	s := a.Shape(i)
	f.known = before
	return s
}

// trial is one attribute of a condition, with what the condition is where the attribute is null, and where it is "".
type trial struct {
	name        string
	as          shape.Shape  // without an assumption
	null, empty *shape.Shape // of the condition; nil where the attribute is never null, or ""
}

// implied returns what is known of the attributes when condition j, argument of the call, is true. Each attribute is tested by itself,
// starting from what was known before: the outcome does not depend on the order of the names.
func (a *inferredArgs) implied(j int, holds func(shape.Shape) bool) map[string]shape.Shape {
	after := a.f.known
	for _, t := range a.trialsOf(j) {
		s, more := t.as, false
		if t.null != nil && !holds(*t.null) {
			s, more = s.WithoutNull(), true
		}
		if t.empty != nil && !holds(*t.empty) {
			s, more = s.WithoutEmpty(), true
		}
		if more && s.Fails != shape.AlwaysFails {
			after = with(after, t.name, s)
		}
	}
	return after
}

// trialsOf returns the trials of condition j. They are made once for a call: a Switch asks about its source for every key.
func (a *inferredArgs) trialsOf(j int) []trial {
	if trials, made := a.trials[j]; made {
		return trials
	}
	f, condition := a.f, a.nodes[j]
	var trials []trial
	if names := attributesOf(condition); len(names) <= testedAttributes {
		before := f.known
		f.trying = true
		for name := range names {
			under := func(as shape.Shape) *shape.Shape {
				f.known = with(before, name, as)
				s := f.argument(condition, a.spec.Param(j, len(a.nodes)))
				f.known = before
				return &s
			}
			t := trial{name: name, as: f.attribute(name)}
			if t.as.MayBeNull() {
				t.null = under(shape.Of(value.Null))
			}
			if empty := t.as.OnlyEmpty(); empty.Fails != shape.AlwaysFails {
				t.empty = under(empty)
			}
			trials = append(trials, t)
		}
		f.trying = false
	}
	if a.trials == nil {
		a.trials = map[int][]trial{}
	}
	a.trials[j] = trials
	return trials
}

// with returns a copy of what is known in which more is known of one attribute.
func with(known map[string]shape.Shape, name string, s shape.Shape) map[string]shape.Shape {
	more := map[string]shape.Shape{name: s}
	for other, shape := range known {
		if other != name {
			more[other] = shape
		}
	}
	return more
}
