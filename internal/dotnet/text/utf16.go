package text

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"
)

// Text is UTF-8 text as a string or as bytes.
type Text interface{ ~string | ~[]byte }

// Len16 returns the length of s in UTF-16 units: a character above U+FFFF has two.
func Len16[T Text](s T) int {
	i, units := 0, 0
	for i < len(s) {
		// nearly all text
		if s[i] < utf8.RuneSelf {
			i++
			units++
			continue
		}
		size := runeSize(s, i)
		units += unitsOf(size)
		i += size
	}
	return units
}

// skip16 returns the index in s that is the given number of UTF-16 units after index from, rounded up to the end of a
// character, and the units by which it was rounded: 0 or 1.
func skip16[T Text](s T, from, units int) (to, over int) {
	i := from
	for i < len(s) && units > 0 && s[i] < utf8.RuneSelf {
		i++
		units--
	}
	for i < len(s) && units > 0 {
		size := runeSize(s, i)
		units -= unitsOf(size)
		i += size
	}
	return i, max(0, -units)
}

// Index16 returns the index in UTF-16 units of the first instance of sub in s at or after start, or -1 if there is none. An
// empty sub is found at start, which may be the end of s. The comparison is ordinal, that is, unit by unit without regard to
// culture and equivalent spellings. If fold is set it ignores case as [EqualFold] does, for which it copies s and sub.
func Index16(s, sub string, start int, fold bool) int {
	if start < 0 {
		return -1
	}
	// Of a text that cuts characters, the halves have to be found.
	if HalfAtEnd(sub) {
		s, sub = Halved(s), Halved(sub)
	}
	from, over := skip16(s, 0, start)
	if sub == "" {
		// skip16 stops at the end of s, however far beyond it start is.
		if start > Len16(s[:from]) {
			return -1
		}
		return start
	}
	before := start + over
	if !fold {
		i := strings.Index(s[from:], sub)
		if i < 0 {
			return -1
		}
		return before + Len16(s[from:from+i])
	}
	// Folding does not change the number of units, so positions in the folded text are valid in s.
	// Texts up to this length need no memory of their own.
	var restBuf, subBuf [128]byte
	rest := appendFold(slices.Grow(restBuf[:0], len(s)-from), s[from:])
	i := bytes.Index(rest, appendFold(slices.Grow(subBuf[:0], len(sub)), sub))
	if i < 0 {
		return -1
	}
	return before + Len16(rest[:i])
}

// unitsOf returns the number of UTF-16 units of a character whose UTF-8 form has size bytes.
func unitsOf(size int) int {
	if size == utf8.UTFMax {
		return 2
	}
	return 1
}

// runeSize returns the length in bytes of the character at s[i], which is 3 for a half, or 1 for an invalid byte. Package utf8 has no
// function for both strings and bytes. The bounds of the second byte exclude overlong forms (E0, F0) and what is above U+10FFFF (F4), as
// table 3-7 of the Unicode Standard has them; utf8.DecodeRune draws the same lines, but excludes surrogates (ED), too.
func runeSize[T Text](s T, i int) int {
	c := s[i]
	switch {
	case c < 0xC2 || c > 0xF4:
		return 1
	case c < 0xE0:
		if continues(s, i+1, 0x80, 0xBF) {
			return 2
		}
	case c < 0xF0:
		lo := byte(0x80)
		if c == 0xE0 {
			lo = 0xA0
		}
		if continues(s, i+1, lo, 0xBF) && continues(s, i+2, 0x80, 0xBF) {
			return 3
		}
	default:
		lo, hi := byte(0x80), byte(0xBF)
		switch c {
		case 0xF0:
			lo = 0x90
		case 0xF4:
			hi = 0x8F
		}
		if continues(s, i+1, lo, hi) && continues(s, i+2, 0x80, 0xBF) && continues(s, i+3, 0x80, 0xBF) {
			return 4
		}
	}
	return 1
}

// continues reports whether s[i] exists and is from lo to hi.
func continues[T Text](s T, i int, lo, hi byte) bool { return i < len(s) && lo <= s[i] && s[i] <= hi }
