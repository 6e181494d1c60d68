package feed

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/codes"
)

// jsonRecords returns the records of the JSON formats except JSON Lines. It is a state machine, because an input may contain several JSON
// texts, each of which is a record, an array of records or an object around one (an envelope).
type jsonRecords struct {
	in     *input
	parse  recordParser
	format Format

	state        jsonState
	texts        int    // JSON texts read so far
	bare         bool   // the last of them was itself a record: those after it are not searched for an envelope
	page         page   // what the last envelope says of further pages
	nested       bool   // the array of records is in an object d of the envelope
	elements     int    // elements of the current array
	listed       int    // elements of all arrays in envelopes
	array        string // the member of the envelope that holds the array of records; "" for an array without an envelope
	first        bool   // no element of the array has been read
	missingComma bool   // no comma precedes the next element
	ordinal      int
	final        error // how the stream ends, returned after the last record

	lastLine int  // the line on which the consumed text ends, from 0; -1 before any
	resynced bool // skipBroken has moved to the next record
}

// jsonState is where the stream is between two calls of next.
type jsonState uint8

const (
	betweenTexts jsonState = iota // also before the first and after the last text
	inArray
	afterArray // in the rest of the array's envelope
)

// newJSONRecords reads nothing yet: the first fault is one of the first record.
func newJSONRecords(in *input, format Format, opt Options, names *names) *jsonRecords {
	j := &jsonRecords{in: in, format: format, lastLine: -1}
	j.parse.limits = opt.Limits
	j.parse.names = names
	j.parse.fold = format.foldsNames()
	return j
}

// next runs the state machine until it has a record or the stream ends.
func (j *jsonRecords) next() (Record, error) {
	for j.final == nil {
		var rec Record
		var ok bool
		switch j.state {
		case betweenTexts:
			rec, ok = j.text()
		case inArray:
			rec, ok = j.element()
		case afterArray:
			j.tail()
		}
		if ok {
			return rec, nil
		}
	}
	return Record{}, j.final
}

// end makes f, whose place counts from the start of the window, the end of the stream. The reader's own error takes precedence.
func (j *jsonRecords) end(f fault) {
	if j.final = j.in.failure(); j.final == nil {
		j.final = f.error(0, j.in.place(f.at))
	}
}

// space skips white space and returns the byte after it; ok is false at the end of the input.
func (j *jsonRecords) space() (c byte, ok bool) {
	for {
		window := j.in.window()
		n := 0
		for n < len(window) && (window[n] == ' ' || '\t' <= window[n] && window[n] <= '\r' && window[n] != '\v' && window[n] != '\f') {
			n++
		}
		if n > 0 {
			j.in.advance(n)
		}
		if n < len(window) {
			return window[n], true
		}
		if !j.in.more(1) {
			return 0, false
		}
	}
}

// consume moves the start of the window past n bytes that are not white space.
func (j *jsonRecords) consume(n int) {
	j.in.advance(n)
	j.lastLine = j.in.line
}

// text starts the next JSON text of the input. It returns a record if the text is one.
func (j *jsonRecords) text() (rec Record, ok bool) {
	c, ok := j.space()
	switch {
	case !ok && j.texts > 0 && j.in.err == nil && j.page.incomplete(j.listed):
		j.end(fault{cause: ErrTruncated, problem: j.page.problem(j.listed),
			remedy: "records are missing: fetch all pages, and put them after each other or into one array"})
	case !ok && j.texts > 0 && j.in.err == nil:
		j.final = io.EOF
	case !ok:
		j.end(fault{cause: ErrTruncated, problem: diag.Messagef("the input is empty: want %s", j.expected()),
			remedy: "check that its writer has finished"})
	case c == '[' && j.format != SCIMBulk:
		j.consume(1)
		j.startArray("")
	case c != '{':
		j.end(fault{cause: ErrShape, problem: diag.Messagef("want %s, got %s", j.expected(), found(j.in.window())),
			remedy: j.otherFormat(c)})
	// A stream of bare records is not searched for envelopes: a record with a member named Resources must not swallow its neighbors.
	case (j.bare || !j.openEnvelope()) && j.final == nil:
		return j.single()
	}
	return Record{}, false
}

// expected names what the format wants at the start of a text.
func (j *jsonRecords) expected() diag.Name {
	if j.format == SCIMBulk {
		return "a bulk request, an object with Operations"
	}
	return "an object or an array of objects"
}

// otherFormat returns a remedy for a text that starts with c: most often the input has another format.
func (j *jsonRecords) otherFormat(c byte) string {
	switch {
	case c == '[':
		return "read an array of users as scim"
	case j.texts > 0:
		return "delete what does not belong to the data"
	}
	return "if the input is CSV, read it as csv"
}

// startArray enters the array of records that is the member name of an envelope, or the text itself if name is empty.
func (j *jsonRecords) startArray(name string) {
	j.state, j.array, j.first, j.missingComma = inArray, name, true, false
	j.bare, j.elements = false, 0
}

// single reads a record outside an array, perhaps one of several in a row.
func (j *jsonRecords) single() (Record, bool) {
	j.bare = true
	j.texts++
	rec := j.read()
	if c, ok := j.space(); ok && rec.Err == nil && c != '{' && c != '[' {
		j.reject(&rec, "the end or another object", "put several objects between [ and ] when commas separate them")
	}
	return rec, true
}

// reject withdraws a record because what follows it does not belong there: a bracket inside it may be wrong.
func (j *jsonRecords) reject(rec *Record, want diag.Name, remedy string) {
	f := fault{cause: ErrSyntax, remedy: remedy}
	f.problem = diag.Messagef("want %s after the object, got %s", want, found(j.in.window()))
	rec.Attrs, rec.Err = nil, f.error(rec.Ordinal, j.in.place(0))
	j.abandon()
}

// abandon ends the stream: the start of the next record is unknown.
func (j *jsonRecords) abandon() {
	if j.final == nil {
		j.end(fault{cause: ErrSyntax, problem: diag.Messagef("the rest cannot be read: the start of the next record is unknown"),
			remedy: fmt.Sprintf("correct record %d and read the input again", j.ordinal)})
	}
}

// element reads the next record of the current array, or the array's end.
func (j *jsonRecords) element() (Record, bool) {
	c, ok := j.space()
	switch {
	case !ok:
		j.truncated()
		return Record{}, false
	case c == ']' && j.first:
		j.closeArray()
		return Record{}, false
	case c == ']' || c == ',' || c == '}':
		// A missing element may be a lost record, so the stream cannot just continue.
		j.end(fault{cause: ErrSyntax, problem: diag.Messagef("want an object, got %s", found(j.in.window())),
			remedy: "separate objects by one comma each"})
		return Record{}, false
	}
	j.first = false
	j.elements++
	at, missingComma := j.in.place(0), j.missingComma
	rec := j.read()
	// Without a comma the two objects may be one record with a damaged part in the middle.
	if missingComma && rec.Err == nil {
		f := fault{cause: ErrSyntax, problem: diag.Messagef("want a comma before the object"),
			remedy: "put one between every two objects"}
		rec.Attrs, rec.Err = nil, f.error(rec.Ordinal, at)
	}
	if j.final == nil && !j.resynced {
		j.afterElement(&rec)
	}
	return rec, true
}

// afterElement reads what follows an element of the array.
func (j *jsonRecords) afterElement(rec *Record) {
	j.missingComma = false
	c, ok := j.space()
	switch {
	case !ok:
		j.truncated()
	case c == ',':
		j.consume(1)
	case c == ']':
		j.closeArray()
	case rec.Err != nil:
		j.abandon()
	case c == '{':
		// The next element reports the missing comma, because it has the place.
		j.missingComma = true
	default:
		j.reject(rec, "a comma or ]", "separate objects by commas and close every bracket")
	}
}

// truncated ends the stream because the input ends inside an array. A caller that treats missing objects as deleted must know.
func (j *jsonRecords) truncated() {
	j.end(fault{cause: ErrTruncated, problem: diag.Messagef("the input ends before ] closes the array"),
		remedy: "records may be missing: fetch the input again"})
}

// closeArray reads the closing bracket of the array of records.
func (j *jsonRecords) closeArray() {
	j.consume(1)
	j.texts++
	j.state = betweenTexts
	if j.array != "" {
		j.state = afterArray
	}
}

// read reads the record at the start of the window and moves past it.
func (j *jsonRecords) read() Record {
	j.ordinal++
	j.resynced = false
	rec := Record{Ordinal: j.ordinal, Line: j.in.line + 1}
	if c := j.in.window()[0]; c != '{' {
		j.skipOther(&rec)
		return rec
	}
	p := &j.parse
	f := attempt(j.in, &p.parser, func() bool { return p.record(j.format) })
	rec.ID, rec.Method, rec.Endpoint, rec.Attrs = p.id, p.method, p.endpoint, p.attrs
	if f == nil {
		if f = j.in.validText(p.text[:p.pos], "save the input as UTF-8"); f == nil {
			j.consume(p.pos)
			return rec
		}
	}
	// The place is counted before skipBroken moves the window.
	rec.Attrs, rec.Err = nil, f.error(rec.Ordinal, j.in.place(f.at))
	j.skipBroken(f.cause)
	return rec
}

// skipOther skips an element that is not an object.
func (j *jsonRecords) skipOther(rec *Record) {
	p := &j.parse
	what := jsonKind(j.in.window()[0])
	f := attempt(j.in, &p.parser, func() bool { return p.skip(0) })
	other := fault{cause: ErrShape, problem: diag.Messagef("want an object, got %s", what),
		remedy: "every record is an object of named attributes"}
	rec.Err = other.error(rec.Ordinal, j.in.place(0))
	if f == nil {
		j.consume(p.pos)
		return
	}
	rec.Err = f.error(rec.Ordinal, j.in.place(f.at))
	j.abandon()
}

// jsonKind names the kind of the JSON value that starts with c, as an argument of "want …, got …".
func jsonKind(c byte) diag.Message {
	switch {
	case c == '{':
		return diag.Messagef("an object")
	case c == '[':
		return diag.Messagef("an array")
	case c == '"':
		return diag.Messagef("a string")
	case c == '-' || '0' <= c && c <= '9':
		return diag.Messagef("a number")
	case c == 't' || c == 'f':
		return diag.Messagef("true or false")
	case c == 'n':
		return diag.Messagef("null")
	}
	return found([]byte{c})
}

// attempt lets step parse the start of the window, and again with twice as much text as long as the text ends too early. It returns the
// fault of step with its place in the window; the cause is ErrTruncated if the input ends.
func attempt(in *input, p *parser, step func() bool) *fault {
	limit := p.limits.RecordBytes
	p.begin(nil)
	for {
		// A record that spans reads is parsed again from its start: keeping the state of the parser between reads would be faster for
		// records larger than the window, which are rare, and slower for all others.
		window := in.window()
		p.again(window[:min(len(window), limit)])
		switch {
		case step():
			return nil
		case !p.fault.needMore:
			return &p.fault
		case len(window) >= limit:
			return &fault{cause: exceeded(codes.LimitRecordBytes, limit), problem: diag.Messagef("the record is larger than %d bytes", limit),
				remedy: "split it, or raise the limit"}
		case !in.more(min(2*len(window)+1, limit)):
			p.fault.problem, p.fault.remedy = diag.Messagef("the input ends inside the record"), "fetch the input again: it is incomplete"
			return &p.fault
		}
	}
}

// openEnvelope looks for the array of records in the object at the start of the window and goes there. It returns false if the object is
// itself a record, and ends the stream if it can be neither.
func (j *jsonRecords) openEnvelope() bool {
	p := &j.parse
	var e envelope
	f := attempt(j.in, &p.parser, func() (ok bool) {
		e, ok = p.envelope(j.format)
		return ok
	})
	switch {
	case f == nil && e.settings != nil:
		j.end(*e.settings)
	case f == nil && e.array != "":
		j.page, j.nested = e.page, e.nested
		j.consume(p.pos)
		j.startArray(e.array)
		return true
	case j.format == SCIMBulk:
		j.noOperations(f, e)
	case f != nil:
	case j.format == JSON && e.lists == 1 && e.others == 0:
		j.end(fault{cause: ErrShape, problem: diag.Messagef("want an object of attributes, got one that contains only an array of objects"),
			remedy: "pass the array alone, or name it value"})
	case j.format == JSON:
	case e.bulk:
		j.end(fault{cause: ErrShape, problem: diag.Messagef("want users, got a bulk request"), remedy: "read it as scim-bulk"})
	case e.none:
		// A list response without results may leave Resources out (RFC 7644, 3.4.2).
		j.consume(p.pos)
		j.texts++
		return true
	case e.message || e.counted:
		j.end(fault{cause: ErrShape, problem: diag.Messagef("want users, got a SCIM message without Resources"),
			remedy: "check that the request for the users succeeded"})
	}
	return false
}

// noOperations ends a bulk request that has no operations. Its first members show which other format the input has.
func (j *jsonRecords) noOperations(f *fault, e envelope) {
	if f != nil {
		j.end(*f)
		return
	}
	names := make([]string, len(e.names))
	for i, n := range e.names {
		names[i] = string(diag.Quote(n))
	}
	members := diag.Messagef("no members")
	if len(names) > 0 {
		members = diag.Messagef("the members %s", diag.Quoted(strings.Join(names, ", ")))
	}
	remedy := "put the operations into an array named Operations"
	if e.list || slices.Contains(e.names, "userName") {
		remedy = "read users and lists of users as scim"
	}
	j.end(fault{cause: ErrShape, remedy: remedy,
		problem: diag.Messagef("want a bulk request with an array Operations, got an object with %s", members)})
}

// tail reads the rest of an envelope after its array.
func (j *jsonRecords) tail() {
	p := &j.parse
	var again bool
	f := attempt(j.in, &p.parser, func() (ok bool) {
		again, ok = p.envelopeTail(j.array, &j.page)
		if ok && !again && j.nested {
			again, ok = p.envelopeTail("d", &j.page)
		}
		return ok
	})
	switch {
	case f == nil && again:
		j.end(fault{at: p.pos, cause: ErrDuplicate, problem: diag.Messagef("the member %s occurs twice", diag.Name(j.array)),
			remedy: "put all records into one array"})
	case f == nil:
		j.consume(p.pos)
		j.state = betweenTexts
		j.listed += j.elements
	case errors.Is(f.cause, ErrTruncated):
		f.problem = diag.Messagef("the input ends before } closes the object around the records")
		f.remedy = "fetch the input again: it is incomplete"
		j.end(*f)
	default:
		j.end(*f)
	}
}
