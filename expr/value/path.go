package value

import (
	"strings"

	"github.com/attrmap/attrmap/internal/urn"
)

// Path is the name of an attribute, taken apart once so that it can be looked up many times. It is immutable.
//
// A name may be plain (mail), dotted (name.givenName), filtered (emails[type eq "work"].value) or led by a schema's urn
// (urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department). The text as a whole is always tried first, so
// that flat records whose names contain dots, brackets or colons work too.
type Path struct {
	text  string
	steps []step // empty where the name can only be a plain one

	// Set by [Slots.Add]: the numbers of the name and of the way to its last step, from 1; 0 is none.
	slots        *Slots
	slot, holder uint16

	meter *Meter // nil where nothing is counted
}

// Meter counts how many members and values are gone through to read attributes.
type Meter struct{ Visited int }

// bytesAVisit is how much text that is searched counts as much as a member that is visited.
const bytesAVisit = 32

// add does nothing on a nil Meter, so that paths without one need no test.
func (m *Meter) add(visited int) {
	if m != nil {
		m.Visited += visited
	}
}

// Metered returns the same path, which counts what it takes to follow it in a Map or an Object.
func (p *Path) Metered(m *Meter) Path {
	metered := *p
	metered.meter = m
	return metered
}

// IsPlain reports whether the name can only be a plain one, which takes a single look-up.
func (p *Path) IsPlain() bool { return len(p.steps) == 0 }

// step goes from an object to one of its attributes, or from a multi-valued attribute to the members a filter keeps.
type step struct {
	name   string
	filter *filter
}

// ParsePath takes a name apart, see [SplitPath]. Every text is a path: what has another form, or a filter of more than 16 clauses, is a
// plain name.
func ParsePath(text string) Path {
	p := Path{text: text}
	schema, parts, err := SplitPath(text)
	if err != nil {
		return p
	}
	core := schema != "" && urn.IsCore(schema) // its attributes are at the top, beside those without a URN
	var steps []step
	if schema != "" && !core {
		steps = append(steps, step{name: schema})
	}
	for i := range parts {
		f, ok := makeFilter(parts[i].Filter)
		if !ok {
			return p
		}
		steps = append(steps, step{parts[i].Name, f})
	}
	// A single step without a filter is the whole text, which is looked up first anyway.
	if core || len(steps) > 1 || steps[0].filter != nil {
		p.steps = steps
	}
	return p
}

// String returns the name as it was written.
func (p Path) String() string { return p.text }

// Root is the name that must be read from the source for this path: the attribute, or the extension's urn, it starts from.
func (p *Path) Root() string {
	if len(p.steps) == 0 {
		return p.text
	}
	return p.steps[0].name
}

// find follows the path inside an object. The whole name comes first: a CSV may have a column named name.givenName. Names at the top are
// compared as get does, below it as SCIM does: exactly, else without case. The result is Absent where a step leads nowhere. A multi-valued
// attribute on the way contributes the values of all members that a filter keeps: none is Absent, one is that value, several are a list.
func (p *Path) find(get func(name string) Value) Value {
	if v := get(p.text); !v.IsAbsent() {
		return asReference(v)
	}
	if len(p.steps) == 0 {
		return Absent
	}
	return p.walk(get(p.steps[0].name))
}

// walk follows the path from the value of its first attribute.
func (p *Path) walk(v Value) Value { return asReference(p.follow(v, p.steps)) }

// follow goes the path's first steps from the value of its first attribute.
func (p *Path) follow(v Value, steps []step) Value {
	if f := steps[0].filter; f != nil {
		v = p.keep(v, f)
	}
	for i := 1; i < len(steps); i++ {
		// Null or absent on the way is the result, whatever steps come after it.
		if v.IsNull() {
			return v
		}
		v = p.descend(v, &steps[i])
	}
	return v
}

// descend goes one step down; in a multi-valued attribute it goes down in every member.
func (p *Path) descend(v Value, s *step) Value {
	switch v.Kind() {
	case KindObject:
		p.meter.add(len(v.object().members))
		next := v.object().GetFold(s.name)
		if s.filter != nil {
			next = p.keep(next, s.filter)
		}
		return next
	case KindList:
		p.meter.add(len(v.list()))
		var found []Value
		for _, m := range v.list() {
			if d := p.descend(m, s); !d.IsAbsent() {
				found = append(found, d)
			}
		}
		// Members that lack the attribute are left out, and one value is not a list.
		return collapse(found)
	default: // a plain value has no members
	}
	// A list of plain values may mean {"value": …} members (RFC 7643, 2.4).
	if strings.EqualFold(s.name, "value") && s.filter == nil {
		return v
	}
	return Absent
}

// keep returns the members of a multi-valued attribute that the filter keeps: Absent for none, the member itself for one. A
// value that is no list counts as its only member. A second pass collects several, so that the usual single one needs no list.
func (p *Path) keep(v Value, f *filter) Value {
	members, isList := v.AsList()
	p.meter.add(len(members) * len(f.clauses))
	if !isList {
		if fault, ok := f.fault(v); ok {
			return fault
		}
		if v.IsNull() || f.matches(v, p.meter) {
			return v
		}
		return Absent
	}
	first := -1
	for i, m := range members {
		if fault, ok := f.fault(m); ok {
			return fault
		}
		if !f.matches(m, p.meter) {
			continue
		}
		if first >= 0 {
			return p.keepSeveral(members, f)
		}
		first = i
	}
	if first < 0 {
		return Absent
	}
	return members[first]
}

// keepSeveral is keep where at least two members match. It looks for faults, too: those of later members are not yet known.
func (p *Path) keepSeveral(members []Value, f *filter) Value {
	var kept []Value
	for _, m := range members {
		if fault, ok := f.fault(m); ok {
			return fault
		}
		if f.matches(m, p.meter) {
			kept = append(kept, m)
		}
	}
	return listOf(kept)
}

// collapse returns no value as Absent, one as itself and several as a list.
func collapse(values []Value) Value {
	switch len(values) {
	case 0:
		return Absent
	case 1:
		return values[0]
	}
	return listOf(values)
}

// asReference reads a complex reference such as SCIM's manager {value, $ref, displayName} as the identifier it holds: the
// service treats such an attribute as one of type Reference. Objects with any other member stay objects (assumed).
func asReference(v Value) Value {
	o, ok := v.AsObject()
	if !ok {
		return v
	}
	// All members are looked at, since a single one with another name makes it an object. Without a text as value it is none,
	// either: the reference would have no identifier.
	id := Absent
	for _, m := range o.members {
		switch {
		case strings.EqualFold(m.Name, "value"):
			id = m.Value
		case !strings.EqualFold(m.Name, "$ref") && !strings.EqualFold(m.Name, "displayName"):
			return v
		}
	}
	if text, ok := id.AsString(); ok {
		return Reference(text)
	}
	return v
}
