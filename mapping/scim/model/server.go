package model

import (
	"fmt"
	"io"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/attrmap/attrmap/expr/value"
)

// Profile is how a server reads the RFCs.
type Profile uint8

// The profiles.
const (
	// Strict follows RFC 7643 and RFC 7644 to the letter, and refuses what they do not define.
	Strict Profile = iota
	// Tolerant takes what the client of Microsoft Entra sends, and servers that work with it take: an add or replace of an element that is missing
	// makes it, "True" and "False" are booleans, an identifier alone is the manager, operations are in any case, a removal with a value removes what
	// the value names. Attributes, extensions and types that no schema defines are kept as they come.
	Tolerant
)

func (p Profile) String() string {
	if p == Tolerant {
		return "tolerant"
	}
	return "strict"
}

// Options configure a [Server]. The zero value is a strict server of the RFC's own schemas.
type Options struct {
	Profile Profile
	// Schemas are the schemas, types and features of the server; nil are those of the RFCs.
	Schemas *Schemas
	// KeepsEmpty says that the tolerant profile keeps empty texts. Without it they unassign an attribute, as null does (inferred: none of the
	// servers that are known keeps them). The strict profile always keeps them: RFC 7643, 2.5, has null and the empty array alone.
	KeepsEmpty bool
	// AnyCase takes Add, Replace and Remove for the operations of a PATCH in the strict profile, too, whose RFC writes them in small letters.
	AnyCase bool
	// Base is what locations begin with, such as https://example.com/scim; "" makes them paths.
	Base string
	// Now returns the time of a change, for meta.created and meta.lastModified; nil leaves them out, so that the same requests have the same answers.
	Now func() time.Time
	// MaxBody is the most bytes of a body, 1 MiB where it is 0. MaxOperations is the most operations of a PATCH, 1000 where it is 0. A negative number
	// is no bound.
	MaxBody, MaxOperations int
}

const (
	defaultBody       = 1 << 20
	defaultOperations = 1000
	maxPathBytes      = 16 << 10 // with the query
	// maxMembers is the most members of an object, maxWork the most comparisons of a request. A list of 10,000 resources takes filters of 2,000.
	maxMembers = 1000
	maxWork    = 20_000_000
)

// Answer is what the server answers.
type Answer struct {
	// Status is the HTTP status.
	Status int
	// Body is a JSON document, nil where there is none.
	Body []byte
	// Location is where the resource is that was created, changed or read, "" for none.
	Location string
	// ScimType is the RFC's word for what is wrong (RFC 7644, 3.12), "" for an answer that is no error, or that has none.
	ScimType string
	// Section is the section that a refusal rests on, such as "RFC 7644 3.5.2.3"; "" for an answer that is no error.
	Section string
	// Detail says in words what is wrong, without quoting a value.
	Detail string
	// Operation is the operation of a PATCH that is refused, from 1; 0 for none. One that is refused costs all of them (RFC 7644, 3.5.2).
	Operation int
}

// Server is a SCIM server held in memory. It may be used by several goroutines; their requests are taken one after another. What it holds is
// bounded by what is sent to it alone.
type Server struct {
	strict, keepsEmpty, anyCase bool
	base                        string
	now                         func() time.Time
	maxBody, maxOperations      int
	schemas                     *Schemas

	lock    sync.Mutex
	stores  map[string]*store // by their endpoint in small letters
	created int
	// wide means that the request that is being taken would give an object more members than maxMembers, work is how many comparisons it has made.
	wide bool
	work int
	dry  bool // nothing is kept: the request is only checked
}

// New returns a server without resources.
func New(opt Options) *Server {
	s := &Server{
		strict: opt.Profile != Tolerant, anyCase: opt.AnyCase || opt.Profile == Tolerant, base: opt.Base, now: opt.Now,
		maxBody: bound(opt.MaxBody, defaultBody), maxOperations: bound(opt.MaxOperations, defaultOperations),
		schemas: opt.Schemas, stores: map[string]*store{},
	}
	s.keepsEmpty = s.strict || opt.KeepsEmpty
	if s.schemas == nil {
		s.schemas = RFC()
	}
	return s
}

// bound returns a bound with its default; -1 is none.
func bound(n, byDefault int) int {
	switch {
	case n == 0:
		return byDefault
	case n < 0:
		return -1
	}
	return n
}

// The methods of requests. Package net/http, which has them as well, is not for what never sends anything.
const (
	methodGet    = "GET"
	methodPost   = "POST"
	methodPut    = "PUT"
	methodPatch  = "PATCH"
	methodDelete = "DELETE"
)

// Do takes a request. The path begins after the server's base, and may have a query: /Users/4711, /Users?filter=…. A request that is refused changes
// nothing.
func (s *Server) Do(method, path string, body []byte) Answer {
	s.lock.Lock()
	defer s.lock.Unlock()
	s.wide, s.work = false, 0
	_, answer, err := s.take(method, path, body)
	if err != nil {
		return err.answer()
	}
	return answer
}

// request is a request taken apart.
type request struct {
	method string
	store  *store
	id     string // "" for a request to the endpoint
	query  url.Values
	body   []byte
}

// take takes a request, which it returns taken apart, nil for one that does not get so far.
func (s *Server) take(method, path string, body []byte) (taken *request, answer Answer, err *refusal) {
	if len(path) > maxPathBytes {
		return nil, Answer{}, &refusal{status: 414, section: secQuery, detail: "the path is too long: send the query by POST to /.search"}
	}
	if s.maxBody >= 0 && len(body) > s.maxBody {
		return nil, Answer{}, &refusal{status: 413, section: secErrors, detail: "the body is larger than this server takes"}
	}
	place, raw, _ := strings.Cut(path, "?")
	query, bad := url.ParseQuery(raw)
	if bad != nil {
		return nil, Answer{}, refuse(invalidValue, secQuery, "want a query of names and values, escaped as in a URL")
	}
	segments := strings.Split(strings.Trim(place, "/"), "/")
	if answer, is, err := s.discover(method, segments, query); is {
		return nil, answer, err
	}
	switch last := segments[len(segments)-1]; {
	case strings.EqualFold(segments[0], "Bulk"):
		return nil, Answer{}, &refusal{status: 501, section: secBulk, detail: "this server takes no bulk requests"}
	case strings.EqualFold(segments[0], "Me"):
		return nil, Answer{}, &refusal{status: 501, section: secMe, detail: "this server has nobody who is signed in"}
	case last == ".search":
		answer, err = s.search(method, segments[:len(segments)-1], body)
		return nil, answer, err
	}
	r := request{method: method, query: query, body: body}
	if r.store = s.store(segments, method == methodPost); r.store == nil && len(segments) > 1 {
		id, bad := url.PathUnescape(segments[len(segments)-1])
		if bad != nil {
			return nil, Answer{}, notFound()
		}
		r.id, r.store = id, s.store(segments[:len(segments)-1], false)
	}
	switch {
	case r.store == nil:
		return nil, Answer{}, &refusal{status: 404, section: secErrors, detail: "this server has no such endpoint"}
	case r.id == "":
		answer, err = s.collection(&r)
	default:
		answer, err = s.resource(&r)
	}
	return &r, answer, err
}

// notFound refuses a request for a resource that is not there.
func notFound() *refusal {
	return &refusal{status: 404, section: secErrors, detail: "this server has no such resource"}
}

// notAllowed refuses a method.
func notAllowed(method, of string) *refusal {
	return &refusal{status: 405, section: "RFC 7644 3.2", detail: shown(method) + " is no method of " + of}
}

// store returns the resources of an endpoint, nil where there is none. The tolerant profile makes one for what is created.
func (s *Server) store(segments []string, creates bool) *store {
	endpoint := "/" + strings.Join(segments, "/")
	key := strings.ToLower(endpoint)
	if st := s.stores[key]; st != nil {
		return st
	}
	t := s.schemas.resourceType(endpoint)
	switch {
	case t == nil && (s.strict || !creates || endpoint == "/"):
		return nil
	case t == nil:
		name := segments[len(segments)-1]
		t = &resourceType{name: strings.TrimSuffix(name, "s"), endpoint: endpoint}
	}
	st := newStore(t)
	s.stores[key] = st
	return st
}

// collection takes a request to an endpoint.
func (s *Server) collection(r *request) (Answer, *refusal) {
	switch r.method {
	case methodPost:
		return s.create(r)
	case methodGet:
		q, err := s.queryOf(r.query)
		if err != nil {
			return Answer{}, err
		}
		return s.list(r.store, q)
	}
	return Answer{}, notAllowed(r.method, "an endpoint")
}

// resource takes a request to a resource.
func (s *Server) resource(r *request) (Answer, *refusal) {
	have := r.store.byID[r.id]
	switch r.method {
	case methodGet, methodPut, methodPatch, methodDelete:
	default:
		return Answer{}, notAllowed(r.method, "a resource")
	}
	if have == nil {
		return Answer{}, notFound()
	}
	switch r.method {
	case methodGet:
		return s.shown(r, have, 200)
	case methodPut:
		return s.replace(r, have)
	case methodPatch:
		return s.patch(r, have)
	}
	if !s.dry {
		r.store.remove(have)
	}
	return Answer{Status: 204}, nil
}

// shown answers with a resource.
func (s *Server) shown(r *request, have *resource, status int) (Answer, *refusal) {
	p, err := s.projection(r.store.of, r.query)
	if err != nil {
		return Answer{}, err
	}
	return Answer{Status: status, Body: appendJSON(nil, s.render(r.store.of, have, p)), Location: s.location(r.store.of, have)}, nil
}

// location returns where a resource is.
func (s *Server) location(t *resourceType, r *resource) string {
	return s.base + t.endpoint + "/" + url.PathEscape(r.id)
}

// time returns the time of a change, "" for none.
func (s *Server) time() string {
	if s.now == nil {
		return ""
	}
	return s.now().UTC().Format("2006-01-02T15:04:05.000Z")
}

// Put gives the server a resource that it has from the beginning, as a GET shows it, at a path such as /Users/4711, in place of one that is there. It
// is not checked; id, schemas and meta are the server's own. A path that is none is ignored: the endpoint is unknown to a strict server.
func (s *Server) Put(path string, attrs *value.Object) {
	s.lock.Lock()
	defer s.lock.Unlock()
	segments := strings.Split(strings.Trim(path, "/"), "/")
	id, err := url.PathUnescape(segments[len(segments)-1])
	st := s.store(segments[:len(segments)-1], true)
	if err != nil || st == nil {
		return
	}
	if old := st.byID[id]; old != nil {
		st.change(old, s.own(attrs))
		return
	}
	st.add(&resource{id: id, attrs: s.own(attrs), version: 1})
}

// own returns an object without the members that are the server's.
func (s *Server) own(o *value.Object) *value.Object {
	var kept []value.Member
	for _, m := range o.Members() {
		if !strings.EqualFold(m.Name, "id") && !strings.EqualFold(m.Name, "schemas") && !strings.EqualFold(m.Name, "meta") && !s.isNothing(m.Value) {
			kept = append(kept, m)
		}
	}
	return value.NewObject(kept...)
}

// Attributes returns what the resource of a path has now, with its id and without what no answer shows, such as a password; nil where there is none.
func (s *Server) Attributes(path string) *value.Object {
	s.lock.Lock()
	defer s.lock.Unlock()
	segments := strings.Split(strings.Trim(path, "/"), "/")
	id, err := url.PathUnescape(segments[len(segments)-1])
	st := s.store(segments[:len(segments)-1], false)
	if err != nil || st == nil || st.byID[id] == nil {
		return nil
	}
	r := st.byID[id]
	members := []value.Member{{Name: "id", Value: value.String(r.id)}}
	for _, m := range r.attrs.Members() {
		if def := st.of.find("", m.Name); def == nil || def.Returned != returnedNever {
			members = append(members, m)
		}
	}
	return value.NewObject(members...)
}

// Format prints no more than the name of the type: what it holds are the target's objects.
func (*Server) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, "model.Server") }
