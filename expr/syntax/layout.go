package syntax

import (
	"strings"
	"unicode/utf8"
)

// Published defaults of [LayoutOptions].
const (
	defaultWidth  = 80
	defaultIndent = 2
)

// LayoutOptions control how [Layout] breaks lines. A number that is zero or negative means its default.
type LayoutOptions struct {
	// Width is the maximum length of a line in characters (code points). Default 80.
	Width int
	// Indent is the number of spaces by which a level of calls is indented. Default 2.
	Indent int
	// Repeating returns the index of the first repeated argument of a function, and the number of arguments that repeat
	// together, such as the key and value of Switch; see functions.Registry.Repeating. These share a line if they fit. If
	// Repeating is nil, each argument has its own line.
	Repeating func(function string) (first, count int)
}

// Layout returns the text of a tree in readable form: that of [Format] if it fits on a line, otherwise calls with one
// argument per line.
//
//	Switch(
//	  Replace([addresses[type eq "work"].country], , "[^A-Za-z ]", , "", , ), ,
//	  "Germany", "DE",
//	  "United States", "US"
//	)
//
// A key of Switch and its value share a line if they fit, and an empty argument is on the line of the previous one.
// Operators begin a line. A line exceeds the width only if it has a single constant, attribute or name, with the punctuation
// around it. Texts keep their line breaks. There is no newline at the end. For a nil node the result is "".
//
// As for Format, parsing the result returns an equal tree. The layout depends only on the tree, so that of the result is the
// same. The cost is proportional to the length of the text times the depth of the tree.
func Layout(n Node, opts LayoutOptions) string {
	l := layouter{width: defaultWidth, indent: defaultIndent, repeating: opts.Repeating}
	if opts.Width > 0 {
		l.width = opts.Width
	}
	if opts.Indent > 0 {
		l.indent = opts.Indent
	}
	l.node(n, 0, 0)
	return l.b.String()
}

// layouter writes lines.
type layouter struct {
	width, indent int
	repeating     func(function string) (first, count int)
	b             strings.Builder
	column        int  // characters in the current line
	lines         int  // line breaks so far
	space         bool // a space is pending, unless the line ends here
}

// write appends text, which may contain the line breaks of constants.
func (l *layouter) write(text string) {
	if l.space {
		l.space = false
		l.write(" ")
	}
	l.b.WriteString(text)
	if i := strings.LastIndexByte(text, '\n'); i >= 0 {
		l.column, text = 0, text[i+1:]
		l.lines++
	}
	l.column += utf8.RuneCountInString(text)
}

// newline begins a line. A pending space is dropped, so that no line ends with one.
func (l *layouter) newline(level int) {
	l.space = false
	l.b.WriteByte('\n')
	l.b.WriteString(strings.Repeat(" ", level*l.indent))
	l.column = level * l.indent
	l.lines++
}

// fits reports whether a text, and the given number of characters after it, fit on the line.
func (l *layouter) fits(text string, after int) bool {
	column := l.column + after
	if l.space {
		column++
	}
	// The length in bytes comes first: it spares counting the characters of a long text, which has too many anyway.
	return len(text) <= utf8.UTFMax*l.width && column+utf8.RuneCountInString(text) <= l.width && !strings.Contains(text, "\n")
}

// node writes a tree: on the current line if it fits with the given number of characters after it, otherwise broken into
// lines that are indented from level.
func (l *layouter) node(n Node, level, after int) {
	// Each level formats what is below it again: this is why the cost of Layout has the depth of the tree as a factor.
	text := Format(n)
	if l.fits(text, after) {
		l.write(text)
		return
	}
	switch n := n.(type) {
	case *Call:
		if len(n.Args) == 0 {
			l.write(text)
			return
		}
		l.call(n, level)
	case *Concat:
		l.concat(n, level, after)
	case *Compare:
		l.compare(n, level, after)
	default:
		l.write(text)
	}
}

// call writes an argument, or a group of repeating arguments, per line. Before the first repeating argument, empty arguments
// stay on the line of the one before them: the two commas of Switch([a], , ...) are read together.
func (l *layouter) call(n *Call, level int) {
	l.write(n.Name + "(")
	rest := n.Args
	for first, size := l.group(n); len(rest) > 0; {
		count := size
		if len(n.Args)-len(rest) < first {
			count = 1
			for count < len(rest) && len(n.Args)-len(rest)+count < first && isOmitted(rest[count]) {
				count++
			}
		}
		count = min(count, len(rest))
		l.newline(level + 1)
		l.row(rest[:count], level+1, len(rest) > count)
		rest = rest[count:]
	}
	l.newline(level)
	l.write(")")
}

// group returns the index of the first argument that shares a line with others, and the number of arguments that do.
// If none do, the index is beyond the last argument.
func (l *layouter) group(n *Call) (first, size int) {
	if l.repeating != nil {
		if first, size := l.repeating(n.Name); size > 1 {
			return first, size
		}
	}
	return len(n.Args), 1
}

// row writes arguments, on a common line if they fit. If more is set, a comma follows.
func (l *layouter) row(args []Node, level int, more bool) {
	together := l.fits(spaced(func(p *printer) { p.list(args) }), 1)
	line := l.lines
	for i, arg := range args {
		at := level
		if i > 0 {
			l.write(",")
			l.space = true
			// A group that does not fit on a line keeps its arguments together as long as they fit. After a break, each
			// further argument has a line of its own, indented more to show that it belongs to the group.
			if !together && !isOmitted(arg) && (l.lines > line || !l.attaches(arg)) {
				at++
				l.newline(at)
			}
		}
		if !isOmitted(arg) {
			l.node(arg, at, commas(args[i+1:]))
		}
	}
	if more {
		l.write(",")
	}
	l.space = false
}

// commas returns the number of characters after an argument on its line: a comma, and a space and a comma for each empty
// argument.
func commas(rest []Node) int {
	n := 1
	for _, arg := range rest {
		if !isOmitted(arg) {
			break
		}
		n += 2
	}
	return n
}

// spaced returns the text of write with the separators of Format.
func spaced(write func(*printer)) string {
	p := printer{comma: ", ", join: " & "}
	write(&p)
	return p.String()
}

// attaches reports whether an argument can begin on the line: because it fits, or because it is a call that can be broken
// after its parenthesis.
func (l *layouter) attaches(arg Node) bool {
	if call, ok := arg.(*Call); ok && len(call.Args) > 0 {
		return l.fits(call.Name+"(", 0)
	}
	return l.fits(Format(arg), 1)
}

// concat writes one operand per line. Nothing follows the first operand on its line, since every other one begins a new line.
func (l *layouter) concat(n *Concat, level, after int) {
	for i, operand := range n.Operands {
		if i > 0 {
			l.newline(level + 1)
			l.write("& ")
			l.operand(operand, level+1, after)
			continue
		}
		l.operand(operand, level, 0)
	}
}

// compare writes the right side after the left one if it fits, otherwise on its own line.
func (l *layouter) compare(n *Compare, level, after int) {
	l.operand(n.Left, level, 0)
	right := n.Op.String() + spaced(func(p *printer) { p.operand(n.Right) })
	if l.fits(right, after) {
		l.write(right)
		return
	}
	l.newline(level + 1)
	l.write(n.Op.String())
	l.operand(n.Right, level+1, after)
}

// operand is printer.operand for broken lines: the closing parenthesis of a comparison is one more character after it.
func (l *layouter) operand(n Node, level, after int) {
	if _, ok := n.(*Compare); ok {
		l.write("(")
		l.node(n, level, after+1)
		l.write(")")
		return
	}
	l.node(n, level, after)
}
