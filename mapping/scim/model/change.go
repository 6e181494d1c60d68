package model

import (
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/scimschema"
)

// change is an operation on one attribute (RFC 7644, 3.5.2).
type change struct {
	*draft
	op    string
	path  *path
	value value.Value
	defs  []*attribute // of the steps of the path; nil for those of which nothing is known
}

func (c *change) removes() bool { return c.op == opRemove }

// last returns the definition of what the path means.
func (c *change) last() *attribute { return c.defs[len(c.defs)-1] }

// check refuses a path that the schemas do not have, and what only the server writes. The tolerant profile, and a resource that is written as a whole,
// skip what only the server writes (RFC 7644, 3.3).
func (c *change) check() (skip bool, err *refusal) {
	strict := c.s.strict
	if c.path.urn == "" && strings.EqualFold(c.path.steps[0].name, "schemas") {
		return true, nil // they follow from the attributes
	}
	for i, def := range c.defs {
		switch {
		case def == nil && i > 0 && c.defs[i-1] != nil && c.defs[i-1].Type != typeComplex:
			return false, refuse(invalidPath, secPatch, "%s has no parts", c.defs[i-1].Name)
		case def == nil && strict && c.of.extension(c.path.String()) != nil:
			return false, refuse(invalidPath, secPatch, "%s is a schema: want one of its attributes, after a colon, or no path and the schema in the value", c.path)
		case def == nil && strict:
			return false, refuse(invalidPath, secPatch, "the schemas define no attribute %s", shown(c.path.String()))
		case def == nil:
			continue
		}
		if def.Mutability == readOnly {
			if c.creates || !strict {
				return true, nil
			}
			return false, refuse(mutability, secReadOnly, "%s is written by the server alone", c.path)
		}
		f := c.path.steps[i].filter
		if f == nil {
			continue
		}
		if !def.Many && strict {
			return false, refuse(invalidPath, secPatch, "%s has one value: a filter chooses among several", def.Name)
		}
		if _, err := (definitions{strict: strict, parent: def, inside: true}).check(f); err != nil {
			err.section = secPatch
			return false, err
		}
	}
	if strict && !c.path.isPlain() {
		return false, refuse(invalidPath, secPatch, "want a path of an attribute, a filter and a part, got more: %s", shown(c.path.String()))
	}
	return false, nil
}

// fitted returns the value of the operation in the form of what the path means.
func (c *change) fitted() (value.Value, *refusal) {
	at, v, def := c.path.String(), c.value, c.last()
	last := &c.path.steps[len(c.path.steps)-1]
	switch {
	case c.removes() && c.s.strict && !v.IsNull():
		return v, refuse(invalidValue, secRemove, "want a removal without a value: a filter in the path says which elements of %s go", at)
	case c.removes():
		return v, nil
	case last.filter != nil:
		return c.s.fitElement(def, at, v)
	case def != nil && def.Many && c.op == opAdd && !c.creates:
		if _, isList := v.AsList(); !isList && !c.s.isNothing(v) {
			v = value.List(v) // "a new value is added": it may come alone
		}
	}
	return c.s.fit(def, at, v)
}

// step applies the change to the attribute of the path's i-th step, and returns what becomes of it.
func (c *change) step(v value.Value, i int) (value.Value, *refusal) {
	st := &c.path.steps[i]
	_, isList := v.AsList()
	switch {
	case st.filter != nil:
		return c.chosen(v, i)
	case i+1 == len(c.path.steps):
		return c.whole(v, i), nil
	case isList || c.defs[i] != nil && c.defs[i].Many:
		return c.each(v, i)
	}
	return c.part(v, i)
}

// part applies the change to a part of a single complex value, which comes to be where it is missing.
func (c *change) part(v value.Value, i int) (value.Value, *refusal) {
	name, def := c.path.steps[i+1].name, c.defs[i+1]
	if def != nil {
		name = def.Name
	}
	o := complexOf(v)
	before := o.GetFold(name)
	changed, err := c.step(before, i+1)
	if err != nil {
		return v, err
	}
	if def != nil && c.s.strict {
		switch {
		case def.Mutability == immutable && !before.IsAbsent() && !changed.Equal(before):
			return v, refuse(mutability, secPatch, "%s is immutable, and has another value", c.path)
		case def.Required && !before.IsAbsent() && changed.IsNullOrEmpty():
			return v, refuse(mutability, secRemove, "%s is required", c.path)
		}
	}
	if o = c.s.with(o, name, changed); len(o.Members()) == 0 {
		return value.Absent, nil
	}
	return value.ObjectOf(o), nil
}

// each applies the change to a part of every element. An attribute without elements gets one.
func (c *change) each(v value.Value, i int) (value.Value, *refusal) {
	elements := slices.Clone(v.Members())
	if len(elements) == 0 && !c.removes() {
		elements = []value.Value{value.Absent}
	}
	return c.put(elements, i, func(value.Value) bool { return true })
}

// chosen applies the change to the elements that a filter chooses. Where none is chosen, the RFC has a server refuse a replace (3.5.2.3), leaves open
// what becomes of an add, which the strict profile refuses for the same reason (3.12, noTarget), and has nothing to remove. The tolerant profile makes
// an element that the filter chooses, where the filter says what it is (reported).
func (c *change) chosen(v value.Value, i int) (value.Value, *refusal) {
	f := c.path.steps[i].filter
	d := definitions{strict: c.s.strict, parent: c.defs[i], inside: true}
	chosen := func(e value.Value) bool { return d.matches(f, elementGetter(e)) }
	elements := slices.Clone(v.Members())
	if err := c.s.works(2 * f.size() * len(elements)); err != nil { // once to see whether there is one, once to change it
		return v, err
	}
	if !slices.ContainsFunc(elements, chosen) {
		made, ok := value.NewObject(), false
		if !c.s.strict {
			made, ok = c.s.elementOf(f, c.defs[i], made)
		}
		switch {
		case c.removes():
			return v, nil
		case ok:
			elements = append(elements, value.ObjectOf(made))
		case c.op == opAdd:
			return v, refuse(noTarget, secErrors, "no element is chosen by the filter of %s", c.path)
		default:
			return v, refuse(noTarget, secReplace, "no element is chosen by the filter of %s", c.path)
		}
	}
	return c.put(elements, i, chosen)
}

// elementOf adds to an object what an element has that a filter chooses; false where the filter does not determine it.
func (s *Server) elementOf(f *filter, def *attribute, o *value.Object) (*value.Object, bool) {
	switch {
	case f.form == joinsAnd:
		for _, part := range f.parts {
			var ok bool
			if o, ok = s.elementOf(part, def, o); !ok {
				return o, false
			}
		}
		return o, true
	case f.form != compares || f.op != eq || len(f.attr.names) != 1 || f.operand.IsNull():
		return o, false
	}
	name, v := f.attr.names[0], f.operand
	var part *attribute
	if def != nil {
		part = findAttribute(def.Parts, name)
	}
	if part == nil && strings.EqualFold(name, "primary") {
		part = &attribute{Name: "primary", Type: typeBoolean} // RFC 7643, 2.4
	}
	if part != nil {
		fitted, err := s.fit(part, name, v)
		if err != nil {
			return o, false
		}
		name, v = part.Name, fitted
	}
	if have := o.GetFold(name); !have.IsAbsent() && !have.Equal(v) {
		return o, false
	}
	return s.with(o, name, v), true
}

// put applies the change to the elements of an array that are chosen, and leaves out those that it removes.
func (c *change) put(elements []value.Value, i int, chosen func(value.Value) bool) (value.Value, *refusal) {
	kept := make([]value.Value, 0, len(elements))
	primary := -1
	for _, e := range elements {
		if chosen(e) {
			var err *refusal
			if e, err = c.element(e, i); err != nil {
				return value.Absent, err
			}
			if isPrimary(e) {
				primary = len(kept)
			}
		}
		if !c.s.isNothing(e) {
			kept = append(kept, e)
		}
	}
	return c.s.arrayOf(kept, primary), nil
}

// element returns what becomes of an element that is chosen.
func (c *change) element(e value.Value, i int) (value.Value, *refusal) {
	if i+1 < len(c.path.steps) {
		return c.part(e, i)
	}
	o, isComplex := c.value.AsObject()
	def := c.defs[i]
	switch {
	case c.removes():
		return value.Absent, nil
	case def != nil && def.Type != typeComplex, c.s.isNothing(c.value):
		return c.value, nil
	case c.s.strict && c.op == opReplace:
		return c.value, nil // "all matching record values SHALL be replaced"
	case !isComplex:
		o = complexOf(c.value)
	}
	return c.s.merged(e, o), nil
}

// whole returns what becomes of an attribute, or of a part, without a filter.
func (c *change) whole(v value.Value, i int) value.Value {
	if c.removes() {
		return c.s.without(v, c.value)
	}
	_, isList := c.value.AsList()
	switch nothing := c.s.isNothing(c.value); {
	case nothing && c.op == opAdd && (isList || c.defs[i] != nil && c.defs[i].Many):
		return v // an array to which nothing is added
	case nothing:
		return value.Absent
	}
	_, wasList := v.AsList()
	if isList || wasList || c.defs[i] != nil && c.defs[i].Many {
		return c.array(v)
	}
	if o, isComplex := c.value.AsObject(); isComplex {
		return c.s.merged(v, o) // parts that the value does not have stay (3.5.2.1 and 3.5.2.3)
	}
	return c.value
}

// without returns an attribute after its removal. Entra's default client names in a value which elements it removes, for which the RFC has a filter;
// of a server it is documented to expect that the others stay.
func (s *Server) without(v, named value.Value) value.Value {
	list, isList := v.AsList()
	if named.IsNull() || !isList {
		return value.Absent
	}
	gone := map[string]bool{}
	for _, e := range named.Members() {
		gone[identity(e)] = true
	}
	return s.arrayOf(slices.DeleteFunc(slices.Clone(list), func(e value.Value) bool { return gone[identity(e)] }), -1)
}

// array returns an attribute of several values with more elements, or with others. What is there already is not added again: an element of the same
// value, and of the same type where one is given, gets what else is said of it (RFC 7643, 2.4).
func (c *change) array(v value.Value) value.Value {
	var elements []value.Value
	if c.op == opAdd {
		elements = slices.Clone(v.Members())
	}
	// Groups may be large: only elements that are known by the same value are compared.
	have := make(map[string][]int, len(elements))
	for i, e := range elements {
		have[identity(e)] = append(have[identity(e)], i)
	}
	primary := -1
	for _, e := range c.value.Members() {
		if c.s.isNothing(e) {
			continue
		}
		id := identity(e)
		at := slices.IndexFunc(have[id], func(i int) bool { return isSame(elements[i], e) })
		place := len(elements)
		if at >= 0 {
			place = have[id][at]
			if o, isComplex := e.AsObject(); isComplex {
				elements[place] = c.s.extended(elements[place], o)
			}
		} else {
			elements, have[id] = append(elements, e), append(have[id], place)
		}
		if isPrimary(e) {
			primary = place
		}
	}
	return c.s.arrayOf(elements, primary)
}

// identity returns what an element is known by: of an object its identifier, without one all that it has.
func identity(e value.Value) string {
	o, ok := e.AsObject()
	if !ok {
		return e.Text()
	}
	if id, ok := scimschema.Identifier(o); ok {
		return id
	}
	return "\x00" + string(e.AppendJSON(nil))
}

// isSame reports whether an element that is there is the one that is added: they have the same identity.
func isSame(have, added value.Value) bool {
	kind := complexOf(added).GetFold("type")
	return kind.IsNull() || strings.EqualFold(complexOf(have).GetFold("type").Text(), kind.Text())
}

// extended returns an element with what it does not have yet; a plain one stays so where nothing is added to its value.
func (s *Server) extended(e value.Value, o *value.Object) value.Value {
	have := complexOf(e)
	if !slices.ContainsFunc(o.Members(), func(m value.Member) bool { return !s.isNothing(m.Value) && !have.GetFold(m.Name).Equal(m.Value) }) {
		return e
	}
	return s.merged(e, o)
}

// arrayOf returns elements as an attribute, Absent for none. Only one element is the primary one: setting another takes the mark from
// those that have it (RFC 7644, 3.5.2); primary is the place of the one that was set, -1 for none.
func (s *Server) arrayOf(elements []value.Value, primary int) value.Value {
	if len(elements) == 0 {
		return value.Absent
	}
	for i, e := range elements {
		if o, ok := e.AsObject(); ok && primary >= 0 && i != primary && isPrimary(e) {
			elements[i] = value.ObjectOf(s.with(o, "primary", value.False))
		}
	}
	return value.List(elements...)
}

// merged returns a value with the members of an object set.
func (s *Server) merged(v value.Value, o *value.Object) value.Value {
	result := complexOf(v)
	if s.tooWide(o) {
		return v
	}
	for _, m := range o.Members() {
		result = s.with(result, m.Name, m.Value)
	}
	if len(result.Members()) == 0 {
		return value.Absent
	}
	return value.ObjectOf(result)
}

// allowed refuses a change of what is immutable or required (RFC 7644, 3.5.2).
func (c *change) allowed(before, after value.Value) *refusal {
	def := c.defs[0]
	if def == nil || c.creates || !c.s.strict {
		return nil
	}
	switch {
	case def.Mutability == immutable && !before.IsAbsent() && !after.Equal(before):
		return refuse(mutability, secPatch, "%s is immutable, and has another value", c.path)
	case def.Required && after.IsNullOrEmpty() && c.removes():
		return refuse(mutability, secRemove, "%s is required", c.path)
	case def.Required && after.IsNullOrEmpty():
		return refuse(invalidValue, secPatch, "%s is required: want a value", c.path)
	}
	return nil
}

// isPrimary reports whether an element is marked as the primary one.
func isPrimary(e value.Value) bool {
	o, ok := e.AsObject()
	return ok && strings.EqualFold(o.GetFold("primary").Text(), "true")
}
