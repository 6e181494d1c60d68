package text

import (
	"bytes"
	"strings"
)

// TrimSpace removes the white space from both ends of dst[from:] that String.Trim() removes, which excludes U+200B and
// U+FEFF.
func TrimSpace(dst []byte, from int) []byte {
	text := bytes.TrimFunc(dst[from:], isSpace)
	return dst[:from+copy(dst[from:], text)]
}

// Trimmed returns text without the white space that [TrimSpace] removes.
func Trimmed(text string) string { return strings.TrimFunc(text, isSpace) }

// StripSpaces removes every space (U+0020) from dst[from:], but no other white space.
func StripSpaces(dst []byte, from int) []byte {
	write := from
	for _, c := range dst[from:] {
		if c != ' ' {
			dst[write] = c
			write++
		}
	}
	return dst[:write]
}

// Word returns the n-th word of s, from 1, where words are separated by one or more characters in delimiters. It returns ""
// if n is less than 1 or s has fewer words. If delimiters is empty, s is one word. Delimiters are units: of a character that has two
// of them, either half separates words, and a word may have the other. The result shares the memory of s, but for such delimiters.
//
// It takes time linear in the length of s up to the word, and never lists the words.
func Word(s string, n int, delimiters string) string {
	if hasWide(delimiters) {
		return string(JoinHalves([]byte(word(Halved(s), n, Halved(delimiters))), 0))
	}
	return word(s, n, delimiters)
}

func word(s string, n int, delimiters string) string {
	var set Separators
	set.add(delimiters)
	for i := 0; n > 0 && i < len(s); n-- {
		start := set.skip(s, i, true)
		i = set.skip(s, start, false)
		if n == 1 {
			return s[start:i]
		}
	}
	return ""
}

// skip returns the index of the first character of s[i:] whose membership in the set is not in.
func (set *Separators) skip(s string, i int, in bool) int {
	for i < len(s) {
		r, size := decode(s, i)
		if set.has(r) != in {
			break
		}
		i += size
	}
	return i
}
