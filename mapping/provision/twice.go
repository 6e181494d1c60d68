package provision

import (
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/mapping"
)

// Applied collects what plans do to the target's objects, so that a second cycle can be planned against the outcome of the first. It
// writes the values of the plans; what a target that speaks SCIM makes of its requests is package mapping/scim's Applied. It may be used by
// one goroutine at a time.
type Applied struct {
	objects []*Object       // nil where a plan has deleted one
	at      map[address]int // their places
	created map[mapping.Pending]string
	waiting []waiting
}

// address identifies an object of the target. A type of "" is that of whatever is looked for.
type address struct{ objectType, id string }

// addressOf returns an address. The case of a type's name does not count.
func addressOf(objectType, id string) address { return address{strings.ToLower(objectType), id} }

// waiting is an attribute that refers to objects which are yet to be created.
type waiting struct {
	changed map[string]value.Value // of the object with the attribute
	outcome *mapping.Outcome
}

// NewApplied begins with the objects that the target has now, which are not changed.
func NewApplied(objects []*Object) *Applied {
	a := &Applied{objects: slices.Clone(objects), at: make(map[address]int, len(objects)), created: map[mapping.Pending]string{}}
	for i, o := range objects {
		a.at[addressOf(o.Type, o.ID)] = i
	}
	return a
}

// Add applies one plan. Plans that skip or fail change nothing, nor do those that the target refuses; attributes that failed are left as they are. What refers to objects that
// are yet to be created is written when [Applied.Directory] or [Applied.Objects] is called.
func (a *Applied) Add(p *Plan) {
	at, known := a.place(p)
	switch {
	case p.refused():
	case p.Action == Create:
		o := &Object{Type: p.TargetType, ID: a.freeID(p), Attrs: a.changedBy(value.Map(nil), p)}
		a.at[addressOf(o.Type, o.ID)] = len(a.objects)
		a.objects = append(a.objects, o)
		a.created[mapping.Pending{Object: p.Type, ID: p.ID}] = o.ID
	case !known || a.objects[at] == nil:
	case p.Action == Update, p.Action == Disable:
		o := *a.objects[at]
		o.Attrs = a.changedBy(o.Attrs, p)
		a.objects[at] = &o
	case p.Action == Delete:
		a.objects[at] = nil
	}
}

// freeID returns an id for the object that a plan creates.
func (a *Applied) freeID(p *Plan) string {
	id := "new-" + p.ID
	for {
		if _, taken := a.at[addressOf(p.TargetType, id)]; !taken {
			return id
		}
		id += "-"
	}
}

// changedBy returns the attributes as a plan leaves them. An attribute that is cleared is null in the overlay.
func (a *Applied) changedBy(base value.Attributes, p *Plan) value.Attributes {
	o := overlay{base, map[string]value.Value{}}
	for i := range p.Attributes {
		out := &p.Attributes[i]
		if !out.Decision.Changes() {
			continue
		}
		o.changed[out.Mapping.Target] = out.New
		if len(out.Pending) > 0 {
			a.waiting = append(a.waiting, waiting{o.changed, out})
		}
	}
	return o
}

// Account returns the id of the object that a plan's object has in the target after the plan, which has been added; "" where it has none.
func (a *Applied) Account(p *Plan) string {
	if p.Action == Create {
		return a.created[mapping.Pending{Object: p.Type, ID: p.ID}]
	}
	if at, known := a.place(p); !known || a.objects[at] == nil {
		return ""
	}
	return p.Target
}

// place returns where the target object of a plan is.
func (a *Applied) place(p *Plan) (at int, known bool) {
	if at, known = a.at[addressOf(p.TargetType, p.Target)]; !known {
		at, known = a.at[addressOf("", p.Target)]
	}
	return at, known
}

// Directory returns the target as it is after the plans.
func (a *Applied) Directory() *Memory { return NewMemory(a.Objects()) }

// Objects returns the target's objects as they are after the plans.
func (a *Applied) Objects() []*Object {
	for _, w := range a.waiting {
		members := slices.Clone(w.outcome.New.Members())
		for _, p := range w.outcome.Pending {
			// What the plans do not create after all is referred to by nobody.
			if id, ok := a.created[p]; ok {
				members = append(members, value.Reference(id))
			}
		}
		switch {
		case w.outcome.New.Kind() == value.KindList:
			w.changed[w.outcome.Mapping.Target] = value.List(members...)
		case len(members) > 0:
			w.changed[w.outcome.Mapping.Target] = members[0]
		}
	}
	a.waiting = nil
	return slices.DeleteFunc(slices.Clone(a.objects), func(o *Object) bool { return o == nil })
}

// overlay is an object with some attributes changed.
type overlay struct {
	value.Attributes
	changed map[string]value.Value
}

func (o overlay) Attribute(p *value.Path) value.Value {
	if v, ok := o.changed[p.String()]; ok {
		return v
	}
	return o.Attributes.Attribute(p)
}

// Restless returns the attributes that a plan of the second cycle would write again, without those whose expression is declared volatile
// by reading the clock or randomness. A plan that writes nothing, such as that of an object which an expression leaves out, has none. A job
// is at rest when no object has any. The plan must be one of this cycle or of another one of the same job: mappings are known by their index.
func (c *Cycle) Restless(p *Plan) []*mapping.Outcome {
	if p.Action != Create && p.Action != Update && p.Action != Disable {
		return nil
	}
	mapper := c.engine.Mapper(p.Type)
	var list []*mapping.Outcome
	for i := range p.Attributes {
		o := &p.Attributes[i]
		if o.Decision.Changes() && mapper.Effects(i)&(functions.Clock|functions.Random) == 0 {
			list = append(list, o)
		}
	}
	return list
}
