package lint

import (
	"cmp"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/mapping"
)

// setCheck is the check of a mapping set. It lives for one check, in one goroutine.
type setCheck struct {
	set    *mapping.Set
	opts   *Options
	scoped *Options // with the data that are in scope alone
	rule   *Rule
	found  []finding
}

// mappingCheck is the check of one mapping. Its fields are those of the mapping, too, so that a rule can say m.Default.
type mappingCheck struct {
	*setCheck
	index int
	*mapping.Mapping
}

// Set returns the findings about a mapping set: about single mappings, about several of them, and about the scope. A finding about
// an expression has its place in the expression; others have only a path.
func Set(set *mapping.Set, opts Options) diag.List { return published(lintSet(set, &opts)) }

// lintSet is Set with the findings' rules. Findings are sorted by the mapping that they are about, first those about none; those of one
// mapping keep the order in which they were found.
func lintSet(set *mapping.Set, opts *Options) []finding {
	known := withSet(*opts, set)
	scoped := known
	// Expressions are evaluated for the objects in scope alone, since for others they never run. Rules about the scope itself use all data.
	scoped.Data = known.Data.within(set.Scope)
	c := &setCheck{set: set, opts: &known, scoped: &scoped}
	c.validate()
	for i := range set.Mappings {
		if m := &set.Mappings[i]; m.From != "" {
			if _, secret := mapping.SecurityAttribute(m.Target); secret {
				opts.Data.conceal(m.From)
			}
		}
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

// withSet returns options with what the set determines: its targets show the profile, unless the caller has chosen one.
func withSet(opts Options, set *mapping.Set) Options {
	opts.inSet = true
	opts.Functions = set.Settings.Functions(opts.Functions)
	opts.Source, opts.Target = describedBy(opts.Source, set.Types, set.Source), describedBy(opts.Target, set.TargetTypes, cmp.Or(set.Target, set.Resource, set.Source))
	opts.unaffected = opts.unaffected || set.Settings.HardDelete || !set.Allows("update")
	opts.demands = opts.Profile
	if opts.Profile == mapping.ProfileNone {
		opts.Profile = set.Profile()
		if createsWith(set, opts.Profile.Required(opts.objectName())) {
			opts.demands = opts.Profile
		}
	}
	// Cloud sync has a setting for the organizational unit, and fills the rest by its default mappings.
	if isCloudSync(set) {
		opts.cloudSync, opts.demands = true, mapping.ProfileNone
	}
	if !set.Allows("create") {
		opts.demands = mapping.ProfileNone
	}
	return opts
}

// isCloudSync reports whether a set is one of cloud sync from Entra to Active Directory, which marks its objects in adminDescription, or back,
// which knows them by onPremisesObjectIdentifier.
func isCloudSync(set *mapping.Set) bool {
	return slices.ContainsFunc(set.Mappings, func(m mapping.Mapping) bool {
		return m.Match > 0 && (strings.EqualFold(m.Target, "adminDescription") || strings.EqualFold(m.Target, "onPremisesObjectIdentifier"))
	})
}

// describedBy returns the schema of one side: the caller's, else what the set says of its attributes and their object.
func describedBy(given, own *mapping.Schema, object string) *mapping.Schema {
	if given != nil || own == nil && object == "" {
		return given
	}
	described := mapping.Schema{Open: true}
	if own != nil {
		described = *own
	}
	described.Name = object
	return &described
}

// createsWith reports whether a set seems to create objects that need these attributes: it maps half of them or more. One that only
// updates objects often maps none.
func createsWith(set *mapping.Set, required []string) bool {
	mapped := 0
	for _, name := range required {
		if slices.ContainsFunc(set.Mappings, func(m mapping.Mapping) bool { return strings.EqualFold(m.Target, name) }) {
			mapped++
		}
	}
	return 2*mapped >= len(required)
}

// validate adds the findings of package mapping, except those about expressions, which are checked one by one.
func (c *setCheck) validate() {
	options := mapping.Options{Functions: c.opts.Functions, Profile: c.opts.demands}
	// What the set says of its attributes, package mapping reads itself.
	if s := c.opts.Source; s != nil && !s.Open {
		options.Source = s
	}
	if s := c.opts.Target; s != nil && !s.Open {
		options.Target = s
	}
	// Package mapping knows names only from a schema, so a list of names, or the columns of the data, become one.
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

// adopt adds a finding of a lower package. Of its place only path and target are taken: it has no position without a file.
func (c *setCheck) adopt(d diag.Finding) {
	rule, severity, ok := c.opts.report(d.Code, d.Severity)
	if !ok {
		return
	}
	f := newFinding(rule, severity, sentence(d))
	f.Path, f.Target, f.lower = d.Path, d.Target, true
	c.found = append(c.found, f)
}

// place adds a finding about a member of mapping i. The place inside an expression, if there is one, stays.
func (c *setCheck) place(f finding, i int, field string) {
	f.Path, f.Target = diag.PathOf("mappings", i, field), c.set.Mappings[i].Target
	c.found = append(c.found, f)
}

// report adds a finding of the running rule about a member of mapping i.
func (c *setCheck) report(i int, field, format string, args ...any) {
	c.place(newFinding(c.rule, c.rule.Severity, diag.Messagef(format, args...)), i, field)
}

// reportScope adds a finding of the running rule about a clause of the scope, or about the set as a whole where there is no path.
func (c *setCheck) reportScope(at diag.Path, format string, args ...any) {
	f := newFinding(c.rule, c.rule.Severity, diag.Messagef(format, args...))
	f.Path = at
	c.found = append(c.found, f)
}

// report adds a finding of the running rule about a member of the mapping.
func (m *mappingCheck) report(field, format string, args ...any) {
	m.setCheck.report(m.index, field, format, args...)
}

// mapping checks mapping i: by the rules about mappings, and by those about expressions, of which a Direct and a Constant mapping are
// simple ones.
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

// asExpression applies the rules for expressions to a mapping of another type. It omits findings about the text itself, which nobody has
// written, and corrections, which have no meaning there: a member from or constant cannot hold a function.
func (m *mappingCheck) asExpression(text string, use Use, field string) {
	for _, f := range lintExpression(text, use, m.scoped) {
		if !f.lower {
			f.Fix, f.Place = "", diag.Place{}
			m.place(f, m.index, field)
		}
	}
}

// useOf returns what a mapping says of its expression. Apply is known then, even where the file leaves it out, since it has a default.
func useOf(m *mapping.Mapping) Use {
	return Use{Target: m.Target, Apply: &m.Apply, Match: m.Match, Default: m.Default}
}
