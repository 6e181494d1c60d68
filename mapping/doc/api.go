package doc

import "github.com/attrmap/attrmap/mapping"

// documents writes where a document of an HR system has the attributes that the rules and the filters read, and those that they are compared with:
// the API expressions. Attributes without one have no row.
func (s *section) documents(m *markdown) {
	var reads, writes []string
	for _, r := range s.rules {
		reads, writes = append(reads, r.inputs...), append(writes, r.mapping.Target)
	}
	for _, f := range s.filters {
		for _, group := range f.groups {
			for _, clause := range group {
				reads = append(reads, clause.Attribute)
			}
		}
	}
	for _, side := range []struct {
		words  string
		schema *mapping.Schema
		names  []string
	}{
		{"Where a document of the source has its attributes:", s.source, reads},
		{"Where a document of the target has its attributes:", s.demands.target, writes},
	} {
		if rows := apiRows(side.schema, side.names); len(rows) > 0 {
			m.paragraph(side.words)
			m.table([]string{"Attribute", "API expression"}, rows)
		}
	}
}

// apiRows returns the rows of attributes with an API expression, each once, in the order of their names in the list.
func apiRows(schema *mapping.Schema, names []string) (rows [][]string) {
	seen := map[string]bool{}
	for _, name := range names {
		if a, _ := schema.Lookup(name); a != nil && a.API != "" && !seen[a.Name] {
			seen[a.Name] = true
			rows = append(rows, []string{code(a.Name), code(a.API)})
		}
	}
	return rows
}
