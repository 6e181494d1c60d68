package feed

import (
	"encoding/binary"
	"math/bits"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/codes"
)

// scanner reads the tokens of JSON (RFC 8259) from a text. Methods that return false for ok have set fault to the reason. If the text
// ends too early, the fault has needMore set: the caller may restart with more text.
type scanner struct {
	text    []byte
	pos     int
	limits  Limits
	fault   fault
	lenient bool // see skipLeniently
}

// reset starts the scanner at the beginning of a text.
func (s *scanner) reset(text []byte) {
	s.text, s.pos, s.fault = text, 0, fault{}
}

// fail sets the fault and returns false, the ok of its callers.
func (s *scanner) fail(at int, cause error, remedy, format string, args ...any) bool {
	s.fault = fault{at: at, cause: cause, problem: diag.Messagef(format, args...), remedy: remedy}
	return false
}

// needMore fails because the text ends too early. It never decides that the input is truncated: only attempt knows whether more follows.
func (s *scanner) needMore() bool {
	s.fault = fault{at: len(s.text), needMore: true, cause: ErrTruncated}
	return false
}

// unexpected fails because the text at the current position is something else.
func (s *scanner) unexpected(want diag.Name, remedy string) bool {
	if s.pos >= len(s.text) {
		return s.needMore()
	}
	return s.fail(s.pos, ErrSyntax, remedy, "want %s, got %s", want, found(s.text[s.pos:]))
}

// peek skips white space and returns the next byte.
func (s *scanner) peek() (c byte, ok bool) {
	for s.pos < len(s.text) {
		c = s.text[s.pos]
		if c > ' ' || c != ' ' && c != '\n' && c != '\r' && c != '\t' {
			return c, true
		}
		s.pos++
	}
	return 0, s.needMore()
}

// span is the range of a string between its quotes.
type span struct {
	start, end int
	escaped    bool
}

// raw returns the bytes of a span, with escape sequences as written.
func (s *scanner) raw(sp span) []byte { return s.text[sp.start:sp.end] }

// string reads a string; the current byte is its opening quote.
func (s *scanner) string() (sp span, ok bool) {
	sp.start = s.pos + 1
	i := sp.start
	for {
		i = plainEnd(s.text, i)
		if i >= len(s.text) {
			return sp, s.needMore()
		}
		switch c := s.text[i]; {
		case c == '"':
			sp.end, s.pos = i, i+1
			if sp.end-sp.start > s.limits.FieldBytes {
				return sp, s.fail(sp.start-1, exceeded(codes.LimitFieldBytes, s.limits.FieldBytes), "shorten it, or raise the limit",
					"a string of %d bytes exceeds the limit of %d", sp.end-sp.start, s.limits.FieldBytes)
			}
			return sp, true
		case c == '\\':
			n := s.escape(i)
			if n == 0 {
				return sp, false
			}
			sp.escaped = true
			i += n
		case s.lenient && c != '\n':
			// Control characters do not move the end of a string, but a line break more likely means that its closing quote is lost.
			i++
		default:
			return sp, s.fail(i, ErrSyntax, `close the string with ", and write line breaks and tabs as \n and \t`,
				"the string is not closed: it contains the control character %s", found(s.text[i:]))
		}
	}
}

// plainEnd returns the index of the next quote, backslash or control character, at i or after it. It tests eight bytes at once.
func plainEnd(text []byte, i int) int {
	const ones, highs = 0x0101010101010101, 0x8080808080808080
	for ; i+8 <= len(text); i += 8 {
		w := binary.LittleEndian.Uint64(text[i:])
		quote, slash := w^ones*'"', w^ones*'\\'
		// The lowest high bit that is set marks the first such byte; the ones above it may be wrong.
		hit := ((quote-ones)&^quote | (slash-ones)&^slash | (w-ones*' ')&^w) & highs
		if hit != 0 {
			return i + bits.TrailingZeros64(hit)/8
		}
	}
	for ; i < len(text); i++ {
		if c := text[i]; c == '"' || c == '\\' || c < ' ' {
			break
		}
	}
	return i
}

// escape checks the escape sequence at i and returns its length, 0 if it is malformed.
func (s *scanner) escape(i int) int {
	if i+1 >= len(s.text) {
		s.needMore()
		return 0
	}
	switch s.text[i+1] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return 2
	case 'u':
		for k := i + 2; k < i+6; k++ {
			if k >= len(s.text) {
				s.needMore()
				return 0
			}
			if hexDigit(s.text[k]) < 0 {
				if s.lenient {
					return 2 // the backslash and the u; the rest is text
				}
				s.fail(i, ErrSyntax, `write four hexadecimal digits, as in \u00e9`,
					`want four hexadecimal digits after \u, got %s`, found(s.text[k:]))
				return 0
			}
		}
		return 6
	}
	if s.lenient && s.text[i+1] >= ' ' {
		return 2
	}
	s.fail(i, ErrSyntax, `double the backslash, as in C:\\Users`, `%s cannot follow a backslash`, found(s.text[i+1:]))
	return 0
}

// hexDigit returns the value of a hexadecimal digit, -1 for anything else.
func hexDigit(c byte) rune {
	switch {
	case '0' <= c && c <= '9':
		return rune(c - '0')
	case 'a' <= c && c <= 'f':
		return rune(c-'a') + 10
	case 'A' <= c && c <= 'F':
		return rune(c-'A') + 10
	}
	return -1
}

// number reads a number; the current byte is its first. plain is true if it has neither fraction nor exponent.
func (s *scanner) number() (text []byte, plain, ok bool) {
	start := s.pos
	if s.text[s.pos] == '-' {
		s.pos++
	}
	if s.pos < len(s.text) && s.text[s.pos] == '0' {
		s.pos++ // JSON has no leading zeros: a digit after it is a fault of whatever follows the number
	} else if !s.digits() {
		return nil, false, false
	}
	plain = true
	if s.pos < len(s.text) && s.text[s.pos] == '.' {
		plain = false
		s.pos++
		if !s.digits() {
			return nil, false, false
		}
	}
	if s.pos < len(s.text) && s.text[s.pos]|0x20 == 'e' {
		plain = false
		s.pos++
		if s.pos < len(s.text) && (s.text[s.pos] == '+' || s.text[s.pos] == '-') {
			s.pos++
		}
		if !s.digits() {
			return nil, false, false
		}
	}
	return s.text[start:s.pos], plain, true
}

// digits reads one or more digits.
func (s *scanner) digits() bool {
	start := s.pos
	for s.pos < len(s.text) && '0' <= s.text[s.pos] && s.text[s.pos] <= '9' {
		s.pos++
	}
	if s.pos == start {
		return s.unexpected("a digit", "write numbers as JSON does, as in -12.5e3, or put them in quotes")
	}
	return true
}

// literal reads one of JSON's three words.
func (s *scanner) literal(word string) bool {
	for i := range len(word) {
		if s.pos+i >= len(s.text) {
			return s.needMore()
		}
		if s.text[s.pos+i] != word[i] {
			return s.fail(s.pos, ErrSyntax, "quote strings", "want a JSON value, got a bare word")
		}
	}
	s.pos += len(word)
	return true
}

// member reads up to the value of the next member and returns the member's name; done is true if the object ends instead. The opening
// brace has been read.
func (s *scanner) member(first bool) (sp span, done, ok bool) {
	if done, ok = s.separator(first, '}', "members"); done || !ok {
		return sp, done, ok
	}
	c, ok := s.peek()
	switch {
	case ok && s.lenient && c != '"' && !isStructure(c):
		s.bareWord() // a name without quotes
	case !ok || c != '"':
		return sp, false, ok && s.unexpected("a member name in quotes", "")
	default:
		if sp, ok = s.string(); !ok {
			return sp, false, false
		}
	}
	if c, ok := s.peek(); !ok || c != ':' {
		return sp, false, ok && s.unexpected("a colon after the member name", "")
	}
	s.pos++
	return sp, false, true
}

// element goes to the next element of an array; done is true if the array ends instead. The opening bracket has been read.
func (s *scanner) element(first bool) (done, ok bool) { return s.separator(first, ']', "values") }

// separator reads the comma before the next member or element, or the closing bracket. what names them in a remedy.
func (s *scanner) separator(first bool, closing byte, what string) (done, ok bool) {
	c, ok := s.peek()
	switch {
	case !ok:
		return false, false
	case c == closing:
		s.pos++
		return true, true
	case first:
		return false, true
	case c != ',':
		return false, s.unexpected(diag.Name("a comma or "+string(closing)), "separate "+what+" by commas and close every bracket")
	}
	s.pos++
	if c, ok = s.peek(); ok && c == closing {
		if s.lenient {
			s.pos++
			return true, true
		}
		return false, s.fail(s.pos, ErrSyntax, "delete the comma",
			"want more %s after the comma, got %s", diag.Name(what), found(s.text[s.pos:]))
	}
	return false, ok
}

// skip skips one value, checking its syntax and depth.
func (s *scanner) skip(depth int) bool {
	c, ok := s.peek()
	if !ok {
		return false
	}
	switch {
	case c == '"':
		_, ok = s.string()
		return ok
	case c == '{' || c == '[':
		return s.skipNested(c, depth+1)
	case s.lenient && !isStructure(c):
		s.bareWord()
		return true
	case s.lenient && c != ':': // no value at all
		return true
	case c == '-' || '0' <= c && c <= '9':
		_, _, ok = s.number()
		return ok
	case c == 't':
		return s.literal("true")
	case c == 'f':
		return s.literal("false")
	case c == 'n':
		return s.literal("null")
	}
	return s.unexpected("a JSON value", "quote strings")
}

// skipNested skips an array or object, which is inside depth-1 others.
func (s *scanner) skipNested(opening byte, depth int) bool {
	if !s.enter(depth) {
		return false
	}
	for first := true; ; first = false {
		var done, ok bool
		if opening == '{' {
			_, done, ok = s.member(first)
		} else {
			done, ok = s.element(first)
		}
		if done || !ok {
			return ok
		}
		if !s.skip(depth) {
			return false
		}
	}
}

// enter reads an opening bracket or brace.
func (s *scanner) enter(depth int) bool {
	if depth > s.limits.Depth {
		return s.fail(s.pos, exceeded(codes.LimitJSONDepth, s.limits.Depth), "flatten the object, or raise the limit",
			"arrays and objects nest deeper than %d levels", s.limits.Depth)
	}
	s.pos++
	return true
}

// isStructure reports whether c is a bracket, brace, comma or colon.
func isStructure(c byte) bool {
	return c == '{' || c == '}' || c == '[' || c == ']' || c == ',' || c == ':'
}

// bareWord skips what is in place of a value, up to a quote, white space or structure.
func (s *scanner) bareWord() {
	for s.pos < len(s.text) {
		if c := s.text[s.pos]; c <= ' ' || c == '"' || isStructure(c) {
			return
		}
		s.pos++
	}
}
