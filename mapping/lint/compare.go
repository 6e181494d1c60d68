package lint

import (
	"slices"
	"strconv"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
	netdate "github.com/attrmap/attrmap/internal/dotnet/date"
	nettext "github.com/attrmap/attrmap/internal/dotnet/text"
)

// compareRules are about comparisons and the keys of Switch. The two differ in one respect, which the rules must keep apart: Switch
// compares texts, with case, while = may convert True and False and numbers first. What Switch certainly refuses is an error, L30; how =
// compares "true" is not documented, so that is the warning L31.
func compareRules() []Rule {
	return []Rule{
		{
			Code: "L30", Name: "never-equal", Severity: diag.Error,
			Summary:  "A text is compared with something that is never equal to it.",
			Doc:      "Switch compares with case, and functions that answer yes or no return True or False, never true. A key in capitals after ToLower, a text longer than Left leaves, and a word compared with the result of Len never match either: the branch is never taken.",
			Evidence: functions.Documented, Source: referenceSource,
			Bad: []Example{
				{Expr: `Switch(IsPresent([jobTitle]), "None", "true", [jobTitle])`, At: `"true"`, Fixed: `Switch(IsPresent([jobTitle]), "None", "True", [jobTitle])`},
				{Expr: `IIF(ToLower([country])="USA", "a", "b")`, At: `"USA"`, Fixed: `IIF(ToLower([country])="usa", "a", "b")`},
				{Expr: `Switch([IsSoftDeleted], , "false", "True", "true", "False")`, At: `"false"`, Fixed: `Switch([IsSoftDeleted], , "False", "True", "True", "False")`},
				{Expr: `IIF(Left([country], 2)="USA", "a", "b")`, At: `"USA"`},
				{Expr: `IIF(Len([alias])="eight", "a", "b")`, At: `"eight"`},
				{Expr: `IIF(InStr([mail], "@")=-1, "a", "b")`, At: `InStr`},
				{Expr: `IIF(Switch([type], "C", "E", "Employee")="employee", "a", "b")`, At: `"employee"`, Fixed: `IIF(Switch([type], "C", "E", "Employee")="Employee", "a", "b")`},
			},
			Good: []Example{
				{Expr: `Switch(IsPresent([jobTitle]), "None", "True", [jobTitle])`},
				// By = a number is equal to the text of it.
				{Expr: `IIF(Len([alias])="10", "a", "b")`},
				// Of country nothing is known, so "true" may be a value of it.
				{Expr: `Switch([country], "Other", "true", "a")`},
				{Expr: `IIF(FormatDateTime([hireDate], , "yyyy-MM-dd", "yyyy")="2026", "a", "b")`},
			},
			expression: neverEqual,
		},
		{
			Code: "L31", Name: "compared-truth", Severity: diag.Warning,
			Summary:  "True or False is compared in another case.",
			Doc:      "Truth as a text is True or False. How the service compares it with true or TRUE is not documented; its own expressions write True.",
			Evidence: functions.Inferred, Source: "default mappings of the service",
			// A key "true" of Switch is L30's: it never matches. Here the comparison may hold, so this is a warning.
			Bad:        []Example{{Expr: `IIF([accountEnabled]="true", "Active", "Inactive")`, At: `"true"`, Fixed: `IIF([accountEnabled]="True", "Active", "Inactive")`}},
			Good:       []Example{{Expr: `IIF([accountEnabled]="True", "Active", "Inactive")`}},
			expression: comparedTruth,
		},
		{
			Code: "L32", Name: "unreachable-key", Severity: diag.Warning, KeepsValue: true,
			Summary:  "A key of Switch occurs twice, or cannot be reached.",
			Doc:      "The first key that matches decides; the value of the second one is never used.",
			Evidence: functions.Documented, Source: referenceSource,
			Bad: []Example{
				{Expr: `Switch([state], "", "QLD", "Brisbane", "NSW", "Sydney", "QLD", "Cairns")`, At: `"QLD", "Cairns"`, Fixed: `Switch([state], "", "QLD", "Brisbane", "NSW", "Sydney")`},
				{Expr: `Switch("A", "x", "B", "y")`, At: `"A"`},
			},
			// Keys that differ in case are different keys.
			Good:       []Example{{Expr: `Switch([state], "", "QLD", "Brisbane", "qld", "Brisbane")`}},
			expression: unreachableKey,
		},
		{
			Code: "L33", Name: "idle-condition", Severity: diag.Warning,
			Summary:  "A condition is always the same, or does not matter.",
			Doc:      "Both sides are the same or constant, or IIF returns the same either way: most likely one of them is not what was meant.",
			Evidence: functions.Assumed, Source: "follows from the functions' meaning",
			Bad: []Example{
				{Expr: `IIF([country]="USA", [city], [city])`, At: `[city]`},
				{Expr: `IIF([country]=[country], [city], [state])`, At: `[country]=`},
				{Expr: `IIF(InStr([mail], "@")>-1, [mail], [upn])`, At: `InStr`},
				{Expr: `IIF("country"="USA", [city], [state])`, At: `"country"`},
			},
			Good:       []Example{{Expr: `IIF([country]="USA", [city], [state])`}},
			expression: idleCondition,
		},
	}
}

// isTruth reports whether an attribute is known to hold True or False by its name. The name is compared with case on purpose: Workday's
// Active, with a capital, holds 1 or 0. An attribute of that name below another one may be anything.
func isTruth(name string) bool {
	switch name {
	case "accountEnabled", "IsSoftDeleted", "active":
		return true
	}
	return false
}

// returnsTruth reports whether a node returns True and False alone, or nothing. The source's schema decides about an attribute that it
// defines; only without it does the name.
func (e *expression) returnsTruth(n syntax.Node) bool {
	switch n := n.(type) {
	case *syntax.Attribute:
		if a, _ := e.opts.Source.Lookup(n.Name); a != nil {
			return a.Type.String() == "Boolean"
		}
		return isTruth(n.Name)
	case *syntax.Compare:
		return true
	}
	c, ok := e.callOf(n)
	return ok && c.isBoolean()
}

// comparison is a text that something is compared with.
type comparison struct {
	subject syntax.Node
	text    *syntax.String
	key     bool // of Switch, which compares with case
}

// comparisons returns every comparison with a constant text by = or <>, with the text on either side, and every constant key of Switch, in
// the order of the text. Comparisons by order are not among them: a text that is never equal may well be less.
func (e *expression) comparisons() []comparison {
	var list []comparison
	for n := range syntax.Nodes(e.root) {
		switch n := n.(type) {
		case *syntax.Compare:
			if n.Op != value.Equal && n.Op != value.NotEqual {
				continue
			}
			if text, ok := n.Right.(*syntax.String); ok {
				list = append(list, comparison{n.Left, text, false})
			} else if text, ok := n.Left.(*syntax.String); ok {
				list = append(list, comparison{n.Right, text, false})
			}
		case *syntax.Call:
			list = append(list, e.keys(n)...)
		}
	}
	return list
}

// keys returns the constant keys of a Switch.
func (e *expression) keys(n *syntax.Call) []comparison {
	c, ok := e.callOf(n)
	if !ok || c.spec.Name != "Switch" || len(c.Args) < 3 {
		return nil
	}
	var list []comparison
	for i := 2; i < len(c.Args); i += 2 {
		if text, ok := c.Args[i].(*syntax.String); ok {
			list = append(list, comparison{c.Args[0], text, true})
		}
	}
	return list
}

// neverEqual reports texts that the other side of the comparison never returns. Its correction is a text that differs only in case and
// that the other side can return; there is none where more than case is wrong, since what was meant is then a guess.
func neverEqual(e *expression) {
	e.negativeCounts()
	for _, c := range e.comparisons() {
		// A constant subject is L33's, or L32's for Switch, and True or False in another case is L31's.
		if isOrConstant(c.subject) || !c.key && e.returnsTruth(c.subject) && isTruthText(c.text.Value) {
			continue
		}
		why := e.refuses(c.subject, c.text.Value, c.key)
		if why == "" {
			continue
		}
		f := e.report(c.text, "%s never matches: %s %s", diag.Quote(c.text.Value), diag.Quote(e.text(c.subject)), why)
		// The order is that of likelihood: the word True or False, lower and upper case for ToLower and ToUpper, and at last the constant that a
		// choice among constants returns.
		for _, other := range []string{canonicalWord(c.text.Value), strings.ToLower(c.text.Value), strings.ToUpper(c.text.Value), e.nearKey(c)} {
			if other != "" && other != c.text.Value && e.refuses(c.subject, other, c.key) == "" && strings.EqualFold(other, c.text.Value) {
				f.also(", write %s", diag.Quote(other))
				f.replace(c.text, syntax.QuoteText(other))
				break
			}
		}
	}
}

// negativeCounts looks for comparisons of positions and lengths with numbers below 0, which other languages have for "not found".
func (e *expression) negativeCounts() {
	for n := range syntax.Nodes(e.root) {
		c, ok := n.(*syntax.Compare)
		if !ok || !e.isCall(c.Left, "InStr", "Len", "Count") || c.Op != value.Equal && c.Op != value.Less && c.Op != value.LessOrEqual {
			continue
		}
		if number, ok := wholeNumber(c.Right); ok && (number < 0 || number == 0 && c.Op == value.Less) {
			e.report(c, "%s never holds: %s is never below 0, and 0 where nothing is found", diag.Quote(e.text(c)), diag.Quote(e.text(c.Left)))
		}
	}
}

// isOrConstant reports whether a node is a constant: a text, a number or a word such as True.
func isOrConstant(n syntax.Node) bool {
	switch n.(type) {
	case *syntax.String, *syntax.Number, *syntax.Word:
		return true
	}
	return false
}

// nearKey returns the constant in the subject that differs from the text only in case. That the subject can return it is for the caller to
// check, with refuses.
func (e *expression) nearKey(c comparison) string {
	for n := range syntax.Nodes(c.subject) {
		if text, ok := constant(n); ok && strings.EqualFold(text, c.text.Value) {
			return text
		}
	}
	return ""
}

// isTruthText reports whether a text is True or False in any case.
func isTruthText(text string) bool {
	return strings.EqualFold(text, "True") || strings.EqualFold(text, "False")
}

// refuses returns the reason why a node never returns a text, or "" where it may. Every doubt is "": a false finding is worse than a
// missing one. If key is set, the text is a key of Switch, and truth and numbers are compared by their texts: 010 is never equal to 10.
//
// It looks at the form of the call first, for the better message, and at last at the inferred shape, which knows lengths and sets of
// values of any expression.
func (e *expression) refuses(n syntax.Node, text string, key bool) string {
	if text == "" {
		return "" // null is as good
	}
	if e.returnsTruth(n) && text != "True" && text != "False" && (key || !isTruthText(text)) && !e.hasOther(n, text) {
		return "returns True or False"
	}
	switch n := n.(type) {
	case *syntax.String:
		if n.Value != text {
			return "returns " + string(diag.Quote(n.Value))
		}
	// callRefuses looks the function up, so that the call needs no spec here.
	case *syntax.Call:
		if why := e.callRefuses(call{n, nil}, text, key); why != "" {
			return why
		}
	}
	return e.shapeRefuses(n, text)
}

// hasOther reports whether an attribute may hold a text although its name suggests a Boolean: by the data, or because HR systems write 1 and 0
// into active, where SCIM has true and false.
func (e *expression) hasOther(n syntax.Node, text string) bool {
	name, ok := attribute(n)
	if !ok {
		return false
	}
	if e.opts.Data != nil {
		return slices.Contains(e.opts.Data.column(name).values, text)
	}
	return lastPart(name) == "active" && !isTruthText(text)
}

// callRefuses returns the reason why a call never returns a text, or "". For a function of whole numbers = compares by number, so that
// "010" may be equal to 10; as a key of Switch only the text that the number is written as matches.
func (e *expression) callRefuses(c call, text string, key bool) string {
	c, ok := e.callOf(c.Call)
	if !ok {
		return ""
	}
	if c.returnsNumber() {
		n, isNumber := nettext.ParseInt(text)
		if !isNumber || key && strconv.FormatInt(n, 10) != text {
			return "returns whole numbers"
		}
		return ""
	}
	if why, known := e.branchesRefuse(c, text, key); known {
		return why
	}
	return e.formRefuses(c, text)
}

// branchesRefuse looks at the functions that choose among their arguments: these refuse a text only if all that they choose among do. If
// known is false, the function is none of them. Omitted arguments return null, which equals "" alone, and refuses has excluded that.
func (e *expression) branchesRefuse(c call, text string, key bool) (why string, known bool) {
	// IIF chooses among the arguments after its condition, Coalesce among all, Switch among its default and every second argument from the
	// first value on.
	from, step := 0, 1
	switch c.spec.Name {
	case "IIF":
		from = 1
	case "Coalesce":
	case "Switch":
		if c.arg(1) != nil && e.refuses(c.Args[1], text, key) == "" {
			return "", true
		}
		from, step = 3, 2
	default:
		return "", false
	}
	for i := from; i < len(c.Args); i += step {
		if c.arg(i) == nil {
			continue
		}
		if e.refuses(c.Args[i], text, key) == "" {
			return "", true
		}
	}
	return "returns " + e.constants(c), true
}

// constants lists the first three texts that a choice returns, for a message. In a Switch these are the default, argument 1, and the
// values, all with odd indexes.
func (e *expression) constants(c call) string {
	var texts []string
	for i, arg := range c.Args {
		if text, ok := constant(arg); ok && len(texts) < 3 && (c.spec.Name != "Switch" || i == 1 || i%2 == 1) && i > 0 {
			texts = append(texts, string(diag.Quote(text)))
		}
	}
	if len(texts) == 0 {
		return "other texts"
	}
	return strings.Join(texts, ", ") + " …"
}

// formOf describes the results of functions whose second call changes nothing more, such as ToLower. For these a text that the function
// would change is a text that it never returns.
func formOf(name string) string {
	switch name {
	case "ToLower":
		return "returns lower case"
	case "ToUpper":
		return "returns upper case"
	case "PCase":
		return "returns words that begin with a capital"
	case "StripSpaces":
		return "returns texts without spaces"
	case "Trim":
		return "returns texts without leading and trailing spaces"
	case "NormalizeDiacritics":
		return "returns texts without accents"
	}
	return ""
}

// formRefuses looks at functions whose results have a form. For those of formOf it calls the function with the text itself, and with the
// other arguments as written, so that the culture of ToLower counts: where the result is another text, no source leads to this one.
func (e *expression) formRefuses(c call, text string) string {
	if form := formOf(c.spec.Name); form != "" && len(c.Args) > 0 {
		again := &syntax.Call{Name: c.Name, Args: slices.Clone(c.Args)}
		again.Args[0] = &syntax.String{Value: text}
		if v, ok := e.tryPart(again, same("")); ok && v.Text() != text {
			return form
		}
		return ""
	}
	switch c.spec.Name {
	case "Left":
		return tooLong(c, 1, text)
	case "Mid":
		return tooLong(c, 2, text)
	case "FormatDateTime":
		return noSuchDate(c, text)
	}
	return ""
}

// tooLong compares a text with the number of characters that argument i keeps, if that is constant. Both count in UTF-16 code units, as
// .NET does.
func tooLong(c call, i int, text string) string {
	n, ok := wholeNumber(c.arg(i))
	if ok && n >= 0 && nettext.Len16(text) > n {
		return "returns " + strconv.Itoa(n) + " characters at most"
	}
	return ""
}

// wholeNumber returns a constant that is a whole number, written bare or as a text: the functions read both. It accepts a nil node, such
// as an omitted argument.
func wholeNumber(n syntax.Node) (int, bool) {
	switch n := n.(type) {
	case *syntax.Number:
		return int(n.Int), n.IsInt
	case *syntax.String:
		i, ok := nettext.ParseInt(n.Value)
		return int(i), ok
	}
	return 0, false
}

// noSuchDate compares a text with the form in which FormatDateTime writes a date, which is its last argument in the call of three and of
// four. The sample time is today's date for the layout, which needs one where the format has no full date.
func noSuchDate(c call, text string) string {
	format, ok := constant(c.arg(len(c.Args) - 1))
	if !ok {
		return ""
	}
	layout, err := netdate.CompileLayout(format, netdate.DefaultStyles)
	if err != nil {
		return ""
	}
	now, err := netdate.FromTime(sampleTime)
	if err != nil {
		return ""
	}
	if _, err := layout.Parse(text, now); err != nil {
		return "returns dates as " + string(diag.Quote(format))
	}
	return ""
}

// comparedTruth reports true and TRUE on one side of =, where the other returns True or False. Keys of Switch are not its concern: those
// never match, which neverEqual reports.
func comparedTruth(e *expression) {
	for _, c := range e.comparisons() {
		word := canonicalWord(c.text.Value)
		if !c.key && isTruthText(c.text.Value) && c.text.Value != word && e.returnsTruth(c.subject) {
			e.report(c.text, "%s returns True or False, and how the service compares these with %s is not documented: write %s",
				diag.Quote(e.text(c.subject)), diag.Quote(c.text.Value), diag.Quote(word)).replace(c.text, syntax.QuoteText(word))
		}
	}
}

// unreachableKey reports keys that the same Switch has before. Keys are compared by their formatted text, so that calls and attributes
// count as the same, too, and with case, as Switch compares.
func unreachableKey(e *expression) {
	for c := range e.calls("Switch") {
		if source, ok := constant(c.arg(0)); ok {
			e.report(c.Args[0], "Switch decides by the constant %s, so its result is always the same: most likely the attribute [%s] is meant",
				diag.Quote(source), diag.Clip(source))
			continue
		}
		seen := map[string]bool{}
		for i := 2; i+1 < len(c.Args); i += 2 {
			key := syntax.Format(c.Args[i])
			if !seen[key] {
				seen[key] = true
				continue
			}
			// The edit removes the pair with the comma before it; the comma after it remains for the next pair.
			from := c.Args[i-1].Span().End
			f := e.report(c.Args[i], "the key %s occurs in this Switch before, and the first one decides: this value is never used", diag.Clip(key))
			f.edit(diag.Span{Start: from, End: c.Args[i+1].Span().End}, "")
		}
	}
}

// idleCondition reports conditions that do not depend on the object. Two equal calls of RandomString are not the same value, so what is
// volatile is left out.
func idleCondition(e *expression) {
	for n := range syntax.Nodes(e.root) {
		if c, ok := n.(*syntax.Compare); ok {
			switch {
			case syntax.Equal(c.Left, c.Right) && !e.isVolatile(c.Left):
				e.report(c, "both sides of the comparison are the same")
			case e.alwaysHolds(c):
				e.report(c, "%s always holds: positions and lengths are never below 0, and InStr returns 0 where nothing is found", diag.Quote(e.text(c)))
			case isOrConstant(c.Left) && isOrConstant(c.Right):
				e.report(c, "both sides of the comparison are constant: an attribute is written in brackets, such as [%s]", diag.Clip(strings.Trim(e.text(c.Left), `"`)))
			}
		}
		if c, ok := e.callOf(n); ok && c.spec.Name == "IIF" && len(c.Args) == 3 && syntax.Equal(c.Args[1], c.Args[2]) && !e.isVolatile(c.Args[1]) {
			e.report(c.Args[1], "IIF returns the same whether its condition holds or not")
		}
	}
}

// alwaysHolds reports whether a comparison tests that a position or a length is not below 0.
func (e *expression) alwaysHolds(c *syntax.Compare) bool {
	number, ok := wholeNumber(c.Right)
	return ok && e.isCall(c.Left, "InStr", "Len", "Count") &&
		(c.Op == value.Greater && number < 0 || c.Op == value.GreaterOrEqual && number <= 0)
}

// isVolatile reports whether a part of the expression returns a different value each time. Now is not volatile here: it is read once per
// object, so that two calls return the same.
func (e *expression) isVolatile(n syntax.Node) bool {
	for n := range syntax.Nodes(n) {
		if c, ok := e.callOf(n); ok && c.spec.Effects&functions.Random != 0 {
			return true
		}
	}
	return false
}
