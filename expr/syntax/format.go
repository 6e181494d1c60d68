package syntax

import (
	"strconv"
	"strings"
)

// Format gives the canonical text of a tree, as the service prints expressions: one blank after each comma, empty arguments
// kept, comparisons without blanks, backslashes and quotation marks escaped.
//
//	Replace([preferredLanguage], "-", , , "_", , )
//	IIF(BitAnd([userAccountControl], 2)="0", "t-" & [alias], &HF7)
//
// Parsing the result gives an equal tree, for every tree that Parse made; formatting is idempotent. Words come out in
// canonical case, function names as they were written, texts with their line breaks. A nil node gives "".
//
// A program that makes nodes itself keeps that promise if attribute names have balanced brackets, names are words of the
// language and no Concat is an operand of a Concat.
func Format(n Node) string { return printed(n, printer{comma: ", ", join: " & "}) }

// Minimal gives the shortest text of a tree that the parser takes without a warning: that of [Format] without its blanks. It is for
// expressions that come near [ServiceTextLimit].
//
//	Replace([preferredLanguage],"-",,,"_",,)
//
// Nothing that has a meaning is dropped: empty arguments stay, at the end of a call too, and so do escapes.
func Minimal(n Node) string { return printed(n, printer{comma: ",", join: "&"}) }

// printer writes a tree on one line, with these marks between arguments and operands.
type printer struct {
	strings.Builder
	comma, join string
}

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

func (p *printer) write(n Node) {
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

// clingsToAmpersand tells whether an operand directly behind & is read as something else: &HF as a number, && as another operator.
func clingsToAmpersand(n Node) bool {
	switch n := n.(type) {
	case *Call:
		return n.Name != "" && n.Name[0]|0x20 == 'h' && isHexText(n.Name[1:])
	case *Number:
		return strings.HasPrefix(n.spelling(), "&")
	}
	return false
}

// operand puts parentheses around a comparison inside a comparison or a concatenation: comparisons bind weakest and do not
// chain.
func (p *printer) operand(n Node) {
	if _, ok := n.(*Compare); ok {
		p.WriteByte('(')
		p.write(n)
		p.WriteByte(')')
		return
	}
	p.write(n)
}

// QuoteText gives s as a text constant of the language: in quotation marks, with backslashes and quotation marks escaped.
// Line breaks stay as they are; the language has no escape for them.
func QuoteText(s string) string {
	var b strings.Builder
	b.Grow(len(s) + 2)
	writeQuoted(&b, s)
	return b.String()
}

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

// spelling gives Text, or the decimal digits of an integer that a program made without one.
func (n *Number) spelling() string {
	if n.Text == "" && n.IsInt {
		return strconv.FormatInt(n.Int, 10)
	}
	return n.Text
}
