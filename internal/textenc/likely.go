package textenc

import "unicode"

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

// plausible reports whether the characters of a text that are not ASCII are letters of one of the scripts, or marks of typography. No word has
// a capital letter after a small one of it, nor more than two letters with accents in a row.
func plausible(text string, scripts []*unicode.RangeTable) bool {
	before, run := ' ', 0
	for _, r := range text {
		switch {
		case r < 0x80:
			run = 0
		case unicode.In(r, scripts...):
			if run++; scripts[0] == unicode.Latin && run > accents || unicode.IsUpper(r) && unicode.IsLower(before) {
				return false
			}
		case !typographic[r]:
			return false
		}
		before = r
	}
	return true
}

// typographic are characters that texts have beside letters.
var typographic = map[rune]bool{
	'‘': true, '’': true, '“': true, '”': true, '„': true, '«': true, '»': true, '–': true, '—': true, '…': true, '€': true, '°': true, '§': true, '·': true, '\u00A0': true,
	'、': true, '。': true, '・': true, 'ー': true, '　': true, '（': true, '）': true,
}
