package graph

import (
	"slices"
	"strings"
)

// Equal tells whether two documents say the same to the service. Versions and OData's annotations do not count, nor do white space, the
// order of members, the case of their names, how flow types are spelled, or whether a member is null or absent. The order of arrays
// does.
//
// The cost is that of sorting the members of every object.
func Equal(a, b *Document) bool {
	if a.shape != b.shape || len(a.parts) != len(b.parts) {
		return false
	}
	for i := range a.parts {
		if !equalNodes(a.parts[i], b.parts[i], a.shape.record()) {
			return false
		}
	}
	return true
}

func equalNodes(a, b *node, record recordID) bool {
	if a.kind != b.kind {
		return false
	}
	switch a.kind {
	case nullKind:
		return true
	case stringKind:
		return unquote(a.raw) == unquote(b.raw)
	case arrayKind:
		return slices.EqualFunc(a.elements(), b.elements(), func(a, b *node) bool { return equalNodes(a, b, record) })
	case objectKind:
		return slices.EqualFunc(countingMembers(a, record), countingMembers(b, record), func(a, b item) bool {
			f := record.lookupField(a.name)
			return strings.EqualFold(a.name, b.name) && equalFields(a.value, b.value, f)
		})
	default:
		return a.raw == b.raw
	}
}

func equalFields(a, b *node, f *field) bool {
	if f == nil {
		return equalNodes(a, b, unknownRecord)
	}
	if f.joined {
		left, leftIsText := a.text()
		right, rightIsText := b.text()
		return leftIsText && rightIsText && slices.Equal(words(left), words(right))
	}
	return equalNodes(a, b, f.of)
}

// words gives the words of a field that joins them by commas, sorted.
func words(text string) []string {
	out := strings.Split(strings.ToLower(text), ",")
	for i := range out {
		out[i] = strings.TrimSpace(out[i])
	}
	slices.Sort(out)
	return out
}

// countingMembers gives the members of an object that tell it from another one, sorted by name.
func countingMembers(n *node, record recordID) []item {
	hasVersion := record == schemaRecord || record == directoryRecord
	out := slices.DeleteFunc(slices.Clone(n.items), func(it item) bool {
		return it.value.kind == nullKind || isAnnotation(it.name) || hasVersion && strings.EqualFold(it.name, "version")
	})
	slices.SortStableFunc(out, func(a, b item) int { return strings.Compare(strings.ToLower(a.name), strings.ToLower(b.name)) })
	return out
}

// Counts says how much a document holds.
type Counts struct {
	Rules          int `json:"rules"`
	ObjectMappings int `json:"objectMappings"` // helper mappings included
	// AttributeMappings counts those of all object mappings; Expressions those among them whose source is a function.
	AttributeMappings int `json:"attributeMappings"`
	Expressions       int `json:"expressions"`
	Directories       int `json:"directories"`
	Objects           int `json:"objects"`
	Attributes        int `json:"attributes"`
	// UnknownMembers counts members that Graph's metadata does not have, but for what stands below them; Annotations those of OData.
	UnknownMembers int `json:"unknownMembers"`
	Annotations    int `json:"annotations"`
}

// Counts counts what the document holds, in all its schemas.
func (d *Document) Counts() Counts {
	var c Counts
	if d.shape == ShapeAttributeMapping {
		c.ObjectMappings = 1 // the list stands for one
	}
	if d.root != d.top {
		c.countMembers(d.root, unknownRecord)
	}
	for _, part := range d.parts {
		c.count(part, d.shape.record())
	}
	return c
}

func (c *Counts) count(n *node, record recordID) {
	switch record {
	case ruleRecord:
		c.Rules++
	case objectMappingRecord:
		c.ObjectMappings++
	case attributeMappingRecord:
		c.AttributeMappings++
		if s := readSource(n.member("source")); s != nil && strings.EqualFold(s.Type, TypeFunction) {
			c.Expressions++
		}
	case directoryRecord:
		c.Directories++
	case objectRecord:
		c.Objects++
	case attributeRecord:
		c.Attributes++
	default:
	}
	c.countMembers(n, record)
}

func (c *Counts) countMembers(n *node, record recordID) {
	for i := range n.items {
		it := &n.items[i]
		f := record.lookupField(it.name)
		switch {
		case isAnnotation(it.name):
			c.Annotations++
		case f != nil && f.typ == recordField && it.value.kind == objectKind:
			c.count(it.value, f.of)
		case f != nil && f.typ == recordsField:
			for _, element := range it.value.elements() {
				if element.kind == objectKind {
					c.count(element, f.of)
				}
			}
		case f == nil && record != unknownRecord:
			c.UnknownMembers++
		}
	}
}
