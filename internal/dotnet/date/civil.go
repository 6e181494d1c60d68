package date

// daysInCalendar is the number of days from 0001-01-01 to 9999-12-31.
const daysInCalendar = 3_652_059

// twoDigitYearMax is the last two-digit year of the 2000s: 49 is 2049 and 50 is 1950. .NET Framework and .NET before
// version 8 end at 2029.
const twoDigitYearMax = 49

var daysInMonth = [13]int32{0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}

// daysBeforeMonth counts the days of a year without a leap day before the first of the month. Like daysInMonth it is indexed
// from 1.
var daysBeforeMonth = [13]int32{0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334}

// isLeap is the Gregorian rule, which .NET applies to all years, those before 1582 too. A multiple of 25 that is divisible by
// 16 is one of 400; a multiple of 4 and 25 is one of 100.
func isLeap(year int32) bool {
	return year&3 == 0 && (year%25 != 0 || year&15 == 0)
}

// daysIn returns the number of days in a month, or 0 if the month or year does not exist.
func daysIn(year, month int32) int32 {
	// Negative months become large by the conversion, among them unset.
	if uint32(month) >= uint32(len(daysInMonth)) || year < 1 || year > 9999 {
		return 0
	}
	if month == 2 && isLeap(year) {
		return 29
	}
	return daysInMonth[month]
}

// validDay reports whether a date exists.
func validDay(year, month, day int32) bool {
	return day >= 1 && day <= daysIn(year, month)
}

// dayNumber returns the number of days from 0001-01-01 to a date, which must exist. It counts the leap days of the complete
// years before, and that of the year itself only from March on.
func dayNumber(year, month, day int32) int64 {
	y := year - 1
	n := y*365 + y/4 - y/100 + y/400 + daysBeforeMonth[month] + day - 1
	if month > 2 && isLeap(year) {
		n++
	}
	return int64(n)
}

// ticksOf returns the ticks of a date and time of day. It reports false if a part is out of range; hour 24 and second
// 60 are. Callers pass 0 for parts of the time that a text lacks.
func ticksOf(year, month, day, hour, minute, second int32) (ticks int64, ok bool) {
	if !validDay(year, month, day) || uint32(hour) >= 24 || uint32(minute) >= 60 || uint32(second) >= 60 {
		return 0, false
	}
	seconds := int64(hour)*3600 + int64(minute)*60 + int64(second)
	return dayNumber(year, month, day)*ticksPerDay + seconds*ticksPerSecond, true
}

// civil splits a day number into year, month and day. It starts years on 1 March, so that the leap day comes last,
// and uses multiplications instead of divisions (Neri and Schneider's Euclidean affine functions).
func civil(days int) (year, month, day int) {
	const daysToMarch = 306 // from 1 March of year 0 to 1 January of year 1
	n := 4*uint32(days+daysToMarch) + 3
	century := n / 146_097
	inCentury := uint64(n%146_097 | 3)
	product := 2_939_745 * inCentury
	yearOfCentury := uint32(product >> 32)
	dayOfYear := uint32(product) / 2_939_745 / 4
	m := 2141*dayOfYear + 197_913
	year = int(100*century + yearOfCentury)
	month = int(m >> 16)
	if dayOfYear >= daysToMarch {
		year++
		month -= 12
	}
	return year, month, int(m&0xffff/2141) + 1
}

// weekday returns the day of the week, 0 for Sunday. The first day of the calendar, 0001-01-01, was a Monday.
func weekday(days int) int { return (days + 1) % 7 }

// fullYear returns the four-digit year of a one- or two-digit year, and any other year unchanged.
func fullYear(year int32) int32 {
	switch {
	case year >= 100 || year < 0:
		return year
	case year > twoDigitYearMax:
		return 1900 + year
	default:
		return 2000 + year
	}
}
