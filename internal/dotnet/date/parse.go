package date

import "math"

// Parse returns the date in s, which can have any form that .NET's DateTime.Parse recognizes in the invariant culture:
// the month comes before the day, two-digit years end at 2049, and 5 Jan means January 2005. Missing parts are
// completed from now as by Layout.Parse. White space is always allowed, whatever the styles. It returns a *ParseError
// if s is not a date and a *StyleError for styles that exclude each other. The cost is linear, and only errors
// allocate.
func Parse(s string, styles Styles, now DateTime) (DateTime, error) {
	if err := styles.check(); err != nil {
		return DateTime{}, err
	}
	p := newParser(s)
	d, reason := p.parse(styles, now)
	return d, p.error(reason)
}

// ParseCDate returns the date in s in UTC, as the expression language's CDate reads it: as Parse does with
// AssumeUniversal and AdjustToUniversal, except that it returns a *ParseError with the reason DateMissing if the year
// or the whole date would be completed from today's.
func ParseCDate(s string) (DateTime, error) {
	p := newParser(s)
	// Parsing needs some date to complete from. Because completed dates are refused, any will do, but it must be in a
	// leap year: in another one, 29 February without a year would be NoSuchDate instead of DateMissing.
	leap := pack(dayNumber(2000, 1, 1)*ticksPerDay, UTC)
	d, reason := p.parse(AssumeUniversal|AdjustToUniversal, leap)
	if p.fields.fromToday && (reason == NoReason || reason == WrongWeekday) {
		d, reason = DateTime{}, DateMissing
	}
	return d, p.error(reason)
}

// error returns the error of a reason, nil for none.
func (p *parser) error(reason Reason) error {
	if reason == NoReason {
		return nil
	}
	return &ParseError{Input: clip(p.s), Offset: min(p.pos, len(p.s)), Reason: reason}
}

// parser parses one text with the two layers of .NET's parser: a lexer that turns numbers, names and separators into
// tokens, and a state table that accepts the sequences of tokens that are a date or a time. In a terminal state it
// stores the numbers collected so far and starts over, so that a date and a time can come in either order.
type parser struct {
	s        string
	pos      int
	state    state
	fields   fields
	fraction float64

	// Collected since the last terminal state, except that year and month are never cleared.
	numbers     [3]int32
	count       int
	year, month int32

	haveDate, haveTime             bool
	haveYear, haveMonth, haveDay   bool // by a suffix such as 年
	haveHour, haveMinute, haveSecs bool

	styles Styles
	now    DateTime
	reason Reason
}

// newParser returns a parser that has read nothing. It is a value, so that parsing allocates nothing.
func newParser(s string) parser {
	return parser{s: s, fields: unsetFields(), year: unset, month: unset}
}

// parse parses the text. It returns NoReason if it succeeds.
func (p *parser) parse(styles Styles, now DateTime) (DateTime, Reason) {
	p.styles, p.now = styles, now
	if p.s == "" {
		return DateTime{}, EmptyText
	}
	iso, ok := p.tokens()
	if !ok {
		return DateTime{}, max(p.reason, Mismatch)
	}
	// The state table has consumed the date and the T; the rest has a grammar of its own.
	if iso {
		return p.isoTime()
	}
	f := &p.fields
	if !f.adjustHour() {
		return DateTime{}, Contradiction
	}
	// It comes before the check of the weekday, which may be that of a completed date.
	f.completeDate(styles, now)
	ticks, ok := f.ticks()
	if !ok {
		return DateTime{}, NoSuchDate
	}
	if ticks, ok = addFraction(ticks, p.fraction); !ok {
		return DateTime{}, OutOfRange
	}
	if f.wrongWeekday(ticks) {
		return DateTime{}, WrongWeekday
	}
	return f.zone.resolve(ticks, styles)
}

// tokens runs the state table over the text and reports whether the text is accepted. It stops after the T of an ISO
// 8601 date and time, and reports that as iso: isoTime parses the rest. Each round but the last
// consumes at least one character, so that the loop ends.
func (p *parser) tokens() (iso, ok bool) {
	terminal := false
	for {
		t, ok := p.lex()
		if !ok || !p.suffix(t) {
			return false, false
		}
		if t.kind == skipped {
			continue
		}
		if t.kind == numberT {
			// T is a separator only in ISO 8601, after a year and two numbers.
			return true, p.state == afterYN || p.state == afterYNd
		}
		p.state = transitions[p.state][t.kind]
		if p.state == failed {
			return false, false
		}
		if p.state > failed {
			if !p.terminal(p.state) {
				return false, false
			}
			terminal = true
			p.state = begin
		}
		// yearEnd is not among them: after a year, the end of the text is read again as the token end.
		if t.kind == end || t.kind == numberEnd || t.kind == monthEnd {
			return false, terminal
		}
	}
}

// addFraction adds a fraction of a second to ticks, rounded to the nearest tick, halves to even. Rounding may carry into the
// next second, and so beyond the year 9999.
func addFraction(ticks int64, fraction float64) (int64, bool) {
	if fraction > 0 {
		ticks += int64(math.RoundToEven(fraction * ticksPerSecond))
	}
	return ticks, ticks <= MaxTicks
}

// adjustHour converts the hour to 24-hour form. PM is allowed with an hour of the afternoon (13:30 PM), AM is not. A
// designator without a time means midnight or noon.
func (f *fields) adjustHour() bool {
	if f.half == noHalf {
		return true
	}
	hour := orDefault(f.hour, 0)
	if f.half == am {
		if hour > 12 {
			return false
		}
		hour %= 12
	} else {
		if hour > 23 {
			return false
		}
		if hour < 12 {
			hour += 12
		}
	}
	f.hour = hour
	return true
}
