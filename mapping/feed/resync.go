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
	column, alone := j.src.column, j.src.line > j.lastLine
	limit := errors.Is(cause, diag.ErrLimit)
	switch {
	case cause == ErrTruncated:
		j.consume(len(j.src.window()))
		j.end(fault{cause: ErrTruncated, problem: diag.Messagef("the input ends inside the last record"),
			remedy: "records may be missing: fetch the input again"})
	case limit && j.src.skim():
		j.lastLine = j.src.line
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
	f := attempt(j.src, &p.parser, func() bool { return p.skip(0) })
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
		ended := strings.HasSuffix(j.src.skipLine(), end)
		c, ok := j.space()
		switch at := j.src.column; {
		case ok && at > column || c == '}':
			continue
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
