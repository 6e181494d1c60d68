package expr_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
)

// person is an object with an attribute of every kind, and attributes that are null, empty or absent.
func person() attrs {
	return attrs{
		"name": "Alex", "blank": " ", "empty": "", "null": nil, "digits": " 042 ", "count": 42, "price": 42568.75,
		"active": true, "hired": time.Date(2020, 3, 16, 7, 0, 0, 0, time.UTC), "sid": []byte{1, 2}, "manager": value.Reference("m1"),
		"one": []string{"a"}, "two": []string{"a", "b"}, "none": []any{}, "holes": []any{"a", nil, "", "b"},
		"office": map[string]any{"city": "Oslo", "floor": 3},
	}
}

func TestConstantsAndAttributesAreExpressions(t *testing.T) {
	t.Parallel()
	requireSentences(t, []sentence{
		{`"Contoso"`, nil, `"Contoso"`},
		{`"a\\b\"c\d"`, nil, `"a\b"c\d"`},
		{`42568.75`, nil, "decimal 42568.75"},
		{`-10`, nil, "integer -10"},
		{`5.0`, nil, "integer 5"},
		{`&HF7`, nil, "integer 247"},
		{`True`, nil, "boolean True"},
		{`NULL`, nil, "null"},
		{`([name])`, person(), `"Alex"`},
		{`[missing]`, person(), "null"},
		{`[null]`, person(), "null"},
		{`[empty]`, person(), `""`},
		{`[active]`, person(), "boolean True"},
		{`[hired]`, person(), "dateTime 3/16/2020 7:00:00 AM"},
		{`[none]`, person(), "[]"},
		{`[holes]`, person(), `["a", null, "", "b"]`},
		{`[office]`, person(), `object {"city":"Oslo","floor":3}`},
		{`[office.city]`, person(), `"Oslo"`},
		{`[manager]`, person(), "reference m1"},
		{`IgnoreAttributeFlow`, nil, "ignoreAttribute"},
		{`IgnoreObjectFlow`, nil, "ignoreObject"},
	})
}

func TestAbsentAndNullAreDistinct(t *testing.T) {
	t.Parallel()
	missing, err := evaluate(t, `[missing]`, person())
	require.NoError(t, err)
	require.True(t, missing.IsAbsent())
	null, err := evaluate(t, `[null]`, person())
	require.NoError(t, err)
	require.True(t, null.IsNull() && !null.IsAbsent())
}

func TestNull(t *testing.T) {
	t.Parallel()
	requireSentences(t, []sentence{
		// Functions of one source return null for null and "" for "".
		{`ToLower([missing])`, person(), "null"},
		{`ToLower([null])`, person(), "null"},
		{`ToLower([empty])`, person(), `""`},
		{`Mid([missing], 1, 1)`, person(), "null"},
		{`Replace([missing], "a", , , "b", , )`, person(), "null"},
		{`Trim(StripSpaces([missing]))`, person(), "null"},
		{`FormatDateTime([missing], , "yyyy", "yy")`, person(), "null"},
		{`FormatDateTime([empty], , "yyyy", "yy")`, person(), `""`},
		{`CDate([empty])`, person(), "null"},
		{`Split([missing], ",")`, person(), "null"},
		{`Split([empty], ",")`, person(), "[]"},
		{`Split([none], ",")`, person(), "[]"},

		// Documented exceptions treat null as "".
		{`Left([missing], 3)`, person(), `""`},
		{`Len([missing])`, person(), "integer 0"},
		{`Len([none])`, person(), "[]"},
		{`Word([missing], 1, " ")`, person(), `""`},
		{`Append([missing], ".")`, person(), `"."`},
		{`Append([name], [missing])`, person(), `"Alex"`},
		{`Prepend("x", [missing])`, person(), `"x"`},
		{`Join([missing], "a", "b")`, person(), `"ab"`},
		{`Join("-", [missing], [empty], [null], [none])`, person(), `""`},
		{`Join("-", "", [name], [missing], [blank], "x")`, person(), `"Alex- -x"`},
		{`[name] & [missing] & "!"`, person(), `"Alex!"`},
		{`[missing] & [null]`, person(), `""`},
		{`Count([missing])`, person(), "integer 0"},
		{`Count([empty])`, person(), "integer 1"},
		{`InStr([missing], "a")`, person(), "integer 0"},
		{`Contains([missing], "a")`, person(), "integer 0"},

		// A missing number or list that is required is an error.
		{`Mid([name], [missing])`, person(), "fails: null"},
		{`Left([name], [none])`, person(), "fails: null"},
		{`Item([missing], 1)`, person(), "fails: null"},
		{`BitAnd([empty], 1)`, person(), "fails: null"},
		{`DateDiff("d", [missing], Now())`, person(), "fails: null"},

		// Some tests of presence distinguish null from "", others do not.
		{`IsNull([empty])`, person(), "boolean False"},
		{`IsNull([null])`, person(), "boolean True"},
		{`IsNothing([none])`, person(), "boolean True"},
		{`IsNullOrEmpty([empty])`, person(), "boolean True"},
		{`IsNullOrEmpty([none])`, person(), "boolean True"},
		{`IsPresent([blank])`, person(), "boolean True"},
		{`IsPresent([none])`, person(), "boolean False"},
		{`IsString([count])`, person(), "boolean True"},
		{`IsString([two])`, person(), "boolean True"},
		{`CBool([empty])`, person(), "boolean False"},
		{`Not([missing])`, person(), "boolean True"},
		{`IIF([missing], "yes", "no")`, person(), `"no"`},
	})
}

func TestMultiValuedAttributes(t *testing.T) {
	t.Parallel()
	requireSentences(t, []sentence{
		// Text functions apply to every member of their source.
		{`ToUpper([two])`, person(), `["A", "B"]`},
		{`ToUpper([one])`, person(), `["A"]`},
		{`ToUpper([none])`, person(), "[]"},
		{`Append([holes], "!")`, person(), `["a!", "!", "!", "b!"]`},
		{`ToUpper([holes])`, person(), `["A", "", "B"]`},
		{`Prepend("x", Append([two], "y"))`, person(), `["xay", "xby"]`},
		{`Replace([two], "a", , , "c", , )`, person(), `["c", "b"]`},
		{`Replace([two], , "[ab]", , "c", , )`, person(), `["c", "c"]`},
		{`Word([two], 1, "")`, person(), `["a", "b"]`},
		{`Len([two])`, person(), "[integer 1, integer 1]"},
		{`Len([one])`, person(), "[integer 1]"},
		{`Len([none])`, person(), "[]"},
		{`Len([holes])`, person(), "[integer 1, integer 0, integer 0, integer 1]"},
		{`Len([one]) = 1`, person(), "boolean True"},
		{`InStr([two], "b")`, person(), "[integer 0, integer 1]"},
		{`InStr([name], [two])`, person(), "fails: multi-valued"},
		{`Split([two], ",")`, person(), `["a", "b"]`},
		{`Split(Append([two], ", x"), ",")`, person(), `["a", "x", "b", "x"]`},
		{`Join("|", Split([lines], ","))`, attrs{"lines": []any{"a,b", nil, ",", "c"}}, `"a|b|c"`},
		{`CStr([two])`, person(), `["a", "b"]`},
		{`CStr([one])`, person(), `["a"]`},
		{`CStr([none])`, person(), "[]"},
		{`CStr(Len([two]))`, person(), `["1", "1"]`},
		{`CRef([two])`, person(), "[reference a, reference b]"},
		{`Mid([name], Len([one]), 2)`, person(), `"Al"`},
		{`Mid([name], Len([two]), 2)`, person(), "fails: multi-valued"},
		{`ConvertToUTF8Hex([two])`, person(), `["61", "62"]`},

		// Functions of lists take the whole list.
		{`Join(",", "x", [two], [one])`, person(), `"x,a,b,a"`},
		{`Join(",", [holes])`, person(), `"a,b"`},
		{`Count([holes])`, person(), "integer 4"},
		{`Item([two], 2)`, person(), `"b"`},
		{`Item([two], 3)`, person(), "fails: range"},
		{`Item([name], 1)`, person(), `"Alex"`},
		{`RemoveDuplicates(Split("b,a,b", ","))`, nil, `["b", "a"]`},
		{`Contains([two], "b")`, person(), "integer 2"},
		{`Coalesce([missing], [two])`, person(), `["a", "b"]`},
		{`Switch("x", [two], "y", "z")`, person(), `["a", "b"]`},

		// Elsewhere a list with one member is that member, and a longer list is an error.
		{`[one] = "a"`, person(), "boolean True"},
		{`[two] = "a"`, person(), "fails: multi-valued"},
		{`"x" & [one]`, person(), `"xa"`},
		{`"x" & [two]`, person(), "fails: multi-valued"},
		{`Append([name], [one])`, person(), `"Alexa"`},
		{`Append([name], [two])`, person(), "fails: multi-valued"},
		{`Switch([one], , "a", "A")`, person(), `"A"`},
		{`Switch([two], , "a", "A")`, person(), "fails: multi-valued"},
		{`Not([two])`, person(), "fails: multi-valued"},
		{`IIF([two], 1, 2)`, person(), "fails: multi-valued"},
		{`Mid([name], [two])`, person(), "fails: multi-valued"},
	})
}

// TestArgumentsOfAListAreEvaluatedOnce: the suffix must be the same for all members of a list.
func TestArgumentsOfAListAreEvaluatedOnce(t *testing.T) {
	t.Parallel()
	next := 0
	prog := expr.MustCompile(`Append([two], Guid())`)
	v, err := prog.Eval(&expr.Env{Attrs: person(), NewGUID: func() string { next++; return string(rune('0' + next)) }})
	require.NoError(t, err)
	require.Equal(t, []string{"a1", "b1"}, v.Strings())
}

func TestCoercion(t *testing.T) {
	t.Parallel()
	requireSentences(t, []sentence{
		// Every value converts to text.
		{`Append([count], "!")`, person(), `"42!"`},
		{`Append([price], "!")`, person(), `"42568.75!"`},
		{`Append([active], "!")`, person(), `"True!"`},
		{`Append([hired], "!")`, person(), `"3/16/2020 7:00:00 AM!"`},
		{`Append([sid], "!")`, person(), `"AQI=!"`},
		{`Append([manager], "!")`, person(), `"m1!"`},
		{`Append([office], "!")`, person(), `"{"city":"Oslo","floor":3}!"`},
		{`ToLower(Now())`, nil, `"7/30/2025 12:00:00 pm"`},
		{`Join("", 1000, -1.50, True)`, nil, `"1000-1.5True"`},
		{`Len(42568.75)`, nil, "integer 8"},

		// Text converts to a number if it has only a sign, digits, a fraction and white space around them.
		{`Mid([name], "2", "1")`, person(), `"l"`},
		{`Left([digits], " 2 ")`, person(), `" 0"`},
		{`Mid("abc", 2.9, 1)`, nil, `"b"`},
		{`Left("abcd", -0.5)`, nil, `""`},
		{`BitAnd([digits], [count])`, person(), "integer 42"},
		{`BitAnd([name], 1)`, person(), "fails: number"},
		{`BitAnd([active], 1)`, person(), "fails: number"},
		{`BitAnd([hired], 1)`, person(), "fails: number"},
		{`BitAnd("1e3", 1)`, nil, "does not compile: bad-constant"},
		{`BitAnd("9223372036854775808", 1)`, nil, "does not compile: bad-constant"},
		{`BitAnd([huge], 1)`, attrs{"huge": "9223372036854775808"}, "fails: range"},

		// Text converts to a boolean if it is True or False in any case, or a number.
		{`CBool("tRuE")`, nil, "boolean True"},
		{`CBool([digits])`, person(), "boolean True"},
		{`CBool("0.0")`, nil, "boolean False"},
		{`CBool([name])`, person(), "fails: type"},
		{`CBool([hired])`, person(), "fails: type"},
		{`Not("TRUE")`, nil, "boolean False"},
		{`Not("1")`, nil, "boolean True"},
		{`IIF("true", 1, 2)`, nil, "integer 1"},
		{`IIF(0, 1, 2)`, nil, "integer 2"},
		{`IIF([name], 1, 2)`, person(), "fails: type"},

		// Text converts to a date by the rules of CDate.
		{`DateAdd("d", "1", "2020-02-28")`, nil, "dateTime 2/29/2020 12:00:00 AM"},
		{`DateDiff("d", [hired], "2020-03-18T07:00:00Z")`, person(), "integer 2"},
		{`CDate([name])`, person(), "fails: date"},
		{`CDate([count])`, person(), "fails: type"},
	})
}

func TestSwitch(t *testing.T) {
	t.Parallel()
	requireSentences(t, []sentence{
		{`Switch([name], "other", "alex", 1, "Alex", 2)`, person(), "integer 2"},
		{`Switch([name], "other", "alex", 1)`, person(), `"other"`},
		{`Switch([name], , "alex", 1)`, person(), "null"},
		{`Switch([missing], "other", "", "nobody")`, person(), `"nobody"`},
		{`Switch([null], "other", , "nobody")`, person(), `"nobody"`},
		{`Switch([none], "other", "", "nobody")`, person(), `"nobody"`},
		{`Switch([name], "other", [missing], "nobody")`, person(), `"other"`},
		{`Switch([active], , "True", "on", "False", "off")`, person(), `"on"`},
		{`Switch([active], , "true", "on")`, person(), "null"},
		{`Switch([count], , 42, "same")`, person(), `"same"`},
		{`Switch([count], , "42.0", "same", 42.0, "equal")`, person(), `"equal"`},
		{`Switch("a", , "a", "first", "a", "second")`, nil, `"first"`},
		{`Switch("a", , "a", , "b", 1)`, nil, "null"},
		{`Switch([name], , Append("Al", "ex"), "computed")`, person(), `"computed"`},
		{`Switch(IsPresent([name]), "no", "True", [name])`, person(), `"Alex"`},
		{`switch([hired], , "3/16/2020 7:00:00 AM", "day")`, person(), `"day"`},
	})
}

// TestLongSwitchAgreesWithShort: a Switch with more than eight constant keys is compiled to a table.
func TestLongSwitchAgreesWithShort(t *testing.T) {
	t.Parallel()
	const keys = `"1", "one", 2, "two", "3", "three", , "nobody", "True", "yes", "3/16/2020 7:00:00 AM", "day", "1", "again", "x", "X", "y", IgnoreAttributeFlow`
	for _, key := range []any{"1", 2, "2", "3", "", nil, true, "True", "TRUE", person()["hired"], "x", "y", "z", []string{"x"}, []any{}} {
		short := []string{`Switch([key], "other", ` + keys + `)`, `Switch([key], "other", ` + keys + `, [none], "never")`}
		for i := range short {
			v, err := evaluate(t, short[i], attrs{"key": key, "none": "never this"})
			want := map[any]string{
				"1": `"one"`, 2: `"two"`, "2": `"two"`, "3": `"three"`, "": `"nobody"`, nil: `"nobody"`, true: `"yes"`, "True": `"yes"`,
				"TRUE": `"other"`, person()["hired"]: `"day"`, "x": `"X"`, "y": "ignoreAttribute", "z": `"other"`,
			}
			switch key.(type) {
			case []string:
				require.Equal(t, `"X"`, outcome(v, err))
			case []any:
				require.Equal(t, `"nobody"`, outcome(v, err))
			default:
				require.Equal(t, want[key], outcome(v, err), "key %v in %s", key, short[i])
			}
		}
	}
}

// TestOnlyWhatIsNeededIsEvaluated uses Error as a branch that must not be evaluated.
func TestOnlyWhatIsNeededIsEvaluated(t *testing.T) {
	t.Parallel()
	requireSentences(t, []sentence{
		{`IIF(True, "yes", Error("no"))`, nil, `"yes"`},
		{`IIF(False, Error("yes"), "no")`, nil, `"no"`},
		{`IIF(False, Error("yes"), )`, nil, "null"},
		{`Switch("a", Error("default"), "a", 1, "b", Error("b"))`, nil, "integer 1"},
		{`Switch("a", Error("default"), "a", 1, Error("key"), 2)`, nil, "integer 1"},
		{`Switch("c", "default", "a", Error("a"), "b", Error("b"))`, nil, `"default"`},
		{`Switch("b", , Error("key"), 1, "b", 2)`, nil, "fails: raised"},
		{`Coalesce([missing], "x", Error("later"))`, nil, `"x"`},
		{`Coalesce([missing], Error("needed"), "x")`, nil, "fails: raised"},
		{`SelectUniqueValue("free", Error("later"))`, nil, `"free"`},
		{`Replace("x", , "(?<g>.)", "g", , Error("not needed"), )`, nil, `"x"`},

		// Published expressions that work only with lazy evaluation.
		{`Switch([end], CDate([end]), "", "12/31/2099")`, nil, `"12/31/2099"`},
		{`IIF(IsNullOrEmpty([end]), "none", FormatDateTime([end], , "yyyy-MM-dd", "yyyy"))`, attrs{"end": ""}, `"none"`},
	})
}

func TestCoalesce(t *testing.T) {
	t.Parallel()
	requireSentences(t, []sentence{
		{`Coalesce([missing], [null], [name], [count])`, person(), `"Alex"`},
		{`Coalesce([empty], [name])`, person(), `""`},
		{`Coalesce([missing], [null])`, person(), "null"},
		{`Coalesce([missing], , "default")`, person(), `"default"`},
		{`Coalesce([count])`, person(), "integer 42"},
	})
}

func TestFlowSignals(t *testing.T) {
	t.Parallel()
	requireSentences(t, []sentence{
		{`IgnoreFlowIfNullOrEmpty([missing])`, person(), "ignoreAttribute"},
		{`IgnoreFlowIfNullOrEmpty([empty])`, person(), "ignoreAttribute"},
		{`IgnoreFlowIfNullOrEmpty([none])`, person(), "ignoreAttribute"},
		{`IgnoreFlowIfNullOrEmpty([name])`, person(), `"Alex"`},
		{`IgnoreFlowIfNullOrEmpty([two])`, person(), `["a", "b"]`},
		{`IIF([count] > 5, IgnoreAttributeFlow, [name])`, person(), "ignoreAttribute"},
		{`IIF([count] > 50, , IgnoreObjectFlow)`, person(), "ignoreObject"},
		{`Switch([name], IgnoreAttributeFlow, "x", "y")`, person(), "ignoreAttribute"},
		{`Switch([name], , "Alex", IgnoreObjectFlow)`, person(), "ignoreObject"},
		{`Coalesce([missing], IgnoreAttributeFlow)`, person(), "ignoreAttribute"},
		{`IIF(True, Switch("a", , "a", Coalesce([missing], IgnoreFlowIfNullOrEmpty([empty]))), )`, person(), "ignoreAttribute"},
		{`IgnoreFlowIfNullOrEmpty(IIF(True, IgnoreObjectFlow, "x"))`, person(), "ignoreObject"},

		// Elsewhere they are errors of the expression.
		{`Append(IgnoreAttributeFlow, "x")`, nil, "does not compile: ignore-flow-placement"},
		{`IIF(IgnoreAttributeFlow, "x", "y")`, nil, "does not compile: ignore-flow-placement"},
		{`IIF(IgnoreFlowIfNullOrEmpty([a]), "x", "y")`, nil, "does not compile: ignore-flow-placement"},
		{`Join("-", "a", IIF([a]="x", IgnoreAttributeFlow, "b"))`, nil, "does not compile: ignore-flow-placement"},
		{`Switch(IgnoreAttributeFlow, , "a", "b")`, nil, "does not compile: ignore-flow-placement"},
		{`Switch([a], , IgnoreAttributeFlow, "b")`, nil, "does not compile: ignore-flow-placement"},
		{`IgnoreAttributeFlow = "x"`, nil, "does not compile: ignore-flow-placement"},
		{`"x" & IgnoreAttributeFlow`, nil, "does not compile: ignore-flow-placement"},
		{`ToLower(Coalesce(IgnoreFlowIfNullOrEmpty([a])))`, nil, "does not compile: ignore-flow-placement"},

		// A signal among the attributes of an object is an error when it is read.
		{`Append([signal], "x")`, attrs{"signal": value.IgnoreAttribute}, "fails: misplaced-flow-signal"},
		{`Len([signal])`, attrs{"signal": value.IgnoreAttribute}, "fails: misplaced-flow-signal"},
		{`[signal] = "x"`, attrs{"signal": value.IgnoreAttribute}, "fails: misplaced-flow-signal"},
		{`[signal] & "x"`, attrs{"signal": value.IgnoreAttribute}, "fails: misplaced-flow-signal"},
		{`Join(",", [signal])`, attrs{"signal": value.IgnoreAttribute}, "fails: misplaced-flow-signal"},
		{`Switch([signal], , "a", "b")`, attrs{"signal": value.IgnoreAttribute}, "fails: misplaced-flow-signal"},
		{`ToLower([list])`, attrs{"list": []any{value.IgnoreAttribute}}, "fails: misplaced-flow-signal"},
	})
}

func TestTokens(t *testing.T) {
	t.Parallel()
	prog := expr.MustCompile(`Append("@", %DomainFQDN%)`)
	require.Equal(t, functions.Tenant, prog.Effects(), "a token depends on the tenant")

	v, err := prog.Eval(&expr.Env{Tokens: map[string]string{"DomainFQDN": "contoso.com"}})
	require.Equal(t, `"@contoso.com"`, outcome(v, err))

	_, err = prog.Eval(&expr.Env{})
	require.EqualError(t, err, "%DomainFQDN%: the job replaces the token, and no value is given for it at 1:13")
	require.Equal(t, "unresolved-token", failureCode(err))
}

func TestEnvironmentsMayBeEmpty(t *testing.T) {
	t.Parallel()
	prog := expr.MustCompile(`Join("-", [a], IIF(IsPresent([b]), "b", "no b"))`)
	for _, env := range []*expr.Env{nil, {}, {Attrs: value.Map(nil)}, {Attrs: attrs(nil)}} {
		v, err := prog.Eval(env)
		require.Equal(t, `"no b"`, outcome(v, err))
	}
	requireFailure(t, `Now()`, &expr.Env{}, "argument-value")
	requireFailure(t, `DefaultDomain()`, &expr.Env{}, "no-default-domain")
	requireFailure(t, `SelectUniqueValue("a", "b")`, &expr.Env{}, "argument-value")
}

func requireFailure(t *testing.T, src string, env *expr.Env, code string) {
	t.Helper()
	v, err := expr.MustCompile(src).Eval(env)
	require.Equal(t, "fails: "+code, outcome(v, err), src)
}
