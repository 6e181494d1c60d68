package date

// token is one input of the state table.
type token struct {
	kind   tokenKind
	number int32
	suffix word // for numberDateSuffix and numberTimeSuffix; otherwise notWord
}

const (
	maxDigits  = 8 // longer numbers are not part of a date
	yearDigits = 3 // numbers of at least so many digits are years
)

// lex reads the next token together with the separator after it. It reports false for text that no date has; the reason is
// then Mismatch unless contradict has set another.
func (p *parser) lex() (token, bool) {
	p.pos = skipSpaces(p.s, p.pos)
	if p.pos >= len(p.s) {
		return token{kind: end}, true
	}
	if isDigit(p.s[p.pos]) {
		return p.lexNumber()
	}
	// The cases are the words that are tokens by themselves; separators come after numbers and months, which read them.
	w, value, length := wordAt(p.s, p.pos)
	switch w {
	case monthWord:
		p.pos += length
		return p.lexMonth(value)
	case dayWord:
		if p.fields.weekday != unset {
			return token{}, p.contradict()
		}
		p.fields.weekday = value
		p.pos += length
		return token{kind: dayOfWeek}, true
	case eraWord:
		p.pos += length
		return token{kind: era}, true
	case zoneWord:
		if p.fields.zone.set {
			return token{}, p.contradict()
		}
		p.fields.zone = zone{set: true, utc: true}
		p.pos += length
		return token{kind: timeZone}, true
	case amWord, pmWord:
		p.pos += length
		return token{kind: skipped}, p.setDesignator(w)
	case ignorable:
		p.pos += length
		return token{kind: skipped}, true
	default:
		return token{kind: skipped}, p.lexOther()
	}
}

// contradict fails because the text contains a second part of a kind that a date has only once.
func (p *parser) contradict() bool {
	p.reason = Contradiction
	return false
}

// setDesignator stores AM or PM and fails if the text already had either.
func (p *parser) setDesignator(w word) bool {
	if p.fields.half != noHalf {
		return p.contradict()
	}
	p.fields.half = am
	if w == pmWord {
		p.fields.half = pm
	}
	return true
}

// lexOther reads a part that starts neither with a digit nor with a known word: an offset, or the punctuation that
// Visual Basic puts around a date. An offset is tried first, and given back if it is malformed; a sign that is nothing else is
// then an error.
func (p *parser) lexOther() bool {
	if letterLen(p.s, p.pos) > 0 {
		return false
	}
	if c := p.s[p.pos]; (c == '+' || c == '-') && !p.fields.zone.set {
		from := p.pos
		if p.zoneOffset() {
			return true
		}
		p.pos = from
	}
	return p.punctuation()
}

// lexNumber reads a number with what belongs to it: the fraction and the offset after the last number of a time, and
// the separator. A fourth number since the last terminal state is an error.
func (p *parser) lexNumber() (token, bool) {
	from := p.pos
	n := int32(0)
	for p.pos < len(p.s) && isDigit(p.s[p.pos]) {
		if p.pos-from >= maxDigits {
			return token{}, false
		}
		n = n*10 + int32(p.s[p.pos]-'0')
		p.pos++
	}
	digits := p.pos - from
	if p.count == len(p.numbers) {
		return token{}, false
	}
	if p.state == timeNNt && p.more() && isDecimalSign(p.s[p.pos]) {
		// As in .NET, a sign without digits after it is ignored. A comma is a decimal sign even where it was meant to end the
		// time: in 05:00:59,29 Feb 2024 the 29 is a fraction, and the date February 2024.
		p.fraction, _ = p.decimals()
	}
	if (p.state == timeNNt || p.state == timeNt) && !p.attachedOffset() {
		return token{}, false
	}
	// The number of digits decides, not the value: 099 is a year and 99 is not.
	if digits >= yearDigits {
		return p.lexYear(n)
	}
	return p.separateNumber(n)
}

// more reports whether at least two more characters follow: .NET does not interpret a sign that is the last character.
func (p *parser) more() bool { return p.pos < len(p.s)-1 }

// lexYear reads the separator after a number that its length makes a year. A year is not among the numbers collected: the
// terminal states find it in p.year.
func (p *parser) lexYear(n int32) (token, bool) {
	if p.year != unset {
		return token{}, p.contradict()
	}
	p.year = n
	t := token{number: n}
	before := p.pos
	switch sep := p.separator(); sep {
	case notWord:
		t.kind = yearSpace
	case textEnd:
		t.kind = yearEnd
	case amWord, pmWord:
		// The token of a year with a second designator is dropped, as that of designatedNumber is.
		if p.fields.half != noHalf {
			t.kind = skipped
			return t, true
		}
		t.kind = yearSpace
		p.setDesignator(sep)
	case dateSep:
		t.kind = yearDateSep
	case dateSepOrSign:
		t.kind = p.dashKind(yearDateSep, yearSpace, before)
	case yearSuffix, monthSuffix, daySuffix:
		t.kind, t.suffix = numberDateSuffix, sep
	case hourSuffix, minuteSuffix, secondSuffix:
		t.kind, t.suffix = numberTimeSuffix, sep
	default:
		return t, false
	}
	return t, true
}

// separateNumber reads the separator after a number of one or two digits. A number with a suffix is not added, because suffix
// stores it as what its suffix says.
func (p *parser) separateNumber(n int32) (token, bool) {
	t := token{number: n}
	before := p.pos
	switch sep := p.separator(); sep {
	case notWord:
		t.kind = numberSpace
	case textEnd:
		t.kind = numberEnd
	case amWord, pmWord:
		return p.designatedNumber(sep, n)
	case dateSep:
		t.kind = numberDateSep
	case dateSepOrSign:
		t.kind = p.dashKind(numberDateSep, numberSpace, before)
	case timeSep:
		t.kind = numberTimeSep
	case isoT:
		t.kind = numberT
	case yearSuffix:
		return token{kind: numberDateSuffix, number: fullYear(n), suffix: sep}, true
	case monthSuffix, daySuffix:
		return token{kind: numberDateSuffix, number: n, suffix: sep}, true
	default: // a suffix of a time
		return token{kind: numberTimeSuffix, number: n, suffix: sep}, true
	}
	p.add(n)
	return t, true
}

// add adds a number to those collected since the last terminal state; lexNumber has checked that there is room.
func (p *parser) add(n int32) {
	p.numbers[p.count] = n
	p.count++
}

// designatedNumber reads a number followed by AM or PM. Two numbers with a date separator before it are a date of this
// year. A number with a second designator is dropped: .NET records that failure but does not act on it.
func (p *parser) designatedNumber(sep word, n int32) (token, bool) {
	if p.fields.half != noHalf {
		return token{kind: skipped}, true
	}
	p.setDesignator(sep)
	if p.state == dateNN && !p.terminal(endNN) {
		return token{}, false
	}
	p.add(n)
	if p.state == timeNNt || p.state == timeNt {
		return token{kind: numberHalf, number: n}, p.attachedOffset()
	}
	return token{kind: numberHalf, number: n}, true
}

// dashKind returns the kind of token for a number followed by -, which is a date separator or the sign of an offset. If
// the number completes a date, it can only be a sign, which is then read again together with the white space before it.
// The state table decides: the row of the current state shows whether a separator can follow.
func (p *parser) dashKind(separated, spaced tokenKind, before int) tokenKind {
	row := &transitions[p.state]
	if row[separated] == failed && row[spaced] > failed {
		p.pos = before
		return spaced
	}
	return separated
}

// lexMonth reads the separator after the name of a month. AM, PM and the separator of a time cannot follow it.
func (p *parser) lexMonth(month int32) (token, bool) {
	if p.month != unset {
		return token{}, p.contradict()
	}
	var t token
	before := p.pos
	switch p.separator() {
	case notWord:
		t.kind = monthSpace
	case textEnd:
		t.kind = monthEnd
	case dateSep:
		t.kind = monthDateSep
	case dateSepOrSign:
		t.kind = p.dashKind(monthDateSep, monthSpace, before)
	default:
		return t, false
	}
	p.month = month
	return t, true
}
