package graph

import (
	"errors"

	"github.com/attrmap/attrmap/expr/diag"
)

// What a [LoadError] can be about, for errors.Is.
var (
	// ErrEncoding: the bytes are no text.
	ErrEncoding = errors.New("encoding")
	// ErrSyntax: the text is no JSON.
	ErrSyntax = errors.New("syntax")
	// ErrShape: the JSON is no synchronization schema, or a member of it has a value of the wrong kind.
	ErrShape = errors.New("shape")
	// ErrLimit: the document is larger or deeper than [Limits] allow. The error unwraps to a [diag.LimitError], which tells which one
	// was passed.
	ErrLimit = diag.ErrLimit
)

// LoadError tells why a document cannot be loaded. It unwraps to one of [ErrEncoding], [ErrSyntax], [ErrShape] and [ErrLimit], or to
// the error of the reader.
type LoadError struct {
	// Path is the place in the document, such as synchronizationRules[0].objectMappings[1].name; "$" is the whole.
	Path string
	// Position counts in the text as UTF-8 without a byte order mark.
	Position diag.Position
	Message  string
	// Hint says what to do; it may be empty.
	Hint  string
	cause error
}

// Error gives line and column, path, message and hint.
func (e *LoadError) Error() string {
	text := e.Position.String() + ": "
	if e.Path != "$" {
		text += e.Path + ": "
	}
	text += e.Message
	if e.Hint != "" {
		text += ": " + e.Hint
	}
	return text
}

// Unwrap gives the sort of failure.
func (e *LoadError) Unwrap() error { return e.cause }
