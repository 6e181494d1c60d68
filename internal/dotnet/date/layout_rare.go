package date

// rare executes the operations other than digits and literals, which most layouts do not have.
func (m *matcher[T]) rare(op *readOp) bool {
	switch op.code {
	case readZone:
		return m.setZone(zone{set: true, utc: true}) && m.zoneName()
	case readKind:
		return m.kind()
	case readOffset:
		minutes, ok := m.offset(op.min)
		return ok && m.setZone(zone{set: true, minutes: minutes})
	case readSpaces:
		m.pos = skipSpaces(m.s, m.pos)
		return true
	case readOptionalSpace:
		m.literal(op.text)
		return true
	case readDesignator:
		return m.designator(int(op.min))
	case readMonthName:
		n, ok := m.name(monthNames[1:], op.min == shortName)
		return ok && m.set(partMonth, n+1)
	case readDayName:
		n, ok := m.name(dayNames[:], op.min == shortName)
		return ok && m.set(partWeekday, n)
	case readEra:
		return m.folded(eraName) || m.folded(shortEraName)
	case readGMT:
		m.zone.set, m.zone.minutes = true, 0
		return m.literal(op.text)
	default:
		return false
	}
}

// folded consumes an ASCII word, ignoring case, and reports whether it is there. It consumes nothing if the word is not there.
func (m *matcher[T]) folded(word string) bool {
	if !foldedPrefix(m.s, m.pos, word) {
		return false
	}
	m.pos += len(word)
	return true
}

// name consumes the longest of names, abbreviated if short is set, and returns its index.
func (m *matcher[T]) name(names []string, short bool) (n int32, ok bool) {
	width := 0
	if short {
		width = shortName
	}
	index, length := matchName(m.s, m.pos, names, width)
	m.pos += length
	return int32(index), index >= 0
}

// designator reads AM or PM in any case, or for a single t its first letter, which must be a capital. The designator may come
// before the hour, so that it is only stored here; see settleHour.
func (m *matcher[T]) designator(letters int) bool {
	var half dayHalf
	switch {
	case letters == 1 && m.literal("A"), letters > 1 && m.folded("AM"):
		half = am
	case letters == 1 && m.literal("P"), letters > 1 && m.folded("PM"):
		half = pm
	default:
		return false
	}
	if m.half != noHalf && m.half != half {
		return m.contradict()
	}
	m.half = half
	return true
}

// setZone stores an offset and fails if another one is set. A zone that an earlier Z marked as UTC remains UTC.
func (m *matcher[T]) setZone(z zone) bool {
	if m.zone.set && m.zone.minutes != z.minutes {
		return m.contradict()
	}
	z.utc = z.utc || m.zone.utc
	m.zone = z
	return true
}

// zoneName reads GMT or Z in any case, which must not be followed by a letter. The zone is set before the name is read: if
// that is not there, the text does not match anyway.
func (m *matcher[T]) zoneName() bool {
	return (m.folded("Z") || m.folded("GMT")) && letterLen(m.s, m.pos) == 0
}

// kind reads the text that K prints: a capital Z, an offset or nothing. If the text has none, the styles decide what it means.
func (m *matcher[T]) kind() bool {
	switch m.peek() {
	case 'Z':
		m.pos++
		return m.setZone(zone{set: true, utc: true})
	case '+', '-':
		minutes, ok := m.offset(3)
		return ok && m.setZone(zone{set: true, minutes: minutes})
	default:
		return true
	}
}

// offset reads the sign and hours of an offset, and its minutes too for a run of three or more z.
func (m *matcher[T]) offset(run int32) (minutes int32, ok bool) {
	sign := m.peek()
	if sign != '+' && sign != '-' {
		return 0, false
	}
	m.pos++
	least := 1
	if run == 2 {
		least = 2
	}
	hours, ok := m.digits(least, 2)
	if !ok {
		return 0, false
	}
	if run >= 3 {
		if m.peek() == ':' {
			m.pos++
		}
		if minutes, ok = m.digits(2, 2); !ok || minutes >= 60 {
			return 0, false
		}
	}
	minutes += hours * 60
	if sign == '-' {
		minutes = -minutes
	}
	return minutes, true
}

// digits reads a number of least to most digits, as many as there are. The digits are consumed even if they are too few, since
// the text then does not match.
func (m *matcher[T]) digits(least, most int) (n int32, ok bool) {
	count := 0
	for count < most && m.pos < len(m.s) && isDigit(m.s[m.pos]) {
		n = n*10 + int32(m.s[m.pos]-'0')
		m.pos++
		count++
	}
	return n, count >= least
}

// readRoundTrip parses the format that AppendISO prints. .NET has a separate routine for it, which it uses only without
// styles. Unlike the operations of the same pattern, that routine accepts a one-digit offset, and
// refuses an offset without a colon.
func (m *matcher[T]) readRoundTrip() (DateTime, Reason) {
	// Every part has its full number of digits, the fraction too.
	for _, p := range [...]struct {
		digits int
		part   uint8
		then   string
	}{
		{4, partYear, "-"}, {2, partMonth, "-"}, {2, partDay, "T"},
		{2, partHour, ":"}, {2, partMinute, ":"}, {2, partSecond, "."}, {maxFraction, partFraction, ""},
	} {
		var ok bool
		if m.parts[p.part], ok = m.digits(p.digits, p.digits); !ok || !m.literal(p.then) {
			return DateTime{}, Mismatch
		}
	}
	if !m.roundTripZone() {
		return DateTime{}, Mismatch
	}
	ticks, ok := m.ticks()
	if !ok {
		return DateTime{}, NoSuchDate
	}
	return m.zone.resolve(ticks, None)
}

// roundTripZone reads the optional zone at the end of the round-trip format: Z, or an offset with a colon.
func (m *matcher[T]) roundTripZone() bool {
	if m.pos == len(m.s) {
		return true
	}
	sign := m.s[m.pos]
	m.pos++
	switch sign {
	case 'Z':
		m.zone = zone{set: true, utc: true}
		return m.pos == len(m.s)
	case '+', '-':
	default:
		return false
	}
	hours, ok := m.digits(1, 2)
	if !ok || !m.literal(":") {
		return false
	}
	minutes, ok := m.digits(2, 2)
	minutes += 60 * hours
	if sign == '-' {
		minutes = -minutes
	}
	m.zone = zone{set: true, minutes: minutes}
	return ok && m.pos == len(m.s)
}
