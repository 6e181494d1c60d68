package text

import (
	"encoding/binary"
	"unicode/utf8"
)

// Lower converts dst[from:] to lower case as TextInfo.ToLower does: one character at a time, so that the number of units
// does not change. There is no rule for final sigma. Cultures differ in İ and, for [Turkic], in I; see [Culture].
func Lower(dst []byte, from int, c Culture) []byte {
	if c != Turkic {
		if from = lowerASCII(dst, from); from == len(dst) {
			return dst
		}
	}
	e := editor{buf: dst, read: from, write: from}
	for e.more() {
		if r := e.next(); r != badRune {
			e.put(c.lower(r))
		}
		// Nothing has been moved yet, so a run of ASCII can be converted where it is. Turkic maps i and I beyond ASCII.
		if c != Turkic && e.read == e.write {
			e.skipTo(lowerASCII(e.buf, e.read))
		}
	}
	return e.done()
}

// Upper converts dst[from:] to upper case as TextInfo.ToUpper does: one character at a time, so that ß is unchanged and
// so is the number of units. Cultures differ in ı and, for [Turkic], in i; see [Culture].
func Upper(dst []byte, from int, c Culture) []byte {
	if c != Turkic {
		if from = upperASCII(dst, from); from == len(dst) {
			return dst
		}
	}
	e := editor{buf: dst, read: from, write: from}
	for e.more() {
		if r := e.next(); r != badRune {
			e.put(c.upper(r))
		}
		if c != Turkic && e.read == e.write {
			e.skipTo(upperASCII(e.buf, e.read))
		}
	}
	return e.done()
}

// lower returns the lower-case form of r in the culture.
func (c Culture) lower(r rune) rune {
	switch {
	case r == 'I' && c == Turkic:
		return 'ı'
	case r < utf8.RuneSelf:
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	case r == 'İ' && c != Invariant:
		return 'i'
	}
	return r + propertyOf(r).lower
}

// upper returns the upper-case form of r in the culture.
func (c Culture) upper(r rune) rune {
	switch {
	case r == 'i' && c == Turkic:
		return 'İ'
	case r < utf8.RuneSelf:
		if 'a' <= r && r <= 'z' {
			r -= 'a' - 'A'
		}
		return r
	case r == 'ı' && c != Invariant:
		return 'I'
	}
	return r + propertyOf(r).upper
}

const (
	// the bit that is set in every byte beyond ASCII
	highBits = 0x8080808080808080
	// times a byte, that byte in each of the eight places
	ones = 0x0101010101010101
)

// lowerASCII converts the leading ASCII text of dst[from:] to lower case, eight bytes at a time, and returns the index of
// the first other byte.
func lowerASCII(dst []byte, from int) int {
	i := from
	for ; i+8 <= len(dst); i += 8 {
		x := binary.LittleEndian.Uint64(dst[i:])
		if x&highBits != 0 {
			break
		}
		binary.LittleEndian.PutUint64(dst[i:], x^between(x, 'A', 'Z')>>2)
	}
	for ; i < len(dst) && dst[i] < utf8.RuneSelf; i++ {
		if c := dst[i]; 'A' <= c && c <= 'Z' {
			dst[i] = c + 'a' - 'A'
		}
	}
	return i
}

// upperASCII converts the leading ASCII text of dst[from:] to upper case and returns the index of the first other byte.
func upperASCII(dst []byte, from int) int {
	i := from
	for ; i+8 <= len(dst); i += 8 {
		x := binary.LittleEndian.Uint64(dst[i:])
		if x&highBits != 0 {
			break
		}
		binary.LittleEndian.PutUint64(dst[i:], x^between(x, 'a', 'z')>>2)
	}
	for ; i < len(dst) && dst[i] < utf8.RuneSelf; i++ {
		if c := dst[i]; 'a' <= c && c <= 'z' {
			dst[i] = c - ('a' - 'A')
		}
	}
	return i
}

// between returns the eight ASCII bytes of x with the high bit set in those from lo to hi, and all other bits clear.
// Shifted right by two, that bit is the one in which the cases of a letter differ.
func between(x uint64, lo, hi uint64) uint64 {
	notBelow := x + (0x80-lo)*ones
	above := x + (0x7F-hi)*ones
	return notBelow &^ above & highBits
}

// asciiEnd returns the index of the first byte of s[from:] that is not ASCII, or the length of s.
func asciiEnd(s []byte, from int) int {
	i := from
	for i+8 <= len(s) && binary.LittleEndian.Uint64(s[i:])&highBits == 0 {
		i += 8
	}
	for i < len(s) && s[i] < utf8.RuneSelf {
		i++
	}
	return i
}
