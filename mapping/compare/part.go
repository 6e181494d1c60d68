package compare

import (
	"cmp"
	"slices"
)

// part is something that has differences: a rule, an object mapping, the mapping of an attribute, a definition.
type part struct {
	kind string
	// title is what people call it; the parts of one side that are alike have the same.
	title string
	// keys are what it is known by, the surest first: parts of the two sides that have the same are a pair. "" is no key.
	keys []string
	// shown is what is said where the part was added or removed.
	shown string
	facts []fact
	parts []*part
}

// fact is something that a part says. What it means is its key, which is compared, and how it is written is shown.
type fact struct{ name, key, shown string }

// say adds a fact whose text is what it means; "" is a fact that is missing, which means the default.
func (p *part) say(name, text string) { p.sayAs(name, text, text) }

// sayAs adds a fact.
func (p *part) sayAs(name, key, shown string) { p.facts = append(p.facts, fact{name, key, shown}) }

// only removes all facts and parts but those of some names, at the part alone.
func (p *part) only(facts, parts []string) {
	p.facts = slices.DeleteFunc(p.facts, func(f fact) bool { return !slices.Contains(facts, f.name) })
	p.parts = slices.DeleteFunc(p.parts, func(q *part) bool { return !slices.Contains(parts, q.kind) })
}

// comparison collects differences.
type comparison struct{ changes []Change }

// pair is a part on both sides; one of them may be missing.
type pair struct{ a, b *part }

// pairs returns which parts are the same: those of a in their order, and after them what b alone has.
func pairs(a, b []*part, single bool) []pair {
	var out []pair
	partner := map[*part]*part{}
	taken := map[*part]bool{}
	most := 0
	for _, p := range a {
		most = max(most, len(p.keys))
	}
	for level := range most {
		// Parts of one key are paired in their order.
		waiting := map[string][]*part{}
		for _, q := range b {
			if !taken[q] && level < len(q.keys) && q.keys[level] != "" {
				key := q.kind + "\x00" + q.keys[level]
				waiting[key] = append(waiting[key], q)
			}
		}
		for _, p := range a {
			if partner[p] != nil || level >= len(p.keys) || p.keys[level] == "" {
				continue
			}
			if key := p.kind + "\x00" + p.keys[level]; len(waiting[key]) > 0 {
				partner[p] = waiting[key][0]
				taken[waiting[key][0]] = true
				waiting[key] = waiting[key][1:]
			}
		}
	}
	if single && len(a) == 1 && len(b) == 1 {
		partner[a[0]], taken[b[0]] = b[0], true
	}
	for _, p := range a {
		out = append(out, pair{p, partner[p]})
	}
	for _, q := range b {
		if !taken[q] {
			out = append(out, pair{nil, q})
		}
	}
	return out
}

// part compares a pair, whose parts and facts are told in the group of that title.
func (c *comparison) part(p pair, group, attribute string) {
	switch {
	case p.b == nil:
		c.add(Change{Group: group, Attribute: attribute, Member: member(p.a, group), Kind: removed, From: p.a.shown})
		return
	case p.a == nil:
		c.add(Change{Group: group, Attribute: attribute, Member: member(p.b, group), Kind: added, To: p.b.shown})
		return
	}
	a, b := said(p.a), said(p.b)
	for i, f := range slices.Concat(p.a.facts, p.b.facts) {
		// What both say is met twice.
		if _, met := a[f.name]; met && i >= len(p.a.facts) {
			continue
		}
		if a[f.name].key != b[f.name].key {
			c.add(memberChange(group, attribute, f.name, a[f.name].shown, b[f.name].shown))
		}
	}
	for _, child := range pairs(p.a.parts, p.b.parts, false) {
		some := child.a
		if some == nil {
			some = child.b
		}
		name := attribute
		if some.kind == attributePart {
			name = some.title
		}
		c.part(child, group, name)
	}
}

// add notes a difference.
func (c *comparison) add(change Change) { c.changes = append(c.changes, change) }

// member returns what a part that is on one side alone is called: a group and an attribute have a name of their own.
func member(p *part, group string) string {
	if p.kind == attributePart || p.title == group {
		return ""
	}
	return p.kind
}

// said returns what a part says, by name.
func said(p *part) map[string]fact {
	facts := make(map[string]fact, len(p.facts))
	for _, f := range p.facts {
		facts[f.name] = f
	}
	return facts
}

// memberChange returns the change of a member from one text to another, where "" is the default.
func memberChange(group, attribute, name, from, to string) Change {
	change := Change{Group: group, Attribute: attribute, Member: name, Kind: changed, From: cmp.Or(from, defaults[name]), To: cmp.Or(to, defaults[name])}
	switch {
	case change.From == "":
		change.Kind = added
	case change.To == "":
		change.Kind = removed
	}
	return change
}
