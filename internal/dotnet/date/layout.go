package date

import (
	"slices"
	"unicode/utf8"
)

type readOp struct {
	code   readCode
	part   uint8  // for readNumber
	traits traits // for readNumber
	min    int32  // fewest digits, or the run's length
	max    int32  // most digits
	to     int32  // for readJump, and for readDot the operation to go on with when the dot is absent
	text   string // for readText and readGMT
}

type readCode uint8

const (
	readText readCode = iota
	readNumber
	readSpaces
	readOptionalBlank
	readDot
	readMonthName
	readDayName
	readEra
	readTimeMark
	readOffset
	readZone
	readKind
	readGMT
	readJump
	readBroken
)

const noJump = -1

// Layout is a compiled pattern that reads dates as .NET's DateTime.ParseExact does. It is immutable and safe for
// concurrent use. CompileLayout makes it.
type Layout struct {
	pattern   string
	styles    Styles
	ops       []readOp
	head      head
	utc       bool // the standard layout U: the text is UTC
	roundTrip bool // the standard layout o without styles, which .NET reads by a stricter routine of its own
}

// CompileLayout returns the Layout of a custom or one-letter standard pattern under styles, which say where blanks
// may stand and what a text without an offset means. Styles that exclude each other give a *StyleError; a pattern
// that no text can ever fit gives a *FormatError. The cost grows with the pattern's length.
func CompileLayout(pattern string, styles Styles) (*Layout, error) {
	if err := styles.check(); err != nil {
		return nil, err
	}
	l := &Layout{pattern: clip(pattern), styles: styles}
	custom := pattern
	switch len(pattern) {
	case 0:
		return nil, formatError(pattern, 0, problemEmpty)
	case 1:
		var ok bool
		if custom, ok = standardPattern(pattern[0]); !ok {
			return nil, formatError(pattern, 0, problemStandard)
		}
		l.utc = pattern == "U"
		l.roundTrip = lower(pattern[0]) == 'o' && styles == None
	}
	c := newLayoutCompiler(custom, styles)
	if problem, offset := c.compile(); problem != "" {
		return nil, formatError(custom, offset, problem)
	}
	l.ops = slices.Clone(c.ops) // without the room to grow
	l.head = newHead(c.ops)
	return l, nil
}

// Pattern returns the beginning of the pattern that was compiled, at least its first 40 characters.
func (l *Layout) Pattern() string { return l.pattern }

// Styles returns the styles that the layout reads under.
func (l *Layout) Styles() Styles { return l.styles }

// layoutCompiler turns a pattern into operations. Operations are known by the offset in the pattern where their
// part starts, since an absent dot can make reading go on somewhere else.
type layoutCompiler struct {
	pattern  string
	start    int
	trailing bool
	inner    bool
	ops      []readOp
	text     []byte // of the readText that is the last of ops, if not empty
	opAt     map[int]int32
	dots     []int // readDot operations whose jump is to be filled in
	dotTo    []int // and the offsets they go to
}

// newLayoutCompiler drops the white space at the pattern's ends that the styles make meaningless, also the one
// just inside a quote there.
func newLayoutCompiler(pattern string, styles Styles) *layoutCompiler {
	c := &layoutCompiler{
		trailing: styles&AllowTrailingWhite != 0,
		inner:    styles&AllowInnerWhite != 0,
		opAt:     map[int]int32{},
	}
	if c.trailing {
		pattern = pattern[:trimEnd(pattern)]
		if last := len(pattern) - 1; last > 1 && isQuote(pattern[last]) {
			pattern = pattern[:trimEnd(pattern[:last])] + pattern[last:]
		}
	}
	if styles&AllowLeadingWhite != 0 {
		c.start = skipSpaces(pattern, 0)
		if c.start == 0 && len(pattern) > 2 && isQuote(pattern[0]) {
			pattern = pattern[:1] + pattern[skipSpaces(pattern, 1):]
		}
	}
	c.pattern = pattern
	return c
}

func isQuote(c byte) bool { return c == '\'' || c == '"' }

// compile compiles the pattern and then what absent dots jump to. A broken part is an error of the pattern if
// every text meets it.
func (c *layoutCompiler) compile() (problem string, offset int) {
	problem, offset = c.path(c.start)
	if problem != "" && !c.avoidable() {
		return problem, offset
	}
	c.emit(readOp{code: readJump, to: noJump})
	for i := 0; i < len(c.dots); i++ {
		to, known := c.opAt[c.dotTo[i]]
		if !known {
			to = int32(len(c.ops))
			c.path(c.dotTo[i])
			c.emit(readOp{code: readJump, to: noJump})
		}
		c.ops[c.dots[i]].to = to
	}
	return "", 0
}

// avoidable reports that an absent dot can lead past the broken part, to something not compiled yet.
func (c *layoutCompiler) avoidable() bool {
	for _, to := range c.dotTo {
		if _, known := c.opAt[to]; !known {
			return true
		}
	}
	return false
}

// path compiles from the offset i to the end of the pattern or to a part that is compiled already.
func (c *layoutCompiler) path(i int) (problem string, offset int) {
	for i < len(c.pattern) {
		if to, known := c.opAt[i]; known {
			c.emit(readOp{code: readJump, to: to})
			return "", 0
		}
		size, problem := c.part(i)
		if problem != "" {
			c.opAt[i] = int32(len(c.ops))
			c.emit(readOp{code: readBroken})
			return problem, i
		}
		i += size
	}
	return "", 0
}

func (c *layoutCompiler) emit(op readOp) {
	c.finishText()
	c.ops = append(c.ops, op)
}

// literal adds text to be matched exactly, as one operation with the literals before it where no white space may
// pass between them.
func (c *layoutCompiler) literal(text string) {
	if c.inner {
		c.emit(readOp{code: readText, text: text})
		return
	}
	if len(c.text) == 0 {
		c.emit(readOp{code: readText})
	}
	c.text = append(c.text, text...)
}

func (c *layoutCompiler) finishText() {
	if len(c.text) > 0 {
		c.ops[len(c.ops)-1].text = string(c.text)
		c.text = c.text[:0]
	}
}

// spaces lets any white space pass here, if the styles allow it inside.
func (c *layoutCompiler) spaces() {
	if last := len(c.ops) - 1; c.inner && (last < 0 || c.ops[last].code != readSpaces) {
		c.emit(readOp{code: readSpaces})
	}
}

// part compiles the part of the pattern at i and returns its length in bytes.
func (c *layoutCompiler) part(i int) (size int, problem string) {
	mark := len(c.ops)
	c.spaces()
	switch ch := c.pattern[i]; ch {
	case '%':
		if i+1 == len(c.pattern) || c.pattern[i+1] == '%' {
			return 0, problemPercent
		}
		size = 1
	case '\\':
		if i+1 == len(c.pattern) {
			return 0, problemBackslash
		}
		_, size = utf8.DecodeRuneInString(c.pattern[i+1:])
		c.literal(c.pattern[i+1 : i+1+size])
		size++
	case '\'', '"':
		var literal string
		var ok bool
		if literal, size, ok = quoted(c.pattern, i); !ok {
			return 0, problemQuote
		}
		c.quotedText(literal)
	case '.':
		size = c.dot(i)
	case ' ':
		size = c.blank()
	case 'K':
		c.emit(readOp{code: readKind})
		size = 1
	case 'Z':
		c.emit(readOp{code: readZone})
		size = 1
	default:
		run := runLength(c.pattern, i)
		op, known := readFieldOp(ch, run)
		switch {
		case known && op.code == readBroken:
			return 0, problemFraction
		case known:
			c.emit(op)
			size = run
		default:
			size = c.plain(i)
		}
	}
	if mark < len(c.ops) { // else merged into the literal before it, where nothing can jump to
		c.opAt[i] = int32(mark)
	}
	return size, ""
}

// quotedText adds a quoted literal, in which a blank stands for any white space if that is allowed inside.
func (c *layoutCompiler) quotedText(literal string) {
	if !c.inner {
		if literal != "" {
			c.literal(literal)
		}
		return
	}
	for len(literal) > 0 {
		n := 0
		for n < len(literal) && literal[n] != ' ' {
			n++
		}
		if n > 0 {
			c.literal(literal[:n])
			literal = literal[n:]
			continue
		}
		c.spaces()
		literal = literal[1:]
	}
}

// dot adds a dot. Before FF it may be absent together with the digits. What .NET asks for is an F as the second
// character after the dot, so .F alone is not optional, and whatever stands in between is skipped with it.
func (c *layoutCompiler) dot(i int) (size int) {
	next := i + 1
	if next < len(c.pattern) {
		_, n := utf8.DecodeRuneInString(c.pattern[next:])
		next += n
	}
	if next >= len(c.pattern) || c.pattern[next] != 'F' {
		c.literal(".")
		return 1
	}
	c.dots = append(c.dots, len(c.ops))
	c.dotTo = append(c.dotTo, next+runLength(c.pattern, next))
	c.emit(readOp{code: readDot})
	return 1
}

// blank adds a blank. Trailing white space allowed makes any blank of the pattern optional: .NET then tries the
// next part, meaning to help cultures whose AM is empty.
func (c *layoutCompiler) blank() (size int) {
	switch {
	case c.inner: // spaces has been emitted and is all there is to it
	case c.trailing:
		c.emit(readOp{code: readOptionalBlank})
	default:
		c.literal(" ")
	}
	return 1
}

// plain adds a character that stands for itself, or GMT, which marks the text as UTC.
func (c *layoutCompiler) plain(i int) (size int) {
	const gmt = "GMT"
	if foldedPrefix(c.pattern, i, gmt) {
		c.emit(readOp{code: readGMT, text: gmt})
		return len(gmt)
	}
	_, size = utf8.DecodeRuneInString(c.pattern[i:])
	c.literal(c.pattern[i : i+size])
	return size
}

// readFieldOp returns the operation of a run of one letter; ok is false for a letter that stands for itself.
func readFieldOp(letter byte, run int) (op readOp, ok bool) {
	switch letter {
	case 'y':
		op = numberOp(partYear, run, max(run, 2))
		if run <= 2 {
			op.traits = shortYear
		}
	case 'M':
		if run > 2 {
			return readOp{code: readMonthName, min: int32(run)}, true
		}
		op = numberOp(partMonth, run, 2)
	case 'd':
		if run > 2 {
			return readOp{code: readDayName, min: int32(run)}, true
		}
		op = numberOp(partDay, run, 2)
	case 'h':
		op = numberOp(partHour, min(run, 2), 2)
		op.traits = twelveHours
	case 'H':
		op = numberOp(partHour, min(run, 2), 2)
	case 'm':
		op = numberOp(partMinute, min(run, 2), 2)
	case 's':
		op = numberOp(partSecond, min(run, 2), 2)
	case 'f', 'F':
		if run > maxFraction {
			return readOp{code: readBroken}, true
		}
		op = numberOp(partFraction, run, run)
		if letter == 'F' {
			op.min = 0
		}
	case 't':
		op = readOp{code: readTimeMark, min: int32(min(run, 2))}
	case 'g':
		op = readOp{code: readEra}
	case 'z':
		op = readOp{code: readOffset, min: int32(min(run, 3))}
	default:
		return readOp{}, false
	}
	return op, true
}

// numberOp reads a number. As a rule a run of one letter takes one or two digits and a run of two exactly two;
// y takes exactly as many as it is long.
func numberOp(part uint8, least, most int) readOp {
	return readOp{code: readNumber, part: part, min: int32(least), max: int32(most)}
}
