package date

// ReadsToday reports whether there are texts for which Parse takes the year or the whole date from now. A missing month
// or day is not taken from it.
func (l *Layout) ReadsToday() bool { return l.today }

// readsToday reports whether the operations can end without having read a year, on a path that may skip absent dots.
// Under NoCurrentDateDefault, now is used only for texts that have a month or a day. Each operation is looked at once per
// value of dated, so that the search is linear although paths join again.
func readsToday(ops []readOp, styles Styles) bool {
	var seen [2][]bool // by whether a month or a day has been read
	seen[0], seen[1] = make([]bool, len(ops)+1), make([]bool, len(ops)+1)
	var from func(i, dated int) bool
	from = func(i, dated int) bool {
		for ; i >= 0 && i < len(ops) && !seen[dated][i]; i++ {
			seen[dated][i] = true
			switch op := &ops[i]; op.code {
			case readBroken:
				return false
			case readDot:
				if from(int(op.to), dated) {
					return true
				}
			case readJump:
				return from(int(op.to), dated)
			case readMonthName:
				dated = 1
			case readNumber:
				switch op.part {
				case partYear:
					return false
				case partMonth, partDay:
					dated = 1
				}
			default: // reads no part of a date
			}
		}
		atEnd := i == noJump || i == len(ops)
		return atEnd && (dated == 1 || styles&NoCurrentDateDefault == 0)
	}
	return from(0, 0)
}
