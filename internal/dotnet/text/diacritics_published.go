package text

import (
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// publishedTable is the table in Microsoft's function reference. Each line has a plain form, followed by the letters that
// it replaces, in the order of the page.
const publishedTable = `
a ä à â ã å á ą ă ā ā́ ā̀ ā̂ ā̃ ǟ ā̈ ǡ a̱ å̄
A Ä À Â Ã Å Á Ą Ă Ā Ā́ Ā̀ Ā̂ Ā̃ Ǟ Ā̈ Ǡ A̱ Å̄
ae æ ǣ
AE Æ Ǣ
c ç č ć c̄ c̱
C Ç Č Ć C̄ C̱
d ď d̄ ḏ
D Ď D̄ Ḏ
e ë è é ê ę ě ė ē ḗ ḕ ē̂ ē̃ ê̄ e̱ ë̄ e̊̄
E Ë È É Ê Ę Ě Ė Ē Ḗ Ḕ Ē̂ Ē̃ Ê̄ E̱ Ë̄ E̊̄
g ğ ḡ g̱
G Ğ Ḡ G̱
i ï î ì í ı ī ī́ ī̀ ī̂ ī̃ i̱
I Ï Î Ì Í İ Ī Ī́ Ī̀ Ī̂ Ī̃ I̱
l ľ ł l̄ ḹ ḻ
L Ł Ľ L̄ Ḹ Ḻ
n ñ ń ň n̄ ṉ
N Ñ Ń Ň N̄ Ṉ
o ö ò ő õ ô ó ō ṓ ṑ ō̂ ō̃ ȫ ō̈ ǭ ȭ ȱ o̱
O Ö Ò Ő Õ Ô Ó Ō Ṓ Ṑ Ō̂ Ō̃ Ȫ Ō̈ Ǭ Ȭ Ȱ O̱
oe ø ø̄ œ̄
OE Ø Ø̄ Œ̄
r ř r̄ ṟ ṝ
R Ř R̄ Ṟ Ṝ
ss ß
s š ś ș ş s̄ s̱
S Š Ś Ș Ş S̄ S̱
t ť ț t̄ ṯ
T Ť Ț T̄ Ṯ
u ü ù û ú ů ű ū ū́ ū̀ ū̂ ū̃ u̇̄ ǖ ṻ ṳ̄ u̱
U Ü Ù Û Ú Ů Ű Ū Ū́ Ū̀ Ū̂ Ū̃ U̇̄ Ǖ Ṻ Ṳ̄ U̱
y ÿ ý ȳ ȳ́ ȳ̀ ȳ̃ y̱
Y Ÿ Ý Ȳ Ȳ́ Ȳ̀ Ȳ̃ Y̱
z ź ž ż z̄ ẕ
Z Ź Ž Ż Z̄ Ẕ
`

// published returns a map from the letters of the table, in normal form C, to their plain forms. It is built on first use
// and never changed.
var published = sync.OnceValue(func() map[string]string {
	table := make(map[string]string)
	for line := range strings.Lines(publishedTable) {
		letters := strings.Fields(line)
		for _, letter := range letters[min(1, len(letters)):] {
			table[norm.NFC.String(letter)] = letters[0]
		}
	}
	return table
})

// applyPublished implements TableOnly. A letter is a code point with all marks after it: á with another mark is another
// letter, which is not in the table. The text is composed first, as the keys of the table are, so that equivalent spellings are one. No
// plain form is longer in UTF-8 than its letter, so the rest works in place.
func applyPublished(dst []byte, from int) []byte {
	dst = composed(dst, from)
	table := published()
	read, write := from, from
	for read < len(dst) {
		end := letterEnd(dst, read)
		if end == read+1 {
			dst[write] = dst[read]
			write++
		} else if plain, ok := table[string(dst[read:end])]; ok {
			write += copy(dst[write:], plain)
		} else {
			write += copy(dst[write:], dst[read:end])
		}
		read = end
	}
	return dst[:write]
}

// letterEnd returns the index after the code point at dst[i] and its marks. No mark is ASCII, so an ASCII character ends the letter without
// being looked up.
func letterEnd(dst []byte, i int) int {
	_, size := utf8.DecodeRune(dst[i:])
	for i += size; i < len(dst) && dst[i] >= utf8.RuneSelf; i += size {
		var r rune
		if r, size = utf8.DecodeRune(dst[i:]); propertyOf(r).flags&isMark == 0 {
			break
		}
	}
	return i
}
