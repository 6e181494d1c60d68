package lint

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/graph"
)

// Schema gives what is wrong with a Graph schema, in the order of its text: what [graph.Document.Check] finds, and what the rules say of
// the mappings. Source and Target of the options are those of the schema where it defines the objects. Of rules that cannot be edited
// only errors are told.
func Schema(doc *graph.Document, opts Options) []Finding {
	c := &schemaCheck{opts: opts}
	for _, m := range doc.ObjectMappings() {
		c.objectMapping(m)
	}
	for _, f := range doc.Check(opts.registry(), graph.CheckOptions{SyncAll: opts.SyncAll}) {
		c.tell(f)
	}
	slices.SortStableFunc(c.found, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Offset, b.Offset), cmp.Compare(a.Severity, b.Severity), cmp.Compare(a.Rule.Code, b.Rule.Code))
	})
	return c.found
}

type schemaCheck struct {
	opts  Options
	found []Finding
	known map[told]bool
}

// told is a rule that has been broken by a mapping: what a lower package finds there too need not be told again.
type told struct {
	rule *Rule
	path string
}

func (c *schemaCheck) add(f Finding, mapping string) {
	if c.known == nil {
		c.known = map[told]bool{}
	}
	c.known[told{f.Rule, mapping}] = true
	f.Placed = true
	c.found = append(c.found, f)
}

// tell adds a finding of package graph.
func (c *schemaCheck) tell(f graph.Finding) {
	rule, severity, ok := c.opts.told(f.Code, f.Severity)
	if !ok || c.known[told{rule, mappingOf(f.Path)}] {
		return
	}
	c.found = append(c.found, Finding{
		Rule: rule, Severity: severity, Path: f.Path, Target: f.Target, Position: diag.Position{Line: f.Line, Column: f.Column, Offset: f.Offset},
		Message: sentence(diag.Diagnostic{Message: f.Message, Hint: f.Hint}), Expression: f.Expression, Fix: f.Fix, Placed: true,
	})
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
	for _, p := range lintSet(set, &opts) {
		if p.told && p.field != "expression" || !m.Rule().Editable() && p.Severity != diag.Error {
			continue
		}
		switch {
		case p.index >= 0:
			c.placeMapping(mappings[p.index], set.Mappings[p.index], p)
		default:
			c.placeScope(m, p)
		}
	}
}

// placeMapping gives a finding about a mapping its place in the document.
func (c *schemaCheck) placeMapping(a graph.AttributeMapping, m mapping.Mapping, p placed) {
	f := p.Finding
	switch {
	case graph.IsUnreadable(m.Expression):
		return
	case p.field == "expression" && f.Expression != "":
		f.Path, f.Position = a.ExpressionPlace(f.Expression, f.Offset)
	default:
		f.Path, f.Position = a.Field(p.field)
	}
	c.add(f, a.Path())
}

// placeScope gives a finding about the scope, or about all mappings, its place.
func (c *schemaCheck) placeScope(m graph.ObjectMapping, p placed) {
	f := p.Finding
	f.Path, f.Position = m.Path(), m.Position()
	var group, clause int
	if n, _ := fmt.Sscanf(p.field, "scope[%d][%d]", &group, &clause); n == 2 {
		e := m.Scope().Groups()[group].Clauses()[clause]
		f.Path, f.Position = e.Path(), e.Position()
	}
	c.add(f, f.Path)
}
