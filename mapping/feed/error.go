package feed

import (
	"errors"
	"fmt"
	"unicode/utf8"

	"github.com/attrmap/attrmap/expr/diag"
)

// The causes that an [Error] wraps. Other causes are a [diag.LimitError], which names the exceeded limit, and the error of the underlying
// io.Reader.
var (
	// ErrSyntax: the text is neither JSON nor a CSV row.
	ErrSyntax = errors.New("malformed text")
	// ErrTruncated: the input, or a line of JSON Lines, ends in the middle of something.
	ErrTruncated = errors.New("unexpected end")
	// ErrEncoding: the text is not UTF-8, or an escape encodes half of a surrogate pair.
	ErrEncoding = errors.New("not valid Unicode text")
	// ErrDuplicate: a JSON member or a CSV column occurs twice.
	ErrDuplicate = errors.New("name used twice")
	// ErrShape: the text is well formed, but is not what the format has at this place.
	ErrShape = errors.New("unexpected shape")
)

// exceeded returns the cause of an error about a limit.
func exceeded(limit diag.Limit, bound int) error {
	return &diag.LimitError{Limit: limit, Max: int64(bound)}
}

// Error says what is wrong with the input, and where. It never quotes values of the input, which may be personal data, but names, up to
// 40 characters of them, and single characters, unless [Options.HideValues] is set.
type Error struct {
	Record  int          // the record's number, from 1; 0 for a fault outside records
	Line    int          // from 1
	Column  int          // from 1, in characters
	Offset  int64        // bytes before the place, including a byte order mark; for UTF-16 counted as if it were UTF-8
	Problem diag.Message // what is wrong: what the format wants, and what it got
	Remedy  string       // what to do
	Cause   error        // one of this package's Err values, a [diag.LimitError], or the reader's error
}

// Error returns place, problem and remedy in one line.
func (e *Error) Error() string { return e.Sentence().String() }

// Sentence returns the text of Error with its arguments.
func (e *Error) Sentence() diag.Message {
	place := fmt.Sprintf("line %d, column %d", e.Line, e.Column)
	if e.Record > 0 {
		place = fmt.Sprintf("record %d, %s", e.Record, place)
	}
	if e.Remedy == "" {
		return diag.Messagef("%s: %s", diag.Name(place), e.Problem)
	}
	return diag.Messagef("%s: %s; %s", diag.Name(place), e.Problem, diag.Name(e.Remedy))
}

// masked returns an error without what it quotes of the input.
func masked(err error) error {
	var e *Error
	if !errors.As(err, &e) {
		return err
	}
	out := *e
	out.Problem = e.Problem.Masked()
	return &out
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Cause }

// fault is an Error in the making: its place is still an index into the scanned text.
type fault struct {
	at       int
	needMore bool // no fault so far, but the text ends too early
	cause    error
	problem  diag.Message
	remedy   string
}

// error returns the Error of a fault at a place of the input. A LimitError gets the same place, so that errors.As finds it there, too.
func (f *fault) error(record int, p place) *Error {
	cause := f.cause
	var limit *diag.LimitError
	if errors.As(cause, &limit) {
		cause = limit.At(diag.Position{Line: p.line, Column: p.column, Offset: int(p.offset)})
	}
	return &Error{
		Record: record, Line: p.line, Column: p.column, Offset: p.offset,
		Problem: f.problem, Remedy: f.remedy, Cause: cause,
	}
}

// unreadable is about an error of the caller's reader. It is shown even when values are hidden: it is about the file, not about what
// the file says.
func unreadable(err error) diag.Message {
	return diag.Messagef("the input cannot be read: %s", diag.Name(err.Error()))
}

// found names the character that text starts with, as an argument of "want …, got …".
func found(text []byte) diag.Message {
	if len(text) == 0 {
		return diag.Messagef("the end")
	}
	r, size := utf8.DecodeRune(text)
	if r == utf8.RuneError && size <= 1 {
		return diag.Messagef("the byte 0x%02x", text[0])
	}
	return diag.Messagef("%s", diag.Quote(string(r)))
}
