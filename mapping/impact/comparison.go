package impact

import (
	"strings"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/internal/delta"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/provision"
)

// comparison collects what differs. It is used by one goroutine.
type comparison struct {
	from, to          *provision.Engine
	opts              Options
	people, unchanged int
	counts            map[string]int
	collected
	known    known
	volatile map[string]string // targets whose values are random, by their names in lower case
	matching map[string]bool   // targets that match objects, in lower case
	learned  map[learned]bool
}

// learned is a type of a job that learn has looked at.
type learned struct {
	engine     *provision.Engine
	objectType string
}

func newComparison(from, to *provision.Engine, opts Options) *comparison {
	return &comparison{
		from: from, to: to, opts: opts, counts: map[string]int{}, collected: newCollected(opts),
		volatile: map[string]string{}, matching: map[string]bool{}, learned: map[learned]bool{},
	}
}

// person is the comparison of one pair.
type person struct {
	*comparison
	pair   pair
	counts map[string]bool // what the person counts for
}

// compare compares the plans of one object; nil is the side that does not have it.
func (c *comparison) compare(a, b *provision.Plan) {
	c.people++
	if c.opts.Seen != nil {
		c.opts.Seen(a, b)
	}
	c.known.add(b)
	p := &person{comparison: c, pair: newPair(a, b, c.people, c.opts.Keep)}
	if from, to := word(a), word(b); from != to {
		c.addAction(from, to, &p.pair)
		p.count("changes")
	}
	if b != nil && b.Status == provision.Warning && (a == nil || a.Status != provision.Warning) {
		p.count("warnings")
	}
	p.differ(a, b)
	for name := range p.counts {
		c.counts[name]++
	}
	if !p.counts["changes"] {
		c.unchanged++
	}
}

func (p *person) count(name string) {
	if p.counts == nil {
		p.counts = map[string]bool{}
	}
	p.counts[name] = true
}

// word returns the word of a plan's action.
func word(p *provision.Plan) string {
	if p == nil {
		return "none"
	}
	return p.Action.String()
}

// does returns what a plan does, or would do if it were not staged.
func does(p *provision.Plan) provision.Action {
	switch {
	case p == nil:
		return provision.Skip
	case p.Action == provision.Staged:
		return p.Would
	}
	return p.Action
}

// differ tells the gravest of what concerns the object as a whole, and else what differs in its attributes.
func (p *person) differ(a, b *provision.Plan) {
	target, conflict := conflictOf(b)
	_, before := conflictOf(a)
	switch from, to := does(a), does(b); {
	case conflict && !before:
		p.add(difference{target: target, severity: "conflict", shape: "newError", reason: reasonOf(b, target), rival: b})
	case conflict:
	case to == provision.Delete:
		if from != provision.Delete {
			p.add(difference{severity: "deletion", shape: "withdrawn"})
		}
	case from == provision.Create && to == provision.Skip:
		p.add(difference{severity: "lostCreation", shape: "withdrawn"})
	case fails(a) || fails(b):
		p.failures(a, b)
	case from == provision.Delete || b == nil:
	default:
		p.attributes(a, b)
	}
}

// conflictOf reports whether a plan fails since another object has a value that must be unique, or is the same target object, and of which
// attribute.
func conflictOf(p *provision.Plan) (target string, conflict bool) {
	if p == nil || p.Action != provision.Failed && p.Status != provision.Failure {
		return "", false
	}
	for i := range p.Attributes {
		if o := &p.Attributes[i]; o.Decision == mapping.Failed && o.Code == codes.ConflictingValue {
			return o.Mapping.Target, true
		}
	}
	return "", p.Code == codes.DuplicateSource || p.Code == codes.ObjectConflict
}

// fails reports whether nothing is written for an object: its plan is an error, or the target refuses a value and so all of them.
func fails(p *provision.Plan) bool {
	if p == nil || p.Action == provision.Failed {
		return p != nil
	}
	for i := range p.Attributes {
		if o := &p.Attributes[i]; o.Decision == mapping.Failed && (o.Code == codes.InvalidSyntax || o.Code == codes.MissingValues) {
			return true
		}
	}
	return false
}

// broken reports whether an outcome is no value.
func broken(o *mapping.Outcome) bool {
	return o != nil && (o.Decision == mapping.Failed || o.Decision == mapping.Unsupported)
}

// failures tells of an object for which one side at least writes nothing which of its attributes newly fail, or fail no more. The values of
// the others follow from that and are not told.
func (p *person) failures(a, b *provision.Plan) {
	told := false
	rows(a, b, func(from, to *mapping.Outcome) {
		if broken(from) != broken(to) {
			told = true
			p.failure(from, to)
		}
	})
	switch {
	case told:
	case fails(b) && !fails(a):
		p.add(difference{severity: "failure", shape: "newError", reason: b.Reason})
	case fails(a) && !fails(b):
		p.add(difference{severity: "value", shape: "errorGone", reason: a.Reason})
	}
}

// failure tells that an attribute newly fails, or fails no more.
func (p *person) failure(from, to *mapping.Outcome) {
	if broken(to) {
		p.add(difference{target: to.Mapping.Target, severity: "failure", shape: "newError", reason: to.Reason})
		return
	}
	p.add(difference{target: from.Mapping.Target, severity: "value", shape: "errorGone", reason: from.Reason})
}

// reasonOf returns why the attribute of a plan failed, or its object.
func reasonOf(p *provision.Plan, target string) string {
	for i := range p.Attributes {
		if o := &p.Attributes[i]; o.Mapping.Target == target && o.Decision == mapping.Failed {
			return o.Reason
		}
	}
	return p.Reason
}

// rows calls both with the outcomes of each target attribute, nil for a side that does not have it.
func rows(a, b *provision.Plan, both func(from, to *mapping.Outcome)) {
	var from, to []mapping.Outcome
	if a != nil {
		from = a.Attributes
	}
	if b != nil {
		to = b.Attributes
	}
	// Sets that are alike have their mappings at the same places.
	at := func(list []mapping.Outcome, i int, target string) *mapping.Outcome {
		if i < len(list) && strings.EqualFold(list[i].Mapping.Target, target) {
			return &list[i]
		}
		for j := range list {
			if strings.EqualFold(list[j].Mapping.Target, target) {
				return &list[j]
			}
		}
		return nil
	}
	for i := range from {
		both(&from[i], at(to, i, from[i].Mapping.Target))
	}
	for i := range to {
		if at(from, i, to[i].Mapping.Target) == nil {
			both(nil, &to[i])
		}
	}
}

// attributes tells which values of the target differ.
func (p *person) attributes(a, b *provision.Plan) {
	p.learn(a, b)
	disabled := false
	rows(a, b, func(from, to *mapping.Outcome) {
		d, differs := p.row(from, to, a, b)
		if differs {
			disabled = disabled || d.severity == "disable"
			p.add(d)
		}
	})
	// A plan that disables need not have a row that says so.
	if disables(b) && !disables(a) && !disabled {
		p.add(stateOf(a, b))
	}
}

// stateOf returns the difference of an account that is disabled by the attribute that plans have for its state.
func stateOf(plans ...*provision.Plan) difference {
	d := difference{target: "accountEnabled", severity: "disable", shape: "pair", from: value.Boolean(true), to: value.Boolean(false)}
	for _, p := range plans {
		if p == nil {
			continue
		}
		for i := range p.Attributes {
			if on, ok := provision.Enables(&p.Attributes[i], d.from); ok {
				d.target, d.from, d.to = p.Attributes[i].Mapping.Target, value.Boolean(on), value.Boolean(!on)
				return d
			}
		}
	}
	return d
}

// disables reports whether a plan disables an account.
func disables(p *provision.Plan) bool {
	var t provision.Totals
	if p != nil {
		t.Add(p)
	}
	return t.Accounts.Disabled > 0
}

// row compares the outcomes of one target attribute.
func (p *person) row(from, to *mapping.Outcome, a, b *provision.Plan) (d difference, differs bool) {
	if broken(from) || broken(to) {
		if broken(from) != broken(to) {
			p.failure(from, to)
		}
		return d, false
	}
	some := to
	if some == nil {
		some = from
	}
	d.target = some.Mapping.Target
	if p.volatile[strings.ToLower(d.target)] != "" {
		return d, false
	}
	// What one side does not map stays as the target has it, unless that is another object.
	same := a == nil || b == nil || a.Target == "" || b.Target == "" || a.Target == b.Target
	d.from, d.to = heldBeside(from, to, same), heldBeside(to, from, same)
	left := from != nil && supplies(from) && !supplies(to)
	switch empty := d.to.IsNullOrEmpty(); {
	case left && to != nil && to.Decision.Changes():
		d.shape, d.severity = "cleared", "blanked"
	// An object that is left alone as a whole has no rows.
	case left && !d.from.IsNullOrEmpty() && (len(b.Attributes) > 0 || !delta.Equal(d.from, d.to)):
		d.shape, d.severity, d.to = "withdrawn", "blanked", value.Value{}
	case d.from.IsNullOrEmpty() && empty || delta.Equal(d.from, d.to):
		return d, false
	case to != nil && from != nil && to.Decision == mapping.CreateOnlySkipped && from.Decision.Changes() && !d.from.IsNullOrEmpty():
		d.shape, d.severity, d.to = "withdrawn", "blanked", value.Value{}
	case empty:
		d.shape, d.severity = "cleared", "blanked"
	case d.from.IsNullOrEmpty():
		d.shape, d.from = "first", value.Value{}
	default:
		d.shape, d.change = delta.Of(d.target, d.from, d.to)
	}
	if d.severity == "" {
		p.rate(some, &d)
	}
	for _, o := range []*mapping.Outcome{from, to} {
		if o != nil && d.mask == "" {
			d.mask = o.Mask()
		}
	}
	return d, true
}

// heldBeside returns the value that the target would then hold; other is the outcome of the other side, which knows the target's value, too.
func heldBeside(o, other *mapping.Outcome, same bool) value.Value {
	switch {
	case o == nil && !same:
		return value.Value{}
	case o == nil:
		return other.Old
	case o.Decision.Changes():
		return o.Shown()
	}
	return o.Old
}

// supplies reports whether an outcome has a value for the target, also one that does not apply to an object that exists.
func supplies(o *mapping.Outcome) bool {
	if o == nil {
		return false
	}
	switch o.Decision {
	case mapping.Flowed, mapping.DefaultUsed:
		return len(o.Pending) > 0 || !o.New.IsNullOrEmpty()
	case mapping.Unchanged:
		return !o.Old.IsNullOrEmpty()
	case mapping.CreateOnlySkipped:
		return true
	case mapping.NullNotFlowed, mapping.Cleared, mapping.NoneKept, mapping.Ignored, mapping.Failed, mapping.Unsupported:
	}
	return false
}

// identity are the attributes that name an account to people and to other systems, in lower case, by their last names.
var identity = map[string]bool{"userprincipalname": true, "mail": true, "samaccountname": true, "cn": true, "distinguishedname": true, "parentdistinguishedname": true}

// rate sets the severity of a difference of values. An account's state is told as a boolean, whatever the mapping writes.
func (p *person) rate(o *mapping.Outcome, d *difference) {
	was, known := provision.Enables(o, d.from)
	is, ok := provision.Enables(o, d.to)
	d.severity = "value"
	switch {
	case known && ok:
		on, _ := provision.Enables(o, value.Boolean(true))
		d.shape, d.from, d.to = "pair", value.Boolean(was == on), value.Boolean(is == on)
		if was && !is {
			d.severity = "disable"
		}
	case identity[delta.LastName(d.target)] || p.matching[strings.ToLower(d.target)]:
		d.severity = "identity"
	}
}

// learn notes of the plans' types which attributes are random and which match objects.
func (c *comparison) learn(a, b *provision.Plan) {
	for _, side := range []struct {
		plan   *provision.Plan
		engine *provision.Engine
	}{{a, c.from}, {b, c.to}} {
		if side.plan == nil || c.learned[learned{side.engine, side.plan.Type}] {
			continue
		}
		c.learned[learned{side.engine, side.plan.Type}] = true
		mapper := side.engine.Mapper(side.plan.Type)
		for i := range mapper.Set().Mappings {
			m := &mapper.Set().Mappings[i]
			if mapper.Effects(i)&functions.Random != 0 {
				c.volatile[strings.ToLower(m.Target)] = m.Target
			}
			if m.Match > 0 {
				c.matching[strings.ToLower(m.Target)] = true
			}
		}
	}
}

// add notes a difference of the person.
func (p *person) add(d difference) {
	p.count("changes")
	switch d.severity {
	case "failure":
		p.count("failures")
	case "deletion":
		p.count("deletions")
	case "disable":
		p.count("disables")
	case "lostCreation":
		p.count("lostCreations")
	case "conflict":
		p.count("collisions")
	case "blanked":
		p.count("blanks")
	case "identity":
		if d.shape != "first" {
			p.count("renames")
		}
	}
	p.collected.add(d, &p.pair)
}
