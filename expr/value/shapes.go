package value

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Objects that come one after another mostly have the same members in the same order. So a Record remembers the member names of some objects
// it has read, their shape, and where each name that it looks for is among them. For an object of a shape that it knows nothing is searched:
// its members' names are compared with those of the shape, once, whatever the number of paths. An object of another shape costs
// one look into a map for each member.

// wanted are the names that a Record looks for in one object: those at the top, or those that end the ways through one holder.
type wanted struct {
	numbers map[string]uint32 // nil once the Slots are sealed
	byKey   map[string][]uint32
	names   []string // by number - 1
}

// add returns the number of a name, from 1.
func (w *wanted) add(name string) uint32 {
	if w.numbers == nil {
		w.numbers, w.byKey = map[string]uint32{}, map[string][]uint32{}
	}
	if n := w.numbers[name]; n > 0 {
		return n
	}
	w.names = append(w.names, name)
	n := uint32(len(w.names)) //nolint:gosec // two for each of the Slots' numbers at most
	key := foldKey(name)
	w.numbers[name], w.byKey[key] = n, append(w.byKey[key], n)
	return n
}

// foldKey returns a text that two names have in common if they are equal under strings.EqualFold, and only then.
func foldKey(name string) string {
	for i := range len(name) {
		if c := name[i]; c >= utf8.RuneSelf {
			return strings.Map(foldRune, name)
		}
	}
	return strings.ToUpper(name)
}

// foldRune returns the smallest of the letters that differ from r only in case: of k, K and the Kelvin sign K.
func foldRune(r rune) rune {
	if r == utf8.RuneError {
		return r
	}
	smallest := r
	for next := unicode.SimpleFold(r); next != r; next = unicode.SimpleFold(next) {
		smallest = min(smallest, next)
	}
	return smallest
}

// shape is the names of an object's members, and where the wanted names are among them.
type shape struct {
	names  []string
	places []int32 // by number; -1 is nowhere
}

// fits reports whether an object has the shape.
func (s *shape) fits(members []Member) bool {
	if len(s.names) != len(members) {
		return false
	}
	for i := range members {
		if s.names[i] != members[i].Name {
			return false
		}
	}
	return true
}

// mostShapes is how many shapes are remembered of the objects in one place; six members that may be missing make as many.
const mostShapes = 64

// shapes are the shapes of the objects in one place. One takes the place of another, so that no input can fill the memory.
type shapes struct {
	wanted *wanted
	exact  bool // names are compared with case
	last   *shape
	known  [mostShapes]*shape
}

// of returns the shape of an object.
func (c *shapes) of(members []Member) *shape {
	if c.last != nil && c.last.fits(members) {
		return c.last
	}
	at := &c.known[hashOf(members)%mostShapes]
	if *at == nil || !(*at).fits(members) {
		*at = c.make(members)
	}
	c.last = *at
	return c.last
}

// hashOf returns a hash of the names' lengths and last letters, and of their order.
func hashOf(members []Member) uint32 {
	h := uint32(len(members))
	for i := range members {
		name := members[i].Name
		h = h*31 + uint32(len(name)) //nolint:gosec // any bits will do
		if len(name) > 0 {
			h ^= uint32(name[len(name)-1]) << 5
		}
	}
	return h ^ h>>16 ^ h>>8
}

// make finds the wanted names: one that matches exactly, else the first that differs only in case.
func (c *shapes) make(members []Member) *shape {
	s := &shape{names: make([]string, len(members)), places: make([]int32, len(c.wanted.names)+1)}
	for n := range s.places {
		s.places[n] = -1
	}
	for i := range members {
		name := members[i].Name
		s.names[i] = name
		for _, n := range c.wanted.byKey[foldKey(name)] {
			isExact := c.wanted.names[n-1] == name
			was := s.places[n]
			if isExact && (was < 0 || members[was].Name != name) || was < 0 && !c.exact {
				s.places[n] = int32(i) //nolint:gosec // an object has no two billion members
			}
		}
	}
	return s
}

// at returns the member of the wanted name of that number, as Get or GetFold does.
func (c *shapes) at(s *shape, o *Object, n uint32) Value {
	place := s.places[n]
	if place < 0 {
		return Absent
	}
	if v := o.members[place].Value; !v.IsAbsent() || c.exact {
		return v
	}
	return o.GetFold(c.wanted.names[n-1]) // an Absent member counts as missing
}
