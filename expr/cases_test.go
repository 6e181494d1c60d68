package expr_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/internal/dev/golden"
)

// documentedRow is a published pair of input and output, or one that a published rule implies.
type documentedRow struct {
	ID, Expr          string
	Attrs             json.RawMessage
	Now               string
	Taken             []string
	Want              []string // [] is null
	WantError         bool
	WantIgnored       bool
	WantIgnoredObject bool
}

func TestDocumentedPairs(t *testing.T) {
	t.Parallel()
	rows := golden.Lines[documentedRow](t, "testdata/documented.jsonl")
	require.Len(t, rows, 430)
	for _, row := range rows {
		t.Run(row.ID, func(t *testing.T) {
			v, err := evaluateRow(t, &row)
			switch {
			case row.WantError:
				require.NotEmpty(t, failureCode(err), "got %#v", v)
				return
			case row.WantIgnored:
				require.Equal(t, "ignoreAttribute", outcome(v, err))
				return
			case row.WantIgnoredObject:
				require.Equal(t, "ignoreObject", outcome(v, err))
				return
			}
			require.NoError(t, err)
			if diff := cmp.Diff(row.Want, v.Strings()); diff != "" {
				t.Errorf("%s\n%s", row.Expr, diff)
			}
		})
	}
}

func evaluateRow(t *testing.T, row *documentedRow) (value.Value, error) {
	t.Helper()
	prog, err := expr.Compile(row.Expr)
	if err != nil {
		return value.Absent, err
	}
	return prog.Eval(&expr.Env{Attrs: rowAttributes(t, row), Clock: clockAt(t, row.Now), Taken: takenFrom(row.Taken)})
}

func rowAttributes(t *testing.T, row *documentedRow) value.Attributes {
	t.Helper()
	if row.Attrs == nil {
		return nil
	}
	v, err := value.ParseJSON(string(row.Attrs))
	require.NoError(t, err)
	o, isObject := v.AsObject()
	require.True(t, isObject)
	return o
}

// wildRow is an expression from documentation, exported schemas or questions; Parse is reject if it does not parse.
type wildRow struct{ ID, Parse, Expr string }

// wrongInTheWild are published expressions that parse but must be mistakes: parameters of Replace are missing with their
// commas, Markdown has damaged a pattern, or SelectUniqueValue is nested.
var wrongInTheWild = map[string]diag.Code{
	"c0351": codes.UniquePlacement,
	"c0452": codes.BadConstant, "c0467": codes.BadConstant,
	"c0474": codes.ReplaceMode, "c0475": codes.ReplaceMode, "c0476": codes.ReplaceMode, "c0491": codes.ReplaceMode,
	"c0504": codes.ReplaceMode, "c0508": codes.ReplaceMode, "c0517": codes.ReplaceMode,
}

func TestExpressionsInTheWildCompile(t *testing.T) {
	t.Parallel()
	met := map[string]bool{}
	for _, row := range golden.Lines[wildRow](t, "testdata/wild.jsonl") {
		met[row.ID] = true
		t.Run(row.ID, func(t *testing.T) {
			found := expr.Check(row.Expr)
			_, err := expr.Compile(row.Expr)
			require.Equal(t, found.HasErrors(), err != nil, "Check and Compile disagree")
			switch code, wrong := wrongInTheWild[row.ID]; {
			case row.Parse == "reject":
				require.True(t, found.HasErrors())
			case wrong:
				require.NotEmpty(t, found.Errors())
				require.Equal(t, code, found.Errors()[0].Code, "%s", found.Render())
			default:
				require.Empty(t, found.Errors(), "%s", found.Render())
			}
		})
	}
	for id := range wrongInTheWild {
		require.True(t, met[id], "there is no row %s", id)
	}
}

// TestExpressionsInTheWildFailWithACode evaluates expressions on an object without their attributes, because null is the most
// common input in practice.
func TestExpressionsInTheWildFailWithACode(t *testing.T) {
	t.Parallel()
	for _, row := range golden.Lines[wildRow](t, "testdata/wild.jsonl") {
		prog, err := expr.Compile(row.Expr)
		if err != nil {
			continue
		}
		_, err = prog.Eval(&expr.Env{Clock: clockAt(t, ""), Taken: takenFrom(nil), DefaultDomain: "contoso.com"})
		if err != nil {
			require.NotEmpty(t, failureCode(err), "%s: %v", row.ID, err)
		}
	}
}

// TestWaysOfEvaluationAgree compares Eval, which has fast paths, with Explain, which evaluates each sub-expression separately.
func TestWaysOfEvaluationAgree(t *testing.T) {
	t.Parallel()
	for _, row := range golden.Lines[documentedRow](t, "testdata/documented.jsonl") {
		prog, err := expr.Compile(row.Expr)
		if err != nil {
			continue
		}
		env := &expr.Env{Attrs: rowAttributes(t, &row), Clock: clockAt(t, row.Now), Taken: takenFrom(row.Taken)}
		if prog.Effects()&functions.Random != 0 {
			continue
		}
		v, err := prog.Eval(env)
		x := prog.Explain(env)
		if outcome(v, err) != outcome(x.Value, x.Err) {
			t.Errorf("%s: Eval returns %s, Explain %s", row.Expr, outcome(v, err), outcome(x.Value, x.Err))
		}
	}
}
