package scaffold

import (
	"context"
	"fmt"
	"strings"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/provision"
)

// object is an object mapping of which tests are made.
type object struct {
	*provision.ObjectMapping
	choice string // what names it in tests; "" where it is the only one
	mapper *mapping.Mapper
	person input // somebody of whom all is known, and who is in scope
	anchor input // what he needs to be matched and in scope
}

func newObject(m *provision.ObjectMapping, engine *provision.Engine, choice string) *object {
	o := &object{ObjectMapping: m, choice: choice, mapper: engine.Mapper(m.Type), person: input{}, anchor: input{}}
	for _, name := range engine.SourceAttributes(m.Type) {
		if name != o.computed() {
			o.person[name] = guess(name, m.Mapping.Source)
		}
	}
	scope := o.mapper.Set().Scope
	for _, group := range scope {
		if in, ok := o.satisfying(group, -1); ok {
			o.person, o.anchor = o.person.and(in), o.anchor.and(in)
			break
		}
	}
	for i, row := range o.mapper.Set().Mappings {
		if row.Match == 0 {
			continue
		}
		for _, name := range o.mapper.Inputs(i) {
			if v, known := o.person[name]; known {
				o.anchor[name] = v
			}
		}
	}
	return o
}

// computed returns the source attribute that the service computes.
func (o *object) computed() string {
	if o.Options.SoftDeleted != "" {
		return o.Options.SoftDeleted
	}
	return "IsSoftDeleted"
}

// satisfying returns what attributes need so that all clauses of a group hold but that number but, which does not; -1 is none of them.
func (o *object) satisfying(group mapping.Group, but int) (in input, ok bool) {
	in = input{}
	of := map[string][]int{}
	for i, clause := range group {
		of[clause.Attribute] = append(of[clause.Attribute], i)
	}
	for name, clauses := range of {
		v, ok := o.fitting(group, clauses, but)
		if !ok {
			return nil, false
		}
		in[name] = v
	}
	return in, true
}

// outside returns what keeps somebody out of a group.
func (o *object) outside(group mapping.Group) (input, bool) {
	for but := range group {
		if in, ok := o.satisfying(group, but); ok {
			return in, true
		}
	}
	return nil, false
}

// fitting returns a value for the attribute of some clauses of a group.
func (o *object) fitting(group mapping.Group, clauses []int, but int) (value.Value, bool) {
	name := group[clauses[0]].Attribute
	try := []value.Value{guess(name, o.Mapping.Source), value.Null}
	scopes := make([]*mapping.Scope, len(clauses))
	for i, at := range clauses {
		var found bool
		if scopes[i], found = scopeOf(group[at], o.Mapping); !found {
			return value.Absent, false
		}
		for _, text := range group[at].Values {
			try = append(try, value.String(text), value.String("x"+text), value.String(text+"x"), value.String(text+"1"))
			if sample, ok := matching(text); ok {
				try = append(try, value.String(sample))
			}
		}
	}
	for _, text := range append(plain, dates...) {
		try = append(try, value.String(text))
	}
	for _, v := range try {
		attrs := input{name: v}.attributes()
		fits := true
		for i, at := range clauses {
			fits = fits && scopes[i].Evaluate(attrs).Passed == (at != but)
		}
		if fits {
			return v, true
		}
	}
	return value.Absent, false
}

func scopeOf(clause mapping.Clause, opts mapping.Options) (*mapping.Scope, bool) {
	scope, findings := mapping.CompileFilter(mapping.Filter{{clause}}, false, opts)
	return scope, scope != nil && !findings.HasErrors()
}

// cycles returns the tests of what becomes of objects: new ones, accounts that are found, and those that are not in scope.
func (o *object) cycles(ctx context.Context) []*item {
	all := []*item{
		o.cycle("a new account", o.person, "action: create", true),
		o.cycle("a new account of which little is known", o.anchor, "action: create", true),
	}
	for _, m := range o.mapper.Matching(ctx, o.person.attributes(), false) {
		if m.Err != nil || m.Value.IsNullOrEmpty() {
			continue
		}
		found := o.cycle("an account is found by "+m.Target, o.person, "action: update, match: matched", false)
		found.target = []input{{"id": value.String("account-1"), m.Target: m.Value}}
		all = append(all, found)
	}
	return append(all, o.scopes()...)
}

func (o *object) cycle(name string, in input, expect string, attributes bool) *item {
	x := &item{choice: o.choice, name: name, in: in, expect: expect}
	if attributes {
		for _, row := range o.mapper.Set().Mappings {
			x.attributes = append(x.attributes, row.Target)
		}
	}
	return x
}

// scopes returns tests of the scope: each group decides, and each clause is what keeps somebody out.
func (o *object) scopes() (tests []*item) {
	met := map[string]bool{}
	for g, group := range o.mapper.Set().Scope {
		for but := -1; but < len(group); but++ {
			in, ok := o.satisfying(group, but)
			if !ok {
				continue
			}
			all := o.anchor
			// Groups before it must not let everybody in.
			for _, before := range o.mapper.Set().Scope[:g] {
				if outside, ok := o.outside(before); ok {
					all = all.and(outside)
				}
			}
			in = all.and(in)
			result := o.mapper.Scope().Evaluate(in.attributes())
			name := fmt.Sprintf("group %d of the scope holds", g+1)
			if but >= 0 {
				name = "out of scope but for: " + group[but].String()
			}
			if news := scopeMarks(result, met); news {
				tests = append(tests, o.cycle(name, in, fmt.Sprintf("scope: %t", result.Passed), false))
			}
		}
	}
	return tests
}

// scopeMarks reports whether a result has a clause, or a group, as no other one had it before.
func scopeMarks(result mapping.ScopeResult, met map[string]bool) (news bool) {
	for g, clauses := range result.Groups {
		var marks strings.Builder
		for i := range clauses {
			mark := fmt.Sprint(g, i, clauses[i].Passed)
			news, met[mark] = news || !met[mark], true
			fmt.Fprint(&marks, clauses[i].Passed)
		}
		if !strings.Contains(marks.String(), "false") {
			mark := fmt.Sprint(g)
			news, met[mark] = news || !met[mark], true
			break
		}
	}
	return news
}
