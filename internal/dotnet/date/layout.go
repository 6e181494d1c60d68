package date

import (
	"slices"
	"unicode/utf8"
)

// readOp is an operation of a compiled Layout: it reads one part of a text.
type readOp struct {
	code   readCode
	part   uint8  // for readNumber
	traits traits // for readNumber
	min    int32  // fewest digits, or the length of the run
	max    int32  // most digits
	to     int32  // operation to continue with: for readJump, and for readDot if the dot is absent
	text   string // for readText, readOptionalSpace and readGMT
}

// readCode is the kind of a readOp. readBroken is a malformed part: it fails for the texts that reach it.
type readCode uint8

const (
	readText readCode = iota
	readNumber
	readSpaces
	readOptionalSpace
	readDot
	readMonthName
	readDayName
	readEra
	readDesignator
	readOffset
	readZone
	readKind
	readGMT
	readJump
	readBroken
)

// noJump as the target of a jump is the end of the operations.
const noJump = -1

// Layout is a compiled pattern that parses dates as .NET's DateTime.ParseExact does. CompileLayout returns one. It is
// immutable and safe for concurrent use.
type Layout struct {
	pattern   string
	styles    Styles
	ops       []readOp
	head      head
	utc       bool // the standard layout U: the text is UTC
	roundTrip bool // the standard layout o without styles, for which .NET has a separate, stricter routine
	ascii     bool // the standard layout r without styles, whose routine knows no other characters
	today     bool // see ReadsToday
}

// CompileLayout returns the Layout of a custom or one-letter standard pattern under styles, which decide where white
// space is allowed and what a text without an offset means. It returns a *StyleError for styles that exclude each
// other and a *FormatError for a pattern that no text can match. The cost is linear in the length of the pattern.
// The empty pattern is refused, while CompileFormat reads it as G: .NET has a default for printing only.
func CompileLayout(pattern string, styles Styles) (*Layout, error) {
	if err := styles.check(); err != nil {
		return nil, err
	}
	l := &Layout{pattern: clip(pattern), styles: styles}
	custom := pattern
	switch {
	case pattern == "":
		return nil, formatError(pattern, 0, problemEmpty)
	case oneUnit(pattern):
		var ok bool
		if custom, ok = standardPattern(pattern[0]); !ok {
			return nil, formatError(pattern, 0, problemStandard)
		}
		l.utc = pattern == "U"
		l.roundTrip = lower(pattern[0]) == 'o' && styles == None
		l.ascii = lower(pattern[0]) == 'r' && styles == None
	}
	c := newLayoutCompiler(custom, styles)
	if problem, offset := c.compile(); problem != "" {
		return nil, formatError(custom, offset, problem)
	}
	l.ops = slices.Clone(c.ops) // drops the spare capacity
	l.head = newHead(c.ops)
	l.today = !l.roundTrip && readsToday(l.ops, styles)
	return l, nil
}

// Pattern returns the beginning of the compiled pattern: at least its first 40 characters.
func (l *Layout) Pattern() string { return l.pattern }

// Styles returns the styles of the layout.
func (l *Layout) Styles() Styles { return l.styles }

// layoutCompiler compiles a pattern into operations. It records the operation at each offset in the pattern, because
// an absent dot makes parsing continue at another offset, which need not be the start of a part: .NET skips characters
// of the pattern without interpreting them.
type layoutCompiler struct {
	pattern  string
	start    int
	trailing bool
	inner    bool
	ops      []readOp
	text     []byte // text of the last operation if it is a readText being extended
	opAt     map[int]int32
	dots     []int // readDot operations whose jump is still to be set
	dotTo    []int // the offsets they jump to
}

// newLayoutCompiler returns a compiler of a pattern without the white space at its ends that the styles make
// insignificant. As .NET does, it also trims just inside a quote at either end.
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

// isQuote reports whether c opens or closes literal text in a pattern.
func isQuote(c byte) bool { return c == '\'' || c == '"' }

// compile compiles the pattern and then the continuations of absent dots. A malformed part is an error only if every
// text reaches it: .NET parses pattern and text side by side and does not notice a part it jumps over.
func (c *layoutCompiler) compile() (problem string, offset int) {
	problem, offset = c.path(c.start)
	if problem != "" && !c.avoidable() {
		return problem, offset
	}
	c.emit(readOp{code: readJump, to: noJump})
	for i := 0; i < len(c.dots); i++ {
		// The list grows while it is worked off: a continuation may have optional dots of its own. Each offset is compiled
		// once at most, so that the work stays linear.
		to, known := c.opAt[c.dotTo[i]]
		if !known {
			to = int32(len(c.ops))
			// A malformed part here is no error: texts that have the dot do not reach it.
			c.path(c.dotTo[i])
			c.emit(readOp{code: readJump, to: noJump})
		}
		c.ops[c.dots[i]].to = to
	}
	return "", 0
}

// avoidable reports whether an absent dot can jump over the malformed part, to an offset not yet compiled.
// An offset that has been compiled is before the malformed part, or is that part.
func (c *layoutCompiler) avoidable() bool {
	for _, to := range c.dotTo {
		if _, known := c.opAt[to]; !known {
			return true
		}
	}
	return false
}

// path compiles from offset i to the end of the pattern, or to a part that has been compiled.
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

// emit appends an operation after the pending literal text.
func (c *layoutCompiler) emit(op readOp) {
	c.finishText()
	c.ops = append(c.ops, op)
}

// literal adds text to match exactly. It extends the preceding literal unless white space is allowed between them.
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

// finishText stores the pending literal text in the last operation, which literal has added for it.
func (c *layoutCompiler) finishText() {
	if len(c.text) > 0 {
		c.ops[len(c.ops)-1].text = string(c.text)
		c.text = c.text[:0]
	}
}

// spaces allows any white space here if the styles allow it inside. Two in a row would do no more than one.
func (c *layoutCompiler) spaces() {
	if last := len(c.ops) - 1; c.inner && (last < 0 || c.ops[last].code != readSpaces) {
		c.emit(readOp{code: readSpaces})
	}
}

// part compiles the part of the pattern at index i and returns its length in bytes.
func (c *layoutCompiler) part(i int) (size int, problem string) {
	// The spaces before a part belong to it: a jump to its offset must allow them, too.
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
		c.dot(i)
		size = 1
	case 'K':
		c.emit(readOp{code: readKind})
		size = 1
	case 'Z':
		c.emit(readOp{code: readZone})
		size = 1
	default:
		if size = spaceLen(c.pattern, i); size > 0 {
			c.space(c.pattern[i : i+size])
			break
		}
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
	if mark < len(c.ops) { // else it extended the preceding literal, into which nothing can jump
		c.opAt[i] = int32(mark)
	}
	return size, ""
}

// quotedText adds a quoted literal, in which white space matches any white space if the styles allow that inside.
// Other characters between match exactly.
func (c *layoutCompiler) quotedText(literal string) {
	if !c.inner {
		if literal != "" {
			c.literal(literal)
		}
		return
	}
	for i := 0; i < len(literal); {
		from := i
		for i < len(literal) && spaceLen(literal, i) == 0 {
			i++
		}
		if i > from {
			c.literal(literal[from:i])
			continue
		}
		c.spaces()
		i += spaceLen(literal, i)
	}
}

// dot adds a dot, which with a following FF is optional together with its digits. .NET tests whether the second
// character after the dot is F, whatever the first one is. So .F is not optional, while .xF is, and x is skipped
// with it.
func (c *layoutCompiler) dot(i int) {
	next := i + 1
	if next < len(c.pattern) {
		_, n := utf8.DecodeRuneInString(c.pattern[next:])
		next += n
	}
	if next >= len(c.pattern) || c.pattern[next] != 'F' {
		c.literal(".")
		return
	}
	c.dots = append(c.dots, len(c.ops))
	c.dotTo = append(c.dotTo, next+runLength(c.pattern, next))
	c.emit(readOp{code: readDot})
}

// space adds a character of white space, any of the 25. If the styles allow inner white space it stands for any amount of
// it. If they allow trailing white space it is optional, wherever it is: .NET goes on with the next part, for the sake of
// cultures whose AM designator is empty.
func (c *layoutCompiler) space(char string) {
	switch {
	case c.inner: // part has already added spaces, which covers this one
	case c.trailing:
		c.emit(readOp{code: readOptionalSpace, text: char})
	default:
		c.literal(char)
	}
}

// plain adds a literal character, or GMT, which marks the text as UTC.
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

// readFieldOp returns the operation for a run of one letter. It reports false for a literal letter. A readBroken
// operation means that the run is too long.
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
		op = readOp{code: readDesignator, min: int32(min(run, 2))}
	case 'g':
		op = readOp{code: readEra}
	case 'z':
		op = readOp{code: readOffset, min: int32(min(run, 3))}
	default:
		return readOp{}, false
	}
	return op, true
}

// numberOp returns an operation that reads a number of least to most digits. In general a run of one letter reads one
// or two digits and a run of two reads exactly two; a run of three or more y reads as many digits as it has letters.
func numberOp(part uint8, least, most int) readOp {
	return readOp{code: readNumber, part: part, min: int32(least), max: int32(most)}
}
