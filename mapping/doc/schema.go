package doc

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/graph"
)

// WriteSchema describes an exported synchronization schema, or a part of one, in Markdown: its directories, and every object mapping of
// every rule, including disabled mappings and helpers. The document need not be valid: the description includes its errors. WriteSchema
// returns an error for an empty schema, one for an unknown object mapping in opts, and the errors of w.
func WriteSchema(w io.Writer, d *graph.Document, opts Options) error {
	if d.Counts().Empty() {
		return graph.ErrEmpty
	}
	p := page{doc: d, opts: &opts}
	p.write()
	// A misspelt name is an error, and nothing is written then: an empty document would look like an empty schema.
	if p.written == 0 && opts.Mapping != "" {
		return fmt.Errorf("the schema has no object mapping %.60q: it has %s", opts.Mapping, strings.Join(p.others, ", "))
	}
	// The document is built in memory, so that an error never leaves a part of it.
	_, err := io.WriteString(w, p.String())
	return err
}

// page describes a document.
type page struct {
	markdown
	doc     *graph.Document
	opts    *Options
	written int      // object mappings that are described
	refers  bool     // one of them fills references
	others  []string // names of the object mappings that are not described
}

// write writes the whole page. Without rules, as in a fragment, object mappings are on the level of rules.
func (p *page) write() {
	rules := p.doc.Rules()
	p.heading(1, title(rules, p.opts.Title))
	for _, s := range p.doc.Schemas() {
		if s.ID() != "" {
			p.paragraph("Schema " + code(s.ID()))
		}
	}
	p.directories()
	// A rule without any chosen mapping is left out, unless everything is described: then a rule without mappings shows that it has none.
	for _, r := range rules {
		if mappings := p.chosen(r.ObjectMappings()); len(mappings) > 0 || p.opts.Mapping == "" {
			p.rule(r)
			p.objectMappings(3, mappings)
		}
	}
	if len(rules) == 0 {
		p.objectMappings(2, p.chosen(p.doc.ObjectMappings()))
	}
	if p.refers {
		p.references()
	}
}

// title returns the two sides if there is one rule, else another title.
func title(rules []graph.Rule, other string) string {
	if len(rules) == 1 && rules[0].SourceDirectoryName() != "" {
		return sides(rules[0])
	}
	return prose(cmp.Or(other, "Attribute mappings"))
}

// sides returns the names of the two directories of a rule.
func sides(r graph.Rule) string {
	return prose(r.SourceDirectoryName()) + " → " + prose(r.TargetDirectoryName())
}

// chosen returns the object mappings that opts select.
// The names of the others are kept for the error about an unknown name.
func (p *page) chosen(all []graph.ObjectMapping) []graph.ObjectMapping {
	var chosen []graph.ObjectMapping
	for _, m := range all {
		if p.opts.Mapping == "" || strings.EqualFold(p.opts.Mapping, m.Name()) || strings.EqualFold(p.opts.Mapping, objects(m)) {
			chosen = append(chosen, m)
		} else {
			p.others = append(p.others, fmt.Sprintf("%.60q", nameOf(m)))
		}
	}
	return chosen
}

// objects returns the names of the two objects of a mapping, by which options can select it, too.
func objects(m graph.ObjectMapping) string {
	return m.SourceObjectName() + " → " + m.TargetObjectName()
}

// nameOf returns a name for the heading of an object mapping. Helpers are unnamed, so they are named after what they refer to.
func nameOf(m graph.ObjectMapping) string {
	switch {
	case m.Name() != "":
		return m.Name()
	case m.IsHelper():
		return "References to " + m.TargetObjectName()
	}
	return objects(m)
}

// directories writes a table of the directories and their objects. Attributes are counted, not listed: a directory may have thousands.
func (p *page) directories() {
	var rows [][]string
	for _, d := range p.doc.Directories() {
		var kinds []string
		for _, o := range d.Objects() {
			kinds = append(kinds, fmt.Sprintf("%s (%s)", code(o.Name()), counted(len(o.Schema().Attributes), "attribute")))
		}
		rows = append(rows, []string{prose(d.Name()), strings.Join(kinds, ", ")})
	}
	if len(rows) > 0 {
		p.heading(2, "Directories")
		p.table([]string{"Directory", "Objects"}, rows)
	}
}

// counted returns a number with a noun in singular or plural.
func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// rule writes the heading of a rule and what applies to all its object mappings.
func (p *page) rule(r graph.Rule) {
	name := strings.TrimSpace("Rule " + prose(r.Name()))
	if r.SourceDirectoryName() != "" {
		name += ": " + sides(r)
	}
	p.heading(2, name)
	facts := []string{fmt.Sprintf("**Priority**: %d", r.Priority())}
	if !r.Editable() {
		facts = append(facts, "**Editable**: no")
	}
	if list := r.IncludedContainers(); len(list) > 0 {
		facts = append(facts, "**Organizational units**: only "+names(list))
	}
	if list := r.IncludedGroups(); len(list) > 0 {
		facts = append(facts, "**Groups**: only members of "+names(list))
	}
	p.items(facts)
}

// objectMappings writes object mappings with headings of a level.
func (p *page) objectMappings(level int, mappings []graph.ObjectMapping) {
	for _, m := range mappings {
		p.written++
		p.heading(level, prose(nameOf(m)))
		p.objectMapping(m)
	}
}

// objectMapping writes an object mapping. Helpers never run, so their filters are omitted.
func (p *page) objectMapping(m graph.ObjectMapping) {
	conversion := m.Convert(p.opts.functions())
	s := section{facts: factsOf(m, conversion), typed: conversion.Target != nil, source: conversion.Source}
	if !m.IsHelper() {
		// Cloud sync fills what is not mapped by settings of its own.
		creates := conversion.FlowTypes.Has(graph.FlowAdd) && !m.Rule().IsCloudSync()
		s.demands = demands{mapping.ProfileOf(m.Rule().TargetDirectoryName()), m.TargetObjectName(), conversion.Target, creates}
		scope := m.Scope()
		s.filters = []filter{
			// Only the scope is described if it is empty, since that everybody is in scope is what a reviewer must know.
			{"Scope", inScope, everyObject, conversion.Set.Scope, titles(scope.Groups())},
			{"Reading", isRead, "", conversion.Input, titles(scope.InputFilterGroups())},
			{"Category", belongs, "", conversion.Category, titles(scope.CategoryFilterGroups())},
		}
	}
	// Convert keeps one mapping for every attribute mapping, in order, and so the indices agree.
	for i, a := range m.AttributeMappings() {
		r := p.opts.rule(&conversion.Set.Mappings[i], conversion.Target)
		for _, f := range conversion.Findings {
			// Findings of the object mapping as a whole are not the rules'; their paths are shorter.
			if f.Path.StartsWith(a.Path()) {
				r.noteFinding(f.Severity, f.Message.String(), f.Hint.String())
			}
		}
		s.rules = append(s.rules, r)
	}
	s.write(&p.markdown)
	p.refers = p.refers || s.refers()
}

// titles returns the titles of filter groups.
func titles(groups []graph.FilterGroup) []string {
	out := make([]string, len(groups))
	for i, g := range groups {
		out[i] = g.Name()
	}
	return out
}

// factsOf returns what a schema says about an object mapping as a whole.
// Of a helper nothing else is said: as it never runs, actions and disabling would mislead.
func factsOf(m graph.ObjectMapping, c *graph.Conversion) []string {
	if m.IsHelper() {
		return []string{"**Helper**: it only describes how referenced objects are found, and never runs"}
	}
	var facts []string
	if m.SourceObjectName() != "" || m.TargetObjectName() != "" {
		facts = append(facts, "**Objects**: "+codeOr(m.SourceObjectName(), "any")+" → "+codeOr(m.TargetObjectName(), "any"))
	}
	if !m.Enabled() {
		facts = append(facts, "**Not enabled**: the mapping does not run")
	}
	facts = append(facts, "**Actions**: "+actions(c.FlowTypes))
	switch {
	// Of a target that can disable objects the attribute is named that does it.
	case c.HardDelete:
		facts = append(facts, "**Disabling**: "+cannotDisable)
	case c.SoftDeleted != "":
		facts = append(facts, "**Disabling**: an object is disabled when its "+code(c.SoftDeleted)+" is true")
	}
	return facts
}

const cannotDisable = "the target cannot disable objects; they are deleted"

// codeOr returns a name as inline code, or other words if it is empty.
func codeOr(name, none string) string {
	if name == "" {
		return none
	}
	return code(name)
}

// actions returns the actions that an object mapping may take.
func actions(types graph.FlowTypes) string {
	var verbs []string
	for _, t := range [...]struct {
		flag graph.FlowTypes
		verb string
	}{{graph.FlowAdd, "creates"}, {graph.FlowUpdate, "updates"}, {graph.FlowDelete, "deletes"}} {
		if types.Has(t.flag) {
			verbs = append(verbs, t.verb)
		}
	}
	if len(verbs) == 0 {
		return "none"
	}
	return strings.Join(verbs, ", ")
}
