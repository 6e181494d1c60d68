package syntax

import (
	"iter"
	"slices"
)

// Walk calls visit for n and for everything below it, a node before its children, children in the order of the text.
// Where visit returns false the node's children are passed over. A nil node is not visited.
func Walk(n Node, visit func(Node) bool) {
	if n == nil || !visit(n) {
		return
	}
	for child := range Children(n) {
		Walk(child, visit)
	}
}

// Nodes gives n and everything below it in the order of [Walk].
func Nodes(n Node) iter.Seq[Node] {
	return func(yield func(Node) bool) {
		more := true
		Walk(n, func(n Node) bool {
			more = more && yield(n)
			return more
		})
	}
}

// Children gives the nodes directly below n, in the order of the text: arguments (the empty ones as [*Omitted]) or
// operands. Constants, attributes and words have none.
func Children(n Node) iter.Seq[Node] {
	return func(yield func(Node) bool) {
		for _, child := range children(n) {
			if !yield(child) {
				return
			}
		}
	}
}

func children(n Node) []Node {
	switch n := n.(type) {
	case *Call:
		return n.Args
	case *Concat:
		return n.Operands
	case *Compare:
		return []Node{n.Left, n.Right}
	}
	return nil
}

// Equal tells whether two trees mean the same text: same kinds, names, values and order. Spans, quotation marks and the
// spelling of a number as decimal or hexadecimal with equal value count only as far as [Format] shows them: spans and marks
// do not, the spelling does. Two nil nodes are equal.
func Equal(a, b Node) bool {
	switch a := a.(type) {
	case nil:
		return b == nil
	case *Call:
		b, ok := b.(*Call)
		return ok && a.Name == b.Name && equalAll(a.Args, b.Args)
	case *Attribute:
		b, ok := b.(*Attribute)
		return ok && a.Name == b.Name
	case *String:
		b, ok := b.(*String)
		return ok && a.Value == b.Value
	case *Number:
		b, ok := b.(*Number)
		return ok && a.spelling() == b.spelling()
	case *Word:
		b, ok := b.(*Word)
		return ok && a.Name == b.Name
	case *Token:
		b, ok := b.(*Token)
		return ok && a.Name == b.Name
	case *Compare:
		b, ok := b.(*Compare)
		return ok && a.Op == b.Op && Equal(a.Left, b.Left) && Equal(a.Right, b.Right)
	case *Concat:
		b, ok := b.(*Concat)
		return ok && equalAll(a.Operands, b.Operands)
	case *Omitted:
		_, ok := b.(*Omitted)
		return ok
	}
	return false
}

func equalAll(a, b []Node) bool { return slices.EqualFunc(a, b, Equal) }

func isOmitted(n Node) bool {
	_, omitted := n.(*Omitted)
	return omitted
}
