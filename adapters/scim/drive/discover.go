package drive

import (
	"context"
	"net/http"
	"slices"

	"github.com/attrmap/attrmap/mapping/scim/model"
)

// discover reads what the server says of itself, as the service does when its configuration is saved (documented for /Schemas): requests are judged
// by the attributes that the server has then. One that says nothing is judged by RFC 7643's.
func (d *driver) discover(ctx context.Context) {
	if d.Schemas != nil {
		return
	}
	var documents []model.Document
	last := &Event{Cycle: d.cycle, Method: http.MethodGet, After: true}
	for _, path := range []string{"/Schemas", "/ResourceTypes", "/ServiceProviderConfig"} {
		got, err := d.client.Do(ctx, http.MethodGet, path, nil)
		if err != nil {
			return // the first search says what is wrong
		}
		d.report.Requests[http.MethodGet]++
		a := newAnswer(got.Status, got.Header, got.Body, "")
		e := &Event{Cycle: d.cycle, Method: http.MethodGet, Path: path, Status: got.Status}
		// A server need not have all of them, nor show them to everybody.
		if a.ok() {
			for _, f := range a.common() {
				d.find(e, f.rule, ServerWrong, f.detail)
			}
		}
		if a.ok() && a.object != nil {
			documents = append(documents, model.Document{Name: path, Data: got.Body})
			last.Path, last.Status = path, got.Status
		}
		d.emit(e)
	}
	if len(documents) == 0 {
		return
	}
	schemas, err := model.ReadSchemas(documents...)
	if err != nil {
		d.find(last, ruleDiscovery, ServerWrong, err.Error())
		d.emit(last)
		return
	}
	if d.describes(schemas) {
		d.judge.schemas = schemas
	}
}

// describes reports whether schemas have the types of the job, at the endpoints that the service uses.
func (d *driver) describes(schemas *model.Schemas) bool {
	s := model.New(model.Options{Schemas: schemas})
	return !slices.ContainsFunc(d.resources(), func(resource string) bool {
		return s.Do(http.MethodGet, "/"+resource+"s", nil).Status != http.StatusOK
	})
}

// resources are the resource types of the job, each once.
func (d *driver) resources() (names []string) {
	for i := range d.Job.Objects {
		if name := d.resourceOf(targetType(&d.Job.Objects[i])); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}
