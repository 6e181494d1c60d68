package planout

import (
	"fmt"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/internal/jsonobject"
	"github.com/attrmap/attrmap/internal/records"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/ldif"
	"github.com/attrmap/attrmap/mapping/provision"
)

// changesText collects the changes of a directory for a file of LDIF. What is done to most entries is kept as text, which may be in a temporary
// file; in memory are containers that are created, and what waits for the end.
type changesText struct {
	of      *Writer
	wire    *Wire
	filter  *Filter
	first   []ldif.Change
	objects records.Spool
	last    []ldif.Change
	counts  map[string]int // changes by their types
	enabled int            // of them those that enable a new account
	refused int
}

func newChangesText(of *Writer, filter *Filter) *changesText {
	return &changesText{of: of, wire: of.changes, filter: filter, counts: map[string]int{}}
}

// add adds the changes of a plan. Those of a plan that is not shown are made as well, so that others find the names.
func (t *changesText) add(printed provision.Printed, _ bool) error {
	list, err := t.wire.Changes.Add(printed.Plan)
	if err != nil {
		t.refused++
		t.wire.Refused(printed.Plan, err)
	}
	if !t.filter.shows(printed.Plan) {
		return nil
	}
	var text []byte
	for i := range list {
		c := &list[i]
		switch {
		case c.Stage < ldif.Objects:
			t.first = append(t.first, *c)
		case c.Stage > ldif.Objects:
			t.last = append(t.last, *c)
			continue // counted when it is settled
		default:
			text = c.AppendLDIF(text)
		}
		t.count(c)
	}
	if len(text) == 0 {
		return nil
	}
	_, err = t.objects.Write(text)
	return err
}

// count counts a change that is complete.
func (t *changesText) count(c *ldif.Change) {
	t.counts[c.Type]++
	t.of.note(c)
}

// head returns the version and what is to be known of the changes as a whole.
func (t *changesText) head(_ *provision.Totals, complete bool) []byte {
	byStage := func(a, b ldif.Change) int { return int(a.Stage - b.Stage) }
	slices.SortStableFunc(t.first, byStage)
	slices.SortStableFunc(t.last, byStage)
	for i := range t.last {
		c := &t.last[i]
		t.wire.Changes.Settle(c)
		t.count(c)
		if c.Stage == ldif.Enabling {
			t.enabled++
		}
	}
	dst := []byte("version: 1\n")
	if !complete {
		dst = append(dst, "# INCOMPLETE: not all objects have been planned\n"...)
	}
	dst = fmt.Appendf(dst, "# add %d, modify %d, modrdn %d, delete %d\n", t.counts["add"], t.counts["modify"], t.counts["modrdn"], t.counts["delete"])
	if t.refused > 0 {
		dst = fmt.Appendf(dst, "# NOT WRITTEN: %d, which have no distinguished name, or one that is taken\n", t.refused)
	}
	if t.enabled > 0 {
		dst = fmt.Appendf(dst, "# Enabled last, once they have passwords: %d\n", t.enabled)
	}
	for _, name := range t.wire.Changes.Parents() {
		dst = ldif.AppendComment(dst, "Must exist: "+name)
	}
	return append(dst, '\n')
}

// copy calls write with the changes, in the order of their stages.
func (t *changesText) copy(write func(part []byte) error) error {
	var part []byte
	for i := range t.first {
		part = t.first[i].AppendLDIF(part)
	}
	if err := write(part); err != nil {
		return err
	}
	if err := t.objects.Copy(write); err != nil {
		return err
	}
	const enough = 64 << 10
	part = part[:0]
	for i := range t.last {
		if part = t.last[i].AppendLDIF(part); len(part) < enough && i+1 < len(t.last) {
			continue
		}
		if err := write(part); err != nil {
			return err
		}
		part = part[:0]
	}
	return nil
}

// Close lets go of the text.
func (t *changesText) Close() error { return t.objects.Close() }

// appendChanges adds the changes of a plan to its JSON object as the member requests, each with the text of LDIF that it is written as. One that
// is not written gets none.
func (w *Writer) appendChanges(dst []byte, p *provision.Plan) []byte {
	list, err := w.changes.Changes.Add(p)
	if err != nil {
		w.changes.Refused(p, err)
	}
	if len(dst) == 0 {
		return dst
	}
	for i := range list {
		w.note(&list[i])
	}
	dst = append(dst[:len(dst)-1], `,"requests":`...)
	dst = jsonobject.AppendArray(dst, list, func(dst []byte, c *ldif.Change) []byte {
		o := jsonobject.Open(dst)
		o.Text("method", c.Type)
		path := c.DN
		if c.Hidden {
			path = "[hidden]"
		}
		o.Text("path", path)
		o.Text("body", strings.TrimSuffix(string(c.AppendLDIF(nil)), "\n"))
		var pending []mapping.Pending
		for _, a := range c.Attributes {
			pending = append(pending, a.Pending...)
		}
		if len(pending) > 0 {
			o.Key("pending")
			o.Dst = jsonobject.AppendArray(o.Dst, pending, func(dst []byte, p *mapping.Pending) []byte {
				one := jsonobject.Open(dst)
				one.Text("object", p.Object)
				one.Text("id", p.ID)
				return one.Close()
			})
		}
		return o.Close()
	})
	return append(dst, '}')
}
