package date

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// text is what a date can be parsed from without copying.
type text interface{ ~string | ~[]byte }

// isASCII reports whether s has ASCII characters only.
func isASCII[T text](s T) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// isDigit knows ASCII digits only, as .NET's parser does. Bytes below '0' wrap around.
func isDigit(c byte) bool { return c-'0' <= 9 }

// spaceLen returns the length in bytes of the white space character at s[i], or 0 if there is none. The 25 characters
// of .NET's Char.IsWhiteSpace are those of unicode.IsSpace; testing bytes directly saves decoding them.
func spaceLen[T text](s T, i int) int {
	if i >= len(s) {
		return 0
	}
	c := s[i]
	if c < utf8.RuneSelf {
		if c == ' ' || c-'\t' <= '\r'-'\t' {
			return 1
		}
		return 0
	}
	return wideSpaceLen(s, i)
}

// wideSpaceLen is spaceLen for the white space outside ASCII: U+0085, U+00A0, U+1680, U+2000 to U+200A, U+2028, U+2029,
// U+202F, U+205F and U+3000.
func wideSpaceLen[T text](s T, i int) int {
	if i+1 < len(s) && s[i] == 0xC2 && (s[i+1] == 0x85 || s[i+1] == 0xA0) {
		return 2
	}
	if i+2 >= len(s) {
		return 0
	}
	b, c := s[i+1], s[i+2]
	switch s[i] {
	case 0xE1:
		if b == 0x9A && c == 0x80 { // U+1680
			return 3
		}
	case 0xE2:
		// U+200B and what follows it is invisible, but not white space.
		if b == 0x80 && (c <= 0x8A || c == 0xA8 || c == 0xA9 || c == 0xAF) || b == 0x81 && c == 0x9F {
			return 3
		}
	case 0xE3:
		if b == 0x80 && c == 0x80 {
			return 3
		}
	}
	return 0
}

// skipSpaces returns the index of the first character at or after s[i] that is not white space.
func skipSpaces[T text](s T, i int) int {
	for {
		n := spaceLen(s, i)
		if n == 0 {
			return i
		}
		i += n
	}
}

// rightToLeftMark is U+200F, which shows nothing and makes the text around it run from right to left.
const rightToLeftMark = "\u200f"

// skipMarks returns the index of the first character at or after s[i] that is neither a right-to-left mark nor white space.
func skipMarks(s string, i int) int {
	for strings.HasPrefix(s[i:], rightToLeftMark) {
		i = skipSpaces(s, i+len(rightToLeftMark))
	}
	return i
}

// oneUnit reports whether s is a single UTF-16 code unit: a character of the basic plane.
func oneUnit(s string) bool {
	switch {
	case len(s) == 0 || len(s) > 3:
		return false
	case s[0] < utf8.RuneSelf:
		return len(s) == 1
	case s[0] < 0xE0: // the first byte tells the length of the character
		return len(s) == 2
	default:
		return len(s) == 3
	}
}

// wideSpaces are the white space characters of which a space in a layout stands for either, as in .NET: no-break spaces,
// which pages and newer locales have in place of it.
var wideSpaces = [...]string{"\u00a0", "\u202f"}

// trimEnd returns the length of s without its trailing white space. From the end, a byte above ASCII may be the last of a
// white space character of two or three bytes; a suffix that looks like
// one is one, since its first byte can only begin a character.
func trimEnd[T text](s T) int {
	end := len(s)
	for end > 0 {
		if c := s[end-1]; c < utf8.RuneSelf {
			if spaceLen(s, end-1) == 0 {
				return end
			}
			end--
			continue
		}
		n := 0
		for size := 2; size <= 3 && size <= end; size++ {
			if wideSpaceLen(s[:end], end-size) == size {
				n = size
			}
		}
		if n == 0 {
			return end
		}
		end -= n
	}
	return end
}

// letterLen returns the length in bytes of the letter at s[i], or 0 if there is none. As in .NET, which tests each half
// of a surrogate pair separately, characters outside the BMP are not letters.
func letterLen[T text](s T, i int) int {
	if i >= len(s) {
		return 0
	}
	c := s[i]
	if c < utf8.RuneSelf {
		if c|0x20-'a' <= 'z'-'a' {
			return 1
		}
		return 0
	}
	var buf [utf8.UTFMax]byte
	n := copy(buf[:], s[i:])
	r, size := utf8.DecodeRune(buf[:n])
	if r <= 0xFFFF && unicode.IsLetter(r) {
		return size
	}
	return 0
}

// foldedPrefix reports whether the ASCII word is at s[i], ignoring case.
func foldedPrefix[T text](s T, i int, word string) bool {
	if len(s)-i < len(word) {
		return false
	}
	for j := 0; j < len(word); j++ {
		if lower(s[i+j]) != lower(word[j]) {
			return false
		}
	}
	return true
}

// lower returns the lower-case form of an ASCII letter, and every other byte as it is.
func lower(c byte) byte {
	if c-'A' <= 'Z'-'A' {
		return c | 0x20
	}
	return c
}
