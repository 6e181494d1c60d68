package doc

import (
	"strings"

	"github.com/attrmap/attrmap/mapping"
)

// filter is a filter of objects. One of its groups must be passed, and of a group every clause.
type filter struct {
	name   string // what it decides
	intro  string // before what is asked
	none   string // what it says without groups; "" where that is not worth a word
	groups mapping.Filter
	titles []string // of the groups, as far as they have one
}

const (
	everyObject = "every object"
	inScope     = "objects for which "
	isRead      = "objects are passed over, and not deprovisioned, unless "
	belongs     = "the mapping is for objects for which "
)

// items gives the filter as items of a list, with more of them below where there is much to say.
func (f *filter) items() []string {
	head := "**" + f.name + "**: "
	switch {
	case len(f.groups) == 0 && f.none == "":
		return nil
	case len(f.groups) == 0:
		return []string{head + f.none}
	case len(f.groups) == 1:
		return f.group(0, head+f.intro, "  ")
	}
	items := []string{head + f.intro + "one of these holds:"}
	for i := range f.groups {
		items = append(items, f.group(i, "  ", "    ")...)
	}
	return items
}

// clausesInLine bounds how many clauses stand on one line.
const clausesInLine = 3

// group gives a group behind lead, or its clauses as items with that indent.
func (f *filter) group(i int, lead, indent string) []string {
	title := ""
	if i < len(f.titles) && f.titles[i] != "" {
		title = " (" + prose(f.titles[i]) + ")"
	}
	clauses := make([]string, len(f.groups[i]))
	for j, c := range f.groups[i] {
		clauses[j] = c.Words(code)
	}
	switch n := len(clauses); {
	case n == 0:
		return []string{lead + "nothing is asked" + title}
	case n <= clausesInLine:
		return []string{lead + strings.Join(clauses, " and ") + title}
	}
	items := []string{lead + "all of these hold" + title + ":"}
	for _, clause := range clauses {
		items = append(items, indent+clause)
	}
	return items
}
