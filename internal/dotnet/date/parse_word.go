package date

// word classes what the lexer finds besides numbers.
type word uint8

const (
	notWord word = iota
	monthWord
	dayWord
	eraWord
	zoneWord
	ignorable
	amWord // amWord and pmWord count as a separator and as a word of their own
	pmWord

	// Separators, which mean something after a number or a month's name only.
	dateSep
	dateSepOrSign // -, which may start an offset
	timeSep
	isoT
	yearSuffix
	monthSuffix
	daySuffix
	hourSuffix
	minuteSuffix
	secondSuffix
	textEnd
)

// wordAt classes the word or sign at s[i], which is no digit and no white space. A word ends where its letters
// end: in MarchWed there is none.
func wordAt(s string, i int) (w word, value int32, length int) {
	switch s[i] {
	case ',', '.':
		return ignorable, 0, 1
	case '/':
		return dateSep, 0, 1
	case '-':
		return dateSepOrSign, 0, 1
	case ':':
		return timeSep, 0, 1
	}
	n := letterLen(s, i)
	if n == 0 {
		return notWord, 0, 0
	}
	if foldedPrefix(s, i, eraName) && letterLen(s, i+len(eraName)) == 0 {
		return eraWord, 0, len(eraName)
	}
	length = n
	for next := letterLen(s, i+length); next > 0; next = letterLen(s, i+length) {
		if length += next; length > len("Wednesday") {
			return notWord, 0, 0
		}
	}
	w, value = classWord(s[i : i+length])
	return w, value, length
}

func classWord(letters string) (w word, value int32) {
	switch {
	case letters[0] >= 0x80:
		return cjkSuffix(letters), 0
	case len(letters) == 1 && lower(letters[0]) == 't':
		return isoT, 0
	case len(letters) == 1 && lower(letters[0]) == 'z', sameFolded(letters, "GMT"):
		return zoneWord, 0
	case sameFolded(letters, "AM"):
		return amWord, 0
	case sameFolded(letters, "PM"):
		return pmWord, 0
	case sameFolded(letters, shortEraName):
		return eraWord, 0
	}
	for m, name := range monthNames {
		if m > 0 && (sameFolded(letters, name) || sameFolded(letters, name[:shortName])) {
			return monthWord, int32(m)
		}
	}
	for d, name := range dayNames {
		if sameFolded(letters, name) || sameFolded(letters, name[:shortName]) {
			return dayWord, int32(d)
		}
	}
	return notWord, 0
}

func sameFolded(s, word string) bool {
	return len(s) == len(word) && foldedPrefix(s, 0, word)
}

// cjkSuffix classes the suffixes of East Asian dates, which every culture of .NET knows; of the Korean ones only
// those of dates.
func cjkSuffix(letters string) word {
	switch letters {
	case "年", "년":
		return yearSuffix
	case "月", "월":
		return monthSuffix
	case "日", "일":
		return daySuffix
	case "時", "时":
		return hourSuffix
	case "分":
		return minuteSuffix
	case "秒":
		return secondSuffix
	default:
		return notWord
	}
}

// separator reads what separates a number or a month's name from what follows: textEnd, one of the separators with
// the white space before it, AM or PM, or notWord for white space alone and for what is a token of its own.
func (p *parser) separator() word {
	p.pos = skipSpaces(p.s, p.pos)
	if p.pos >= len(p.s) {
		return textEnd
	}
	if isDigit(p.s[p.pos]) {
		return notWord
	}
	w, _, length := wordAt(p.s, p.pos)
	if w < amWord {
		return notWord
	}
	p.pos += length
	return w
}
