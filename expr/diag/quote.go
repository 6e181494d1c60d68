package diag

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// quoteLimit is the number of characters of foreign text that a message repeats at most.
const quoteLimit = 40

// Quote returns s between quotation marks for use in a message: at most 40 characters, the rest shown as "…";
// what would not print is written as an escape such as \n or \u200b. The marks are those that s itself does not use:
// "…", else '…', else `…`, where ` in s is written \u0060. The cost does not grow with the length of s.
func Quote(s string) Quoted { return Quoted(QuoteTo(s, quoteLimit)) }

// QuoteTo is [Quote] with at most limit characters, which must be 1 or more.
func QuoteTo(s string, limit int) string {
	body := ClipTo(s, limit)
	mark := quoteMark(body)
	if mark == "`" {
		body = strings.ReplaceAll(body, mark, `\u0060`)
	}
	return mark + body + mark
}

// Hidden is shown in place of a value that must not be shown.
const Hidden = "[hidden]"

// Clip returns s as [Quote] does, without the marks: for code in a hint, which the reader types as it is.
func Clip(s string) string { return ClipTo(s, quoteLimit) }

// ClipTo is [Clip] with at most limit characters, which must be 1 or more.
func ClipTo(s string, limit int) string {
	var b strings.Builder
	for _, r := range clip(s, limit) {
		writePrintable(&b, r)
	}
	return b.String()
}

// clip cuts s after limit characters, the mark of omission included.
func clip(s string, limit int) string {
	count, cut := 0, 0
	for i := range s {
		if count == limit-1 {
			cut = i
		}
		if count == limit {
			return s[:cut] + "…"
		}
		count++
	}
	return s
}

func quoteMark(s string) string {
	switch {
	case !strings.Contains(s, `"`):
		return `"`
	case !strings.Contains(s, `'`):
		return `'`
	}
	return "`"
}

func writePrintable(b *strings.Builder, r rune) {
	switch {
	case r == '\n':
		b.WriteString(`\n`)
	case r == '\r':
		b.WriteString(`\r`)
	case r == '\t':
		b.WriteString(`\t`)
	case r == utf8.RuneError || unicode.IsPrint(r):
		b.WriteRune(r)
	case r > 0xFFFF:
		fmt.Fprintf(b, `\U%08x`, r)
	default:
		fmt.Fprintf(b, `\u%04x`, r)
	}
}
