package file

import (
	"strings"
	"unicode/utf8"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/codes"
)

// One tree serves YAML and JSON: what is found in a file, and how it is located, does not depend on how it is written. It keeps offsets, not
// lines and columns, because a JSON document may be one line of megabytes, on which counting columns for each value would cost the square of
// its length.

// node is a value of a document, YAML or JSON, with its place in the text.
type node struct {
	kind kind
	at   int // offset of the value; in YAML of its anchor or tag, where it has one
	// text is what a scalar says, style how YAML writes it, and json its value.
	text  string
	style style
	json  string
	// flow is set if the value is inside of braces or brackets, or is one written with them: no block can be there.
	flow bool
	// members are those of an object, elements those of a list, in the order of the text.
	members  []member
	elements []*node
	// anchor is the value that an alias of YAML repeats; it is written elsewhere. An alias inside its own anchor makes the tree endless, so
	// whoever walks it counts: see jsonWriter.
	anchor *node
}

// real returns the value itself, of an alias the one that it repeats.
func (n *node) real() *node {
	if n.anchor != nil {
		return n.anchor
	}
	return n
}

type kind uint8

const (
	scalar kind = iota
	object
	list
)

// style is how a scalar is written.
type style uint8

const (
	plain style = iota
	singleQuoted
	doubleQuoted
	literal
	folded
)

// member is a member of an object.
type member struct {
	name string
	at   int // offset of the name
	// again is set if an earlier member has the same name. The first one counts, so that the rest of the document can still be checked.
	again bool
	value *node
}

// member returns the first member of a name; nil where there is none.
func (n *node) member(name string) *member {
	if n == nil {
		return nil
	}
	n = n.real()
	for i := range n.members {
		if n.members[i].name == name {
			return &n.members[i]
		}
	}
	return nil
}

// several returns the list of object mappings of a mapping file that may have several; nil for one that is an object mapping itself.
func (n *node) several() *node {
	m := n.member("objects")
	if m == nil || m.value.real().kind == scalar && m.value.real().json == "null" {
		return nil
	}
	return m.value
}

// has reports whether there is what a path leads to. The empty path leads to the node.
func (n *node) has(path diag.Path) bool {
	for _, step := range path {
		n = n.real()
		switch m := n.member(step.Name); {
		case step.Index < 0 && m != nil:
			n = m.value
		case step.Index >= 0 && step.Index < len(n.elements):
			n = n.elements[step.Index]
		default:
			return false
		}
	}
	return true
}

// place returns the offset of what a path leads to, or of the last part of it that is there; of a member that is meant as such, and not by its
// value, that of its name.
func (n *node) place(path diag.Path, asMember bool) int {
	for i, step := range path {
		n = n.real()
		switch {
		case step.Index < 0:
			m := n.member(step.Name)
			if m == nil {
				return n.at
			}
			if asMember && i == len(path)-1 {
				return m.at
			}
			n = m.value
		case step.Index < len(n.elements):
			n = n.elements[step.Index]
		default:
			return n.at
		}
	}
	return n.at
}

// jsonWriter writes a value as JSON; of several members of one name it writes the first.
type jsonWriter struct {
	out    []byte
	values int
	// left are the paths of values that are left out: members are not there, elements are empty objects, so that others keep their places.
	left map[string]bool
	path diag.Path
}

// isLeft reports whether the value at the path is left out. The path is made a text only where something is left out.
func (w *jsonWriter) isLeft() bool { return len(w.left) > 0 && w.left[w.path.String()] }

// write appends a value; aliases are written out, and so the values are counted as often as they are repeated.
func (w *jsonWriter) write(n *node, depth int) *fault {
	if w.values++; w.values > mostValues || depth > deepest {
		return &fault{at: n.at, code: codes.TooDeep, message: diag.Messagef("the document is nested too deeply, or grows too large by its aliases")}
	}
	n = n.real()
	switch n.kind {
	case list:
		return w.list(n, depth)
	case object:
		return w.object(n, depth)
	default:
		w.out = append(w.out, n.json...)
		return nil
	}
}

func (w *jsonWriter) list(n *node, depth int) *fault {
	w.out = append(w.out, '[')
	for i, element := range n.elements {
		if i > 0 {
			w.out = append(w.out, ',')
		}
		w.path = append(w.path, diag.Step{Index: i})
		// An empty object keeps the indices of those that follow, which findings are located by.
		if w.isLeft() {
			w.out = append(w.out, "{}"...)
		} else if f := w.write(element, depth+1); f != nil {
			return f
		}
		w.path = w.path[:len(w.path)-1]
	}
	w.out = append(w.out, ']')
	return nil
}

func (w *jsonWriter) object(n *node, depth int) *fault {
	w.out = append(w.out, '{')
	first := true
	for i := range n.members {
		m := &n.members[i]
		w.path = append(w.path, diag.Step{Name: m.name, Index: -1})
		if !m.again && !w.isLeft() {
			if !first {
				w.out = append(w.out, ',')
			}
			first = false
			w.out = append(value.String(m.name).AppendJSON(w.out), ':')
			if f := w.write(m.value, depth+1); f != nil {
				return f
			}
		}
		w.path = w.path[:len(w.path)-1]
	}
	w.out = append(w.out, '}')
	return nil
}

// cursor turns lines and columns, both from 1 and columns in characters, into offsets. It is fast where they come in the order of the
// text, also on one long line. Its lines are those of the YAML reader, which a lone CR, U+0085, U+2028 and U+2029 end, too: findings are about
// offsets, so that nobody else sees them.
type cursor struct {
	src          string
	lines        []int // offsets at which lines begin
	line, column int   // of at
	at           int
}

// newCursor finds the beginnings of all lines in one pass.
func newCursor(src string) *cursor {
	c := &cursor{src: src, lines: []int{0}, line: 1, column: 1}
	for i, r := range src {
		switch r {
		case '\r':
			if strings.HasPrefix(src[i+1:], "\n") {
				continue // which ends the line
			}
			fallthrough
		case '\n', '\u0085', '\u2028', '\u2029':
			c.lines = append(c.lines, i+utf8.RuneLen(r))
		}
	}
	return c
}

// offset returns the place of a line and a column; places after the end of the text are moved there.
func (c *cursor) offset(line, column int) int {
	// Places come in the order of the text, except for those of aliases and errors: mostly this goes on from the last one.
	if line > len(c.lines) {
		return len(c.src) // the YAML reader ends every text by a line break
	}
	line = max(line, 1)
	if line != c.line || column < c.column {
		c.line, c.column, c.at = line, 1, c.lines[line-1]
	}
	for ; c.column < column && c.at < len(c.src); c.column++ {
		_, size := utf8.DecodeRuneInString(c.src[c.at:])
		c.at += size
	}
	return c.at
}

// lineEnd returns the end of the line of an offset, without its line break.
func lineEnd(src string, at int) int {
	if i := strings.IndexByte(src[at:], '\n'); i >= 0 {
		return at + len(strings.TrimSuffix(src[at:at+i], "\r"))
	}
	return len(src)
}
