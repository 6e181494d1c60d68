package functions

import (
	"slices"

	"github.com/attrmap/attrmap/expr/value"
)

// UnionOf gives the shape of a value that has one of the shapes. Without any it is that of an evaluation that always fails.
func UnionOf(shapes ...Shape) Shape {
	out := Shape{Fails: AlwaysFails}
	for i, s := range shapes {
		switch {
		case i == 0 || out.Fails == AlwaysFails:
			failed := i > 0
			if out = s; failed && s.Fails != AlwaysFails {
				out.Fails = MayFail
			}
		case s.Fails == AlwaysFails:
			out.Fails = MayFail
		default:
			out = out.or(s)
		}
	}
	return out.tidy()
}

// or gives the shape that has both, neither of which always fails.
func (s Shape) or(o Shape) Shape {
	s, o = s.tidy(), o.tidy()
	out := Shape{Kinds: explicit(s.Kinds) | explicit(o.Kinds), Members: eitherMembers(s, o), Fails: NeverFails}
	if s.MayFail() || o.MayFail() {
		out.Fails = MayFail
	}
	switch {
	case s.measured() == 0:
		return out.described(o)
	case o.measured() == 0:
		return out.described(s)
	case s.Values != nil && o.Values != nil:
		out.Values = slices.Concat(s.Values, o.Values)
	}
	return out.withLengths(s.lengths().or(o.lengths())).tidy()
}

// described gives the shape with the lengths and values of another one.
func (s Shape) described(as Shape) Shape {
	s.MinLen, s.MaxLen, s.Values = as.MinLen, as.MaxLen, as.Values
	return s.tidy()
}

func eitherMembers(s, o Shape) value.Kinds {
	switch {
	case !s.MayBe(listKind):
		return o.Members
	case !o.MayBe(listKind):
		return s.Members
	}
	return explicit(s.Members) | explicit(o.Members)
}

// without gives the shape of the value where it is known not to be of the kinds; an impossible value always fails.
func (s Shape) without(kinds value.Kinds) Shape {
	if s.Fails == AlwaysFails {
		return s
	}
	if s.Kinds = explicit(s.Kinds) &^ kinds; s.Kinds == 0 {
		return Shape{Fails: AlwaysFails}
	}
	return s.tidy()
}

// WithoutNull gives the shape of the value where it is known not to be null or absent.
func (s Shape) WithoutNull() Shape { return s.without(nullKind) }

// WithoutSignals gives the shape of the value where it is known to be no flow signal.
func (s Shape) WithoutSignals() Shape { return s.without(signalKinds) }

// EmptyAsNull gives the shape of the value where a text "" is read as null.
func (s Shape) EmptyAsNull() Shape {
	if !s.MayBe(stringKind) || !s.mayHaveEmptyText() {
		return s
	}
	null := ShapeOf(value.Null)
	null.Fails = s.Fails
	return either(s.withoutEmptyString(), null)
}

// WithoutEmpty gives the shape of the value where it is known not to be "". A list without members stays possible.
func (s Shape) WithoutEmpty() Shape {
	if s.MayBe(listKind) || s.Fails == AlwaysFails {
		return s // the members of a list may still be ""
	}
	if s.Values != nil {
		s.Values = slices.DeleteFunc(slices.Clone(s.Values), value.Value.IsNullOrEmpty)
	} else {
		s.MinLen = max(s.MinLen, 1)
	}
	return s.tidy()
}

// OnlyEmpty gives the shape of the value where it is known to be "", that of a failure where it cannot be.
func (s Shape) OnlyEmpty() Shape {
	out := Shape{Kinds: explicit(s.Kinds) & emptyKinds, Values: []value.Value{}, Fails: s.Fails}
	if s.MayBe(listKind) || out.Kinds == 0 {
		return Shape{Fails: AlwaysFails}
	}
	for _, empty := range []value.Value{value.String(""), value.Reference(""), value.Binary(nil)} {
		if s.Admits(empty) {
			out.Values = append(out.Values, empty)
		}
	}
	return out.tidy()
}

// withoutEmptyString is WithoutEmpty where only a text may not be "": references and bytes may.
func (s Shape) withoutEmptyString() Shape {
	if !s.MayBe(emptyKinds &^ stringKind) {
		return s.WithoutEmpty()
	}
	return s
}

// either is UnionOf where a shape that always fails stands for a value that there is not.
func either(s, o Shape) Shape {
	switch {
	case s.Fails == AlwaysFails:
		return o
	case o.Fails == AlwaysFails:
		return s
	}
	return UnionOf(s, o)
}

// Single gives the shape of the value with a one-element list unwrapped, as the language does where it wants a single value; a list
// without members becomes null. MayFail tells that the value may be a longer list, which is an error.
func (s Shape) Single() (single Shape, mayFail bool) {
	if !s.MayBe(listKind) {
		return s, false
	}
	members := explicit(s.Members)
	nested := members&listKind != 0
	s.Kinds = explicit(s.Kinds)&^listKind | members&^listKind | nullKind
	if nested {
		s.Kinds |= dataKinds &^ listKind
		s = s.inside()
	}
	s.Members = 0
	return s.tidy(), true
}

// inside gives the shape of a value that stands in a list which the shape describes as a member: shorter than the list's text, and
// otherwise unknown.
func (s Shape) inside() Shape {
	s.MinLen, s.Values = 0, nil
	return s
}

// Text gives the shape of the value's text form; that of null is "". Of a list it is the shape of each member's text.
func (s Shape) Text() Shape {
	if s.Fails == AlwaysFails {
		return s
	}
	s = s.tidy()
	out := Shape{Kinds: stringKind, Fails: s.Fails}.withLengths(s.lengths())
	if s.Values != nil {
		out.Values = make([]value.Value, 0, len(s.Values)+1)
		for _, v := range s.Values {
			out.Values = append(out.Values, value.String(v.Text()))
		}
	}
	if s.MayBeNull() || s.Members.Has(value.KindNull) && s.MayBe(listKind) {
		out.MinLen = 0
		if out.Values != nil {
			out.Values = append(out.Values, value.String(""))
		}
	}
	return out.tidy()
}

// ConcatOf gives the shape of the text that the texts of the values make one after the other.
func ConcatOf(shapes ...Shape) Shape {
	out := ShapeOf(value.String(""))
	for _, s := range shapes {
		if s.Fails == AlwaysFails {
			return s
		}
		text := s.Text()
		values := pairs(out.Values, text.Values)
		next := out.lengths().plus(text.lengths()).shape()
		next.Values = values
		if next.Fails = out.Fails; s.MayFail() {
			next.Fails = MayFail
		}
		out = next.tidy()
	}
	return out
}

// pairs gives every text of a followed by every one of b, nil where one of them is not known or there are too many.
func pairs(a, b []value.Value) []value.Value {
	if a == nil || b == nil || len(a)*len(b) > MaxValues {
		return nil
	}
	var joined []value.Value
	for _, first := range a {
		for _, second := range b {
			joined = append(joined, value.String(first.Text()+second.Text()))
		}
	}
	return joined
}
