package scimwire

import (
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/urn"
)

// Resource is a SCIM object under construction: every attribute path that is set finds its place in it. It may be used by one
// goroutine at a time.
type Resource struct {
	// schema is the URN of the core schema, kind the resource type that it ends in.
	schema string
	kind   string
	// Attributes of the core are members of the object itself; those of an extension are in a member named by its URN (RFC 7643, 3.3).
	core       object
	extensions []extension
	omitCustom bool // leave custom extensions out of the member schemas
}

// extension is the part of the object that belongs to one schema other than the core's.
type extension struct {
	urn  string
	body *object
}

// object holds members in the order in which they are written.
type object struct{ members []member }

// member is a named node. The rank orders members of the core, see rank; parts and attributes of extensions all have the rank 0, and
// therefore the order in which they were set.
type member struct {
	name string
	rank int
	node *node
}

// node is what follows a name: a value, an object, or an array whose elements are distinguished by their filters.
type node struct {
	kind     nodeKind
	value    value.Value
	object   object
	elements []element
}

// nodeKind is decided by the first path that reaches a node, and never changes: two paths that need different kinds contradict each other.
type nodeKind uint8

const (
	isNothing nodeKind = iota
	isValue
	isObject
	isArray
)

// element is an element of an array. Its key is that of the filter that chose it, "" without a filter, see filterKey.
type element struct {
	key  string
	body *object
}

// NewResource returns an empty object of a resource type: User, Group, or one of the application's own, whose core schema is then
// assumed to be named like theirs. "" is User.
func NewResource(resourceType string) *Resource {
	if resourceType == "" {
		resourceType = "User"
	}
	// Room for the attributes of a usual user: members would otherwise be moved several times for each record of a bulk request.
	return &Resource{schema: urn.Core + "2.0:" + resourceType, kind: resourceType, core: object{members: make([]member, 0, 12)}}
}

// Set puts a value at an attribute path.
//
// Paths are those of attribute mappings: userName, name.givenName, emails[type eq "work"].value,
// urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department. Filters with the same comparisons mean the same element of
// the array, and their values become its members; "True" of primary becomes the boolean. What is before the last colon of a urn
// names the extension. Names are compared without case, and written as the RFC writes them, else as they were written first.
//
// An absent value sets nothing, null is written as null. A text for active or primary becomes the boolean it spells; a
// single value for the enterprise user's manager becomes {"value": …}, and so do the plain members of arrays such as emails. Dates
// are written in ISO 8601, UTC where they name no zone.
//
// The error is a *[value.PathError]: the path cannot be written, the place is taken by another value or by a value of another shape, or
// the value does not fit. It leaves the object unfit for use. The cost grows with the number of attributes that are set.
func (r *Resource) Set(path string, v value.Value) error {
	p, err := ParsePath(path)
	if err != nil {
		return err
	}
	return r.SetPath(p, v)
}

// SetPath is [Resource.Set] for a path that has been parsed.
func (r *Resource) SetPath(p *Path, v value.Value) error {
	v, err := p.fit(v)
	if err != nil {
		return err
	}
	return r.put(p, v)
}

// put places a value as it is.
func (r *Resource) put(p *Path, v value.Value) error {
	// Before the object is touched: an absent value must not leave an empty object or array where its path leads.
	if v.IsAbsent() {
		return nil
	}
	steps := p.steps
	// A single value of the manager is its identifier. Clip keeps the append from writing into the path's own array: paths are shared by
	// all records of a bulk request.
	if _, isComplex := v.AsObject(); p.isManager() && !isComplex && !v.IsNull() {
		steps = append(slices.Clip(steps), step{name: "value"})
	}
	body := r.body(p.urn)
	for i := range steps {
		st, last := &steps[i], i+1 == len(steps)
		child := body.child(st.name, p.urn == "" && i == 0)
		// A step goes through an array if it has a filter, or if it leads into an attribute that the RFC has as an array: emails.value is a
		// part of the element without a filter. An attribute of an extension is never known to be an array.
		switch array := st.filter != nil || !last && i == 0 && p.urn == "" && isMultiValued(st.name); {
		case array && !child.becomes(isArray):
			return p.fail("%s is set already, and not as an array of elements", diag.Name(st.name))
		case array:
			// The path ends in the element: the value is the whole of it.
			if body = child.element(st.filter); last {
				return body.fill(p, v)
			}
		// Set before the next case, because a value that is an object is one value here, not the parent of parts that paths may add to.
		case last:
			return child.set(p, v)
		case !child.becomes(isObject):
			return p.fail("%s is set already, and its parts cannot be set beside it", diag.Name(st.name))
		default:
			body = &child.object
		}
	}
	return nil
}

// body returns the object that holds the attributes of a schema.
func (r *Resource) body(schema string) *object {
	if schema == "" {
		return &r.core
	}
	for _, e := range r.extensions {
		if strings.EqualFold(e.urn, schema) {
			return e.body
		}
	}
	// The body is behind a pointer, because the slice of extensions moves as it grows.
	e := extension{urn: schema, body: &object{}}
	// The enterprise user's comes first, whichever attribute was set first; the others keep the order of their first attribute.
	if schema == urn.Enterprise {
		r.extensions = slices.Insert(r.extensions, 0, e)
	} else {
		r.extensions = append(r.extensions, e)
	}
	return e.body
}

// child returns the member of a name, a new one where it is missing: ranked members are in the RFC's order, others at the end.
func (o *object) child(name string, ranked bool) *node {
	for _, m := range o.members {
		if len(m.name) == len(name) && strings.EqualFold(m.name, name) {
			return m.node
		}
	}
	m := member{name: name, node: &node{}}
	if ranked {
		m.rank = rank(name)
	}
	// Insertion by rank keeps the members in order at every time. Members of the same rank stay in the order of setting.
	at := len(o.members)
	for at > 0 && o.members[at-1].rank > m.rank {
		at--
	}
	o.members = slices.Insert(o.members, at, m)
	return m.node
}

// becomes returns a new node a kind; it reports whether the node is of that kind.
func (n *node) becomes(kind nodeKind) bool {
	if n.kind == isNothing {
		n.kind = kind
	}
	return n.kind == kind
}

// set makes the node a value, which may be set twice if it stays the same.
func (n *node) set(p *Path, v value.Value) error {
	switch {
	case n.kind == isNothing:
		n.kind, n.value = isValue, v
	case n.kind != isValue:
		return p.fail("parts of it are set already, and it cannot be set as a whole beside them")
	// The same value twice happens where a filter and a path say the same, such as emails[type eq "work"].type set to "work".
	case !n.value.Equal(v):
		return p.fail("it is set twice, to different values")
	}
	return nil
}

// element returns the array's element of a filter, nil being the one without; a new one holds what the filter says.
func (n *node) element(f *filter) *object {
	key := ""
	if f != nil {
		key = f.key
	}
	for _, e := range n.elements {
		if e.key == key {
			return e.body
		}
	}
	e := element{key: key, body: &object{}}
	if f != nil {
		for _, m := range f.members {
			// What the filter compares with is what the element must hold, or a later read by the same path would not find it.
			*e.body.child(m.Name, false) = node{kind: isValue, value: m.Value}
		}
	}
	n.elements = append(n.elements, e)
	return e.body
}

// fill returns a whole element: an object's members, or the value of one that has nothing else.
// Members that the filter has set may be repeated with the same value; another one contradicts the filter, and is an error.
func (o *object) fill(p *Path, v value.Value) error {
	complexValue, ok := v.AsObject()
	if !ok {
		return o.child("value", false).set(p, v)
	}
	for _, m := range complexValue.Members() {
		if err := o.child(m.Name, false).set(p, m.Value); err != nil {
			return err
		}
	}
	return nil
}

// fit brings a value to the form that the RFC has for the path.
func (p *Path) fit(v value.Value) (value.Value, error) {
	switch {
	// A signal never reaches a request in a plan, which has decided about it; a program that sets values by itself could pass one.
	case v.Kind().IsSignal():
		return v, p.fail("want a value, got a signal that leaves it out of the flow")
	case v.IsNull():
		return v, nil
	// A mapping could only repeat what AppendJSON writes, or contradict it.
	case p.urn == "" && strings.EqualFold(p.steps[0].name, "schemas"):
		return v, p.fail("the schemas follow from the attributes")
	case p.IsBoolean():
		return p.truth(v)
	// Only arrays that the RFC knows hold objects: a custom list may be one of plain values.
	case len(p.steps) == 1 && p.urn == "" && p.steps[0].filter == nil && isMultiValued(p.steps[0].name):
		return elements(v), nil
	}
	return v, nil
}

// truth returns the boolean that a value spells. Its errors never quote the value, which may be one that must not be printed.
func (p *Path) truth(v value.Value) (value.Value, error) {
	if v.IsNullOrEmpty() { // it would read as false, and an account must not be disabled by an empty cell
		return v, p.fail("want true or false, got an empty value")
	}
	b, err := v.ToBoolean()
	if err != nil {
		return v, p.fail("want true or false, got neither")
	}
	return value.Boolean(b), nil
}

// elements returns a value as an array of objects: a plain member is the value of one (RFC 7643, 2.4).
func elements(v value.Value) value.Value {
	members := v.Members()
	wrapped := make([]value.Value, len(members))
	for i, m := range members {
		if _, isComplex := m.AsObject(); !isComplex {
			m = value.ObjectOf(value.NewObject(value.Member{Name: "value", Value: m}))
		}
		wrapped[i] = m
	}
	return value.List(wrapped...)
}

// markWorkEmail makes the work e-mail the primary one, as recorded requests of the service's client have it when it creates somebody. What the
// mappings say of primary themselves stays.
func (r *Resource) markWorkEmail() {
	for _, m := range r.core.members {
		if m.name != "emails" || m.node.kind != isArray {
			continue
		}
		var work *object
		for _, e := range m.node.elements {
			if e.body.part("primary").kind != isNothing {
				return
			}
			if strings.EqualFold(e.body.part("type").value.Text(), "work") && !e.body.part("value").value.IsNullOrEmpty() {
				work = e.body
			}
		}
		if work != nil {
			work.members = slices.Insert(work.members, 0, member{name: "primary", node: &node{kind: isValue, value: value.True}})
		}
	}
}

// part returns the member of a name, an empty node where there is none.
func (o *object) part(name string) node {
	for _, m := range o.members {
		if strings.EqualFold(m.name, name) {
			return *m.node
		}
	}
	return node{}
}

// Schemas lists the schemas of the attributes that are set: the core schema, the enterprise user's, then the others in the order
// of their first attribute.
func (r *Resource) Schemas() []string {
	urns := []string{r.schema}
	for _, e := range r.extensions {
		// An extension is empty where only absent values were set in it, or where the setting failed.
		if len(e.body.members) > 0 && (!r.omitCustom || e.urn == urn.Enterprise) {
			urns = append(urns, e.urn)
		}
	}
	return urns
}
