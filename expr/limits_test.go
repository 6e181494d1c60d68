package expr_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
)

// requireLimit requires that src exceeds a limit, and that the error has the message and a code.
func requireLimit(t *testing.T, src string, with attrs, limits expr.Limits, message string) {
	t.Helper()
	_, err := evaluate(t, src, with, expr.WithLimits(limits))
	require.ErrorIs(t, err, expr.ErrLimit, src)
	require.ErrorContains(t, err, message, src)
	var failed *expr.EvalError
	require.ErrorAs(t, err, &failed)
	require.NotEmpty(t, failed.Code)
}

func TestTextsAreBounded(t *testing.T) {
	t.Parallel()
	limits := expr.Limits{TextBytes: 100}
	hundred := attrs{"a": strings.Repeat("x", 100), "b": strings.Repeat("x", 101), "list": []string{strings.Repeat("x", 60), strings.Repeat("y", 60)}}
	for _, src := range []string{
		`Append([a], "y")`,
		`Prepend("y", [a])`,
		`Append("", [b])`,
		`[a] & "y"`,
		`Join("", [a], "y")`,
		`Join(",", [list])`,
		`Join([a], "x", "y")`,
		`Join("", Append([a], ""), Append([a], ""))`,
		`Replace([a], "x", , , "xy", , )`,
		`Replace([a], , "x", , "xy", , )`,
		`Replace([a], , "(?<g>x)", "g", "xy", , )`,
		`Replace("y", "x", , , , , [b])`,
		`Replace([a], "x", , , , , "xx")`,
		`ConvertToBase64([a])`,
		`ConvertToUTF8Hex([a])`,
		`NormalizeDiacritics([b])`,
		`CStr([b])`,
		`Append([list], [a])`,
	} {
		requireLimit(t, src, hundred, limits, "a text grows over 100 bytes")
	}
	for _, src := range []string{`ToLower([a])`, `[a] & ""`, `Join("", [a])`, `Append("", [a])`, `Replace([a], , "x", , "y", , )`} {
		_, err := evaluate(t, src, hundred, expr.WithLimits(limits))
		require.NoError(t, err, "%s: a hundred bytes are within the limit", src)
	}
	v, err := evaluate(t, `[b]`, hundred, expr.WithLimits(limits))
	require.NoError(t, err, "a value that is returned unchanged is not charged")
	require.Len(t, v.Text(), 101)
}

// TestGrowingTextsStop: a short expression must not result in a text that exhausts memory.
func TestGrowingTextsStop(t *testing.T) {
	t.Parallel()
	object := attrs{"a": strings.Repeat("a", 1000)}
	growing := `[a]`
	for range 6 {
		growing = `Replace(` + growing + `, "a", , , [a], , )` // a thousand times as long in each round
	}
	requireLimit(t, growing, object, expr.Limits{}, "a text grows over 1048576 bytes")

	growing = `[a]`
	for range 6 {
		growing = `Replace(` + growing + `, , "a", , "$_$_$_", , )` // three times the square in each round
	}
	_, err := evaluate(t, growing, object)
	require.ErrorIs(t, err, expr.ErrLimit)

	growing = `[a]`
	for range 190 {
		growing = `ConvertToUTF8Hex(` + growing + `)` // twice as long in each round
	}
	requireLimit(t, growing, object, expr.Limits{}, "a text grows over 1048576 bytes")

	requireLimit(t, `Append([a], [b])`, attrs{"a": strings.Repeat("a", 1<<20), "b": strings.Repeat("b", 1<<20)}, expr.Limits{}, "a text grows")
}

func TestStepsAreBounded(t *testing.T) {
	t.Parallel()
	const src = `Join("", Len("a"), Len("b"), "c" & "d", 1 = 2)` // five calls and operators
	requireLimit(t, src, nil, expr.Limits{Steps: 4}, "the evaluation takes more than 4 steps")
	v, err := evaluate(t, src, nil, expr.WithLimits(expr.Limits{Steps: 5}))
	require.Equal(t, `"11cdFalse"`, outcome(v, err))

	v, err = evaluate(t, `IIF(Len("a") = 1, "b", Append("c", "d"))`, nil, expr.WithLimits(expr.Limits{Steps: 3}))
	require.Equal(t, `"b"`, outcome(v, err), "a branch that is not taken takes no steps")

	prog := expr.MustCompile(src, expr.WithLimits(expr.Limits{Steps: 5}))
	for range 3 {
		_, err := prog.Eval(nil)
		require.NoError(t, err, "each evaluation starts at zero")
	}
}

func TestListsAreBounded(t *testing.T) {
	t.Parallel()
	requireLimit(t, `Split("a,b,c", ",")`, nil, expr.Limits{ListLength: 2}, "a list grows over 2 members")
	v, err := evaluate(t, `Split("a,b,,", ",")`, nil, expr.WithLimits(expr.Limits{ListLength: 2}))
	require.Equal(t, `["a", "b"]`, outcome(v, err))
	requireLimit(t, `Count(Split([a], ","))`, attrs{"a": strings.Repeat("x,", 100_001)}, expr.Limits{}, "a list grows over 100000 members")
}

func TestPatternsAreBounded(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("a", 101)
	limits := expr.WithLimits(expr.Limits{PatternBytes: 100})
	_, err := expr.Compile(`Replace([a], , "`+long+`", , "x", , )`, limits)
	require.Equal(t, "bad-constant", failureCode(err))
	require.ErrorContains(t, err, "100 bytes of pattern")
	_, err = expr.Compile(`Replace([a], , "`+long[1:]+`", , "x", , )`, limits)
	require.NoError(t, err)
	requireLimit(t, `Replace("a", , [pattern], , "x", , )`, attrs{"pattern": long}, expr.Limits{PatternBytes: 100}, "100 bytes of pattern")

	fits, over := "yyyy'"+long[:94]+"'", "yyyy'"+long[:95]+"'"
	for _, src := range []string{`FormatDateTime([a], , "yyyy", %s)`, `FormatDateTime([a], , %s, "yyyy")`} {
		written := func(format string) string { return strings.Replace(src, "%s", format, 1) }
		_, err := expr.Compile(written(`"`+fits+`"`), limits)
		require.NoError(t, err, src)
		_, err = expr.Compile(written(`"`+over+`"`), limits)
		require.Equal(t, "bad-constant", failureCode(err), src)
		object := attrs{"a": "2020", "format": fits}
		if strings.HasSuffix(src, `"yyyy")`) {
			object["a"] = "2020" + long[:94]
		}
		_, err = evaluate(t, written(`[format]`), object, limits)
		require.NoError(t, err, src)
		object["format"] = over
		requireLimit(t, written(`[format]`), object, expr.Limits{PatternBytes: 100}, "100 bytes")
	}

	requireLimit(t, `Replace([a], , "^(a+)+(?<!a)$", , "x", , )`, attrs{"a": strings.Repeat("a", 5000) + "!"}, expr.Limits{}, "regular expression exceeds")
}

// TestTheLastByteOfTheLimitMayBeUsed, but not one more, wherever a function writes in a text.
func TestTheLastByteOfTheLimitMayBeUsed(t *testing.T) {
	t.Parallel()
	with := attrs{"a": strings.Repeat("x", 600), "b": "é", "n": 1234567, "list": []any{"one", 2, "three"}, "object": map[string]any{"a": 1}}
	for _, src := range []string{
		`Join("-", [a], [b], [n])`,
		`Join("-", "first", Join("+", [a], [a], [n]), Join("+", [list], [list]), [list], [object])`,
		`Join("-", [a], Join("+", [b], [n]))`,
		`Join("-", [a], Join("+", [list], [list]))`,
		`Join("-", [a], ToLower([list]))`,
		`Append(Append([a], [n]), Append([a], [b]))`,
		`Prepend([a], Join("-", [b], [a]))`,
		`[a] & [n] & ("-" & [a])`,
		`Join("-", [a], Replace([a], "x", , , "yy", , ))`,
		`Join("-", [a], Replace([a], , "x", , "yy", , ), ToUpper([a]), PCase([a]))`,
		`Join("-", [a], ConvertToBase64([a]), ConvertToUTF8Hex([a]))`,
		`Replace([a], "x", , , "yy", , )`,
		`Replace([a], , "x", , "yy", , )`,
		`Join("-", [a], Mid([a], 2, 500), NormalizeDiacritics([a]), Trim([a]), StripSpaces([a]))`,
		`Join("-", [a], Switch([b], [a], "é", [a]), IIF(True, [a], "x"), Coalesce([a], "b"))`,
	} {
		v, err := evaluate(t, src, with)
		require.NoError(t, err, src)
		size := len(v.Text())
		_, err = evaluate(t, src, with, expr.WithLimits(expr.Limits{TextBytes: size}))
		require.NoError(t, err, "%s: %d bytes", src, size)
		requireLimit(t, src, with, expr.Limits{TextBytes: size - 1}, "a text grows over")
	}
}

// TestOutputAndTextLimitsAreDistinct: the second text is within the limit of a text, but exceeds that of the output with the first.
func TestOutputAndTextLimitsAreDistinct(t *testing.T) {
	t.Parallel()
	with := attrs{"a": strings.Repeat("x", 60)}
	requireLimit(t, `Join("", [a], ToLower([a]), ToLower([a]))`, with, expr.Limits{TextBytes: 200, OutputBytes: 100}, "more than 100 bytes of text")
	requireLimit(t, `ToLower([a]) = ToLower([a])`, with, expr.Limits{TextBytes: 60, OutputBytes: 100}, "more than 100 bytes of text")
	requireLimit(t, `Join("", [a], ToLower([a]), ToLower([a]))`, with, expr.Limits{TextBytes: 170, OutputBytes: 1000}, "a text grows over 170 bytes")
}

// TestResultsOfCustomFunctionsAreBounded even if the functions do not check limits.
func TestResultsOfCustomFunctionsAreBounded(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name   string
		result any
		limits expr.Limits
		want   string
	}{
		{"a text", strings.Repeat("x", 100), expr.Limits{TextBytes: 99}, "a text grows over 99 bytes"},
		{"a text that fits", strings.Repeat("x", 100), expr.Limits{TextBytes: 100, OutputBytes: 100}, ""},
		{"output", strings.Repeat("x", 100), expr.Limits{OutputBytes: 99}, "more than 99 bytes of text"},
		{"a list", []string{"a", "b", "c"}, expr.Limits{ListLength: 2}, "a list grows over 2 members"},
		{"a list that fits", []string{"a", "b", "c"}, expr.Limits{ListLength: 3, TextBytes: 1, OutputBytes: 3*24 + len("a,b,c,")}, ""},
		{"a list's texts", []string{"a", "b", "c"}, expr.Limits{OutputBytes: 3*24 + len("a,b,c,") - 1}, "more than 77 bytes of text"},
		{"an object", map[string]any{"a": strings.Repeat("x", 100)}, expr.Limits{TextBytes: 100}, "a text grows over 100 bytes"},
		{"null", nil, expr.Limits{TextBytes: 1}, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			reg, err := functions.Standard().With(functions.Spec{
				Name: "Own", Summary: "Is ours.", Origin: functions.Custom,
				Eval: func(functions.Args) (value.Value, error) { return value.Of(row.result) },
			})
			require.NoError(t, err)
			prog, err := expr.Compile(`Own()`, expr.WithFunctions(reg), expr.WithLimits(row.limits))
			require.NoError(t, err)
			_, err = prog.Eval(nil)
			if row.want == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, expr.ErrLimit)
			require.ErrorContains(t, err, row.want)
		})
	}
}

// TestUnsetLimitsAreTheDefaults, also if they are negative, as documented.
func TestUnsetLimitsAreTheDefaults(t *testing.T) {
	t.Parallel()
	for _, limits := range []expr.Limits{{}, {Steps: -1, TextBytes: -1, ListLength: -1, PatternBytes: -1, SourceBytes: -1, Depth: -1, Nodes: -1}} {
		v, err := evaluate(t, `Replace(Item(Split("a,b", ","), 2), , "b", , "c", , )`, nil, expr.WithLimits(limits))
		require.Equal(t, `"c"`, outcome(v, err))
	}
}

// cancelAfter is a context that is canceled after a number of calls of Err.
type cancelAfter struct {
	context.Context
	left int
}

func (c *cancelAfter) Err() error {
	if c.left--; c.left < 0 {
		return context.Canceled
	}
	return nil
}

func TestEvaluationsCanBeCanceled(t *testing.T) {
	t.Parallel()
	src := `Join("", "` + strings.Repeat(`", Len("x"), "`, 1000) + `")`
	prog := expr.MustCompile(src)
	for _, looks := range []int{0, 1, 10} {
		_, err := prog.Eval(&expr.Env{Context: &cancelAfter{context.Background(), looks}})
		require.ErrorIs(t, err, context.Canceled)
		require.NotErrorIs(t, err, expr.ErrLimit)
		require.Equal(t, "canceled", failureCode(err))
	}
	_, err := prog.Eval(&expr.Env{Context: context.Background()})
	require.NoError(t, err)

	list := attrs{"list": strings.Split(strings.Repeat("x,", 1000), ",")}
	_, err = expr.MustCompile(`Replace([list], , "x", , "y", , )`).Eval(&expr.Env{Attrs: list, Context: &cancelAfter{context.Background(), 100}})
	require.ErrorIs(t, err, context.Canceled, "it must also stop between the members of a list")
}
