package provision

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/codes"
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
		row := uniqueRow{at: i, attribute: set.Mappings[i].Target, space: a.Unique, exact: a.CaseExact, parent: -1}
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
// keys that it takes itself.
type collision struct {
	claims, keys []string
	queries      []Query
}

// ask adds a question for the objects that have a text in an attribute.
func (c *collision) ask(row *uniqueRow, attribute, text string) {
	for _, name := range row.siblings {
		if strings.EqualFold(name, attribute) {
			attribute = name
		}
	}
	c.queries = append(c.queries, Query{Attribute: attribute, Value: value.String(text), CaseExact: row.exact})
}

// collisionOf returns what a text in the row's attribute collides with; a name does so under its parent alone.
func (e *planner) collisionOf(row *uniqueRow, text, parent string) collision {
	key := lookupText(value.String(text), row.exact)
	var c collision
	switch {
	case row.space == addresses:
		const smtp = "smtp:"
		address := strings.TrimPrefix(key, smtp)
		if strings.EqualFold(row.attribute, "proxyAddresses") && address == key {
			c.claims = []string{key} // of another protocol, which no other attribute has
			c.ask(row, row.attribute, text)
			break
		}
		c.claims = []string{address}
		c.ask(row, "userPrincipalName", address)
		c.ask(row, "mail", address)
		c.ask(row, "proxyAddresses", smtp+address)
	case row.space == accounts && strings.EqualFold(row.attribute, "userPrincipalName"):
		local, _, _ := strings.Cut(key, "@")
		c.claims, c.keys = []string{"upn " + key, "local " + local}, []string{"upn " + key, "sam " + local}
		c.ask(row, row.attribute, text)
		c.ask(row, "sAMAccountName", local)
	case row.space == accounts:
		c.claims, c.keys = []string{"sam " + key}, []string{"sam " + key, "local " + key}
		c.ask(row, row.attribute, text)
	case row.space == names && parent == "": // where the account goes is not known
	case row.space == names:
		c.claims = []string{key + "\x00" + lookupText(value.String(parent), false)}
		c.ask(row, row.attribute, text)
		c.queries = append(c.queries, Query{Value: value.String("CN=" + escapeDN(text) + "," + parent)})
	default:
		c.claims = []string{key}
		for _, name := range row.siblings {
			c.ask(row, name, text)
		}
		for i := range c.queries {
			c.queries[i].Type = e.TargetType // the spaces of directories are those of all their objects
		}
	}
	if c.keys == nil {
		c.keys = c.claims
	}
	return c
}

// escapeDN escapes a value for a distinguished name (RFC 4514 2.4).
func escapeDN(text string) string {
	var b strings.Builder
	for i, c := range text {
		edge := c == ' ' && (i == 0 || i == len(text)-1) || c == '#' && i == 0
		switch {
		case c == 0:
			b.WriteString(`\00`)
			continue
		case edge || strings.ContainsRune(`"+,;<=>\`, c):
			b.WriteByte('\\')
		}
		b.WriteRune(c)
	}
	return b.String()
}

// keyOf returns the key of a claim in the cycle's register.
func (e *planner) keyOf(row *uniqueRow, key string) fingerprint {
	objects := ""
	if spaceAttributes[row.space] == nil {
		objects = e.TargetType
	}
	return e.reserved.fingerprint(objects, "unique "+row.space, key)
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
	c := e.collisionOf(row, text, parent)
	conflict := func(reason string) bool {
		failOutcome(o, codes.ConflictingValue, "want a value that no other object has: "+reason)
		o.Fatal = true
		return false
	}
	for _, key := range c.keys {
		switch first, taken := e.reserved.find(e.keyOf(row, key)); {
		case taken && first == elsewhere:
			return conflict("somebody else has reserved it")
		case taken:
			return conflict("source object " + strconv.Itoa(first) + " takes it")
		}
	}
	answers, err := e.askAll(ctx, c.queries...)
	if err != nil {
		e.unanswered = err
		return false
	}
	for i, hits := range answers {
		for _, hit := range hits {
			if !sameObject(hit, existing) && (row.space != names || c.queries[i].Attribute == "" || isUnder(hit, parent)) {
				return conflict("the target object " + e.shownOther(p, hit) + " has it")
			}
		}
	}
	for _, key := range c.claims {
		e.claims = append(e.claims, uniqueValue{e.keyOf(row, key), row.space, key})
	}
	return true
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
	c := e.collisionOf(row, candidate, "") // the parent may not be known yet: names are checked when the values are
	for _, key := range c.keys {
		if _, taken := e.reserved.find(e.keyOf(row, key)); taken {
			return true, nil
		}
	}
	answers, err := e.askAll(ctx, c.queries...)
	return slices.ContainsFunc(answers, func(hits []*Object) bool { return len(hits) > 0 }), err
}
