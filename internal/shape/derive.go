package shape

import "github.com/attrmap/attrmap/expr/value"

// TextOrNull returns the shape of the value's text where null stays null.
func (s Shape) TextOrNull() Shape {
	return OrNull(s.WithoutNull().Text(), s.MayBeNull())
}

// References returns the shape of references that have the texts of the values.
func (s Shape) References() Shape {
	if s.Fails == AlwaysFails {
		return s
	}
	s = s.Text()
	s.Kinds = value.KindsOf(value.KindReference)
	for i, v := range s.Values { // the slice is the text's own
		s.Values[i] = value.Reference(v.Text())
	}
	return s.Tidy()
}

// Member returns the shape of a member where the value is read as a list: of a list's members, of a single value as the only one. Null
// has none; where there can be no member the shape is that of a failure. Lengths and values stay: they describe members and single values
// alike.
func (s Shape) Member() Shape {
	kinds := Explicit(s.Kinds) &^ ListKind &^ NullKind
	if s.MayBe(ListKind) {
		kinds |= Explicit(s.Members)
	}
	if s.Kinds = kinds; kinds == 0 {
		return Shape{Fails: AlwaysFails}
	}
	s.Members = 0
	return s
}

// Truth returns the shape of a boolean that may be true or false; where it can be neither it always fails.
func Truth(yes, no bool) Shape {
	s := Shape{Kinds: booleanKind, Values: []value.Value{}, Fails: NeverFails}
	if yes {
		s.Values = append(s.Values, value.True)
	}
	if no {
		s.Values = append(s.Values, value.False)
	}
	return s.Tidy()
}

// OrNull returns the shape of a value that may also be null. If s always fails, which means here that there is no other value, null is all.
func OrNull(s Shape, null bool) Shape {
	if !null {
		return s
	}
	return Either(s, Of(value.Null))
}

// TruthOf reports what a value may be as a boolean, and whether it may not be one. It follows Value.ToBoolean: values that are listed are
// converted, and of others the kind decides.
func TruthOf(s Shape) (yes, no, fails bool) {
	values, known := s.All()
	if !known {
		readable := s.MayBe(booleanKind | NumberKinds | StringKind | value.KindsOf(value.KindReference))
		return readable, readable || s.MayBeNull(), s.MayBe(AnyKind &^ NullKind &^ booleanKind &^ NumberKinds)
	}
	for _, v := range values {
		b, err := v.ToBoolean()
		yes = yes || err == nil && b
		no = no || err == nil && !b
		fails = fails || err != nil
	}
	return yes, no, fails
}

// ListOf returns the shape of a list of such values, among which may be null. Where the value is impossible the list has no members.
func (s Shape) ListOf(null bool) Shape {
	if s.Fails == AlwaysFails {
		s = Shape{Kinds: NullKind}
	}
	if s.Kinds = Explicit(s.Kinds); null {
		s.Kinds |= NullKind
	}
	s.Kinds, s.Members = ListKind, s.Kinds
	return s.Tidy()
}
