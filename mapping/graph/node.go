package graph

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/attrmap/attrmap/expr/diag"
)

// kind is the sort of a JSON value.
type kind uint8

const (
	nullKind kind = iota
	boolKind
	numberKind
	stringKind
	arrayKind
	objectKind
)

// String names the kind as messages do, with its article.
func (k kind) String() string {
	return [...]string{"null", "a boolean", "a number", "a string", "an array", "an object"}[k]
}

// node is a JSON value as it was written. The tree holds every byte of the text: scalars as written, and of arrays and objects
// the white space between their parts. Printing a tree that nobody changed gives the text back.
type node struct {
	kind   kind
	raw    string // of a scalar
	items  []item // of an array or object
	tail   string // white space before the closing bracket
	parent *node
	index  int // among the parent's items
	offset int // in the text that was read; -1 in a value that was set later
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

// json gives the text of n.
func (n *node) json() string {
	var b strings.Builder
	n.write(&b)
	return b.String()
}

// member gives the value of the member of that name: the last one of exactly that name, as decoders that meet a name twice
// keep it, else the last one whose name differs only in case, as PowerShell writes names. It is nil where there is none.
func (n *node) member(name string) *node {
	if i := n.find(name); i >= 0 {
		return n.items[i].value
	}
	return nil
}

// find gives the index of what member gives, or -1.
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

// elements gives the values of an array; nil of anything else.
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

// text gives the content of a string; ok is false for anything else.
func (n *node) text() (s string, ok bool) {
	if n == nil || n.kind != stringKind {
		return "", false
	}
	return unquote(n.raw), true
}

// integer gives a number that is whole and fits; ok is false for anything else.
func (n *node) integer() (i int, ok bool) {
	if n == nil || n.kind != numberKind {
		return 0, false
	}
	i, err := strconv.Atoi(n.raw)
	return i, err == nil
}

func (n *node) isTrue() bool { return n != nil && n.kind == boolKind && n.raw == "true" }

// isNull tells whether n is absent or null: the schema makes no difference.
func (n *node) isNull() bool { return n == nil || n.kind == nullKind }

// path returns the steps from the document to n; the whole is "$".
func (n *node) path() diag.Path {
	if n.parent == nil {
		return diag.PathOf("$")
	}
	var path diag.Path
	for at := n; at.parent != nil; at = at.parent {
		if at.parent.kind == arrayKind {
			path = append(path, diag.Step{Index: at.index})
		} else {
			path = append(path, diag.Step{Name: at.parent.items[at.index].name, Index: -1})
		}
	}
	slices.Reverse(path)
	return path
}

// unquote gives the content of a JSON string that has been scanned. Half of a surrogate pair becomes U+FFFD.
func unquote(raw string) string {
	if strings.IndexByte(raw, '\\') < 0 {
		return raw[1 : len(raw)-1]
	}
	var s string
	if json.Unmarshal([]byte(raw), &s) != nil {
		return raw[1 : len(raw)-1] // not reached: the scanner takes what the decoder takes
	}
	return s
}

// encode gives the JSON text of a Go value, with nothing escaped that need not be.
func encode(value any) (string, error) {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(value)
	return strings.TrimSuffix(b.String(), "\n"), err
}

// quote gives s as a JSON string.
func quote(s string) string {
	text, err := encode(s)
	if err != nil {
		return `""` // not reached: every string can be encoded
	}
	return text
}

// rawOffset gives the offset in a raw JSON string of the byte that stands at offset in its content.
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
			if strings.HasPrefix(raw[at+6:], `\u`) && utf8.RuneCountInString(unquote(`"`+raw[at:at+12]+`"`)) == 1 {
				size = 12 // a surrogate pair
			}
		}
		content += len(unquote(`"` + raw[at:at+size] + `"`))
		at += size
	}
	return at
}
