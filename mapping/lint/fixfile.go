package lint

import (
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/graph"
)

// FixSet returns the corrected expressions of a set by the index of their mappings, with all certain corrections applied. It omits
// expressions without corrections, and does not change the set.
func FixSet(set *mapping.Set, opts Options) map[int]string {
	fixed := map[int]string{}
	// The profile is inferred from all targets of the set, as in Set, so that an expression is corrected for the same target.
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

// FixSchema applies all certain corrections of expressions to the texts and parameters of a document, and returns the number of changed
// expressions. It does not change synchronization rules that cannot be edited.
func FixSchema(doc *graph.Document, opts Options) (changed int, err error) {
	all := doc.ObjectMappings()
	people := peopleIn(all)
	for i, m := range all {
		if !m.Rule().Editable() {
			continue
		}
		set, known := converted(m, opts.of(i == people))
		mappings := m.AttributeMappings()
		// The order of a map does not matter here: each expression has a place of its own in the document.
		for i, text := range FixSet(set, known) {
			if graph.IsUnreadable(set.Mappings[i].Expression) {
				continue
			}
			// The parameters are what the service uses, so they are made anew from the text.
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
