package delta

import (
	"errors"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/jsonobject"
	"github.com/attrmap/attrmap/mapping/feed"
)

// RefusedError says why no request is built: nothing must be written, and nothing of an earlier run replaced.
type RefusedError struct {
	// Problem says what is wrong, and Summary what the files differ in; nil where they could not be compared.
	Problem diag.Message
	Summary *Summary

	hide bool
}

// Error returns the problem.
func (e *RefusedError) Error() string { return e.Sentence().String() }

// Sentence returns the text of Error with its arguments.
func (e *RefusedError) Sentence() diag.Message {
	return diag.Messagef("%s; nothing is written", e.Problem)
}

// refuse returns a refusal without a summary.
func refuse(format string, args ...any) error {
	return &RefusedError{Problem: diag.Messagef(format, args...)}
}

// MarshalJSON returns the summary, if there is one, with the member refused after its own.
func (e *RefusedError) MarshalJSON() ([]byte, error) {
	w := jsonobject.Open(nil)
	if e.Summary != nil {
		text, err := e.Summary.MarshalJSON()
		if err != nil {
			return nil, err
		}
		w = jsonobject.Reopen(text)
	}
	sentence := e.Sentence()
	if e.hide {
		sentence = sentence.Masked()
	}
	w.Text("refused", sentence.String())
	return w.Close(), nil
}

// unreadable returns the error of a file that cannot be opened or read to its end: a *[RefusedError] where its content is the reason.
func unreadable(name string, err error) error {
	for _, cause := range []error{feed.ErrSyntax, feed.ErrTruncated, feed.ErrEncoding, feed.ErrDuplicate, feed.ErrShape, diag.ErrLimit} {
		if errors.Is(err, cause) {
			return refuse("%s: %s", diag.Name(name), err)
		}
	}
	return diag.Errorf("%s: %w", diag.Name(name), err)
}
