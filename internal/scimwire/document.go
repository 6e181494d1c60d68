package scimwire

import (
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/urn"
)

// document is an object that a [Server] holds. Of an object that the server began with, only the attributes that a request touches are
// taken over; the others are read from where they were.
type document struct {
	base  value.Attributes // as the object was read; nil for one that a request created
	keeps bool             // empty texts
	known []*Path          // the attributes that requests may name, by which those of a flat record are found
	own   []attribute      // what requests have touched, in that order
}

// attribute is an attribute with all its parts, known by its schema and its name.
type attribute struct {
	urn, name string
	value     value.Value // Absent once it is removed
}

// is reports whether this is the attribute that a path starts from.
func (a *attribute) is(urn, name string) bool {
	return strings.EqualFold(a.urn, urn) && strings.EqualFold(a.name, name)
}

// find returns the attribute that a path starts from, nil where no request has touched it.
func (d *document) find(urn, name string) *attribute {
	for i := range d.own {
		if d.own[i].is(urn, name) {
			return &d.own[i]
		}
	}
	return nil
}

// touch returns the attribute that a path starts from, to be changed.
func (d *document) touch(p *Path) *attribute {
	name := p.steps[0].name
	if a := d.find(p.urn, name); a != nil {
		return a
	}
	d.own = append(d.own, attribute{urn: p.urn, name: name, value: d.original(p)})
	return &d.own[len(d.own)-1]
}

// original returns an attribute with all its parts, as it was before the first request. A flat record, such as a row of CSV, has no such
// attribute; it is put together from the parts that are known.
func (d *document) original(p *Path) value.Value {
	if d.base == nil {
		return value.Absent
	}
	root := value.ParsePath(rootText(p))
	v := d.base.Attribute(&root)
	// A reference is read as its identifier, and held as the object that SCIM makes of it.
	if v.Kind() == value.KindReference {
		return referenceOf(v.Text())
	}
	if !v.IsNull() {
		return v
	}
	for _, k := range d.known {
		if !strings.EqualFold(k.urn, p.urn) || !strings.EqualFold(k.steps[0].name, p.steps[0].name) {
			continue
		}
		part := value.ParsePath(k.text)
		if have := d.base.Attribute(&part); !have.IsNullOrEmpty() {
			v = change{op: opAdd, path: k, value: have}.apply(v)
		}
	}
	return v
}

// Attribute returns what the object has now; see [value.Object.Attribute]. Names at the top are compared without case where a request
// has touched the attribute.
func (d *document) Attribute(p *value.Path) value.Value {
	text := p.String()
	schema, steps, err := value.SplitPath(text)
	if err != nil {
		schema, steps = "", []value.PathStep{{Name: text}}
	}
	if urn.IsCore(schema) {
		schema = ""
	}
	a := d.find(schema, steps[0].Name)
	if a == nil {
		if d.base == nil {
			return value.Absent
		}
		return d.base.Attribute(p)
	}
	// The object has this attribute alone, so that the path leads there whatever others there are.
	o := value.NewObject(value.Member{Name: a.name, Value: a.value})
	if a.urn != "" {
		o = value.NewObject(value.Member{Name: a.urn, Value: value.ObjectOf(o)})
	}
	return value.Fold(o).Attribute(p)
}

// change is an operation of a PATCH on one attribute (RFC 7644, 3.5.2). A value that the target does not tell from none unassigns the
// attribute: null (RFC 7643, 2.5) and, unless the target keeps it, the empty text (inferred: none of the known servers does).
type change struct {
	op         string // in any case
	path       *Path
	value      value.Value // Absent where there is none
	keepsEmpty bool
}

// isNothing reports whether a value unassigns what it is written to.
func (c change) isNothing(v value.Value) bool {
	return v.IsNull() || !c.keepsEmpty && v.IsNullOrEmpty()
}

// removes reports whether the operation takes something away, and adds reports whether it leaves what is there.
func (c change) removes() bool { return strings.EqualFold(c.op, opRemove) }
func (c change) adds() bool    { return strings.EqualFold(c.op, opAdd) }

// apply returns what becomes of the attribute that the path starts from.
func (c change) apply(v value.Value) value.Value { return c.at(v, 0) }

// at applies the change to the attribute of the path's i-th step.
func (c change) at(v value.Value, i int) value.Value {
	st := &c.path.steps[i]
	last := i+1 == len(c.path.steps)
	switch {
	case st.filter != nil:
		return c.chosen(v, i)
	case last:
		return c.whole(v, i)
	case isArrayed(v) || i == 0 && c.path.urn == "" && isMultiValued(st.name):
		return c.each(v, i)
	}
	return c.part(v, i)
}

// part applies the change to a part of a single complex value, which comes to be where it is missing.
func (c change) part(v value.Value, i int) value.Value {
	name := c.path.steps[i+1].name
	o := complexOf(v)
	changed := c.at(o.GetFold(name), i+1)
	o = c.with(o, name, changed)
	if len(o.Members()) == 0 {
		return value.Absent
	}
	return value.ObjectOf(o)
}

// each applies the change to a part of every element. An array without elements gets one, as the client expects of a server (inferred:
// it sends such paths).
func (c change) each(v value.Value, i int) value.Value {
	elements := slices.Clone(v.Members())
	if len(elements) == 0 && !c.removes() {
		elements = []value.Value{value.Absent}
	}
	return c.put(elements, i, func(value.Value) bool { return true })
}

// chosen applies the change to the elements that a filter chooses. Where none is chosen, one that the filter chooses comes to be: the
// RFC has a server refuse a Replace then (noTarget), the client sends an Add, of which the RFC does not say so, and servers that work with
// it make the element (reported).
func (c change) chosen(v value.Value, i int) value.Value {
	f := c.path.steps[i].filter
	elements := slices.Clone(v.Members())
	if !c.removes() && !slices.ContainsFunc(elements, f.chooses) {
		elements = append(elements, value.ObjectOf(value.NewObject(slices.Clone(f.members)...)))
	}
	return c.put(elements, i, f.chooses)
}

// put applies the change to the elements of an array that are chosen, and leaves out those that it removes.
func (c change) put(elements []value.Value, i int, chosen func(value.Value) bool) value.Value {
	var kept []value.Value
	primary := -1
	for _, e := range elements {
		if chosen(e) {
			if i+1 == len(c.path.steps) {
				e = c.element(e)
			} else {
				e = c.part(e, i)
			}
			if isPrimary(e) {
				primary = len(kept)
			}
		}
		if !c.isNothing(e) {
			kept = append(kept, e)
		}
	}
	return arrayOf(kept, primary)
}

// element returns what becomes of an element as a whole.
func (c change) element(e value.Value) value.Value {
	if c.removes() {
		return value.Absent
	}
	o, isComplex := c.value.AsObject()
	if !isComplex {
		o = value.NewObject(value.Member{Name: "value", Value: c.value})
	}
	return c.merged(e, o)
}

// whole returns what becomes of an attribute, or of a part, without a filter.
func (c change) whole(v value.Value, i int) value.Value {
	operand := c.value
	if c.removes() {
		return c.without(v)
	}
	if c.isNothing(operand) {
		return value.Absent
	}
	_, isList := operand.AsList()
	if isList || isArrayed(v) || i == 0 && c.path.urn == "" && isMultiValued(c.path.steps[0].name) {
		return c.array(v, operand)
	}
	o, isComplex := operand.AsObject()
	switch {
	// The manager's identifier may come alone, as Entra's client sends it.
	case i == 0 && c.path.isManager() && !isComplex:
		return referenceOf(operand.Text())
	case isComplex:
		return c.merged(v, o)
	}
	return operand
}

// without returns an attribute after its removal. The default client names in a value which elements it removes, for which the RFC has a
// filter; of a server it is documented to expect that the others stay.
func (c change) without(v value.Value) value.Value {
	if c.value.IsNull() || !isArrayed(v) {
		return value.Absent
	}
	return arrayOf(without(v, c.value).Members(), -1)
}

// array returns a multi-valued attribute with more elements, or with others. What is there already is not added again.
func (c change) array(v, operand value.Value) value.Value {
	var elements []value.Value
	if c.adds() {
		elements = slices.Clone(v.Members())
	}
	// Groups may be large: only elements that are known by the same identifier are compared.
	have := make(map[string][]value.Value, len(elements))
	for _, e := range elements {
		have[identifier(e)] = append(have[identifier(e)], e)
	}
	primary := -1
	for _, e := range operand.Members() {
		id := identifier(e)
		if c.isNothing(e) || slices.ContainsFunc(have[id], func(other value.Value) bool { return hasAll(other, e) }) {
			continue
		}
		if o, ok := e.AsObject(); ok {
			e = c.merged(value.Absent, o)
		}
		if isPrimary(e) {
			primary = len(elements)
		}
		elements, have[id] = append(elements, e), append(have[id], e)
	}
	return arrayOf(elements, primary)
}

// chooses reports whether an element has what the filter says. Texts are compared without case (RFC 7643, 2.2), a plain element is its
// own value.
func (f *filter) chooses(element value.Value) bool {
	o := complexOf(element)
	return !slices.ContainsFunc(f.members, func(m value.Member) bool {
		have := o.GetFold(m.Name)
		return have.IsNull() || !strings.EqualFold(have.Text(), m.Value.Text())
	})
}

// arrayOf returns elements as an attribute, Absent for none. Only one element is the primary one: setting another takes the mark from
// those that have it (RFC 7644, 3.5.2); primary is the place of the one that was set, -1 for none.
func arrayOf(elements []value.Value, primary int) value.Value {
	if len(elements) == 0 {
		return value.Absent
	}
	for i, e := range elements {
		if o, ok := e.AsObject(); ok && primary >= 0 && i != primary && isPrimary(e) {
			elements[i] = value.ObjectOf(change{}.with(o, "primary", value.False))
		}
	}
	return value.List(elements...)
}

// hasAll reports whether an element has all that another one has: it may have more, such as the name that a server shows of a member.
func hasAll(element, other value.Value) bool {
	o := complexOf(element)
	return !slices.ContainsFunc(complexOf(other).Members(), func(m value.Member) bool {
		return !m.Value.IsNull() && !o.GetFold(m.Name).Equal(m.Value)
	})
}

// isArrayed reports whether a value is a list.
func isArrayed(v value.Value) bool {
	_, isList := v.AsList()
	return isList
}

// isPrimary reports whether an element is marked as the primary one.
func isPrimary(e value.Value) bool {
	o, ok := e.AsObject()
	return ok && strings.EqualFold(o.GetFold("primary").Text(), "true")
}

// complexOf returns a value as an object: a plain one is the value of one (RFC 7643, 2.4).
func complexOf(v value.Value) *value.Object {
	if o, ok := v.AsObject(); ok {
		return o
	}
	if v.IsNullOrEmpty() {
		return value.NewObject()
	}
	return value.NewObject(value.Member{Name: "value", Value: v})
}

// referenceOf returns the object that SCIM holds for a reference.
func referenceOf(id string) value.Value {
	return value.ObjectOf(value.NewObject(value.Member{Name: "value", Value: value.String(id)}))
}

// merged returns a value with the members of an object set.
func (c change) merged(v value.Value, o *value.Object) value.Value {
	result := complexOf(v)
	for _, m := range o.Members() {
		result = c.with(result, m.Name, m.Value)
	}
	if len(result.Members()) == 0 {
		return value.Absent
	}
	return value.ObjectOf(result)
}

// with returns an object with a member set; one without a value is left out.
func (c change) with(o *value.Object, name string, v value.Value) *value.Object {
	members := slices.Clone(o.Members())
	at := slices.IndexFunc(members, func(m value.Member) bool { return strings.EqualFold(m.Name, name) })
	switch {
	case c.isNothing(v) && at >= 0:
		members = slices.Delete(members, at, at+1)
	case c.isNothing(v):
	case at >= 0:
		members[at].Value = v
	default:
		members = append(members, value.Member{Name: name, Value: v})
	}
	return value.NewObject(members...)
}
