package ldap

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// letters are those that have no decomposition in Unicode and are equal to others in the order of Windows, which Active Directory compares by
// (reported: ß and ss, æ and ae, ø and o are one name to it).
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
