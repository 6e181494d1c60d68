// Package tree reads a text of YAML or JSON as a tree with places, and writes single values of it anew: everything else of the text stays as it
// is. Mapping files and files of tests are read by it. It is the only package that needs a module for YAML.
package tree

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/codes"
)

// One tree serves YAML and JSON: what is found in a file, and how it is located, does not depend on how it is written. It keeps offsets, not
// lines and columns, because a JSON document may be one line of megabytes, on which counting columns for each value would cost the square of
// its length.

// Node is a value of a document, YAML or JSON, with its place in the text.
type Node struct {
	Kind Kind
	At   int // offset of the value; in YAML of its anchor or tag, where it has one
	// Text is what a scalar says, Style how YAML writes it, and JSON its value.
	Text  string
	Style Style
	JSON  string
	// Flow is set if the value is inside of braces or brackets, or is one written with them: no block can be there.
	Flow bool
	// Members are those of an object, Elements those of a list, in the order of the text.
	Members  []Member
	Elements []*Node
	// Anchor is the value that an alias of YAML repeats; it is written elsewhere. An alias inside its own anchor makes the tree endless, so
	// whoever walks it counts: see JSONOf.
	Anchor *Node
}

// Real returns the value itself, of an alias the one that it repeats.
func (n *Node) Real() *Node {
	if n.Anchor != nil {
		return n.Anchor
	}
	return n
}

// Kind is what a value is.
type Kind uint8

// The kinds of values.
const (
	Scalar Kind = iota
	Object
	List
)

// Style is how a scalar is written.
type Style uint8

// The styles of scalars. Scalars of JSON other than texts are plain.
const (
	Plain Style = iota
	SingleQuoted
	DoubleQuoted
	Literal
	Folded
)

// Member is a member of an object.
type Member struct {
	Name string
	At   int // offset of the name
	// Again is set if an earlier member has the same name. The first one counts, so that the rest of the document can still be checked.
	Again bool
	Value *Node
}

// Member returns the first member of a name; nil where there is none.
func (n *Node) Member(name string) *Member {
	if n == nil {
		return nil
	}
	n = n.Real()
	for i := range n.Members {
		if n.Members[i].Name == name {
			return &n.Members[i]
		}
	}
	return nil
}

// Has reports whether there is what a path leads to. The empty path leads to the node.
func (n *Node) Has(path diag.Path) bool { return n.Find(path) != nil }

// Find returns what a path leads to; nil where it is not there. The empty path leads to the node.
func (n *Node) Find(path diag.Path) *Node {
	for _, step := range path {
		n = n.Real()
		switch m := n.Member(step.Name); {
		case step.Index < 0 && m != nil:
			n = m.Value
		case step.Index >= 0 && step.Index < len(n.Elements):
			n = n.Elements[step.Index]
		default:
			return nil
		}
	}
	return n
}

// Place returns the offset of what a path leads to, or of the last part of it that is there; of a member that is meant as such, and not by its
// value, that of its name.
func (n *Node) Place(path diag.Path, asMember bool) int {
	for i, step := range path {
		n = n.Real()
		switch {
		case step.Index < 0:
			m := n.Member(step.Name)
			if m == nil {
				return n.At
			}
			if asMember && i == len(path)-1 {
				return m.At
			}
			n = m.Value
		case step.Index < len(n.Elements):
			n = n.Elements[step.Index]
		default:
			return n.At
		}
	}
	return n.At
}

// IsNull reports whether a value is null; a value that is not there is.
func (n *Node) IsNull() bool { return n == nil || n.Real().Kind == Scalar && n.Real().JSON == "null" }

// JSONOf returns a value as JSON; of several members of one name it has the first. Left are the paths of values that are left out: members are
// not there, elements are empty objects, so that others keep their places. The fault is about a value that is nested too deeply, or that aliases
// make too large.
func JSONOf(n *Node, left map[string]bool) ([]byte, *Fault) {
	w := jsonWriter{left: left}
	if f := w.write(n, 0); f != nil {
		return nil, f
	}
	return w.out, nil
}

type jsonWriter struct {
	out    []byte
	values int
	left   map[string]bool
	path   diag.Path
}

// isLeft reports whether the value at the path is left out. The path is made a text only where something is left out.
func (w *jsonWriter) isLeft() bool { return len(w.left) > 0 && w.left[w.path.String()] }

// write appends a value; aliases are written out, and so the values are counted as often as they are repeated.
func (w *jsonWriter) write(n *Node, depth int) *Fault {
	if w.values++; w.values > mostValues || depth > deepest {
		return &Fault{At: n.At, Code: codes.TooDeep, Message: diag.Messagef("the document is nested too deeply, or grows too large by its aliases")}
	}
	n = n.Real()
	switch n.Kind {
	case List:
		return w.list(n, depth)
	case Object:
		return w.object(n, depth)
	default:
		w.out = append(w.out, n.JSON...)
		return nil
	}
}

func (w *jsonWriter) list(n *Node, depth int) *Fault {
	w.out = append(w.out, '[')
	for i, element := range n.Elements {
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

func (w *jsonWriter) object(n *Node, depth int) *Fault {
	w.out = append(w.out, '{')
	first := true
	for i := range n.Members {
		m := &n.Members[i]
		w.path = append(w.path, diag.Step{Name: m.Name, Index: -1})
		if !m.Again && !w.isLeft() {
			if !first {
				w.out = append(w.out, ',')
			}
			first = false
			w.out = append(value.String(m.Name).AppendJSON(w.out), ':')
			if f := w.write(m.Value, depth+1); f != nil {
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

// Fault is what is wrong at a place of a text.
type Fault struct {
	At      int
	Path    diag.Path
	Code    diag.Code
	Message diag.Message
	Hint    string
	Limit   *diag.LimitError
}

// RemedyEncoding is the hint of a text that is not UTF-8.
const RemedyEncoding = "save it as UTF-8"

// NotUTF8 returns the fault of bytes that are not UTF-8, with the offset of the first.
func NotUTF8(at int) Fault {
	return Fault{At: at, Code: codes.Encoding, Message: diag.Messagef("the text is not UTF-8"), Hint: RemedyEncoding}
}

// Findings returns faults of a text as findings with the places in its file, in the order of the faults.
func Findings(file, src string, faults []Fault) diag.List {
	var found diag.List
	var offsets []int
	for i := range faults {
		f := &faults[i]
		hint := diag.Message{}
		if f.Hint != "" {
			// Words that nobody else has written may always be shown.
			hint = diag.Messagef("%s", diag.Name(f.Hint))
		}
		found = append(found, diag.Finding{Code: f.Code, Place: diag.Place{Path: f.Path}, Message: f.Message, Hint: hint, Limit: f.Limit})
		offsets = append(offsets, f.At)
	}
	Locate(file, src, found, offsets)
	return found
}

// Locate sets the positions of findings in one pass over the text: a file may be nothing but faults, and a pass for each of them would take
// minutes.
func Locate(file, src string, found diag.List, offsets []int) {
	for i, at := range Positions(src, offsets) {
		found[i].File, found[i].Position, found[i].InText = file, at, false
	}
}

// Positions returns the positions of offsets, in one pass over the text.
func Positions(src string, offsets []int) []diag.Position {
	// The positions stay where the offsets are in the list, which may have an order of its own: only the pass is in the order of the text.
	order := make([]int, len(offsets))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(offsets[a], offsets[b]) })
	positions := make([]diag.Position, len(offsets))
	last := diag.Position{Line: 1, Column: 1}
	for _, i := range order {
		// Located from the last place on. On the first line of that rest, columns go on from the last one's.
		next := diag.Locate(src[last.Offset:], offsets[i]-last.Offset)
		if next.Line == 1 {
			next.Column += last.Column - 1
		}
		next.Line, next.Offset = next.Line+last.Line-1, next.Offset+last.Offset
		positions[i], last = next, next
	}
	return positions
}
