package graph

import (
	"errors"
	"fmt"

	"github.com/attrmap/attrmap/expr/diag"
)

// Element is a JSON object of a document: what the views of rules, mappings and definitions have in common. The zero Element is an
// object that does not exist; all its members are absent.
//
// Members are found by their names in Graph, in any case. To the typed methods, an absent member and null mean the same: the zero
// value, unless documented otherwise.
type Element struct {
	doc    *Document
	node   *node
	record recordID
}

// Exists reports whether the document has the object.
func (e Element) Exists() bool { return e.node != nil }

// Path returns the place in the document, such as synchronizationRules[0].objectMappings[1]; "$" is the whole document.
func (e Element) Path() diag.Path {
	if e.node == nil {
		return nil
	}
	return e.node.path()
}

// Position returns the place in the text that was read; of an element that was added afterwards, the place of the element around it.
func (e Element) Position() diag.Position {
	if e.node == nil {
		return diag.Position{}
	}
	return e.doc.position(e.node)
}

// Member returns the JSON text of a member's value, of members too for which there is no method. It is "null" for null; ok is false if
// the member is absent.
func (e Element) Member(name string) (text string, ok bool) {
	n := e.node.member(name)
	if n == nil {
		return "", false
	}
	return n.json(), true
}

// Set sets the value of a member to nil, a boolean, a number, a string, or anything else that encoding/json can marshal. An existing
// member keeps its place, a new one is added after the others. Set returns an error, and changes nothing, for a value whose kind is not
// that of the member in Graph's metadata.
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

// newNode returns the tree of a Go value.
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

// detach marks a tree as one that is not in the text that was read.
func (n *node) detach() {
	n.offset = -1
	for i := range n.items {
		n.items[i].value.detach()
	}
}

// child returns an object member as an element, the zero Element if it is absent or null.
func (e Element) child(name string, record recordID) Element {
	return e.doc.element(e.node.member(name), record)
}

// children returns the objects of an array member.
func (e Element) children(name string, record recordID) []Element {
	return e.doc.elements(e.node.member(name), record)
}

// typed returns elements as views of type T; nil if there are none.
func typed[T ~struct{ Element }](list []Element) []T {
	var out []T
	for _, e := range list {
		out = append(out, T{e})
	}
	return out
}

// named returns the first view of that name, compared with case, or the zero T, which does not exist.
func named[T interface{ Name() string }](list []T, name string) T {
	for _, e := range list {
		if e.Name() == name {
			return e
		}
	}
	var none T
	return none
}

// element returns a node as an element, the zero Element if it is not an object.
func (d *Document) element(n *node, record recordID) Element {
	if n == nil || n.kind != objectKind {
		return Element{}
	}
	return Element{doc: d, node: n, record: record}
}

// elements returns the objects of an array, without nulls: Load has refused everything else.
func (d *Document) elements(array *node, record recordID) []Element {
	var out []Element
	for _, n := range array.elements() {
		if n.kind == objectKind {
			out = append(out, Element{doc: d, node: n, record: record})
		}
	}
	return out
}

// text returns a string member, "" if it is absent, null or not a string.
func (e Element) text(name string) string {
	s, _ := e.node.member(name).text()
	return s
}

// textOr returns a string member, or its default in Graph if it is empty.
func (e Element) textOr(name, fallback string) string {
	if text := e.text(name); text != "" {
		return text
	}
	return fallback
}

// texts returns the strings of an array member; nulls are skipped.
func (e Element) texts(name string) []string {
	var out []string
	for _, n := range e.node.member(name).elements() {
		if s, ok := n.text(); ok {
			out = append(out, s)
		}
	}
	return out
}

// integer returns an integer member, 0 if it is absent.
func (e Element) integer(name string) int {
	i, _ := e.node.member(name).integer()
	return i
}

// flag returns a boolean member, false if it is absent.
func (e Element) flag(name string) bool { return e.node.member(name).isTrue() }

// metadata returns the value of the first entry of the element's metadata with that key: exports repeat keys.
func (e Element) metadata(key string) (value string, ok bool) {
	for _, entry := range e.children("metadata", metadataRecord) {
		if entry.text("key") == key {
			return entry.text("value"), true
		}
	}
	return "", false
}

// metadataFlag reports whether the value of a key is true; stated is false if the key is missing.
func (e Element) metadataFlag(key string) (on, stated bool) {
	value, stated := e.metadata(key)
	return value == "true" || value == "True", stated
}

// Members returns the names of the object's members as they are written, in their order; one that is there twice is named twice.
func (e Element) Members() []string {
	if e.node == nil || e.node.kind != objectKind {
		return nil
	}
	names := make([]string, len(e.node.items))
	for i := range e.node.items {
		names[i] = e.node.items[i].name
	}
	return names
}
