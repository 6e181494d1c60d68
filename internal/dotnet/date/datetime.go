package date

import (
	"fmt"
	"time"
)

const (
	ticksPerMicrosecond = 10
	ticksPerSecond      = 10_000_000
	ticksPerMinute      = 60 * ticksPerSecond
	ticksPerHour        = 60 * ticksPerMinute
	ticksPerDay         = 24 * ticksPerHour

	// MaxTicks is 9999-12-31T23:59:59.9999999, the last instant a DateTime can hold.
	MaxTicks = daysInCalendar*ticksPerDay - 1

	// fileTimeEpoch is 1601-01-01, where FILETIME starts to count.
	fileTimeEpoch = 584_388 * ticksPerDay
	// unixEpoch is 1970-01-01 in whole seconds since 0001-01-01.
	unixEpoch = 719_162 * 86_400

	kindShift = 62
	ticksMask = 1<<kindShift - 1
)

// Kind says what a DateTime's clock reading is relative to.
type Kind uint8

// The kinds of .NET's DateTimeKind. The server's zone is UTC, so Local and UTC differ in how they print
// (K gives +00:00 and Z), never in the instant.
const (
	Unspecified Kind = iota
	UTC
	Local
)

// String returns .NET's name of the kind.
func (k Kind) String() string {
	switch k {
	case UTC:
		return "Utc"
	case Local:
		return "Local"
	default:
		return "Unspecified"
	}
}

// DateTime is a calendar date and time of day with a Kind, from 0001-01-01 to 9999-12-31 in steps of 100 ns.
// The zero value is 0001-01-01T00:00:00, Unspecified. Two values are == when ticks and kind agree.
type DateTime struct {
	bits uint64 // kind in the two top bits, ticks below
}

func pack(ticks int64, kind Kind) DateTime {
	return DateTime{uint64(ticks) | uint64(kind)<<kindShift}
}

// New returns the DateTime of ticks, counted in 100 ns from 0001-01-01T00:00:00. Ticks outside 0 to MaxTicks give
// a *RangeError.
func New(ticks int64, kind Kind) (DateTime, error) {
	if ticks < 0 || ticks > MaxTicks {
		return DateTime{}, &RangeError{Subject: fmt.Sprintf("tick count %d", ticks), Limit: limitYears}
	}
	return pack(ticks, kind), nil
}

// FromTime returns t as a UTC DateTime, cut to 100 ns. A year outside 1 to 9999 gives a *RangeError.
func FromTime(t time.Time) (DateTime, error) {
	sec := t.Unix() + unixEpoch
	if sec < 0 || sec > MaxTicks/ticksPerSecond {
		return DateTime{}, &RangeError{Subject: fmt.Sprintf("year %d", t.UTC().Year()), Limit: limitYears}
	}
	return pack(sec*ticksPerSecond+int64(t.Nanosecond()/100), UTC), nil
}

// Time returns d as a time.Time in UTC. Every kind counts as UTC, which is the server's zone.
func (d DateTime) Time() time.Time {
	ticks := d.Ticks()
	return time.Unix(ticks/ticksPerSecond-unixEpoch, ticks%ticksPerSecond*100).UTC()
}

// Ticks returns the 100 ns steps since 0001-01-01T00:00:00, 0 to MaxTicks.
func (d DateTime) Ticks() int64 { return int64(d.bits & ticksMask) }

// Kind returns what d's clock reading is relative to.
func (d DateTime) Kind() Kind { return Kind(d.bits >> kindShift) }

// WithKind returns the same clock reading under another kind.
func (d DateTime) WithKind(kind Kind) DateTime { return pack(d.Ticks(), kind) }

// Date returns the year (1 to 9999), month (1 to 12) and day of the month (from 1).
func (d DateTime) Date() (year, month, day int) {
	return civil(int(d.Ticks() / ticksPerDay))
}

// Weekday returns the day of the week, 0 for Sunday as in .NET.
func (d DateTime) Weekday() int {
	return weekday(int(d.Ticks() / ticksPerDay))
}

// FromFileTime returns the UTC DateTime of a FILETIME, the 100 ns steps since 1601-01-01T00:00:00Z. A negative
// count, and one past 9999-12-31 such as the "never" of Active Directory (9223372036854775807), gives a *RangeError.
func FromFileTime(fileTime int64) (DateTime, error) {
	if fileTime < 0 || fileTime > MaxTicks-fileTimeEpoch {
		return DateTime{}, &RangeError{Subject: fmt.Sprintf("FILETIME %d", fileTime), Limit: limitFileTime}
	}
	return pack(fileTime+fileTimeEpoch, UTC), nil
}

// FileTime returns d as a FILETIME. A date before 1601 gives a *RangeError.
func (d DateTime) FileTime() (int64, error) {
	ticks := d.Ticks() - fileTimeEpoch
	if ticks < 0 {
		return 0, &RangeError{Subject: "date " + string(d.AppendISO(nil)), Limit: limitFileTime}
	}
	return ticks, nil
}
