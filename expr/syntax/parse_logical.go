package syntax

import (
	"strings"
	"unicode/utf8"

	"github.com/alecthomas/participle/v2/lexer"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/codes"
)

const (
	rewriteTerms = 4   // the longest logical chain that a hint writes out
	rewriteWidth = 300 // the longest rewriting that a hint writes out, in characters
)

// refused stands in the tree for what was reported. Such a tree is never given out.
type refused struct {
	at    diag.Span
	chain *logicalChain // where that was a chain of logical operators which can be rewritten
}

func (n *refused) Span() diag.Span { return n.at }
func (*refused) node()             {}

// logicalChain is operands joined by one logical operator, all of them sound.
type logicalChain struct {
	op    lexer.Token // the first operator, where the chain is reported
	or    bool
	terms []Node
}

// logical refuses a row with logical operators and shows the nested IIF that does the same.
func (l *lowering) logical(e exprRule, parts []exprRule, ops []lexer.Token) Node {
	node := &refused{at: e.span()}
	var terms []Node
	for _, part := range parts {
		if !part.isEmpty() {
			terms = append(terms, l.compare(part))
		}
	}
	word := logicalClass(ops[0].Value)
	f := problem(codes.WordOperator, spanOf(ops[0]), "the language has no operator %s", diag.Quote(ops[0].Value))
	switch {
	case isNegation(parts, ops) && isSound(terms[0]):
		text := "Not(" + Format(terms[0]) + ")"
		f = f.hinted("negate with the function Not: %s", text).mendedBy(node.at, text)
	case isPlainChain(parts, ops) && len(terms) <= rewriteTerms && allSound(terms):
		node.chain = &logicalChain{op: ops[0], or: word == "OR", terms: terms}
		f = f.hinted("nest IIF: %s", node.chain.nested(`"True"`, `"False"`))
	}
	if f.Hint.IsZero() || utf8.RuneCountInString(f.Hint.String()) > rewriteWidth {
		f = f.hinted("%s", logicalHint(word))
	}
	l.report.add(f)
	return node
}

// logicalClass gives AND, OR, XOR or NOT for the spellings of a logical operator.
func logicalClass(raw string) string {
	switch upper := strings.ToUpper(raw); upper {
	case "&&", "ANDALSO":
		return "AND"
	case "||", "ORELSE":
		return "OR"
	case "!":
		return "NOT"
	default:
		return upper
	}
}

// logicalHint gives the general rule for an operator whose operands cannot be shown.
func logicalHint(class string) string {
	switch class {
	case "NOT":
		return "negate with the function Not: Not([accountEnabled])"
	case "XOR":
		return `nest IIF: IIF(a, IIF(b, "False", "True"), b)`
	case "OR":
		return "nest IIF: IIF(a OR b, x, y) is IIF(a, x, IIF(b, x, y))"
	}
	return "nest IIF: IIF(a AND b, x, y) is IIF(a, IIF(b, x, y), y)"
}

// isNegation tells the row "NOT x".
func isNegation(parts []exprRule, ops []lexer.Token) bool {
	return len(ops) == 1 && logicalClass(ops[0].Value) == "NOT" && parts[0].isEmpty() && !parts[1].isEmpty()
}

// isPlainChain tells a row of complete operands with only AND or only OR between them.
func isPlainChain(parts []exprRule, ops []lexer.Token) bool {
	class := logicalClass(ops[0].Value)
	if class != "AND" && class != "OR" {
		return false
	}
	for _, op := range ops {
		if logicalClass(op.Value) != class {
			return false
		}
	}
	for _, part := range parts {
		if part.isEmpty() {
			return false
		}
	}
	return true
}

// nested gives the IIF calls that do what a chain means.
func (c *logicalChain) nested(whenTrue, whenFalse string) string {
	text := whenTrue
	if c.or {
		text = whenFalse
	}
	for i := len(c.terms) - 1; i >= 0; i-- {
		condition := Format(c.terms[i])
		if c.or {
			text = "IIF(" + condition + ", " + whenTrue + ", " + text + ")"
		} else {
			text = "IIF(" + condition + ", " + text + ", " + whenFalse + ")"
		}
	}
	return text
}

// rewriteCondition completes the hint about a logical chain where it is the condition of an IIF: the whole call can then
// be written out.
func (l *lowering) rewriteCondition(call *Call) {
	if !strings.EqualFold(call.Name, "IIF") || len(call.Args) != 3 || !allSound(call.Args[1:]) {
		return
	}
	condition, ok := call.Args[0].(*refused)
	if !ok || condition.chain == nil {
		return
	}
	text := condition.chain.nested(Format(call.Args[1]), Format(call.Args[2]))
	l.report.amend(condition.chain.op.Pos.Offset, func(f *finding) {
		if utf8.RuneCountInString(text) <= rewriteWidth {
			f.Hint = diag.Messagef("nest IIF: %s", text)
		}
		f.edits = []edit{{at: call.At, text: text}}
	})
}

func allSound(nodes []Node) bool {
	for _, n := range nodes {
		if !isSound(n) {
			return false
		}
	}
	return true
}

// isSound tells whether nothing below n was refused, so that Format can show it.
func isSound(n Node) bool {
	for node := range Nodes(n) {
		if _, ok := node.(*refused); ok {
			return false
		}
	}
	return true
}
