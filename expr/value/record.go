package value

import "strings"

// What a Record returns must be what the source itself returns, whatever the order of questions: the property tests of records hold the two
// against each other. Short cuts therefore exist only for data of which the outcome is certain, and all else goes to the source's Attribute.

// Record reads the attributes of one Map or Object after another and remembers what it has found. It must not be used by two goroutines at
// once.
type Record struct {
	slots   *Slots
	from    Map
	object  objectRecord // what from is not
	turn    uint32       // of the current object; a slot of another turn is stale, so that nothing has to be cleared for each object
	found   []slot
	holders []holder
}

type slot struct {
	turn uint32 // in which v was found
	v    Value
	data any // v as the object has it, where that is a text or a boolean
}

// NewRecord returns a Record for the attributes of s.
func (s *Slots) NewRecord() *Record {
	return &Record{slots: s, found: make([]slot, s.nameCount+1), holders: make([]holder, s.holderCount+1)}
}

// Forget releases the object's data. The names of its members may be kept, to find those of the next one faster.
func (r *Record) Forget() {
	r.from, r.turn = nil, 0
	r.object.forget()
	clear(r.found)
	clear(r.holders)
}

// Read continues with another source, and reports whether it can: it reads a Map, an Object, and an Object that [Fold] has returned.
func (r *Record) Read(a Attributes) bool {
	switch a := a.(type) {
	case Map:
		r.from, r.object.of = a, nil
	case *Object:
		r.from = nil
		r.object.read(r.slots, a, true)
	case foldedObject:
		r.from = nil
		r.object.read(r.slots, a.Object, false)
	default:
		return false
	}
	if r.turn++; r.turn == 0 { // every slot may look up to date
		clear(r.found)
		clear(r.holders)
		clear(r.object.holders)
		r.turn = 1
	}
	return true
}

// Attribute returns what the source's own Attribute returns.
func (r *Record) Attribute(p *Path) Value {
	if p.slots != r.slots || p.slot == 0 {
		if r.object.of != nil {
			return r.object.attribute(p)
		}
		return r.from.Attribute(p)
	}
	s := &r.found[p.slot]
	if s.turn != r.turn {
		r.look(s, p)
	}
	return s.v
}

// Data returns an attribute as a Map has it, where that is a string or a bool: a caller that needs an interface is spared the
// allocation. In all other cases it is nil, and Attribute has the value.
func (r *Record) Data(p *Path) any {
	if p.slots != r.slots || p.slot == 0 {
		return nil
	}
	s := &r.found[p.slot]
	if s.turn != r.turn {
		r.look(s, p)
	}
	return s.data
}

// look fills a slot for the current object. The order is that of Map.Attribute: the whole name first, then the way through the
// holder, and Map.Attribute itself where neither is certain.
func (r *Record) look(s *slot, p *Path) {
	s.turn = r.turn
	if r.object.of != nil {
		s.v, s.data = r.object.find(p, r.turn), nil
		return
	}
	a, ok := r.from[p.text] // it may be a flat name with dots or brackets in it
	switch {
	case ok:
		if s.keep(a) {
			return
		}
	case len(p.steps) == 0:
		s.v, s.data = Absent, nil
		return
	case p.holder > 0 && r.lookInside(s, p):
		return
	}
	s.v, s.data = r.from.Attribute(p), nil
}

// keep stores a text or a boolean. It returns false for all other data, and then leaves the slot as it was.
func (s *slot) keep(a any) bool {
	switch x := a.(type) {
	case string:
		s.v, s.data = String(x), a
	case bool:
		s.v, s.data = Boolean(x), a
	default:
		return false
	}
	return true
}

// lookInside goes the last step of a path whose way there is known.
func (r *Record) lookInside(s *slot, p *Path) (known bool) {
	h := &r.holders[p.holder]
	if h.turn != r.turn {
		h.object, h.answer = r.from.lead(p)
		h.turn = r.turn
	}
	if h.answer == keptUnsure {
		return false
	}
	if h.answer == keptOne {
		if a, ok := lookFold(h.object, p.steps[len(p.steps)-1].name); ok {
			if !s.keep(a) {
				s.v, s.data = asReference(convert(a)), nil
			}
			return true
		}
	}
	s.v, s.data = Absent, nil
	return true
}

// holder is the object that the last step of some paths leads into.
type holder struct {
	turn   uint32
	answer keptMember
	object map[string]any
}

// lead goes all steps of a path but the last, as walkData does.
func (m Map) lead(p *Path) (map[string]any, keptMember) {
	at, ok := m[p.steps[0].name]
	for i := range p.steps[:len(p.steps)-1] {
		s := &p.steps[i]
		if i > 0 {
			object, isObject := at.(map[string]any)
			if !isObject {
				return nil, keptUnsure
			}
			at, ok = lookFold(object, s.name)
		}
		if !ok {
			return nil, keptNone
		}
		if s.filter == nil {
			continue
		}
		var answer keptMember
		if at, answer = s.filter.keepEqual(at, p.meter); answer != keptOne {
			return nil, answer
		}
	}
	if object, isObject := at.(map[string]any); isObject {
		return object, keptOne
	}
	return nil, keptUnsure
}

// keepEqual is keepData for the usual filter, such as type eq "work", over members that all have the attribute as a text.
func (f *filter) keepEqual(a any, meter *Meter) (any, keptMember) {
	list, isList := a.([]any)
	if !isList || len(f.clauses) != 1 || f.clauses[0].operator != "eq" {
		return f.keepData(a, meter)
	}
	c := &f.clauses[0]
	var kept any
	for _, item := range list {
		m, _ := item.(map[string]any)
		text, isText := m[c.attribute].(string)
		switch {
		case !isText:
			return f.keepData(a, meter)
		case text != c.operand && !strings.EqualFold(text, c.operand):
		case kept != nil:
			return nil, keptUnsure
		default:
			kept = item
		}
	}
	if kept == nil {
		return nil, keptNone
	}
	return kept, keptOne
}
