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

// Render gives the finding as lines for a terminal, each ended by LF: place, severity, message and code; the source line;
// a line of carets below the marked text; then the hint and the fix, where there are any.
//
// Of a long line only the surroundings are shown. Characters that would move the terminal's cursor or turn the reading
// direction are replaced, so that text from strangers may be shown.
func (d Diagnostic) Render(src string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s: %s [%s]\n", d.Position(src), d.Severity, d.Message, d.Code)
	if src != "" {
		writeExcerpt(&b, src, d.Span)
	}
	if d.Hint != "" {
		fmt.Fprintf(&b, "%shint: %s\n", renderIndent, d.Hint)
	}
	if d.Fix != "" && utf8.RuneCountInString(d.Fix) <= fixWidth && !strings.Contains(d.Fix, "\n") {
		fmt.Fprintf(&b, "%sfix: %s\n", renderIndent, strings.Map(harmless, d.Fix))
	}
	return b.String()
}

// Render gives every finding as [Diagnostic.Render] does, in the order of the list.
func (l List) Render(src string) string {
	var b strings.Builder
	for _, d := range l {
		b.WriteString(d.Render(src))
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
	fmt.Fprintf(b, "%s%s%s\n", renderIndent, strings.Map(blank, lead), strings.Repeat("^", carets))
}

// lastRunes gives the last n characters of s and whether any were left out.
func lastRunes(s string, n int) (string, bool) {
	at := len(s)
	for ; n > 0 && at > 0; n-- {
		_, size := utf8.DecodeLastRuneInString(s[:at])
		at -= size
	}
	return s[at:], at > 0
}

// firstRunes gives the first n characters of s and whether any were left out.
func firstRunes(s string, n int) (string, bool) {
	for i := range s {
		if n == 0 {
			return s[:i], true
		}
		n--
	}
	return s, false
}

// harmless keeps what takes exactly one place on a terminal, and the tab, which blank repeats below it.
func harmless(r rune) rune {
	switch {
	case r == '\t' || unicode.IsPrint(r):
		return r
	case unicode.Is(unicode.Zs, r):
		return ' '
	}
	return utf8.RuneError
}

// blank gives what keeps the caret line in step with the source line.
func blank(r rune) rune {
	if r == '\t' {
		return '\t'
	}
	return ' '
}
