package feed

import (
	"encoding/binary"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/value"
)

// name is the name of a member or column.
type name struct {
	text string
	keep bool // at the top of a record, see Options.Keep
}

const (
	nameSlots    = 1024 // some ten times the attributes of a user
	maxNameBytes = 128  // longer names are not interned: hostile input must not fill the slots with long strings
)

// names interns names, so that records of the same shape share their strings. Its size is fixed: a name replaces another name in its
// slot.
type names struct {
	slots [nameSlots]name
	keep  map[string]bool // folded; nil keeps all

	found  bool     // a name at the top of a record that is retained has occurred
	others []string // the first names that are not retained, see [Reader.Names]
}

// maxOthers bounds the names that an error lists.
const maxOthers = 16

// note records a name at the top of a record. It looks at every name of an input only as long as none is retained.
func (n *names) note(at name) {
	switch {
	case n.found || strings.HasPrefix(at.text, "@"):
	case at.keep:
		n.found, n.others = true, nil
	case len(n.others) < maxOthers && !slices.Contains(n.others, at.text):
		n.others = append(n.others, at.text)
	}
}

// newNames returns an empty table. An attribute to retain is known by its own name, which may be a flat one, and by that of the
// attribute or extension that it starts with.
func newNames(keep []string) *names {
	n := &names{}
	if len(keep) > 0 {
		n.keep = make(map[string]bool, 2*len(keep))
	}
	for _, text := range keep {
		p := value.ParsePath(text)
		n.keep[strings.ToLower(text)] = true
		n.keep[strings.ToLower(p.Root())] = true
	}
	return n
}

// of returns the name that is spelled text.
func (n *names) of(text []byte) name {
	// An empty slot looks like the slot of the empty name.
	if len(text) == 0 || len(text) > maxNameBytes {
		return n.new(string(text))
	}
	slot := &n.slots[slotOf(text)]
	if slot.text != string(text) {
		*slot = n.new(string(text))
	}
	return *slot
}

// new returns a name that is not in the table.
func (n *names) new(text string) name { return name{text: text, keep: n.keeps(text)} }

// keeps reports whether an attribute is retained: by its own name, or because a flat name such as name.givenName, common for CSV
// columns, starts with one that is retained.
func (n *names) keeps(text string) bool {
	if n.keep == nil || n.keep[strings.ToLower(text)] {
		return true
	}
	p := value.ParsePath(text)
	return n.keep[strings.ToLower(p.Root())]
}

// slotOf hashes the length, both ends and the middle of a name: the URNs of schemas differ only in the middle.
func slotOf(text []byte) uint64 {
	const odd = 0x9E3779B97F4A7C15
	h := uint64(len(text))
	if len(text) < 8 {
		for _, b := range text {
			h = h<<8 | uint64(b)
		}
	} else {
		middle := (len(text) - 8) / 2
		h ^= binary.LittleEndian.Uint64(text)
		h = h*odd ^ binary.LittleEndian.Uint64(text[middle:])
		h = h*odd ^ binary.LittleEndian.Uint64(text[len(text)-8:])
	}
	return h * odd >> 54 % nameSlots
}

// manyMembers is the number of members from which an object's names are looked up in a map.
const manyMembers = 64

// nameSet finds duplicate names in one object. The zero value is an empty set.
type nameSet struct {
	seen uint64          // the nameBits of all names: a name whose bit is not set is new
	many map[string]bool // all names, in large objects
}

// add reports whether text is new among the members so far.
func (s *nameSet) add(members []value.Member, text string, fold bool) bool {
	if len(members) >= manyMembers {
		return s.addMany(members, text, fold)
	}
	bit := nameBit(text)
	if s.seen&bit == 0 {
		s.seen |= bit
		return true
	}
	for i := range members {
		if have := members[i].Name; have == text || fold && len(have) == len(text) && equalFold(have, text) {
			return false
		}
	}
	return true
}

// addMany is add for objects of many members, where comparing each name with all others would be quadratic.
func (s *nameSet) addMany(members []value.Member, text string, fold bool) bool {
	key := func(text string) string {
		if fold {
			return lowerASCII(text)
		}
		return text
	}
	if s.many == nil {
		s.many = make(map[string]bool, 2*len(members))
		for i := range members {
			s.many[key(members[i].Name)] = true
		}
	}
	k := key(text)
	if s.many[k] {
		return false
	}
	s.many[k] = true
	return true
}

// nameBit returns one of 64 bits, the same for names that differ only in case.
func nameBit(text string) uint64 {
	if text == "" {
		return 1
	}
	h := uint(len(text))*7 + uint(text[0]|0x20)*5 + uint(text[len(text)-1]|0x20)*3 + uint(text[len(text)/2]|0x20)
	return 1 << (h & 63)
}

// equalFold compares names of the same length, ignoring ASCII case.
func equalFold(a, b string) bool {
	for i := range len(a) {
		if lowerByte(a[i]) != lowerByte(b[i]) {
			return false
		}
	}
	return true
}

// isName reports whether text is the name of an envelope member, in any case.
func isName(text []byte, lower string) bool {
	if len(text) != len(lower) {
		return false
	}
	for i, b := range text {
		if lowerByte(b) != lower[i] {
			return false
		}
	}
	return true
}

// lowerByte returns an ASCII letter in lower case, and any other byte as it is.
func lowerByte(b byte) byte {
	if 'A' <= b && b <= 'Z' {
		return b + 'a' - 'A'
	}
	return b
}

// lowerASCII returns text with its ASCII letters in lower case.
func lowerASCII(text string) string {
	lower := []byte(text)
	for i, b := range lower {
		lower[i] = lowerByte(b)
	}
	return string(lower)
}
