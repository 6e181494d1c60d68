package expr_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/codes"
)

// requirePassed requires that err reports the exceeded limit, its value and the place.
func requirePassed(t *testing.T, err error, name diag.Limit, most int64, place string) {
	t.Helper()
	require.ErrorIs(t, err, expr.ErrLimit)
	var limit *expr.LimitError
	require.ErrorAs(t, err, &limit)
	require.Equal(t, name, limit.Limit)
	require.Equal(t, most, limit.Max)
	require.Equal(t, place, limit.Position.String())
}

func TestTextsReportTheExceededLimit(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		src    string
		limits expr.Limits
		limit  diag.Limit
		most   int64
		place  string
	}{
		{`"abcdef"`, expr.Limits{SourceBytes: 5}, codes.LimitSourceBytes, 5, "1:6"},
		{"Len(\nLen(\"a\"))", expr.Limits{Depth: 1}, codes.LimitDepth, 1, "2:4"},
		{`Join("", "a", "b")`, expr.Limits{Nodes: 2}, codes.LimitNodes, 2, "1:10"},
		{`Switch([a], , "k", "v", "l", "w")`, expr.Limits{SwitchPairs: 1}, codes.LimitSwitchPairs, 1, "1:1"},
		{`Replace([a], , "aaaa", , "b", , )`, expr.Limits{PatternBytes: 3}, codes.LimitPatternBytes, 3, "1:16"},
		{`Replace([a], , "` + strings.Repeat("(", 201) + `", , "b", , )`, expr.Limits{}, codes.LimitPatternDepth, 200, "1:16"},
		{`FormatDateTime([a], , "yyyy", "yyyy-MM")`, expr.Limits{PatternBytes: 6}, codes.LimitPatternBytes, 6, "1:31"},
		{`FormatDateTime([a], , "yyyyMMdd", "yyyy")`, expr.Limits{PatternBytes: 6}, codes.LimitPatternBytes, 6, "1:23"},
		{`Len(Nothing("a"), Replace([a], , "aaaa", , "b", , ))`, expr.Limits{PatternBytes: 3}, codes.LimitPatternBytes, 3, "1:34"}, // it is not the first finding
	} {
		_, err := expr.Compile(row.src, expr.WithLimits(row.limits))
		var found *expr.Diagnostics
		require.ErrorAs(t, err, &found, row.src)
		requirePassed(t, err, row.limit, row.most, row.place)
		require.ErrorIs(t, expr.Check(row.src, expr.WithLimits(row.limits)), expr.ErrLimit, "the list of findings reports it, too")
	}
	for _, src := range []string{`Nothing("a")`, `Len(`, `Replace([a], , "(", , "b", , )`} {
		_, err := expr.Compile(src)
		require.Error(t, err)
		require.NotErrorIs(t, err, expr.ErrLimit, src)
		var limit *expr.LimitError
		require.False(t, asLimit(err, &limit), src)
	}
	_, err := expr.Compile(`Switch([a], , "k", "v", "l", "w")`, expr.WithLimits(expr.Limits{SwitchPairs: 2}))
	require.NoError(t, err)
}

func asLimit(err error, limit **expr.LimitError) bool {
	return errors.As(err, limit)
}

func TestEvaluationsReportTheExceededLimit(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("a", 2000)
	for _, row := range []struct {
		src    string
		limits expr.Limits
		limit  diag.Limit
		most   int64
		place  string
	}{
		{`Join("", Len("a"), Len("b"))`, expr.Limits{Steps: 2}, codes.LimitSteps, 2, "1:20"},
		{`Append([long], "b")`, expr.Limits{TextBytes: 2000}, codes.LimitTextBytes, 2000, "1:1"},
		{`Join("", Mid(Append([long], "b"), 1, 1), Mid(Append([long], "c"), 1, 1))`, expr.Limits{OutputBytes: 4000}, codes.LimitOutputBytes, 4000, "1:46"},
		{`Split("a,b,c", ",")`, expr.Limits{ListLength: 2}, codes.LimitListLength, 2, "1:1"},
		{`ToLower([list])`, expr.Limits{ListLength: 2}, codes.LimitListLength, 2, "1:1"},
		{`CRef([list])`, expr.Limits{ListLength: 2}, codes.LimitListLength, 2, "1:1"},
		{`RemoveDuplicates([list])`, expr.Limits{ListLength: 2}, codes.LimitListLength, 2, "1:1"},
		{`AppRoleAssignments([list])`, expr.Limits{ListLength: 2}, codes.LimitListLength, 2, "1:1"},
		{`Replace([long], , "(?=.*b)a", , "", , )`, expr.Limits{RegexSteps: 1000}, codes.LimitRegexSteps, 1000, "1:19"},
		{`Replace([long], , "(?=.*b)a", , "", , )`, expr.Limits{RegexTime: 1}, codes.LimitRegexTime, 1, "1:19"},
		{`Replace("a", , [long], , "", , )`, expr.Limits{PatternBytes: 1999}, codes.LimitPatternBytes, 1999, "1:16"},
		{`Replace("a", , [deep], , "", , )`, expr.Limits{}, codes.LimitPatternDepth, 200, "1:16"},
		{`FormatDateTime("2020", , [long], "yy")`, expr.Limits{PatternBytes: 1999}, codes.LimitPatternBytes, 1999, "1:1"},
		{`FormatDateTime(CDate("2020-01-01"), , "", [long])`, expr.Limits{PatternBytes: 1999}, codes.LimitPatternBytes, 1999, "1:1"},
		{`[long] & "b"`, expr.Limits{TextBytes: 2000}, codes.LimitTextBytes, 2000, "1:1"},
		{`[long] = [other]`, expr.Limits{Steps: 3}, codes.LimitSteps, 3, "1:1"},
		{`[list]`, expr.Limits{Steps: 1, TextBytes: 1 << 20}, "", 0, ""},
		{`[many]`, expr.Limits{Steps: 10}, codes.LimitSteps, 10, "1:1"}, // a single attribute
		{`IIF([many] = "a", "b", "c")`, expr.Limits{Steps: 10}, codes.LimitSteps, 10, "1:5"},
	} {
		object := attrs{
			"long": long, "other": long + "b", "list": []string{"a", "b", "c"}, "deep": strings.Repeat("(", 201), "many": strings.Split(long, "a"),
		}
		_, err := evaluate(t, row.src, object, expr.WithLimits(row.limits))
		if row.limit == "" {
			require.NoError(t, err, row.src)
			continue
		}
		var failed *expr.EvalError
		require.ErrorAs(t, err, &failed, row.src)
		requirePassed(t, err, row.limit, row.most, row.place)
		require.Equal(t, failed.Position.String(), row.place)
		require.NotContains(t, err.Error(), "aaaaaaaaaa", "the error must contain no value of the object")
	}
}

// TestMembersAndCallsShareTheBudgets: the limits apply to all of them together.
func TestMembersAndCallsShareTheBudgets(t *testing.T) {
	t.Parallel()
	const slow = `Replace([a], , "(?=.*b)a", , "", , )`
	steps := leastSteps(t, slow, "aaaaaaaa")
	limits := expr.WithLimits(expr.Limits{RegexSteps: 3 * steps})
	three := attrs{"a": []string{"aaaaaaaa", "aaaaaaaa", "aaaaaaaa"}}
	_, err := evaluate(t, slow, three, limits)
	require.NoError(t, err)
	four := attrs{"a": append(three["a"].([]string), "aaaaaaaa")}
	_, err = evaluate(t, slow, four, limits)
	requirePassed(t, err, codes.LimitRegexSteps, int64(3*steps), "1:16")

	one := attrs{"a": "aaaaaaaa"}
	_, err = evaluate(t, `Join("", `+slow+`, `+slow+`, `+slow+`)`, one, limits)
	require.NoError(t, err)
	prog := expr.MustCompile(`Join("", `+slow+`, `+slow+`, `+slow+`, `+slow+`)`, limits)
	for range 2 {
		_, err = prog.Eval(&expr.Env{Attrs: one})
		requirePassed(t, err, codes.LimitRegexSteps, int64(3*steps), "1:139")
	}
	_, err = expr.MustCompile(slow, limits).Eval(&expr.Env{Attrs: three})
	require.NoError(t, err, "the next evaluation has a new budget")
}

// leastSteps returns the number of steps of the regular expressions in an expression.
func leastSteps(t *testing.T, src, a string) int {
	t.Helper()
	for steps := 1; ; steps++ {
		if _, err := evaluate(t, src, attrs{"a": a}, expr.WithLimits(expr.Limits{RegexSteps: steps})); err == nil {
			return steps
		}
		require.Less(t, steps, 10_000)
	}
}

// TestAPatternOfTheObjectIsCompiledOnceForAList: compiling takes steps, and for 200 members it would exceed the limit by far.
func TestAPatternOfTheObjectIsCompiledOnceForAList(t *testing.T) {
	t.Parallel()
	list := strings.Split(strings.Repeat("ab,", 199)+"ab", ",")
	v, err := evaluate(t, `Join("", Replace([list], , [pattern], , "", , ))`, attrs{"list": list, "pattern": strings.Repeat("b?", 500) + "b"})
	require.NoError(t, err)
	require.Equal(t, strings.Repeat("a", 200), v.Text())
}

// TestManyReadsAreCounted: repeatedly reading the same list must take steps, too.
func TestManyReadsAreCounted(t *testing.T) {
	t.Parallel()
	members := make([]any, 1000)
	for i := range members {
		members[i] = map[string]any{"type": "home"}
	}
	object := attrs{"a": members, "flat": "x"}
	limits := expr.WithLimits(expr.Limits{Steps: 5000})
	join := func(n int, attribute string) string { return `Join(""` + strings.Repeat(", "+attribute, n) + ")" }
	for _, row := range []struct {
		src    string
		passes bool
	}{
		{join(16, `[a[type eq "work"].value]`), true}, // the first few are free
		{join(1000, `[a[type eq "work"].value]`), false},
		{join(1000, `[a.value]`), false},
		{join(1000, `[flat]`), true},
		{`Coalesce(` + strings.Repeat(`[a.value], `, 1000) + `"x")`, false}, // a choice otherwise needs no state
		{`Coalesce(` + strings.Repeat(`[missing], `, 1000) + `"x")`, true},
	} {
		_, err := evaluate(t, row.src, object, limits)
		if row.passes {
			require.NoError(t, err, "%.80s", row.src)
			continue
		}
		require.ErrorIs(t, err, expr.ErrLimit, "%.80s", row.src)
	}
}

func TestErrorsOfLargeValuesStaySmall(t *testing.T) {
	list := make([]string, 100_000)
	_, err := evaluate(t, `Not([a])`, attrs{"a": list})
	require.Equal(t, "multi-valued", failureCode(err))
	require.Less(t, allocated(func() { _ = err.Error() }), 100_000, "formatting an error must not copy the value")
}

func TestRegexTimeIsOffByDefault(t *testing.T) {
	t.Parallel()
	require.Zero(t, expr.Limits{}.RegexTime)
	v, err := evaluate(t, `Replace("abc", , "b", , "", , )`, nil, expr.WithLimits(expr.Limits{RegexTime: time.Hour}))
	require.Equal(t, `"ac"`, outcome(v, err))
	_, err = evaluate(t, `Replace("abc", , "b", , "", , )`, nil, expr.WithLimits(expr.Limits{RegexTime: -1}))
	require.NoError(t, err)
}

func ExampleLimitError() {
	_, err := expr.Compile(`Len(Len(Len("a")))`, expr.WithLimits(expr.Limits{Depth: 2}))
	var limit *expr.LimitError
	if errors.As(err, &limit) {
		fmt.Println(limit.Limit, limit.Max, limit.Position)
	}
	// Output: depth 2 1:12
}
