package sources

import (
	"slices"

	"github.com/antchfx/xpath"
)

// xpathStep is a step of a path. Package xpath walks from a node along the axis, and tests the names; the order of nodes, predicates and
// computations are done here, because those of the package differ from XPath 1.0.
type xpathStep struct {
	walk       *xpath.Expr
	workday    bool // of the nodes that it meets those of Workday's namespace count
	backwards  bool // the axis leads to what is before, and its positions count from the node backwards
	predicates []xpathExpr
}

// newStep returns a step; test is written as expressions have it.
func newStep(axis, test string) (s xpathStep, err error) {
	if test == workdayPrefix+":*" { // package xpath meets none by it
		s.workday, test = true, "*"
	}
	switch axis {
	case "parent", "ancestor", "ancestor-or-self", "preceding", "preceding-sibling":
		s.backwards = true
	}
	if axis == "preceding" { // whose nodes inside of others that the test meets, package xpath leaves out
		axis = "ancestor-or-self::node()/preceding-sibling::node()/descendant-or-self"
	}
	s.walk, err = xpath.CompileWithNS(axis+"::"+test, map[string]string{workdayPrefix: workdaySpace})
	return s, err
}

// from appends the nodes to which the step leads from a node.
func (s *xpathStep) from(to []*xmlNode, n *xmlNode, c *xpathContext) []*xmlNode {
	var met []*xmlNode
	for it := s.walk.Select(&navigator{c.root, n, n}); it.MoveNext(); {
		c.spend(1)
		if at := it.Current().(*navigator).at; !s.workday || at.name.space == workdaySpace {
			met = append(met, at)
		}
	}
	c.spend(1)
	met = documentOrder(met)
	if s.backwards {
		slices.Reverse(met)
	}
	return append(to, filter(met, s.predicates, c)...)
}

// filter returns the nodes for which all predicates are true; a number means the position.
func filter(nodes []*xmlNode, predicates []xpathExpr, c *xpathContext) []*xmlNode {
	for _, p := range predicates {
		var kept []*xmlNode
		for i, n := range nodes {
			c.spend(1)
			v := p.value(&xpathContext{c.root, n, i + 1, len(nodes), c.work})
			if v.kind == numberType && v.num == float64(i+1) || v.kind != numberType && v.boolean() {
				kept = append(kept, n)
			}
		}
		nodes = kept
	}
	return nodes
}

// pathOf returns the nodes to which steps lead from others, which begin returns.
func pathOf(begin func(c *xpathContext) []*xmlNode, steps []xpathStep) xpathExpr {
	return xpathExpr{nodesType, func(c *xpathContext) xpathValue {
		nodes := begin(c)
		for i := range steps {
			var next []*xmlNode
			for _, n := range nodes {
				next = steps[i].from(next, n, c)
			}
			nodes = documentOrder(next)
		}
		return xpathValue{nodes: nodes}
	}}
}

// navigator is the cursor in a tree that xpath moves.
type navigator struct{ root, at, from *xmlNode }

// NodeType implements xpath.NodeNavigator, as all methods do.
func (n *navigator) NodeType() xpath.NodeType {
	switch n.at.kind {
	case xmlElement:
		return xpath.ElementNode
	case xmlAttribute:
		return xpath.AttributeNode
	case xmlText:
		return xpath.TextNode
	case xmlRoot:
	}
	return xpath.RootNode
}

// LocalName returns the name without its prefix.
func (n *navigator) LocalName() string { return n.at.name.local }

// Prefix returns the prefix as expressions have it.
func (n *navigator) Prefix() string { return n.at.shownPrefix() }

// NamespaceURL returns the namespace, which xpath asks for where a name of an expression has a prefix.
func (n *navigator) NamespaceURL() string { return n.at.name.space }

// Value returns the text.
func (n *navigator) Value() string { return n.at.value() }

// Copy returns another cursor at the same node.
func (n *navigator) Copy() xpath.NodeNavigator {
	c := *n
	return &c
}

// MoveToRoot moves to the root.
func (n *navigator) MoveToRoot() { n.at = n.root }

// MoveToParent moves to the parent, if there is one.
func (n *navigator) MoveToParent() bool { return n.to(n.at.parent) }

// MoveToNextAttribute moves from an element to its first attribute, or from an attribute to the next one. One at which a step begins has none.
func (n *navigator) MoveToNextAttribute() bool {
	if n.at.kind == xmlAttribute {
		return n.at != n.from && n.to(n.at.next)
	}
	return n.to(n.at.attributes)
}

// MoveToChild moves to the first child.
func (n *navigator) MoveToChild() bool { return n.to(n.at.first) }

// MoveToFirst moves to the first sibling.
func (n *navigator) MoveToFirst() bool {
	if n.at.kind == xmlAttribute || n.at.parent == nil {
		return false
	}
	return n.to(n.at.parent.first)
}

// MoveToNext moves to the next sibling.
func (n *navigator) MoveToNext() bool { return n.at.kind != xmlAttribute && n.to(n.at.next) }

// MoveToPrevious moves to the previous sibling.
func (n *navigator) MoveToPrevious() bool { return n.at.kind != xmlAttribute && n.to(n.at.previous) }

// MoveTo moves to the node of another cursor in the same tree.
func (n *navigator) MoveTo(other xpath.NodeNavigator) bool {
	o, ok := other.(*navigator)
	if !ok || o.root != n.root {
		return false
	}
	n.at = o.at
	return true
}

func (n *navigator) to(at *xmlNode) bool {
	if at == nil {
		return false
	}
	n.at = at
	return true
}
