package graph

import "github.com/attrmap/attrmap/expr/diag"

// shape says what a document holds. An export has the shape of a schema; the others are fragments that people cut out of one. Each may
// also be the "value" member of a Graph response, alone or in an array.
type shape uint8

const (
	schemaShape shape = iota
	ruleShape
	objectMappingShape
	attributeMappingShape
	directoryShape
	objectShape
)

// shapes lists, for every shape, its name in Graph's metadata, the record it consists of and the members that identify it. No member
// identifies two shapes. The table is never changed.
var shapes = [...]struct {
	name    string
	record  recordID
	members []string
}{
	schemaShape:           {"synchronizationSchema", schemaRecord, []string{"synchronizationRules", "directories"}},
	ruleShape:             {"synchronizationRule", ruleRecord, []string{"objectMappings", "sourceDirectoryName", "targetDirectoryName"}},
	objectMappingShape:    {"objectMapping", objectMappingRecord, []string{"attributeMappings", "sourceObjectName", "targetObjectName"}},
	attributeMappingShape: {"attributeMapping", attributeMappingRecord, []string{"targetAttributeName"}},
	directoryShape:        {"directoryDefinition", directoryRecord, []string{"objects", "discoverabilities"}},
	objectShape:           {"objectDefinition", objectRecord, []string{"attributes", "supportedApis"}},
}

// String returns the name of the shape in Graph's metadata.
func (s shape) String() string { return shapes[s].name }

// record returns the type of the parts of a document of this shape.
func (s shape) record() recordID { return shapes[s].record }

// shapeOf returns the shape of an object; ok is false for anything else.
func shapeOf(n *node) (s shape, ok bool) {
	for s := range shapes {
		for _, name := range shapes[s].members {
			if n.member(name) != nil {
				return shape(s), true
			}
		}
	}
	return 0, false
}

// maxEnvelopes bounds how many "value" members may enclose the content of a document. Graph writes one.
const maxEnvelopes = 3

// classify finds the parts of the document: the values of one shape that it consists of.
func (d *Document) classify() error {
	d.top = d.root
	for range maxEnvelopes {
		inner := d.top.member("value")
		if _, isContent := shapeOf(d.top); isContent || inner == nil {
			break
		}
		d.top = inner
	}
	candidates := []*node{d.top}
	if d.top.kind == arrayKind {
		candidates = d.top.elements()
		d.shape = attributeMappingShape // of an empty array
	}
	for i, n := range candidates {
		if schema := n.member("schema"); schema != nil && schema.kind == objectKind {
			n = schema // of a template
		}
		shape, ok := shapeOf(n)
		if !ok {
			return d.shapeError(n, `want a JSON object with members such as "synchronizationRules" and "directories", or a part of one`,
				diag.Messagef("not a synchronization schema"))
		}
		if i > 0 && shape != d.shape {
			return d.shapeError(n, "", diag.Messagef("the document has both %s and %s", diag.Name(d.shape.String()), diag.Name(shape.String())))
		}
		d.shape = shape
		d.parts = append(d.parts, n)
	}
	return nil
}
