package syntax

import (
	"strconv"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
)

// Format returns the canonical text of a tree, as the service prints expressions: with a space after each comma, no spaces
// around comparison operators, and backslashes and quotation marks escaped. Empty arguments are kept.
//
//	Replace([preferredLanguage], "-", , , "_", , )
//	IIF(BitAnd([userAccountControl], 2)="0", "t-" & [alias], &HF7)
//
// For every tree that Parse returns, parsing the result returns an equal tree. Words are in canonical case, names of
// functions as written, and texts keep their line breaks. For a nil node the result is "".
//
// The same holds for trees that a program constructs, provided that brackets in attribute names are balanced, names are
// words of the language and no Concat is an operand of a Concat.
func Format(n Node) string { return printed(n, printer{comma: ", ", join: " & "}) }

// Minimal returns the shortest text of a tree that parses without a warning: that of [Format] without its spaces. It is
// meant for expressions close to [ServiceTextLimit].
//
//	Replace([preferredLanguage],"-",,,"_",,)
//
// Everything that has a meaning is kept: escapes and empty arguments, even at the end of a call.
func Minimal(n Node) string { return printed(n, printer{comma: ",", join: "&"}) }

// Texts returns the canonical text of every node of a tree, in the order of [Nodes]. They share their memory: together they take no more
// than that of the whole, however deep the tree is.
func Texts(n Node) []string {
	var at []diag.Span
	whole := printed(n, printer{comma: ", ", join: " & ", at: &at})
	texts := make([]string, len(at))
	for i, span := range at {
		texts[i] = whole[span.Start:span.End]
	}
	return texts
}

// printer writes a tree on one line.
type printer struct {
	strings.Builder
	comma, join string       // separators of arguments and of operands of &
	at          *[]diag.Span // receives where each node is in the text, unless it is nil
}

// printed returns the text of n with the separators of p. The length of the source text is a close guess of that of the
// result: only escapes and spaces differ.
func printed(n Node, p printer) string {
	if n == nil {
		return ""
	}
	if size := n.Span().Len(); size > 0 {
		p.Grow(size + size/8)
	}
	p.write(n)
	return p.String()
}

// write appends the text of n, and notes where it is.
func (p *printer) write(n Node) {
	if p.at == nil {
		p.node(n)
		return
	}
	i := len(*p.at)
	*p.at = append(*p.at, diag.Span{Start: p.Len()})
	p.node(n)
	(*p.at)[i].End = p.Len()
}

// node appends the text of n. It has no case for Omitted, whose text is only the comma before or after it.
func (p *printer) node(n Node) {
	switch n := n.(type) {
	case *Call:
		p.WriteString(n.Name)
		p.WriteByte('(')
		p.list(n.Args)
		p.WriteByte(')')
	case *Attribute:
		p.WriteByte('[')
		p.WriteString(n.Name)
		p.WriteByte(']')
	case *String:
		writeQuoted(&p.Builder, n.Value)
	case *Number:
		p.WriteString(n.spelling())
	case *Word:
		p.WriteString(n.Name)
	case *Token:
		p.WriteByte('%')
		p.WriteString(n.Name)
		p.WriteByte('%')
	case *Compare:
		p.operand(n.Left)
		p.WriteString(n.Op.String())
		p.operand(n.Right)
	case *Concat:
		p.concat(n)
	}
}

func (p *printer) list(args []Node) {
	for i, arg := range args {
		if i > 0 {
			p.WriteString(p.comma)
		}
		p.write(arg)
	}
}

// concat writes the operands. With spaces around & no operand can cling to it, so that only Minimal needs the test.
func (p *printer) concat(n *Concat) {
	for i, operand := range n.Operands {
		if i > 0 {
			p.WriteString(p.join)
			if p.join == "&" && clingsToAmpersand(operand) {
				p.WriteByte(' ')
			}
		}
		p.operand(operand)
	}
}

// clingsToAmpersand reports whether an operand directly after & would have another meaning: &HF is a number, and && another
// operator.
func clingsToAmpersand(n Node) bool {
	switch n := n.(type) {
	case *Call:
		return n.Name != "" && n.Name[0]|0x20 == 'h' && isHexText(n.Name[1:])
	case *Number:
		return strings.HasPrefix(n.spelling(), "&")
	}
	return false
}

// operand writes an operand, with parentheses around a comparison: comparisons have the lowest precedence and cannot be
// chained.
func (p *printer) operand(n Node) {
	if _, ok := n.(*Compare); ok {
		p.WriteByte('(')
		p.write(n)
		p.WriteByte(')')
		return
	}
	p.write(n)
}

// QuoteText returns s as a text constant of the language: in quotation marks, with backslashes and quotation marks escaped.
// Line breaks are kept, because the language has no escape for them.
func QuoteText(s string) string {
	var b strings.Builder
	b.Grow(len(s) + 2)
	writeQuoted(&b, s)
	return b.String()
}

// writeQuoted escapes every backslash, including those that the source had in an unknown escape: "\d" becomes "\\d", which has
// the same value and parses without a warning.
func writeQuoted(b *strings.Builder, s string) {
	b.WriteByte('"')
	for {
		i := strings.IndexAny(s, `\"`)
		if i < 0 {
			break
		}
		b.WriteString(s[:i])
		b.WriteByte('\\')
		b.WriteByte(s[i])
		s = s[i+1:]
	}
	b.WriteString(s)
	b.WriteByte('"')
}

// spelling returns Text, or the decimal digits of an integer that a program constructed without Text.
func (n *Number) spelling() string {
	if n.Text == "" && n.IsInt {
		return strconv.FormatInt(n.Int, 10)
	}
	return n.Text
}
