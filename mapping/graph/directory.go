package graph

import (
	"strconv"

	"github.com/attrmap/attrmap/mapping"
)

// DirectoryDefinition is a directoryDefinition: the objects that one side has.
type DirectoryDefinition struct{ Element }

// id returns the directory's id; that of Microsoft Entra ID is the same in every tenant.
func (d DirectoryDefinition) id() string { return d.text("id") }

// Name returns the name that rules refer to.
func (d DirectoryDefinition) Name() string { return d.text("name") }

// Objects returns the definitions of the directory's objects.
func (d DirectoryDefinition) Objects() []ObjectDefinition {
	return typed[ObjectDefinition](d.children("objects", objectRecord))
}

// object returns the definition of that name, compared with case. The result may not exist.
func (d DirectoryDefinition) object(name string) ObjectDefinition {
	return named(d.Objects(), name)
}

// ObjectDefinition is an objectDefinition: the attributes of one type of object, and what its directory supports.
type ObjectDefinition struct{ Element }

// Name returns the object's name, such as User.
func (o ObjectDefinition) Name() string { return o.text("name") }

// attributes returns the attributes in the order of the document.
func (o ObjectDefinition) attributes() []attributeDefinition {
	return typed[attributeDefinition](o.children("attributes", attributeRecord))
}

// Attributes returns the definitions of the attributes in the order of the document, each with the members that Graph's attributeDefinition has:
// see [Element.Member]. [ObjectDefinition.Schema] has what package mapping makes of them.
func (o ObjectDefinition) Attributes() []Element { return o.children("attributes", attributeRecord) }

// isSoftDeletionSupported reports whether the target can disable the object; if not, leaving the scope deletes it. It returns false
// for stated if the document does not say.
func (o ObjectDefinition) isSoftDeletionSupported() (supported, stated bool) {
	return o.metadataFlag("IsSoftDeletionSupported")
}

// propertyNameSoftDeleted returns the name of the attribute, IsSoftDeleted, that asks for the object to be disabled; "" for none.
func (o ObjectDefinition) propertyNameSoftDeleted() string {
	name, _ := o.metadata("PropertyNameSoftDeleted")
	return name
}

// propertyNameAccountEnabled returns the name of the attribute that says whether the account may sign in; "" for none.
func (o ObjectDefinition) propertyNameAccountEnabled() string {
	name, _ := o.metadata("PropertyNameAccountEnabled")
	return name
}

// attributeDefinition is an attributeDefinition of Graph.
type attributeDefinition struct{ Element }

// typ returns the attribute's type. The default, also for an unknown type, is String.
func (a attributeDefinition) typ() mapping.AttributeType {
	t, _ := mapping.ParseAttributeType(a.text("type"))
	return t
}

// anchor reports whether the attribute identifies the object permanently.
func (a attributeDefinition) anchor() bool { return a.flag("anchor") }

// references returns the names of the objects that the attribute refers to, each with the property by which they are known, if any.
func (a attributeDefinition) references() []string {
	var names []string
	for _, r := range a.children("referencedObjects", referenceRecord) {
		name := r.text("referencedObjectName")
		if property := r.text("referencedProperty"); property != "" {
			name += "." + property
		}
		if name != "" {
			names = append(names, name)
		}
	}
	return names
}

// apiExpression returns the expression by which an HR system's document has the attribute; "" is none. Of several pairs the first one's value
// counts, whatever its key (assumed: exported schemas have one).
func (a attributeDefinition) apiExpression() string {
	for _, pair := range a.children("apiExpressions", metadataRecord) {
		return pair.text("value")
	}
	return ""
}

// mutability returns ReadWrite, which is also the default, ReadOnly, Immutable or WriteOnly, or what is written.
func (a attributeDefinition) mutability() string { return a.textOr("mutability", "ReadWrite") }

// maximumLength returns the greatest length of a value, 0 for no limit.
func (a attributeDefinition) maximumLength() int {
	text, _ := a.metadata("MaximumLength")
	n, err := strconv.Atoi(text)
	if err != nil {
		return 0
	}
	return n
}
