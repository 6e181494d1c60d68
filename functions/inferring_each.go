package functions

import (
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/shape"
)

// seen returns the source as a function with a parameter marked Each sees it: a single value, or a member of a multi-valued one. The
// lengths of a member that is a list itself are those of its text.
func (in *Inferring) seen() Shape { return in.source }

// SourceText returns the source as text; null that the policy lets through is "".
func (in *Inferring) SourceText() Shape { return in.source.Text() }

// each returns the shape of a call of a function with a parameter marked Each. One returns the shape of what becomes of a value or a member.
func (in *Inferring) each(one func(*Inferring) Shape) Shape {
	i := in.spec.source
	source := in.note(in.raw(i))
	if source.Fails == AlwaysFails {
		return source
	}
	// A null source makes the whole result null, a null member only that member, so the two are recorded apart.
	var nullSingle, nullMember bool
	// A shape that always fails stands for a way in which no value arrives.
	single := in.admit(i, source.Without(shape.ListKind), &nullSingle)
	member, isList := Shape{Fails: AlwaysFails}, source.MayBe(shape.ListKind)
	if isList {
		member = in.admit(i, source.Without(shape.AnyKind&^shape.ListKind).Member(), &nullMember)
	}
	// The rule is applied once, to what reaches the implementation in either way. Applied twice it would read its other arguments twice.
	result := Shape{Fails: AlwaysFails}
	if in.source = shape.Either(single, member); in.source.Fails != AlwaysFails {
		result = one(in)
	}
	nullOther := in.null // read for a member, null makes a null of that member alone
	in.null = nullSingle
	var outcomes []Shape
	if single.Fails != AlwaysFails {
		outcomes = append(outcomes, result)
		in.null = in.null || nullOther
	}
	if isList {
		if member.Fails == AlwaysFails { // there are only empty lists and lists of null
			result = shape.Of(value.Null)
		}
		outcomes = append(outcomes, listOfResults(result))
	}
	// The source is null in every evaluation, and the implementation never runs.
	if outcomes == nil && in.null {
		return shape.Of(value.Null)
	}
	return shape.Union(outcomes...)
}

// listOfResults returns the shape of the list of results of a source with several values: null stays out, and lists are joined.
func listOfResults(s Shape) Shape {
	if s.MayBe(shape.ListKind) {
		s = s.Member()
	}
	if some := s.WithoutNull(); some.Fails != AlwaysFails {
		return some.ListOf(false)
	}
	// Nothing but null, or a failure, comes of a value; a list without values has neither.
	none := shape.Of(value.List())
	if s.Fails != NeverFails {
		none.Fails = MayFail
	}
	return none
}

// unknownOfEach returns the shape that follows from the literal of a function with a parameter marked Each.
func (in *Inferring) unknownOfEach() Shape {
	for i := range max(in.Len(), len(in.spec.Params)) {
		if i != in.spec.source {
			in.single(i)
		}
	}
	if in.spec.Eval != nil {
		return Shape{Kinds: in.spec.Result}
	}
	return Shape{Kinds: shape.StringKind}
}
