package mapping

import (
	"fmt"
	"strings"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
)

const (
	explainIndent = 2
	explainHang   = 4
	mostText      = 240 // characters of an expression that is not explained
)

// text shows the scope and the rows in lines of at most 80 characters, and at the end how well the functions are known.
func (x *Explanation) text() string {
	var r expr.Report
	x.Scope.Report(&r, "scope")
	x.ReportRows(&r)
	r.Evidence()
	return r.String()
}

// ReportRows adds every row to a report: target, decision and reason, the values before and after, and the source with its value.
func (x *Explanation) ReportRows(r *expr.Report) {
	if x.Ignored {
		r.Line(0, explainHang, "an expression leaves the object out of the flow")
	}
	for i := range x.Rows {
		x.Rows[i].report(r)
	}
}

func (x *RowExplanation) report(r *expr.Report) {
	head := fmt.Sprintf("%s: %s", x.Mapping.Target, x.Decision)
	if x.Code != "" {
		head += " [" + string(x.Code) + "]"
	}
	r.Line(0, explainHang, head+", "+x.Reason)
	if change := x.change(); change != "" {
		r.Line(explainIndent, explainHang, change)
	}
	x.reportSource(r)
	for _, note := range x.Notes {
		r.Line(explainIndent, explainIndent, "· "+note)
	}
	for _, warning := range x.Warnings {
		r.Line(explainIndent, explainIndent, "· warning "+string(warning))
	}
}

// change shows the target's value before and after.
func (x *RowExplanation) change() string {
	switch {
	case x.Decision.Changes() && x.Old.IsNull():
		return "→ " + x.show(x.New)
	case x.Decision.Changes():
		return x.show(x.Old) + " → " + x.show(x.New)
	case !x.Old.IsAbsent():
		return "the target keeps " + x.show(x.Old)
	}
	return ""
}

// show returns a value as reports write it, or the mask of one that they must not print.
func (x *RowExplanation) show(v value.Value) string {
	if x.Mask != "" && !v.IsNull() {
		return x.Mask
	}
	return expr.Show(v)
}

// showConstant shows a text of the mapping, which may be a value of the object.
func (x *RowExplanation) showConstant(text string) string {
	if x.Hidden {
		return diag.Hidden
	}
	return expr.Show(value.String(text))
}

// reportSource shows where the value comes from: what the mapping says, and what that gave.
func (x *RowExplanation) reportSource(r *expr.Report) {
	m := x.Mapping
	for _, setting := range x.settings() {
		r.Line(explainIndent, explainHang, setting)
	}
	switch {
	case m.Type() == Direct && x.Evaluated:
		r.Line(explainIndent, explainHang, "from ["+m.From+"] = "+x.show(x.Value))
	case m.Type() == Direct:
		r.Line(explainIndent, explainHang, "from ["+m.From+"] (not evaluated)")
	case x.Expression != nil:
		r.Explain(explainIndent, x.Expression)
	case x.program != nil:
		r.Line(explainIndent, explainHang, diag.ClipTo(x.program.Shown(), mostText)+" (not evaluated)")
	}
}

// settings shows what else the mapping says.
func (x *RowExplanation) settings() []string {
	m := x.Mapping
	var list []string
	if m.Match > 0 {
		list = append(list, fmt.Sprintf("match %d", m.Match))
	}
	if m.Apply != ApplyAlways {
		list = append(list, "apply "+m.Apply.String())
	}
	if m.FlowNulls {
		list = append(list, "flowNulls")
	}
	if m.Type() == Constant {
		list = append(list, "constant "+x.showConstant(m.Constant))
	}
	if m.Default != "" {
		list = append(list, "default "+x.showConstant(m.Default))
	}
	if list == nil {
		return nil
	}
	return []string{strings.Join(list, ", ")}
}

// Report adds a filter's result to a report under a name: each group and each clause with the attribute's value, operator and operands,
// whether it holds, and why.
func (s *ScopeResult) Report(r *expr.Report, name string) {
	verdict := "passed"
	switch {
	case len(s.Groups) == 0:
		verdict = "passed, there are no clauses"
	case s.Limit != nil:
		verdict = "not known: no group holds for certain"
	case !s.Passed:
		verdict = "not passed: no group holds"
	}
	r.Line(0, explainHang, name+": "+verdict)
	for g, clauses := range s.Groups {
		r.Line(explainIndent, explainHang, fmt.Sprintf("group %d %s", g+1, holds(groupHolds(clauses), undecided(clauses) != nil)))
		for i := range clauses {
			r.Line(2*explainIndent, explainHang, clauses[i].line())
		}
	}
}

// line says on one line what became of the clause, and why.
func (r *ClauseResult) line() string {
	line := r.Shown().String() + " " + holds(r.Passed, r.undecided()) + " for " + r.show()
	if reason := r.reason(); reason != "" {
		line += ", " + reason
	}
	return line
}

// groupHolds reports whether every clause of a group holds.
func groupHolds(clauses []ClauseResult) bool {
	for i := range clauses {
		if !clauses[i].Passed {
			return false
		}
	}
	return true
}

func holds(passed, undecided bool) string {
	switch {
	case passed:
		return "holds"
	case undecided:
		return "cannot be judged"
	}
	return "does not hold"
}
