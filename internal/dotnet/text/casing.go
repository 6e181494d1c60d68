package text

import (
	"encoding/binary"
	"unicode/utf8"
)

// Lower lowers dst[from:] as TextInfo.ToLower does: letter by letter, so that the text keeps its number of UTF-16 units.
// There is no final sigma, and only [Turkic] has rules of its own. The culture decides on İ; see [Culture].
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
		if c != Turkic && e.read == e.write {
			e.skipTo(lowerASCII(e.buf, e.read))
		}
	}
	return e.done()
}

// Upper raises dst[from:] as TextInfo.ToUpper does: letter by letter, so that ß stays and the text keeps its number of
// UTF-16 units. The culture decides on ı; see [Culture].
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
	highBits = 0x8080808080808080
	ones     = 0x0101010101010101
)

// lowerASCII lowers the ASCII text at the start of dst[from:] and returns the index of the first other byte.
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

// between sets the high bit of each of the eight ASCII bytes of x that lies in [lo, hi]; shifted right twice, that is the
// bit by which the cases of a letter differ.
func between(x uint64, lo, hi uint64) uint64 {
	notBelow := x + (0x80-lo)*ones
	above := x + (0x7F-hi)*ones
	return notBelow &^ above & highBits
}

// asciiEnd returns the index of the first byte of s[from:] that is not ASCII, or the length of s.
func asciiEnd(s []byte, from int) int {
	i := from
	for ; i+8 <= len(s) && binary.LittleEndian.Uint64(s[i:])&highBits == 0; i += 8 {
	}
	for ; i < len(s) && s[i] < utf8.RuneSelf; i++ {
	}
	return i
}
