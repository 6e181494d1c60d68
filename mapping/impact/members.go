package impact

import (
	"cmp"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/mapping/provision"
)

// pair is who is compared, as groups keep it.
type pair struct {
	id   string // as run prints it, of the new plan if there is one
	at   int    // its place among all
	keep func() any
	done bool
	kept any
}

func newPair(from, to *provision.Plan, at int, keep func(from, to *provision.Plan) any) pair {
	p := pair{at: at}
	for _, plan := range []*provision.Plan{from, to} {
		if plan != nil {
			p.id = plan.ID
		}
	}
	if keep != nil {
		p.keep = func() any { return keep(from, to) }
	}
	return p
}

// member returns what a group keeps of the pair.
func (p *pair) member() member {
	if p.keep != nil && !p.done {
		p.kept, p.done = p.keep(), true
	}
	return member{p.id, p.at, p.kept}
}

// members are the objects of a group: how many, and the first in the order of their ids. So what is kept does not depend on the order in which
// they come.
type members struct {
	count, limit int
	all          bool // no limit
	sorted       bool // the first limit of list are in order, and no one behind them has been left out
	keeps        bool // there is something beside the ids
	list         []member
}

type member struct {
	id   string
	at   int
	kept any
}

// spare is how many members more than the limit wait until they are sorted, so that it is done seldom.
const spare = 64

func (l *members) add(p *pair) {
	l.count++
	l.keeps = l.keeps || p.keep != nil
	if l.wants(member{id: p.id, at: p.at}) {
		l.append(p.member())
	}
}

// wants reports whether a member may be among those that are kept.
func (l *members) wants(m member) bool {
	return l.all || l.limit > 0 && (!l.sorted || compareMembers(m, l.list[l.limit-1]) < 0)
}

func (l *members) append(m member) {
	l.list = append(l.list, m)
	if !l.all && len(l.list) >= l.limit+spare {
		l.sort()
	}
}

func (l *members) merge(other *members) {
	l.count += other.count
	l.keeps = l.keeps || other.keeps
	for _, m := range other.list {
		if l.wants(m) {
			l.append(m)
		}
	}
}

func (l *members) sort() {
	slices.SortFunc(l.list, compareMembers)
	if !l.all && len(l.list) >= l.limit {
		clear(l.list[l.limit:])
		l.list = l.list[:l.limit]
		l.sorted = l.limit > 0
	}
}

// shown returns the ids that are kept, and what is kept beside them.
func (l *members) shown() (ids []string, kept []any) {
	l.sort()
	for _, m := range l.list {
		ids = append(ids, m.id)
		if l.keeps {
			kept = append(kept, m.kept)
		}
	}
	return ids, kept
}

// compareMembers orders members by their ids, numbers first and by their size, and those with one id by their place.
func compareMembers(a, b member) int {
	x, y := isNumber(a.id), isNumber(b.id)
	switch {
	case x && !y:
		return -1
	case y && !x:
		return 1
	case x && len(a.id) != len(b.id):
		return cmp.Compare(len(a.id), len(b.id))
	}
	return cmp.Or(cmp.Compare(a.id, b.id), cmp.Compare(a.at, b.at))
}

func isNumber(text string) bool { return text != "" && strings.Trim(text, "0123456789") == "" }
