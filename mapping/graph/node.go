package graph

import (
	"encoding/json"
	"strconv"
	"strings"
	"unicode/utf8"
)

// kind is the kind of a JSON value.
type kind uint8

const (
	nullKind kind = iota
	boolKind
	numberKind
	stringKind
	arrayKind
	objectKind
)

// String returns the kind as messages name it, with its article.
func (k kind) String() string {
	return [...]string{"null", "a boolean", "a number", "a string", "an array", "an object"}[k]
}

// node is a JSON value as it was written. The tree keeps every byte of the text: scalars as written, and the white space between the
// parts of arrays and objects. Writing an unchanged tree reproduces the text.
type node struct {
	kind   kind
	raw    string // of a scalar
	items  []item // of an array or object
	tail   string // white space before the closing bracket
	parent *node
	index  int // among the parent's items
	offset int // in the text that was read; -1 in a value that was set afterwards
}

// item is a member of an object or an element of an array.
type item struct {
	before string // white space before the comma that precedes the item
	lead   string // white space after that comma, or after the opening bracket
	key    string // of a member, with its quotation marks
	name   string // of a member, as the key reads
	colon  string // the colon with the white space around it
	value  *node
}

// write appends the JSON text of n.
func (n *node) write(b *strings.Builder) {
	switch n.kind {
	case arrayKind, objectKind:
		opening, closing := "[", "]"
		if n.kind == objectKind {
			opening, closing = "{", "}"
		}
		b.WriteString(opening)
		for i := range n.items {
			it := &n.items[i]
			if i > 0 {
				b.WriteString(it.before)
				b.WriteByte(',')
			}
			b.WriteString(it.lead)
			b.WriteString(it.key)
			b.WriteString(it.colon)
			it.value.write(b)
		}
		b.WriteString(n.tail)
		b.WriteString(closing)
	default:
		b.WriteString(n.raw)
	}
}

// json returns the text of n.
func (n *node) json() string {
	var b strings.Builder
	n.write(&b)
	return b.String()
}

// member returns the value of the member of that name, or nil if there is none. The last member with exactly that name wins, as in
// decoders that keep one of several; without one, the last member whose name differs only in case, because PowerShell changes the case.
func (n *node) member(name string) *node {
	if i := n.find(name); i >= 0 {
		return n.items[i].value
	}
	return nil
}

// find returns the index of the member that [node.member] returns, or -1.
func (n *node) find(name string) int {
	if n == nil || n.kind != objectKind {
		return -1
	}
	folded := -1
	for i := len(n.items) - 1; i >= 0; i-- {
		switch {
		case n.items[i].name == name:
			return i
		case folded < 0 && strings.EqualFold(n.items[i].name, name):
			folded = i
		}
	}
	return folded
}

// elements returns the values of an array; nil for anything else.
func (n *node) elements() []*node {
	if n == nil || n.kind != arrayKind {
		return nil
	}
	out := make([]*node, len(n.items))
	for i := range n.items {
		out[i] = n.items[i].value
	}
	return out
}

// text returns the content of a string; ok is false for anything else.
func (n *node) text() (s string, ok bool) {
	if n == nil || n.kind != stringKind {
		return "", false
	}
	return unquote(n.raw), true
}

// integer returns a number that is an integer and fits an int; ok is false for anything else.
func (n *node) integer() (i int, ok bool) {
	if n == nil || n.kind != numberKind {
		return 0, false
	}
	i, err := strconv.Atoi(n.raw)
	return i, err == nil
}

func (n *node) isTrue() bool { return n != nil && n.kind == boolKind && n.raw == "true" }

// isNull reports whether n is absent or null: the schema makes no difference.
func (n *node) isNull() bool { return n == nil || n.kind == nullKind }

// unquote returns the content of a JSON string that has been scanned. Half of a surrogate pair becomes U+FFFD.
func unquote(raw string) string {
	if strings.IndexByte(raw, '\\') < 0 {
		return raw[1 : len(raw)-1]
	}
	var s string
	if json.Unmarshal([]byte(raw), &s) != nil {
		return raw[1 : len(raw)-1] // not reached: the scanner accepts no string that the decoder refuses
	}
	return s
}

// encode returns the JSON text of a Go value. It escapes no more than JSON demands: the service's texts contain < and & as such.
func encode(value any) (string, error) {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(value)
	return strings.TrimSuffix(b.String(), "\n"), err
}

// quote returns s as a JSON string.
func quote(s string) string {
	text, err := encode(s)
	if err != nil {
		return `""` // not reached: every string can be encoded
	}
	return text
}

// rawOffset returns the offset in a raw JSON string of the byte at offset in its content: findings about an expression point into the
// file, where an escape takes more bytes than the character it is for.
func rawOffset(raw string, offset int) int {
	at := 1
	for content := 0; content < offset && at < len(raw)-1; {
		if raw[at] != '\\' {
			at++
			content++
			continue
		}
		size := 2
		if raw[at+1] == 'u' {
			size = 6
			// A surrogate pair is one character in the content, so its two escapes are one step.
			if strings.HasPrefix(raw[at+6:], `\u`) && utf8.RuneCountInString(unquote(`"`+raw[at:at+12]+`"`)) == 1 {
				size = 12 // a surrogate pair
			}
		}
		content += len(unquote(`"` + raw[at:at+size] + `"`))
		at += size
	}
	return at
}
