package date

import "unicode/utf8"

// Parse returns the date that s gives under the layout. What s leaves out is taken from now: the year, or with no
// part of a date at all the whole date; month and day default to January the first. A text that does not fit
// gives a *ParseError. The cost is linear; only an error allocates.
func (l *Layout) Parse(s string, now DateTime) (DateTime, error) {
	return parseLayout(l, s, now)
}

// ParseBytes is Parse for a text in a buffer, which is read in place and not kept.
func (l *Layout) ParseBytes(s []byte, now DateTime) (DateTime, error) {
	return parseLayout(l, s, now)
}

func parseLayout[T text](l *Layout, s T, now DateTime) (DateTime, error) {
	m := matcher[T]{s: s, parts: unsetParts}
	d, reason := m.read(l, now)
	if reason != NoReason {
		return DateTime{}, &ParseError{Input: clip(s), Pattern: l.pattern, Offset: m.pos, Reason: reason}
	}
	return d, nil
}

// The parts of a date that are numbers, in the order of matcher.parts.
const (
	partYear uint8 = iota
	partMonth
	partDay
	partWeekday
	partHour
	partMinute
	partSecond
	partFraction // in ticks
	partCount
)

var unsetParts = [partCount]int32{unset, unset, unset, unset, unset, unset, unset, unset}

// traits are what reading some parts says about the whole.
type traits uint8

const (
	twelveHours traits = 1 << iota // the hour was read by h
	shortYear                      // the year was read by y or yy
)

// matcher reads one text, which is s from pos on.
type matcher[T text] struct {
	s      T
	pos    int
	parts  [partCount]int32
	half   halfDay
	traits traits
	reason Reason // why the text does not fit, if it is not a plain mismatch
	zone   zone
	given  *givenParts // takes the parts as they are before any is completed; nil where nobody asks
}

func (m *matcher[T]) read(l *Layout, now DateTime) (DateTime, Reason) {
	switch {
	case len(m.s) == 0:
		return DateTime{}, EmptyText
	case l.roundTrip:
		return m.readRoundTrip()
	}
	if l.styles&AllowTrailingWhite != 0 && mayBeSpace(m.s[len(m.s)-1]) {
		m.s = m.s[:trimEnd(m.s)]
	}
	if l.styles&AllowLeadingWhite != 0 && len(m.s) > 0 && mayBeSpace(m.s[0]) {
		m.pos = skipSpaces(m.s, 0)
	}
	m.zone = zone{set: l.utc, utc: l.utc}
	from := 0
	if l.head.ops > 0 && m.readHead(&l.head) {
		from = l.head.ops
	}
	if !m.run(l.ops, from) {
		return DateTime{}, max(m.reason, Mismatch)
	}
	if m.pos < len(m.s) {
		return DateTime{}, Mismatch
	}
	return m.finish(l.styles, now)
}

// mayBeSpace is false for the first and last byte of nearly all texts, which then have no white space there.
func mayBeSpace(c byte) bool { return c <= ' ' || c >= utf8.RuneSelf }

// run matches the operations in turn, beginning with number from; only readDot and readJump break the order.
func (m *matcher[T]) run(ops []readOp, from int) bool {
	for i := from; i < len(ops); i++ {
		op := &ops[i]
		switch op.code {
		case readNumber:
			if !m.number(op) {
				return false
			}
		case readText:
			if !m.literal(op.text) {
				return false
			}
		case readDot:
			if m.peek() == '.' {
				m.pos++
				continue
			}
			if op.to == noJump {
				return true
			}
			i = int(op.to) - 1
		case readJump:
			if op.to == noJump {
				return true
			}
			i = int(op.to) - 1
		default:
			if !m.rare(op) {
				return false
			}
		}
	}
	return true
}

// contradict fails because of a part that the text has given differently before.
func (m *matcher[T]) contradict() bool {
	m.reason = Contradiction
	return false
}

// peek returns the next byte, 0 at the end.
func (m *matcher[T]) peek() byte {
	if m.pos < len(m.s) {
		return m.s[m.pos]
	}
	return 0
}

func (m *matcher[T]) literal(text string) bool {
	pos := m.pos
	if len(m.s)-pos < len(text) {
		return false
	}
	for i := 0; i < len(text); i++ {
		if m.s[pos+i] != text[i] {
			return false
		}
	}
	m.pos = pos + len(text)
	return true
}

// number reads as many digits as there are up to op.max, and must find op.min. Ten digits and more wrap as they do
// in .NET; no year survives that.
func (m *matcher[T]) number(op *readOp) bool {
	s, pos := m.s, m.pos
	from, stop := pos, min(pos+int(op.max), len(s))
	n := int32(0)
	for ; pos < stop; pos++ {
		digit := s[pos] - '0'
		if digit > 9 {
			break
		}
		n = n*10 + int32(digit)
	}
	count := pos - from
	if count < int(op.min) {
		return false
	}
	m.pos = pos
	m.traits |= op.traits
	if op.part == partFraction {
		n *= int32(pow10[maxFraction-count])
	}
	return m.set(op.part, n)
}

// set stores a part of the date, which must be new or the same as before.
func (m *matcher[T]) set(part uint8, n int32) bool {
	known := &m.parts[part]
	if *known != unset && *known != n {
		return m.contradict()
	}
	*known = n
	return true
}

// finish checks the parts against each other and puts them together.
func (m *matcher[T]) finish(styles Styles, now DateTime) (DateTime, Reason) {
	if m.traits != 0 || m.half != noHalf {
		if !m.settleHour() {
			return DateTime{}, Contradiction
		}
		if m.traits&shortYear != 0 {
			m.parts[partYear] = fullYear(m.parts[partYear])
		}
	}
	p := &m.parts
	if p[partYear] == unset || p[partMonth] == unset || p[partDay] == unset {
		m.completeDate(styles, now)
	}
	ticks, ok := m.ticks()
	if !ok {
		return DateTime{}, NoSuchDate
	}
	if w := p[partWeekday]; w != unset && int(w) != weekday(int(ticks/ticksPerDay)) {
		return DateTime{}, WrongWeekday
	}
	return m.zone.resolve(ticks, styles)
}

func (m *matcher[T]) completeDate(styles Styles, now DateTime) {
	if m.given != nil {
		*m.given = givenParts{m.parts, true}
	}
	f := fields{year: m.parts[partYear], month: m.parts[partMonth], day: m.parts[partDay]}
	f.completeDate(styles, now)
	m.parts[partYear], m.parts[partMonth], m.parts[partDay] = f.year, f.month, f.day
}

// ticks puts the parts together; those of the time that are unset count as 0.
func (m *matcher[T]) ticks() (int64, bool) {
	p := &m.parts
	ticks, ok := ticksOf(p[partYear], p[partMonth], p[partDay],
		max(p[partHour], 0), max(p[partMinute], 0), max(p[partSecond], 0))
	return ticks + int64(max(p[partFraction], 0)), ok
}

// settleHour makes the hour one of 24. In a layout with h a missing AM or PM means AM; in one with H the mark must
// agree with the hour, and PM cannot stand without one.
func (m *matcher[T]) settleHour() bool {
	hour := &m.parts[partHour]
	if m.traits&twelveHours == 0 {
		return (m.half != am || *hour < 12) && (m.half != pm || *hour >= 12)
	}
	if *hour > 12 {
		return false
	}
	*hour %= 12
	if m.half == pm {
		*hour += 12
	}
	return true
}
