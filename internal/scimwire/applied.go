package scimwire

import (
	"cmp"
	"errors"
	"net/url"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/urn"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/provision"
	"github.com/attrmap/attrmap/mapping/scim/model"
)

// Applied is that of package mapping/scim, which says what its methods do.
type Applied struct {
	options  func(objectType string) ClientOptions
	model    model.Options
	answered func(*provision.Plan, Request, model.Checked)
	servers  []target
	objects  []held
	at       map[address]int // the places of the objects that the target has had from the beginning
	created  map[mapping.Pending]string
	made     map[mapping.Pending]int // their places among the objects
	loaded   map[string]bool         // the types, with their endpoints, of which a server has all objects
	waiting  []waiting
}

// target is a server with the type of the objects that it has at each endpoint. Types that share an endpoint have ids of their own, and so a server each.
type target struct {
	*model.Server
	types map[string]string // by their endpoint; types in small letters
}

// held is an object of the target.
type held struct {
	*provision.Object                  // nil where a request has deleted it
	path              string           // where the server has it; "" for one that no request has been about
	server            *model.Server    // that has it
	roots             map[string]bool  // the attributes that the server has, in small letters; the others are where they were
	base              value.Attributes // nil for one that a request has created
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
// the target keeps of them; server is what the target is like otherwise.
//
// Answered is called with what the target answers to each request, and to the look-up that the client begins with, a GET, once for each endpoint; a status of
// 0 is that of a request which is not sent, since the one that creates its object is refused. That a request is refused is no error then, and the target
// has all objects from the beginning, not only those that requests are about. Nil is nobody.
func NewApplied(objects []*provision.Object, options func(objectType string) ClientOptions, server model.Options, answered func(*provision.Plan, Request, model.Checked)) *Applied {
	a := &Applied{
		options: options, model: server, answered: answered,
		objects: make([]held, len(objects)), at: make(map[address]int, len(objects)), created: map[mapping.Pending]string{}, made: map[mapping.Pending]int{},
	}
	a.model.MaxBody, a.model.MaxOperations = -1, -1 // what is sent is bounded by what is planned
	for i, o := range objects {
		a.objects[i] = held{Object: o, base: o.Attrs}
		a.at[addressOf(o.Type, o.ID)] = i
	}
	return a
}

// begin returns the options for a plan, and the server that gets its requests.
func (a *Applied) begin(p *provision.Plan) (ClientOptions, *model.Server) {
	opt := a.options(p.Type)
	opt.Mask = false // what is sent, and not what is shown
	endpoint, of := endpointOf(cmp.Or(opt.ResourceType, p.Resource, "User")), strings.ToLower(p.TargetType)
	for _, server := range a.servers {
		if owner, taken := server.types[endpoint]; !taken || owner == of {
			server.types[endpoint] = of
			return opt, server.Server
		}
	}
	options := a.model
	options.KeepsEmpty = opt.EmptyTextFlows
	a.servers = append(a.servers, target{model.New(options), map[string]string{endpoint: of}})
	return opt, a.servers[len(a.servers)-1].Server
}

// Add sends the requests of a plan, but for those that wait.
func (a *Applied) Add(p *provision.Plan) error {
	opt, server := a.begin(p)
	requests, err := Preview(p, opt)
	if err != nil {
		return planError(p, err)
	}
	if len(requests) > 0 && a.answered != nil {
		a.load(server, p, opt)
	}
	var refused []error
	path := ""
	for i, r := range requests {
		if r.Pending {
			a.waiting = append(a.waiting, waiting{p, path})
			continue
		}
		at, err := a.send(server, p, r, path)
		switch {
		case err == nil:
			path = at
		case r.Method == methodPost:
			for _, r := range requests[i+1:] {
				a.tell(p, r, model.Checked{})
			}
			return a.refusal(p, err)
		default:
			refused = append(refused, err)
		}
	}
	return a.refusal(p, errors.Join(refused...))
}

// refusal returns the error of requests that are refused, nil where somebody is told of each.
func (a *Applied) refusal(p *provision.Plan, err error) error {
	if err == nil || a.answered != nil {
		return nil
	}
	return planError(p, err)
}

// tell says what is answered to a request.
func (a *Applied) tell(p *provision.Plan, r Request, checked model.Checked) {
	if a.answered != nil {
		a.answered(p, r, checked)
	}
}

// load gives a server all objects of a plan's type, with the attributes that the type's mappings write, and looks for one of them as the client does.
func (a *Applied) load(server *model.Server, p *provision.Plan, opt ClientOptions) {
	of := strings.ToLower(p.TargetType)
	endpoint := endpointOf(cmp.Or(opt.ResourceType, p.Resource, "User"))
	if a.loaded[of+endpoint] || len(p.Attributes) == 0 && p.Action != provision.Delete {
		return
	}
	if a.loaded == nil {
		a.loaded = map[string]bool{}
	}
	a.loaded[of+endpoint] = true
	for i := range a.objects {
		if h := &a.objects[i]; h.Object != nil && (h.Type == "" || strings.ToLower(h.Type) == of) {
			a.put(server, p, h, endpoint+"/"+url.PathEscape(h.ID))
		}
	}
	var by *mapping.Mapping
	for i := range p.Attributes {
		if m := p.Attributes[i].Mapping; m.Match > 0 && (by == nil || m.Match < by.Match) {
			by = m
		}
	}
	if by != nil {
		path := endpoint + "?filter=" + url.QueryEscape(by.Target+` eq "a"`)
		a.tell(p, Request{Method: methodGet, Path: endpoint + "?filter=" + by.Target + ` eq "…"`}, server.Check(methodGet, path, nil))
	}
}

// Held returns what the object of a plan has in the target after the plan, which has been added; nil where it has none.
func (a *Applied) Held(p *provision.Plan) value.Attributes {
	i, ok := a.place(p)
	if p.Action == provision.Create {
		i, ok = a.made[mapping.Pending{Object: p.Type, ID: p.ID}]
	}
	switch {
	case !ok || a.objects[i].Object == nil:
		return nil
	case a.objects[i].path == "":
		return a.objects[i].Attrs
	}
	return a.objects[i].now()
}

// Created returns the id that the target has given to an object that a plan creates.
func (a *Applied) Created(p mapping.Pending) (id string, ok bool) {
	id, ok = a.created[p]
	return id, ok
}

// send sends a request, and returns the path of the object that it was about. Created is the path of the object that the plan has created.
func (a *Applied) send(server *model.Server, p *provision.Plan, r Request, created string) (path string, err error) {
	if strings.HasSuffix(r.Path, newObject) && created != "" {
		r.Path = created
	}
	place := -1
	if r.Method != methodPost && created == "" {
		place = a.know(server, p, r.Path)
	}
	if a.answered != nil {
		a.answered(p, r, server.Check(r.Method, r.Path, r.Body))
	}
	answer := server.Do(r.Method, r.Path, r.Body)
	if answer.Status >= 300 {
		return "", diag.Errorf("%s is refused: %s (%s)", diag.Name(r.Method), diag.Name(answer.Detail), diag.Name(answer.Section))
	}
	switch r.Method {
	case methodPost:
		path = answer.Location
		id := path[strings.LastIndexByte(path, '/')+1:]
		a.objects = append(a.objects, held{Object: &provision.Object{Type: p.TargetType, ID: id}, path: path, server: server})
		a.created[mapping.Pending{Object: p.Type, ID: p.ID}] = id
		a.made[mapping.Pending{Object: p.Type, ID: p.ID}] = len(a.objects) - 1
		return path, nil
	case methodDelete:
		if place >= 0 {
			a.objects[place].Object = nil
		}
	}
	return r.Path, nil
}

// Account returns the id of the object that a plan's object has in the target after the plan, which has been added; "" where it has none.
func (a *Applied) Account(p *provision.Plan) string {
	if p.Action == provision.Create {
		return a.created[mapping.Pending{Object: p.Type, ID: p.ID}]
	}
	if i, ok := a.place(p); !ok || a.objects[i].Object == nil {
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

// know gives the server the object that a plan is about, with the attributes that requests of the plan may name, and returns its place; -1 where the
// target has none.
func (a *Applied) know(server *model.Server, p *provision.Plan, path string) int {
	i, ok := a.place(p)
	if !ok || a.objects[i].Object == nil {
		return -1
	}
	a.put(server, p, &a.objects[i], path)
	return i
}

// put gives the server an object, or more of its attributes: those that a plan's mappings write.
func (a *Applied) put(server *model.Server, p *provision.Plan, h *held, path string) {
	var known []*Path
	for j := range p.Attributes {
		// What is no SCIM path is in no request.
		target, err := ParsePath(p.Attributes[j].Mapping.Target)
		if err == nil && !h.roots[strings.ToLower(rootText(target))] {
			known = append(known, target)
		}
	}
	if h.path != "" && len(known) == 0 {
		return
	}
	if h.roots == nil {
		h.path, h.server, h.roots = path, server, map[string]bool{}
	}
	have := server.Attributes(path)
	if have == nil {
		have = value.NewObject()
	}
	server.Put(path, h.with(have, known))
}

// with returns an object of the server with attributes that the object had in the beginning. A flat record, such as a row of CSV, has no such attributes;
// they are put together from the parts that are known.
func (h *held) with(o *value.Object, known []*Path) *value.Object {
	parts := NewResource("")
	for _, p := range known {
		root := rootText(p)
		read := value.ParsePath(root)
		v := h.base.Attribute(&read)
		switch isNew := !h.roots[strings.ToLower(root)]; {
		case !v.IsNull() && isNew:
			// A reference is read as its identifier, and held as the object that SCIM makes of it.
			if v.Kind() == value.KindReference {
				v = value.ObjectOf(value.NewObject(value.Member{Name: "value", Value: value.String(v.Text())}))
			}
			o = withAttribute(o, p.urn, p.steps[0].name, v)
		case v.IsNull():
			part := value.ParsePath(p.text)
			if have := h.base.Attribute(&part); !have.IsNullOrEmpty() {
				_ = parts.put(p, have) // of two parts that exclude each other the first one is there
			}
		}
		h.roots[strings.ToLower(root)] = true
	}
	if flat, err := value.ParseJSON(string(parts.AppendJSON(nil))); err == nil {
		o = withMembers(o, flat)
	}
	return o
}

// withMembers returns an object with the members of another one, but for those that name its schemas.
func withMembers(o *value.Object, more value.Value) *value.Object {
	others, _ := more.AsObject()
	for _, m := range others.Members() {
		extension, isObject := m.Value.AsObject()
		switch {
		case m.Name == "schemas":
		case urn.Is(m.Name) && isObject:
			for _, part := range extension.Members() {
				o = withAttribute(o, m.Name, part.Name, part.Value)
			}
		default:
			o = withAttribute(o, "", m.Name, m.Value)
		}
	}
	return o
}

// withAttribute returns an object with an attribute of a schema, "" for the core, that it does not have yet.
func withAttribute(o *value.Object, schema, name string, v value.Value) *value.Object {
	if schema == "" {
		return value.NewObject(append(slices.Clone(o.Members()), value.Member{Name: name, Value: v})...)
	}
	extension, ok := o.Get(schema).AsObject()
	if !ok {
		return withAttribute(o, "", schema, value.ObjectOf(value.NewObject(value.Member{Name: name, Value: v})))
	}
	members := slices.Clone(o.Members())
	for i := range members {
		if members[i].Name == schema {
			members[i].Value = value.ObjectOf(withAttribute(extension, "", name, v))
		}
	}
	return value.NewObject(members...)
}

// Objects sends the requests that have been waiting, and returns the target's objects after them. The error joins those of requests that are refused.
func (a *Applied) Objects() ([]*provision.Object, error) {
	var refused []error
	for _, w := range a.waiting {
		waits := true
		opt, server := a.begin(w.plan)
		requests, err := preview(w.plan, opt, func(p mapping.Pending) (string, bool) {
			id, ok := a.created[p]
			return id, ok
		})
		for i := 0; err == nil && i < len(requests); i++ {
			if requests[i].Pending {
				waits = false
				_, err = a.send(server, w.plan, requests[i], w.path)
			}
		}
		if err == nil && waits { // none of what it refers to has been created
			a.tell(w.plan, Request{Method: methodPatch, Path: endpointOf(cmp.Or(opt.ResourceType, w.plan.Resource, "User")) + newObject}, model.Checked{})
		}
		if err := a.refusal(w.plan, err); err != nil {
			refused = append(refused, err)
		}
	}
	a.waiting = nil
	kept := make([]*provision.Object, 0, len(a.objects))
	for i := range a.objects {
		switch h := &a.objects[i]; {
		case h.Object == nil:
		case h.path == "":
			kept = append(kept, h.Object)
		default:
			now := *h.Object
			now.Attrs = h.now()
			kept = append(kept, &now)
		}
	}
	return kept, errors.Join(refused...)
}

// now returns what the object of a request has.
func (h *held) now() value.Attributes {
	held := value.Fold(h.server.Attributes(h.path))
	if h.base == nil {
		return held
	}
	return overlay{h.base, held, h.roots}
}

// overlay is an object of which a server has some attributes.
type overlay struct {
	base, held value.Attributes
	roots      map[string]bool
}

// Attribute returns what the object has now.
func (o overlay) Attribute(p *value.Path) value.Value {
	text := p.String()
	schema, steps, err := value.SplitPath(text)
	if err != nil {
		return o.base.Attribute(p)
	}
	root := steps[0].Name
	if schema != "" && !urn.IsCore(schema) {
		root = schema + ":" + root
	}
	if !o.roots[strings.ToLower(root)] {
		return o.base.Attribute(p)
	}
	return o.held.Attribute(p)
}

// planError says of which plan a request cannot be sent.
func planError(p *provision.Plan, err error) error {
	if p.Hidden {
		return diag.Errorf("the requests for %s: %s", diag.Name(p.ID), diag.Name(diag.MaskedError(err)))
	}
	return diag.Errorf("the requests for %s: %w", diag.Name(p.ID), err)
}
