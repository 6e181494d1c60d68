package date

// isoTime parses the time of an ISO 8601 date and time, after the T, and returns the whole date and time. White space
// is allowed between the parts. Unlike the state table, this form needs two digits for hour, minute and second.
// Nothing has to be completed: the T is accepted only after a year and two numbers.
func (p *parser) isoTime() (DateTime, Reason) {
	hour, ok1 := p.isoPart()
	colon := p.isoSign(':')
	minute, ok2 := p.isoPart()
	if !ok1 || !colon || !ok2 {
		return DateTime{}, Mismatch
	}
	second, fraction, ok := p.isoSeconds()
	if !ok || !p.isoEnd() {
		return DateTime{}, Mismatch
	}
	f := &p.fields
	f.year, f.month, f.day = p.year, p.numbers[0], p.numbers[1]
	f.hour, f.minute, f.second, p.fraction = hour, minute, second, fraction
	ticks, ok := f.ticks()
	if !ok {
		return DateTime{}, NoSuchDate
	}
	if ticks, ok = addFraction(ticks, fraction); !ok {
		return DateTime{}, OutOfRange
	}
	return f.zone.resolve(ticks, p.styles)
}

// isoPart reads two digits after optional white space. Unlike in the forms of the state table, one digit is not enough.
func (p *parser) isoPart() (n int32, ok bool) {
	p.pos = skipSpaces(p.s, p.pos)
	for i := range 2 {
		if p.pos+i >= len(p.s) || !isDigit(p.s[p.pos+i]) {
			return 0, false
		}
		n = n*10 + int32(p.s[p.pos+i]-'0')
	}
	p.pos += 2
	return n, true
}

// isoSign reads a sign after optional white space. If it is not there, nothing is consumed.
func (p *parser) isoSign(sign byte) bool {
	at := skipSpaces(p.s, p.pos)
	if at >= len(p.s) || p.s[at] != sign {
		return false
	}
	p.pos = at + 1
	return true
}

// isoSeconds reads the optional seconds and their optional fraction.
func (p *parser) isoSeconds() (second int32, fraction float64, ok bool) {
	if !p.isoSign(':') {
		return 0, 0, true
	}
	if second, ok = p.isoPart(); !ok {
		return 0, 0, false
	}
	if p.pos < len(p.s) && isDecimalSign(p.s[p.pos]) {
		if fraction, ok = p.decimals(); !ok {
			return 0, 0, false
		}
	}
	return second, fraction, true
}

// isDecimalSign reports whether c separates seconds from their fraction: a dot, or the comma of ISO 8601, which .NET 10 knows in
// every form of a date.
func isDecimalSign(c byte) bool { return c == '.' || c == ',' }

// decimals reads the decimal separator at pos and the fraction of a second after it. It sums the digits in binary
// floating point, as .NET does: an exact sum would round some fractions of more than seven digits differently.
func (p *parser) decimals() (fraction float64, ok bool) {
	unit := 0.1
	for p.pos++; p.pos < len(p.s) && isDigit(p.s[p.pos]); p.pos++ {
		// The conversion keeps the compiler from fusing multiplication and addition, which would round differently on
		// some architectures.
		fraction += float64(float64(p.s[p.pos]-'0') * unit)
		unit *= 0.1
		ok = true
	}
	return fraction, ok
}

// isoEnd reads the optional offset and the number sign and NULs that may follow it, up to the end of the text.
func (p *parser) isoEnd() bool {
	p.pos = skipSpaces(p.s, p.pos)
	if p.pos < len(p.s) {
		switch p.s[p.pos] {
		case '+', '-':
			if !p.zoneOffset() {
				return false
			}
		case 'Z', 'z':
			p.fields.zone = zone{set: true, utc: true}
			p.pos++
		}
	}
	// The number sign that opened the date was read by the lexer.
	if at := skipSpaces(p.s, p.pos); at < len(p.s) && p.s[at] == '#' {
		if p.pos = at; !p.punctuation() {
			return false
		}
	}
	p.pos = skipSpaces(p.s, p.pos)
	if p.pos < len(p.s) && p.s[p.pos] == 0 && !p.punctuation() {
		return false
	}
	return p.pos == len(p.s)
}
