package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Caseless returns a text that is the same for texts that differ in case alone. It folds by upper-casing first, as .NET's ordinal comparison
// without case does, which brings the forms of sigma and the digraphs together. Bytes that are not UTF-8 become U+FFFD.
func Caseless(text string) string {
	switch plain, ascii := isPlain(text); {
	case plain:
		return text
	case ascii:
		return strings.ToLower(text)
	}
	folded := make([]byte, 0, len(text)+utf8.UTFMax)
	for _, c := range text {
		folded = utf8.AppendRune(folded, unicode.ToLower(unicode.ToUpper(c)))
	}
	return string(folded)
}

// isPlain reports whether folding leaves a text as it is: it is of ASCII alone and has no upper case. Nearly all texts that are folded twice are.
func isPlain(text string) (plain, ascii bool) {
	plain = true
	for i := range len(text) {
		switch c := text[i]; {
		case c >= utf8.RuneSelf:
			return false, false
		case 'A' <= c && c <= 'Z':
			plain = false
		}
	}
	return plain, true
}
