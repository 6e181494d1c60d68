package lint

import (
	"iter"
	"slices"
	"strings"
	"unicode"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
)

// nullRules returns the rules about values that may be missing, and about separators that then remain.
func nullRules() []Rule {
	return []Rule{
		{
			Code: "L26", Name: "null-in-condition", Severity: diag.Warning, KeepsValue: true,
			Summary:  "The condition of IIF tests whether an attribute is empty, to return the attribute or a default.",
			Doc:      "The function reference lists exactly this as unsupported: the condition fails when the attribute is null or empty. Other official pages use IsPresent in conditions; all of them allow Switch([a], [a], \"\", default).",
			Evidence: functions.Documented, Source: referenceSource,
			Bad: []Example{
				{Expr: `IIF([country]="", "Other", [country])`, At: `[country]=""`, Fixed: `Switch([country], [country], "", "Other")`},
				{Expr: `IIF(IsPresent([country]), [country], "Other")`, At: `IsPresent`, Fixed: `Switch([country], [country], "", "Other")`},
				{Expr: `IIF(IsNullOrEmpty([country]), "Other", [country])`, At: `IsNullOrEmpty`, Fixed: `Switch([country], [country], "", "Other")`},
			},
			Good: []Example{
				{Expr: `Switch([country], [country], "", "Other")`},
				// A choice between two attributes is what official pages use IsPresent for.
				{Expr: `IIF(IsPresent([preferredName]), [preferredName], [givenName])`},
				{Expr: `IIF([country]="USA", "True", "False")`},
			},
			expression: nullInCondition, changes: testsByFunction,
		},
		{
			Code: "L27", Name: "dangling-separator", Severity: diag.Warning,
			Summary:  "A separator is next to a value that may be missing, and remains without it.",
			Doc:      "Join omits empty values together with the separator before them, but only if the separator is its first argument. A separator among the values, or one added with Append or &, is always there: people without a middle name get two spaces.",
			Evidence: functions.Documented, Source: referenceSource,
			Bad: []Example{
				{Expr: `Join("", [givenName], " ", [middleName], " ", [surname])`, At: `" ", [middleName]`, Fixed: `Join(" ", [givenName], [middleName], [surname])`},
				{Expr: `Join(" ", [givenName], Append(Mid([middleName], 1, 1), "."), [surname])`, At: `".")`},
				{Expr: `Join("", [city], ", ", [state])`, Data: "city,state\nParis,\nReno,NV\n", At: `", "`, Fixed: `Join(", ", [city], [state])`},
			},
			Good: []Example{
				{Expr: `Join(" ", [givenName], [middleName], [surname])`},
				{Expr: `Append([alias], ".")`},
				// Everybody has these names, and the constants differ, so that no separator is common to all.
				{Expr: `Join("", [firstName], ".", [lastName], "@contoso.com")`},
			},
			expression: danglingSeparator,
		},
		{
			Code: "L28", Name: "separator-is-a-value", Severity: diag.Warning,
			Summary:  "The first argument of Join, which is the separator, is a value.",
			Doc:      "The separator comes first: Join(\", \", [a], [b]). Without it, the first value separates the others, and with only one other value it is lost.",
			Evidence: functions.Documented, Source: referenceSource,
			Bad: []Example{
				{Expr: `Join([givenName], [surname])`, At: `[givenName]`},
				{Expr: `Join([givenName], " ", [surname])`, At: `[givenName]`, Fixed: `Join(" ", [givenName], [surname])`},
				{Expr: `Join(Left([givenName], 1), ".", [surname])`, At: `Left`, Fixed: `Join(".", Left([givenName], 1), [surname])`},
				{Expr: `Join("contoso.com", "@", [alias])`, At: `"contoso.com"`, Fixed: `Join("@", "contoso.com", [alias])`},
				{Expr: `Join([givenName], [surname], " ")`, At: `[givenName]`, Fixed: `Join(" ", [givenName], [surname])`},
			},
			Good: []Example{
				{Expr: `Join(" ", [givenName], [surname])`},
				// A separator may depend on the object, and may have letters.
				{Expr: `Join(IIF([country]="DE", ", ", " "), [surname], [givenName])`},
				{Expr: `Join(" and ", [first], [second])`},
				{Expr: `Join(".", [givenName], "-", [surname])`},
			},
			expression: separatorIsValue,
		},
		{
			Code: "L29", Name: "doubled-separator", Severity: diag.Warning,
			Summary:  "A constant in Join begins or ends with the separator, which then occurs twice.",
			Doc:      "Join inserts its first argument between all values: Join(\"@\", [alias], \"@contoso.com\") returns alias@@contoso.com.",
			Evidence: functions.Documented, Source: referenceSource,
			Bad: []Example{
				{Expr: `Join("@", [alias], "@contoso.com")`, At: `"@contoso`, Fixed: `Join("@", [alias], "contoso.com")`},
			},
			// A constant of separators alone is meant.
			Good:       []Example{{Expr: `Join("@", [alias], "contoso.com")`}, {Expr: `Join(".", [a], "..")`}},
			expression: doubledSeparator,
		},
	}
}

// emptiness is an IIF whose condition tests whether an attribute has a value: by a comparison with "", or by IsPresent, IsNullOrEmpty or
// IsNull.
type emptiness struct {
	attribute        string
	compared         bool        // the test is a comparison with ""
	present, missing syntax.Node // the result of IIF in either case
}

// emptinessTests returns an iterator over the calls of IIF with such a condition.
func (e *expression) emptinessTests() iter.Seq2[call, emptiness] {
	return func(yield func(call, emptiness) bool) {
		for c := range e.calls("IIF") {
			if len(c.Args) != 3 {
				continue
			}
			// The condition is taken to hold for a missing value, as [a]="" does, until asksFor reports the opposite.
			test := emptiness{present: c.Args[2], missing: c.Args[1]}
			negated, ok := e.asksFor(c.Args[0], &test)
			if negated {
				test.present, test.missing = test.missing, test.present
			}
			if ok && !yield(c, test) {
				return
			}
		}
	}
}

// asksFor parses a condition, and reports whether it is such a test. If negated is set, it tests whether there is a value. It sets the
// attribute of test, and whether it compares.
func (e *expression) asksFor(n syntax.Node, test *emptiness) (negated, ok bool) {
	if c, ok := n.(*syntax.Compare); ok {
		text, isText := constant(c.Right)
		test.attribute, ok = attribute(c.Left)
		test.compared = true
		return c.Op == value.NotEqual, ok && isText && text == "" && (c.Op == value.Equal || c.Op == value.NotEqual)
	}
	c, ok := e.callOf(n)
	if !ok || len(c.Args) != 1 || !slices.Contains([]string{"IsPresent", "IsNullOrEmpty", "IsNull"}, c.spec.Name) {
		return false, false
	}
	test.attribute, ok = attribute(c.Args[0])
	return c.spec.Name == "IsPresent", ok
}

// nullInCondition checks only IIFs that are the result: for these the page is clear, and no published expression contradicts it. A
// comparison with "" is reported in any case; a function in the condition only if IIF returns the attribute or a constant, since other
// official pages use IsPresent to choose between attributes.
func nullInCondition(e *expression) {
	if e.opts.cloudSync {
		return // its default mappings have such conditions
	}
	for c, test := range e.emptinessTests() {
		name, isAttribute := attribute(test.present)
		_, isText := constant(test.missing)
		if !e.isResult(c.Call) || !test.compared && (!isAttribute || name != test.attribute || !isText) {
			continue
		}
		instead := "Switch([" + test.attribute + "], " + e.text(test.present) + `, "", ` + e.text(test.missing) + ")"
		e.report(c.Args[0], "the condition of IIF may fail if [%s] is null or empty, which the function reference lists as unsupported: write %s",
			diag.Clip(test.attribute), diag.Clip(instead)).replace(c, instead)
	}
}

// testsByFunction reports whether the condition of a finding is a function, which knows lists and tells null from "" as Switch does not.
func testsByFunction(e *expression, f *finding) bool {
	return e.src[f.Span.Start] != '[' && e.src[f.Span.Start] != '('
}

// isResult reports whether the value of a node is a possible result of the expression: every function around it passes the value of this
// argument on as it is. Such a parameter is one through which a flow signal passes, see [functions.Param].
func (e *expression) isResult(n syntax.Node) bool {
	for at := e.parents[n]; at.node != nil; at = e.parents[at.node] {
		c, ok := e.callOf(at.node)
		if !ok || !c.param(at.index).Flow {
			return false
		}
	}
	return true
}

// mayBeMissing reports whether a part of the expression is empty without the attributes that many objects lack, judging by the data or by
// the names of the attributes. It evaluates the part, so that a function with a value for null, such as Coalesce, is not missing.
func (e *expression) mayBeMissing(n syntax.Node) bool {
	names := attributes(n)
	if !slices.ContainsFunc(names, e.isOften) {
		return false
	}
	v, ok := e.tryPart(n, func(name string) value.Value {
		if e.isOften(name) {
			return value.Absent
		}
		return value.String("x")
	})
	return ok && v.IsNullOrEmpty()
}

// isOften reports whether an attribute often has no value. With data it is one that some records lack: if all do, the data most likely do
// not have the attribute at all.
func (e *expression) isOften(name string) bool {
	if e.opts.Data != nil {
		c := e.opts.Data.column(name)
		return c.empty > 0 && c.empty < c.records
	}
	return isOptional(name)
}

// isSeparator reports whether a constant consists of punctuation and spaces, and so separates the values around it.
func isSeparator(text string) bool {
	return text != "" && strings.IndexFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) < 0
}

// danglingSeparator looks at all that joins values: &, Append, and Join with an empty separator. A Join with a separator of its own omits
// it with the value, and is what the messages recommend.
func danglingSeparator(e *expression) {
	for n := range syntax.Nodes(e.root) {
		var parts []syntax.Node
		better := ""
		if c, ok := n.(*syntax.Concat); ok {
			parts = c.Operands
		}
		if c, ok := e.callOf(n); ok && c.spec.Name == "Append" && len(c.Args) == 2 {
			parts = c.Args
		}
		if c, ok := e.callOf(n); ok && c.spec.Name == "Join" && len(c.Args) > 2 {
			if separator, ok := constant(c.Args[0]); !ok || separator != "" {
				continue
			}
			parts = c.Args[1:]
			better = e.joinedByFirst(c, parts)
		}
		e.danglingAmong(n, parts, better)
	}
}

// danglingAmong reports the first separator next to a part that may be missing, and no further one: one correction removes all. better is
// the correction of n, or "" if it is not known. If it is known, one and the same separator is between all values, which is reported even
// if none of them is known to be missing.
func (e *expression) danglingAmong(n syntax.Node, parts []syntax.Node, better string) {
	for i, part := range parts {
		text, ok := constant(part)
		if !ok || !isSeparator(text) {
			continue
		}
		for _, j := range []int{i - 1, i + 1} {
			if j < 0 || j >= len(parts) || !e.mayBeMissing(parts[j]) {
				continue
			}
			f := e.report(part, "the separator %s remains if %s is empty: use Join, which inserts it only between present values",
				diag.Quote(text), diag.Quote(e.text(parts[j])))
			if better != "" {
				f.replace(n, better)
			}
			return
		}
	}
	if better != "" {
		e.report(parts[1], "the separator %s is among the values, and remains if one of them is empty: make it the first argument of Join",
			diag.Quote(parts[1].(*syntax.String).Value)).replace(n, better)
	}
}

// joinedByFirst returns Join("", a, s, b, s, c) as Join(s, a, b, c), or "" if the separators differ or a value is constant.
func (e *expression) joinedByFirst(c call, parts []syntax.Node) string {
	if len(parts)%2 == 0 || len(parts) < 3 {
		return ""
	}
	args := []string{e.text(parts[1])}
	for i, part := range parts {
		text, isText := constant(part)
		switch {
		case i%2 == 0 && !isText:
			args = append(args, e.text(part))
		case i%2 == 0 || !isText || !isSeparator(text) || !syntax.Equal(part, parts[1]):
			return ""
		}
	}
	return c.Name + "(" + strings.Join(args, ", ") + ")"
}

// separatorIsValue reports a value in the place of Join's separator: an attribute, which no source has separators in, or where a separator is
// among the values, anything that is none itself. If there is one such separator, it is exchanged with the value.
func separatorIsValue(e *expression) {
	for c := range e.calls("Join") {
		if len(c.Args) < 2 {
			continue
		}
		name, isAttribute := attribute(c.Args[0])
		at := separatorsAmong(c.Args[1:])
		if !isAttribute && (len(at) == 0 || !e.isNoSeparator(c.Args[0])) {
			continue
		}
		what := "[" + diag.Clip(name) + "]"
		if !isAttribute {
			what = string(diag.Quote(e.text(c.Args[0])))
		}
		f := e.report(c.Args[0], "%s is in the place of the separator of Join: write a text such as \" \" before it", what)
		if len(at) == 1 {
			args := []string{e.text(c.Args[at[0]+1]), e.text(c.Args[0])}
			for i, arg := range c.Args[1:] {
				if i != at[0] {
					args = append(args, e.text(arg))
				}
			}
			f.replace(c, c.Name+"("+strings.Join(args, ", ")+")")
		}
	}
}

// separatorsAmong returns the indexes of the constants that are separators.
func separatorsAmong(values []syntax.Node) []int {
	var at []int
	for i, n := range values {
		if text, ok := constant(n); ok && isSeparator(text) {
			at = append(at, i)
		}
	}
	return at
}

// isNoSeparator reports whether a node is a value and no separator: a text with letters or digits and no space around them, or the result of a
// function that is made of an attribute.
func (e *expression) isNoSeparator(n syntax.Node) bool {
	if text, ok := constant(n); ok {
		return text != "" && !isSeparator(text) && strings.TrimSpace(text) == text
	}
	for i, arg := range children(n) {
		if c, ok := e.callOf(n); ok && (c.spec.Name == "IIF" || c.spec.Name == "Switch") && (i == 0 || e.isKeyOf(c, i)) {
			continue // what decides is no part of the value
		}
		if _, ok := attribute(arg); ok || e.isNoSeparatorCall(arg) {
			return true
		}
	}
	return false
}

// isNoSeparatorCall is isNoSeparator for calls alone: constants in a call may be anything.
func (e *expression) isNoSeparatorCall(n syntax.Node) bool {
	_, ok := e.callOf(n)
	return ok && e.isNoSeparator(n)
}

// children returns the children of a node.
func children(n syntax.Node) []syntax.Node { return slices.Collect(syntax.Children(n)) }

// doubledSeparator compares the constants in Join with its separator. The first value has no separator before it and the last none after
// it, so there it is meant; a constant of nothing but the separator's characters is meant, too.
func doubledSeparator(e *expression) {
	for c := range e.calls("Join") {
		if len(c.Args) < 3 {
			continue
		}
		separator, ok := constant(c.Args[0])
		// Spaces at the ends of constants are blankAtTheEnd's concern.
		if !ok || strings.TrimSpace(separator) == "" {
			continue
		}
		for i, arg := range c.Args[1:] {
			text, ok := constant(arg)
			first, last := i == 0, i == len(c.Args)-2
			if !ok || strings.Trim(text, separator) == "" {
				continue
			}
			cut := text
			if !first {
				cut = strings.TrimPrefix(cut, separator)
			}
			if !last {
				cut = strings.TrimSuffix(cut, separator)
			}
			if cut != text {
				e.report(arg, "Join inserts %s between the values, but %s has it, too: it occurs twice", diag.Quote(separator), diag.Quote(text)).
					replace(arg, syntax.QuoteText(cut))
			}
		}
	}
}
