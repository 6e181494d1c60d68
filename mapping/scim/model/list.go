package model

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/attrmap/attrmap/expr/value"
	nettext "github.com/attrmap/attrmap/internal/dotnet/text"
)

// query is what a list is asked for (RFC 7644, 3.4.2).
type query struct {
	filter                         *filter // nil for none
	sortBy                         string
	descending                     bool
	start, count                   int64 // from 1; -1 is as many as the server gives
	attributes, excludedAttributes string
}

// queryOf reads the query of a GET.
func (s *Server) queryOf(values url.Values) (query, *refusal) {
	q := query{start: 1, count: -1, sortBy: values.Get("sortBy"), attributes: values.Get("attributes"), excludedAttributes: values.Get("excludedAttributes")}
	for name, to := range map[string]*int64{"startIndex": &q.start, "count": &q.count} {
		if !values.Has(name) {
			continue
		}
		n, err := strconv.ParseInt(values.Get(name), 10, 64)
		if err != nil {
			return q, refuse(invalidValue, secPage, "want a whole number as %s", name)
		}
		*to = max(n, 0) // a negative count is 0
	}
	q.start = max(q.start, 1)
	switch order := values.Get("sortOrder"); {
	case strings.EqualFold(order, "descending"):
		q.descending = true
	case order != "" && !strings.EqualFold(order, "ascending"):
		return q, refuse(invalidValue, secSort, "want ascending or descending as sortOrder")
	}
	if !values.Has("filter") {
		return q, nil
	}
	var err *refusal
	q.filter, err = parseFilter(values.Get("filter"))
	return q, err
}

// search takes a query that is sent by POST (RFC 7644, 3.4.3).
func (s *Server) search(method string, segments []string, body []byte) (Answer, *refusal) {
	if method != methodPost {
		return Answer{}, notAllowed(method, "a search")
	}
	st := s.store(segments, false)
	if st == nil {
		return Answer{}, &refusal{status: 501, section: secSearch, detail: "this server searches resources of one type, such as /Users/.search"}
	}
	o, err := objectOf(body, secSearch)
	if err != nil {
		return Answer{}, err
	}
	isSearch := slices.ContainsFunc(o.GetFold("schemas").Members(), func(v value.Value) bool { return strings.EqualFold(v.Text(), urnSearch) })
	if s.strict && !isSearch {
		return Answer{}, refuse(invalidSyntax, secSearch, "want %s as schemas", urnSearch)
	}
	values := url.Values{}
	for _, name := range []string{"filter", "sortBy", "sortOrder", "startIndex", "count", "attributes", "excludedAttributes"} {
		if v := o.GetFold(name); !v.IsNull() {
			values.Set(name, strings.Join(v.Strings(), ","))
		}
	}
	q, err := s.queryOf(values)
	if err != nil {
		return Answer{}, err
	}
	return s.list(st, q)
}

// list answers a query.
func (s *Server) list(st *store, q query) (Answer, *refusal) {
	p, err := s.projectionOf(st.of, q.attributes, q.excludedAttributes)
	if err != nil {
		return Answer{}, err
	}
	found, err := s.find(st, q.filter)
	if err != nil {
		return Answer{}, err
	}
	if err := s.sort(st, found, q); err != nil {
		return Answer{}, err
	}
	page := found[min(q.start-1, int64(len(found))):]
	if most := int64(s.schemas.maxResults()); most > 0 && (q.count < 0 || q.count > most) {
		q.count = most
	}
	if q.count >= 0 {
		page = page[:min(q.count, int64(len(page)))]
	}
	resources := make([]value.Value, len(page))
	for i, r := range page {
		resources[i] = s.render(st.of, r, p)
	}
	return listAnswer(len(found), q.start, resources), nil
}

// listAnswer is a list response (RFC 7644, 3.4.2).
func listAnswer(total int, start int64, resources []value.Value) Answer {
	members := []value.Member{
		{Name: "schemas", Value: value.List(value.String(urnList))},
		{Name: "totalResults", Value: value.Integer(int64(total))},
		{Name: "startIndex", Value: value.Integer(start)},
		{Name: "itemsPerPage", Value: value.Integer(int64(len(resources)))},
		{Name: "Resources", Value: value.List(resources...)},
	}
	return Answer{Status: 200, Body: appendJSON(nil, value.ObjectOf(value.NewObject(members...)))}
}

// find returns the resources that a filter matches, in the order in which they came.
func (s *Server) find(st *store, f *filter) ([]*resource, *refusal) {
	if f == nil {
		return slices.DeleteFunc(slices.Clone(st.ordered), func(r *resource) bool { return r == nil }), nil
	}
	if !s.schemas.canFilter() {
		return nil, &refusal{status: 403, section: secFilter, detail: "the server's configuration says that it takes no filters"}
	}
	d := definitions{strict: s.strict, of: st.of}
	comparisons, err := d.check(f)
	if err != nil {
		return nil, err
	}
	if found, ok := st.withValue(d, f); ok {
		return found, nil
	}
	if err := s.works(comparisons * len(st.byID)); err != nil {
		return nil, err
	}
	var found []*resource
	for _, r := range st.ordered {
		if r != nil && d.matches(f, s.getter(st.of, r)) {
			found = append(found, r)
		}
	}
	return found, nil
}

// works refuses a request that takes more comparisons than the server makes.
func (s *Server) works(comparisons int) *refusal {
	if s.work += comparisons; s.work > maxWork {
		return refuse(tooMany, secQuery, "the filter takes more comparisons than this server makes")
	}
	return nil
}

// getter reads a resource as it is shown.
func (s *Server) getter(t *resourceType, r *resource) getter {
	return func(schema, name string) value.Value {
		schema = t.schemaOf(schema)
		switch {
		case schema == "" && strings.EqualFold(name, "meta"):
			return s.meta(t, r)
		case schema == "" && strings.EqualFold(name, "schemas"):
			return t.schemasOf(r)
		}
		return r.get(schema, name)
	}
}

// sort sorts resources; those without a value are last in ascending order (RFC 7644, 3.4.2.3).
func (s *Server) sort(st *store, found []*resource, q query) *refusal {
	if q.sortBy == "" {
		return nil
	}
	p, err := parsePath(q.sortBy)
	if err != nil || len(p.steps) > 2 || p.steps[0].filter != nil {
		return refuse(invalidValue, secSort, "want the path of an attribute as sortBy")
	}
	def := st.of.find(p.urn, p.names()...)
	if def == nil && s.strict {
		return refuse(invalidValue, secSort, "the schemas define no attribute %s", p)
	}
	keys := make(map[*resource]sortKey, len(found))
	for _, r := range found {
		keys[r] = keyOf(def, s.getter(st.of, r)(p.urn, p.steps[0].name), p.names()[1:])
	}
	slices.SortStableFunc(found, func(a, b *resource) int {
		order := keys[a].compare(keys[b])
		if q.descending {
			return -order
		}
		return order
	})
	return nil
}

// sortKey is what a resource is sorted by.
type sortKey struct {
	value value.Value // Absent for none
	text  string
}

// keyOf returns the key of an attribute: of several values the primary one, or the first.
func keyOf(def *attribute, v value.Value, names []string) sortKey {
	if list, ok := v.AsList(); ok && len(list) > 0 {
		v = list[max(slices.IndexFunc(list, isPrimary), 0)]
	}
	for _, name := range names {
		v = complexOf(v).GetFold(name)
	}
	if o, ok := v.AsObject(); ok {
		v = o.GetFold("value")
	}
	k := sortKey{value: v, text: v.Text()}
	if def == nil || !def.CaseExact {
		k.text = nettext.Caseless(k.text)
	}
	return k
}

func (k sortKey) compare(other sortKey) int {
	switch a, b := k.value, other.value; {
	case a.IsNull() || b.IsNull():
		return boolOrder(a.IsNull()) - boolOrder(b.IsNull())
	case a.Kind().IsNumber() && b.Kind().IsNumber():
		if less, err := value.Compare(value.Less, a, b); err == nil && less {
			return -1
		}
		if more, err := value.Compare(value.Greater, a, b); err == nil && more {
			return 1
		}
		return 0
	}
	return strings.Compare(k.text, other.text)
}

func boolOrder(b bool) int {
	if b {
		return 1
	}
	return 0
}
