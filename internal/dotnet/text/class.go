package text

import "unicode"

//go:generate go run gen.go

// property is the properties of a code point that casing, title case and the removal of accents need. Code points that share all of them
// share an entry of the table.
type property struct {
	lower, upper int32 // difference to the simple mapping, 0 if there is none
	flags        flags
}

type flags uint8

const (
	isLetter    flags = 1 << iota // L*
	isLowercase                   // Ll
	breaksWord                    // Z*, Cc, Cf, P*, S*: ends a word in ToTitleCase
	isLatin                       // script Latin
	isMark                        // M*
	isAccent                      // Mn in the BMP: .NET tests single units and so does not recognize the others
)

const (
	tableEnd  = 0x20000
	blockBits = 7
)

// propertyOf returns the properties of a code point, in constant time. They come from tables recorded from .NET and not
// from package unicode, whose version of Unicode depends on the Go release: results must not.
func propertyOf(r rune) *property {
	if uint32(r) < tableEnd {
		block := int(propertyIndex[r>>blockBits])
		return &properties[propertyBlocks[block<<blockBits|int(r)&(1<<blockBits-1)]]
	}
	return &farProperties[farClass(r)]
}

// farProperties are the properties of code points above the tables. None of them has case.
var farProperties = [...]property{{}, {flags: isLetter}, {flags: breaksWord}, {flags: isMark}}

const (
	farOther = iota
	farLetter
	farBreak
	farMark
)

// farClass returns the index in farProperties of a code point above the tables, where there are only ideographs, language
// tags and variation selectors.
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

// isSpace reports whether r is one of the 25 characters of char.IsWhiteSpace: those with the property White_Space. They do
// not include U+200B, U+FEFF and U+180E.
func isSpace(r rune) bool { return unicode.IsSpace(r) }

// isASCIILetter reports whether c is a letter of ASCII: in lower case, its distance from a wraps around for all that is below.
func isASCIILetter(c byte) bool { return c|0x20-'a' < 26 }
