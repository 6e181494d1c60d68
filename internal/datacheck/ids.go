package datacheck

import (
	"hash/maphash"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
)

// mostIDs bounds the ids of which hashes are kept, of all columns together.
const mostIDs = 1 << 20

// seed is that of all hashes. Two ids with one hash would be a wrong warning; among a million that has a probability of one in 30 million.
var seed = maphash.MakeSeed()

// ids watches columns of which each person has a value of their own.
type ids struct {
	check *Check
	known map[uint64]id // by the hash of an id without case and outer spaces
	near  hits          // that differ from an earlier one in case or outer spaces alone
	twins hits          // that are the same as an earlier one
	// The records of those that the first of near and twins are like.
	nearTo, twinOf []int
}

// id is the first record with an id, and the hash of the text.
type id struct {
	exact   uint32
	ordinal uint32
}

func newIDs(col *column, c *Check) watcher {
	if col.traits&isKey == 0 {
		return nil
	}
	return &ids{check: c, known: map[uint64]id{}}
}

func (d *ids) see(v *cell) {
	exact := uint32(maphash.String(seed, v.text))
	hash := maphash.String(seed, strings.ToLower(strings.TrimSpace(v.text)))
	first, again := d.known[hash]
	switch {
	case !again && d.check.ids == mostIDs:
	case !again:
		d.check.ids++
		d.known[hash] = id{exact, uint32(v.ordinal)}
	case first.ordinal == uint32(v.ordinal): // another value of the same person
	case first.exact == exact:
		if d.twins.add(v) {
			d.twinOf = append(d.twinOf, int(first.ordinal))
		}
	default:
		if d.near.add(v) {
			d.nearTo = append(d.nearTo, int(first.ordinal))
		}
	}
}

func (d *ids) tell(c *column) *told {
	return d.about(c, &d.near, d.nearTo, "that of another record but for case or spaces", "the target compares without case, and both people would be one account")
}

func (d *ids) about(c *column, h *hits, earlier []int, what, remedy string) *told {
	if h.count == 0 {
		return nil
	}
	var list []diag.Message
	for i, s := range h.first {
		list = append(list, diag.Messagef("record %d %s as in record %d", s.ordinal, diag.Quote(s.text), earlier[i]))
	}
	if h.count > len(h.first) {
		list = append(list, diag.Messagef("…"))
	}
	is := "are"
	if h.count == 1 {
		is = "is"
	}
	return &told{h.line(), diag.Messagef("%d of %s %s %s: %s; %s", h.count, diag.Name(diag.Count(c.texts, "value")), diag.Name(is), diag.Name(what), joined(list), diag.Name(remedy))}
}

// twins tells of the ids that are there twice, which ids has seen.
type twins struct{ of *ids }

func newTwins(col *column, _ *Check) watcher {
	for _, w := range col.watchers {
		if of, ok := w.watcher.(*ids); ok {
			return twins{of}
		}
	}
	return nil
}

func (twins) see(*cell) {}

func (t twins) tell(c *column) *told {
	return t.of.about(c, &t.of.twins, t.of.twinOf, "that of another record", "both records would change the same account")
}
