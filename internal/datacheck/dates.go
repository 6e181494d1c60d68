package datacheck

import (
	"strconv"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	netdate "github.com/attrmap/attrmap/internal/dotnet/date"
)

// serials watches for numbers of days where dates are wanted: by the name of the column, or because other values of it are dates.
type serials struct {
	hits
	named bool
	dates int
}

func newSerials(col *column, _ *Check) watcher { return &serials{named: col.traits&isDate != 0} }

func (s *serials) see(v *cell) {
	if _, ok := netdate.FromSerial(v.text); ok {
		s.add(v)
	} else if isDateText(v.text) {
		s.dates++
	}
}

func (s *serials) tell(c *column) *told {
	if s.count == 0 || !s.named && s.dates == 0 {
		return nil
	}
	return s.of(c, "the serial number of a date in a spreadsheet", `format the column as dates, or read it with DateAdd("d", [date], "1899-12-30")`, func(v seen) string {
		d, _ := netdate.FromSerial(v.text)
		return d.ISODate()
	})
}

// dateParts returns the three numbers that a text begins with, if one character of / . - is between each two of them.
func dateParts(text string) (parts [3]string, ok bool) {
	at, separator := 0, byte(0)
	for i := range parts {
		from := at
		for at < len(text) && '0' <= text[at] && text[at] <= '9' {
			at++
		}
		if parts[i] = text[from:at]; at == from || at-from > 4 {
			return parts, false
		}
		if i == len(parts)-1 {
			break
		}
		if at == len(text) || !strings.ContainsRune("/.-", rune(text[at])) || i > 0 && text[at] != separator {
			return parts, false
		}
		separator, at = text[at], at+1
	}
	return parts, at == len(text) || text[at] == ' ' || text[at] == 'T'
}

// isDateText reports whether a text begins with a date in numbers.
func isDateText(text string) bool {
	parts, ok := dateParts(text)
	return ok && (len(parts[0]) == 4) != (len(parts[2]) == 4)
}

// orders watches for dates of which some have the day first and some the month.
type orders struct{ dayFirst, monthFirst hits }

func newOrders(*column, *Check) watcher { return &orders{} }

func (o *orders) see(v *cell) {
	parts, ok := dateParts(v.text)
	if !ok || len(parts[0]) > 2 || len(parts[1]) > 2 || len(parts[2])%2 != 0 {
		return
	}
	const months, days = 12, 31
	first, _ := strconv.Atoi(parts[0])
	second, _ := strconv.Atoi(parts[1])
	switch {
	case first > months && first <= days && second <= months && second > 0:
		o.dayFirst.add(v)
	case second > months && second <= days && first <= months && first > 0:
		o.monthFirst.add(v)
	}
}

func (o *orders) tell(*column) *told {
	if o.dayFirst.count == 0 || o.monthFirst.count == 0 {
		return nil
	}
	line := min(o.dayFirst.line(), o.monthFirst.line())
	return &told{line, diag.Messagef("dates are in two orders: %d with the day first (%s), %d with the month first (%s), and the others can be read both ways; export the column in one format, such as yyyy-MM-dd",
		o.dayFirst.count, o.dayFirst.places(nil), o.monthFirst.count, o.monthFirst.places(nil))}
}
