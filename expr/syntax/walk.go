package syntax

import (
	"iter"
	"slices"
)

// Walk calls visit for n and its descendants: for each node before its children, and for children in the order of the text.
// If visit returns false, the children of the node are skipped. A nil node is not visited.
func Walk(n Node, visit func(Node) bool) {
	if n == nil || !visit(n) {
		return
	}
	for child := range Children(n) {
		Walk(child, visit)
	}
}

// Nodes returns an iterator over n and its descendants in the order of [Walk].
func Nodes(n Node) iter.Seq[Node] {
	return func(yield func(Node) bool) {
		// Walk has no way to stop, so after the consumer has had enough, every node that is still visited refuses its
		// children.
		more := true
		Walk(n, func(n Node) bool {
			more = more && yield(n)
			return more
		})
	}
}

// Children returns an iterator over the children of n in the order of the text: arguments, of which empty ones are
// [*Omitted], or operands. Constants, attributes and words have none.
func Children(n Node) iter.Seq[Node] {
	return func(yield func(Node) bool) {
		for _, child := range children(n) {
			if !yield(child) {
				return
			}
		}
	}
}

// children returns the children in the order of the text. Only for a comparison does it allocate.
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

// Equal reports whether two trees have the same kinds of nodes, names, values and order. It ignores spans and quotation
// marks, but not the spelling of a number as decimal or hexadecimal: [Format] prints equal trees alike. Two nil nodes are
// equal.
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

// equalAll reports whether two lists of nodes are equal in order. An omitted argument counts, even at the end.
func equalAll(a, b []Node) bool { return slices.EqualFunc(a, b, Equal) }

func isOmitted(n Node) bool {
	_, omitted := n.(*Omitted)
	return omitted
}
