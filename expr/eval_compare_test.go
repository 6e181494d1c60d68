package expr_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
)

// comparison is two operands and their relation: "=" equal, "<" and ">" ordered, "≠" unequal without an order,
// "∅" unequal with every ordering false, "0" equal with every ordering false. Followed by "!", orderings are errors.
type comparison struct {
	left, right string
	relation    string
}

// holds has the outcomes of = <> < > <= >= for each relation.
var holds = map[string][6]string{
	"=":  {"True", "False", "False", "False", "True", "True"},
	"<":  {"False", "True", "True", "False", "True", "False"},
	">":  {"False", "True", "False", "True", "False", "True"},
	"0":  {"True", "False", "False", "False", "False", "False"},
	"∅":  {"False", "True", "False", "False", "False", "False"},
	"≠!": {"False", "True", "fails: number", "fails: number", "fails: number", "fails: number"},
	"!!": {"fails: multi-valued", "fails: multi-valued", "fails: multi-valued", "fails: multi-valued", "fails: multi-valued", "fails: multi-valued"},
}

func TestComparisons(t *testing.T) {
	t.Parallel()
	for _, row := range []comparison{
		// Texts are equal if their characters are, including case.
		{`"USA"`, `"USA"`, "="},
		{`"usa"`, `"USA"`, ">"}, // ordinal: upper case is before lower case
		{`"a"`, `"b"`, "<"},
		{"\"\u00e9\"", "\"e\u0301\"", ">"}, // é as one character, and as a letter with an accent
		{`"｡"`, `"😀"`, ">"},                // by UTF-16 code unit: surrogates are before U+FF61
		{`[manager]`, `"m1"`, "="},

		// If one side is a number, the other side is converted to a number.
		{`Len("abc")`, `"3"`, "="},
		{`[count]`, `" 42 "`, "="},
		{`[count]`, `"42.0"`, "="},
		{`[count]`, `"9"`, ">"},
		{`"10"`, `9`, ">"},
		{`0.1`, `"0.10"`, "="},
		{`-1`, `"-0.5"`, "<"},
		{`9007199254740993`, `"9007199254740992"`, ">"},
		{`[count]`, `"many"`, "≠!"},
		{`[count]`, `[active]`, "≠!"},
		{`[count]`, `[hired]`, "≠!"},

		// Texts that are both numbers are ordered as numbers, but equal only if their characters are.
		{`"10"`, `"9"`, ">"},
		{`"10"`, `"9x"`, "<"},
		{`"-2"`, `"-10"`, ">"},

		// Booleans are True and False.
		{`[active]`, `"True"`, "="},
		{`[active]`, `"tRUE"`, "="},
		{`[active]`, `True`, "="},
		{`[active]`, `False`, ">"},
		{`[active]`, `"yes"`, "<"},
		{`IsNull([count])`, `"False"`, "="},

		// Dates are compared as instants, also with text that is a date.
		{`[hired]`, `CDate("2020-03-16T00:00:00-07:00")`, "="},
		{`[hired]`, `"2020-03-16T07:00:00Z"`, "="},
		{`[hired]`, `"3/17/2020"`, "<"},
		{`Now()`, `[hired]`, ">"},
		{`[hired]`, `"never"`, "<"}, // as text: 3/16/2020 …

		// Null equals "" and has no order.
		{`[missing]`, `""`, "0"},
		{`[null]`, `[empty]`, "0"},
		{`[missing]`, `[none]`, "0"},
		{`[missing]`, `"x"`, "∅"},
		{`[missing]`, `0`, "∅"},
		{`""`, `0`, "∅"},
		{`[missing]`, `False`, "∅"},
		{`[missing]`, `[hired]`, "∅"},
		{`" "`, `""`, "∅"},

		// A list with one member is compared as that member; a longer list cannot be compared.
		{`[one]`, `"a"`, "="},
		{`[two]`, `"a"`, "!!"},
		{`"a"`, `[two]`, "!!"},
	} {
		want, known := holds[row.relation]
		require.True(t, known, row.relation)
		for i, op := range []value.Operator{value.Equal, value.NotEqual, value.Less, value.Greater, value.LessOrEqual, value.GreaterOrEqual} {
			src := fmt.Sprintf("%s %s %s", row.left, op, row.right)
			v, err := evaluate(t, src, person())
			got := outcome(v, err)
			if err == nil {
				got = v.Text()
			}
			require.Equal(t, want[i], got, src)
		}
	}
}

// TestEqualNumbersMayBeUnequalTexts: texts are equal only if their characters are, but ordered as numbers.
func TestEqualNumbersMayBeUnequalTexts(t *testing.T) {
	t.Parallel()
	requireSentences(t, []sentence{
		{`"1" = "1.0"`, nil, "boolean False"},
		{`"1" <> "1.0"`, nil, "boolean True"},
		{`"1" <= "1.0"`, nil, "boolean True"},
		{`"1" < "1.0"`, nil, "boolean False"},
	})
}

func TestComparisonsAreValues(t *testing.T) {
	t.Parallel()
	requireSentences(t, []sentence{
		{`CBool([name] = "Alex")`, person(), "boolean True"},
		{`([name] = "Alex") = True`, person(), "boolean True"},
		{`Join("", [count] > 5, "!")`, person(), `"True!"`},
		{`Switch([count] >= 42, , "True", "enough")`, person(), `"enough"`},
		{`IIF([name] & "!" = "Alex!", 1, 2)`, person(), "integer 1"},
		{`[name] = "Alex" = "x"`, nil, "does not compile: chained-comparison"},
	})
}
