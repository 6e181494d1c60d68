package drive

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
)

// request is one request before it is sent.
type request struct {
	method, path string
	shown        string // the path as reports print it; "" is path
	body         []byte
	object       string // the plan's name of the object, "" for none
	resource     string
}

// errStopped reports that nothing is sent any more.
var errStopped = errors.New("nothing is sent any more")

// send sends a request, and returns the answer with the event that it makes, which the caller completes and reports. The answer is nil where there
// is none, and the event is reported then.
func (d *driver) send(ctx context.Context, r request) (*answer, *Event) {
	e := &Event{Cycle: d.cycle, Object: r.object, Method: r.method, Path: r.path}
	if r.shown != "" {
		e.Path = r.shown
	}
	if d.stopped != nil {
		d.find(e, ruleUnsent, NotSent, d.shown(d.stopped))
		d.report.Unsent++
		d.emit(e)
		return nil, nil
	}
	d.report.Requests[r.method]++
	got, err := d.client.Do(ctx, r.method, r.path, r.body)
	if err != nil {
		d.broken(ctx, e, err)
		return nil, nil
	}
	e.Status = got.Status
	a := newAnswer(got.Status, got.Header, got.Body, r.resource)
	switch got.Status {
	case http.StatusUnauthorized:
		d.stopped = diag.Errorf("the server does not accept the credentials any more (status %d)", got.Status)
		d.find(e, ruleUnsent, NotSent, d.shown(d.stopped))
		d.emit(e)
		return nil, nil
	case http.StatusTooManyRequests:
		d.find(e, ruleTooMany, ServerWrong, "Retry-After "+got.Header.Get("Retry-After"))
	}
	for _, f := range a.common() {
		verdict := ServerWrong
		if f.rule == ruleRedirect {
			verdict = NotSent
		}
		d.find(e, f.rule, verdict, f.detail)
	}
	return a, e
}

// broken reports a request without an answer. A server that does not answer the next one either is gone.
func (d *driver) broken(ctx context.Context, e *Event, err error) {
	verdict, r := NotSent, ruleUnanswered
	d.find(e, r, verdict, d.shown(err))
	d.emit(e)
	if ctx.Err() != nil {
		d.stopped = ctx.Err()
		return
	}
	if _, err := d.client.Do(ctx, http.MethodGet, "/Users?filter="+url.QueryEscape(`userName eq "`+newGUID()+`"`), nil); err != nil {
		d.stopped = diag.Errorf("the server does not answer any more: %w", err)
	}
}

// find adds a finding to an event.
func (d *driver) find(e *Event, r rule, v Verdict, detail string) {
	f := Finding{Verdict: v, Rule: r.name, Section: r.section, Cause: r.cause, Remedy: r.remedy}
	if !d.HideValues {
		f.Detail = d.withoutSecrets(detail)
	}
	e.Findings = append(e.Findings, f)
	e.Verdict = max(e.Verdict, v)
}

// withoutSecrets removes the credentials from a text in which a server may repeat them.
func (d *driver) withoutSecrets(text string) string {
	secrets := []string{d.Server.Token}
	for _, values := range d.Server.Header {
		secrets = append(secrets, values...)
	}
	for _, secret := range secrets {
		if len(secret) >= 4 { // shorter ones are in every text
			text = strings.ReplaceAll(text, secret, value.RedactedText)
		}
	}
	return text
}

// about says which attributes the last finding of an event is about: names, and no values.
func (d *driver) about(e *Event, names string) {
	f := &e.Findings[len(e.Findings)-1]
	f.about, f.Cause = names, f.Cause+": "+names
}

// emit hands an event out, and counts what is in it.
func (d *driver) emit(e *Event) {
	d.report.add(e)
	if d.Each != nil {
		d.Each(*e)
	}
}

// shown returns what an error says, without what may be a value where values are hidden.
func (d *driver) shown(err error) string {
	if d.HideValues {
		return diag.MaskedError(err)
	}
	return err.Error()
}

// unsent reports that nothing of an object is sent.
func (d *driver) unsent(o *object, why string) {
	e := &Event{Cycle: d.cycle, Object: o.plan.ID}
	d.find(e, ruleUnsent, NotSent, why)
	d.report.Unsent++
	o.refused = true
	d.emit(e)
}
