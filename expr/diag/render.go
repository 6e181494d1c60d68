package diag

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	excerptWidth = 100 // characters of a source line shown at most
	excerptLead  = 60  // of these, characters kept before the marked place
	fixWidth     = 200 // a longer fix, or one of several lines, is left to programs
	renderIndent = "    "
)

// Render returns the finding as lines for a terminal, each ended by LF: place, severity, message and code; the line of its Text;
// a line of carets below the marked part; then the hint and the fix, where there are any.
//
// Of a long line only the surroundings are shown. Characters that would move the terminal's cursor or turn the reading
// direction are replaced, so that text from strangers may be shown.
func (f Finding) Render() string {
	var b strings.Builder
	if place := f.Place.String(); place != "" {
		fmt.Fprintf(&b, "%s: ", place)
	}
	fmt.Fprintf(&b, "%s: %s [%s]\n", f.Severity, f.Message, f.Code)
	if f.Text != "" {
		writeExcerpt(&b, f.Text, f.Span)
	}
	if !f.Hint.IsZero() {
		fmt.Fprintf(&b, "%shint: %s\n", renderIndent, f.Hint)
	}
	if f.Fix != "" && utf8.RuneCountInString(f.Fix) <= fixWidth && !strings.Contains(f.Fix, "\n") {
		label := "fix"
		if f.FixChangesValue {
			label = "fix (changes the value)"
		}
		fmt.Fprintf(&b, "%s%s: %s\n", renderIndent, label, strings.Map(harmless, f.Fix))
	}
	return b.String()
}

// Render returns every finding as [Finding.Render] does, in the order of the list.
func (l List) Render() string {
	var b strings.Builder
	for _, f := range l {
		b.WriteString(f.Render())
	}
	return b.String()
}

func writeExcerpt(b *strings.Builder, src string, span Span) {
	start := Locate(src, span.Start).Offset
	lineStart := strings.LastIndexByte(src[:start], '\n') + 1
	lineEnd := len(src)
	if i := strings.IndexByte(src[start:], '\n'); i >= 0 {
		lineEnd = start + i
	}
	lead, cutLeft := lastRunes(src[lineStart:start], excerptLead)
	shown := excerptWidth - utf8.RuneCountInString(lead)
	tail, cutRight := firstRunes(strings.TrimSuffix(src[start:lineEnd], "\r"), shown)

	marked := min(max(span.End-start, 0), len(tail))
	carets := max(1, utf8.RuneCountInString(tail[:marked]))
	if cutLeft {
		lead = "…" + lead
	}
	if cutRight {
		tail += "…"
	}
	fmt.Fprintf(b, "%s%s\n", renderIndent, strings.Map(harmless, lead+tail))
	fmt.Fprintf(b, "%s%s%s\n", renderIndent, strings.Map(spaceBelow, lead), strings.Repeat("^", carets))
}

// lastRunes returns the last n characters of s and whether any were left out.
func lastRunes(s string, n int) (string, bool) {
	at := len(s)
	for ; n > 0 && at > 0; n-- {
		_, size := utf8.DecodeLastRuneInString(s[:at])
		at -= size
	}
	return s[at:], at > 0
}

// firstRunes returns the first n characters of s and whether any were left out.
func firstRunes(s string, n int) (string, bool) {
	for i := range s {
		if n == 0 {
			return s[:i], true
		}
		n--
	}
	return s, false
}

// harmless keeps what takes exactly one place on a terminal, and the tab, which spaceBelow repeats below it.
func harmless(r rune) rune {
	switch {
	case r == '\t' || unicode.IsPrint(r):
		return r
	case unicode.Is(unicode.Zs, r):
		return ' '
	}
	return utf8.RuneError
}

// spaceBelow returns what keeps the caret line in step with the source line.
func spaceBelow(r rune) rune {
	if r == '\t' {
		return '\t'
	}
	return ' '
}
