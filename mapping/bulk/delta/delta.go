package delta

import (
	"cmp"
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"slices"
	"time"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/settings"
	"github.com/attrmap/attrmap/mapping/bulk"
)

// Options change what is refused and what is sent. The zero value sends nothing for people who are absent, and refuses more than 2 % of them.
type Options struct {
	// MaxAbsent is how many people may be absent: a number, such as 500, or a share of the old file's, such as 0.5%. "" is 2%.
	MaxAbsent string
	// Terminate is what is sent for somebody who is absent, beside the key: a path and a constant, such as active and false. nil sends nothing.
	Terminate *bulk.Attribute
	// Scratch is called for a place to keep rows beyond some 30 MiB of each file. nil keeps all of them in memory.
	Scratch func() (Scratch, error)
	// Clock is the time that Now in the map's expressions returns; nil is none.
	Clock func() time.Time
	// HideValues masks keys in the text and the JSON of summaries.
	HideValues bool
	// Report is called for every record that is not used, every key that is twice, and every doubt; nil drops them.
	Report func(diag.Finding)

	held int // see heldBytes; tests set it
}

// report reports a finding.
func (o *Options) report(f diag.Finding) {
	if o.Report != nil {
		o.Report(f)
	}
}

// Delta is what differs between two files. It is for one goroutine.
type Delta struct {
	bulkMap  *bulk.Map
	opt      *Options
	layout   *layout
	outcomes *store
	absent   []absentee
	summary  Summary
}

// Format prints no more than the name of the type: a delta holds people.
func (Delta) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, "delta.Delta") }

// Compare reads the old file and the new one to their ends and compares the columns that the map reads and both files have. Memory holds a
// small part of the people at a time; the rest is in the scratch. The caller closes the delta.
//
// The error is a *[RefusedError] where nothing must be sent: the new file has nobody or looks cut off, a key is in one file twice, more people
// are absent than Options.MaxAbsent, or records that cannot be read leave open who is absent and something is to be sent for the absent. Other
// errors are about the map, the options, and reading.
func Compare(before, after *File, m *bulk.Map, opt Options) (*Delta, error) {
	limit, isShare, err := settings.ParseThreshold(cmp.Or(opt.MaxAbsent, "2%"))
	if err != nil {
		return nil, err
	}
	l, err := newLayout(m, opt.Clock)
	if err != nil {
		return nil, err
	}
	d := &Delta{bulkMap: m, opt: &opt, layout: l, outcomes: newStore(&opt)}
	if err := checkTermination(m, opt.Terminate); err != nil {
		return nil, diag.Errorf("what is to be sent for the absent: %w", err)
	}
	if err = d.compare(before, after, threshold{limit, isShare}); err == nil {
		return d, nil
	}
	_ = d.Close() // the error that counts is the first
	var refusal *RefusedError
	if errors.As(err, &refusal) {
		refusal.hide = opt.HideValues
	}
	return nil, err
}

// compare reads and compares; what it leaves is closed by Close, whatever the error.
func (d *Delta) compare(before, after *File, limit threshold) error {
	r := &reading{layout: d.layout, opt: d.opt, seed: maphash.MakeSeed()}
	was, err := r.read(before)
	defer was.store.close() //nolint:errcheck // it is read, and removed
	if err != nil {
		return err
	}
	if problem := d.layout.useless(was); !problem.IsZero() {
		return refuse("%s", problem)
	}
	is, err := r.read(after)
	defer is.store.close() //nolint:errcheck // as above
	if err != nil {
		return err
	}
	if cut := looksCut(was, is); !cut.IsZero() {
		return refuse("%s", cut)
	}
	d.layout.compare(was, is)
	j := newJoin(d, was, is)
	for n := range parts {
		if err := j.part(n); err != nil {
			return err
		}
	}
	return d.conclude(j, limit)
}

// conclude makes the summary, and refuses what must not be sent.
func (d *Delta) conclude(j *join, limit threshold) error {
	if err := j.refuseDuplicates(); err != nil {
		return err
	}
	slices.SortFunc(j.absent, func(a, b absentee) int { return cmp.Compare(a.ordinal, b.ordinal) })
	slices.SortFunc(j.again, func(a, b absentee) int { return cmp.Compare(a.ordinal, b.ordinal) })
	d.absent = j.absent
	d.summary = j.summarize()
	if cut := j.cutInTheLastCell(); !cut.IsZero() {
		return refuse("%s", cut)
	}
	name := diag.Name(j.new.file.Name)
	// Records that cannot be read may be some of those who are missing; the others are absent whoever they are.
	certain := max(0, len(j.absent)-j.new.broken)
	refused := func(problem diag.Message) error {
		s := d.Summary()
		s.refused = true
		return &RefusedError{Problem: problem, Summary: &s}
	}
	switch {
	case limit.exceededBy(certain, j.old.people):
		return refused(diag.Messagef("%s: %d of %d people are absent, more than %s", name, certain, j.old.people, diag.Name(limit.String())))
	case d.opt.Terminate != nil && len(j.absent) > 0 && j.new.broken > 0:
		return refused(diag.Messagef("%s: %s cannot be used and may be those of people who seem absent", name, diag.Name(diag.Count(j.new.broken, "record"))))
	}
	return nil
}

// Summary returns what the files differ in. What is sent is known once [Delta.Requests] has been gone through.
func (d *Delta) Summary() Summary { return d.summary.clone() }

// Close releases the scratch. It may be called twice.
func (d *Delta) Close() error { return d.outcomes.close() }

// threshold is a number of people, or a percentage of all.
type threshold struct {
	limit   float64
	isShare bool
}

// exceededBy reports whether n of all people are more than the threshold.
func (t threshold) exceededBy(n, all int) bool {
	if !t.isShare {
		return float64(n) > t.limit
	}
	// Exactly the limit is allowed, and 0.57 % of 10,000 people must be 57 however the product is rounded.
	const percent, slack = 100, 1 + 1e-9
	return float64(n)*percent > t.limit*float64(all)*slack
}

// String returns the threshold as it is written.
func (t threshold) String() string {
	if t.isShare {
		return fmt.Sprintf("%v%%", t.limit)
	}
	return fmt.Sprintf("%v", t.limit)
}
