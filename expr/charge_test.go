package expr_test

import (
	"sort"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr"
)

// least returns the lowest limit with which src evaluates.
func least(t *testing.T, src string, with attrs, limits func(n int) expr.Limits) int {
	t.Helper()
	const most = 5_000
	n := 1 + sort.Search(most, func(n int) bool {
		_, err := evaluate(t, src, with, expr.WithLimits(limits(n+1)))
		if err != nil {
			require.ErrorIs(t, err, expr.ErrLimit, src)
		}
		return err == nil
	})
	require.LessOrEqual(t, n, most, src)
	return n
}

// TestWhatAnEvaluationIsCharged fixes the published costs, so that an expression that is within the limits remains so: a step
// for a call or an operator, for 512 bytes read and for 16 members; a byte of output for a byte of new text, and 24 for a member.
func TestWhatAnEvaluationIsCharged(t *testing.T) {
	t.Parallel()
	text := func(n int) string { return strings.Repeat("x", n) }
	list := func(n int) []string { return strings.Split(strings.Repeat("x,", n-1)+"x", ",") }
	object := func(n int) any { return map[string]any{"b": text(n)} }
	for _, row := range []struct {
		src    string
		a      any
		steps  int
		output int
	}{
		{`Len([a])`, text(511), 1, 1},
		{`Len([a])`, text(512), 2, 1},
		{`Len([a])`, text(1023), 2, 1},
		{`Len([a])`, text(1024), 3, 1},
		{`ToLower([a])`, text(511), 1, 511},
		{`ToLower([a])`, text(512), 2, 512},
		{`Mid([a], 1, 2)`, text(1024), 3, 2},
		{`NormalizeDiacritics([a])`, text(600), 2, 600},
		{`ConvertToBase64([a])`, text(600), 2, 1600},
		{`Replace([a], "x", , , "yy", , )`, text(600), 2, 1200},
		{`Replace([a], , "x", , "yy", , )`, text(600), 2, 1200},
		{`Append([a], "y")`, text(10), 1, 11},
		{`[a] & "y"`, text(10), 1, 11},
		{`[a] & "y"`, text(1024), 3, 1025},
		{`[a] = "x"`, text(1024), 3, 1},
		{`Switch([a], "n", "x", "y")`, text(1024), 3, 1},

		{`Join("", "12", ToLower([a]), ToLower([a]))`, text(100), 3, 402}, // every intermediate text, and the result
		{`FormatDateTime("2020", , [a], "yyyy")`, "yyyy", 3, 4},           // half the bytes of a format that is not constant
		{`Replace([a], , [a], , "z", , )`, text(10), 1, 1},

		{`[a]`, text(1024), 1, 1}, // a value that is returned unchanged is not read
		{`IsPresent([a])`, text(1024), 1, 1},
		{`Coalesce([a], "b")`, text(1024), 1, 1},

		{`Count([a])`, list(7), 1, 1}, // a member of an attribute costs twice as much
		{`Count([a])`, list(8), 2, 1},
		{`Count([a])`, list(16), 3, 1},
		{`Count([a])`, list(48), 7, 1},
		{`Join("-", [a])`, list(15), 2, 29}, // a function that iterates over a list reads it again
		{`Join("-", [a])`, list(16), 4, 31},
		{`Contains([a], "y")`, list(32), 7, 1},
		{`RemoveDuplicates([a])`, list(16), 4, 16 * 24},
		{`CRef([a])`, list(32), 7, 32 * 24},
		{`ToLower([a])`, list(16), 4, 16*24 + 16},
		{`Split([a], "x")`, text(32), 3, 33 * 24},

		{`Len([a])`, 1234567, 1, 1},
		{`RemoveDuplicates([a])`, []any{list(1)}, 1, 24 + 2}, // a nested list is also read as text
		{`RemoveDuplicates([a])`, []any{[]string{text(600)}}, 3, 24 + 601},
		{`Len([a])`, object(507), 1, 511}, // an object is read as JSON, whose length without punctuation is charged before it is built
		{`Len([a])`, object(508), 3, 512},
		{`CStr([a])`, object(508), 3, 512 + 516},
		{`[a] & "x"`, object(1100), 5, 1104 + 1109},
	} {
		with := attrs{"a": row.a}
		steps := least(t, row.src, with, func(n int) expr.Limits { return expr.Limits{Steps: n} })
		output := least(t, row.src, with, func(n int) expr.Limits { return expr.Limits{OutputBytes: n} })
		require.Equal(t, [2]int{row.steps, row.output}, [2]int{steps, output}, "%s of %.10v: steps and output bytes", row.src, row.a)
	}
}

// TestWhatARegularExpressionIsCharged: the steps of the search, and 200 for each byte of a pattern that is not constant, once for
// two consecutive calls.
func TestWhatARegularExpressionIsCharged(t *testing.T) {
	t.Parallel()
	with := attrs{"a": "aaa", "p": "^$"}
	for src, want := range map[string]int{
		`Replace([a], , "^$", , "x", , )`:                                 4,
		`Replace([a], , [p], , "x", , )`:                                  408,
		`Replace([a], , [p], , "x", , ) & Replace([a], , [p], , "x", , )`: 416,
	} {
		require.Equal(t, want, least(t, src, with, func(n int) expr.Limits { return expr.Limits{RegexSteps: n} }), src)
	}
}
