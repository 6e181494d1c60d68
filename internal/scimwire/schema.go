package scimwire

import (
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/scimschema"
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

// everyArray are the parts that every array of objects may have (RFC 7643, 2.4), also where the RFC's own schema leaves some out.
var everyArray = []Definition{{Name: "type"}, {Name: "primary", Kind: Boolean}, {Name: "value"}, {Name: "display"}, {Name: "$ref"}}

// defined returns what requests need of attributes.
func defined(attributes ...scimschema.Attribute) []Definition {
	list := make([]Definition, len(attributes))
	for i := range attributes {
		a := &attributes[i]
		d := Definition{Name: a.Name, Many: a.Many, Parts: defined(a.Parts...)}
		if a.Type == scimschema.Boolean {
			d.Kind = Boolean
		}
		if a.Type == scimschema.Complex {
			d.Kind = Complex
		}
		if d.Many && d.Kind == Complex {
			own := slices.DeleteFunc(d.Parts, func(part Definition) bool { return find(namesOf(everyArray), part.Name) >= 0 })
			d.Parts = slices.Concat(everyArray, own)
		}
		list[i] = d
	}
	return list
}

// common returns an attribute of every resource.
func common(name string) scimschema.Attribute { return *scimschema.Find(scimschema.Common, name) }

// The attributes of users and groups, in the order of RFC 7643, 3.1 and 4.1: the order in which they are written. All arrays are at the end.
var (
	userAttributes = defined(append([]scimschema.Attribute{common("id"), common("externalId")}, scimschema.User...)...)
	// groupAttributes are those that users do not have (RFC 7643, 4.2).
	groupAttributes = defined(*scimschema.Find(scimschema.Group, "members"))
	// enterpriseAttributes are known for their spelling and kinds only: extensions are written in the order in which they are set (4.3).
	enterpriseAttributes = defined(scimschema.Enterprise...)
	metaAttribute        = defined(common(metaName))
	// schemasAttribute is the only array of plain texts.
	schemasAttribute = defined(common("schemas"))
)

// ofUser are all attributes of a user's core schema, ofEnterprise those of the enterprise user.
var (
	ofUser       = slices.Concat(userAttributes, metaAttribute, schemasAttribute)
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
