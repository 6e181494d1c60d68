package text

import (
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// DiacriticsMode says how far [NormalizeDiacritics] goes.
type DiacriticsMode uint8

const (
	// AllLatin takes the accents off every Latin letter.
	AllLatin DiacriticsMode = iota
	// TableOnly replaces what the published table lists and nothing else.
	TableOnly
)

// NormalizeDiacritics replaces the accented Latin letters of dst[from:] by plain ones: Zoë gives Zoe. The result is in
// normal form C and never longer than that form of the text.
//
// AllLatin decomposes a Latin letter, drops the accents behind it, and spells æ œ ø as ae oe oe, ß as ss, ł đ ħ ŧ ı as
// l d h t i, capitals likewise. That gives every line of the published table and goes on where it ends (Vietnamese ồ gives
// o). The letters ð þ ŋ and the like stay, and so do all other scripts, where losing a mark changes the letter (й, が).
//
// TableOnly replaces a letter, with the accents behind it, only if the published table has exactly that combination in any
// equivalent spelling. The published table has no đ, no plain œ, and no ồ.
func NormalizeDiacritics(dst []byte, from int, mode DiacriticsMode) []byte {
	i := asciiEnd(dst, from)
	if i == len(dst) {
		return dst
	}
	if mode == TableOnly {
		return applyPublished(dst, from)
	}
	return stripLatin(dst, from, i)
}

// stripLatin works in place: no plain form is longer in UTF-8 than its letter.
func stripLatin(dst []byte, from, i int) []byte {
	base := rune(-1)
	if i > from {
		base = rune(dst[i-1])
	}
	write, foreign := i, false
	for i < len(dst) {
		c := dst[i]
		if c < utf8.RuneSelf {
			dst[write] = c
			write++
			i++
			base = rune(c)
			continue
		}
		r, size := utf8.DecodeRune(dst[i:])
		if isAccentMark(r) && isLatinBase(base) {
			i += size
			continue
		}
		if a, b := plainForm(r); a != 0 {
			dst[write] = a
			write++
			if b != 0 {
				dst[write] = b
				write++
			}
			base = 'a'
		} else {
			write += copy(dst[write:], dst[i:i+size])
			foreign = foreign || !isPlainLatin(r)
			if r == utf8.RuneError || propertyOf(r).flags&isMark == 0 {
				base = r
			}
		}
		i += size
	}
	dst = dst[:write]
	if foreign {
		dst = composed(dst, from)
	}
	return dst
}

const (
	latinStart, latinEnd           = 0xC0, 0x250
	additionalStart, additionalEnd = 0x1E00, 0x1F00
	kelvinSign, angstromSign       = '\u212A', '\u212B' // letters of script Latin outside the tables
)

// plainForm returns the one or two bytes of UTF-8 that r becomes without its accents, or zeros if it has none.
func plainForm(r rune) (a, b byte) {
	switch {
	case r < latinStart:
	case r < latinEnd:
		i := int(r-latinStart) * 2
		return plainLatin[i], plainLatin[i+1]
	case r < additionalStart:
	case r < additionalEnd:
		i := int(r-additionalStart) * 2
		return plainLatinAdditional[i], plainLatinAdditional[i+1]
	case r == kelvinSign:
		return 'K', 0
	case r == angstromSign:
		return 'A', 0
	}
	return 0, 0
}

// isPlainLatin tells of letters that normal form C leaves alone wherever they stand once accents are gone.
func isPlainLatin(r rune) bool {
	return r >= latinStart && r < latinEnd || r >= additionalStart && r < additionalEnd
}

func isAccentMark(r rune) bool {
	return r >= 0x300 && (r < 0x370 || propertyOf(r).flags&isAccent != 0)
}

func isLatinBase(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= 0 && isASCIILetter(byte(r))
	}
	return propertyOf(r).flags&isLatin != 0
}

func composed(dst []byte, from int) []byte {
	if norm.NFC.IsNormal(dst[from:]) {
		return dst
	}
	return append(dst[:from], norm.NFC.Bytes(dst[from:])...)
}
