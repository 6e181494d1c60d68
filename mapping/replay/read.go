package replay

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"iter"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping/feed"
)

// Log is a log to read: JSON, JSON Lines or CSV, in UTF-8 or UTF-16.
type Log struct {
	// Name is for messages; its extension helps to tell the format.
	Name string
	io.Reader
}

// reader reads the events of one log.
type reader struct {
	log   Log
	opts  *Options
	names *plainNames
	count int
	// note takes what is to be said of the log as a whole.
	note func(message string)
	// held is the row of an event that the next row may continue.
	held *event
}

// events returns the events in order; an error ends them. An event that cannot be read has its own error, and others follow it.
func (r *reader) events(ctx context.Context) iter.Seq2[*event, error] {
	return func(yield func(*event, error) bool) {
		r.names = &plainNames{}
		in := bufio.NewReader(r.log.Reader)
		if beginsTables(in) {
			if err := r.tables(in, func(e *event) bool { return yield(e, nil) }); err != nil {
				yield(nil, err)
			}
			return
		}
		records, err := feed.Open(in, feed.Options{Name: r.log.Name, HideValues: r.opts.HideValues, Context: ctx})
		if err != nil {
			yield(nil, err)
			return
		}
		for rec, err := range records.Records() {
			if err != nil {
				r.end(err, yield)
				return
			}
			if !r.record(&rec, yield) {
				return
			}
		}
		r.release(yield)
	}
}

// end ends the events. That the list has more pages is no error of those that are there.
func (r *reader) end(err error, yield func(*event, error) bool) {
	if !r.release(yield) {
		return
	}
	var page *feed.Error
	if errors.As(err, &page) && page.Record == 0 && strings.Contains(page.Remedy, "pages") {
		r.note(page.Problem.String() + "; events are missing: fetch all pages, and put them after each other")
		return
	}
	yield(nil, err)
}

// release passes on the event that is held back.
func (r *reader) release(yield func(*event, error) bool) bool {
	e := r.held
	r.held = nil
	return e == nil || yield(e, nil)
}

// record passes on the events of a record: one, or those of a page of a list.
func (r *reader) record(rec *feed.Record, yield func(*event, error) bool) bool {
	if rec.Err != nil {
		return r.release(yield) && r.pass(&event{err: rec.Err}, yield)
	}
	if rec.MayBeTruncated {
		r.note("the last record has no line break after it; if the file was truncated, its end is missing")
	}
	f := fields{r.names, rec.Attrs}
	if page, ok := rec.Attrs.GetFold("value").AsList(); ok && !f.has("id", "changeid") {
		if next := rec.Attrs.GetFold("@odata.nextLink"); !next.IsNullOrEmpty() {
			r.note("a page links to the next one by @odata.nextLink; if that is not among the files, events are missing")
		}
		for _, v := range page {
			o, ok := v.AsObject()
			if !ok {
				o = value.NewObject()
			}
			if !r.pass(newEvent(r.names, o), yield) {
				return false
			}
		}
		return true
	}
	return r.pass(r.single(rec.Attrs), yield)
}

// single reads an event, or the one that an answer of provision on demand has as its value.
func (r *reader) single(o *value.Object) *event {
	f := fields{r.names, o}
	if !f.has("key") || !f.has("value") {
		return newEvent(r.names, o)
	}
	in, ok := structured(o.GetFold("value")).AsObject()
	if !ok {
		return &event{err: diag.Errorf("value: want an object of provision on demand, or its JSON as a text")}
	}
	return newEvent(r.names, in)
}

// pass passes an event on, once it is known that no further row belongs to it.
func (r *reader) pass(e *event, yield func(*event, error) bool) bool {
	if e.flat && r.held != nil && r.held.name() == e.name() && e.name() != "" && e.err == nil && r.held.sourceID == e.sourceID {
		r.held.properties = append(r.held.properties, e.properties...)
		return true
	}
	if !r.release(yield) {
		return false
	}
	if e.err != nil {
		e.err = named(r.log.Name, e.err)
	}
	r.count++
	e.record = r.count
	if e.flat && e.err == nil {
		r.held = e
		return true
	}
	return yield(e, nil)
}

// beginsTables reports whether the text is an answer of the API of Log Analytics: an object with tables of columns and rows.
func beginsTables(in *bufio.Reader) bool {
	head, _ := in.Peek(256) //nolint:mnd // enough for spaces and one name
	head = bytes.TrimPrefix(head, []byte("\xEF\xBB\xBF"))
	head, ok := bytes.CutPrefix(bytes.TrimLeft(head, " \t\r\n"), []byte("{"))
	return ok && bytes.HasPrefix(bytes.TrimLeft(head, " \t\r\n"), []byte(`"tables"`))
}

// maxRow bounds the text of one row.
const maxRow = 16 << 20

// tables reads an answer of the API of Log Analytics, row by row.
func (r *reader) tables(in *bufio.Reader, yield func(*event) bool) error {
	if head, _ := in.Peek(3); string(head) == "\xEF\xBB\xBF" {
		_, _ = in.Discard(len(head)) // it has been read
	}
	dec := json.NewDecoder(in)
	dec.UseNumber()
	var columns []string
	for depth := 0; ; {
		token, err := dec.Token()
		switch {
		case errors.Is(err, io.EOF) && depth == 0:
			return nil
		case err != nil:
			return diag.Errorf("the tables cannot be read: %w", err)
		}
		switch token {
		case json.Delim('{'), json.Delim('['):
			depth++
		case json.Delim('}'), json.Delim(']'):
			depth--
		case "columns":
			var list []struct{ Name string }
			if err := dec.Decode(&list); err != nil {
				return diag.Errorf("columns: %w", err)
			}
			columns = columns[:0]
			for _, c := range list {
				columns = append(columns, c.Name)
			}
		case "rows":
			if more, err := r.rows(dec, columns, yield); err != nil || !more {
				return err
			}
		}
	}
}

// rows reads the rows of a table. It reports whether reading goes on.
func (r *reader) rows(dec *json.Decoder, columns []string, yield func(*event) bool) (more bool, err error) {
	if token, err := dec.Token(); err != nil || token != json.Delim('[') {
		return false, diag.Errorf("rows: want a list")
	}
	for dec.More() {
		var row json.RawMessage
		if err := dec.Decode(&row); err != nil {
			return false, diag.Errorf("row %d: %w", r.count+1, err)
		}
		r.count++
		e := r.row(row, columns)
		if e.record = r.count; e.err != nil {
			e.err = named(r.log.Name, diag.Errorf("row %d: %w", r.count, e.err))
		}
		if !yield(e) {
			return false, nil
		}
	}
	_, err = dec.Token() // the closing bracket
	return err == nil, err
}

func (r *reader) row(row json.RawMessage, columns []string) *event {
	if len(row) > maxRow {
		return &event{err: diag.Errorf("the row is longer than %d bytes", maxRow)}
	}
	v, err := value.ParseJSON(string(row))
	cells, ok := v.AsList()
	if err != nil || !ok || len(cells) != len(columns) {
		return &event{err: diag.Errorf("want a row of %d cells", len(columns))}
	}
	members := make([]value.Member, len(cells))
	for i := range cells {
		members[i] = value.Member{Name: columns[i], Value: cells[i]}
	}
	return newEvent(r.names, value.NewObject(members...))
}
