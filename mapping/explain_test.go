package mapping_test

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping"
)

var update = flag.Bool("update", false, "write the golden files of testdata anew")

// explained is the set of testdata/explain.txtar between two schemas.
func explained(t *testing.T, set string) *mapping.Mapper {
	t.Helper()
	var s mapping.Set
	require.NoError(t, json.Unmarshal([]byte(set), &s))
	opts := mapping.Options{
		Source: &mapping.Schema{}, Target: &mapping.Schema{},
		Resolve: func(_ context.Context, ref value.Value) (value.Value, bool) {
			return value.Reference("id-" + ref.Text()), ref.Text() != "404"
		},
	}
	for _, m := range s.Mappings {
		opts.Target.Attributes = append(opts.Target.Attributes, mapping.Attribute{Name: m.Target, Type: map[string]mapping.AttributeType{
			"active": mapping.Boolean, "hired": mapping.DateTime, "manager": mapping.Reference, "level": mapping.Integer,
		}[m.Target], MultiValued: m.Target == "proxyAddresses", Required: m.Target == "country", CaseExact: m.Target == "country"})
	}
	for _, name := range strings.Fields("id login first last department city office nick enabled hired boss mails ssn fax grade country userType left") {
		opts.Source.Attributes = append(opts.Source.Attributes, mapping.Attribute{Name: name, FlowNulls: name == "city"})
	}
	mapper, err := s.Compile(opts)
	require.NoError(t, err)
	return mapper
}

// TestExplanations holds what a terminal shows to testdata/explain.txtar.
func TestExplanations(t *testing.T) {
	t.Parallel()
	path := filepath.Join("testdata", "explain.txtar")
	archive, err := txtar.ParseFile(path)
	require.NoError(t, err)
	mapper := explained(t, string(archive.Files[0].Data))
	for i := 1; i+2 < len(archive.Files); i += 3 {
		source := object(t, string(archive.Files[i].Data))
		var existing value.Attributes
		if text := string(archive.Files[i+1].Data); text != "null\n" {
			existing = object(t, text)
		}
		x, err := mapper.Explain(context.Background(), source, existing)
		require.NoError(t, err)
		requireAgreement(t, mapper, x, source, existing)
		got := fmt.Sprint(x)
		for line := range strings.Lines(got) {
			require.LessOrEqual(t, utf8.RuneCountInString(strings.TrimSuffix(line, "\n")), 80, line)
		}
		if *update {
			archive.Files[i+2].Data = []byte(got)
		} else if diff := cmp.Diff(string(archive.Files[i+2].Data), got); diff != "" {
			t.Errorf("%s:\n%s", archive.Files[i+2].Name, diff)
		}
	}
	if *update {
		require.NoError(t, os.WriteFile(path, txtar.Format(archive), 0o644))
	}
}

// requireAgreement requires that an explanation agrees with Map.
func requireAgreement(t *testing.T, mapper *mapping.Mapper, x *mapping.Explanation, source, existing value.Attributes) {
	t.Helper()
	want, err := mapper.Map(context.Background(), source, existing)
	require.NoError(t, err)
	got := &mapping.Result{Ignored: x.Ignored}
	for i := range x.Rows {
		got.Attributes = append(got.Attributes, x.Rows[i].Outcome)
	}
	require.Equal(t, want.Ignored, got.Ignored)
	require.Len(t, got.Attributes, len(want.Attributes))
	for i := range want.Attributes {
		a, b := &want.Attributes[i], &got.Attributes[i]
		require.Equal(t, showOutcome(a)+a.Reason+string(a.Code), showOutcome(b)+b.Reason+string(b.Code))
		require.Equal(t, a.New.Redacted(), b.New.Redacted())
	}
	require.Equal(t, mapper.Scope().Evaluate(source).Passed, x.Scope.Passed)
}

func TestExplanationsAsJSON(t *testing.T) {
	t.Parallel()
	mapper, err := (&mapping.Set{
		Scope: mapping.Filter{{{Attribute: "a", Operator: "EQUALS", Values: []string{"x"}}, {Attribute: "b", Operator: "IS NULL"}}},
		Mappings: []mapping.Mapping{
			{Target: "id", From: "a", Match: 1},
			{Target: "t", Expression: `Append([a], "1")`, Default: "d", Apply: mapping.ApplyAttributeAddOnly, FlowNulls: true},
			{Target: "s", Expression: `Redact([c])`},
		},
	}).Compile(mapping.Options{})
	require.NoError(t, err)
	x, err := mapper.Explain(context.Background(), object(t, `{"a": "x", "c": "070-41"}`), object(t, `{"t": null, "id": "X"}`))
	require.NoError(t, err)
	data, err := json.Marshal(x)
	require.NoError(t, err)
	tree, err := json.Marshal(x.Rows[1].Expression)
	require.NoError(t, err)
	secret, err := json.Marshal(x.Rows[2].Expression)
	require.NoError(t, err)
	require.NotContains(t, string(data), "070-41")
	require.JSONEq(t, `{"ignored": false,
		"scope": {"passed": true, "groups": [{"passed": true, "clauses": [
			{"attribute": "a", "operator": "EQUALS", "values": ["x"], "value": "x", "passed": true},
			{"attribute": "b", "operator": "IS NULL", "value": null, "absent": true, "passed": true, "reason": "the attribute has no value"}]}]},
		"attributes": [
			{"target": "id", "old": "X", "new": "X", "decision": "unchanged", "source": "direct", "reason": "the target has this value", "from": "a",
				"apply": "always", "match": 1, "evaluated": true, "value": "x",
				"notes": ["the target's value is written otherwise and counts as the same: values are compared by their text, without case and in any order"]},
			{"target": "t", "old": null, "new": "x1", "decision": "flowed", "source": "expression", "expression": "Append([a], \"1\")",
				"reason": "the target has no value", "default": "d", "apply": "attributeAddOnly", "flowNulls": true, "evaluated": true, "value": "x1",
				"explanation": `+string(tree)+`},
			{"target": "s", "old": null, "new": "[Redact]", "decision": "flowed", "source": "expression", "expression": "Redact([c])",
				"reason": "the target has no value", "apply": "always", "evaluated": true, "value": "[Redact]", "absent": ["old"],
				"explanation": `+string(secret)+`}]}`, string(data))
}

// TestCustomSecurityAttributesAreConcealed: what their rows must not say is nowhere, a failure's reason included.
func TestCustomSecurityAttributesAreConcealed(t *testing.T) {
	t.Parallel()
	const prefix = "CustomSecurityAttributes.HR_"
	mappings := []mapping.Mapping{
		{Target: "a", Expression: `Switch([s], "other", "x", "yes")`}, {Target: "b", Expression: `CDate([s])`},
		{Target: "c", From: "s"}, {Target: "d", From: "s", Apply: mapping.ApplyValueAddOnly},
	}
	for _, custom := range []bool{false, true} {
		existing := `{"a": "070-40", "d": ["070-40"]}`
		if custom {
			existing = strings.NewReplacer(`"a"`, `"`+prefix+`a"`, `"d"`, `"`+prefix+`d"`).Replace(existing)
			for i := range mappings {
				mappings[i].Target = prefix + mappings[i].Target
			}
		}
		x, err := compile(t, mapping.Options{}, append([]mapping.Mapping{matching}, mappings...)...).Explain(t.Context(), object(t, `{"id": "1", "s": "070-41"}`), object(t, existing))
		require.NoError(t, err)
		data, err := json.Marshal(x)
		require.NoError(t, err)
		for _, shown := range []string{fmt.Sprint(x), string(data)} {
			require.Equal(t, !custom, strings.Contains(shown, "070-4"), shown)
			require.Equal(t, !custom, strings.Contains(shown, "equals the source"), shown)
			require.Equal(t, custom, strings.Contains(shown, "redacted"), shown)
		}
	}
}

// TestExplainedFiltersKeepSecrets: a filter does not show what Redact keeps out, by whatever name it reads it.
func TestExplainedFiltersKeepSecrets(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ redacted, attribute string }{{"n.x", "n.x"}, {"n.x", "n"}, {"n", "n.x"}, {"N.x", "n.X"}} {
		mapper, err := (&mapping.Set{
			Scope:    mapping.Filter{{{Attribute: row.attribute, Operator: "IS NOT NULL"}, {Attribute: "n2", Operator: "IS NOT NULL"}}},
			Mappings: []mapping.Mapping{{Target: "id", From: "id", Match: 1}, {Target: "s", Expression: "Redact([" + row.redacted + "])"}},
		}).Compile(mapping.Options{})
		require.NoError(t, err)
		source := object(t, `{"id": "1", "n": {"x": "070-41"}, "n2": "shown"}`)
		data, err := json.Marshal(mapper.ExplainFilter(mapper.Scope(), source))
		require.NoError(t, err)
		require.NotContains(t, string(data), "070", row)
		require.Contains(t, string(data), "[Redact]", row)
		require.Contains(t, string(data), "shown", row)
	}
}

func TestExplainIsCanceled(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := compile(t, mapping.Options{}, matching).Explain(ctx, nil, nil)
	require.ErrorIs(t, err, context.Canceled)
}

func TestExplainMatching(t *testing.T) {
	t.Parallel()
	mapper := compile(t, mapping.Options{}, mapping.Mapping{Target: "b", From: "b", Match: 2}, mapping.Mapping{Target: "a", Expression: `ToLower([a])`, Match: 1})
	source := object(t, `{"a": "X"}`)
	matches := mapper.Matching(context.Background(), source, true)
	require.Len(t, matches, 2)
	require.Equal(t, "x", matches[0].Explanation.Value.Text())
	require.Nil(t, matches[1].Explanation)
	for i, m := range mapper.Matching(context.Background(), source, false) {
		require.Nil(t, m.Explanation)
		require.True(t, m.Value.Equal(matches[i].Value))
	}
}
