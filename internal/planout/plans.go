// Package planout writes plans and explanations of them as attrmap prints them: as text, as a JSON document, and as JSON Lines, with the SCIM
// requests that would be sent, or as a page that all plans make together.
//
// Formatting a plan is apart from writing it: many goroutines may format at once, and one writes in order. A record that has not been written
// whole is not counted, so that the totals hold for what a reader of the output has.
package planout

import (
	"errors"
	"fmt"
	"strings"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/records"
	"github.com/attrmap/attrmap/mapping/ldif"
	"github.com/attrmap/attrmap/mapping/provision"
	"github.com/attrmap/attrmap/mapping/scim"
)

// Writer writes plans in one format.
type Writer struct {
	// Printer formats a plan; it is safe for concurrent use.
	Printer provision.Printer
	// Totals are those of the plans that have been written whole. A text is written at its end: until then they are those of all plans so far, and
	// those of none where it cannot be written.
	Totals provision.Totals
	// Broken is for the caller to set before Close: why objects have no plan. A page and a text say so; nil is that all have one.
	Broken error

	// LeftOut counts the changes of a directory that do not write all of a plan, and HiddenChanges those that write nothing since values are hidden.
	LeftOut, HiddenChanges int

	text    held  // nil unless plans are held back until all are known
	changes *Wire // nil unless changes of a directory are written
	trial   *Trial
	isJSON  bool

	out           *records.Writer
	before, after []byte // what separates a plan from the one before it, and what follows each
	first         []byte // what is before the first plan instead
	last          func(*provision.Totals) []byte
	each          func(*provision.Plan) // what a page is made of; nil in other formats
	count         int                   // the plans that are written, or wait for it
	// waiting are plans that are not counted yet, the oldest first: those that the records.Writer still holds, and those after them.
	waiting []waiting
}

// held holds plans back, since what is known of all of them is written first.
type held interface {
	// add adds a plan, after those before it. disables reports that it disables an account.
	add(printed provision.Printed, disables bool) error
	// head returns what is written first, and copy calls write with the rest.
	head(t *provision.Totals, complete bool) []byte
	copy(write func(part []byte) error) error
	// Close lets go of what is held.
	Close() error
}

// waiting is a plan that is counted once so many are written: those up to itself, or up to the one before it that is.
type waiting struct {
	plan *provision.Plan
	at   int
}

// maxWaiting bounds how many plans that are not written wait for one before them that is.
const maxWaiting = 256

// Wire says how the requests of plans are written.
type Wire struct {
	// Format is default or compliant for requests of SCIM, ldif for changes of a directory, or none for neither.
	Format string
	// Changes are those of ldif, and Refused is called with every plan that they cannot carry out; nil for others.
	Changes *ldif.Changes
	Refused func(p *provision.Plan, err error)
	// Client are the options of the client for objects of a type; nil is none.
	Client func(objectType string) scim.ClientOptions
	// Trial is the server that the requests are sent to before a plan is written, nil for none.
	Trial *Trial
}

// options returns the options of the client for objects of a type.
func (w Wire) options(objectType string) (opts scim.ClientOptions) {
	if w.Client != nil {
		opts = w.Client(objectType)
	}
	opts.Compliant = w.Format == "compliant"
	return opts
}

// ClientOptions returns the options that words choose, those of package settings in any case. An unknown word chooses nothing.
func ClientOptions(words []string) (opts scim.ClientOptions) {
	for _, word := range words {
		switch strings.ToLower(word) {
		case "omitcustomschemas":
			opts.OmitCustomSchemas = true
		case "plainbooleans":
			opts.PlainBooleans = true
		case "roledisplayname":
			opts.RoleDisplayName = true
		case "inlinereferences":
			opts.InlineReferences = true
		}
	}
	return opts
}

// New returns a writer of the format text, json or ndjson; text says how the first is written.
func New(format string, wire Wire, filter Filter, text Text, out *records.Writer) *Writer {
	w := &Writer{out: out, trial: wire.Trial, isJSON: format == "json" || format == "ndjson"}
	if wire.Format == wireLDIF {
		w.changes = &wire
	}
	switch format {
	case "json":
		w.Printer = jsonFormat(wire, &filter, (*provision.Plan).AppendSummary)
		w.first, w.before, w.last = []byte("{\"objects\": [\n"), []byte(",\n"), w.jsonEnd
	case "ndjson":
		w.Printer, w.after = jsonFormat(wire, &filter, (*provision.Plan).AppendJSON), []byte("\n")
		switch {
		case filter.Summary:
			w.last = w.jsonTotals
		case w.trial != nil:
			w.last = func(*provision.Totals) []byte { return append(w.trial.AppendJSON([]byte(`{"server": `)), "}\n"...) }
		}
	default:
		if w.changes != nil {
			w.text, w.Printer = newChangesText(w, &filter), nothing
			return w
		}
		plans := newTextPlans(text, wire, &filter)
		w.text, w.Printer = plans, plans.print
		return w
	}
	all := w.Printer
	w.Printer = func(dst []byte, p *provision.Plan) ([]byte, error) {
		if !filter.shows(p) {
			return dst, nil
		}
		return all(dst, p)
	}
	return w
}

// NewPage returns a writer that writes what all plans make together, when it is closed: add is called with every plan that the filter shows,
// in order, and page returns the text.
func NewPage(filter Filter, add func(*provision.Plan), page func(t *provision.Totals, broken error) []byte, out *records.Writer) *Writer {
	w := &Writer{out: out, Printer: nothing}
	w.each = func(p *provision.Plan) {
		if filter.shows(p) {
			add(filter.rows(p))
		}
	}
	w.last = func(t *provision.Totals) []byte { return page(t, w.Broken) }
	return w
}

// note counts what a change leaves out.
func (w *Writer) note(c *ldif.Change) {
	switch {
	case c.Hidden:
		w.HiddenChanges++
	case len(c.Left) > 0 && c.Stage != ldif.Enabling: // which always has a remark
		w.LeftOut++
	}
}

// nothing formats no plan: they are looked at one after the other when they are written.
func nothing(dst []byte, _ *provision.Plan) ([]byte, error) { return dst, nil }

// wireLDIF is the format of changes of a directory.
const wireLDIF = "ldif"

// Write writes a plan that Printer has formatted; one without text is only counted. The error is a *[records.WriteError].
func (w *Writer) Write(printed provision.Printed) error {
	if w.trial != nil {
		printed.Text = w.trial.appendTo(printed.Text, w.isJSON)
	}
	if w.text != nil {
		disabled := w.Totals.Accounts.Disabled
		w.Totals.Add(printed.Plan)
		if err := w.text.add(printed, w.Totals.Accounts.Disabled > disabled); err != nil {
			return errors.Join(err, w.text.Close())
		}
		return nil
	}
	defer w.settle()
	if w.each != nil {
		w.each(printed.Plan)
	}
	if w.changes != nil {
		printed.Text = w.appendChanges(printed.Text, printed.Plan)
	}
	if len(printed.Text) == 0 {
		w.waiting = append(w.waiting, waiting{printed.Plan, w.count})
		if len(w.waiting) > maxWaiting {
			return w.out.Flush()
		}
		return nil
	}
	before := w.before
	if w.count++; w.count == 1 {
		before = w.first
	}
	w.waiting = append(w.waiting, waiting{printed.Plan, w.count})
	return w.out.Write(before, printed.Text, w.after)
}

// settle counts the plans that have been written, and those that are not to be. A plan is one record.
func (w *Writer) settle() {
	for len(w.waiting) > 0 && w.waiting[0].at <= w.out.Whole() {
		w.Totals.Add(w.waiting[0].plan)
		w.waiting[0].plan = nil // the slice may keep its beginning for a while
		w.waiting = w.waiting[1:]
	}
}

// Break writes what is known where a run breaks off: the plans that are held back, without an end, or a text that says that it is not complete.
func (w *Writer) Break() error {
	if w.text != nil {
		return w.writeText(false)
	}
	defer w.settle()
	return w.out.Flush()
}

// writeText writes the text: what is known as a whole, then the objects.
func (w *Writer) writeText(complete bool) (err error) {
	defer func() {
		if err != nil {
			w.Totals = provision.Totals{}
		}
		_ = w.text.Close() // a temporary file that cannot be removed is no reason to call the text wrong
	}()
	if err := w.out.WriteText(w.text.head(&w.Totals, complete)); err != nil {
		return err
	}
	return w.text.copy(func(part []byte) error { return w.out.WriteText(part) })
}

// Close writes what follows the last plan. Without it a JSON document has no end, and so says that plans are missing.
func (w *Writer) Close() error {
	if w.text != nil {
		return w.writeText(w.Broken == nil)
	}
	if err := w.Break(); err != nil || w.last == nil {
		return err
	}
	// Break has settled all plans: the totals are complete. What follows the last plan is a record without a plan, so settle must not be
	// called after it.
	if err := w.out.Write(w.last(&w.Totals)); err != nil {
		return err
	}
	return w.out.Flush()
}

// jsonFormat writes a plan as a JSON object, with the requests as its last member.
func jsonFormat(wire Wire, filter *Filter, plan func(*provision.Plan, []byte) []byte) provision.Printer {
	return func(dst []byte, p *provision.Plan) ([]byte, error) {
		return appendRequests(plan(filter.rows(p), dst), p, wire)
	}
}

// jsonEnd returns the end of a JSON document: its totals, and the beginning as well if no plan has written it.
func (w *Writer) jsonEnd(t *provision.Totals) []byte {
	if w.count > 0 {
		return append([]byte("\n],\n"), w.jsonTotals(t)[1:]...)
	}
	return append([]byte("{\"objects\": [],\n"), w.jsonTotals(t)[1:]...)
}

// jsonTotals returns a JSON object of the totals, and of what a server has answered.
func (w *Writer) jsonTotals(t *provision.Totals) []byte {
	totals, _ := t.MarshalJSON() // it does not fail
	text := append([]byte("{\"totals\": "), totals...)
	if w.trial != nil {
		text = w.trial.AppendJSON(append(text, ", \"server\": "...))
	}
	return append(text, "}\n"...)
}

// requests returns what would be sent for a plan; nothing for the wire format none.
func requests(p *provision.Plan, wire Wire) ([]scim.Request, error) {
	if wire.Format == "none" || wire.Format == wireLDIF {
		return nil, nil
	}
	opts := wire.options(p.Type)
	// Masked whether or not values are hidden: the output is a report, and redacted values never are in one.
	opts.Mask = true
	return scim.Preview(p, opts)
}

// appendRequests adds the member requests to a plan's JSON object.
func appendRequests(dst []byte, p *provision.Plan, wire Wire) ([]byte, error) {
	list, err := requests(p, wire)
	if err != nil || wire.Format == "none" || wire.Format == wireLDIF {
		return dst, err
	}
	// The plan's closing brace goes, and comes back after the list. A plan always has members, so the comma is right.
	dst = append(dst[:len(dst)-1], `,"requests":[`...)
	for i, r := range list {
		if i > 0 {
			dst = append(dst, ',')
		}
		body := r.Body
		if body == nil {
			body = []byte("null")
		}
		// Go's %q is JSON here: method and path are printable ASCII without quotation marks and backslashes, since paths are escaped as
		// URLs are.
		dst = fmt.Appendf(dst, `{"method":%q,"path":%q,"body":%s`, r.Method, r.Path, body)
		if len(r.Omitted) > 0 {
			dst = value.Strings(r.Omitted...).AppendJSON(append(dst, `,"notExported":`...))
		}
		dst = append(dst, '}')
	}
	return append(dst, "]}"...), nil
}
