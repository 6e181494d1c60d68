package diag

import (
	"errors"
	"fmt"
	"time"
)

// ErrLimit matches, by errors.Is, every error of an exceeded limit, whichever package it comes from.
var ErrLimit = errors.New("a limit was passed")

// Limit is the stable name of a limit, such as depth; docs/security.md lists them.
type Limit string

// regexTime is the limit whose bound counts nanoseconds.
const regexTime Limit = "regex-time"

// LimitError says which limit was exceeded. It is [ErrLimit], and is in the chain of the error that says what was at fault
// there: an evaluation's, a text's findings, a feed's, a document's.
type LimitError struct {
	// Limit names the limit and Max is its bound, in the unit of the name.
	Limit Limit
	Max   int64
	// Position is the place: of the part of an expression that failed, or in the document. It is the zero Position where there is
	// no text to point into.
	Position Position
}

// Error returns place, name and bound.
func (e *LimitError) Error() string {
	bound := fmt.Sprint(e.Max)
	if e.Limit == regexTime {
		bound = time.Duration(e.Max).String()
	}
	text := fmt.Sprintf("the limit %s of %s was passed", e.Limit, bound)
	if e.Position.Line > 0 {
		return e.Position.String() + ": " + text
	}
	return text
}

// Unwrap returns [ErrLimit].
func (e *LimitError) Unwrap() error { return ErrLimit }

// At returns the same error at a place.
func (e *LimitError) At(p Position) *LimitError {
	return &LimitError{Limit: e.Limit, Max: e.Max, Position: p}
}

// Worded returns an error that is e, with another message.
func (e *LimitError) Worded(format string, args ...any) error {
	return &messageError{Messagef(format, args...), []error{e}}
}
