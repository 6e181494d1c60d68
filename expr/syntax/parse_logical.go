package syntax

import (
	"slices"
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

// refused represents a part of the tree that was reported as an error. Trees with it are never returned.
type refused struct {
	at    diag.Span
	chain *logicalChain // the part, if it is a chain of logical operators that can be rewritten
	sum   *arithmetic   // the part, if it is two operands with an arithmetic operator
	meant Node          // how the part is certainly written here; nil if that is not known
}

func (n *refused) Span() diag.Span { return n.at }
func (*refused) node()             {}

// logicalChain is operands joined by one logical operator, all of them valid.
type logicalChain struct {
	op    lexer.Token // the first operator, at which the chain is reported
	or    bool
	terms []Node
}

// logical reports a row with logical operators, with a hint to the equivalent nested IIF. The operands are lowered although
// the row is refused: mistakes in them are to be reported at once, too.
func (l *lowering) logical(e exprRule, parts []exprRule, ops []lexer.Token) Node {
	node := &refused{at: e.span()}
	var terms []Node
	for _, part := range parts {
		if !part.isEmpty() {
			term := l.compare(part)
			if meant := bounded(meantBy(term)); meant != nil {
				term = meant
			}
			terms = append(terms, term)
		}
	}
	word := logicalClass(ops[0].Value)
	f := problem(codes.WordOperator, spanOf(ops[0]), "the language has no operator %s", diag.Quote(ops[0].Value))
	switch {
	case isNegation(parts, ops) && isSound(terms[0]):
		node.meant = &Call{Name: "Not", Args: terms[:1]}
		text := Format(node.meant)
		f = f.hinted("negate with the function Not: %s", text).fixedBy(node.at, text)
	case isPlainChain(parts, ops) && len(terms) <= rewriteTerms && allSound(terms):
		node.chain = &logicalChain{op: ops[0], or: word == "OR", terms: terms}
		f = f.hinted("nest IIF: %s", Format(node.chain.nested(&String{Value: "True"}, &String{Value: "False"})))
	}
	if f.Hint.IsZero() || utf8.RuneCountInString(f.Hint.String()) > rewriteWidth {
		f = f.hinted("%s", logicalHint(word))
	}
	l.report.add(f)
	return node
}

// logicalClass returns AND, OR, XOR or NOT for a spelling of a logical operator.
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

// logicalHint returns the general rule for an operator, for operands that cannot be quoted.
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

// isNegation reports whether the row is "NOT x".
func isNegation(parts []exprRule, ops []lexer.Token) bool {
	return len(ops) == 1 && logicalClass(ops[0].Value) == "NOT" && parts[0].isEmpty() && !parts[1].isEmpty()
}

// isPlainChain reports whether the row has complete operands with only AND or only OR between them.
// What a mixture means depends on precedence, which the language does not define for operators that it does not have.
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

// nested returns the nested calls of IIF that are equivalent to the chain. It builds them from the last term outwards. One of
// the two results is repeated for every term, which is why long chains are not rewritten.
func (c *logicalChain) nested(whenTrue, whenFalse Node) Node {
	node := whenTrue
	if c.or {
		node = whenFalse
	}
	for _, term := range slices.Backward(c.terms) {
		if c.or {
			node = &Call{Name: "IIF", Args: []Node{term, whenTrue, node}}
		} else {
			node = &Call{Name: "IIF", Args: []Node{term, node, whenFalse}}
		}
	}
	return node
}

// rewriteCondition extends the hint about a logical chain to the whole call if the chain is the condition of an IIF, and returns what is
// meant; nil for any other call.
func (l *lowering) rewriteCondition(call *Call) Node {
	if !strings.EqualFold(call.Name, "IIF") || len(call.Args) != 3 {
		return nil
	}
	condition, ok := call.Args[0].(*refused)
	results, known := allMeant(call.Args[1:])
	if !ok || condition.chain == nil || !known {
		return nil
	}
	meant := bounded(condition.chain.nested(results[0], results[1]))
	if meant == nil {
		return nil
	}
	text := Format(meant)
	// The chain has been reported at its first operator, before the call around it was known.
	l.report.amend(condition.chain.op.Pos.Offset, func(f *finding) {
		if utf8.RuneCountInString(text) <= rewriteWidth {
			f.Hint = diag.Messagef("nest IIF: %s", text)
		}
		f.edits = []edit{{at: call.At, text: text}}
	})
	return meant
}

// allSound reports isSound of all nodes.
func allSound(nodes []Node) bool {
	for _, n := range nodes {
		if !isSound(n) {
			return false
		}
	}
	return true
}

// isSound reports whether n contains nothing refused, so that it can be formatted.
func isSound(n Node) bool {
	for node := range Nodes(n) {
		if _, ok := node.(*refused); ok {
			return false
		}
	}
	return true
}
