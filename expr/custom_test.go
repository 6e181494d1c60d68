package expr_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/functions"
)

// ownFunctions are the standard functions and one custom function of each simple kind.
func ownFunctions(t testing.TB) expr.Option {
	t.Helper()
	reg, err := functions.Standard().With(
		functions.TextFunc("Shout", "Returns source in upper case.", strings.ToUpper),
		functions.TextFunc("Half", "Returns the first half of the bytes of source.", func(s string) string { return s[:len(s)/2] }),
		functions.TextFunc("Blow", "Returns source a thousand times.", func(s string) string { return strings.Repeat(s, 1000) }),
		functions.TextFunc("Digits", "Returns source if it has only digits.", func(s string) (string, error) {
			if strings.Trim(s, "0123456789") != "" {
				return "", errors.New("want digits only")
			}
			return s, nil
		}),
		functions.TextsFunc("Full", "Returns the full name.", func(names []string) string { return strings.Join(names, " ") }, "given", "family"),
		functions.TextsFunc("Pair", "Returns both.", func(names []string) (string, error) {
			if names[0] == names[1] {
				return "", errors.New("want two different texts")
			}
			return names[0] + names[1], nil
		}, "first", "second"),
		functions.PredicateFunc("IsCode", "Reports whether source is a code.", func(s string) bool { return len(s) == 2 }),
		functions.PredicateFunc("IsKnown", "Reports whether source is known.", func(s string) (bool, error) {
			if s == "?" {
				return false, errors.New("want a name")
			}
			return s == "lee", nil
		}),
	)
	require.NoError(t, err)
	return expr.WithFunctions(reg)
}

func TestSimpleCustomFunctions(t *testing.T) {
	t.Parallel()
	requireSentences(t, []sentence{
		{`Shout("abc")`, nil, `"ABC"`},
		{`Shout(ToLower(Shout([a])))`, attrs{"a": "aB"}, `"AB"`},
		{`Shout([missing])`, nil, "null"},
		{`Shout("")`, nil, `""`},
		{`Shout(12)`, nil, `"12"`},
		{`Shout([list])`, attrs{"list": []any{"a", nil, "b"}}, `["A", "B"]`},
		{`Shout(IgnoreAttributeFlow)`, nil, "does not compile: ignore-flow-placement"},
		{`Shout()`, nil, "does not compile: too-few-arguments"},
		{`Shout("a", "b")`, nil, "does not compile: too-many-arguments"},
		{`Half("äö")`, nil, `"ä"`},
		{`Half("aä")`, nil, `"a"`},
		{`Half("äa")`, nil, "\"\uFFFD\""},
		{`Half([bad])`, attrs{"bad": "\xff\xfe\xfd\xfc"}, "\"\uFFFD\""},
		{`Digits([a])`, attrs{"a": "12"}, `"12"`},
		{`Digits([a])`, attrs{"a": "x"}, "fails: type"},
		{`Full("Ann", "Lee")`, nil, `"Ann Lee"`},
		{`Full([missing], "Lee")`, nil, `" Lee"`},
		{`Full(, "Lee")`, nil, `" Lee"`},
		{`Full("Ann", [list])`, attrs{"list": []any{"a", "b"}}, "fails: multi-valued"},
		{`Full("Ann", [list])`, attrs{"list": []any{"a"}}, `"Ann a"`},
		{`Full("Ann")`, nil, "does not compile: too-few-arguments"},
		{`Pair("a", "b")`, nil, `"ab"`},
		{`Pair("a", "a")`, nil, "fails: type"},
		{`IIF(IsCode([c]), "yes", "no")`, attrs{"c": "DE"}, `"yes"`},
		{`IIF(IsCode([c]), "yes", "no")`, nil, `"no"`},
		{`IsKnown("lee")`, nil, "boolean True"},
		{`IsKnown("?")`, nil, "fails: type"},
	}, ownFunctions(t))
}

func TestSimpleFunctionsAreSubjectToTheLimits(t *testing.T) {
	t.Parallel()
	with := ownFunctions(t)
	for _, row := range []struct {
		expression string
		limits     expr.Limits
		want       string
	}{
		{`Blow("abc")`, expr.Limits{}, ""},
		{`Blow("abc")`, expr.Limits{TextBytes: 2999}, "a text grows over 2999 bytes"},
		{`Blow("abc")`, expr.Limits{TextBytes: 3000}, ""},
		{`Blow([a])`, expr.Limits{OutputBytes: 2999}, "more than 2999 bytes of text"},
		{`Count(Blow([list]))`, expr.Limits{OutputBytes: 5000}, "more than 5000 bytes of text"},
		{`Len(Blow(Blow("a")))`, expr.Limits{TextBytes: 1 << 20, OutputBytes: 1_000_000}, "more than 1000000 bytes of text"},
		{`Full([long], [long])`, expr.Limits{TextBytes: 1500}, "a text grows over 1500 bytes"},
		{`Shout([long])`, expr.Limits{Steps: 2}, "more than 2 steps"},
		{`IsCode([long])`, expr.Limits{Steps: 1}, "more than 1 steps"},
	} {
		prog, err := expr.Compile(row.expression, with, expr.WithLimits(row.limits))
		require.NoError(t, err, row.expression)
		_, err = prog.Eval(&expr.Env{Attrs: attrs{"a": "abc", "list": []string{"abc", "def"}, "long": strings.Repeat("x", 1024)}})
		if row.want == "" {
			require.NoError(t, err, row.expression)
			continue
		}
		require.ErrorIs(t, err, expr.ErrLimit, row.expression)
		require.ErrorContains(t, err, row.want, row.expression)
	}
}

func TestShapesOfSimpleFunctions(t *testing.T) {
	t.Parallel()
	with := ownFunctions(t)
	for expression, want := range map[string]string{
		`Shout([a])`:       "String|[String]?",
		`Shout("a")`:       `String {"A"}`,
		`Digits("1")`:      `String {"1"}`,
		`Digits("x")`:      "String, may fail",
		`Full("a", [a])`:   "String, may fail",
		`Full("a", "b")`:   `String {"a b"}`,
		`IsCode([a]&"")`:   "Boolean {True, False}, may fail",
		`IsKnown([a]&"")`:  "Boolean {True, False}, may fail",
		`IsCode("DE")`:     "Boolean {True}",
		`Shout(CStr([a]))`: "String|[String]?",
	} {
		prog, err := expr.Compile(expression, with)
		require.NoError(t, err, expression)
		require.Equal(t, want, prog.Infer(nil).Shape.String(), expression)
	}
}

func TestErrorsOfCustomFunctionsAreHidden(t *testing.T) {
	t.Parallel()
	prog, err := expr.Compile(`Digits([a])`, ownFunctions(t))
	require.NoError(t, err)
	_, err = prog.Eval(&expr.Env{Attrs: attrs{"a": "secret"}})
	require.ErrorContains(t, err, "Digits: source: want digits only")

	hidden, err := expr.Compile(`Digits([a])`, ownFunctions(t), expr.WithHiddenValues())
	require.NoError(t, err)
	_, err = hidden.Eval(&expr.Env{Attrs: attrs{"a": "secret"}})
	require.ErrorContains(t, err, "Digits: source: the function fails")
	require.NotContains(t, err.Error(), "digits only")
}
