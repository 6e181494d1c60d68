package command

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/internal/datacheck"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/bulk"
)

// warnOfValues prints warnings about the values of people from which requests were built: of a table those of the columns that the map reads.
// Matching values that are there twice have warnings of their own.
func (p *program) warnOfValues(file string, check *datacheck.Check, m *bulk.Map, columns []string) {
	has := func(columns []string, name string) bool {
		return slices.ContainsFunc(columns, func(c string) bool { return strings.EqualFold(c, name) })
	}
	read := m.Columns()
	var match []string
	for i := range m.Attributes {
		if a := &m.Attributes[i]; strings.EqualFold(a.Path, cmp.Or(m.Match, "externalId")) {
			match = append(match, a.Columns()...)
		}
	}
	for _, f := range check.Findings() {
		if columns != nil && !has(read, f.Column) || f.Code == codes.IDTwice && has(match, f.Column) {
			continue
		}
		_, secret := mapping.SecurityAttribute(f.Column)
		if f.File = file; secret || p.hideValues {
			f.Finding = f.Masked()
		}
		fmt.Fprintln(p.stderr, f.Finding)
	}
}
