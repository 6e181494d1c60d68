package text

import (
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// DiacriticsMode is the set of letters that [NormalizeDiacritics] replaces.
type DiacriticsMode uint8

const (
	// AllLatin removes the accents from every Latin letter.
	AllLatin DiacriticsMode = iota
	// TableOnly replaces only the letters in the published table.
	TableOnly
)

// NormalizeDiacritics replaces the accented Latin letters of dst[from:] by plain ones: Zoë becomes Zoe. The result is in
// normal form C, and not longer than the text in that form.
//
// AllLatin decomposes a Latin letter, removes the accents after it, and replaces æ œ ø by ae oe oe, ß by ss, and ł đ ħ ŧ ı
// by l d h t i, also in upper case. This agrees with the published table in all its letters and extends it to others, such
// as the Vietnamese ồ, which becomes o. Letters such as ð þ ŋ are unchanged. So are other scripts, in which removing a
// mark results in another letter (й, が).
//
// TableOnly replaces a letter with the accents after it only if that combination, in any equivalent spelling, is in the
// published table. The table lacks đ, œ without an accent, and ồ.
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

// stripLatin implements AllLatin for dst[from:], which is ASCII up to index i. It works in place, because no plain form is
// longer in UTF-8 than its letter. It composes the result only if a character other than a Latin letter may have become
// composable.
//
// base is the character that accents would belong to. A mark that is not an accent leaves it unchanged, so accents after such a mark
// still belong to the letter before.
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
			// any Latin letter: only whether it is one matters
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
	kelvinSign, angstromSign       = '\u212A', '\u212B' // Latin letters that the tables do not cover
)

// plainForm returns the one or two bytes of the plain form of r, or zeros if r has none.
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

// isPlainLatin reports whether r is a letter that normal form C never changes in text without accents.
func isPlainLatin(r rune) bool {
	return r >= latinStart && r < latinEnd || r >= additionalStart && r < additionalEnd
}

// isAccentMark reports whether r is an accent. The test for U+0300 to U+036F, which are all accents, is only a
// shortcut.
func isAccentMark(r rune) bool {
	return r >= 0x300 && (r < 0x370 || propertyOf(r).flags&isAccent != 0)
}

// isLatinBase reports whether accents after r are removed. It is false for -1, which stands for no letter.
func isLatinBase(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= 0 && isASCIILetter(byte(r))
	}
	return propertyOf(r).flags&isLatin != 0
}

// composed returns dst with dst[from:] in normal form C.
func composed(dst []byte, from int) []byte {
	if norm.NFC.IsNormal(dst[from:]) {
		return dst
	}
	return append(dst[:from], norm.NFC.Bytes(dst[from:])...)
}
