package lint

import (
	"cmp"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/graph"
)

// Schema returns the findings about a Graph schema in the order of its text: those of [graph.Document.Check], and those of the rules about
// its mappings. If the schema defines the objects, it determines Source and Target of the options. For synchronization rules that cannot
// be edited, only errors are reported: nobody can act on a warning there.
func Schema(doc *graph.Document, opts Options) diag.List {
	c := &schemaCheck{opts: opts}
	// The rules come first, since a finding of package graph gives way to that of a rule about the same mapping; see adopt.
	all := doc.ObjectMappings()
	people := peopleIn(all)
	for i, m := range all {
		c.objectMapping(m, opts.of(i == people))
	}
	for _, f := range doc.Check(graph.CheckOptions{Functions: opts.registry(), SyncAll: opts.SyncAll}) {
		c.adopt(f)
	}
	slices.SortStableFunc(c.found, func(a, b finding) int {
		return cmp.Or(cmp.Compare(a.Offset, b.Offset), cmp.Compare(a.Severity, b.Severity), cmp.Compare(a.Code, b.Code))
	})
	return published(c.found)
}

// schemaCheck is the check of one schema. It collects findings whose places are those of the document, and no longer those of the sets
// that its mappings are converted to.
type schemaCheck struct {
	opts  Options
	found []finding
	known map[broken]bool
}

// broken is a rule that a mapping, or a clause of a scope, violates. Findings of a lower package for the same rule and mapping are
// omitted: packages graph and lint both look at, say, multi-valued sources, and the rule says more.
type broken struct {
	rule *Rule
	path string
}

// add adds a finding of a rule, and notes that the mapping at the path violates it.
func (c *schemaCheck) add(f finding, mapping diag.Path) {
	if c.known == nil {
		c.known = map[broken]bool{}
	}
	c.known[broken{f.rule, mapping.String()}] = true
	// A finding about one mapping says more than one of the same rule about the list of all.
	if n := len(mapping); n > 1 && mapping[n-2].Name == "attributeMappings" {
		c.known[broken{f.rule, mapping[:n-1].String()}] = true
	}
	c.found = append(c.found, f)
}

// adopt adds a finding of package graph, with its place as it is, unless a rule has found the same.
func (c *schemaCheck) adopt(d diag.Finding) {
	rule, severity, ok := c.opts.report(d.Code, d.Severity)
	if !ok || c.known[broken{rule, mappingOf(d.Path).String()}] {
		return
	}
	f := newFinding(rule, severity, sentence(d))
	f.Place, f.Fix = d.Place, d.Fix
	c.found = append(c.found, f)
}

// peopleIn returns the index of the first enabled object mapping of users, else of the first enabled one: that of source objects whose type is
// not said, as in a run.
func peopleIn(all []graph.ObjectMapping) int {
	users := slices.IndexFunc(all, func(m graph.ObjectMapping) bool {
		return m.Enabled() && strings.EqualFold(m.SourceObjectName(), "User")
	})
	if users >= 0 {
		return users
	}
	return slices.IndexFunc(all, graph.ObjectMapping.Enabled)
}

// converted returns the set of an object mapping, and the options with what the schema determines. The conversion keeps the texts, and the
// number and order of mappings, groups and clauses, so that indexes and spans in the set are those of the document. A profile of the
// caller wins over that of the target directory; schemas of the caller remain where the document has none.
func converted(m graph.ObjectMapping, opts Options) (*mapping.Set, Options) {
	conversion := m.ConvertAsWritten(opts.registry())
	opts.Profile = cmp.Or(opts.Profile, mapping.ProfileOf(m.Rule().TargetDirectoryName()))
	opts.cloudSync = m.Rule().IsCloudSync()
	opts.crossTenant = mapping.ProfileOf(m.Rule().SourceDirectoryName()) == mapping.ProfileEntra && mapping.ProfileOf(m.Rule().TargetDirectoryName()) == mapping.ProfileEntra
	opts.unaffected = conversion.HardDelete || !conversion.FlowTypes.Has(graph.FlowUpdate)
	if conversion.Source != nil {
		opts.Source = conversion.Source
	}
	if conversion.Target != nil {
		opts.Target = conversion.Target
	}
	return &conversion.Set, opts
}

// objectMapping applies the rules to the mappings of an object mapping. Of what lower packages report about the set, only findings about
// expressions are taken: package graph checks the rest in the document itself. It reports sources that cannot be read, too; the expression
// in their place is not the document's.
func (c *schemaCheck) objectMapping(m graph.ObjectMapping, opts Options) {
	set, known := converted(m, opts)
	mappings := m.AttributeMappings()
	for _, f := range lintSet(set, &known) {
		i, field := mapping.FieldOf(f.Path)
		switch {
		case f.lower && field != "expression" || !m.Rule().Editable() && f.Severity != diag.Error:
		case i >= 0 && !graph.IsUnreadable(set.Mappings[i].Expression):
			c.placeMapping(mappings[i], field, f)
		case i < 0:
			c.placeScope(m, f)
		}
	}
}

// placeMapping adds a finding about a mapping with its place in the document. A finding about an expression is placed inside its JSON
// string; InText is cleared then, because the position counts in the file and no longer in the expression.
func (c *schemaCheck) placeMapping(a graph.AttributeMapping, field string, f finding) {
	if field == "expression" && f.Text != "" {
		f.Path, f.Position = a.ExpressionPlace(f.Text, f.Offset)
	} else {
		f.Path, f.Position = a.Field(field)
	}
	f.InText = false
	c.add(f, a.Path())
}

// placeScope adds a finding about the scope, or about all mappings, with its place in the document. One that is about no clause has the
// place of the object mapping.
func (c *schemaCheck) placeScope(m graph.ObjectMapping, f finding) {
	at := m.Element
	if len(f.Path) == 3 { // scope, group, clause
		at = m.Scope().Groups()[f.Path[1].Index].Clauses()[f.Path[2].Index].Element
	}
	f.Path, f.Position = at.Path(), at.Position()
	c.add(f, f.Path)
}
