package date

import (
	"fmt"
	"strconv"
	"unicode/utf8"
)

const (
	limitYears    = "0001-01-01 to 9999-12-31"
	limitFileTime = "1601-01-01 to 9999-12-31"
)

// maxQuoted is the number of characters of an input that an error quotes at most: dates may be personal data.
const maxQuoted = 40

// quote returns s in quotation marks, truncated to maxQuoted characters.
func quote(s string) string {
	n := 0
	for i := range s {
		if n++; n > maxQuoted {
			return strconv.Quote(s[:i]) + "..."
		}
	}
	return strconv.Quote(s)
}

// clip copies the beginning of s: at least maxQuoted characters and one more, from which quote sees that s is longer.
// The copy keeps an error from retaining a large input.
func clip[T text](s T) string {
	const most = (maxQuoted + 1) * utf8.UTFMax
	if len(s) > most {
		return string(s[:most])
	}
	return string(s)
}

// A FormatError reports a malformed pattern, which can neither print nor parse a date.
type FormatError struct {
	Pattern string // beginning of the pattern; at most 40 characters are printed
	Offset  int    // byte offset of the offending part, from 0
	Problem string // what is wrong there
}

// Error counts bytes from 1, unlike Offset.
func (e *FormatError) Error() string {
	return fmt.Sprintf("date format %s: %s (byte %d)", quote(e.Pattern), e.Problem, e.Offset+1)
}

// formatError returns the error of a pattern, of which it retains only the beginning.
func formatError(pattern string, offset int, problem string) *FormatError {
	return &FormatError{Pattern: clip(pattern), Offset: offset, Problem: problem}
}

// Reason is why a text is not a date.
type Reason uint8

// The reasons of a ParseError.
const (
	// NoReason is the zero value. No ParseError has it.
	NoReason Reason = iota
	// EmptyText: the text is empty.
	EmptyText
	// Mismatch: the text does not follow the layout, or is in no form that Parse recognizes.
	Mismatch
	// Contradiction: a part occurs twice with different values, or AM or PM contradicts the hour.
	Contradiction
	// NoSuchDate: a part is out of range, as in 30 February, hour 24 or second 60.
	NoSuchDate
	// WrongWeekday: the day of the week in the text is not that of the date.
	WrongWeekday
	// OffsetTooLarge: the offset from UTC is more than 14 hours.
	OffsetTooLarge
	// OutOfRange: in UTC, the date is before year 1 or after year 9999.
	OutOfRange
	// DateMissing: the year or the whole date would be taken from today's date, which ParseCDate refuses.
	DateMissing
)

// String returns the reason as a clause that can follow a colon.
func (r Reason) String() string {
	switch r {
	case EmptyText:
		return "the text is empty"
	case Mismatch:
		return "not a recognized date"
	case Contradiction:
		return "two parts contradict each other"
	case NoSuchDate:
		return "no such date or time"
	case WrongWeekday:
		return "the date is on another day of the week"
	case OffsetTooLarge:
		return "the offset from UTC is more than 14 hours"
	case OutOfRange:
		return "the date is outside " + limitYears
	case DateMissing:
		return "the year or the whole date is missing"
	default:
		return "no reason given"
	}
}

// A ParseError reports a text that is not a date, or not one in the layout's format.
type ParseError struct {
	Input   string // beginning of the text; at most 40 characters are printed
	Pattern string // the layout's pattern, or "" from Parse and ParseCDate
	Offset  int    // byte offset at which parsing stopped, from 0
	Reason  Reason
}

// Error quotes the beginning of the text, which may be personal data; Reason is the part that quotes nothing.
func (e *ParseError) Error() string {
	if e.Pattern == "" {
		return fmt.Sprintf("date %s: %s", quote(e.Input), e.Reason)
	}
	return fmt.Sprintf("date %s in format %s: %s", quote(e.Input), quote(e.Pattern), e.Reason)
}

// A RangeError reports a number or a result that a DateTime, a FILETIME or an interval cannot hold.
type RangeError struct {
	Subject string // what is out of range
	Limit   string // the range
}

func (e *RangeError) Error() string {
	return e.Subject + " is outside " + e.Limit
}

// A StyleError reports a text that names no DateTimeStyles, or styles that exclude each other.
type StyleError struct {
	Text    string
	Problem string
}

func (e *StyleError) Error() string {
	return fmt.Sprintf("date styles %s: %s", quote(e.Text), e.Problem)
}

// An IntervalError reports a text that is not an interval code of DateAdd and DateDiff.
type IntervalError struct {
	Text string
}

func (e *IntervalError) Error() string {
	return fmt.Sprintf("unknown interval %s: want yyyy, q, m, y, d, w, ww, h, n or s", quote(e.Text))
}
