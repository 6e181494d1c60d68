package expr

import (
	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/expr/value"
)

// hideValues leaves of a part and those below it only which branch was taken: remarks repeat values or depend on them.
func (s *Step) hideValues() {
	s.hidden = true
	s.Remarks, s.MoreRemarks, s.Rules = nil, 0, nil
	for _, part := range s.Parts {
		part.hideValues()
	}
}

// Shown returns the canonical text as reports may print it: without constants if values are hidden, see [WithHiddenValues].
func (p *Program) Shown() string {
	if p.cfg.hideValues {
		return syntax.Format(withoutConstants(p.tree))
	}
	return p.String()
}

// shownTexts returns the canonical text of every node as [Program.Shown] has it.
func (p *Program) shownTexts() map[syntax.Node]string {
	tree := p.tree
	if p.cfg.hideValues {
		tree = withoutConstants(tree) // which has as many nodes, in the same places
	}
	texts, shown := make(map[syntax.Node]string), syntax.Texts(tree)
	for n := range syntax.Nodes(p.tree) {
		texts[n], shown = shown[0], shown[1:]
	}
	return texts
}

// showHidden returns what reports show in place of a value: that there is one, and its kind.
func showHidden(v value.Value) string {
	if v.IsNull() {
		return Show(v)
	}
	return diag.Hidden + " (" + v.Kind().String() + ")"
}

// withoutConstants returns the tree with … in place of texts and numbers. It copies the nodes on the way, because the tree is
// shared by all evaluations. Attributes, words and tokens are no constants of the author's.
func withoutConstants(n syntax.Node) syntax.Node {
	switch n := n.(type) {
	case *syntax.String, *syntax.Number:
		return &syntax.Word{Name: "…", At: n.Span()}
	case *syntax.Call:
		call := *n
		call.Args = eachWithoutConstants(n.Args)
		return &call
	case *syntax.Compare:
		compare := *n
		compare.Left, compare.Right = withoutConstants(n.Left), withoutConstants(n.Right)
		return &compare
	case *syntax.Concat:
		concat := *n
		concat.Operands = eachWithoutConstants(n.Operands)
		return &concat
	}
	return n
}

// eachWithoutConstants is withoutConstants for a list.
func eachWithoutConstants(nodes []syntax.Node) []syntax.Node {
	masked := make([]syntax.Node, len(nodes))
	for i, n := range nodes {
		masked[i] = withoutConstants(n)
	}
	return masked
}
