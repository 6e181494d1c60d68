package feed

import (
	"errors"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
)

// skipBroken skips the broken record at the start of the window, or ends the stream. No record may consist of a part of another one, so
// what follows is the next record only if that is certain. There are three ways to be certain, tried in this order: the skimmer, for a
// record that is only too large; lenient scanning, for one whose structure is sound; the layout, for one that begins a line.
func (j *jsonRecords) skipBroken(cause error) {
	// alone means that no other record begins on the line: only then does the layout show where records begin.
	column, alone := j.in.column, j.in.line > j.lastLine
	limit := errors.Is(cause, diag.ErrLimit)
	switch {
	case errors.Is(cause, ErrTruncated):
		j.consume(len(j.in.window()))
		j.end(fault{cause: ErrTruncated, problem: diag.Messagef("the input ends inside the last record"),
			remedy: "records may be missing: fetch the input again"})
	case limit && j.in.skim():
		j.lastLine = j.in.line
	case !limit && j.skipLeniently():
	case !limit && alone:
		j.skipByLayout(column)
	default:
		j.abandon()
	}
}

// skipLeniently skips a record whose quotes, brackets, colons and commas separate its members: its end is certain even if a value is
// missing or malformed, a string contains a control character, a name has no quotes or there is a trailing comma.
func (j *jsonRecords) skipLeniently() bool {
	p := &j.parse
	p.lenient = true
	f := attempt(j.in, &p.parser, func() bool { return p.skip(0) })
	p.lenient = false
	if f == nil {
		j.consume(p.pos)
	}
	return f == nil
}

// skipByLayout skips a record that begins a line at the column, counted from 0. The next record begins a line at the same column, after
// a line that ends like a record; all lines between them are indented further, except for closing braces.
func (j *jsonRecords) skipByLayout(column int) {
	end := "}"
	if j.state == inArray {
		end = "},"
	}
	for {
		ended := strings.HasSuffix(j.in.skipLine(), end)
		c, ok := j.space()
		switch at := j.in.column; {
		case ok && at > column || c == '}':
			continue // still inside the broken record
		case ok && c == '{' && at == column && ended:
			j.resynced = true
		case ok && c == ']' && j.state == inArray:
			j.resynced = true
			j.closeArray()
		default:
			j.abandon()
		}
		return
	}
}

// skimmer finds the end of a JSON object that cannot be parsed, by its quotes and brackets alone. It accepts the text in pieces.
type skimmer struct {
	open     []byte // the brackets that are not closed yet
	inString bool
	escaped  bool
}

// skimState is what the skimmer knows of the end of the object.
type skimState uint8

const (
	skimMore skimState = iota // the object is not complete
	skimDone                  // its last bracket is closed
	skimLost                  // brackets do not match: the end of the object is unknown
)

// maxSkimDepth bounds the memory for hostile input; it is far above the depth of any record within the limits.
const maxSkimDepth = 1 << 20

// feed returns how much of text belongs to the object.
func (k *skimmer) feed(text []byte) (n int, state skimState) {
	for i, c := range text {
		switch {
		case k.inString:
			k.inside(c)
		case c == '"':
			k.inString = true
		case c == '{' || c == '[':
			if len(k.open) == maxSkimDepth {
				return i, skimLost
			}
			k.open = append(k.open, c)
		case c == '}' || c == ']':
			last := len(k.open) - 1
			// In ASCII a closing bracket is the opening one plus two.
			if k.open[last] != c-2 {
				return i, skimLost
			}
			k.open = k.open[:last]
			if last == 0 {
				return i + 1, skimDone
			}
		}
	}
	return len(text), skimMore
}

// inside handles a character of a string. A string contains no line break: if there is one, the closing quote before it is missing, and
// taking the string as closed lets the brackets of the following lines count again.
func (k *skimmer) inside(c byte) {
	switch {
	case c == '\n':
		k.inString, k.escaped = false, false
	case k.escaped:
		k.escaped = false
	case c == '\\':
		k.escaped = true
	case c == '"':
		k.inString = false
	}
}

// skim moves the start of the window past the object that starts there; ok is false if its end is unknown.
func (in *input) skim() (ok bool) {
	var k skimmer
	for {
		n, state := k.feed(in.window())
		in.advance(n)
		switch {
		case state == skimDone:
			return true
		case state == skimLost || !in.more(1):
			return false
		}
	}
}
