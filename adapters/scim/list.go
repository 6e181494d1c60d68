package scim

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping/provision"
)

// list is a page of a list of resources (RFC 7644, 3.4.2).
type list struct {
	total   int // all that there are; -1 where the server does not say
	bytes   int // of the answer
	objects []*provision.Object
}

// fields are the attributes that a list is to have: some alone, or all without some; both empty are all.
type fields struct{ only, without string } // separated by commas

// selection says what a list is to have.
type selection struct {
	fields
	filter string // "" is all
	start  int    // from 1
	count  int
	post   bool // the question is the body of a POST (RFC 7644, 3.4.3)
}

// query returns the selection as the query of a URL. Spaces are %20, which every server reads; many take + for itself.
func (s selection) query() string {
	q := "?"
	if s.filter != "" {
		q += "filter=" + escape(s.filter) + "&"
	}
	return q + s.fields.query() + "startIndex=" + strconv.Itoa(s.start) + "&count=" + strconv.Itoa(s.count)
}

// query returns the fields as parameters of a URL, with the mark that ends them.
func (f fields) query() string {
	switch {
	case f.only != "":
		return "attributes=" + escape(f.only) + "&"
	case f.without != "":
		return "excludedAttributes=" + escape(f.without) + "&"
	}
	return ""
}

// body returns the selection as the body of a search.
func (s selection) body() []byte {
	members := []value.Member{
		{Name: "schemas", Value: value.Strings("urn:ietf:params:scim:api:messages:2.0:SearchRequest")},
		{Name: "startIndex", Value: value.Integer(int64(s.start))},
		{Name: "count", Value: value.Integer(int64(s.count))},
	}
	for _, m := range []struct{ name, list string }{{"attributes", s.only}, {"excludedAttributes", s.without}} {
		if m.list != "" {
			members = append(members, value.Member{Name: m.name, Value: value.Strings(strings.Split(m.list, ",")...)})
		}
	}
	if s.filter != "" {
		members = append(members, value.Member{Name: "filter", Value: value.String(s.filter)})
	}
	return value.ObjectOf(value.NewObject(members...)).AppendJSON(nil)
}

// escape writes a text for the query of a URL.
func escape(text string) string {
	// PathEscape leaves some characters as they are that mean something in a query.
	out := make([]byte, 0, len(text)*2)
	const hex = "0123456789ABCDEF"
	for i := range len(text) {
		c := text[i]
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '-', c == '.', c == '_', c == '~':
			out = append(out, c)
		default:
			out = append(out, '%', hex[c>>4], hex[c&15])
		}
	}
	return string(out)
}

// list reads a page of the objects of a type. The error is an *[Error].
func (e *endpoint) list(ctx context.Context, s selection) (*list, error) {
	e.lists.Add(1)
	r := request{method: http.MethodGet, path: e.path + s.query(), reads: true}
	if s.post {
		r.method, r.path, r.body = http.MethodPost, e.path+"/.search", s.body()
	}
	path := r.path
	begin := time.Now()
	a, err := e.client.do(ctx, r)
	e.busy.Add(int64(time.Since(begin)))
	if err != nil {
		return nil, err
	}
	if a.Status != http.StatusOK {
		err := e.client.refusal(path, a)
		if a.Status == http.StatusNotFound {
			err.problem.Format, err.problem.Args = err.problem.Format+"; where objects of type %s are can be said (Types)", append(err.problem.Args, diag.Name(diag.Clip(e.name)))
		}
		return nil, err
	}
	l, problem := e.readList(a)
	if !problem.IsZero() {
		return nil, e.client.unreadable(path, a, problem)
	}
	return l, nil
}

// readList reads the body of an answer. The problem says why it is no list.
func (e *endpoint) readList(a *Answer) (l *list, problem diag.Message) {
	body, err := a.object()
	if err != nil {
		return nil, diag.Messagef("the answer is no JSON: %s", diag.MaskedError(err))
	}
	l = &list{total: -1, bytes: len(a.Body)}
	if total := body.GetFold("totalResults"); !total.IsNull() {
		n, err := total.ToInteger()
		if err != nil || n < 0 || n > 1<<31-1 {
			return nil, diag.Messagef("want a whole number as totalResults")
		}
		l.total = int(n)
	}
	resources := body.GetFold("Resources")
	members, isList := resources.AsList()
	switch {
	case !resources.IsNull() && !isList:
		return nil, diag.Messagef("want an array as Resources")
	case !isList && l.total < 0:
		return nil, diag.Messagef("want a list (ListResponse), got JSON without totalResults and Resources")
	}
	for i, m := range members {
		o, isObject := m.AsObject()
		if !isObject {
			return nil, diag.Messagef("want an object as resource %d of the list", i+1)
		}
		object, problem := e.object(o)
		if !problem.IsZero() {
			return nil, diag.Messagef("resource %d of the list: %s", i+1, problem)
		}
		l.objects = append(l.objects, object)
	}
	if l.total >= 0 && len(l.objects) > l.total {
		l.total = len(l.objects) // a page has what it has
	}
	return l, problem
}

// object returns a resource as a target object.
func (e *endpoint) object(o *value.Object) (object *provision.Object, problem diag.Message) {
	id := o.GetFold("id")
	if id.IsNullOrEmpty() || id.Kind() == value.KindList || id.Kind() == value.KindObject {
		return nil, diag.Messagef("want a resource with an id, got one without")
	}
	return &provision.Object{Type: e.name, ID: id.Text(), Attrs: value.Fold(o)}, problem
}

// byID returns the object of an id, nil where there is none.
func (e *endpoint) byID(ctx context.Context, id string) (*provision.Object, error) {
	if id == "." || id == ".." {
		return e.byFilteredID(ctx, id, nil) // as a part of a path these lead elsewhere, escaped or not
	}
	path := e.path + "/" + url.PathEscape(id)
	a, err := e.client.Do(ctx, http.MethodGet, path, nil)
	if err != nil {
		return nil, err
	}
	switch {
	case a.Status == http.StatusNotFound && !isPage(a):
		return nil, nil
	case a.Status == http.StatusBadRequest: // servers say so of an id that none of theirs can be
		return e.byFilteredID(ctx, id, e.client.refusal(path, a))
	case a.Status != http.StatusOK:
		return nil, e.client.refusal(path, a)
	}
	body, err := a.object()
	if err != nil {
		return nil, e.client.unreadable(path, a, diag.Messagef("the answer is no JSON: %s", diag.MaskedError(err)))
	}
	object, problem := e.object(body)
	if !problem.IsZero() {
		return nil, e.client.unreadable(path, a, problem)
	}
	return object, nil
}

// byFilteredID is byID by a filter. Refused is the error if the server does not take that either.
func (e *endpoint) byFilteredID(ctx context.Context, id string, refused error) (*provision.Object, error) {
	l, err := e.list(ctx, selection{filter: "id eq " + quote(id), start: 1, count: 2})
	switch {
	case err != nil && ctx.Err() == nil && refused != nil:
		return nil, refused
	case err != nil:
		return nil, err
	}
	for _, o := range l.objects {
		if o.ID == id {
			return o, nil
		}
	}
	return nil, nil
}

// isPage reports whether an answer is a page for people, which no SCIM server has sent.
func isPage(a *Answer) bool {
	return len(a.Header.Get("Content-Type")) >= 9 && a.Header.Get("Content-Type")[:9] == "text/html"
}

// gathered are the objects of a list that is read page by page, each once.
type gathered struct {
	objects []*provision.Object
	ids     map[string]bool
}

// add adds a page. Whole reports that there are no more; the error is that of a page which brings nothing new though there are.
func (g *gathered) add(e *endpoint, l *list) (whole bool, err error) {
	if g.ids == nil {
		g.ids = map[string]bool{}
	}
	before := len(g.objects)
	for _, o := range l.objects {
		if !g.ids[o.ID] {
			g.ids[o.ID] = true
			g.objects = append(g.objects, o)
		}
	}
	switch fresh := len(g.objects) > before; {
	case l.total >= 0 && len(g.objects) >= l.total, l.total < 0 && !fresh:
		return true, nil
	case !fresh:
		return false, &cutError{e.client.failure(http.MethodGet, e.path, diag.Messagef("the server says that it has found %s, and returns %d", diag.Name(diag.Count(l.total, "object")), len(g.objects)), nil)}
	}
	return false, nil
}

// cutError reports a list that has fewer objects than it says. Fewer questions at a time may have whole answers.
type cutError struct{ err *Error }

func (e *cutError) Error() string          { return e.err.Error() }
func (e *cutError) Sentence() diag.Message { return e.err.Sentence() }
func (e *cutError) Unwrap() error          { return e.err }
