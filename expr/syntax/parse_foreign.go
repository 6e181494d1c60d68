package syntax

import (
	"regexp"
	"slices"
	"strings"

	"github.com/alecthomas/participle/v2/lexer"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/codes"
)

// What other languages write with operators, points and positions is refused here, with the way to write it in this one. A part that is
// refused may know what is meant, so that the correction of what contains it holds that of the part.

// meantBy returns a tree in which every refused part is replaced by what it means, or nil if that is not known of one of them. Parts
// without refused ones are shared.
func meantBy(n Node) Node {
	switch n := n.(type) {
	case *refused:
		return n.meant
	case *Call:
		args, ok := allMeant(n.Args)
		if !ok {
			return nil
		}
		return &Call{Name: n.Name, Args: args, NameSpan: n.NameSpan, At: n.At}
	case *Compare:
		sides, ok := allMeant([]Node{n.Left, n.Right})
		if !ok {
			return nil
		}
		return &Compare{Op: n.Op, Left: sides[0], Right: sides[1], At: n.At}
	case *Concat:
		operands, ok := allMeant(n.Operands)
		if !ok {
			return nil
		}
		return joined(operands)
	}
	return n
}

// mostMeant is the maximum number of nodes of what a part means. Some parts mean a text that has one of their own twice, so that what is nested
// would double at every level.
const mostMeant = 500

// bounded returns a tree, or nil if it has too many nodes.
func bounded(n Node) Node {
	count := 0
	for range Nodes(n) {
		if count++; count > mostMeant {
			return nil
		}
	}
	return n
}

// allMeant is meantBy for several nodes.
func allMeant(nodes []Node) (meant []Node, ok bool) {
	for _, n := range nodes {
		m := meantBy(n)
		if m == nil {
			return nil, false
		}
		meant = append(meant, m)
	}
	return meant, true
}

// joined returns operands joined with &.
func joined(operands []Node) Node {
	all := &Concat{}
	for _, n := range operands {
		all.Operands = appendOperand(all.Operands, n)
	}
	return all
}

// choice reports the first ? of a row, which begins a conditional expression of another language, or the ?? between alternatives.
func (l *lowering) choice(e exprRule, parts []exprRule, ops []lexer.Token) Node {
	nodes := make([]Node, len(parts))
	for i, part := range parts {
		if !part.isEmpty() {
			nodes[i] = l.expr(part)
		}
	}
	node := &refused{at: e.span()}
	f := problem(codes.UnexpectedChar, spanOf(ops[0]), "%s has no meaning here", diag.Quote(ops[0].Value)).hinted("%s", unexpectedHint('?'))
	if ops[0].Value == "??" {
		f = f.hinted("the first value that is there is Coalesce([a], [b])")
		if alternatives, ok := allMeant(nodes); ok && !slices.ContainsFunc(ops, isOfChoice) {
			node.meant = bounded(&Call{Name: "Coalesce", Args: alternatives})
		}
		if node.meant != nil {
			f = f.hinted("write %s", diag.ClipTo(Format(node.meant), rewriteWidth)).fixedBy(node.at, Format(node.meant))
		}
	} else if meant, end := chosen(nodes, ops, 0); bounded(meant) != nil && end == len(ops) {
		node.meant = meant
		f = f.hinted("a choice is written %s", diag.ClipTo(Format(meant), rewriteWidth)).fixedBy(node.at, Format(meant))
	}
	l.report.add(f)
	return node
}

func isOfChoice(op lexer.Token) bool { return op.Value != "??" }

// chosen returns the calls of IIF that operands from the one at index i on mean, and the index after them; nil where an operand or an operator
// is missing. The operator at index i follows the operand at that index.
func chosen(nodes []Node, ops []lexer.Token, i int) (Node, int) {
	if nodes[i] == nil {
		return nil, i
	}
	if i == len(ops) || ops[i].Value != "?" {
		return meantBy(nodes[i]), i
	}
	yes, end := chosen(nodes, ops, i+1)
	if yes == nil || end == len(ops) {
		return nil, end
	}
	no, end := chosen(nodes, ops, end+1)
	if no == nil {
		return nil, end
	}
	if chain, ok := nodes[i].(*refused); ok && chain.chain != nil {
		return chain.chain.nested(yes, no), end
	}
	condition := meantBy(nodes[i])
	if condition == nil {
		return nil, end
	}
	return &Call{Name: "IIF", Args: []Node{condition, yes, no}}, end
}

// isMethod reports whether there is the point of a method in a row.
func isMethod(e exprRule) bool {
	return slices.ContainsFunc(e.Rest, func(r operandRule) bool { return r.Op.Type == kindMethod })
}

// methods lowers a row with methods, each of which belongs to the operand before it.
func (l *lowering) methods(e exprRule) Node {
	node := &refused{at: e.span()}
	var operands []Node
	if e.First != nil {
		operands = append(operands, l.primary(e.First))
	}
	joins := e.First != nil
	for _, r := range e.Rest {
		switch last := len(operands) - 1; {
		case r.Op.Type == kindMethod && last >= 0 && r.Right != nil:
			operands[last] = l.method(operands[last], r.Right)
		case r.Op.Type == kindAmpersand && r.Right != nil:
			operands = append(operands, l.primary(r.Right))
		default:
			joins = false
			if r.Right != nil {
				operands = append(operands, l.primary(r.Right))
			}
		}
	}
	if meant, ok := allMeant(operands); ok && joins {
		if node.meant = meant[0]; len(meant) > 1 {
			node.meant = bounded(joined(meant))
		}
	}
	return node
}

// method reports a method, or a property, of the value before it.
func (l *lowering) method(subject Node, member *primaryRule) Node {
	node := &refused{at: subject.Span().To(member.span())}
	name, args := member.firstToken(), []Node{subject}
	if member.Call != nil {
		args = append(args, l.arguments(&member.Call.Args)...)
	}
	f := problem(codes.UnknownFunction, spanOf(name), "values have no methods such as %s", diag.Quote("."+name.Value))
	hint, meant := "a function takes the value as an argument: ToLower([mail])", Node(nil)
	if known := foreignFunction("." + name.Value); known != nil {
		if args, ok := allMeant(args); ok {
			hint, meant = known.instead(args)
		} else {
			hint = "use " + known.use
		}
	}
	if f = f.hinted("%s", hint); meant != nil {
		node.meant = meant
		f = f.fixedBy(node.at, Format(meant))
	}
	l.report.add(f)
	return node
}

// arguments returns the nodes of the arguments of a call. Empty parentheses are no argument, not an omitted one.
func (l *lowering) arguments(g *groupRule) []Node {
	if len(g.Exprs) == 0 && len(g.Rest) == 0 {
		return nil
	}
	args := make([]Node, 0, len(g.Rest)+1)
	args = append(args, l.argument(g.Exprs, g.Open, l.missingComma))
	for _, arg := range g.Rest {
		args = append(args, l.argument(arg.Exprs, arg.Comma, l.missingComma))
	}
	return args
}

// known returns the node of a call, which is a refused one if anything in it is.
func (l *lowering) known(call *Call) Node {
	if l.calls != nil {
		l.calls(call.Name, call.NameSpan)
	}
	if strings.Contains(call.Name, ".") {
		return l.dotted(call)
	}
	// Only where something was refused are the arguments walked.
	if l.report.errors > 0 && slices.ContainsFunc(call.Args, func(n Node) bool { return !isSound(n) }) {
		for _, rewrite := range []func(*Call) Node{l.rewriteCondition, l.rewriteCut, func(call *Call) Node { return bounded(meantBy(call)) }} {
			if meant := rewrite(call); meant != nil {
				return &refused{at: call.At, meant: meant}
			}
		}
	}
	return call
}

// dotted reports a function whose name has a point in it, such as String.substring. One that is not known has been reported already.
func (l *lowering) dotted(call *Call) Node {
	node := &refused{at: call.At}
	known, subject := foreignDotted(call.Name)
	if known == nil {
		return node
	}
	args, ok := allMeant(call.Args)
	if subject != "" {
		// Whether an attribute is meant by the word is likely, and not certain.
		args = append([]Node{&Attribute{Name: subject}}, args...)
	}
	hint, meant := "use "+known.use, Node(nil)
	if ok {
		hint, meant = known.instead(args)
	}
	f := problem(codes.UnknownFunction, call.NameSpan, "there is no function %s", diag.Quote(call.Name)).hinted("%s", hint)
	if meant != nil && subject == "" {
		node.meant = meant
		f = f.fixedBy(node.at, Format(meant))
	}
	l.report.add(f)
	return node
}

// arithmetic is two operands with an operator of arithmetic.
type arithmetic struct {
	op          lexer.Token
	left, right Node
}

// sumOf returns a row of two operands with an operator of arithmetic, nil for any other.
func sumOf(e exprRule, operands []Node) *arithmetic {
	if len(e.Rest) != 1 || e.Rest[0].Op.Type != kindArith || len(operands) != 2 {
		return nil
	}
	return &arithmetic{e.Rest[0].Op.Token, operands[0], operands[1]}
}

// computed returns what a row with arithmetic certainly means: the number that two constants make, or texts joined with &. Else it is nil.
func computed(e exprRule, operands []Node) Node {
	if sum := sumOf(e, operands); sum != nil {
		left, isLeft := sum.left.(*Number)
		right, isRight := sum.right.(*Number)
		if isLeft && isRight && left.IsInt && right.IsInt && max(left.Int, right.Int) < 1<<30 && min(left.Int, right.Int) > -1<<30 {
			switch sum.op.Value {
			case "+":
				return numberOf(left.Int + right.Int)
			case "-":
				return numberOf(left.Int - right.Int)
			case "*":
				return numberOf(left.Int * right.Int)
			}
		}
	}
	if !joinsTexts(e, operands) {
		return nil
	}
	meant, ok := allMeant(operands)
	if !ok {
		return nil
	}
	return bounded(joined(meant))
}

// joinsTexts reports whether the operators of a row are + and & and one of the operands is a text, so that + is meant to join.
func joinsTexts(e exprRule, operands []Node) bool {
	return len(operands) == len(e.Rest)+1 &&
		!slices.ContainsFunc(e.Rest, func(r operandRule) bool { return r.Op.Value != "+" && r.Op.Type != kindAmpersand }) &&
		slices.ContainsFunc(operands, func(n Node) bool { _, isText := n.(*String); return isText })
}

// rewriteCut corrects a part of a text that is cut out by reckoning with positions, such as Left([upn], InStr([upn], "@") - 1), and returns
// what is meant, or nil. The arithmetic has been reported already.
func (l *lowering) rewriteCut(call *Call) Node {
	if len(call.Args) < 2 {
		return nil
	}
	text, last := call.Args[0], call.Args[len(call.Args)-1]
	var meant Node
	var at *arithmetic
	switch name := strings.ToLower(call.Name); {
	case name == "left" && len(call.Args) == 2, name == "mid" && len(call.Args) == 3 && isOne(call.Args[1]):
		at, meant = cutBefore(text, sumIn(last))
	case name == "mid" && len(call.Args) <= 3:
		at, meant = cutAfter(text, sumIn(call.Args[1]))
		if third := call.Args[2:]; len(third) == 1 && !takesRest(third[0], text) {
			return nil
		}
	case name == "right" && len(call.Args) == 2:
		at, meant = cutRight(text, sumIn(last))
	}
	if bounded(meant) == nil {
		return nil
	}
	l.report.amend(at.op.Pos.Offset, func(f *finding) {
		f.Hint = diag.Messagef("write %s", diag.ClipTo(Format(meant), rewriteWidth))
		f.edits = []edit{{at: call.At, text: Format(meant)}}
	})
	return meant
}

// sumIn returns the arithmetic of a refused part, nil for any other.
func sumIn(n Node) *arithmetic {
	if r, ok := n.(*refused); ok {
		return r.sum
	}
	return nil
}

// cutBefore returns what is before a mark, for its position less 1, or a text without its last characters, for its length less their number.
func cutBefore(text Node, sum *arithmetic) (*arithmetic, Node) {
	if sum == nil || sum.op.Value != "-" {
		return sum, nil
	}
	n, isConstant := sum.right.(*Number)
	mark := markIn(sum.left, text)
	switch {
	case mark != nil && isOne(sum.right) && len(mark.Value) == 1:
		return sum, &Call{Name: "Word", Args: []Node{text, numberOf(1), mark}}
	case mark != nil && isOne(sum.right):
		return sum, &Call{Name: "Item", Args: []Node{&Call{Name: "Split", Args: []Node{text, mark}}, numberOf(1)}}
	case isConstant && n.IsInt && isLength(sum.left, text):
		return sum, replaced(text, ".{"+n.Text+"}$")
	}
	return sum, nil
}

// cutAfter returns what is after a mark, for its position and 1.
func cutAfter(text Node, sum *arithmetic) (*arithmetic, Node) {
	if sum == nil || sum.op.Value != "+" {
		return sum, nil
	}
	if mark := markIn(sum.left, text); mark != nil && len(mark.Value) == 1 && isOne(sum.right) {
		return sum, afterMark(text, mark)
	}
	return sum, nil
}

// cutRight returns what is after a mark, for the length of the text less its position.
func cutRight(text Node, sum *arithmetic) (*arithmetic, Node) {
	if sum == nil || sum.op.Value != "-" || !isLength(sum.left, text) {
		return sum, nil
	}
	if mark := markIn(sum.right, text); mark != nil && len(mark.Value) == 1 {
		return sum, afterMark(text, mark)
	}
	return sum, nil
}

// afterMark returns what is after the first mark of one character.
func afterMark(text Node, mark *String) Node {
	c := mark.Value
	switch c {
	case "^", "]", `\`, "-":
		c = `\` + c
	}
	return replaced(text, "^[^"+c+"]*"+regexp.QuoteMeta(mark.Value))
}

// replaced returns a text without what a pattern matches.
func replaced(text Node, pattern string) *Call {
	none := &Omitted{}
	return &Call{Name: "Replace", Args: []Node{text, none, &String{Value: pattern}, none, &String{}, none, none}}
}

// markIn returns the text whose position in another one a call finds, in the order of this language or in that of Excel; else nil.
func markIn(n, text Node) *String {
	c, ok := n.(*Call)
	if !ok || len(c.Args) != 2 {
		return nil
	}
	in, part := c.Args[0], c.Args[1]
	switch strings.ToLower(c.Name) {
	case "instr", "indexof":
	case "find", "search", "charindex":
		in, part = part, in
	default:
		return nil
	}
	mark, isText := part.(*String)
	if !isText || mark.Value == "" || !Equal(in, text) {
		return nil
	}
	return mark
}

// isLength reports whether a node is the length of a text.
func isLength(n, text Node) bool {
	c, ok := n.(*Call)
	return ok && strings.EqualFold(c.Name, "Len") && len(c.Args) == 1 && Equal(c.Args[0], text)
}

// manyCharacters is a length that stands for the rest of a text.
const manyCharacters = 50

// takesRest reports whether a length takes all that is left of a text.
func takesRest(n, text Node) bool {
	if number, ok := n.(*Number); ok {
		return number.IsInt && number.Int >= manyCharacters
	}
	if sum := sumIn(n); sum != nil {
		n = sum.left // the length less the position
	}
	_, omitted := n.(*Omitted)
	return omitted || isLength(n, text)
}

// isOne reports whether a node is the number 1.
func isOne(n Node) bool {
	number, ok := n.(*Number)
	return ok && number.IsInt && number.Int == 1
}
