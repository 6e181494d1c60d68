package model

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/attrmap/attrmap/expr/value"
)

// projection is which attributes an answer shows (RFC 7644, 3.9).
type projection struct {
	wanted   []attrPath // only these, and what is always shown; nil is what is shown by default
	excluded []attrPath
}

// projection reads attributes and excludedAttributes of a query.
func (s *Server) projection(t *resourceType, query url.Values) (projection, *refusal) {
	return s.projectionOf(t, query.Get("attributes"), query.Get("excludedAttributes"))
}

func (s *Server) projectionOf(t *resourceType, attributes, excluded string) (p projection, err *refusal) {
	if attributes != "" && excluded != "" && s.strict {
		return p, refuse(invalidValue, "RFC 7644 3.9", "want attributes or excludedAttributes, got both")
	}
	if p.wanted, err = s.attributeList(t, attributes); err != nil || attributes != "" {
		return p, err
	}
	p.excluded, err = s.attributeList(t, excluded)
	return p, err
}

// attributeList reads names that are separated by commas. A schema's URN means all of its attributes.
func (s *Server) attributeList(t *resourceType, text string) ([]attrPath, *refusal) {
	if text == "" {
		return nil, nil
	}
	list := []attrPath{}
	for name := range strings.SplitSeq(text, ",") {
		name = strings.TrimSpace(name)
		if t.extension(name) != nil {
			list = append(list, attrPath{urn: t.schemaOf(name)})
			continue
		}
		p, err := parsePath(name)
		if err != nil || s.strict && slices.ContainsFunc(p.steps, func(st step) bool { return st.filter != nil }) {
			return nil, refuse(invalidValue, "RFC 7644 3.9", "want names of attributes, separated by commas")
		}
		list = append(list, attrPath{t.schemaOf(p.urn), p.names()})
	}
	return list, nil
}

// names reports whether a list has an attribute, as a whole or one of its parts, and which parts: nil are all.
func named(list []attrPath, schema, name string) (is bool, parts []string) {
	for _, p := range list {
		switch {
		case !strings.EqualFold(p.urn, schema):
		case len(p.names) == 0, strings.EqualFold(p.names[0], name) && len(p.names) == 1:
			return true, nil
		case strings.EqualFold(p.names[0], name):
			is, parts = true, append(parts, p.names[1])
		}
	}
	return is, parts
}

// render returns a resource as an answer shows it.
func (s *Server) render(t *resourceType, r *resource, p projection) value.Value {
	members := []value.Member{{Name: "schemas", Value: t.schemasOf(r)}, {Name: "id", Value: value.String(r.id)}}
	for _, m := range r.attrs.Members() {
		extension, ok := m.Value.AsObject()
		if !ok || !t.isExtension(m.Name) {
			members = p.show(members, t.find("", m.Name), "", m)
			continue
		}
		var shown []value.Member
		for _, part := range extension.Members() {
			shown = p.show(shown, t.find(m.Name, part.Name), t.schemaOf(m.Name), part)
		}
		if len(shown) > 0 {
			members = append(members, value.Member{Name: m.Name, Value: value.ObjectOf(value.NewObject(shown...))})
		}
	}
	members = p.show(members, nil, "", value.Member{Name: "meta", Value: s.meta(t, r)})
	return value.ObjectOf(value.NewObject(members...))
}

// show appends an attribute, or its parts, where an answer shows it.
func (p projection) show(to []value.Member, def *attribute, schema string, m value.Member) []value.Member {
	returned := returnedDefault
	if def != nil {
		returned = def.Returned
	}
	wanted, parts := named(p.wanted, schema, m.Name)
	excluded, without := named(p.excluded, schema, m.Name)
	switch {
	case returned == returnedNever, def != nil && def.Mutability == writeOnly:
		return to
	case returned == returnedAlways:
		parts, without = nil, nil
	case p.wanted != nil && !wanted, p.wanted == nil && returned == returnedRequest, excluded && without == nil:
		return to
	}
	v := shownParts(def, m.Value, parts, without)
	if v.IsAbsent() {
		return to
	}
	return append(to, value.Member{Name: m.Name, Value: v})
}

// shownParts returns a value with the parts that are shown; nil is all of them.
func shownParts(def *attribute, v value.Value, wanted, without []string) value.Value {
	if list, ok := v.AsList(); ok {
		shown := make([]value.Value, 0, len(list))
		for _, e := range list {
			if e = shownParts(def, e, wanted, without); !e.IsAbsent() {
				shown = append(shown, e)
			}
		}
		return value.List(shown...)
	}
	o, ok := v.AsObject()
	if !ok {
		return v
	}
	has := func(names []string, name string) bool {
		return slices.ContainsFunc(names, func(n string) bool { return strings.EqualFold(n, name) })
	}
	var shown []value.Member
	for _, m := range o.Members() {
		returned := returnedDefault
		if def != nil {
			if part := findAttribute(def.Parts, m.Name); part != nil {
				returned = part.Returned
			}
		}
		switch isWanted := has(wanted, m.Name); {
		case returned == returnedAlways:
		case returned == returnedNever, returned == returnedRequest && !isWanted, wanted != nil && !isWanted, has(without, m.Name):
			continue
		}
		shown = append(shown, m)
	}
	if len(shown) == 0 {
		return value.Absent
	}
	return value.ObjectOf(value.NewObject(shown...))
}

// meta returns what the server says of a resource (RFC 7643, 3.1).
func (s *Server) meta(t *resourceType, r *resource) value.Value {
	members := []value.Member{{Name: "resourceType", Value: value.String(t.name)}}
	if r.created != "" {
		members = append(members, value.Member{Name: "created", Value: value.String(r.created)}, value.Member{Name: "lastModified", Value: value.String(r.modified)})
	}
	members = append(members, value.Member{Name: "location", Value: value.String(s.location(t, r))},
		value.Member{Name: "version", Value: value.String(`W/"` + strconv.Itoa(r.version) + `"`)})
	return value.ObjectOf(value.NewObject(members...))
}

// schemasOf returns the URNs of what a resource has.
func (t *resourceType) schemasOf(r *resource) value.Value {
	var schemas []value.Value
	if t.schema != "" {
		schemas = append(schemas, value.String(t.schema))
	}
	for _, m := range r.attrs.Members() {
		if _, isObject := m.Value.AsObject(); isObject && t.isExtension(m.Name) {
			schemas = append(schemas, value.String(m.Name))
		}
	}
	return value.List(schemas...)
}

// appendJSON appends a value as JSON whose objects keep their order, with dates as SCIM has them (RFC 7643, 2.3.5).
func appendJSON(dst []byte, v value.Value) []byte {
	if list, ok := v.AsList(); ok {
		dst = append(dst, '[')
		for i, e := range list {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = appendJSON(dst, e)
		}
		return append(dst, ']')
	}
	if o, ok := v.AsObject(); ok {
		dst = append(dst, '{')
		for i, m := range o.Members() {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = append(value.String(m.Name).AppendJSON(dst), ':')
			dst = appendJSON(dst, m.Value)
		}
		return append(dst, '}')
	}
	if d, ok := v.AsDate(); ok {
		v = value.String(d.Time().Format(time.RFC3339Nano))
	}
	return v.AppendJSON(dst)
}
