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

// LayoutOptions say how [Layout] breaks lines. A number that is zero or negative stands for its default, so the zero value is ready
// to use.
type LayoutOptions struct {
	// Width is the longest line wanted, in characters (code points). Default 80.
	Width int
	// Indent is how many blanks a level of calls is indented by. Default 2.
	Indent int
	// Repeating returns the index of the first argument of a function that repeats and how many repeat together, such as Switch's key
	// and value; see functions.Registry.Repeating. Such arguments share a line where they fit. With nil each argument has its own.
	Repeating func(function string) (first, count int)
}

// Layout gives the text of a tree for people: that of [Format] where it fits into a line, else calls with one argument a line.
//
//	Switch(
//	  Replace([addresses[type eq "work"].country], , "[^A-Za-z ]", , "", , ), ,
//	  "Germany", "DE",
//	  "United States", "US"
//	)
//
// A key of Switch and its value share a line where they fit, and an empty argument stands behind the one before it. Operators
// begin a line. A line is longer than the width only where it holds a single constant, attribute or name, with the marks around
// it. Texts keep their line breaks. There is no line break at the end. A nil node gives "".
//
// Parsing the result gives an equal tree, as of Format. The layout depends on the tree alone: laying out the result gives it again.
// The cost grows with the length of the text times the depth of the tree.
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
	blank         bool // a blank is due, unless the line ends here
}

// write appends text, which may hold the line breaks of constants.
func (l *layouter) write(text string) {
	if l.blank {
		l.blank = false
		l.write(" ")
	}
	l.b.WriteString(text)
	if i := strings.LastIndexByte(text, '\n'); i >= 0 {
		l.column, text = 0, text[i+1:]
		l.lines++
	}
	l.column += utf8.RuneCountInString(text)
}

func (l *layouter) newline(level int) {
	l.blank = false
	l.b.WriteByte('\n')
	l.b.WriteString(strings.Repeat(" ", level*l.indent))
	l.column = level * l.indent
	l.lines++
}

// fits tells whether a text and so many characters behind it still go on the line.
func (l *layouter) fits(text string, behind int) bool {
	column := l.column + behind
	if l.blank {
		column++
	}
	return len(text) <= utf8.UTFMax*l.width && column+utf8.RuneCountInString(text) <= l.width && !strings.Contains(text, "\n")
}

// node writes a tree from here on, on one line if that and the characters that follow behind it fit. What is broken goes on at the
// level.
func (l *layouter) node(n Node, level, behind int) {
	text := Format(n)
	if l.fits(text, behind) {
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
		l.concat(n, level, behind)
	case *Compare:
		l.compare(n, level, behind)
	default:
		l.write(text)
	}
}

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

// group gives the index of the first argument from which on so many of them share a line.
func (l *layouter) group(n *Call) (first, size int) {
	if l.repeating != nil {
		if first, size := l.repeating(n.Name); size > 1 {
			return first, size
		}
	}
	return len(n.Args), 1
}

// row writes arguments that share a line where they fit. More tells that a comma follows.
func (l *layouter) row(args []Node, level int, more bool) {
	together := l.fits(spaced(func(p *printer) { p.list(args) }), 1)
	line := l.lines
	for i, arg := range args {
		at := level
		if i > 0 {
			l.write(",")
			l.blank = true
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
	l.blank = false
}

// commas gives the number of characters that follow an argument on its line: a comma, and one behind a blank for each empty argument.
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

// spaced gives what is written, as Format writes it.
func spaced(write func(*printer)) string {
	p := printer{comma: ", ", join: " & "}
	write(&p)
	return p.String()
}

// attaches tells whether an argument can begin on the line: it fits, or it is a call that can be broken behind its parenthesis.
func (l *layouter) attaches(arg Node) bool {
	if call, ok := arg.(*Call); ok && len(call.Args) > 0 {
		return l.fits(call.Name+"(", 0)
	}
	return l.fits(Format(arg), 1)
}

// concat writes an operand a line.
func (l *layouter) concat(n *Concat, level, behind int) {
	for i, operand := range n.Operands {
		if i > 0 {
			l.newline(level + 1)
			l.write("& ")
			l.operand(operand, level+1, behind)
			continue
		}
		l.operand(operand, level, 0)
	}
}

// compare writes the right side behind the left one where it fits.
func (l *layouter) compare(n *Compare, level, behind int) {
	l.operand(n.Left, level, 0)
	right := n.Op.String() + spaced(func(p *printer) { p.operand(n.Right) })
	if l.fits(right, behind) {
		l.write(right)
		return
	}
	l.newline(level + 1)
	l.write(n.Op.String())
	l.operand(n.Right, level+1, behind)
}

func (l *layouter) operand(n Node, level, behind int) {
	if _, ok := n.(*Compare); ok {
		l.write("(")
		l.node(n, level, behind+1)
		l.write(")")
		return
	}
	l.node(n, level, behind)
}
