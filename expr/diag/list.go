package diag

import (
	"cmp"
	"fmt"
	"slices"
)

// List holds the findings about one text. As an error it speaks for its gravest finding; a caller that has the text gets
// better words from [List.Render].
type List []Diagnostic

// Error gives the place and message of the first finding of the gravest severity, and the number of findings beside it.
// Places are byte offsets: the list does not hold the text. An empty list gives "no findings".
func (l List) Error() string {
	first, ok := l.Gravest()
	if !ok {
		return "no findings"
	}
	return fmt.Sprintf("offset %d: %s%s", first.Span.Start, first.Message, l.Rest())
}

// Unwrap gives the limits that findings of severity [Error] are about, so that errors.Is finds [ErrLimit]. They have no places.
func (l List) Unwrap() []error {
	var limits []error
	for i := range l {
		if l[i].Limit != nil && l[i].Severity == Error {
			limits = append(limits, l[i].Limit)
		}
	}
	return limits
}

// Rest counts the findings that a message about one of them leaves out: "", " (and 1 more)", " (and 2 more)" and so on.
func (l List) Rest() string {
	if len(l) < 2 {
		return ""
	}
	return fmt.Sprintf(" (and %d more)", len(l)-1)
}

// Gravest gives the finding of the highest severity, of several the first in the list; false for an empty list.
func (l List) Gravest() (Diagnostic, bool) {
	if len(l) == 0 {
		return Diagnostic{}, false
	}
	return slices.MinFunc(l, func(a, b Diagnostic) int { return cmp.Compare(a.Severity, b.Severity) }), true
}

// HasErrors tells whether any finding is an [Error].
func (l List) HasErrors() bool {
	return slices.ContainsFunc(l, func(d Diagnostic) bool { return d.Severity == Error })
}

// Errors gives the findings of severity [Error], in order; nil where there is none.
func (l List) Errors() List { return l.filter(func(s Severity) bool { return s == Error }) }

// Warnings gives the findings below [Error], remarks included, in order; nil where there is none.
func (l List) Warnings() List { return l.filter(func(s Severity) bool { return s != Error }) }

func (l List) filter(keep func(Severity) bool) List {
	var kept List
	for _, d := range l {
		if keep(d.Severity) {
			kept = append(kept, d)
		}
	}
	return kept
}

// Sort orders the list in place by position, then the graver first; findings equal in both keep their order.
func (l List) Sort() {
	slices.SortStableFunc(l, func(a, b Diagnostic) int {
		return cmp.Or(cmp.Compare(a.Span.Start, b.Span.Start), cmp.Compare(a.Severity, b.Severity))
	})
}
