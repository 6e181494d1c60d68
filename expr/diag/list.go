package diag

import (
	"cmp"
	"fmt"
	"slices"
)

// List holds the findings about one text or document. It is an error, which speaks for its gravest finding.
type List []Finding

// Error returns the first finding of the gravest severity as [Finding.Sentence] does, and the number of findings beside it. An empty
// list returns "no findings".
func (l List) Error() string { return l.Sentence().String() }

// Sentence returns the text of [List.Error] with its arguments.
func (l List) Sentence() Message {
	first, ok := l.Gravest()
	if !ok {
		return Messagef("no findings")
	}
	return Messagef("%s%s", first.Sentence(), Name(l.rest()))
}

// Unwrap returns the limits that findings of severity [Error] are about, with their places, so that errors.Is finds [ErrLimit].
func (l List) Unwrap() []error {
	var limits []error
	for i := range l {
		if l[i].Limit != nil && l[i].Severity == Error {
			limits = append(limits, l[i].Limit.At(l[i].Position))
		}
	}
	return limits
}

// SetText places all findings in the text that their spans count in, see [Finding.SetText].
func (l List) SetText(text string) {
	for i := range l {
		l[i].SetText(text)
	}
}

// Masked returns the findings as [Finding.Masked] does.
func (l List) Masked() List {
	masked := slices.Clone(l)
	for i := range masked {
		masked[i] = masked[i].Masked()
	}
	return masked
}

// rest returns the number of findings that a message about one of them leaves out: "", " (and 1 more)", " (and 2 more)" and so on.
func (l List) rest() string {
	if len(l) < 2 {
		return ""
	}
	return fmt.Sprintf(" (and %d more)", len(l)-1)
}

// Gravest returns the finding of the highest severity, of several the first in the list; false for an empty list.
func (l List) Gravest() (Finding, bool) {
	if len(l) == 0 {
		return Finding{}, false
	}
	return slices.MinFunc(l, func(a, b Finding) int { return cmp.Compare(a.Severity, b.Severity) }), true
}

// HasErrors reports whether any finding is an [Error].
func (l List) HasErrors() bool {
	return slices.ContainsFunc(l, func(f Finding) bool { return f.Severity == Error })
}

// Errors returns the findings of severity [Error], in order; nil if there is none.
func (l List) Errors() List {
	var errors List
	for _, f := range l {
		if f.Severity == Error {
			errors = append(errors, f)
		}
	}
	return errors
}

// Sort orders the list in place by position, then by the place in the text, then the graver first; findings equal in all keep their
// order.
func (l List) Sort() {
	slices.SortStableFunc(l, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Offset, b.Offset), cmp.Compare(a.Span.Start, b.Span.Start), cmp.Compare(a.Severity, b.Severity))
	})
}
