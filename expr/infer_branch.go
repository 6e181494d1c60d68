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
	f.known = f.assume(a.nodes[j], func() bool {
		return holds(f.argument(a.nodes[j], a.spec.Param(j, len(a.nodes))))
	})
	s := a.Shape(i)
	f.known = before
	return s
}

// assume returns what is known of the attributes when the condition is true.
func (f *inferrer) assume(condition syntax.Node, holds func() bool) map[string]shape.Shape {
	names := attributesOf(condition)
	if len(names) > testedAttributes {
		return f.known
	}
	before := f.known
	f.trying = true
	defer func() { f.known, f.trying = before, false }()
	after := before
	// Each attribute is tested by itself, starting from what was known before: the outcome does not depend on the order of the
	// names.
	for name := range names {
		possible := func(as shape.Shape) bool {
			f.known = with(before, name, as)
			defer func() { f.known = before }()
			return holds()
		}
		s := f.attribute(name)
		if s.MayBeNull() && !possible(shape.Of(value.Null)) {
			s = s.WithoutNull()
		}
		if empty := s.OnlyEmpty(); empty.Fails != shape.AlwaysFails && !possible(empty) {
			s = s.WithoutEmpty()
		}
		if s.Fails != shape.AlwaysFails {
			after = with(after, name, s)
		}
	}
	return after
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
