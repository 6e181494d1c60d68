package scim_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/adapters/scim"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping/provision"
)

const enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"

// server is a SCIM server for tests that reads lists and objects, with the faults that servers have. It does not read what it is asked as the
// package writes it, but as RFC 7644 says.
type server struct {
	mu      sync.Mutex
	objects []*value.Object // of /Users
	groups  []*value.Object
	asked   []*url.URL

	noOr, caseExact, noExtensions, ignores, onlyEntraForm, onlyRFCForm, onlyValueForm, noFilter, contains bool
	noUnfiltered, noDocuments, noByID, repeatsPages, searches                                             bool
	noAttributes                                                                                          bool // parameter refused
	losesExtensions                                                                                       bool // in attributes
	pageCap, maxResults, lies                                                                             int
	// before may answer a request itself; n counts from 1.
	before func(w http.ResponseWriter, r *http.Request, n int) bool
}

func start(t testing.TB, s *server) string {
	t.Helper()
	web := httptest.NewServer(s)
	t.Cleanup(web.Close)
	return web.URL + "/scim"
}

// open starts a server and opens it.
func open(t testing.TB, s *server, opt scim.Options) *scim.Directory {
	t.Helper()
	d, err := scim.Open(t.Context(), start(t, s), opt)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, d.Close()) })
	return d
}

// person returns a user of name and value pairs; the id is "id-" and the user name.
func person(pairs ...any) *value.Object {
	members := []value.Member{}
	for i := 0; i < len(pairs); i += 2 {
		v, err := value.Of(pairs[i+1])
		if err != nil {
			panic(err)
		}
		members = append(members, value.Member{Name: pairs[i].(string), Value: v})
	}
	o := value.NewObject(members...)
	if o.Get("id").IsAbsent() {
		o = value.NewObject(append([]value.Member{{Name: "id", Value: value.String("id-" + o.Get("userName").Text())}}, members...)...)
	}
	return o
}

// people returns n users with user names user1@example.com and so on, work addresses and departments.
func people(n int) (list []*value.Object) {
	for i := 1; i <= n; i++ {
		name := fmt.Sprintf("user%d@example.com", i)
		list = append(list, person("userName", name, "id", fmt.Sprint("id", i), "externalId", fmt.Sprint("x", i), "active", true, "displayName", fmt.Sprintf("Example %d", i),
			"emails", []any{map[string]any{"type": "work", "value": "w-" + name}, map[string]any{"type": "home", "value": "h-" + name}},
			enterprise, map[string]any{"employeeNumber": fmt.Sprint("E", i), "department": fmt.Sprint("Unit ", i%7)}))
	}
	return list
}

// count returns how many requests have come. Whoever has been cut off may go on while others are still being answered.
func (s *server) count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.asked)
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.asked = append(s.asked, r.URL)
	n := len(s.asked)
	s.mu.Unlock()
	if s.before != nil && s.before(w, r, n) {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	path := strings.TrimPrefix(r.URL.EscapedPath(), "/scim")
	switch kind, id, one := strings.Cut(strings.TrimPrefix(path, "/"), "/"); {
	case kind == "ServiceProviderConfig" && !s.noDocuments:
		reply(w, 200, map[string]any{"filter": map[string]any{"supported": true, "maxResults": s.maxResults}})
	case kind == "ResourceTypes" && !s.noDocuments:
		reply(w, 200, map[string]any{"Resources": []any{map[string]any{"name": "User", "endpoint": "/Users"}, map[string]any{"name": "Group", "endpoint": "/Groups"}}})
	case one && id == ".search" && s.searches:
		s.search(w, r, s.of(kind))
	case one && !s.noByID:
		id, _ = url.PathUnescape(id)
		for _, o := range s.of(kind) {
			if o.Get("id").Text() == id {
				reply(w, 200, o)
				return
			}
		}
		refuse(w, 404, "")
	case kind == "Users", kind == "Groups":
		s.list(w, r.URL.Query(), s.of(kind))
	default:
		refuse(w, 404, "")
	}
}

func (s *server) of(kind string) []*value.Object {
	if kind == "Groups" {
		return s.groups
	}
	return s.objects
}

// search answers a question whose parameters are in its body, and is not subject to faults of pages.
func (s *server) search(w http.ResponseWriter, r *http.Request, objects []*value.Object) {
	var body struct {
		Schemas           []string
		Filter            string
		StartIndex, Count int
	}
	if r.Method != http.MethodPost || json.NewDecoder(r.Body).Decode(&body) != nil || len(body.Schemas) != 1 {
		refuse(w, 400, "invalidSyntax")
		return
	}
	repeats, pageCap := s.repeatsPages, s.pageCap
	s.repeatsPages, s.pageCap = false, 0
	s.list(w, url.Values{"filter": {body.Filter}, "startIndex": {strconv.Itoa(body.StartIndex)}, "count": {strconv.Itoa(body.Count)}}, objects)
	s.repeatsPages, s.pageCap = repeats, pageCap
}

func (s *server) list(w http.ResponseWriter, q url.Values, objects []*value.Object) {
	filter := q.Get("filter")
	switch {
	case filter == "" && s.noUnfiltered:
		refuse(w, 400, "tooMany")
		return
	case q.Has("attributes") && s.noAttributes:
		refuse(w, 400, "invalidValue")
		return
	case filter != "" && !s.ignores:
		keep, ok := s.parse(filter)
		if !ok {
			refuse(w, 400, "invalidFilter")
			return
		}
		objects = slices.DeleteFunc(slices.Clone(objects), func(o *value.Object) bool { return !keep(o) })
	}
	total := len(objects)
	first, _ := strconv.Atoi(q.Get("startIndex"))
	count, err := strconv.Atoi(q.Get("count"))
	if err != nil {
		count = 100
	}
	if s.pageCap > 0 {
		count = min(count, s.pageCap)
	}
	if s.repeatsPages {
		first = 1
	}
	objects = objects[min(max(first-1, 0), len(objects)):]
	objects = objects[:min(count, len(objects))]
	if s.lies != 0 {
		total = max(total+s.lies, 0)
	}
	resources := []any{}
	for _, o := range objects {
		resources = append(resources, s.project(o, q.Get("attributes")))
	}
	reply(w, 200, map[string]any{"totalResults": total, "startIndex": first, "itemsPerPage": len(objects), "Resources": resources})
}

// project leaves out what the parameter attributes does not name.
func (s *server) project(o *value.Object, attributes string) *value.Object {
	if attributes == "" {
		return o
	}
	var kept []value.Member
	for _, m := range o.Members() {
		for name := range strings.SplitSeq(attributes, ",") {
			if name == m.Name {
				kept = append(kept, m)
			} else if part, ok := strings.CutPrefix(name, m.Name+":"); ok && !s.losesExtensions {
				kept = append(kept, value.Member{Name: m.Name, Value: value.ObjectOf(value.NewObject(value.Member{Name: part, Value: m.Value.Members()[0]}))})
				inner, _ := m.Value.AsObject()
				kept[len(kept)-1].Value = value.ObjectOf(value.NewObject(value.Member{Name: part, Value: inner.Get(part)}))
			}
		}
	}
	merged := []value.Member{}
	for _, m := range kept {
		if i := slices.IndexFunc(merged, func(have value.Member) bool { return have.Name == m.Name }); i >= 0 {
			a, _ := merged[i].Value.AsObject()
			b, _ := m.Value.AsObject()
			merged[i].Value = value.ObjectOf(value.NewObject(slices.Concat(a.Members(), b.Members())...))
			continue
		}
		merged = append(merged, m)
	}
	return value.NewObject(merged...)
}

func reply(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/scim+json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}

func refuse(w http.ResponseWriter, status int, scimType string) {
	reply(w, status, map[string]any{"status": fmt.Sprint(status), "scimType": scimType, "detail": "refused by the test"})
}

// filterParser reads a filter of comparisons with eq, in brackets joined by "and", else by "or".
type filterParser struct {
	s    *server
	rest string
}

type test func(o *value.Object) bool

func (s *server) parse(filter string) (keep test, ok bool) {
	p := &filterParser{s, filter}
	if s.noFilter {
		return nil, false
	}
	for n := 0; ; n++ {
		one := p.term()
		if one == nil || n > 0 && s.noOr {
			return nil, false
		}
		if before := keep; before != nil {
			keep = func(o *value.Object) bool { return before(o) || one(o) }
		} else {
			keep = one
		}
		if p.rest == "" {
			return keep, true
		}
		if p.rest, ok = strings.CutPrefix(p.rest, " or "); !ok {
			return nil, false
		}
	}
}

// comparison reads name eq literal.
func (p *filterParser) comparison() (name string, v value.Value, ok bool) {
	name, rest, ok := strings.Cut(p.rest, " eq ")
	if !ok || strings.ContainsAny(name, `"[] `) {
		return "", v, false
	}
	dec := json.NewDecoder(strings.NewReader(rest))
	var literal json.RawMessage
	if dec.Decode(&literal) != nil {
		return "", v, false
	}
	p.rest = rest[dec.InputOffset():]
	v, err := value.ParseJSON(string(literal))
	return name, v, err == nil
}

func (p *filterParser) term() test {
	bracket := strings.IndexByte(p.rest, '[')
	if space := strings.IndexByte(p.rest, ' '); bracket < 0 || space < bracket {
		name, v, ok := p.comparison()
		if !ok || p.s.onlyValueForm && !strings.HasSuffix(name, ".value") {
			return nil
		}
		return func(o *value.Object) bool { return p.s.equal(o, name, v) }
	}
	root := p.rest[:bracket]
	p.rest = p.rest[bracket+1:]
	var clauses []func(element *value.Object) bool
	for {
		name, v, ok := p.comparison()
		if !ok {
			return nil
		}
		clauses = append(clauses, func(element *value.Object) bool { return p.s.equal(element, name, v) })
		if rest, more := strings.CutPrefix(p.rest, " and "); more {
			p.rest = rest
			continue
		}
		break
	}
	var ok bool
	if p.rest, ok = strings.CutPrefix(p.rest, "]"); !ok {
		return nil
	}
	isEntra := strings.HasPrefix(p.rest, ".")
	if isEntra {
		p.rest = p.rest[1:]
		name, v, ok := p.comparison()
		if !ok {
			return nil
		}
		clauses = append(clauses, func(element *value.Object) bool { return p.s.equal(element, name, v) })
	}
	if p.s.onlyEntraForm && !isEntra || p.s.onlyRFCForm && isEntra || p.s.onlyValueForm {
		return nil
	}
	return func(o *value.Object) bool {
		return slices.ContainsFunc(o.GetFold(root).Members(), func(m value.Value) bool {
			element, isObject := m.AsObject()
			return isObject && !slices.ContainsFunc(clauses, func(holds func(*value.Object) bool) bool { return !holds(element) })
		})
	}
}

func (s *server) equal(o *value.Object, name string, v value.Value) bool {
	if s.noExtensions && strings.HasPrefix(name, "urn:") {
		return false
	}
	path := value.ParsePath(name)
	have := value.Fold(o).Attribute(&path)
	return slices.ContainsFunc(append(have.Members(), have), func(m value.Value) bool {
		if m.IsNull() || m.Kind() != v.Kind() && m.Kind() != value.KindReference {
			return false
		}
		switch {
		case s.contains:
			return strings.Contains(strings.ToLower(m.Text()), strings.ToLower(v.Text()))
		case s.caseExact || strings.EqualFold(name, "id"):
			return m.Text() == v.Text()
		}
		return strings.EqualFold(m.Text(), v.Text())
	})
}

// query asks for a user.
func query(attribute string, v any, want ...string) provision.Query {
	asked, err := value.Of(v)
	if err != nil {
		panic(err)
	}
	return provision.Query{Type: "User", Attribute: attribute, Value: asked, Want: want}
}

// ids returns the ids of answers.
func ids(answers [][]*provision.Object) [][]string {
	found := make([][]string, len(answers))
	for i, hits := range answers {
		found[i] = []string{}
		for _, o := range hits {
			found[i] = append(found[i], o.ID)
		}
	}
	return found
}

// quick are options that never wait long.
func quick() scim.Options { return scim.Options{Retries: -1, Timeout: 20 * time.Second} }
