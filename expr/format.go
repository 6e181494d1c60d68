package expr

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
func Format(n Node) string {
	if n == nil {
		return ""
	}
	var b strings.Builder
	if size := n.Span().Len(); size > 0 {
		b.Grow(size + size/8)
	}
	write(&b, n)
	return b.String()
}

func write(b *strings.Builder, n Node) {
	switch n := n.(type) {
	case *Call:
		b.WriteString(n.Name)
		writeArguments(b, n.Args)
	case *Attribute:
		b.WriteByte('[')
		b.WriteString(n.Name)
		b.WriteByte(']')
	case *String:
		writeQuoted(b, n.Value)
	case *Number:
		b.WriteString(n.spelling())
	case *Word:
		b.WriteString(n.Name)
	case *Token:
		b.WriteByte('%')
		b.WriteString(n.Name)
		b.WriteByte('%')
	case *Compare:
		writeOperand(b, n.Left)
		b.WriteString(n.Op.String())
		writeOperand(b, n.Right)
	case *Concat:
		for i, operand := range n.Operands {
			if i > 0 {
				b.WriteString(" & ")
			}
			writeOperand(b, operand)
		}
	}
}

func writeArguments(b *strings.Builder, args []Node) {
	b.WriteByte('(')
	for i, arg := range args {
		if i > 0 {
			b.WriteString(", ")
		}
		write(b, arg)
	}
	b.WriteByte(')')
}

// writeOperand puts parentheses around a comparison inside a comparison or a concatenation: comparisons bind weakest and
// do not chain.
func writeOperand(b *strings.Builder, n Node) {
	if _, ok := n.(*Compare); ok {
		b.WriteByte('(')
		write(b, n)
		b.WriteByte(')')
		return
	}
	write(b, n)
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
