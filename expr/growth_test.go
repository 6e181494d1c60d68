package expr_test

import (
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/call"
)

// allocated returns the number of bytes that f allocates in total, or 0 under the race detector, with which buffers are not reused.
func allocated(f func()) int {
	if raceDetector {
		f()
		return 0
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return int(after.TotalAlloc - before.TotalAlloc)
}

// TestNothingIsBuiltBeyondTheLimit: a result of 16 MiB is refused before it is allocated.
func TestNothingIsBuiltBeyondTheLimit(t *testing.T) {
	const size, most = 16 << 20, 1 << 20
	long := strings.Repeat("a", size)
	wrapped := value.NewObject(value.Member{Name: "x", Value: value.String(long)})
	object := value.Map{
		"a": long, "b": "b", "base64": strings.Repeat("AAAA", size/4), "dn": "CN=" + long, "sid": "S-1-" + long, "object": value.ObjectOf(wrapped),
		"list": value.Strings(long, "b"), "objects": value.List(value.ObjectOf(wrapped)), "bytes": value.Binary([]byte(long)),
	}
	for _, src := range []string{
		`Append([a], "b")`, `Append([b], [a])`, `Prepend([a], [b])`, `Append([list], "b")`,
		`Join("", [a], [b])`, `Join([a], [b], [b])`, `Join("", [list])`, `Join([a], Split("b,b"))`, `Join("", [objects])`,
		`[a] & [b]`, `[b] & [a]`, `"" & [object]`,
		`Replace([a], "b", , , "c", , )`, `Replace([b], "b", , , [a], , )`, `Replace([b], "b", , , , , [a])`, `Replace([a], "a", , , "bb", , )`,
		`Replace([a], , "b", , "c", , )`, `Replace([b], , "b", , [a], , )`, `Replace([a], , "a", , "bb", , )`,
		`Replace([a], , "(?<g>b)", "g", "c", , )`, `Replace([b], , "(?<g>b)", "g", [a], , )`,
		`Replace([missing], , "(?<g>a*)", "g", , [a], )`, `Replace([a], , "(?<g>a*)", "g", , [b], )`,
		`ConvertToBase64([a])`, `ConvertToUTF8Hex([a])`, `ConvertFromBase64([base64])`, `ConvertFromBase64([base64], ASCII)`,
		`ToLower([a])`, `PCase([a])`, `NormalizeDiacritics([a])`, `StripSpaces([a])`, `Trim([a])`, `Mid([a], 1, 1)`, `Left([a], 1)`,
		`Word([a], 1, " ")`, `DNComponent([dn], 1)`, `StringFromSid([sid])`,
		`Replace([object], "b", , , "c", , )`, `ConvertToBase64([object])`, `Word([bytes], 1, " ")`, `Replace([object], , "(?<g>a*)", "g", , [b], )`,
		`CStr([object])`, `Len([object])`, `Len([bytes])`, `Contains([object], "b")`, `[object] = "b"`, `Switch([object], , "b", "c")`, `Not([object])`,
	} {
		prog := expr.MustCompile(src)
		var err error
		bytes := allocated(func() { _, err = prog.Eval(&expr.Env{Attrs: object}) })
		require.ErrorIs(t, err, expr.ErrLimit, src)
		require.Less(t, bytes, 4*most, src)
	}
	for _, src := range []string{
		`Len([a])`, `InStr([a], "b")`, `Count(Split([a]))`, `[a] = [b]`, `IsPresent([object])`, `Switch([a], "c", "b", "c")`, `Coalesce([a], [b])`,
		`Replace([a], , "(?<g>b)", "g", , [b], )`, // returns it unchanged
	} {
		prog := expr.MustCompile(src)
		var err error
		require.Less(t, allocated(func() { _, err = prog.Eval(&expr.Env{Attrs: object}) }), most, src)
		if src != `Replace([a], , "(?<g>b)", "g", , [b], )` {
			require.NoError(t, err, "%s: a text that is only read or returned is not charged", src)
		}
	}
}

// TestGrowingTextsTakeAFewTimesTheLimit in total, however they grow.
func TestGrowingTextsTakeAFewTimesTheLimit(t *testing.T) {
	nested := func(n int, before, after string) string {
		return strings.Repeat(before, n) + "[a]" + strings.Repeat(after, n)
	}
	object := attrs{"a": strings.Repeat("a", 1000), "list": strings.Split(strings.Repeat("x,", 50_000), ",")}
	for _, src := range []string{
		nested(12, "Append(", ", [a])"),
		nested(12, "ConvertToUTF8Hex(", ")"),
		nested(12, "ConvertToBase64(", ")"),
		nested(3, "Replace(", `, "a", , , [a], , )`),
		nested(3, "Replace(", `, , "a", , "$_$_", , )`),
		nested(190, "Prepend([a], ", ")"),
		`Join([a]` + strings.Repeat(", [a]", 2000) + ")",
		`Join([a], [list])`,
		`[a]` + strings.Repeat(" & [a]", 2000),
		nested(20, "ToLower(Append(", `, "X"))`),
	} {
		prog := expr.MustCompile(src)
		bytes := allocated(func() { _, _ = prog.Eval(&expr.Env{Attrs: object}) })
		require.Less(t, bytes, 24<<20, "%.60s", src)
	}
}

func TestAllTextsOfAnEvaluationAreBounded(t *testing.T) {
	t.Parallel()
	object := attrs{"a": strings.Repeat("a", 1000), "list": []string{"a", "b"}}
	for _, row := range []struct {
		src  string
		most int // bytes in total
	}{
		{`ToLower([a])`, 1000},
		{`ToLower(Trim([a]))`, 2000},                    // each function creates a text
		{`Mid(ToLower([a]), 1, 1)`, 1001},               // even if only a short part of it is used
		{`Append([a], "b") & "c"`, 2003},                // operators are charged, too
		{`ToLower([list])`, 2*call.MemberBytes + 2},     // a list is charged with its members
		{`Count(Split("a,b,c"))`, 3 * call.MemberBytes}, //
		{`[a]`, 0},                      // returned unchanged
		{`Coalesce([missing], [a])`, 0}, //
		{`IIF(Len([a]) = 1000, [a], ToLower([a]))`, 0}, // the branch is not taken
		{`InStr([a], "B", 1, 1)`, 1001},                // a search that ignores case copies its operands
		{`AppRoleAssignmentsComplex([list])`, 2*call.MemberBytes + 2*len(`{"value":"a","displayName":"a"}`)}, //
	} {
		_, err := evaluate(t, row.src, object, expr.WithLimits(expr.Limits{OutputBytes: max(row.most, 1)}))
		require.NoError(t, err, row.src)
		if row.most > 0 {
			requireLimit(t, row.src, object, expr.Limits{OutputBytes: row.most - 1}, "the evaluation makes more than")
		}
	}
	prog := expr.MustCompile(`ToLower([a])`, expr.WithLimits(expr.Limits{OutputBytes: 1500}))
	for range 3 {
		_, err := prog.Eval(&expr.Env{Attrs: object})
		require.NoError(t, err, "each evaluation starts at zero")
	}
}

func TestReadingLongTextsTakesSteps(t *testing.T) {
	t.Parallel()
	object := attrs{"a": strings.Repeat("a", 512_000), "list": strings.Split(strings.Repeat("x,", 1599)+"x", ",")}
	for _, row := range []struct {
		src   string
		steps int // minimum number of steps; the maximum is twice as many
	}{
		{`Len("a")`, 1},
		{`Len([a])`, 1000},
		{`Mid([a], 1, 1)`, 1000},
		{`Word([a], 1, " ")`, 1000},
		{`[a] = [list]`, 1000},
		{`Switch([a], "b", [missing], "d")`, 1000},
		{`Contains([list], "y")`, 100},
		{`Join("", [list])`, 100},
		{`ToLower([list])`, 100},
		{`RemoveDuplicates([list])`, 100},
		{`Replace([missing], , "(?<g>b)", "g", , [a], )`, 1000},
	} {
		requireSteps(t, row.src, object, row.steps)
	}
}

// requireSteps requires that an evaluation exceeds a limit below so many steps, but not a limit that is a few times as high.
func requireSteps(t *testing.T, src string, object attrs, steps int) {
	t.Helper()
	if steps > 1 {
		_, err := evaluate(t, src, object, expr.WithLimits(expr.Limits{Steps: steps - 1}))
		require.ErrorIs(t, err, expr.ErrLimit, src)
	}
	_, err := evaluate(t, src, object, expr.WithLimits(expr.Limits{Steps: 5 * steps}))
	require.NotErrorIs(t, err, expr.ErrLimit, src)
}
