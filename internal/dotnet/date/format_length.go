package date

import "unicode/utf16"

// The names of the invariant culture have from 3 to 9 letters: May to September, Sunday to Wednesday.
const (
	shortestDay, shortestMonth = len("Sunday"), len("May")
	longestName                = len("Wednesday")
)

// MinLen gives the least length of what the format prints, in UTF-16 units.
func (f *Format) MinLen() int {
	n := 0
	for i := range f.ops {
		least, _ := f.ops[i].length()
		n += least
	}
	return max(n, 0)
}

// MaxLen gives the greatest length of what the format prints, in UTF-16 units.
func (f *Format) MaxLen() int {
	n := 0
	for i := range f.ops {
		_, most := f.ops[i].length()
		n += most
	}
	return n
}

// length gives the least and the greatest number of units that the operation adds.
func (op *printOp) length() (least, most int) {
	switch op.code {
	case printText:
		n := len(utf16.Encode([]rune(op.text)))
		return n, n
	case printPair:
		return 2, 2
	case printShort:
		return 1, 2
	case printYear:
		return op.n, max(op.n, 4)
	case printFractionTrimmed:
		return -1, op.n // it may take back a dot
	case printDayName:
		return nameLength(op.n, shortestDay)
	case printMonthName:
		return nameLength(op.n, shortestMonth)
	case printKind:
		return 0, len("+00:00")
	default:
		return op.n, op.n
	}
}

func nameLength(run, shortest int) (least, most int) {
	if run == shortName {
		return shortName, shortName
	}
	return shortest, longestName
}
