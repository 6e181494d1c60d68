package regex

import (
	"cmp"
	"slices"
	"sync"
	"unicode"
)

// Under (?i) a unit equals the units that share its simple lower-case mapping, within the BMP: K, k and the Kelvin sign;
// DŽ, Dž and dž. The mapping back is not followed, so ſ is no s, ς no σ and µ no μ. İ would fold to i, but the invariant
// culture keeps the dotted and dotless i apart.

const dottedCapitalI = 0x130

type foldPair struct{ unit, other uint16 }

// foldPairs lists every unit with each of its equivalents, sorted by unit.
var foldPairs = sync.OnceValue(func() []foldPair {
	byLower := map[uint16][]uint16{}
	for _, c := range unicode.CaseRanges {
		for u := c.Lo; u <= min(c.Hi, maxUnit); u++ {
			lower := unicode.ToLower(rune(u))
			if lower != rune(u) && lower <= maxUnit && u != dottedCapitalI {
				byLower[uint16(lower)] = append(byLower[uint16(lower)], uint16(u))
			}
		}
	}
	var pairs []foldPair
	for lower, uppers := range byLower {
		pairs = appendPairs(pairs, append(uppers, lower))
	}
	slices.SortFunc(pairs, func(a, b foldPair) int {
		return cmp.Or(cmp.Compare(a.unit, b.unit), cmp.Compare(a.other, b.other))
	})
	return pairs
})

func appendPairs(pairs []foldPair, family []uint16) []foldPair {
	for _, a := range family {
		for _, b := range family {
			if a != b {
				pairs = append(pairs, foldPair{a, b})
			}
		}
	}
	return pairs
}

// folds returns the pairs whose unit lies in r.
func folds(r unitRange) []foldPair {
	pairs := foldPairs()
	byUnit := func(p foldPair, u int) int { return cmp.Compare(int(p.unit), u) }
	from, _ := slices.BinarySearchFunc(pairs, int(r.lo), byUnit)
	to, _ := slices.BinarySearchFunc(pairs, int(r.hi)+1, byUnit)
	return pairs[from:to]
}

// foldedRanges adds to ranges the case equivalents of all their units.
func foldedRanges(ranges []unitRange) []unitRange {
	given := newSet(slices.Clone(ranges))
	for _, r := range given.ranges {
		for _, p := range folds(r) {
			if inside := r.lo <= p.other && p.other <= r.hi; !inside && !given.has(p.other) {
				ranges = append(ranges, unitRange{p.other, p.other})
			}
		}
	}
	return ranges
}

// sameFolded reports whether a back-reference under (?i) takes a for b: there .NET compares invariant lower-case forms.
func sameFolded(a, b uint16) bool {
	return a == b || invariantLower(a) == invariantLower(b)
}

func invariantLower(u uint16) uint16 {
	if u == dottedCapitalI {
		return u
	}
	return uint16(unicode.ToLower(rune(u)))
}
