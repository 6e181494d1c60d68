package compare

import (
	"strings"

	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/mapping/graph"
)

// expression returns what an expression means and its canonical text. The meaning is that of its parameter tree, in which 1 and "1", an empty
// argument and none are the same; of a text that does not parse it is the text.
func (r *reader) expression(text string) (key, shown string) {
	text = r.text(text)
	tree, _ := syntax.ParseText(text, syntax.Options{})
	if tree == nil {
		return text, text
	}
	shown = syntax.Format(tree.Root)
	source, err := graph.ParseSource(text, functions.Standard())
	if err != nil {
		return shown, shown
	}
	var b strings.Builder
	writeKey(&b, source)
	return b.String(), shown
}

// leafKey returns the key of an attribute or constant.
func leafKey(kind, name string) string {
	var b strings.Builder
	writeKey(&b, &graph.Source{Type: kind, Name: name})
	return b.String()
}

// writeKey writes what a tree means, without the texts of its nodes. The names of functions have no case.
func writeKey(b *strings.Builder, s *graph.Source) {
	name := s.Name
	if s.Type == graph.TypeFunction {
		name = strings.ToLower(name)
	}
	b.WriteString(s.Type + quoted(name))
	if s.Type != graph.TypeFunction {
		return
	}
	b.WriteByte('(')
	for _, p := range s.Parameters {
		b.WriteString(p.Key + "=")
		writeKey(b, p.Value)
		b.WriteByte(',')
	}
	b.WriteByte(')')
}
