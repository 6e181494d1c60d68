package lint

import (
	"regexp"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/functions"
	protocol "github.com/attrmap/attrmap/internal/call"
	"github.com/attrmap/attrmap/internal/codes"
	netregex "github.com/attrmap/attrmap/internal/dotnet/regex"
)

// replaceRules returns the rules about Replace, whose seven parameters are easily confused, and about regular expressions. The indexes of
// the parameters are those of package call, which the function itself uses.
func replaceRules() []Rule {
	return []Rule{
		{
			Code: "L21", Name: "replace-combination", Severity: diag.Error,
			Summary:  "Replace has no meaning with this combination of arguments.",
			Doc:      "Five combinations have one: oldValue and replacementValue; oldValue and template; regexPattern and replacementValue; regexPattern, regexGroupName and replacementValue; regexPattern, regexGroupName and replacementAttributeName. Each argument has its own place among the seven, so most calls have empty arguments: Replace(source, oldValue, , , replacementValue, , ). Several published examples lack a comma.",
			Evidence: functions.Documented, Source: referenceSource,
			Reports: []diag.Code{codes.ReplaceMode},
			Bad: []Example{
				{Expr: `Replace([mail], "@contoso.com", "")`, Fixed: `Replace([mail], "@contoso.com", , , "", , )`},
				{Expr: `Replace([mail], "@contoso.com", "", "")`, Fixed: `Replace([mail], "@contoso.com", , , "", , )`},
				{Expr: `Replace([mobile], "[()\\s-]+", "")`, Fixed: `Replace([mobile], , "[()\\s-]+", , "", , )`},
				{Expr: `Replace([upn], "(?<Suffix>@.*)", "Suffix", "", )`, Fixed: `Replace([upn], , "(?<Suffix>@.*)", "Suffix", "", , )`},
				{Expr: `Replace([alias], "<name>", , , , "<name>@contoso.com")`, Fixed: `Replace([alias], "<name>", , , , , "<name>@contoso.com")`},
				{Expr: `Replace([phone], "(?<ext>\\d{4})$", "ext", , [mobile], )`, Fixed: `Replace([phone], , "(?<ext>\\d{4})$", "ext", , [mobile], )`},
			},
			Good: []Example{
				{Expr: `Replace([mail], "@contoso.com", , , "", , )`},
				{Expr: `Replace([mail], , "@.*", , "", , )`},
			},
			mend: mendReplace,
		},
		{
			Code: "L34", Name: "pattern-as-text", Severity: diag.Warning,
			Summary:  "A regular expression is in the place of the text to replace.",
			Doc:      "Replace compares oldValue character by character. A regular expression is the third argument: Replace(source, , regexPattern, , replacementValue, , ).",
			Evidence: functions.Documented, Source: referenceSource,
			Bad:        []Example{{Expr: `Replace([mobile], "[()\\s-]+", , , "", , )`, At: `"[()`, Fixed: `Replace([mobile], , "[()\\s-]+", , "", , )`}},
			Good:       []Example{{Expr: `Replace([mobile], , "[()\\s-]+", , "", , )`}, {Expr: `Replace([name], "[x]", , , "", , )`}},
			expression: patternAsText,
		},
		{
			Code: "L35", Name: "unknown-group", Severity: diag.Error,
			Summary:  "A replacement refers to a group that the regular expression does not have, or to a group where it is literal text.",
			Doc:      "In a replacement, ${name} and $1 refer to groups of regexPattern. Names are case-sensitive, and a reference to an unknown group is literal text. A name without braces is not a reference, and with regexGroupName the whole replacement is literal text.",
			Evidence: functions.Documented, Source: referenceSource,
			Bad: []Example{
				{Expr: `Replace([phone], , "(?<phoneNumber>\\d+)", , "${phonenumber}", , )`, At: `"${`, Fixed: `Replace([phone], , "(?<phoneNumber>\\d+)", , "${phoneNumber}", , )`},
				{Expr: `Replace([phone], , "(?<number>\\d+)", , "$number", , )`, At: `"$number"`, Fixed: `Replace([phone], , "(?<number>\\d+)", , "${number}", , )`},
				{Expr: `Replace([phone], , "(\\d+)-(\\d+)", , "$3", , )`, At: `"$3"`},
				{Expr: `Replace([phone], , "(?<a>\\d+)-(?<b>\\d+)", "a", "${b}", , )`, At: `"${b}"`},
			},
			Good: []Example{
				{Expr: `Replace([phone], , "(?<number>\\d+)", , "+${number}", , )`},
				// Beside references there are $& for the whole match and $$ for a dollar sign; a $ before anything else is literal text.
				{Expr: `Replace([phone], , "(\\d+)", , "$1 $& $$5", , )`},
				{Expr: `Replace([phone], , "\\d+", , "5$", , )`},
			},
			expression: unknownGroup,
		},
		{
			Code: "L36", Name: "group-name-as-text", Severity: diag.Warning,
			Summary:  "The name of a group is in the place of the new text.",
			Doc:      "With a surplus comma, the name of the group becomes the replacement: Replace(source, , regexPattern, regexGroupName, replacementValue, , ).",
			Evidence: functions.Documented, Source: referenceSource,
			Bad:        []Example{{Expr: `Replace([upn], , "(?<Suffix>@.*)", , "Suffix", , )`, At: `"Suffix"`}},
			Good:       []Example{{Expr: `Replace([upn], , "(?<Suffix>@.*)", "Suffix", "", , )`}},
			expression: groupNameAsText,
		},
		{
			Code: "L37", Name: "exploding-pattern", Severity: diag.Warning,
			Summary:  "For some texts, a regular expression takes time that doubles with each character.",
			Doc:      "A repeated part contains a repetition that can match the same characters, as in (\\w+\\s?)*$. The engine of .NET tries all ways to divide a text between them until it runs out of time (catastrophic backtracking). End the repeated part with something that it cannot begin with.",
			Evidence: functions.Inferred, Source: ".NET regular expressions: backtracking",
			Bad:        []Example{{Expr: `Replace([title], , "^(\\w+\\s?)*$", , "", , )`, At: `"^(`}},
			Good:       []Example{{Expr: `Replace([title], , "^(\\w+\\s)*$", , "", , )`}, {Expr: `Replace([upn], , "(?<Suffix>@(.)*)", "Suffix", "", , )`}},
			expression: explodingPattern,
		},
		{
			Code: "L38", Name: "backtracking-pattern", Severity: diag.Info,
			Summary:  "A regular expression can be matched only by backtracking.",
			Doc:      "Back-references, look-around, atomic groups and conditionals work in .NET and here, but not in engines with linear time, and their time is hard to predict.",
			Evidence: functions.Inferred, Source: ".NET regular expressions",
			Bad:        []Example{{Expr: `Replace([title], , "(\\w)\\1", , "$1", , )`, At: `"(`}},
			Good:       []Example{{Expr: `Replace([title], , "(\\w)x", , "$1", , )`}},
			expression: backtrackingPattern,
		},
	}
}

// looksLikePattern matches text that is common in regular expressions but not in a text to replace. A class by itself, as in [x], may be
// either.
var looksLikePattern = regexp.MustCompile(`\(\?<|\\[dswDSW]|\[[^\]]*\][+*{]|\.[*+]|\\[.+()\[]|^\^|\(\.|\[[A-Za-z]-[A-Za-z]`)

// isPattern reports whether a constant looks like a regular expression, which it need not be.
func isPattern(n syntax.Node) bool {
	text, ok := constant(n)
	return ok && looksLikePattern.MatchString(text)
}

// mendReplace puts the arguments of a call in their places, if only one of the five combinations makes sense. The
// source keeps its text; all seven places are written, since each needs its comma.
func mendReplace(e *expression, d diag.Finding) []edit {
	for c := range e.calls("Replace") {
		// The compiler's finding is about the whole call, whose span identifies it.
		if c.At != d.Span || len(c.Args) == 0 {
			continue
		}
		places := replaceOrder(c)
		if places == nil {
			return nil
		}
		var b strings.Builder
		b.WriteString(c.Name + "(" + e.text(c.Args[0]))
		for i := protocol.ReplaceOld; i < protocol.ReplaceParams; i++ {
			b.WriteString(", ")
			if n := places[i]; n != nil {
				b.WriteString(e.text(n))
			}
		}
		return []edit{{c.At, b.String() + ")"}}
	}
	return nil
}

// replaceOrder returns the arguments by their most likely places, or nil if that is ambiguous. It goes by what the arguments are, in the
// order written, and not by their places, which are wrong: a pattern is followed by the replacement, with the name of one of its groups
// between them; a text that occurs in the next one is the old value of a template; three of which the last two are the same have one
// doubled.
func replaceOrder(c call) map[int]syntax.Node {
	var written []syntax.Node
	for i := range c.Args {
		if n := c.arg(i); i > 0 && n != nil {
			written = append(written, n)
		}
	}
	pattern := len(written) > 0 && isPattern(written[0])
	switch {
	case len(written) < 2:
		return nil
	case pattern && len(written) == 2:
		return map[int]syntax.Node{protocol.ReplacePattern: written[0], protocol.ReplaceValue: written[1]}
	case pattern && len(written) == 3 && isGroup(written[0], written[1]):
		if _, ok := attribute(written[2]); ok {
			return map[int]syntax.Node{protocol.ReplacePattern: written[0], protocol.ReplaceGroup: written[1], protocol.ReplaceAttribute: written[2]}
		}
		return map[int]syntax.Node{protocol.ReplacePattern: written[0], protocol.ReplaceGroup: written[1], protocol.ReplaceValue: written[2]}
	case pattern:
		return nil
	case len(written) == 2 && holds(written[1], written[0]):
		return map[int]syntax.Node{protocol.ReplaceOld: written[0], protocol.ReplaceTemplate: written[1]}
	// Any two texts may be old and new; at least the first must be where the old one belongs.
	case len(written) == 2 && c.arg(protocol.ReplaceOld) != nil:
		return map[int]syntax.Node{protocol.ReplaceOld: written[0], protocol.ReplaceValue: written[1]}
	case len(written) == 3 && syntax.Equal(written[1], written[2]):
		return map[int]syntax.Node{protocol.ReplaceOld: written[0], protocol.ReplaceValue: written[1]}
	}
	return nil
}

// isGroup reports whether name is the name of a group of a pattern.
func isGroup(pattern, name syntax.Node) bool {
	p := compilePattern(pattern)
	text, ok := constant(name)
	return ok && p != nil && p.HasGroup(text)
}

// holds reports whether part is part of whole, for two constants. The empty text is part of none.
func holds(whole, part syntax.Node) bool {
	w, isText := constant(whole)
	p, alsoText := constant(part)
	return isText && alsoText && p != "" && strings.Contains(w, p)
}

// compilePattern compiles a constant as a regular expression, and returns nil for what is no constant, or no regular expression.
func compilePattern(n syntax.Node) *netregex.Pattern {
	text, ok := constant(n)
	if !ok {
		return nil
	}
	p, err := netregex.Compile(text, netregex.Limits{})
	if err != nil {
		return nil
	}
	return p
}

// patternAsText reports a regular expression in the place of oldValue, in a call that is valid otherwise. It is moved one place on only if
// the call has exactly the three commas of the combination of oldValue and replacementValue between the two.
func patternAsText(e *expression) {
	for c := range e.calls("Replace") {
		old, value := c.arg(protocol.ReplaceOld), c.arg(protocol.ReplaceValue)
		if old == nil || value == nil || c.arg(protocol.ReplacePattern) != nil || c.arg(protocol.ReplaceGroup) != nil || !isPattern(old) {
			continue
		}
		f := e.report(old, "%s looks like a regular expression, but is in the place of the text to replace: add a comma before it",
			diag.Quote(e.text(old)))
		if compilePattern(old) != nil && slices.Equal(gaps(e.src, old, value), []int{3}) {
			f.edit(diag.Span{Start: old.Span().Start, End: value.Span().Start}, ", "+e.text(old)+", , ")
		}
	}
}

// gaps returns the number of commas between two arguments as its only member, or nil if there is anything else between them.
func gaps(src string, from, to syntax.Node) []int {
	between := src[from.Span().End:to.Span().Start]
	if strings.Trim(between, ", \t\r\n") != "" {
		return nil
	}
	return []int{strings.Count(between, ",")}
}

// groupReference matches ${name}, $name or $1 in a replacement, and $$, which is not a reference.
var groupReference = regexp.MustCompile(`\$\$|\$\{[^{}]*\}|\$[A-Za-z_][A-Za-z0-9_]*|\$[0-9]+`)

// unknownGroup checks the references to groups in a replacement as .NET reads them: $1 and ${name} are references, and $name is literal
// text. A group that regexGroupName names makes the whole replacement literal.
func unknownGroup(e *expression) {
	for c := range e.calls("Replace") {
		value := c.arg(protocol.ReplaceValue)
		pattern := compilePattern(c.arg(protocol.ReplacePattern))
		text, ok := constant(value)
		if !ok || pattern == nil {
			continue
		}
		for _, reference := range groupReference.FindAllString(text, -1) {
			name := strings.Trim(reference, "${}")
			braced := strings.HasPrefix(reference, "${")
			// Group 0 is the whole match, which every pattern has.
			known := pattern.HasGroup(name) || name == "0"
			named := name != "" && (name[0] < '0' || name[0] > '9')
			switch {
			case reference == "$$":
			case c.arg(protocol.ReplaceGroup) != nil:
				if braced && known {
					e.report(value, "with regexGroupName the replacement is literal text, including %s: omit regexGroupName, or write the new text", reference)
				}
			// This is a reference, as it should be.
			case known && (braced || !named):
			case known:
				e.report(value, "%s is literal text: write the name of a group in braces, ${%s}", reference, name).
					replace(value, strings.Replace(e.text(value), reference, "${"+name+"}", 1))
			case braced || !named:
				e.reportGroup(value, pattern, reference, name)
			}
		}
	}
}

// reportGroup reports a reference to a group that the pattern does not have.
func (e *expression) reportGroup(value syntax.Node, pattern *netregex.Pattern, reference, name string) {
	f := e.report(value, "the regular expression has no group %s, so %s is literal text", diag.Quote(name), reference)
	for _, group := range pattern.Explain().Groups {
		if strings.EqualFold(group, name) {
			f.also(": write ${%s}", group)
			f.replace(value, strings.Replace(e.text(value), reference, "${"+group+"}", 1))
		}
	}
}

// groupNameAsText reports the name of a group as the replacement. Groups that are numbered are left out: a replacement of "1" is an
// ordinary text.
func groupNameAsText(e *expression) {
	for c := range e.calls("Replace") {
		value, pattern := c.arg(protocol.ReplaceValue), c.arg(protocol.ReplacePattern)
		text, ok := constant(value)
		if !ok || pattern == nil || c.arg(protocol.ReplaceGroup) != nil || text == "" || text[0] >= '0' && text[0] <= '9' || !isGroup(pattern, value) {
			continue
		}
		e.report(value, "%s is the name of a group, but is in the place of the new text: regexGroupName is the fourth argument, replacementValue the fifth",
			diag.Quote(text))
	}
}

// explodingPattern reports only what is certain to explode, see [netregex.Explodes].
func explodingPattern(e *expression) {
	for c := range e.calls("Replace") {
		if text, ok := constant(c.arg(protocol.ReplacePattern)); ok && netregex.Explodes(text) {
			e.report(c.Args[protocol.ReplacePattern], "the regular expression repeats a part with a repetition, so that its time doubles with each character of a text that does not match")
		}
	}
}

// backtrackingPattern reports constructs of the pattern that no engine matches in linear time. A pattern that backtracks for another
// reason, such as its size, is no remark on what was written.
func backtrackingPattern(e *expression) {
	for c := range e.calls("Replace") {
		pattern := compilePattern(c.arg(protocol.ReplacePattern))
		if pattern == nil {
			continue
		}
		if how := pattern.Explain(); how.Engine == "backtracking" && (strings.HasPrefix(how.Reason, "look-") || how.Reason == "back-reference" ||
			how.Reason == "conditional" || how.Reason == "atomic group" || how.Reason == "balancing group") {
			e.report(c.Args[protocol.ReplacePattern], "the regular expression has a %s, for which the engine must backtrack", how.Reason)
		}
	}
}
