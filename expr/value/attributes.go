package value

import "strings"

// Attributes is what an evaluation reads attributes from. Implementations must be safe for concurrent reading.
type Attributes interface {
	// Attribute returns the value of the attribute that p names, Absent where there is none.
	Attribute(p *Path) Value
}

// Map reads attributes from plain Go data: nil, bool, every number type, json.Number, string, time.Time, []byte, []string, []any,
// map[string]any, Value and pointers to objects, as encoding/json and this module make them.
//
// Everything else reads as encoding/json writes it. Named types are what they are made of: a type Level int is an integer, with or
// without a String method, and a time.Duration its nanoseconds. A nil pointer is null; a nil slice is an empty list. Slices, arrays,
// maps with string keys and structs are lists and objects; of a struct the exported fields count, with the names and the options of
// their json tags. A type with MarshalJSON or MarshalText is what that writes, and json.RawMessage what it contains. Arrays of bytes are
// binary, as slices are.
//
// What cannot be read, such as a channel, a map with other keys, NaN or a cycle, makes the evaluation fail that reads it, see
// [Value.Unreadable]; the attributes beside it stay readable. Of the types in the first paragraph no value is made before it is needed;
// all others are converted whenever they are read.
//
// Names are compared exactly at the top, and without case below it; see [Fold] for sources whose names have no case.
type Map map[string]any

// Attribute returns the attribute that p names, Absent where there is none. An entry of the whole name comes before a walk
// along its steps, unless it is the Value Absent; see [Path].
func (m Map) Attribute(p *Path) Value {
	if a, ok := m[p.text]; ok {
		if text, ok := a.(string); ok {
			return String(text)
		}
		if v := asReference(convert(a)); !v.IsAbsent() || len(p.steps) == 0 {
			return v // what it takes to make a list or an object of Go data shows in its size
		}
	}
	if len(p.steps) == 0 {
		return Absent
	}
	root, ok := m[p.steps[0].name]
	if !ok {
		return Absent
	}
	return p.walkData(root)
}

// get returns the entry of exactly that name; getFold is the look-up of [Fold].
func (m Map) get(name string) Value {
	if a, ok := m[name]; ok {
		return convert(a)
	}
	return Absent
}

// Attribute returns the attribute that p names; see [Fold] for sources whose names have no case.
func (o *Object) Attribute(p *Path) Value {
	p.meter.add(len(o.members))
	return p.find(o.Get)
}

// Fold reads from a Map or an Object as it does itself, and where a name is missing takes one that differs only in case: of
// a Map the first in byte order, of an Object the first in its own order. SCIM attribute names are compared so (RFC 7643,
// 2.1). Other sources are returned unchanged.
func Fold(a Attributes) Attributes {
	switch a := a.(type) {
	case Map:
		return folded{a.getFold}
	case *Object:
		return foldedObject{a}
	}
	return a
}

type folded struct{ get func(name string) Value }

// Attribute follows the path through values; the short cuts for plain data are those of Map alone.
func (f folded) Attribute(p *Path) Value { return p.find(f.get) }

// foldedObject is an Object that is read so. What asks for the members of any attributes asks for its method Members.
type foldedObject struct{ *Object }

// Attribute follows the path through values; a [Record] has a faster way.
func (f foldedObject) Attribute(p *Path) Value { return p.find(f.GetFold) }

func (m Map) getFold(name string) Value {
	if a, ok := m[name]; ok {
		return convert(a)
	}
	// The smallest name is taken, because Go's order of map keys would choose another one each time.
	best, found := "", false
	for candidate := range m {
		if strings.EqualFold(candidate, name) && (!found || candidate < best) {
			best, found = candidate, true
		}
	}
	if !found {
		return Absent
	}
	return m.get(best)
}
