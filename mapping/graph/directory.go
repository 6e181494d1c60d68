package graph

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/attrmap/attrmap/mapping"
)

// Directory is a directoryDefinition: the kinds of objects that one side has.
type Directory struct{ Element }

// ID gives the directory's id; that of Microsoft Entra ID is the same everywhere.
func (d Directory) ID() string { return d.text("id") }

// Name gives the name that rules refer to.
func (d Directory) Name() string { return d.text("name") }

// ReadOnly tells whether the definition cannot be changed.
func (d Directory) ReadOnly() bool { return d.flag("readOnly") }

// Version is the service's own mark of the definition's state.
func (d Directory) Version() string { return d.text("version") }

// DiscoveryDateTime gives the time of the last discovery as written; "" is never.
func (d Directory) DiscoveryDateTime() string { return d.text("discoveryDateTime") }

// Discoverabilities lists what can be discovered about the directory, such as AttributeNames.
func (d Directory) Discoverabilities() []string {
	var out []string
	for word := range strings.SplitSeq(d.text("discoverabilities"), ",") {
		if word = strings.TrimSpace(word); word != "" && !strings.EqualFold(word, "None") {
			out = append(out, word)
		}
	}
	return out
}

// Objects gives the definitions of the directory's objects.
func (d Directory) Objects() []ObjectDefinition {
	return typed[ObjectDefinition](d.children("objects", objectRecord))
}

// Object gives the definition of that name, compared with case; it does not exist if there is none.
func (d Directory) Object(name string) ObjectDefinition {
	return named(d.Objects(), name)
}

// ObjectDefinition is an objectDefinition: the attributes of one kind of object, and what its directory can do with it.
type ObjectDefinition struct{ Element }

// Name gives the object's name, such as User.
func (o ObjectDefinition) Name() string { return o.text("name") }

// SupportedAPIs lists the interfaces the object can be read through.
func (o ObjectDefinition) SupportedAPIs() []string { return o.texts("supportedApis") }

// Attributes gives the attributes in the order of the document.
func (o ObjectDefinition) Attributes() []AttributeDefinition {
	return typed[AttributeDefinition](o.children("attributes", attributeRecord))
}

// Attribute gives the attribute of that name, compared with case; it does not exist if there is none.
func (o ObjectDefinition) Attribute(name string) AttributeDefinition {
	return named(o.Attributes(), name)
}

// AddAttribute appends an attribute with all members that the service writes: a single-valued one that can be read and written.
func (o ObjectDefinition) AddAttribute(name string, t mapping.AttributeType) (AttributeDefinition, error) {
	n, err := newNode(struct {
		Anchor      bool     `json:"anchor"`
		CaseExact   bool     `json:"caseExact"`
		Default     *string  `json:"defaultValue"`
		FlowNulls   bool     `json:"flowNullValues"`
		Multivalued bool     `json:"multivalued"`
		Mutability  string   `json:"mutability"`
		Name        string   `json:"name"`
		Required    bool     `json:"required"`
		Type        string   `json:"type"`
		API         []string `json:"apiExpressions"`
		Metadata    []string `json:"metadata"`
		References  []string `json:"referencedObjects"`
	}{Mutability: "ReadWrite", Name: name, Type: t.String(), API: []string{}, Metadata: []string{}, References: []string{}})
	if err != nil {
		return AttributeDefinition{}, err
	}
	if err := o.appendTo("attributes", n); err != nil {
		return AttributeDefinition{}, err
	}
	return AttributeDefinition{o.doc.element(n, attributeRecord)}, nil
}

// IsSoftDeletionSupported tells whether the target can disable the object; where it cannot, leaving the scope deletes it. Stated is
// false if the document does not say.
func (o ObjectDefinition) IsSoftDeletionSupported() (supported, stated bool) {
	return o.Metadata().flag("IsSoftDeletionSupported")
}

// IsSynchronizeAllSupported tells whether all objects can be provisioned without being assigned.
func (o ObjectDefinition) IsSynchronizeAllSupported() (supported, stated bool) {
	return o.Metadata().flag("IsSynchronizeAllSupported")
}

// ConnectorDataStorageRequired is the service's internal mark.
func (o ObjectDefinition) ConnectorDataStorageRequired() (required, stated bool) {
	return o.Metadata().flag("ConnectorDataStorageRequired")
}

// PropertyNameSoftDeleted names the attribute, IsSoftDeleted, that tells whether the object is to be disabled; "" if there is none.
func (o ObjectDefinition) PropertyNameSoftDeleted() string {
	name, _ := o.Metadata().Lookup("PropertyNameSoftDeleted")
	return name
}

// PropertyNameAccountEnabled names the attribute that tells whether the account may sign in; "" if there is none.
func (o ObjectDefinition) PropertyNameAccountEnabled() string {
	name, _ := o.Metadata().Lookup("PropertyNameAccountEnabled")
	return name
}

// AttributeDefinition is an attributeDefinition.
type AttributeDefinition struct{ Element }

// Name gives the name that mappings refer to.
func (a AttributeDefinition) Name() string { return a.text("name") }

// Type gives the attribute's type; String if the document says nothing, or something unknown.
func (a AttributeDefinition) Type() mapping.AttributeType {
	t, _ := mapping.ParseAttributeType(a.text("type"))
	return t
}

// Anchor tells whether the attribute identifies the object for good.
func (a AttributeDefinition) Anchor() bool { return a.flag("anchor") }

// CaseExact tells whether changes are looked for with case.
func (a AttributeDefinition) CaseExact() bool { return a.flag("caseExact") }

// MultiValued tells whether the attribute may have several values.
func (a AttributeDefinition) MultiValued() bool { return a.flag("multivalued") }

// Mutability is ReadWrite, also if the document says nothing, ReadOnly, Immutable or WriteOnly, or what is written.
func (a AttributeDefinition) Mutability() string { return a.textOr("mutability", "ReadWrite") }

// Required tells whether no object can be created without the attribute.
func (a AttributeDefinition) Required() bool { return a.flag("required") }

// DefaultValue gives the value of a required attribute that nothing else fills; "" is none.
func (a AttributeDefinition) DefaultValue() string { return a.text("defaultValue") }

// FlowNullValues is the source's gate for clearing the target.
func (a AttributeDefinition) FlowNullValues() bool { return a.flag("flowNullValues") }

// APIExpressions gives the XPath or JSONPath expressions by which an HR system is read.
func (a AttributeDefinition) APIExpressions() Metadata { return a.keyValues("apiExpressions") }

// ReferencedObjects names the objects that a reference may point to.
func (a AttributeDefinition) ReferencedObjects() []string {
	var out []string
	for _, r := range a.children("referencedObjects", referenceRecord) {
		out = append(out, r.text("referencedObjectName"))
	}
	return out
}

// MaximumLength gives the greatest length of a value; ok is false where there is no limit.
func (a AttributeDefinition) MaximumLength() (n int, ok bool) {
	text, _ := a.Metadata().Lookup("MaximumLength")
	n, err := strconv.Atoi(text)
	return n, err == nil
}

// LinkPropertyNames lists the properties that a link consists of; nil if there are none or the metadata cannot be read.
func (a AttributeDefinition) LinkPropertyNames() []string {
	text, _ := a.Metadata().Lookup("LinkPropertyNames")
	var names []string
	if json.Unmarshal([]byte(text), &names) != nil {
		return nil
	}
	return names
}
