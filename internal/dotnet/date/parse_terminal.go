package date

// suffix stores a number with a suffix, and fails if the suffix occurred before.
func (p *parser) suffix(t token) bool {
	f := &p.fields
	switch t.suffix {
	// The year is stored twice: among the parts, and for dates that mix suffixes with plain numbers.
	case yearSuffix:
		p.year = t.number
		return once(&p.haveYear, &f.year, t.number)
	case monthSuffix:
		p.month = t.number
		return once(&p.haveMonth, &f.month, t.number)
	case daySuffix:
		return once(&p.haveDay, &f.day, t.number)
	case hourSuffix:
		return once(&p.haveHour, &f.hour, t.number)
	case minuteSuffix:
		return once(&p.haveMinute, &f.minute, t.number)
	case secondSuffix:
		return once(&p.haveSecs, &f.second, t.number)
	default:
		return true
	}
}

// once sets a part and reports whether it was not set before. The flag and not the part decides, because storeDate may have
// set the part as well.
func once(have *bool, part *int32, n int32) bool {
	if *have {
		return false
	}
	*have, *part = true, n
	return true
}

// terminal stores the date or time that the collected numbers, month and year are in a terminal state. A second date or
// time in the same text is an error. The order of the cases is that of the reasons: a second date is a contradiction even if
// it does not exist.
func (p *parser) terminal(s state) bool {
	// The numbers are used up by this state, and those of the next date or time begin at the first place.
	count := p.count
	p.count = 0
	switch s {
	case endSuffixes, endTimeSuffixes: // suffix has stored the parts
		return true
	case endTimeN, endTimeNN, endTimeNNN:
		return p.storeTime(s)
	case endSuffixesN, endNSuffixes, endNNSuffixes:
		return p.storeSuffixed(s, count)
	default: // a date
	}
	if p.haveDate {
		return p.contradict()
	}
	if !p.storeDate(s) {
		p.reason = NoSuchDate
		return false
	}
	return true
}

// storeTime stores an hour, minute and second. An hour alone needs AM or PM.
func (p *parser) storeTime(s state) bool {
	f := &p.fields
	if p.haveTime {
		return p.contradict()
	}
	p.haveTime = true
	f.hour = p.numbers[0]
	switch s {
	case endTimeNN:
		f.minute = p.numbers[1]
	case endTimeNNN:
		f.minute, f.second = p.numbers[1], p.numbers[2]
	default:
		return f.half != noHalf
	}
	return true
}

// storeDate stores a date in the order of the invariant culture: month, day, year, unless the year comes first. The
// name of a month followed by a number is a day of this year (Jan 5), but a number followed by the name of a month is a
// year and its month (5 Jan): the culture's order puts the month before the day.
func (p *parser) storeDate(s state) bool {
	f := &p.fields
	n1, n2, n3 := p.numbers[0], p.numbers[1], p.numbers[2]
	p.haveDate = s != endMN && s != endNM // .NET does not record these two, so a second date may follow
	switch s {
	case endNN:
		f.yearOf(p.now)
		return f.setDate(f.year, n1, n2)
	case endNNN:
		return f.setDate(fullYear(n3), n1, n2)
	case endMN:
		f.yearOf(p.now)
		return f.setDate(f.year, p.month, n1)
	case endNM:
		return f.setDate(fullYear(n1), p.month, 1)
	case endMNN:
		// The day comes first if it can: Jan 5 12 is 5 January 2012, Jan 45 12 is 12 January 2045.
		return f.setDate(fullYear(n2), p.month, n1) || f.setDate(fullYear(n1), p.month, n2)
	case endYNN, endNNY:
		return f.setDate(p.year, n1, n2)
	case endYMN:
		return f.setDate(p.year, p.month, n1)
	case endYN:
		return f.setDate(p.year, n1, 1)
	case endYM:
		return f.setDate(p.year, p.month, 1)
	default:
		return false
	}
}

// storeSuffixed stores numbers without a suffix that occur beside numbers with one.
func (p *parser) storeSuffixed(s state, count int) bool {
	f := &p.fields
	n1, n2 := p.numbers[0], p.numbers[1]
	switch {
	// One number after parts with suffixes is the day, one before a month with a suffix the year; two numbers complete the
	// year or the month that has a suffix.
	case s == endSuffixesN:
		if count != 1 || f.day != unset {
			return false
		}
		f.day = n1
		return true
	case s == endNSuffixes:
		if f.month == unset || f.year != unset {
			return false
		}
		f.year, f.day = fullYear(n1), 1
		return true
	case p.haveYear && !p.haveMonth && !p.haveDay:
		return f.setDate(fullYear(p.year), n1, n2)
	case !p.haveYear && p.haveMonth && !p.haveDay:
		return f.setDate(fullYear(n2), f.month, n1)
	default:
		return false
	}
}
