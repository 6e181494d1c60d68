package diag

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"strings"
)

// Errorf returns an error with a message of typed arguments, which wraps those that are errors. As in [Messagef], what is not known to be
// free of values is left out by [MaskedError].
func Errorf(format string, args ...any) error {
	if false {
		_ = fmt.Errorf(format, args...) // lets go vet check the calls as those of Errorf
	}
	e := &messageError{message: Message{Format: strings.ReplaceAll(format, "%w", "%s"), Args: args}}
	for _, arg := range args {
		if err, ok := arg.(error); ok {
			e.wrapped = append(e.wrapped, err)
		}
	}
	return e
}

type messageError struct {
	message Message
	wrapped []error
}

func (e *messageError) Error() string { return e.message.String() }

// Sentence returns the message with its arguments.
func (e *messageError) Sentence() Message { return e.message }

func (e *messageError) Unwrap() []error { return e.wrapped }

// speaker is an error that knows which parts of its text may be values.
type speaker interface{ Sentence() Message }

// MaskedError returns what an error says, without what may repeat a value. The errors of this module say which arguments these are;
// errors of reading and of canceled contexts hold none. Of all other errors nothing is known, and nothing is repeated.
func MaskedError(err error) string {
	if text := maskedError(err).String(); text != string(omitted) {
		return text
	}
	return "an error whose text may hold values"
}

func maskedError(err error) Message {
	if s, ok := err.(speaker); ok {
		return s.Sentence().Masked()
	}
	// A wrapper that says what it wraps and no more, as [errors.Join] makes of a single error.
	if w, ok := err.(interface{ Unwrap() []error }); ok {
		if wrapped := w.Unwrap(); len(wrapped) == 1 && wrapped[0].Error() == err.Error() {
			return maskedError(wrapped[0])
		}
	}
	harmless := false
	switch err.(type) { //nolint:errorlint // what wraps a harmless error may repeat a value
	case *LimitError, *fs.PathError:
		harmless = true
	}
	for _, known := range []error{context.Canceled, context.DeadlineExceeded, io.EOF, io.ErrUnexpectedEOF, fs.ErrNotExist} {
		harmless = harmless || err == known //nolint:errorlint // what wraps a harmless error may repeat a value
	}
	if harmless {
		return Messagef("%s", Name(err.Error()))
	}
	return Messagef("%s", omitted)
}
