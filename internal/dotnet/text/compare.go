package text

import (
	"cmp"
	"unicode/utf8"
)

// EqualFold tells whether a and b are equal under StringComparison.OrdinalIgnoreCase: whether they agree once each
// character is replaced by its upper-case one. That pairs µ with μ, ς with σ, ǅ with ǆ, but neither ß with ẞ, ſ with s,
// K (the Kelvin sign) with k, nor ı or İ with i.
func EqualFold(a, b string) bool {
	if len(a) == len(b) && a == b {
		return true
	}
	return CompareFold(a, b) == 0
}

// Compare orders a and b by their UTF-16 units (StringComparison.Ordinal): -1, 0 or 1. Characters above U+FFFF begin with
// a surrogate and so come before U+E000 to U+FFFF, unlike in UTF-8.
func Compare(a, b string) int {
	for i := range min(len(a), len(b)) {
		x, y := a[i], b[i]
		if x == y {
			continue
		}
		// Only leading bytes are that large: 0xEE and 0xEF begin U+E000 to U+FFFF, larger ones the planes above.
		if x >= 0xEE && y >= 0xEE && (x >= 0xF0) != (y >= 0xF0) {
			return cmp.Compare(y, x)
		}
		return cmp.Compare(x, y)
	}
	return cmp.Compare(len(a), len(b))
}

// CompareFold orders a and b by the upper-case forms of their characters (StringComparison.OrdinalIgnoreCase): -1, 0 or 1.
// Unlike in [Compare], characters above U+FFFF come after all others.
func CompareFold(a, b string) int {
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		if x, y := a[i], b[j]; x|y < utf8.RuneSelf {
			if x != y && foldASCII(x) != foldASCII(y) {
				return cmp.Compare(foldASCII(x), foldASCII(y))
			}
			i++
			j++
			continue
		}
		x, n := utf8.DecodeRuneInString(a[i:])
		y, m := utf8.DecodeRuneInString(b[j:])
		if x != y && fold(x) != fold(y) {
			return cmp.Compare(fold(x), fold(y))
		}
		i += n
		j += m
	}
	return cmp.Compare(len(a)-i, len(b)-j)
}

// fold is the invariant upper case but for ſ, which .NET's ordinal casing leaves alone as it does ı.
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
