package graph

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/codes"
)

// scanner reads a JSON text (RFC 8259) into nodes. It stops at the first error. Unlike encoding/json it keeps white space, the order of
// members, duplicates and the spelling of strings and numbers, so that a document is saved as it was read.
type scanner struct {
	src    string
	pos    int
	depth  int
	values int
	limits Limits
}

// parseText returns the tree of a text that contains one JSON value, and the white space around it.
func parseText(src string, limits Limits) (lead string, root *node, tail string, err error) {
	s := scanner{src: src, limits: limits}
	root = &node{}
	lead = s.space()
	if s.pos == len(src) {
		return "", nil, "", s.fail(root, ErrSyntax, "", "the file is empty")
	}
	if err := s.value(root); err != nil {
		return "", nil, "", err
	}
	if tail = s.space(); s.pos < len(src) {
		return "", nil, "", s.fail(root, ErrSyntax, "", "%s follows the end of the JSON value", s.found())
	}
	return lead, root, tail, nil
}

// fail returns a load error at the current position, which is in the value of a node.
func (s *scanner) fail(at *node, cause error, hint, format string, args ...any) error {
	place := diag.Place{Path: at.path(), Position: diag.Locate(s.src, s.pos)}
	return &LoadError{diag.Finding{Place: place, Message: diag.Messagef(format, args...), Hint: diag.Plain(hint)}, cause}
}

// exceed is fail for an exceeded limit; the argument of format is its bound.
func (s *scanner) exceed(at *node, limit diag.Limit, bound int, format string) error {
	cause := &diag.LimitError{Limit: limit, Max: int64(bound), Position: diag.Locate(s.src, s.pos)}
	return s.fail(at, cause, "", format, bound)
}

// found names what is at the current position, as an argument of "want …, got …".
func (s *scanner) found() diag.Message {
	if s.pos >= len(s.src) {
		return diag.Messagef("the end of the file")
	}
	r, _ := utf8.DecodeRuneInString(s.src[s.pos:])
	return diag.Messagef("%s", diag.Quote(string(r)))
}

// space skips white space and returns it.
func (s *scanner) space() string {
	from := s.pos
	for s.pos < len(s.src) && strings.IndexByte(" \t\r\n", s.src[s.pos]) >= 0 {
		s.pos++
	}
	return s.src[from:s.pos]
}

// next reports whether c is the current character, and skips it if so.
func (s *scanner) next(c byte) bool {
	if s.pos < len(s.src) && s.src[s.pos] == c {
		s.pos++
		return true
	}
	return false
}

// value reads the next value into n.
func (s *scanner) value(n *node) error {
	if s.values++; s.values > s.limits.Values {
		return s.exceed(n, codes.LimitJSONValues, s.limits.Values, "the document has more than %d values")
	}
	n.offset = s.pos
	if s.pos == len(s.src) {
		return s.fail(n, ErrSyntax, "", "want a value, got the end of the file")
	}
	switch c := s.src[s.pos]; {
	case c == '{':
		return s.nested(n, objectKind)
	case c == '[':
		return s.nested(n, arrayKind)
	case c == '"':
		n.kind = stringKind
		raw, err := s.text(n)
		n.raw = raw
		return err
	case c == '-' || c >= '0' && c <= '9':
		return s.number(n)
	}
	return s.word(n)
}

// word reads null, true or false.
func (s *scanner) word(n *node) error {
	for _, word := range [...]string{"null", "true", "false"} {
		if !strings.HasPrefix(s.src[s.pos:], word) {
			continue
		}
		n.raw = word
		if word != "null" {
			n.kind = boolKind
		}
		s.pos += len(word)
		return nil
	}
	// The hints are for what people do to schemas by hand.
	hint := ""
	switch s.src[s.pos] {
	case '.':
		hint = "was the text shortened by hand?"
	case ']', '}':
		hint = "JSON has no comma after the last value"
	case '/':
		hint = "JSON has no comments"
	}
	return s.fail(n, ErrSyntax, hint, "want a value, got %s", s.found())
}

// nested reads an array or object. Its depth is checked before the recursion, which bounds the stack.
func (s *scanner) nested(n *node, k kind) error {
	if s.depth++; s.depth > s.limits.Depth {
		return s.exceed(n, codes.LimitJSONDepth, s.limits.Depth, "the document is nested deeper than %d levels")
	}
	n.kind = k
	s.pos++
	var err error
	if k == objectKind {
		err = s.object(n)
	} else {
		err = s.array(n)
	}
	s.depth--
	return err
}

// array reads the rest of an array. White space before a comma belongs to the item after the comma, so that an item can be added without
// changing its neighbors.
func (s *scanner) array(n *node) error {
	lead := s.space()
	if s.next(']') {
		n.tail = lead
		return nil
	}
	before := ""
	for {
		child := n.addItem(item{before: before, lead: lead})
		if err := s.value(child); err != nil {
			return err
		}
		space := s.space()
		switch {
		case s.next(']'):
			n.tail = space
			return nil
		case s.next(','):
			before, lead = space, s.space()
		default:
			return s.fail(n, ErrSyntax, "", "want a comma or ], got %s", s.found())
		}
	}
}

// object reads the rest of an object.
func (s *scanner) object(n *node) error {
	lead := s.space()
	if s.next('}') {
		n.tail = lead
		return nil
	}
	before := ""
	for {
		it := item{before: before, lead: lead}
		if err := s.key(n, &it); err != nil {
			return err
		}
		if err := s.value(n.addItem(it)); err != nil {
			return err
		}
		space := s.space()
		switch {
		case s.next('}'):
			n.tail = space
			return nil
		case s.next(','):
			before, lead = space, s.space()
		default:
			return s.fail(n, ErrSyntax, "", "want a comma or }, got %s", s.found())
		}
	}
}

// key reads a member's name and the colon.
func (s *scanner) key(n *node, it *item) error {
	if s.pos == len(s.src) || s.src[s.pos] != '"' {
		hint := ""
		if s.pos < len(s.src) && s.src[s.pos] == '}' {
			hint = "JSON has no comma after the last member"
		}
		return s.fail(n, ErrSyntax, hint, "want a member's name in quotation marks, got %s", s.found())
	}
	var err error
	if it.key, err = s.text(n); err != nil {
		return err
	}
	it.name = unquote(it.key)
	from := s.pos
	s.space()
	if !s.next(':') {
		return s.fail(n, ErrSyntax, "", "want a colon after %s, got %s", diag.Quote(it.name), s.found())
	}
	s.space()
	it.colon = s.src[from:s.pos]
	return nil
}

// longList is the length from which append would grow a list by only a quarter, copying it so often that it allocates five times its
// final size.
const longList = 256

// addItem appends an item with a new value, and returns the value.
func (n *node) addItem(it item) *node {
	it.value = &node{parent: n, index: len(n.items)}
	if many := len(n.items); many == cap(n.items) && many >= longList {
		n.items = slices.Grow(n.items, many)
	}
	n.items = append(n.items, it)
	return it.value
}

// text skips a string and returns it with its quotation marks.
func (s *scanner) text(n *node) (string, error) {
	from := s.pos
	for s.pos++; s.pos < len(s.src); s.pos++ {
		switch c := s.src[s.pos]; {
		case c == '"':
			s.pos++
			return s.src[from:s.pos], nil
		case c < ' ':
			return "", s.fail(n, ErrSyntax, `write \n for a line break, \t for a tab`, "control character %s in a string", s.found())
		case c == '\\':
			size := escapeSize(s.src[s.pos:])
			if size == 0 {
				return "", s.fail(n, ErrSyntax, `a backslash is written \\`, "%s is not an escape sequence of JSON", diag.Quote(escapeText(s.src[s.pos:])))
			}
			s.pos += size - 1
		}
	}
	s.pos = from
	return "", s.fail(n, ErrSyntax, "", "the string is not closed")
}

// escapeText returns the backslash and the character after it.
func escapeText(text string) string {
	_, size := utf8.DecodeRuneInString(text[1:])
	return text[:1+size]
}

// escapeSize returns the length of the escape sequence at the start of text, 0 if it is malformed.
func escapeSize(text string) int {
	if len(text) < 2 {
		return 0
	}
	if strings.IndexByte(`"\/bfnrt`, text[1]) >= 0 {
		return 2
	}
	if text[1] != 'u' || len(text) < 6 {
		return 0
	}
	for i := 2; i < 6; i++ {
		if c := text[i]; (c < '0' || c > '9') && (c|0x20 < 'a' || c|0x20 > 'f') {
			return 0
		}
	}
	return 6
}

// number skips a number, which is kept as it is written.
func (s *scanner) number(n *node) error {
	from := s.pos
	n.kind = numberKind
	s.next('-')
	whole := s.digits() // JSON has no leading zeros
	ok := whole == 1 || whole > 1 && s.src[s.pos-whole] != '0'
	if ok && s.next('.') {
		ok = s.digits() > 0
	}
	if ok && (s.next('e') || s.next('E')) {
		if !s.next('+') {
			s.next('-')
		}
		ok = s.digits() > 0
	}
	n.raw = s.src[from:s.pos]
	if !ok {
		s.pos = from
		return s.fail(n, ErrSyntax, "", "%s is not a number in JSON", diag.Quote(n.raw))
	}
	return nil
}

// digits skips digits and returns their number.
func (s *scanner) digits() int {
	from := s.pos
	for s.pos < len(s.src) && s.src[s.pos] >= '0' && s.src[s.pos] <= '9' {
		s.pos++
	}
	return s.pos - from
}
