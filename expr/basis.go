package value

import nettext "github.com/attrmap/attrmap/internal/dotnet/text"

// Basis is what a comparison goes by.
type Basis uint8

// The bases, in the order in which [Compare] looks for them.
const (
	// BasisNone: the values cannot be compared.
	BasisNone Basis = iota
	// BasisEmpty: null or "" is compared, which are the same and have no order.
	BasisEmpty
	// BasisNumbers: both sides are read as numbers.
	BasisNumbers
	// BasisNoNumber: one side is a number and the other is none, so that they are unequal.
	BasisNoNumber
	// BasisBooleans: a truth value is compared as True or False, without case.
	BasisBooleans
	// BasisDates: both sides are read as instants.
	BasisDates
	// BasisTexts: texts are compared ordinally, with case.
	BasisTexts
)

var basisTexts = [...]string{
	BasisNone:     "not comparable",
	BasisEmpty:    "null and \"\" are the same, and have no order",
	BasisNumbers:  "as numbers",
	BasisNoNumber: "a number and what is none: unequal",
	BasisBooleans: "as truth values, without case",
	BasisDates:    "as instants",
	BasisTexts:    "as texts, with case",
}

// String says in words what is compared.
func (b Basis) String() string { return basisTexts[b] }

// BasisOf gives what [Compare] goes by for the same values.
func BasisOf(op Operator, a, b Value) Basis {
	if _, err := Compare(op, a, b); err != nil {
		return BasisNone
	}
	a, _ = a.Unwrap()
	b, _ = b.Unwrap()
	switch {
	case a.IsNullOrEmpty() || b.IsNullOrEmpty():
		return BasisEmpty
	case a.Kind().IsNumber() || b.Kind().IsNumber():
		return numbersOr(BasisNoNumber, a, b)
	case a.Kind() == KindBoolean || b.Kind() == KindBoolean:
		return BasisBooleans
	case a.Kind() == KindDateTime || b.Kind() == KindDateTime:
		_, errA := a.ToDate()
		_, errB := b.ToDate()
		if errA == nil && errB == nil {
			return BasisDates
		}
	}
	if op.isOrdering() {
		return numbersOr(BasisTexts, String(a.Text()), String(b.Text()))
	}
	return BasisTexts
}

// numbersOr gives BasisNumbers where both sides can be read as numbers.
func numbersOr(other Basis, a, b Value) Basis {
	_, errA := a.ToDecimal()
	_, errB := b.ToDecimal()
	if errA == nil && errB == nil {
		return BasisNumbers
	}
	return other
}

// NearlyEqual tells of two values whose texts differ in case or in blanks at their ends alone.
func NearlyEqual(a, b Value) bool {
	x, y := nettext.TrimSpace([]byte(a.Text()), 0), nettext.TrimSpace([]byte(b.Text()), 0)
	return a.Text() != b.Text() && nettext.EqualFold(string(x), string(y))
}
