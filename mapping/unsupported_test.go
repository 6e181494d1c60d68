package mapping_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/mapping"
)

var keep = mapping.Options{KeepUnsupported: true}

// Source: docs/evidence.md.
func TestWhatCannotBeEvaluatedStopsItsOwnRow(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name           string
		m              mapping.Mapping
		source, target string
		decision       mapping.Decision
		code           diag.Code
	}{
		{"an unknown function", mapping.Mapping{Expression: `Foo([a])`}, `{"a": "x"}`, "", mapping.Unsupported, codes.UnsupportedFunction},
		{"on an update", mapping.Mapping{Expression: `Foo([a])`}, `{"a": "x"}`, `{"t": "old"}`, mapping.Unsupported, codes.UnsupportedFunction},
		{"with null flowing", mapping.Mapping{Expression: `Foo([a])`, FlowNulls: true}, `{}`, `{"t": "old"}`, mapping.Unsupported, codes.UnsupportedFunction},
		{"with a default: whether the value is null is not known", mapping.Mapping{Expression: `Foo([a])`, Default: "d"}, `{}`, "", mapping.Unsupported, codes.UnsupportedFunction},
		{"in a branch that is not taken", mapping.Mapping{Expression: `IIF([a] = "x", "y", Foo([a]))`}, `{"a": "x"}`, "", mapping.Flowed, ""},
		{"at creation only, of an object that exists", mapping.Mapping{Expression: `Foo([a])`, Apply: mapping.ApplyCreate}, `{}`, `{"t": "old"}`, mapping.CreateOnlySkipped, ""},
		{"after a failure", mapping.Mapping{Expression: `Join(Error("stop"), Foo([a]))`}, `{}`, "", mapping.Failed, codes.EvalRaised},
		{"an unknown source", mapping.Mapping{From: "a", UnsupportedSource: `unknown type of source "Script"`}, `{"a": "x"}`, "", mapping.Unsupported, codes.UnsupportedMapping},
		{"an unknown flow type", mapping.Mapping{From: "a", UnsupportedApply: `unknown flow type "Add"`}, `{"a": "x"}`, "", mapping.Unsupported, codes.UnsupportedMapping},
		{"an unknown flow type of a constant", mapping.Mapping{Constant: "a", UnsupportedApply: `unknown flow type "Add"`}, `{}`, `{"t": "a"}`, mapping.Unsupported, codes.UnsupportedMapping},
	} {
		row.m.Target = "t"
		mapper := compile(t, keep, matching, row.m, mapping.Mapping{Target: "u", From: "a"})
		result := mapped(t, mapper, row.source, row.target)
		o := &result.Attributes[1]
		require.Equal(t, row.decision, o.Decision, row.name)
		require.Equal(t, row.code, o.Code, row.name)
		if o.Decision == mapping.Unsupported {
			require.True(t, o.New.IsAbsent(), row.name)
			require.Error(t, o.Err, row.name)
			require.Empty(t, result.Failed(), row.name)
		}
		var existing value.Attributes
		if row.target != "" {
			existing = object(t, row.target)
		}
		x, err := mapper.Explain(context.Background(), object(t, row.source), existing)
		require.NoError(t, err, row.name)
		require.Equal(t, o.Decision, x.Rows[1].Decision, row.name)
		require.Equal(t, o.Reason, x.Rows[1].Reason, row.name)
		if row.target != "" {
			continue
		}
		// The fast way must not pass over it either.
		_, err = mapper.Attributes(context.Background(), object(t, row.source))
		if o.Err == nil {
			require.NoError(t, err, row.name)
			continue
		}
		var failed *mapping.ObjectError
		require.ErrorAs(t, err, &failed, row.name)
		require.Equal(t, row.decision, failed.Failed[0].Decision, row.name)
	}
}

func TestUnknownFunctionsAreErrorsUnlessTheyAreKept(t *testing.T) {
	t.Parallel()
	set := &mapping.Set{
		Scope:    mapping.Filter{{{Attribute: "a", Operator: "PRESENT"}}},
		Mappings: []mapping.Mapping{matching, {Target: "t", Expression: `Swich([a], "x", "y", "z")`}},
	}
	_, err := set.Compile(mapping.Options{})
	require.ErrorContains(t, err, `there is no function "Swich"`)
	require.ErrorContains(t, err, `unknown operator "PRESENT"`)
	mapper, err := set.Compile(keep)
	require.NoError(t, err)
	var found []string
	for _, f := range mapper.Warnings() {
		found = append(found, f.Severity.String()+" "+string(f.Code))
	}
	require.Equal(t, []string{"warning filter-operator", "warning unknown-function"}, found)
	// What is wrong in any reading stays an error.
	for _, text := range []string{`Foo(`, `Foo([a]) & Left([a])`} {
		_, err = (&mapping.Set{Mappings: []mapping.Mapping{matching, {Target: "t", Expression: text}}}).Compile(keep)
		require.Error(t, err, text)
	}
}

func TestStubbedFunctionsAreSupported(t *testing.T) {
	t.Parallel()
	reg, err := functions.Standard().With(functions.Stub("Foo", "[b]"))
	require.NoError(t, err)
	mapper := compile(t, mapping.Options{Functions: reg}, matching, mapping.Mapping{Target: "t", Expression: `ToUpper(Foo([a]))`})
	require.Equal(t, []string{"a", "b", "id"}, mapper.SourceAttributes())
	require.Equal(t, "flowed: - → \"X\"", showOutcome(&mapped(t, mapper, `{"b": "x"}`, "").Attributes[1]))
}

// Source: docs/evidence.md: a scope clause that cannot be judged decides nothing, and the other clauses may.
func TestScopesAreJudgedByThreeValues(t *testing.T) {
	t.Parallel()
	const yes, no, open = `a EQUALS x`, `a EQUALS y`, `a PRESENT `
	for _, row := range []struct {
		filter string // clauses separated by " and ", groups by " or "
		want   string
	}{
		{open, "unknown"},
		{yes + " and " + open, "unknown"},
		{open + " and " + yes, "unknown"},
		{no + " and " + open, "false"},
		{open + " and " + no, "false"},
		{open + " and " + open, "unknown"},
		{yes + " or " + open, "true"},
		{open + " or " + yes, "true"},
		{no + " or " + open, "unknown"},
		{open + " or " + no, "unknown"},
		{no + " and " + open + " or " + yes, "true"},
		{no + " and " + open + " or " + no, "false"},
		{no + " and " + open + " or " + open + " and " + yes, "unknown"},
		{"b IS_MEMBER_OF x", "unknown"}, // of an attribute without a value, too
		{"a !&L 5", "unknown"},
		{"a VALID_CERT_MATCH x", "unknown"},
	} {
		var f mapping.Filter
		for group := range strings.SplitSeq(row.filter, " or ") {
			var clauses mapping.Group
			for clause := range strings.SplitSeq(group, " and ") {
				words := strings.SplitN(clause, " ", 3)
				clauses = append(clauses, mapping.Clause{Attribute: words[0], Operator: words[1], Values: []string{words[2]}})
			}
			f = append(f, clauses)
		}
		for _, lenient := range []bool{false, true} {
			scope, found := mapping.CompileFilter(f, lenient, keep)
			require.False(t, found.HasErrors(), row.filter)
			result := scope.Evaluate(value.Map{"a": "x"})
			got := fmt.Sprint(result.Passed)
			if result.Limit != nil {
				require.False(t, result.Passed, row.filter)
				var failed *expr.EvalError
				require.ErrorAs(t, result.Limit, &failed)
				require.Equal(t, codes.UnsupportedScope, failed.Code)
				got = "unknown"
			}
			require.Equal(t, row.want, got, row.filter)
		}
	}
}

// The words of a report must not say of a clause that it does not hold, where nobody knows.
func TestReportsOfScopesSayWhatIsNotKnown(t *testing.T) {
	t.Parallel()
	scope, _ := mapping.CompileFilter(mapping.Filter{{{Attribute: "a", Operator: "PRESENT"}}, {{Attribute: "a", Operator: "IS NULL"}}}, false, keep)
	result := scope.Evaluate(value.Map{"a": "x"})
	text := fmt.Sprintf("%+v", result)
	require.Contains(t, text, "not known: no group holds for certain")
	require.Contains(t, text, "group 1 cannot be judged")
	require.Contains(t, text, `a PRESENT cannot be judged for "x", the operator PRESENT is not supported`)
	require.Contains(t, text, "group 2 does not hold")
}

// Source: docs/evidence.md, never the mapping: whatever is put among the rows of a set, the others decide as they do without it.
func TestUnknownNamesChangeNoOtherRow(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		known := []mapping.Mapping{
			matching, {Target: "a", From: "a"}, {Target: "b", Expression: `Join("-", [a], [b])`}, {Target: "c", Constant: "c"},
			{Target: "d", From: "d", Default: "x"}, {Target: "e", Expression: `Error("e")`}, {Target: "f", Expression: `IIF([a] = "1", [b], IgnoreAttributeFlow)`},
		}
		name := rapid.StringMatching(`Zz[A-Za-z0-9_]{0,12}`)
		var rows []mapping.Mapping
		var at []int // of the known ones
		for _, m := range known {
			for range rapid.IntRange(0, 2).Draw(t, "strangers") {
				rows = append(rows, stranger(t, name, len(rows)))
			}
			at, rows = append(at, len(rows)), append(rows, m)
		}
		source := value.Map{"id": "1", "a": rapid.SampledFrom([]any{"1", "2", nil}).Draw(t, "a"), "b": "B"}
		var existing value.Attributes
		if rapid.Bool().Draw(t, "exists") {
			existing = value.Map{"a": "1", "c": "c"}
		}
		alone, err := (&mapping.Set{Mappings: known}).Compile(keep)
		require.NoError(t, err)
		among, err := (&mapping.Set{Mappings: rows}).Compile(keep)
		require.NoError(t, err)
		want, err := alone.Map(context.Background(), source, existing)
		require.NoError(t, err)
		got, err := among.Map(context.Background(), source, existing)
		require.NoError(t, err)
		for i := range known {
			require.Equal(t, fmt.Sprintf("%v", want.Attributes[i]), fmt.Sprintf("%v", got.Attributes[at[i]]))
		}
		require.Equal(t, len(want.Failed()), len(got.Failed()))
	})
}

// stranger returns a mapping that nobody can evaluate.
func stranger(t *rapid.T, name *rapid.Generator[string], i int) mapping.Mapping {
	m := mapping.Mapping{Target: fmt.Sprintf("stranger%d", i), Default: rapid.SampledFrom([]string{"", "x"}).Draw(t, "default")}
	call := name.Draw(t, "name") + "([a], 1, )"
	switch rapid.IntRange(0, 4).Draw(t, "kind") {
	case 0:
		m.Expression = call
	case 1:
		m.Expression = `ToUpper(` + call + `)`
	case 2:
		m.Expression = `IIF(` + call + ` = "x", [a], ` + call + `)`
	case 3:
		m.From, m.UnsupportedApply = "a", "unknown flow type"
	default:
		m.From, m.UnsupportedSource = "a", "unknown type of source"
	}
	return m
}
