// Package nearest finds the known name that a misspelled one most likely means.
package nearest

import (
	"iter"
	"strings"
)

// longest is the length in bytes above which names are not compared, because the cost is the product of their lengths.
const longest = 100

// Name returns the candidate with the smallest edit distance to name, ignoring case, or the first of several. It returns ""
// if even that distance exceeds a third of the length of name, and 1: such a candidate is probably not meant.
func Name(name string, candidates iter.Seq[string]) string {
	if name == "" || len(name) > longest {
		return ""
	}
	// The first distance that is too great is the bound to begin with; each better candidate lowers it for those after it.
	best, bestDistance := "", max(1, len(name)/3)+1
	lower := strings.ToLower(name)
	for c := range candidates {
		if len(c) > longest {
			continue
		}
		if d := distance(lower, strings.ToLower(c), bestDistance); d < bestDistance {
			best, bestDistance = c, d
		}
	}
	return best
}

// distance returns the number of insertions, deletions, substitutions and transpositions of adjacent bytes that change a
// into b (the optimal string alignment distance), or limit if there are at least so many. It keeps three rows of the table: a
// transposition looks two rows back.
func distance(a, b string, limit int) int {
	if gap := len(a) - len(b); gap >= limit || -gap >= limit {
		return limit
	}
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
			least = min(least, row[j])
		}
		// No later row can be below limit. A transposition adds 1 to the row before this one, and that row is at most 1 below: a deletion
		// would lead from it to this one.
		if least >= limit {
			return limit
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}

// OneOf joins known names as in a sentence: a, b or c.
func OneOf(names []string) string {
	last := len(names) - 1
	if last < 1 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:last], ", ") + " or " + names[last]
}
