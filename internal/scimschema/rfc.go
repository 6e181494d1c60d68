package scimschema

import "slices"

// texts returns definitions of texts.
func texts(names ...string) []Attribute {
	defined := make([]Attribute, len(names))
	for i, name := range names {
		defined[i].Name = name
	}
	return defined
}

// suggested is the part type of an array's elements.
func suggested(values ...string) Attribute { return Attribute{Name: "type", Canonical: values} }

var primary = Attribute{Name: "primary", Type: Boolean}

// elementsOf returns the definition of an array of objects with the parts that every array may have (RFC 7643, 2.4).
func elementsOf(name string, value Attribute, kinds ...string) Attribute {
	value.Name = "value"
	return Attribute{Name: name, Type: Complex, Many: true, Parts: []Attribute{
		value, {Name: "display"}, suggested(kinds...), primary, {Name: "$ref", Type: Reference, CaseExact: true},
	}}
}

// Common are the attributes of every resource (RFC 7643, 3.1).
var Common = []Attribute{
	{Name: "schemas", Type: Reference, Many: true, Required: true, Returned: Always},
	{Name: "id", CaseExact: true, Mutability: ReadOnly, Returned: Always, Uniqueness: Server},
	{Name: "externalId", CaseExact: true},
	{Name: "meta", Type: Complex, Mutability: ReadOnly, Parts: []Attribute{
		{Name: "resourceType", CaseExact: true, Mutability: ReadOnly},
		{Name: "created", Type: DateTime, Mutability: ReadOnly}, {Name: "lastModified", Type: DateTime, Mutability: ReadOnly},
		{Name: "location", Type: Reference, CaseExact: true, Mutability: ReadOnly}, {Name: "version", CaseExact: true, Mutability: ReadOnly},
	}},
}

// User are a user's attributes (RFC 7643, 4.1 and 8.7.1), in the RFC's order.
var User = slices.Concat(
	[]Attribute{
		{Name: "userName", Required: true, Uniqueness: Server},
		{Name: "name", Type: Complex, Parts: texts("formatted", "familyName", "givenName", "middleName", "honorificPrefix", "honorificSuffix")},
	},
	texts("displayName", "nickName"),
	[]Attribute{{Name: "profileUrl", Type: Reference, References: []string{"external"}}},
	texts("title", "userType", "preferredLanguage", "locale", "timezone"),
	[]Attribute{
		{Name: "active", Type: Boolean}, {Name: "password", Mutability: WriteOnly, Returned: Never},
		elementsOf("emails", Attribute{}, "work", "home", "other"),
		elementsOf("phoneNumbers", Attribute{}, "work", "home", "mobile", "fax", "pager", "other"),
		elementsOf("ims", Attribute{}, "aim", "gtalk", "icq", "xmpp", "msn", "skype", "qq", "yahoo"),
		elementsOf("photos", Attribute{Type: Reference, References: []string{"external"}}, "photo", "thumbnail"),
		{Name: "addresses", Type: Complex, Many: true, Parts: append(
			texts("formatted", "streetAddress", "locality", "region", "postalCode", "country"), suggested("work", "home", "other"), primary)},
		{Name: "groups", Type: Complex, Many: true, Mutability: ReadOnly, Parts: []Attribute{
			{Name: "value", Mutability: ReadOnly}, {Name: "$ref", Type: Reference, Mutability: ReadOnly, References: []string{"User", "Group"}},
			{Name: "display", Mutability: ReadOnly}, {Name: "type", Mutability: ReadOnly, Canonical: []string{"direct", "indirect"}},
		}},
		elementsOf("entitlements", Attribute{}), elementsOf("roles", Attribute{}), elementsOf("x509Certificates", Attribute{Type: Binary}),
	},
)

// Group are a group's attributes (RFC 7643, 4.2: a name is required, which 8.7.1 does not say).
var Group = []Attribute{
	{Name: "displayName", Required: true},
	{Name: "members", Type: Complex, Many: true, Parts: []Attribute{
		{Name: "value", Mutability: Immutable}, {Name: "$ref", Type: Reference, Mutability: Immutable, References: []string{"User", "Group"}},
		{Name: "type", Mutability: Immutable, Canonical: []string{"User", "Group"}}, {Name: "display"},
	}},
}

// Enterprise are the attributes of the enterprise user's extension (RFC 7643, 4.3).
var Enterprise = append(texts("employeeNumber", "costCenter", "organization", "division", "department"),
	Attribute{Name: "manager", Type: Complex, Parts: []Attribute{
		{Name: "value"}, {Name: "$ref", Type: Reference, References: []string{"User"}}, {Name: "displayName", Mutability: ReadOnly},
	}})
