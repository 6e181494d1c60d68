package text

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// MapDecomposed maps the characters of a text: of a letter with an accent the letter and the accent by themselves, which are one character again
// afterwards where there is one.
func MapDecomposed(s string, to func(rune) rune) string {
	return norm.NFC.String(strings.Map(to, norm.NFD.String(s)))
}
