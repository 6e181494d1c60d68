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

// dateParts returns the three numbers that a text begins with, if one character of / . - is between each two of them, and nothing but a time of day
// follows.
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
	return parts, at == len(text) || (text[at] == ' ' || text[at] == 'T') && at+1 < len(text) && '0' <= text[at+1] && text[at+1] <= '9'
}

// isDateText reports whether a text begins with a date in numbers.
func isDateText(text string) bool {
	parts, ok := dateParts(text)
	return ok && (len(parts[0]) == 4) != (len(parts[2]) == 4)
}

// orders watches for dates of which some have the day first, some the month and some the year. Those that can be read with the day or the month
// first count beside those with the year first alone.
type orders struct{ dayFirst, monthFirst, yearFirst, either hits }

func newOrders(*column, *Check) watcher { return &orders{} }

func (o *orders) see(v *cell) {
	parts, ok := dateParts(v.text)
	if !ok || len(parts[1]) > 2 {
		return
	}
	const months, days, year = 12, 31, 4
	first, _ := strconv.Atoi(parts[0])
	second, _ := strconv.Atoi(parts[1])
	third, _ := strconv.Atoi(parts[2])
	isMonth := func(n int) bool { return n > 0 && n <= months }
	isLateDay := func(n int) bool { return n > months && n <= days }
	switch {
	case len(parts[0]) == year && len(parts[2]) <= 2:
		if isMonth(second) && third > 0 && third <= days {
			o.yearFirst.add(v)
		}
	case len(parts[0]) > 2 || len(parts[2])%2 != 0:
	case isLateDay(first) && isMonth(second):
		o.dayFirst.add(v)
	case isLateDay(second) && isMonth(first):
		o.monthFirst.add(v)
	case isMonth(first) && isMonth(second) && len(parts[2]) == year:
		o.either.add(v)
	}
}

func (o *orders) tell(*column) *told {
	line := 0
	var list []diag.Message
	add := func(h *hits, what string) {
		if h.count == 0 {
			return
		}
		if line == 0 || h.line() < line {
			line = h.line()
		}
		list = append(list, diag.Messagef("%d with the %s first (%s)", h.count, diag.Name(what), h.places(nil)))
	}
	add(&o.dayFirst, "day")
	add(&o.monthFirst, "month")
	both := len(list) == 2
	if len(list) == 0 && o.yearFirst.count > 0 {
		add(&o.either, "day or the month")
	}
	add(&o.yearFirst, "year")
	if len(list) < 2 {
		return nil
	}
	number, rest := "two", ""
	if len(list) > 2 {
		number = "three"
	}
	if both {
		rest = ", and the others can be read both ways"
	}
	return &told{line, diag.Messagef("dates are in %s orders: %s%s; export the column in one format, such as yyyy-MM-dd", diag.Name(number), joined(list), diag.Name(rest))}
}
