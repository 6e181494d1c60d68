package lint

import (
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/codes"
)

const (
	referenceSource = "Reference for writing expressions for attribute mappings (2026-04)"
	cloudSyncSource = "Cloud sync expression reference (2025)"
	connectSource   = "Connect Sync declarative expressions"
	knownSource     = "Known issues for provisioning in Microsoft Entra ID"
)

// syntaxRules are about texts that cannot be read, or that are read with a tolerance that the service may not have.
func syntaxRules() []Rule {
	return []Rule{
		{
			Code: "L01", Name: "unreadable", Severity: diag.Error,
			Summary:  "The text is no expression.",
			Doc:      "The service refuses to save a text that it cannot parse. An expression is an attribute in brackets, a text in straight quotation marks, or a function call.",
			Evidence: functions.Documented, Source: referenceSource,
			Tells: []diag.Code{
				codes.Empty, codes.TooDeep, codes.TooManyNodes, codes.TooManyPairs, codes.InvalidUTF8, codes.UnexpectedChar,
				codes.UnexpectedEnd, codes.MissingOperand, codes.ChainedCompare, codes.BadNumber, codes.BadToken, codes.EmptyAttribute,
			},
			Bad: []Example{
				{Expr: `IIF([country]=, "Other", [country])`, At: `, "Other"`},
				{Expr: `BitAnd(8#F, 8#F7)`, At: `#F, `},
			},
			Good: []Example{{Expr: `IIF([country]="USA", "Other", [country])`}},
		},
		{
			Code: "L02", Name: "parentheses-and-commas", Severity: diag.Error,
			Summary:  "A parenthesis or a comma is missing or stands too often.",
			Doc:      "Every function call has one closing parenthesis, arguments are separated by commas, and nothing follows the last parenthesis. Published examples have such slips too: copy them with care.",
			Evidence: functions.Documented, Source: referenceSource,
			Tells: []diag.Code{codes.MissingComma, codes.MissingParen, codes.SurplusParen, codes.SurplusText},
			Bad: []Example{
				{Expr: `Append([userPrincipalName], ".test"))`, At: `)`, Fixed: `Append([userPrincipalName], ".test")`},
				{Expr: `Join(", ", [surname] [givenName])`, At: `[givenName]`, Fixed: `Join(", ", [surname], [givenName])`},
			},
			Good: []Example{{Expr: `Append([userPrincipalName], ".test")`}},
		},
		{
			Code: "L03", Name: "unbalanced-quote", Severity: diag.Error,
			Summary:  "A text or an attribute name is not closed.",
			Doc:      "A text begins and ends with a straight quotation mark, and a quotation mark inside is written \\\". An attribute name ends with a bracket, and inside a filter such as [type eq \"work\"] the quotation marks come in pairs.",
			Evidence: functions.Documented, Source: referenceSource,
			Tells: []diag.Code{codes.UnterminatedText, codes.UnterminatedAttr, codes.DoubledQuote},
			Bad: []Example{
				{Expr: `Append([alias], "@contoso.com)`, At: `"@contoso`},
				{Expr: `[roles[primary eq "True].display]`, At: `[roles`},
			},
			Good: []Example{{Expr: `[roles[primary eq "True"].display]`}},
		},
		{
			Code: "L04", Name: "typographic-quotes", Severity: diag.Error,
			Summary:  "Quotation marks are typographic.",
			Doc:      "Texts stand in straight quotation marks. Word processors and web pages turn these into curly ones, which the service does not take.",
			Evidence: functions.Documented, Source: connectSource,
			Tells: []diag.Code{codes.SmartQuote},
			Bad:   []Example{{Expr: `Append([alias], “@contoso.com”)`, At: `“`, Fixed: `Append([alias], "@contoso.com")`}},
			Good:  []Example{{Expr: `Append([alias], "@contoso.com")`}},
		},
		{
			Code: "L05", Name: "single-quotes", Severity: diag.Warning,
			Summary:  "A text stands in single quotation marks.",
			Doc:      "The language has texts in double quotation marks alone. One official page has single ones, without a word on whether they work.",
			Evidence: functions.Documented, Source: referenceSource,
			Tells: []diag.Code{codes.SingleQuotes},
			Bad:   []Example{{Expr: `Switch([status], "False", 'Left', "True")`, At: `'Left'`, Fixed: `Switch([status], "False", "Left", "True")`}},
			Good:  []Example{{Expr: `Switch([name], "False", "O'Hara", "True")`}},
		},
		{
			Code: "L06", Name: "unknown-escape", Severity: diag.Warning,
			Summary:  "A backslash stands by itself in a text.",
			Doc:      "Only \\\\ and \\\" are documented. Before another character the backslash stays in the text, as a few published expressions need it; with \\\\ the meaning is certain, in regular expressions above all.",
			Evidence: functions.Documented, Source: referenceSource,
			Tells: []diag.Code{codes.UnknownEscape},
			Bad:   []Example{{Expr: `Replace([phone], , "\d+", , "", , )`, At: `\d`, Fixed: `Replace([phone], , "\\d+", , "", , )`}},
			Good:  []Example{{Expr: `Replace([phone], , "\\d+", , "", , )`}},
		},
		{
			Code: "L07", Name: "foreign-notation", Severity: diag.Error,
			Summary:  "An operator or a notation comes from another language.",
			Doc:      "The language has comparisons, & and function calls. Conditions are combined by nesting IIF, elements are taken with Item, texts are joined with Join.",
			Evidence: functions.Documented, Source: referenceSource,
			Tells: []diag.Code{codes.WordOperator, codes.Arithmetic, codes.CompareOperator, codes.Indexing, codes.CallInBrackets, codes.Comment},
			Bad: []Example{
				{Expr: `IIF([country]="USA" AND [state]="CA", "True", "False")`, At: `AND`, Fixed: `IIF([country]="USA", IIF([state]="CA", "True", "False"), "False")`},
				{Expr: `IIF([country]=="USA", "True", "False")`, At: `==`, Fixed: `IIF([country]="USA", "True", "False")`},
				{Expr: `Split([mail], "@")[0]`, At: `[0]`, Fixed: `Item(Split([mail], "@"), 1)`},
			},
			Good: []Example{{Expr: `IIF([country]="USA", IIF([state]="CA", "True", "False"), "False")`}},
		},
		{
			Code: "L08", Name: "bare-word", Severity: diag.Error,
			Summary:  "A word stands where a text in quotation marks or an attribute in brackets is wanted.",
			Doc:      "Texts stand in quotation marks, True and False too, and attributes in brackets. The service knows null as a missing value: leave the argument empty for it.",
			Evidence: functions.Documented, Source: referenceSource,
			Tells: []diag.Code{codes.UnknownIdent, codes.BareConstant},
			Bad: []Example{
				{Expr: `IIF([country]="USA", True, "False")`, At: `True`, Fixed: `IIF([country]="USA", "True", "False")`},
				{Expr: `Split(extensionAttribute5, ",")`, At: `extensionAttribute5`},
				{Expr: `IIF([country]="USA", [state], NULL)`, At: `NULL`, Fixed: `IIF([country]="USA", [state], )`},
			},
			Good: []Example{
				{Expr: `IIF([country]="USA", "True", "False")`},
				{Expr: `InStr([mail], "x", 1, vbTextCompare)`},
				{Expr: `IIF([country]="USA", [state], IgnoreAttributeFlow)`},
				{Expr: `"Contoso"`},
			},
			mend: mendBareWord,
		},
		{
			Code: "L09", Name: "pasted-text", Severity: diag.Error,
			Summary:  "The text holds remains of the page that it was copied from.",
			Doc:      "Backslashes of Markdown, entities of HTML and invisible blanks come along when expressions are copied from web pages.",
			Evidence: functions.Inferred, Source: referenceSource,
			Tells: []diag.Code{codes.Markdown, codes.Entity, codes.OddWhitespace},
			Bad: []Example{
				{Expr: `Join(" ", \[givenName\], \[surname\])`, At: `\[givenName`, Fixed: `Join(" ", [givenName], [surname])`},
				{Expr: `Append([alias], &quot;@contoso.com&quot;)`, At: `&quot;@`, Fixed: `Append([alias], "@contoso.com")`},
				{Expr: "Append([alias],\u00A0\"@contoso.com\")", At: "\u00A0", Fixed: `Append([alias], "@contoso.com")`},
			},
			Good: []Example{{Expr: `Join(" ", [givenName], [surname])`}},
		},
		{
			Code: "L10", Name: "line-break-in-text", Severity: diag.Warning,
			Summary:  "A text goes over the end of a line.",
			Doc:      "The line break becomes part of the text, which is seldom meant: the portal shows expressions in several lines, and a text that is broken by that matches nothing.",
			Evidence: functions.Assumed, Source: "no page speaks of it",
			Tells: []diag.Code{codes.NewlineInText},
			Bad:   []Example{{Expr: "Append([alias], \"@contoso\n.com\")", At: "\n"}},
			Good:  []Example{{Expr: "Append([alias],\n  \"@contoso.com\")"}},
		},
		{
			Code: "L11", Name: "too-long", Severity: diag.Error,
			Summary:  "The expression has more than 10,000 characters.",
			Doc:      "The service does not save a longer one. Split the mapping, or use a shorter way to say the same, such as Switch in place of nested IIFs.",
			Evidence: functions.Documented, Source: knownSource,
			Tells: []diag.Code{codes.TooLong},
			Bad:   []Example{{Expr: `Append([alias], "` + longText(10_000) + `")`}},
			Good:  []Example{{Expr: `Append([alias], "` + longText(9_000) + `")`}},
		},
		{
			Code: "L12", Name: "layout", Severity: diag.Info, OnRequest: true,
			Summary:  "White space stands between a function's name and its parenthesis.",
			Doc:      "Published expressions have it, so it works; expressions are easier to read without it.",
			Evidence: functions.Inferred, Source: referenceSource,
			Tells: []diag.Code{codes.SpaceBeforeArg},
			Bad:   []Example{{Expr: `Trim ([mail])`, At: ` (`, Fixed: `Trim([mail])`}},
			Good:  []Example{{Expr: `ToLower([mail])`}},
		},
	}
}

// mendBareWord puts True and False in quotation marks, and takes NULL out.
func mendBareWord(e *expression, d diag.Finding) string {
	if d.Code != codes.BareConstant || d.Span.Len() == 0 {
		return ""
	}
	switch word := e.src[d.Span.Start:d.Span.End]; canonicalWord(word) {
	case "True", "False":
		return apply(e.src, edit{d.Span, `"` + canonicalWord(word) + `"`})
	case "NULL":
		return apply(e.src, edit{d.Span, ""})
	}
	return ""
}

// canonicalWord gives a word of the language in its own case, "" for any other.
func canonicalWord(written string) string {
	for word := range syntax.Words() {
		if strings.EqualFold(word, written) {
			return word
		}
	}
	return ""
}

// longText gives a text of n characters.
func longText(n int) string { return strings.Repeat("x", n) }
