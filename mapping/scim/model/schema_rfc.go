package model

import (
	"sync"

	"github.com/attrmap/attrmap/internal/urn"
)

const groupURN = "urn:ietf:params:scim:schemas:core:2.0:Group"

// RFC returns the schemas of RFC 7643: users with the enterprise extension, and groups. A server of them takes PATCH, filters and sorting.
func RFC() *Schemas { return rfc() }

var rfc = sync.OnceValue(func() *Schemas {
	user, group, enterprise := &schema{id: urn.User, name: "User", attributes: userAttributes()}, &schema{id: groupURN, name: "Group", attributes: groupAttributes()},
		&schema{id: urn.Enterprise, name: "EnterpriseUser", attributes: enterpriseAttributes()}
	return &Schemas{
		schemas: []*schema{user, group, enterprise},
		types: []*resourceType{
			{name: "User", endpoint: "/Users", schema: user.id, base: user, extensions: []extension{{schema: enterprise.id, of: enterprise}}},
			{name: "Group", endpoint: "/Groups", schema: group.id, base: group},
		},
		features: features{patch: true, filter: true, sort: true, maxResults: 200},
	}
})

// texts returns definitions of texts.
func texts(names ...string) []attribute {
	defined := make([]attribute, len(names))
	for i, name := range names {
		defined[i].Name = name
	}
	return defined
}

// elementsOf returns the definition of an array of objects with the parts that every array may have (RFC 7643, 2.4).
func elementsOf(name string, value attribute) attribute {
	value.Name = "value"
	return attribute{Name: name, Type: typeComplex, Many: true, Parts: []attribute{
		value, {Name: "display"}, {Name: "type"}, {Name: "primary", Type: typeBoolean}, {Name: "$ref", Type: typeReference, CaseExact: true},
	}}
}

func userAttributes() []attribute {
	groups := attribute{Name: "groups", Type: typeComplex, Many: true, Mutability: readOnly, Parts: []attribute{
		{Name: "value", Mutability: readOnly}, {Name: "$ref", Type: typeReference, Mutability: readOnly},
		{Name: "display", Mutability: readOnly}, {Name: "type", Mutability: readOnly},
	}}
	addresses := attribute{Name: "addresses", Type: typeComplex, Many: true, Parts: append(
		texts("formatted", "streetAddress", "locality", "region", "postalCode", "country", "type"), attribute{Name: "primary", Type: typeBoolean})}
	all := []attribute{
		{Name: "userName", Required: true, Uniqueness: uniqueServer},
		{Name: "name", Type: typeComplex, Parts: texts("formatted", "familyName", "givenName", "middleName", "honorificPrefix", "honorificSuffix")},
	}
	all = append(all, texts("displayName", "nickName")...)
	all = append(all, attribute{Name: "profileUrl", Type: typeReference})
	all = append(all, texts("title", "userType", "preferredLanguage", "locale", "timezone")...)
	return append(all, attribute{Name: "active", Type: typeBoolean}, attribute{Name: "password", Mutability: writeOnly, Returned: returnedNever},
		elementsOf("emails", attribute{}), elementsOf("phoneNumbers", attribute{}), elementsOf("ims", attribute{}),
		elementsOf("photos", attribute{Type: typeReference}), addresses, groups, elementsOf("entitlements", attribute{}), elementsOf("roles", attribute{}),
		elementsOf("x509Certificates", attribute{Type: typeBinary}))
}

func groupAttributes() []attribute {
	return []attribute{
		{Name: "displayName", Required: true},
		{Name: "members", Type: typeComplex, Many: true, Parts: []attribute{
			{Name: "value", Mutability: immutable}, {Name: "$ref", Type: typeReference, Mutability: immutable}, {Name: "type", Mutability: immutable}, {Name: "display"},
		}},
	}
}

func enterpriseAttributes() []attribute {
	return append(texts("employeeNumber", "costCenter", "organization", "division", "department"),
		attribute{Name: "manager", Type: typeComplex, Parts: []attribute{
			{Name: "value"}, {Name: "$ref", Type: typeReference}, {Name: "displayName", Mutability: readOnly},
		}})
}
