package model

import (
	"encoding/json"
	"math"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/scimschema"
	"github.com/attrmap/attrmap/internal/urn"
)

// Document is a saved answer of a server's discovery endpoints, or several of them in one.
type Document struct {
	// Name is that of the file, for errors.
	Name string
	// Data is JSON in UTF-8.
	Data []byte
}

// ReadSchemas returns the schemas, the types and the features of a server from what its discovery endpoints have answered (RFC 7644, 4): /Schemas,
// /ResourceTypes and /ServiceProviderConfig, each as it came, a list of messages or the resources alone, in documents of their own, one after another in
// one document, in one array, or as members of one object that are named by the endpoints ("Schemas" or "/scim/v2/Schemas").
//
// What is not said is assumed: without resource types every core schema is a type of its name, whose endpoint is the name with an s, and every other
// schema extends users, or groups where its URN ends in Group; without schemas those that the types name are the RFC's; without a configuration the
// server takes PATCH, filters and sorting. An attribute has the RFC's defaults (RFC 7643, 2.2). What the server says of id, schemas and meta, which are
// the same everywhere, is not read.
//
// The error says where a document is broken, or less than a whole: a list that has another number of resources than it says, a type whose schema is
// missing, a complex attribute without parts.
func ReadSchemas(documents ...Document) (*Schemas, error) {
	r := &schemaReader{}
	for _, d := range documents {
		v, err := parseAnswers(strings.TrimPrefix(string(d.Data), "\ufeff"))
		if err != nil {
			return nil, diag.Errorf("%s: %w", diag.Name(d.Name), err)
		}
		if err := r.document(place{file: d.Name}, v, ""); err != nil {
			return nil, err
		}
	}
	if len(r.schemas) == 0 && len(r.types) == 0 && r.config == nil {
		at := place{}
		if len(documents) == 1 {
			at.file = documents[0].Name
		}
		return nil, at.fail("want schemas, resource types or a configuration, got none")
	}
	return r.whole()
}

// parseAnswers reads JSON. Several answers, one after another in one file, are an array of them.
func parseAnswers(text string) (value.Value, error) {
	var b strings.Builder
	dec := json.NewDecoder(strings.NewReader(text))
	answers, end := 0, 0
	for raw := (json.RawMessage{}); dec.Decode(&raw) == nil; answers++ {
		b.WriteByte("[,"[min(answers, 1)]) // directly after the last answer, so that the places in the next lines stay
		b.WriteString(text[end:dec.InputOffset()])
		end = int(dec.InputOffset())
	}
	if answers < 2 {
		return value.ParseJSON(text)
	}
	if rest := text[end:]; strings.TrimSpace(rest) != "" {
		return value.ParseJSON(b.String() + "," + rest)
	}
	return value.ParseJSON(b.String() + "]")
}

// The kinds of documents, by the ends of their endpoints.
const (
	kindSchemas = "Schemas"
	kindTypes   = "ResourceTypes"
	kindConfig  = "ServiceProviderConfig"
)

// schemaReader collects documents.
type schemaReader struct {
	schemas []*schema
	types   []typeDocument
	config  *features
}

// typeDocument is a resource type before its schemas are known.
type typeDocument struct {
	resourceType
	at place
}

// place is where a document, or a part of one, is.
type place struct {
	file string
	path diag.Path
}

func (p place) then(steps ...any) place { return place{p.file, p.path.Then(steps...)} }

// fail returns an error at the place.
func (p place) fail(format string, args ...any) error {
	at := diag.Place{File: p.file, Path: p.path}.String()
	if at == "" {
		return diag.Errorf("%s", diag.Messagef(format, args...))
	}
	return diag.Errorf("%s: %s", diag.Name(at), diag.Messagef(format, args...))
}

// document reads a document: one resource, a list of them, or several documents. Kind is what it is to be, "" where nothing has said so.
func (r *schemaReader) document(at place, v value.Value, kind string) error {
	if list, ok := v.AsList(); ok {
		for i, e := range list {
			if err := r.document(at.then(i), e, kind); err != nil {
				return err
			}
		}
		return nil
	}
	o, ok := v.AsObject()
	if !ok {
		return at.fail("want what a server answers to /Schemas, /ResourceTypes or /ServiceProviderConfig, got %s", diag.Name(kindWords(v)))
	}
	if resources := o.GetFold("Resources"); !resources.IsAbsent() {
		return r.list(at, o, resources, kind)
	}
	switch is := kindOf(o); {
	case is == "" && kind == "" && isError(o):
		return at.fail("this is an error that the server has answered, and not what it says of itself")
	case is == "" && kind == "":
		return r.named(at, o)
	case is != "" && kind != "" && is != kind:
		return at.fail("want what a server answers to /%s, got what it answers to /%s", diag.Name(kind), diag.Name(is))
	case is == kindSchemas || kind == kindSchemas:
		return r.schema(at, o)
	case is == kindTypes || kind == kindTypes:
		return r.resourceType(at, o)
	}
	return r.serviceProvider(at, o)
}

// list reads a list of messages (RFC 7644, 3.4.2).
func (r *schemaReader) list(at place, o *value.Object, resources value.Value, kind string) error {
	list, ok := resources.AsList()
	if !ok {
		return at.then("Resources").fail("want an array, got %s", diag.Name(kindWords(resources)))
	}
	if total := o.GetFold("totalResults"); !total.IsNull() {
		if n, isWhole := total.AsInteger(); !isWhole || n != int64(len(list)) {
			return at.then("Resources").fail("the list has %d resources, and says that there are %s: want all of them", len(list), diag.Name(total.Text()))
		}
	}
	return r.document(at.then("Resources"), resources, kind)
}

// named reads an object whose members are documents, named by their endpoints.
func (r *schemaReader) named(at place, o *value.Object) error {
	found := false
	for _, m := range o.Members() {
		kind := endpointKind(m.Name)
		if kind == "" || strings.EqualFold(m.Name, "schemas") && isTexts(m.Value) {
			continue
		}
		found = true
		if err := r.document(at.then(m.Name), m.Value, kind); err != nil {
			return err
		}
	}
	if !found {
		return at.fail("want a schema, a resource type, a configuration, or members Schemas, ResourceTypes and ServiceProviderConfig; got an object of %s",
			diag.Name(memberNames(o)))
	}
	return nil
}

// kindOf returns the kind of a document by what it says of itself, else by what it has; "" for none.
func kindOf(o *value.Object) string {
	for _, v := range o.GetFold("schemas").Members() {
		for _, kind := range []struct{ urn, name string }{{urnSchema, kindSchemas}, {urnType, kindTypes}, {urnConfig, kindConfig}} {
			if text, _ := v.AsString(); strings.EqualFold(text, kind.urn) {
				return kind.name
			}
		}
	}
	_, hasPatch := o.GetFold("patch").AsObject()
	_, hasFilter := o.GetFold("filter").AsObject()
	switch {
	case !o.GetFold("attributes").IsAbsent() && !o.GetFold("id").IsAbsent():
		return kindSchemas
	case !o.GetFold("endpoint").IsAbsent():
		return kindTypes
	case hasPatch || hasFilter:
		return kindConfig
	}
	return ""
}

// endpointKind returns the kind of documents of an endpoint, such as /scim/v2/Schemas; "" for none.
func endpointKind(name string) string {
	name, _, _ = strings.Cut(name, "?")
	name = strings.TrimRight(name, "/")
	name = strings.TrimSuffix(name[strings.LastIndexByte(name, '/')+1:], ".json")
	for _, kind := range []string{kindSchemas, kindTypes, kindConfig} {
		if strings.EqualFold(name, kind) || strings.EqualFold(name+"s", kind) || strings.EqualFold(name, kind+"s") {
			return kind
		}
	}
	return ""
}

// isError reports whether an object is an error message of the protocol.
func isError(o *value.Object) bool {
	return slices.ContainsFunc(o.GetFold("schemas").Members(), func(v value.Value) bool { return strings.EqualFold(v.Text(), urnError) })
}

// isTexts reports whether a value is an array of texts, as the member schemas of a resource.
func isTexts(v value.Value) bool {
	list, isList := v.AsList()
	return isList && !slices.ContainsFunc(list, func(e value.Value) bool { return e.Kind() != value.KindString })
}

// memberNames returns the first names of an object.
func memberNames(o *value.Object) string {
	const most = 5
	var names []string
	for i, m := range o.Members() {
		if i == most {
			names = append(names, "…")
			break
		}
		names = append(names, diag.Clip(m.Name))
	}
	if len(names) == 0 {
		return "no members"
	}
	return strings.Join(names, ", ")
}

// serviceProvider reads a service provider's configuration (RFC 7643, 5).
func (r *schemaReader) serviceProvider(at place, o *value.Object) (err error) {
	read := features{}
	supported := func(name string) (is bool) {
		feature, ok := o.GetFold(name).AsObject()
		if err != nil {
			return false
		}
		switch {
		case !ok && name == "sort":
			return false
		case !ok:
			err = at.fail("%s is missing: want an object with the member supported", diag.Name(name))
			return false
		}
		is, ok = feature.GetFold("supported").AsBoolean()
		if !ok {
			err = at.then(name, "supported").fail("want true or false, got %s", diag.Name(kindWords(feature.GetFold("supported"))))
		}
		return is
	}
	read.patch, read.filter, read.sort = supported("patch"), supported("filter"), supported("sort")
	if filter, ok := o.GetFold("filter").AsObject(); ok && err == nil {
		most, _ := filter.GetFold("maxResults").AsInteger()
		read.maxResults = int(min(max(most, 0), math.MaxInt32))
	}
	switch {
	case err != nil:
		return err
	case r.config != nil && *r.config != read:
		return at.fail("there are two configurations, and they differ")
	}
	r.config = &read
	return nil
}

// defaultResults is how many resources a list has at most where nothing says so.
const defaultResults = 200

// resourceType reads a type (RFC 7643, 6).
func (r *schemaReader) resourceType(at place, o *value.Object) error {
	t := typeDocument{at: at}
	for _, field := range []struct {
		name string
		to   *string
	}{{"name", &t.name}, {"endpoint", &t.endpoint}, {"schema", &t.schema}} {
		text, ok := o.GetFold(field.name).AsString()
		if !ok || text == "" {
			return at.then(field.name).fail("want a text, got %s", diag.Name(kindWords(o.GetFold(field.name))))
		}
		*field.to = text
	}
	// The endpoint is relative to the base URL; some servers write it as a whole.
	t.endpoint = "/" + t.endpoint[strings.LastIndexByte(strings.TrimRight(t.endpoint, "/"), '/')+1:]
	t.endpoint = strings.TrimRight(t.endpoint, "/")
	extensions := o.GetFold("schemaExtensions")
	if _, ok := extensions.AsList(); !ok && !extensions.IsNull() {
		return at.then("schemaExtensions").fail("want an array, got %s", diag.Name(kindWords(extensions)))
	}
	for i, v := range extensions.Members() {
		e, _ := v.AsObject()
		if e == nil {
			return at.then("schemaExtensions", i).fail("want an object, got %s", diag.Name(kindWords(v)))
		}
		name, ok := e.GetFold("schema").AsString()
		if !ok || name == "" {
			return at.then("schemaExtensions", i, "schema").fail("want the URN of a schema, got %s", diag.Name(kindWords(e.GetFold("schema"))))
		}
		required, ok := e.GetFold("required").AsBoolean()
		if !ok && !e.GetFold("required").IsNull() {
			return at.then("schemaExtensions", i, "required").fail("want true or false, got %s", diag.Name(kindWords(e.GetFold("required"))))
		}
		t.extensions = append(t.extensions, extension{schema: name, required: required})
	}
	for i := range r.types {
		if other := &r.types[i]; strings.EqualFold(other.endpoint, t.endpoint) {
			if !strings.EqualFold(other.schema, t.schema) {
				return at.then("endpoint").fail("two types have the endpoint %s", diag.Quote(t.endpoint))
			}
			return nil // the same document, by itself and in the list
		}
	}
	r.types = append(r.types, t)
	return nil
}

// schema reads a schema (RFC 7643, 7).
func (r *schemaReader) schema(at place, o *value.Object) error {
	id, ok := o.GetFold("id").AsString()
	if !ok || id == "" {
		return at.then("id").fail("want the URN of a schema, got %s", diag.Name(kindWords(o.GetFold("id"))))
	}
	s := &schema{id: id, name: o.GetFold("name").Text()}
	attributes := o.GetFold("attributes")
	if _, ok := attributes.AsList(); !ok {
		return at.then("attributes").fail("want an array, got %s", diag.Name(kindWords(attributes)))
	}
	var err error
	if s.attributes, err = readAttributes(at.then("attributes"), attributes); err != nil {
		return err
	}
	s.attributes = slices.DeleteFunc(s.attributes, func(a attribute) bool {
		return !strings.EqualFold(a.Name, "externalId") && findAttribute(scimschema.Common, a.Name) != nil
	})
	if other := r.find(id); other != nil {
		if !other.document().Equal(s.document()) {
			return at.then("id").fail("there are two schemas %s, and they differ", diag.Name(shown(id)))
		}
		return nil
	}
	r.schemas = append(r.schemas, s)
	return nil
}

// find returns the schema of a URN, nil for none.
func (r *schemaReader) find(id string) *schema { return findSchema(r.schemas, id) }

// findSchema returns the schema of a URN, nil for none.
func findSchema(schemas []*schema, id string) *schema {
	i := slices.IndexFunc(schemas, func(s *schema) bool { return strings.EqualFold(s.id, id) })
	if i < 0 {
		return nil
	}
	return schemas[i]
}

// whole puts together what has been read.
func (r *schemaReader) whole() (*Schemas, error) {
	s := &Schemas{schemas: r.schemas, features: rfc().features}
	if r.config != nil {
		s.features = *r.config
	}
	switch {
	case len(r.types) == 0 && len(r.schemas) == 0:
		s.schemas, s.types = rfc().schemas, rfc().types
		return s, nil
	case len(r.types) == 0:
		if s.types = typesOf(r.schemas); len(s.types) == 0 {
			return nil, diag.Errorf("no schema is that of a type of resources: want one such as %s, or the resource types", urn.User)
		}
		return s, nil
	case len(r.schemas) == 0:
		s.schemas = rfc().schemas
	}
	for i := range r.types {
		t := r.types[i].resourceType
		if t.base = findSchema(s.schemas, t.schema); t.base == nil {
			return nil, r.types[i].at.then("schema").fail("the schema %s is not among the schemas", diag.Name(shown(t.schema)))
		}
		for j := range t.extensions {
			e := &t.extensions[j]
			if e.of = findSchema(s.schemas, e.schema); e.of == nil {
				return nil, r.types[i].at.then("schemaExtensions", j, "schema").fail("the schema %s is not among the schemas", diag.Name(shown(e.schema)))
			}
		}
		s.types = append(s.types, &t)
	}
	return s, nil
}

// typesOf returns the types that schemas have by their names.
func typesOf(schemas []*schema) (types []*resourceType) {
	for _, s := range schemas {
		name := s.id[strings.LastIndexByte(s.id, ':')+1:]
		if urn.IsCore(s.id) && !strings.EqualFold(s.id, urnSchema) && !strings.EqualFold(s.id, urnType) && !strings.EqualFold(s.id, urnConfig) {
			types = append(types, &resourceType{name: name, endpoint: "/" + name + "s", schema: s.id, base: s})
		}
	}
	for _, s := range schemas {
		if urn.IsCore(s.id) {
			continue
		}
		of := "User"
		if strings.HasSuffix(strings.ToLower(s.id), ":group") {
			of = "Group"
		}
		for _, t := range types {
			if strings.EqualFold(t.name, of) {
				t.extensions = append(t.extensions, extension{schema: s.id, of: s})
			}
		}
	}
	return types
}
