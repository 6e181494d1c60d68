package regex

import (
	"cmp"
	"slices"
)

const maxUnit = 0xFFFF

// unitRange is the range of UTF-16 units from lo to hi, inclusive.
type unitRange struct{ lo, hi uint16 }

// unitSet is an immutable set of UTF-16 units. It represents a character class in which categories, blocks, case folding,
// negation and subtraction are resolved.
type unitSet struct {
	ascii  [256]bool   // units below 128; the upper half is always false, so that any byte is a valid index
	ranges []unitRange // all units; sorted, disjoint and not adjacent
}

// newSet returns the set of ranges, which can be in any order. It takes ownership of them.
func newSet(ranges []unitRange) *unitSet {
	ranges = normalise(ranges)
	s := &unitSet{ranges: ranges}
	for _, r := range ranges {
		for u := int(r.lo); u <= min(int(r.hi), 127); u++ {
			s.ascii[u] = true
		}
	}
	return s
}

// setOf returns the set of the listed units.
func setOf(units ...uint16) *unitSet {
	ranges := make([]unitRange, len(units))
	for i, u := range units {
		ranges[i] = unitRange{u, u}
	}
	return newSet(ranges)
}

// normalise sorts ranges in place and merges those that overlap or are adjacent.
func normalise(ranges []unitRange) []unitRange {
	byLow := func(a, b unitRange) int { return cmp.Compare(a.lo, b.lo) }
	if !slices.IsSortedFunc(ranges, byLow) {
		slices.SortFunc(ranges, byLow)
	}
	out := ranges[:0]
	for _, r := range ranges {
		if last := len(out) - 1; last >= 0 && int(r.lo) <= int(out[last].hi)+1 {
			out[last].hi = max(out[last].hi, r.hi)
			continue
		}
		out = append(out, r)
	}
	return slices.Clip(out)
}

// has reports whether the set contains u.
func (s *unitSet) has(u uint16) bool {
	if u < 128 {
		return s.hasASCII(byte(u))
	}
	return s.find(u)
}

// hasASCII reports whether the set contains the ASCII character b. It reports false for other bytes of UTF-8 text.
func (s *unitSet) hasASCII(b byte) bool { return s.ascii[b] }

// find reports whether the set contains u, by binary search.
func (s *unitSet) find(u uint16) bool {
	lo, hi := 0, len(s.ranges)
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		if s.ranges[mid].hi < u {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo < len(s.ranges) && s.ranges[lo].lo <= u
}

// single returns the only unit of the set, and reports whether it has exactly one.
func (s *unitSet) single() (uint16, bool) {
	if len(s.ranges) != 1 || s.ranges[0].lo != s.ranges[0].hi {
		return 0, false
	}
	return s.ranges[0].lo, true
}

func (s *unitSet) empty() bool { return len(s.ranges) == 0 }

// negate returns the units that are not in s.
func (s *unitSet) negate() *unitSet {
	out := make([]unitRange, 0, len(s.ranges)+1)
	next := 0
	for _, r := range s.ranges {
		if int(r.lo) > next {
			out = append(out, unitRange{uint16(next), r.lo - 1})
		}
		next = int(r.hi) + 1
	}
	if next <= maxUnit {
		out = append(out, unitRange{uint16(next), maxUnit})
	}
	return newSet(out)
}

// union returns the units in s or t. It merges the sorted ranges, so that newSet need not sort them.
func (s *unitSet) union(t *unitSet) *unitSet {
	switch {
	case s == t || t.empty():
		return s
	case s.empty():
		return t
	}
	merged := make([]unitRange, 0, len(s.ranges)+len(t.ranges))
	for i, j := 0, 0; i < len(s.ranges) || j < len(t.ranges); {
		if j == len(t.ranges) || i < len(s.ranges) && s.ranges[i].lo <= t.ranges[j].lo {
			merged = append(merged, s.ranges[i])
			i++
		} else {
			merged = append(merged, t.ranges[j])
			j++
		}
	}
	return newSet(merged)
}

// intersect returns the units in both s and t.
func (s *unitSet) intersect(t *unitSet) *unitSet {
	var out []unitRange
	for i, j := 0, 0; i < len(s.ranges) && j < len(t.ranges); {
		a, b := s.ranges[i], t.ranges[j]
		if lo, hi := max(a.lo, b.lo), min(a.hi, b.hi); lo <= hi {
			out = append(out, unitRange{lo, hi})
		}
		if a.hi < b.hi {
			i++
		} else {
			j++
		}
	}
	return newSet(out)
}

// disjoint reports whether s and t have no unit in common. It allocates nothing.
func (s *unitSet) disjoint(t *unitSet) bool {
	for i, j := 0, 0; i < len(s.ranges) && j < len(t.ranges); {
		a, b := s.ranges[i], t.ranges[j]
		switch {
		case a.hi < b.lo:
			i++
		case b.hi < a.lo:
			j++
		default:
			return false
		}
	}
	return true
}

// minus returns the units in s that are not in t.
func (s *unitSet) minus(t *unitSet) *unitSet {
	if s.disjoint(t) {
		return s
	}
	return s.intersect(t.negate())
}
