package netdate

import "unicode/utf8"

// maxFraction is the number of digits in a second's 100 ns steps, the longest run of f or F there is.
const maxFraction = 7

// The standard formats and layouts of the invariant culture, which is 24-hour and zero-padded.
const (
	generalPattern   = "MM/dd/yyyy HH:mm:ss"
	roundTripPattern = "yyyy'-'MM'-'dd'T'HH':'mm':'ss'.'fffffffK"
)

// standardPattern returns the custom pattern that a one-letter format stands for.
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
	problemStandard  = "a single letter must be a standard format, and this is none (write % before it)"
	problemPercent   = "% must stand before a character other than %"
	problemBackslash = `\ must stand before a character`
	problemQuote     = "the quote is not closed"
	problemFraction  = "more than 7 digits of a second"
	problemEmpty     = "the format is empty"
)

type printOp struct {
	code  printCode
	value clockValue
	n     int    // the run's length, already cut to what makes a difference
	text  string // for printText
}

type printCode uint8

const (
	printText printCode = iota
	printPair           // two digits of a value
	printShort          // the same without a leading zero
	printYear
	printFraction
	printFractionTrimmed
	printTimeMark
	printDayName
	printMonthName
	printKind
)

// Format is a compiled pattern that prints dates as .NET's DateTime.ToString does. It is immutable and safe for
// concurrent use. CompileFormat makes it; the zero value prints nothing.
type Format struct {
	ops      []printOp
	fixed    *stencil // set if the format prints digits in fixed places only
	needDate bool
	needTime bool
}

// CompileFormat returns the Format of a custom pattern, of a standard one of a single letter, or of "" (which is G).
// A pattern that .NET refuses with a FormatException gives a *FormatError.
func CompileFormat(pattern string) (*Format, error) {
	custom := pattern
	switch len(pattern) {
	case 0:
		custom = generalPattern
	case 1:
		var ok bool
		if custom, ok = standardPattern(pattern[0]); !ok {
			return nil, formatError(pattern, 0, problemStandard)
		}
	}
	f := &Format{}
	for i := 0; i < len(custom); {
		size, problem := f.add(custom, i)
		if problem != "" {
			return nil, formatError(custom, i, problem)
		}
		i += size
	}
	f.fixed = newStencil(f.ops)
	return f, nil
}

// add compiles the part of pattern that starts at i and returns its length in bytes.
func (f *Format) add(pattern string, i int) (size int, problem string) {
	switch c := pattern[i]; c {
	case '\'', '"':
		literal, size, ok := quoted(pattern, i)
		if !ok {
			return 0, problemQuote
		}
		f.literal(literal)
		return size, ""
	case '%':
		return f.single(pattern, i)
	case '\\':
		if i+1 == len(pattern) {
			return 0, problemBackslash
		}
		_, size := utf8.DecodeRuneInString(pattern[i+1:])
		f.literal(pattern[i+1 : i+1+size])
		return 1 + size, ""
	case 'K':
		f.ops = append(f.ops, printOp{code: printKind})
		return 1, ""
	default:
		run := runLength(pattern, i)
		op, ok, problem := fieldOp(c, run)
		if problem != "" {
			return 0, problem
		}
		if !ok {
			f.literal(pattern[i : i+1])
			return 1, ""
		}
		f.field(op)
		return run, ""
	}
}

// single compiles % and the one character after it, which is taken alone: %dd is d twice.
func (f *Format) single(pattern string, i int) (size int, problem string) {
	if i+1 == len(pattern) || pattern[i+1] == '%' {
		return 0, problemPercent
	}
	_, size = utf8.DecodeRuneInString(pattern[i+1:])
	if _, problem = f.add(pattern[i+1:i+1+size], 0); problem != "" {
		return 0, problem
	}
	for j := 1; j < size; j++ { // add took only the first byte of a wide character
		f.literal(pattern[i+1+j : i+2+j])
	}
	return 1 + size, ""
}

func (f *Format) literal(text string) {
	if last := len(f.ops) - 1; last >= 0 && f.ops[last].code == printText {
		f.ops[last].text += text
		return
	}
	if text != "" {
		f.ops = append(f.ops, printOp{code: printText, text: text})
	}
}

func (f *Format) field(op printOp) {
	if op.code == printText {
		f.literal(op.text)
		return
	}
	f.ops = append(f.ops, op)
	switch {
	case op.code == printYear || op.code == printMonthName:
		f.needDate = true
	case op.code == printTimeMark:
		f.needTime = true
	case op.code == printPair || op.code == printShort:
		f.needDate = f.needDate || op.value <= lastDateValue
		f.needTime = f.needTime || op.value > lastDateValue
	}
}

// fieldOp returns the operation of a run of one letter; ok is false for a letter that stands for itself.
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
		op = printOp{code: printTimeMark, n: min(run, 2)}
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
		// The server's zone is UTC, so the offset is the same for every kind.
		op = printOp{code: printText, text: [...]string{"+0", "+00", "+00:00"}[min(run, 3)-1]}
	default:
		return op, false, ""
	}
	if run > maxFraction && (letter == 'f' || letter == 'F') {
		return op, false, problemFraction
	}
	return op, true, ""
}

func digitsOp(value clockValue, run int) printOp {
	if run == 1 {
		return printOp{code: printShort, value: value}
	}
	return printOp{code: printPair, value: value}
}

// runLength counts how often the byte at pattern[i] is repeated there.
func runLength(pattern string, i int) int {
	n := 1
	for i+n < len(pattern) && pattern[i+n] == pattern[i] {
		n++
	}
	return n
}

// quoted returns the text between the quote at pattern[i] and its partner, where \ takes the next character as it
// is, and the size of it all with its quotes.
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
