package expr_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/dev/exprgen"
	"github.com/attrmap/attrmap/internal/dev/golden"
)

func TestDescribe(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ src, want string }{
		{`[mail]`, `[mail]`},
		{`"True"`, `"True"`},
		{`[urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department]`, `[urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department]`},
		{`Guid()`, `a new GUID`},
		{`ToLower([mail], )`, `[mail] in lower case`},
		{`ToLower([mail], "tr")`, `[mail] in lower case as in the culture "tr"`},
		{`Join(".", [givenName], [surname])`, `[givenName] and [surname] joined with "."`},
		{`Join("", [a], [b], [c])`, `[a], [b] and [c] joined with nothing`},
		{`NormalizeDiacritics(StripSpaces(Join(".", [a], [b])))`, `[a] and [b] joined with ".", without spaces, without diacritics`},
		{`Join("@", ToLower([a]), DefaultDomain())`, `([a] in lower case) and the tenant's default domain joined with "@"`},
		{`Mid([a], 1, 1)`, `1 character of [a] from position 1 on`},
		{`Mid([a], "2", "64")`, `64 characters of [a] from position 2 on`},
		{`Mid([a], Len([b]), [n])`, `[n] of [a] from position (the number of characters of [b]) on`},
		{`Left(Trim([a]), 20)`, `the first 20 characters of ([a] without white space at its ends)`},
		{`Word([mail], 2, "@")`, `word 2 of [mail], split at "@"`},
		{`ToLower(Word([mail], 2, "@"))`, `(word 2 of [mail], split at "@") in lower case`},
		{`Replace([a], "-", , , "_", , )`, `[a] with every "-" replaced by "_"`},
		{`Replace([a], , "\\s+", , "", , )`, `[a] with every match of "\\s+" replaced by nothing`},
		{`Replace([a], , "(?<n>\\d)", "n", "0", , )`, `[a] with the group "n" of every match of "(?<n>\\d)" replaced by "0"`},
		{`Replace([a], , "(?<n>\\d)", "n", , [b], )`, `[a], or where it has no value the group "n" of the pattern "(?<n>\\d)" in [b]`},
		{`Replace([a], "<x>", , , , , "<x>@contoso.com")`, `"<x>@contoso.com" with [a] in place of each "<x>"`},
		{`IIF([a]="x", [b], [c])`, `[b] if [a] is "x", else [c]`},
		{`IIF([a]<>"", [b], )`, `[b] if [a] is not empty, else nothing`},
		{`IIF([a], , [b])`, `nothing if [a] is true, else [b]`},
		{`IIF(IsPresent([a]), "1", IIF(IsNullOrEmpty([b]), "2", "3"))`, `"1" if [a] has a value, else "2" if [b] has no value, else "3"`},
		{`IIF(IsPresent([a]), IIF([b]=1, "2", "3"), Trim([c]))`, `("2" if [b] is 1, else "3") if [a] has a value, else [c] without white space at its ends`},
		{`IIF(Not([a]), IgnoreAttributeFlow, IgnoreObjectFlow)`, `nothing (the attribute is left as it is) if [a] is not true, else nothing (the object is left out)`},
		{`IIF(DateDiff("d", Now(), CDate([a]))>=14, "x", "y")`, `"x" if (the number of days from the present time to ([a] as a date)) is at least 14, else "y"`},
		{`CBool([a]="x")`, `whether [a] is "x"`},
		{`Not(IsPresent([a]))`, `whether (whether [a] has a value) is not true`},
		{`[a]<=5`, `whether [a] is at most 5`},
		{`([a]="x")="True"`, `whether (whether [a] is "x") is "True"`},
		{`Switch([a], , "US", "United States", "DE", "Germany")`, `chosen by [a]: "United States" for "US", "Germany" for "DE"`},
		{`Switch([a], [b], "", "none", "x", )`, `chosen by [a]: "none" for an empty text, nothing for "x", else [b]`},
		{`DateAdd("d", "-14", CDate([a]))`, `[a] as a date, moved by -14 days`},
		{`DateAdd([unit], 1, Now())`, `the present time moved by 1 [unit]`},
		{`FormatDateTime([a], , "yyyy-MM-dd", "M/d/yyyy")`, `[a] as a date in the form "M/d/yyyy" (read as "yyyy-MM-dd")`},
		{`FormatDateTime([a], "yyyy-MM-dd", "M/d/yyyy")`, `[a] as a date in the form "M/d/yyyy" (read as "yyyy-MM-dd")`},
		{`IgnoreFlowIfNullOrEmpty(Trim([a]))`, `([a] without white space at its ends), where it has a value: else the attribute is left as it is`},
		{`SelectUniqueValue([a], Append([a], "2"))`, `the first of [a] and ([a] followed by "2") that no other object of the target has`},
		{`"t-" & [a] & ToUpper([b])`, `"t-" followed by [a] followed by ([b] in upper case)`},
		{`Append([a], %DomainFQDN%)`, `[a] followed by the job's %DomainFQDN%`},
		{`InStr([a], "b", , vbTextCompare)`, `the position of "b" in [a], by text without case`},
		{"Join(\"\n\", [a], [b])", `[a] and [b] joined with "↵"`},
		{`Foo([a], Trim([b]), , 5)`, `the result of Foo for [a], ([b] without white space at its ends), nothing and 5`},
		{`Foo()`, `the result of Foo`},
		{`Replace([a], [b], , , , , )`, `the result of Replace for [a], [b], nothing, nothing, nothing, nothing and nothing`},
	} {
		require.Equal(t, row.want, expr.Describe(root(t, row.src), expr.DescribeOptions{}), row.src)
	}
	require.Equal(t, "", expr.Describe(nil, expr.DescribeOptions{}))
}

func TestDescribeTruncatesLongConstants(t *testing.T) {
	t.Parallel()
	long := `"` + strings.Repeat("é", 100) + `"`
	require.Equal(t, `[a] followed by "`+strings.Repeat("é", 58)+"…", expr.Describe(root(t, `Append([a], `+long+`)`), expr.DescribeOptions{}))
	pairs := strings.Repeat(`, "k", "v"`, 13)
	require.Equal(t, "chosen by [a]: "+strings.Repeat(`"v" for "k", `, 10)+"and 3 more, else [b]",
		expr.Describe(root(t, `Switch([a], [b]`+pairs+`)`), expr.DescribeOptions{}))
	require.Equal(t, "[a]"+strings.Repeat(", [a]", 9)+` and 2 more joined with "-"`,
		expr.Describe(root(t, `Join("-"`+strings.Repeat(", [a]", 12)+`)`), expr.DescribeOptions{}))
}

// TestDescribeWordsEachPartOnce describes conditions nested to the maximum depth.
func TestDescribeWordsEachPartOnce(t *testing.T) {
	t.Parallel()
	src := strings.Repeat("IIF(", 190) + "[a]" + strings.Repeat(`, "b", )`, 190)
	words := expr.Describe(root(t, src), expr.DescribeOptions{})
	require.Equal(t, 190, strings.Count(words, `"b" if `))
}

func TestDescribeMarksCode(t *testing.T) {
	t.Parallel()
	opts := expr.DescribeOptions{Code: func(text string) string { return "<" + text + ">" }}
	require.Equal(t, `<mail> if <country> is <"US">, else the first 3 characters of <mail>`,
		expr.Describe(root(t, `IIF([country]="US", [mail], Left([mail], 3))`), opts))
}

func TestDescribeCustomFunctions(t *testing.T) {
	t.Parallel()
	reg, err := functions.Standard().With(functions.Spec{
		Name: "Initials", Summary: "Gives the initials.", Origin: functions.Custom, Phrases: []string{"the initials of {source}"},
		Params: []functions.Param{{Name: "source", Doc: "the text"}},
		Eval:   func(functions.Args) (value.Value, error) { return value.Null, nil },
	})
	require.NoError(t, err)
	require.Equal(t, "the initials of [a], in lower case", expr.Describe(root(t, `ToLower(Initials([a]))`), expr.DescribeOptions{Functions: reg}))
}

func root(t *testing.T, src string) syntax.Node {
	t.Helper()
	tree, err := syntax.Parse(src)
	require.NoError(t, err)
	return tree.Root
}

// TestEveryExpressionHasWords draws random trees, also with unknown functions.
func TestEveryExpressionHasWords(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		require.NotEmpty(t, expr.Describe(exprgen.Tree(t, 4), expr.DescribeOptions{}))
	})
	for _, row := range golden.Lines[documentedRow](t, "testdata/documented.jsonl") {
		if tree, err := syntax.Parse(row.Expr); err == nil {
			words := expr.Describe(tree.Root, expr.DescribeOptions{})
			require.NotEmpty(t, words)
			require.NotContains(t, words, "\n")
		}
	}
}
