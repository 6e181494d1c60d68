package file

import (
	"strings"
	"unicode/utf8"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/codes"
)

// An expression is written anew by replacing its bytes in the text. Writing the document from its tree, as formatters of YAML do, would lose
// comments, quotation marks and indentation; see docs/decisions/0005-formatting-keeps-files.md.

// expression is an expression of a mapping as a document writes it.
type expression struct {
	*node
	src     string
	newline string
	// indent is that of a block's lines.
	indent int
	// offsets are the places in the file of the expression's bytes, and of its end.
	offsets []int
	// span is what is replaced where the expression is written anew.
	span diag.Span
}

// expressions are those of a document's mappings, by the index of their mapping, which counts on through all object mappings.
type expressions struct {
	// first has the index of the first mapping of each object mapping, and at the end the number of mappings.
	first   []int
	written map[int]*expression
	// repeated are those that aliases repeat: they change with the ones that are written.
	repeated map[int]*node
	// lost are those whose place cannot be determined.
	lost []fault
}

// findExpressions returns the expressions of a tree's mappings with their places. Null is no expression, as if the member were missing.
func findExpressions(src string, root *node) expressions {
	f := expressionFinder{src: src, newline: "\n", expressions: expressions{first: []int{0}, written: map[int]*expression{}, repeated: map[int]*node{}}}
	// One CR LF is enough: lines that are added to a file which mixes both end with CR LF.
	if strings.Contains(src, "\r\n") {
		f.newline = "\r\n"
	}
	if objects := root.several(); objects != nil {
		for i, object := range objects.real().elements {
			f.find(object, objectPath(i), objects.anchor != nil || object.anchor != nil)
		}
	} else {
		f.find(root, nil, false)
	}
	return f.expressions
}

// objectPath returns the path of an object mapping among several.
func objectPath(i int) diag.Path { return diag.PathOf("objects", i) }

type expressionFinder struct {
	src, newline string
	expressions
}

// find adds the expressions of an object mapping at a path. Those of one that is an alias are written elsewhere.
func (f *expressionFinder) find(object *node, path diag.Path, isAlias bool) {
	first := f.first[len(f.first)-1]
	count := 0
	if mappings := object.member("mappings"); mappings != nil {
		elements := mappings.value.real().elements
		count = len(elements)
		for i, m := range elements {
			f.add(first+i, m, path.Then("mappings", i, "expression"), isAlias || m.anchor != nil || mappings.value.anchor != nil)
		}
	}
	f.first = append(f.first, first+count)
}

// add adds the expression of mapping i.
func (f *expressionFinder) add(i int, m *node, path diag.Path, isAlias bool) {
	e := m.member("expression")
	if e == nil || e.value.real().kind != scalar || e.value.real().json == "null" {
		return
	}
	// What an alias repeats has no place to write to; it changes with its anchor.
	if isAlias || e.value.anchor != nil {
		f.repeated[i] = e.value.real()
		return
	}
	x := &expression{node: e.value, src: f.src, newline: f.newline}
	// Lines of a block that is not there yet are indented by two more than the member's name; see locate for one that is.
	if !x.flow { // where no block can be, a line may be as long as the file
		x.indent = column(f.src, e.at) + 2
	}
	if x.locate() {
		f.written[i] = x
		return
	}
	f.lost = append(f.lost, fault{at: x.at, path: path, code: codes.Syntax, message: diag.Messagef("cannot determine the place of the expression"), hint: remedyBlock})
}

// place returns the offset in the file of an offset in the expression.
func (x *expression) place(offset int) int { return x.offsets[min(max(offset, 0), len(x.offsets)-1)] }

// isBlock reports whether the expression is written as a literal or folded block.
func (x *expression) isBlock() bool { return x.style == literal || x.style == folded }

// quote returns the quotation mark around the expression, 0 for none.
func (x *expression) quote() byte {
	switch x.style {
	case singleQuoted:
		return '\''
	case doubleQuoted:
		return '"'
	default:
		return 0
	}
}

// locate finds the expression's places; false where the file writes it in a way that is not understood.
func (x *expression) locate() (ok bool) {
	x.span.Start = x.start()
	switch {
	case x.isBlock():
		// The text begins on the line after the header. Line breaks at its end depend on the header's - or +, so they are not followed.
		text := strings.TrimRight(x.text, " \t\r\n")
		x.offsets, ok = align(x.src, lineEnd(x.src, x.span.Start), text, 0)
		if ok && text != "" { // new lines are indented as the old ones are
			x.indent = column(x.src, x.place(len(text)-len(strings.TrimLeft(text, " \t\r\n"))))
		}
	case x.quote() != 0:
		x.offsets, ok = align(x.src, x.span.Start+1, x.text, x.quote())
	default:
		x.offsets, ok = align(x.src, x.span.Start, x.text, 0)
	}
	if ok {
		x.span.End = x.end(x.place(len(x.text)))
	}
	return ok
}

// start returns the offset of the scalar after its anchor and tag.
func (x *expression) start() int {
	// The tree's offset is that of an anchor or a tag, which stay where they are.
	at := x.at
	for at < len(x.src) && (x.src[at] == '&' || x.src[at] == '!') {
		if i := strings.IndexAny(x.src[at:], " \t\r\n"); i >= 0 {
			at = skipSpace(x.src, at+i, 0)
		} else {
			at = len(x.src)
		}
	}
	return at
}

// end returns the end of a scalar whose text ends there: after the quotation mark, or at the end of a block's last line.
func (x *expression) end(text int) int {
	switch {
	case x.isBlock():
		return lineEnd(x.src, text)
	case x.quote() != 0:
		// White space may be folded before the closing quotation mark.
		return min(skipSpace(x.src, text, x.quote())+1, len(x.src))
	}
	return text
}

// column returns the number of characters before a place on its line.
func column(src string, at int) int {
	return utf8.RuneCountInString(src[strings.LastIndexByte(src[:at], '\n')+1 : at])
}

// replace returns the bytes of the file that another expression takes the place of, and what is written there. It keeps the style where the
// text can be written in it; lines need a literal block.
func (x *expression) replace(text string) (diag.Span, string) {
	lines := strings.Contains(text, "\n")
	old := x.text
	if x.isBlock() { // formatted texts end without a line break
		old = strings.TrimRight(old, "\n")
	}
	switch {
	// A text of several lines that is equal already may still be folded or quoted: then it becomes a literal block, which people can read.
	case old == text && (!lines || x.style == literal || x.flow):
		return x.span, x.src[x.span.Start:x.span.End]
	case (x.isBlock() || lines && !x.flow) && isPlainText(text):
		return x.block(text)
	}
	return x.span, x.quoted(text)
}

// block writes a literal block. A comment after the scalar goes after the sign that begins the block.
func (x *expression) block(text string) (diag.Span, string) {
	at, head := x.span, "|"
	if x.isBlock() {
		// Of the old header, - stays: it removes the line break at the end, which + and no sign keep. An indentation indicator goes, since the
		// new text never begins with a space. What follows is a comment.
		rest := x.src[at.Start+1 : lineEnd(x.src, at.Start)]
		if marks := strings.TrimLeft(rest, "+-0123456789"); strings.Contains(rest[:len(rest)-len(marks)], "-") {
			head += "-" + marks
		} else {
			head += marks
		}
	} else {
		at.End = lineEnd(x.src, at.End)
		head += x.src[x.span.End:at.End]
	}
	var b strings.Builder
	b.WriteString(head)
	for line := range strings.SplitSeq(text, "\n") {
		b.WriteString(x.newline)
		if line != "" {
			b.WriteString(strings.Repeat(" ", x.indent) + line)
		}
	}
	return at, b.String()
}

// quoted writes a text on the line, in the style of the present one if that can be.
func (x *expression) quoted(text string) string {
	switch {
	case x.isBlock() || x.style == doubleQuoted || strings.Contains(text, "\n") || !isPlainText(text):
		return doubleQuote(text)
	case x.style == plain && readsPlain(text, x.flow): // an expression with ": " or " #" does not
		return text
	}
	return "'" + strings.ReplaceAll(text, "'", "''") + "'"
}
