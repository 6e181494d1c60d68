package scimwire

import (
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/urn"
)

// Kind is what RFC 7643 says that a value is.
type Kind uint8

// The kinds of values. Text is everything that JSON writes as one, dates and references too.
const (
	Text Kind = iota
	Boolean
	Complex
)

// Definition is an attribute that RFC 7643 defines, or a part of one.
type Definition struct {
	Name string
	Kind Kind
	// Many is set if the attribute is an array.
	Many bool
	// Parts are those of a complex attribute.
	Parts []Definition
}

// texts returns definitions of texts.
func texts(names ...string) []Definition {
	defined := make([]Definition, len(names))
	for i, name := range names {
		defined[i].Name = name
	}
	return defined
}

// elementsOf returns the definition of an array of objects, which have the parts that every array may have (RFC 7643, 2.4) and some of their own.
func elementsOf(name string, own ...string) Definition {
	parts := append(texts("type"), Definition{Name: "primary", Kind: Boolean})
	return Definition{Name: name, Kind: Complex, Many: true, Parts: slices.Concat(parts, texts("value", "display", "$ref"), texts(own...))}
}

// The attributes of users and groups, in the order of RFC 7643, 3.1 and 4.1: the order in which they are written. All arrays are at the end.
var (
	userAttributes = slices.Concat(
		texts("id", "externalId", "userName"),
		[]Definition{{Name: "name", Kind: Complex, Parts: texts("formatted", "familyName", "givenName", "middleName", "honorificPrefix", "honorificSuffix")}},
		texts("displayName", "nickName", "profileUrl", "title", "userType", "preferredLanguage", "locale", "timezone"),
		[]Definition{{Name: activeName, Kind: Boolean}},
		texts("password"),
		[]Definition{
			elementsOf("emails"), elementsOf("phoneNumbers"), elementsOf("ims"), elementsOf("photos"),
			elementsOf("addresses", "formatted", "streetAddress", "locality", "region", "postalCode", "country"),
			elementsOf("groups"), elementsOf("entitlements"), elementsOf("roles"), elementsOf("x509Certificates"),
		},
	)
	// groupAttributes are those that users do not have (RFC 7643, 4.2).
	groupAttributes = []Definition{elementsOf("members")}
	// enterpriseAttributes are known for their spelling and kinds only: extensions are written in the order in which they are set (4.3).
	enterpriseAttributes = append(texts("employeeNumber", "costCenter", "organization", "division", "department"),
		Definition{Name: managerName, Kind: Complex, Parts: texts("value", "$ref", "displayName")})
	metaAttribute = Definition{Name: metaName, Kind: Complex, Parts: texts("resourceType", "created", "lastModified", "location", "version")}
	// schemasAttribute is the only array of plain texts.
	schemasAttribute = Definition{Name: "schemas", Many: true}
)

// ofUser are all attributes of a user's core schema, ofEnterprise those of the enterprise user.
var (
	ofUser       = slices.Concat(userAttributes, []Definition{metaAttribute, schemasAttribute})
	ofEnterprise = enterpriseAttributes
)

// definitions returns the attributes of a user's schema: "" is the core. A schema of which the RFC says nothing has none, and false.
func definitions(schema string) ([]Definition, bool) {
	switch {
	case schema == "" || strings.EqualFold(schema, urn.User):
		return ofUser, true
	case strings.EqualFold(schema, urn.Enterprise):
		return ofEnterprise, true
	}
	return nil, false
}

// Find returns what the RFC says of a user's attribute, or of a part of one, by the names that lead to it, compared without case. Schema is the URN
// of the extension, "" for the core. It returns false also for every attribute of a schema that the RFC does not define.
func Find(schema string, names ...string) (found Definition, ok bool) {
	known, _ := definitions(schema)
	for _, name := range names {
		i := slices.IndexFunc(known, func(d Definition) bool { return len(d.Name) == len(name) && strings.EqualFold(d.Name, name) })
		if i < 0 {
			return Definition{}, false
		}
		found, known = known[i], known[i].Parts
	}
	return found, len(names) > 0
}

// namesOf returns the names of definitions.
func namesOf(defined []Definition) []string {
	names := make([]string, len(defined))
	for i := range defined {
		names[i] = defined[i].Name
	}
	return names
}

// partsOf returns the names of all parts of attributes, each once.
func partsOf(defined []Definition) (names []string) {
	for _, d := range defined {
		for _, part := range d.Parts {
			if !slices.Contains(names, part.Name) {
				names = append(names, part.Name)
			}
		}
	}
	return names
}

// Defined brings a value to the kind that RFC 7643 has for a user's attribute at the path: a number or a boolean where it has a text becomes its text,
// and so does the only member of a list. The error is a *[value.PathError]: several values or an object where it has one text, one value where it has
// an object. What the RFC does not define, null, dates and booleans stay as they are: see [Resource.SetPath], which reads these.
func (p *Path) Defined(v value.Value) (value.Value, error) {
	names := make([]string, len(p.steps))
	for i, s := range p.steps {
		names[i] = s.name
	}
	d, ok := Find(p.urn, names...)
	list, isList := v.AsList()
	_, isObject := v.AsObject()
	switch {
	case !ok || v.IsNull() || d.Many && p.steps[len(p.steps)-1].filter == nil:
		return v, nil
	case isList && len(list) == 1 && d.Kind != Complex:
		return p.Defined(list[0])
	case isList:
		return v, p.fail("want one value, got %d", len(list))
	case d.Kind == Complex && !isObject && !d.Many && !p.isManager():
		return v, p.fail("want an object of %s, got one value: fill one of these", diag.Name(strings.Join(namesOf(d.Parts), ", ")))
	case d.Kind == Complex:
		return v, nil
	case isObject:
		return v, p.fail("want one value, got an object")
	case d.Kind == Text && (v.Kind().IsNumber() || v.Kind() == value.KindBoolean):
		return value.String(v.Text()), nil
	}
	return v, nil
}
