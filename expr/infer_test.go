package expr_test

import (
	"bufio"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/dev/exprgen"
)

// staff has the types of the attributes in testdata/shapes.txt.
var staff = exprgen.Types{
	"displayName": {Kinds: value.KindsOf(value.KindString, value.KindNull), MaxLen: 64},
	"givenName":   {Kinds: value.KindsOf(value.KindString), MinLen: 1, MaxLen: 30},
	"code":        {Kinds: value.KindsOf(value.KindString), MinLen: 3, MaxLen: 3},
	"nested":      {Kinds: value.KindsOf(value.KindList), Members: value.KindsOf(value.KindString, value.KindList), MinLen: 2, MaxLen: 20},
	"mail":        {Kinds: value.KindsOf(value.KindString, value.KindNull)},
	"state":       {Kinds: value.KindsOf(value.KindString, value.KindNull), Values: []value.Value{value.String("NSW"), value.String("QLD")}},
	"enabled":     {Kinds: value.KindsOf(value.KindBoolean)},
	"active":      {Kinds: value.KindsOf(value.KindBoolean, value.KindNull)},
	"count":       {Kinds: value.KindsOf(value.KindInteger)},
	"number":      {Kinds: value.KindsOf(value.KindInteger, value.KindNull)},
	"hired":       {Kinds: value.KindsOf(value.KindDateTime)},
	"left":        {Kinds: value.KindsOf(value.KindDateTime, value.KindNull)},
	"phones":      {Kinds: value.KindsOf(value.KindList, value.KindNull), Members: value.KindsOf(value.KindString), MaxLen: 20},
	"manager":     {Kinds: value.KindsOf(value.KindReference, value.KindNull), MaxLen: 200},
	"sid":         {Kinds: value.KindsOf(value.KindBinary, value.KindNull)},
}

// shapeRows returns the expressions of testdata/shapes.txt, each with its shape.
func shapeRows(t testing.TB) (rows [][2]string) {
	t.Helper()
	file, err := os.Open("testdata/shapes.txt")
	require.NoError(t, err)
	defer file.Close()
	for lines := bufio.NewScanner(file); lines.Scan(); {
		if src, want, isRow := strings.Cut(lines.Text(), " → "); isRow {
			rows = append(rows, [2]string{src, want})
		} else {
			require.True(t, strings.HasPrefix(lines.Text(), "#"), lines.Text())
		}
	}
	require.NotEmpty(t, rows)
	return rows
}

func TestInfer(t *testing.T) {
	t.Parallel()
	for _, row := range shapeRows(t) {
		prog, err := expr.Compile(row[0])
		require.NoError(t, err, row[0])
		require.Less(t, prog.Infer(staff).Shape.MaxLen, 1<<30, "%s: a length that is not bounded is 0", row[0])
		if diff := cmp.Diff(row[1], prog.Infer(staff).Shape.String()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", row[0], diff)
		}
	}
}

// TestNoEvaluationContradictsShapes evaluates every row of the table for objects with the types of staff, and for others.
func TestNoEvaluationContradictsShapes(t *testing.T) {
	for _, row := range shapeRows(t) {
		prog := expr.MustCompile(row[0])
		rapid.Check(t, func(t *rapid.T) {
			types := exprgen.Types{}
			for _, name := range prog.Attributes() {
				if s, known := staff[name]; known && rapid.IntRange(0, 3).Draw(t, "as staff") > 0 {
					types[name] = s
				}
			}
			requireInferred(t, prog, prog.Infer(types), drawAttributes(t, types, prog.Attributes()))
		})
	}
}

func TestInferUnderCompat(t *testing.T) {
	t.Parallel()
	var (
		eager  = expr.Compat{EagerBranches: true}
		strict = expr.Compat{IIFNullConditionFails: true}
		empty  = expr.Compat{EmptyStringIsNull: true}
	)
	for _, row := range []struct {
		src    string
		compat expr.Compat
		want   string
	}{
		{`IIF(True, [displayName], Error("never"))`, eager, "always fails"},
		{`IIF(True, [displayName], CDate([mail]))`, eager, "String? ≤64, may fail"},
		{`IIF(True, [displayName], CDate([mail]))`, expr.Compat{}, "String? ≤64"},
		{`IIF(IsPresent([displayName]), [displayName], "-")`, eager, "String? ≤64"},
		{`ToLower("ABC")`, eager, `String {"abc"}`},
		{`Coalesce([givenName], Item([phones], 2))`, eager, "String 1–30, may fail"},

		{`IIF([displayName] = "x", [displayName], "-")`, strict, "String 1–64, may fail"},
		{`IIF([givenName] = "x", [givenName], "-")`, strict, "String 1–30"},
		{`IIF(IsNull(NULL), [displayName], "-")`, strict, "String? ≤64"},
		{`Switch([displayName], [displayName], "x", "-")`, strict, "String? ≤64"},

		{`[displayName]`, empty, "String? 1–64"},
		{`[givenName]`, empty, "String 1–30"},
		{`[phones]`, empty, "[String]? ≤20"},
		{`[unknown]`, empty, "Any?"},
		{`Append([displayName], "")`, empty, "String ≤64"},
		{`Coalesce([displayName], "-")`, empty, "String 1–64"},
	} {
		prog, err := expr.Compile(row.src, expr.WithCompat(row.compat))
		require.NoError(t, err, row.src)
		if diff := cmp.Diff(row.want, prog.Infer(staff).Shape.String()); diff != "" {
			t.Errorf("%s under %+v (-want +got):\n%s", row.src, row.compat, diff)
		}
	}
}

func TestInferenceOfParts(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		src  string
		want []string
	}{
		{`CRef(IIF([enabled], "a", "b"))`, []string{
			`CRef(IIF([enabled], "a", "b")): Reference {"a", "b"}`,
			`IIF([enabled], "a", "b"): String {"a", "b"}`,
			`[enabled]: Boolean {True, False}`,
			`"a": String {"a"}`,
			`"b": String {"b"}`,
		}},
		{`Join(" ", [givenName], , [mail])`, []string{
			`Join(" ", [givenName], , [mail]): String ≥1`,
			`" ": String {" "}`,
			`[givenName]: String 1–30`,
			`[mail]: String?`,
		}},
		{`IIF(IsPresent([mail]), [mail], Left([mail], 3))`, []string{
			`IIF(IsPresent([mail]), [mail], Left([mail], 3)): String`,
			`IsPresent([mail]): Boolean {True, False}`,
			`[mail]: String?`,
			`[mail]: String ≥1`,
			`Left([mail], 3): String ≤3`,
			`[mail]: String?`,
			`3: Integer {3}`,
		}},
		{`IIF([givenName] = "", "none", Switch(True, [mail], "True", 1))`, []string{
			`IIF([givenName]="", "none", Switch(True, [mail], "True", 1)): Integer {1}`,
			`[givenName]="": Boolean {False}`,
			`[givenName]: String 1–30`,
			`"": String {""}`,
			`"none" is not evaluated`,
			`Switch(True, [mail], "True", 1): Integer {1}`,
			`True: Boolean {True}`,
			`[mail] is not evaluated`,
			`"True": String {"True"}`,
			`1: Integer {1}`,
		}},
		{`Coalesce([givenName], [mail])`, []string{
			`Coalesce([givenName], [mail]): String 1–30`, `[givenName]: String 1–30`, `[mail] is not evaluated`,
		}},
	} {
		prog := expr.MustCompile(row.src)
		inference := prog.Infer(staff)
		var got []string
		for n := range syntax.Nodes(prog.Tree()) {
			if _, omitted := n.(*syntax.Omitted); omitted {
				continue
			}
			line := syntax.Format(n) + ": " + inference.Of(n).String()
			if !inference.Evaluated(n) {
				line = syntax.Format(n) + " is not evaluated"
			}
			got = append(got, line)
		}
		if diff := cmp.Diff(row.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", row.src, diff)
		}
	}
}

func TestInferNothingOfOtherTrees(t *testing.T) {
	t.Parallel()
	inference := expr.MustCompile(`[a]`).Infer(nil)
	other := expr.MustCompile(`[a]`).Tree()
	require.False(t, inference.Evaluated(other))
	require.Equal(t, functions.Shape{}, inference.Of(other))
}

// TestInferEndsSoon: the cost of nested conditions with many attributes must not multiply.
func TestInferEndsSoon(t *testing.T) {
	t.Parallel()
	nested := `[a]`
	for range 60 {
		nested = `IIF(IsPresent(` + nested + `) = ([b] = [c]), IIF([a] = "x", [a], [b]), "z")`
	}
	branches := `[a]`
	for range 60 {
		branches = `IIF(IsPresent([a]), ` + branches + `, [b])`
	}
	for _, src := range []string{nested, branches} {
		prog, err := expr.Compile(src)
		require.NoError(t, err)
		require.True(t, prog.Infer(nil).Shape.MayBeNull())
	}
}
