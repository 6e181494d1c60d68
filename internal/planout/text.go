package planout

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/internal/records"
	"github.com/attrmap/attrmap/internal/show"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/impact"
	"github.com/attrmap/attrmap/mapping/provision"
)

// Text says how plans are written for people: a summary that fits a screen, and after it what changes, object by object.
type Text struct {
	show.Layout
	// Width is how many columns a line has: longer ones are broken, and values that have no room are cut. 0 is that nobody knows: lines are
	// laid out for 80 columns, and nothing is broken or cut, so that a program finds it.
	Width int
	// Limit is how many objects are written; below 0 it is all of them.
	Limit int
	// All writes what does not change as well: objects that are left alone, and rows with what is decided about them and why.
	All bool
	// Colors paints actions and what is grave.
	Colors bool
	// Engine has made the plans.
	Engine *provision.Engine
}

// defaultWidth is for what lines are laid out where nobody knows how wide they may be.
const defaultWidth = 80

// textPlans collects plans for a text. Its size depends on what differs and on Limit, not on how many plans there are.
type textPlans struct {
	Text
	filter   *Filter
	wire     Wire
	width    int
	full     atomic.Bool // as many objects as are to be written are formatted
	objects  int         // those that would be written without the limit
	kept     records.Spool
	run      *impact.Run
	skips    map[skipped]*few   // of objects that are skipped, but for those that are as they should be
	failures map[string]*failed // of objects as a whole, by their codes
	warnings map[string]*few    // by their codes
	disabled int                // updates that disable an account
	same     int                // objects that are as they should be
	skipped  int                // objects that are skipped for other reasons
}

// failed are objects that fail as a whole, with the reason if they agree.
type failed struct {
	few
	reason string
}

// skipped is why objects are skipped.
type skipped struct{ code, reason string }

func newTextPlans(text Text, wire Wire, filter *Filter) *textPlans {
	t := &textPlans{
		Text: text, filter: filter, wire: wire, width: cmp.Or(text.Width, defaultWidth), run: impact.NewRun(text.Engine, impact.Options{Limit: fewIDs}),
		skips: map[skipped]*few{}, failures: map[string]*failed{}, warnings: map[string]*few{},
	}
	t.full.Store(text.Limit == 0)
	return t
}

// print formats a plan, unless it is not to be written; it is safe for concurrent use.
func (t *textPlans) print(dst []byte, p *provision.Plan) ([]byte, error) {
	if t.full.Load() || !t.shows(p) {
		return dst, nil
	}
	b := bytes.NewBuffer(dst)
	t.object(b, p)
	list, err := requests(p, t.wire)
	if err != nil {
		return dst, err
	}
	for _, r := range list {
		b.WriteString("  " + r.Method + " " + show.Visible(r.Path) + " " + show.Visible(string(r.Body)))
		b.WriteByte('\n')
		if len(r.Omitted) > 0 {
			b.WriteString("    not in the POST, since the name is no URN; it comes with the next PATCH: " + show.Visible(strings.Join(r.Omitted, ", ")))
			b.WriteByte('\n')
		}
	}
	b.WriteByte('\n')
	return b.Bytes(), nil
}

// shows reports whether an object is written: those that the filter names, or else those that change, fail or are warned about.
func (t *textPlans) shows(p *provision.Plan) bool {
	if !t.filter.shows(p) {
		return false
	}
	if t.All || len(t.filter.Only)+len(t.filter.IDs) > 0 {
		return true
	}
	if len(t.filter.Attributes) == 0 {
		return p.Action != provision.Skip || p.Status == provision.Failure || p.Status == provision.Warning
	}
	return slices.ContainsFunc(p.Attributes, func(o mapping.Outcome) bool { return t.filter.Means(o.Mapping.Target) && changes(&o) })
}

// changes reports whether a row is about a change, or about something that is wrong.
func changes(o *mapping.Outcome) bool {
	return o.Decision.Changes() || o.Decision == mapping.Failed || o.Decision == mapping.Unsupported || len(o.Warnings) > 0
}

// add collects a plan, with its text if it is to be written and there is room.
func (t *textPlans) add(printed provision.Printed, disables bool) error {
	p := printed.Plan
	t.run.Add(p)
	if disables && p.Action == provision.Update {
		t.disabled++
	}
	switch {
	case p.Action == provision.Failed:
		t.fail(p)
	case p.Action != provision.Skip || p.Status == provision.Failure: // the rows tell what failed
	case p.Code == codes.RedundantExport:
		t.same++
	default:
		t.skip(p)
	}
	var told []string
	for i := range p.Attributes {
		for _, code := range p.Attributes[i].Warnings {
			if name := string(code); !slices.Contains(told, name) {
				told = append(told, name)
				add(t.warnings, name, p.ID)
			}
		}
	}
	if !t.shows(p) {
		return nil
	}
	t.objects++
	if t.Limit >= 0 && t.objects > t.Limit {
		return nil
	}
	t.full.Store(t.objects == t.Limit)
	_, err := t.kept.Write(printed.Text)
	return err
}

func (t *textPlans) head(totals *provision.Totals, complete bool) []byte {
	return t.summary(totals, complete)
}

func (t *textPlans) copy(write func(part []byte) error) error {
	before := []byte("\n")
	err := t.kept.Copy(func(part []byte) error {
		if len(part) == 0 {
			return nil
		}
		part, before = append(before, part...), nil
		return write(part)
	})
	if rest := t.rest(); err == nil && rest != nil {
		err = write(append(before, rest...))
	}
	return err
}

// Close lets go of the objects' texts.
func (t *textPlans) Close() error { return t.kept.Close() }

// mostSkips is how many reasons for a skip are told apart.
const mostSkips = 20

func (t *textPlans) skip(p *provision.Plan) {
	t.skipped++
	why := skipped{string(p.Code), p.Reason}
	if t.skips[why] == nil && len(t.skips) >= mostSkips {
		why.reason = "other reasons"
	}
	add(t.skips, why, p.ID)
}

// fail collects an object that fails as a whole, unless that is told of one of its attributes.
func (t *textPlans) fail(p *provision.Plan) {
	if slices.ContainsFunc(p.Attributes, func(o mapping.Outcome) bool { return o.Decision == mapping.Failed }) {
		return
	}
	f := t.failures[string(p.Code)]
	if f == nil {
		f = &failed{reason: p.Reason}
		t.failures[string(p.Code)] = f
	}
	f.add(p.ID)
	if f.reason != p.Reason {
		f.reason = ""
	}
}

// few are objects: how many, and the first ones.
type few struct {
	count int
	ids   []string
}

// fewIDs is how many of them are named.
const fewIDs = 3

func add[K comparable](to map[K]*few, key K, id string) {
	f := to[key]
	if f == nil {
		f = &few{}
		to[key] = f
	}
	f.add(id)
}

func (f *few) add(id string) {
	if f.count++; len(f.ids) < fewIDs {
		f.ids = append(f.ids, id)
	}
}

// object writes an object: what happens to it, and its rows.
func (t *textPlans) object(b *bytes.Buffer, p *provision.Plan) {
	action := p.Action.String()
	const actions = 7 // the width of the longest action
	head := t.cut(show.Line(p.ID), t.width-actions-1)
	if p.Target != "" {
		head += " → " + t.cut(show.Line(p.ShownTarget()), t.width-actions-1)
	}
	if p.Code != "" {
		head += "  [" + string(p.Code) + "]"
	}
	if why := t.reason(p); why != "" {
		head += "  " + show.Line(why)
	}
	lines := t.wrap(head, t.width-actions-1)
	b.WriteString(t.paint(toneOf(p), t.Pad(action, actions)) + " " + lines[0] + "\n")
	writeIndented(b, lines[1:], actions+1)
	var rows []*mapping.Outcome
	names, widest := 0, t.width*2/5 //nolint:mnd // the rest is for the values
	for i := range p.Attributes {
		if o := &p.Attributes[i]; t.filter.Means(o.Mapping.Target) && (t.All || changes(o)) {
			rows = append(rows, o)
			names = max(names, t.Layout.Width(t.label(o.Mapping.Target, widest)))
		}
	}
	names = min(names, widest)
	for _, o := range rows {
		t.row(b, o, names, p.Target != "")
	}
}

// label returns the name of an attribute, on at most a width where that of a line is known.
func (t *textPlans) label(target string, width int) string {
	name := show.Line(target)
	if t.Width > 0 || strings.Contains(name, ":") {
		return t.Name(name, width)
	}
	return name
}

// reason returns the reason of an object, without what one of its rows says.
func (t *textPlans) reason(p *provision.Plan) string {
	for i := range p.Attributes {
		if o := &p.Attributes[i]; o.Decision == mapping.Failed && t.filter.Means(o.Mapping.Target) {
			if why, _, ok := strings.Cut(p.Reason, "; "+o.Mapping.Target+" failed: "); ok {
				return why
			}
		}
	}
	return p.Reason
}

// row writes a row: the name, the change, and what is to be said of it, below the change where there is no room beside it. There is an old value,
// if only nothing, where the object exists.
func (t *textPlans) row(b *bytes.Buffer, o *mapping.Outcome, names int, exists bool) {
	name := t.label(o.Mapping.Target, names)
	const indent = 2
	at := indent + names + indent
	lines := t.change(o, t.width-at, exists)
	note := t.note(o)
	switch last := len(lines) - 1; {
	case note == "":
	case lines[last] == "":
		lines = t.wrap(note, t.width-at)
	case t.Layout.Width(lines[last])+indent+t.Layout.Width(note) <= t.width-at:
		lines[last] += "  " + note
	default:
		lines = append(lines, t.wrap(note, t.width-at)...)
	}
	tone := show.Tone("")
	if o.Decision == mapping.Failed {
		tone = show.Bad
	}
	b.WriteString(strings.TrimRight("  "+t.Pad(name, names)+"  "+t.paint(tone, lines[0]), " ") + "\n")
	writeIndented(b, lines[1:], at)
}

// change returns what becomes of the value, on one line or on two of at most a width.
func (t *textPlans) change(o *mapping.Outcome, width int, exists bool) []string {
	mask := o.Mask()
	old, now := show.Value(o.Old, mask), show.Value(o.Shown(), mask)
	switch {
	case o.Decision == mapping.Unchanged:
		return []string{t.cut(old, width)}
	case !o.Decision.Changes():
		return []string{""}
	case o.Old.IsNull() && !exists:
		return []string{t.cut(now, width)}
	}
	const arrow = " → "
	if text := old + arrow + now; t.Layout.Width(text) <= width {
		return []string{text}
	}
	if t.Width > 0 {
		old, now = t.Pair(old, now, width-len(" -"))
	}
	return []string{old + " →", now}
}

// cut shortens a text where the width is known.
func (t *textPlans) cut(text string, width int) string {
	if t.Width == 0 {
		return text
	}
	return t.Cut(text, width)
}

// wrap breaks a text where the width is known.
func (t *textPlans) wrap(text string, width int) []string {
	if t.Width == 0 {
		return []string{text}
	}
	return t.Wrap(text, width)
}

// note returns what is to be said of a row beside its change.
func (t *textPlans) note(o *mapping.Outcome) string {
	reason := show.Line(o.Reason)
	switch {
	case o.Decision == mapping.Failed && o.Code != "":
		return "fails [" + string(o.Code) + "]: " + reason
	case o.Decision == mapping.Failed:
		return "fails: " + reason
	case o.Decision == mapping.Unsupported:
		return "not evaluated here: " + reason
	case len(o.Warnings) > 0:
		var names []string
		for _, code := range o.Warnings {
			names = append(names, string(code))
		}
		return "warning [" + strings.Join(names, ", ") + "]: " + reason
	case o.Decision == mapping.DefaultUsed:
		return "(default)"
	case o.Decision.Changes():
		return ""
	case o.Decision == mapping.Unchanged:
		return "(unchanged)"
	}
	return o.Decision.String() + ": " + reason
}

// toneOf returns the tone of the action of a plan.
func toneOf(p *provision.Plan) show.Tone {
	switch p.Action {
	case provision.Failed, provision.Delete, provision.Disable:
		return show.Bad
	case provision.Create:
		return show.Good
	case provision.Update, provision.Staged:
		return show.Doubtful
	case provision.Skip:
	}
	return show.Faint
}

func (t *textPlans) paint(tone show.Tone, text string) string {
	if !t.Colors {
		return text
	}
	return tone.Paint(text)
}

func writeIndented(b *bytes.Buffer, lines []string, indent int) {
	for _, line := range lines {
		b.WriteString(strings.Repeat(" ", indent) + line + "\n")
	}
}
