package feed

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/attrmap/attrmap/expr/diag"
)

// The causes an [Error] wraps. An Error may wrap the error of the underlying io.Reader instead.
var (
	// ErrSyntax: the text is not JSON, or not a CSV row.
	ErrSyntax = errors.New("malformed text")
	// ErrTruncated: the input, or a line of JSON Lines, ends in the middle of something.
	ErrTruncated = errors.New("unexpected end")
	// ErrEncoding: the text is not UTF-8, or an escape writes half a character.
	ErrEncoding = errors.New("not valid Unicode text")
	// ErrDuplicate: a JSON member or a CSV column stands twice.
	ErrDuplicate = errors.New("name used twice")
	// ErrShape: the text is well formed, and is not what the format has at this place.
	ErrShape = errors.New("unexpected shape")
	// ErrLimit: one of [Limits] is passed. The cause is a [diag.LimitError], which tells which one.
	ErrLimit = diag.ErrLimit
)

// exceeded gives the cause of a passed limit.
func exceeded(limit diag.Limit, bound int) error {
	return &diag.LimitError{Limit: limit, Max: int64(bound)}
}

// Error tells what is wrong with the input, and where. Values of the input are never quoted, since they may be personal data;
// names are, at most 40 characters of them, and single characters, unless Options.HideValues is set.
type Error struct {
	Record  int    // the record's number, from 1; 0 where the fault lies outside of records
	Line    int    // from 1
	Column  int    // from 1, in characters
	Offset  int64  // bytes before the place, a byte order mark included; in UTF-16 input as if it were UTF-8
	Problem string // what was wanted and what was found
	Remedy  string // what to do
	Cause   error  // one of this package's Err values, a [diag.LimitError], or the reader's error
}

// Error gives place, problem and remedy in one line.
func (e *Error) Error() string {
	var b strings.Builder
	if e.Record > 0 {
		fmt.Fprintf(&b, "record %d, ", e.Record)
	}
	fmt.Fprintf(&b, "line %d, column %d: %s", e.Line, e.Column, e.Problem)
	if e.Remedy != "" {
		b.WriteString("; ")
		b.WriteString(e.Remedy)
	}
	return b.String()
}

// hidden gives an error without what it quotes of the input.
func hidden(err error) error {
	e, ok := err.(*Error)
	if !ok {
		return err
	}
	masked := *e
	masked.Problem = diag.Masked(e.Problem)
	return &masked
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Cause }

// fault is an Error on its way: its place is still an index into the text at hand.
type fault struct {
	at       int
	needMore bool // nothing is wrong so far: the text at hand ends too early
	cause    error
	problem  string
	remedy   string
}

func (f *fault) error(record int, p place) *Error {
	cause := f.cause
	if limit, ok := cause.(*diag.LimitError); ok {
		cause = limit.At(diag.Position{Line: p.line, Column: p.column, Offset: int(p.offset)})
	}
	return &Error{
		Record: record, Line: p.line, Column: p.column, Offset: p.offset,
		Problem: f.problem, Remedy: f.remedy, Cause: cause,
	}
}

// found names the character that text starts with, for the end of "x is wanted, … was found".
func found(text []byte) string {
	if len(text) == 0 {
		return "the end"
	}
	r, size := utf8.DecodeRune(text)
	if r == utf8.RuneError && size <= 1 {
		return fmt.Sprintf("the byte 0x%02x", text[0])
	}
	return string(diag.Quote(string(r)))
}

// validText checks that text is UTF-8; the place of the fault is an index into text.
func validText(text []byte, remedy string) *fault {
	if utf8.Valid(text) {
		return nil
	}
	at := 0
	for at < len(text) {
		r, size := utf8.DecodeRune(text[at:])
		if r == utf8.RuneError && size <= 1 {
			break
		}
		at += size
	}
	return &fault{at: at, cause: ErrEncoding, problem: "the text is not UTF-8: " + found(text[at:]) + " was found", remedy: remedy}
}
