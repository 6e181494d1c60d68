package scimwire

import (
	"time"

	"github.com/attrmap/attrmap/expr/value"
)

// AppendJSON appends the object as compact JSON: schemas, the core attributes in the RFC's order and others after them, the
// extensions in the order of [Resource.Schemas], and meta. Parts are in the order in which they were set.
func (r *Resource) AppendJSON(dst []byte) []byte {
	w := writer{dst: dst}
	w.open('{')
	w.key("schemas")
	w.texts(r.Schemas())
	// meta is written last, whenever it was set: the extensions come between it and the other attributes of the core.
	for _, m := range r.core.members {
		if m.name != metaName {
			w.member(m)
		}
	}
	for _, e := range r.extensions {
		if len(e.body.members) > 0 {
			w.key(e.urn)
			w.object(e.body)
		}
	}
	for _, m := range r.core.members {
		if m.name == metaName {
			w.member(m)
		}
	}
	w.close('}')
	return w.dst
}

// writer writes JSON; a comma is put where one is due.
type writer struct {
	dst   []byte
	comma bool
}

// separate begins a member's name or a value. After a key no comma is due, and after everything else that has been written one is, until a
// bracket opens.
func (w *writer) separate() {
	if w.comma {
		w.dst = append(w.dst, ',')
	}
	w.comma = true
}

func (w *writer) open(bracket byte) {
	w.separate()
	w.dst, w.comma = append(w.dst, bracket), false
}

func (w *writer) close(bracket byte) { w.dst, w.comma = append(w.dst, bracket), true }

// key writes a member's name; exactly one value must follow. Names are quoted like texts: those of extensions come from mappings.
func (w *writer) key(name string) {
	w.separate()
	w.dst = append(value.String(name).AppendJSON(w.dst), ':')
	w.comma = false
}

func (w *writer) text(name, text string) {
	w.key(name)
	w.value(value.String(text))
}

func (w *writer) texts(texts []string) {
	w.open('[')
	for _, t := range texts {
		w.value(value.String(t))
	}
	w.close(']')
}

// value writes a value, the members of objects in their own order and dates as SCIM has them (RFC 7643, 2.3.5).
// Lists and objects are not left to AppendJSON, which sorts members and writes dates as their text.
func (w *writer) value(v value.Value) {
	if d, ok := v.AsDate(); ok {
		w.value(value.String(d.Time().Format(time.RFC3339Nano)))
		return
	}
	if members, ok := v.AsList(); ok {
		w.open('[')
		for _, m := range members {
			w.value(m)
		}
		w.close(']')
		return
	}
	if o, ok := v.AsObject(); ok {
		w.open('{')
		for _, m := range o.Members() {
			w.key(m.Name)
			w.value(m.Value)
		}
		w.close('}')
		return
	}
	w.separate()
	w.dst = v.AppendJSON(w.dst)
}

func (w *writer) object(o *object) {
	w.open('{')
	for _, m := range o.members {
		w.member(m)
	}
	w.close('}')
}

func (w *writer) member(m member) {
	w.key(m.name)
	w.node(m.node)
}

func (w *writer) node(n *node) {
	switch n.kind {
	case isObject:
		w.object(&n.object)
	case isArray:
		w.open('[')
		for _, e := range n.elements {
			w.object(e.body)
		}
		w.close(']')
	// A value, or a node of no kind, which a failed setting leaves: its absent value is written as null.
	default:
		w.value(n.value)
	}
}
