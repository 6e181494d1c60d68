package date

// unset is the value of a part of the date that the text does not contain.
const unset = -1

// dayHalf is the half of the day that AM or PM denotes.
type dayHalf uint8

const (
	noHalf dayHalf = iota
	am
	pm
)

// fields are the parts of a date found in a text so far.
type fields struct {
	year, month, day     int32
	hour, minute, second int32
	weekday              int32
	half                 dayHalf
	fromToday            bool // the year or the whole date was taken from now
	zone                 zone
}

// unsetFields is how parsing starts. The zero fields would be midnight of a year 0, in which every part has been read.
func unsetFields() fields {
	return fields{
		year: unset, month: unset, day: unset,
		hour: unset, minute: unset, second: unset,
		weekday: unset,
	}
}

// completeDate fills in missing parts as .NET does: the year is that of now, the month January, the day the first.
// A text without any part of a date is today's, which is now's date, or 0001-01-01 under NoCurrentDateDefault.
func (f *fields) completeDate(styles Styles, now DateTime) {
	switch {
	case f.year == unset && f.month == unset && f.day == unset:
		if styles&NoCurrentDateDefault != 0 {
			f.year, f.month, f.day = 1, 1, 1
			return
		}
		year, month, day := now.Date()
		f.year, f.month, f.day = int32(year), int32(month), int32(day)
		f.fromToday = true
	// Now's month and day are not used once the text has either.
	case f.year == unset:
		f.yearOf(now)
	}
	f.month = orDefault(f.month, 1)
	f.day = orDefault(f.day, 1)
}

// yearOf sets the year to that of now.
func (f *fields) yearOf(now DateTime) {
	year, _, _ := now.Date()
	f.year = int32(year)
	f.fromToday = true
}

// setDate sets the date and reports whether it exists; if not, the fields are unchanged, so that the caller can try
// another order of the numbers.
func (f *fields) setDate(year, month, day int32) bool {
	if !validDay(year, month, day) {
		return false
	}
	f.year, f.month, f.day = year, month, day
	return true
}

// ticks returns the ticks of complete fields, without the fraction of a second. Missing parts of the time are 0.
func (f *fields) ticks() (int64, bool) {
	return ticksOf(f.year, f.month, f.day, orDefault(f.hour, 0), orDefault(f.minute, 0), orDefault(f.second, 0))
}

// wrongWeekday reports whether the text names another day of the week than that of ticks.
func (f *fields) wrongWeekday(ticks int64) bool {
	return f.weekday != unset && int(f.weekday) != weekday(int(ticks/ticksPerDay))
}

// orDefault returns n, or byDefault if n is unset.
func orDefault(n, byDefault int32) int32 {
	if n == unset {
		return byDefault
	}
	return n
}
