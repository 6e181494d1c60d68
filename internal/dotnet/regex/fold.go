package regex

import (
	"cmp"
	"slices"
	"sync"
	"unicode"
)

// Under (?i), units of the BMP are equal if they have the same simple lower-case mapping: K, k and the Kelvin sign; DŽ,
// Dž and dž. Upper-case mappings are not used, so ſ does not equal s, nor ς σ, nor µ μ. İ would fold to i, but the
// invariant culture distinguishes the dotted and the dotless i.

const dottedCapitalI = 0x130

// foldPair is a unit and another one that equals it under (?i).
type foldPair struct{ unit, other uint16 }

// foldPairs returns the pairs of all units, sorted by unit.
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

// appendPairs adds each unit of a family, whose lower-case mapping is the same, with each other one.
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

// folds returns the pairs whose unit is in r.
func folds(r unitRange) []foldPair {
	// The pairs are sorted, so that those of a range are found without looking at each of its units: a range may have all
	// 65,536.
	pairs := foldPairs()
	byUnit := func(p foldPair, u int) int { return cmp.Compare(int(p.unit), u) }
	from, _ := slices.BinarySearchFunc(pairs, int(r.lo), byUnit)
	to, _ := slices.BinarySearchFunc(pairs, int(r.hi)+1, byUnit)
	return pairs[from:to]
}

// foldedRanges returns ranges extended by the units that equal one of theirs under (?i).
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

// sameFolded reports whether a and b are equal in a back-reference under (?i). There, unlike in the rest of a pattern,
// .NET compares the invariant lower-case forms.
func sameFolded(a, b uint16) bool {
	return a == b || invariantLower(a) == invariantLower(b)
}

// invariantLower returns the lower-case form in the invariant culture, in which İ is not a form of i.
func invariantLower(u uint16) uint16 {
	if u == dottedCapitalI {
		return u
	}
	return uint16(unicode.ToLower(rune(u)))
}
