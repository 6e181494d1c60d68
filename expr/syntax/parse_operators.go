package syntax

import (
	"slices"
	"strings"

	"github.com/alecthomas/participle/v2/lexer"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/codes"
)

// The grammar returns operators and operands as a row. The functions below split the row at the operators of the lowest
// precedence, and each part at those of the next higher one: logical operators (all refused), comparisons, then & together
// with arithmetic operators (refused).

// expr returns the node of a row of operands and operators, which must not be empty.
func (l *lowering) expr(e exprRule) Node {
	if parts, ops := split(e, kindChoice); len(ops) > 0 {
		return l.choice(e, parts, ops)
	}
	parts, ops := split(e, kindLogical)
	if len(ops) == 0 {
		return l.compare(e)
	}
	return l.logical(e, parts, ops)
}

// split splits a row at every operator of a kind. There is one more part than operators, and parts may be empty. Without such
// an operator it returns nil.
func split(e exprRule, kind lexer.TokenType) (parts []exprRule, ops []lexer.Token) {
	from := 0
	first := e.First
	for i, r := range e.Rest {
		if r.Op.Type == kind {
			parts = append(parts, exprRule{First: first, Rest: e.Rest[from:i]})
			ops = append(ops, r.Op.Token)
			first, from = r.Right, i+1
		}
	}
	if len(ops) == 0 {
		return nil, nil
	}
	return append(parts, exprRule{First: first, Rest: e.Rest[from:]}), ops
}

// compare returns the node of a concatenation, or of two with a comparison operator between them.
func (l *lowering) compare(e exprRule) Node {
	parts, ops := split(e, kindCompare)
	if len(ops) == 0 {
		return l.concat(e)
	}
	sides := make([]Node, 0, len(parts))
	for _, part := range parts {
		if !part.isEmpty() {
			sides = append(sides, l.concat(part))
		}
	}
	if !l.isComparison(parts, ops) {
		return &refused{at: e.span()}
	}
	op := ops[0]
	return &Compare{Op: compareOp(op.Value), OpSpan: spanOf(op), Left: sides[0], Right: sides[1], At: e.span()}
}

// isComparison reports whether there is a single operator with operands on both sides. If not, it adds a finding.
func (l *lowering) isComparison(parts []exprRule, ops []lexer.Token) bool {
	if parts[0].isEmpty() {
		l.missingLeft(ops[0])
		return false
	}
	for i, op := range ops {
		if parts[i+1].isEmpty() {
			l.missingRight(op)
			return false
		}
	}
	if len(ops) > 1 {
		l.report.add(problem(codes.ChainedCompare, spanOf(ops[1]), "a comparison cannot be compared again").
			hinted("nest IIF, or put one comparison in parentheses"))
		return false
	}
	return true
}

// missingLeft reports an operator without a left operand. At the start of the text, leaving it out is the correction.
func (l *lowering) missingLeft(op lexer.Token) {
	f := problem(codes.MissingOperand, spanOf(op), "the left side of %s is missing", diag.Quote(op.Value))
	if strings.TrimSpace(l.src[:op.Pos.Offset]) == "" {
		f = f.hinted("an expression does not begin with an operator").fixedBy(spanOf(op), "")
	} else {
		f = f.hinted(`write the value before it; an empty text is ""`)
	}
	l.report.add(f)
}

// missingRight reports an operator without a right operand, at the place where that belongs.
func (l *lowering) missingRight(op lexer.Token) {
	end := spanOf(op).End
	l.report.add(problem(codes.MissingOperand, diag.Span{Start: end, End: end},
		"the right side of %s is missing", diag.Quote(op.Value)).hinted(`write the value; an empty text is ""`))
}

// concat returns the node of a primary, or of several joined with &.
func (l *lowering) concat(e exprRule) Node {
	if isMethod(e) {
		return l.methods(e)
	}
	if e.First != nil && len(e.Rest) == 0 {
		return l.primary(e.First)
	}
	operands := make([]Node, 0, len(e.Rest)+1)
	if e.First != nil {
		operands = appendOperand(operands, l.primary(e.First))
	}
	for _, r := range e.Rest {
		if r.Right != nil {
			operands = appendOperand(operands, l.primary(r.Right))
		}
	}
	if !l.isJoin(e, operands) {
		return &refused{at: e.span(), sum: sumOf(e, operands), meant: computed(e, operands)}
	}
	return &Concat{Operands: operands, At: e.span()}
}

// appendOperand appends a node, or the operands of a concatenation in parentheses: concatenation is associative.
func appendOperand(operands []Node, node Node) []Node {
	if inner, ok := node.(*Concat); ok {
		return append(operands, inner.Operands...)
	}
	return append(operands, node)
}

// isJoin reports whether there is only & between complete operands. If not, it adds a finding for the first deviation.
func (l *lowering) isJoin(e exprRule, operands []Node) bool {
	before := e.First
	for i, r := range e.Rest {
		switch {
		// The scanner has reported invalid tokens; a second finding at the same mistake would only distract.
		case r.Op.Type == kindInvalid:
			return false
		case r.Op.Type == kindArith:
			l.arithmetic(e, r.Op.Token, operands)
			return false
		case before == nil:
			l.missingLeft(r.Op.Token)
			return false
		case r.Right == nil && i+1 < len(e.Rest) && e.Rest[i+1].Op.Type == kindInvalid:
			return false
		case r.Right == nil:
			l.missingRight(r.Op.Token)
			return false
		}
		before = r.Right
	}
	return true
}

// arithmetic reports op, the first arithmetic operator of a row. If it is + and there is a text among the operands, & is the
// correction.
func (l *lowering) arithmetic(e exprRule, op lexer.Token, operands []Node) {
	f := problem(codes.Arithmetic, spanOf(op), "the language has no operator %s", diag.Quote(op.Value))
	number, isNumber := computed(e, operands).(*Number)
	switch {
	case isNumber:
		f = f.hinted("write %s", diag.Name(number.Text)).fixedBy(e.span(), number.Text)
	case op.Value != "+", slices.ContainsFunc(operands, func(n Node) bool { _, isNumber := n.(*Number); return isNumber && len(operands) > 1 }):
		f = f.hinted("there is no arithmetic; DateAdd and DateDiff reckon with dates")
	case len(operands) < 2:
		f = f.hinted(`a number is written without "+"`).fixedBy(spanOf(op), "")
	default:
		f = f.hinted(`texts are joined with "&" or Join; there is no arithmetic`)
		if slices.ContainsFunc(operands, func(n Node) bool { _, isText := n.(*String); return isText }) {
			for _, r := range e.Rest {
				if r.Op.Value == "+" {
					f = f.fixedBy(spanOf(r.Op.Token), "&")
				}
			}
		}
	}
	l.report.add(f)
}

func (e exprRule) isEmpty() bool { return e.First == nil && len(e.Rest) == 0 }

// firstToken returns the first token of a row, which must not be empty.
func (e exprRule) firstToken() lexer.Token {
	if e.First != nil {
		return e.First.firstToken()
	}
	return e.Rest[0].Op.Token
}

// last returns the last operand of a row, or nil if the row ends with an operator.
func (e exprRule) last() *primaryRule {
	if n := len(e.Rest); n > 0 {
		return e.Rest[n-1].Right
	}
	return e.First
}

// span returns the span of a row, which must not be empty.
func (e exprRule) span() diag.Span {
	start := spanOf(e.firstToken())
	if last := e.last(); last != nil {
		return start.To(last.span())
	}
	return start.To(spanOf(e.Rest[len(e.Rest)-1].Op.Token))
}

func (p *primaryRule) firstToken() lexer.Token {
	switch {
	case p.Call != nil:
		return p.Call.Name
	case p.Group != nil:
		return p.Group.Open
	}
	return p.Leaf.Token
}

// span returns the span of a primary with its parentheses. A parenthesis that the scanner added at the end of the text is
// empty.
func (p *primaryRule) span() diag.Span {
	start := spanOf(p.firstToken())
	switch {
	case p.Call != nil:
		return start.To(spanOf(p.Call.Args.Close))
	case p.Group != nil:
		return start.To(spanOf(p.Group.Close))
	}
	return start
}
