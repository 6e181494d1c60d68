package lint

import (
	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/syntax"
)

// checkFixes takes back a fix whose text cannot be read, changes nothing, or has a mistake of the same gravity that the expression has
// not. Where the expression cannot be compiled, many rules had nothing to say of it, and what they say of the fix is not new.
func checkFixes(found []finding, src string, use Use, opts *Options) {
	var before map[*Rule]int
	complete := false
	judged := map[string]bool{}
	for i := range found {
		f := &found[i]
		if f.Fix == "" {
			continue
		}
		good, known := judged[f.Fix]
		if !known {
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

func countRules(found []finding) map[*Rule]int {
	counts := map[*Rule]int{}
	for _, f := range found {
		counts[f.rule]++
	}
	return counts
}

// isBetter tells whether a corrected text can be read, has less of the mistake than before, and, where all rules had been asked before,
// no new one that is as grave.
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

// mostFixes bounds the rounds of [Fix]; each takes away a finding.
const mostFixes = 100

// Fix gives the expression with all corrections that are certain, and what is still wrong with it.
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

// firstFix gives the fix of the first of the gravest findings that have one.
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
