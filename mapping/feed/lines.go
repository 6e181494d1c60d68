package feed

import (
	"bytes"
	"io"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/codes"
)

// lineLength returns the length of the line at the start of the window, including its line break, which may be missing at the end of the
// input. ended is false if the line is longer than limit.
func (in *input) lineLength(limit int) (n int, ended bool) {
	from := 0
	for {
		window := in.window()
		if i := bytes.IndexByte(window[from:], '\n'); i >= 0 {
			return from + i + 1, from+i <= limit
		}
		from = len(window)
		if from > limit {
			return from, false
		}
		if !in.more(from + 1) {
			return from, true
		}
	}
}

// skipLine moves the start of the window past the next line break and returns the last two bytes of the line that are not white space.
func (in *input) skipLine() (last string) {
	for {
		window := in.window()
		n := bytes.IndexByte(window, '\n') + 1
		if n == 0 {
			n = len(window)
		}
		line := bytes.TrimRight(window[:n], " \t\r\n")
		last += string(line[max(0, len(line)-2):])
		last = last[max(0, len(last)-2):]
		ended := n > 0 && window[n-1] == '\n'
		in.advance(n)
		if ended || !in.more(1) {
			return last
		}
	}
}

// lineRecords returns the records of JSON Lines. Each line is parsed by itself, so that a broken line never affects another one.
type lineRecords struct {
	in      *input
	parse   recordParser
	ordinal int
}

// newLineRecords reads nothing yet.
func newLineRecords(in *input, opt Options, names *names) *lineRecords {
	l := &lineRecords{in: in}
	l.parse.limits = opt.Limits
	l.parse.names = names
	return l
}

// next returns the record of the next line that is not empty.
func (l *lineRecords) next() (Record, error) {
	for {
		limit := l.parse.limits.RecordBytes
		n, ended := l.in.lineLength(limit)
		line := l.in.window()[:n]
		// A last line without a line break is a record, but not if the reader failed there: then it may be incomplete.
		if n == 0 || line[n-1] != '\n' && l.in.err != nil {
			return Record{}, l.end()
		}
		if len(bytes.TrimSpace(line)) == 0 && ended {
			l.in.advance(n)
			continue
		}
		l.ordinal++
		rec := Record{Ordinal: l.ordinal, Line: l.in.line + 1}
		if !ended {
			f := fault{cause: exceeded(codes.LimitRecordBytes, limit), problem: diag.Messagef("the line is longer than %d bytes", limit),
				remedy: "write one object per line, or raise the limit"}
			rec.Err = f.error(rec.Ordinal, l.in.place(0))
			l.in.skipLine()
			return rec, nil
		}
		l.read(&rec, line)
		l.in.advance(n)
		return rec, nil
	}
}

// end returns how the stream ends.
func (l *lineRecords) end() error {
	if err := l.in.failure(); err != nil {
		return err
	}
	return io.EOF
}

// read sets the attributes or the error of a record. UTF-8 is checked once for the whole line, since the parser looks only at ASCII.
func (l *lineRecords) read(rec *Record, line []byte) {
	p := &l.parse
	p.begin(bytes.TrimRight(line, "\r\n"))
	f := &p.fault
	if l.object() {
		if f = l.in.validText(line, "save the input as UTF-8"); f == nil {
			rec.Attrs = p.attrs
			return
		}
	}
	if f.needMore {
		f.problem = diag.Messagef("the line ends inside the object")
		f.remedy = "write every object on one line, or read objects that span lines as json"
	}
	rec.Err = f.error(rec.Ordinal, l.in.place(f.at))
}

// object reads the one object of a line.
func (l *lineRecords) object() bool {
	p := &l.parse
	c, _ := p.peek()
	if c != '{' {
		return p.fail(p.pos, ErrShape, "write one JSON object per line; read arrays as json", "want an object, got %s", jsonKind(c))
	}
	if !p.record(NDJSON) {
		return false
	}
	if _, more := p.peek(); more {
		return p.unexpected("the end of the line", "write one object per line; read objects in a row as json")
	}
	return true
}
