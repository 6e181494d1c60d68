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

	// fileTimeEpoch is 1601-01-01, the epoch of FILETIME, in ticks.
	fileTimeEpoch = 584_388 * ticksPerDay
	// unixEpoch is 1970-01-01 in seconds since 0001-01-01.
	unixEpoch = 719_162 * 86_400

	kindShift = 62
	// MaxTicks is below 1<<62, so that ticks never touch the bits of the kind.
	ticksMask = 1<<kindShift - 1
)

// Kind is the reference of a DateTime's clock reading, as .NET's DateTimeKind.
type Kind uint8

// The kinds of .NET's DateTimeKind. Because the server's zone is UTC, Local and UTC denote the same instant and differ
// only in print: K prints +00:00 for Local and Z for UTC.
const (
	Unspecified Kind = iota
	UTC
	Local
)

// String returns .NET's name for the kind.
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
// The zero value is 0001-01-01T00:00:00, Unspecified. Two values are == if both ticks and kind are equal.
type DateTime struct {
	bits uint64 // the kind in the top two bits, the ticks in the rest
}

// pack returns the DateTime of ticks, which must be in range. Ticks need 62 bits, so the kind fits into the same word
// and a DateTime is passed in a register.
func pack(ticks int64, kind Kind) DateTime {
	return DateTime{uint64(ticks) | uint64(kind)<<kindShift}
}

// New returns the DateTime that is ticks times 100 ns after 0001-01-01T00:00:00. It returns a *RangeError if ticks is
// not between 0 and MaxTicks.
func New(ticks int64, kind Kind) (DateTime, error) {
	if ticks < 0 || ticks > MaxTicks {
		return DateTime{}, &RangeError{Subject: fmt.Sprintf("tick count %d", ticks), Limit: limitYears}
	}
	return pack(ticks, kind), nil
}

// FromTime returns t as a UTC DateTime, truncated to 100 ns. It returns a *RangeError if the year is not between 1 and
// 9999. Seconds and nanoseconds are taken apart, as UnixNano would overflow for most of the years that are allowed.
func FromTime(t time.Time) (DateTime, error) {
	sec := t.Unix() + unixEpoch
	if sec < 0 || sec > MaxTicks/ticksPerSecond {
		return DateTime{}, &RangeError{Subject: fmt.Sprintf("year %d", t.UTC().Year()), Limit: limitYears}
	}
	return pack(sec*ticksPerSecond+int64(t.Nanosecond()/100), UTC), nil
}

// Time returns d as a time.Time in UTC. Every kind is taken as UTC, the server's zone. A time.Time holds every DateTime, so
// that the way back cannot fail.
func (d DateTime) Time() time.Time {
	ticks := d.Ticks()
	return time.Unix(ticks/ticksPerSecond-unixEpoch, ticks%ticksPerSecond*100).UTC()
}

// Ticks returns the time since 0001-01-01T00:00:00 in units of 100 ns, from 0 to MaxTicks.
func (d DateTime) Ticks() int64 { return int64(d.bits & ticksMask) }

// Kind returns the kind of d.
func (d DateTime) Kind() Kind { return Kind(d.bits >> kindShift) }

// WithKind returns the same clock reading with another kind. It converts nothing: the instant stays the same, as the server's
// zone is UTC.
func (d DateTime) WithKind(kind Kind) DateTime { return pack(d.Ticks(), kind) }

// Date returns the year (1 to 9999), the month (1 to 12) and the day of the month (from 1).
func (d DateTime) Date() (year, month, day int) {
	return civil(int(d.Ticks() / ticksPerDay))
}

// Weekday returns the day of the week, from 0 for Sunday as in .NET.
func (d DateTime) Weekday() int {
	return weekday(int(d.Ticks() / ticksPerDay))
}

// FromFileTime returns the UTC DateTime of a FILETIME, which counts 100 ns since 1601-01-01T00:00:00Z. It returns a
// *RangeError for a negative count and for one after 9999-12-31, such as Active Directory's "never"
// (9223372036854775807).
func FromFileTime(fileTime int64) (DateTime, error) {
	if fileTime < 0 || fileTime > MaxTicks-fileTimeEpoch {
		return DateTime{}, &RangeError{Subject: fmt.Sprintf("FILETIME %d", fileTime), Limit: limitFileTime}
	}
	return pack(fileTime+fileTimeEpoch, UTC), nil
}

// FileTime returns d as a FILETIME. It returns a *RangeError for a date before 1601.
func (d DateTime) FileTime() (int64, error) {
	ticks := d.Ticks() - fileTimeEpoch
	if ticks < 0 {
		return 0, &RangeError{Subject: "date " + string(d.AppendISO(nil)), Limit: limitFileTime}
	}
	return ticks, nil
}
