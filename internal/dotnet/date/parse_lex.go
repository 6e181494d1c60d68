package date

// token is one step of the state table.
type token struct {
	kind   tokenKind
	number int32
	suffix word // for numberDateSuffix and numberTimeSuffix, else notWord
}

const (
	maxDigits  = 8 // a longer number is no part of a date
	yearDigits = 3 // a number of so many digits is a year
)

// lex reads the next token with the separator after it.
func (p *parser) lex() (token, bool) {
	p.pos = skipSpaces(p.s, p.pos)
	if p.pos >= len(p.s) {
		return token{kind: end}, true
	}
	if isDigit(p.s[p.pos]) {
		return p.lexNumber()
	}
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
		return token{kind: skipped}, p.mark(w)
	case ignorable:
		p.pos += length
		return token{kind: skipped}, true
	default:
		return token{kind: skipped}, p.lexOther()
	}
}

// contradict fails because of a second part of a kind of which a date has one.
func (p *parser) contradict() bool {
	p.reason = Contradiction
	return false
}

// mark stores AM or PM, of which there can be one.
func (p *parser) mark(w word) bool {
	if p.fields.half != noHalf {
		return p.contradict()
	}
	p.fields.half = am
	if w == pmWord {
		p.fields.half = pm
	}
	return true
}

// lexOther reads what starts neither with a digit nor with a word that means something here: an offset, or the
// signs that Visual Basic puts around a date.
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
	if p.state == timeNNt && p.more() && p.s[p.pos] == '.' {
		// A dot without digits is just removed.
		p.fraction, _ = p.decimals()
	}
	if (p.state == timeNNt || p.state == timeNt) && !p.attachedOffset() {
		return token{}, false
	}
	if digits >= yearDigits {
		return p.lexYear(n)
	}
	return p.separateNumber(n)
}

// more reports that at least two more characters follow; .NET does not look at a sign that is the last.
func (p *parser) more() bool { return p.pos < len(p.s)-1 }

// lexYear reads the separator after a number that is a year by its length.
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
		t.kind = yearSpace
		return t, p.mark(sep)
	case dateSep:
		t.kind = yearDateSep
	case dateSepOrSign:
		t.kind = p.orSign(yearDateSep, yearSpace, before)
	case yearSuffix, monthSuffix, daySuffix:
		t.kind, t.suffix = numberDateSuffix, sep
	case hourSuffix, minuteSuffix, secondSuffix:
		t.kind, t.suffix = numberTimeSuffix, sep
	default:
		return t, false
	}
	return t, true
}

// separateNumber reads the separator after a number of one or two digits.
func (p *parser) separateNumber(n int32) (token, bool) {
	t := token{number: n}
	before := p.pos
	switch sep := p.separator(); sep {
	case notWord:
		t.kind = numberSpace
	case textEnd:
		t.kind = numberEnd
	case amWord, pmWord:
		return p.halfNumber(sep, n)
	case dateSep:
		t.kind = numberDateSep
	case dateSepOrSign:
		t.kind = p.orSign(numberDateSep, numberSpace, before)
	case timeSep:
		t.kind = numberTimeSep
	case isoT:
		t.kind = numberT
	case yearSuffix:
		return token{kind: numberDateSuffix, number: fullYear(n), suffix: sep}, true
	case monthSuffix, daySuffix:
		return token{kind: numberDateSuffix, number: n, suffix: sep}, true
	default: // the suffixes of time
		return token{kind: numberTimeSuffix, number: n, suffix: sep}, true
	}
	p.add(n)
	return t, true
}

func (p *parser) add(n int32) {
	p.numbers[p.count] = n
	p.count++
}

// halfNumber is a number before AM or PM. Two numbers with a date separator before it are a date of this year.
// A number with a second mark is dropped, since .NET notes the failure there but does not act on it.
func (p *parser) halfNumber(sep word, n int32) (token, bool) {
	if p.fields.half != noHalf {
		return token{kind: skipped}, true
	}
	p.mark(sep)
	if p.state == dateNN && !p.terminal(endNN) {
		return token{}, false
	}
	p.add(n)
	if p.state == timeNNt || p.state == timeNt {
		return token{kind: numberHalf, number: n}, p.attachedOffset()
	}
	return token{kind: numberHalf, number: n}, true
}

// orSign decides what a - after a number is. When the number completes a date the - can only be the sign of an
// offset and is left to be read again, together with the blanks before it.
func (p *parser) orSign(separated, spaced tokenKind, before int) tokenKind {
	row := &transitions[p.state]
	if row[separated] == failed && row[spaced] > failed {
		p.pos = before
		return spaced
	}
	return separated
}

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
		t.kind = p.orSign(monthDateSep, monthSpace, before)
	default:
		return t, false
	}
	p.month = month
	return t, true
}
