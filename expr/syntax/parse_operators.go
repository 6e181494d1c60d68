package syntax

import (
	"slices"
	"strings"

	"github.com/alecthomas/participle/v2/lexer"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/codes"
)

// The grammar leaves operators and operands in a row; the functions below cut the row at the operators that bind weakest,
// then each part at the next stronger ones: logical operators (all refused), comparisons, then & with arithmetic (refused).

// expr gives what a row of operands and operators means. The row is not empty.
func (l *lowering) expr(e exprRule) Node {
	parts, ops := split(e, kindLogical)
	if len(ops) == 0 {
		return l.compare(e)
	}
	return l.logical(e, parts, ops)
}

// split cuts a row at every operator of a kind. There is one part more than operators; parts may be empty.
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

// compare gives a concatenation, or two with a comparison operator between.
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

// isComparison tells whether there is one operator with an operand on either side, and reports what is wrong otherwise.
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

func (l *lowering) missingLeft(op lexer.Token) {
	f := problem(codes.MissingOperand, spanOf(op), "the left side of %s is missing", diag.Quote(op.Value))
	if strings.TrimSpace(l.src[:op.Pos.Offset]) == "" {
		f = f.hinted("an expression does not begin with an operator").mendedBy(spanOf(op), "")
	} else {
		f = f.hinted(`name what stands before it; an empty text is ""`)
	}
	l.report.add(f)
}

func (l *lowering) missingRight(op lexer.Token) {
	end := spanOf(op).End
	l.report.add(problem(codes.MissingOperand, diag.Span{Start: end, End: end},
		"the right side of %s is missing", diag.Quote(op.Value)).hinted(`write the value; an empty text is ""`))
}

// concat gives a primary, or several joined with &.
func (l *lowering) concat(e exprRule) Node {
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
		return &refused{at: e.span()}
	}
	return &Concat{Operands: operands, At: e.span()}
}

// appendOperand takes a concatenation in parentheses apart: joining is associative.
func appendOperand(operands []Node, node Node) []Node {
	if inner, ok := node.(*Concat); ok {
		return append(operands, inner.Operands...)
	}
	return append(operands, node)
}

// isJoin tells whether there is nothing but & between complete operands, and reports the first thing that is not.
func (l *lowering) isJoin(e exprRule, operands []Node) bool {
	before := e.First
	for i, r := range e.Rest {
		switch {
		case r.Op.Type == kindStray:
			return false
		case r.Op.Type == kindArith:
			l.arithmetic(e, r.Op.Token, operands)
			return false
		case before == nil:
			l.missingLeft(r.Op.Token)
			return false
		case r.Right == nil && i+1 < len(e.Rest) && e.Rest[i+1].Op.Type == kindStray:
			return false
		case r.Right == nil:
			l.missingRight(r.Op.Token)
			return false
		}
		before = r.Right
	}
	return true
}

// arithmetic refuses op, the first arithmetic operator of a row. Where every operator is + or & and a text is among the
// operands, & is what was meant.
func (l *lowering) arithmetic(e exprRule, op lexer.Token, operands []Node) {
	f := problem(codes.Arithmetic, spanOf(op), "the language has no operator %s", diag.Quote(op.Value))
	switch {
	case op.Value != "+":
		f = f.hinted("there is no arithmetic; DateAdd and DateDiff reckon with dates")
	case len(operands) < 2:
		f = f.hinted(`a number is written without "+"`).mendedBy(spanOf(op), "")
	default:
		f = f.hinted(`texts are joined with "&" or Join; there is no arithmetic`)
		if slices.ContainsFunc(operands, func(n Node) bool { _, isText := n.(*String); return isText }) {
			for _, r := range e.Rest {
				if r.Op.Value == "+" {
					f = f.mendedBy(spanOf(r.Op.Token), "&")
				}
			}
		}
	}
	l.report.add(f)
}

func (e exprRule) isEmpty() bool { return e.First == nil && len(e.Rest) == 0 }

// firstToken gives the token that a row begins with. The row is not empty.
func (e exprRule) firstToken() lexer.Token {
	if e.First != nil {
		return e.First.firstToken()
	}
	return e.Rest[0].Op.Token
}

// last gives the operand that a row ends with, nil where it ends with an operator.
func (e exprRule) last() *primaryRule {
	if n := len(e.Rest); n > 0 {
		return e.Rest[n-1].Right
	}
	return e.First
}

// span gives the bytes of a row that is not empty.
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

// span gives the bytes of a primary with its parentheses. A parenthesis that the scanner supplied at the end of the text
// takes no bytes.
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
