package scaffold

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/internal/show"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/feed"
	"github.com/attrmap/attrmap/mapping/file"
)

// Mapping is what a table of people is likely to mean. It has no values of theirs but the words that say whether somebody is active.
type Mapping struct {
	// Data is a mapping file for users of Microsoft Entra ID, Bulk a map for bulk requests, both in YAML.
	Data, Bulk []byte
	// Matched is the number of columns that are in one of them; Unmatched are the others, each with the reason.
	Matched   int
	Unmatched []string
	// Notes are what to look at before either is used.
	Notes []string
}

// mostRecords bounds how many records are looked at, mostValues how many different values of a column.
const (
	mostRecords = 1000
	mostValues  = 20
)

// NewMapping makes a mapping file and a bulk map for a CSV with a header: columns are matched by their names, and values of the first 1,000 records
// decide what a name leaves open, such as how dates are written. The options say the name of the table, and how its text is written. The error is that of package feed where it cannot be
// read, or says that no column identifies people.
func NewMapping(r io.Reader, opt feed.Options) (*Mapping, error) {
	opt.Format = feed.CSV
	in, err := feed.Open(r, opt)
	if err != nil {
		return nil, err
	}
	t := &table{name: opt.Name, matched: map[string]*column{}}
	for _, c := range in.Columns() {
		t.columns = append(t.columns, &column{name: c, values: map[string]bool{}, unique: true})
	}
	for record, err := range in.Records() {
		if err != nil {
			return nil, err
		}
		if t.look(&record); t.records+t.broken >= mostRecords {
			break
		}
	}
	if t.records == 0 {
		t.note("the table has no record that can be read: nothing is known but the names of its columns")
	}
	if t.broken > 0 {
		t.note("%s cannot be read: attrmap run says where", diag.Count(t.broken, "record"))
	}
	for _, c := range t.columns {
		t.match(c)
	}
	return t.write()
}

// table is a table of people.
type table struct {
	name    string
	columns []*column
	matched map[string]*column // by SCIM path, else by target
	records int
	broken  int // records that cannot be read
	result  Mapping
}

// note adds what to look at.
func (t *table) note(format string, args ...any) {
	t.result.Notes = append(t.result.Notes, fmt.Sprintf(format, args...))
}

// column is a column, with what is known of its values.
type column struct {
	name         string
	scim, target string
	values       map[string]bool // at most mostValues+1 of them
	filled       int
	lists, mails int // values with a semicolon, and with an at sign
	seen         map[string]bool
	unique       bool // no two people have the same
	dates        []bool
	format       string // of dates
}

// look notes the values of a record.
func (t *table) look(record *feed.Record) {
	if record.Err != nil {
		t.broken++
		return
	}
	t.records++
	for _, c := range t.columns {
		text := strings.TrimSpace(record.Attrs.Get(c.name).Text())
		if text == "" {
			c.unique = false
			continue
		}
		c.filled++
		if c.seen == nil {
			c.seen, c.dates = map[string]bool{}, slices.Repeat([]bool{true}, len(dateForms))
		}
		c.unique = c.unique && !c.seen[text]
		c.seen[text] = true
		if len(c.values) <= mostValues {
			c.values[text] = true
		}
		if strings.Contains(text, ";") {
			c.lists++
		}
		if strings.Contains(text, "@") {
			c.mails++
		}
		for i, f := range dateForms {
			c.dates[i] = c.dates[i] && f.form.MatchString(text)
		}
	}
}

// match matches a column by its name.
func (t *table) match(c *column) {
	why := "its name is not one of those that are known"
	defer func() {
		if c.scim == "" && c.target == "" {
			t.result.Unmatched = append(t.result.Unmatched, string(diag.Quote(c.name))+": "+why)
		} else {
			t.result.Matched++
		}
	}()
	if !plainName.MatchString(c.name) {
		return
	}
	for _, row := range known {
		if !slices.Contains(strings.Fields(row.names), folded(c.name)) {
			continue
		}
		key := row.scim + " " + row.target
		switch before := t.matched[key]; {
		case before != nil:
			why = fmt.Sprintf("it means the same as %s", diag.Quote(before.name))
			return
		case row.target == "accountEnabled" && !c.isStatus():
			why = "its values are not known to say who is active"
			return
		case row.target == "employeeHireDate" && !c.isDate():
			why = "its values are not dates of one form that leaves no doubt"
			return
		}
		c.scim, c.target, t.matched[key] = row.scim, row.target, c
		if row.target == "userPrincipalName" && c.mails < c.filled {
			c.target = "" // a name without a domain is none
		}
		if c.lists*2 > c.filled {
			t.note("%s seems to have several values in a cell: want --multi ';'", diag.Quote(c.name))
		}
		return
	}
}

// isStatus reports whether every value says that somebody is active, or is not.
func (c *column) isStatus() bool {
	for v := range c.values {
		if w := strings.ToLower(v); !inUse[w] && !notInUse[w] {
			return false
		}
	}
	return len(c.values) > 0 && len(c.values) <= mostValues
}

// isDate reports whether all values are dates of one form, which it notes.
func (c *column) isDate() bool {
	forms := 0
	for i, is := range c.dates {
		if is {
			forms++
			c.format = dateForms[i].format
		}
	}
	return forms == 1
}

// of returns the column of a target attribute.
func (t *table) of(target string) *column {
	for _, c := range t.columns {
		if c.target == target {
			return c
		}
	}
	return nil
}

// identity returns the column that identifies people: that of the employee number, else the first one without a repeated or missing value.
func (t *table) identity() (*column, error) {
	if c := t.of("employeeId"); c != nil {
		return c, nil
	}
	for _, c := range t.columns {
		if c.unique && c.filled > 0 && plainName.MatchString(c.name) && (c.target == "" || c.scim == "userName" || c.target == "mail") {
			t.note("people are known by %s, in which no two of them have the same: want the column of the employee number", diag.Quote(c.name))
			return c, nil
		}
	}
	return nil, diag.Errorf("%s: no column identifies people: want one named EmployeeID, or one in which everybody has a value of his own", diag.Name(t.name))
}

// write writes both files.
func (t *table) write() (*Mapping, error) {
	id, err := t.identity()
	if err != nil {
		return nil, err
	}
	if id.scim == "" && id.target == "" { // it is used, though its name says nothing
		t.result.Matched++
		mark := string(diag.Quote(id.name)) + ": "
		t.result.Unmatched = slices.DeleteFunc(t.result.Unmatched, func(s string) bool { return strings.HasPrefix(s, mark) })
	}
	mappings, bulk := t.mappings(id), t.bulk(id)
	head := t.heading()
	t.result.Data, t.result.Bulk = []byte(head+mappings), []byte(head+bulk)
	doc, err := file.Parse("mapping.yaml", t.result.Data)
	if err != nil {
		return nil, err
	}
	if _, found := doc.Check(mapping.Options{}); found.HasErrors() {
		return nil, found.Errors()
	}
	return &t.result, nil
}

// heading is the comment of both files.
func (t *table) heading() string {
	var b strings.Builder
	fmt.Fprintf(&b, "# For the columns of %s, written by attrmap init: what their names, and the values of %s, make likely. Read it before it is used.\n", show.Line(t.name), diag.Count(t.records, "record"))
	for _, note := range t.result.Notes {
		fmt.Fprintf(&b, "# Note: %s\n", show.Line(note))
	}
	for _, column := range t.result.Unmatched {
		fmt.Fprintf(&b, "# Not matched: %s\n", show.Line(column))
	}
	return b.String()
}

// mappings writes the mapping file.
func (t *table) mappings(id *column) string {
	var b strings.Builder
	row := func(target, rest string) { fmt.Fprintf(&b, "  - {target: %s, %s}\n", target, rest) }
	b.WriteString("mappings:\n")
	row("employeeId", "from: "+scalar(id.name)+", match: 1")
	first, last := t.of("givenName"), t.of("surname")
	if c := t.of("userPrincipalName"); c == nil {
		t.note("userPrincipalName is made of what identifies people, in the domain %s: want your own", domain)
		row("userPrincipalName", "apply: create, expression: "+quoted(`Join("@", StripSpaces(ToLower([`+id.name+`], )), "`+domain+`")`))
	}
	row("mailNickname", "apply: create, expression: "+quoted("StripSpaces(["+id.name+"])"))
	if t.of("accountEnabled") == nil {
		row("accountEnabled", `apply: create, constant: "True"`)
	}
	if t.of("displayName") == nil {
		switch {
		case first != nil && last != nil:
			row("displayName", "expression: "+quoted(`Join(" ", [`+first.name+`], [`+last.name+`])`))
		default:
			row("displayName", "from: "+scalar(id.name))
		}
	}
	for _, c := range t.columns {
		switch {
		case c.target == "" || c.target == "employeeId":
		case c.target == "accountEnabled":
			row(c.target, `default: "False", expression: `+quoted(c.statusExpression()))
		case c.format != "":
			row(c.target, "expression: "+quoted(`FormatDateTime([`+c.name+`], , "`+c.format+`", "yyyy-MM-ddTHH:mm:ssZ")`))
		default:
			row(c.target, "from: "+scalar(c.name))
		}
	}
	return b.String()
}

// statusExpression says whether an account is enabled, of the values that there are: another one leaves it as it is.
func (c *column) statusExpression() string {
	var b strings.Builder
	fmt.Fprintf(&b, "Switch([%s], ", c.name)
	for _, v := range slices.Sorted(maps.Keys(c.values)) {
		is := "False"
		if inUse[strings.ToLower(v)] {
			is = "True"
		}
		fmt.Fprintf(&b, `, %s, "%s"`, syntax.QuoteText(v), is)
	}
	return b.String() + ")"
}

// bulk writes the bulk map.
func (t *table) bulk(id *column) string {
	var b strings.Builder
	row := func(path, what string) { fmt.Fprintf(&b, "  %s: %s\n", scalar(path), what) }
	b.WriteString("match: externalId\nattributes:\n")
	row("externalId", scalar(id.name))
	if !slices.ContainsFunc(t.columns, func(c *column) bool { return c.scim == "userName" }) {
		row("userName", scalar(id.name))
	}
	for _, c := range t.columns {
		switch c.scim {
		case "", "externalId":
		case "active":
			var equals []string
			for _, v := range slices.Sorted(maps.Keys(c.values)) {
				if inUse[strings.ToLower(v)] {
					equals = append(equals, scalar(v))
				}
			}
			if len(equals) == 0 {
				equals = []string{scalar("Active")} // nobody is, of those that were looked at
			}
			row(c.scim, "{column: "+scalar(c.name)+", equals: ["+strings.Join(equals, ", ")+"]}")
		default:
			row(c.scim, scalar(c.name))
		}
	}
	return b.String()
}

// quoted returns an expression in YAML's single quotation marks.
func quoted(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }
