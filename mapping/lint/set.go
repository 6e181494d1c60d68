package lint

import (
	"fmt"
	"slices"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/mapping"
)

// setCheck is the check of a mapping set.
type setCheck struct {
	set    *mapping.Set
	opts   *Options
	scoped *Options // with the data that are in scope alone
	rule   *Rule
	found  []placed
}

// placed is a finding with the mapping and its member that it is about; index is -1 for the set and its scope.
type placed struct {
	Finding
	index int
	field string
}

// mappingCheck is the check of one mapping.
type mappingCheck struct {
	*setCheck
	index int
	*mapping.Mapping
}

// Set gives what is wrong with a mapping set: in each mapping, between the mappings, and in the scope. A finding about an expression
// has its place in that; the others have only a path.
func Set(set *mapping.Set, opts Options) []Finding {
	var out []Finding
	for _, p := range lintSet(set, &opts) {
		f := p.Finding
		f.Path = pathOf(p.index, p.field)
		out = append(out, f)
	}
	return out
}

func lintSet(set *mapping.Set, opts *Options) []placed {
	known := withSet(*opts, set)
	scoped := known
	scoped.Data = known.Data.within(set.Scope)
	c := &setCheck{set: set, opts: &known, scoped: &scoped}
	c.validate()
	for i := range set.Mappings {
		c.mapping(i)
	}
	for _, r := range ruleBook().rules {
		if r.set != nil && (!r.OnRequest || opts.All) {
			c.rule = r
			r.set(c)
		}
	}
	slices.SortStableFunc(c.found, func(a, b placed) int { return a.index - b.index })
	return c.found
}

// withSet gives options that know the set too.
func withSet(opts Options, set *mapping.Set) Options {
	opts.inSet = true
	if opts.Profile == mapping.ProfileNone {
		opts.Profile = profileOf(set)
	}
	return opts
}

// validate takes over what package mapping finds, but for expressions, which are looked at one by one.
func (c *setCheck) validate() {
	options := mapping.Options{Source: c.opts.Source, Target: c.opts.Target, Functions: c.opts.Functions}
	if names := c.opts.sourceNames(); options.Source == nil && names != nil {
		options.Source = &mapping.Schema{}
		for _, name := range names {
			options.Source.Attributes = append(options.Source.Attributes, mapping.Attribute{Name: name})
		}
	}
	for _, f := range c.set.Validate(options) {
		if f.Field == "expression" && f.Source != "" {
			continue
		}
		c.tell(f.Diagnostic, f.Index, f.Field)
	}
}

// tell adds a finding of a lower package.
func (c *setCheck) tell(d diag.Diagnostic, index int, field string) {
	rule, severity, ok := c.opts.told(d.Code, d.Severity)
	if !ok {
		return
	}
	c.place(Finding{Rule: rule, Severity: severity, Message: sentence(d), told: true}, index, field)
}

func (c *setCheck) place(f Finding, index int, field string) {
	if index >= 0 {
		f.Target = c.set.Mappings[index].Target
	}
	c.found = append(c.found, placed{Finding: f, index: index, field: field})
}

// report adds a finding of the running rule.
func (c *setCheck) report(index int, field, format string, args ...any) {
	c.place(Finding{Rule: c.rule, Severity: c.rule.Severity, Message: fmt.Sprintf(format, args...)}, index, field)
}

func (m *mappingCheck) report(field, format string, args ...any) {
	m.setCheck.report(m.index, field, format, args...)
}

func (c *setCheck) mapping(i int) {
	m := &mappingCheck{setCheck: c, index: i, Mapping: &c.set.Mappings[i]}
	for _, r := range ruleBook().rules {
		if r.mapping != nil && (!r.OnRequest || c.opts.All) {
			c.rule = r
			r.mapping(m)
		}
	}
	use := useOf(m.Mapping)
	switch m.Type() {
	case mapping.Expression:
		for _, f := range Expression(m.Mapping.Expression, use, *c.scoped) {
			c.place(f, i, "expression")
		}
	case mapping.Direct:
		m.asExpression("["+m.From+"]", use, "from")
	case mapping.Constant:
		m.asExpression(syntax.QuoteText(m.Constant), use, "constant")
	}
}

// asExpression asks the rules for expressions about a mapping of another type. What is said of the text as such, and how to correct it,
// has no meaning there.
func (m *mappingCheck) asExpression(text string, use Use, field string) {
	for _, f := range lintExpression(text, use, m.scoped) {
		if !f.told {
			f.Fix, f.Expression, f.Position, f.Length, f.span = "", "", diag.Position{}, 0, diag.Span{}
			m.place(f, m.index, field)
		}
	}
}

func useOf(m *mapping.Mapping) Use {
	return Use{Target: m.Target, Apply: &m.Apply, Match: m.Match, Default: m.Default}
}

// pathOf gives the place of a member of a mapping, or of a clause of the scope.
func pathOf(index int, field string) string {
	var group, clause int
	switch {
	case index >= 0 && field != "":
		return fmt.Sprintf("mappings[%d].%s", index, field)
	case index >= 0:
		return fmt.Sprintf("mappings[%d]", index)
	}
	if n, _ := fmt.Sscanf(field, "scope group %d, clause %d", &group, &clause); n == 2 {
		return fmt.Sprintf("scope[%d][%d]", group-1, clause-1)
	}
	return field
}
