package text

import "unicode/utf8"

// TrimSpace removes white space from both ends of dst[from:]: what String.Trim() removes, which is not U+200B or U+FEFF.
func TrimSpace(dst []byte, from int) []byte {
	end := len(dst)
	for end > from {
		r, size := utf8.DecodeLastRune(dst[from:end])
		if !isSpace(r) {
			break
		}
		end -= size
	}
	start := from
	for start < end {
		r, size := utf8.DecodeRune(dst[start:end])
		if !isSpace(r) {
			break
		}
		start += size
	}
	if start == from {
		return dst[:end]
	}
	return dst[:from+copy(dst[from:], dst[start:end])]
}

// StripSpaces removes every U+0020 from dst[from:], and no other white space.
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

// Word returns the n-th word of s, counted from 1, where the characters of delimiters end words and a run of them counts
// as one. It is empty if n is less than 1 or s has fewer words. Without delimiters s is one word. The result shares the
// memory of s.
func Word(s string, n int, delimiters string) string {
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

// skip returns the index of the first character of s[i:] that is not in the set, or with in = false is.
func (set *Separators) skip(s string, i int, in bool) int {
	for i < len(s) {
		r, size := utf8.DecodeRuneInString(s[i:])
		if set.has(r) != in {
			break
		}
		i += size
	}
	return i
}
