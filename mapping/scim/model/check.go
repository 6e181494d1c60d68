package model

import (
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/urn"
)

// Checked is what a server would answer to a request, and what that costs.
type Checked struct {
	// Answer is that of [Server.Do].
	Answer Answer
	// Faults are what is wrong with the request: the operations of a PATCH that are refused by themselves, and the attributes of a resource that are, in
	// their order. There is at least one where the answer is an error, at most 100.
	Faults []Fault
	// Lost are the paths of what else the request would have written: one operation that is refused costs all of a PATCH (RFC 7644, 3.5.2), one
	// attribute all of a resource. What only the server writes, such as meta, is not among them.
	Lost []string
	// Remarks are what the RFCs advise against and do not forbid, such as a type that is none of the suggested ones. They quote no value.
	Remarks []string
}

// Fault is a part of a request that is refused.
type Fault struct {
	// Operation is the operation of a PATCH, from 1; 0 for none.
	Operation int
	// Path is what the part would have written, "" where it is the request as a whole.
	Path string
	// Status, ScimType, Section and Detail are those of an [Answer].
	Status                    int
	ScimType, Section, Detail string
}

// maxFaults is the most faults, and the most remarks, that are told of a request.
const maxFaults = 100

// Check returns what the server would answer to a request now, without taking it.
func (s *Server) Check(method, path string, body []byte) Checked {
	s.lock.Lock()
	defer s.lock.Unlock()
	s.wide, s.work, s.dry = false, 0, true
	created := s.created
	defer func() { s.dry, s.created = false, created }()
	r, answer, err := s.take(method, path, body)
	if err != nil {
		answer = err.answer()
	}
	checked := Checked{Answer: answer}
	if r == nil || r.store == nil {
		checked.whole(err)
		return checked
	}
	s.wide, s.work = false, 0
	have := r.store.byID[r.id]
	switch {
	case method == methodPost && r.id == "", method == methodPut && have != nil:
		checked.resource(s, r)
	case method == methodPatch && have != nil && s.schemas.canPatch():
		checked.patch(s, r, have)
	}
	checked.whole(err)
	return checked
}

// whole notes a refusal that no part of the request accounts for; of one that is accepted nothing is lost.
func (c *Checked) whole(err *refusal) {
	switch {
	case err == nil:
		c.Faults, c.Lost = nil, nil
	case len(c.Faults) == 0:
		c.Faults = []Fault{faultOf("", err)}
	}
}

// faultOf returns the fault of a part.
func faultOf(path string, err *refusal) Fault {
	return Fault{Operation: err.operation, Path: path, Status: err.status, ScimType: err.scimType, Section: err.section, Detail: err.detail}
}

// fault notes the refusal of a part.
func (c *Checked) fault(path string, err *refusal) {
	if len(c.Faults) < maxFaults {
		c.Faults = append(c.Faults, faultOf(path, err))
	}
}

// remark notes a remark, each once.
func (c *Checked) remark(text string) {
	if len(c.Remarks) < maxFaults && !slices.Contains(c.Remarks, text) {
		c.Remarks = append(c.Remarks, text)
	}
}

// resource tries the attributes of a resource one by one.
func (c *Checked) resource(s *Server, r *request) {
	o, err := objectOf(r.body, secCreate)
	if err != nil {
		return
	}
	d := &draft{s: s, of: r.store.of, attrs: value.NewObject(), creates: true}
	if s.strict {
		if err := d.schemas(o); err != nil {
			c.fault("schemas", err)
		}
	}
	for _, m := range o.Members() {
		if strings.EqualFold(m.Name, "schemas") {
			continue
		}
		c.parts(d, opAdd, m)
	}
	if len(c.Faults) == 0 && s.strict {
		if err := d.complete(); err != nil {
			c.fault("", err)
		}
	}
}

// patch tries the operations of a PATCH one by one, and of one without a path the attributes of its value.
func (c *Checked) patch(s *Server, r *request, have *resource) {
	operations, err := s.operations(r.body)
	if err != nil {
		return
	}
	d := &draft{s: s, of: r.store.of, attrs: have.attrs}
	for i, v := range operations {
		operation, _ := v.AsObject()
		before, faults := d.attrs, len(c.Faults)
		err := d.operate(v)
		if err == nil && operation != nil {
			op := operation.GetFold("op").Text()
			c.advise(d, operation)
			if s.strict && op != strings.ToLower(op) {
				c.remark("the operation is called " + shown(op) + ": RFC 7644 3.5.2 has add, replace and remove in small letters")
			}
			c.Lost = append(c.Lost, written(operation)...)
			continue
		}
		d.attrs = before
		// An operation that is called by a wrong name is refused whatever it is about.
		if attributes, ok := operation.GetFold("value").AsObject(); ok && operation.GetFold("path").IsNull() && d.isAnyOp(operation) {
			for _, m := range attributes.Members() {
				c.parts(d, strings.ToLower(operation.GetFold("op").Text()), m)
			}
			for j := faults; j < len(c.Faults); j++ {
				c.Faults[j].Operation = i + 1
			}
		}
		if len(c.Faults) == faults {
			err.operation = i + 1
			path, _ := operation.GetFold("path").AsString()
			c.fault(legible(path), err)
		}
	}
}

// isAnyOp reports whether the server takes an operation of this name.
func (d *draft) isAnyOp(operation *value.Object) bool {
	return d.isOp(operation, opAdd) || d.isOp(operation, opReplace) || d.isOp(operation, opRemove)
}

// parts tries what a member of a resource writes: an attribute, or those of an extension one by one.
func (c *Checked) parts(d *draft, op string, m value.Member) {
	before := d.attrs
	err := d.assign(op, m.Name, m.Value)
	if err == nil {
		c.advise(d, value.NewObject(value.Member{Name: "value", Value: value.ObjectOf(value.NewObject(m))}))
		if def := d.of.find("", m.Name); def != nil && def.Mutability == readOnly {
			return // such as meta: the server leaves it out where it takes the rest, too
		}
		c.Lost = append(c.Lost, names(m)...)
		return
	}
	d.attrs = before
	o, isObject := m.Value.AsObject()
	if !urn.Is(m.Name) || !isObject || len(o.Members()) < 2 || d.of.extension(m.Name) == nil {
		c.fault(names(m)[0], err)
		return
	}
	for _, part := range o.Members() {
		c.parts(d, op, value.Member{Name: m.Name, Value: value.ObjectOf(value.NewObject(part))})
	}
}

// written returns the paths of what an operation writes.
func written(operation *value.Object) (paths []string) {
	if path := operation.GetFold("path").Text(); path != "" {
		return []string{legible(path)}
	}
	o, _ := operation.GetFold("value").AsObject()
	if o == nil {
		return nil
	}
	for _, m := range o.Members() {
		paths = append(paths, names(m)...)
	}
	return paths
}

// names returns the paths of what a member of a resource writes: those of an extension's attributes, or its own.
func names(m value.Member) (paths []string) {
	if o, ok := m.Value.AsObject(); ok && urn.Is(m.Name) {
		if schema, name, _ := urn.Cut(m.Name); name == "User" || name == "Group" || schema == "" || urn.IsExtension(m.Name) {
			for _, part := range o.Members() {
				paths = append(paths, legible(m.Name+":"+part.Name))
			}
		}
	}
	if len(paths) == 0 {
		return []string{legible(m.Name)}
	}
	return paths
}

// advise remarks on the values of an operation that is taken.
func (c *Checked) advise(d *draft, operation *value.Object) {
	v := operation.GetFold("value")
	if text := operation.GetFold("path").Text(); text != "" {
		c.adviseAt(d, text, v)
		return
	}
	o, _ := v.AsObject()
	if o == nil {
		return
	}
	for _, m := range o.Members() {
		part, isObject := m.Value.AsObject()
		if d.of.extension(m.Name) == nil || !isObject {
			c.adviseAt(d, m.Name, m.Value)
			continue
		}
		for _, of := range part.Members() {
			c.adviseAt(d, m.Name+":"+of.Name, of.Value)
		}
	}
}

// adviseAt remarks on a value at a path, and on what its filters choose by.
func (c *Checked) adviseAt(d *draft, text string, v value.Value) {
	p, err := parsePath(text)
	if err != nil {
		return
	}
	defs := d.of.definitionsOf(p)
	for i, def := range defs {
		if def != nil && p.steps[i].filter != nil {
			c.adviseFilter(p.steps[i].name, def, p.steps[i].filter)
		}
	}
	if last := defs[len(defs)-1]; last != nil {
		c.adviseValue(strings.Join(p.names(), "."), last, v)
	}
}

// adviseFilter remarks on what a filter compares with.
func (c *Checked) adviseFilter(at string, def *attribute, f *filter) {
	for _, part := range f.parts {
		c.adviseFilter(at, def, part)
	}
	if f.form == compares && f.op == eq && len(f.attr.names) == 1 {
		if part := findAttribute(def.Parts, f.attr.names[0]); part != nil {
			c.adviseValue(at+"."+part.Name, part, f.operand)
		}
	}
}

// adviseValue remarks on a value that is none of those that are suggested (RFC 7643, 7).
func (c *Checked) adviseValue(at string, def *attribute, v value.Value) {
	if list, ok := v.AsList(); ok {
		for _, e := range list {
			c.adviseValue(at, def, e)
		}
		return
	}
	if o, ok := v.AsObject(); ok {
		for _, m := range o.Members() {
			if part := findAttribute(def.Parts, m.Name); part != nil {
				c.adviseValue(at+"."+part.Name, part, m.Value)
			}
		}
		return
	}
	text, isText := v.AsString()
	if !isText || len(def.Canonical) == 0 || slices.ContainsFunc(def.Canonical, func(s string) bool { return strings.EqualFold(s, text) }) {
		return
	}
	c.remark(at + " is none of the values that the schema suggests: " + strings.Join(def.Canonical, ", "))
}

// legible returns a path with what its filters hold where that is a type or the mark of the primary element, which are nobody's.
func legible(text string) string {
	p, err := parsePath(text)
	if err != nil {
		if name, _, filtered := strings.Cut(text, "["); filtered {
			return shown(name) + "[…"
		}
		return shown(text)
	}
	return shown(p.text(func(f *filter) string {
		if f.form != compares || len(f.attr.names) != 1 || !strings.EqualFold(f.attr.names[0], "type") && !strings.EqualFold(f.attr.names[0], "primary") {
			return "…"
		}
		return f.attr.names[0] + " " + string(f.op) + " " + shown(string(f.operand.AppendJSON(nil)))
	}))
}
