package value

import (
	"cmp"

	nettext "github.com/attrmap/attrmap/internal/dotnet/text"
)

// Operator is a comparison of the language.
type Operator uint8

// The six comparisons.
const (
	Equal Operator = iota
	NotEqual
	Less
	Greater
	LessOrEqual
	GreaterOrEqual
)

var operatorTexts = [...]string{
	Equal: "=", NotEqual: "<>", Less: "<", Greater: ">", LessOrEqual: "<=", GreaterOrEqual: ">=",
}

// String returns the operator as it is written, such as "<>".
func (op Operator) String() string { return operatorTexts[op] }

// ParseOperator returns the operator that text writes.
func ParseOperator(text string) (op Operator, ok bool) {
	for i, t := range operatorTexts {
		if t == text {
			return Operator(i), true
		}
	}
	return 0, false
}

// holds reports whether the operator holds for two sides of which the first is less than (negative), equal to (0) or greater
// than the second.
func (op Operator) holds(order int) bool {
	switch op {
	case Equal:
		return order == 0
	case NotEqual:
		return order != 0
	case Less:
		return order < 0
	case Greater:
		return order > 0
	case LessOrEqual:
		return order <= 0
	default:
		return order >= 0
	}
}

// isOrdering relies on the order of the constants: Equal and NotEqual come first.
func (op Operator) isOrdering() bool { return op >= Less }

// unlike is the answer where the two sides cannot be equal and have no order.
func (op Operator) unlike() bool { return op == NotEqual }

// Compare returns the truth of "a op b":
//
//   - null counts as "" for = and <>; every ordering against null or "" is false;
//   - where one side is a number the other is read as one; text that is no number is unequal, and an error for an ordering;
//   - a boolean is compared as True or False, without case;
//   - a date with a date by instant, with text by the date that CDate reads in it, else as text;
//   - two texts are equal when they are the same, ordinally and with case; they are ordered as numbers when both are numbers,
//     else by UTF-16 code units;
//   - a one-element list counts as its element, a longer one is an error.
//
// The rules are assumed where the documentation is silent; errors are *CoercionError.
func Compare(op Operator, a, b Value) (bool, error) {
	// Two texts are the most frequent case. None of the rules below would change the outcome: "" is equal to "" alone.
	if a.Kind() == KindString && b.Kind() == KindString && !op.isOrdering() {
		return (a.text() == b.text()) == (op == Equal), nil
	}
	a, err := a.Single()
	if err != nil {
		return false, err
	}
	if b, err = b.Single(); err != nil {
		return false, err
	}
	// Emptiness comes before the kinds: a missing number is unequal to 5, and not a text that fails to be a number.
	if a.IsNullOrEmpty() || b.IsNullOrEmpty() {
		return compareEmpty(op, a, b), nil
	}
	switch {
	case a.Kind().IsNumber() || b.Kind().IsNumber():
		return compareNumbers(op, a, b)
	case a.Kind() == KindBoolean || b.Kind() == KindBoolean:
		return op.holds(nettext.CompareFold(a.Text(), b.Text())), nil
	case a.Kind() == KindDateTime || b.Kind() == KindDateTime:
		return compareDates(op, a, b), nil
	}
	return compareTexts(op, a.Text(), b.Text()), nil
}

// compareEmpty compares where at least one side is null or empty. An empty list counts as empty, too.
func compareEmpty(op Operator, a, b Value) bool {
	if op.isOrdering() {
		return false
	}
	return (a.IsNullOrEmpty() && b.IsNullOrEmpty()) == (op == Equal)
}

// compareNumbers compares exactly, on digits and not in floating point. Integers, which are most numbers, need no digits.
func compareNumbers(op Operator, a, b Value) (bool, error) {
	if a.Kind() == KindInteger && b.Kind() == KindInteger {
		return op.holds(cmp.Compare(int64(a.num), int64(b.num))), nil
	}
	x, errA := a.ToDecimal()
	y, errB := b.ToDecimal()
	if errA == nil && errB == nil {
		return op.holds(nettext.CompareDecimal(x, y)), nil
	}
	if !op.isOrdering() {
		return op.unlike(), nil
	}
	return false, cmp.Or(errA, errB)
}

// compareDates compares ticks. Those of all kinds can be compared, since the server's zone is UTC. A side that is no date
// makes both texts, the date in its default form.
func compareDates(op Operator, a, b Value) bool {
	x, errA := a.ToDate()
	y, errB := b.ToDate()
	if errA == nil && errB == nil {
		return op.holds(cmp.Compare(x.Ticks(), y.Ticks()))
	}
	return compareTexts(op, a.Text(), b.Text())
}

// compareTexts has a rule for equality and another for order, so that "1" and "01" are unequal although neither is less than
// the other.
func compareTexts(op Operator, a, b string) bool {
	if !op.isOrdering() {
		return (a == b) == (op == Equal)
	}
	x, okA := nettext.ParseDecimal(a)
	y, okB := nettext.ParseDecimal(b)
	if okA && okB {
		return op.holds(nettext.CompareDecimal(x, y))
	}
	// Units and not bytes: characters outside the BMP come before U+E000 in UTF-16, and after it in UTF-8.
	return op.holds(nettext.Compare(a, b))
}

// NearlyEqual reports whether the texts of two values differ only in case or in surrounding spaces.
func NearlyEqual(a, b Value) bool {
	x, y := a.Text(), b.Text()
	return x != y && nettext.EqualFold(nettext.Trimmed(x), nettext.Trimmed(y))
}
