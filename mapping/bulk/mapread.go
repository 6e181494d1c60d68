package bulk

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/internal/textenc"
	"github.com/attrmap/attrmap/internal/tree"
)

// MapBytes bounds the text of a map; real ones have some kilobytes.
const MapBytes = 4 << 20

// mapReader reads the tree of a map's text.
type mapReader struct {
	tree.Reader
	out Map
}

// readMap reads a map; the error is a [diag.List].
func readMap(data []byte) (*Map, error) {
	if len(data) > MapBytes {
		limit := &diag.LimitError{Limit: codes.LimitFileBytes, Max: MapBytes}
		return nil, diag.List{{Code: codes.EvalLimit, Message: diag.Messagef("the map is longer than %s", diag.Name(diag.Bytes(MapBytes))), Limit: limit}}
	}
	text, _, err := textenc.Decode(data)
	var broken *textenc.Error
	if errors.As(err, &broken) {
		return nil, tree.Findings("", broken.Before, []tree.Fault{{At: len(broken.Before), Code: codes.Encoding, Message: diag.Plain(broken.Problem), Hint: tree.RemedyEncoding}})
	}
	root, faults := mapTree(text)
	r := &mapReader{Reader: tree.Reader{Faults: faults}}
	if root != nil {
		r.out.written = &written{text: text, root: root}
		// Aliases without end, and ones that multiply, come to light here.
		if _, fault := tree.JSONOf(root, nil); fault != nil {
			r.Faults = append(r.Faults, *fault)
		} else {
			r.object(root)
		}
	}
	if len(r.Faults) > 0 {
		slices.SortStableFunc(r.Faults, func(a, b tree.Fault) int { return cmp.Compare(a.At, b.At) })
		return nil, tree.Findings("", text, r.Faults)
	}
	return &r.out, nil
}

// mapTree returns the text of a map as a tree. What begins like an object of JSON is JSON, unless it is YAML alone.
func mapTree(text string) (*tree.Node, []tree.Fault) {
	switch first := strings.TrimSpace(text); {
	case first == "":
		return nil, []tree.Fault{{Code: codes.Syntax, Message: diag.Messagef("the map is empty"), Hint: "check that its writer has finished"}}
	case first[0] != '{' && first[0] != '[':
		return tree.ReadYAML(text)
	}
	root, faults := tree.ReadJSON(text)
	if root == nil && faults[0].Limit == nil {
		if yaml, others := tree.ReadYAML(text); len(others) == 0 {
			return yaml, nil
		}
	}
	return root, faults
}

func (r *mapReader) object(root *tree.Node) {
	r.Object(root, "a bulk map", []tree.Field{
		{Name: "name", Read: func(m *tree.Member) { r.Text(m.Value, &r.out.Name) }},
		{Name: "match", Read: func(m *tree.Member) { r.Text(m.Value, &r.out.Match) }},
		{Name: "attributes", Read: func(m *tree.Member) { r.attributes(m.Value) }},
	})
}

// attributes reads the attributes by path, or as a list of objects with the member path.
func (r *mapReader) attributes(n *tree.Node) {
	n = n.Real()
	switch n.Kind {
	case tree.List:
		for i, element := range n.Elements {
			a := Attribute{path: diag.PathOf("attributes", i)}
			r.attribute(element, &a, true)
			r.out.Attributes = append(r.out.Attributes, a)
		}
	case tree.Object:
		for i := range n.Members {
			m := &n.Members[i]
			if m.Again {
				continue // which is a fault of the tree
			}
			a := Attribute{Path: m.Name, path: diag.PathOf("attributes", m.Name)}
			r.attribute(m.Value, &a, false)
			r.out.Attributes = append(r.out.Attributes, a)
		}
	default:
		r.Want(n, "an object of attributes, or a list of them")
	}
}

// attribute reads what follows a path, or an object that holds the path too.
func (r *mapReader) attribute(n *tree.Node, a *Attribute, withPath bool) {
	if written := n.Real(); !withPath && written.Kind == tree.Scalar && strings.HasPrefix(written.JSON, `"`) {
		a.Column = tree.ScalarText(n)
		return
	}
	fields := []tree.Field{
		{Name: "column", Read: func(m *tree.Member) { r.Text(m.Value, &a.Column) }},
		{Name: "expression", Read: func(m *tree.Member) { r.Text(m.Value, &a.Expression) }},
		{Name: "equals", Read: func(m *tree.Member) { r.equals(m.Value, a) }},
		{Name: "constant", Read: func(m *tree.Member) { r.constant(m.Value, a) }},
		{Name: "required", Read: func(m *tree.Member) { r.Truth(m.Value, &a.Required) }},
	}
	if withPath {
		fields = slices.Insert(fields, 0, tree.Field{Name: "path", Read: func(m *tree.Member) { r.Text(m.Value, &a.Path) }})
	}
	if !withPath && n.Real().Kind != tree.Object {
		r.Want(n, "the name of a column, or an object")
		return
	}
	r.Object(n, "an attribute of the map", fields)
}

// equals reads a text or a list of texts. An empty list is an error: every record would have false.
func (r *mapReader) equals(n *tree.Node, a *Attribute) {
	r.List(n, true, func(n *tree.Node) {
		var text string
		r.Text(n, &text)
		a.Equals = append(a.Equals, text)
	})
	if len(a.Equals) == 0 {
		r.Want(n, "a text, or a list of texts")
	}
}

// constant reads a value to be written as it is. Null is refused: it would be the same as no constant.
func (r *mapReader) constant(n *tree.Node, a *Attribute) {
	if written := n.Real(); written.Kind != tree.Scalar || written.JSON == "null" {
		r.Want(n, "a text, a number or true or false")
		return
	}
	a.Constant = tree.ValueOf(n)
}
