package tree

import (
	"strings"
	"unicode/utf8"

	"github.com/attrmap/attrmap/expr/diag"
)

// A text is written anew by replacing its bytes in the file. Writing the document from its tree, as formatters of YAML do, would lose comments,
// quotation marks and indentation; see docs/decisions/0005-formatting-keeps-files.md.

// Text is a scalar as a document writes it.
type Text struct {
	*Node
	// Span is what is replaced where the scalar is written anew.
	Span    diag.Span
	src     string
	newline string
	// indent is that of a block's lines.
	indent int
	// offsets are the places in the file of the text's bytes, and of its end.
	offsets []int
}

// Newline returns how lines of a text end.
func Newline(src string) string {
	// One CR LF is enough: lines that are added to a file which mixes both end with CR LF.
	if strings.Contains(src, "\r\n") {
		return "\r\n"
	}
	return "\n"
}

// TextOf returns a scalar with its places. The indentation of a block that it may become is that of its member's name, which is at the offset
// member, and two more. It is nil where the file writes it in a way that is not understood. Newline is that of
// the file, see [Newline].
func TextOf(src, newline string, n *Node, member int) *Text {
	x := &Text{Node: n, src: src, newline: newline}
	// Lines of a block that is not there yet are indented by two more than the member's name; see locate for one that is.
	if !x.Flow { // where no block can be, a line may be as long as the file
		x.indent = column(src, member) + 2
	}
	if !x.locate() {
		return nil
	}
	return x
}

// Place returns the offset in the file of an offset in the text.
func (x *Text) Place(offset int) int { return x.offsets[min(max(offset, 0), len(x.offsets)-1)] }

// isBlock reports whether the text is written as a literal or folded block.
func (x *Text) isBlock() bool { return x.Style == Literal || x.Style == Folded }

// quote returns the quotation mark around the text, 0 for none.
func (x *Text) quote() byte {
	switch x.Style {
	case SingleQuoted:
		return '\''
	case DoubleQuoted:
		return '"'
	default:
		return 0
	}
}

// locate finds the text's places; false where the file writes it in a way that is not understood.
func (x *Text) locate() (ok bool) {
	x.Span.Start = x.start()
	switch {
	case x.isBlock():
		// The text begins on the line after the header. Line breaks at its end depend on the header's - or +, so they are not followed.
		text := strings.TrimRight(x.Node.Text, " \t\r\n")
		x.offsets, ok = align(x.src, lineEnd(x.src, x.Span.Start), text, 0)
		if ok && text != "" { // new lines are indented as the old ones are
			x.indent = column(x.src, x.Place(len(text)-len(strings.TrimLeft(text, " \t\r\n"))))
		}
	case x.quote() != 0:
		x.offsets, ok = align(x.src, x.Span.Start+1, x.Node.Text, x.quote())
	default:
		x.offsets, ok = align(x.src, x.Span.Start, x.Node.Text, 0)
	}
	if ok {
		x.Span.End = x.end(x.Place(len(x.Node.Text)))
	}
	return ok
}

// start returns the offset of the scalar after its anchor and tag.
func (x *Text) start() int {
	// The tree's offset is that of an anchor or a tag, which stay where they are.
	at := x.At
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
func (x *Text) end(text int) int {
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

// Replace returns the bytes of the file that another text takes the place of, and what is written there. It keeps the style where the
// text can be written in it; lines need a literal block.
func (x *Text) Replace(text string) (diag.Span, string) {
	lines := strings.Contains(text, "\n")
	old := x.Node.Text
	if x.isBlock() { // formatted texts end without a line break
		old = strings.TrimRight(old, "\n")
	}
	switch {
	// A text of several lines that is equal already may still be folded or quoted: then it becomes a literal block, which people can read.
	case old == text && (!lines || x.Style == Literal || x.Flow):
		return x.Span, x.src[x.Span.Start:x.Span.End]
	case (x.isBlock() || lines && !x.Flow) && isPlainText(text):
		return x.block(text)
	}
	return x.Span, x.quoted(text)
}

// block writes a literal block. A comment after the scalar goes after the sign that begins the block.
func (x *Text) block(text string) (diag.Span, string) {
	at, head := x.Span, "|"
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
		head += x.src[x.Span.End:at.End]
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
func (x *Text) quoted(text string) string {
	switch {
	case x.isBlock() || x.Style == DoubleQuoted || strings.Contains(text, "\n") || !isPlainText(text):
		return doubleQuote(text)
	case x.Style == Plain && readsPlain(text, x.Flow): // an expression with ": " or " #" does not
		return text
	}
	return "'" + strings.ReplaceAll(text, "'", "''") + "'"
}
