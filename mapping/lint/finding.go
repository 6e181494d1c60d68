package lint

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/syntax"
)

// Finding is one mistake, or what most likely is one.
type Finding struct {
	// Rule is the rule that is broken.
	Rule     *Rule
	Severity diag.Severity
	// File is the name of the file, where one was given.
	File string
	// Path is the place in the file, such as mappings[3].expression; "" in an expression by itself.
	Path string
	// Target is the target attribute of the mapping that is meant; "" where it is not about one.
	Target string
	// Position is where the finding begins: in Expression where that is set and Placed is not, else in the file.
	diag.Position
	// Length is the number of bytes of the expression that the finding is about; 0 where it is not about a part of one.
	Length int
	// Expression is the text of the expression that is meant; "" where it is not about one.
	Expression string
	// Placed tells that Position counts in the file, although Expression is set.
	Placed bool
	// Message says in one sentence what is wrong, why, and mostly what to write: lower case, without a full stop. What it quotes is
	// bounded.
	Message string
	// Fix is the whole corrected expression, where the correction is certain; else "".
	Fix string

	span  diag.Span // in Expression
	edits []edit    // that correct it
	told  bool      // it was found by a lower package
}

// replace proposes to write a part of the expression anew.
func (f *Finding) replace(n syntax.Node, text string) { f.edit(n.Span(), text) }

func (f *Finding) edit(at diag.Span, text string) { f.edits = append(f.edits, edit{at, text}) }

// String gives file, place, severity, code, message and fix in one line.
func (f Finding) String() string {
	place := f.Position.String()
	if f.File != "" {
		place = f.File + ":" + place
	}
	if f.Path != "" {
		place += ": " + f.Path
	}
	if f.Target != "" {
		place += " (" + diag.Clip(f.Target) + ")"
	}
	return fmt.Sprintf("%s: %s %s: %s", place, f.Severity, f.Rule.Code, f.Message)
}

// HasErrors tells whether any finding is an error.
func HasErrors(list []Finding) bool {
	return slices.ContainsFunc(list, func(f Finding) bool { return f.Severity == diag.Error })
}

// order sorts findings about one expression by place, then the graver first, then by code.
func order(list []Finding) {
	slices.SortStableFunc(list, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.span.Start, b.span.Start), cmp.Compare(a.Severity, b.Severity), cmp.Compare(a.Rule.Code, b.Rule.Code))
	})
}
