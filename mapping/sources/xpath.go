package sources

import (
	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
)

// Workday's namespace (documented: Workday Web Services), and the prefix by which expressions name it, whatever the document has for it.
const (
	workdaySpace  = "urn:com.workday/bsvc"
	workdayPrefix = "wd"
)

// xpathEvaluator evaluates an XPath expression from the root of one person's tree.
type xpathEvaluator struct{ expr xpathExpr }

// compileXPath compiles an expression.
func compileXPath(text string) (evaluator, error) {
	reading := readXPath(text)
	if err := firstError(text, reading.faults); err != nil {
		return nil, err
	}
	if path, ok := readPlainPath(reading.tokens); ok {
		return path, nil
	}
	return &xpathEvaluator{reading.expr}, nil
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
	work := mostWork
	v := x.expr.value(&xpathContext{root, root, 1, 1, &work})
	if v.kind == nodesType {
		return met(v.nodes), nil
	}
	return result{computed: true, text: v.string()}, nil
}
