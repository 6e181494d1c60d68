package sources

import (
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/antchfx/xpath"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
)

// Workday's namespace (documented: Workday Web Services), and the prefix by which expressions name it, whatever the document has for it.
const (
	workdaySpace  = "urn:com.workday/bsvc"
	workdayPrefix = "wd"
)

// xpathEvaluator evaluates an XPath expression from the root of one person's tree.
type xpathEvaluator struct{ expr *xpath.Expr }

// explicit returns an expression as package xpath needs it. Paths outside of predicates begin at the person, which is the root: where there are
// several, they are written so, because the package begins one after a predicate of another where that predicate has ended. Arguments are
// converted by functions, because the package refuses nodes for some of them.
func (x *xpathReading) explicit(text string) string {
	insert := map[int]string{}
	if len(x.paths) > 1 {
		for _, at := range x.paths {
			insert[at] = "/"
		}
	}
	// Of arguments that begin at one place the outer one is read last, and is to open first; of those that end there the inner one closes first.
	for _, a := range x.calls {
		insert[a.from] = a.converter + "(" + insert[a.from]
		insert[a.to] += ")"
	}
	var b strings.Builder
	last := 0
	for _, at := range slices.Sorted(maps.Keys(insert)) {
		b.WriteString(text[last:at])
		b.WriteString(insert[at])
		last = at
	}
	return b.String() + text[last:]
}

// compileXPath compiles an expression.
func compileXPath(text string) (evaluator, error) {
	reading := readXPath(text)
	if err := firstError(text, reading.faults); err != nil {
		return nil, err
	}
	if path, ok := readPlainPath(reading.tokens); ok {
		return path, nil
	}
	return compileByXPath(text, reading)
}

// compileByXPath compiles an expression by package xpath.
func compileByXPath(text string, reading *xpathReading) (evaluator, error) {
	e, err := xpath.CompileWithNS(reading.explicit(text), map[string]string{workdayPrefix: workdaySpace})
	if err != nil {
		return nil, err
	}
	return &xpathEvaluator{e}, nil
}

// xmlRootOf returns the root of a person's tree.
func xmlRootOf(body any) (*xmlNode, error) {
	root, ok := body.(*xmlNode)
	if !ok {
		return nil, diag.Errorf("XPath reads XML, and the document is none")
	}
	return root, nil
}

func (p plainPath) evaluate(body any) (result, error) {
	root, err := xmlRootOf(body)
	if err != nil {
		return result{}, err
	}
	return met(p.nodes(nil, root)), nil
}

// met returns the result of an expression that meets nodes. A node without text counts as none (assumed): an empty element says that there is no
// value.
func met(nodes []*xmlNode) result {
	var texts []value.Value
	for _, n := range nodes {
		if text := n.value(); text != "" {
			texts = append(texts, value.String(text))
		}
	}
	return result{values: texts, list: func() []Node {
		shown := make([]Node, len(nodes))
		for i, n := range nodes {
			shown[i] = Node{n.path(), n.value()}
		}
		return shown
	}}
}

func (x *xpathEvaluator) evaluate(body any) (result, error) {
	root, err := xmlRootOf(body)
	if err != nil {
		return result{}, err
	}
	switch v := x.expr.Evaluate(&navigator{root, root}).(type) {
	case *xpath.NodeIterator:
		var nodes []*xmlNode
		for v.MoveNext() {
			nodes = append(nodes, v.Current().(*navigator).at)
		}
		return met(nodes), nil
	case string:
		return result{computed: true, text: v}, nil
	case bool:
		return result{computed: true, text: strconv.FormatBool(v)}, nil
	case float64:
		return result{computed: true, text: numberText(v)}, nil
	}
	return result{}, diag.Errorf("the expression gives neither nodes nor a text")
}

// numberText returns a number as XPath's string() does.
func numberText(n float64) string {
	switch {
	case math.IsInf(n, 1):
		return "Infinity"
	case math.IsInf(n, -1):
		return "-Infinity"
	case n == 0:
		return "0" // also -0
	}
	return strconv.FormatFloat(n, 'f', -1, 64)
}

// navigator is the cursor in a tree that xpath moves.
type navigator struct{ root, at *xmlNode }

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
func (n *navigator) Prefix() string { return n.at.prefix }

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

// MoveToNextAttribute moves from an element to its first attribute, or from an attribute to the next one.
func (n *navigator) MoveToNextAttribute() bool {
	if n.at.kind == xmlAttribute {
		return n.to(n.at.next)
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
