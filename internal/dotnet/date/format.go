package date

import "strings"

// maxFraction is the longest run of f or F: a second has seven decimal places of 100 ns.
const maxFraction = 7

// Standard patterns of the invariant culture, which uses 24 hours and leading zeros.
const (
	generalPattern   = "MM/dd/yyyy HH:mm:ss"
	roundTripPattern = "yyyy'-'MM'-'dd'T'HH':'mm':'ss'.'fffffffK"
)

// standardPattern returns the custom pattern of a one-letter standard format. U converts to UTC before it prints, which
// changes nothing on a server in UTC. The Z of u and the GMT of r are literal: they are printed for every kind.
func standardPattern(letter byte) (string, bool) {
	switch letter {
	case 'd':
		return "MM/dd/yyyy", true
	case 'D':
		return "dddd, dd MMMM yyyy", true
	case 'f':
		return "dddd, dd MMMM yyyy HH:mm", true
	case 'F', 'U':
		return "dddd, dd MMMM yyyy HH:mm:ss", true
	case 'g':
		return "MM/dd/yyyy HH:mm", true
	case 'G':
		return generalPattern, true
	case 'm', 'M':
		return "MMMM dd", true
	case 'o', 'O':
		return roundTripPattern, true
	case 'r', 'R':
		return "ddd, dd MMM yyyy HH':'mm':'ss 'GMT'", true
	case 's':
		return "yyyy'-'MM'-'dd'T'HH':'mm':'ss", true
	case 't':
		return "HH:mm", true
	case 'T':
		return "HH:mm:ss", true
	case 'u':
		return "yyyy'-'MM'-'dd HH':'mm':'ss'Z'", true
	case 'y', 'Y':
		return "yyyy MMMM", true
	default:
		return "", false
	}
}

const (
	problemStandard  = "not a standard format; write % before a single custom letter"
	problemPercent   = "% must be followed by a character other than %"
	problemBackslash = `\ must be followed by a character`
	problemQuote     = "unterminated quote"
	problemFraction  = "more than 7 digits of a fraction of a second"
	problemEmpty     = "empty format"
)

// printOp is an operation of a compiled Format: it prints one part of a date.
type printOp struct {
	code  printCode
	value clockValue
	n     int    // length of the run, capped where longer runs print the same
	text  string // for printText
}

type printCode uint8

const (
	printText  printCode = iota
	printPair            // two digits of a value
	printShort           // the same without a leading zero
	printYear
	printFraction
	printFractionTrimmed
	printDesignator
	printDayName
	printMonthName
	printKind
)

// Format is a compiled pattern that prints dates as .NET's DateTime.ToString does. CompileFormat returns one. It is
// immutable and safe for concurrent use; the zero value prints nothing.
type Format struct {
	pattern  string
	ops      []printOp
	fixed    *template // fast path; nil if the length or place of some digits varies
	needDate bool
	needTime bool
}

// CompileFormat returns the Format of a custom pattern, of a one-letter standard pattern, or of "", which means G.
// It returns a *FormatError for a pattern that .NET refuses with a FormatException. A pattern of one UTF-16 code unit is a
// standard one or an error, whatever the character; an emoji has two units and is custom.
func CompileFormat(pattern string) (*Format, error) {
	custom := pattern
	switch {
	case pattern == "":
		custom = generalPattern
	case oneUnit(pattern):
		var ok bool
		if custom, ok = standardPattern(pattern[0]); !ok {
			return nil, formatError(pattern, 0, problemStandard)
		}
	}
	c := &formatCompiler{pattern: custom}
	for i := 0; i < len(custom); {
		size, problem := c.part(i)
		if problem != "" {
			return nil, formatError(custom, i, problem)
		}
		i += size
	}
	c.finishText()
	c.format.pattern = clip(pattern)
	c.format.fixed = newTemplate(c.format.ops)
	return &c.format, nil
}

// Pattern returns the beginning of the compiled pattern: at least its first 40 characters.
func (f *Format) Pattern() string { return f.pattern }

// formatCompiler compiles a pattern in one pass. It works on bytes: all letters with a meaning are ASCII, so that the bytes of
// other characters are literal one by one.
type formatCompiler struct {
	pattern string
	text    []byte // literal text since the last operation
	format  Format
}

// part compiles the part of the pattern at index i and returns its length in bytes.
func (c *formatCompiler) part(i int) (size int, problem string) {
	switch letter := c.pattern[i]; letter {
	case '\'', '"':
		literal, size, ok := quoted(c.pattern, i)
		if !ok {
			return 0, problemQuote
		}
		c.text = append(c.text, literal...)
		return size, ""
	case '%':
		return c.single(i)
	case '\\':
		if i+1 == len(c.pattern) {
			return 0, problemBackslash
		}
		c.text = append(c.text, c.pattern[i+1])
		return 2, ""
	case 'K':
		c.field(printOp{code: printKind})
		return 1, ""
	default:
		return c.run(letter, runLength(c.pattern, i))
	}
}

// run compiles a run of one letter, or a single literal character.
func (c *formatCompiler) run(letter byte, length int) (size int, problem string) {
	op, ok, problem := fieldOp(letter, length)
	switch {
	case problem != "":
		return 0, problem
	case !ok:
		c.text = append(c.text, letter)
		return 1, ""
	default:
		c.field(op)
		return length, ""
	}
}

// single compiles % and the character after it, which is a run of its own: %dd is two single d.
func (c *formatCompiler) single(i int) (size int, problem string) {
	if i+1 == len(c.pattern) {
		return 0, problemPercent
	}
	switch letter := c.pattern[i+1]; letter {
	case '%':
		return 0, problemPercent
	case '\'', '"':
		return 0, problemQuote
	case '\\':
		return 0, problemBackslash
	case 'K':
		c.field(printOp{code: printKind})
	default:
		if _, problem = c.run(letter, 1); problem != "" {
			return 0, problem
		}
	}
	return 2, ""
}

// field appends an operation after the pending literal text. An operation that prints the same for every date, such as
// an offset on a server in UTC, becomes literal text itself.
func (c *formatCompiler) field(op printOp) {
	if op.code == printText {
		c.text = append(c.text, op.text...)
		return
	}
	c.finishText()
	f := &c.format
	f.ops = append(f.ops, op)
	switch op.code {
	case printYear, printMonthName:
		f.needDate = true
	case printDesignator:
		f.needTime = true
	case printPair, printShort:
		f.needDate = f.needDate || op.value <= lastDateValue
		f.needTime = f.needTime || op.value > lastDateValue
	default: // reads neither
	}
}

// finishText turns the pending literal text into an operation.
func (c *formatCompiler) finishText() {
	if len(c.text) > 0 {
		c.format.ops = append(c.format.ops, printOp{code: printText, text: string(c.text)})
		c.text = c.text[:0]
	}
}

// fieldOp returns the operation for a run of one letter. It reports false for a literal letter. A run longer than those that
// .NET distinguishes prints like the longest of them; only y pads to any length, and f and F have a limit.
func fieldOp(letter byte, run int) (op printOp, ok bool, problem string) {
	switch letter {
	case 'g':
		op = printOp{code: printText, text: eraName}
	case 'h':
		op = digitsOp(valueHour12, run)
	case 'H':
		op = digitsOp(valueHour, run)
	case 'm':
		op = digitsOp(valueMinute, run)
	case 's':
		op = digitsOp(valueSecond, run)
	case 'f':
		op = printOp{code: printFraction, n: run}
	case 'F':
		op = printOp{code: printFractionTrimmed, n: run}
	case 't':
		op = printOp{code: printDesignator, n: min(run, 2)}
	case 'd':
		if op = digitsOp(valueDay, run); run > 2 {
			op = printOp{code: printDayName, n: run}
		}
	case 'M':
		if op = digitsOp(valueMonth, run); run > 2 {
			op = printOp{code: printMonthName, n: run}
		}
	case 'y':
		if op = digitsOp(valueYearOfCentury, run); run > 2 {
			op = printOp{code: printYear, n: run}
		}
	case 'z':
		// The server's zone is UTC, so every kind has the same offset.
		op = printOp{code: printText, text: [...]string{"+0", "+00", "+00:00"}[min(run, 3)-1]}
	default:
		return op, false, ""
	}
	if run > maxFraction && (letter == 'f' || letter == 'F') {
		return op, false, problemFraction
	}
	return op, true, ""
}

// digitsOp returns the operation that prints a value without a leading zero for a run of one letter, and with two
// digits for a longer run.
func digitsOp(value clockValue, run int) printOp {
	if run == 1 {
		return printOp{code: printShort, value: value}
	}
	return printOp{code: printPair, value: value}
}

// runLength returns the length of the run of the letter at pattern[i]. For literal letters it is 1: they are compiled
// one at a time, so counting their runs would make a long one cost quadratic time.
func runLength(pattern string, i int) int {
	n := 1
	if strings.IndexByte("dfFghHmMstyz", pattern[i]) < 0 {
		return n
	}
	for i+n < len(pattern) && pattern[i+n] == pattern[i] {
		n++
	}
	return n
}

// quoted returns the literal text between the quote at pattern[i] and the closing one, in which \ escapes the next
// character, and the size of the whole in bytes, quotes included. It reports false if the quote is not closed.
// Formats and layouts share it, so that they agree on what is literal.
func quoted(pattern string, i int) (literal string, size int, ok bool) {
	var unescaped []byte
	for j := i + 1; j < len(pattern); j++ {
		switch c := pattern[j]; {
		case c == pattern[i]:
			return string(unescaped), j + 1 - i, true
		case c == '\\' && j+1 == len(pattern):
			return "", 0, false
		case c == '\\':
			j++
			unescaped = append(unescaped, pattern[j])
		default:
			unescaped = append(unescaped, c)
		}
	}
	return "", 0, false
}
