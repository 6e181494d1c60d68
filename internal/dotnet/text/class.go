package text

import "unicode"

//go:generate go run gen.go

// property is what casing, title case and accent removal need to know of a code point.
type property struct {
	lower, upper int32 // distance to the simple mapping, 0 for none
	flags        flags
}

type flags uint8

const (
	isLetter    flags = 1 << iota // L*
	isLowercase                   // Ll
	breaksWord                    // Z*, Cc, Cf, P*, S*: what ends a word of ToTitleCase
	isLatin                       // script Latin
	isMark                        // M*
	isAccent                      // Mn of the BMP: .NET looks at UTF-16 units and so never sees the others
)

const (
	tableEnd  = 0x20000
	blockBits = 7
)

// propertyOf is constant time. The tables are pinned to what .NET answers, instead of being those of the Go release that
// compiled the program, so that the same text gives the same result everywhere.
func propertyOf(r rune) *property {
	if uint32(r) < tableEnd {
		block := int(propertyIndex[r>>blockBits])
		return &properties[propertyBlocks[block<<blockBits|int(r)&(1<<blockBits-1)]]
	}
	return &farProperties[farClass(r)]
}

// farProperties are those of the planes above the tables: nothing there has case.
var farProperties = [...]property{{}, {flags: isLetter}, {flags: breaksWord}, {flags: isMark}}

const (
	farOther = iota
	farLetter
	farBreak
	farMark
)

// farClass classes the planes above the tables by their few blocks: ideographs, language tags, variation selectors.
func farClass(r rune) int {
	switch {
	case r <= 0x323AF:
		return farLetter
	case r >= 0xE0001 && r <= 0xE007F:
		return farBreak
	case r >= 0xE0100 && r <= 0xE01EF:
		return farMark
	}
	return farOther
}

// isSpace is char.IsWhiteSpace: the 25 characters with the White_Space property. U+200B, U+FEFF and U+180E are not in it.
func isSpace(r rune) bool { return unicode.IsSpace(r) }

func isASCIILetter(c byte) bool { return c|0x20-'a' < 26 }
