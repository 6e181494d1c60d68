package lint

import (
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
	found  []finding
}

// mappingCheck is the check of one mapping.
type mappingCheck struct {
	*setCheck
	index int
	*mapping.Mapping
}

// Set returns the findings about a mapping set: about single mappings, about several of them, and about the scope. A finding about
// an expression has its place in the expression; others have only a path.
func Set(set *mapping.Set, opts Options) diag.List { return published(lintSet(set, &opts)) }

func lintSet(set *mapping.Set, opts *Options) []finding {
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
	slices.SortStableFunc(c.found, func(a, b finding) int {
		i, _ := mapping.FieldOf(a.Path)
		j, _ := mapping.FieldOf(b.Path)
		return i - j
	})
	return c.found
}

// withSet returns options with what the set determines.
func withSet(opts Options, set *mapping.Set) Options {
	opts.inSet = true
	if opts.Profile == mapping.ProfileNone {
		opts.Profile = profileOf(set)
	}
	return opts
}

// validate adds the findings of package mapping, except those about expressions, which are checked one by one.
func (c *setCheck) validate() {
	options := mapping.Options{Source: c.opts.Source, Target: c.opts.Target, Functions: c.opts.Functions}
	if names := c.opts.sourceNames(); options.Source == nil && names != nil {
		options.Source = &mapping.Schema{}
		for _, name := range names {
			options.Source.Attributes = append(options.Source.Attributes, mapping.Attribute{Name: name})
		}
	}
	for _, f := range c.set.Validate(options) {
		if _, field := mapping.FieldOf(f.Path); field == "expression" && f.Text != "" {
			continue
		}
		c.adopt(f)
	}
}

// adopt adds a finding of a lower package.
func (c *setCheck) adopt(d diag.Finding) {
	rule, severity, ok := c.opts.report(d.Code, d.Severity)
	if !ok {
		return
	}
	f := newFinding(rule, severity, sentence(d))
	f.Path, f.Target, f.lower = d.Path, d.Target, true
	c.found = append(c.found, f)
}

// place adds a finding about a member of mapping i.
func (c *setCheck) place(f finding, i int, field string) {
	f.Path, f.Target = diag.PathOf("mappings", i, field), c.set.Mappings[i].Target
	c.found = append(c.found, f)
}

// report adds a finding of the running rule about a member of mapping i.
func (c *setCheck) report(i int, field, format string, args ...any) {
	c.place(newFinding(c.rule, c.rule.Severity, diag.Messagef(format, args...)), i, field)
}

// reportScope adds a finding of the running rule about a clause of the scope.
func (c *setCheck) reportScope(at diag.Path, format string, args ...any) {
	f := newFinding(c.rule, c.rule.Severity, diag.Messagef(format, args...))
	f.Path = at
	c.found = append(c.found, f)
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
		for _, f := range checkedExpression(m.Mapping.Expression, use, c.scoped) {
			c.place(f, i, "expression")
		}
	case mapping.Direct:
		m.asExpression("["+m.From+"]", use, "from")
	case mapping.Constant:
		m.asExpression(syntax.QuoteText(m.Constant), use, "constant")
	case mapping.None: // it has no source
	}
}

// asExpression applies the rules for expressions to a mapping of another type. It omits findings about the text itself, and
// corrections, which have no meaning there.
func (m *mappingCheck) asExpression(text string, use Use, field string) {
	for _, f := range lintExpression(text, use, m.scoped) {
		if !f.lower {
			f.Fix, f.Place = "", diag.Place{}
			m.place(f, m.index, field)
		}
	}
}

func useOf(m *mapping.Mapping) Use {
	return Use{Target: m.Target, Apply: &m.Apply, Match: m.Match, Default: m.Default}
}
