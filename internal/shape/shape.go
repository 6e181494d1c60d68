package shape

import (
	"slices"

	"github.com/attrmap/attrmap/expr/value"
	nettext "github.com/attrmap/attrmap/internal/dotnet/text"
)

// Shape is what is known of a value before there is data: everything the value may be, and more where more is not known. The zero
// Shape knows nothing. A Shape is plain data; those that functions return must not be changed in place.
//
// Lengths are those of the text form, in UTF-16 code units: of a text itself, of a number's digits, of a date-time's M/d/yyyy
// h:mm:ss tt. Of a list, Lengths and Values describe each member that is not null. They say nothing of null and of signals.
type Shape struct {
	// Kinds are the kinds that the value may have: KindNull where it may be null or absent, KindIgnoreAttribute and
	// KindIgnoreObject where it may be a flow signal. Zero is any kind.
	Kinds value.Kinds
	// Members are the kinds that the members of a list may have. Zero is any kind.
	Members value.Kinds
	// MinLen is the least length, and MaxLen the greatest; a MaxLen of zero is unknown. See MaxLength for texts that are always "".
	MinLen, MaxLen int
	// Values are all values that are possible besides null and signals, at most [MaxValues]; nil is unknown, an empty slice is none.
	Values []value.Value
	// Fails says whether the evaluation may end in an error in place of a value.
	Fails Failure
}

// MaxValues is how many values a [Shape] lists at most.
const MaxValues = 64

// Failure says whether an evaluation ends in an error. Passed limits and cancellation do not count, and the environment is assumed to
// have what the expression asks for: a clock, randomness, the tenant's default domain and tokens.
type Failure uint8

const (
	// MayFail is the zero value: some objects may make it fail.
	MayFail Failure = iota
	// NeverFails means that no object makes it fail.
	NeverFails
	// AlwaysFails means that every object makes it fail, so that there is no value to describe.
	AlwaysFails
)

// String returns "may fail", "never fails" or "always fails".
func (f Failure) String() string {
	return [...]string{"may fail", "never fails", "always fails"}[f]
}

// The sets of kinds that shapes are made of.
const (
	AnyKind     = value.Kinds(1<<(value.KindIgnoreObject+1) - 1)
	SignalKinds = value.Kinds(1<<value.KindIgnoreAttribute | 1<<value.KindIgnoreObject)
	NullKind    = value.Kinds(1 << value.KindNull)
	ListKind    = value.Kinds(1 << value.KindList)
	StringKind  = value.Kinds(1 << value.KindString)
	NumberKinds = value.Kinds(1<<value.KindInteger | 1<<value.KindDecimal)
	booleanKind = value.Kinds(1 << value.KindBoolean)
	integerKind = value.Kinds(1 << value.KindInteger)
	dataKinds   = AnyKind &^ SignalKinds
	// emptyKinds are the kinds whose text may be "".
	emptyKinds = value.Kinds(1<<value.KindString | 1<<value.KindReference | 1<<value.KindBinary)
	// LengthKinds are the kinds that have a text form whose length counts where they are not in a list.
	LengthKinds = dataKinds &^ NullKind &^ ListKind
)

// AnyData is the shape of an attribute of which nothing is known: any kind of data, or null, and never a flow signal.
func AnyData() Shape {
	return Shape{Kinds: dataKinds, Members: dataKinds, Fails: NeverFails}
}

// Of returns the shape of a value that is known.
func Of(v value.Value) Shape {
	s := Shape{Kinds: value.KindsOf(v.Kind()), Values: []value.Value{}, Fails: NeverFails}
	members, isList := v.AsList()
	if !isList {
		if s.Kinds&LengthKinds != 0 {
			s.Values = []value.Value{v}
		}
		return s.Tidy()
	}
	for _, m := range members {
		s.Members |= value.KindsOf(m.Kind())
		if !m.IsNull() {
			s.Values = append(s.Values, m)
		}
	}
	return s.Tidy()
}

// Explicit returns k with every kind where the set means any.
func Explicit(k value.Kinds) value.Kinds {
	if k == 0 {
		return AnyKind
	}
	return k
}

// MayBe reports whether the value may have one of the kinds. A set that is zero means any kind, on either side.
func (s Shape) MayBe(kinds value.Kinds) bool {
	return Explicit(s.Kinds)&Explicit(kinds) != 0 && s.Fails != AlwaysFails
}

// Within reports whether the value can have no other kind.
func (s Shape) Within(kinds value.Kinds) bool {
	return s.Fails == AlwaysFails || Explicit(s.Kinds)&^Explicit(kinds) == 0
}

// MayBeNull reports whether the value may be null or absent.
func (s Shape) MayBeNull() bool { return s.MayBe(NullKind) }

// MayBeEmpty reports whether the value may be "" or a list without members; null is not empty.
func (s Shape) MayBeEmpty() bool {
	// Shapes say nothing about the number of members.
	if s.MayBe(ListKind) {
		return true
	}
	return s.MayBe(emptyKinds) && s.HasEmptyText()
}

// Presence reports whether the value may be null or empty, and whether it may be neither.
func (s Shape) Presence() (mayLack, mayHave bool) {
	return s.MayBeNull() || s.MayBeEmpty(), s.WithoutNull().WithoutEmpty().Fails != AlwaysFails
}

// HasEmptyText reports whether one of the known values is "", or any value may be.
func (s Shape) HasEmptyText() bool {
	if s.Values != nil {
		return slices.ContainsFunc(s.Values, value.Value.IsNullOrEmpty)
	}
	return s.MinLen == 0
}

// MayBeSignal reports whether the value may be a flow signal.
func (s Shape) MayBeSignal() bool { return s.MayBe(SignalKinds) }

// MayFail reports whether the evaluation may end in an error.
func (s Shape) MayFail() bool { return s.Fails != NeverFails }

// MaxLength returns the greatest length; known is false where there is no bound.
func (s Shape) MaxLength() (units int, known bool) {
	r := s.Tidy().Lengths()
	return r.Most, r.Most < Unbounded
}

// All returns every value that is possible, Null for null or absent and the signals included; ok is false where they cannot be listed.
func (s Shape) All() (all []value.Value, ok bool) {
	// The members of a list may be listed, but not the lists that can be made of them.
	if s.Fails == AlwaysFails || s.MayBe(ListKind) || s.Values == nil && s.MayBe(LengthKinds) {
		return nil, false
	}
	if s.MayBe(LengthKinds) {
		all = slices.Clone(s.Values)
	}
	for _, v := range []value.Value{value.Null, value.IgnoreAttribute, value.IgnoreObject} {
		if s.MayBe(value.KindsOf(v.Kind())) {
			all = append(all, v)
		}
	}
	return all, true
}

// Admits reports whether v is one of the values that the shape describes.
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

// measured returns the kinds whose text form the shape's lengths and values describe.
func (s Shape) measured() value.Kinds {
	kinds := Explicit(s.Kinds)
	if kinds&ListKind != 0 {
		kinds |= Explicit(s.Members) &^ NullKind
		// A list in a list is measured by its text in brackets; a list that is no member is not measured itself.
		if Explicit(s.Members)&ListKind == 0 {
			kinds &^= ListKind
		}
	}
	return kinds &^ NullKind &^ SignalKinds
}

// Tidy returns the same shape with all that follows from its parts, in one form: what is known has one representation, whichever way it
// was derived. Kinds without a value are removed, lengths follow from kinds and values, and every kind is written as zero.
func (s Shape) Tidy() Shape {
	if s.Fails == AlwaysFails {
		return Shape{Fails: AlwaysFails}
	}
	if s.Kinds = Explicit(s.Kinds); s.Kinds&ListKind == 0 {
		s.Members = 0
	} else {
		s.Members = Explicit(s.Members)
	}
	measured := s.measured()
	switch {
	// There is nothing whose text could have a length: null, signals, and lists without members.
	case measured == 0:
		s.Values = []value.Value{}
	case s.Values == nil && measured == booleanKind:
		s.Values = []value.Value{value.True, value.False}
	}
	// Nothing is left that the value could be, so the evaluation never gets to one.
	if s = s.measure(textLengths(measured)); s.Kinds == 0 {
		return Shape{Fails: AlwaysFails}
	}
	if s.Kinds == AnyKind {
		s.Kinds = 0
	}
	if s.Members == AnyKind {
		s.Members = 0
	}
	return s
}

// measure reconciles lengths and values: lengths are within a range, and are those of the values where these are known.
func (s Shape) measure(within Lengths) Shape {
	if s.Values == nil {
		r := s.Lengths()
		return s.WithLengths(Lengths{max(r.Least, within.Least), min(r.Most, within.Most)})
	}
	s = s.WithLengths(extent(s.Values))
	s.Values = distinct(s.Values)
	switch n := len(s.Values); {
	// the lengths taken from them stay
	case n > MaxValues:
		s.Values = nil
	case n == 0: // no single value is left, and of the lists those without members
		s.Kinds &^= LengthKinds
		if s.Kinds&ListKind != 0 {
			s.Members = NullKind
		}
	}
	return s
}

// distinct returns the values in order, each once; more than [MaxValues] are too many, so that one more than that ends it. The two booleans are in one order, True first, so that it does not matter which branch
// they come from.
func distinct(values []value.Value) []value.Value {
	kept := make([]value.Value, 0, min(len(values), MaxValues+1))
	for _, v := range values {
		if len(kept) > MaxValues {
			break
		}
		if !slices.ContainsFunc(kept, v.Equal) {
			kept = append(kept, v)
		}
	}
	if len(kept) == 2 && kept[0].Equal(value.False) && kept[1].Equal(value.True) {
		slices.Reverse(kept)
	}
	return kept
}
