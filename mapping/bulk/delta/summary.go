package delta

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/jsonobject"
	"github.com/attrmap/attrmap/internal/show"
	"github.com/attrmap/attrmap/mapping/bulk"
)

// Summary is what two files differ in, and what is sent of it.
type Summary struct {
	// New counts the people whose keys the old file has not, Changed those of whom a compared column differs, Unchanged the others that are in
	// both files.
	New, Changed, Unchanged int
	// Absent are the keys that the old file has and the new one has not, in the order of the old file.
	Absent []string
	// Unknown are in place of Absent the keys that are missing where the new file has records that cannot be used: some of these may be theirs.
	Unknown []string
	// Again are the keys of people who were not active and are again, such as rehired ones, in the order of the new file.
	Again []string
	// Sent counts the operations of the requests, and Calls the requests.
	Sent, Calls int
	// Failed counts the records of the new file that are in no request although they should be: they cannot be read, have no key, or do not fit the
	// map. FailedBefore counts the records of the old file that cannot be used: people whom only these name count as new.
	Failed, FailedBefore int
	// Spared counts the absent for whom nothing is sent although Options.Terminate says so: somebody present has a key that differs only in case.
	Spared int
	// Attributes are the attributes of the map that have changed, those of the most people first.
	Attributes []Count
	// Added and Removed are columns that only the new file has, and only the old one: of tables all, else those that the map reads. They are not
	// compared. Missing are columns of the map that neither has.
	Added, Removed, Missing []string

	before, after string // the names of the files
	first         bool   // the old file has nobody
	refused       bool   // nothing is sent, see RefusedError
	tail          bool   // the absent are the last people of the old file
	terminated    string // what is sent for the absent, "" for nothing
	hide          bool
}

// Count is in how many changed people an attribute differs.
type Count struct {
	// Name is the attribute's path.
	Name string
	// People counts those whose values differ, Emptied those of them who have none any more: null is sent.
	People, Emptied int

	left int // those who have none any more and for whom nothing is sent, see attribute.cleared
}

// clone returns a summary that shares nothing.
func (s *Summary) clone() Summary {
	c := *s
	for _, list := range []*[]string{&c.Absent, &c.Unknown, &c.Again, &c.Added, &c.Removed, &c.Missing} {
		*list = slices.Clone(*list)
	}
	c.Attributes = slices.Clone(s.Attributes)
	return c
}

// summarize returns the summary of the parts that are compared.
func (j *join) summarize() Summary {
	s := j.counts
	s.before, s.after = j.old.file.Name, j.new.file.Name
	s.first, s.tail = j.old.people == 0, j.absentAtTheEnd()
	s.Failed, s.FailedBefore, s.hide = j.new.broken, j.old.broken, j.opt.HideValues
	keys := keysOf(j.absent)
	if j.new.broken > 0 {
		s.Unknown = keys
	} else {
		s.Absent = keys
	}
	s.Again = keysOf(j.again)
	if t := j.opt.Terminate; t != nil {
		s.terminated = t.Path + " " + show.Line(string(t.Constant.AppendJSON(nil)))
	}
	for i := range j.layout.attributes {
		if j.changed[i] > 0 {
			s.Attributes = append(s.Attributes, Count{j.layout.attributes[i].name, j.changed[i], j.emptied[i], j.left[i]})
		}
	}
	slices.SortStableFunc(s.Attributes, func(a, b Count) int { return cmp.Compare(b.People, a.People) })
	j.columns(&s)
	return s
}

// keysOf returns the keys of people.
func keysOf(people []absentee) []string {
	keys := make([]string, len(people))
	for i := range people {
		keys[i] = people[i].key
	}
	return keys
}

// columns notes which columns are added, removed and missing.
func (j *join) columns(s *Summary) {
	if j.old.people == 0 { // a file without people says nothing, unless it is a table
		return
	}
	// The names of a table without a header row are values: where these are hidden, only names that the map has are shown.
	isTable := len(j.old.file.Columns) > 0 && len(j.new.file.Columns) > 0 && !j.opt.HideValues
	if isTable {
		s.Added = lacking(j.old.file.Columns, j.new.file.Columns)
		s.Removed = lacking(j.new.file.Columns, j.old.file.Columns)
	}
	for i := range j.layout.columns {
		name, before, after := j.layout.columns[i].name, j.old.has[i], j.new.has[i]
		switch {
		case !before && !after:
			s.Missing = append(s.Missing, name)
		case !before && !isTable:
			s.Added = append(s.Added, name)
		case !after && !isTable:
			s.Removed = append(s.Removed, name)
		}
	}
}

// lacking returns the names that a list of columns lacks.
func lacking(columns, names []string) (missing []string) {
	for _, name := range names {
		if !slices.ContainsFunc(columns, func(c string) bool { return strings.EqualFold(c, name) }) {
			missing = append(missing, name)
		}
	}
	return missing
}

// How many attributes and keys a text names.
const (
	namedAttributes = 6
	namedKeys       = 5
)

// String returns the counts in one line.
func (s *Summary) String() string {
	var b strings.Builder
	b.WriteString("new " + show.Thousands(s.New) + ", changed " + show.Thousands(s.Changed))
	if len(s.Attributes) > 0 {
		names := make([]string, len(s.Attributes))
		for i, a := range s.Attributes {
			names[i] = a.Name + " " + show.Thousands(a.People)
		}
		b.WriteString(" (" + first(names, namedAttributes) + ")")
	}
	b.WriteString(", unchanged " + show.Thousands(s.Unchanged) + ", absent " + show.Thousands(len(s.Absent)))
	if len(s.Absent) > 0 {
		sent := "not sent"
		if s.terminated != "" && !s.refused {
			sent = "sent: " + s.terminated
			if s.Spared > 0 {
				sent += ", but not to " + show.Thousands(s.Spared)
			}
		}
		b.WriteString(": " + s.named(s.Absent) + " (" + sent + ")")
	}
	if len(s.Unknown) > 0 {
		b.WriteString(", absent or unreadable " + show.Thousands(len(s.Unknown)) + ": " + s.named(s.Unknown) + " (not sent)")
	}
	return b.String()
}

// Format prints what String returns, in which keys are masked where values are hidden.
func (s Summary) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, s.String()) }

// Remarks returns what there is to say beside the counts, a line each.
func (s *Summary) Remarks() (lines []string) {
	add := func(format string, args ...any) { lines = append(lines, diag.Messagef(format, args...).String()) }
	for _, row := range []struct {
		file    string
		columns []string
		problem string
	}{
		{s.after, s.Added, "is new and is not compared"},
		{s.after, s.Removed, "is not there any more and is not compared"},
		{s.after, s.Missing, "is not there, nor was it before: the map reads it"},
	} {
		for _, name := range row.columns {
			add("%s: column %s %s", row.file, diag.Quote(name), row.problem)
		}
	}
	for _, c := range s.Attributes {
		if c.Emptied > 0 && !s.refused {
			add("%s: %s of %s is empty now: null is sent", s.after, c.Name, show.Counted(c.Emptied, "person", "people"))
		}
		if c.left > 0 && !s.refused {
			add("%s: %s of %s is empty now: it is left out, since null is neither true nor false", s.after, c.Name, show.Counted(c.left, "person", "people"))
		}
	}
	if len(s.Again) > 0 {
		add("%s: %s again active, such as after a rehire: %s", s.after, show.Counted(len(s.Again), "person is", "people are"), s.named(s.Again))
	}
	if s.tail {
		add("%s: the absent are the last of %s, as where a file is cut off between two lines", s.after, s.before)
	}
	switch {
	case s.refused:
	case s.first:
		add("%s: nobody is in it, and everybody counts as new", s.before)
	case s.New > 0:
		add("%s: whoever is new may have been there before %s, and be rehired: the service finds the account by its key", s.after, s.before)
	}
	if s.FailedBefore > 0 {
		add("%s: %s cannot be used: whoever is in them counts as new", s.before, show.Counted(s.FailedBefore, "record", "records"))
	}
	if s.Failed > 0 {
		add("%s: %s cannot be used and nothing is sent for them", s.after, show.Counted(s.Failed, "record", "records"))
	}
	if s.Sent == 0 && !s.refused {
		add("%s: nothing to send", s.after)
	}
	return lines
}

// ParseTermination reads NAME=VALUE, such as active=false: what is sent for somebody who is absent. The values true and false are booleans.
func ParseTermination(text string) (*bulk.Attribute, error) {
	name, constant, ok := strings.Cut(text, "=")
	if name = strings.TrimSpace(name); !ok || name == "" {
		return nil, diag.Errorf("want NAME=VALUE, such as active=false, got %s", diag.Quote(text))
	}
	set := &bulk.Attribute{Path: name, Constant: value.String(constant)}
	switch constant {
	case "true":
		set.Constant = value.True
	case "false":
		set.Constant = value.False
	}
	return set, nil
}

// named returns the first keys of a list.
func (s *Summary) named(keys []string) string {
	if s.hide {
		return diag.Hidden
	}
	clipped := make([]string, 0, namedKeys)
	for _, key := range keys[:min(len(keys), namedKeys)] {
		clipped = append(clipped, show.Line(diag.Clip(key)))
	}
	text := strings.Join(clipped, ", ")
	if len(keys) > namedKeys {
		text += " …"
	}
	return text
}

// first joins the first names of a list.
func first(names []string, most int) string {
	text := strings.Join(names[:min(len(names), most)], ", ")
	if len(names) > most {
		text += " …"
	}
	return text
}

// MarshalJSON returns the summary with the members new, changed, unchanged, absent, sent, calls and attributes. After them come those of the other
// fields that say something: emptied, unknown, again, failed, failedBefore, spared, added, removed and missing.
func (s Summary) MarshalJSON() ([]byte, error) {
	w := jsonobject.Open(nil)
	w.Number("new", s.New)
	w.Number("changed", s.Changed)
	w.Number("unchanged", s.Unchanged)
	texts(&w, "absent", s.shown(s.Absent))
	w.Number("sent", s.Sent)
	w.Number("calls", s.Calls)
	s.counts(&w, "attributes", func(c *Count) int { return c.People })
	if slices.ContainsFunc(s.Attributes, func(c Count) bool { return c.Emptied > 0 }) {
		s.counts(&w, "emptied", func(c *Count) int { return c.Emptied })
	}
	s.remarkedJSON(&w)
	return w.Close(), nil
}

// remarkedJSON writes what the text leaves to remarks, as far as it says something.
func (s *Summary) remarkedJSON(w *jsonobject.Writer) {
	list := func(name string, names []string) {
		if len(names) > 0 {
			texts(w, name, names)
		}
	}
	number := func(name string, n int) {
		if n > 0 {
			w.Number(name, n)
		}
	}
	list("unknown", s.shown(s.Unknown))
	list("again", s.shown(s.Again))
	number("failed", s.Failed)
	number("failedBefore", s.FailedBefore)
	number("spared", s.Spared)
	list("added", s.Added)
	list("removed", s.Removed)
	list("missing", s.Missing)
}

// counts writes a count of each attribute that has one.
func (s *Summary) counts(w *jsonobject.Writer, name string, of func(*Count) int) {
	counted := slices.DeleteFunc(slices.Clone(s.Attributes), func(c Count) bool { return of(&c) == 0 })
	w.Key(name)
	w.Dst = jsonobject.AppendArray(w.Dst, counted, func(dst []byte, c *Count) []byte {
		o := jsonobject.Open(dst)
		o.Text("name", c.Name)
		o.Number("count", of(c))
		return o.Close()
	})
}

// shown returns keys, or as many masks.
func (s *Summary) shown(keys []string) []string {
	if !s.hide {
		return keys
	}
	masked := make([]string, len(keys))
	for i := range masked {
		masked[i] = diag.Hidden
	}
	return masked
}

// texts writes a list of texts.
func texts(w *jsonobject.Writer, name string, list []string) {
	w.Key(name)
	w.Dst = jsonobject.AppendArray(w.Dst, list, func(dst []byte, text *string) []byte { return value.String(*text).AppendJSON(dst) })
}
