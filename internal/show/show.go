// Package show writes values for people, on one line: package mapping for an outcome by itself, package provision in a plan's table.
package show

import (
	"strings"

	"github.com/attrmap/attrmap/expr/value"
)

// Change shows what becomes of a target's value: the new value, after the old one where it replaces one; the old one where it stays;
// "" where nothing is written. The mask, where it is not "", is shown in place of every value that is not null.
func Change(old, now value.Value, mask string, writes, stays bool) string {
	text := func(v value.Value) string {
		switch {
		case v.IsNull():
			return "∅"
		case mask != "":
			return mask
		}
		return Printable(v.Text())
	}
	switch {
	case stays:
		return text(old)
	case !writes:
		return ""
	case old.IsNull():
		return text(now)
	}
	return text(old) + " → " + text(now)
}

// Printable returns a text with what would break a line, or drive a terminal, replaced.
func Printable(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\r' || r == '\t':
			return ' '
		case r < ' ' || r >= 0x7f && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069:
			return '\uFFFD'
		}
		return r
	}, text)
}
