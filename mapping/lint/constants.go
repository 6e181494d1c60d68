package lint

import (
	"regexp"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/functions"
	protocol "github.com/attrmap/attrmap/internal/call"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/mapping"
)

// constantRules are about texts that are not what they seem. All of them look at constants one by one, and depend on where a constant is:
// as a pattern, a set of characters, a key or a result it has different meanings.
func constantRules() []Rule {
	return []Rule{
		{
			Code: "L45", Name: "expression-in-quotes", Severity: diag.Warning,
			Summary:  "A text looks like an expression, and flows as written.",
			Doc:      "What is in quotation marks, or in a mapping of type Constant, is the value itself: every object receives the text \"[mail]\" or \"Join(…)\". Leave the quotation marks out, or make the mapping an Expression.",
			Evidence: functions.Documented, Source: referenceSource,
			Bad: []Example{
				{Expr: `Join(" ", "[givenName]", [surname])`, At: `"[givenName]"`, Fixed: `Join(" ", [givenName], [surname])`},
				{Expr: `"ToLower([mail])"`, Fixed: `ToLower([mail])`},
				{Set: `{"mappings": [{"target": "userName", "from": "mail", "match": 1}, {"target": "title", "constant": "Append([title], \"x\")"}]}`, At: "mappings[1].constant"},
			},
			Good: []Example{
				{Expr: `Join(" ", [givenName], [surname])`},
				// Classes in patterns and sets of characters have brackets of their own.
				{Expr: `Replace([mobile], , "[a-z]", , "", , )`},
				{Expr: `PCase([surname], " '-[]")`},
			},
			expression: expressionInQuotes,
		},
		{
			Code: "L46", Name: "null-as-text", Severity: diag.Warning,
			Summary:  "A text is the word null.",
			Doc:      "Null is a missing value: an empty argument returns it, and IgnoreFlowIfNullOrEmpty keeps it from flowing. \"NULL\" and \"AuthoritativeNull\" in quotation marks are texts, and are written to the target.",
			Evidence: functions.Reported, Source: "azure-docs issue 33866",
			Bad: []Example{
				{Expr: `IIF([country]="USA", [state], "NULL")`, At: `"NULL"`, Fixed: `IIF([country]="USA", [state], )`},
				{Expr: `Switch([title], "AuthoritativeNull", "x", "y")`, At: `"Auth`, Fixed: `Switch([title], , "x", "y")`},
				{Expr: `"null"`},
			},
			// The word as a key or as the text to replace is there to get rid of it.
			Good:       []Example{{Expr: `IIF([country]="USA", [state], )`}, {Expr: `Switch([title], , "null", "None")`}, {Expr: `Replace([title], "null", , , "", , )`}},
			expression: nullAsText,
		},
		{
			Code: "L47", Name: "blank-at-the-end", Severity: diag.Warning,
			Summary:  "A constant has a leading or trailing space, and is compared or is a value by itself.",
			Doc:      "Spaces in keys and values count, and are easily overlooked: the key \"Sales \" never matches \"Sales\": trailing spaces count. A value with a space differs from the value without it.",
			Evidence: functions.Documented, Source: referenceSource,
			Bad: []Example{
				{Expr: `Switch([department], , "Sales ", "S", "Press", "P")`, At: `"Sales "`, Fixed: `Switch([department], , "Sales", "S", "Press", "P")`},
				{Expr: `IIF([country]=" USA", "a", "b")`, At: `" USA"`, Fixed: `IIF([country]="USA", "a", "b")`},
				{Expr: `Join("@", [alias], "contoso.com ")`, At: `"contoso.com "`, Fixed: `Join("@", [alias], "contoso.com")`},
				{Expr: `Replace([upn], " @old.com", , , "@new.com", , )`, At: `" @old`, Fixed: `Replace([upn], "@old.com", , , "@new.com", , )`},
			},
			Good: []Example{
				// A space alone, a separator, an argument that is trimmed and the beginning of a longer text are meant.
				{Expr: `Switch([department], " ", "Sales", "S")`},
				{Expr: `Join(" ", [givenName], " ", [surname])`},
				{Expr: `Append(" ", [surname])`},
				{Expr: `Trim(" x ")`},
				{Expr: `Join("", "Dr. ", [surname])`},
			},
			expression: blankAtTheEnd,
		},
		{
			Code: "L48", Name: "position-zero", Severity: diag.Error,
			Summary:  "A position or a length is 0; positions count from 1.",
			Doc:      "Item, Mid, InStr and Word count from 1. With 0 they fail, or return an empty text for every object.",
			Evidence: functions.Documented, Source: referenceSource,
			Bad: []Example{
				{Expr: `Item([proxyAddresses], 0)`, At: `0`, Fixed: `Item([proxyAddresses], 1)`},
				{Expr: `Mid([mail], 0, 3)`, At: `0`, Fixed: `Mid([mail], 1, 3)`},
				{Expr: `Word([name], 0, " ")`, At: `0`, Fixed: `Word([name], 1, " ")`},
				{Expr: `Left([mail], 0)`, At: `0`},
			},
			Good:       []Example{{Expr: `Item([proxyAddresses], 1)`}, {Expr: `Mid([mail], 1, 3)`}},
			expression: positionZero,
		},
		{
			Code: "L49", Name: "clear-text-password", Severity: diag.Warning,
			Summary:  "A password is written in clear text.",
			Doc:      "Everyone with access to the mapping, the request or the logs can read it, and all accounts receive the same one. Generate it with RandomString inside Redact, when the object is created.",
			Evidence: functions.Documented, Source: "Reference for writing expressions: Redact",
			Reports: []diag.Code{codes.ClearPassword},
			Bad: []Example{
				{Expr: `"Welcome2026!"`, Use: Use{Target: "passwordProfile.password"}},
				{Expr: `Append("Welcome-", [employeeId])`, Use: Use{Target: "password"}, At: `"Welcome`},
			},
			Good: []Example{
				{Expr: `Redact(RandomString(16, 3, 3, 3, 3, ))`, Use: Use{Target: "passwordProfile.password", Apply: applies(mapping.ApplyCreate)}},
				// The other members of passwordProfile are no passwords.
				{Expr: `"False"`, Use: Use{Target: "passwordProfile.forceChangePasswordNextSignIn"}},
			},
			expression: clearPassword,
		},
	}
}

// bracketed matches a text that can only be meant as an attribute: classes of regular expressions are shorter, or hold ranges. Hence the
// least length, and no hyphen.
var bracketed = regexp.MustCompile(`^\[[A-Za-z][A-Za-z0-9_.:]{3,}\]$`)

// expressionInQuotes reports constants that are an attribute in brackets or a call of a known function. Its correction is the text without
// quotation marks; that it parses, and that nothing else goes wrong with it, is checked with all fixes.
func expressionInQuotes(e *expression) {
	for n := range syntax.Nodes(e.root) {
		text, ok := constant(n)
		if !ok || e.takesCharacters(n) || !bracketed.MatchString(text) && !e.isExpression(text) {
			continue
		}
		e.report(n, "%s is in quotation marks, and flows as a text: leave them out if its value is meant", diag.Quote(text)).replace(n, text)
	}
}

// isExpression reports whether a text calls a known function and reads an attribute, or has no arguments, such as Guid(). Words with
// something in parentheses after them may parse as a call, but read no attribute.
func (e *expression) isExpression(text string) bool {
	if !strings.HasSuffix(text, ")") {
		return false
	}
	tree, err := syntax.Parse(text)
	if err != nil {
		return false
	}
	c, ok := e.callOf(tree.Root)
	return ok && (len(attributes(tree.Root)) > 0 || len(c.Args) == 0)
}

// takesCharacters reports whether a constant is a pattern or a set of characters, whose brackets and spaces mean themselves: a pattern or
// the old text of Replace, the delimiters of Word and PCase, and the arguments of RandomString.
func (e *expression) takesCharacters(n syntax.Node) bool {
	at := e.parents[n]
	c, ok := e.callOf(at.node)
	switch {
	case !ok:
		return false
	case c.spec.Name == "Replace":
		return at.index == protocol.ReplacePattern || at.index == protocol.ReplaceOld
	}
	return at.index > 0 && (c.spec.Name == "PCase" || c.spec.Name == "Word" || c.spec.Name == "RandomString")
}

// isKey reports whether a node is a key of Switch: argument 0 is the source, 1 the default, and keys and values alternate from 2 on.
func (e *expression) isKey(n syntax.Node) bool {
	at := e.parents[n]
	return at.index >= 2 && at.index%2 == 0 && e.isCall(at.node, "Switch")
}

// isCompared reports whether a node is a side of a comparison, or a key.
func (e *expression) isCompared(n syntax.Node) bool {
	_, compared := e.parents[n].node.(*syntax.Compare)
	return compared || e.isKey(n)
}

// nullWord reports whether a text is a word for null from another language.
func nullWord(text string) bool {
	return strings.EqualFold(text, "null") || strings.EqualFold(text, "AuthoritativeNull") || strings.EqualFold(text, "<null>")
}

// nullAsText reports words for null that flow as they are. As a key of Switch or a text to replace they are meant: there are sources that
// have the word.
func nullAsText(e *expression) {
	for n := range syntax.Nodes(e.root) {
		text, ok := constant(n)
		if !ok || !nullWord(text) || !e.isValue(n) {
			continue
		}
		f := e.report(n, "%s is a text, and flows as one: null is a missing value, for which the argument is left empty", diag.Quote(text))
		// The whole expression cannot be replaced by nothing: an empty text is no expression.
		if e.parents[n].node != nil {
			f.replace(n, "")
		}
	}
}

// isValue reports whether a node's value is the result of the expression, or one of them, as it is.
func (e *expression) isValue(n syntax.Node) bool { return !e.isKey(n) && e.isResult(n) }

// blankAtTheEnd reports constants with a space at either end where it is hardly meant: in comparisons, in results, and in addresses
// anywhere. Texts that are joined, such as "Dr. ", need their spaces, and a text of spaces alone is a separator.
func blankAtTheEnd(e *expression) {
	for n := range syntax.Nodes(e.root) {
		text, ok := constant(n)
		cut := strings.TrimSpace(text)
		if !ok || cut == text || cut == "" {
			continue
		}
		// A domain or an address never has a space; other texts may have one on purpose. A result that ends in a comma before its space is
		// probably the beginning of a list, as in "Dallas, ".
		address := strings.Contains(text, "@") || isDomain(cut)
		if !address && !e.isCompared(n) && !(e.isValue(n) && !strings.HasSuffix(cut, ",")) || e.takesCharacters(n) && !address {
			continue
		}
		e.report(n, "%s has a leading or trailing space, which counts: write %s", diag.Quote(text), diag.Quote(cut)).replace(n, syntax.QuoteText(cut))
	}
}

// domain matches two or more labels with dots between them, the last one of letters alone, so that 1.5 is no domain.
var domain = regexp.MustCompile(`^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}$`)

// isDomain reports whether a text has the form of a DNS name.
func isDomain(text string) bool { return domain.MatchString(text) }

// positionArgument returns the indexes of the arguments of a function that are a position, counted from 1, and a length; -1 for none. Each
// index is one of the arguments as written.
func positionArgument(name string) (position, length int) {
	switch name {
	case "Item":
		return 1, -1
	case "Mid":
		return 1, 2
	case "Word":
		return 1, -1
	case "InStr":
		return 2, -1
	case "Left":
		return -1, 1
	}
	return -1, -1
}

// positionZero reports constant positions and lengths of 0. A position is corrected to 1, most likely what was meant by people who count
// from 0; for a length there is no such guess.
func positionZero(e *expression) {
	for c := range e.calls("Item", "Mid", "Word", "InStr", "Left") {
		position, length := positionArgument(c.spec.Name)
		for i := range c.Args {
			n, ok := wholeNumber(c.arg(i))
			switch {
			case !ok || n != 0:
			case i == position:
				f := e.report(c.Args[i], "%s of %s counts from 1", c.param(i).Name, c.spec.Name)
				f.replace(c.Args[i], strings.Replace(e.text(c.Args[i]), "0", "1", 1))
			case i == length:
				e.report(c.Args[i], "%s of %s is 0, so nothing is left of the text", c.param(i).Name, c.spec.Name)
			}
		}
	}
}

// clearPassword reports the first constant in the expression for a password. A volatile expression has a random part, so its constants are
// not the password, and a text of up to three characters is too short to be one.
func clearPassword(e *expression) {
	if !e.isTarget("password", "passwordProfile.password", "userPassword", "unicodePwd") || e.isVolatile(e.root) {
		return
	}
	for n := range syntax.Nodes(e.root) {
		if text, ok := constant(n); ok && len(text) > 3 {
			e.report(n, "a password is written in clear text, the same for every account: generate it with Redact(RandomString(…)) at creation")
			return
		}
	}
}
