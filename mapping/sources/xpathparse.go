package sources

import (
	"slices"
	"strconv"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/internal/nearest"
)

// xpathFunctions are the functions that expressions may call, with the fewest and the most arguments; -1 is any number (documented: the list of
// Microsoft's Workday attribute reference; the arguments: W3C, XPath 1.0, 4).
var xpathFunctions = []struct {
	name        string
	least, most int
	// kinds are those of the arguments, s a text and n a number, the last one for all further ones; "" are not converted.
	kinds string
}{
	{"name", 0, 1, ""}, {"last", 0, 0, ""}, {"position", 0, 0, ""}, {"string", 0, 1, ""}, {"substring", 2, 3, "snn"}, {"concat", 2, -1, "s"},
	{"substring-after", 2, 2, "ss"}, {"starts-with", 2, 2, "ss"}, {"string-length", 0, 1, "s"}, {"contains", 2, 2, "ss"}, {"translate", 3, 3, "sss"},
	{"normalize-space", 0, 1, "s"}, {"substring-before", 2, 2, "ss"}, {"boolean", 1, 1, ""}, {"true", 0, 0, ""}, {"not", 1, 1, ""}, {"false", 0, 0, ""},
	{"number", 0, 1, ""}, {"ceiling", 1, 1, "n"}, {"sum", 1, 1, ""}, {"round", 1, 1, "n"}, {"floor", 1, 1, "n"},
}

// xpathAxes are the axes; that of namespaces is not evaluated.
var xpathAxes = []string{"child", "attribute", "self", "parent", "descendant", "descendant-or-self", "ancestor", "ancestor-or-self", "following", "following-sibling", "preceding", "preceding-sibling"}

// xpathFault is what is wrong with an expression, or in doubt.
type xpathFault struct {
	from, to int // bytes
	code     diag.Code
	severity diag.Severity
	message  diag.Message
	hint     string
}

// xpathReading is what is known of an expression without a document.
type xpathReading struct {
	faults []xpathFault
	// paths are the places at which paths begin that start at the person, outside of predicates; calls are arguments that the language converts.
	paths []int
	calls []argument
	// tokens are those of the text; nil where it has others.
	tokens []xpathToken
}

// argument is an argument of a function, which the language converts by another function.
type argument struct {
	from, to  int // bytes
	converter string
}

// xpathParser reads an expression. The tree is not kept: package xpath evaluates the text.
type xpathParser struct {
	at     int
	depth  int // of predicates
	nested int
	xpathReading
}

// operand is what is known of a part of an expression.
type operand struct {
	predicate bool // it has a predicate
	context   bool // it depends on the node at which it is evaluated
}

func (o operand) with(other operand) operand {
	return operand{o.predicate || other.predicate, o.context || other.context}
}

// readXPath returns what is known of an expression. Of several mistakes in its syntax the first one is found.
func readXPath(text string) *xpathReading {
	tokens, fault := lexXPath(text)
	if fault != nil {
		fault.code = codes.APISyntax
		return &xpathReading{faults: []xpathFault{*fault}}
	}
	p := &xpathParser{xpathReading: xpathReading{tokens: tokens}}
	func() {
		defer func() {
			if stop := recover(); stop != nil {
				if stop != stopped {
					panic(stop)
				}
			}
		}()
		p.expression()
		if t := p.token(); t.kind != xpathEnd {
			p.stop(t, diag.Messagef("want the end or an operator, got %s", diag.Quote(diag.Clip(t.text))), "")
		}
	}()
	return &p.xpathReading
}

// stopped ends the reading at a mistake in the syntax, which is among the faults.
var stopped = new(int)

func (p *xpathParser) stop(t *xpathToken, message diag.Message, hint string) {
	p.faults = append(p.faults, xpathFault{t.from, t.to, codes.APISyntax, diag.Error, message, hint})
	panic(stopped)
}

// want stops at a token that is not what the syntax has there.
func (p *xpathParser) want(what string) {
	t := p.token()
	if t.kind == xpathEnd {
		p.stop(t, diag.Messagef("want %s, got the end", diag.Name(what)), "")
	}
	p.stop(t, diag.Messagef("want %s, got %s", diag.Name(what), diag.Quote(diag.Clip(t.text))), "")
}

func (p *xpathParser) add(t *xpathToken, code diag.Code, severity diag.Severity, message diag.Message, hint string) {
	p.faults = append(p.faults, xpathFault{t.from, t.to, code, severity, message, hint})
}

func (p *xpathParser) token() *xpathToken { return &p.tokens[p.at] }

func (p *xpathParser) next() *xpathToken {
	t := p.token()
	p.at++
	return t
}

// is reports whether the next token is one of some signs or operators.
func (p *xpathParser) is(texts ...string) bool {
	t := p.token()
	return (t.kind == xpathSign || t.kind == xpathOperator) && slices.Contains(texts, t.text)
}

func (p *xpathParser) take(text string) bool {
	if p.is(text) {
		p.at++
		return true
	}
	return false
}

// precedence are the operators from the weakest to the strongest.
var precedence = [][]string{{"or"}, {"and"}, {"=", "!="}, {"<", "<=", ">", ">="}, {"+", "-"}, {"*", "div", "mod"}}

// mostNested bounds the depth of parentheses and predicates, as package xpath does.
const mostNested = 100

func (p *xpathParser) expression() operand {
	if p.nested++; p.nested > mostNested {
		p.stop(p.token(), diag.Messagef("parentheses and predicates are nested more than %d deep", mostNested), "")
	}
	defer func() { p.nested-- }()
	return p.binary(0)
}

func (p *xpathParser) binary(level int) operand {
	if level == len(precedence) {
		return p.unary()
	}
	left := p.binary(level + 1)
	for p.is(precedence[level]...) {
		t := p.next()
		right := p.binary(level + 1)
		if level == 2 || level == 3 {
			p.ordered(t, []operand{left, right})
		}
		left = left.with(right)
	}
	return left
}

// ordered reports operands that package xpath evaluates wrongly: a predicate moves the node at which the operands after it begin. Outside of
// predicates that node is the person, and paths are made to begin there.
func (p *xpathParser) ordered(t *xpathToken, operands []operand) {
	if p.depth == 0 {
		return
	}
	predicate := false
	for _, o := range operands {
		if predicate && o.context {
			p.add(t, codes.APIForm, diag.Error, diag.Messagef("%s in a predicate has a predicate in an operand that is not the last, which cannot be evaluated here", diag.Quote(t.text)),
				"write the operand with the predicate last, or take the predicate out of the other one")
			return
		}
		predicate = predicate || o.predicate
	}
}

func (p *xpathParser) unary() operand {
	for p.take("-") {
	}
	o := p.path()
	for p.take("|") {
		o = o.with(p.path())
	}
	return o
}

// path reads a path, or a primary expression with a path after it.
func (p *xpathParser) path() operand {
	t := p.token()
	switch {
	case t.kind == xpathLiteral:
		p.next()
		return p.filtered(operand{})
	case t.kind == xpathNumber:
		if _, err := strconv.ParseFloat(t.text, 64); err != nil {
			p.stop(t, diag.Messagef("want a number, got %s", diag.Quote(t.text)), "")
		}
		p.next()
		return p.filtered(operand{})
	case p.is("$"):
		p.stop(t, diag.Messagef("there are no variables"), "")
	case p.take("("):
		o := p.expression()
		p.close(")")
		return p.filtered(o)
	case p.isCall():
		return p.filtered(p.call())
	}
	return p.location()
}

// isCall reports whether a function is called here, and no type of nodes is tested.
func (p *xpathParser) isCall() bool {
	return p.token().kind == xpathName && p.tokens[p.at+1].text == "(" && p.tokens[p.at+1].kind == xpathSign && !isNodeType(p.token().text)
}

func isNodeType(name string) bool {
	return name == "text" || name == "node" || name == "comment" || name == "processing-instruction"
}

// filtered reads the predicates and the path after a primary expression.
func (p *xpathParser) filtered(o operand) operand {
	for p.is("[") {
		o = o.with(p.predicate())
	}
	if p.take("/") || p.take("//") {
		o = o.with(p.steps())
	}
	return o
}

// close stops where a sign is missing.
func (p *xpathParser) close(sign string) {
	if !p.take(sign) {
		p.want("an operator or " + sign)
	}
}

func (p *xpathParser) predicate() operand {
	p.next()
	p.depth++
	p.expression()
	p.depth--
	p.close("]")
	// Inside, the node is another one.
	return operand{predicate: true}
}

// location reads a path that begins with a step.
func (p *xpathParser) location() operand {
	first := p.token()
	switch {
	case p.take("/"):
		if p.isStep() {
			return p.steps()
		}
		return operand{}
	case p.take("//"):
		return p.steps()
	}
	if p.depth == 0 {
		p.paths = append(p.paths, first.from)
		p.begins(first)
	}
	o := p.steps()
	o.context = true
	return o
}

// begins warns of a path that does not begin at the worker, and so meets nothing.
func (p *xpathParser) begins(t *xpathToken) {
	if t.kind != xpathName || t.text == workdayPrefix+":Worker" || strings.Contains(t.text, ":") && !strings.HasPrefix(t.text, workdayPrefix+":") || strings.HasSuffix(t.text, "*") || isNodeType(t.text) || p.tokens[p.at+1].text == "::" {
		return
	}
	p.add(t, codes.APIForm, diag.Warning, diag.Messagef("the path begins with %s and meets nothing: it starts at one person, whose element is wd:Worker", diag.Quote(diag.Clip(t.text))), "begin with wd:Worker/")
}

func (p *xpathParser) isStep() bool {
	return p.token().kind == xpathName || p.is(".", "..", "@")
}

func (p *xpathParser) steps() operand {
	var o operand
	for {
		o = o.with(p.step())
		if !p.take("/") && !p.take("//") {
			return o
		}
	}
}

func (p *xpathParser) step() operand {
	if p.take(".") || p.take("..") {
		if p.is("[") {
			p.want("/ or an operator")
		}
		return operand{}
	}
	if !p.take("@") && p.token().kind == xpathName && p.tokens[p.at+1].text == "::" {
		if axis := p.next(); !slices.Contains(xpathAxes, axis.text) {
			p.stop(axis, diag.Messagef("there is no axis %s", diag.Quote(diag.Clip(axis.text))), "the axes are "+strings.Join(xpathAxes, ", "))
		}
		p.next()
	}
	t := p.token()
	if t.kind != xpathName {
		p.want("a step of the path")
	}
	p.next()
	switch {
	case isNodeType(t.text) && p.take("("):
		p.close(")")
		if t.text != "text" && t.text != "node" {
			p.add(t, codes.APIFunction, diag.Error, diag.Messagef("%s() is not supported", diag.Name(t.text)), allowedFunctions())
		}
	default:
		p.prefix(t)
	}
	var o operand
	for p.is("[") {
		o = o.with(p.predicate())
	}
	return o
}

// prefix reports a prefix that is not known.
func (p *xpathParser) prefix(t *xpathToken) {
	if prefix, _, ok := strings.Cut(t.text, ":"); ok && prefix != workdayPrefix {
		p.add(t, codes.APIPrefix, diag.Error, diag.Messagef("unknown prefix %s", diag.Quote(diag.Clip(prefix))), "want wd, that of Workday's namespace, whatever the document has for it")
	}
}

// call reads a call of a function.
func (p *xpathParser) call() operand {
	t := p.next()
	p.next()
	var args []operand
	var spans []argument
	for !p.is(")") {
		if len(args) > 0 && !p.take(",") {
			p.want("an operator, a comma or )")
		}
		from := p.token().from
		args = append(args, p.expression())
		spans = append(spans, argument{from: from, to: p.tokens[p.at-1].to})
	}
	p.next()
	p.ordered(t, args)
	o := operand{context: len(args) == 0 && t.text != "true" && t.text != "false"}
	for _, a := range args {
		o = o.with(a)
	}
	for _, f := range xpathFunctions {
		if f.name != t.text {
			continue
		}
		if len(args) < f.least || f.most >= 0 && len(args) > f.most {
			p.add(t, codes.APIFunction, diag.Error, diag.Messagef("%s: want %s, got %d", diag.Name(t.text), diag.Name(arguments(f.least, f.most)), len(args)), "")
		}
		for i, a := range spans {
			if f.kinds != "" {
				a.converter = map[byte]string{'s': "string", 'n': "number"}[f.kinds[min(i, len(f.kinds)-1)]]
				p.calls = append(p.calls, a)
			}
		}
		return o
	}
	p.add(t, codes.APIFunction, diag.Error, diag.Messagef("%s() is not supported", diag.Name(diag.Clip(t.text))), allowedFunctions())
	return o
}

func arguments(least, most int) string {
	switch {
	case most < 0:
		return strconv.Itoa(least) + " arguments or more"
	case least == most:
		return diag.Count(least, "argument")
	}
	return strconv.Itoa(least) + " to " + diag.Count(most, "argument")
}

// allowedFunctions says which functions there are.
func allowedFunctions() string {
	names := make([]string, len(xpathFunctions))
	for i, f := range xpathFunctions {
		names[i] = f.name
	}
	return "want " + nearest.OneOf(names)
}
