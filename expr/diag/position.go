package diag

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// Position is a place in a text as people count it.
type Position struct {
	Line   int `json:"line"`   // from 1; a line ends at LF, so CR LF counts once
	Column int `json:"column"` // from 1, in characters (code points), not in bytes or UTF-16 units
	Offset int `json:"offset"` // from 0, in bytes
}

// String returns "line:column", or the line alone where the column is not known.
func (p Position) String() string {
	if p.Column == 0 && p.Line > 0 {
		return strconv.Itoa(p.Line)
	}
	return strconv.Itoa(p.Line) + ":" + strconv.Itoa(p.Column)
}

// Locate returns the position of a byte offset in src. An offset outside the text is moved to its nearest end, one inside a
// character to that character's start. The cost is linear in the offset.
func Locate(src string, offset int) Position {
	offset = min(max(offset, 0), len(src))
	for offset > 0 && offset < len(src) && !utf8.RuneStart(src[offset]) {
		offset--
	}
	before := src[:offset]
	lineStart := strings.LastIndexByte(before, '\n') + 1
	return Position{
		Line:   strings.Count(before, "\n") + 1,
		Column: utf8.RuneCountInString(before[lineStart:]) + 1,
		Offset: offset,
	}
}
