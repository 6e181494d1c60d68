package drive

import (
	"context"
	"fmt"
	"net/http"
	"slices"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/provision"
	wire "github.com/attrmap/attrmap/mapping/scim"
	"github.com/attrmap/attrmap/mapping/scim/model"
)

// preview returns the requests of a plan with the paths as reports print them.
func (d *driver) preview(p *provision.Plan) ([]request, []bool, error) {
	var opt wire.ClientOptions
	if d.Wire != nil {
		opt = d.Wire(p.Type)
	}
	opt.Mask = false
	sent, err := wire.Preview(p, opt)
	if err != nil {
		return nil, nil, err
	}
	requests, waits := make([]request, len(sent)), make([]bool, len(sent))
	for i, r := range sent {
		requests[i] = request{method: r.Method, path: r.Path, body: r.Body, object: p.ID, resource: p.Resource}
		if d.HideValues || p.ShownTarget() != p.Target {
			if requests[i].shown = "/" + p.Resource + "s"; r.Method != http.MethodPost {
				requests[i].shown += "/{id}"
			}
		}
		// References of a new object follow when everything is there; so do those to new objects.
		waits[i] = r.Pending || p.Action == provision.Create && i > 0
	}
	return requests, waits, nil
}

// sendFirst sends what a plan does not wait with.
func (d *driver) sendFirst(ctx context.Context, o *object) {
	requests, waits, err := d.preview(o.plan)
	if err != nil {
		d.unsent(o, "the requests cannot be made: "+d.shown(err))
		return
	}
	for i, r := range requests {
		if !waits[i] && !o.refused {
			d.write(ctx, o, r)
		}
	}
}

// sendReferences sends what waits for other objects, with their identifiers. Those of objects that were not created are left out.
func (d *driver) sendReferences(ctx context.Context, o *object) {
	_, waits, err := d.preview(o.plan)
	switch {
	case err != nil || !slices.Contains(waits, true): // what is wrong was found by the first pass
		return
	case o.refused:
		d.unsent(o, "its references: the object was not created, or an earlier request for it was refused")
		return
	}
	resolved, missing := d.resolved(o)
	for _, name := range missing {
		e := &Event{Cycle: d.cycle, Object: o.plan.ID}
		d.find(e, ruleUnsent, NotSent, "the reference to "+name+", which was not created")
		d.report.Unsent++
		d.emit(e)
	}
	requests, waits, err := d.preview(resolved)
	if err != nil {
		d.unsent(o, "the requests cannot be made: "+d.shown(err))
		return
	}
	for i, r := range requests {
		if o.plan.Action == provision.Create {
			if !waits[i] {
				continue
			}
			r.path, r.shown = pathOf(o.resource, o.id), d.pathShown(o.resource, o.id)
		}
		if !o.refused {
			d.write(ctx, o, r)
		}
	}
}

// resolved returns a plan with identifiers in place of pending references, and which of these have none. Of a change it has nothing else: that has
// been sent.
func (d *driver) resolved(o *object) (p *provision.Plan, missing []string) {
	changed := *o.plan
	changed.Attributes = nil
	for _, out := range o.plan.Attributes {
		if len(out.Pending) == 0 {
			if o.plan.Action == provision.Create {
				changed.Attributes = append(changed.Attributes, out)
			}
			continue
		}
		refs := slices.Clone(out.New.Members())
		for _, p := range out.Pending {
			if id, ok := d.ids[pending{p.Object, p.ID}]; ok {
				refs = append(refs, value.Reference(id))
			} else {
				missing = append(missing, p.Object+" "+p.ID)
			}
		}
		several := out.New.Kind() == value.KindList || len(out.Pending) > 1 || out.Mapping.Target == "members"
		switch {
		case several && o.plan.Action != provision.Create:
			out.Old, out.New = out.New, value.List(refs...) // the rest was sent before
		case several:
			out.New = value.List(refs...)
		case len(refs) == 0:
			continue
		default:
			out.New = refs[0]
		}
		out.Pending, out.Decision = nil, mapping.Flowed
		changed.Attributes = append(changed.Attributes, out)
	}
	return &changed, missing
}

// write sends one request that writes, judges the answer, and reads what the server has then.
func (d *driver) write(ctx context.Context, o *object, r request) {
	expected, letter := d.judge.expect(o, r)
	before := o.actual
	a, e := d.send(ctx, r)
	switch {
	case a == nil:
		o.refused = true
		return
	case !a.ok():
		o.refused = true
		d.refused(ctx, o, r, a, e)
		d.readRefused(ctx, o, r)
		return
	}
	var found faults
	switch r.method {
	case http.MethodPost:
		found = d.created(o, a)
	case http.MethodPatch:
		found = a.patchFaults()
	case http.MethodDelete:
		found.add(a.status != http.StatusNoContent, ruleDeleteStatus, fmt.Sprintf("status %d", a.status))
	}
	for _, f := range found {
		d.find(e, f.rule, ServerWrong, f.detail)
	}
	d.emit(e)
	o.accepted, o.expected = true, expected
	delete(d.refusal, pending{o.plan.Type, o.plan.ID})
	o.writes = append(o.writes, write{Event{Cycle: e.Cycle, Object: e.Object, Method: e.Method, Path: e.Path, Status: e.Status, After: true}, r.body})
	switch {
	case r.method == http.MethodDelete:
		d.readDeleted(ctx, o)
	case o.id != "":
		d.read(ctx, o)
	}
	if r.method == http.MethodPatch {
		d.besides(o, before, letter)
	}
}

// created takes over the id of a new object.
func (d *driver) created(o *object, a *answer) faults {
	found := a.createFaults()
	if o.id = a.id(); o.id == "" {
		o.id = a.locationID()
	}
	if o.id == "" {
		o.refused = true // nothing can follow
		return found
	}
	at := address(o.resource, o.id)
	found.add(d.known[at] != nil || d.given[at], ruleIDTwice, "")
	d.given[at] = true
	d.ids[pending{o.plan.Type, o.plan.ID}] = o.id
	return found
}

// read reads an object by its id after a write.
func (d *driver) read(ctx context.Context, o *object) {
	a, e := d.send(ctx, request{method: http.MethodGet, path: pathOf(o.resource, o.id), shown: d.pathShown(o.resource, o.id), object: o.plan.ID, resource: o.resource})
	if a == nil {
		o.actual, o.accepted = nil, false
		return
	}
	defer d.emit(e)
	if !a.ok() || a.object == nil {
		if a.status < 500 {
			d.find(e, ruleGetMissing, ServerWrong, fmt.Sprintf("status %d", a.status))
		}
		o.actual, o.accepted = nil, false
		return
	}
	for _, f := range representation(a.object, o.resource) {
		d.find(e, f.rule, ServerWrong, f.detail)
	}
	if id := a.id(); id != "" && id != o.id {
		d.find(e, ruleIDOther, ServerWrong, "")
	}
	o.actual = value.ObjectOf(a.object).AppendJSON(nil)
	d.note(&object{resource: o.resource, id: o.id, actual: o.actual}, a.object)
}

// readDeleted asks for an object that was deleted.
func (d *driver) readDeleted(ctx context.Context, o *object) {
	delete(d.known, address(o.resource, o.id))
	o.actual = nil
	a, e := d.send(ctx, request{method: http.MethodGet, path: pathOf(o.resource, o.id), shown: d.pathShown(o.resource, o.id), object: o.plan.ID, resource: o.resource})
	if a == nil {
		return
	}
	if a.ok() {
		d.find(e, ruleDeleteKept, ServerWrong, "")
	}
	d.emit(e)
}

// refused judges a refusal.
func (d *driver) refused(ctx context.Context, o *object, r request, a *answer, e *Event) {
	verdict := ServerWrong
	switch {
	case a.status < 400:
		verdict = NotSent // a redirect, which has been found
	case a.found(): // already
	case a.status == http.StatusConflict:
		verdict = d.conflict(ctx, o, r, a, e)
	default:
		verdict = d.judged(ctx, o, r, a, e)
	}
	d.report.Refused[verdict]++
	d.refusal[pending{o.plan.Type, o.plan.ID}] = verdict
	d.uncreated[pending{o.plan.Type, o.plan.ID}] = r.method == http.MethodPost && a.status != http.StatusConflict
	d.emit(e)
}

// createdAllTheSame reports an object that a search finds although its creation was refused.
func (d *driver) createdAllTheSame(o *object) {
	at := pending{o.plan.Type, o.plan.ID}
	if !d.uncreated[at] || o.plan.Target == "" {
		return
	}
	delete(d.uncreated, at)
	delete(d.refusal, at)
	e := &Event{Cycle: d.cycle, Object: o.plan.ID, Method: http.MethodPost, Path: "/" + o.resource + "s", After: true}
	d.find(e, ruleCreateKept, ServerWrong, "")
	d.emit(e)
}

// found reports whether a refusal says why by its status alone, so that its finding is there already.
func (a *answer) found() bool {
	return a.status == http.StatusTooManyRequests || a.status >= 500 && a.status != http.StatusNotImplemented
}

// judged judges a refusal by the strict server.
func (d *driver) judged(ctx context.Context, o *object, r request, a *answer, e *Event) Verdict {
	says := fmt.Sprintf("status %d%s", a.status, detailOf(a))
	strict := d.judge.strict(o.actual, r, true)
	if strict.Status < 400 {
		// Operations are in small letters in the RFC.
		if small := d.judge.strict(o.actual, r, false); small.Status >= 400 && !d.takesCapitals(ctx, o) {
			strict = small
		}
	}
	if strict.Status < 400 || strict.Status == http.StatusNotFound || aboutMethod(a.status) && strict.Status != a.status {
		found := ruleRefused
		if found.section = sectionOf(r.method); a.status == http.StatusForbidden {
			found = ruleForbidden
		}
		d.find(e, found, ServerWrong, says)
		return ServerWrong
	}
	d.clientFault(e, strict, says+besideOf(r, strict.Operation))
	return ClientWrong
}

// aboutMethod reports whether a status is about what may be done at all, whatever is in the body.
func aboutMethod(status int) bool {
	return status == http.StatusForbidden || status == http.StatusMethodNotAllowed || status == http.StatusNotImplemented
}

// besideOf says what is lost with an operation that is refused: a PATCH is done as a whole or not at all (RFC 7644, 3.5.2).
func besideOf(r request, operation int) string {
	body, _ := value.ParseJSON(string(r.body))
	o, ok := body.AsObject()
	if !ok || operation == 0 {
		return ""
	}
	if n := len(o.GetFold("Operations").Members()); n > 1 {
		return fmt.Sprintf("; it is about operation %d of %d, and all of them are lost with it", operation, n)
	}
	return ""
}

// clientFault adds the finding that the client sends what the RFC does not have, by the answer of the strict server.
func (d *driver) clientFault(e *Event, strict model.Answer, says string) {
	found := ruleClient
	found.section, found.remedy = strict.Section, remedyFor(strict)
	d.find(e, found, ClientWrong, says)
	d.about(e, strict.Detail)
}

// sectionOf returns the section about a method.
func sectionOf(method string) string {
	switch method {
	case http.MethodPost:
		return "RFC 7644 3.3"
	case http.MethodPatch:
		return "RFC 7644 3.5.2"
	case http.MethodDelete:
		return "RFC 7644 3.6"
	}
	return "RFC 7644 3.4"
}

// conflict judges a refusal as a duplicate: is there somebody, and can a search find them?
func (d *driver) conflict(ctx context.Context, o *object, r request, a *answer, e *Event) Verdict {
	says := fmt.Sprintf("status %d%s", a.status, detailOf(a))
	body, _ := value.ParseJSON(string(r.body))
	sent, ok := body.AsObject()
	if r.method != http.MethodPost || !ok || d.taken[nameOf(o.resource, sent)] {
		d.find(e, ruleConflict, ClientWrong, says)
		return ClientWrong
	}
	attribute := "userName"
	if o.resource == "Group" {
		attribute = "displayName"
	}
	q := provision.Query{Attribute: attribute, Value: sent.GetFold(attribute)}
	if !q.Value.IsNullOrEmpty() {
		if d.HideValues {
			q.Value = q.Value.WithRedaction()
		}
		if found, err := (&directory{d}).search(ctx, o.resource, &q); err == nil && len(found) > 0 {
			d.find(e, ruleConflict, ClientWrong, says)
			return ClientWrong
		}
	}
	d.find(e, ruleConflictUnseen, ServerWrong, says)
	return ServerWrong
}
