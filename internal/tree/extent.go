package tree

import (
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
)

// Extent returns the part of a text that a value is written in, after its anchor and tag; of an alias it is the alias. It is not ok where the text
// writes it in a way that is not understood.
func Extent(src string, n *Node) (at diag.Span, ok bool) {
	switch {
	case n.Anchor != nil:
		return diag.Span{Start: n.At, End: aliasEnd(src, n.At)}, true
	case n.Kind == Scalar:
		return scalarExtent(src, n)
	}
	start := (&Text{Node: n, src: src}).start()
	if start < len(src) && (src[start] == '{' || src[start] == '[') {
		end := bracketEnd(src, start)
		return diag.Span{Start: start, End: end}, end > 0
	}
	// A block ends with its last value.
	last := n
	for last.Kind != Scalar && last.Anchor == nil && (last == n || !last.Flow) {
		switch {
		case len(last.Members) > 0:
			last = last.Members[len(last.Members)-1].Value
		case len(last.Elements) > 0:
			last = last.Elements[len(last.Elements)-1]
		default:
			return at, false
		}
	}
	end, ok := Extent(src, last)
	return diag.Span{Start: start, End: max(end.End, start)}, ok
}

// scalarExtent is Extent of a scalar. Null that is not written has an empty extent at its place.
func scalarExtent(src string, n *Node) (diag.Span, bool) {
	if n.Text == "" && n.Style == Plain { // a number or word of JSON, or nothing at all
		word := n.JSON
		if strings.HasPrefix(src[min(n.At, len(src)):], word) {
			return diag.Span{Start: n.At, End: n.At + len(word)}, true
		}
		return diag.Span{Start: n.At, End: n.At}, n.JSON == "null"
	}
	x := TextOf(src, Newline(src), n, n.At)
	if x == nil {
		return diag.Span{}, false
	}
	return x.Span, true
}

// aliasEnd returns the end of an alias such as *name.
func aliasEnd(src string, at int) int {
	if i := strings.IndexAny(src[at:], " \t\r\n,]}"); i >= 0 {
		return at + i
	}
	return len(src)
}

// bracketEnd returns the end of a list or an object in brackets or braces; 0 where there is none. Texts in quotation marks, and comments, are
// skipped.
func bracketEnd(src string, at int) int {
	depth := 0
	for i := at; i < len(src); i++ {
		switch c := src[i]; c {
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 {
				return i + 1
			}
		case '#':
			if i > 0 && strings.IndexByte(" \t\n", src[i-1]) >= 0 {
				i = lineEnd(src, i) - 1
			}
		case '"', '\'':
			// Inside of a plain scalar it is a character like others.
			if before := strings.TrimRight(src[at:i], " \t\r\n"); before == "" || strings.IndexByte("{[,:", before[len(before)-1]) < 0 {
				continue
			}
			if i = quotedEnd(src, i); i < 0 {
				return 0
			}
		}
	}
	return 0
}

// quotedEnd returns the place of the quotation mark that ends a text; -1 where there is none.
func quotedEnd(src string, at int) int {
	quote := src[at]
	for i := at + 1; i < len(src); i++ {
		switch {
		case src[i] == '\\' && quote == '"':
			i++
		case src[i] == quote && quote == '\'' && strings.HasPrefix(src[i+1:], "'"):
			i++
		case src[i] == quote:
			return i
		}
	}
	return -1
}
