package expr_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/value"
)

// meets evaluates an expression and returns the points that it meets and those that it does not, in the order of the text.
func meets(t *testing.T, p *expr.Program, attrs value.Map) (met, unmet []string) {
	t.Helper()
	points := p.Points()
	seen := make([]bool, len(points))
	env := &expr.Env{Attrs: attrs, Met: func(n int) { seen[n] = true }, Taken: func(_ context.Context, _, candidate string) (bool, error) {
		return strings.HasPrefix(candidate, "taken"), nil
	}}
	with, errWith := p.Eval(env)
	env.Met = nil
	without, err := p.Eval(env)
	require.Equal(t, err == nil, errWith == nil, "watching changes nothing: %v, %v", errWith, err)
	require.True(t, with.Equal(without), "watching changes nothing: %v, %v", with, without)
	order := make([]int, len(points))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return points[a].Span.Start - points[b].Span.Start })
	for _, i := range order {
		if seen[i] {
			met = append(met, points[i].Text)
		} else {
			unmet = append(unmet, points[i].Text)
		}
	}
	return met, unmet
}

// Each row is an expression with what an evaluation of it meets, and what it does not, written out by hand.
func TestEvaluationsMeetWhatTheyChoose(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		expr       string
		attrs      value.Map
		met, unmet string
	}{
		{`IIF([a]="1", "yes", "no")`, value.Map{"a": "1"}, `IIF true branch "yes"`, `IIF false branch "no"`},
		{`IIF([a]="1", "yes", "no")`, value.Map{"a": "2"}, `IIF false branch "no"`, `IIF true branch "yes"`},
		{`IIF([a]="1", "yes", "no")`, nil, `IIF false branch "no"`, `IIF true branch "yes"`},
		{`IIF([on], "yes", )`, value.Map{"on": true}, `IIF true branch "yes"`, `IIF false branch`},
		{`IIF([on], "yes", )`, value.Map{"on": false}, `IIF false branch`, `IIF true branch "yes"`},
		{`IIF([on], , "no")`, value.Map{"on": "True"}, `IIF true branch`, `IIF false branch "no"`},
		{`IIF([on], "yes", "no")`, value.Map{"on": "perhaps"}, ``, `IIF true branch "yes"; IIF false branch "no"`},
		{`IIF([on], Error("x"), "no")`, value.Map{"on": true}, `IIF true branch Error("x")`, `IIF false branch "no"`},
		{`IIF(IsNull([a]), IgnoreAttributeFlow, [a])`, nil, `IIF true branch IgnoreAttributeFlow`, `IIF false branch [a]`},
		{
			`IIF([a]="1", IIF([b]="1", "11", "10"), IIF([b]="1", "01", "00"))`, value.Map{"a": "1", "b": "0"},
			`IIF true branch IIF([b]="1", "11", "10"); IIF false branch "10"`,
			`IIF true branch "11"; IIF false branch IIF([b]="1", "01", "00"); IIF true branch "01"; IIF false branch "00"`,
		},
		{
			`IIF([a]="1", IIF([b]="1", "11", "10"), IIF([b]="1", "01", "00"))`, value.Map{"a": "0", "b": "1"},
			`IIF false branch IIF([b]="1", "01", "00"); IIF true branch "01"`,
			`IIF true branch IIF([b]="1", "11", "10"); IIF true branch "11"; IIF false branch "10"; IIF false branch "00"`,
		},
		{`IIF(IIF([a]="1", True, False), "t", "f")`, value.Map{"a": "1"}, `IIF true branch True; IIF true branch "t"`, `IIF false branch False; IIF false branch "f"`},
		{`ToUpper(IIF([a]="1", "x", "y"), )`, value.Map{"a": "1"}, `IIF true branch "x"`, `IIF false branch "y"`},
		{`Join("-", IIF([a]="1", "x", "y"), IIF([a]="1", "v", "w"))`, value.Map{"a": "1"}, `IIF true branch "x"; IIF true branch "v"`, `IIF false branch "y"; IIF false branch "w"`},
		{`IIF([a]="1", "x", "y") & "-"`, value.Map{"a": "0"}, `IIF false branch "y"`, `IIF true branch "x"`},
		{`IIF(IIF([a]="1", "x", "y")="x", "p", "q")`, value.Map{"a": "0"}, `IIF false branch "y"; IIF false branch "q"`, `IIF true branch "x"; IIF true branch "p"`},
		{`Not(IIF([a]="1", True, False))`, value.Map{"a": "1"}, `IIF true branch True`, `IIF false branch False`},

		{`Switch([c], "?", "A", "1", "B", "2")`, value.Map{"c": "A"}, `Switch key "A"`, `Switch default "?"; Switch key "B"`},
		{`Switch([c], "?", "A", "1", "B", "2")`, value.Map{"c": "B"}, `Switch key "B"`, `Switch default "?"; Switch key "A"`},
		{`Switch([c], "?", "A", "1", "B", "2")`, value.Map{"c": "b"}, `Switch default "?"`, `Switch key "A"; Switch key "B"`},
		{`Switch([c], "?", "A", "1")`, nil, `Switch default "?"`, `Switch key "A"`},
		{`Switch([c], "?", "", "1")`, nil, `Switch key ""`, `Switch default "?"`},
		{`Switch([c], , "A", "1")`, value.Map{"c": "x"}, `Switch default`, `Switch key "A"`},
		{`Switch([c], , "A", "1", "A", "2")`, value.Map{"c": "A"}, `Switch key "A"`, `Switch default; Switch key "A"`},
		{`Switch([c], "?", [k], "1", "B", "2")`, value.Map{"c": "B", "k": "x"}, `Switch key "B"`, `Switch default "?"; Switch key [k]`},
		{`Switch([c], "?", [k], "1", "B", "2")`, value.Map{"c": "x", "k": "x"}, `Switch key [k]`, `Switch default "?"; Switch key "B"`},
		{`Switch([c], "?", [k], "1", "B", "2")`, value.Map{"c": "y", "k": "x"}, `Switch default "?"`, `Switch key [k]; Switch key "B"`},
		{`Switch([on], "?", "True", "1", "False", "0")`, value.Map{"on": true}, `Switch key "True"`, `Switch default "?"; Switch key "False"`},
		{`Switch([c], "?", "A", "1")`, value.Map{"c": []string{"A", "B"}}, ``, `Switch default "?"; Switch key "A"`},
		{
			`Switch([c], IIF([a]="1", "x", "y"), "A", IIF([a]="1", "v", "w"))`, value.Map{"c": "A", "a": "1"},
			`Switch key "A"; IIF true branch "v"`, `Switch default IIF([a]="1", "x", "y"); IIF true branch "x"; IIF false branch "y"; IIF false branch "w"`,
		},
		{
			`Switch([c], Switch([d], "?", "D", "1"), "C", "2")`, value.Map{"d": "D"},
			`Switch default Switch([d], "?", "D", "1"); Switch key "D"`, `Switch default "?"; Switch key "C"`,
		},
		{
			`Switch([c], "0", "1", "a", "2", "b", "3", "c", "4", "d", "5", "e", "6", "f", "7", "g", "8", "h", "9", "i")`, value.Map{"c": "9"},
			`Switch key "9"`,
			`Switch default "0"; Switch key "1"; Switch key "2"; Switch key "3"; Switch key "4"; Switch key "5"; Switch key "6"; Switch key "7"; Switch key "8"`,
		},
		{`Switch(IIF([a]="1", "A", "B"), "?", "A", "1")`, value.Map{"a": "1"}, `IIF true branch "A"; Switch key "A"`, `IIF false branch "B"; Switch default "?"`},

		{`Coalesce([a], [b], "c")`, value.Map{"a": "1", "b": "2"}, `Coalesce alternative [a]`, `Coalesce alternative [b]; Coalesce alternative "c"`},
		{`Coalesce([a], [b], "c")`, value.Map{"b": "2"}, `Coalesce alternative [b]`, `Coalesce alternative [a]; Coalesce alternative "c"`},
		{`Coalesce([a], [b], "c")`, nil, `Coalesce alternative "c"`, `Coalesce alternative [a]; Coalesce alternative [b]`},
		{`Coalesce([a], [b])`, nil, ``, `Coalesce alternative [a]; Coalesce alternative [b]`},
		{`Coalesce([a], [b])`, value.Map{"a": ""}, `Coalesce alternative [a]`, `Coalesce alternative [b]`},
		{`Coalesce(IIF([a]="1", "x", ), "z")`, value.Map{"a": "0"}, `IIF false branch; Coalesce alternative "z"`, `Coalesce alternative IIF([a]="1", "x", ); IIF true branch "x"`},
		{`Coalesce([a], IIF([b]="1", "x", "y"))`, value.Map{"a": "1"}, `Coalesce alternative [a]`, `Coalesce alternative IIF([b]="1", "x", "y"); IIF true branch "x"; IIF false branch "y"`},
		{`IIF(IsPresent([a]), Coalesce([a], "n"), "-")`, value.Map{"a": "1"}, `IIF true branch Coalesce([a], "n"); Coalesce alternative [a]`, `Coalesce alternative "n"; IIF false branch "-"`},
		{`Coalesce([a], Error("none"))`, nil, `Coalesce alternative Error("none")`, `Coalesce alternative [a]`},

		{`Replace([a], , "^x", , "y", , )`, value.Map{"a": "xx"}, `Replace match of "^x"`, `Replace no match of "^x"`},
		{`Replace([a], , "^x", , "y", , )`, value.Map{"a": "ax"}, `Replace no match of "^x"`, `Replace match of "^x"`},
		{`Replace([a], , "^x", , "y", , )`, nil, ``, `Replace match of "^x"; Replace no match of "^x"`},
		{`Replace([a], , "^x", , "y", , )`, value.Map{"a": []string{"x", "a"}}, `Replace match of "^x"; Replace no match of "^x"`, ``},
		{`Replace([a], , [p], , "y", , )`, value.Map{"a": "ab", "p": "b"}, `Replace match of [p]`, `Replace no match of [p]`},
		{`Replace([a], , "(?<n>b)", "n", "y", , )`, value.Map{"a": "ac"}, `Replace no match of "(?<n>b)"`, `Replace match of "(?<n>b)"`},
		{`Replace([a], , "(?<n>b)", "n", , [o], )`, value.Map{"o": "ab"}, `Replace match of "(?<n>b)"`, `Replace no match of "(?<n>b)"`},
		{`Replace([a], , "(?<n>b)", "n", , [o], )`, value.Map{"a": "1", "o": "ab"}, ``, `Replace match of "(?<n>b)"; Replace no match of "(?<n>b)"`},
		{`Replace([a], , "(\\.)*$", , "", , )`, value.Map{"a": "x"}, `Replace match of "(\\.)*$"`, ``},
		{`Replace([a], , "(\\.)+$", , "", , )`, value.Map{"a": "x"}, `Replace no match of "(\\.)+$"`, `Replace match of "(\\.)+$"`},
		{`Replace([a], , "(?<n>x)*$", "n", , [o], )`, value.Map{"o": "y"}, `Replace no match of "(?<n>x)*$"`, `Replace match of "(?<n>x)*$"`},
		{`Replace([a], "x", , , "y", , )`, value.Map{"a": "x"}, ``, ``},
		{
			`Replace(Replace([a], , "x", , "y", , ), , "y", , "z", , )`, value.Map{"a": "x"},
			`Replace match of "x"; Replace match of "y"`, `Replace no match of "x"; Replace no match of "y"`,
		},

		{`SelectUniqueValue([a], [b])`, value.Map{"a": "1", "b": "2"}, `SelectUniqueValue candidate [a]`, `SelectUniqueValue candidate [b]`},
		{`SelectUniqueValue([a], [b])`, value.Map{"a": "taken", "b": "2"}, `SelectUniqueValue candidate [b]`, `SelectUniqueValue candidate [a]`},
		{`SelectUniqueValue([a], [b])`, value.Map{"a": "taken", "b": "taken2"}, ``, `SelectUniqueValue candidate [a]; SelectUniqueValue candidate [b]`},
		{`SelectUniqueValue([a], [b])`, nil, ``, `SelectUniqueValue candidate [a]; SelectUniqueValue candidate [b]`},
		{
			`SelectUniqueValue(IIF([a]="1", "taken", "n"), IIF([a]="1", "p", "q"))`, value.Map{"a": "1"},
			`IIF true branch "taken"; SelectUniqueValue candidate IIF([a]="1", "p", "q"); IIF true branch "p"`,
			`SelectUniqueValue candidate IIF([a]="1", "taken", "n"); IIF false branch "n"; IIF false branch "q"`,
		},
		{`ToUpper([a], )`, value.Map{"a": "1"}, ``, ``},
	} {
		t.Run(row.expr, func(t *testing.T) {
			t.Parallel()
			met, unmet := meets(t, expr.MustCompile(row.expr), row.attrs)
			require.Equal(t, row.met, strings.Join(met, "; "))
			require.Equal(t, row.unmet, strings.Join(unmet, "; "))
		})
	}
}

// Where branches are evaluated eagerly, only the chosen one is met.
func TestEagerBranchesAreNotMet(t *testing.T) {
	t.Parallel()
	p := expr.MustCompile(`IIF([a]="1", Switch([b], "?", "B", "1"), "no")`, expr.WithCompat(expr.Compat{EagerBranches: true}))
	met, unmet := meets(t, p, value.Map{"a": "0", "b": "B"})
	require.Equal(t, []string{`Switch key "B"`, `IIF false branch "no"`}, met, "the arguments of a call are evaluated before it")
	require.Equal(t, []string{`IIF true branch Switch([b], "?", "B", "1")`, `Switch default "?"`}, unmet)
}

// What no object can meet is known before there is data.
func TestWhatCannotBeMet(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`IIF([a]="1", "x", )`:                    `IIF true branch "x"; IIF false branch`,
		`IIF(False, "x", )`:                      `IIF false branch`,
		`IIF(True, "a", "b")`:                    `IIF true branch "a"`,
		`IIF(False, , [b])`:                      `IIF false branch [b]`,
		`IIF([a]="1", "a", "b")`:                 `IIF true branch "a"; IIF false branch "b"`,
		`IIF([a]="1", IIF(True, "x", "y"), "b")`: `IIF true branch IIF(True, "x", "y"); IIF true branch "x"; IIF false branch "b"`,
		`Coalesce([a], "b", [c])`:                `Coalesce alternative [a]; Coalesce alternative "b"`,
		`Coalesce([a], NULL)`:                    `Coalesce alternative [a]`,
		`Switch("A", "?", "A", "1", "B", "2")`:   `Switch key "A"`,
		`Switch([a], , "A", "1")`:                `Switch default; Switch key "A"`,
	} {
		p := expr.MustCompile(text)
		known := p.Infer(nil)
		points := p.Points()
		slices.SortStableFunc(points, func(a, b expr.Point) int { return a.Span.Start - b.Span.Start })
		var may []string
		for _, point := range points {
			if known.MayMeet(point) {
				may = append(may, point.Text)
			}
		}
		require.Equal(t, want, strings.Join(may, "; "), text)
	}
}

func TestPointsShowNoConstantsWhereValuesAreHidden(t *testing.T) {
	t.Parallel()
	p := expr.MustCompile(`Switch([c], "secret0", "secret1", "secret2")`, expr.WithHiddenValues())
	for _, point := range p.Points() {
		require.NotContains(t, point.Text, "secret")
	}
}
