package expr_test

import (
	"encoding/json"
	"flag"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/dev/golden"
)

var update = flag.Bool("update", false, "write the golden files of testdata anew")

func explain(t *testing.T, src string, a value.Attributes, opts ...expr.Option) *expr.Explanation {
	t.Helper()
	prog, err := expr.Compile(src, opts...)
	require.NoError(t, err)
	return prog.Explain(noon(t, a))
}

// lines returns an expected explanation without the line break at its start, which is there for readability.
func lines(text string) string { return strings.TrimPrefix(text, "\n") }

// TestExplanations compares explanations as text with testdata/explain.txtar, where each expression follows its attributes.
func TestExplanations(t *testing.T) {
	t.Parallel()
	golden.Pairs(t, "testdata/explain.txtar", *update, func(text string) string {
		object, src, _ := strings.Cut(text, "\n")
		shown := explain(t, src, rowAttributes(t, &documentedRow{Attrs: json.RawMessage(object)})).String()
		requireNarrow(t, shown)
		return shown
	})
}

// requireNarrow requires that no line of an explanation has more than 80 characters, is empty or ends in a space.
func requireNarrow(t *testing.T, shown string) {
	t.Helper()
	for _, line := range strings.Split(strings.TrimSuffix(shown, "\n"), "\n") {
		require.LessOrEqual(t, utf8.RuneCountInString(line), 80, line)
		require.NotEmpty(t, line, shown)
		require.Equal(t, strings.TrimRight(line, " "), line)
	}
}

func TestExplainAgreesWithEval(t *testing.T) {
	t.Parallel()
	for _, row := range golden.Lines[documentedRow](t, "testdata/documented.jsonl") {
		prog, err := expr.Compile(row.Expr)
		if err != nil {
			continue
		}
		env := noon(t, rowAttributes(t, &row))
		env.Clock, env.Taken = clockAt(t, row.Now), takenFrom(row.Taken)
		requireExplained(t, prog, env)
	}
}

// TestExplainExpressionsInTheWild explains published expressions for objects whose attributes are all missing or all equal.
func TestExplainExpressionsInTheWild(t *testing.T) {
	t.Parallel()
	for _, row := range golden.Lines[wildRow](t, "testdata/wild.jsonl") {
		prog, err := expr.Compile(row.Expr)
		if err != nil {
			continue
		}
		for _, v := range []any{nil, "", "2020-03-16", "7", []string{"a.b@contoso.com", "x"}, true} {
			object := attrs{}
			for _, name := range prog.Attributes() {
				if object[name] = v; v == nil {
					delete(object, name)
				}
			}
			env := noon(t, object)
			env.DefaultDomain = "contoso.com"
			requireExplained(t, prog, env)
		}
	}
}

// requireExplained requires that an explanation has the outcome of an evaluation and valid forms as text and JSON.
func requireExplained(t *testing.T, prog *expr.Program, env *expr.Env) {
	t.Helper()
	v, err := prog.Eval(env)
	x := prog.Explain(env)
	if prog.Effects()&functions.Random == 0 {
		require.Equal(t, outcome(v, err), outcome(x.Value, x.Err), prog.Source())
	}
	require.True(t, x.Root.Evaluated)
	require.Equal(t, outcome(x.Value, x.Err), outcome(x.Root.Value, x.Root.Err), prog.Source())
	requireNarrow(t, x.String())
	data, err := json.Marshal(x)
	require.NoError(t, err)
	require.True(t, json.Valid(data))
}

func TestExplainedLinesAreShort(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("longer ", 100)
	word := strings.Repeat("x", 500)
	x := explain(t, `Join("-", [a], "`+long+`", "`+word+`", [list], [`+word+`], "line`+"\n"+`break")`, attrs{"a": long, word: word, "list": []string{long, long}})
	requireNarrow(t, x.String())
	require.Contains(t, x.String(), "of 700 characters", "a truncated text has its length")
	require.NotContains(t, explain(t, `Append([a], "`+"\u202e\x1b"+`")`, attrs{"a": "\u202e\x1b"}).String(), "\x1b")
}

// TestDetailsOfRemarks: numbers in details have the same unit and base as those in the text.
func TestDetailsOfRemarks(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		src  string
		a    any
		want []string
	}{
		{`Contains([a], "x")`, []string{"y", "x"}, []string{"member index=2 value=x"}},
		{`Append([a], ".")`, []string{"x", "y"}, []string{"list count=2", "member index=1 value=x", "member index=2 value=y"}},
		{`Replace([a], , "b(?<n>c)?", , "-", , )`, "abcb", []string{
			"regex engine=linear matches=2", "match match=1 value=bc start=2 length=2", "group match=1 group=n value=c start=3 length=1",
			"match match=2 value=b start=4 length=1", "group match=2 group=n", "matches replacement=-",
		}},
	} {
		var remarks []string
		for _, r := range explain(t, row.src, attrs{"a": row.a}).Root.Remarks {
			text := r.Topic
			for _, d := range r.Details {
				text += " " + d.Name + "=" + d.Value.Text()
			}
			remarks = append(remarks, text)
		}
		if diff := cmp.Diff(row.want, remarks); diff != "" {
			t.Errorf("%s (-want +got):\n%s", row.src, diff)
		}
	}
}

// TestExplainRemarks compares the remarks of the outermost part, as topics and texts.
func TestExplainRemarks(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		src  string
		with attrs
		want string
	}{
		{`IIF([a], "x", "y")`, attrs{"a": "1"}, "coercion condition: string \"1\" is read as boolean True; choice the condition is true: valueIfTrue"},
		{`IIF([a], "x", )`, nil, `null condition is null, read as False; choice the condition is false: valueIfFalse, which is left empty and means null; null-condition the condition reads [a], which has no value`},
		{`Switch([a], , "", "x")`, nil, `null source is null, read as ""; choice key 1 of 1, "", equals the source: value`},
		{`Switch([a], , "True", "x")`, attrs{"a": true}, `boolean source is a boolean, compared as True; choice key 1 of 1, "True", equals the source: value`},
		{`Switch([a], "d", "1", "x")`, attrs{"a": "2"}, `choice none of 1 key equals the source: defaultValue`},
		{`Coalesce([a], [b], "x")`, attrs{"b": ""}, `null argument 1 is null and skipped; choice argument 2 is the first that is not null: source`},
		{`Not([a])`, attrs{"a": "true"}, `coercion source: string "true" is read as boolean True`},
		{`CBool([a])`, nil, "null expression is null, read as False"},
		{`Join("-", [a], [b], "x")`, attrs{"b": []string{"y", "z"}}, `null argument 2 is null or "" and skipped; list argument 3 has 2 values, joined in place`},
		{`Join("-", [a])`, nil, `null argument 2 is null or "" and skipped; nothing no source has a value`},
		{`Split([a], ",")`, attrs{"a": "x,,y,"}, `nothing 2 empty values dropped`},
		{`Count([a])`, attrs{"a": "x"}, `list attribute is a single value, read as a list of one`},
		{`IsNull([a])`, attrs{"a": []string{}}, `list expression is a list of no values`},
		{`Left([a], 9)`, attrs{"a": "abc"}, `range 9 wanted, the text has 3 characters`},
		{`Mid([a], 2, 9)`, attrs{"a": "abc"}, `cut the text ends at position 3`},
		{`Mid([a], 2)`, attrs{"a": "abc"}, `rest without a length the result goes on to the end at position 3`},
		{`Mid([a], 9, 1)`, attrs{"a": "abc"}, `range position 9 is beyond the end, the text has 3 characters`},
		{`Word([a], 3, " ")`, attrs{"a": "x y"}, `range the text has no word 3`},
		{`Word([a], 1, "")`, attrs{"a": "x y"}, `whole there are no delimiters, so the text is one word`},
		{`InStr([a], "x", 9)`, attrs{"a": "x"}, `range position 9 is beyond the end of value1`},
		{`Contains([a], "x")`, attrs{"a": []string{"y", "x"}}, `member search is in number 2 of 2 values: "x"`},
		{`Contains([a], "x")`, attrs{"a": "axe"}, `list attribute is a single value, searched as value 1; member search is in number 1 of 1 value: "axe"`},
		{`NormalizeDiacritics([a])`, attrs{"a": "đ"}, `beyond-table by the published table: "đ"`},
		{`Append([a], ".")`, attrs{"a": []string{"x", "y"}}, `list source has 2 values, each changed by itself; member value 1 of 2: "x"; member value 2 of 2: "y"`},
		{`Contains([a], "x")`, attrs{"a": []string{"x", "y"}}, `member search is in number 1 of 2 values: "x"`},
		{`Switch(Left([a], 1), , Left("😁", 1), "y")`, attrs{"a": "😀"}, `choice key 1 of 1, "�", equals the source: value`},
		{`Replace([a], Left("😁", 1), , , "y", , )`, attrs{"a": "😀"}, `find 1 occurrence of "�" replaced by "y"`},
		{`Contains([a], "X")`, attrs{"a": []string{"x"}}, `member search is in none of 1 value`},
		{`Left([a], 3)`, attrs{"a": "abc"}, ""},
		{`Left([a], 4)`, attrs{"a": "abc"}, "range 4 wanted, the text has 3 characters"},
		{`Left([a], 1)`, attrs{"a": "abc"}, ""},
		{`Left([a], 0)`, attrs{"a": "abc"}, "range 0 wanted, the text has 3 characters"},
		{`Mid([a], 2, 2)`, attrs{"a": "abc"}, ""},
		{`Mid([a], 2, [n])`, attrs{"a": "abc", "n": 2}, ""},
		{`Mid([a], 2, [n])`, attrs{"a": "abc", "n": 3}, "cut the text ends at position 3"},
		{`Mid([a], 3, 1)`, attrs{"a": "abc"}, ""},
		{`Mid([a], 4, 1)`, attrs{"a": "abc"}, "range position 4 is beyond the end, the text has 3 characters"},
		{`CStr([a])`, attrs{"a": []string{"x"}}, `list value has 1 value, each changed by itself; member value 1 of 1: "x"`},
		{`CStr([a])`, attrs{"a": 1.5}, `coercion value: decimal is read as the text "1.5"`},
		{`Join([a], "b")`, attrs{"a": 7}, `coercion separator: integer is read as the text "7"`},
		{`Split("1,2", [a])`, attrs{"a": 1.5}, `coercion delimiter: decimal is read as the text "1.5"`},
		{`DateFromNum([a])`, attrs{"a": " 5 "}, `coercion value: string " 5 " is read as integer 5`},
		{`IgnoreFlowIfNullOrEmpty([a])`, nil, `null expression is null or empty, so the attribute is left out of the flow`},
		{`CDate([a])`, attrs{"a": "2020-02-01"}, `date expression has year 2020, month 2, day 1, no offset, so UTC`},
		{`Replace([a], "b", , , "c", , )`, attrs{"a": "abba"}, `find 2 occurrences of "b" replaced by "c"`},
		{`Replace([a], "<>", , , , , "<>@x<>")`, attrs{"a": "u"}, `template 2 occurrences of "<>" replaced by "u"`},
		{`Replace([a], , "b(c)?", "1", "-", , )`, attrs{"a": "ab"}, `regex linear engine, 1 match; match match 1 = "b" at 2, length 1; group group 1 captures nothing; group-text group 1 is replaced by "-"; unmatched a match in which group 1 captures nothing is left unchanged`},
		{`Replace([a], , "b", "0", , [c], )`, attrs{"a": "ab"}, `other-group source has a value and is the result`},
		{`Replace([a], , "b", , "-", , )`, attrs{"a": strings.Repeat("b", 5)}, `regex linear engine, 5 matches; match match 1 = "b" at 1, length 1; match match 2 = "b" at 2, length 1; match match 3 = "b" at 3, length 1; match and 2 more; matches every match is replaced by "-"`},
		{`[a] & [b]`, attrs{"b": 5}, `coercion integer is read as the text "5"; null operand 1 is null and adds nothing`},
		{`[a] = 5`, attrs{"a": "5.0"}, `comparison compared: as numbers`},
		{`[a] = "NO"`, attrs{"a": "no "}, `comparison compared: as texts, with case; near the texts differ only in case or spaces`},
	} {
		t.Run(row.src, func(t *testing.T) {
			x := explain(t, row.src, row.with)
			require.NoError(t, x.Err)
			var remarks []string
			for _, r := range x.Root.Remarks {
				remarks = append(remarks, r.Topic+" "+r.Text)
			}
			if diff := cmp.Diff(row.want, strings.Join(remarks, "; ")); diff != "" {
				t.Error(diff)
			}
			for _, rule := range x.Root.Rules {
				require.Contains(t, strings.Join(remarks, "; "), rule.On+" ", "a rule applies only if there is a remark on its topic")
			}
		})
	}
}

// TestExplainShowsWhereANullComesFrom traces a null to the attribute without a value.
func TestExplainShowsWhereANullComesFrom(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		src  string
		with attrs
		want string
	}{
		{`[a]`, nil, "a"},
		{`ToLower(Trim([a]))`, nil, "a"},
		{`IIF([a] = "x", [b], [c])`, attrs{"a": "x"}, "b"},
		{`IIF([a] = "x", [b], )`, nil, ""},
		{`Switch([a], [b], "x", [c])`, nil, "b"},
		{`Coalesce([a], [a])`, nil, "a"},
		{`Coalesce([a], [b])`, nil, ""},
		{`DateAdd("d", 1, [hired])`, nil, "hired"},
		{`Mid([a], 1, [b])`, attrs{"b": "1"}, "a"},
		{`ToLower([a])`, attrs{"a": "x"}, ""},
		{`Append([a], [b])`, nil, ""},
	} {
		require.Equal(t, row.want, explain(t, row.src, row.with).Root.NullFrom, row.src)
	}
}

func TestExplainBoundsTheRemarks(t *testing.T) {
	t.Parallel()
	many := make([]string, 100)
	x := explain(t, `Join(",", `+strings.TrimSuffix(strings.Repeat("[a], ", 60), ", ")+`)`, attrs{"b": many})
	require.Len(t, x.Root.Remarks, 40)
	require.Equal(t, 21, x.Root.MoreRemarks)
	require.Contains(t, x.String(), "· and 21 more")

	x = explain(t, `Append([b], "x")`, attrs{"b": many})
	require.Len(t, x.Root.Remarks, 4, "only the first values of a list have remarks")
}

func TestExplainMarksTheChosenPart(t *testing.T) {
	t.Parallel()
	for src, want := range map[string]string{
		`IIF(True, "a", "b")`:                    `"a"`,
		`IIF(False, , "b")`:                      `"b"`,
		`Switch("2", "d", "1", "a", "2", "b")`:   `"b"`,
		`Switch("3", "d", "1", "a", "2", "b")`:   `"d"`,
		`Coalesce(NULL, "x")`:                    `"x"`,
		`SelectUniqueValue("taken", "", "free")`: `"free"`,
		`Join("-", "a")`:                         ``,
	} {
		env := noon(t, nil)
		env.Taken = takenFrom([]string{"taken"})
		chosen := ""
		for _, part := range expr.MustCompile(src).Explain(env).Root.Parts {
			if part.Chosen {
				chosen += part.Text
			}
		}
		require.Equal(t, want, chosen, src)
	}
}

func TestExplainIsSafeForConcurrentUse(t *testing.T) {
	t.Parallel()
	prog := expr.MustCompile(`IIF([a] = "x", Replace([a], , "x", , "y", , ), Switch([b], "d", "1", Len([a])))`)
	want := prog.Explain(noon(t, attrs{"a": "x"})).String()
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 50 {
				if got := prog.Explain(&expr.Env{Attrs: attrs{"a": "x"}}).String(); got != want {
					t.Error(got)
				}
				prog.Explain(&expr.Env{Attrs: attrs{"b": "1"}})
			}
		})
	}
	wg.Wait()
}

func TestExplainWithOptions(t *testing.T) {
	t.Parallel()
	eager := explain(t, `IIF(True, "a", Error("b"))`, nil, expr.WithCompat(expr.Compat{EagerBranches: true}))
	require.Equal(t, "fails: raised", outcome(eager.Value, eager.Err))
	require.Contains(t, eager.String(), `valueIfFalse: Error("b") (fails)`)

	null := explain(t, `IIF([a] = "", 1, 2)`, nil, expr.WithCompat(expr.Compat{IIFNullConditionFails: true}))
	require.Equal(t, "fails: null-condition", outcome(null.Value, null.Err))

	limited := explain(t, `Append("abc", "def")`, nil, expr.WithLimits(expr.Limits{TextBytes: 4}))
	require.ErrorIs(t, limited.Err, expr.ErrLimit)
}
