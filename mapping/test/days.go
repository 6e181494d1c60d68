package test

import (
	"slices"
	"strings"
	"time"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/internal/tree"
)

// cycles returns the cycles that a test plans, one after the other: its days, or itself.
func (t *testCase) cycles() []*testCase {
	if len(t.days) > 0 {
		return t.days
	}
	return []*testCase{t}
}

// planned returns the people whose types the job has: on each of several days those of all.
func (t *testCase) planned() []*tree.Node {
	if t.isDay {
		return t.everybody
	}
	return t.sources
}

// days reads the days of a test. A day begins with what the day before has left in the target, and with its people unless it has others.
func (r *reader) days(t *testCase, n *tree.Node) {
	before := t
	r.List(n, false, func(n *tree.Node) {
		d := r.day(t, before, n)
		t.days = append(t.days, d)
		t.everybody = append(t.everybody, d.sources...)
		before = d
	})
	for _, d := range t.days {
		d.everybody = t.everybody
	}
	switch {
	case n.Real().Kind != tree.List || len(r.Faults) > 0:
	case len(t.days) == 0:
		r.Fault(n.At, codes.WrongValue, "", "want days, got an empty list")
	case !t.twice && !slices.ContainsFunc(t.days, func(d *testCase) bool { return len(d.expect) > 0 }):
		r.Fault(t.node.At, codes.WrongValue, "", "the test expects nothing: want expect, of one of its days")
	}
}

// day reads a day of a test after the one before, which is the test itself for the first.
func (r *reader) day(t, before *testCase, n *tree.Node) *testCase {
	d := &testCase{file: t.file, node: n, at: n.At, job: t.job.clone(), twice: t.twice, sources: before.sources, peopled: before.peopled, isDay: true}
	d.job.seed += uint64(len(t.days)) // random values are others on every day
	if !r.file.json {
		d.at = dash(r.file.text, n.At)
	}
	var now, changes, expect *tree.Node
	var people people
	if !r.Object(n, "a day", append(people.fields(),
		tree.Field{Name: "now", Read: func(m *tree.Member) { now = m.Value }},
		tree.Field{Name: "changes", Read: func(m *tree.Member) { changes = m.Value }},
		tree.Field{Name: "expect", Read: func(m *tree.Member) { expect = m.Value }})) {
		return d
	}
	r.time(d, before, now)
	switch {
	case people.given() && changes != nil:
		r.Fault(changes.At, codes.WrongValue, "", "want the people of the day, or changes of those of the day before, got both")
	case people.given():
		d.sources = nil
		r.people(d, n, people)
	case !before.peopled:
		r.Fault(n.At, codes.WrongValue, "", "want source or sources, of the day or of the test")
	case changes != nil:
		r.changes(d, changes)
	}
	d.peopled = true
	if !expect.IsNull() {
		r.expectations(d, expect, people.source != nil || len(d.sources) == 1)
	}
	return d
}

// time reads the time of a day, which is after that of the day before.
func (r *reader) time(d, before *testCase, now *tree.Node) {
	if now.IsNull() {
		r.Fault(d.node.At, codes.WrongValue, "", "want the member now: the time of the day")
		return
	}
	d.job.words["now"] = now
	r.jobWords(d.job)["now"](now)
	at, err := time.Parse(time.RFC3339, d.job.Now)
	if last, none := time.Parse(time.RFC3339, before.job.Now); err == nil && none == nil && before.isDay && !at.After(last) {
		r.Fault(now.At, codes.WrongValue, "", "want a time after that of the day before, %s, got %s", diag.Quote(before.job.Now), diag.Quote(d.job.Now))
	}
}

// changes gives a day the people of the day before as they are now: an object says what is new of one, a list has an entry for each.
func (r *reader) changes(d *testCase, n *tree.Node) {
	written := n.Real()
	list := []*tree.Node{n}
	if written.Kind == tree.List {
		list = written.Elements
	}
	switch {
	case slices.ContainsFunc(d.sources, isFile):
		r.Fault(n.At, codes.WrongValue, "write source or sources", "the people of the day before are in a file, and have no changes here")
		return
	case len(list) != len(d.sources):
		r.Fault(n.At, codes.WrongValue, "", "want changes of each of %d source objects, got %d", len(d.sources), len(list))
		return
	}
	d.sources = slices.Clone(d.sources)
	for i, c := range list {
		if c.IsNull() {
			continue
		}
		if c.Real().Kind != tree.Object {
			r.Want(c, "an object of attributes")
			continue
		}
		d.sources[i] = changed(d.sources[i], c)
	}
}

// changed returns an object with the members of another one in the place of its own. Objects inside are changed likewise; all else is replaced.
func changed(n, by *tree.Node) *tree.Node {
	n, by = n.Real(), by.Real()
	if n.Kind != tree.Object || by.Kind != tree.Object {
		return by
	}
	with := *n
	with.Members = slices.Clone(n.Members)
	for _, m := range by.Members {
		at := slices.IndexFunc(with.Members, func(is tree.Member) bool { return is.Name == m.Name })
		if at < 0 {
			at = slices.IndexFunc(with.Members, func(is tree.Member) bool { return strings.EqualFold(is.Name, m.Name) })
		}
		if at < 0 {
			with.Members = append(with.Members, m)
			continue
		}
		m.Value = changed(with.Members[at].Value, m.Value)
		with.Members[at] = m
	}
	return &with
}
