package file

import (
	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/internal/tree"
)

// expressions are those of a document's mappings, by the index of their mapping, which counts on through all object mappings.
type expressions struct {
	// first has the index of the first mapping of each object mapping, and at the end the number of mappings.
	first   []int
	written map[int]*tree.Text
	// repeated are those that aliases repeat: they change with the ones that are written.
	repeated map[int]*tree.Node
	// lost are those whose place cannot be determined.
	lost []tree.Fault
}

// findExpressions returns the expressions of a tree's mappings with their places. Null is no expression, as if the member were missing.
func findExpressions(src string, root *tree.Node) expressions {
	f := expressionFinder{src: src, newline: tree.Newline(src), expressions: expressions{first: []int{0}, written: map[int]*tree.Text{}, repeated: map[int]*tree.Node{}}}
	if objects := several(root); objects != nil {
		for i, object := range objects.Real().Elements {
			f.find(object, objectPath(i), objects.Anchor != nil || object.Anchor != nil)
		}
	} else {
		f.find(root, nil, false)
	}
	return f.expressions
}

// several returns the list of object mappings of a mapping file that may have several; nil for one that is an object mapping itself.
func several(n *tree.Node) *tree.Node {
	m := n.Member("objects")
	if m == nil || m.Value.IsNull() {
		return nil
	}
	return m.Value
}

// objectPath returns the path of an object mapping among several.
func objectPath(i int) diag.Path { return diag.PathOf("objects", i) }

type expressionFinder struct {
	src, newline string
	expressions
}

// find adds the expressions of an object mapping at a path. Those of one that is an alias are written elsewhere.
func (f *expressionFinder) find(object *tree.Node, path diag.Path, isAlias bool) {
	first := f.first[len(f.first)-1]
	count := 0
	if mappings := object.Member("mappings"); mappings != nil {
		elements := mappings.Value.Real().Elements
		count = len(elements)
		for i, m := range elements {
			f.add(first+i, m, path.Then("mappings", i, "expression"), isAlias || m.Anchor != nil || mappings.Value.Anchor != nil)
		}
	}
	f.first = append(f.first, first+count)
}

// add adds the expression of mapping i.
func (f *expressionFinder) add(i int, m *tree.Node, path diag.Path, isAlias bool) {
	e := m.Member("expression")
	if e == nil || e.Value.Real().Kind != tree.Scalar || e.Value.Real().JSON == "null" {
		return
	}
	// What an alias repeats has no place to write to; it changes with its anchor.
	if isAlias || e.Value.Anchor != nil {
		f.repeated[i] = e.Value.Real()
		return
	}
	x := tree.TextOf(f.src, f.newline, e.Value, e.At)
	if x != nil {
		f.written[i] = x
		return
	}
	f.lost = append(f.lost, tree.Fault{At: e.Value.At, Path: path, Code: codes.Syntax, Message: diag.Messagef("cannot determine the place of the expression"), Hint: remedyBlock})
}
