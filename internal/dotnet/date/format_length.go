package date

import "unicode/utf16"

// Lengths of the names of months and days in the invariant culture.
const (
	shortestDay, shortestMonth = len("Sunday"), len("May")
	longestName                = len("Wednesday")
)

// MinLen returns the length of the shortest text that the format can print, in UTF-16 code units. The sum can be too small,
// never too great: not every F has a dot before it to remove.
func (f *Format) MinLen() int {
	n := 0
	for i := range f.ops {
		least, _ := f.ops[i].length()
		n += least
	}
	return max(n, 0)
}

// MaxLen returns the length of the longest text that the format can print, in UTF-16 code units.
func (f *Format) MaxLen() int {
	n := 0
	for i := range f.ops {
		_, most := f.ops[i].length()
		n += most
	}
	return n
}

// length returns the least and the greatest number of UTF-16 code units that the operation adds.
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
		return -1, op.n // it may remove a dot printed before
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

// nameLength returns the lengths of a name of a month or day: that of the abbreviation for a run of three letters.
func nameLength(run, shortest int) (least, most int) {
	if run == shortName {
		return shortName, shortName
	}
	return shortest, longestName
}
