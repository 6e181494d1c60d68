package lint

import (
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/feed"
)

// Data are records of the source, kept whole in memory. They must not be used by two goroutines at once: columns are computed on first use
// and kept.
type Data struct {
	records    []record
	attributes []string // nil if the records do not show which attributes exist
	columns    map[string]*column
}

// record is an object and its place in the file, counted from 1, broken records included. Messages name it.
type record struct {
	attrs   value.Attributes
	ordinal int
}

// The bounds of [Data]: records beyond the first of them are ignored, and so are further distinct values of one attribute.
const (
	mostRecords = 50_000
	mostValues  = 5_000
)

// ReadData keeps the records of a file to lint against, the first 50,000 of them. Broken records are passed over; the error says that
// the rest of the file cannot be read. The columns of a CSV table show which attributes exist, if empty cells are read as null;
// objects of other formats leave out what they do not have.
func ReadData(r *feed.Reader) (*Data, error) {
	d := &Data{columns: map[string]*column{}}
	for rec, err := range r.Records() {
		if err != nil {
			return d, err
		}
		if rec.Err != nil {
			continue
		}
		if r.Format() == feed.CSV && d.attributes == nil {
			d.attributes = []string{"IsSoftDeleted"} // which the service computes
			for _, m := range rec.Attrs.Members() {
				d.attributes = append(d.attributes, m.Name)
			}
		}
		if d.records = append(d.records, record{rec.Attributes(), rec.Ordinal}); len(d.records) == mostRecords {
			break
		}
	}
	return d, nil
}

// column is what the records have for one attribute.
type column struct {
	name    string
	records int      // all there are
	empty   int      // of them without a value, or with ""
	several int      // with more than one value
	values  []string // the different texts in the order they are met
	all     bool     // values has all of them
}

// column returns what the records have for an attribute, read as an expression reads it: the name may be a path. The cost is one pass over
// the records for each name, once.
func (d *Data) column(name string) *column {
	if c := d.columns[name]; c != nil {
		return c
	}
	c := &column{name: name, records: len(d.records), all: true}
	path := value.ParsePath(name)
	seen := map[string]bool{}
	for _, r := range d.records {
		c.add(r.attrs.Attribute(&path), seen)
	}
	d.columns[name] = c
	return c
}

// add counts a value of one record. Every member of a list counts as a text of its own; seen has the texts of the records before.
func (c *column) add(v value.Value, seen map[string]bool) {
	if v.IsNullOrEmpty() {
		c.empty++
		return
	}
	members, isList := v.AsList()
	if !isList {
		members = []value.Value{v}
	}
	if len(members) > 1 {
		c.several++
	}
	for _, m := range members {
		text := m.Text()
		switch {
		case seen[text]:
		case len(c.values) == mostValues:
			c.all = false
		default:
			seen[text] = true
			c.values = append(c.values, text)
		}
	}
}

// within returns the records that pass a filter; all of them if it cannot be compiled, which a rule reports. Columns are those of the kept
// records, so they are computed anew. It accepts a nil receiver and returns it.
func (d *Data) within(f mapping.Filter) *Data {
	scope, _ := mapping.CompileFilter(f, false, mapping.Options{})
	if d == nil || len(f) == 0 || scope == nil {
		return d
	}
	kept := &Data{attributes: d.attributes, columns: map[string]*column{}}
	for _, r := range d.records {
		if scope.Evaluate(r.attrs).Passed {
			kept.records = append(kept.records, r)
		}
	}
	return kept
}
