package expr_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/value"
)

func explain(t *testing.T, src string, a value.Attributes, opts ...expr.Option) *expr.Explanation {
	t.Helper()
	prog, err := expr.Compile(src, opts...)
	require.NoError(t, err)
	return prog.Explain(noon(t, a))
}

// lines writes what is expected of a printed explanation; the first line break is for the eye.
func lines(text string) string { return strings.TrimPrefix(text, "\n") }

func TestExplainShowsEveryPart(t *testing.T) {
	for _, row := range []struct {
		src  string
		with attrs
		want string
	}{
		{`ToLower(Join(".", [first], Mid([last], 1, 1)))`, attrs{"first": "Alex", "last": "Wilber"}, `
ToLower(Join(".", [first], Mid([last], 1, 1))) = "alex.w"
  source: Join(".", [first], Mid([last], 1, 1)) = "Alex.W"
    separator: "." = "."
    source: [first] = "Alex"
    source: Mid([last], 1, 1) = "W"
      source: [last] = "Wilber"
      start: 1 = 1 (integer)
      length: 1 = 1 (integer)
`},
		{`IIF([country] = "NO", [city], Error("abroad"))`, attrs{"country": "NO"}, `
IIF([country]="NO", [city], Error("abroad")) = ∅
  condition: [country]="NO" = True (boolean)
    [country] = "NO"
    "NO" = "NO"
  valueIfTrue: [city] = ∅
  valueIfFalse: Error("abroad") (not evaluated)
    message: "abroad" (not evaluated)
`},
		{`Switch([a], , "1", "one", [b], Count([list]))`, attrs{"a": "2", "b": "2", "list": []string{"x", "y"}}, `
Switch([a], , "1", "one", [b], Count([list])) = 2 (integer)
  source: [a] = "2"
  key: "1" = "1"
  value: "one" (not evaluated)
  key: [b] = "2"
  value: Count([list]) = 2 (integer)
    attribute: [list] = ["x","y"]
`},
		{`Coalesce([a], Append(CDate([b]), "x"))`, attrs{"a": nil, "b": "soon"}, `
Coalesce([a], Append(CDate([b]), "x")) (fails)
  source: [a] = null
  source: Append(CDate([b]), "x") (fails)
    source: CDate([b]) (fails)
      expression: [b] = "soon"
    suffix: "x" (not evaluated)
`},
		{`[a] & Len([b])`, attrs{"a": "", "b": []string{}}, `
[a] & Len([b]) = "0"
  [a] = ""
  Len([b]) = 0 (integer)
    String: [b] = []
`},
		{`FormatDateTime(Now(), "yyyy", "yyyy")`, nil, `
FormatDateTime(Now(), "yyyy", "yyyy") = "2025"
  source: Now() = 7/30/2025 12:00:00 PM (dateTime)
  inputFormat: "yyyy" (not evaluated)
  outputFormat: "yyyy" (not evaluated)
`},
	} {
		t.Run(row.src, func(t *testing.T) {
			if diff := cmp.Diff(lines(row.want), explain(t, row.src, row.with).String()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestExplainAgreesWithEval(t *testing.T) {
	for _, row := range readLines[documentedRow](t, "documented.jsonl") {
		prog, err := expr.Compile(row.Expr)
		if err != nil {
			continue
		}
		env := noon(t, rowAttributes(t, &row))
		env.Clock, env.Taken = clockAt(t, row.Now), takenFrom(row.Taken)
		v, err := prog.Eval(env)
		x := prog.Explain(env)
		require.Equal(t, outcome(v, err), outcome(x.Value, x.Err), row.Expr)
		require.True(t, x.Root.Evaluated)
		require.Equal(t, outcome(v, err), outcome(x.Root.Value, x.Root.Err), row.Expr)
	}
}

func TestExplainedLinesAreShort(t *testing.T) {
	long := strings.Repeat("longer ", 100)
	x := explain(t, `Join("-", [a], "`+long+`", [list], "line`+"\n"+`break")`, attrs{"a": long, "list": []string{long, long}})
	for _, line := range strings.Split(strings.TrimSuffix(x.String(), "\n"), "\n") {
		require.LessOrEqual(t, len([]rune(line)), 80, line)
	}
	require.Equal(t, 6, strings.Count(x.String(), "\n"), "one line for each part")
}

func TestExplainAsJSON(t *testing.T) {
	data, err := json.Marshal(explain(t, `IIF(IsPresent([a]), Split([a], ","), [b])`, attrs{"a": "x,y"}))
	require.NoError(t, err)
	require.JSONEq(t, `{"kind": "list", "result": ["x", "y"], "root": {
		"text": "IIF(IsPresent([a]), Split([a], \",\"), [b])", "offset": 0, "evaluated": true, "kind": "list", "result": ["x", "y"], "parts": [
			{"text": "IsPresent([a])", "parameter": "condition", "offset": 4, "evaluated": true, "kind": "boolean", "result": ["True"], "parts": [
				{"text": "[a]", "parameter": "expression", "offset": 14, "evaluated": true, "kind": "string", "result": ["x,y"]}]},
			{"text": "Split([a], \",\")", "parameter": "valueIfTrue", "offset": 20, "evaluated": true, "kind": "list", "result": ["x", "y"], "parts": [
				{"text": "[a]", "parameter": "source", "offset": 26, "evaluated": true, "kind": "string", "result": ["x,y"]},
				{"text": "\",\"", "parameter": "delimiter", "offset": 31, "evaluated": true, "kind": "string", "result": [","]}]},
			{"text": "[b]", "parameter": "valueIfFalse", "offset": 37, "evaluated": false}]}}`, string(data))

	data, err = json.Marshal(explain(t, `CDate([a])`, nil))
	require.NoError(t, err)
	require.JSONEq(t, `{"kind": "null", "result": [], "root": {"text": "CDate([a])", "offset": 0, "evaluated": true, "kind": "null", "parts": [
		{"text": "[a]", "parameter": "expression", "offset": 6, "evaluated": true, "kind": "null", "absent": true}]}}`, string(data))

	data, err = json.Marshal(explain(t, `CDate("soon")`, nil))
	require.NoError(t, err)
	const failure = `{"code": "date", "offset": 6, "line": 1, "column": 7,
		"message": "CDate, expression: a date is wanted: the text does not have the form wanted (found \"soon\") at 1:7"}`
	require.JSONEq(t, `{"kind": "error", "result": [], "error": `+failure+`, "root": {"text": "CDate(\"soon\")", "offset": 0, "evaluated": true,
		"error": `+failure+`, "parts": [{"text": "\"soon\"", "parameter": "expression", "offset": 6, "evaluated": true, "kind": "string", "result": ["soon"]}]}}`, string(data))
}

// TestExplainKeepsSecrets: what goes through Redact is shown nowhere, not even where it is read beside it.
func TestExplainKeepsSecrets(t *testing.T) {
	object := attrs{"ssn": "070-secret", "name": "Alex", "list": []string{"070-secret", "x"}}
	for _, src := range []string{
		`Redact([ssn])`,
		`Redact(ToUpper(Append("x", [ssn])))`,
		`Append("a", ToLower(Redact([ssn])))`,
		`IIF(IsPresent([ssn]), Redact([ssn]), [name])`,
		`Join("-", [ssn], [name], Redact([ssn]))`,
		`Coalesce([missing], Redact([list]), [list])`,
		`IIF([name] = "Alex", [ssn] & Error(Redact([ssn])), "")`,
	} {
		x := explain(t, src, object)
		data, err := json.Marshal(x)
		require.NoError(t, err)
		for _, shown := range []string{x.String(), string(data)} {
			require.NotContains(t, strings.ToLower(shown), "070-secret", src)
			require.Contains(t, shown, "[Redact]", src)
		}
	}
	x := explain(t, `IIF([name] = "Alex", "a", Redact([ssn]))`, object)
	require.NotContains(t, x.String(), "[Redact]", "Redact was not needed, and nothing of the value was seen")
	require.Equal(t, lines(`
IIF([name]="Alex", Redact([ssn]), "") = [Redact]
  condition: [name]="Alex" = True (boolean)
    [name] = "Alex"
    "Alex" = "Alex"
  valueIfTrue: Redact([ssn]) = [Redact]
    attribute: [ssn] = [Redact]
  valueIfFalse: "" (not evaluated)
`), explain(t, `IIF([name] = "Alex", Redact([ssn]), "")`, object).String())
}

func TestExplainWithOptions(t *testing.T) {
	eager := explain(t, `IIF(True, "a", Error("b"))`, nil, expr.WithCompat(expr.Compat{EagerBranches: true}))
	require.Equal(t, "fails: raised", outcome(eager.Value, eager.Err))
	require.Contains(t, eager.String(), `valueIfFalse: Error("b") (fails)`)

	null := explain(t, `IIF([a] = "", 1, 2)`, nil, expr.WithCompat(expr.Compat{IIFNullConditionFails: true}))
	require.Equal(t, "fails: null-condition", outcome(null.Value, null.Err))

	limited := explain(t, `Append("abc", "def")`, nil, expr.WithLimits(expr.Limits{TextBytes: 4}))
	require.ErrorIs(t, limited.Err, expr.ErrLimit)
}
