package expr_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/value"
)

// choice is an expression with its outcomes by default and with an option.
type choice struct {
	src      string
	with     attrs
	ours     string
	optional string
}

func requireChoices(t *testing.T, compat expr.Compat, rows []choice) {
	t.Helper()
	for _, row := range rows {
		t.Run(row.src, func(t *testing.T) {
			for _, reading := range []struct {
				compat expr.Compat
				want   string
			}{{expr.Compat{}, row.ours}, {compat, row.optional}} {
				prog, err := expr.Compile(row.src, expr.WithCompat(reading.compat))
				if err != nil {
					require.Equal(t, reading.want, outcome(value.Absent, err))
					continue
				}
				v, err := prog.Eval(noon(t, row.with))
				require.Equal(t, reading.want, outcome(v, err), "%+v", reading.compat)
			}
		})
	}
}

func TestEagerBranches(t *testing.T) {
	t.Parallel()
	requireChoices(t, expr.Compat{EagerBranches: true}, []choice{
		{`IIF(True, "a", Error("b"))`, nil, `"a"`, "fails: raised"},
		{`IIF(False, CDate([end]), "a")`, attrs{"end": "never"}, `"a"`, "fails: date"},
		{`Switch("a", , "a", 1, "b", Error("x"))`, nil, "integer 1", "fails: raised"},
		{`Switch("a", , "a", 1, Error("key"), 2)`, nil, "integer 1", "fails: raised"},
		{`Coalesce("a", Error("b"))`, nil, `"a"`, "fails: raised"},
		{`SelectUniqueValue("a", Error("b"))`, nil, `"a"`, "fails: raised"},
		{`Join("", Switch("a", , "a", 1, "b", Error("x")))`, nil, `"1"`, "fails: raised"},
		{`IIF([a] = "x", "y", Switch([list], , "k", "v"))`, attrs{"a": "x", "list": []string{"a", "b"}}, `"y"`, "fails: multi-valued"},
		{`Coalesce([a], IIF([list], 1, 2))`, attrs{"a": "x", "list": []string{"a", "b"}}, `"x"`, "fails: multi-valued"},
		{`Switch([a], "d", "x", "y", [list], "z")`, attrs{"a": "x", "list": []string{"a", "b"}}, `"y"`, `"y"`}, // comparing a list fails
		{`IIF(True, Append("a", "b"), [missing])`, nil, `"ab"`, `"ab"`},
		{`IIF(True, IgnoreAttributeFlow, "x")`, nil, "ignoreAttribute", "ignoreAttribute"},
		{`ToUpper([list])`, attrs{"list": []string{"a", "b"}}, `["A", "B"]`, `["A", "B"]`},
		{`Replace([list], [old], , , [new], , )`, attrs{"list": []string{"a", "b"}, "old": "a", "new": "c"}, `["c", "b"]`, `["c", "b"]`},
		{`Mid("abc", 1, )`, nil, `"abc"`, `"abc"`},
		{`IIF(Error("first"), Error("second"), 1)`, nil, "fails: raised", "fails: raised"},
	})
	failed := evalError(t, `IIF(True, Error("one"), Error("two"))`, nil, expr.WithCompat(expr.Compat{EagerBranches: true}))
	require.Equal(t, "one", failed.Found.Text(), "the first failure is reported")
}

// TestEagerBranchesEvaluateOnce: an argument must not be evaluated again when it is used, since its value may change.
func TestEagerBranchesEvaluateOnce(t *testing.T) {
	t.Parallel()
	made := 0
	prog := expr.MustCompile(`Append(Guid(), IIF(True, Guid(), Guid()))`, expr.WithCompat(expr.Compat{EagerBranches: true}))
	v, err := prog.Eval(&expr.Env{NewGUID: func() string { made++; return string(rune('0' + made)) }})
	require.Equal(t, `"12"`, outcome(v, err))
	require.Equal(t, 3, made)
}

func TestIIFNullConditionFails(t *testing.T) {
	t.Parallel()
	requireChoices(t, expr.Compat{IIFNullConditionFails: true}, []choice{
		{`IIF([country] = "", "none", "some")`, attrs{"country": ""}, `"none"`, "fails: null-condition"},
		{`IIF(IsNullOrEmpty([country]), "none", "some")`, nil, `"none"`, "fails: null-condition"},
		{`IIF(IsPresent([country]), "some", "none")`, attrs{"country": []any{}}, `"none"`, "fails: null-condition"},
		{`IIF(IsPresent([country]), "some", "none")`, attrs{"country": "NO"}, `"some"`, `"some"`},
		{`IIF([a] = [b], 1, 2)`, attrs{"a": "x"}, "integer 2", "fails: null-condition"},
		{`IIF(Len(Append([a], "x")) > 0, 1, 2)`, nil, "integer 1", "fails: null-condition"},
		{`IIF([a] = "x", [missing], [missing])`, attrs{"a": "x"}, "null", "null"}, // the option applies only to the condition
		{`IIF([a] = "x", 1, IIF([b] = "y", 2, 3))`, attrs{"a": "n"}, "integer 3", "fails: null-condition"},
		{`IIF([a] = "x", 1, IIF([b] = "y", 2, 3))`, attrs{"a": "x"}, "integer 1", "integer 1"},
		{`IIF(True, 1, 2)`, nil, "integer 1", "integer 1"},
		{`Switch(IsPresent([country]), , "False", "none")`, nil, `"none"`, `"none"`},
	})
	failed := evalError(t, `IIF([b] = [a], 1, 2)`, attrs{"b": "x"}, expr.WithCompat(expr.Compat{IIFNullConditionFails: true}))
	require.EqualError(t, failed, "IIF: condition: an attribute of the condition has no value, and the option IIFNullConditionFails is set at 1:5 [attribute a]")
}

func TestEmptyStringIsNull(t *testing.T) {
	t.Parallel()
	requireChoices(t, expr.Compat{EmptyStringIsNull: true}, []choice{
		{`Coalesce([a], [b])`, attrs{"a": "", "b": "x"}, `""`, `"x"`},
		{`IsNull([a])`, attrs{"a": ""}, "boolean False", "boolean True"},
		{`[a]`, attrs{"a": ""}, `""`, "null"},
		{`ToLower([a])`, attrs{"a": ""}, `""`, "null"},
		{`IsNull("")`, nil, "boolean False", "boolean False"}, // the option applies only to attributes
		{`Coalesce(Trim([a]), "x")`, attrs{"a": " "}, `""`, `""`},
		{`IsNull([a])`, attrs{"a": " "}, "boolean False", "boolean False"},
		{`Count([a])`, attrs{"a": []string{""}}, "integer 1", "integer 1"},
		{`Join("", [name.first], "x")`, attrs{"name": map[string]any{"first": ""}}, `"x"`, `"x"`},
		{`Coalesce([name.first], "x")`, attrs{"name": map[string]any{"first": ""}}, `""`, `"x"`},
		{`Replace("", , "(?<g>.*)", "g", , [a], )`, attrs{"a": ""}, "null", "null"},
	})
}

func TestDiacriticsTableOnly(t *testing.T) {
	t.Parallel()
	requireChoices(t, expr.Compat{DiacriticsTableOnly: true}, []choice{
		{`NormalizeDiacritics("Zoë Ægir")`, nil, `"Zoe AEgir"`, `"Zoe AEgir"`},
		{`NormalizeDiacritics("hồ đỗ")`, nil, `"ho do"`, `"hồ đỗ"`},
		{`NormalizeDiacritics([list])`, attrs{"list": []string{"ồ"}}, `["o"]`, `["ồ"]`},
	})
}

func TestStrictCase(t *testing.T) {
	t.Parallel()
	requireChoices(t, expr.Compat{StrictCase: true}, []choice{
		{`tolower("A")`, nil, `"a"`, "does not compile: function-case"},
		{`ToLower("A")`, nil, `"a"`, `"a"`},
		{`IsNothing([a])`, nil, "boolean True", "boolean True"},
	})
	found := expr.Check(`tolower("A")`, expr.WithCompat(expr.Compat{StrictCase: true}))
	require.Equal(t, "write ToLower", found[0].Hint.String())
}

func TestLenientQuotesEvaluate(t *testing.T) {
	t.Parallel()
	requireChoices(t, expr.Compat{LenientQuotes: true}, []choice{
		{`Append(“a”, ‘b’)`, nil, "does not compile: typographic-quote", `"ab"`},
		{`Append("“a”", "b")`, nil, `"“a”b"`, `"“a”b"`},
	})
}

func TestOptionsTogether(t *testing.T) {
	t.Parallel()
	all := expr.Compat{EagerBranches: true, IIFNullConditionFails: true, EmptyStringIsNull: true, DiacriticsTableOnly: true, LenientQuotes: true}
	v, err := evaluate(t, `IIF([a] = “x”, Coalesce([b], NormalizeDiacritics("ồ")), "")`, attrs{"a": "x", "b": ""}, expr.WithCompat(all))
	require.Equal(t, `"ồ"`, outcome(v, err))
	_, err = evaluate(t, `IIF([b] = “x”, 1, 2)`, attrs{"b": ""}, expr.WithCompat(all))
	require.Equal(t, "null-condition", failureCode(err))
	require.True(t, strings.Contains(err.Error(), "[attribute b]"))
}
