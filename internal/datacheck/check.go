package datacheck

import (
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping/feed"
)

// The bounds of a [Check]: columns beyond them, and members that nest deeper, are not looked at.
const (
	mostColumns = 1000
	mostDepth   = 8
)

// Check looks at the values of records. It is for one goroutine.
type Check struct {
	root    node
	columns []*column
	ids     int  // hashes of ids that are kept
	now     cell // the text that is looked at: a new one for each would be most of the work
}

// Finding is a warning about one column.
type Finding struct {
	diag.Finding
	// Column is its name: a path such as name.givenName where objects nest.
	Column string
}

// node is a member of records: an object with members, a column, or both where records differ.
type node struct {
	members []*node // in the order in which they were met
	byName  map[string]*node
	name    string
	path    string // names of the objects it is in, and its own
	column  *column
}

// New returns a check of records that have these columns, or of others if it is nil.
func New(columns []string) *Check {
	c := &Check{}
	for i, name := range columns {
		if n := c.root.member(i, name); len(c.columns) < mostColumns {
			n.column = c.newColumn(name, i+1, false)
		}
	}
	return c
}

// Format prints no more than the name of the type: a check keeps values.
func (*Check) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, "datacheck.Check") }

// Watch returns the records, each of which is looked at as it passes.
func (c *Check) Watch(records iter.Seq2[feed.Record, error]) iter.Seq2[feed.Record, error] {
	return func(yield func(feed.Record, error) bool) {
		for rec, err := range records {
			if err == nil {
				c.Add(&rec)
			}
			if !yield(rec, err) {
				return
			}
		}
	}
}

// Add looks at a record. One that is broken has no values.
func (c *Check) Add(rec *feed.Record) {
	if rec.Err == nil && rec.Attrs != nil {
		c.object(&c.root, rec.Attrs, rec, 0)
	}
}

// Findings returns what is wrong with the values so far, column by column, and for each in the order of the rules. Their places are those of the
// first such values; what they quote of values and of the names of columns is an argument that masking hides.
func (c *Check) Findings() []Finding {
	var found []Finding
	for _, col := range c.columns {
		for _, w := range col.watchers {
			t := w.tell(col)
			if t == nil {
				continue
			}
			f := diag.Finding{Code: w.code, Severity: diag.Warning, Message: diag.Messagef("%s: %s", col.title(), t.message)}
			f.Line, f.Column = t.line, 1
			found = append(found, Finding{f, col.name})
		}
	}
	return found
}

// member returns the member of a name, which is most often the one at the same place as in the record before.
func (n *node) member(i int, name string) *node {
	if i < len(n.members) && n.members[i].name == name {
		return n.members[i]
	}
	if m := n.byName[name]; m != nil {
		return m
	}
	if n.byName == nil {
		n.byName = map[string]*node{}
	}
	m := &node{name: name, path: name}
	if n.path != "" {
		m.path = n.path + "." + name
	}
	if len(n.members) < mostColumns {
		n.members, n.byName[name] = append(n.members, m), m
	}
	return m
}

func (c *Check) object(n *node, o *value.Object, rec *feed.Record, depth int) {
	for i, m := range o.Members() {
		// Members that begin so describe the object.
		if strings.HasPrefix(m.Name, "@") {
			continue
		}
		c.value(n.member(i, m.Name), m.Value, rec, depth)
	}
}

func (c *Check) value(n *node, v value.Value, rec *feed.Record, depth int) {
	if text, ok := v.AsString(); ok {
		if text == "" {
			return
		}
		if n.column == nil {
			if len(c.columns) == mostColumns {
				return
			}
			n.column = c.newColumn(n.path, 0, n.path != n.name)
		}
		c.now = cell{text: text, class: classOf(text), ordinal: rec.Ordinal, line: rec.Line}
		n.column.see(&c.now)
		return
	}
	if depth == mostDepth {
		return
	}
	if members, ok := v.AsList(); ok {
		for _, m := range members {
			c.value(n, m, rec, depth+1)
		}
	} else if o, ok := v.AsObject(); ok {
		c.object(n, o, rec, depth+1)
	}
}

// column is what is known of the texts of one attribute.
type column struct {
	name     string
	number   int // of a table's column, from 1; 0 for the attributes of others
	traits   trait
	texts    int
	watchers []watching
}

// watching is a rule at work on one column.
type watching struct {
	code diag.Code
	on   class
	watcher
}

func (c *Check) newColumn(name string, number int, inside bool) *column {
	col := &column{name: name, number: number, traits: traitsOf(name, inside)}
	for _, r := range rules() {
		if w := r.watch(col, c); w != nil {
			col.watchers = append(col.watchers, watching{r.code, r.on, w})
		}
	}
	c.columns = append(c.columns, col)
	return col
}

// title names the column for a message. Without a header row, a name is a value.
func (c *column) title() diag.Message {
	const long = 120 // the end of a URN tells attributes apart
	name := diag.Quoted(diag.QuoteTo(c.name, long))
	if c.number > 0 {
		return diag.Messagef("column %d, %s", c.number, name)
	}
	return diag.Messagef("attribute %s", name)
}

func (c *column) see(v *cell) {
	c.texts++
	for i := range c.watchers {
		if w := &c.watchers[i]; w.on&v.class != 0 {
			w.see(v)
		}
	}
}

// watcher sees the texts of one column that are of a class, and tells what is wrong with them; nil for nothing.
type watcher interface {
	see(v *cell)
	tell(c *column) *told
}

// told is the message of a finding without the column, and the line of the first value that it is about.
type told struct {
	line    int
	message diag.Message
}

// mostBytes bounds the text that is kept of a value.
const mostBytes = 200

// mostSeen is how many of the values that a finding counts it shows.
const mostSeen = 3

// hits counts values and keeps the first of them.
type hits struct {
	count int
	first []seen
}

// seen is a value that is kept.
type seen struct {
	ordinal, line int
	text          string // its beginning
}

// add counts a value, and reports whether it is one of those that are kept.
func (h *hits) add(v *cell) bool {
	h.count++
	if len(h.first) == mostSeen {
		return false
	}
	h.first = append(h.first, seenOf(v))
	return true
}

func seenOf(v *cell) seen {
	return seen{v.ordinal, v.line, strings.ToValidUTF8(strings.Clone(v.text[:min(len(v.text), mostBytes)]), "")}
}

// line returns the line of the first value.
func (h *hits) line() int { return h.first[0].line }

// places returns the first values with their places; meaning says what each stands for, and may be nil.
func (h *hits) places(meaning func(s seen) string) diag.Message {
	var list []diag.Message
	for _, s := range h.first {
		m := diag.Messagef("record %d %s", s.ordinal, diag.Quote(s.text))
		if meaning != nil {
			m = diag.Messagef("%s is %s", m, diag.Quoted(meaning(s)))
		}
		list = append(list, m)
	}
	if h.count > len(h.first) {
		list = append(list, diag.Messagef("…"))
	}
	return joined(list)
}

// joined returns messages separated by commas.
func joined(list []diag.Message) diag.Message {
	if len(list) == 0 {
		return diag.Message{}
	}
	all := list[0]
	for _, m := range slices.Clone(list[1:]) {
		all = diag.Messagef("%s, %s", all, m)
	}
	return all
}

// of returns the message about some of a column's values.
func (h *hits) of(c *column, what, remedy string, meaning func(s seen) string) *told {
	is := "are"
	if h.count == 1 {
		is = "is"
	}
	return &told{h.line(), diag.Messagef("%d of %s %s %s: %s; %s", h.count, diag.Name(diag.Count(c.texts, "value")), diag.Name(is), diag.Name(what), h.places(meaning), diag.Name(remedy))}
}
