package date

import "unicode/utf8"

// Parse returns the date in s, which must have the form of the layout. A missing year is that of now, and a text
// without any part of a date is on the date of now; a missing month is January and a missing day the first. It returns
// a *ParseError if s does not match. The cost is linear, and only errors allocate.
func (l *Layout) Parse(s string, now DateTime) (DateTime, error) {
	return parseLayout(l, s, now)
}

// ParseBytes is like Parse for a text in a buffer, which it neither copies nor retains.
func (l *Layout) ParseBytes(s []byte, now DateTime) (DateTime, error) {
	return parseLayout(l, s, now)
}

// parseLayout is Parse for strings and bytes. Only an error copies from the text.
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

// traits record which letters of the pattern read some of the parts, where that changes their meaning.
type traits uint8

const (
	twelveHours traits = 1 << iota // the hour was read by h
	shortYear                      // the year was read by y or yy
)

// matcher parses one text, of which s[pos:] is left.
type matcher[T text] struct {
	s      T
	pos    int
	parts  [partCount]int32
	half   dayHalf
	traits traits
	reason Reason // why the text does not match, if for another reason than Mismatch
	zone   zone
	parsed *parsedParts // if not nil, receives the parts before missing ones are completed
}

// read parses the text by the layout. It returns NoReason if it succeeds.
func (m *matcher[T]) read(l *Layout, now DateTime) (DateTime, Reason) {
	switch {
	case len(m.s) == 0:
		return DateTime{}, EmptyText
	case l.roundTrip:
		return m.readRoundTrip()
	case l.ascii && !isASCII(m.s):
		return DateTime{}, Mismatch
	}
	if l.styles&AllowTrailingWhite != 0 && mayBeSpace(m.s[len(m.s)-1]) {
		m.s = m.s[:trimEnd(m.s)]
	}
	if l.styles&AllowLeadingWhite != 0 && len(m.s) > 0 && mayBeSpace(m.s[0]) {
		m.pos = skipSpaces(m.s, 0)
	}
	// The layout U has no letter for the zone, and its texts are UTC all the same.
	m.zone = zone{set: l.utc, utc: l.utc}
	from := 0
	if l.head.ops > 0 && m.readHead(&l.head) {
		from = l.head.ops
	}
	if !m.run(l.ops, from) {
		return DateTime{}, max(m.reason, Mismatch)
	}
	// Text after the end of the layout is a mismatch; trailing white space is gone if the styles allow it.
	if m.pos < len(m.s) {
		return DateTime{}, Mismatch
	}
	return m.finish(l.styles, now)
}

// mayBeSpace is a cheap first test for white space: it reports false for the first and last byte of nearly all texts.
func mayBeSpace(c byte) bool { return c <= ' ' || c >= utf8.RuneSelf }

// run executes the operations from index from in order, except where readDot and readJump jump, and reports whether
// they matched.
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

// contradict fails because the text contains a part twice with different values.
func (m *matcher[T]) contradict() bool {
	m.reason = Contradiction
	return false
}

// peek returns the next byte, or 0 at the end.
func (m *matcher[T]) peek() byte {
	if m.pos < len(m.s) {
		return m.s[m.pos]
	}
	return 0
}

// literal consumes exactly text, with case, and reports whether it is there. A space of it may be a no-break space in the text
// to parse. It consumes nothing if the text is not there.
func (m *matcher[T]) literal(text string) bool {
	pos := m.pos
	if len(m.s)-pos < len(text) {
		return false
	}
	for i := 0; i < len(text); i++ {
		if pos < len(m.s) && m.s[pos] == text[i] {
			pos++
			continue
		}
		n := wideSpaceFor(m.s, pos, text[i])
		if n == 0 {
			return false
		}
		pos += n
	}
	m.pos = pos
	return true
}

// wideSpaceFor returns the length in bytes of the no-break space at s[i] that .NET takes for c, which must be a space, or 0.
func wideSpaceFor[T text](s T, i int, c byte) int {
	if c != ' ' {
		return 0
	}
	for _, space := range wideSpaces {
		if len(s)-i >= len(space) && string(s[i:i+len(space)]) == space {
			return len(space)
		}
	}
	return 0
}

// maxNumber is where numbers that are read stop to grow. No part of a date is as great, and one digit more does not overflow.
const maxNumber = 99_999_999

// number reads op.min to op.max digits, as many as there are. A number that is too great for a year stays so: .NET lets those
// of ten digits and more overflow, so that yyyyyyyyyy reads 4294969320 as 2024.
func (m *matcher[T]) number(op *readOp) bool {
	s, pos := m.s, m.pos
	from, stop := pos, min(pos+int(op.max), len(s))
	n := int32(0)
	for ; pos < stop; pos++ {
		digit := s[pos] - '0'
		if digit > 9 {
			break
		}
		n = min(n*10+int32(digit), maxNumber)
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

// set stores a part of the date. It fails if the part is already set to another value. A pattern may have a part twice, as in
// d dd; the text must then agree with itself.
func (m *matcher[T]) set(part uint8, n int32) bool {
	known := &m.parts[part]
	if *known != unset && *known != n {
		return m.contradict()
	}
	*known = n
	return true
}

// finish checks the parts against each other and combines them into a date.
func (m *matcher[T]) finish(styles Styles, now DateTime) (DateTime, Reason) {
	// Layouts with HH and yyyy and without tt have nothing to settle.
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

// completeDate completes a date of which a part is missing. The parts as they were read are kept for [Layout.Parts], which
// must not show completed ones.
func (m *matcher[T]) completeDate(styles Styles, now DateTime) {
	if m.parsed != nil {
		*m.parsed = parsedParts{m.parts, true}
	}
	f := fields{year: m.parts[partYear], month: m.parts[partMonth], day: m.parts[partDay]}
	f.completeDate(styles, now)
	m.parts[partYear], m.parts[partMonth], m.parts[partDay] = f.year, f.month, f.day
}

// ticks returns the ticks of the parts. Missing parts of the time are 0. A fraction is below a second, so that adding it
// cannot leave the range.
func (m *matcher[T]) ticks() (int64, bool) {
	p := &m.parts
	ticks, ok := ticksOf(p[partYear], p[partMonth], p[partDay],
		max(p[partHour], 0), max(p[partMinute], 0), max(p[partSecond], 0))
	return ticks + int64(max(p[partFraction], 0)), ok
}

// settleHour converts the hour to 24-hour form. In a layout with h, a missing designator means AM. In one with H, the
// designator must agree with the hour, which PM therefore requires. Midnight is 12 AM and noon 12 PM, which is why 12 becomes
// 0 before PM adds its half of the day.
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
