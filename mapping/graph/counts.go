package graph

import "strings"

// Counts holds the numbers of a document's elements.
type Counts struct {
	Rules          int `json:"rules"`
	ObjectMappings int `json:"objectMappings"` // helper mappings included
	// AttributeMappings counts the attribute mappings of all object mappings; Expressions counts those whose source is a function.
	AttributeMappings int `json:"attributeMappings"`
	Expressions       int `json:"expressions"`
	Directories       int `json:"directories"`
	Objects           int `json:"objects"`
	Attributes        int `json:"attributes"`
	// UnknownMembers counts members that are not in Graph's metadata, without what they contain; Annotations counts those of OData.
	UnknownMembers int `json:"unknownMembers"`
	Annotations    int `json:"annotations"`
}

// Empty reports whether there is no rule, mapping, directory or definition: nothing that anybody could run or check.
func (c Counts) Empty() bool {
	return c.Rules+c.ObjectMappings+c.Directories+c.Objects+c.Attributes == 0
}

// Counts returns the numbers of elements in all schemas of the document.
func (d *Document) Counts() Counts {
	var c Counts
	if d.shape == attributeMappingShape && len(d.parts) > 0 {
		c.ObjectMappings = 1 // the list counts as one
	}
	if d.root != d.top {
		c.countMembers(d.root, unknownRecord)
	}
	for _, part := range d.parts {
		c.count(part, d.shape.record())
	}
	return c
}

// count counts a record and everything in it.
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

// countMembers counts the members of a record, and the records in them. What is inside an unknown member is unknown, too, and not
// counted.
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
