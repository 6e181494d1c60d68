package provision

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/codes"
	nettext "github.com/attrmap/attrmap/internal/dotnet/text"
	"github.com/attrmap/attrmap/mapping"
)

// Some values nobody else may have, in the target and in the cycle: a directory refuses the second account with one userPrincipalName
// (documented: ObjectConflict). Attributes share spaces: what is one person's mail must not be another's userPrincipalName. The spaces are
// those of the table of attributes (mapping/attributes.tsv) and of the target's schema; how the attributes of one are compared is here.
//
// A value that another object gives up in the same cycle still counts as taken (assumed: the order of writes is not known), and so does that
// of an object that the cycle deletes.

// uniqueRow is a mapping of an attribute whose values nobody else may have.
type uniqueRow struct {
	number    int // of the rows
	at        int // the mapping's index
	attribute string
	space     string
	exact     bool     // compared with case
	siblings  []string // the attributes of the space, as the set spells them
	parent    int      // in the space of names: the index of the mapping of the parent's name, -1 where there is none
}

// Spaces whose attributes are not simply equal texts.
const (
	addresses = "address" // Entra: userPrincipalName, mail and proxyAddresses, the latter with the prefix smtp:
	accounts  = "account" // Active Directory: sAMAccountName, and userPrincipalName with its part before the @
	names     = "name"    // Active Directory: cn under one parent
)

// spaceAttributes are the attributes of such spaces, which count whether a set maps them or not.
var spaceAttributes = map[string][]string{
	addresses: {"userPrincipalName", "mail", "proxyAddresses"},
	accounts:  {"sAMAccountName", "userPrincipalName"},
	names:     {"cn"},
}

const parentName = "parentDistinguishedName"

// uniqueRows returns the mappings of unique attributes, in the set's order.
func uniqueRows(mapper *mapping.Mapper) []uniqueRow {
	var rows []uniqueRow
	set := mapper.Set()
	spelt := func(name string) (string, int) {
		for i := range set.Mappings {
			if strings.EqualFold(set.Mappings[i].Target, name) {
				return set.Mappings[i].Target, i
			}
		}
		return name, -1
	}
	for i := range set.Mappings {
		a := mapper.TargetAttribute(i)
		if a.Unique == "" {
			continue
		}
		row := uniqueRow{number: len(rows), at: i, attribute: set.Mappings[i].Target, space: a.Unique, exact: a.CaseExact, parent: -1}
		for _, name := range spaceAttributes[a.Unique] {
			name, _ = spelt(name)
			row.siblings = append(row.siblings, name)
		}
		for j := range set.Mappings {
			if target := set.Mappings[j].Target; mapper.TargetAttribute(j).Unique == a.Unique && !slices.Contains(row.siblings, target) {
				row.siblings = append(row.siblings, target)
			}
		}
		if a.Unique == names {
			_, row.parent = spelt(parentName)
		}
		rows = append(rows, row)
	}
	return rows
}

// collision is what a value collides with: keys that others may have claimed in this cycle, and questions for the directory. Claims are the
// keys that it takes itself. One is used for all values of a row in a cycle, since every object has some; it is kept until the row has
// another value, since a candidate is asked after before it is written.
type collision struct {
	known        bool
	text, parent string // what it is of
	claims       []uniqueValue
	keys         []fingerprint
	queries      []Query
}

func (c *collision) reset(text, parent string) {
	clear(c.queries) // they hold values of the last object
	c.known, c.text, c.parent = true, text, parent
	c.claims, c.keys, c.queries = c.claims[:0], c.keys[:0], c.queries[:0]
}

// takeText notes a text that is taken in a part of a space, which keeps it apart from the same text in another one, and free only if nobody else
// has taken it there.
func (e *planner) takeText(c *collision, row *uniqueRow, part, text string) {
	key := e.printOf(row, part, text)
	c.claims, c.keys = append(c.claims, uniqueValue{key, part, text}), append(c.keys, key)
}

// ask adds a question for the objects that have a text in an attribute. Nobody has an empty one.
func (c *collision) ask(row *uniqueRow, attribute, text string) {
	if text == "" {
		return
	}
	for _, name := range row.siblings {
		if strings.EqualFold(name, attribute) {
			attribute = name
		}
	}
	c.queries = append(c.queries, Query{Attribute: attribute, Value: value.String(text), CaseExact: row.exact})
}

// collide collects what a text in the row's attribute collides with; a name does so under its parent alone.
func (e *planner) collide(row *uniqueRow, text, parent string) *collision {
	if e.collisions == nil {
		e.collisions = make([]collision, len(e.unique))
	}
	c := &e.collisions[row.number]
	if c.known && c.text == text && c.parent == parent {
		return c
	}
	c.reset(text, parent)
	key := lookupText(value.String(text), row.exact)
	// Addresses and accounts are no distinguished names, even where one looks like the beginning of one (a=b@contoso.com): parts of them are asked for.
	if row.space == addresses || row.space == accounts {
		if key = text; !row.exact {
			key = nettext.Caseless(text)
		}
	}
	const smtp = "smtp:"
	switch {
	case row.space == addresses && key == smtp: // no address at all
	case row.space == addresses:
		address, found := strings.CutPrefix(key, smtp)
		e.takeText(c, row, row.space, address)
		if strings.EqualFold(row.attribute, "proxyAddresses") && !found {
			c.ask(row, row.attribute, key) // of another protocol, which no other attribute has
			break
		}
		c.ask(row, "userPrincipalName", address)
		c.ask(row, "mail", address)
		c.ask(row, "proxyAddresses", smtp+address)
	case row.space == accounts && strings.EqualFold(row.attribute, "userPrincipalName"):
		e.takeText(c, row, "account upn", key)
		c.ask(row, row.attribute, text)
		if local, _, _ := strings.Cut(key, "@"); local != "" {
			c.claims = append(c.claims, uniqueValue{e.printOf(row, "account local", local), "account local", local})
			c.keys = append(c.keys, e.printOf(row, "account sam", local))
			c.ask(row, "sAMAccountName", local)
		}
	case row.space == accounts:
		e.takeText(c, row, "account sam", key)
		c.keys = append(c.keys, e.printOf(row, "account local", key))
		c.ask(row, row.attribute, text)
	case row.space == names && parent == "": // where the account goes is not known
	case row.space == names:
		e.takeText(c, row, row.space, key+"\x00"+lookupText(value.String(parent), false))
		c.ask(row, row.attribute, text)
		c.queries = append(c.queries, Query{Value: value.String("CN=" + escapeDN(text) + "," + parent)})
	default:
		e.takeText(c, row, row.space, key)
		for _, name := range row.siblings {
			c.ask(row, name, text)
		}
		for i := range c.queries {
			c.queries[i].Type = e.TargetType // the spaces of directories are those of all their objects
		}
	}
	return c
}

// holder returns who has one of the values of a collision: an object of the target that matters, or the ordinal of a source object that
// takes it in this cycle. The error is the directory's.
func (e *planner) holder(ctx context.Context, c *collision, matters func(q *Query, hit *Object) bool) (hit *Object, ordinal int, taken bool, err error) {
	for _, key := range c.keys {
		if ordinal, taken = e.reserved.find(key); taken {
			return nil, ordinal, true, nil
		}
	}
	if e.answers.far() {
		if _, err = e.askAll(ctx, c.queries...); err != nil { // all at once; below they are known
			return nil, 0, false, err
		}
	}
	for i := range c.queries {
		hits, err := e.ask(ctx, c.queries[i])
		if err != nil {
			return nil, 0, false, err
		}
		for _, hit := range hits {
			if matters(&c.queries[i], hit) {
				return hit, 0, true, nil
			}
		}
	}
	return nil, 0, false, nil
}

// escapeDN escapes a value for a distinguished name (RFC 4514 2.4).
func escapeDN(text string) string {
	var b strings.Builder
	for i, c := range text {
		switch c {
		case 0:
			b.WriteString(`\00`)
			continue
		case '"', '+', ',', ';', '<', '=', '>', '\\':
			b.WriteByte('\\')
		case ' ', '#':
			if i == 0 || c == ' ' && i == len(text)-1 {
				b.WriteByte('\\')
			}
		}
		b.WriteRune(c)
	}
	return b.String()
}

// printOf returns the key of a text in the cycle's register.
func (e *planner) printOf(row *uniqueRow, part, text string) fingerprint {
	objects := ""
	if spaceAttributes[row.space] == nil {
		objects = e.TargetType
	}
	return e.reserved.fingerprint(objects, part, text)
}

// checkUnique fails outcomes whose value another object has, in the target or by an earlier plan of the cycle, and collects what the object
// would take.
func (e *planner) checkUnique(ctx context.Context, p *Plan, existing *Object, result *mapping.Result) {
	if result.Ignored {
		return
	}
	for i := range e.unique {
		row := &e.unique[i]
		o, texts, parent := row.written(existing, result)
		for _, text := range texts {
			if !e.checkValue(ctx, p, row, o, text, parent, existing) {
				break
			}
		}
	}
}

// written returns the texts that are written to the row's attribute, with the outcome that writes them. A name also changes its place with
// its parent.
func (r *uniqueRow) written(existing *Object, result *mapping.Result) (o *mapping.Outcome, texts []string, parent string) {
	o = &result.Attributes[r.at]
	moves := false
	if r.parent >= 0 {
		place := &result.Attributes[r.parent]
		parent, moves = after(place).Text(), existing != nil && place.Decision.Changes()
		if moves && !o.Decision.Changes() {
			return place, lookupTexts(after(o), true), parent
		}
	} else if r.space == names && existing != nil {
		path := value.ParsePath(parentName)
		parent = existing.attributes().Attribute(&path).Text()
	}
	if !o.Decision.Changes() {
		return o, nil, parent
	}
	return o, lookupTexts(o.New, true), parent
}

// after returns the value that an attribute has after the write.
func after(o *mapping.Outcome) value.Value {
	if o.Decision.Changes() {
		return o.New
	}
	return o.Old
}

// checkValue reports whether a text that an outcome writes is nobody else's; otherwise it fails the outcome.
func (e *planner) checkValue(ctx context.Context, p *Plan, row *uniqueRow, o *mapping.Outcome, text, parent string, existing *Object) bool {
	c := e.collide(row, text, parent)
	if row.space == names || !e.isCandidate(row, text) {
		hit, ordinal, taken, err := e.holder(ctx, c, func(q *Query, hit *Object) bool {
			return !sameObject(hit, existing) && (row.space != names || q.Attribute == "" || isUnder(hit, parent))
		})
		who := ""
		switch {
		case err != nil:
			e.unanswered = err
			return false
		case hit != nil:
			p.RivalTarget = e.shownOther(p, hit)
			who = "the target object " + p.RivalTarget + " has it"
		case taken && ordinal == elsewhere:
			who = "somebody else has reserved it"
		case taken:
			p.Rival = ordinal
			who = "source object " + strconv.Itoa(ordinal) + " takes it"
		}
		if taken {
			failOutcome(o, codes.ConflictingValue, "want a value that no other object has: "+who)
			o.Fatal = true
			return false
		}
	}
	e.claims = append(e.claims, c.claims...)
	return true
}

// isCandidate reports whether a text is one that SelectUniqueValue has just found free.
func (e *planner) isCandidate(row *uniqueRow, text string) bool {
	return slices.ContainsFunc(e.candidate, func(v uniqueValue) bool {
		return v.space == row.attribute && v.key == lookupText(value.String(text), false)
	})
}

// sameObject reports whether two objects are the same one. One without a type has any.
func sameObject(a, b *Object) bool {
	if b == nil {
		return false
	}
	return a == b || a.ID == b.ID && (a.Type == "" || b.Type == "" || strings.EqualFold(a.Type, b.Type))
}

// isUnder reports whether an object's parent is known to be the one of that name.
func isUnder(o *Object, parent string) bool {
	path := value.ParsePath(parentName)
	return strings.EqualFold(o.attributes().Attribute(&path).Text(), parent)
}

// shownOther returns the id of an object that is not the plan's as reports may print it: one without an id is known by a matching value, which
// may be one that mappings hide.
func (e *planner) shownOther(p *Plan, o *Object) string {
	if p.Hidden {
		return diag.Hidden
	}
	for i := range p.Attributes {
		if row := &p.Attributes[i]; row.Mapping.Match > 0 && row.Mask() != "" {
			return row.Mask()
		}
	}
	return o.ID
}

// takenBeside reports whether a candidate of SelectUniqueValue, which its own attribute does not have, is taken in another attribute of its
// space.
func (e *planner) takenBeside(ctx context.Context, attribute, candidate string) (bool, error) {
	at := slices.IndexFunc(e.unique, func(r uniqueRow) bool { return r.attribute == attribute })
	if at < 0 {
		return false, nil
	}
	row := &e.unique[at]
	// The parent may not be known yet: names are checked when the values are.
	_, _, taken, err := e.holder(ctx, e.collide(row, candidate, ""), func(*Query, *Object) bool { return true })
	return taken, err
}
