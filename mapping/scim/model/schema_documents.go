package model

import "github.com/attrmap/attrmap/expr/value"

// The URNs of what the discovery endpoints show (RFC 7643, 5 to 7).
const (
	urnSchema = "urn:ietf:params:scim:schemas:core:2.0:Schema"
	urnType   = "urn:ietf:params:scim:schemas:core:2.0:ResourceType"
	urnConfig = "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"
)

// member is one of an object.
func member(name string, v value.Value) value.Member { return value.Member{Name: name, Value: v} }

func textMember(name, text string) value.Member { return member(name, value.String(text)) }

func objectValue(members ...value.Member) value.Value {
	return value.ObjectOf(value.NewObject(members...))
}

// documents returns what a discovery endpoint lists (RFC 7644, 4).
func (s *Schemas) documents(endpoint string) (list []value.Value) {
	switch endpoint {
	case "/ServiceProviderConfig":
		return []value.Value{s.config()}
	case "/ResourceTypes":
		for _, t := range s.types {
			list = append(list, t.document())
		}
	case "/Schemas":
		for _, sc := range s.schemas {
			list = append(list, sc.document())
		}
	}
	return list
}

// config is the service provider's configuration (RFC 7643, 5).
func (s *Schemas) config() value.Value {
	supported := func(name string, is bool, more ...value.Member) value.Member {
		return member(name, objectValue(append([]value.Member{member("supported", value.Boolean(is))}, more...)...))
	}
	return objectValue(
		member("schemas", value.List(value.String(urnConfig))), supported("patch", s.features.patch),
		supported("bulk", false, member("maxOperations", value.Integer(0)), member("maxPayloadSize", value.Integer(0))),
		supported("filter", s.features.filter, member("maxResults", value.Integer(int64(s.features.maxResults)))),
		supported("changePassword", false), supported("sort", s.features.sort), supported("etag", false),
		member("authenticationSchemes", value.List()),
	)
}

// document describes a type (RFC 7643, 6).
func (t *resourceType) document() value.Value {
	extensions := make([]value.Value, len(t.extensions))
	for i, e := range t.extensions {
		extensions[i] = objectValue(textMember("schema", e.schema), member("required", value.Boolean(e.required)))
	}
	return objectValue(
		member("schemas", value.List(value.String(urnType))), textMember("id", t.name), textMember("name", t.name), textMember("endpoint", t.endpoint),
		textMember("schema", t.schema), member("schemaExtensions", value.List(extensions...)),
		member("meta", objectValue(textMember("resourceType", "ResourceType"), textMember("location", "/ResourceTypes/"+t.name))),
	)
}

// document describes a schema (RFC 7643, 7).
func (s *schema) document() value.Value {
	return objectValue(
		member("schemas", value.List(value.String(urnSchema))), textMember("id", s.id), textMember("name", s.name),
		member("attributes", attributeDocuments(s.attributes)),
		member("meta", objectValue(textMember("resourceType", "Schema"), textMember("location", "/Schemas/"+s.id))),
	)
}

// attributeDocuments describe attributes.
func attributeDocuments(known []attribute) value.Value {
	list := make([]value.Value, len(known))
	for i := range known {
		a := &known[i]
		members := []value.Member{
			textMember("name", a.Name), textMember("type", a.Type.String()), member("multiValued", value.Boolean(a.Many)), member("required", value.Boolean(a.Required)),
			member("caseExact", value.Boolean(a.CaseExact)), textMember("mutability", a.Mutability.String()), textMember("returned", a.Returned.String()),
			textMember("uniqueness", a.Uniqueness.String()),
		}
		if len(a.Canonical) > 0 {
			members = append(members, member("canonicalValues", value.Strings(a.Canonical...)))
		}
		if len(a.References) > 0 {
			members = append(members, member("referenceTypes", value.Strings(a.References...)))
		}
		if len(a.Parts) > 0 {
			members = append(members, member("subAttributes", attributeDocuments(a.Parts)))
		}
		list[i] = objectValue(members...)
	}
	return value.List(list...)
}
