package delta

import (
	"slices"
	"strings"
	"time"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping/bulk"
	"github.com/attrmap/attrmap/mapping/feed"
)

// layout is what the map reads, and which of it both files have.
type layout struct {
	reader  *bulk.Reader
	columns []column
	// attributes are those of the map, in its order.
	attributes []attribute
	match      int // of the attributes
	// key is the column of the matching value, -1 where an expression makes it.
	key int
	// whole reports that both files have all columns, so that rows can be compared as they are.
	whole bool
}

// column is a column that the map reads.
type column struct {
	name string
	path value.Path
	// compared reports that both files have the column.
	compared bool
	// at is where the last record had a member of this name: the rows of a table have all theirs in the same places.
	at int
}

// read returns the column's value.
func (c *column) read(members []value.Member, attrs value.Attributes) value.Value {
	if c.at < len(members) && members[c.at].Name == c.name {
		return members[c.at].Value
	}
	c.at = max(0, slices.IndexFunc(members, func(m value.Member) bool { return m.Name == c.name }))
	return attrs.Attribute(&c.path)
}

// attribute is an attribute of the map.
type attribute struct {
	name    string
	columns []int
	equals  []string // what its value is compared with, in lower case and without outer spaces
	// cleared reports that null is written for the attribute where its value is gone: not for booleans of a status, for which null would be
	// neither true nor false, and not for the key.
	cleared bool
	// compared reports that no column of it is in one file alone: a value that is gone is not gone with the column.
	compared bool
}

// newLayout returns what a map reads.
func newLayout(m *bulk.Map, clock func() time.Time) (*layout, error) {
	reader, err := bulk.NewReader(m, clock)
	if err != nil {
		return nil, err
	}
	l := &layout{reader: reader, match: reader.Matching(), key: -1}
	for _, name := range m.Columns() {
		l.columns = append(l.columns, column{name: name, path: value.ParsePath(name)})
	}
	for i := range m.Attributes {
		a := &m.Attributes[i]
		at := attribute{name: reader.Path(i), cleared: a.Equals == nil && i != l.match}
		for _, name := range a.Columns() {
			at.columns = append(at.columns, l.column(name))
		}
		for _, text := range a.Equals {
			at.equals = append(at.equals, strings.ToLower(strings.TrimSpace(text)))
		}
		l.attributes = append(l.attributes, at)
	}
	if a := &m.Attributes[l.match]; a.Column != "" && a.Equals == nil {
		l.key = l.attributes[l.match].columns[0]
	}
	return l, nil
}

// column returns the number of a column of the map.
func (l *layout) column(name string) int {
	return slices.IndexFunc(l.columns, func(c column) bool { return strings.EqualFold(c.name, name) })
}

// keyOf returns the key of a record. The error is a [diag.List]: the record is broken, or has none.
func (l *layout) keyOf(rec *feed.Record) (string, error) {
	// The plain way, which most files go for every record.
	if l.key >= 0 && rec.Err == nil {
		if key := strings.TrimSpace(rec.Attributes().Attribute(&l.columns[l.key].path).Text()); key != "" {
			return key, nil
		}
	}
	return l.reader.Match(rec)
}

// useless returns why an old file says nothing about anybody; the zero message where it does. One without people is right on the first day, if it is
// no other file.
func (l *layout) useless(old *side) diag.Message {
	switch name := diag.Name(old.file.Name); {
	case old.encoding != nil:
		// Whoever is in such records would count as new, and there may be as many of them as there are letters beyond ASCII.
		return diag.Messagef("%s cannot be compared: %s", name, old.encoding)
	case old.people == 0 && old.broken > 0:
		return diag.Messagef("%s has nobody: no record has a matching value", name)
	}
	return diag.Message{}
}

// lacksKey returns what a table lacks for anybody in it to have a key; the zero message where it has it.
func (l *layout) lacksKey(f *File) diag.Message {
	match := &l.attributes[l.match]
	has := func(c int) bool {
		return slices.ContainsFunc(f.Columns, func(name string) bool { return strings.EqualFold(name, l.columns[c].name) })
	}
	if len(f.Columns) == 0 || len(match.columns) == 0 || slices.ContainsFunc(match.columns, has) {
		return diag.Message{}
	}
	column := l.columns[match.columns[0]].name
	return diag.Messagef("%s has no column %s, from which the map fills the matching value %s", diag.Name(f.Name), diag.Name(string(diag.Quote(column))), diag.Name(match.name))
}

// compare notes which columns both sides have.
func (l *layout) compare(before, after *side) {
	l.whole = true
	for i := range l.columns {
		c := &l.columns[i]
		c.compared = before.has[i] && after.has[i]
		l.whole = l.whole && c.compared
	}
	for i := range l.attributes {
		a := &l.attributes[i]
		a.compared = !slices.ContainsFunc(a.columns, func(c int) bool { return before.has[c] != after.has[c] })
	}
}

// record returns a record with the values of a row, as the map reads them.
func (l *layout) record(r *row) feed.Record {
	members := make([]value.Member, 0, len(l.columns))
	cells := r.values
	for i := range l.columns {
		var c cell
		if c, cells = readCell(cells); c.kind != cellAbsent {
			members = append(members, value.Member{Name: l.columns[i].name, Value: c.value()})
		}
	}
	return feed.Record{Ordinal: r.ordinal, Line: r.line, Attrs: value.NewObject(members...)}
}

// emptied puts null into the record for the columns that an attribute which is cleared no longer has: of JSON it may have no member at all, and what a
// record has not is not cleared.
func (l *layout) emptied(rec *feed.Record, cleared []bool) {
	members := rec.Attrs.Members()
	for i, gone := range cleared {
		if !gone {
			continue
		}
		for _, c := range l.attributes[i].columns {
			if name := l.columns[c].name; !slices.ContainsFunc(members, func(m value.Member) bool { return m.Name == name }) {
				members = append(members, value.Member{Name: name, Value: value.Null})
			}
		}
	}
	rec.Attrs = value.NewObject(members...)
}

// difference is what a person's two rows differ in.
type difference struct {
	changed []bool // by attribute
	emptied []bool // likewise: it had a value, and has none any more, for which null is sent
	left    []bool // likewise, and it is left out, see attribute.cleared
	any     bool
	// again reports that the attribute active was false and is true.
	again bool
}

// differ compares the rows of one person, the old one and the new one, into d.
func (l *layout) differ(one, other *row, d *difference) {
	d.any, d.again = false, false
	clear(d.changed)
	clear(d.emptied)
	clear(d.left)
	if l.whole && string(one.values) == string(other.values) {
		return
	}
	before, after := one.values, other.values
	differs := make([]bool, len(l.columns))
	for i := range l.columns {
		var was, is cell
		was, before = readCell(before)
		is, after = readCell(after)
		differs[i] = l.columns[i].compared && !was.equals(is)
		d.any = d.any || differs[i]
	}
	if !d.any {
		return
	}
	was, is := l.record(one), l.record(other)
	for i := range l.attributes {
		a := &l.attributes[i]
		d.changed[i] = slices.ContainsFunc(a.columns, func(c int) bool { return differs[c] })
		if !d.changed[i] || !a.compared {
			continue
		}
		// What cannot be evaluated is not gone, and the builder reports it.
		had, err := l.reader.Value(&was, i)
		has, failed := l.reader.Value(&is, i)
		if err != nil || failed != nil {
			continue
		}
		gone := !had.IsAbsent() && has.IsAbsent()
		d.emptied[i], d.left[i] = gone && a.cleared, gone && !a.cleared && i != l.match
		d.again = d.again || strings.EqualFold(a.name, "active") && isFalse(had) && isTrue(has)
	}
}

// isTrue reports whether a value is true, or the text of it.
func isTrue(v value.Value) bool { return strings.EqualFold(v.Text(), "true") }

// isFalse reports whether a value is false, or the text of it.
func isFalse(v value.Value) bool { return strings.EqualFold(v.Text(), "false") }
