package provision

import (
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/mapping"
)

// Applied collects what plans do to the target's objects, so that a second cycle can be planned against the outcome of the first.
type Applied struct {
	objects []*Object
	at      map[string]int // id → place in objects
}

// NewApplied begins with the objects that the target has now.
func NewApplied(objects []*Object) *Applied {
	a := &Applied{objects: make([]*Object, len(objects)), at: make(map[string]int, len(objects))}
	for i, o := range objects {
		a.objects[i] = o
		a.at[o.ID] = i
	}
	return a
}

// Add applies one plan. Plans that skip or fail change nothing; attributes that failed are left as they are.
func (a *Applied) Add(p *Plan) {
	switch p.Action {
	case Create:
		a.objects = append(a.objects, &Object{ID: "new-" + p.ID, Attrs: changedBy(value.Map(nil), p)})
	case Update, Disable:
		if i, ok := a.at[p.Target]; ok {
			a.objects[i] = &Object{ID: p.Target, Attrs: changedBy(a.objects[i].Attrs, p)}
		}
	case Delete:
		if i, ok := a.at[p.Target]; ok {
			a.objects[i] = nil
		}
	case Skip, Failed: // change nothing
	}
}

// Directory returns the target as it is after the plans.
func (a *Applied) Directory() *Memory {
	kept := make([]*Object, 0, len(a.objects))
	for _, o := range a.objects {
		if o != nil {
			kept = append(kept, o)
		}
	}
	return NewMemory(kept)
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

// changedBy returns the attributes as a plan leaves them. An attribute that is cleared is null in the overlay.
func changedBy(base value.Attributes, p *Plan) value.Attributes {
	o := overlay{base, map[string]value.Value{}}
	for i := range p.Attributes {
		if out := &p.Attributes[i]; out.Decision.Changes() {
			o.changed[out.Mapping.Target] = out.New
		}
	}
	return o
}

// Restless returns the attributes that a plan of the second cycle would write again, without those whose expression is declared volatile
// by reading the clock or randomness. A job is at rest when no object has any. The plan must be one of this cycle or of another one of
// the same job: mappings are known by their index.
func (c *Cycle) Restless(p *Plan) []*mapping.Outcome {
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
