package scimwire

import (
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/urn"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/provision"
)

// Applied is that of package mapping/scim, which says what its methods do.
type Applied struct {
	options func(objectType string) ClientOptions
	server  *Server
	objects []*provision.Object // nil where a request has deleted one
	paths   []string            // where the server has them; "" for those that no request has been about
	at      map[address]int     // the places of the objects that the target has had from the beginning
	created map[mapping.Pending]string
	waiting []waiting
}

// address identifies an object of the target. A type of "" is that of whatever is looked for.
type address struct{ objectType, id string }

// addressOf returns an address. The case of a type's name does not count.
func addressOf(objectType, id string) address { return address{strings.ToLower(objectType), id} }

// waiting is a plan with requests that wait for objects which are yet to be created, and the path of its own object.
type waiting struct {
	plan *provision.Plan
	path string
}

// NewApplied begins with the objects that the target has now. Options returns how the requests for source objects of a type are written, and what
// the target keeps of them.
func NewApplied(objects []*provision.Object, options func(objectType string) ClientOptions) *Applied {
	a := &Applied{
		options: options, server: NewServer(), objects: slices.Clone(objects), paths: make([]string, len(objects)), at: make(map[address]int, len(objects)),
		created: map[mapping.Pending]string{},
	}
	for i, o := range objects {
		a.at[addressOf(o.Type, o.ID)] = i
	}
	return a
}

// begin returns the options for a plan, and makes the server one that follows them.
func (a *Applied) begin(p *provision.Plan) ClientOptions {
	opt := a.options(p.Type)
	opt.Mask = false // what is sent, and not what is shown
	a.server.KeepsEmpty = opt.EmptyTextFlows
	return opt
}

// Add sends the requests of a plan, but for those that wait.
func (a *Applied) Add(p *provision.Plan) error {
	requests, err := Preview(p, a.begin(p))
	if err != nil {
		return planError(p, err)
	}
	path := ""
	for _, r := range requests {
		if r.Pending {
			a.waiting = append(a.waiting, waiting{p, path})
			continue
		}
		if path, err = a.send(p, r, path); err != nil {
			return planError(p, err)
		}
	}
	return nil
}

// send sends a request, and returns the path of the object that it was about. Created is the path of the object that the plan has created.
func (a *Applied) send(p *provision.Plan, r Request, created string) (path string, err error) {
	if strings.HasSuffix(r.Path, newObject) && created != "" {
		r.Path = created
	} else {
		r.Path = p.TargetType + r.Path // types may share an endpoint here, and then have ids of their own
	}
	place := -1
	if r.Method != methodPost && created == "" {
		place = a.know(p, r.Path)
	}
	if path, err = a.server.Do(r); err != nil {
		return "", err
	}
	switch r.Method {
	case methodPost:
		id := path[strings.LastIndexByte(path, '/')+1:]
		a.objects, a.paths = append(a.objects, &provision.Object{Type: p.TargetType, ID: id}), append(a.paths, path)
		a.created[mapping.Pending{Object: p.Type, ID: p.ID}] = id
	case methodDelete:
		if place >= 0 {
			a.objects[place] = nil
		}
	}
	return path, nil
}

// Again returns why requests for a mapping leave something else in the target than what is planned; "" where that does not follow from how it is sent.
func (a *Applied) Again(objectType string, m *mapping.Mapping) string {
	compliant := a.options(objectType).Compliant
	form, _ := rolesOf(m)
	switch {
	case urn.IsMissing(m.Target):
		return "its name is no URN, so that it is not in the POST; the next PATCH has it"
	case form == singleRole && !compliant:
		return "a role is sent as one text, without the mark of the primary one, and is only ever added: it is written in every cycle"
	case form == complexRoles && !compliant:
		return "roles are sent as texts, and are only ever added: they are written in every cycle; AssertiveAppRoleAssignmentsComplex replaces them"
	case form == singleRole || form == complexRoles:
		return "roles are only ever added, and none is taken away: they are written in every cycle; AssertiveAppRoleAssignmentsComplex replaces them"
	}
	return ""
}

// Account returns the id of the object that a plan's object has in the target after the plan, which has been added; "" where it has none.
func (a *Applied) Account(p *provision.Plan) string {
	if p.Action == provision.Create {
		return a.created[mapping.Pending{Object: p.Type, ID: p.ID}]
	}
	if i, ok := a.place(p); !ok || a.objects[i] == nil {
		return ""
	}
	return p.Target
}

// place returns where the target object of a plan is among the objects.
func (a *Applied) place(p *provision.Plan) (int, bool) {
	i, ok := a.at[addressOf(p.TargetType, p.Target)]
	if !ok {
		i, ok = a.at[addressOf("", p.Target)]
	}
	return i, ok
}

// know gives the server the object that a plan is about, unless it has it already, and returns its place; -1 where the target has none.
func (a *Applied) know(p *provision.Plan, path string) int {
	i, ok := a.place(p)
	if !ok || a.objects[i] == nil {
		return -1
	}
	if a.paths[i] == "" {
		var known []*Path
		for j := range p.Attributes {
			// What is no SCIM path is in no request.
			if target, err := ParsePath(p.Attributes[j].Mapping.Target); err == nil {
				known = append(known, target)
			}
		}
		a.server.Put(path, a.objects[i].Attrs, known)
		a.paths[i] = path
	}
	return i
}

// Objects sends the requests that have been waiting, and returns the target's objects after them.
func (a *Applied) Objects() ([]*provision.Object, error) {
	for _, w := range a.waiting {
		requests, err := preview(w.plan, a.begin(w.plan), func(p mapping.Pending) (string, bool) {
			id, ok := a.created[p]
			return id, ok
		})
		for i := 0; err == nil && i < len(requests); i++ {
			if requests[i].Pending {
				_, err = a.send(w.plan, requests[i], w.path)
			}
		}
		if err != nil {
			return nil, planError(w.plan, err)
		}
	}
	a.waiting = nil
	kept := make([]*provision.Object, 0, len(a.objects))
	for i, o := range a.objects {
		switch {
		case o == nil:
		case a.paths[i] == "":
			kept = append(kept, o)
		default:
			now := *o
			now.Attrs = a.server.Attributes(a.paths[i])
			kept = append(kept, &now)
		}
	}
	return kept, nil
}

// planError says of which plan a request cannot be sent.
func planError(p *provision.Plan, err error) error {
	if p.Hidden {
		return diag.Errorf("the requests for %s: %s", diag.Name(p.ID), diag.Name(diag.MaskedError(err)))
	}
	return diag.Errorf("the requests for %s: %w", diag.Name(p.ID), err)
}
