package graph

import (
	"errors"
	"fmt"

	"github.com/attrmap/attrmap/expr/diag"
)

// Element is a JSON object of a document: what the views on rules, mappings and definitions have in common. The zero Element stands for
// an object that is not there; all its members are absent.
//
// Members are found by Graph's names, exactly or in another case. An absent member and null mean the same to the typed methods: the
// zero value, if nothing else is said.
type Element struct {
	doc    *Document
	node   *node
	record recordID
}

// Exists tells whether the document has the object.
func (e Element) Exists() bool { return e.node != nil }

// Path gives the place in the document, such as synchronizationRules[0].objectMappings[1]; "$" is the whole document.
func (e Element) Path() diag.Path {
	if e.node == nil {
		return nil
	}
	return e.node.path()
}

// Position gives the place in the text that was read; what was added later is where its surroundings are.
func (e Element) Position() diag.Position {
	if e.node == nil {
		return diag.Position{}
	}
	return e.doc.position(e.node)
}

// Member gives the text of a member's value, known to Graph's metadata or not; ok is false where it is absent. Null is "null".
func (e Element) Member(name string) (text string, ok bool) {
	n := e.node.member(name)
	if n == nil {
		return "", false
	}
	return n.json(), true
}

// Set gives a member a value: nil, a boolean, a number, a string, or anything else that package json can write. The member keeps its
// place, a new one comes last. A value of a kind that Graph's metadata does not have for the member is an error, and nothing is
// changed then.
func (e Element) Set(name string, value any) error {
	if e.node == nil || e.node.kind != objectKind || name == "" {
		return errors.New("set " + string(diag.Quote(name)) + ": there is no object or no name to set")
	}
	n, err := newNode(value)
	if err != nil {
		return fmt.Errorf("set %s: %w", diag.Quote(name), err)
	}
	if f := e.record.lookupField(name); f != nil {
		var wrong *LoadError
		if errors.As(e.doc.checkField(n, f), &wrong) {
			return fmt.Errorf("set %s: %s", diag.Quote(name), wrong.Message)
		}
	}
	e.doc.put(e.node, name, n)
	return nil
}

// newNode gives the tree of a Go value.
func newNode(value any) (*node, error) {
	text, err := encode(value)
	if err != nil {
		return nil, err
	}
	_, n, _, err := parseText(text, Limits{}.WithDefaults())
	if err != nil {
		return nil, err
	}
	n.detach()
	return n, nil
}

// detach marks a tree as one that does not stand in the text that was read.
func (n *node) detach() {
	n.offset = -1
	for i := range n.items {
		n.items[i].value.detach()
	}
}

// child gives an object member as an element, the zero Element if it is absent or null.
func (e Element) child(name string, record recordID) Element {
	return e.doc.element(e.node.member(name), record)
}

// children gives the objects of an array member.
func (e Element) children(name string, record recordID) []Element {
	return e.doc.elements(e.node.member(name), record)
}

// typed gives elements as what they are; nil if there are none.
func typed[T ~struct{ Element }](list []Element) []T {
	var out []T
	for _, e := range list {
		out = append(out, T{e})
	}
	return out
}

// named gives the first of that name, compared with case; the zero T, which does not exist, if there is none.
func named[T interface{ Name() string }](list []T, name string) T {
	for _, e := range list {
		if e.Name() == name {
			return e
		}
	}
	var none T
	return none
}

func (d *Document) element(n *node, record recordID) Element {
	if n == nil || n.kind != objectKind {
		return Element{}
	}
	return Element{doc: d, node: n, record: record}
}

func (d *Document) elements(array *node, record recordID) []Element {
	var out []Element
	for _, n := range array.elements() {
		if n.kind == objectKind {
			out = append(out, Element{doc: d, node: n, record: record})
		}
	}
	return out
}

func (e Element) text(name string) string {
	s, _ := e.node.member(name).text()
	return s
}

func (e Element) textOr(name, fallback string) string {
	if text := e.text(name); text != "" {
		return text
	}
	return fallback
}

func (e Element) texts(name string) []string {
	var out []string
	for _, n := range e.node.member(name).elements() {
		if s, ok := n.text(); ok {
			out = append(out, s)
		}
	}
	return out
}

func (e Element) integer(name string) int {
	i, _ := e.node.member(name).integer()
	return i
}

func (e Element) flag(name string) bool { return e.node.member(name).isTrue() }

// KeyValue is an entry of metadata.
type KeyValue struct{ Key, Value string }

// Metadata is a list of keys and values in the order it is written. Keys may stand in it more than once.
type Metadata []KeyValue

// Lookup gives the value of the first entry of that key.
func (m Metadata) Lookup(key string) (value string, ok bool) {
	for _, kv := range m {
		if kv.Key == key {
			return kv.Value, true
		}
	}
	return "", false
}

// flag gives a value that is "true" or "false"; stated is false where there is none.
func (m Metadata) flag(key string) (on, stated bool) {
	value, stated := m.Lookup(key)
	return value == "true" || value == "True", stated
}

func (e Element) keyValues(name string) Metadata {
	var out Metadata
	for _, kv := range e.children(name, metadataRecord) {
		out = append(out, KeyValue{kv.text("key"), kv.text("value")})
	}
	return out
}

// Metadata gives the element's metadata. Those of schemas, mappings of attributes and filters are nil: Graph has none there.
func (e Element) Metadata() Metadata { return e.keyValues("metadata") }
