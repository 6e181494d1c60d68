package expr_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr"
)

func TestExplainAsJSON(t *testing.T) {
	t.Parallel()
	data, err := json.Marshal(explain(t, `IIF(IsPresent([a]), Split([a], ","), [b])`, attrs{"a": "x,y"}))
	require.NoError(t, err)
	require.JSONEq(t, `{"kind": "list", "result": ["x", "y"], "root": {
		"text": "IIF(IsPresent([a]), Split([a], \",\"), [b])", "node": "call", "offset": 0, "length": 41, "evaluated": true, "kind": "list", "result": ["x", "y"],
		"evidence": "documented", "notes": [{"topic": "choice", "parameter": "valueIfTrue", "text": "the condition is true: valueIfTrue"}],
		"rules": [{"topic": "choice", "evidence": "assumed", "text": "Only the chosen branch is evaluated: published expressions rely on it, although a user of the live service reported a failure in the other branch. The option EagerBranches evaluates both."}],
		"parts": [
			{"text": "IsPresent([a])", "node": "call", "parameter": "condition", "offset": 4, "length": 14, "evaluated": true, "kind": "boolean", "result": ["True"], "evidence": "documented", "parts": [
				{"text": "[a]", "node": "attribute", "parameter": "expression", "offset": 14, "length": 3, "evaluated": true, "kind": "string", "result": ["x,y"]}]},
			{"text": "Split([a], \",\")", "node": "call", "parameter": "valueIfTrue", "offset": 20, "length": 15, "evaluated": true, "chosen": true, "kind": "list", "result": ["x", "y"], "evidence": "documented", "parts": [
				{"text": "[a]", "node": "attribute", "parameter": "source", "offset": 26, "length": 3, "evaluated": true, "kind": "string", "result": ["x,y"]},
				{"text": "\",\"", "node": "constant", "parameter": "delimiter", "offset": 31, "length": 3, "evaluated": true, "kind": "string", "result": [","]}]},
			{"text": "[b]", "node": "attribute", "parameter": "valueIfFalse", "offset": 37, "length": 3, "evaluated": false}]}}`, string(data))

	data, err = json.Marshal(explain(t, `DateFromNum([a])`, attrs{"a": "5"}))
	require.NoError(t, err)
	require.JSONEq(t, `{"kind": "dateTime", "result": ["1/1/1601 12:00:00 AM"], "root": {"text": "DateFromNum([a])", "node": "call", "offset": 0, "length": 16, "evaluated": true,
		"kind": "dateTime", "result": ["1/1/1601 12:00:00 AM"], "evidence": "documented",
		"notes": [{"topic": "coercion", "parameter": "value", "text": "value: string \"5\" is read as integer 5", "details": {"from": "string", "to": "integer", "value": 5}}],
		"rules": [{"topic": "coercion", "evidence": "documented", "text": "The number may be text."}],
		"parts": [{"text": "[a]", "node": "attribute", "parameter": "value", "offset": 12, "length": 3, "evaluated": true, "kind": "string", "result": ["5"]}]}}`, string(data))
}

func TestExplainFailuresAsJSON(t *testing.T) {
	t.Parallel()
	data, err := json.Marshal(explain(t, `CDate("soon")`, nil))
	require.NoError(t, err)
	const failure = `{"code": "date", "offset": 6, "line": 1, "column": 7,
		"message": "CDate: expression: not a recognized date (found \"soon\") at 1:7"}`
	require.JSONEq(t, `{"kind": "error", "result": [], "error": `+failure+`, "root": {"text": "CDate(\"soon\")", "node": "call", "offset": 0, "length": 13, "evaluated": true,
		"evidence": "documented", "error": `+failure+`, "parts": [{"text": "\"soon\"", "node": "constant", "parameter": "expression", "offset": 6, "length": 6, "evaluated": true, "kind": "string", "result": ["soon"]}]}}`, string(data))
}

func TestExplainNullsAsJSON(t *testing.T) {
	t.Parallel()
	data, err := json.Marshal(explain(t, `CDate([a])`, nil))
	require.NoError(t, err)
	require.JSONEq(t, `{"kind": "null", "result": [], "root": {"text": "CDate([a])", "node": "call", "offset": 0, "length": 10, "evaluated": true, "kind": "null", "nullFrom": "a",
		"evidence": "documented", "notes": [{"topic": "null", "parameter": "expression", "text": "expression is null or \"\", so the result is null"}],
		"rules": [{"topic": "null", "evidence": "assumed", "text": "The result for null and \"\" is null, so that the enclosing function can name the missing date."}],
		"parts": [{"text": "[a]", "node": "attribute", "parameter": "expression", "offset": 6, "length": 3, "evaluated": true, "kind": "null", "absent": true, "nullFrom": "a"}]}}`, string(data))
}

// TestLongTextsAreCutInJSON: an explanation repeats long texts as far as its budget goes, and then their beginnings. The result is whole.
func TestLongTextsAreCutInJSON(t *testing.T) {
	t.Parallel()
	type part struct {
		Text   string
		Result []string
		Cut    bool
		Parts  []part
	}
	for _, row := range []struct {
		name  string
		value any
		cut   []string // of the attribute, at the end
	}{
		{"a text", strings.Repeat("é", 100_000), []string{strings.Repeat("é", 239) + "…"}},
		{"a list of long texts", []string{strings.Repeat("x", 100_000), strings.Repeat("x", 100_000)}, []string{strings.Repeat("x", 239) + "…"}},
		{"a list of short texts", slices.Repeat([]string{strings.Repeat("x", 100)}, 2000), slices.Repeat([]string{strings.Repeat("x", 100)}, 2)},
	} {
		// Coalesce passes its value on, so that every part has it.
		x := explain(t, strings.Repeat("Coalesce(", 10)+"[a]"+strings.Repeat(")", 10), attrs{"a": row.value})
		data, err := json.Marshal(x)
		require.NoError(t, err)
		require.Less(t, len(data), 2<<20, row.name)
		var have struct {
			Result []string
			Root   part
		}
		require.NoError(t, json.Unmarshal(data, &have))
		require.Equal(t, x.Value.Strings(), have.Result, row.name)
		require.Equal(t, x.Value.Strings(), have.Root.Result, row.name)
		require.False(t, have.Root.Cut, row.name)
		last := have.Root
		for len(last.Parts) > 0 {
			last = last.Parts[0]
		}
		require.Equal(t, "[a]", last.Text)
		require.Equal(t, row.cut, last.Result, row.name)
		require.True(t, last.Cut, row.name)
	}
}

// TestTheChoiceIsRemarkedInAnyCase: forty remarks on what was passed over do not displace the one on what was taken.
func TestTheChoiceIsRemarkedInAnyCase(t *testing.T) {
	t.Parallel()
	x := explain(t, "Coalesce("+strings.Repeat("[b],", 100)+"[a])", attrs{"a": "x"})
	require.True(t, x.Root.Parts[100].Chosen)
	require.Equal(t, 60, x.Root.MoreRemarks)
}

// TestExplainKeepsSecrets: a redacted value is not shown, not even where it is read without Redact.
func TestExplainKeepsSecrets(t *testing.T) {
	t.Parallel()
	object := attrs{"ssn": "070-secret", "name": "Alex", "list": []string{"070-secret", "x"}, "n": map[string]any{"x": "070-secret", "y": "z"}}
	for _, src := range []string{
		`Redact([ssn])`,
		`Redact(ToUpper(Append("x", [ssn])))`,
		`Append("a", ToLower(Redact([ssn])))`,
		`IIF(IsPresent([ssn]), Redact([ssn]), [name])`,
		`Join("-", [ssn], [name], Redact([ssn]))`,
		`Coalesce([missing], Redact([list]), [list])`,
		`IIF([name] = "Alex", [ssn] & Error(Redact([ssn])), "")`,
		`Replace(Redact([ssn]), , "(?<a>\\d+)-(?<b>.*)", , "${b}", , )`,
		`Redact(Replace([ssn], , "(?<a>\\d+)-(?<b>.*)", "b", "x", , ))`,
		`Redact(CDate([ssn]))`,
		`Append(Redact([list]), "x")`,
		`SelectUniqueValue(Redact([ssn]), "free")`,
		`Contains(Redact([list]), "x") = True`,
		`Len(Redact([ssn])) & [ssn]`,
		`Split(Redact([ssn]), "-")`,
		`Join(",", Redact([n.x]), [n])`,
		`Join(",", Redact([n]), [n.x])`,
		`Join(",", Redact([N.X]), [n.x])`,
		`Join(",", Redact([SSN]), [ssn])`,
	} {
		requireKept(t, explain(t, src, object), src)
	}
	x := explain(t, `IIF([name] = "Alex", "a", Redact([ssn]))`, object)
	require.NotContains(t, x.String(), "[Redact]", "Redact was not evaluated, so that nothing reveals the value")
	require.Contains(t, explain(t, `Join(",", Redact([n.x]), [n.y])`, object).String(), `[n.y] = "z"`)
}

func requireKept(t *testing.T, x *expr.Explanation, src string) {
	t.Helper()
	data, err := json.Marshal(x)
	require.NoError(t, err)
	for _, shown := range []string{x.String(), string(data)} {
		require.NotContains(t, strings.ToLower(shown), "070", src)
		require.NotContains(t, strings.ToLower(shown), "secret", src)
		require.Contains(t, shown, "[Redact]", src)
	}
}

// TestExplainKeepsWhatSecretsDecide: the arguments that a call needs reveal something about the secret on which they depend.
func TestExplainKeepsWhatSecretsDecide(t *testing.T) {
	t.Parallel()
	const src = `Switch(Redact([status]), , "fired", "a", "hired", ToLower([name]))`
	fired := explain(t, src, attrs{"status": "fired", "name": "Alex"})
	require.Equal(t, lines(`
Switch(Redact([status]), , "fired", "a", "hired", ToLower([name])) = [Redact]
  source: Redact([status]) = [Redact]
    attribute: [status] = [Redact]
  key: "fired" = [Redact]
  value: "a" = [Redact]
  key: "hired" = [Redact]
  value: ToLower([name]) = [Redact]
evidence: documented Switch, Redact
`), fired.String())
	for _, status := range []string{"hired", "other"} {
		x := explain(t, src, attrs{"status": status, "name": "Alex"})
		require.Equal(t, fired.String(), x.String())
		a, err := json.Marshal(fired.Root)
		require.NoError(t, err)
		b, err := json.Marshal(x.Root)
		require.NoError(t, err)
		require.JSONEq(t, string(a), string(b))
	}

	// A choice that does not depend on a secret is shown.
	require.Equal(t, lines(`
IIF([name]="Alex", Redact([ssn]), "") = [Redact]
  · the condition is true: valueIfTrue [1]
  condition: [name]="Alex" = True (boolean)
    · compared: as texts, with case [2]
    [name] = "Alex"
  valueIfTrue: Redact([ssn]) = [Redact]
    attribute: [ssn] = [Redact]
  valueIfFalse: "" (not evaluated)
evidence: documented IIF, Redact
[1] IIF, assumed: Only the chosen branch is evaluated: published expressions
    rely on it, although a user of the live service reported a failure in the
    other branch. The option EagerBranches evaluates both.
[2] comparison, inferred: Texts are compared ordinally and with case, as Switch
    is documented to do.
`), explain(t, `IIF([name] = "Alex", Redact([ssn]), "")`, attrs{"ssn": "070-secret", "name": "Alex"}).String())
}

// TestConceal hides a whole explanation.
func TestConceal(t *testing.T) {
	t.Parallel()
	for _, src := range []string{
		`IIF(IsPresent([a]), Replace([a], , "(?<x>\\d+)", , "${x}", , ), "")`, `CDate([a])`, `[a]`, `Join("-", [a], [a])`, `Coalesce([b], [a])`,
	} {
		x := explain(t, src, attrs{"a": "070-secret"})
		x.Conceal()
		requireKept(t, x, src)
	}
	require.Equal(t, []string{"a", "b"}, expr.MustCompile(`Join("", [b], Redact(Append([b], [a])), [c])`).Secrets())
	require.Empty(t, expr.MustCompile(`[b]`).Secrets())
}
