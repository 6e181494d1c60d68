package lintformat_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/lintformat"
)

func TestOneMistakeIsToldOnce(t *testing.T) {
	t.Parallel()
	needs := func(file, name string) diag.Finding {
		return diag.Finding{Code: "L104", Place: diag.Place{File: file}, Message: diag.Messagef("%s: %s", diag.Messagef("the target needs %s", name), diag.Plain("map it"))}
	}
	at := func(line int, code diag.Code, format string) diag.Finding {
		return diag.Finding{Code: code, Place: diag.Place{Position: diag.Position{Line: line, Column: 1}}, Message: diag.Message{Format: format}}
	}
	many := diag.List{at(1, "L14", "write InStr")}
	for i := range 20 {
		many = append(many, needs("a", fmt.Sprintf("x%d", i)))
	}
	for _, row := range []struct {
		about string
		found diag.List
		want  []string
	}{
		{"nothing", nil, nil},
		{"three are all told", diag.List{needs("a", "b"), needs("a", "c"), needs("a", "d")}, []string{"needs b", "needs c", "needs d"}},
		{"of four the first, with what the others are about", diag.List{needs("a", "b"), needs("a", "c"), needs("a", "d"), needs("a", "e")}, []string{"needs b | and 3 more of L104: c, d, e"}},
		{"each file by itself", diag.List{needs("a", "b"), needs("b", "c"), needs("a", "d"), needs("b", "e")}, []string{"needs b", "needs c", "needs d", "needs e"}},
		{"other words are another mistake", diag.List{at(1, "L17", "a"), at(2, "L17", "b"), at(3, "L17", "c"), at(4, "L17", "d")}, []string{"a", "b", "c", "d"}},
		{"the same words have places", diag.List{at(1, "L14", "write InStr"), at(2, "L05", "x"), at(3, "L14", "write InStr"), at(4, "L14", "write InStr"), at(9, "L14", "write InStr")}, []string{"write InStr | and 3 more of L14: 3:1, 4:1, 9:1", "x"}},
		{"ten are named", many, []string{"write InStr", "needs x0 | and 19 more of L104: x1, x2, x3, x4, x5, x6, x7, x8, x9, x10, …"}},
	} {
		var have []string
		for _, told := range lintformat.Tell(row.found) {
			text := told.Message.String()
			if _, args, ok := cutNeeds(text); ok {
				text = "needs " + args
			}
			if told.More != "" {
				text += " | " + told.More
			}
			have = append(have, text)
		}
		require.Equal(t, row.want, have, row.about)
	}
}

func cutNeeds(text string) (before, name string, ok bool) {
	var n string
	if _, err := fmt.Sscanf(text, "the target needs %s", &n); err != nil {
		return "", "", false
	}
	return "", n[:len(n)-1], true // without the colon
}
