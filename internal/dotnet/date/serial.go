package date

import (
	"strconv"
	"strings"
)

// The serial numbers that [FromSerial] takes for dates of people's lives: from 1927-05-18 to 2099-12-31. Both have five digits.
const (
	firstSerial = 10_000
	lastSerial  = 73_050
)

// serialEpoch is 1899-12-30, day 0 of Excel's serial numbers after 1900-02-28, in ticks (documented: Microsoft, date systems in Excel; that day is
// one earlier than day 0 by the calendar, because Excel counts a 29 February 1900 which there was not).
const serialEpoch = 693_593 * ticksPerDay

// FromSerial returns the date that a text of five digits is the serial number of, as a spreadsheet writes a date whose cell is formatted as a number.
// A fraction, after a point or a comma, is the time of the day and is left out. It reports false for every other text, and for dates before
// 1927-05-18 and after 2099.
func FromSerial(text string) (d DateTime, ok bool) {
	const digits = 5
	whole, fraction := text, ""
	if at := strings.IndexAny(text, ".,"); at >= 0 {
		whole, fraction = text[:at], text[at+1:]
		if fraction == "" {
			return d, false
		}
	}
	if len(whole) != digits || strings.Trim(whole+fraction, "0123456789") != "" {
		return d, false
	}
	n, _ := strconv.Atoi(whole)
	if n < firstSerial || n > lastSerial {
		return d, false
	}
	return pack(serialEpoch+int64(n)*ticksPerDay, Unspecified), true
}

// ISODate returns the date of d as in 2026-01-31.
func (d DateTime) ISODate() string {
	text := d.String()
	return text[:len("2006-01-02")]
}
