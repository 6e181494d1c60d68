package date

import (
	"fmt"
	"math"
	"strings"
)

// Interval is a unit of time of Visual Basic's DateAdd and DateDiff.
type Interval uint8

// The intervals and their codes. The order is that of intervalCodes.
const (
	Years      Interval = iota // yyyy
	Quarters                   // q
	Months                     // m
	DaysOfYear                 // y
	Days                       // d
	Weekdays                   // w: days for Add, whole weeks for Diff
	Weeks                      // ww
	Hours                      // h
	Minutes                    // n
	Seconds                    // s
)

var intervalCodes = [...]string{"yyyy", "q", "m", "y", "d", "w", "ww", "h", "n", "s"}

// String returns the code of the interval.
func (i Interval) String() string {
	if int(i) < len(intervalCodes) {
		return intervalCodes[i]
	}
	return fmt.Sprintf("Interval(%d)", i)
}

// ParseInterval returns the interval of a code, ignoring case. It returns an *IntervalError for any other text, such as
// dd, day, or a code with spaces around it.
func ParseInterval(text string) (Interval, error) {
	for i, code := range intervalCodes {
		if len(text) == len(code) && strings.EqualFold(text, code) {
			return Interval(i), nil
		}
	}
	return 0, &IntervalError{Text: clip(text)}
}

// Add returns d moved by n intervals, as Visual Basic's DateAdd does: n is truncated toward zero, and a day that does
// not exist in the resulting month becomes its last day. The kind is kept. It returns a *RangeError if n is not a 32-bit
// number or the result is outside the years 1 to 9999.
func Add(interval Interval, n float64, d DateTime) (DateTime, error) {
	count := math.Trunc(n)
	// The negation also catches NaN.
	if !(count >= math.MinInt32 && count <= math.MaxInt32) {
		return DateTime{}, &RangeError{Subject: fmt.Sprintf("number of intervals %g", n), Limit: "32-bit numbers"}
	}
	whole := int64(count)
	var ticks int64
	var ok bool
	switch interval {
	case Years:
		ticks, ok = addMonths(d, whole*12)
	case Quarters:
		ticks, ok = addMonths(d, whole*3)
	case Months:
		ticks, ok = addMonths(d, whole)
	case Weeks:
		ticks, ok = addUnits(d, whole*7, ticksPerDay)
	case Hours:
		ticks, ok = addUnits(d, whole, ticksPerHour)
	case Minutes:
		ticks, ok = addUnits(d, whole, ticksPerMinute)
	case Seconds:
		ticks, ok = addUnits(d, whole, ticksPerSecond)
	default:
		ticks, ok = addUnits(d, whole, ticksPerDay)
	}
	if !ok {
		subject := fmt.Sprintf("%s and %d intervals %q", d.AppendISO(nil), whole, interval.String())
		return DateTime{}, &RangeError{Subject: subject, Limit: limitYears}
	}
	return pack(ticks, d.Kind()), nil
}

// addUnits returns the ticks of d plus n units, and reports whether they are in range. It compares n with the range
// first, because the product could overflow.
func addUnits(d DateTime, n, unit int64) (int64, bool) {
	// A result in range cannot be farther away than the whole calendar.
	if most := MaxTicks / unit; n > most || n < -most {
		return 0, false
	}
	ticks := d.Ticks() + n*unit
	return ticks, ticks >= 0 && ticks <= MaxTicks
}

// addMonths returns the ticks of d plus n months, and reports whether they are in range. A day after the last of the
// month becomes the last. It counts months from year 0, so that year and month come apart by a division.
func addMonths(d DateTime, n int64) (int64, bool) {
	year, month, day := d.Date()
	total := int64(year)*12 + int64(month) - 1 + n
	if total < 12 || total >= 10_000*12 {
		return 0, false
	}
	y, m := int32(total/12), int32(total%12)+1
	// 31 January and a month are 28 or 29 February; adding a month to that does not return to the 31st.
	days := dayNumber(y, m, min(int32(day), daysIn(y, m)))
	return days*ticksPerDay + d.Ticks()%ticksPerDay, true
}

// Diff returns the number of intervals from a to b, as Visual Basic's DateDiff does. Years, quarters and months count
// calendar boundaries. Days, hours, minutes and seconds are elapsed time, truncated toward zero; w is elapsed days
// divided by seven. ww moves both dates back to the previous Saturday, keeping the time of day, and divides the elapsed
// days by seven; it returns a *RangeError for a date in the first week of year 1, before which there is no Saturday.
func Diff(interval Interval, a, b DateTime) (int64, error) {
	elapsed := b.Ticks() - a.Ticks()
	switch interval {
	case Years, Quarters, Months:
		return boundaries(interval, a, b), nil
	case Weekdays:
		return whole(elapsed, ticksPerDay) / 7, nil
	case Weeks:
		from, to := saturdayBefore(a), saturdayBefore(b)
		if first := min(from, to); first < 0 {
			return 0, &RangeError{Subject: "the week before 0001-01-07", Limit: limitYears}
		}
		return whole(to-from, ticksPerDay) / 7, nil
	case Hours:
		return whole(elapsed, ticksPerHour), nil
	case Minutes:
		return whole(elapsed, ticksPerMinute), nil
	case Seconds:
		return whole(elapsed, ticksPerSecond), nil
	default:
		return whole(elapsed, ticksPerDay), nil
	}
}

// boundaries returns the number of calendar boundaries between a and b: from 31 December to 1 January is one year.
// It is negative if b is before a.
func boundaries(interval Interval, a, b DateTime) int64 {
	year1, month1, _ := a.Date()
	year2, month2, _ := b.Date()
	years := int64(year2 - year1)
	switch interval {
	case Quarters:
		return years*4 + int64((month2-1)/3-(month1-1)/3)
	case Months:
		return years*12 + int64(month2-month1)
	default:
		return years
	}
}

// whole returns ticks in whole units, truncated toward zero after a division in floating point, as TimeSpan.TotalDays
// and its siblings divide. Over thousands of years, one tick less than a whole unit therefore rounds up to it.
func whole(ticks, unit int64) int64 {
	return int64(math.Trunc(float64(ticks) / float64(unit)))
}

// saturdayBefore returns the ticks of d on the last Saturday before it, which may be negative. The day of a Saturday is
// the one a week earlier. Weekday is 0 on Sunday, one day after the Saturday.
func saturdayBefore(d DateTime) int64 {
	return d.Ticks() - int64(d.Weekday()+1)*ticksPerDay
}
