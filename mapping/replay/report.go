package replay

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/jsonobject"
	"github.com/attrmap/attrmap/internal/show"
)

// Report is what the events of logs came to. It is not changed after [Run] has returned it, and then is safe for concurrent use.
type Report struct {
	// Events counts the events that were judged; the others are parts of it. An event differs if one of its attributes does, else it is unjudged
	// if one could not be judged, else it agrees.
	Events, Agree, Differ, Unjudged int
	// Unreadable counts the events that could not be read; they are unjudged.
	Unreadable int
	// Differences are those of the first events, as many as [Options] say.
	Differences []Difference
	// Attributes count the properties that events list, those that differ most often first.
	Attributes []Attribute
	// Notes say what is to be known of the logs as a whole: pages that are missing, several jobs.
	Notes []string

	opts  *Options
	index map[string]int
	why   map[string]int // events, by why they could not be judged
	more  int            // differences that are not kept
	jobs  jobs
	json  *jsonReport
	first error // why the first of the unreadable events could not be read
}

// Difference is an attribute of an event for which something else is computed than was written.
type Difference struct {
	// Event is the id of the event, else its changeId; Target the attribute, as the mapping has it.
	Event, Target string
	// Old and New are what the log has, Ours what is computed: Absent where nothing would be written. What reports must not print is replaced.
	Old, New, Ours value.Value
	// Guess is what it is likely to come from: clock, mapping, empty, default, case, multiValue or null.
	Guess string
}

// Attribute counts how often an attribute was listed, by what that came to.
type Attribute struct {
	Target                  string
	Agree, Differ, Unjudged int
}

func newReport(opts *Options) *Report {
	r := &Report{opts: opts, index: map[string]int{}, why: map[string]int{}}
	if opts.JSON != nil {
		r.json = &jsonReport{to: opts.JSON}
	}
	return r
}

// maxAttributes bounds how many attributes are counted apart: the names are the log's.
const maxAttributes = 10_000

// otherAttributes is in place of the names of those beyond.
const otherAttributes = "(others)"

// add counts what an event came to.
func (r *Report) add(j *judgment) error {
	e := j.event
	r.Events++
	r.jobs.add(e.jobID)
	switch j.verdict() {
	case agree:
		r.Agree++
	case differ:
		r.Differ++
	case unjudged:
		r.Unjudged++
		r.why[j.reason()]++
	}
	if e.err != nil {
		r.Unreadable++
		r.first = cmp.Or(r.first, e.err)
	}
	for i := range j.rows {
		row := &j.rows[i]
		a := r.attribute(row.target(j.kind))
		switch row.verdict {
		case agree:
			a.Agree++
		case unjudged:
			a.Unjudged++
		case differ:
			a.Differ++
			if err := r.keep(r.difference(j, row)); err != nil {
				return err
			}
		}
	}
	return nil
}

// reason returns why an event could not be judged: the first reason that one of its properties has.
func (j *judgment) reason() string {
	for i := range j.rows {
		if j.rows[i].verdict == unjudged {
			return j.rows[i].why
		}
	}
	return j.why
}

// target returns the name of an attribute as the mapping has it; that of the log where there is none.
func (j *judged) target(k *kind) string {
	if j.row < 0 || k == nil {
		return j.name
	}
	return k.mapper.Set().Mappings[j.row].Target
}

func (r *Report) attribute(target string) *Attribute {
	i, ok := r.index[target]
	if !ok && len(r.Attributes) >= maxAttributes {
		target = otherAttributes
		i, ok = r.index[target]
	}
	if !ok {
		i = len(r.Attributes)
		r.index[target] = i
		r.Attributes = append(r.Attributes, Attribute{Target: target})
	}
	return &r.Attributes[i]
}

// difference returns a difference as it may be shown.
func (r *Report) difference(j *judgment, row *judged) *Difference {
	mask := row.mask
	if r.opts.HideValues {
		mask = diag.Hidden
	}
	masked := func(v value.Value) value.Value {
		switch {
		case v.IsNull():
			return v
		case mask != "":
			return value.String(mask)
		}
		return v
	}
	d := &Difference{Event: j.event.name(), Target: row.target(j.kind), Old: masked(row.old), New: masked(row.new), Ours: masked(row.ours), Guess: row.guess}
	if d.Event == "" {
		d.Event = fmt.Sprintf("record %d", j.event.record)
	}
	return d
}

// keep keeps a difference, or writes it.
func (r *Report) keep(d *Difference) error {
	switch {
	case r.json != nil:
		return r.json.add(d)
	case r.opts.Limit > 0 && len(r.Differences) >= r.opts.Limit:
		r.more++
	default:
		r.Differences = append(r.Differences, *d)
	}
	return nil
}

// noteCases notes how many events have no test.
func (r *Report) noteCases(left int) {
	if left > 0 {
		r.Notes = append(r.Notes, fmt.Sprintf("%s no test: it would not fail where the log differs, or would show a value", show.Counted(left, "event that differs has", "events that differ have")))
	}
}

// finish sorts the attributes, adds notes, and ends the document.
func (r *Report) finish() error {
	slices.SortStableFunc(r.Attributes, func(a, b Attribute) int {
		return cmp.Or(cmp.Compare(b.Differ, a.Differ), cmp.Compare(b.Unjudged, a.Unjudged), strings.Compare(a.Target, b.Target))
	})
	r.index = nil
	if r.opts.Job == "" && len(r.jobs) > 1 {
		list := strings.Join(r.jobs[:min(len(r.jobs), maxJobs)], ", ")
		if len(r.jobs) > maxJobs {
			list += ", …"
		}
		r.Notes = append(r.Notes, "the events are of several jobs, and all are judged by the same mappings: "+list)
	}
	if r.first != nil {
		text := r.first.Error()
		if r.opts.HideValues {
			text = diag.MaskedError(r.first)
		}
		r.Notes = append(r.Notes, fmt.Sprintf("%s cannot be read, the first: %s", diag.Count(r.Unreadable, "event"), text))
	}
	if r.json != nil {
		return r.json.end(r)
	}
	return nil
}

// String returns the counts in one line.
func (r Report) String() string {
	text := fmt.Sprintf("%s: %s agree, %s differ, %s cannot be judged", show.Counted(r.Events, "event", "events"), show.Thousands(r.Agree), show.Thousands(r.Differ), show.Thousands(r.Unjudged))
	if r.Unjudged == 0 {
		return text
	}
	reasons := slices.Sorted(maps.Keys(r.why))
	slices.SortStableFunc(reasons, func(a, b string) int { return cmp.Compare(r.why[b], r.why[a]) })
	for i, why := range reasons {
		reasons[i] = fmt.Sprintf("%s %s", show.Thousands(r.why[why]), why)
	}
	return text + " (" + strings.Join(reasons, ", ") + ")"
}

// Format prints the counts alone.
func (r Report) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, r.String()) }

// MarshalJSON returns events, agree, differ, unjudged, differences and attributes.
func (r Report) MarshalJSON() ([]byte, error) {
	w := jsonobject.Open(nil)
	r.appendCounts(&w)
	w.Key("differences")
	w.Dst = jsonobject.AppendArray(w.Dst, r.Differences, appendDifference)
	r.appendAttributes(&w)
	return w.Close(), nil
}

func (r Report) appendCounts(w *jsonobject.Writer) {
	w.Number("events", r.Events)
	w.Number("agree", r.Agree)
	w.Number("differ", r.Differ)
	w.Number("unjudged", r.Unjudged)
}

func (r Report) appendAttributes(w *jsonobject.Writer) {
	w.Key("attributes")
	w.Dst = jsonobject.AppendArray(w.Dst, r.Attributes, func(dst []byte, a *Attribute) []byte {
		o := jsonobject.Open(dst)
		o.Text("target", a.Target)
		o.Number("agree", a.Agree)
		o.Number("differ", a.Differ)
		o.Number("unjudged", a.Unjudged)
		return o.Close()
	})
}

func appendDifference(dst []byte, d *Difference) []byte {
	o := jsonobject.Open(dst)
	o.Text("event", d.Event)
	o.Text("target", d.Target)
	o.Key("log")
	log := jsonobject.Open(o.Dst)
	log.Value("old", d.Old, "")
	log.Value("new", d.New, "")
	o.Dst = log.Close()
	o.Value("ours", asText(d.Ours), "")
	o.Text("guess", d.Guess)
	return o.Close()
}

// asText returns a value as logs have it: a text, or null.
func asText(v value.Value) value.Value {
	if v.IsNull() {
		return value.Null
	}
	return value.String(v.Text())
}

// jsonReport writes a report while it is made.
type jsonReport struct {
	to    io.Writer
	count int
	buf   []byte
}

// add writes a difference.
func (w *jsonReport) add(d *Difference) error {
	w.buf = w.buf[:0]
	if w.count == 0 {
		w.buf = append(w.buf, `{"differences":[`...)
	} else {
		w.buf = append(w.buf, ',')
	}
	w.count++
	w.buf = appendDifference(append(w.buf, '\n'), d)
	_, err := w.to.Write(w.buf)
	return err
}

// end writes the counts.
func (w *jsonReport) end(r *Report) error {
	var dst []byte
	if w.count == 0 {
		dst = append(dst, `{"differences":[`...)
	}
	rest := jsonobject.Reopen(append(dst, "]}"...))
	r.appendCounts(&rest)
	r.appendAttributes(&rest)
	_, err := w.to.Write(append(rest.Close(), '\n'))
	return err
}
