package lint

import (
	"cmp"
	"slices"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/graph"
)

// Schema returns the findings about a Graph schema in the order of its text: those of [graph.Document.Check], and those of the rules
// about its mappings. If the schema defines the objects, it determines Source and Target of the options. For synchronization rules
// that cannot be edited, only errors are reported.
func Schema(doc *graph.Document, opts Options) diag.List {
	c := &schemaCheck{opts: opts}
	for _, m := range doc.ObjectMappings() {
		c.objectMapping(m)
	}
	for _, f := range doc.Check(graph.CheckOptions{Functions: opts.registry(), SyncAll: opts.SyncAll}) {
		c.adopt(f)
	}
	slices.SortStableFunc(c.found, func(a, b finding) int {
		return cmp.Or(cmp.Compare(a.Offset, b.Offset), cmp.Compare(a.Severity, b.Severity), cmp.Compare(a.Code, b.Code))
	})
	return published(c.found)
}

type schemaCheck struct {
	opts  Options
	found []finding
	known map[broken]bool
}

// broken is a rule that a mapping violates. Findings of a lower package for the same rule and mapping are omitted.
type broken struct {
	rule *Rule
	path string
}

func (c *schemaCheck) add(f finding, mapping diag.Path) {
	if c.known == nil {
		c.known = map[broken]bool{}
	}
	c.known[broken{f.rule, mapping.String()}] = true
	c.found = append(c.found, f)
}

// adopt adds a finding of package graph.
func (c *schemaCheck) adopt(d diag.Finding) {
	rule, severity, ok := c.opts.report(d.Code, d.Severity)
	if !ok || c.known[broken{rule, mappingOf(d.Path).String()}] {
		return
	}
	f := newFinding(rule, severity, sentence(d))
	f.Place, f.Fix = d.Place, d.Fix
	c.found = append(c.found, f)
}

// converted returns the set of an object mapping, and the options with what the schema determines.
func converted(m graph.ObjectMapping, opts Options) (*mapping.Set, Options) {
	conversion := m.ConvertAsWritten(opts.registry())
	opts.Profile = cmp.Or(opts.Profile, mapping.ProfileOf(m.Rule().TargetDirectoryName()))
	opts.cloudSync = m.Rule().IsCloudSync()
	if conversion.Source != nil {
		opts.Source = conversion.Source
	}
	if conversion.Target != nil {
		opts.Target = conversion.Target
	}
	return &conversion.Set, opts
}

// objectMapping applies the rules to the mappings of an object mapping.
func (c *schemaCheck) objectMapping(m graph.ObjectMapping) {
	set, opts := converted(m, c.opts)
	mappings := m.AttributeMappings()
	for _, f := range lintSet(set, &opts) {
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

// placeMapping adds a finding about a mapping with its place in the document.
func (c *schemaCheck) placeMapping(a graph.AttributeMapping, field string, f finding) {
	if field == "expression" && f.Text != "" {
		f.Path, f.Position = a.ExpressionPlace(f.Text, f.Offset)
	} else {
		f.Path, f.Position = a.Field(field)
	}
	f.InText = false
	c.add(f, a.Path())
}

// placeScope adds a finding about the scope, or about all mappings, with its place in the document.
func (c *schemaCheck) placeScope(m graph.ObjectMapping, f finding) {
	at := m.Element
	if len(f.Path) == 3 { // scope, group, clause
		at = m.Scope().Groups()[f.Path[1].Index].Clauses()[f.Path[2].Index].Element
	}
	f.Path, f.Position = at.Path(), at.Position()
	c.add(f, f.Path)
}
