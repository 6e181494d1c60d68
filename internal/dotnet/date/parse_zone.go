package date

// attachedOffset reads the offset that may follow a time of day, after optional white space. It reports false if the
// offset is malformed or the second one. A sign that is the last character is left for the next token; see more.
func (p *parser) attachedOffset() bool {
	if !p.more() {
		return true
	}
	at := skipSpaces(p.s, p.pos)
	if at >= len(p.s) || p.s[at] != '+' && p.s[at] != '-' {
		return true
	}
	if p.fields.zone.set {
		return p.contradict()
	}
	p.pos = at
	return p.zoneOffset()
}

// zoneOffset reads an offset: a sign, then h, hh, hmm, hhmm, h:mm or hh:mm.
func (p *parser) zoneOffset() bool {
	sign := p.s[p.pos]
	p.pos++
	n, digits := p.plainNumber()
	var hours, minutes int32
	switch digits {
	case 1, 2:
		hours = n
		if p.pos < len(p.s) && p.s[p.pos] == ':' {
			p.pos++
			if minutes, digits = p.plainNumber(); digits < 1 || digits > 2 {
				return false
			}
		}
	case 3, 4:
		hours, minutes = n/100, n%100
	default:
		return false
	}
	if minutes >= 60 {
		return false
	}
	minutes += 60 * hours
	if sign == '-' {
		minutes = -minutes
	}
	// Whether the offset is more than .NET allows is checked when the date is complete; see zone.resolve.
	p.fields.zone = zone{set: true, utc: p.fields.zone.utc, minutes: minutes}
	return true
}

// plainNumber reads the digits at pos and returns their number; a count above maxDigits means that there may be more.
// It stops after one digit more than maxDigits, so that the number cannot overflow.
func (p *parser) plainNumber() (n int32, digits int) {
	for p.pos < len(p.s) && isDigit(p.s[p.pos]) && digits <= maxDigits {
		n = n*10 + int32(p.s[p.pos]-'0')
		p.pos++
		digits++
	}
	return n, digits
}

// punctuation reads what Visual Basic may put around a date: a number sign before and after it, and NULs at the end.
func (p *parser) punctuation() bool {
	switch p.s[p.pos] {
	case '#':
		if !hashed(p.s) {
			return false
		}
		p.pos++
		return true
	case 0:
		for i := p.pos; i < len(p.s); i++ {
			if p.s[i] != 0 {
				return false
			}
		}
		p.pos = len(p.s)
		return true
	default:
		return false
	}
}

// hashed reports whether the whole text is enclosed in number signs, with only white space before the first, and white
// space and NULs after the second. It looks at the whole text, wherever the parser is, so that each sign is judged by its
// counterpart.
func hashed(s string) bool {
	signs := 0
	for i := 0; i < len(s); {
		n := max(spaceLen(s, i), 1)
		switch {
		case s[i] == '#':
			if signs++; signs > 2 {
				return false
			}
		case s[i] == 0:
			if signs < 2 {
				return false
			}
		case spaceLen(s, i) == 0 && signs != 1:
			return false
		}
		i += n
	}
	return signs == 2
}
