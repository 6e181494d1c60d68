package coverage

import (
	"slices"
	"strconv"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/provision"
)

// point is something that may be met.
type point struct {
	kind, what string
	path       diag.Path // in the object mapping
	text       string    // of the expression, for a place in it
	span       diag.Span
	parts      []diag.Span // what pages color
	at         diag.Position
	met        bool
}

// outcome is what becomes of a mapping.
type outcome int

// The outcomes, in the order of reports.
const (
	evaluated outcome = iota
	flowed
	null
	failed
	defaultUsed

	outcomes
)

var outcomeWords = [outcomes]string{
	evaluated: "evaluated", flowed: "flowed", null: "null", failed: "failed", defaultUsed: "default used",
}

// newObject lists what there is to meet in an object mapping.
func newObject(m *provision.ObjectMapping, engine *provision.Engine) *object {
	o := &object{ObjectMapping: m, mapper: engine.Mapper(m.Type), matching: map[string]int{}}
	set := o.mapper.Set()
	o.scope.target, o.match.target = scopeTarget, matchTarget
	o.listScope(set.Scope)
	targets := o.mapper.MatchingTargets()
	for _, target := range targets {
		i := slices.IndexFunc(set.Mappings, func(row mapping.Mapping) bool { return row.Match > 0 && row.Target == target })
		o.matching[target] = len(o.match.points)
		o.match.points = append(o.match.points, point{kind: "match", what: "matching by " + target, path: diag.PathOf("mappings", i, "match")})
	}
	types := o.types()
	for i := range set.Mappings {
		o.rows = append(o.rows, o.row(i, types, len(targets) == 1 && set.Mappings[i].Match > 0))
	}
	return o
}

// listScope lists the clauses, each as one that holds and one that does not, and the groups.
func (o *object) listScope(filter mapping.Filter) {
	add := func(p point) int {
		o.scope.points = append(o.scope.points, p)
		return len(o.scope.points) - 1
	}
	for g, group := range filter {
		o.groups = append(o.groups, add(point{kind: "clause", what: "group " + strconv.Itoa(g+1) + " deciding", path: diag.PathOf("scope", g)}))
		var clauses []int
		for i, clause := range group {
			if o.Mapping.HideValues {
				clause.Values = nil
			}
			path := diag.PathOf("scope", g, i)
			clauses = append(clauses, add(point{kind: "clause", what: "clause " + clause.String() + " true", path: path}))
			add(point{kind: "clause", what: "clause " + clause.String() + " false", path: path})
		}
		o.clauses = append(o.clauses, clauses)
	}
}

// row lists what there is to meet in a mapping. The only matching attribute has a value wherever mappings run: without one nobody could be looked
// for, and the object is left alone.
func (o *object) row(i int, types *sourceTypes, onlyMatch bool) entry {
	m := &o.mapper.Set().Mappings[i]
	e := entry{target: m.Target, outcomes: [outcomes]int{-1, -1, -1, -1, -1}}
	if m.UnsupportedSource != "" || m.UnsupportedApply != "" {
		return e // nothing is known of it
	}
	program := o.mapper.Program(i)
	may := o.mayBecome(m, program, types, onlyMatch)
	path := diag.PathOf("mappings", i)
	for kind, can := range may {
		if !can {
			continue
		}
		at := path
		if outcome(kind) == defaultUsed {
			at = path.Then("default")
		}
		e.outcomes[kind] = len(e.points)
		e.points = append(e.points, point{kind: "mapping", what: m.Target + ": " + outcomeWords[kind], path: at})
	}
	if program == nil {
		return e
	}
	if !o.Mapping.HideValues {
		e.source = program.Source()
	}
	known := program.Infer(types.known())
	for _, p := range program.Points() {
		if !known.MayMeet(p) {
			e.numbered = append(e.numbered, -1)
			continue
		}
		e.numbered = append(e.numbered, len(e.points))
		parts := []diag.Span{p.Span}
		if s := p.Part.Span(); p.Kind == "key" {
			parts = append(parts, s)
		}
		e.points = append(e.points, point{kind: p.Kind, what: p.Text, path: path.Then("expression"), text: program.Source(), span: p.Span, parts: parts})
	}
	return e
}

// mayBecome returns which outcomes of a mapping can happen.
func (o *object) mayBecome(m *mapping.Mapping, program *expr.Program, types *sourceTypes, onlyMatch bool) (may [outcomes]bool) {
	creates := m.Apply.Behavior().Creates && !o.Options.NoCreate
	switch {
	case m.Type() == mapping.None:
		may[defaultUsed] = m.Default != ""
		return may
	case program != nil:
		s := program.Infer(types).Shape
		may[failed] = s.Fails != functions.NeverFails
		may[null] = s.Fails != functions.AlwaysFails && s.MayBeNull()
		values := s.WithoutNull().WithoutSignals()
		may[flowed] = values.Fails != functions.AlwaysFails
	case m.Type() == mapping.Direct:
		s, _ := types.Attribute(m.From)
		may[null], may[flowed] = s.MayBeNull(), true
	default:
		may[flowed] = true
	}
	may[evaluated] = true
	may[defaultUsed] = may[null] && creates && m.Default != ""
	if onlyMatch {
		may[null], may[defaultUsed] = false, false
	}
	return may
}

// sourceTypes are what is known of the source's attributes where outcomes are inferred: of what nobody describes, that it is a text or missing.
type sourceTypes struct {
	described expr.Types
	present   map[string]bool // what the scope demands a value of
	computed  string          // the attribute that is always True or False, "" for none
	exact     bool            // what nobody describes may be anything
}

// known returns what is known for certain.
func (t *sourceTypes) known() *sourceTypes {
	all := *t
	all.exact = true
	return &all
}

// Attribute returns what is known of an attribute.
func (t *sourceTypes) Attribute(name string) (functions.Shape, bool) {
	if t.computed != "" && name == t.computed {
		return functions.Shape{Kinds: value.KindsOf(value.KindBoolean), Values: []value.Value{value.True, value.False}, Fails: functions.NeverFails}, true
	}
	s, known := t.described.Attribute(name)
	switch {
	case !known && t.exact:
		return functions.Shape{}, false
	case !known:
		s = functions.Shape{Kinds: value.KindsOf(value.KindString, value.KindNull), Fails: functions.NeverFails}
	}
	if t.present[name] && !t.exact {
		s = s.WithoutNull().WithoutEmpty()
	}
	return s, true
}

// types returns what is known of the source's attributes. Where no mapping reads the computed attribute, mappings run for objects in scope alone,
// so that an attribute of which every group of the scope demands a value has one.
func (o *object) types() *sourceTypes {
	t := &sourceTypes{described: o.Mapping.Source.Types(), present: map[string]bool{}}
	computed := o.Options.SoftDeleted
	if computed == "" {
		computed = "IsSoftDeleted"
	}
	if o.Options.Outbound {
		t.computed = computed
	}
	if o.mapper.Reads(computed) {
		return t
	}
	demanded := map[string]int{}
	scope := o.mapper.Set().Scope
	for _, group := range scope {
		names := map[string]bool{}
		for _, clause := range group {
			if op, err := mapping.ParseOperator(clause.Operator); err == nil && !op.HoldsOnNull {
				names[clause.Attribute] = true
			}
		}
		for name := range names {
			demanded[name]++
		}
	}
	for name, n := range demanded {
		t.present[name] = n == len(scope)
	}
	return t
}

// locate sets the places of all points.
func (o *object) locate(set func(found diag.List)) {
	all := []*entry{&o.scope, &o.match}
	for i := range o.rows {
		all = append(all, &o.rows[i])
	}
	var found diag.List
	for _, e := range all {
		for i := range e.points {
			p := &e.points[i]
			found = append(found, diag.Finding{Place: diag.Place{Path: p.path, Text: p.text, Span: p.span}})
		}
	}
	set(found)
	at := 0
	for _, e := range all {
		for i := range e.points {
			e.points[i].at = found[at].Position
			at++
		}
	}
}
