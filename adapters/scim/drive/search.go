package drive

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping/provision"
)

// directory answers the questions of a cycle by the searches that the service's client sends: one for each, with the attribute's name as the
// mapping has it.
type directory struct{ *driver }

// Find implements provision.Directory.
func (d *directory) Find(ctx context.Context, queries []provision.Query) ([][]*provision.Object, error) {
	answers := make([][]*provision.Object, len(queries))
	for i := range queries {
		q := &queries[i]
		resource := d.resourceOf(q.Type)
		var found []*value.Object
		var err error
		if q.Attribute == "" {
			found, err = d.byID(ctx, resource, q.Value.Text())
		} else {
			found, err = d.search(ctx, resource, q)
		}
		if err != nil {
			return nil, err
		}
		for _, o := range found {
			if full := d.remember(ctx, resource, o); full != nil {
				answers[i] = append(answers[i], objectOf(q.Type, full))
			}
		}
	}
	return answers, nil
}

// objectOf returns what a cycle sees of an object of the server's.
func objectOf(objectType string, o *value.Object) *provision.Object {
	return &provision.Object{Type: objectType, ID: idOf(o), Attrs: value.Fold(o)}
}

// byID reads the object whose id is known.
func (d *directory) byID(ctx context.Context, resource, id string) ([]*value.Object, error) {
	a, e := d.send(ctx, request{method: http.MethodGet, path: pathOf(resource, id), shown: d.pathShown(resource, id), resource: resource})
	if a == nil {
		return nil, errStopped
	}
	defer d.emit(e)
	switch {
	case a.status == http.StatusNotFound:
		return nil, nil
	case !a.ok() || a.object == nil:
		return nil, diag.Errorf("the server answers %d", a.status)
	}
	for _, f := range representation(a.object, resource) {
		d.find(e, f.rule, ServerWrong, f.detail)
	}
	return []*value.Object{a.object}, nil
}

// searchPath returns the path of a search. Names and values are escaped as those of recorded requests are: spaces as +.
func searchPath(resource, attribute, literal string) string {
	query := "filter=" + url.QueryEscape(attribute+" eq "+literal)
	if resource == "Group" {
		query = "excludedAttributes=members&" + query
	}
	return "/" + resource + "s?" + query
}

// literalOf writes a value for a filter (RFC 7644, 3.4.2.2): texts as JSON has them.
func literalOf(v value.Value) string {
	if v.Kind() == value.KindBoolean || v.Kind().IsNumber() {
		return string(v.AppendJSON(nil))
	}
	return string(value.String(v.Text()).AppendJSON(nil))
}

// search asks for the objects that have a value. What the server returns besides is a finding, and left out.
func (d *directory) search(ctx context.Context, resource string, q *provision.Query) ([]*value.Object, error) {
	literal := literalOf(q.Value)
	r := request{method: http.MethodGet, path: searchPath(resource, q.Attribute, literal), resource: resource}
	if d.HideValues || q.Value.Redacted() {
		r.shown = searchPath(resource, q.Attribute, `"`+diag.Hidden+`"`)
	}
	a, e := d.send(ctx, r)
	if a == nil {
		return nil, errStopped
	}
	defer d.emit(e)
	d.judgeSearch(r, a, e)
	if !a.ok() && a.status != http.StatusNotFound {
		return nil, diag.Errorf("the server answers %d", a.status)
	}
	var found []*value.Object
	others := 0
	for _, o := range a.resources() {
		if has(o, q) {
			found = append(found, o)
		} else {
			others++
		}
	}
	if resource == "Group" && slices.ContainsFunc(found, func(o *value.Object) bool { return len(o.GetFold("members").Members()) > 0 }) {
		d.find(e, ruleExcluded, ServerWrong, "")
	}
	if others > 0 {
		d.find(e, ruleFilterIgnored, ServerWrong, fmt.Sprintf("%d of %d objects", others, others+len(found)))
	}
	return found, nil
}

// judgeSearch judges the answer to a search. The grammar of filters does not have all that the service sends: a part after a filter in brackets,
// as in emails[type eq "work"].value eq "…", belongs into the brackets there.
func (d *driver) judgeSearch(r request, a *answer, e *Event) {
	switch {
	case a.found(), a.status >= 300 && a.status < 400: // already
		return
	case a.status >= 400 && a.status != http.StatusNotFound:
		if strict := d.judge.strict(nil, r, true); strict.Status >= 400 && strict.Status != http.StatusNotFound {
			d.clientFault(e, strict, fmt.Sprintf("status %d%s", a.status, detailOf(a)))
			return
		}
		if a.status == http.StatusForbidden {
			d.find(e, ruleForbidden, ServerWrong, a.detail())
			return
		}
	}
	for _, f := range a.listFaults() {
		d.find(e, f.rule, ServerWrong, f.detail)
	}
}

// has reports whether an object has the value that a search is for.
func has(o *value.Object, q *provision.Query) bool {
	path := value.ParsePath(q.Attribute)
	return slices.ContainsFunc(value.Fold(o).Attribute(&path).Members(), func(m value.Value) bool {
		return m.Text() == q.Value.Text() || !q.CaseExact && strings.EqualFold(m.Text(), q.Value.Text())
	})
}

// remember notes that the server has an object, and returns it: a group with its members, which a search leaves out. It is nil where the
// object has no id, which has been found.
func (d *directory) remember(ctx context.Context, resource string, o *value.Object) *value.Object {
	id := idOf(o)
	if id == "" {
		return nil
	}
	if resource == "Group" {
		if whole, err := d.byID(ctx, resource, id); err == nil && len(whole) == 1 {
			o = whole[0]
		}
	}
	d.note(&object{resource: resource, id: id, actual: value.ObjectOf(o).AppendJSON(nil)}, o)
	return o
}

// note notes what the server shows of an object.
func (d *driver) note(k *object, o *value.Object) {
	d.known[address(k.resource, k.id)] = k
	if name := nameOf(k.resource, o); name != "" {
		d.taken[name] = true
	}
}

// nameOf returns what must be unique of an object (RFC 7643, 4.1.1; of groups the service demands it), without case.
func nameOf(resource string, o *value.Object) string {
	name := o.GetFold("userName")
	if resource == "Group" {
		name = o.GetFold("displayName")
	}
	if name.IsNullOrEmpty() {
		return ""
	}
	return address(resource, strings.ToLower(name.Text()))
}

func address(resource, id string) string { return resource + "/" + id }

func pathOf(resource, id string) string { return "/" + resource + "s/" + url.PathEscape(id) }

// pathShown is the path of an object as reports print it: an id may be a value of a person, such as a user's name.
func (d *driver) pathShown(resource, id string) string {
	if d.HideValues {
		return "/" + resource + "s/{id}"
	}
	return pathOf(resource, id)
}

// testConnection is what the service does when somebody presses the button: a search for an object that nobody has. With groups in the job, for
// one of these too (documented).
func (d *driver) testConnection(ctx context.Context) error {
	done := map[string]bool{}
	for i := range d.Job.Objects {
		m := &d.Job.Objects[i]
		resource := d.resourceOf(targetType(m))
		names := d.Engine.Mapper(m.Type).MatchingTargets()
		if done[resource] || len(names) == 0 {
			continue
		}
		done[resource] = true
		if err := d.testSearch(ctx, resource, names[0], i == 0); err != nil {
			return err
		}
	}
	return nil
}

// testSearch searches an object that nobody has. The error of the first search is that of a server that cannot be driven.
func (d *driver) testSearch(ctx context.Context, resource, name string, first bool) error {
	r := request{method: http.MethodGet, path: searchPath(resource, name, `"`+newGUID()+`"`), resource: resource}
	got, err := d.client.Do(ctx, r.method, r.path, nil)
	d.report.Requests[r.method]++
	switch {
	case err != nil:
		return err
	case first && got.Status == http.StatusUnauthorized:
		return diag.Errorf("%s: the server does not accept the credentials (status %d)", diag.Name(d.client.URL()), got.Status)
	case first && got.Status < http.StatusInternalServerError && newAnswer(got.Status, got.Header, got.Body, resource).object == nil && !d.speaksSCIM(ctx, resource):
		return diag.Errorf("%s: there is no SCIM endpoint: want a JSON object for /%ss, got none (status %d, Content-Type %s)", diag.Name(d.client.URL()), diag.Name(resource), got.Status,
			diag.Quote(diag.ClipTo(got.Header.Get("Content-Type"), 60)))
	}
	a := newAnswer(got.Status, got.Header, got.Body, resource)
	e := &Event{Cycle: d.cycle, Method: r.method, Path: r.path, Status: a.status}
	for _, f := range a.common() {
		d.find(e, f.rule, ServerWrong, f.detail)
	}
	d.judgeSearch(r, a, e)
	if n := len(a.resources()); n > 0 {
		d.find(e, ruleFilterIgnored, ServerWrong, fmt.Sprintf("%d objects for an identifier that nobody has", n))
	}
	d.emit(e)
	return nil
}

// speaksSCIM reports whether a server that does not answer a search as one does answers anything else so: some answer 404 to searches without a
// body, and a page that asks to sign in is the answer to everything.
func (d *driver) speaksSCIM(ctx context.Context, resource string) bool {
	for _, path := range []string{"/ServiceProviderConfig", "/" + resource + "s?startIndex=1&count=1"} {
		got, err := d.client.Do(ctx, http.MethodGet, path, nil)
		if err != nil {
			return false
		}
		d.report.Requests[http.MethodGet]++
		if a := newAnswer(got.Status, got.Header, got.Body, resource); a.ok() && a.object != nil {
			return true
		}
	}
	return false
}

// probe asks what shows in no cycle of new objects: an id that nobody has, and a name in another case.
func (d *driver) probe(ctx context.Context) {
	if d.cycle != 1 {
		return
	}
	if a, e := d.send(ctx, request{method: http.MethodGet, path: pathOf("User", newGUID()), resource: "User"}); a != nil {
		if a.status != http.StatusNotFound && a.status < 500 {
			d.find(e, ruleGetUnknown, ServerWrong, fmt.Sprintf("status %d", a.status))
		}
		d.emit(e)
	}
	for _, o := range d.objects {
		if d.probeCase(ctx, o) {
			return
		}
	}
}

// probeCase looks a user up by the user's name in another case, and reports whether there is such a user.
func (d *driver) probeCase(ctx context.Context, o *object) bool {
	shown, err := value.ParseJSON(string(o.actual))
	user, ok := shown.AsObject()
	if o.resource != "User" || !o.accepted || err != nil || !ok || !slices.Contains(d.Engine.Mapper(o.plan.Type).MatchingTargets(), "userName") {
		return false
	}
	name := user.GetFold("userName").Text()
	swapped := swapCase(name)
	if swapped == name {
		return false
	}
	find := func(text string) (int, *Event) {
		r := request{method: http.MethodGet, path: searchPath("User", "userName", literalOf(value.String(text))), object: o.plan.ID, resource: "User"}
		if d.HideValues {
			r.shown = searchPath("User", "userName", `"`+diag.Hidden+`"`)
		}
		a, e := d.send(ctx, r)
		if a == nil || !a.ok() {
			return -1, e
		}
		return len(a.resources()), e
	}
	// A search that does not find the name as it is has another fault.
	asIs, e := find(name)
	if e != nil {
		d.emit(e)
	}
	if asIs < 1 {
		return true
	}
	other, e := find(swapped)
	if e == nil {
		return true
	}
	if other == 0 {
		d.find(e, ruleFilterCase, ServerWrong, "")
	}
	d.emit(e)
	return true
}

// swapCase returns a text with the letters of ASCII in the other case: what others fold to is not the same everywhere.
func swapCase(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z':
			return unicode.ToUpper(r)
		case r >= 'A' && r <= 'Z':
			return unicode.ToLower(r)
		}
		return r
	}, text)
}

// newGUID returns a random identifier in the form of a GUID (RFC 9562, version 4).
func newGUID() string {
	var b [16]byte
	_, _ = rand.Read(b[:])
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}
