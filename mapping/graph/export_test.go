package graph

import (
	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/functions"
)

// ParseFlowTypes is parseFlowTypes.
func ParseFlowTypes(text string) (t FlowTypes, unknown []string) { return parseFlowTypes(text) }

// ShapeName returns the shape of the document in Graph's terms.
func (d *Document) ShapeName() string { return d.shape.String() }

// JSON returns the text of the element.
func (e Element) JSON() string { return e.node.json() }

// ExportText returns the text that the service exports for a source: made from the parameters alone, with a place for every parameter
// and an empty one for a token. The text of a token by itself is "".
func ExportText(s *Source, reg *functions.Registry) string {
	r := treeReader{reg: reg}
	switch n := r.node(s, nil).(type) {
	case nil, *syntax.Token:
		return ""
	case *syntax.Number:
		return syntax.QuoteText(syntax.Format(n))
	default:
		return serviceText(n)
	}
}
