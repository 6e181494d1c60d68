package tree

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/attrmap/attrmap/expr/value"
)

// The YAML reader reports where a scalar begins, and the text that it means. Where in the file each byte of that text is written follows from
// walking through both at once: characters are the same or escaped, and white space matches white space, however much of it either has,
// since YAML folds lines and removes indentation. That is enough for expressions: findings are about tokens, never about white space.

// align follows a text through the way that a file writes it from at on: with escapes between double quotation marks, with doubled single
// ones, or plain (quote is 0); lines may be folded and indented. It returns the offsets in the file of the text's bytes and of its end; ok
// is false where the file says something else.
func align(src string, at int, text string, quote byte) (offsets []int, ok bool) {
	if at > len(src) {
		return nil, false
	}
	offsets = make([]int, 0, len(text)+1)
	for i := 0; i < len(text); {
		if run := spaces(text[i:]); run > 0 { // all of it is at the place where the file's run begins
			for range run {
				offsets = append(offsets, at)
			}
			i, at = i+run, skipSpace(src, at, quote)
			continue
		}
		at = skipSpace(src, at, quote) // a line that goes on after a backslash
		_, size := utf8.DecodeRuneInString(text[i:])
		width := escapeWidth(src, at, quote)
		if width == 0 {
			if width = size; !strings.HasPrefix(src[at:], text[i:i+size]) {
				return nil, false
			}
		}
		// Every byte of a character has the place of its beginning, so that no offset is in the middle of an escape.
		for range size {
			offsets = append(offsets, at)
		}
		i, at = i+size, at+width
	}
	return append(offsets, at), true
}

// isSpace reports whether a character is white space to the YAML reader, which ends lines by more than CR and LF.
func isSpace(r rune) bool {
	switch r {
	case ' ', '\t', '\n', '\r', '\u0085', '\u2028', '\u2029':
		return true
	}
	return false
}

// spaces returns the length of the white space that a text begins with.
func spaces(text string) int { return len(text) - len(strings.TrimLeftFunc(text, isSpace)) }

// skipSpace returns the end of white space, escaped or not.
// An escape may be in the middle of a run: a folded line that ends with \n is one.
func skipSpace(src string, at int, quote byte) int {
	for at < len(src) {
		switch r, width := escape(src, at, quote); {
		case width > 0 && isSpace(r):
			at += width
		case width == 0 && spaces(src[at:]) > 0:
			at += spaces(src[at:])
		default:
			return at
		}
	}
	return at
}

// escapeWidth returns the number of bytes that write a character in another way than as itself, 0 where it is itself.
func escapeWidth(src string, at int, quote byte) int {
	if quote == '\'' && strings.HasPrefix(src[at:], "''") {
		return 2
	}
	_, width := escape(src, at, quote)
	return width
}

// escape reads an escape of JSON or YAML, which share their forms except that YAML has \x and \U and a backslash that continues a line; width is 0 where there is none. Which character it is counts for white space alone.
func escape(src string, at int, quote byte) (r rune, width int) {
	if quote != '"' || !strings.HasPrefix(src[at:], `\`) || at+1 == len(src) {
		return 0, 0
	}
	digits := map[byte]int{'x': 2, 'u': 4, 'U': 8}[src[at+1]]
	if digits == 0 {
		// Every other escape is two bytes. Which character it means matters only for white space, where folding may follow.
		short := map[byte]rune{'n': '\n', 't': '\t', 'r': '\r', ' ': ' ', '\t': '\t', '\n': '\n', '\r': '\r'}
		return short[src[at+1]], 2
	}
	end := min(at+2+digits, len(src))
	code, _ := strconv.ParseUint(src[at+2:end], 16, 32)
	if code>>10 == 0xD800>>10 && strings.HasPrefix(src[end:], `\u`) {
		end = min(end+6, len(src)) // a pair of surrogates
	}
	return rune(code), end - at
}

// doubleQuote returns a text as JSON and YAML both read it: YAML takes some characters for line breaks, and others not at all.
func doubleQuote(text string) string {
	written := string(value.String(text).AppendJSON(nil))
	if isPlainText(text) {
		return written
	}
	var b strings.Builder
	for _, r := range written {
		if isPlainText(string(r)) {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.String()
}

// YAML reads U+0085, U+2028 and U+2029 as line breaks in some versions, and U+FEFF as a byte order mark: escaped, they mean themselves in every
// reader.

// isPlainText reports whether YAML writes every character of a text as itself: no control characters and no line breaks but LF.
func isPlainText(text string) bool {
	return strings.IndexFunc(text, func(r rune) bool {
		switch {
		case r == '\n', r == '\t':
			return false
		case r < ' ', 0x7F <= r && r < 0xA0, r == '\u2028', r == '\u2029', r == '\uFEFF', r == 0xFFFE, r == 0xFFFF:
			return true
		}
		return false
	}) < 0
}
