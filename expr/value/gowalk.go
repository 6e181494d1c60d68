package value

import "strings"

// This file follows paths through plain Go data without making values of what lies beside the path. The result is exactly that of
// walking the converted data, to which it leaves what it cannot answer quickly: a property test compares the two.

// walkData returns the attribute that p names; root is what its first step leads to.
func (p *Path) walkData(root any) Value {
	at := root
	for i := range p.steps {
		s := &p.steps[i]
		if i > 0 {
			m, ok := at.(map[string]any)
			if !ok {
				return p.walkConverted(root)
			}
			p.meter.add(len(m))
			at, ok = lookFold(m, s.name)
			if !ok {
				return Absent
			}
		}
		if s.filter == nil {
			continue
		}
		if list, ok := at.([]any); ok {
			p.meter.add(len(list) * len(s.filter.clauses))
		}
		// What the filter cannot settle is walked again from the root, on values, which have the rules for several members and
		// for unreadable ones.
		var answer keptMember
		if at, answer = s.filter.keepData(at, p.meter); answer == keptNone {
			return Absent
		} else if answer == keptUnsure {
			return p.walkConverted(root)
		}
	}
	if text, ok := at.(string); ok {
		return String(text)
	}
	return asReference(convert(at))
}

// walkConverted follows the path through the values that the data are.
func (p *Path) walkConverted(root any) Value {
	v := convert(root)
	if p.meter != nil {
		const twice = 2 // to make a value takes longer than to visit it
		p.meter.add(twice * v.size())
	}
	return p.walk(v)
}

// size counts the values in v, itself included.
func (v Value) size() int {
	n := 1
	switch v.Kind() {
	case KindList:
		for _, m := range v.list() {
			n += m.size()
		}
	case KindObject:
		for _, m := range v.object().members {
			n += m.Value.size()
		}
	default: // one value
	}
	return n
}

// lookFold finds a member as SCIM compares names: exactly, else the first in byte order that differs only in case.
// Members of a converted map are sorted by name, so that GetFold finds the same one.
func lookFold(m map[string]any, name string) (any, bool) {
	if a, ok := m[name]; ok {
		return a, true
	}
	best, found := "", false
	for candidate := range m {
		if strings.EqualFold(candidate, name) && (!found || candidate < best) {
			best, found = candidate, true
		}
	}
	return m[best], found
}

// keptMember is how many members a filter keeps, as far as the fast way can say.
type keptMember uint8

const (
	keptOne keptMember = iota
	keptNone
	keptUnsure // more than one member, or data that only the slow way understands
)

// keepData returns the one member of a list of objects that the filter keeps.
func (f *filter) keepData(a any, meter *Meter) (any, keptMember) {
	list, ok := a.([]any)
	if !ok {
		return nil, keptUnsure
	}
	var kept any
	count := 0
	for _, item := range list {
		m, ok := item.(map[string]any)
		if !ok {
			return nil, keptUnsure
		}
		matches, sure := f.matchesData(m, meter)
		switch {
		case !sure:
			return nil, keptUnsure
		case matches:
			kept = m
			count++
		}
	}
	switch count {
	case 0:
		return nil, keptNone
	case 1:
		return kept, keptOne
	}
	return nil, keptUnsure
}

// matchesData is matches for a member that has not been converted; sure is false where a clause compares data whose text form
// needs a conversion.
func (f *filter) matchesData(m map[string]any, meter *Meter) (matches, sure bool) {
	for i := range f.clauses {
		a, ok := lookFold(m, f.clauses[i].attribute)
		if !ok {
			a = nil
		}
		switch a.(type) {
		case string, nil, bool: // the text form of which needs no conversion
		default:
			return false, false
		}
		if !f.clauses[i].holds(convert(a), meter) {
			return false, true
		}
	}
	return true, true
}
