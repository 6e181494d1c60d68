package expr

import (
	"time"

	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/internal/call"
)

// Limits bounds what one expression may cost. A field that is zero or negative means its default, so the zero value
// is the published set.
type Limits struct {
	// SourceBytes is the longest text accepted, in bytes. Default [syntax.DefaultSourceBytes].
	SourceBytes int
	// Depth is the deepest nesting of parentheses accepted. Default [syntax.DefaultDepth]; more than 10,000 counts as 10,000.
	Depth int
	// Nodes is the largest number of syntax nodes accepted: calls, attributes, constants, operators and empty arguments
	// count one each. Default [syntax.DefaultNodes]; more than a million counts as a million.
	Nodes int

	// SwitchPairs is the largest number of pairs of key and value in one Switch. Default 2,000.
	SwitchPairs int
	// PatternBytes is the longest regular expression accepted, and the longest date format, in bytes; it goes for those that the
	// object's values make, too. Default 8 KiB.
	PatternBytes int

	// The fields that follow bound each evaluation. Everything but RegexTime is counted, not timed: what passes once passes always, on
	// every machine. docs/security.md lists the defaults.

	// Steps is the greatest amount of work: each call and operator counts one, and so do 512 bytes of a long text and 16 members of a
	// list that a function reads.
	Steps int
	// TextBytes is the greatest length of one text, in bytes of UTF-8.
	TextBytes int
	// OutputBytes is the greatest length of all texts together that the evaluation makes, those between one function and the next
	// included. A list counts 24 bytes for each member.
	OutputBytes int
	// ListLength is the greatest number of members of a list.
	ListLength int
	// RegexSteps is the work of all regular expressions together, those of a list's members too; a step takes some 5 to 15 ns.
	RegexSteps int
	// RegexTime bounds the time that the regular expressions of an evaluation take. It is off by default, since what it ends depends
	// on the machine; RegexSteps does not.
	RegexTime time.Duration
}

// evaluation returns the part of the limits that bounds an evaluation.
func (l Limits) evaluation() call.Limits {
	return call.Limits{
		Steps: l.Steps, TextBytes: l.TextBytes, OutputBytes: l.OutputBytes, ListLength: l.ListLength,
		RegexSteps: l.RegexSteps, RegexTime: l.RegexTime,
	}.WithDefaults()
}

// text returns the part of the limits that bounds the parser.
func (l Limits) text() syntax.Limits {
	return syntax.Limits{SourceBytes: l.SourceBytes, Depth: l.Depth, Nodes: l.Nodes}
}
