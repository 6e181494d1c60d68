package sources

import (
	"slices"
	"strings"
	"unicode"

	"github.com/attrmap/attrmap/expr/diag"
)

// collection is a feed of the employee workspace of Oracle HCM Cloud.
type collection struct {
	name string
	// titles are those of the feed, letters alone (documented).
	titles []string
	// begins and says take what an entry says of a person's work relationships: that one begins, or something about one; nil takes nothing.
	begins, says func(h *history, e *hrEvent)
	// ahead reports that what an entry says is used before its day, such as the end of a work relationship.
	ahead bool
}

// cancelworkrelship is the collection of work relationships that never were.
const cancelworkrelship = "cancelworkrelship"

// collections are the feeds that are read, those that Microsoft's tutorial on Oracle HCM recommends. Of entries of the same day and time that of an
// earlier row comes first.
func collections() []*collection {
	return []*collection{
		{name: "newhire", titles: []string{"newhire"}, begins: (*history).hire},
		{name: "workrelshipupdate", titles: []string{"employeeworkrelationshipupdated", "personworkrelationshipupdated"}, says: (*history).update, ahead: true},
		{name: "empassignment", titles: []string{"personassignmentchanged", "personsassignmentchanged"}},
		{name: "empupdate", titles: []string{"personbasicinformationchanged", "personsbasicinformationchanged"}, says: (*history).redate},
		{name: "termination", titles: []string{"personterminated"}, says: (*history).terminate, ahead: true},
		{name: cancelworkrelship, titles: []string{"personworkrelationshipcancelled", "personworkrelationshipcanceled"}, ahead: true}, // see history.cancel
	}
}

// oracleFeeds are the collections, of which each entry has one.
var oracleFeeds = collections()

// feedNames lists the names of the collections, for messages.
func feedNames() diag.Name {
	var names []string
	for _, c := range oracleFeeds {
		names = append(names, c.name)
	}
	return diag.Name(strings.Join(names, ", "))
}

// named returns the collection of a name.
func named(name string) *collection {
	i := slices.IndexFunc(oracleFeeds, func(c *collection) bool { return strings.EqualFold(c.name, name) })
	if i < 0 {
		return nil
	}
	return oracleFeeds[i]
}

// rank orders entries of the same day and time.
func (c *collection) rank() int { return slices.Index(oracleFeeds, c) }

// origin is what says where an entry, or a feed, is from.
type origin struct {
	id                   string
	links, terms, titles []string
	next                 bool // there is a link to another page
}

// add takes an element inside of an entry, a feed, or what an entry keeps of its feed.
func (o *origin) add(n *xmlNode) {
	switch n.name.local {
	case "id":
		o.id = strings.TrimSpace(n.value())
	case "link":
		o.links = append(o.links, n.attribute("href"))
		o.next = o.next || n.attribute("rel") == "next"
	case "category":
		o.terms = append(o.terms, n.attribute("term"))
	case "title", "subtitle":
		o.titles = append(o.titles, n.value())
	}
}

func (o *origin) addAll(n *xmlNode) {
	for c := n.first; c != nil; c = c.next {
		o.add(c)
	}
}

// attribute returns the text of an attribute without a namespace; "" where there is none.
func (n *xmlNode) attribute(name string) string {
	for a := n.attributes; a != nil; a = a.next {
		if a.name.local == name && a.name.space == "" {
			return a.text
		}
	}
	return ""
}

// collection returns the collection that an origin names, or the name of one that is unknown; neither where it names none. What Oracle writes by
// rule, in links and identifiers, goes before words in identifiers, categories and, for a feed, titles: that of an entry may name a person.
func (o *origin) collection(isFeed bool) (c *collection, unknown string) {
	for _, name := range o.exact() {
		if c := named(name); c != nil {
			return c, ""
		}
		unknown = name
	}
	if unknown != "" {
		return nil, unknown
	}
	texts := append([]string{o.id}, o.terms...)
	if isFeed {
		texts = append(texts, o.titles...)
	}
	for _, text := range texts {
		if c := inWords(text); c != nil {
			return c, ""
		}
	}
	return nil, ""
}

// exact returns the names in …/atomservlet/employee/newhire/…, of links, and in atomserver:newhire:feed or atomservlet:newhire:EMP1 (documented).
func (o *origin) exact() (names []string) {
	for _, l := range append(o.links, o.id) {
		_, path, found := strings.Cut(l, "/atomservlet/")
		path, _, _ = strings.Cut(path, "?")
		if parts := strings.Split(path, "/"); found && len(parts) > 1 && parts[1] != "" {
			names = append(names, parts[1])
		}
	}
	if parts := strings.Split(o.id, ":"); len(parts) > 1 && strings.HasPrefix(parts[0], "atomserv") {
		names = append(names, parts[1])
	}
	return names
}

// inWords returns the collection whose name is a word of the text, or whose title is in it.
func inWords(text string) *collection {
	word := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }
	letters := strings.ToLower(strings.Join(strings.FieldsFunc(text, word), ""))
	for _, c := range oracleFeeds {
		if slices.ContainsFunc(c.titles, func(title string) bool { return strings.Contains(letters, title) }) {
			return c
		}
	}
	for _, w := range strings.FieldsFunc(text, word) {
		if c := named(w); c != nil {
			return c
		}
	}
	return nil
}
