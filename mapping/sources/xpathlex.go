package sources

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/attrmap/attrmap/expr/diag"
)

// xpathToken is a token of XPath 1.0 (documented: W3C, XPath 1.0, 3.7).
type xpathToken struct {
	kind     xpathKind
	text     string // as it is written
	from, to int    // bytes
}

type xpathKind uint8

const (
	xpathEnd  xpathKind = iota
	xpathName           // a name with or without a prefix, or a wildcard
	xpathNumber
	xpathLiteral
	xpathOperator // and or mod div * = != < <= > >= + - |, and the slashes
	xpathSign     // ( ) [ ] . .. @ , :: $
)

// xpathSigns are the operators and other signs, the longest first.
var xpathSigns = []string{"::", "..", "//", "!=", "<=", ">=", "(", ")", "[", "]", ".", "@", ",", "$", "/", "|", "+", "-", "=", "<", ">", "*"}

// lexXPath returns the tokens of an expression, with one of kind xpathEnd at the end.
func lexXPath(text string) ([]xpathToken, *xpathFault) {
	var tokens []xpathToken
	for at := 0; ; {
		at += len(text[at:]) - len(strings.TrimLeft(text[at:], " \t\r\n"))
		if at == len(text) {
			return append(tokens, xpathToken{kind: xpathEnd, from: at, to: at}), nil
		}
		t, fault := lexOne(text, at)
		if fault != nil {
			return nil, fault
		}
		// What follows an operand is an operator, even if it is written as a name or as the wildcard (documented: XPath 1.0, 3.7).
		if n := len(tokens); n > 0 && isOperand(&tokens[n-1]) {
			switch t.text {
			case "and", "or", "div", "mod", "*":
				t.kind = xpathOperator
			}
		}
		tokens, at = append(tokens, t), t.to
	}
}

// isOperand reports whether a token ends an operand, so that an operator follows.
func isOperand(t *xpathToken) bool {
	switch t.kind {
	case xpathName, xpathNumber, xpathLiteral:
		return true
	case xpathSign:
		return t.text == ")" || t.text == "]" || t.text == "." || t.text == ".."
	case xpathOperator, xpathEnd:
	}
	return false
}

func lexOne(text string, at int) (xpathToken, *xpathFault) {
	rest := text[at:]
	token := func(kind xpathKind, length int) (xpathToken, *xpathFault) {
		return xpathToken{kind: kind, text: rest[:length], from: at, to: at + length}, nil
	}
	c := rest[0]
	switch {
	case c == '\'' || c == '"':
		end := strings.IndexByte(rest[1:], c)
		if end < 0 {
			return xpathToken{}, &xpathFault{from: at, to: len(text), message: diag.Messagef("the text has no closing quotation mark")}
		}
		return token(xpathLiteral, end+2)
	case isDigit(c) || c == '.' && len(rest) > 1 && isDigit(rest[1]):
		return token(xpathNumber, len(rest)-len(strings.TrimLeft(rest, "0123456789."))) // two points are found when it is read
	}
	if n := lenName(rest); n > 0 {
		// A prefix has no white space around its colon, and what follows is no axis.
		if after := rest[n:]; strings.HasPrefix(after, ":") && !strings.HasPrefix(after, "::") {
			if strings.HasPrefix(after, ":*") {
				return token(xpathName, n+2)
			}
			if local := lenName(after[1:]); local > 0 {
				return token(xpathName, n+1+local)
			}
		}
		return token(xpathName, n)
	}
	for _, sign := range xpathSigns {
		if !strings.HasPrefix(rest, sign) {
			continue
		}
		switch sign {
		case "*":
			return token(xpathName, 1)
		case "(", ")", "[", "]", ".", "..", "@", ",", "::", "$":
			return token(xpathSign, len(sign))
		}
		return token(xpathOperator, len(sign))
	}
	r, size := utf8.DecodeRuneInString(rest)
	return xpathToken{}, &xpathFault{from: at, to: at + size, message: diag.Messagef("%s has no meaning here", diag.Quote(string(r)))}
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// lenName returns the length of the name without colons that a text begins with, 0 for none.
func lenName(text string) int {
	for i, r := range text {
		first := r == '_' || unicode.IsLetter(r)
		if !first && (i == 0 || r != '-' && r != '.' && !unicode.IsDigit(r) && !unicode.Is(unicode.M, r)) {
			return i
		}
	}
	return len(text)
}
