package scimwire

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	nettext "github.com/attrmap/attrmap/internal/dotnet/text"
	"github.com/attrmap/attrmap/internal/urn"
)

// Server is a SCIM target held in memory that takes requests: what it holds afterwards is what was really sent, which need not be what was
// planned. It follows RFC 7644 where the RFC says what happens, and Entra's pages where they demand more of a server than the RFC does:
// removals with a value, flat names such as name.familyName in a value, and "True" for true. It may be used by one goroutine at a time.
type Server struct {
	// KeepsEmpty reports that the target keeps empty texts.
	KeepsEmpty bool

	objects map[string]*document // by their paths, such as /Users/4711
	created int
}

// NewServer returns a server without objects.
func NewServer() *Server { return &Server{objects: map[string]*document{}} }

// Put gives the server an object that it has from the beginning. Known are the attributes that requests may name.
func (s *Server) Put(path string, attrs value.Attributes, known []*Path) {
	s.objects[path] = &document{base: attrs, known: known, keeps: s.KeepsEmpty}
}

// Attributes returns what the object of a path has now, nil where there is none. It must not be used while requests are taken.
func (s *Server) Attributes(path string) value.Attributes {
	if d := s.objects[path]; d != nil {
		return d
	}
	return nil
}

// Do takes a request, as Entra's client sends it, and returns the path of the object that it was about. An id is assigned to what a POST
// creates. The error says what about the request cannot be followed; nothing has changed then. It quotes no values.
func (s *Server) Do(r Request) (path string, err error) {
	d := s.objects[r.Path]
	switch {
	case r.Method == methodPost:
		created := &document{keeps: s.KeepsEmpty}
		if err := created.post(r.Body); err != nil {
			return "", err
		}
		path := s.freePath(r.Path)
		created.own = append(created.own, attribute{name: "id", value: value.String(path[len(r.Path)+1:])})
		s.objects[path] = created
		return path, nil
	case r.Method != methodPatch && r.Method != methodDelete:
		return "", diag.Errorf("want POST, PATCH or DELETE, got %s", diag.Quote(r.Method))
	case d == nil:
		return "", diag.Errorf("%s of an object that the target does not have", diag.Name(r.Method))
	case r.Method == methodDelete:
		delete(s.objects, r.Path)
		return r.Path, nil
	}
	// A PATCH is applied as a whole or not at all (RFC 7644, 3.5.2).
	changed := *d
	changed.own = append([]attribute(nil), d.own...)
	if err := changed.patch(r.Body); err != nil {
		return "", err
	}
	s.objects[r.Path] = &changed
	return r.Path, nil
}

// freePath returns the path of an object that is created.
func (s *Server) freePath(endpoint string) string {
	for {
		s.created++
		path := endpoint + "/new-" + strconv.Itoa(s.created)
		if _, taken := s.objects[path]; !taken {
			return path
		}
	}
}

// post sets the attributes of an object that is created.
func (d *document) post(body []byte) error {
	o, err := bodyOf(body)
	if err != nil {
		return err
	}
	for _, m := range o.Members() {
		part, isComplex := m.Value.AsObject()
		switch {
		case strings.EqualFold(m.Name, "schemas"):
		// A member that is named by a URN holds the attributes of an extension.
		case urn.Is(m.Name) && isComplex:
			for _, a := range part.Members() {
				if err := d.change(opAdd, m.Name+":"+a.Name, a.Value); err != nil {
					return err
				}
			}
		default:
			if err := d.change(opAdd, m.Name, m.Value); err != nil {
				return err
			}
		}
	}
	return nil
}

// patch applies the operations of a PATCH in their order.
func (d *document) patch(body []byte) error {
	o, err := bodyOf(body)
	if err != nil {
		return err
	}
	operations := o.GetFold("Operations").Members()
	for len(operations) > 0 {
		// The compliant client removes the members of a group one by one: each by itself would be a pass over all of them.
		if n := d.removeMembers(operations); n > 0 {
			operations = operations[n:]
			continue
		}
		operation, ok := operations[0].AsObject()
		if !ok {
			return diag.Errorf("want an object as operation")
		}
		if err := d.operate(operation); err != nil {
			return err
		}
		operations = operations[1:]
	}
	return nil
}

// removeMembers removes what the first operations remove from one attribute by filters on value, in one pass, and returns how many
// operations these are.
func (d *document) removeMembers(operations []value.Value) (n int) {
	var of *Path
	gone := map[string]bool{}
	for _, m := range operations {
		p := memberRemoved(m)
		if p == nil || of != nil && rootText(p) != rootText(of) {
			break
		}
		of, n = p, n+1
		gone[nettext.Caseless(p.steps[0].filter.members[0].Value.Text())] = true
	}
	if n < 2 {
		return 0
	}
	a := d.touch(of)
	a.value = arrayOf(slices.DeleteFunc(slices.Clone(a.value.Members()), func(m value.Value) bool {
		return gone[nettext.Caseless(complexOf(m).GetFold("value").Text())]
	}), -1)
	return n
}

// memberRemoved returns the path of an operation that removes the element with a value, nil for every other operation.
func memberRemoved(v value.Value) *Path {
	operation, ok := v.AsObject()
	if !ok || !strings.EqualFold(operation.GetFold("op").Text(), opRemove) {
		return nil
	}
	p, err := ParsePath(operation.GetFold("path").Text())
	if err != nil || len(p.steps) != 1 || p.steps[0].filter == nil || len(p.steps[0].filter.members) != 1 || !strings.EqualFold(p.steps[0].filter.members[0].Name, "value") {
		return nil
	}
	return p
}

// operate applies one operation. Without a path its value names the attributes.
func (d *document) operate(operation *value.Object) error {
	op, path, v := operation.GetFold("op").Text(), operation.GetFold("path").Text(), operation.GetFold("value")
	if path != "" {
		return d.change(op, path, v)
	}
	attributes, ok := v.AsObject()
	if !ok {
		return diag.Errorf("want a path, or an object as value, in the operation %s", diag.Quote(op))
	}
	for _, m := range attributes.Members() {
		if err := d.change(op, m.Name, m.Value); err != nil {
			return err
		}
	}
	return nil
}

// change applies an operation to the attribute of a path.
func (d *document) change(op, path string, v value.Value) error {
	if !strings.EqualFold(op, opAdd) && !strings.EqualFold(op, opReplace) && !strings.EqualFold(op, opRemove) {
		return diag.Errorf("want add, replace or remove as op, got %s", diag.Quote(op))
	}
	p, err := ParsePath(path)
	if err != nil {
		return err
	}
	if !strings.EqualFold(op, opRemove) {
		if v, err = p.fit(v); err != nil {
			return err
		}
	}
	a := d.touch(p)
	a.value = change{op, p, v, d.keeps}.apply(a.value)
	return nil
}

// bodyOf reads the body of a request.
func bodyOf(body []byte) (*value.Object, error) {
	v, err := value.ParseJSON(string(body))
	if err != nil {
		return nil, diag.Errorf("the body is no JSON")
	}
	o, ok := v.AsObject()
	if !ok {
		return nil, diag.Errorf("want an object as body")
	}
	return o, nil
}

// PathOf returns the path of an object of a resource type such as User.
func PathOf(resource, id string) string { return endpointOf(resource) + "/" + url.PathEscape(id) }

// endpointOf returns the path of a resource type. The plural always takes an s, as the options document.
func endpointOf(resource string) string { return "/" + url.PathEscape(resource) + "s" }
