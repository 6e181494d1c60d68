package value

// objectRecord is the part of a Record that reads Objects.
type objectRecord struct {
	of      *Object // nil where the Record reads a Map
	exact   bool    // names at the top are compared with case
	slots   *Slots
	tops    [2]*shapes // without and with case; nil until they are needed
	top     *shape     // of the current object
	holders []valueHolder
}

// valueHolder is what the last step of some paths leads into.
type valueHolder struct {
	turn   uint32 // in which v was found
	v      Value
	shape  *shape // of v, nil where its members are few
	shapes *shapes
}

// fewInside is how many members of a holder are searched faster than a shape is compared.
const fewInside = 8

// read continues with another object.
func (r *objectRecord) read(s *Slots, o *Object, exact bool) {
	if r.holders == nil {
		r.slots, r.holders = s, make([]valueHolder, s.holderCount+1)
	}
	which := 0
	if exact {
		which = 1
	}
	if r.tops[which] == nil {
		r.tops[which] = &shapes{wanted: &s.top, exact: exact}
	}
	r.of, r.exact, r.top = o, exact, r.tops[which].of(o.members)
}

// forget releases the object's data.
func (r *objectRecord) forget() {
	r.of, r.top = nil, nil
	for i := range r.holders {
		r.holders[i].turn, r.holders[i].v = 0, Absent
	}
}

// attribute is the look-up of the object itself.
func (r *objectRecord) attribute(p *Path) Value {
	if r.exact {
		return r.of.Attribute(p)
	}
	return foldedObject{r.of}.Attribute(p)
}

// find returns what attribute returns, for a path with a number. The order is that of [Path.find]: the whole name first, then the steps.
func (r *objectRecord) find(p *Path, turn uint32) Value {
	plan, tops := &r.slots.plans[p.slot], r.tops[0]
	if r.exact {
		tops = r.tops[1]
	}
	v := tops.at(r.top, r.of, plan.whole)
	switch {
	case !v.IsAbsent():
		return asReference(v)
	case len(p.steps) == 0:
		return Absent
	case p.holder == 0:
		return p.walk(tops.at(r.top, r.of, plan.root))
	}
	h := &r.holders[p.holder]
	if h.turn != turn {
		h.hold(p.follow(tops.at(r.top, r.of, plan.root), p.steps[:len(p.steps)-1]), &r.slots.inside[p.holder])
		h.turn = turn
	}
	switch {
	case h.v.IsNull():
		return h.v
	case h.shape != nil:
		return asReference(h.shapes.at(h.shape, h.v.object(), plan.last))
	}
	return asReference(p.descend(h.v, &p.steps[len(p.steps)-1]))
}

// hold keeps what the way to the last step leads to.
func (h *valueHolder) hold(v Value, wanted *wanted) {
	h.v, h.shape = v, nil
	if v.Kind() != KindObject || len(v.object().members) <= fewInside {
		return
	}
	if h.shapes == nil {
		h.shapes = &shapes{wanted: wanted}
	}
	h.shape = h.shapes.of(v.object().members)
}
