package shape

import (
	"slices"

	"github.com/attrmap/attrmap/expr/value"
)

// Union returns the shape of a value that has one of the shapes. Without any it is that of an evaluation that always fails.
func Union(shapes ...Shape) Shape {
	out := Shape{Fails: AlwaysFails}
	for i, s := range shapes {
		switch {
		// A shape that always fails has no values; beside another one it only makes that one fail at times.
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
	return out.Tidy()
}

// or returns the shape that has both, neither of which always fails.
func (s Shape) or(o Shape) Shape {
	s, o = s.Tidy(), o.Tidy()
	out := Shape{Kinds: Explicit(s.Kinds) | Explicit(o.Kinds), Members: eitherMembers(s, o), Fails: NeverFails}
	if s.MayFail() || o.MayFail() {
		out.Fails = MayFail
	}
	// Lengths and values of a shape that is only null or a signal mean nothing, and must not widen those of the other one. Values are
	// known if both are; Tidy drops them where there are too many.
	switch {
	case s.measured() == 0:
		return out.described(o)
	case o.measured() == 0:
		return out.described(s)
	case s.Values != nil && o.Values != nil:
		out.Values = slices.Concat(s.Values, o.Values)
	}
	return out.WithLengths(s.Lengths().Or(o.Lengths())).Tidy()
}

// described returns the shape with the lengths and values of another one.
func (s Shape) described(as Shape) Shape {
	s.MinLen, s.MaxLen, s.Values = as.MinLen, as.MaxLen, as.Values
	return s.Tidy()
}

// eitherMembers returns the kinds of members of a value that is s or o. Members of a shape that is no list are zero, which would mean any.
func eitherMembers(s, o Shape) value.Kinds {
	switch {
	case !s.MayBe(ListKind):
		return o.Members
	case !o.MayBe(ListKind):
		return s.Members
	}
	return Explicit(s.Members) | Explicit(o.Members)
}

// Without returns the shape of the value where it is known not to be of the kinds; an impossible value always fails.
func (s Shape) Without(kinds value.Kinds) Shape {
	if s.Fails == AlwaysFails {
		return s
	}
	if s.Kinds = Explicit(s.Kinds) &^ kinds; s.Kinds == 0 {
		return Shape{Fails: AlwaysFails}
	}
	return s.Tidy()
}

// WithoutNull returns the shape of the value where it is known not to be null or absent.
func (s Shape) WithoutNull() Shape { return s.Without(NullKind) }

// WithoutSignals returns the shape of the value where it is known not to be a flow signal.
func (s Shape) WithoutSignals() Shape { return s.Without(SignalKinds) }

// EmptyAsNull returns the shape of the value where a text "" is read as null.
func (s Shape) EmptyAsNull() Shape {
	if !s.MayBe(StringKind) || !s.HasEmptyText() {
		return s
	}
	// The null has the failure of the shape, which would be lost where nothing but "" is possible.
	null := Of(value.Null)
	null.Fails = s.Fails
	return Either(s.withoutEmptyString(), null)
}

// WithoutEmpty returns the shape of the value where it is known not to be "". A list without members stays possible.
func (s Shape) WithoutEmpty() Shape {
	if s.MayBe(ListKind) || s.Fails == AlwaysFails {
		return s // the members of a list may still be ""
	}
	if s.Values != nil {
		s.Values = slices.DeleteFunc(slices.Clone(s.Values), value.Value.IsNullOrEmpty)
	} else {
		s.MinLen = max(s.MinLen, 1)
	}
	return s.Tidy()
}

// OnlyEmpty returns the shape of the value where it is known to be "", that of a failure where it cannot be.
func (s Shape) OnlyEmpty() Shape {
	out := Shape{Kinds: Explicit(s.Kinds) & emptyKinds, Values: []value.Value{}, Fails: s.Fails}
	if s.MayBe(ListKind) || out.Kinds == 0 {
		return Shape{Fails: AlwaysFails}
	}
	for _, empty := range []value.Value{value.String(""), value.Reference(""), value.Binary(nil)} {
		if s.Admits(empty) {
			out.Values = append(out.Values, empty)
		}
	}
	return out.Tidy()
}

// withoutEmptyString is WithoutEmpty where only a text may not be "": references and bytes may.
func (s Shape) withoutEmptyString() Shape {
	if !s.MayBe(emptyKinds &^ StringKind) {
		return s.WithoutEmpty()
	}
	return s
}

// Either is Union where a shape that always fails means an impossible value.
func Either(s, o Shape) Shape {
	switch {
	case s.Fails == AlwaysFails:
		return o
	case o.Fails == AlwaysFails:
		return s
	}
	return Union(s, o)
}

// Single returns the shape of the value with a one-element list unwrapped, as the language does where it wants a single value; a list
// without members becomes null. MayFail means that the value may be a longer list, which is an error.
func (s Shape) Single() (single Shape, mayFail bool) {
	if !s.MayBe(ListKind) {
		return s, false
	}
	members := Explicit(s.Members)
	// A list that is the only member is unwrapped too. Its own members are not described: they may be of any kind, and of the lengths
	// only the greatest holds for them.
	nested := members&ListKind != 0
	s.Kinds = Explicit(s.Kinds)&^ListKind | members&^ListKind | NullKind
	if nested {
		s.Kinds |= dataKinds &^ ListKind
		s = s.Inside()
	}
	s.Members = 0
	return s.Tidy(), true
}

// Inside returns the shape of a value that is in a list which the shape describes as a member: shorter than the list's text, and
// otherwise unknown. MaxLen stays, as the text of the list contains that of each of its members.
func (s Shape) Inside() Shape {
	s.MinLen, s.Values = 0, nil
	return s
}

// Text returns the shape of the value's text form; that of null is "". Of a list it is the shape of each member's text.
func (s Shape) Text() Shape {
	if s.Fails == AlwaysFails {
		return s
	}
	s = s.Tidy()
	out := Shape{Kinds: StringKind, Fails: s.Fails}.WithLengths(s.Lengths())
	if s.Values != nil {
		out.Values = make([]value.Value, 0, len(s.Values)+1)
		for _, v := range s.Values {
			out.Values = append(out.Values, value.String(v.Text()))
		}
	}
	// Null has no length in the shape so far; its text "" has one.
	if s.MayBeNull() || s.Members.Has(value.KindNull) && s.MayBe(ListKind) {
		out.MinLen = 0
		if out.Values != nil {
			out.Values = append(out.Values, value.String(""))
		}
	}
	return out.Tidy()
}

// Concat returns the shape of the text that the texts of the values make one after the other.
func Concat(shapes ...Shape) Shape {
	out := Of(value.String(""))
	for _, s := range shapes {
		if s.Fails == AlwaysFails {
			return s
		}
		text := s.Text()
		// Values first: as long as every text is listed, so are the results, and Tidy takes the lengths from them.
		values := pairs(out.Values, text.Values)
		next := out.Lengths().Plus(text.Lengths()).Shape()
		next.Values = values
		if next.Fails = out.Fails; s.MayFail() {
			next.Fails = MayFail
		}
		out = next.Tidy()
	}
	return out
}

// pairs returns every text of a followed by every one of b, nil where one of them is not known or there are too many.
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
