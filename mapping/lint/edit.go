package lint

import (
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
)

// edit replaces a part of an expression, by its span in bytes of the original text. Edits of one text do not see each other.
type edit struct {
	at   diag.Span
	text string
}

// overlap sorts edits, and reports whether any of them overlap. Two insertions at one place overlap, since their order would be a guess;
// one that begins where another ends does not.
func overlap(edits []edit) bool {
	slices.SortStableFunc(edits, func(a, b edit) int { return a.at.Start - b.at.Start })
	for i := 1; i < len(edits); i++ {
		if edits[i].at.Start < edits[i-1].at.End || edits[i].at == edits[i-1].at {
			return true
		}
	}
	return false
}

// apply returns src with the edits applied, which must not overlap. It sorts them by their start in place.
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
