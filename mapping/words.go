package mapping

import (
	"iter"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/nearest"
)

// unknownWord returns the error of a word that a table does not have. It names the nearest of those that are known, or all of them.
func unknownWord(what, word string, known []string) error {
	return diag.Errorf("unknown %s %s: %s", diag.Name(what), diag.Quote(word), diag.Name(wordHint(word, known)))
}

// wordHint returns what to write in place of an unknown word.
func wordHint(word string, known []string) string {
	if hint := didYouMean(word, slices.Values(known)); hint != "" {
		return hint
	}
	return "want one of " + strings.Join(known, ", ")
}

// didYouMean suggests the known name nearest to an unknown one; "" where none is near.
func didYouMean(name string, known iter.Seq[string]) string {
	if near := nearest.Name(name, known); near != "" {
		return "did you mean " + near + "?"
	}
	return ""
}
