package regex

import (
	"strings"
	"sync"
	"unicode"
)

// The built-in classes, computed on first use. \w contains letters, Mn, Nd and Pc, but not Mc, unlike Unicode's
// definition. Only \b also treats the two joiners as word characters. \s is char.IsWhiteSpace, \d any decimal digit.
// Sets are immutable, so that all patterns share these.
var (
	wordSet     = sync.OnceValue(func() *unitSet { return categories("L", "Mn", "Nd", "Pc") })
	notWordSet  = sync.OnceValue(func() *unitSet { return wordSet().negate() })
	digitSet    = sync.OnceValue(func() *unitSet { return categories("Nd") })
	notDigitSet = sync.OnceValue(func() *unitSet { return digitSet().negate() })
	spaceSet    = sync.OnceValue(func() *unitSet { return newSet(tableRanges(unicode.White_Space)) })
	notSpaceSet = sync.OnceValue(func() *unitSet { return spaceSet().negate() })
	boundarySet = sync.OnceValue(func() *unitSet {
		return wordSet().union(setOf(zeroWidthNonJoiner, zeroWidthJoiner))
	})
	casedLetterSet = sync.OnceValue(func() *unitSet { return categories("Lu", "Ll", "Lt") })
	notNewlineSet  = sync.OnceValue(func() *unitSet { return setOf('\n').negate() })
	everythingSet  = sync.OnceValue(func() *unitSet { return newSet([]unitRange{{0, maxUnit}}) })
	nothingSet     = sync.OnceValue(func() *unitSet { return newSet(nil) })
)

const (
	zeroWidthNonJoiner = 0x200C
	zeroWidthJoiner    = 0x200D
)

// newerUnits lists the BMP characters of Unicode 15.1 and 16.0, which .NET 10 has and the unicode package of Go 1.25
// (Unicode 15.0) lacks. Listing characters that package unicode has, too, is harmless.
var newerUnits = map[string][]unitRange{
	"Mn": {{0x0897, 0x0897}},
	"Lu": {{0x1C89, 0x1C89}, {0xA7CB, 0xA7CC}, {0xA7DA, 0xA7DA}, {0xA7DC, 0xA7DC}},
	"Ll": {{0x1C8A, 0x1C8A}, {0xA7CD, 0xA7CD}, {0xA7DB, 0xA7DB}},
	"Po": {{0x1B4E, 0x1B4F}, {0x1B7F, 0x1B7F}},
	"So": {{0x2427, 0x2429}, {0x2FFC, 0x2FFF}, {0x31E4, 0x31E5}, {0x31EF, 0x31EF}},
}

// generalCategories are the two-letter general categories. A one-letter category is the union of those that start with
// its letter.
var generalCategories = []string{
	"Cc", "Cf", "Cn", "Co", "Cs", "Ll", "Lm", "Lo", "Lt", "Lu", "Mc", "Me", "Mn", "Nd", "Nl", "No",
	"Pc", "Pd", "Pe", "Pf", "Pi", "Po", "Ps", "Sc", "Sk", "Sm", "So", "Zl", "Zp", "Zs",
}

// categories returns the union of general categories, each given by its name or its first letter.
func categories(names ...string) *unitSet {
	var ranges []unitRange
	for _, name := range names {
		for _, general := range generalCategories {
			if strings.HasPrefix(general, name) {
				ranges = append(ranges, generalRanges(general)...)
			}
		}
	}
	return newSet(ranges)
}

// generalRanges returns the units of a two-letter general category.
func generalRanges(name string) []unitRange {
	if name == "Cn" {
		return unassigned()
	}
	return append(tableRanges(unicode.Categories[name]), newerUnits[name]...)
}

// unassigned returns the units of Cn: those in no other category, including newerUnits. The unicode package has no table for
// Cn. Surrogates are not in it: they are Cs.
func unassigned() []unitRange {
	var assigned []unitRange
	for _, name := range generalCategories {
		if name != "Cn" {
			assigned = append(assigned, generalRanges(name)...)
		}
	}
	return newSet(assigned).negate().ranges
}

// tableRanges returns the units of a table of package unicode: its characters in the BMP. In .NET the units of other
// characters are surrogates, whose category is Cs.
func tableRanges(table *unicode.RangeTable) []unitRange {
	var ranges []unitRange
	for _, r := range table.R16 {
		if r.Stride == 1 {
			ranges = append(ranges, unitRange{r.Lo, r.Hi})
			continue
		}
		for u := int(r.Lo); u <= int(r.Hi); u += int(r.Stride) {
			ranges = append(ranges, unitRange{uint16(u), uint16(u)})
		}
	}
	return ranges
}

// property returns the units of \p{name}, where name is a general category (L, Lu, …) or a block (IsGreek, …), and
// reports whether .NET has it. Names are case-sensitive. Scripts such as Greek are not names in .NET. If case is
// ignored, Lu, Ll and Lt each mean all three: an upper-case letter must then match its lower-case form.
func property(name string, ignoreCase bool) (*unitSet, bool) {
	if ignoreCase && (name == "Lu" || name == "Ll" || name == "Lt") {
		return casedLetterSet(), true
	}
	for _, general := range generalCategories {
		if name == general || name == general[:1] {
			return categories(name), true
		}
	}
	if r, ok := blocks[name]; ok {
		return newSet([]unitRange{r}), true
	}
	return nil, false
}
