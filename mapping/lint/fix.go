package lint

import (
	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/syntax"
)

// checkFixes removes fixes that do not parse, change nothing, or introduce a mistake of the same severity. If the expression does not
// compile, mistakes in the fix are not regarded as new, because many rules could not check the expression. A rule need not prove that its
// correction is safe in every context: here the fix is linted, and findings keep their messages whatever comes of it.
func checkFixes(found []finding, src string, use Use, opts *Options) {
	var before map[*Rule]int
	complete := false
	// Findings of one rule often share a fix; each distinct one is linted once.
	judged := map[string]bool{}
	for i := range found {
		f := &found[i]
		if f.Fix == "" {
			continue
		}
		good, known := judged[f.Fix]
		if !known {
			// Most expressions have no fix, so the counts and the compilation wait for the first one.
			if before == nil {
				before = countRules(found)
				_, err := expr.Compile(src, expr.WithFunctions(opts.registry()))
				complete = err == nil
			}
			good = f.Fix != src && isBetter(f, before, lintExpression(f.Fix, use, opts), complete)
			judged[f.Fix] = good
		}
		if !good {
			f.Fix = ""
		}
	}
}

// countRules counts the findings of each rule.
func countRules(found []finding) map[*Rule]int {
	counts := map[*Rule]int{}
	for _, f := range found {
		counts[f.rule]++
	}
	return counts
}

// isBetter reports whether a fix parses, has fewer findings of the rule than before and, if all rules have checked the expression, no new
// mistake of the same severity or a graver one: a fix of a warning may reveal remarks, one of an error also warnings. Severities ascend
// from errors to remarks.
func isBetter(f *finding, before map[*Rule]int, after []finding, complete bool) bool {
	if _, err := syntax.Parse(f.Fix); err != nil {
		return false
	}
	counts := countRules(after)
	if counts[f.rule] >= before[f.rule] {
		return false
	}
	for _, a := range after {
		if complete && a.Severity <= f.Severity && counts[a.rule] > before[a.rule] {
			return false
		}
	}
	return true
}

// mostFixes is the maximum number of rounds of [Fix], each of which removes a finding. Each counts fewer findings of one rule, but two
// rules could undo each other's work, so that the rounds need a bound.
const mostFixes = 100

// Fix returns the expression with all certain corrections applied, and the remaining findings. It lints anew after each correction: the
// spans of the other findings are no longer those of the text, and a correction may reveal what the mistake had hidden.
func Fix(text string, use Use, opts Options) (fixed string, left diag.List) {
	for range mostFixes {
		left = Expression(text, use, opts)
		next := firstFix(left)
		if next == "" {
			break
		}
		text = next
	}
	return text, left
}

// firstFix returns the fix of the first finding of the highest severity that has one, or "". Errors come first because what does not
// compile is not checked in full.
func firstFix(found diag.List) string {
	for _, severity := range []diag.Severity{diag.Error, diag.Warning, diag.Info} {
		for _, f := range found {
			if f.Severity == severity && f.Fix != "" {
				return f.Fix
			}
		}
	}
	return ""
}
