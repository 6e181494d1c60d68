package drive

import (
	"net/http"

	"github.com/attrmap/attrmap/mapping/scim/model"
)

// judge knows what servers that follow the RFCs do with a request. Each request has a server of its own, which holds the object that it is about
// and nothing else: what becomes of one object must not decide about another.
type judge struct{ schemas *model.Schemas }

// do sends a request to a server that has the object as it is, nil for none.
func (j *judge) do(opt model.Options, object []byte, r request) (*model.Server, model.Answer) {
	opt.Schemas, opt.MaxBody, opt.MaxOperations = j.schemas, -1, -1 // how much a server takes is its own affair
	s := model.New(opt)
	if o := asObject(object); o != nil && r.method != http.MethodPost {
		s.Put(r.path, o)
	}
	return s, s.Do(r.method, r.path, r.body)
}

// strict returns the answer of a server that follows the RFCs to the letter, but for the case of operations where anyCase is set.
func (j *judge) strict(object []byte, r request, anyCase bool) model.Answer {
	_, a := j.do(model.Options{Profile: model.Strict, AnyCase: anyCase}, object, r)
	return a
}

// expect returns what an object is after a request on a server that follows the RFCs to the letter; where that refuses the request, on one that
// takes what the service sends besides. It is nil where both refuse it, and after a deletion.
func (j *judge) expect(o *object, r request) (after []byte, letter bool) {
	before := o.expected
	if before == nil {
		before = o.actual
	}
	for _, opt := range []model.Options{{Profile: model.Strict, AnyCase: true}, {Profile: model.Tolerant}} {
		s, a := j.do(opt, before, r)
		at := r.path
		if r.method == http.MethodPost {
			at = a.Location
		}
		if a.Status >= 300 || r.method == http.MethodDelete {
			continue
		}
		if shown := s.Do(http.MethodGet, at, nil); shown.Status == http.StatusOK {
			return shown.Body, opt.Profile == model.Strict
		}
	}
	return nil, false
}
