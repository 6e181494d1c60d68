package diag

import (
	"errors"
	"fmt"
	"time"
)

// ErrLimit is what every error of a passed limit is, by errors.Is, whichever package it comes from.
var ErrLimit = errors.New("a limit was passed")

// Limit is the stable name of a limit.
type Limit string

// Limits of an expression's text.
const (
	LimitSourceBytes  Limit = "source-bytes"
	LimitDepth        Limit = "depth"
	LimitNodes        Limit = "nodes"
	LimitSwitchPairs  Limit = "switch-pairs"
	LimitPatternBytes Limit = "pattern-bytes"
	LimitPatternDepth Limit = "pattern-depth"
)

// Limits of one evaluation.
const (
	LimitSteps       Limit = "steps"
	LimitTextBytes   Limit = "text-bytes"
	LimitOutputBytes Limit = "output-bytes"
	LimitListLength  Limit = "list-length"
	LimitRegexSteps  Limit = "regex-steps"
	LimitRegexTime   Limit = "regex-time" // its bound counts nanoseconds
	LimitRegexMemory Limit = "regex-memory"
	LimitRegexInput  Limit = "regex-input"
)

// Limits of documents, and of the records of a feed.
const (
	LimitFileBytes    Limit = "file-bytes"
	LimitJSONDepth    Limit = "json-depth"
	LimitJSONValues   Limit = "json-values"
	LimitNumberDigits Limit = "number-digits"
	LimitRecordBytes  Limit = "record-bytes"
	LimitFieldBytes   Limit = "field-bytes"
	LimitColumns      Limit = "columns"
	LimitOperations   Limit = "bulk-operations"
	LimitPathBytes    Limit = "path-bytes"
	LimitPathSteps    Limit = "path-steps"
)

// Limits gives the names of all limits, in the order of this file.
func Limits() []Limit {
	return []Limit{
		LimitSourceBytes, LimitDepth, LimitNodes, LimitSwitchPairs, LimitPatternBytes, LimitPatternDepth,
		LimitSteps, LimitTextBytes, LimitOutputBytes, LimitListLength, LimitRegexSteps, LimitRegexTime, LimitRegexMemory, LimitRegexInput,
		LimitFileBytes, LimitJSONDepth, LimitJSONValues, LimitNumberDigits, LimitRecordBytes, LimitFieldBytes, LimitColumns,
		LimitOperations, LimitPathBytes, LimitPathSteps,
	}
}

// LimitError tells which limit was passed. It is [ErrLimit], and stands in the chain of the error that tells what was at fault
// there: an evaluation's, a text's findings, a feed's, a document's.
type LimitError struct {
	// Limit names the limit and Max is its bound, in the unit of the name.
	Limit Limit
	Max   int64
	// Position is the place: of the part of an expression that failed, or in the document. It is the zero Position where there is
	// no text to point into.
	Position Position
}

// Error gives place, name and bound.
func (e *LimitError) Error() string {
	bound := fmt.Sprint(e.Max)
	if e.Limit == LimitRegexTime {
		bound = time.Duration(e.Max).String()
	}
	text := fmt.Sprintf("the limit %s of %s was passed", e.Limit, bound)
	if e.Position.Line > 0 {
		return e.Position.String() + ": " + text
	}
	return text
}

// Unwrap gives [ErrLimit].
func (e *LimitError) Unwrap() error { return ErrLimit }

// At gives the same error at a place.
func (e *LimitError) At(p Position) *LimitError {
	return &LimitError{Limit: e.Limit, Max: e.Max, Position: p}
}

// Worded gives an error that is e, in words of its own.
func (e *LimitError) Worded(format string, args ...any) error {
	return &wordedLimit{limit: e, text: fmt.Sprintf(format, args...)}
}

type wordedLimit struct {
	limit *LimitError
	text  string
}

func (e *wordedLimit) Error() string { return e.text }

func (e *wordedLimit) Unwrap() error { return e.limit }
