package date

import "math"

// Parse returns the date that s gives in any of the forms that .NET's DateTime.Parse knows in the invariant
// culture: month before day, two-digit years up to 2049, 5 Jan as January 2005. Parts that s leaves out are taken
// from now, as by Layout.Parse; the styles that allow white space change nothing, for it is always allowed. A text
// that is no date gives a *ParseError, styles that exclude each other a *StyleError. The cost is linear; only an
// error allocates.
func Parse(s string, styles Styles, now DateTime) (DateTime, error) {
	if err := styles.check(); err != nil {
		return DateTime{}, err
	}
	p := newParser(s)
	d, reason := p.parse(styles, now)
	return d, p.error(reason)
}

// ParseCDate returns the UTC date that s gives to the expression language's CDate: as Parse does under
// AssumeUniversal and AdjustToUniversal, except that a text whose year or whole date would be today's gives a
// *ParseError with the reason DateMissing.
func ParseCDate(s string) (DateTime, error) {
	p := newParser(s)
	// Any leap year will do for now: what it completes is refused.
	leap := pack(dayNumber(2000, 1, 1)*ticksPerDay, UTC)
	d, reason := p.parse(AssumeUniversal|AdjustToUniversal, leap)
	if p.fields.fromToday && (reason == NoReason || reason == WrongWeekday) {
		d, reason = DateTime{}, DateMissing
	}
	return d, p.error(reason)
}

func (p *parser) error(reason Reason) error {
	if reason == NoReason {
		return nil
	}
	return &ParseError{Input: clip(p.s), Offset: min(p.pos, len(p.s)), Reason: reason}
}

// parser reads one text by .NET's two layers: a lexer that turns numbers, names and separators into tokens, and a
// table of states that knows which sequences of tokens are a date or a time. Reaching a terminal state stores the
// numbers collected so far and starts over, so that a date and a time may come in either order.
type parser struct {
	s        string
	pos      int
	state    state
	fields   fields
	fraction float64

	// Collected since the last terminal state, except year and month, which stay.
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

func newParser(s string) parser {
	return parser{s: s, fields: unsetFields(), year: unset, month: unset}
}

func (p *parser) parse(styles Styles, now DateTime) (DateTime, Reason) {
	p.styles, p.now = styles, now
	if p.s == "" {
		return DateTime{}, EmptyText
	}
	iso, ok := p.tokens()
	if !ok {
		return DateTime{}, max(p.reason, Mismatch)
	}
	if iso {
		return p.isoTime()
	}
	f := &p.fields
	if !f.adjustHour() {
		return DateTime{}, Contradiction
	}
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

// tokens runs the state table over the text. It stops early, with iso, at the T of an ISO 8601 date and time.
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
			// A T means ISO 8601, and that only after a year and two numbers.
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
		if t.kind == end || t.kind == numberEnd || t.kind == monthEnd {
			return false, terminal
		}
	}
}

// addFraction adds a fraction of a second, rounded to the nearest tick, halves to even.
func addFraction(ticks int64, fraction float64) (int64, bool) {
	if fraction > 0 {
		ticks += int64(math.RoundToEven(fraction * ticksPerSecond))
	}
	return ticks, ticks <= MaxTicks
}

// adjustHour makes the hour one of 24. PM is right after noon as well (13:30 PM), AM is not. A mark without a time
// means noon or midnight.
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
