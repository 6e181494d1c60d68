package functions

import (
	"slices"

	"github.com/attrmap/attrmap/expr/value"
	nettext "github.com/attrmap/attrmap/internal/dotnet/text"
)

// Shape is what can be told of a value before there is data: everything the value may be, and more where more is not known. The zero
// Shape knows nothing. A Shape is plain data; those that this package gives must not be changed in place.
//
// Lengths are those of the text form, in UTF-16 code units: of a text itself, of a number's digits, of a date-time's M/d/yyyy
// h:mm:ss tt. Of a list, lengths and Values describe each member that is not null. They say nothing of null and of signals.
type Shape struct {
	// Kinds are the kinds that the value may be of: KindNull where it may be null or absent, KindIgnoreAttribute and
	// KindIgnoreObject where it may be a flow signal. Zero is any kind.
	Kinds value.Kinds
	// Members are the kinds that the members of a list may be of. Zero is any kind.
	Members value.Kinds
	// MinLen is the least length, and MaxLen the greatest; a MaxLen of zero is unknown. See MaxLength for texts that are always "".
	MinLen, MaxLen int
	// Values are all values that are possible beside null and signals, at most [MaxValues]; nil is unknown, an empty slice is none.
	Values []value.Value
	// Fails tells whether the evaluation may end in an error in place of a value.
	Fails Failure
}

// MaxValues is how many values a [Shape] lists at most.
const MaxValues = 64

// Failure tells whether an evaluation ends in an error. Passed limits and cancellation do not count, and the environment is held to
// have what the expression asks for: a clock, randomness, the tenant's default domain and tokens.
type Failure uint8

const (
	// MayFail is the zero value: some objects may make it fail.
	MayFail Failure = iota
	// NeverFails: no object makes it fail.
	NeverFails
	// AlwaysFails: every object makes it fail, so that there is no value to describe.
	AlwaysFails
)

// String gives "may fail", "never fails" or "always fails".
func (f Failure) String() string {
	return [...]string{"may fail", "never fails", "always fails"}[f]
}

// The sets of kinds that shapes are made of.
const (
	anyKind     = value.Kinds(1<<(value.KindIgnoreObject+1) - 1)
	signalKinds = value.Kinds(1<<value.KindIgnoreAttribute | 1<<value.KindIgnoreObject)
	nullKind    = value.Kinds(1 << value.KindNull)
	listKind    = value.Kinds(1 << value.KindList)
	stringKind  = value.Kinds(1 << value.KindString)
	dataKinds   = anyKind &^ signalKinds
	// emptyKinds are the kinds whose text may be "".
	emptyKinds = value.Kinds(1<<value.KindString | 1<<value.KindReference | 1<<value.KindBinary)
	// lengthKinds are the kinds that have a text form whose length counts where they stand alone.
	lengthKinds = dataKinds &^ nullKind &^ listKind
)

// AnyData is the shape of an attribute of which nothing is known: any kind of data, or null, and never a flow signal.
func AnyData() Shape {
	return Shape{Kinds: dataKinds, Members: dataKinds, Fails: NeverFails}
}

// ShapeOf gives the shape of a value that is known.
func ShapeOf(v value.Value) Shape {
	s := Shape{Kinds: value.KindsOf(v.Kind()), Values: []value.Value{}, Fails: NeverFails}
	members, isList := v.AsList()
	if !isList {
		if s.Kinds&lengthKinds != 0 {
			s.Values = []value.Value{v}
		}
		return s.tidy()
	}
	for _, m := range members {
		s.Members |= value.KindsOf(m.Kind())
		if !m.IsNull() {
			s.Values = append(s.Values, m)
		}
	}
	return s.tidy()
}

// explicit names every kind where the set stands for any.
func explicit(k value.Kinds) value.Kinds {
	if k == 0 {
		return anyKind
	}
	return k
}

// MayBe tells whether the value may be of one of the kinds.
func (s Shape) MayBe(kinds value.Kinds) bool {
	return explicit(s.Kinds)&explicit(kinds) != 0 && s.Fails != AlwaysFails
}

// Within tells whether the value can be of no other kind than those.
func (s Shape) Within(kinds value.Kinds) bool {
	return s.Fails == AlwaysFails || explicit(s.Kinds)&^explicit(kinds) == 0
}

// MayBeNull tells whether the value may be null or absent.
func (s Shape) MayBeNull() bool { return s.MayBe(nullKind) }

// MayBeEmpty tells whether the value may be "" or a list without members; null is not empty.
func (s Shape) MayBeEmpty() bool {
	if s.MayBe(listKind) {
		return true
	}
	return s.MayBe(emptyKinds) && s.mayHaveEmptyText()
}

// Presence tells whether the value may be null or empty, and whether it may be neither.
func (s Shape) Presence() (mayLack, mayHave bool) {
	return s.MayBeNull() || s.MayBeEmpty(), s.WithoutNull().WithoutEmpty().Fails != AlwaysFails
}

func (s Shape) mayHaveEmptyText() bool {
	if s.Values != nil {
		return slices.ContainsFunc(s.Values, value.Value.IsNullOrEmpty)
	}
	return s.MinLen == 0
}

// MayBeSignal tells whether the value may be a flow signal.
func (s Shape) MayBeSignal() bool { return s.MayBe(signalKinds) }

// MayFail tells whether the evaluation may end in an error.
func (s Shape) MayFail() bool { return s.Fails != NeverFails }

// MaxLength gives the greatest length; known is false where there is no bound.
func (s Shape) MaxLength() (units int, known bool) {
	r := s.tidy().lengths()
	return r.most, r.most < unbounded
}

// All gives every value that is possible, Null for null or absent and the signals included; ok is false where they cannot be listed.
func (s Shape) All() (all []value.Value, ok bool) {
	if s.Fails == AlwaysFails || s.MayBe(listKind) || s.Values == nil && s.MayBe(lengthKinds) {
		return nil, false
	}
	if s.MayBe(lengthKinds) {
		all = slices.Clone(s.Values)
	}
	for _, v := range []value.Value{value.Null, value.IgnoreAttribute, value.IgnoreObject} {
		if s.MayBe(value.KindsOf(v.Kind())) {
			all = append(all, v)
		}
	}
	return all, true
}

// Admits tells whether v is one of the values that the shape describes.
func (s Shape) Admits(v value.Value) bool {
	if s.Fails == AlwaysFails || !s.Kinds.Has(v.Kind()) {
		return false
	}
	members, isList := v.AsList()
	if !isList {
		return s.admitsText(v)
	}
	for _, m := range members {
		if !s.Members.Has(m.Kind()) || !s.admitsText(m) {
			return false
		}
	}
	return true
}

// admitsText looks at the text of a single value or of a member.
func (s Shape) admitsText(v value.Value) bool {
	if v.IsNull() || v.Kind().IsSignal() {
		return true
	}
	if s.Values != nil && !slices.ContainsFunc(s.Values, v.Equal) {
		return false
	}
	n := nettext.Len16(v.Text())
	return s.MinLen <= n && (n <= s.MaxLen || s.MaxLen == 0)
}

// measured gives the kinds whose text form the shape's lengths and values describe.
func (s Shape) measured() value.Kinds {
	kinds := explicit(s.Kinds)
	if kinds&listKind != 0 {
		kinds |= explicit(s.Members) &^ nullKind
		if explicit(s.Members)&listKind == 0 {
			kinds &^= listKind
		}
	}
	return kinds &^ nullKind &^ signalKinds
}

// tidy gives the same shape with all that follows from its parts, in one form.
func (s Shape) tidy() Shape {
	if s.Fails == AlwaysFails {
		return Shape{Fails: AlwaysFails}
	}
	if s.Kinds = explicit(s.Kinds); s.Kinds&listKind == 0 {
		s.Members = 0
	} else {
		s.Members = explicit(s.Members)
	}
	measured := s.measured()
	switch {
	case measured == 0:
		s.Values = []value.Value{}
	case s.Values == nil && measured == truth:
		s.Values = []value.Value{value.True, value.False}
	}
	if s = s.measure(textLengths(measured)); s.Kinds == 0 {
		return Shape{Fails: AlwaysFails}
	}
	if s.Kinds == anyKind {
		s.Kinds = 0
	}
	if s.Members == anyKind {
		s.Members = 0
	}
	return s
}

// measure brings lengths and values together: lengths are within a range, and are those of the values where these are known.
func (s Shape) measure(within lengths) Shape {
	if s.Values == nil {
		r := s.lengths()
		return s.withLengths(lengths{max(r.least, within.least), min(r.most, within.most)})
	}
	s.Values = distinct(s.Values)
	s = s.withLengths(extent(s.Values))
	switch n := len(s.Values); {
	case n > MaxValues:
		s.Values = nil
	case n == 0: // no single value is left, and of the lists those without members
		s.Kinds &^= lengthKinds
		if s.Kinds&listKind != 0 {
			s.Members = nullKind
		}
	}
	return s
}

// distinct gives the values in order, each once; the two truth values stand in one order.
func distinct(values []value.Value) []value.Value {
	kept := make([]value.Value, 0, len(values))
	for _, v := range values {
		if !slices.ContainsFunc(kept, v.Equal) {
			kept = append(kept, v)
		}
	}
	if len(kept) == 2 && kept[0].Equal(value.False) && kept[1].Equal(value.True) {
		slices.Reverse(kept)
	}
	return kept
}
