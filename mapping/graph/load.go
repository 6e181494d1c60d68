package graph

import (
	"fmt"
	"io"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
)

// defaultDepth is deep enough for expressions at their own limit: each level of an expression nests three levels of JSON.
const defaultDepth = 1000

// Limits bounds the cost of loading a document. A field that is zero or negative means its default, see [Limits.WithDefaults].
type Limits struct {
	// Bytes is the size of the largest file accepted.
	Bytes int
	// Depth is the deepest nesting of arrays and objects accepted; one level of an expression takes three.
	Depth int
	// Values is the largest number of JSON values accepted. The default is some five times that of a large schema.
	Values int
}

// WithDefaults returns the limits with every unset field replaced by its default. The defaults are listed in docs/security.md.
func (l Limits) WithDefaults() Limits {
	positiveOr := func(n, fallback int) int {
		if n > 0 {
			return n
		}
		return fallback
	}
	l.Bytes = positiveOr(l.Bytes, 8<<20)
	l.Depth = min(positiveOr(l.Depth, defaultDepth), 10*defaultDepth)
	l.Values = positiveOr(l.Values, 40_000)
	return l
}

// Document is a file that holds a synchronization schema or a part of one. It holds the file's JSON text whole: members it does not
// know, their order, numbers as written, nulls, even the white space. What reads it are views such as [Rule]; what changes it
// writes through to the text.
//
// A Document may be read from several goroutines as long as none changes it.
type Document struct {
	lead, tail string
	root, top  *node // top is what the parts stand in, or the only part: the root, or the content of an answer
	places     placeIndex
	shape      Shape
	parts      []*node
	layout     layout
}

// Shape says what a document holds.
type Shape uint8

// The shapes of documents. An export has the shape of a schema; the others are fragments, such as people cut out of one. Each may
// also stand in the value member of an answer of Graph, alone or as a list.
const (
	ShapeSchema Shape = iota
	ShapeRule
	ShapeObjectMapping
	ShapeAttributeMapping
	ShapeDirectory
	ShapeObject
)

// String names the shape in Graph's terms.
func (s Shape) String() string {
	return [...]string{
		"synchronizationSchema", "synchronizationRule", "objectMapping", "attributeMapping", "directoryDefinition", "objectDefinition",
	}[s]
}

func (s Shape) record() recordID {
	return [...]recordID{
		schemaRecord, ruleRecord, objectMappingRecord, attributeMappingRecord, directoryRecord, objectRecord,
	}[s]
}

// Load reads a document: a schema as Graph's GET answers, a template's answer, or a fragment (see [Shape]), in UTF-8 or
// UTF-16, with or without a byte order mark. Names of members may be written in any case, as PowerShell does; values are kept as
// they are, those that are not known too. The error is a *[LoadError].
//
// Time and memory are linear in the size of the input.
func Load(r io.Reader, limits Limits) (*Document, error) {
	d, err := parseDocument(r, limits.WithDefaults())
	if err != nil {
		return nil, err
	}
	d.layout = layoutOf(d.root)
	if err := d.classify(); err != nil {
		return nil, err
	}
	for _, part := range d.parts {
		if err := d.checkShape(part, d.shape.record()); err != nil {
			return nil, err
		}
	}
	return d, nil
}

// parseDocument reads the text to a tree; what the tree means is not looked at.
func parseDocument(r io.Reader, limits Limits) (*Document, error) {
	source, err := readText(r, limits)
	if err != nil {
		return nil, err
	}
	d := &Document{places: newPlaceIndex(source)}
	d.lead, d.root, d.tail, err = parseText(source, limits)
	return d, err
}

func readText(r io.Reader, limits Limits) (string, error) {
	data, err := io.ReadAll(io.LimitReader(r, int64(limits.Bytes)+1))
	start := diag.Position{Line: 1, Column: 1}
	if err != nil {
		return "", &LoadError{Path: "$", Position: start, Message: "the input cannot be read: " + err.Error(), cause: err}
	}
	if len(data) > limits.Bytes {
		message := fmt.Sprintf("the file is larger than %d bytes", limits.Bytes)
		cause := &diag.LimitError{Limit: diag.LimitFileBytes, Max: int64(limits.Bytes), Position: start}
		return "", &LoadError{Path: "$", Position: start, Message: message, cause: cause}
	}
	return decodeText(data)
}

// Save writes the document as UTF-8 without a byte order mark. What was not changed is written as it was read, byte by byte.
func (d *Document) Save(w io.Writer) error {
	var b strings.Builder
	b.WriteString(d.lead)
	d.root.write(&b)
	b.WriteString(d.tail)
	_, err := io.WriteString(w, b.String())
	return err
}

// Shape says what the document holds.
func (d *Document) Shape() Shape { return d.shape }

// classify finds the parts of the document that are of one of the shapes.
func (d *Document) classify() error {
	top := d.root
	// An answer has its content in value, a template its schema in schema.
	for range 3 {
		inner := top.member("value")
		if inner == nil || shapeOf(top) >= 0 {
			break
		}
		top = inner
	}
	d.top = top
	candidates := []*node{top}
	if top.kind == arrayKind {
		candidates = top.elements()
		d.shape = ShapeAttributeMapping // of an array without elements
	}
	for i, n := range candidates {
		if schema := n.member("schema"); schema != nil && schema.kind == objectKind {
			n = schema
		}
		shape := shapeOf(n)
		if shape < 0 {
			return d.shapeError(n, `wanted is a JSON object with members such as "synchronizationRules" and "directories", or a part of one`,
				"this is no synchronization schema")
		}
		if i > 0 && Shape(shape) != d.shape {
			return d.shapeError(n, "", fmt.Sprintf("the document has both %s and %s", d.shape, Shape(shape)))
		}
		d.shape = Shape(shape)
		d.parts = append(d.parts, n)
	}
	return nil
}

// marks lists members that tell the shapes apart. A rule, a mapping and a definition have none in common.
var marks = [...][]string{
	ShapeSchema:           {"synchronizationRules", "directories"},
	ShapeRule:             {"objectMappings", "sourceDirectoryName", "targetDirectoryName"},
	ShapeObjectMapping:    {"attributeMappings", "sourceObjectName", "targetObjectName"},
	ShapeAttributeMapping: {"targetAttributeName"},
	ShapeDirectory:        {"objects", "discoverabilities"},
	ShapeObject:           {"attributes", "supportedApis"},
}

// shapeOf gives the shape of an object, -1 for anything else.
func shapeOf(n *node) int {
	for shape, names := range marks {
		for _, name := range names {
			if n.member(name) != nil {
				return shape
			}
		}
	}
	return -1
}
