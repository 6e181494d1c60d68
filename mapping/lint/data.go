package lint

import (
	"errors"
	"regexp"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/internal/datacheck"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/feed"
)

// Data are records of the source, kept whole in memory. They must not be used by two goroutines at once: columns are computed on first use
// and kept.
type Data struct {
	records    []record
	attributes []string // nil if the records do not show which attributes exist
	columns    map[string]*column
	read       int                        // all records of the file, those that are not kept included
	broken     int                        // those that cannot be read
	faults     diag.List                  // about the first broken records
	values     func() []datacheck.Finding // a function, so that printing Data prints none of them
	matched    map[string]bool            // attributes whose equal values matchInData reports, by their flat names
	secret     map[string]bool            // attributes that flow to custom security attributes, by their flat names
}

// record is an object and its place in the file, counted from 1, broken records included. Messages name it.
type record struct {
	attrs   value.Attributes
	ordinal int
}

// The bounds of [Data]: records beyond the first of them are only counted, further distinct values of one attribute are ignored, and so are
// the words of further broken records.
const (
	mostRecords = 100_000
	mostValues  = 5_000
	mostFaults  = 20
)

// ReadData keeps the records of a file to lint against, the first 100,000 of them. Broken records, and how many are beyond these, are in
// [Data.Findings]; the error says that the rest of the file cannot be read. The columns of a CSV table show which attributes exist, if empty
// cells are read as null; objects of other formats leave out what they do not have.
func ReadData(r *feed.Reader) (*Data, error) {
	check := datacheck.New(r.Columns())
	d := &Data{columns: map[string]*column{}, values: check.Findings, matched: map[string]bool{}, secret: map[string]bool{}}
	for rec, err := range check.Watch(r.Records()) {
		if err != nil {
			return d, err
		}
		d.read++
		if rec.Err != nil {
			d.addFault(rec)
			continue
		}
		if len(d.records) == mostRecords {
			continue // counted, so that Findings can say how many there are
		}
		if r.Format() == feed.CSV && d.attributes == nil {
			d.attributes = []string{"IsSoftDeleted"} // which the service computes
			for _, m := range rec.Attrs.Members() {
				d.attributes = append(d.attributes, m.Name)
			}
		}
		d.records = append(d.records, record{rec.Attributes(), rec.Ordinal})
	}
	return d, nil
}

// Records returns how many records rules look at, and how many there are, those that cannot be read included. Both are 0 of a nil receiver.
func (d *Data) Records() (looked, all int) {
	if d == nil {
		return 0, 0
	}
	return len(d.records), d.read
}

// addFault keeps what is wrong with a broken record, for the first of them.
func (d *Data) addFault(rec feed.Record) {
	d.broken++
	if len(d.faults) == mostFaults {
		return
	}
	f := newFinding(Lookup(unreadData), diag.Error, diag.Messagef("record %d: %s", rec.Ordinal, rec.Err)).Finding
	f.Line, f.Column = rec.Line, 1
	// The error of the feed says record and place by itself, and keeps its words apart from what it quotes.
	var fault *feed.Error
	if errors.As(rec.Err, &fault) {
		f.Message = fault.Sentence()
		f.Line, f.Column = fault.Line, fault.Column
	}
	d.faults = append(d.faults, f)
}

// Findings returns what is wrong with the records themselves, whatever is linted: an error for each of the first 20 that cannot be read and one
// for the others, an error if there is no record, and a remark that says of how many only the first ones were looked at. Their places are
// those of the records; File is empty. After what is linted against the data, it also returns warnings about the values of all records, whatever reads
// them, such as dates that a spreadsheet has made numbers of; values that flow to custom security attributes are not shown. It accepts a nil receiver
// and returns nil.
func (d *Data) Findings() diag.List {
	if d == nil {
		return nil
	}
	found := append(diag.List{}, d.faults...)
	add := func(severity diag.Severity, format string, args ...any) {
		found = append(found, newFinding(Lookup(unreadData), severity, diag.Messagef(format, args...)).Finding)
	}
	if rest := d.broken - len(d.faults); rest > 0 {
		add(diag.Error, "%d more records cannot be read", rest)
	}
	if len(d.records) == 0 {
		add(diag.Error, "the data have no record that can be read: nothing was checked against them")
	}
	if readable := d.read - d.broken; readable > len(d.records) {
		add(diag.Info, "looked at the first %d of %d records", len(d.records), readable)
	}
	if d.values == nil { // of a Data that nothing was read into
		return found
	}
	for _, f := range d.values() {
		name := flatName(f.Column)
		if f.Code == codes.IDTwice && d.matched[name] {
			continue
		}
		if _, secret := mapping.SecurityAttribute(f.Column); secret || d.secret[name] {
			f.Finding = f.Masked()
		}
		f.Code = diag.Code(ruleBook().reporting[f.Code].Code)
		found = append(found, f.Finding)
	}
	return found
}

// conceal keeps the values of attributes out of findings. It accepts a nil receiver.
func (d *Data) conceal(names ...string) {
	if d == nil {
		return
	}
	for _, name := range names {
		d.secret[flatName(name)] = true
	}
}

// pathFilter is a filter of a path.
var pathFilter = regexp.MustCompile(`\[[^\]]*\]`)

// flatName returns the name of an attribute as that of a column of nested objects: urn:….user.paygrade, emails.value.
func flatName(name string) string {
	return strings.ReplaceAll(strings.ToLower(pathFilter.ReplaceAllString(name, "")), ":", ".")
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
	kept := &Data{attributes: d.attributes, columns: map[string]*column{}, matched: d.matched, secret: d.secret}
	for _, r := range d.records {
		if scope.Evaluate(r.attrs).Passed {
			kept.records = append(kept.records, r)
		}
	}
	return kept
}
