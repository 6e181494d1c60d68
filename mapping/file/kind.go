package file

import (
	"encoding/json"
	"errors"
	"path"
	"strings"

	"github.com/attrmap/attrmap/internal/tree"
)

// Kind is what a file holds.
type Kind uint8

const (
	// Expression is the text of one expression.
	Expression Kind = iota
	// Mapping is a mapping file in YAML or JSON, which package mapping describes.
	Mapping
	// Schema is a synchronization schema exported from Microsoft Graph, or a part of one.
	Schema
	// Bulk is a SCIM bulk request.
	Bulk
	// Other is none of them: objects, a table, a file of names.
	Other
	// BulkMap is a map for bulk build, which package bulk reads.
	BulkMap
)

var kindNames = [...]string{Expression: "expression", Mapping: "mapping file", Schema: "exported schema", Bulk: "bulk request", Other: "file of another kind", BulkMap: "map for bulk build"}

// String returns "expression", "mapping file", "exported schema", "bulk request", "file of another kind" or
// "map for bulk build".
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return "unknown"
}

// phrase returns the kind with its article.
func (k Kind) phrase() string {
	if k == Expression || k == Schema {
		return "an " + k.String()
	}
	return "a " + k.String()
}

// detect finds out what the document holds. It goes by the name's extension, else by the content: no expression is a JSON object, or YAML with
// the member mappings or objects. The tree of what may be YAML is read on the way. A list is one of parts of a schema, also where it has none, in
// YAML and in JSON, and what is recognized as something else is neither mappings nor an expression.
func (d *Document) detect() {
	d.detectMappings()
	if d.kind == Bulk {
		return
	}
	if top := d.outline(); top != nil && top.list && (len(top.members) == 0 || top.isSchema()) {
		d.kind = Schema
	}
	switch d.other = d.recognize(); {
	case d.other == nil:
	case *d.other == bulkMap:
		d.kind = BulkMap
	default:
		d.kind = Other
	}
}

// detectMappings is detect among the kinds of files that have mappings or are expressions.
func (d *Document) detectMappings() {
	extension := strings.ToLower(path.Ext(d.name))
	// The extension decides between YAML and JSON, which is YAML, too, as a rule: tabs and long lines are read only as JSON.
	if extension == ".yaml" || extension == ".yml" {
		d.yaml = true
		d.readTree()
		d.kind, _ = holds(d.root)
		return
	}
	var members map[string]json.RawMessage
	err := json.Unmarshal([]byte(d.text), &members)
	switch {
	// Bulk requests and schemas are recognized by their members first: both are JSON, and a mapping file has other members.
	case isBulk(d.text, members, err):
		d.kind = Bulk
	case isSchema(d.text, members, err):
		d.kind = Schema
	case extension == ".json" || strings.HasPrefix(strings.TrimSpace(d.text), "{"):
		d.kind = Mapping
		d.readTree()
	default:
		// Almost every text is YAML, so only the member mappings, or one of a schema, makes it more than an expression.
		d.yaml = true
		d.readTree()
		if kind, certain := holds(d.root); certain {
			d.kind = kind
		}
	}
}

// People convert exported schemas to YAML to read them, so that is recognized, too. A file by the name of a mapping file is one, whatever it
// holds: its faults are then those of a mapping file, and not that nothing is known about it.

// holds returns what a document of YAML holds: a mapping file unless its members are those of a schema. The second result is false where it
// has no member that says so.
func holds(n *tree.Node) (k Kind, certain bool) {
	if n == nil {
		return Mapping, false
	}
	if n.Member("mappings") != nil || n.Member("objects") != nil {
		return Mapping, true
	}
	for _, m := range n.Real().Members {
		if isSchemaMember(m.Name) {
			return Schema, true
		}
	}
	return Mapping, false
}

// isSchema reports whether a text is an exported schema rather than a mapping file, which is an object with the member mappings. An array of
// objects is a part of a schema.
func isSchema(text string, members map[string]json.RawMessage, err error) bool {
	var wrongType *json.UnmarshalTypeError
	if errors.As(err, &wrongType) { // it is JSON, and no object
		return strings.HasPrefix(strings.TrimSpace(text), "[") && strings.Contains(text, "{") // [1] is an attribute
	}
	found := false
	for name := range members {
		if strings.EqualFold(name, "mappings") {
			return false
		}
		found = found || isSchemaMember(name)
	}
	return err == nil && found
}

// isSchemaMember reports whether an exported schema, or the answer of Graph that holds one, has a member of the name. Members of
// expressions and mapping files have other names.
func isSchemaMember(name string) bool {
	switch strings.ToLower(name) {
	case "synchronizationrules", "objectmappings", "attributemappings", "value", "sourcedirectoryname", "directories":
		return true
	}
	return false
}

// isBulk reports whether a text is a bulk request, by its members; a damaged one is recognized by its schema.
func isBulk(text string, members map[string]json.RawMessage, err error) bool {
	if err != nil {
		return strings.Contains(text, "messages:2.0:BulkRequest") && strings.HasPrefix(strings.TrimSpace(text), "{")
	}
	for name := range members {
		if strings.EqualFold(name, "Operations") {
			return true
		}
	}
	return strings.Contains(string(members["schemas"]), "BulkRequest")
}
