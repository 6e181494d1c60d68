package doc

import (
	"slices"
	"strings"

	"github.com/attrmap/attrmap/mapping"
)

// demands is what a target demands of its objects, and how references to others are planned.
type demands struct {
	profile mapping.Profile
	object  string // the type of the target's objects
	target  *mapping.Schema
	creates bool // objects are created, as far as the document says, so that what no rule fills is worth a word
}

// attribute returns what is known of an attribute: its kind by the definition, if there is one, and what the profile demands besides, since
// exported schemas leave out nearly all of it.
func (d *demands) attribute(name string) mapping.Attribute {
	known, _ := d.profile.Attribute(d.object, name)
	defined, _ := d.target.Lookup(name)
	if defined == nil {
		return known
	}
	a := *defined
	a.Required = a.Required || known.Required
	if a.Unique == "" {
		a.Unique = known.Unique
	}
	if len(a.References) == 0 {
		a.References = known.References
	}
	return a
}

// items returns the demands as items of a list; those about nothing are left out.
func (d *demands) items(rules []*rule) []string {
	var items []string
	add := func(name string, facts []string, after string) {
		if len(facts) > 0 {
			items = append(items, "**"+name+"**: "+strings.Join(facts, "; ")+after)
		}
	}
	add("References", d.references(rules), "")
	required, missing := d.required(rules)
	add("Required at creation", required, ": an object without a value is not created")
	add("Required and not mapped", missing, "")
	add("Unique", d.unique(rules), ": the second object with a value is an error")
	return items
}

// references returns what each reference refers to.
func (d *demands) references(rules []*rule) []string {
	var facts []string
	for _, r := range rules {
		a := d.attribute(r.mapping.Target)
		if a.Type != mapping.Reference {
			continue
		}
		fact := code(r.mapping.Target)
		if len(a.References) > 0 {
			fact += " to " + names(a.References)
		}
		if a.MultiValued {
			fact += ", member by member"
		}
		facts = append(facts, fact)
	}
	return facts
}

// required returns the targets of the rules, and the attributes without a rule, without which the target creates no object.
func (d *demands) required(rules []*rule) (mapped, missing []string) {
	var targets []string
	for _, r := range rules {
		targets = append(targets, r.mapping.Target)
		if d.attribute(r.mapping.Target).Required {
			mapped = append(mapped, code(r.mapping.Target))
		}
	}
	for _, name := range d.profile.Required(d.object) {
		if d.creates && !slices.ContainsFunc(targets, func(target string) bool { return strings.EqualFold(target, name) }) {
			missing = append(missing, code(name))
		}
	}
	if len(mapped) > 0 {
		mapped = []string{strings.Join(mapped, ", ")}
	}
	if len(missing) > 0 {
		missing = []string{strings.Join(missing, ", ")}
	}
	return mapped, missing
}

// unique returns the targets whose values no two objects share. Those of one space are named together: a value of one is taken for the others.
func (d *demands) unique(rules []*rule) []string {
	var spaces []string
	members := map[string][]string{}
	for _, r := range rules {
		space := d.attribute(r.mapping.Target).Unique
		if space == "" {
			continue
		}
		if members[space] == nil {
			spaces = append(spaces, space)
		}
		members[space] = append(members[space], code(r.mapping.Target))
	}
	facts := make([]string, len(spaces))
	for i, space := range spaces {
		facts[i] = strings.Join(members[space], ", ")
		if len(members[space]) > 1 {
			facts[i] += " among each other"
		}
	}
	return facts
}

// refers reports whether a rule of the section fills a reference.
func (s *section) refers() bool { return len(s.demands.references(s.rules)) > 0 }

// references writes how references are planned, which is the same for all of them.
func (m *markdown) references() {
	m.heading(2, "How references are planned")
	m.paragraph("Objects of all types are planned first, and what refers to them after that, so that their order does not matter. An object that is linked to one of the target since an earlier cycle is not looked for by its matching attributes.")
	m.items([]string{
		"An object is named by its anchor, a matching attribute or its external id, and referred to by its identifier in the target",
		"A reference to an object that is created in the same cycle is written after the creation",
		"A reference to an object that is not found, or whose creation fails, is not written; of several members it removes no other",
	})
}
