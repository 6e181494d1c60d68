package model

import (
	"slices"
	"strconv"
	"strings"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/urn"
)

// draft is a resource while a request changes it. What it begins with stays as it is until the request is through.
type draft struct {
	s     *Server
	of    *resourceType
	attrs *value.Object
	// creates means that the resource is written as a whole (POST, PUT): what only the server writes is ignored, and not refused.
	creates bool
}

// get returns an attribute of a schema, "" for the core.
func (d *draft) get(schema, name string) value.Value {
	r := resource{attrs: d.attrs}
	return r.get(schema, name)
}

// set sets an attribute, or takes it away where the value is nothing.
func (d *draft) set(schema, name string, v value.Value) {
	if schema == "" {
		d.attrs = d.s.with(d.attrs, name, v)
		return
	}
	extension, ok := d.attrs.GetFold(schema).AsObject()
	if !ok {
		extension = value.NewObject()
	}
	extension = d.s.with(extension, name, v)
	whole := value.Absent
	if len(extension.Members()) > 0 {
		whole = value.ObjectOf(extension)
	}
	d.attrs = d.s.with(d.attrs, schema, whole)
}

// with returns an object with a member set; one without a value is left out.
func (s *Server) with(o *value.Object, name string, v value.Value) *value.Object {
	members := slices.Clone(o.Members())
	at := slices.IndexFunc(members, func(m value.Member) bool { return strings.EqualFold(m.Name, name) })
	switch nothing := s.isNothing(v); {
	case nothing && at >= 0:
		members = slices.Delete(members, at, at+1)
	case nothing:
	case at >= 0:
		members[at].Value = v
	case len(members) >= maxMembers:
		s.wide = true // the request is refused when it is through
	default:
		members = append(members, value.Member{Name: name, Value: v})
	}
	return value.NewObject(members...)
}

// tooWide reports whether an object has more members than the server takes; the request is refused then.
func (s *Server) tooWide(o *value.Object) bool {
	s.wide = s.wide || len(o.Members()) > maxMembers
	return s.wide
}

// narrow refuses a request that would give an object more members than the server takes.
func (s *Server) narrow() *refusal {
	if s.wide {
		return &refusal{status: 413, section: secErrors, detail: "an object would have more members than this server takes"}
	}
	return nil
}

// objectOf reads a body.
func objectOf(body []byte, section string) (*value.Object, *refusal) {
	v, err := value.ParseJSON(string(body))
	if err != nil {
		return nil, refuse(invalidSyntax, section, "the body is no JSON that can be read: %s", syntaxWords(err))
	}
	o, ok := v.AsObject()
	switch {
	case !ok:
		return nil, refuse(invalidSyntax, section, "want an object as body, got %s", kindWords(v))
	case len(o.Members()) > maxMembers:
		return nil, &refusal{status: 413, section: secErrors, detail: "an object has more members than this server takes"}
	}
	return o, nil
}

// create takes a POST.
func (s *Server) create(r *request) (Answer, *refusal) {
	o, err := objectOf(r.body, secCreate)
	if err != nil {
		return Answer{}, err
	}
	d, err := s.written(r.store.of, o)
	if err != nil {
		return Answer{}, err
	}
	if err := r.store.taken(d.attrs, nil); err != nil {
		return Answer{}, err
	}
	now := s.time()
	made := &resource{id: s.freeID(r.store), attrs: d.attrs, version: 1, created: now, modified: now}
	answer, err := s.shown(r, made, 201)
	if err == nil && !s.dry {
		r.store.add(made)
	}
	return answer, err
}

// freeID returns the id of a resource that is created.
func (s *Server) freeID(st *store) string {
	for {
		s.created++
		id := "new-" + strconv.Itoa(s.created)
		if st.byID[id] == nil {
			return id
		}
	}
}

// replace takes a PUT (RFC 7644, 3.5.1).
func (s *Server) replace(r *request, have *resource) (Answer, *refusal) {
	o, err := objectOf(r.body, secPut)
	if err != nil {
		return Answer{}, err
	}
	d, err := s.written(r.store.of, o)
	if err != nil {
		return Answer{}, err
	}
	if err := d.keep(have); err != nil {
		return Answer{}, err
	}
	if err := r.store.taken(d.attrs, have); err != nil {
		return Answer{}, err
	}
	after := *have
	after.attrs = d.attrs
	return s.changed(r, have, &after, 200)
}

// changed answers with a resource as it is after a request, and keeps it. One that is as before keeps its version and time (RFC 7644, 3.5.2.1).
func (s *Server) changed(r *request, have, after *resource, status int) (Answer, *refusal) {
	same := value.ObjectOf(have.attrs).Equal(value.ObjectOf(after.attrs))
	if !same {
		after.version++
		after.modified = s.time()
	}
	answer := Answer{Status: 204, Location: s.location(r.store.of, have)}
	if status != 204 || r.query.Has("attributes") || r.query.Has("excludedAttributes") {
		var err *refusal
		if answer, err = s.shown(r, after, 200); err != nil {
			return Answer{}, err
		}
	}
	if !same && !s.dry {
		r.store.change(have, after.attrs)
		have.modified = after.modified
	}
	return answer, nil
}

// keep gives a resource that replaces another one what requests do not write, and refuses another value of what is immutable.
func (d *draft) keep(have *resource) *refusal {
	for _, schema := range append([]string{""}, d.of.extensionURNs()...) {
		known := d.of.attributes(schema)
		for i := range known {
			was := have.get(schema, known[i].Name)
			switch now := d.get(schema, known[i].Name); {
			case was.IsAbsent() || strings.EqualFold(known[i].Name, "id"):
			case known[i].Mutability == readOnly:
				d.set(schema, known[i].Name, was)
			case known[i].Mutability == immutable && !now.Equal(was):
				return refuse(mutability, secPut, "%s is immutable, and has another value", known[i].Name)
			}
		}
	}
	return nil
}

// written returns the resource that a POST or a PUT describes.
func (s *Server) written(of *resourceType, o *value.Object) (*draft, *refusal) {
	d := &draft{s: s, of: of, attrs: value.NewObject(), creates: true}
	if s.strict {
		if err := d.schemas(o); err != nil {
			return nil, err
		}
	}
	for _, m := range o.Members() {
		if strings.EqualFold(m.Name, "schemas") {
			continue
		}
		if err := d.assign(opAdd, m.Name, m.Value); err != nil {
			return nil, err
		}
	}
	if s.strict {
		if err := d.complete(); err != nil {
			return nil, err
		}
	}
	return d, s.narrow()
}

// schemas refuses a resource whose schemas are not those of what it has (RFC 7643, 3).
func (d *draft) schemas(o *value.Object) *refusal {
	list, isList := o.GetFold("schemas").AsList()
	if !isList {
		return refuse(invalidSyntax, secSchemas, "want schemas, an array of the URNs of what the resource has")
	}
	has := map[string]bool{}
	for _, v := range list {
		name, isText := v.AsString()
		known := strings.EqualFold(name, d.of.schema) || slices.ContainsFunc(d.of.extensionURNs(), func(u string) bool { return strings.EqualFold(u, name) })
		switch {
		case !isText:
			return refuse(invalidSyntax, secSchemas, "schemas is an array of texts, got %s in it", kindWords(v))
		case !known:
			return refuse(invalidValue, secSchemas, "the server's %s does not have the schema %s", d.of.name, shown(name))
		}
		has[strings.ToLower(name)] = true
	}
	if !has[strings.ToLower(d.of.schema)] {
		return refuse(invalidSyntax, secSchemas, "schemas lacks %s", d.of.schema)
	}
	for _, m := range o.Members() {
		if urn.Is(m.Name) && !has[strings.ToLower(m.Name)] {
			return refuse(invalidSyntax, secSchemas, "schemas lacks %s, which the resource has attributes of", shown(m.Name))
		}
	}
	return nil
}

// complete refuses a resource without what its schemas require.
func (d *draft) complete() *refusal {
	for _, schema := range append([]string{""}, d.of.extensionURNs()...) {
		extension := d.of.extension(schema)
		if extension != nil && d.attrs.GetFold(schema).IsAbsent() {
			if extension.required {
				return refuse(invalidValue, secCreate, "the resource lacks the extension %s, which its type requires", schema)
			}
			continue
		}
		known := d.of.attributes(schema)
		for i := range known {
			v := d.get(schema, known[i].Name)
			switch a := &known[i]; {
			case a.Required && a.Mutability != readOnly && v.IsNullOrEmpty() && !strings.EqualFold(a.Name, "schemas"):
				return refuse(invalidValue, secCreate, "the resource lacks %s, which the schema requires", a.Name)
			case a.Type == typeComplex && !a.Many && !v.IsAbsent():
				if err := missingParts(a, a.Name, v); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// syntaxWords says what is wrong with JSON without quoting any of it.
func syntaxWords(err error) string {
	text := err.Error()
	switch {
	case strings.Contains(text, "nested deeper"):
		return "nested too deeply"
	case strings.Contains(text, "twice"), strings.Contains(text, "duplicate"):
		return "an object has two members of one name"
	}
	return "malformed"
}
