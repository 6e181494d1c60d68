package textenc

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// candidates are the code pages that [Likely] tries, in this order, with the scripts of their letters.
var candidates = []struct {
	name    string
	scripts []*unicode.RangeTable
}{
	{"windows-1252", []*unicode.RangeTable{unicode.Latin}},
	{"windows-1250", []*unicode.RangeTable{unicode.Latin}},
	{"ibm850", []*unicode.RangeTable{unicode.Latin}},
	{"macintosh", []*unicode.RangeTable{unicode.Latin}},
	{"windows-1251", []*unicode.RangeTable{unicode.Cyrillic}},
	{"shift_jis", []*unicode.RangeTable{unicode.Han, unicode.Hiragana, unicode.Katakana}},
	{"euc-kr", []*unicode.RangeTable{unicode.Hangul}},
	{"gb18030", []*unicode.RangeTable{unicode.Han}},
}

// most bounds the text that is tried.
const most = 4 << 10

// Likely returns the name of the code page that a text which is not UTF-8 is most likely written in, for a message: the first one in which
// what is not ASCII are letters as words have them. It is windows-1252, which spreadsheet programs of Western Europe write, where none is.
// This is inferred from how names look, and never enough to read a text by: Greek words are plausible Cyrillic ones.
func Likely(text []byte) string {
	text = text[:min(len(text), most)]
	for _, c := range candidates {
		e, _ := Named(c.name)
		if decoded, err := e.page.NewDecoder().Bytes(text); err == nil && plausible(string(decoded), c.scripts) {
			return c.name
		}
	}
	return candidates[0].name
}

// accents is how many letters with accents follow each other in a word of the Latin script, at most.
const accents = 2

// plausible reports whether the characters of a text that are not ASCII are letters of one of the scripts, or marks of typography. Around them no word
// has a capital letter after a small one, a small one after two capitals, more than two letters with accents in a row, or a quotation mark within.
// Spaces alone say nothing.
func plausible(text string, scripts []*unicode.RangeTable) bool {
	early, before, run, seen := ' ', ' ', 0, false
	for _, r := range text {
		isASCII := r < utf8.RuneSelf
		switch {
		case isASCII:
			run = 0
		case unicode.In(r, scripts...):
			run++
		case !typographic[r]:
			return false
		}
		switch {
		case scripts[0] == unicode.Latin && run > accents,
			unicode.IsUpper(r) && unicode.IsLower(before) && (!isASCII || before >= utf8.RuneSelf && before != 'ß'),
			unicode.IsLower(r) && !isASCII && r != 'ß' && unicode.IsUpper(before) && unicode.IsUpper(early),
			unicode.IsLetter(r) && strings.ContainsRune("“”„", before) && unicode.IsLetter(early):
			return false
		}
		seen = seen || !isASCII && r != '\u00A0'
		early, before = before, r
	}
	return seen
}

// typographic are characters that texts have beside letters.
var typographic = map[rune]bool{
	'‘': true, '’': true, '“': true, '”': true, '„': true, '«': true, '»': true, '–': true, '—': true, '…': true, '€': true, '°': true, '§': true, '·': true, '\u00A0': true,
	'、': true, '。': true, '・': true, 'ー': true, '　': true, '（': true, '）': true,
}
