package show

import (
	"fmt"
	"strings"
	"unicode"
)

// Visible returns a text of several lines with control characters and marks of direction written as \u001b: what drives a terminal, or shows
// a text in another order than it has (documented: Unicode Standard Annex 9; CVE-2021-42574), is seen and has no effect. Line feeds and tabs
// stay. The length is not bounded.
func Visible(text string) string {
	if !strings.ContainsFunc(text, hidden) {
		return text
	}
	var b strings.Builder
	for _, r := range text {
		if hidden(r) {
			fmt.Fprintf(&b, `\u%04x`, r)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// hidden reports whether a character does something in place of being seen.
func hidden(r rune) bool {
	return unicode.IsControl(r) && r != '\n' && r != '\t' || unicode.Is(unicode.Bidi_Control, r)
}
