package value

import (
	"math"
	"slices"
	"strconv"
)

// A set of mappings reads the same attributes again and again: [country] in five conditions, and every part of one address. Looked up by
// name each time, the hash of the name and the walk through the address are most of what evaluating a mapping costs. So names get numbers
// when the set is compiled, a Record keeps what it has found of the current object by number, and paths that go through the same object,
// such as addresses[type eq "work"].country and .city, share the way to it.

// Slots numbers the attributes that several readers of one object share, such as the mappings of a set, so that a [Record] looks each
// of them up once per object. The zero Slots is empty. It must not change any more once a Record was made.
type Slots struct {
	names   map[string]uint16
	holders map[string]uint16 // by wayOf
	ways    [][]step          // to the holders, by number - 1
	sealed  bool

	// What is looked for in an Object: at its top, and in each holder, by number.
	top    wanted
	inside []wanted
	plans  []plan // by number of the attribute

	nameCount, holderCount int
}

// plan is how the attribute of a path is found in an Object, by numbers of wanted names: at the top the whole name and that of the first step, in
// the holder that of the last one. 0 is none.
type plan struct{ whole, root, last uint32 }

// Add returns the path with its number. Paths of one name share it, and paths into one object, such as addresses[type eq "work"], share
// the way there. A path for which there is no number any more is looked up by its name.
func (s *Slots) Add(p Path) Path {
	if s.sealed || s.nameCount == math.MaxUint16 { // a number beyond the length of a Record would be read out of its bounds
		return p
	}
	if s.names == nil {
		s.names, s.holders = map[string]uint16{}, map[string]uint16{}
		s.plans, s.inside = make([]plan, 1), make([]wanted, 1)
	}
	p.slots, p.slot = s, number(s.names, p.text)
	// A path that ends with a filter has a number, but no holder: lookInside goes the last step by name only.
	if last := len(p.steps) - 1; last > 0 && p.steps[last].filter == nil {
		p = s.share(p, last)
	}
	if s.nameCount = len(s.names); len(s.plans) == int(p.slot) {
		s.plans = append(s.plans, s.plan(&p))
	}
	return p
}

// plan numbers the names by which a path is looked for in an Object.
func (s *Slots) plan(p *Path) plan {
	var plan plan
	if plan.whole = s.top.add(p.text); len(p.steps) > 0 {
		plan.root = s.top.add(p.steps[0].name)
	}
	if p.holder > 0 {
		plan.last = s.inside[p.holder].add(p.steps[len(p.steps)-1].name)
	}
	return plan
}

// share makes the path go the way that other paths went before, up to its last step: their filters are the same then, and held once.
func (s *Slots) share(p Path, last int) Path {
	p.holder = number(s.holders, wayOf(p.steps[:last]))
	if int(p.holder) > len(s.ways) {
		s.ways = append(s.ways, p.steps[:last])
		s.inside = append(s.inside, wanted{})
		s.holderCount = len(s.ways)
		return p
	}
	p.steps = append(slices.Clone(s.ways[p.holder-1]), p.steps[last])
	return p
}

// Seal ends the numbering: the names are dropped, and a path that is added later gets no number.
func (s *Slots) Seal() {
	s.names, s.holders, s.ways, s.sealed = nil, nil, nil, true
	s.top.numbers = nil
	for i := range s.inside {
		s.inside[i].numbers = nil
	}
}

// number returns the number of a key, from 1.
func number(numbers map[string]uint16, key string) uint16 {
	if numbers[key] == 0 {
		numbers[key] = uint16(len(numbers) + 1)
	}
	return numbers[key]
}

// wayOf returns a text that is the same for the same steps only. Quoting keeps names with dots or brackets from looking like
// two steps.
func wayOf(steps []step) string {
	var way []byte
	for i := range steps {
		way = strconv.AppendQuote(way, steps[i].name)
		if f := steps[i].filter; f != nil {
			for _, c := range f.clauses {
				way = strconv.AppendQuote(append(way, '['), c.attribute)
				way = strconv.AppendQuote(append(way, c.operator...), c.operand)
			}
		}
	}
	return string(way)
}
