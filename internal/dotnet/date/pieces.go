package date

import (
	"math"
	"strconv"
)

// Missing stands for a part that a text does not give.
const Missing = unset

// Pieces are the parts of a date as a text gives them, each [Missing] where it does not. They are for readers who want to know how
// the text was understood.
type Pieces struct {
	Year, Month, Day     int
	Weekday              int // 0 for Sunday
	Hour, Minute, Second int // of 24 hours
	Fraction             int // in ticks of 100 ns
	HasOffset            bool
	Offset               int // in minutes; 0 without HasOffset
}

// WeekdayName gives the English name of the day of the week, "" where the text has none.
func (p *Pieces) WeekdayName() string {
	if p.Weekday == Missing {
		return ""
	}
	return dayNames[p.Weekday]
}

// OffsetText gives the offset as +hh:mm, "" where the text has none.
func (p *Pieces) OffsetText() string {
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

func twoDigits(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}

// givenParts are the parts that a text gave, where a part of the date had to be completed.
type givenParts struct {
	parts [partCount]int32
	noted bool
}

// Pieces returns the parts of the date that s gives under the layout; ok is false where Parse refuses it with the same now.
func (l *Layout) Pieces(s string, now DateTime) (p Pieces, ok bool) {
	var given givenParts
	m := matcher[string]{s: s, parts: unsetParts, given: &given}
	if _, reason := m.read(l, now); reason != NoReason {
		return Pieces{}, false
	}
	parts := m.parts
	for i := range parts {
		if given.noted && given.parts[i] == unset {
			parts[i] = unset
		}
	}
	return Pieces{
		Year: int(parts[partYear]), Month: int(parts[partMonth]), Day: int(parts[partDay]), Weekday: int(parts[partWeekday]),
		Hour: int(parts[partHour]), Minute: int(parts[partMinute]), Second: int(parts[partSecond]), Fraction: int(parts[partFraction]),
		HasOffset: m.zone.set, Offset: int(m.zone.minutes),
	}, true
}

// CDatePieces returns the parts of the date that s gives to CDate; ok is false where ParseCDate refuses it. A month or a day that the
// text leaves out is 1.
func CDatePieces(s string) (pieces Pieces, ok bool) {
	if _, err := ParseCDate(s); err != nil {
		return Pieces{}, false
	}
	p := newParser(s)
	p.parse(AssumeUniversal|AdjustToUniversal, DateTime{})
	f := &p.fields
	pieces = Pieces{
		Year: int(f.year), Month: int(f.month), Day: int(f.day), Weekday: int(f.weekday),
		Hour: int(f.hour), Minute: int(f.minute), Second: int(f.second), Fraction: unset,
		HasOffset: f.zone.set, Offset: int(f.zone.minutes),
	}
	if p.fraction > 0 {
		pieces.Fraction = int(math.RoundToEven(p.fraction * ticksPerSecond))
	}
	return pieces, true
}
