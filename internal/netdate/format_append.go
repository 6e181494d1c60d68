package netdate

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

// Append appends d, printed by the format, to dst and returns the longer slice. It cannot fail and does not
// allocate beyond growing dst.
func (f *Format) Append(dst []byte, d DateTime) []byte {
	start := len(dst)
	ticks := d.Ticks()
	day := int(ticks / ticksPerDay)
	var c clock
	if f.needDate {
		c.year, c.month, c.day = civil(day)
	}
	if f.needTime {
		second := int(ticks % ticksPerDay / ticksPerSecond)
		c.hour, c.minute, c.second = second/3600, second/60%60, second%60
	}
	for i := range f.ops {
		op := &f.ops[i]
		switch op.code {
		case printText:
			dst = append(dst, op.text...)
		case printYear:
			dst = appendPadded(dst, c.year, op.n)
		case printYearOfCentury:
			dst = appendDigits(dst, c.year%100, op.n)
		case printMonth:
			dst = appendDigits(dst, c.month, op.n)
		case printDay:
			dst = appendDigits(dst, c.day, op.n)
		case printHour:
			dst = appendDigits(dst, c.hour, op.n)
		case printMinute:
			dst = appendDigits(dst, c.minute, op.n)
		case printSecond:
			dst = appendDigits(dst, c.second, op.n)
		case printFraction:
			dst = appendFraction(dst, int(ticks%ticksPerSecond), op.n)
		case printFractionTrimmed:
			dst = appendTrimmed(dst, start, int(ticks%ticksPerSecond), op.n)
		case printDayName:
			dst = appendName(dst, dayNames[weekday(day)], op.n)
		default:
			dst = op.appendRare(dst, &c, d.Kind())
		}
	}
	return dst
}

// clock holds the parts of a DateTime that formats print most.
type clock struct {
	year, month, day, hour, minute, second int
}

func (op *printOp) appendRare(dst []byte, c *clock, kind Kind) []byte {
	switch op.code {
	case printMonthName:
		return appendName(dst, monthNames[c.month], op.n)
	case printHour12:
		return appendDigits(dst, hour12(c.hour), op.n)
	case printTimeMark:
		return append(dst, timeMark(c.hour)[:op.n]...)
	case printEra:
		return append(dst, eraName...)
	case printOffset:
		// The server's zone is UTC, so the offset is the same for every kind.
		return append(dst, [...]string{"+0", "+00", "+00:00"}[op.n-1]...)
	case printKind:
		switch kind {
		case UTC:
			return append(dst, 'Z')
		case Local:
			return append(dst, "+00:00"...)
		}
	}
	return dst
}

// AppendDefault appends d as text in the default form of the expression language, M/d/yyyy h:mm:ss tt.
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
	return append(dst, timeMark(hour)...)
}

// AppendISO appends d in .NET's round-trip form, yyyy-MM-ddTHH:mm:ss.fffffff and then Z for UTC, +00:00 for Local,
// nothing for Unspecified.
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
	op := printOp{code: printKind}
	return op.appendRare(dst, nil, d.Kind())
}

// String returns what AppendISO appends.
func (d DateTime) String() string { return string(d.AppendISO(nil)) }

func hour12(hour int) int {
	if hour = hour % 12; hour == 0 {
		return 12
	}
	return hour
}

func timeMark(hour int) string {
	if hour < 12 {
		return "AM"
	}
	return "PM"
}

func appendName(dst []byte, name string, full int) []byte {
	if full == 0 {
		name = name[:shortName]
	}
	return append(dst, name...)
}

// appendDigits appends n, which is below 100, with at least width digits (1 or 2).
func appendDigits(dst []byte, n, width int) []byte {
	if n < 10 && width == 1 {
		return append(dst, byte('0'+n))
	}
	return append(dst, digitPairs[2*n], digitPairs[2*n+1])
}

// appendPadded appends n, which is below 10000, with at least width digits. Years have no upper width in .NET.
func appendPadded(dst []byte, n, width int) []byte {
	for ; width > 4; width-- {
		dst = append(dst, '0')
	}
	high, low := 2*(n/100), 2*(n%100)
	if width == 3 && n < 1000 {
		return append(dst, digitPairs[high+1], digitPairs[low], digitPairs[low+1])
	}
	return append(dst, digitPairs[high], digitPairs[high+1], digitPairs[low], digitPairs[low+1])
}

var pow10 = [maxFraction + 1]int{1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000}

// appendFraction appends the first width digits of a second's ticks.
func appendFraction(dst []byte, ticks, width int) []byte {
	for i := range width {
		dst = append(dst, byte('0'+ticks/pow10[maxFraction-1-i]%10))
	}
	return dst
}

// appendTrimmed is appendFraction without trailing zeros. When no digit remains, a dot printed just before goes
// too, whoever printed it, but not one that stood in dst before start.
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
