package ids

import (
	"cmp"
	"context"

	"github.com/attrmap/attrmap/expr/diag"
)

// assign gives a person identifiers and returns the new ones, nil where there are none.
func (b *Batch) assign(ctx context.Context, x *index, a *Assignment) *given {
	if a.Owner, a.Err = b.ownerOf(&a.Person); a.Err != nil {
		return nil
	}
	m := &maker{Scheme: b.scheme, ctx: ctx, attrs: a.Person.Attrs}
	had := b.before(x, a.Owner)
	fresh, err := b.complete(x, m, a.Owner, had)
	if err != nil {
		a.Err = err
		return nil
	}
	if fresh != nil {
		had.add(fresh.Values)
	}
	for i := range b.scheme.identifiers {
		a.Values = append(a.Values, had.values[b.scheme.identifiers[i].known.name])
	}
	a.Before = fresh == nil
	return fresh
}

// before returns what an owner has: from an earlier run, and beside it in the account.
func (b *Batch) before(x *index, owner string) *person {
	had := &person{values: map[string]string{}}
	if p := x.people[owner]; p != nil {
		had.token, had.base, had.number = p.token, p.base, p.number
		had.add(p.values)
	}
	for i := range b.scheme.identifiers {
		name := b.scheme.identifiers[i].known.name
		if text, has := b.own[owner][name]; has && had.values[name] == "" {
			had.values[name] = text
			if address, ok := addressOf(text); ok {
				text = localOf(address)
			}
			if had.token == "" {
				had.token, had.base = text, text
			}
		}
	}
	return had
}

// add adds values by the plain names of their attributes, so that another way to write a name is no other attribute.
func (p *person) add(values map[string]string) {
	for name, text := range values {
		p.values[plain(name)] = text
	}
}

// complete returns the identifiers that a person has not got yet, nil where there are none.
func (b *Batch) complete(x *index, m *maker, owner string, had *person) (*given, error) {
	missing := false
	for i := range b.scheme.identifiers {
		missing = missing || had.values[b.scheme.identifiers[i].known.name] == ""
	}
	switch {
	case !missing:
		return nil, b.stillTheirs(owner, had)
	case had.token == "":
		return b.choose(x, m, owner)
	}
	candidates, err := m.begin()
	if err != nil {
		return nil, err
	}
	// The token stays, and so does the domain.
	c, domain := candidate{text: had.token, number: had.number}, ""
	for _, text := range had.values {
		if address, ok := addressOf(text); ok && (domain == "" || domainOf(address) < domain) {
			domain = domainOf(address)
		}
	}
	if domain == "" && len(candidates) > 0 {
		domain = candidates[0].domain()
	}
	if domain != "" {
		c.text += "@" + domain
	}
	m.base = had.base
	fresh, err := b.make(m, c, had)
	if err != nil {
		return nil, err
	}
	for name, text := range fresh {
		if !b.isFree(x, name, text, owner) {
			return nil, diag.Errorf("%s: the token %s is the person's from before, and %s is somebody else's", diag.Name(name), diag.Quote(had.token), diag.Quote(text))
		}
	}
	return &given{Owner: owner, Token: had.token, Base: had.base, Number: had.number, Values: fresh}, nil
}

// stillTheirs refuses identifiers that were given to an owner before and that are now in the account of somebody else who is known.
func (b *Batch) stillTheirs(owner string, had *person) error {
	for i := range b.scheme.identifiers {
		id := &b.scheme.identifiers[i]
		for _, m := range needing(id.name, had.values[id.known.name]) {
			if other := b.accounts[m]; other != "" && other != owner {
				return diag.Errorf("%s: %s was given to this person before, and the account of %s has it", diag.Name(id.name), diag.Quote(had.values[id.known.name]), diag.Quote(other))
			}
		}
	}
	return nil
}

// make makes the identifiers of a candidate that a person has not got, by their names.
func (b *Batch) make(m *maker, c candidate, had *person) (map[string]string, error) {
	made := map[string]string{}
	for i := range b.scheme.identifiers {
		id := &b.scheme.identifiers[i]
		if had != nil && had.values[id.known.name] != "" {
			continue
		}
		text, err := m.identifierOf(i, c)
		if err != nil {
			return nil, err
		}
		made[id.name] = text
	}
	return made, nil
}

// isFree reports whether nobody but the owner has what an identifier needs.
func (b *Batch) isFree(x *index, name, text, owner string) bool {
	marks := needing(name, text)
	for _, m := range marks {
		if other, taken := b.accounts[m]; taken && other != owner {
			return false
		}
	}
	return x.free(marks, owner)
}

// search looks for the first candidate all of whose identifiers are free.
type search struct {
	*Batch
	x     *index
	m     *maker
	owner string
	tried
}

// tried is what has become of candidates.
type tried struct {
	taken   int
	last    string // the last one that was taken
	refused error  // the first reason why one cannot be an identifier
}

// try returns what a person is given with a candidate, nil if that is not free or the target refuses it.
func (s *search) try(c candidate) *given {
	made, err := s.make(s.m, c, nil)
	if err != nil {
		if s.refused == nil {
			s.refused = err
		}
		return nil
	}
	for name, text := range made {
		if !s.isFree(s.x, name, text, s.owner) {
			s.taken++
			s.last = c.text
			return nil
		}
	}
	return &given{Owner: s.owner, Token: c.token(), Base: s.m.base, Number: c.number, Values: made}
}

// choose gives a person the first free candidate: those of the mapping in their order, then those with numbers.
func (b *Batch) choose(x *index, m *maker, owner string) (*given, error) {
	candidates, err := m.begin()
	s := &search{Batch: b, x: x, m: m, owner: owner, tried: tried{refused: err}}
	for _, c := range candidates {
		if g := s.try(c); g != nil {
			return g, nil
		}
	}
	switch {
	case len(candidates) == 0 && err != nil:
		return nil, err
	case len(candidates) == 0:
		return nil, diag.Errorf("want a candidate, got none: the mapping has no value for this person")
	}
	if g, err := s.numbers(candidates[0]); g != nil || err != nil {
		return g, err
	}
	return nil, s.none()
}

// none says why no candidate was left.
func (s *search) none() error {
	switch {
	case s.taken == 0:
		return s.refused
	case s.refused != nil:
		return diag.Errorf("want a candidate that nobody has, got none: %s tried, the last %s; another one is refused: %w", diag.Name(diag.Count(s.taken, "candidate")), diag.Quote(s.last), s.refused)
	}
	return diag.Errorf("want a candidate that nobody has, got none: %s tried, the last %s; more candidates or more numbers are a remedy", diag.Name(diag.Count(s.taken, "candidate")), diag.Quote(s.last))
}

// hint is where the search for a name has come to, among the numbered candidates.
type hint struct {
	next int
	tried
}

// numbers tries the numbered candidates. People of one name go on where the one before ended.
func (s *search) numbers(first candidate) (*given, error) {
	before := s.tried
	s.tried = tried{}
	defer func() {
		s.taken += before.taken
		s.refused = cmp.Or(before.refused, s.refused)
		s.last = cmp.Or(s.last, before.last)
	}()
	key, n := s.m.likes(first), s.scheme.config.First
	if h, known := s.hints[key]; known && key != "" {
		n, s.tried = h.next, h.tried
	}
	for ; n <= s.scheme.config.Max; n++ {
		if err := s.m.ctx.Err(); err != nil {
			return nil, err
		}
		c, err := s.m.numbered(first, n)
		if err != nil {
			return nil, err
		}
		g := s.try(c)
		next := hint{n + 1, s.tried}
		if g != nil {
			next.taken, next.last = next.taken+1, c.text
		}
		if key != "" {
			s.hints[key] = next
		}
		if g != nil {
			return g, nil
		}
	}
	return nil, nil //nolint:nilnil // there is none
}
