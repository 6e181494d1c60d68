package ids

import "maps"

// person is what an owner has been assigned.
type person struct {
	token, base, number string            // of the candidate that was free
	values              map[string]string // attribute → identifier
}

// holding is who has a mark, and how often: a person's identifiers may share one.
type holding struct {
	owner string
	times int
}

// index is who has what, by marks.
type index struct {
	people map[string]*person
	held   map[mark]holding
	claims map[mark]string // of a claim → its owner
}

func newIndex() index {
	return index{people: map[string]*person{}, held: map[mark]holding{}, claims: map[mark]string{}}
}

// free reports whether nobody but the owner has any of the marks.
func (x *index) free(marks []mark, owner string) bool {
	_, taken := x.holder(marks, owner)
	return !taken
}

// holder returns who has one of the marks and is not the owner.
func (x *index) holder(marks []mark, owner string) (other string, taken bool) {
	for _, m := range marks {
		if h, held := x.held[m]; held && h.owner != owner {
			return h.owner, true
		}
	}
	return "", false
}

func (x *index) take(marks []mark, owner string) {
	for _, m := range marks {
		x.held[m] = holding{owner, x.held[m].times + 1}
	}
}

func (x *index) leave(marks []mark) {
	for _, m := range marks {
		if h := x.held[m]; h.times > 1 {
			x.held[m] = holding{h.owner, h.times - 1}
		} else {
			delete(x.held, m)
		}
	}
}

// addPerson gives an owner identifiers, beside those that it has. The token is that of the first ones.
func (x *index) addPerson(g *given) {
	p := x.people[g.Owner]
	if p == nil {
		p = &person{token: g.Token, base: g.Base, number: g.Number, values: map[string]string{}}
		x.people[g.Owner] = p
	}
	maps.Copy(p.values, g.Values)
	for name, text := range g.Values {
		x.take(taking(name, text, true), g.Owner)
	}
}

func (x *index) addClaim(c claim) {
	x.claims[c.id()] = c.Owner
	x.take(c.takes(), c.Owner)
}

func (x *index) removeClaim(c claim) {
	delete(x.claims, c.id())
	x.leave(c.takes())
}

// claim is a single value of a space that a provision.Reserver was asked for.
type claim struct {
	Owner    string `json:"owner"`
	Space    string `json:"space"`
	Key      string `json:"key"`
	Released bool   `json:"released,omitempty"`
}

func (c claim) id() mark { return newMark("claim "+c.Space, c.Key) }

// spaceNames are the attributes for which spaces of package provision stand whose name is none.
var spaceNames = map[string]string{"account sam": "sAMAccountName", "account upn": "userPrincipalName", "address": "proxyAddresses"}

// takes returns what the key takes of what people are assigned. The names of other spaces are attributes: those of SelectUniqueValue.
func (c claim) takes() []mark { return c.marks(taking, locals) }

// needs returns what must be free for the key.
func (c claim) needs() []mark {
	return c.marks(func(name, text string, _ bool) []mark { return needing(name, text) }, accounts)
}

func (c claim) marks(of func(attribute, text string, own bool) []mark, local string) []mark {
	name, known := spaceNames[c.Space]
	switch {
	case c.Space == "account local":
		return []mark{newMark(local, c.Key)}
	case known:
		return of(name, c.Key, true)
	case named(c.Space).isKnown():
		return of(c.Space, c.Key, true)
	}
	return nil // a space of its own, such as that of names under one parent
}
