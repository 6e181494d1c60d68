package datacheck

import (
	"cmp"
	"strconv"

	"github.com/attrmap/attrmap/expr/diag"
)

// longest is the number of digits of the longest number that is looked at.
const longest = 18

// lengths watches the numbers of people and things for zeros that are missing at their beginnings. There are two signs of it: other numbers of the
// column begin with a zero and are longer, or nearly all have the same length. Numbers that were given one after the other, from 1 on or across a
// power of ten, have both, and are neither.
type lengths struct {
	of     [longest + 1]ofLength
	digits int // texts of digits only
	others int
}

// ofLength is what is known of the numbers of one length.
type ofLength struct {
	zeros, plain int // that begin with a zero, and that do not
	least, most  uint64
	zero, first  seen // the first of either
}

func newLengths(col *column, _ *Check) watcher {
	if col.traits&isNumber == 0 || col.traits&isDate != 0 {
		return nil
	}
	return &lengths{}
}

func (l *lengths) see(v *cell) {
	if v.class&digits == 0 || len(v.text) > longest {
		// One that was long is a number all the same.
		if !isScientific(v.text) {
			l.others++
		}
		return
	}
	l.digits++
	of := &l.of[len(v.text)]
	if v.text[0] == '0' {
		if of.zeros++; of.zeros == 1 {
			of.zero = seenOf(v)
		}
		return
	}
	n, _ := strconv.ParseUint(v.text, 10, 64)
	if of.plain++; of.plain == 1 {
		of.first, of.least, of.most = seenOf(v), n, n
	}
	of.least, of.most = min(of.least, n), max(of.most, n)
}

func (l *lengths) tell(c *column) *told {
	// In ids of letters and digits, lengths mean nothing.
	const few = 10
	if l.others*few > l.digits {
		return nil
	}
	usual := func(count func(of *ofLength) int) int {
		best := 0
		for n := 2; n <= longest; n++ {
			if count(&l.of[n]) > max(0, count(&l.of[best])) {
				best = n
			}
		}
		return best
	}
	if n := usual(func(of *ofLength) int { return of.zeros }); n > 0 {
		short, count, _ := l.shorter(n)
		// Postal codes have the lengths of their countries.
		if count == 0 || c.traits&isPostal != 0 && count > l.few(l.of[n].plain+l.of[n].zeros) {
			return nil
		}
		zero := l.of[n].zero
		return &told{short.line, diag.Messagef("%d of %s %s fewer digits than others that begin with a zero: record %d %s, but record %d %s; export the column as text",
			count, diag.Name(diag.Count(c.texts, "value")), diag.Name(have(count)), short.ordinal, diag.Quote(short.text), zero.ordinal, diag.Quote(zero.text))}
	}
	n := usual(func(of *ofLength) int { return of.plain })
	short, count, most := l.shorter(n)
	if usual := &l.of[n]; count == 0 || count > l.few(usual.plain) || usual.least < 2*most || l.isDense() {
		return nil
	}
	return &told{short.line, diag.Messagef("%d of %s %s fewer digits than most, which have %d: record %d %s; zeros at the beginning may be lost: export the column as text",
		count, diag.Name(diag.Count(c.texts, "value")), diag.Name(have(count)), n, short.ordinal, diag.Quote(short.text))}
}

// few returns how many shorter numbers there may be beside n others: more are a range of numbers of their own.
func (*lengths) few(n int) int {
	const part = 10
	return max(min(2, n/2), n/part)
}

// shorter returns the first of the numbers with fewer than n digits that do not begin with a zero, how many there are, and the greatest of them.
func (l *lengths) shorter(n int) (first seen, count int, most uint64) {
	for i := range l.of[:n] {
		of := &l.of[i]
		if of.plain == 0 {
			continue
		}
		if count == 0 || cmp.Compare(of.first.ordinal, first.ordinal) < 0 {
			first = of.first
		}
		count, most = count+of.plain, max(most, of.most)
	}
	return first, count, most
}

// isDense reports whether the numbers may have been given one after the other: a twentieth of those up to the greatest is there.
func (l *lengths) isDense() bool {
	const part = 20
	greatest := uint64(0)
	for i := range l.of {
		greatest = max(greatest, l.of[i].most)
	}
	return uint64(l.digits)*part >= greatest
}

func have(n int) string {
	if n == 1 {
		return "has"
	}
	return "have"
}
