package syntax

import (
	"strconv"
	"strings"

	"github.com/alecthomas/participle/v2/lexer"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/internal/nearest"
)

// lowering converts the parse tree to the syntax tree, and reports everything that the grammar accepts but the language does
// not.
type lowering struct {
	src    string
	report *report
	calls  func(name string, at diag.Span) // see [Options]
}

// text returns the root. A text without any expression does not get here; one that begins with surplus becomes an Omitted,
// which is not returned because surplusMark reports an error.
func (l *lowering) text(t *textRule) Node {
	root := l.argument(t.Exprs, lexer.Token{}, l.surplusExpression)
	if len(t.Surplus) > 0 {
		l.surplusMark(t)
	}
	switch root.(type) {
	case *String, *Number:
		l.report.add(remark(codes.BareConstant, root.Span(), "the whole expression is a constant"))
	}
	return root
}

// surplusMark reports the comma or parenthesis that follows a complete expression.
func (l *lowering) surplusMark(t *textRule) {
	mark := t.Surplus[0].Mark
	at := spanOf(mark)
	if mark.Type == kindComma {
		f := problem(codes.SurplusText, at, "a comma after the end of the expression")
		if len(t.Exprs) == 0 {
			f = problem(codes.UnexpectedChar, at, "the text begins with a comma")
		}
		l.report.last(f.hinted("a comma separates arguments: does a parenthesis close too early, or is a function name missing?"))
		return
	}
	rest := strings.TrimRight(l.src[at.Start:], " \t\r\n")
	f := problem(codes.SurplusParen, at, "a closing parenthesis without an opening one")
	if strings.Trim(rest, ") \t\r\n") == "" {
		f = f.hinted("leave it out").fixedBy(diag.Span{Start: at.Start, End: at.Start + len(rest)}, "")
	} else {
		f = f.hinted("does an earlier parenthesis close too soon?")
	}
	l.report.last(f)
}

// surplusExpression reports an expression after the end of the whole expression.
func (l *lowering) surplusExpression(_, next exprRule) {
	token := next.firstToken()
	at := diag.Span{Start: token.Pos.Offset, End: len(l.src)}
	f := surplusText(at, l.report.text(at))
	switch hint := phraseHint(token.Value); {
	case isHexToken(token):
		f = f.hinted(hexHint, diag.Clip(token.Value))
	case hint != "":
		f = f.hinted("%s", hint)
	}
	l.report.last(f)
}

// argument returns the expression of an argument. An empty argument is Omitted, at the end of the comma or parenthesis before
// it. Further expressions are reported with between, unless they are an index.
func (l *lowering) argument(exprs []exprRule, after lexer.Token, between func(before, next exprRule)) Node {
	if len(exprs) == 0 {
		end := spanOf(after).End
		return &Omitted{At: diag.Span{Start: end, End: end}}
	}
	node := l.expr(exprs[0])
	for i, next := range exprs[1:] {
		if before := exprs[i]; !l.indexing(before, next) {
			between(before, next)
		}
		if next.firstToken().Type == kindWord {
			break // prose between two arguments, of which every word would be another finding
		}
		l.expr(next)
	}
	return node
}

// missingComma reports two values without a comma between them.
func (l *lowering) missingComma(before, next exprRule) {
	token := next.firstToken()
	what := diag.Messagef("a comma is missing before %s", diag.Quote(token.Value))
	if prior := before.last(); prior != nil {
		what = diag.Messagef("a comma is missing between %s and %s", diag.Quote(l.report.text(prior.span())), diag.Quote(token.Value))
	}
	l.report.add(commaHint(problem(codes.MissingComma, spanOf(token), "%s", what), token, before.span().End))
}

// hexHint explains why the & before a name such as Face was not taken for an operator.
const hexHint = "%s reads as a hexadecimal number; to join a text that begins so, write it in quotation marks after the &"

func isHexToken(t lexer.Token) bool { return t.Type == kindNumber && t.Value[0] == '&' }

// commaHint adds the hint on how to separate two values; end is the end of the first.
func commaHint(f finding, token lexer.Token, end int) finding {
	switch {
	case isHexToken(token):
		return f.hinted(hexHint, diag.Clip(token.Value))
	case token.Type == kindWord && isOneSymbol(token.Value):
		return f.hinted(`write "," in place of %s`, describeRune([]rune(token.Value)[0])).fixedBy(spanOf(token), ",")
	case (token.Type == kindWord || token.Type == kindFunction) && phraseHint(token.Value) != "":
		return f.hinted("%s", phraseHint(token.Value))
	case token.Type == kindWord:
		return f.hinted("arguments are separated by commas, comparisons are written = <> < > <= >=")
	}
	return f.hinted("write a comma between two arguments, or close the parenthesis").fixedBy(
		diag.Span{Start: end, End: end}, ",")
}

// isOneSymbol reports whether a word is a single non-ASCII letter, which may be a comma in its script.
func isOneSymbol(word string) bool {
	runes := []rune(word)
	return len(runes) == 1 && runes[0] >= 0x80
}

// indexing reports an index such as Split([a], "@")[0], which selects an element in other languages. It returns false if next
// is not an index.
func (l *lowering) indexing(before, next exprRule) bool {
	token, prior := next.firstToken(), before.last()
	if token.Type != kindAttribute || prior == nil || token.Pos.Offset != before.span().End {
		return false
	}
	index, err := strconv.ParseInt(attributeName(token.Value), 10, 32)
	if err != nil || index < 0 {
		return false
	}
	list, item := prior.span(), strconv.FormatInt(index+1, 10)
	shown := l.report.text(list)
	if isMethod(before) {
		list, shown = before.span(), "…"
	}
	l.report.add(problem(codes.Indexing, spanOf(token), "the language takes no element by index in brackets").
		hinted("Item counts from 1: Item(%s, %s)", diag.Clip(shown), item).
		fixedBy(diag.Span{Start: list.Start, End: list.Start}, "Item(").fixedBy(spanOf(token), ", "+item+")"))
	return true
}

// primary returns the node of an operand. Grouping parentheses leave no trace in the tree but the spans of what contains them.
func (l *lowering) primary(p *primaryRule) Node {
	switch {
	case p.Call != nil:
		return l.call(p.Call, p.span())
	case p.Group != nil:
		return l.group(p.Group, p.span())
	}
	return l.leaf(p.Leaf.Token)
}

// call returns the node of a call.
func (l *lowering) call(c *callRule, at diag.Span) Node {
	return l.known(&Call{Name: c.Name.Value, NameSpan: spanOf(c.Name), Args: l.arguments(&c.Args), At: at})
}

// group returns the expression in grouping parentheses.
func (l *lowering) group(g *groupRule, at diag.Span) Node {
	if len(g.Rest) > 0 {
		l.report.add(problem(codes.UnexpectedChar, spanOf(g.Rest[0].Comma),
			"a comma inside parentheses that belong to no function").
			hinted("is the function's name missing before the opening parenthesis?"))
		return &refused{at: at}
	}
	if len(g.Exprs) == 0 {
		l.report.add(problem(codes.MissingOperand, at, "there is nothing between these parentheses").
			hinted(`write a value, or the function's name before the "("`))
		return &refused{at: at}
	}
	return l.argument(g.Exprs, g.Open, l.missingComma)
}

// leaf returns the node of a token, which is interpreted only here; see the kinds of tokens.
func (l *lowering) leaf(t lexer.Token) Node {
	at := spanOf(t)
	switch t.Type {
	case kindAttribute:
		return &Attribute{Name: attributeName(t.Value), At: at}
	case kindString:
		value, mark := unquote(t.Value)
		return &String{Value: value, Quote: mark, At: at}
	case kindToken:
		return &Token{Name: tokenName(strings.Trim(t.Value, "%")), At: at}
	case kindNumber:
		return l.number(t.Value, at)
	default:
		return l.word(t.Value, at)
	}
}

// word returns the node of a bare word. An unknown one is an error and not a text: it may be an attribute without brackets, a
// text without quotation marks, or a call without parentheses, and each would have another value.
func (l *lowering) word(written string, at diag.Span) Node {
	if word, ok := lookupWord(written); ok {
		switch word.kind {
		case compareWordKind, encodingWord:
			l.report.add(remark(codes.BareConstant, at, "the word %s is not in quotation marks, as documented for few functions", word.name))
		case valueWord:
			l.report.add(tolerance(codes.BareConstant, at, "the word %s is not in quotation marks, which only another dialect documents", word.name).
				hinted("%s", valueHint(word.name)))
		case flowWord: // documented to be an argument of its own
		}
		return &Word{Name: word.name, At: at}
	}
	f := problem(codes.UnknownIdent, at, "%s is neither a function call nor a word of the language", diag.Quote(written))
	if known := connectWord(written); known != "" {
		f = f.hinted("the Connect Sync dialect has it; here it is %s", known).fixedBy(at, known)
	} else if strings.EqualFold(written, connectNull) {
		f = f.hinted("the Connect Sync dialect has it; here null is an argument that is left empty").fixedBy(at, "")
	} else if foreignNull(written) {
		f = f.hinted("null is an argument that is left empty; write [%s] for an attribute, \"%[1]s\" for a text", diag.Clip(written))
	} else if call := callOf(written); call != "" {
		f = f.hinted("a function has parentheses, even without arguments: write %s", call)
	} else if root, name, found := strings.Cut(written, "."); found && isForeignRoot(root) {
		f = f.hinted("an attribute is written in brackets, without %s: [%s]", diag.Quote(root+"."), diag.Clip(name))
	} else if near := nearest.Name(written, Words()); near != "" && len(written) > shortWord {
		f = f.hinted("did you mean %s? Else write [%s] for an attribute, \"%[2]s\" for a text", near, diag.Clip(written))
	} else {
		f = f.hinted("write [%s] for an attribute, \"%[1]s\" for a text", diag.Clip(written))
	}
	l.report.add(f)
	return &refused{at: at}
}

// shortWord is the length up to which a word gets no suggestion: words such as USA and Other are texts without quotation
// marks.
const shortWord = 5

// valueHint says how to write a word that only names a value.
func valueHint(name string) string {
	if name == "NULL" {
		return "the service knows null as a missing value: leave the argument empty"
	}
	return "the service writes truth as a text: \"" + name + "\""
}

// number returns the constant of its raw form: digits with a sign and a point, or &H and digits.
func (l *lowering) number(raw string, at diag.Span) Node {
	if raw[0] == '&' {
		// The digits are the magnitude: &HFFFF is 65535, and 64 bits with the highest set are out of range.
		n, err := strconv.ParseInt(raw[2:], 16, 64)
		if err != nil {
			return l.numberOutOfRange(raw, at)
		}
		return &Number{Text: strings.ToUpper(raw), Int: n, IsInt: true, At: at}
	}
	whole, fraction, hasFraction := strings.Cut(raw, ".")
	if hasFraction {
		text := trimZeros(whole) + "." + fraction
		if _, err := value.Decimal(text); err != nil {
			l.report.add(problem(codes.BadNumber, at, "%s has more than %d digits on one side of its point", diag.Quote(raw), value.NumberDigits))
			return &refused{at: at}
		}
		return &Number{Text: text, At: at}
	}
	n, err := strconv.ParseInt(raw, 10, 64)
	if err != nil {
		return l.numberOutOfRange(raw, at)
	}
	return &Number{Text: strconv.FormatInt(n, 10), Int: n, IsInt: true, At: at}
}

// numberOutOfRange reports an integer that an int64 cannot hold. A decimal could hold it, but digits of that length are more
// likely a name than a quantity, as the hint says.
func (l *lowering) numberOutOfRange(raw string, at diag.Span) Node {
	l.report.add(problem(codes.BadNumber, at, "%s is outside the range of 64-bit integers", diag.Quote(raw)).
		hinted("digits that are a name and no quantity are written as a text: %s", diag.Clip(`"`+raw+`"`)))
	return &refused{at: at}
}

// trimZeros removes leading zeros from the digits before a point, which may have a sign, and leaves at least one digit.
func trimZeros(whole string) string {
	sign := ""
	if whole[0] == '-' {
		sign, whole = "-", whole[1:]
	}
	if whole = strings.TrimLeft(whole, "0"); whole == "" {
		whole = "0"
	}
	return sign + whole
}
