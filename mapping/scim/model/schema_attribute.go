package model

import "github.com/attrmap/attrmap/internal/scimschema"

// The words of schemas, see package scimschema.
type (
	attribute     = scimschema.Attribute
	attributeType = scimschema.Type
)

const (
	typeString    = scimschema.String
	typeBoolean   = scimschema.Boolean
	typeDecimal   = scimschema.Decimal
	typeInteger   = scimschema.Integer
	typeDateTime  = scimschema.DateTime
	typeBinary    = scimschema.Binary
	typeReference = scimschema.Reference
	typeComplex   = scimschema.Complex

	readOnly  = scimschema.ReadOnly
	writeOnly = scimschema.WriteOnly
	immutable = scimschema.Immutable

	returnedDefault = scimschema.Default
	returnedAlways  = scimschema.Always
	returnedNever   = scimschema.Never
	returnedRequest = scimschema.Request

	uniqueNone = scimschema.None
)

// findAttribute returns the attribute that names lead to, nil for none.
func findAttribute(known []attribute, names ...string) *attribute {
	return scimschema.Find(known, names...)
}
