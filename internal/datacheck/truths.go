package datacheck

import (
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
)

// truthTexts are words for true and false, in lower case.
var truthTexts = map[string]bool{
	"true": true, "false": true, "yes": true, "no": true, "y": true, "n": true, "1": true, "0": true, "-1": true, "t": true, "f": true, "active": true, "inactive": true,
	"enabled": true, "disabled": true, "ja": true, "nein": true, "wahr": true, "falsch": true, "oui": true, "non": true, "vrai": true, "faux": true, "si": true, "sí": true, "aktiv": true, "inaktiv": true,
}

// mostTruths bounds the different values that are counted.
const mostTruths = 10

// truths watches columns that say whether an account is active for more than two values: whoever compares with one makes all others false.
type truths struct {
	values []truth
	more   int // values beyond the bound
}

// truth is a value that differs from the others in more than case.
type truth struct {
	seen
	lower string
	count int
}

func newTruths(col *column, _ *Check) watcher {
	if col.traits&isTruth == 0 {
		return nil
	}
	return &truths{}
}

func (t *truths) see(v *cell) {
	lower := strings.ToLower(strings.TrimSpace(v.text))
	for i := range t.values {
		if t.values[i].lower == lower {
			t.values[i].count++
			return
		}
	}
	if len(t.values) == mostTruths {
		t.more++
		return
	}
	t.values = append(t.values, truth{seenOf(v), strings.Clone(lower[:min(len(lower), mostBytes)]), 1})
}

func (t *truths) tell(*column) *told {
	neither, count := t.values[:0:0], 0
	for _, v := range t.values {
		if !truthTexts[v.lower] {
			neither, count = append(neither, v), count+v.count
		}
	}
	third := len(t.values) > 2 || len(neither) > 0 && len(neither) < len(t.values)
	if !third || len(neither) == len(t.values) && t.more > 0 { // names of active accounts, for instance
		return nil
	}
	// Of words that are all unknown, or all known, the third and later ones are the surplus.
	line := t.values[min(2, len(t.values)-1)].line
	if len(neither) > 0 {
		line = neither[0].line
	}
	counts := slices.SortedStableFunc(slices.Values(t.values), func(a, b truth) int { return b.count - a.count })
	var list []diag.Message
	for _, v := range counts {
		list = append(list, diag.Messagef("%s %d", diag.Quote(v.text), v.count))
	}
	if t.more > 0 {
		list = append(list, diag.Messagef("others %d", t.more))
	}
	verdict := ""
	if count+t.more > 0 && count < t.all() {
		verdict = "; " + diag.Count(count+t.more, "value") + " beside true and false"
	}
	return &told{line, diag.Messagef("more than two values say whether somebody is active: %s%s; say for each of them what it means, for instance by Switch with a key for each",
		joined(list), diag.Name(verdict))}
}

// all returns the number of values that are counted.
func (t *truths) all() int {
	n := 0
	for _, v := range t.values {
		n += v.count
	}
	return n
}
