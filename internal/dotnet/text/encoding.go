package text

import (
	"encoding/base64"
	"fmt"
	"unicode/utf16"
	"unicode/utf8"
)

// Encoding is a character encoding.
type Encoding uint8

const (
	// UTF16LE is what .NET calls Unicode.
	UTF16LE Encoding = iota
	// ASCII has 7 bits.
	ASCII
	// UTF8 is UTF-8.
	UTF8
)

// AppendBase64UTF16 appends s in UTF-16, little-endian, encoded as base64 with padding and without line breaks. As in .NET, half a
// character is encoded as U+FFFD.
func AppendBase64UTF16(dst []byte, s string) []byte {
	// Six units are twelve bytes, which base64 encodes without padding. So the text is encoded block by block, and the
	// UTF-16 form of s needs no buffer.
	var block [12]byte
	n := 0
	put := func(unit uint16) {
		if n == len(block) {
			dst = base64.StdEncoding.AppendEncode(dst, block[:])
			n = 0
		}
		block[n], block[n+1] = byte(unit), byte(unit>>8)
		n += 2
	}
	for i := 0; i < len(s); {
		r, size := decode(s, i)
		i += size
		if utf16.IsSurrogate(r) { // a half
			r = utf8.RuneError
		}
		if high, low := utf16.EncodeRune(r); r > 0xFFFF {
			put(uint16(high))
			put(uint16(low))
		} else {
			put(uint16(r))
		}
	}
	return base64.StdEncoding.AppendEncode(dst, block[:n])
}

// AppendHexUTF8 appends the UTF-8 bytes of s as pairs of upper-case hexadecimal digits. As in .NET, those of half a character are the
// bytes of U+FFFD.
func AppendHexUTF8(dst []byte, s string) []byte {
	const digits = "0123456789ABCDEF"
	for i := 0; i < len(s); {
		size := runeSize(s, i)
		char := s[i : i+size]
		// an invalid byte or half a character
		if half, _ := halfAt(s, i); half || size == 1 && s[i] >= utf8.RuneSelf {
			char = string(utf8.RuneError)
		}
		for j := range len(char) {
			dst = append(dst, digits[char[j]>>4], digits[char[j]&15])
		}
		i += size
	}
	return dst
}

// AppendFromBase64 appends the text that s contains as base64 of bytes in the given encoding. As in
// Convert.FromBase64String, spaces, tabs and line breaks are ignored and padding is required. If s is malformed,
// AppendFromBase64 returns an error and dst unchanged. Invalid bytes become U+FFFD, or "?" in ASCII.
func AppendFromBase64(dst []byte, s string, enc Encoding) ([]byte, error) {
	// Package base64 skips line breaks itself, but neither spaces nor tabs.
	packed := make([]byte, 0, len(s))
	for i := range len(s) {
		switch c := s[i]; c {
		case ' ', '\t', '\r', '\n':
		default:
			packed = append(packed, c)
		}
	}
	raw, err := base64.StdEncoding.AppendDecode(nil, packed)
	if err != nil {
		return dst, fmt.Errorf("malformed base64 %.40q: want groups of four of A-Z a-z 0-9 + /, the last padded with =", s)
	}
	switch enc {
	case ASCII:
		return appendASCII(dst, raw), nil
	case UTF8:
		return appendValid(dst, raw), nil
	default:
		return appendUTF16(dst, raw), nil
	}
}

// appendASCII appends the text of ASCII bytes. .NET's decoder replaces others by a question mark and not by U+FFFD.
func appendASCII(dst, raw []byte) []byte {
	for _, b := range raw {
		if b >= utf8.RuneSelf {
			b = '?'
		}
		dst = append(dst, b)
	}
	return dst
}

// appendValid appends the text of UTF-8 bytes, with one U+FFFD for each maximal part of a character (The Unicode Standard, 3.9, "U+FFFD
// Substitution of Maximal Subparts"), as .NET and browsers do: E1 94 is one, E1 80 E2 80 are two, C0 AF are two.
func appendValid(dst, raw []byte) []byte {
	for len(raw) > 0 {
		r, size := utf8.DecodeRune(raw)
		if r == utf8.RuneError && size == 1 {
			size = brokenSize(raw)
		}
		dst = utf8.AppendRune(dst, r)
		raw = raw[size:]
	}
	return dst
}

// brokenSize returns how many bytes of raw, which does not begin with a character, are the beginning of one, at least 1.
func brokenSize(raw []byte) int {
	lo, hi, most := byte(0x80), byte(0xBF), 1
	switch c := raw[0]; {
	case c == 0xE0:
		lo, most = 0xA0, 2
	case c == 0xED:
		hi, most = 0x9F, 2
	case c >= 0xE1 && c <= 0xEF:
		most = 2
	case c == 0xF0:
		lo, most = 0x90, 3
	case c == 0xF4:
		hi, most = 0x8F, 3
	case c >= 0xF1 && c <= 0xF3:
		most = 3
	}
	n := 1
	for n < most && continues(raw, n, lo, hi) {
		n, lo, hi = n+1, 0x80, 0xBF
	}
	return n
}

// appendUTF16 appends the text of UTF-16 bytes, little-endian. As in .NET, an unpaired surrogate and an odd byte at the
// end become one U+FFFD each.
func appendUTF16(dst, raw []byte) []byte {
	for len(raw) >= 2 {
		r := rune(raw[0]) | rune(raw[1])<<8
		raw = raw[2:]
		if utf16.IsSurrogate(r) {
			var low rune
			if len(raw) >= 2 {
				low = rune(raw[0]) | rune(raw[1])<<8
			}
			// A pair is above U+FFFF, so U+FFFD means that there is none, and the unit after it is read by itself.
			if r = utf16.DecodeRune(r, low); r != utf8.RuneError {
				raw = raw[2:]
			}
		}
		dst = utf8.AppendRune(dst, r)
	}
	// half a unit
	if len(raw) == 1 {
		dst = utf8.AppendRune(dst, utf8.RuneError)
	}
	return dst
}
