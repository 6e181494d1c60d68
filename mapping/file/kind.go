package file

import (
	"bytes"
	"encoding/json"
	"path"
	"strings"
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
)

var kindNames = [...]string{Expression: "expression", Mapping: "mapping file", Schema: "exported schema", Bulk: "bulk request"}

// String returns "expression", "mapping file", "exported schema" or "bulk request".
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
// the member mappings. The tree of what may be YAML is read on the way.
func (d *Document) detect() {
	data := []byte(d.text)
	extension := strings.ToLower(path.Ext(d.name))
	switch {
	case extension == ".yaml" || extension == ".yml":
		d.yaml = true
		d.readTree()
		d.kind, _ = d.root.holds()
	case isBulk(data):
		d.kind = Bulk
	case json.Valid(data) && isSchema(data) && strings.Contains(d.text, "{"): // [1] is an attribute
		d.kind = Schema
	case extension == ".json" || strings.HasPrefix(strings.TrimSpace(d.text), "{"):
		d.kind = Mapping
		d.readTree()
	default:
		d.yaml = true
		d.readTree()
		if kind, certain := d.root.holds(); certain {
			d.kind = kind
		}
	}
}

// holds returns what a document of YAML holds: a mapping file unless its members are those of a schema. The second result is false where it
// has no member that says so.
func (n *node) holds() (k Kind, certain bool) {
	if n == nil {
		return Mapping, false
	}
	if n.member("mappings") != nil {
		return Mapping, true
	}
	for _, m := range n.real().members {
		if isSchemaMember(m.name) {
			return Schema, true
		}
	}
	return Mapping, false
}

// isSchema tells an exported schema from a mapping file, which is an object with the member mappings.
func isSchema(data []byte) bool {
	var members map[string]json.RawMessage
	if json.Unmarshal(data, &members) != nil {
		return bytes.HasPrefix(bytes.TrimSpace(data), []byte("["))
	}
	found := false
	for name := range members {
		if strings.EqualFold(name, "mappings") {
			return false
		}
		found = found || isSchemaMember(name)
	}
	return found
}

func isSchemaMember(name string) bool {
	switch strings.ToLower(name) {
	case "synchronizationrules", "objectmappings", "attributemappings", "value", "sourcedirectoryname", "directories":
		return true
	}
	return false
}

// isBulk tells a bulk request by its members, a damaged one by its schema.
func isBulk(data []byte) bool {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(data, &members); err != nil {
		return bytes.Contains(data, []byte("messages:2.0:BulkRequest")) && bytes.HasPrefix(bytes.TrimSpace(data), []byte("{"))
	}
	for name := range members {
		if strings.EqualFold(name, "Operations") {
			return true
		}
	}
	return bytes.Contains(members["schemas"], []byte("BulkRequest"))
}
