package text

import (
	"cmp"
	"unicode/utf16"
	"unicode/utf8"
)

// EqualFold reports whether a and b are equal under StringComparison.OrdinalIgnoreCase: whether the upper-case forms of
// their characters are. So µ equals μ, ς equals σ and ǅ equals ǆ, but ß does not equal ẞ, nor ſ s, nor K (the Kelvin
// sign) k, nor ı or İ i.
func EqualFold(a, b string) bool {
	// the usual case, and much faster than folding
	if len(a) == len(b) && a == b {
		return true
	}
	return CompareFold(a, b) == 0
}

// Compare compares a and b by UTF-16 units (StringComparison.Ordinal) and returns -1, 0 or 1. Characters above U+FFFF
// begin with a surrogate, so they are before U+E000 to U+FFFF; in UTF-8 they are after them.
func Compare(a, b string) int {
	for i := range min(len(a), len(b)) {
		x, y := a[i], b[i]
		if x == y {
			continue
		}
		// Only leading bytes are that large: 0xEE and 0xEF begin U+E000 to U+FFFF, greater ones the planes above.
		if x >= 0xEE && y >= 0xEE && (x >= 0xF0) != (y >= 0xF0) {
			return cmp.Compare(y, x)
		}
		if x >= 0xF0 && startsHalf(b, i) || y >= 0xF0 && startsHalf(a, i) {
			return compareHalf(a, b, i)
		}
		return cmp.Compare(x, y)
	}
	return cmp.Compare(len(a), len(b))
}

// startsHalf reports whether half a character is at s[i].
func startsHalf(s string, i int) bool {
	half, _ := halfAt(s, i)
	return half
}

// compareHalf compares a[i:] and b[i:] where one begins with half a character and the other with a character of two units: by the first
// unit, and where that is the same by the next, which one of them may not have.
func compareHalf(a, b string, i int) int {
	return cmp.Or(cmp.Compare(firstUnit(a, i), firstUnit(b, i)), cmp.Compare(secondUnit(a, i), secondUnit(b, i)), cmp.Compare(a[i], b[i]))
}

// firstUnit returns the first unit of the character at s[i].
func firstUnit(s string, i int) rune {
	r, _ := decode(s, i)
	if first, _ := utf16.EncodeRune(r); r > 0xFFFF {
		return first
	}
	return r
}

// secondUnit returns the unit after that, or -1 at the end of s.
func secondUnit(s string, i int) rune {
	r, size := decode(s, i)
	if _, second := utf16.EncodeRune(r); r > 0xFFFF {
		return second
	}
	if i += size; i == len(s) {
		return -1
	}
	return firstUnit(s, i)
}

// CompareFold compares a and b by the upper-case forms of their characters (StringComparison.OrdinalIgnoreCase) and
// returns -1, 0 or 1. As in .NET and unlike in [Compare], characters above U+FFFF are after all others.
func CompareFold(a, b string) int {
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		// both are ASCII
		if x, y := a[i], b[j]; x|y < utf8.RuneSelf {
			if x != y && foldASCII(x) != foldASCII(y) {
				return cmp.Compare(foldASCII(x), foldASCII(y))
			}
			i++
			j++
			continue
		}
		x, n := decode(a, i)
		y, m := decode(b, j)
		if x != y && fold(x) != fold(y) {
			return cmp.Compare(fold(x), fold(y))
		}
		i += n
		j += m
	}
	// One is a prefix of the other up to case; the remainder decides, as lengths of the whole texts may differ by their encoding alone.
	return cmp.Compare(len(a)-i, len(b)-j)
}

// fold returns the upper-case form of r in ordinal comparisons. It is the invariant one, except that .NET's ordinal casing
// does not change ſ, just as it does not change ı.
func fold(r rune) rune {
	if r == 'ſ' {
		return r
	}
	return Invariant.upper(r)
}

func foldASCII(c byte) byte {
	if 'a' <= c && c <= 'z' {
		c -= 'a' - 'A'
	}
	return c
}

// appendFold appends the upper-case forms of the characters of s. Invalid bytes are kept, so the number of units is too.
func appendFold(dst []byte, s string) []byte {
	for i := 0; i < len(s); {
		if c := s[i]; c < utf8.RuneSelf {
			dst = append(dst, foldASCII(c))
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError {
			dst = append(dst, s[i:i+size]...)
		} else {
			dst = utf8.AppendRune(dst, fold(r))
		}
		i += size
	}
	return dst
}
