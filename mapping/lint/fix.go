package lint

import (
	"errors"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/codes"
)

// fixCheck decides which fixes of an expression are offered.
type fixCheck struct {
	src      string
	use      Use
	opts     *Options
	before   map[*Rule]int // findings by their rules
	compiles bool          // whether src does
	whole    *string       // see completed; nil as long as nobody has asked
}

// checkFixes removes fixes that do not compile, change nothing, or introduce a mistake of the same severity. If the expression does not
// compile, mistakes in the fix are not regarded as new, because many rules could not check the expression; a fix that leaves other errors
// behind then gives way to one that corrects all of them, or is removed. A rule need not prove that its correction is safe in every context:
// here the fix is linted, and findings keep their messages whatever comes of it.
func checkFixes(found []finding, src string, use Use, opts *Options) {
	var c *fixCheck
	// Findings of one rule often share a fix; each distinct one is linted once.
	judged := map[string]string{}
	for i := range found {
		f := &found[i]
		if f.Fix == "" {
			continue
		}
		// Most expressions have no fix, so the counts and the compilation wait for the first one.
		if c == nil {
			c = &fixCheck{src: src, use: use, opts: opts, before: countRules(found), compiles: opts.compiles(src)}
		}
		// Whether a fix is better is asked for its rule.
		key := f.rule.Code + " " + f.Fix
		if _, known := judged[key]; !known {
			judged[key] = c.offered(f)
		}
		f.Fix = judged[key]
		f.FixChangesValue = f.FixChangesValue && f.Fix != ""
	}
}

// offered returns the fix to offer for a finding, or "".
func (c *fixCheck) offered(f *finding) string {
	fix := f.Fix
	if !c.compiles && !c.opts.compiles(fix) {
		fix = c.completed()
	}
	if fix == "" || fix == c.src || !c.opts.compiles(fix) || !c.isBetter(f, lintExpression(fix, c.use, c.opts)) {
		return ""
	}
	return fix
}

// mostRounds is the maximum number of corrections one after another that make a text compile. Those of one rule, and all of the parser, are
// applied at once, so that few are needed.
const mostRounds = 8

// completed returns the text with the corrections of all errors that the compiler finds, or "" if it then still does not compile.
func (c *fixCheck) completed() string {
	if c.whole == nil {
		text := c.src
		for range mostRounds {
			if c.opts.compiles(text) {
				c.whole = &text
				return text
			}
			text = firstError(lintExpression(text, c.use, c.opts))
			if text == "" {
				break
			}
		}
		c.whole = new(string)
	}
	return *c.whole
}

// firstError returns the fix of the first error that the compiler has found and that has one, or "".
func firstError(found []finding) string {
	for _, f := range found {
		if f.Severity == diag.Error && f.lower && f.Fix != "" {
			return f.Fix
		}
	}
	return ""
}

// compiles reports whether an expression compiles. A call of a function that only the service knows counts as one that does.
func (o *Options) compiles(text string) bool {
	_, err := expr.Compile(text, expr.WithFunctions(o.registry()))
	var found diag.List
	if err != nil && !errors.As(err, &found) {
		return false
	}
	return !slices.ContainsFunc(found.Errors(), func(f diag.Finding) bool {
		return f.Code != codes.UnknownFunction || !slices.Contains(opaqueFunctions, strings.ToLower(text[f.Span.Start:f.Span.End]))
	})
}

// countRules counts the findings of each rule.
func countRules(found []finding) map[*Rule]int {
	counts := map[*Rule]int{}
	for _, f := range found {
		counts[f.rule]++
	}
	return counts
}

// isBetter reports whether the findings about a fix are fewer of the rule than before and, if all rules have checked the expression, no new
// mistake of the same severity or a graver one: a fix of a warning may reveal remarks, one of an error also warnings. Severities ascend
// from errors to remarks.
func (c *fixCheck) isBetter(f *finding, after []finding) bool {
	counts := countRules(after)
	if counts[f.rule] >= c.before[f.rule] {
		return false
	}
	for _, a := range after {
		if c.compiles && a.Severity <= f.Severity && counts[a.rule] > c.before[a.rule] {
			return false
		}
	}
	return true
}

// mostFixes is the maximum number of rounds of [Fix], each of which removes a finding. Each counts fewer findings of one rule, but two
// rules could undo each other's work, so that the rounds need a bound.
const mostFixes = 100

// Fix returns the expression with all certain corrections applied, and the remaining findings. What it returns compiles, unless it is the
// text itself. Corrections that change the value, see [diag.Finding.FixChangesValue], are applied only with [Options.ChangeValues]. It
// lints anew after each correction: the spans of the other findings are no longer those of the text, and a correction may reveal what the
// mistake had hidden.
func Fix(text string, use Use, opts Options) (fixed string, left diag.List) {
	for range mostFixes {
		left = Expression(text, use, opts)
		next := opts.firstFix(left)
		if next == "" {
			break
		}
		text = next
	}
	return text, left
}

// firstFix returns the fix to apply of the first finding of the highest severity that has one, or "". Errors come first because what does
// not compile is not checked in full.
func (o *Options) firstFix(found diag.List) string {
	for _, severity := range []diag.Severity{diag.Error, diag.Warning, diag.Info} {
		for _, f := range found {
			if f.Severity == severity && f.Fix != "" && (o.ChangeValues || !f.FixChangesValue) {
				return f.Fix
			}
		}
	}
	return ""
}
