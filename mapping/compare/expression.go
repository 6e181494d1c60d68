package compare

import (
	"strconv"
	"strings"

	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/mapping/graph"
)

// expression returns what an expression means and its canonical text. The meaning is that of its parameter tree, in which 1 and "1", an empty
// argument and none are the same, and of what only the text tells; of a text that does not parse it is the text.
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
	writeTold(&b, tree.Root)
	return b.String(), shown
}

// writeTold writes what a text tells and its parameter tree does not: which constants are NULL, a signal or hexadecimal and not such a text, and
// which members of pairs, such as the values of Switch, are empty. Each is named by how many nodes are before it.
func writeTold(b *strings.Builder, root syntax.Node) {
	at := 0
	told := func(what string) { b.WriteString(what + strconv.Itoa(at) + ";") }
	for n := range syntax.Nodes(root) {
		switch n := n.(type) {
		case *syntax.Omitted:
			continue
		case *syntax.Word:
			if strings.HasPrefix(n.Name, "Ignore") || n.Name == "NULL" {
				told("word")
			}
		case *syntax.Number:
			if strings.HasPrefix(syntax.Format(n), "&") {
				told("number")
			}
		case *syntax.Call:
			spec, _ := functions.Standard().Lookup(n.Name)
			if spec == nil {
				break
			}
			first, count := spec.Repeating()
			for i := first; count > 1 && i < len(n.Args); i++ {
				if _, omitted := n.Args[i].(*syntax.Omitted); omitted {
					told("empty" + strconv.Itoa(i) + "of")
				}
			}
		}
		at++
	}
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
