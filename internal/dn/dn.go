// Package dn reads and writes distinguished names (RFC 4514): what they are compared by, what they are in, and how values are written in them.
package dn

import (
	"encoding/hex"
	"strings"
)

// Parent returns what follows the first comma of a distinguished name that is not escaped (RFC 4514, 2.4); "" if there is none.
func Parent(name string) string {
	_, parent := Split(name)
	return parent
}

// Key returns what a distinguished name is compared by, apart from the case of letters: without the spaces around its parts, and with its
// values unescaped (documented: RFC 4517, 4.2.15, distinguishedNameMatch; RFC 4514, 2.4 and 3). ok is false for any other text, and for a
// key, which is its own.
func Key(name string) (key string, ok bool) {
	// Most texts that are asked about are no names: they are told by their beginning.
	if strings.IndexByte(name, '=') < 0 {
		return "", false
	}
	if _, value := part(name); value < 0 || strings.IndexByte(name, separator) >= 0 {
		return "", false
	}
	var b strings.Builder
	b.Grow(len(name) + 1)
	b.WriteByte(separator)
	for rest := name; ; {
		rest = strings.TrimLeft(rest, " ")
		end, value := part(rest)
		if value < 0 {
			return "", false
		}
		b.WriteString(rest[:end])
		b.WriteByte('=')
		rest = strings.TrimLeft(rest[value:], " ")
		n, ok := unescape(&b, rest)
		if !ok {
			return "", false
		}
		if rest = rest[n:]; rest == "" {
			return b.String(), true
		}
		b.WriteByte(separator)
		b.WriteByte(rest[0])
		rest = rest[1:]
	}
}

// separator is before the parts of a key: no name has it, and a comma in a value is no longer told from one between parts.
const separator = 0

// part returns where the attribute type that a text begins with ends, and where its value begins; the latter is negative if it begins
// otherwise. A type has letters, digits, hyphens and points.
func part(text string) (end, value int) {
	for end < len(text) {
		c := text[end]
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '-' && c != '.' {
			break
		}
		end++
	}
	value = end
	for value < len(text) && text[value] == ' ' {
		value++
	}
	if end == 0 || value == len(text) || text[value] != '=' {
		return end, -1
	}
	return end, value + 1
}

// unescape writes the value that text begins with, and returns where it ends: at a comma, at a plus sign or at the end.
func unescape(b *strings.Builder, text string) (end int, ok bool) {
	spaces := 0 // not escaped, and not yet followed by anything
	write := func(c byte) {
		for ; spaces > 0; spaces-- {
			b.WriteByte(' ')
		}
		b.WriteByte(c)
	}
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == ',' || c == '+':
			return i, true
		case c == ' ':
			spaces++
		case c != '\\':
			write(c)
			plain := i + 1 // most of a value is, and is written at once
			for plain < len(text) && !isSpecial(text[plain]) {
				plain++
			}
			b.WriteString(text[i+1 : plain])
			i = plain - 1
		case i+2 < len(text) && isHex(text[i+1]) && isHex(text[i+2]):
			digits, err := hex.DecodeString(text[i+1 : i+3])
			if err != nil {
				return 0, false
			}
			if digits[0] == separator {
				return 0, false
			}
			write(digits[0])
			i += 2
		case i+1 < len(text):
			write(text[i+1])
			i++
		default:
			return 0, false // a backslash that escapes nothing
		}
	}
	return len(text), true
}

// isSpecial reports whether a byte is more than itself in a value.
func isSpecial(c byte) bool { return c == ',' || c == '+' || c == ' ' || c == '\\' }

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}
