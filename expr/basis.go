package expr

import "github.com/attrmap/attrmap/expr/value"

// basis is what a comparison goes by.
type basis uint8

// The bases, in the order in which [value.Compare] looks for them.
const (
	// byNone: the values cannot be compared.
	byNone basis = iota
	// byEmpty: null or "" is compared, which are the same and have no order.
	byEmpty
	// byNumbers: both sides are read as numbers.
	byNumbers
	// byNoNumber: one side is a number and the other is not, so that they are unequal.
	byNoNumber
	// byBooleans: a truth value is compared as True or False, without case.
	byBooleans
	// byDates: both sides are read as instants.
	byDates
	// byTexts: texts are compared ordinally, with case.
	byTexts
)

var basisWords = [...]string{
	byNone:     "not comparable",
	byEmpty:    "null and \"\" are the same, and have no order",
	byNumbers:  "as numbers",
	byNoNumber: "a number and what is not a number: unequal",
	byBooleans: "as truth values, without case",
	byDates:    "as instants",
	byTexts:    "as texts, with case",
}

// String returns in words what is compared.
func (b basis) String() string { return basisWords[b] }

// basisOf returns what [value.Compare] goes by for the same values. It repeats the order of its cases, which a table pins.
// It evaluates the comparison once more, and so is for explanations only.
func basisOf(op value.Operator, a, b value.Value) basis {
	if _, err := value.Compare(op, a, b); err != nil {
		return byNone
	}
	a, _ = a.Unwrap()
	b, _ = b.Unwrap()
	switch {
	case a.IsNullOrEmpty() || b.IsNullOrEmpty():
		return byEmpty
	case a.Kind().IsNumber() || b.Kind().IsNumber():
		return numbersOr(byNoNumber, a, b)
	case a.Kind() == value.KindBoolean || b.Kind() == value.KindBoolean:
		return byBooleans
	case a.Kind() == value.KindDateTime || b.Kind() == value.KindDateTime:
		_, errA := a.ToDate()
		_, errB := b.ToDate()
		if errA == nil && errB == nil {
			return byDates
		}
	}
	// Two texts that are numbers are ordered as such, but equal only as texts.
	if op != value.Equal && op != value.NotEqual {
		return numbersOr(byTexts, value.String(a.Text()), value.String(b.Text()))
	}
	return byTexts
}

// numbersOr returns byNumbers where both sides can be read as numbers.
func numbersOr(other basis, a, b value.Value) basis {
	_, errA := a.ToDecimal()
	_, errB := b.ToDecimal()
	if errA == nil && errB == nil {
		return byNumbers
	}
	return other
}
