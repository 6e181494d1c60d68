package lint

import (
	"cmp"
	"slices"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/graph"
)

// Schema gives what is wrong with a Graph schema, in the order of its text: what [graph.Document.Check] finds, and what the rules say of
// the mappings. Source and Target of the options are those of the schema where it defines the objects. Of rules that cannot be edited
// only errors are told.
func Schema(doc *graph.Document, opts Options) diag.List {
	c := &schemaCheck{opts: opts}
	for _, m := range doc.ObjectMappings() {
		c.objectMapping(m)
	}
	for _, f := range doc.Check(graph.CheckOptions{Functions: opts.registry(), SyncAll: opts.SyncAll}) {
		c.tell(f)
	}
	slices.SortStableFunc(c.found, func(a, b finding) int {
		return cmp.Or(cmp.Compare(a.Offset, b.Offset), cmp.Compare(a.Severity, b.Severity), cmp.Compare(a.Code, b.Code))
	})
	return published(c.found)
}

type schemaCheck struct {
	opts  Options
	found []finding
	known map[told]bool
}

// told is a rule that has been broken by a mapping: what a lower package finds there too need not be told again.
type told struct {
	rule *Rule
	path string
}

func (c *schemaCheck) add(f finding, mapping diag.Path) {
	if c.known == nil {
		c.known = map[told]bool{}
	}
	c.known[told{f.rule, mapping.String()}] = true
	c.found = append(c.found, f)
}

// tell adds a finding of package graph.
func (c *schemaCheck) tell(d diag.Finding) {
	rule, severity, ok := c.opts.told(d.Code, d.Severity)
	if !ok || c.known[told{rule, mappingOf(d.Path).String()}] {
		return
	}
	f := newFinding(rule, severity, sentence(d))
	f.Place, f.Fix = d.Place, d.Fix
	c.found = append(c.found, f)
}

// converted gives the set of an object mapping, and options that know what the schema says of it.
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

// objectMapping asks the rules about the mappings of one object mapping.
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

// placeMapping gives a finding about a mapping its place in the document.
func (c *schemaCheck) placeMapping(a graph.AttributeMapping, field string, f finding) {
	if field == "expression" && f.Text != "" {
		f.Path, f.Position = a.ExpressionPlace(f.Text, f.Offset)
	} else {
		f.Path, f.Position = a.Field(field)
	}
	f.InText = false
	c.add(f, a.Path())
}

// placeScope gives a finding about the scope, or about all mappings, its place.
func (c *schemaCheck) placeScope(m graph.ObjectMapping, f finding) {
	at := m.Element
	if len(f.Path) == 3 { // scope, group, clause
		at = m.Scope().Groups()[f.Path[1].Index].Clauses()[f.Path[2].Index].Element
	}
	f.Path, f.Position = at.Path(), at.Position()
	c.add(f, f.Path)
}
