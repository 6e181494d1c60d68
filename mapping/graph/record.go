package graph

import (
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/mapping"
)

// recordID is a type of Graph's metadata.
type recordID uint8

const (
	unknownRecord recordID = iota // its members are kept unchecked
	schemaRecord
	ruleRecord
	objectMappingRecord
	attributeMappingRecord
	sourceRecord
	parameterRecord
	filterRecord
	filterGroupRecord
	filterClauseRecord
	filterOperandRecord
	containerFilterRecord
	groupFilterRecord
	directoryRecord
	objectRecord
	attributeRecord
	referenceRecord
	metadataRecord
)

// fieldType is the kind of value that a field takes. Every field takes null.
type fieldType uint8

const (
	textField fieldType = iota
	flagField
	numberField
	textsField  // array of strings
	recordField // object
	recordsField
)

// field is a known member of a record.
type field struct {
	name string
	typ  fieldType
	of   recordID
	// words are the values that Graph's metadata lists; nil means any.
	words []string
	// joined fields contain several of the words, separated by commas.
	joined bool
}

// records holds the fields of every type of the synchronization schema, in the order in which Graph writes them. It is never changed. A
// document may have other fields and words, since Graph gets new ones: they are kept, and reported as warnings.
var records = [...][]field{
	schemaRecord: {
		{name: "id"}, {name: "version"}, {name: "provisioningTaskIdentifier"},
		{name: "synchronizationRules", typ: recordsField, of: ruleRecord},
		{name: "directories", typ: recordsField, of: directoryRecord},
	},
	ruleRecord: {
		{name: "editable", typ: flagField}, {name: "id"}, {name: "name"}, {name: "priority", typ: numberField},
		{name: "sourceDirectoryName"}, {name: "targetDirectoryName"},
		{name: "containerFilter", typ: recordField, of: containerFilterRecord},
		{name: "groupFilter", typ: recordField, of: groupFilterRecord},
		{name: "metadata", typ: recordsField, of: metadataRecord},
		{name: "objectMappings", typ: recordsField, of: objectMappingRecord},
	},
	objectMappingRecord: {
		{name: "enabled", typ: flagField}, {name: "flowTypes", words: flowTypeWords, joined: true}, {name: "name"},
		{name: "scope", typ: recordField, of: filterRecord}, {name: "sourceObjectName"}, {name: "targetObjectName"},
		{name: "attributeMappings", typ: recordsField, of: attributeMappingRecord},
		{name: "metadata", typ: recordsField, of: metadataRecord},
	},
	attributeMappingRecord: {
		{name: "defaultValue"}, {name: "exportMissingReferences", typ: flagField},
		{name: "flowBehavior", words: []string{"FlowWhenChanged", "FlowAlways"}},
		{name: "flowType", words: flowTypeNames()},
		{name: "matchingPriority", typ: numberField}, {name: "targetAttributeName"},
		{name: "source", typ: recordField, of: sourceRecord},
		// The name of the mapping's member is not published; that of the attribute is assumed for both.
		{name: "flowNullValues", typ: flagField},
	},
	sourceRecord: {
		{name: "expression"}, {name: "name"}, {name: "type", words: []string{TypeAttribute, TypeConstant, TypeFunction}},
		{name: "parameters", typ: recordsField, of: parameterRecord},
	},
	parameterRecord: {{name: "key"}, {name: "value", typ: recordField, of: sourceRecord}},
	filterRecord: {
		{name: "categoryFilterGroups", typ: recordsField, of: filterGroupRecord},
		{name: "groups", typ: recordsField, of: filterGroupRecord},
		{name: "inputFilterGroups", typ: recordsField, of: filterGroupRecord},
	},
	filterGroupRecord: {{name: "name"}, {name: "clauses", typ: recordsField, of: filterClauseRecord}},
	filterClauseRecord: {
		{name: "operatorName"}, {name: "sourceOperandName"}, {name: "targetOperand", typ: recordField, of: filterOperandRecord},
	},
	filterOperandRecord:   {{name: "values", typ: textsField}},
	containerFilterRecord: {{name: "includedContainers", typ: textsField}},
	groupFilterRecord:     {{name: "includedGroups", typ: textsField}},
	directoryRecord: {
		{name: "id"}, {name: "discoveryDateTime"},
		{name: "discoverabilities", joined: true, words: []string{
			"None", "AttributeNames", "AttributeDataTypes", "AttributeReadOnly", "ReferenceAttributes", "UnknownFutureValue",
		}},
		{name: "name"}, {name: "readOnly", typ: flagField}, {name: "version"},
		{name: "metadata", typ: recordsField, of: metadataRecord},
		{name: "objects", typ: recordsField, of: objectRecord},
	},
	objectRecord: {
		{name: "name"}, {name: "supportedApis", typ: textsField},
		{name: "attributes", typ: recordsField, of: attributeRecord},
		{name: "metadata", typ: recordsField, of: metadataRecord},
	},
	attributeRecord: {
		{name: "anchor", typ: flagField}, {name: "caseExact", typ: flagField}, {name: "defaultValue"},
		{name: "flowNullValues", typ: flagField}, {name: "multivalued", typ: flagField},
		{name: "mutability", words: []string{"ReadWrite", "ReadOnly", "Immutable", "WriteOnly"}},
		{name: "name"}, {name: "required", typ: flagField},
		{name: "type", words: []string{"String", "Integer", "Reference", "Binary", "Boolean", "DateTime"}},
		{name: "apiExpressions", typ: recordsField, of: metadataRecord},
		{name: "metadata", typ: recordsField, of: metadataRecord},
		{name: "referencedObjects", typ: recordsField, of: referenceRecord},
	},
	referenceRecord: {{name: "referencedObjectName"}, {name: "referencedProperty"}},
	metadataRecord:  {{name: "key"}, {name: "value"}},
}

// flowTypeNames returns Graph's names of the attribute flow types.
func flowTypeNames() []string {
	var names []string
	for _, apply := range mapping.Applies() {
		names = append(names, apply.Behavior().FlowType)
	}
	return names
}

// lookupField returns the field of that name, in any case; nil for an unknown name.
func (id recordID) lookupField(name string) *field {
	fields := records[id]
	for i := range fields {
		if strings.EqualFold(fields[i].name, name) {
			return &fields[i]
		}
	}
	return nil
}

// unknownWord returns the first word that Graph's metadata does not list for the field, "" if there is none. It ignores case, because
// documented samples have types in lower case.
func (f *field) unknownWord(text string) string {
	if f.words == nil || text == "" {
		return ""
	}
	parts := []string{text}
	if f.joined {
		parts = strings.Split(text, ",")
	}
	for _, part := range parts {
		part = strings.TrimSpace(part)
		known := false
		for _, word := range f.words {
			known = known || strings.EqualFold(word, part)
		}
		if !known {
			return part
		}
	}
	return ""
}

// isAnnotation reports whether a member is an OData annotation, such as @odata.context or value@odata.type.
func isAnnotation(name string) bool { return strings.Contains(name, "@") }

// checkShape returns an error if a field of the record, or of one inside it, has a value of the wrong kind.
func (d *Document) checkShape(n *node, id recordID) error {
	for i := range n.items {
		f := id.lookupField(n.items[i].name)
		if f == nil {
			continue
		}
		if err := d.checkField(n.items[i].value, f); err != nil {
			return err
		}
	}
	return nil
}

// checkField returns an error if the value of a field has the wrong kind. An unknown word in a text is no error: Graph gets new ones.
func (d *Document) checkField(n *node, f *field) error {
	switch {
	case n.kind == nullKind:
		return nil
	case f.typ == textField && n.kind != stringKind:
		return d.wrongKind(n, "a string")
	case f.typ == flagField && n.kind != boolKind:
		return d.wrongKind(n, "true or false")
	case f.typ == numberField:
		if _, whole := n.integer(); !whole {
			return d.wrongKind(n, "a whole number")
		}
	case f.typ == recordField:
		if n.kind != objectKind {
			return d.wrongKind(n, "an object")
		}
		return d.checkShape(n, f.of)
	case f.typ == textsField || f.typ == recordsField:
		return d.checkList(n, f)
	}
	return nil
}

// checkList checks the elements of an array.
func (d *Document) checkList(n *node, f *field) error {
	if n.kind != arrayKind {
		return d.wrongKind(n, "an array")
	}
	for _, element := range n.elements() {
		single := *f
		single.typ = textField
		if f.typ == recordsField {
			single.typ = recordField
		}
		if err := d.checkField(element, &single); err != nil {
			return err
		}
	}
	return nil
}

// wrongKind returns the error about a value of the wrong kind, with a hint at the most common cause: PowerShell's ConvertTo-Json writes
// objects beyond its depth, two by default, as texts.
func (d *Document) wrongKind(n *node, want string) error {
	hint := ""
	if text, ok := n.text(); ok && (strings.HasPrefix(text, "@{") || strings.HasPrefix(text, "System.")) {
		hint = "ConvertTo-Json has truncated the object: export it again with -Depth 100"
	}
	found := diag.Messagef("%s", diag.Name(n.kind.String()))
	if n.kind == numberKind || n.kind == stringKind {
		found = diag.Messagef("%s %s", diag.Name(n.kind.String()), diag.Quote(strings.Trim(n.raw, `"`)))
	}
	return d.shapeError(n, hint, diag.Messagef("want %s, got %s", diag.Name(want), found))
}

// shapeError returns an error about JSON that is not a schema.
func (d *Document) shapeError(n *node, hint string, message diag.Message) error {
	return &LoadError{d.placed(n, diag.Finding{Message: message, Hint: diag.Plain(hint)}), ErrShape}
}
