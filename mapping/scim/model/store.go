package model

import (
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/value"
	nettext "github.com/attrmap/attrmap/internal/dotnet/text"
)

// resource is one that the server holds. What it has is immutable: a change makes another object.
type resource struct {
	id                string
	attrs             *value.Object // without id, schemas and meta; extensions are members named by their URN
	version           int
	created, modified string // "" without a clock
	at                int    // the place in the store
}

// get returns an attribute of a schema, "" for the core.
func (r *resource) get(urn, name string) value.Value {
	if urn != "" {
		extension, ok := r.attrs.GetFold(urn).AsObject()
		if !ok {
			return value.Absent
		}
		return extension.GetFold(name)
	}
	if strings.EqualFold(name, "id") {
		return value.String(r.id)
	}
	return r.attrs.GetFold(name)
}

// store holds the resources of one type.
type store struct {
	of      *resourceType
	byID    map[string]*resource
	ordered []*resource // in the order in which they came; nil where one has been deleted
	indexes []*index
}

// index knows the resources by the texts of one attribute.
type index struct {
	attr   attrPath
	exact  bool
	unique bool
	have   map[string][]*resource
}

// newStore returns a store, which indexes what must be unique.
func newStore(of *resourceType) *store {
	st := &store{of: of, byID: map[string]*resource{}}
	for _, schema := range append([]string{""}, of.extensionURNs()...) {
		known := of.attributes(schema)
		for i := range known {
			if known[i].Uniqueness != uniqueNone && !strings.EqualFold(known[i].Name, "id") {
				st.addIndex(attrPath{schema, []string{known[i].Name}}, &known[i], true)
			}
			for j := range known[i].Parts {
				if known[i].Parts[j].Uniqueness != uniqueNone {
					st.addIndex(attrPath{schema, []string{known[i].Name, known[i].Parts[j].Name}}, &known[i].Parts[j], true)
				}
			}
		}
	}
	return st
}

// addIndex makes an index of an attribute.
func (st *store) addIndex(attr attrPath, def *attribute, unique bool) *index {
	x := &index{attr: attr, exact: def != nil && def.CaseExact, unique: unique, have: map[string][]*resource{}}
	for _, r := range st.ordered {
		if r != nil {
			x.add(r)
		}
	}
	st.indexes = append(st.indexes, x)
	return x
}

// keys returns what an index knows an object by.
func (x *index) keys(r *resource) []string {
	var keys []string
	for _, v := range leaves(r.get(x.attr.urn, x.attr.names[0]), x.attr.names[1:], nil) {
		keys = append(keys, x.key(v.Text()))
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

func (x *index) key(text string) string {
	if x.exact {
		return text
	}
	return nettext.Caseless(text)
}

func (x *index) add(r *resource) {
	for _, k := range x.keys(r) {
		x.have[k] = append(x.have[k], r)
	}
}

func (x *index) remove(r *resource) {
	for _, k := range x.keys(r) {
		if rest := slices.DeleteFunc(x.have[k], func(other *resource) bool { return other == r }); len(rest) > 0 {
			x.have[k] = rest
		} else {
			delete(x.have, k)
		}
	}
}

// add takes a resource.
func (st *store) add(r *resource) {
	r.at = len(st.ordered)
	st.ordered = append(st.ordered, r)
	st.byID[r.id] = r
	for _, x := range st.indexes {
		x.add(r)
	}
}

// change gives a resource other attributes.
func (st *store) change(r *resource, attrs *value.Object) {
	for _, x := range st.indexes {
		x.remove(r)
	}
	r.attrs, r.version = attrs, r.version+1
	for _, x := range st.indexes {
		x.add(r)
	}
}

// remove deletes a resource.
func (st *store) remove(r *resource) {
	for _, x := range st.indexes {
		x.remove(r)
	}
	delete(st.byID, r.id)
	st.ordered[r.at] = nil
	if len(st.ordered) > 64 && len(st.byID) < len(st.ordered)/2 {
		st.ordered = slices.DeleteFunc(st.ordered, func(r *resource) bool { return r == nil })
		for i, r := range st.ordered {
			r.at = i
		}
	}
}

// taken refuses attributes of which another resource has a value that must be unique. Self is the resource that they are for, nil for a new one.
func (st *store) taken(attrs *value.Object, self *resource) *refusal {
	probe := &resource{attrs: attrs}
	for _, x := range st.indexes {
		if !x.unique {
			continue
		}
		for _, k := range x.keys(probe) {
			if slices.ContainsFunc(x.have[k], func(other *resource) bool { return other != self }) {
				return &refusal{status: 409, scimType: uniqueness, section: secCreate, detail: "another resource has the same " + x.attr.String()}
			}
		}
	}
	return nil
}

// withValue returns the resources of which one attribute is a text, without looking at the others; false where a filter asks for something else.
func (st *store) withValue(d definitions, f *filter) ([]*resource, bool) {
	text, isText := f.operand.AsString()
	def := d.find(f.attr)
	if f.form != compares || f.op != eq || !isText || def == nil || def.Many || def.Type != typeString || len(f.attr.names) != 1 || strings.EqualFold(def.Name, "id") {
		return nil, false
	}
	attr := attrPath{st.of.schemaOf(f.attr.urn), []string{def.Name}}
	at := slices.IndexFunc(st.indexes, func(x *index) bool { return x.attr.String() == attr.String() })
	x := (*index)(nil)
	if at >= 0 {
		x = st.indexes[at]
	} else {
		x = st.addIndex(attr, def, false)
	}
	found := slices.Clone(x.have[x.key(text)])
	slices.SortFunc(found, func(a, b *resource) int { return a.at - b.at })
	return found, true
}
