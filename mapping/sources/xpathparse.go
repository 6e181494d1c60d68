package sources

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/codes"
)

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
	// expr evaluates it, unless there are errors among the faults.
	expr xpathExpr
	// tokens are those of the text; nil where it has others.
	tokens []xpathToken
}

// xpathParser reads an expression.
type xpathParser struct {
	at     int
	depth  int // of predicates
	nested int
	xpathReading
}

// readXPath returns what is known of an expression. Of several mistakes in its syntax the first one is found.
func readXPath(text string) *xpathReading {
	tokens, fault := lexXPath(text)
	if fault != nil {
		fault.code = codes.APISyntax
		return &xpathReading{faults: []xpathFault{*fault}}
	}
	if len(tokens) > mostTokens {
		return &xpathReading{faults: []xpathFault{{to: len(text), code: codes.APISyntax, message: diag.Messagef("the expression has more than %d names, signs and texts", mostTokens)}}}
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
		p.expr = p.expression()
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

// mostNested bounds the depth of parentheses and predicates, mostTokens the length of an expression.
const (
	mostNested = 100
	mostTokens = 10_000
)

func (p *xpathParser) expression() xpathExpr {
	if p.nested++; p.nested > mostNested {
		p.stop(p.token(), diag.Messagef("parentheses and predicates are nested more than %d deep", mostNested), "")
	}
	defer func() { p.nested-- }()
	return p.binary(0)
}

func (p *xpathParser) binary(level int) xpathExpr {
	if level == len(precedence) {
		return p.unary()
	}
	left := p.binary(level + 1)
	for p.is(precedence[level]...) {
		op := p.next().text
		left = operation(op, left, p.binary(level+1))
	}
	return left
}

// operation returns what an operator makes of two operands.
func operation(op string, left, right xpathExpr) xpathExpr {
	switch op {
	case "or":
		return xpathExpr{booleanType, func(c *xpathContext) xpathValue {
			v := left.value(c)
			if !v.boolean() {
				v = right.value(c)
			}
			return booleanValue(v.boolean())
		}}
	case "and":
		return xpathExpr{booleanType, func(c *xpathContext) xpathValue {
			v := left.value(c)
			if v.boolean() {
				v = right.value(c)
			}
			return booleanValue(v.boolean())
		}}
	case "+", "-", "*", "div", "mod":
		return xpathExpr{numberType, func(c *xpathContext) xpathValue {
			a, b := left.value(c), right.value(c)
			return numberValue(calculate(op, a.number(), b.number()))
		}}
	}
	return xpathExpr{booleanType, func(c *xpathContext) xpathValue {
		return booleanValue(compareValues(c, op, left.value(c), right.value(c)))
	}}
}

func calculate(op string, a, b float64) float64 {
	switch op {
	case "+":
		return a + b
	case "-":
		return a - b
	case "*":
		return a * b
	case "div":
		return a / b
	}
	return math.Mod(a, b)
}

func (p *xpathParser) unary() xpathExpr {
	signs := 0
	for p.take("-") {
		signs++
	}
	e := p.union()
	if signs == 0 {
		return e
	}
	sign := float64(1 - signs%2*2)
	return xpathExpr{numberType, func(c *xpathContext) xpathValue {
		v := e.value(c)
		return numberValue(sign * v.number())
	}}
}

func (p *xpathParser) union() xpathExpr {
	from := p.token()
	e := p.path()
	if !p.is("|") {
		return e
	}
	parts := []xpathExpr{p.nodes(from, "|", e)}
	for p.take("|") {
		from = p.token()
		parts = append(parts, p.nodes(from, "|", p.path()))
	}
	return xpathExpr{nodesType, func(c *xpathContext) xpathValue {
		var all []*xmlNode
		for _, part := range parts {
			v := part.value(c)
			all = append(all, v.nodes...)
		}
		return nodesValue(all)
	}}
}

// nodes reports an expression that must give nodes, and does not.
func (p *xpathParser) nodes(t *xpathToken, what string, e xpathExpr) xpathExpr {
	if e.kind != nodesType {
		p.stop(t, diag.Messagef("%s: want nodes, got %s", diag.Name(what), diag.Name(e.kind.String())), "")
	}
	return e
}

// path reads a path, or a primary expression with a path after it.
func (p *xpathParser) path() xpathExpr {
	t := p.token()
	switch {
	case t.kind == xpathLiteral:
		p.next()
		v := textValue(t.text[1 : len(t.text)-1])
		return p.filtered(t, xpathExpr{textType, func(*xpathContext) xpathValue { return v }})
	case t.kind == xpathNumber:
		n, err := strconv.ParseFloat(t.text, 64)
		if err != nil && !math.IsInf(n, 0) {
			p.stop(t, diag.Messagef("want a number, got %s", diag.Quote(t.text)), "")
		}
		p.next()
		return p.filtered(t, xpathExpr{numberType, func(*xpathContext) xpathValue { return numberValue(n) }})
	case p.is("$"):
		p.stop(t, diag.Messagef("there are no variables"), "")
	case p.take("("):
		e := p.expression()
		p.close(")")
		return p.filtered(t, e)
	case p.isCall():
		return p.filtered(t, p.call())
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
func (p *xpathParser) filtered(t *xpathToken, e xpathExpr) xpathExpr {
	if p.is("[") {
		p.nodes(t, "[", e)
		predicates := p.predicates()
		begin := e
		e = xpathExpr{nodesType, func(c *xpathContext) xpathValue {
			v := begin.value(c)
			return xpathValue{nodes: filter(v.nodes, predicates, c)}
		}}
	}
	if p.is("/", "//") {
		p.nodes(t, p.token().text, e)
		begin := e
		return pathOf(func(c *xpathContext) []*xmlNode {
			v := begin.value(c)
			return v.nodes
		}, p.further(nil))
	}
	return e
}

// close stops where a sign is missing.
func (p *xpathParser) close(sign string) {
	if !p.take(sign) {
		p.want("an operator or " + sign)
	}
}

func (p *xpathParser) predicates() []xpathExpr {
	var all []xpathExpr
	for p.take("[") {
		p.depth++
		all = append(all, p.expression())
		p.depth--
		p.close("]")
	}
	return all
}

// location reads a path that begins with a step.
func (p *xpathParser) location() xpathExpr {
	first := p.token()
	root := func(c *xpathContext) []*xmlNode { return []*xmlNode{c.root} }
	switch {
	case p.is("//"):
		return pathOf(root, p.further(nil))
	case p.take("/"):
		if !p.isStep() {
			return pathOf(root, nil)
		}
		return pathOf(root, p.further([]xpathStep{p.step()}))
	}
	if p.depth == 0 {
		p.begins(first)
	}
	return pathOf(func(c *xpathContext) []*xmlNode { return []*xmlNode{c.at} }, p.further([]xpathStep{p.step()}))
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

// further reads the slashes and steps after others.
func (p *xpathParser) further(steps []xpathStep) []xpathStep {
	for {
		switch {
		case p.take("//"):
			steps = append(steps, p.newStep(p.token(), "descendant-or-self", "node()"))
		case !p.take("/"):
			return steps
		}
		steps = append(steps, p.step())
	}
}

// newStep returns a step without predicates.
func (p *xpathParser) newStep(t *xpathToken, axis, test string) xpathStep {
	s, err := newStep(axis, test)
	if err != nil {
		p.stop(t, diag.Messagef("%s", diag.Name(err.Error())), "")
	}
	return s
}

func (p *xpathParser) step() xpathStep {
	t := p.token()
	switch {
	case p.take("."), p.take(".."):
		if p.is("[") {
			p.want("/ or an operator")
		}
		return p.newStep(t, map[string]string{".": "self", "..": "parent"}[t.text], "node()")
	}
	axis := "child"
	switch {
	case p.take("@"):
		axis = "attribute"
	case t.kind == xpathName && p.tokens[p.at+1].text == "::":
		if axis = p.next().text; !slices.Contains(xpathAxes, axis) {
			p.stop(t, diag.Messagef("there is no axis %s", diag.Quote(diag.Clip(axis))), "the axes are "+strings.Join(xpathAxes, ", "))
		}
		p.next()
	}
	s := p.newStep(t, axis, p.test())
	s.predicates = p.predicates()
	return s
}

// test reads the test of a node.
func (p *xpathParser) test() string {
	t := p.token()
	if t.kind != xpathName {
		p.want("a step of the path")
	}
	p.next()
	if isNodeType(t.text) && p.take("(") {
		p.close(")")
		if t.text != "text" && t.text != "node" {
			p.add(t, codes.APIFunction, diag.Error, diag.Messagef("%s() is not supported", diag.Name(t.text)), allowedFunctions())
		}
		return t.text + "()"
	}
	if prefix, _, ok := strings.Cut(t.text, ":"); ok && prefix != workdayPrefix {
		p.add(t, codes.APIPrefix, diag.Error, diag.Messagef("unknown prefix %s", diag.Quote(diag.Clip(prefix))), "want wd, that of Workday's namespace, whatever the document has for it")
		return "node()" // not evaluated
	}
	return t.text
}

// call reads a call of a function.
func (p *xpathParser) call() xpathExpr {
	t := p.next()
	p.next()
	f := functionNamed(t.text)
	var args []xpathExpr
	for !p.is(")") {
		if len(args) > 0 && !p.take(",") {
			p.want("an operator, a comma or )")
		}
		from := p.token()
		args = append(args, p.expression())
		if f != nil && f.nodes {
			p.nodes(from, f.name, args[len(args)-1])
		}
	}
	p.next()
	switch {
	case f == nil:
		p.add(t, codes.APIFunction, diag.Error, diag.Messagef("%s() is not supported", diag.Name(diag.Clip(t.text))), allowedFunctions())
		return xpathExpr{} // not evaluated; nodes may stand anywhere
	case len(args) < f.least || f.most >= 0 && len(args) > f.most:
		p.add(t, codes.APIFunction, diag.Error, diag.Messagef("%s: want %s, got %d", diag.Name(t.text), diag.Name(arguments(f.least, f.most)), len(args)), "")
	}
	return f.of(args)
}
