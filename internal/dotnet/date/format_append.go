package date

// digitPairs has the two digits of n at 2n, which spares a division per digit.
const digitPairs = "00010203040506070809" +
	"10111213141516171819" +
	"20212223242526272829" +
	"30313233343536373839" +
	"40414243444546474849" +
	"50515253545556575859" +
	"60616263646566676869" +
	"70717273747576777879" +
	"80818283848586878889" +
	"90919293949596979899"

// clockValue identifies a part of a date and time that is below 100 and so prints as a pair of digits.
type clockValue uint8

const (
	valueCentury clockValue = iota
	valueYearOfCentury
	valueMonth
	valueDay
	valueHour
	valueHour12
	valueMinute
	valueSecond
	clockValues

	lastDateValue = valueDay
)

// values returns the clock values that f prints, and 0 for the others: splitting ticks into a date is the most
// expensive part of printing, so it is skipped for formats that print a time only, and vice versa. Every value is below 100,
// so that a byte holds it: the year is split into its century and the year of that.
func (f *Format) values(ticks int64) (v [clockValues]uint8) {
	if f.needDate {
		year, month, day := civil(int(ticks / ticksPerDay))
		v[valueCentury], v[valueYearOfCentury] = uint8(year/100), uint8(year%100)
		v[valueMonth], v[valueDay] = uint8(month), uint8(day)
	}
	if f.needTime {
		second := int(ticks % ticksPerDay / ticksPerSecond)
		hour := second / 3600
		v[valueHour], v[valueHour12] = uint8(hour), uint8(hour12(hour))
		v[valueMinute], v[valueSecond] = uint8(second/60%60), uint8(second%60)
	}
	return v
}

// Append appends d, printed in the format, to dst and returns the extended slice. It allocates only to grow dst.
// It never fails: a format prints every date.
func (f *Format) Append(dst []byte, d DateTime) []byte {
	ticks := d.Ticks()
	v := f.values(ticks)
	if f.fixed != nil {
		return f.fixed.append(dst, &v, ticks)
	}
	start := len(dst)
	for i := range f.ops {
		op := &f.ops[i]
		// Operations without a value read that of valueCentury, which they ignore.
		n := int(v[op.value])
		switch op.code {
		case printText:
			dst = append(dst, op.text...)
		case printPair:
			dst = append(dst, digitPairs[2*n], digitPairs[2*n+1])
		case printShort:
			dst = appendDigits(dst, n, 1)
		case printYear:
			dst = appendPadded(dst, int(v[valueCentury])*100+int(v[valueYearOfCentury]), op.n)
		case printFraction:
			dst = appendFraction(dst, int(ticks%ticksPerSecond), op.n)
		case printFractionTrimmed:
			dst = appendTrimmed(dst, start, int(ticks%ticksPerSecond), op.n)
		case printDesignator:
			dst = append(dst, designator(int(v[valueHour]))[:op.n]...)
		case printDayName:
			dst = appendName(dst, dayNames[weekday(int(ticks/ticksPerDay))], op.n)
		case printMonthName:
			dst = appendName(dst, monthNames[v[valueMonth]], op.n)
		case printKind:
			dst = appendKind(dst, d.Kind())
		}
	}
	return dst
}

// appendKind appends the text that K prints for a kind.
func appendKind(dst []byte, kind Kind) []byte {
	switch kind {
	case UTC:
		return append(dst, 'Z')
	case Local:
		return append(dst, "+00:00"...)
	default:
		return dst
	}
}

// AppendDefault appends d in the default format of the expression language, M/d/yyyy h:mm:ss tt. It is the text form of a
// date-time where an expression needs a text, and so is written out instead of compiled.
func (d DateTime) AppendDefault(dst []byte) []byte {
	ticks := d.Ticks()
	year, month, day := civil(int(ticks / ticksPerDay))
	second := int(ticks % ticksPerDay / ticksPerSecond)
	hour := second / 3600
	dst = appendDigits(dst, month, 1)
	dst = append(dst, '/')
	dst = appendDigits(dst, day, 1)
	dst = append(dst, '/')
	dst = appendPadded(dst, year, 4)
	dst = append(dst, ' ')
	dst = appendDigits(dst, hour12(hour), 1)
	dst = append(dst, ':')
	dst = appendDigits(dst, second/60%60, 2)
	dst = append(dst, ':')
	dst = appendDigits(dst, second%60, 2)
	dst = append(dst, ' ')
	return append(dst, designator(hour)...)
}

// AppendISO appends d in .NET's round-trip format: yyyy-MM-ddTHH:mm:ss.fffffff, followed by Z for UTC, +00:00 for Local
// and nothing for Unspecified.
func (d DateTime) AppendISO(dst []byte) []byte {
	ticks := d.Ticks()
	year, month, day := civil(int(ticks / ticksPerDay))
	second := int(ticks % ticksPerDay / ticksPerSecond)
	dst = appendPadded(dst, year, 4)
	dst = append(dst, '-')
	dst = appendDigits(dst, month, 2)
	dst = append(dst, '-')
	dst = appendDigits(dst, day, 2)
	dst = append(dst, 'T')
	dst = appendDigits(dst, second/3600, 2)
	dst = append(dst, ':')
	dst = appendDigits(dst, second/60%60, 2)
	dst = append(dst, ':')
	dst = appendDigits(dst, second%60, 2)
	dst = append(dst, '.')
	dst = appendFraction(dst, int(ticks%ticksPerSecond), maxFraction)
	return appendKind(dst, d.Kind())
}

// String returns d in the format of AppendISO.
func (d DateTime) String() string { return string(d.AppendISO(nil)) }

// hour12 returns the hour on a 12-hour clock, from 1 to 12.
func hour12(hour int) int {
	if hour %= 12; hour == 0 {
		return 12
	}
	return hour
}

// designator returns AM or PM.
func designator(hour int) string {
	if hour < 12 {
		return "AM"
	}
	return "PM"
}

// appendName appends a name, abbreviated for a run of three letters.
func appendName(dst []byte, name string, run int) []byte {
	if run == shortName {
		name = name[:shortName]
	}
	return append(dst, name...)
}

// appendDigits appends n, which must be below 100, with at least width digits (1 or 2).
func appendDigits(dst []byte, n, width int) []byte {
	if n < 10 && width == 1 {
		return append(dst, byte('0'+n))
	}
	return append(dst, digitPairs[2*n], digitPairs[2*n+1])
}

// appendPadded appends n, which must be below 10000, with at least width digits: .NET pads years to any width.
func appendPadded(dst []byte, n, width int) []byte {
	for ; width > 4; width-- {
		dst = append(dst, '0')
	}
	high, low := 2*(n/100), 2*(n%100)
	// yyy prints at least three digits, and the year 1985 in full.
	if width == 3 && n < 1000 {
		return append(dst, digitPairs[high+1], digitPairs[low], digitPairs[low+1])
	}
	return append(dst, digitPairs[high], digitPairs[high+1], digitPairs[low], digitPairs[low+1])
}

// pow10 is by number of digits; a fraction of n digits has its last one at pow10[maxFraction-n] ticks.
var pow10 = [maxFraction + 1]int{1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000}

// appendFraction appends the first width decimal places of a fraction of a second, given in ticks. It truncates, as .NET does.
func appendFraction(dst []byte, ticks, width int) []byte {
	for i := range width {
		dst = append(dst, byte('0'+ticks/pow10[maxFraction-1-i]%10))
	}
	return dst
}

// appendTrimmed is like appendFraction but drops trailing zeros. As in .NET, if no digit remains, a preceding dot is
// removed too, whichever part of the pattern printed it; a dot that was in dst before start is the caller's and stays.
func appendTrimmed(dst []byte, start, ticks, width int) []byte {
	digits := ticks / pow10[maxFraction-width]
	for width > 0 && digits%10 == 0 {
		digits /= 10
		width--
	}
	if width > 0 {
		return appendFraction(dst, ticks, width)
	}
	if last := len(dst) - 1; last >= start && dst[last] == '.' {
		return dst[:last]
	}
	return dst
}
