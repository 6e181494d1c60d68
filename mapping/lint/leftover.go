package lint

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/functions"
	protocol "github.com/attrmap/attrmap/internal/call"
)

// leftoverRules are about what is left of a text beside the part that an expression looks for.
func leftoverRules() []Rule {
	return []Rule{
		{
			Code: "L81", Name: "rest-before-key", Severity: diag.Warning,
			Summary:  "A part that Replace takes out of a text keeps a rest of it, and is compared with a key that has none.",
			Doc:      "Replace changes what its pattern matches and keeps everything else. A pattern that takes a part out by ${name} needs .*$ at its end, or what follows stays; a blank inside the group, as in (?<code>\\d* ), is part of the value. Then no key of Switch matches. A published guide has this mistake.",
			Evidence: functions.Documented, Source: ".NET regular expressions: Replace; Workday expression guide",
			Bad: []Example{
				{
					Expr: `Switch(Replace([telephoneNumber], , "\\+(?<isdCode>\\d*)", , "${isdCode}", , ), "US", "44", "GB", "49", "DE")`, At: `"\\+(`,
					Fixed: `Switch(Replace([telephoneNumber], , "\\+(?<isdCode>\\d*).*$", , "${isdCode}", , ), "US", "44", "GB", "49", "DE")`,
				},
				{
					Expr: `Switch(Replace([telephoneNumber], , "\\+(?<isdCode>\\d* )(?<phoneNumber>.*)", , "${isdCode}", , ), "US", "44", "GB")`, At: `"\\+(`,
					Fixed: `Switch(Trim(Replace([telephoneNumber], , "\\+(?<isdCode>\\d* )(?<phoneNumber>.*)", , "${isdCode}", , )), "US", "44", "GB")`,
				},
				{Expr: `IIF(Replace([mail], , "^.*@(\\w+)", , "$1", , )="contoso", "a", "b")`, At: `"^.*@`, Fixed: `IIF(Replace([mail], , "^.*@(\\w+).*$", , "$1", , )="contoso", "a", "b")`},
			},
			Good: []Example{
				{Expr: `Switch(Replace([telephoneNumber], , "\\+(?<isdCode>\\d*) (?<phoneNumber>.*)", , "${isdCode}", , ), "US", "44", "GB")`},
				{Expr: `IIF(Replace([mail], , "^.*@(\\w+)\\..*$", , "$1", , )="contoso", "a", "b")`},
				// Here the rest is the purpose.
				{Expr: `Switch(Replace([office], , "^.*\\((\\w+)\\)", , "$1", , ), "None", "CHI", "Chicago")`},
				{Expr: `Switch(Replace([code], , "^dept-", , "", , ), "None", "1", "Sales")`},
				{Expr: `Replace([telephoneNumber], , "\\+(?<isdCode>\\d*)", , "${isdCode}", , )`},
			},
			expression: restBeforeKey,
		},
		{
			Code: "L82", Name: "empty-parts", Severity: diag.Info, OnRequest: true,
			Summary:  "A part is chosen by its number after Split, which leaves empty parts out.",
			Doc:      "Split removes empty parts, so that the second part of a//b is b, and the first of /a/b is a. Where parts may be empty, take the part out with Replace.",
			Evidence: functions.Inferred, Source: "printed results of the function reference",
			Bad:        []Example{{Expr: `Item(Split([path], "/"), 3)`, At: `3`}},
			Good:       []Example{{Expr: `Item(Split([mail], "@"), 1)`}, {Expr: `Item(Split([list], ";"), [number])`}},
			expression: emptyParts,
		},
	}
}

// takesOut matches a replacement that is one group and nothing else.
var takesOut = regexp.MustCompile(`^\$(?:\{(\w+)\}|(\d+))$`)

// toTheEnd matches a pattern whose match ends with the text, as far as its last characters show.
var toTheEnd = regexp.MustCompile(`(?:\$|\.[*+]|\\[zZ]|\[\\s\\S\][*+]|\[\^\]\]*[*+])\)*\??\)*\$?$`)

// closed matches a pattern that ends with a character that closes something, after which a text mostly ends.
var closed = regexp.MustCompile(`\\[)\]}]$|["'>]$`)

// restBeforeKey looks at what Replace takes out by a group and is then compared. Its keys must have no blank at the end: then the rest is known.
func restBeforeKey(e *expression) {
	seen := map[syntax.Node]bool{}
	for _, compared := range e.comparisons() {
		c, ok := e.replaceIn(compared.subject)
		if !ok || seen[c.Call] || compared.text.Value == "" || strings.TrimSpace(compared.text.Value) != compared.text.Value {
			continue
		}
		seen[c.Call] = true
		pattern, isPattern := constant(c.arg(protocol.ReplacePattern))
		replacement, isText := constant(c.arg(protocol.ReplaceValue))
		group := takesOut.FindStringSubmatch(replacement)
		if !isPattern || !isText || group == nil || compilePattern(c.arg(protocol.ReplacePattern)) == nil {
			continue
		}
		at := c.Args[protocol.ReplacePattern]
		switch {
		case endsInBlank(pattern, group[1], group[2]):
			e.report(at, "the group that is compared takes a blank with it, which no key has: remove the blank with Trim").
				replace(c, "Trim("+e.text(c)+")")
		case !toTheEnd.MatchString(pattern) && !closed.MatchString(pattern):
			e.report(at, "Replace keeps what follows the match, so that the rest of the text is compared, too: end the pattern with .*$").
				replace(at, syntax.QuoteText(pattern+".*$"))
		}
	}
}

// replaceIn returns the Replace whose result is compared, perhaps in another case, and reports whether there is one.
func (e *expression) replaceIn(n syntax.Node) (call, bool) {
	c, ok := e.callOf(n)
	for ok && (c.spec.Name == "ToLower" || c.spec.Name == "ToUpper" || c.spec.Name == "NormalizeDiacritics") && len(c.Args) > 0 {
		c, ok = e.callOf(c.Args[0])
	}
	return c, ok && c.spec.Name == "Replace"
}

// endsInBlank reports whether a group of a pattern, which has no groups inside, ends with a blank that it always or sometimes takes. A group is
// known by its name, or by its number where all are unnamed.
func endsInBlank(pattern, name, number string) bool {
	if name != "" {
		_, inside, found := strings.Cut(pattern, "(?<"+name+">")
		body, _, _ := strings.Cut(inside, ")")
		return found && blankAtEnd(body)
	}
	if strings.Contains(pattern, "(?") {
		return false
	}
	groups := strings.Split(pattern, "(")
	at, err := strconv.Atoi(number)
	if err != nil || at < 1 || at >= len(groups) {
		return false
	}
	body, _, _ := strings.Cut(groups[at], ")")
	return blankAtEnd(body)
}

// blankAtEnd reports whether a part of a pattern ends with a blank, or white space, perhaps repeated.
func blankAtEnd(part string) bool {
	part = strings.TrimRight(part, "*+?")
	return strings.HasSuffix(part, " ") || strings.HasSuffix(part, `\s`)
}

// emptyParts reports parts after the first that are chosen by a constant number. An empty first part is rare.
func emptyParts(e *expression) {
	for c := range e.calls("Item") {
		inner, ok := e.callOf(c.arg(0))
		if n, isWhole := wholeNumber(c.arg(1)); ok && isWhole && n > 1 && inner.spec.Name == "Split" {
			e.report(c.Args[1], "Split leaves empty parts out, so that number %d is counted among those that are not empty", n)
		}
	}
}
