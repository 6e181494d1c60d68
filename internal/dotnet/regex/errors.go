package regex

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
)

// SyntaxError reports why .NET refuses a pattern or a replacement template.
type SyntaxError struct {
	Offset int    // byte offset in the text, from 0
	Reason string // what is wrong there and how to correct it; quotes at most 40 characters of the text
}

// Error returns the offset and the reason.
func (e *SyntaxError) Error() string {
	return fmt.Sprintf("at offset %d: %s", e.Offset, e.Reason)
}

// Limit identifies the limit that a LimitError reports.
type Limit uint8

// The limits.
const (
	LimitPatternBytes Limit = iota + 1 // Limits.PatternBytes
	LimitNesting                       // depth of nested groups or classes: MaxNesting
	LimitSteps                         // Limits.Steps, or Budget.Steps
	LimitTime                          // Budget.Time, in nanoseconds
	LimitMemory                        // memory for one match, in bytes: MaxMemory
	LimitOutputBytes                   // Limits.OutputBytes
	LimitInputBytes                    // length of the text to search: MaxInput
)

// String returns what the limit counts, such as "matching steps".
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

// LimitError reports the limit that a pattern or a match exceeded. It contains neither the pattern nor the text.
type LimitError struct {
	Limit Limit
	Max   int // value of the limit, in its unit
}

// Error returns the limit and its value.
func (e *LimitError) Error() string {
	return fmt.Sprintf("regular expression exceeds the limit of %d %s", e.Max, e.Limit)
}

// maxQuoted bounds what a message repeats of a pattern, in units.
const maxQuoted = 40

// quoted returns units in quotation marks, truncated to 40 characters. Quotation marks among the units are escaped as
// \x22, so that quotation marks in a message always enclose a quoted text.
func quoted(units []uint16) string {
	end := ""
	if len(units) > maxQuoted {
		units, end = units[:maxQuoted-1], "…"
	}
	text := strconv.Quote(string(utf16.Decode(units)) + end)
	return `"` + strings.ReplaceAll(text[1:len(text)-1], `"`, "x22") + `"` // Quote has put a backslash before each
}
