package show

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Visible returns a text of several lines with control characters and marks of direction written as \u001b: what drives a terminal, or shows
// a text in another order than it has (documented: Unicode Standard Annex 9; CVE-2021-42574), is seen and has no effect. Line feeds and tabs
// stay. Bytes that are not UTF-8 are written as \x9b: terminals may obey them. The result is valid in XML, too. The length is not bounded.
func Visible(text string) string { return visible(text, hidden) }

// Line is [Visible] for a text that is to stand on one line: line feeds are shown as ⏎ and tabs as ⇥, and spaces that look like others, or
// like none, by their numbers.
func Line(text string) string {
	return visible(text, func(r rune) bool { return hidden(r) || r == '\n' || r == '\t' || alike(r) })
}

func visible(text string, is func(rune) bool) string {
	if !strings.ContainsFunc(text, is) && utf8.ValidString(text) {
		return text
	}
	var b strings.Builder
	for i, r := range text {
		switch {
		case r == utf8.RuneError && !strings.HasPrefix(text[i:], string(utf8.RuneError)):
			fmt.Fprintf(&b, `\x%02x`, text[i])
		case !is(r):
			b.WriteRune(r)
		case r == '\n':
			b.WriteRune('⏎')
		case r == '\t':
			b.WriteRune('⇥')
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.String()
}

// hidden reports whether a character does something in place of being seen, or is none.
func hidden(r rune) bool {
	return unicode.IsControl(r) && r != '\n' && r != '\t' || unicode.Is(unicode.Bidi_Control, r) || r == 0xFFFE || r == 0xFFFF
}

// alike reports whether a character is taken for a space or for nothing where a text is compared by eye. Joiners are not: scripts and emoji
// need them. An ideographic space is as wide as its neighbours.
func alike(r rune) bool {
	const zeroWidthSpace, byteOrderMark, softHyphen, wordJoiner, ideographicSpace = 0x200b, 0xfeff, 0xad, 0x2060, 0x3000
	switch r {
	case ' ', ideographicSpace:
		return false
	case zeroWidthSpace, byteOrderMark, softHyphen, wordJoiner:
		return true
	}
	return r >= 0x80 && unicode.IsSpace(r)
}
