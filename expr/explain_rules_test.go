package expr_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/dev/golden"
)

// TestEveryRuleApplies: a rule would never be shown if no evaluation had a remark on its topic. Most rules apply to a published
// pair or an example of a function, and the rest to the rows below.
func TestEveryRuleApplies(t *testing.T) {
	t.Parallel()
	applied := map[string]bool{}
	for _, row := range golden.Lines[documentedRow](t, "testdata/documented.jsonl") {
		if prog, err := expr.Compile(row.Expr); err == nil {
			env := noon(t, rowAttributes(t, &row))
			env.Clock, env.Taken = clockAt(t, row.Now), takenFrom(row.Taken)
			noteRules(applied, prog.Explain(env).Root)
		}
	}
	for spec := range functions.Standard().All() {
		for _, example := range spec.Examples {
			if prog, err := expr.Compile(example.Expr); err == nil {
				env := noon(t, example.Attrs)
				env.Taken = takenFrom(example.Taken)
				noteRules(applied, prog.Explain(env).Root)
			}
		}
	}
	for _, src := range []string{
		`Append([list], "x")`, `Prepend("x", [list])`, `CRef([list])`, `Contains("abc", "b")`, `Count("x")`, `Item("x", 1)`, `IsNull([none])`,
		`IsNullOrEmpty([none])`, `IsString([list])`, `IgnoreFlowIfNullOrEmpty([none])`, `FormatDateTime("15", , "dd", "yyyy")`,
		`FormatDateTime("2020", , "yyyy", "")`, `NormalizeDiacritics("đ")`, `Not("x")`, `Replace("a", , "a(b)?", "1", "x", , )`, `Word("a b", 1, "")`, `Mid("abc", 2)`,
	} {
		noteRules(applied, explain(t, src, attrs{"list": []string{"a", "b"}, "none": []string{}}).Root)
	}
	for spec := range functions.Standard().All() {
		for _, rule := range spec.Rules {
			require.True(t, applied[spec.Name+": "+rule.Text], "%s, %s: %s", spec.Name, rule.On, rule.Text)
		}
	}
}

func noteRules(applied map[string]bool, s *expr.Step) {
	for _, rule := range s.Rules {
		if s.Function != nil { // operators have rules, too
			applied[s.Function.Name+": "+rule.Text] = true
		}
	}
	for _, part := range s.Parts {
		noteRules(applied, part)
	}
}
