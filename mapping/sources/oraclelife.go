package sources

import (
	"cmp"
	"slices"
	"time"

	"github.com/attrmap/attrmap/expr/value"
)

// history is what the events of one person say of their work relationships.
type history struct {
	relations []*relation
	// rescinded reports that a work relationship was cancelled.
	rescinded bool
}

// relation is a work relationship, Oracle's period of service.
type relation struct {
	period string
	start  day
	end    day
	// hired is when the last entry was made that began it.
	hired time.Time
	// known reports that whether it has ended is known: from a new hire, or from what was said of its end.
	known     bool
	cancelled bool
}

// told is when an entry was made. What it is about may be long after that, and for Oracle updated is then the day of the event (documented).
func (e *hrEvent) told() time.Time {
	if e.published.IsZero() {
		return e.updated
	}
	return e.published
}

// newHistory returns the history of events in their order. First all work relationships begin; then what was said of them is taken as it was said,
// since what is said later corrects it; and cancellations come last.
func newHistory(events []*hrEvent) *history {
	h := new(history)
	said := slices.Clone(events)
	slices.SortStableFunc(said, func(a, b *hrEvent) int { return a.told().Compare(b.told()) })
	for _, e := range events {
		if e.collection.begins != nil {
			e.collection.begins(h, e)
		}
	}
	for _, e := range said {
		if e.collection.says != nil {
			e.collection.says(h, e)
		}
	}
	for _, e := range said {
		if e.collection.name == cancelworkrelship {
			h.cancel(e)
		}
	}
	return h
}

// of returns the work relationship that an event is about: of its period of service, else the one that begins on a day.
func (h *history) of(e *hrEvent, start day) *relation {
	for _, r := range h.relations {
		if e.period != "" && e.period == r.period {
			return r
		}
	}
	for _, r := range h.relations {
		if r.mayBe(e) && !start.isZero() && r.start.at.Equal(start.at) {
			r.period = cmp.Or(r.period, e.period)
			return r
		}
	}
	return nil
}

// mayBe reports whether nothing says that an event is about another period of service.
func (r *relation) mayBe(e *hrEvent) bool {
	return e.period == "" || r.period == "" || e.period == r.period
}

// find returns the work relationship that an event is about, else the last one that it may be about, of those that are taken: one that began
// by the start which the event has. Nil is one that is not known.
func (h *history) find(e *hrEvent, take func(*relation) bool) *relation {
	last := h.of(e, e.start)
	if last != nil {
		return last
	}
	for _, r := range h.relations {
		if r.mayBe(e) && take(r) && (e.start.isZero() || !r.start.at.After(e.start.at)) && (last == nil || !r.start.at.Before(last.start.at)) {
			last = r
		}
	}
	return last
}

// begin adds a work relationship of which nothing was known.
func (h *history) begin(e *hrEvent, start day) *relation {
	r := &relation{period: e.period, start: start}
	h.relations = append(h.relations, r)
	return r
}

// hire takes an entry of newhire: somebody is hired, hired again, or will be.
func (h *history) hire(e *hrEvent) {
	start := e.start
	if start.isZero() {
		start = e.effective
	}
	r := h.of(e, start)
	if r == nil {
		r = h.begin(e, start)
	}
	r.known = true
	// The later of two entries about one period of service corrects the other.
	if !e.told().Before(r.hired) {
		r.start, r.hired = start, e.told()
	}
}

// terminate takes an entry of termination: the work relationship ends on its effective date, or, where the new date of the termination is empty or
// the termination was deleted, does not end.
func (h *history) terminate(e *hrEvent) {
	r := h.find(e, func(r *relation) bool { return !r.start.at.After(e.effective.at) })
	if r == nil {
		r = h.begin(e, e.start)
	}
	end := e.effective
	if none, ok := e.day("ActualTerminationDate"); ok && none.isZero() || e.deleted {
		end = day{}
	}
	r.finish(end)
}

// finish sets the end of a work relationship.
func (r *relation) finish(end day) { r.known, r.end = true, end }

// update takes an entry of workrelshipupdate, which may have a new start, or the date of a termination or its withdrawal.
func (h *history) update(e *hrEvent) {
	r := h.redated(e)
	if r == nil {
		r = h.find(e, func(*relation) bool { return true })
	}
	if r == nil {
		r = h.begin(e, e.start)
	}
	if start, ok := e.day("StartDate"); ok && !start.isZero() {
		r.start, r.hired = start, e.told()
	}
	if end, ok := e.day("ActualTerminationDate"); ok {
		r.finish(end)
	}
}

// redate takes an entry of empupdate, which may have a new start, too (documented: Manage Date Effective Entries).
func (h *history) redate(e *hrEvent) {
	start, ok := e.day("StartDate")
	if r := h.redated(e); r != nil && ok && !start.isZero() {
		r.start, r.hired = start, e.told()
	}
}

// redated returns the work relationship whose start an entry has as the old one.
func (h *history) redated(e *hrEvent) *relation {
	old, _ := readDay(e.before("StartDate").Text())
	return h.of(e, old)
}

// cancel takes an entry of cancelworkrelship: the work relationship is as if it had never been, with its termination. It is the one of the entry's
// period of service or start, else the last that was known when it was cancelled. One that was begun after that stays.
func (h *history) cancel(e *hrEvent) {
	h.rescinded = true
	r := h.find(e, func(r *relation) bool { return !r.cancelled && !r.hired.After(e.told()) })
	if r == nil {
		r = h.begin(e, e.start)
	}
	if !r.hired.After(e.told()) {
		r.cancelled = true
	}
}

// state is what a person is at a time.
type state struct {
	hire, end day
	// active is whether somebody is employed or, having never been before, will be; null where nothing is known of it.
	active value.Value
	// until is the time up to which entries hold: the present, or the day on which the person begins.
	until time.Time
	// any reports that a work relationship is known, or was cancelled.
	any bool
}

// at returns the state at a time.
func (h *history) at(now time.Time) state {
	s := state{until: now, active: value.Absent, any: len(h.relations) > 0}
	var begun, future []*relation
	for _, r := range h.relations {
		switch {
		case r.cancelled:
		case r.start.at.After(now):
			future = append(future, r)
		default:
			begun = append(begun, r)
		}
	}
	byStart := func(a, b *relation) int { return a.start.at.Compare(b.start.at) }
	slices.SortStableFunc(begun, byStart)
	slices.SortStableFunc(future, byStart)
	switch {
	case len(begun) > 0:
		h.employed(&s, begun, now)
	case len(future) > 0:
		// Somebody who will begin is no leaver, and has an account before the first day (documented: the joiner scenario).
		first := future[0]
		s.hire, s.until, s.active = first.start, first.start.at, value.True
		if h.after(first) == nil {
			s.end = first.end
		}
	case h.rescinded:
		s.active = value.False
		for _, r := range h.relations {
			if r.start.at.After(s.until) {
				s.until = r.start.at
			}
		}
	}
	return s
}

// employed sets the state of somebody who has begun: by the work relationship that holds, else by the one that ended last.
func (h *history) employed(s *state, begun []*relation, now time.Time) {
	current := begun[0]
	for _, r := range begun[1:] {
		if h.holds(r, now) || !h.holds(current, now) && !r.end.at.Before(current.end.at) {
			current = r
		}
	}
	s.hire = current.start
	if h.after(current) == nil {
		s.end = current.end
	}
	if current.known {
		s.active = value.Boolean(h.holds(current, now))
	}
}

// holds reports whether a work relationship has not ended, or another one goes on from it.
func (h *history) holds(r *relation, now time.Time) bool {
	for r != nil && !r.end.isZero() && !r.end.at.After(now) {
		r = h.after(r)
	}
	return r != nil
}

// after returns the work relationship that begins on the day on which one ends, or on the day after; nil where there is none. Somebody who is
// converted does not leave in between (assumed).
func (h *history) after(r *relation) *relation {
	i := slices.IndexFunc(h.relations, func(o *relation) bool {
		return o != r && !o.cancelled && !r.end.isZero() && o.start.at.After(r.start.at) && !o.start.at.Before(r.end.at) && !o.start.at.After(r.end.at.AddDate(0, 0, 1))
	})
	if i < 0 {
		return nil
	}
	return h.relations[i]
}
