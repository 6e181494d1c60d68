package ldap

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// letters are those that have no decomposition in Unicode and are equal to others where names are compared by the sort keys of Windows, as Active
// Directory does (documented: MS-ADTS 6.5, and KB 938447 for ß; reported: Server Fault question 661857 for ø; the others are assumed).
var letters = strings.NewReplacer("ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "ł", "l", "đ", "d", "ð", "d", "þ", "th", "ħ", "h", "ŧ", "t", "ı", "i", "ĸ", "k", "ŋ", "n")

// loose returns a text without what servers may ignore: case, accents, width, the two syllabaries of Japanese, spaces and punctuation. It only says
// which questions are not asked together, and which are asked again by themselves: whether there is an object is the server's word.
func loose(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case r >= 'ァ' && r <= 'ヶ':
			return r - ('ァ' - 'ぁ')
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			return -1
		}
		return unicode.ToLower(unicode.ToUpper(r))
	}, norm.NFKD.String(text))
	return letters.Replace(text)
}
