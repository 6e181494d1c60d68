package lint

import (
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/codes"
)

// The sources that several families of rules name as their evidence.
const (
	referenceSource = "Reference for writing expressions for attribute mappings (2026-04)"
	cloudSyncSource = "Cloud Sync expressions and function reference (2025-04)"
	connectSource   = "Connect Sync declarative expressions (2025-04)"
	knownSource     = "Known issues for provisioning in Microsoft Entra ID (2025-04)"
)

// syntaxRules returns the rules about texts that cannot be parsed, or that the service may not tolerate as attrmap does. The parser finds
// the mistakes, and corrects most of them, since it goes on after a mistake where it can.
func syntaxRules() []Rule {
	return []Rule{
		{
			Code: "L01", Name: "unreadable", Severity: diag.Error, KeepsValue: true,
			Summary:  "The text is not an expression.",
			Doc:      "The service refuses to save a text that it cannot parse. An expression is an attribute in brackets, a text in straight quotation marks, or a function call.",
			Evidence: functions.Documented, Source: referenceSource,
			Reports: []diag.Code{
				codes.Empty, codes.TooDeep, codes.TooManyNodes, codes.TooManyPairs, codes.InvalidUTF8, codes.UnexpectedChar,
				codes.UnexpectedEnd, codes.MissingOperand, codes.ChainedCompare, codes.BadNumber, codes.BadToken, codes.EmptyAttribute,
			},
			Bad: []Example{
				{Expr: `IIF([country]=, "Other", [country])`, At: `, "Other"`},
				{Expr: `BitAnd(8#F, 8#F7)`, At: `#F, `},
				{Expr: `[country]="USA" ? "Yes" : "No"`, At: `?`, Fixed: `IIF([country]="USA", "Yes", "No")`},
			},
			Good: []Example{{Expr: `IIF([country]="USA", "Other", [country])`}},
		},
		{
			Code: "L02", Name: "parentheses-and-commas", Severity: diag.Error, KeepsValue: true,
			Summary:  "A parenthesis or a comma is missing or surplus.",
			Doc:      "Every function call has one closing parenthesis, arguments are separated by commas, and nothing follows the last parenthesis. Published examples contain such typos, too: copy them with care.",
			Evidence: functions.Documented, Source: referenceSource,
			Reports: []diag.Code{codes.MissingComma, codes.MissingParen, codes.SurplusParen, codes.SurplusText},
			Bad: []Example{
				{Expr: `Append([userPrincipalName], ".test"))`, At: `)`, Fixed: `Append([userPrincipalName], ".test")`},
				{Expr: `Join(", ", [surname] [givenName])`, At: `[givenName]`, Fixed: `Join(", ", [surname], [givenName])`},
			},
			Good: []Example{{Expr: `Append([userPrincipalName], ".test")`}},
		},
		{
			Code: "L03", Name: "unbalanced-quote", Severity: diag.Error, KeepsValue: true,
			Summary:  "A text or an attribute name is not closed.",
			Doc:      "A text begins and ends with a straight quotation mark, and a quotation mark inside it is written \\\". An attribute name ends with a bracket, and quotation marks in a filter such as [type eq \"work\"] are in pairs.",
			Evidence: functions.Documented, Source: referenceSource,
			Reports: []diag.Code{codes.UnterminatedText, codes.UnterminatedAttr, codes.DoubledQuote},
			Bad: []Example{
				{Expr: `Append([alias], "@contoso.com)`, At: `"@contoso`},
				{Expr: `[roles[primary eq "True].display]`, At: `[roles`},
			},
			Good: []Example{{Expr: `[roles[primary eq "True"].display]`}},
		},
		{
			Code: "L04", Name: "typographic-quotes", Severity: diag.Error, KeepsValue: true,
			Summary:  "Quotation marks are typographic.",
			Doc:      "Texts are in straight quotation marks. Word processors and web pages convert these to curly ones, which the service refuses.",
			Evidence: functions.Documented, Source: connectSource,
			Reports: []diag.Code{codes.SmartQuote},
			Bad:     []Example{{Expr: `Append([alias], “@contoso.com”)`, At: `“`, Fixed: `Append([alias], "@contoso.com")`}},
			Good:    []Example{{Expr: `Append([alias], "@contoso.com")`}},
		},
		{
			Code: "L05", Name: "single-quotes", Severity: diag.Warning, KeepsValue: true,
			Summary:  "A text is in single quotation marks.",
			Doc:      "The language has only texts in double quotation marks. One official page has single ones, but does not mention whether they work.",
			Evidence: functions.Documented, Source: referenceSource,
			Reports: []diag.Code{codes.SingleQuotes},
			Bad:     []Example{{Expr: `Switch([status], "False", 'Left', "True")`, At: `'Left'`, Fixed: `Switch([status], "False", "Left", "True")`}},
			Good:    []Example{{Expr: `Switch([name], "False", "O'Hara", "True")`}},
		},
		{
			Code: "L06", Name: "unknown-escape", Severity: diag.Warning, KeepsValue: true,
			Summary:  "A backslash in a text is not escaped.",
			Doc:      "Only \\\\ and \\\" are documented. Before another character the backslash is part of the text, as a few published expressions need. With \\\\ the meaning is certain, in particular in regular expressions.",
			Evidence: functions.Documented, Source: referenceSource,
			Reports: []diag.Code{codes.UnknownEscape},
			Bad:     []Example{{Expr: `Replace([phone], , "\d+", , "", , )`, At: `\d`, Fixed: `Replace([phone], , "\\d+", , "", , )`}},
			Good:    []Example{{Expr: `Replace([phone], , "\\d+", , "", , )`}},
		},
		{
			Code: "L07", Name: "foreign-notation", Severity: diag.Error, KeepsValue: true,
			Summary:  "An operator or a notation comes from another language.",
			Doc:      "The language has comparisons, & and function calls. Combine conditions by nesting IIF, select elements with Item, and join texts with Join.",
			Evidence: functions.Documented, Source: referenceSource,
			Reports: []diag.Code{codes.WordOperator, codes.Arithmetic, codes.CompareOperator, codes.Indexing, codes.CallInBrackets, codes.Comment},
			Bad: []Example{
				{Expr: `IIF([country]="USA" AND [state]="CA", "True", "False")`, At: `AND`, Fixed: `IIF([country]="USA", IIF([state]="CA", "True", "False"), "False")`},
				{Expr: `IIF([country]=="USA", "True", "False")`, At: `==`, Fixed: `IIF([country]="USA", "True", "False")`},
				{Expr: `Left([upn], InStr([upn], "@") - 1)`, At: `- 1`, Fixed: `Word([upn], 1, "@")`},
				{Expr: `Split([mail], "@")[0]`, At: `[0]`, Fixed: `Item(Split([mail], "@"), 1)`},
			},
			Good: []Example{{Expr: `IIF([country]="USA", IIF([state]="CA", "True", "False"), "False")`}},
		},
		{
			Code: "L08", Name: "bare-word", Severity: diag.Warning, KeepsValue: true,
			Summary:  "A word is neither a text in quotation marks nor an attribute in brackets.",
			Doc:      "Texts are in quotation marks, including True and False, and attributes in brackets. In the service, null is a missing value: leave the argument empty for it. True, False and NULL are known from another dialect, and a warning; any other word is an error.",
			Evidence: functions.Documented, Source: referenceSource,
			Reports: []diag.Code{codes.UnknownIdent, codes.BareConstant},
			Bad: []Example{
				{Expr: `IIF([country]="USA", True, "False")`, At: `True`, Fixed: `IIF([country]="USA", "True", "False")`},
				{Expr: `Split(extensionAttribute5, ",")`, At: `extensionAttribute5`},
				{Expr: `IIF([country]="USA", [state], NULL)`, At: `NULL`, Fixed: `IIF([country]="USA", [state], )`},
			},
			Good: []Example{
				{Expr: `IIF([country]="USA", "True", "False")`},
				// Words that the language knows need no quotation marks.
				{Expr: `InStr([mail], "x", 1, vbTextCompare)`},
				{Expr: `IIF([country]="USA", [state], IgnoreAttributeFlow)`},
				{Expr: `"Contoso"`},
			},
			mend: mendBareWord, changes: changesTruth,
		},
		{
			Code: "L09", Name: "pasted-text", Severity: diag.Error, KeepsValue: true,
			Summary:  "The text contains residue of the page from which it was copied.",
			Doc:      "Expressions copied from web pages may contain backslashes of Markdown, entities of HTML and invisible white space.",
			Evidence: functions.Inferred, Source: referenceSource,
			Reports: []diag.Code{codes.Markdown, codes.Entity, codes.OddWhitespace},
			Bad: []Example{
				{Expr: `Join(" ", \[givenName\], \[surname\])`, At: `\[givenName`, Fixed: `Join(" ", [givenName], [surname])`},
				{Expr: `Append([alias], &quot;@contoso.com&quot;)`, At: `&quot;@`, Fixed: `Append([alias], "@contoso.com")`},
				{Expr: "Append([alias],\u00A0\"@contoso.com\")", At: "\u00A0", Fixed: `Append([alias], "@contoso.com")`},
			},
			Good: []Example{{Expr: `Join(" ", [givenName], [surname])`}},
		},
		{
			Code: "L10", Name: "line-break-in-text", Severity: diag.Warning,
			Summary:  "A text contains a line break.",
			Doc:      "The line break is part of the text, which is rarely intended: the portal shows expressions in several lines, and a text broken by that matches nothing.",
			Evidence: functions.Assumed, Source: "no page mentions it",
			Reports: []diag.Code{codes.NewlineInText},
			Bad:     []Example{{Expr: "Append([alias], \"@contoso\n.com\")", At: "\n"}},
			Good:    []Example{{Expr: "Append([alias],\n  \"@contoso.com\")"}},
		},
		{
			Code: "L11", Name: "too-long", Severity: diag.Error,
			Summary:  "The expression has more than 10,000 characters.",
			Doc:      "The service does not save a longer one. Split the mapping, or shorten the expression, for example with Switch instead of nested IIFs.",
			Evidence: functions.Documented, Source: knownSource,
			Reports: []diag.Code{codes.TooLong},
			Bad:     []Example{{Expr: `Append([alias], "` + longText(10_000) + `")`}},
			Good:    []Example{{Expr: `Append([alias], "` + longText(9_000) + `")`}},
		},
		{
			Code: "L12", Name: "layout", Severity: diag.Info, KeepsValue: true, OnRequest: true,
			Summary:  "There is white space between the name of a function and its parenthesis.",
			Doc:      "Published expressions have it, so it works, but expressions are easier to read without it.",
			Evidence: functions.Inferred, Source: referenceSource,
			Reports: []diag.Code{codes.SpaceBeforeArg},
			Bad:     []Example{{Expr: `Trim ([mail])`, At: ` (`, Fixed: `Trim([mail])`}},
			Good:    []Example{{Expr: `ToLower([mail])`}},
		},
	}
}

// mendBareWord returns the edit that puts True or False in quotation marks, or removes NULL from an argument that may be empty, which is
// null. Other words have no text that is certainly meant.
func mendBareWord(e *expression, d diag.Finding) []edit {
	if d.Code != codes.BareConstant {
		return nil
	}
	switch word := canonicalWord(e.src[d.Span.Start:d.Span.End]); {
	case word == "True", word == "False":
		return []edit{{d.Span, `"` + word + `"`}}
	case word == "NULL" && e.mayBeEmpty(d.Span):
		return []edit{{d.Span, ""}}
	}
	return nil
}

// mayBeEmpty reports whether the text of a span is an argument that is null where it is left out. An option such as the delimiter of Split
// has a default.
func (e *expression) mayBeEmpty(at diag.Span) bool {
	for c := range e.calls() {
		for i, arg := range c.Args {
			if arg.Span() == at {
				p := c.param(i)
				return p.Repeats || p.Flow
			}
		}
	}
	return false
}

// changesTruth reports whether the word of a finding is True or False, which a text takes the place of. NULL and an empty argument are the
// same.
func changesTruth(e *expression, f *finding) bool {
	return canonicalWord(e.src[f.Span.Start:f.Span.End]) != "NULL"
}

// canonicalWord returns a word of the language in canonical case, such as True or NULL, or "" for any other.
func canonicalWord(written string) string {
	for word := range syntax.Words() {
		if strings.EqualFold(word, written) {
			return word
		}
	}
	return ""
}

// longText returns a text of n characters, for the examples of a limit.
func longText(n int) string { return strings.Repeat("x", n) }
