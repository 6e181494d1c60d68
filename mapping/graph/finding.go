package graph

import (
	"fmt"

	"github.com/attrmap/attrmap/expr/diag"
)

// Finding is one thing that is wrong with a document, or in doubt.
type Finding struct {
	Code     diag.Code
	Severity diag.Severity
	// Path is the place in the document, such as synchronizationRules[0].objectMappings[0].attributeMappings[3].source.
	Path string
	// Target is the target attribute of the mapping that is meant; "" where it is not about one.
	Target  string
	Message string
	Hint    string
	// Offset counts bytes from 0, Line and Column count from 1, in the document's text as UTF-8. They point into an expression where its
	// text stands in the document.
	Offset, Line, Column int
	// Expression is the text of the expression that is meant; "" where it is not about one.
	Expression string
	// Fix is the whole corrected expression, where the correction is certain.
	Fix string
}

// String gives line and column, path, message and hint.
func (f Finding) String() string {
	text := fmt.Sprintf("%d:%d: %s: %s", f.Line, f.Column, f.Path, f.Message)
	if f.Target != "" {
		text = fmt.Sprintf("%d:%d: %s (%s): %s", f.Line, f.Column, f.Path, f.Target, f.Message)
	}
	if f.Hint != "" {
		text += " (" + f.Hint + ")"
	}
	return text
}

// Findings are all findings about a document, in the order of its text.
type Findings []Finding

// HasErrors tells whether any finding is an error.
func (l Findings) HasErrors() bool {
	for i := range l {
		if l[i].Severity == diag.Error {
			return true
		}
	}
	return false
}
