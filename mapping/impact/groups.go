package impact

import (
	"cmp"
	"maps"
	"slices"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping/provision"
)

// mostPairs is how many different pairs of values of an attribute are told apart (assumed: a reader stops comparing there).
const mostPairs = 20

// creation is the severity of objects that are created, which one cycle alone has.
const creation = "creation"

// severities are the words of severity, gravest first.
var severities = []string{"failure", "deletion", "disable", "lostCreation", "conflict", "blanked", "identity", creation, "value"}

// difference is what differs in one attribute of one object, or in the object as a whole.
type difference struct {
	target, severity, shape string
	from, to                value.Value
	mask                    string // what is shown in place of the values, "" where they may be shown
	change                  string // see Group
	reason                  string
	rival                   *provision.Plan // of a conflict, that of the loser, which names the other one; else nil
}

// rivals are the objects that those of a group conflict with.
type rivals struct {
	ordinals []int
	targets  []string
}

// add notes whom a plan conflicts with.
func (r *rivals) add(p *provision.Plan) {
	switch {
	case p == nil:
	case p.Rival > 0:
		r.ordinals = append(r.ordinals, p.Rival)
	case p.RivalTarget != "":
		r.targets = append(r.targets, p.RivalTarget)
	}
}

// known are the ids of source objects by their ordinals, as long as they are of one type: conflicts are told by ordinals, of whatever type.
type known struct {
	objectType string
	several    bool
	ids        []string
}

// add notes the id of a plan.
func (k *known) add(p *provision.Plan) {
	switch {
	case p == nil || p.Ordinal <= 0 || k.several:
		return
	case k.objectType != "" && k.objectType != p.Type:
		*k = known{several: true}
		return
	}
	k.objectType = p.Type
	for len(k.ids) < p.Ordinal {
		k.ids = append(k.ids, "")
	}
	k.ids[p.Ordinal-1] = p.ID
}

// names returns the ids of rivals, each once and at most so many, in their order.
func (k *known) names(r *rivals, limit int) []string {
	names := slices.Clone(r.targets)
	for _, ordinal := range r.ordinals {
		if ordinal <= len(k.ids) && k.ids[ordinal-1] != "" {
			names = append(names, k.ids[ordinal-1])
		}
	}
	slices.Sort(names)
	names = slices.Compact(names)
	return names[:min(len(names), limit)]
}

// groupKey is what the members of a group have in common. From and to are empty but for pairs.
type groupKey struct{ target, severity, shape, from, to string }

// collected are the groups of the pairs so far.
type collected struct {
	groups  map[groupKey]*group
	pairs   map[groupKey]int // how many different pairs there are, by the key without them; more than mostPairs is that they are one group
	actions map[[2]string]*members
	limit   int
	list    string
}

type group struct {
	difference
	members
	keys             [2]string // of from and to, to compare those of other members
	rivals           rivals
	values, disagree bool // values reports that from and to agree, disagree that the reason or the change does not
}

func newCollected(opts Options) collected {
	return collected{groups: map[groupKey]*group{}, pairs: map[groupKey]int{}, actions: map[[2]string]*members{}, limit: opts.Limit, list: opts.List}
}

func (c *collected) addAction(from, to string, who *pair) {
	key := [2]string{from, to}
	if c.actions[key] == nil {
		c.actions[key] = &members{limit: c.limit}
	}
	c.actions[key].add(who)
}

// add puts a difference into its group.
func (c *collected) add(d difference, who *pair) {
	keys := [2]string{string(d.from.AppendJSON(nil)), string(d.to.AppendJSON(nil))}
	all := groupKey{target: d.target, severity: d.severity, shape: d.shape}
	key := all
	if d.shape == "pair" {
		key.from, key.to = keys[0], keys[1]
		if c.groups[key] == nil && c.pairs[all] <= mostPairs {
			if c.pairs[all]++; c.pairs[all] > mostPairs {
				c.collapse(all)
			}
		}
		if c.pairs[all] > mostPairs {
			key, d.shape = manyOf(all), "many"
		}
	}
	rival := d.rival
	d.rival = nil // which would be kept with the group
	g := c.groups[key]
	if g == nil {
		g = &group{difference: d, members: c.newMembers(d), keys: keys, values: d.shape != "many"}
		c.groups[key] = g
	}
	g.values = g.values && g.keys == keys
	g.disagree = g.disagree || g.reason != d.reason || g.change != d.change
	if g.mask == "" {
		g.mask = d.mask
	}
	g.members.add(who)
	g.rivals.add(rival)
}

func (c *collected) newMembers(d difference) members {
	return members{limit: c.limit, all: meant(c.list, d.target, d.severity, d.shape)}
}

func manyOf(all groupKey) groupKey {
	all.shape = "many"
	return all
}

// collapse makes one group of all pairs of an attribute.
func (c *collected) collapse(all groupKey) {
	var many *group
	for key, g := range c.groups {
		if key.shape != "pair" || (groupKey{target: key.target, severity: key.severity, shape: "pair"}) != all {
			continue
		}
		delete(c.groups, key)
		if many == nil {
			g.shape, g.values = "many", false
			many = g
			continue
		}
		many.members.merge(&g.members)
		if many.mask == "" {
			many.mask = g.mask
		}
	}
	c.groups[manyOf(all)] = many
}

// result returns what has been collected.
func (c *comparison) result() *Impact {
	out := &Impact{People: c.people, Unchanged: c.unchanged, counts: c.counts, list: c.list}
	for key, who := range c.collected.actions {
		action := Action{From: key[0], To: key[1], Count: who.count}
		action.IDs, action.Kept = who.shown()
		out.Actions = append(out.Actions, action)
	}
	slices.SortFunc(out.Actions, func(a, b Action) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To))
	})
	for _, g := range c.groups {
		shown := g.shown()
		shown.With = c.known.names(&g.rivals, c.limit)
		out.Groups = append(out.Groups, shown)
	}
	slices.SortFunc(out.Groups, func(a, b Group) int {
		return cmp.Or(
			cmp.Compare(slices.Index(severities, a.Severity), slices.Index(severities, b.Severity)), cmp.Compare(b.Count, a.Count), cmp.Compare(a.Target, b.Target),
			cmp.Compare(a.Shape, b.Shape), cmp.Compare(a.From.Text(), b.From.Text()), cmp.Compare(a.To.Text(), b.To.Text()), slices.Compare(a.IDs, b.IDs),
		)
	})
	out.Volatile = slices.Sorted(maps.Values(c.volatile))
	return out
}

// shown returns the group as others see it.
func (g *group) shown() Group {
	out := Group{Target: g.target, Severity: g.severity, Shape: g.shape, Count: g.count}
	out.IDs, out.Kept = g.members.shown()
	if g.values {
		out.From, out.To = masked(g.from, g.mask), masked(g.to, g.mask)
	}
	if !g.disagree {
		out.Reason = g.reason
		if g.mask == "" {
			out.change = g.change
		}
	}
	return out
}

// masked replaces a value that must not be shown.
func masked(v value.Value, mask string) value.Value {
	if mask == "" || v.IsNull() {
		return v
	}
	return value.String(mask)
}
