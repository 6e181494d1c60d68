package feed

import (
	"errors"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
)

// skipBroken moves behind the broken record at the window's start, or ends the stream. A record must never be made of a part of
// another one, so that what follows counts as the next record only where there is no doubt that it is one.
func (j *jsonRecords) skipBroken(cause error) {
	column, alone := j.src.column, j.src.line > j.lastLine
	limit := errors.Is(cause, ErrLimit)
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

// skipLeniently passes over a record whose quotes, brackets, colons and commas part it into members: its end is certain, even where a
// value is missing or none, a text holds what it must not, a name has no quotes or a comma is left over.
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

// skipByLayout passes over a record that begins a line at the column, counted from 0: the next one does so too, behind a line that
// ends like a record, and all between them stands further to the right, except for closing braces.
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
