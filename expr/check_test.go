package expr_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
)

// findings returns the findings of Check, each as its severity, code and text in the source.
func findings(src string, opts ...expr.Option) []string {
	var lines []string
	for _, d := range expr.Check(src, opts...) {
		lines = append(lines, d.Severity.String()+" "+string(d.Code)+" "+src[d.Span.Start:d.Span.End])
	}
	return lines
}

func TestReplaceReportsWhatIsWritten(t *testing.T) {
	t.Parallel()
	for src, want := range map[string]string{
		`Replace([a])`:                               "Replace does not accept the combination of a source alone",
		`Replace([a], , , , , , )`:                   "Replace does not accept the combination of a source alone",
		`Replace([a], "x", "y", , , , )`:             "Replace does not accept the combination oldValue, regexPattern",
		`Replace([a], , , , "x", [b], )`:             "Replace does not accept the combination replacementValue, replacementAttributeName",
		`Replace([a], "x", "y", "z", "v", [b], "t")`: "Replace does not accept the combination oldValue, regexPattern, regexGroupName, replacementValue, replacementAttributeName, template",
	} {
		_, err := expr.Compile(src)
		require.ErrorContains(t, err, want+":", src)
	}
}

func TestCheck(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		src  string
		want []string
	}{
		{`Join("@", [alias], "contoso.com")`, nil},
		{`[mail]`, nil},

		// Functions
		{`Nothing([a])`, []string{"error unknown-function Nothing"}},
		{`tolower([a])`, []string{"warning function-case tolower"}},
		{`IsNothing([a])`, []string{"warning function-alias IsNothing"}},
		{`isnothing([a])`, []string{"warning function-alias isnothing"}},
		{`SelectUniqueValues([a], [b])`, []string{"warning function-alias SelectUniqueValues"}},
		{`Trim([a])`, []string{"warning outside-reference Trim"}},
		{`Prepend("x", [a])`, []string{"warning outside-reference Prepend"}},

		// Numbers of arguments
		{`Len()`, []string{"error too-few-arguments Len()"}},
		{`Guid(1)`, []string{"error too-many-arguments 1"}},
		{`Guid( )`, nil},
		{`Len([a], [b], [c])`, []string{"error too-many-arguments [b]"}},
		{`IIF([a] = "x", "y")`, []string{`error too-few-arguments IIF([a] = "x", "y")`}},
		{`IIF([a] = "x", "y", "z", "w")`, []string{`error too-many-arguments "w"`}},
		{`Join(",")`, []string{`error too-few-arguments Join(",")`}},
		{`SelectUniqueValue([a])`, []string{"error too-few-arguments SelectUniqueValue([a])"}},
		{`Switch([a], "d", "k")`, []string{`error too-few-arguments Switch([a], "d", "k")`}},
		{`Switch([a], "d", "k", "v", "k2")`, []string{`error switch-pairs "k2"`}},
		{`Len([a], )`, []string{"warning surplus-empty-argument "}},
		{`Len([a], , )`, []string{"warning surplus-empty-argument ", "warning surplus-empty-argument "}},
		{`Switch([a], "d", "k", "v", )`, []string{"warning surplus-empty-argument "}},
		{`Switch([a], , "k", )`, nil},
		{`ToLower([a], )`, nil},
		{`InStr([a], "/", , )`, nil},
		{`Mid([a], )`, []string{"error missing-argument "}},
		{`ToLower()`, []string{"error too-few-arguments ToLower()"}},
		{`ToLower(, "en-US")`, []string{"error missing-argument "}},
		{`FormatDateTime([a], "yyyy")`, []string{`error too-few-arguments FormatDateTime([a], "yyyy")`}},
		{`FormatDateTime([a], "yyyy", "yy")`, nil},
		{`IIF([a] = "x", , )`, nil},
		{`IIF(, "y", "z")`, []string{"error missing-argument "}},
		{`Coalesce([a], , [b], )`, nil},

		// Numbers
		{`Append("x", 0.` + strings.Repeat("1", 1000) + `)`, nil},
		{`Append("x", 0.` + strings.Repeat("1", 1200) + `)`, []string{"error malformed-number 0." + strings.Repeat("1", 1200)}},

		// Kinds
		{`Left([a], "three")`, []string{`error bad-constant "three"`}},
		{`Left([a], "3")`, nil},
		{`Mid([a], "")`, []string{`error bad-constant ""`}},
		{`Left([a], True)`, []string{"error bad-constant True", "warning bare-constant True"}},
		{`IIF("maybe", 1, 2)`, []string{`error bad-constant "maybe"`}},
		{`IIF("true", 1, 2)`, nil},
		{`IIF(Now(), 1, 2)`, []string{"error argument-kind Now()"}},
		{`Left([a], IsNull([b]))`, []string{"error argument-kind IsNull([b])"}},
		{`Left([a], [b] = "x")`, []string{`error argument-kind [b] = "x"`}},
		{`Left([a], Len([b]))`, nil},
		{`Left([a], ToLower([b]))`, nil},
		{`Left([a], IIF([b] = "", 1, 2))`, nil},
		{`BitAnd("", 1)`, nil}, // fails for every object, during evaluation

		// Constants that a function checks
		{`Mid([a], 0, 1)`, []string{"warning bad-constant 0"}},
		{`Mid([a], 1, -1)`, []string{"warning bad-constant -1"}},
		{`InStr([a], "x", 1, vbBinary)`, []string{"error unknown-identifier vbBinary"}},
		{`InStr([a], "x", 1, "binary")`, []string{`error bad-constant "binary"`}},
		{`ToLower([a], "no culture")`, []string{`error bad-constant "no culture"`}},
		{`DateAdd("days", 1, [a])`, []string{`error bad-constant "days"`}},
		{`DateAdd("q", 1, [a])`, []string{`warning undocumented-option "q"`}},
		{`Replace([a])`, []string{"error replace-mode Replace([a])"}},
		{`Replace([a], "x", "y", , , , )`, []string{`error replace-mode Replace([a], "x", "y", , , , )`}},
		{`Replace([a], "", , , "y", , )`, []string{`error bad-constant ""`}},
		{`Replace([a], , "(", , "y", , )`, []string{`error bad-constant "("`}},
		{`Replace([a], , "(?<x>a)", "X", "y", , )`, []string{`warning bad-constant "X"`}},

		// Places
		{`Append(SelectUniqueValue([a], [b]), "x")`, []string{"error unique-value-placement SelectUniqueValue"}},
		{`SelectUniqueValue(Switch([a], , "x", SelectUniqueValue([b], [c])), [d])`, []string{"error unique-value-placement SelectUniqueValue"}},
		{`ToLower(IgnoreFlowIfNullOrEmpty([a]))`, []string{"error ignore-flow-placement IgnoreFlowIfNullOrEmpty"}},
		{`IIF([a] = "x", IgnoreFlowIfNullOrEmpty([a]), )`, nil},
	} {
		t.Run(row.src, func(t *testing.T) {
			if diff := cmp.Diff(row.want, findings(row.src)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestCheckReportsAllFindings(t *testing.T) {
	t.Parallel()
	const src = `Join("-", tolower([a], "no culture"), Nope(Mid([b], 0), Append([c])), Left([d], "x"), Replace([e], "q"))`
	want := []string{
		"warning function-case tolower",
		`error bad-constant "no culture"`,
		"error unknown-function Nope",
		"warning bad-constant 0",
		"error too-few-arguments Append([c])",
		`error bad-constant "x"`,
		`error replace-mode Replace([e], "q")`,
	}
	if diff := cmp.Diff(want, findings(src)); diff != "" {
		t.Error(diff)
	}
	_, err := expr.Compile(src)
	var bad *expr.Diagnostics
	require.ErrorAs(t, err, &bad)
	if diff := cmp.Diff(expr.Check(src), bad.List); diff != "" {
		t.Errorf("Compile has other findings: %s", diff)
	}
	var list diag.List
	require.ErrorAs(t, err, &list)
}

func TestHints(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ src, hint string }{
		{`ToLowr([a])`, "did you mean ToLower?"},
		{`Cancat([a])`, ""},
		{`LCase([a])`, "write ToLower([a])"},
		{`LCase()`, "use ToLower"},
		{`RTrim([a])`, "use Trim, which removes the spaces at both ends, such as Trim([a])"},
		{`Right([a], 2)`, `write Replace([a], , "^.*(.{2})$", , "$1", , )`},
		{`Concat([a], [b])`, `write Join("", [a], [b])`},
		{`Format([a], "yyyy")`, `use FormatDateTime(source, , format of the source, format of the result), such as FormatDateTime([a], , "yyyy-MM-dd", "yyyy")`},
		{`Lookup(employeeId, [b], "x")`, "use Switch(source, default, key, value, …) among constants: nothing looks a value up in another object or table. A reference such as manager is mapped as it is"},
		{`Switch([a], "d", "k", "v", "k2")`, "write Switch(source, [defaultValue], key, …, value, …); leave the default empty if there is none: Switch(source, , key, value)"},
		{`Len([a], [b])`, "write Len(String)"},
		{`Join(",")`, "write Join(separator, source, …)"},
		{`instr([a], "b")`, "write InStr"},
		{`Mid([a], 0)`, "positions count from 1"},
		{`Append(SelectUniqueValue([a], [b]), "x")`, "make SelectUniqueValue the outermost function and put the others inside its arguments"},
	} {
		found := expr.Check(row.src)
		require.NotEmpty(t, found, row.src)
		require.Equal(t, row.hint, found[0].Hint.String(), row.src)
	}
}

// TestFunctionsOfOtherLanguagesAreRewritten: where the arguments leave no doubt, the fix is the whole text in this language.
func TestFunctionsOfOtherLanguagesAreRewritten(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ src, fix string }{
		{`LCase(Upper([a]))`, `ToLower(ToUpper([a]))`},
		{`Join("-",  LCase([a]), Proper([b]))`, `Join("-",  ToLower([a]), PCase([b]))`},
		{`If([a]="1", "x", "y")`, `IIF([a]="1", "x", "y")`},
		{`IIF(And([a]="x", [b]="y"), "1", "2")`, `IIF([a]="x", IIF([b]="y", "1", "2"), "2")`},
		{`IIF(Or([a]="x", LCase([b])="y"), "1", UCase([c]))`, `IIF([a]="x", "1", IIF(ToLower([b])="y", "1", ToUpper([c])))`},
		{`And([a]="x", [b]="y")`, `IIF([a]="x", [b]="y", "False")`},
		{`RegexReplace([a], "\\d+", "")`, `Replace([a], , "\\d+", , "", , )`},
		{`SUBSTITUTE([a], " ", "_")`, `Replace([a], " ", , , "_", , )`},
		{`Concatenate([a], " ", [b])`, `Join("", [a], " ", [b])`},
		{`Exact([a], "x")`, `[a]="x"`},
		{`IsBlank([a])`, `IsNullOrEmpty([a])`},
		{`Today()`, `Now()`},
		{`SubstringBefore([mail], "@")`, `Word([mail], 1, "@")`},
		{`SubstringAfter([mail], "@")`, `Replace([mail], , "^[^@]*@", , "", , )`},
		{`[a] ?? [b]`, `Coalesce([a], [b])`},
		{`Join("-", [a] ?? [b] ?? "x", [c])`, `Join("-", Coalesce([a], [b], "x"), [c])`},
		{`FirstOrDefault([a])`, `IIF(IsPresent([a]), Item([a], 1), )`},
		{`getEndOfString([a], 3)`, `Replace([a], , "^.*(.{3})$", , "$1", , )`},
		{`Regex_Replace([a], "x", "y")`, `Replace([a], , "x", , "y", , )`},
		// What is left over is not corrected by halves.
		{`LCase(Foo([a]))`, ``},
		{`Right([a], Len([b]))`, ``},
		{`Format([a], "yyyy")`, ``},
		{`If([a]="1", "x")`, ``},
		{`[a] ?? [b] ? "x" : "y"`, ``},
		{`Substring([a], 0, 3)`, ``},
	} {
		found := expr.Check(row.src)
		require.NotEmpty(t, found, row.src)
		require.Equal(t, row.fix, found[0].Fix, row.src)
		if row.fix != "" {
			_, err := expr.Compile(row.fix)
			require.NoError(t, err, row.src)
		}
	}
}

func TestKnownAttributes(t *testing.T) {
	t.Parallel()
	known := expr.WithAttributes("mail", "givenName", "name", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User", "emails")
	for _, row := range []struct {
		src, want, hint string
	}{
		{`Join("", [mail], [givenName])`, "", ""},
		{`[name.familyName]`, "", ""}, // the root of the path is known
		{`[emails[type eq "work"].value]`, "", ""},
		{`[urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department]`, "", ""},
		{`Append([mial], [mial])`, "warning unknown-attribute [mial]", "did you mean [mail]?"},
		{`[Mail]`, "warning attribute-case [Mail]", "write [mail]"},
		{`[shoeSize]`, "warning unknown-attribute [shoeSize]", ""},
	} {
		got := findings(row.src, known)
		require.Equal(t, row.want, strings.Join(got, "\n"), row.src)
		if row.want != "" {
			require.Equal(t, row.hint, expr.Check(row.src, known)[0].Hint.String(), row.src)
		}
		_, err := expr.Compile(row.src, known)
		require.NoError(t, err, "an unknown attribute is null, not an error")
	}
	require.Empty(t, findings(`[anything]`), "without names of attributes, none is unknown")
}

func TestCustomRegistries(t *testing.T) {
	t.Parallel()
	one := value.KindsOf(value.KindInteger)
	reg, err := functions.Standard().With(functions.Spec{
		Name: "Double", Summary: "Gives twice n.", Origin: functions.Custom, Result: one,
		Params: []functions.Param{{Name: "n", Doc: "a number", Kinds: one, Null: functions.NullIsError}},
		Eval: func(a functions.Args) (value.Value, error) {
			n, err := a.Integer(0, 0)
			return value.Integer(2 * n), err
		},
	})
	require.NoError(t, err)
	with := expr.WithFunctions(reg)
	requireSentences(t, []sentence{
		{`Double("21")`, nil, "integer 42"},
		{`Double(Double([n]))`, attrs{"n": 3}, "integer 12"},
		{`Double([n])`, nil, "fails: null"},
		{`Double("x")`, nil, "does not compile: bad-constant"},
		{`Double(Now())`, nil, "does not compile: argument-kind"},
	}, with)
	require.Empty(t, findings(`Double(1)`, with))
	require.Equal(t, []string{"error unknown-function Double"}, findings(`Double(1)`))

	require.Equal(t, []string{"error unknown-function Len"}, findings(`Len("x")`, expr.WithFunctions(&functions.Registry{})))
}

// TestRewritingDoesNotDouble: what a call means may have its argument twice, and a chain of them is not written out.
func TestRewritingDoesNotDouble(t *testing.T) {
	t.Parallel()
	nest := func(before, inside, after string, n int) string {
		return strings.Repeat(before, n) + inside + strings.Repeat(after, n)
	}
	for about, src := range map[string]string{
		"a call with its argument twice":     nest("Last(", "[a]", ")", 150),
		"a condition with its branch twice":  nest(`IIF(And([a]="1",[b]="2"), "x", `, "[c]", ")", 150),
		"an operator with its branch twice":  nest(`IIF([a]="1" AND [b]="2", "x", `, "[c]", ")", 150),
		"a choice with an operator":          nest(`([a]="1" && [b]="2" ? "x" : `, "[c]", ")", 150),
		"methods one after another":          "[a]" + strings.Repeat(".trim()", 1000),
		"a method with its value twice":      "[a]" + strings.Repeat(".last()", 1000),
		"texts joined by another operator":   `"a"` + strings.Repeat(` + [a]`, 2000),
		"functions of other languages alone": nest("LCase(", "[a]", ")", 150),
	} {
		found := expr.Check(src)
		require.True(t, found.HasErrors(), about)
		require.Less(t, len(found[0].Fix), 64<<10, about)
	}
}
