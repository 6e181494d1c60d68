package graph

import (
	"strconv"

	"github.com/attrmap/attrmap/mapping"
)

// Directory is a directoryDefinition: the kinds of objects that one side has.
type Directory struct{ Element }

// ID gives the directory's id; that of Microsoft Entra ID is the same everywhere.
func (d Directory) ID() string { return d.text("id") }

// Name gives the name that rules refer to.
func (d Directory) Name() string { return d.text("name") }

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

// Attributes gives the attributes in the order of the document.
func (o ObjectDefinition) Attributes() []AttributeDefinition {
	return typed[AttributeDefinition](o.children("attributes", attributeRecord))
}

// Attribute gives the attribute of that name, compared with case; it does not exist if there is none.
func (o ObjectDefinition) Attribute(name string) AttributeDefinition {
	return named(o.Attributes(), name)
}

// isSoftDeletionSupported tells whether the target can disable the object; where it cannot, leaving the scope deletes it. Stated is
// false if the document does not say.
func (o ObjectDefinition) isSoftDeletionSupported() (supported, stated bool) {
	return o.Metadata().flag("IsSoftDeletionSupported")
}

// propertyNameSoftDeleted names the attribute, IsSoftDeleted, that tells whether the object is to be disabled; "" if there is none.
func (o ObjectDefinition) propertyNameSoftDeleted() string {
	name, _ := o.Metadata().Lookup("PropertyNameSoftDeleted")
	return name
}

// propertyNameAccountEnabled names the attribute that tells whether the account may sign in; "" if there is none.
func (o ObjectDefinition) propertyNameAccountEnabled() string {
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

// mutability returns ReadWrite, which is also the default, ReadOnly, Immutable or WriteOnly, or what is written.
func (a AttributeDefinition) mutability() string { return a.textOr("mutability", "ReadWrite") }

// ReferencedObjects returns the names of the objects that a reference may point to.
func (a AttributeDefinition) ReferencedObjects() []string {
	var out []string
	for _, r := range a.children("referencedObjects", referenceRecord) {
		out = append(out, r.text("referencedObjectName"))
	}
	return out
}

// maximumLength returns the greatest length of a value, 0 for no limit.
func (a AttributeDefinition) maximumLength() int {
	text, _ := a.Metadata().Lookup("MaximumLength")
	n, err := strconv.Atoi(text)
	if err != nil {
		return 0
	}
	return n
}
