package lint

import (
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/graph"
)

// FixSet gives the expressions of a set with all corrections that are certain, by the index of their mappings; those that stay as they are do
// not occur. The set is not changed.
func FixSet(set *mapping.Set, opts Options) map[int]string {
	fixed := map[int]string{}
	known := withSet(opts, set)
	for i := range set.Mappings {
		m := &set.Mappings[i]
		if m.Type() != mapping.Expression {
			continue
		}
		if text, _ := Fix(m.Expression, useOf(m), known); text != m.Expression {
			fixed[i] = text
		}
	}
	return fixed
}

// FixSchema makes all corrections of expressions that are certain, in the document's texts and parameters alike, and tells how many
// expressions it has changed. Rules that cannot be edited are left alone.
func FixSchema(doc *graph.Document, opts Options) (changed int, err error) {
	for _, m := range doc.ObjectMappings() {
		if !m.Rule().Editable() {
			continue
		}
		set, known := converted(m, opts)
		mappings := m.AttributeMappings()
		for i, text := range FixSet(set, known) {
			if graph.IsUnreadable(set.Mappings[i].Expression) {
				continue
			}
			source, err := graph.ParseSource(text, opts.registry())
			if err != nil {
				return changed, err
			}
			if err := mappings[i].SetSource(source); err != nil {
				return changed, err
			}
			changed++
		}
	}
	return changed, nil
}
