package delta

import (
	"cmp"
	"slices"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/internal/show"
)

// duplicates counts keys that are twice in a file, and names the first ones.
type duplicates struct {
	count int
	first []duplicate
}

type duplicate struct {
	file                   *File
	key                    string
	ordinal, line          int // of the second record
	earlier, lineOfEarlier int // of the first
}

// namedDuplicates is how many keys that are twice are named.
const namedDuplicates = 10

// add notes that two records of a file have one key.
func (d *duplicates) add(f *File, a, b *row) {
	if a.ordinal > b.ordinal {
		a, b = b, a
	}
	d.count++
	d.first = append(d.first, duplicate{f, string(b.key), b.ordinal, b.line, a.ordinal, a.line})
	const many = 8 * namedDuplicates
	if len(d.first) > many {
		d.sort()
	}
}

// sort leaves the first ones, of the old file before the new one's.
func (d *duplicates) sort() {
	slices.SortFunc(d.first, func(a, b duplicate) int { return cmp.Compare(a.ordinal, b.ordinal) })
	d.first = d.first[:min(len(d.first), namedDuplicates)]
}

// refuseDuplicates reports the keys that are twice, and returns the refusal, nil where there are none.
func (j *join) refuseDuplicates() error {
	d := &j.duplicates
	if d.count == 0 {
		return nil
	}
	d.sort()
	for _, at := range d.first {
		j.opt.report(diag.Finding{
			Code: codes.DuplicateMatch, Place: diag.Place{File: at.file.Name, Position: diag.Position{Line: at.line}, Path: diag.PathOf("records", at.ordinal-1)},
			Message: diag.Messagef("the key %s is that of records[%d] (line %d), too", diag.Quote(at.key), at.earlier-1, at.lineOfEarlier),
		})
	}
	names := j.old.file.Name + ", " + j.new.file.Name
	switch {
	case !slices.ContainsFunc(d.first, func(at duplicate) bool { return at.file == j.old.file }):
		names = j.new.file.Name
	case !slices.ContainsFunc(d.first, func(at duplicate) bool { return at.file == j.new.file }):
		names = j.old.file.Name
	}
	return refuse("%s: %s of an earlier record, which leaves open who is meant; leave one record of each person",
		diag.Name(names), diag.Name(show.Counted(d.count, "record has the key", "records have the key")))
}
