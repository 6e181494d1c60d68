package functions_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/call"
)

func TestEveryParameterIsInAPhrase(t *testing.T) {
	t.Parallel()
	for spec := range functions.Standard().All() {
		require.NotEmpty(t, spec.Phrases, spec.Name)
		phrases := strings.Join(spec.Phrases, "\n")
		for _, p := range spec.Params {
			require.Regexp(t, `\{`+p.Name+`\??\}`, phrases, "%s, %s", spec.Name, p.Name)
		}
		parts := spec.Phrase(func(int) bool { return true })
		require.NotNil(t, parts, spec.Name)
	}
}

func TestPhrase(t *testing.T) {
	t.Parallel()
	spec := functions.Spec{
		Params:  []functions.Param{{Name: "source"}, {Name: "default"}, {Name: "key", Repeats: true}, {Name: "value", Repeats: true}},
		Phrases: []string{"by {source?}: [{key} gives {value}], else {default}", "{source}"},
	}
	written := func(params ...int) func(int) bool {
		return func(i int) bool { return slices.Contains(params, i) }
	}
	want := []call.PhrasePart{
		{Words: "by "}, {Condition: true}, {Words: ": "},
		{Group: []call.PhrasePart{{Param: 2}, {Words: " gives "}, {Param: 3}}}, {Words: ", else "}, {Param: 1},
	}
	require.Empty(t, cmp.Diff(want, spec.Phrase(written(0, 1, 2, 3))))
	require.Empty(t, cmp.Diff([]call.PhrasePart{{}}, spec.Phrase(written(0, 2, 3))))
	require.Nil(t, spec.Phrase(written(1)))
	require.Empty(t, cmp.Diff([]call.PhrasePart{{}}, spec.Phrase(written(0, 1))), "without a key and a value the first phrase has no group")
}

func TestPhrasesAreChecked(t *testing.T) {
	t.Parallel()
	for phrase, want := range map[string]string{
		"{sauce} in lower case": "a phrase names the unknown parameter sauce",
		"{source in lower case": "a phrase without closing }",
		"of [{source}":          "a phrase without closing ]",
	} {
		_, err := functions.Standard().With(functions.Spec{
			Name: "Own", Summary: "Is ours.", Origin: functions.Custom, Phrases: []string{phrase},
			Params: []functions.Param{{Name: "source", Doc: "the source"}},
			Eval:   func(functions.Args) (value.Value, error) { return value.Null, nil },
		})
		require.ErrorContains(t, err, want)
	}
}
