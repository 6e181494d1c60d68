package lint

import (
	"cmp"
	"slices"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/syntax"
)

// finding is a finding with its rule and the edits that correct it. The edits count in the expression of the finding; they become its Fix
// when the rule has run.
type finding struct {
	diag.Finding
	rule  *Rule
	edits []edit // corrections of the expression
	lower bool   // reported by a lower package
}

// newFinding returns a finding of a rule. The message is a sentence about what is wrong, why and, mostly, how to correct it.
func newFinding(rule *Rule, severity diag.Severity, message diag.Message) finding {
	return finding{rule: rule, Finding: diag.Finding{Code: diag.Code(rule.Code), Severity: severity, Message: message}}
}

// replace adds a correction that replaces a part of the expression.
func (f *finding) replace(n syntax.Node, text string) { f.edit(n.Span(), text) }

// edit adds a correction of a span, which may be empty for an insertion.
func (f *finding) edit(at diag.Span, text string) { f.edits = append(f.edits, edit{at, text}) }

// also extends the message. It nests the messages with their arguments, so that masking still knows which of them are values.
func (f *finding) also(format string, args ...any) {
	f.Message = diag.Messagef("%s%s", f.Message, diag.Messagef(format, args...))
}

// order sorts findings about an expression by place, severity and code. It is stable: of one rule at one place the first stays first.
func order(list []finding) {
	slices.SortStableFunc(list, func(a, b finding) int {
		return cmp.Or(cmp.Compare(a.Span.Start, b.Span.Start), cmp.Compare(a.Severity, b.Severity), cmp.Compare(a.Code, b.Code))
	})
}

// published returns the exported part of findings.
func published(list []finding) diag.List {
	var out diag.List
	for _, f := range list {
		out = append(out, f.Finding)
	}
	return out
}
