package date

import (
	"math"
	"strconv"
)

// Missing is the value of a part that a text does not contain.
const Missing = unset

// Parts are the parts of a date as they occur in a text, each [Missing] if it does not. They show how the text was
// understood.
type Parts struct {
	Year, Month, Day     int
	Weekday              int // 0 for Sunday
	Hour, Minute, Second int // of 24 hours
	Fraction             int // in ticks of 100 ns
	HasOffset            bool
	Offset               int // from UTC, in minutes; 0 without HasOffset
}

// WeekdayName returns the English name of the day of the week, or "" if the text has none.
func (p *Parts) WeekdayName() string {
	if p.Weekday == Missing {
		return ""
	}
	return dayNames[p.Weekday]
}

// OffsetText returns the offset as +hh:mm, or "" if the text has none.
func (p *Parts) OffsetText() string {
	if !p.HasOffset {
		return ""
	}
	sign, minutes := byte('+'), p.Offset
	if minutes < 0 {
		sign, minutes = '-', -minutes
	}
	text := append([]byte{sign}, twoDigits(minutes/60)...)
	return string(append(append(text, ':'), twoDigits(minutes%60)...))
}

// twoDigits returns n, which is not negative, with a leading zero below ten.
func twoDigits(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}

// parsedParts are the parts found in a text before missing parts of the date were completed; set is false if none was
// missing.
type parsedParts struct {
	parts [partCount]int32
	set   bool
}

// Parts returns the parts of the date in s. It reports false if Parse returns an error for the same s and now.
func (l *Layout) Parts(s string, now DateTime) (p Parts, ok bool) {
	var parsed parsedParts
	m := matcher[string]{s: s, parts: unsetParts, parsed: &parsed}
	if _, reason := m.read(l, now); reason != NoReason {
		return Parts{}, false
	}
	// Missing parts of the time stay unset; those of the date have been completed only if parsed was set.
	parts := m.parts
	for i := range parts {
		if parsed.set && parsed.parts[i] == unset {
			parts[i] = unset
		}
	}
	return Parts{
		Year: int(parts[partYear]), Month: int(parts[partMonth]), Day: int(parts[partDay]), Weekday: int(parts[partWeekday]),
		Hour: int(parts[partHour]), Minute: int(parts[partMinute]), Second: int(parts[partSecond]), Fraction: int(parts[partFraction]),
		HasOffset: m.zone.set, Offset: int(m.zone.minutes),
	}, true
}

// CDateParts returns the parts of the date in s as CDate reads it. It reports false if ParseCDate returns an error for
// s. A missing month or day is 1, not [Missing].
func CDateParts(s string) (parts Parts, ok bool) {
	if _, err := ParseCDate(s); err != nil {
		return Parts{}, false
	}
	p := newParser(s)
	// Any date will do for now: ParseCDate has accepted the text, so that nothing is completed from it.
	p.parse(AssumeUniversal|AdjustToUniversal, DateTime{})
	f := &p.fields
	parts = Parts{
		Year: int(f.year), Month: int(f.month), Day: int(f.day), Weekday: int(f.weekday),
		Hour: int(f.hour), Minute: int(f.minute), Second: int(f.second), Fraction: unset,
		HasOffset: f.zone.set, Offset: int(f.zone.minutes),
	}
	if p.fraction > 0 {
		parts.Fraction = int(math.RoundToEven(p.fraction * ticksPerSecond))
	}
	return parts, true
}
