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

// maxQuoted bounds how much of a text an error repeats, in characters: dates may be personal data.
const maxQuoted = 40

func quote(s string) string {
	n := 0
	for i := range s {
		if n++; n > maxQuoted {
			return strconv.Quote(s[:i]) + "..."
		}
	}
	return strconv.Quote(s)
}

// clip copies at most maxQuoted characters and one more, so that quote can tell that the text went on.
func clip[T text](s T) string {
	const most = (maxQuoted + 1) * utf8.UTFMax
	if len(s) > most {
		return string(s[:most])
	}
	return string(s)
}

// A FormatError says that a pattern is none: it can neither print nor read a date.
type FormatError struct {
	Pattern string // the pattern's beginning, at most some 40 characters of which are printed
	Offset  int    // byte offset of the offending part, from 0
	Problem string // what is wrong with that part
}

func (e *FormatError) Error() string {
	return fmt.Sprintf("date format %s: %s (byte %d)", quote(e.Pattern), e.Problem, e.Offset+1)
}

func formatError(pattern string, offset int, problem string) *FormatError {
	return &FormatError{Pattern: clip(pattern), Offset: offset, Problem: problem}
}

// Reason tells why a text is no date.
type Reason uint8

// The reasons of a ParseError.
const (
	// NoReason is the zero value; no ParseError carries it.
	NoReason Reason = iota
	// EmptyText: the text is empty.
	EmptyText
	// Mismatch: the text does not follow the layout, or no form that Parse knows.
	Mismatch
	// Contradiction: a part comes twice with different values, or AM/PM does not go with the hour.
	Contradiction
	// NoSuchDate: a part is outside its range, as in 30 February, hour 24 or second 60.
	NoSuchDate
	// WrongWeekday: the date falls on another day of the week than the text says.
	WrongWeekday
	// OffsetTooLarge: the offset from UTC is more than 14 hours.
	OffsetTooLarge
	// OutOfRange: in UTC the date is before the year 1 or after 9999.
	OutOfRange
	// DateMissing: the text leaves its year, or its whole date, to be taken from today; ParseCDate refuses that.
	DateMissing
)

// String says the reason in words that follow "because".
func (r Reason) String() string {
	switch r {
	case EmptyText:
		return "the text is empty"
	case Mismatch:
		return "the text does not have the form wanted"
	case Contradiction:
		return "two parts contradict each other"
	case NoSuchDate:
		return "no such date or time exists"
	case WrongWeekday:
		return "the date is another day of the week"
	case OffsetTooLarge:
		return "the offset is more than 14 hours"
	case OutOfRange:
		return "the date is outside " + limitYears
	case DateMissing:
		return "the year or the whole date is missing"
	default:
		return "no reason given"
	}
}

// A ParseError says that a text is not the date it should be.
type ParseError struct {
	Input   string // the text's beginning, at most some 40 characters of which are printed
	Pattern string // the layout's pattern, "" for Parse and ParseCDate
	Offset  int    // byte offset up to which the text was understood, from 0
	Reason  Reason
}

func (e *ParseError) Error() string {
	if e.Pattern == "" {
		return fmt.Sprintf("%s is not a date: %s", quote(e.Input), e.Reason)
	}
	return fmt.Sprintf("%s does not fit the date format %s: %s", quote(e.Input), quote(e.Pattern), e.Reason)
}

// A RangeError says that a number or a result is outside what a DateTime, a FILETIME or an interval can hold.
type RangeError struct {
	Subject string // what is outside
	Limit   string // what it is outside of
}

func (e *RangeError) Error() string {
	return e.Subject + " is outside " + e.Limit
}

// A StyleError says that a text names no DateTimeStyles, or styles that exclude each other.
type StyleError struct {
	Text    string
	Problem string
}

func (e *StyleError) Error() string {
	return fmt.Sprintf("date time styles %s: %s", quote(e.Text), e.Problem)
}

// An IntervalError says that a text is no interval code of DateAdd and DateDiff.
type IntervalError struct {
	Text string
}

func (e *IntervalError) Error() string {
	return fmt.Sprintf("%s is not an interval: use yyyy, q, m, y, d, w, ww, h, n or s", quote(e.Text))
}
