package lint

import (
	"cmp"
	"slices"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/syntax"
)

// finding is a finding on its way, with the rule whose code it gets.
type finding struct {
	diag.Finding
	rule  *Rule
	edits []edit // that correct the expression
	lower bool   // it was found by a lower package
}

// newFinding returns a finding of a rule, which says in one sentence what is wrong, why, and mostly what to write.
func newFinding(rule *Rule, severity diag.Severity, message diag.Message) finding {
	return finding{rule: rule, Finding: diag.Finding{Code: diag.Code(rule.Code), Severity: severity, Message: message}}
}

// replace proposes to write a part of the expression anew.
func (f *finding) replace(n syntax.Node, text string) { f.edit(n.Span(), text) }

func (f *finding) edit(at diag.Span, text string) { f.edits = append(f.edits, edit{at, text}) }

// also adds to the message.
func (f *finding) also(format string, args ...any) {
	f.Message = diag.Messagef("%s%s", f.Message, diag.Messagef(format, args...))
}

// order sorts findings about one expression by place, then the graver first, then by code.
func order(list []finding) {
	slices.SortStableFunc(list, func(a, b finding) int {
		return cmp.Or(cmp.Compare(a.Span.Start, b.Span.Start), cmp.Compare(a.Severity, b.Severity), cmp.Compare(a.Code, b.Code))
	})
}

// published returns findings without what only this package knows of them.
func published(list []finding) diag.List {
	var out diag.List
	for _, f := range list {
		out = append(out, f.Finding)
	}
	return out
}
