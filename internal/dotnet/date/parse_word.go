package date

// word is the kind of a word or sign.
type word uint8

const (
	notWord word = iota
	monthWord
	dayWord
	eraWord
	zoneWord
	ignorable
	amWord // amWord and pmWord are separators as well as words
	pmWord

	// Separators, which are recognized only after a number or the name of a month.
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

// wordAt returns the kind of the word or sign at s[i], which is neither a digit nor white space, the number of the
// month or weekday it names, and its length. A word extends over all adjacent letters, so MarchWed is not a month.
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
	// The dots of A.D. are no letters, so that it must be found before letters are counted.
	if foldedPrefix(s, i, eraName) && letterLen(s, i+len(eraName)) == 0 {
		return eraWord, 0, len(eraName)
	}
	length = n
	for next := letterLen(s, i+length); next > 0; next = letterLen(s, i+length) {
		// No word that is known is longer, so that the rest of a long one need not be read.
		if length += next; length > len("Wednesday") {
			return notWord, 0, 0
		}
	}
	w, value = classWord(s[i : i+length])
	return w, value, length
}

// classWord returns the kind of a word, and the number of the month or weekday it names. T, Z and GMT are recognized in
// any case, and names of months and days also by their abbreviations.
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

// sameFolded reports whether s is the ASCII word, ignoring case.
func sameFolded(s, word string) bool {
	return len(s) == len(word) && foldedPrefix(s, 0, word)
}

// cjkSuffix returns the kind of a suffix of East Asian dates. .NET recognizes them in every culture, but of the Korean
// ones only those of dates.
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

// separator reads the separator after a number or the name of a month, with the white space and the right-to-left marks
// before it: Arabic and Hebrew programs write U+200F between the parts of a date. It returns
// textEnd at the end, and notWord if there is white space only or if the next word is a token of its own.
// A word that is no separator is not consumed, and neither is a digit; the white space before them is.
func (p *parser) separator() word {
	p.pos = skipSpaces(p.s, p.pos)
	// The first byte of a mark tells nearly all texts apart.
	if p.pos < len(p.s) && p.s[p.pos] == rightToLeftMark[0] {
		p.pos = skipMarks(p.s, p.pos)
	}
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
