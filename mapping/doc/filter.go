package doc

import (
	"strings"

	"github.com/attrmap/attrmap/mapping"
)

// filter is a filter of objects. An object must pass one of its groups, and every clause of that group.
type filter struct {
	name   string // what it decides
	intro  string // the words before the conditions
	none   string // the words if there are no groups; "" omits the filter
	groups mapping.Filter
	titles []string // of the groups, as far as they have one
}

// The words of filters. The three filters of a schema differ in what happens to an object that does not pass: out of scope it is
// deprovisioned, at reading it is invisible, and by category it belongs to another mapping.
const (
	everyObject = "every object"
	inScope     = "objects for which "
	isRead      = "objects are skipped, and not deprovisioned, unless "
	belongs     = "the mapping is for objects for which "
)

// items returns the filter as items of a list, with nested items if there are many conditions.
func (f *filter) items() []string {
	head := "**" + f.name + "**: "
	switch {
	case len(f.groups) == 0 && f.none == "":
		return nil
	case len(f.groups) == 0:
		return []string{head + f.none}
	// One group needs no list of alternatives: its conditions go on the line of the filter's name.
	case len(f.groups) == 1:
		return f.group(0, head+f.intro, "  ")
	}
	items := []string{head + f.intro + "one of these holds:"}
	for i := range f.groups {
		items = append(items, f.group(i, "  ", "    ")...)
	}
	return items
}

// clausesInLine is the largest number of clauses on one line.
const clausesInLine = 3

// group returns a group on one line that begins with lead, or its clauses as items with that indent.
func (f *filter) group(i int, lead, indent string) []string {
	title := ""
	if i < len(f.titles) && f.titles[i] != "" {
		title = " (" + prose(f.titles[i]) + ")"
	}
	clauses := make([]string, len(f.groups[i]))
	for j, c := range f.groups[i] {
		clauses[j] = clauseWords(c, code)
	}
	switch n := len(clauses); {
	case n == 0:
		return []string{lead + "no condition" + title}
	case n <= clausesInLine:
		return []string{lead + strings.Join(clauses, " and ") + title}
	}
	items := []string{lead + "all of these hold" + title + ":"}
	for _, clause := range clauses {
		items = append(items, indent+clause)
	}
	return items
}

// clauseWords returns a clause as people read it: "department is not Interns or Guests". Names and values pass through mark. An unknown
// operator is left as it is written.
func clauseWords(c mapping.Clause, mark func(text string) string) string {
	// The words come from the table of operators, so that a new operator has words here as well.
	op, err := mapping.ParseOperator(c.Operator)
	if err != nil {
		op.Words = prose(c.Operator)
	}
	if op.Unary {
		return mark(c.Attribute) + " " + op.Words
	}
	values := make([]string, len(c.Values))
	for i, v := range c.Values {
		values[i] = mark(v)
	}
	// Several values of a clause are alternatives, hence the word or. A clause that lacks its values has none to print.
	return strings.TrimSpace(mark(c.Attribute) + " " + op.Words + " " + strings.Join(values, " or "))
}
