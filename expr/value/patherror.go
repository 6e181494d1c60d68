package value

import "github.com/attrmap/attrmap/expr/diag"

// PathError reports that an attribute path cannot be written to, or that two paths contradict each other. It never quotes the
// attribute's value.
type PathError struct {
	// Path is the attribute as it was written.
	Path string
	// Problem says what is wrong with it.
	Problem diag.Message
	// Limit is the limit that the path exceeds; nil for none.
	Limit *diag.LimitError
}

// Unwrap returns Limit, or nil.
func (e *PathError) Unwrap() error {
	if e.Limit == nil {
		return nil
	}
	return e.Limit
}

// Error returns the path, at most 40 characters of it, and the problem.
func (e *PathError) Error() string { return e.Sentence().String() }

// Sentence returns the text of Error with its arguments.
func (e *PathError) Sentence() diag.Message {
	return diag.Messagef("attribute %s: %s", diag.Quote(e.Path), e.Problem)
}
