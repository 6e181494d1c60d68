package text

import (
	"bytes"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// A text of .NET is a sequence of UTF-16 units, which may be cut between the two surrogates of a character. A half that is by itself has
// three bytes here, those that UTF-8 would give it if it were a character ("WTF-8"): ED A0..AF xx for the first half, ED B0..BF xx for the
// second. A first half directly before a second one is always the character, so that equal texts have equal bytes; who concatenates
// texts that may have halves calls [JoinHalves]. Halves must not leave an evaluation: see [Whole].

const (
	halfLead  = 0xED // the first byte of a half, and of U+D000 to U+D7FF
	halfBytes = 3
)

// halfAt reports whether a half is at s[i], and whether it is a second one.
func halfAt[T Text](s T, i int) (half, second bool) {
	if s[i] != halfLead || i+2 >= len(s) || s[i+1] < 0xA0 || s[i+1] > 0xBF || s[i+2]&0xC0 != 0x80 {
		return false, false
	}
	return true, s[i+1] >= 0xB0
}

// unitOfHalf returns the surrogate that is at s[i].
func unitOfHalf[T Text](s T, i int) rune {
	return 0xD000 | rune(s[i+1]&0x3F)<<6 | rune(s[i+2]&0x3F)
}

// appendHalf appends a surrogate.
func appendHalf(dst []byte, unit rune) []byte {
	return append(dst, halfLead, 0x80|byte(unit>>6)&0x3F, 0x80|byte(unit)&0x3F)
}

// decode returns the character at s[i] and its length in bytes: a surrogate for a half, U+FFFD and 1 for an invalid byte.
func decode(s string, i int) (r rune, size int) {
	if c := s[i]; c < utf8.RuneSelf {
		return rune(c), 1
	} else if c == halfLead {
		if half, _ := halfAt(s, i); half {
			return unitOfHalf(s, i), halfBytes
		}
	}
	return utf8.DecodeRuneInString(s[i:])
}

// nextHalf returns the index of the first half of s at or after from, or -1.
func nextHalf[T Text](s T, from int) int {
	for i := from; i < len(s); i++ {
		if s[i] == halfLead {
			if half, _ := halfAt(s, i); half {
				return i
			}
		}
	}
	return -1
}

// HasHalf reports whether a half of a character is in s.
func HasHalf[T Text](s T) bool {
	i := 0
	switch s := any(s).(type) {
	case string:
		i = strings.IndexByte(s, halfLead)
	case []byte:
		i = bytes.IndexByte(s, halfLead)
	}
	return i >= 0 && nextHalf(s, i) >= 0
}

// Whole returns s with U+FFFD in place of each half.
func Whole(s string) string {
	if !HasHalf(s) {
		return s
	}
	return string(WholeBytes([]byte(s), 0))
}

// WholeBytes is [Whole] for dst[from:], in place.
func WholeBytes(dst []byte, from int) []byte {
	for i := nextHalf(dst, from); i >= 0; i = nextHalf(dst, i+halfBytes) {
		copy(dst[i:], "\uFFFD") // which has three bytes, too
	}
	return dst
}

// JoinHalves makes a character of every first half in dst[from:] that is directly before a second one.
func JoinHalves(dst []byte, from int) []byte {
	write, read := -1, from
	for i := bytes.IndexByte(dst[from:], halfLead) + from; i >= from && i < len(dst); i = nextHalf(dst, i) {
		half, second := halfAt(dst, i)
		if half && !second && i+halfBytes < len(dst) {
			if half, second = halfAt(dst, i+halfBytes); half && second {
				r := utf16.DecodeRune(unitOfHalf(dst, i), unitOfHalf(dst, i+halfBytes))
				if write < 0 {
					write = i
				} else {
					write += copy(dst[write:], dst[read:i])
				}
				write += utf8.EncodeRune(dst[write:write+utf8.UTFMax], r)
				i += 2 * halfBytes
				read = i
				continue
			}
		}
		i++
	}
	if write < 0 {
		return dst
	}
	return dst[:write+copy(dst[write:], dst[read:])]
}

// Cut16 keeps length units of dst[from:], in place, from unit start on, or fewer at the end of the text. Nothing is left if start is
// after the end or negative, or length is not positive. cut reports that an end of the part is inside a character, of which it has a half.
func Cut16(dst []byte, from, start, length int) (out []byte, cut bool) {
	s := dst[from:]
	if start < 0 || length <= 0 {
		return dst[:from], false
	}
	begin, over := skip16(s, 0, start)
	end, beyond := skip16(s, begin, length-over)
	var second, first rune
	if over > 0 { // unit start is the second half of the character before begin
		_, second = utf16.EncodeRune(decodeLast(s[:begin]))
	}
	if beyond > 0 { // the part ends inside the character before end
		first, _ = utf16.EncodeRune(decodeLast(s[:end]))
		end -= utf8.UTFMax
	}
	out = dst[:from]
	if over > 0 {
		out = appendHalf(out, second)
	}
	out = append(out, s[begin:end]...)
	if beyond > 0 {
		out = appendHalf(out, first)
	}
	return out, over+beyond > 0
}

// decodeLast returns the last character of s.
func decodeLast(s []byte) rune {
	r, _ := utf8.DecodeLastRune(s)
	return r
}

// InvalidSize returns how many bytes of s, which begins with an invalid byte, stand for one U+FFFD: those of half a character, else one.
func InvalidSize(s string) int {
	if half, _ := halfAt(s, 0); half {
		return halfBytes
	}
	return 1
}

// HalfAtEnd reports whether s begins with a second half or ends with a first one, so that it may occur in a text whose characters it cuts.
func HalfAtEnd(s string) bool {
	if s == "" {
		return false
	}
	if half, second := halfAt(s, 0); half && second {
		return true
	}
	if len(s) < halfBytes {
		return false
	}
	half, second := halfAt(s, len(s)-halfBytes)
	return half && !second
}

// hasWide reports whether s has a character of two units, or half of one.
func hasWide(s string) bool {
	for i := range len(s) {
		if s[i] >= 0xF0 {
			return true
		}
	}
	return HasHalf(s)
}

// Halved returns s with every character of two units as its two halves. In this form texts that cut characters are found by their bytes;
// [JoinHalves] undoes it.
func Halved(s string) string {
	dst := make([]byte, 0, len(s)+len(s)/2)
	for i := 0; i < len(s); {
		r, size := decode(s, i)
		if first, second := utf16.EncodeRune(r); size == utf8.UTFMax {
			dst = appendHalf(appendHalf(dst, first), second)
		} else {
			dst = append(dst, s[i:i+size]...)
		}
		i += size
	}
	return string(dst)
}
