package sources

import (
	"cmp"
	"crypto/sha256"
	"errors"
	"html"
	"strings"
	"time"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/mapping/feed"
)

// hrEvent is what an entry says about a person: something that happened to them, with effect from a day.
type hrEvent struct {
	person     string // the PersonNumber
	collection *collection
	unknown    string // the name of a collection that is not known
	id         string
	line       int
	updated    time.Time // zero where it is missing
	published  time.Time
	effective  day
	start      day // EffectiveStartDate of the context
	period     string
	deleted    bool // the DMLOperation is DELETE
	context    []value.Member
	changes    []change
	hash       [sha256.Size]byte // of the content
	err        *feed.Error
}

// change is one of the changed attributes. A plain one has a single value, without the old one.
type change struct {
	name       string
	value, old value.Value
	plain      bool
}

// day is a date, or a time, as it is written and as it is compared. The zero day is none.
type day struct {
	text string
	at   time.Time
}

func (d day) isZero() bool { return d.text == "" }

// endOfTime is what Oracle writes for a date that is open.
const endOfTime = "4712-12-31"

// dayLayouts are the forms of dates and times in the feeds.
var dayLayouts = []string{time.DateOnly, time.RFC3339, "2006-01-02T15:04:05Z0700", "2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006/01/02"}

// readDay reads a date; ok is false for a text that is none. A date without a time begins at midnight UTC, and the end of all time is no date.
func readDay(text string) (d day, ok bool) {
	text = strings.TrimSpace(text)
	if text == "" || strings.HasPrefix(text, endOfTime) {
		return day{}, true
	}
	for _, layout := range dayLayouts {
		if at, err := time.Parse(layout, text); err == nil {
			return day{text, at.UTC()}, true
		}
	}
	return day{}, false
}

// entryReader reads the entries of one input.
type entryReader struct {
	limits feed.Limits
	name   string            // of the input; "" for the first, which the caller names
	names  map[string]string // of attributes, each once
}

// event reads an entry (RFC 4287, 4.1.2). What is wrong with it is the event's error; a person that it names is known nevertheless.
func (r *entryReader) event(el *element) *hrEvent {
	e := &hrEvent{line: el.line, err: el.err}
	if el.err != nil {
		e.err = r.placed(el.err)
		return e
	}
	root, err := parseXML(el, r.limits)
	if err != nil {
		e.err = r.placed(err)
		return e
	}
	var content, updated, published string
	var own, source origin
	for c := root.first.first; c != nil; c = c.next {
		switch c.name.local {
		case "content":
			if content = strings.TrimSpace(c.value()); strings.EqualFold(c.attribute("type"), "html") {
				content = strings.TrimSpace(html.UnescapeString(content))
			}
		case "updated":
			updated = c.value()
		case "published":
			published = c.value()
		case "source":
			source.addAll(c)
		default:
			own.add(c)
		}
	}
	e.id = own.id
	if e.collection, e.unknown = source.collection(true); e.collection == nil && e.unknown == "" {
		e.collection, e.unknown = own.collection(false)
	}
	e.hash = sha256.Sum256([]byte(content))
	r.read(e, content)
	r.readTimes(e, updated, published)
	return e
}

// readTimes reads the times of an entry.
func (r *entryReader) readTimes(e *hrEvent, updated, published string) {
	for _, t := range []struct {
		name, text string
		into       *time.Time
	}{{"updated", updated, &e.updated}, {"published", published, &e.published}} {
		d, ok := readDay(t.text)
		if !ok && e.err == nil {
			e.err = r.fault(e.line, 1, feed.ErrShape, diag.Messagef("%s: want a time such as 2026-01-31T12:00:00.000Z, got %s", diag.Name(t.name), diag.Quote(t.text)), "")
		}
		*t.into = d.at
	}
	if e.updated.IsZero() {
		e.updated = e.published
	}
	if e.effective.isZero() && e.err == nil {
		r.settleDate(e)
	}
}

// settleDate dates an event whose content has no EffectiveDate: by its start, else by the time of the entry (assumed).
func (r *entryReader) settleDate(e *hrEvent) {
	switch {
	case !e.start.isZero():
		e.effective = e.start
	case !e.updated.IsZero():
		e.effective = day{e.updated.Format(time.DateOnly), e.updated}
	default:
		e.err = r.fault(e.line, 1, feed.ErrShape, diag.Messagef("the entry has no date: neither EffectiveDate nor updated"), "fetch the feed again")
	}
}

// read reads the content of an entry, the JSON
//
//	{"Context": [{"PersonNumber": …}], "Changed Attributes": [{"JobCode": {"old": …, "new": …}}], "FlexFields": […]}
func (r *entryReader) read(e *hrEvent, content string) {
	if content == "" {
		e.err = r.fault(e.line, 1, feed.ErrShape, diag.Messagef("the entry has no content"), "fetch the feed again")
		return
	}
	// A value takes many times the memory of its text: what separates and opens them is counted before they are read.
	if n := strings.Count(content, ",") + strings.Count(content, "[") + strings.Count(content, "{"); n > r.limits.Values {
		cause := &diag.LimitError{Limit: codes.LimitJSONValues, Max: int64(r.limits.Values)}
		e.err = r.fault(e.line, 1, cause.At(diag.Position{Line: e.line, Column: 1}), diag.Messagef("the content has more than %d values", r.limits.Values), "raise the limit")
		return
	}
	v, err := value.ParseJSON(content)
	if err != nil {
		e.err = r.fault(e.line, 1, feed.ErrSyntax, diag.Messagef("the content is no JSON: %s", diag.Plain(err.Error())), "fetch the feed again")
		return
	}
	o, ok := v.AsObject()
	if !ok {
		e.err = r.fault(e.line, 1, feed.ErrShape, diag.Messagef("the content is %s: want an object with the member Context", diag.Name(v.Kind().String())), "")
		return
	}
	for _, m := range o.Members() {
		switch memberName(m.Name) {
		case "context":
			r.readContext(e, m.Value)
		case "changedattributes":
			r.readChanges(e, m.Value, "")
		case "flexfields":
			r.readFlexFields(e, m.Value)
		}
	}
	if e.person == "" && e.err == nil {
		e.err = r.fault(e.line, 1, feed.ErrShape, diag.Messagef("the context of the entry has no PersonNumber: nobody knows whom it is about"), "")
	}
}

// intern returns a name that shares its memory with equal ones.
func (r *entryReader) intern(name string) string {
	const most = 10_000 // hostile input must not fill the memory twice
	known, ok := r.names[name]
	if !ok && len(r.names) < most {
		known = name
		r.names[name] = name
	}
	return cmp.Or(known, name)
}

// memberName returns a member's name as it is compared: without case and spaces.
func memberName(name string) string { return strings.ToLower(strings.ReplaceAll(name, " ", "")) }

// readContext reads the context: a list of one object. Of several, all must be about the same person.
func (r *entryReader) readContext(e *hrEvent, v value.Value) {
	var dates [2]string
	for _, part := range v.Members() {
		o, ok := part.AsObject()
		if !ok {
			r.noObject(e, "Context", part)
			return
		}
		for _, m := range o.Members() {
			text := strings.TrimSpace(m.Value.Text())
			switch memberName(m.Name) {
			case "personnumber":
				if e.person != "" && text != e.person {
					e.err = r.fault(e.line, 1, feed.ErrShape, diag.Messagef("the entry is about several persons"), "")
					return
				}
				e.person = text
			case "effectivedate":
				dates[0] = text
			case "effectivestartdate":
				dates[1] = text
			case "periodofserviceid":
				e.period = text
			case "dmloperation":
				e.deleted = strings.EqualFold(text, "DELETE")
			default:
				m.Name = r.intern(m.Name)
				e.context = append(e.context, m)
			}
		}
	}
	for i, into := range []*day{&e.effective, &e.start} {
		d, ok := readDay(dates[i])
		if !ok && e.err == nil {
			name := []string{"EffectiveDate", "EffectiveStartDate"}[i]
			e.err = r.fault(e.line, 1, feed.ErrShape, diag.Messagef("%s: want a date such as 2026-01-31, got %s", diag.Name(name), diag.Quote(dates[i])), "")
		}
		*into = d
	}
}

// readChanges reads changed attributes: objects of one member each, whose value is the new one or has it as new. Those of a flexfield are
// members of an object with its name.
func (r *entryReader) readChanges(e *hrEvent, v value.Value, flexfield string) {
	for _, part := range v.Members() {
		o, ok := part.AsObject()
		if !ok {
			r.noObject(e, "Changed Attributes", part)
			return
		}
		if isOldAndNew(o) {
			e.err = cmp.Or(e.err, r.fault(e.line, 1, feed.ErrShape, diag.Messagef("Changed Attributes: nothing says which attribute has the old and the new value"), `want {"JobCode": {"old": …, "new": …}}`))
			return
		}
		for _, m := range o.Members() {
			c := change{name: r.intern(m.Name), value: m.Value, plain: true}
			if inner, ok := m.Value.AsObject(); ok && isOldAndNew(inner) {
				c.value, c.old, c.plain = inner.GetFold("new"), inner.GetFold("old"), false
			}
			// What is emptied is null, however it is written.
			if c.value.IsNullOrEmpty() {
				c.value = value.Null
			}
			if flexfield != "" {
				c.name = r.intern(flexfield + flexfieldMark + m.Name)
			}
			e.changes = append(e.changes, c)
		}
	}
}

// noObject is the fault of a part of the content that is a list of something else than objects.
func (r *entryReader) noObject(e *hrEvent, name string, v value.Value) {
	if e.err == nil {
		e.err = r.fault(e.line, 1, feed.ErrShape, diag.Messagef("%s: want a list of objects, got %s", diag.Name(name), diag.Name(v.Kind().String())), "")
	}
}

// isOldAndNew reports whether an object has the old or the new value of an attribute. What else it has says nothing of the value.
func isOldAndNew(o *value.Object) bool {
	return !o.GetFold("old").IsAbsent() || !o.GetFold("new").IsAbsent()
}

// readFlexFields reads the changed attributes of flexfields.
func (r *entryReader) readFlexFields(e *hrEvent, v value.Value) {
	for _, part := range v.Members() {
		o, ok := part.AsObject()
		if !ok {
			r.noObject(e, "FlexFields", part)
			return
		}
		code := strings.TrimSpace(o.GetFold("FlexFieldCode").Text())
		for _, m := range o.Members() {
			if memberName(m.Name) == "changedattributes" {
				r.readChanges(e, m.Value, code)
			}
		}
	}
}

// changed returns the new value of a changed attribute, by its name in any case.
func (e *hrEvent) changed(name string) (v value.Value, ok bool) {
	for _, c := range e.changes {
		if strings.EqualFold(c.name, name) && !(c.plain && e.deleted) {
			v, ok = c.value, true
		}
	}
	return v, ok
}

// day returns the new day of a changed attribute, by its name in any case; ok is false where it has not changed, or to something else than a day.
func (e *hrEvent) day(name string) (d day, ok bool) {
	if v, changed := e.changed(name); changed {
		return readDay(v.Text())
	}
	return day{}, false
}

// before returns the old value of a changed attribute, by its name in any case.
func (e *hrEvent) before(name string) value.Value {
	for _, c := range e.changes {
		if strings.EqualFold(c.name, name) && !c.old.IsAbsent() {
			return c.old
		}
	}
	return value.Absent
}

// placed returns an error of reading XML with the name of the input, unless it is the first.
func (r *entryReader) placed(err error) *feed.Error {
	var f *feed.Error
	errors.As(err, &f)
	return r.fault(f.Line, f.Column, f.Cause, f.Problem, f.Remedy)
}

// fault returns an error with its place, and with the name of the input, unless it is the first.
func (r *entryReader) fault(line, column int, cause error, problem diag.Message, remedy string) *feed.Error {
	if r.name != "" {
		problem = diag.Messagef("in %s: %s", diag.Name(r.name), problem)
	}
	return &feed.Error{Line: line, Column: column, Cause: cause, Problem: problem, Remedy: remedy}
}
