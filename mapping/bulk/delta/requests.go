package delta

import (
	"container/heap"
	"iter"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/mapping/bulk"
	"github.com/attrmap/attrmap/mapping/feed"
)

// Requests returns the requests of the people who are new or have changed, in the order of the new file: each of them whole, as [bulk.Build] builds
// them, with null for what has had a value and has none any more. Those of the terminations come last, in the order of the old file. They can be gone
// through once; [Delta.Summary] then says what is sent.
func (d *Delta) Requests() iter.Seq2[bulk.Request, error] {
	return func(yield func(bulk.Request, error) bool) {
		// Which attributes of the record at hand are to be cleared, and whose record it is: the builder knows no files.
		var emptied []bool
		file := d.summary.after
		report := func(f diag.Finding) {
			if f.File == "" && f.Path.StartsWith(diag.PathOf("records")) {
				f.File = file
			}
			d.opt.report(f)
		}
		builder, err := bulk.Build(d.people(&emptied), d.bulkMap, bulk.Options{
			Clear:  func(_ *feed.Record, attribute int) bool { return emptied[attribute] },
			Clock:  d.opt.Clock,
			Report: report,
		})
		if err == nil && d.opt.Terminate != nil {
			err = builder.Append(d.terminated(&file, report), termination(d.bulkMap, d.opt.Terminate))
		}
		if err != nil {
			yield(bulk.Request{}, err)
			return
		}
		unused := d.summary.Failed
		for request, err := range builder.Requests() {
			sums := builder.Summary()
			d.summary.Sent, d.summary.Calls, d.summary.Failed = sums.Built, sums.Calls, unused+sums.Failed
			if !yield(request, err) {
				return
			}
		}
		d.summary.Failed = unused + builder.Summary().Failed
	}
}

// keyColumn is the column of the records of terminations.
const keyColumn = "key"

// termination returns the map of terminations: the key, and what is set.
func termination(m *bulk.Map, set *bulk.Attribute) *bulk.Map {
	match := m.Match
	if match == "" {
		match = "externalId"
	}
	return &bulk.Map{Match: m.Match, Attributes: []bulk.Attribute{{Path: match, Column: keyColumn}, *set}}
}

// checkTermination returns what is wrong with what is sent for the absent, or in doubt: by an attribute that the service does not know nobody would
// be terminated.
func checkTermination(m *bulk.Map, set *bulk.Attribute) error {
	if set == nil {
		return nil
	}
	var doubts diag.List
	_, err := bulk.Build(nil, termination(m, set), bulk.Options{Report: func(f diag.Finding) { doubts = append(doubts, f) }})
	if err == nil && len(doubts) > 0 {
		return doubts
	}
	return err
}

// terminated returns the records of the people who are absent. Where somebody present has a key that differs only in case, nothing is sent: the
// service may take the two for one. They are records of the old file.
func (d *Delta) terminated(file *string, report func(diag.Finding)) iter.Seq2[feed.Record, error] {
	return func(yield func(feed.Record, error) bool) {
		*file = d.summary.before
		for _, a := range d.absent {
			if a.twin {
				d.summary.Spared++
				report(diag.Finding{
					Code: codes.DuplicateMatch, Severity: diag.Warning, Place: diag.Place{Position: diag.Position{Line: a.line}, Path: diag.PathOf("records", a.ordinal-1)},
					Message: diag.Messagef("the key %s is not terminated: somebody is present whose key differs only in case", diag.Quote(a.key)),
				})
				continue
			}
			attrs := value.NewObject(value.Member{Name: keyColumn, Value: value.String(a.key)})
			if !yield(feed.Record{Ordinal: a.ordinal, Line: a.line, Attrs: attrs}, nil) {
				return
			}
		}
	}
}

// people returns the records of the people who are new or have changed, and sets *emptied to the attributes that each of them no longer has.
func (d *Delta) people(emptied *[]bool) iter.Seq2[feed.Record, error] {
	return func(yield func(feed.Record, error) bool) {
		*emptied = make([]bool, len(d.layout.attributes))
		m := merge{}
		for n := range parts {
			if err := m.add(&head{cursor: d.outcomes.cursor(n)}, *emptied); err != nil {
				yield(feed.Record{}, err)
				return
			}
		}
		heap.Init(&m)
		for len(m) > 0 {
			first := m[0]
			copy(*emptied, first.emptied)
			rec := d.layout.record(&first.row)
			d.layout.emptied(&rec, *emptied)
			rec.MayBeTruncated = first.row.unended
			if !yield(rec, nil) {
				return
			}
			switch more, err := first.next(); {
			case err != nil:
				yield(feed.Record{}, err)
				return
			case more:
				heap.Fix(&m, 0)
			default:
				heap.Pop(&m)
			}
		}
	}
}

// appendOutcome appends a row that is sent, with the attributes that are cleared.
func appendOutcome(dst []byte, r *row, emptied []bool) []byte {
	for _, e := range emptied {
		dst = append(dst, byte(number(e)))
	}
	return r.append(dst)
}

// head is the next outcome of a part.
type head struct {
	*cursor
	emptied []bool
	row     row
}

// next reads the next outcome, and reports whether there is one.
func (h *head) next() (bool, error) {
	more, err := h.cursor.next()
	if err != nil || !more {
		return false, err
	}
	n := len(h.emptied)
	for i := range h.emptied {
		h.emptied[i] = h.rest[i] == 1
	}
	h.row, h.rest = readRow(h.rest[n:])
	return true, nil
}

// merge is a heap of parts by the ordinals of their next outcomes: parts are in order by themselves.
type merge []*head

// add adds a part that has an outcome.
func (m *merge) add(h *head, attributes []bool) error {
	h.emptied = make([]bool, len(attributes))
	more, err := h.next()
	if more {
		*m = append(*m, h)
	}
	return err
}

// Len, Less, Swap, Push and Pop are those of [heap.Interface].
func (m merge) Len() int           { return len(m) }
func (m merge) Less(i, k int) bool { return m[i].row.ordinal < m[k].row.ordinal }
func (m merge) Swap(i, k int)      { m[i], m[k] = m[k], m[i] }

// Push is not called: all parts are there before the heap is.
func (m *merge) Push(any) {}

// Pop removes the last part.
func (m *merge) Pop() any {
	last := len(*m) - 1
	h := (*m)[last]
	*m = (*m)[:last]
	return h
}
