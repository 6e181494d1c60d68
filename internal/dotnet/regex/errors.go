package regex

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
)

// SyntaxError tells why .NET refuses a pattern or a replacement template.
type SyntaxError struct {
	Offset int    // where in the text, in bytes, from 0
	Reason string // what is wrong there and what to write; quotes at most 40 characters of the text
}

// Error returns the offset and the reason.
func (e *SyntaxError) Error() string {
	return fmt.Sprintf("at offset %d: %s", e.Offset, e.Reason)
}

// Limit names what a LimitError ran out of.
type Limit uint8

// The limits.
const (
	LimitPatternBytes Limit = iota + 1 // Limits.PatternBytes
	LimitNesting                       // groups or classes inside one another: 200
	LimitSteps                         // Limits.Steps, or Budget.Steps
	LimitTime                          // Budget.Time, in nanoseconds
	LimitMemory                        // memory for one match: 24 MiB
	LimitOutputBytes                   // Limits.OutputBytes
	LimitInputBytes                    // text to search: 1 GiB
)

// String returns the limit's name in words.
func (l Limit) String() string {
	switch l {
	case LimitPatternBytes:
		return "bytes of pattern"
	case LimitNesting:
		return "levels of nesting"
	case LimitSteps:
		return "matching steps"
	case LimitTime:
		return "nanoseconds"
	case LimitMemory:
		return "bytes of matching memory"
	case LimitOutputBytes:
		return "bytes of output"
	case LimitInputBytes:
		return "bytes of input"
	}
	return "limit " + strconv.Itoa(int(l))
}

// LimitError tells which limit a pattern or a match went over. It never holds the pattern or the text.
type LimitError struct {
	Limit Limit
	Max   int // the limit's value, in its own unit
}

// Error returns the limit and its value.
func (e *LimitError) Error() string {
	return fmt.Sprintf("regular expression exceeds the limit of %d %s", e.Max, e.Limit)
}

const maxQuoted = 40

// quoted returns units in quotes, cut to 40 characters, with no other quotes between them.
func quoted(units []uint16) string {
	end := ""
	if len(units) > maxQuoted {
		units, end = units[:maxQuoted-1], "…"
	}
	text := strconv.Quote(string(utf16.Decode(units)) + end)
	return `"` + strings.ReplaceAll(text[1:len(text)-1], `"`, "x22") + `"` // behind the backslash that Quote put there
}
