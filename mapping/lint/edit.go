package lint

import (
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
)

// edit replaces a part of an expression.
type edit struct {
	at   diag.Span
	text string
}

// overlap sorts edits, and reports whether any of them overlap.
func overlap(edits []edit) bool {
	slices.SortStableFunc(edits, func(a, b edit) int { return a.at.Start - b.at.Start })
	for i := 1; i < len(edits); i++ {
		if edits[i].at.Start < edits[i-1].at.End || edits[i].at == edits[i-1].at {
			return true
		}
	}
	return false
}

// apply returns src with the edits applied, which must not overlap.
func apply(src string, edits ...edit) string {
	slices.SortStableFunc(edits, func(a, b edit) int { return a.at.Start - b.at.Start })
	var b strings.Builder
	done := 0
	for _, e := range edits {
		b.WriteString(src[done:e.at.Start])
		b.WriteString(e.text)
		done = e.at.End
	}
	b.WriteString(src[done:])
	return b.String()
}
