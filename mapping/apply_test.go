package mapping_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/mapping"
)

func TestEveryApplyHasARow(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for i, apply := range mapping.Applies() {
		b := apply.Behavior()
		require.Equal(t, mapping.Apply(i), apply, "rows are in the order of the numbers")
		require.True(t, b.Creates || b.Updates, "%s applies at some time", b.Word)
		for _, name := range []string{b.Word, b.FlowType, b.When} {
			require.NotEmpty(t, name, "%s", apply)
		}
		require.False(t, seen[b.Word], "%s is the word of one alone", b.Word)
		seen[b.Word] = true
		for _, name := range []string{b.Word, b.FlowType} {
			parsed, err := mapping.ParseApply(name)
			require.NoError(t, err)
			require.Equal(t, apply, parsed)
		}
	}
}

func TestUnknownFlowTypesAreNamed(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"creat":     `unknown flow type "creat": did you mean create?`,
		"sometimes": `unknown flow type "sometimes": want one of always, create, multiValueAddOnly, valueAddOnly, attributeAddOnly`,
		"":          `unknown flow type "": want one of always, create, multiValueAddOnly, valueAddOnly, attributeAddOnly`,
	} {
		_, err := mapping.ParseApply(name)
		require.EqualError(t, err, want)
	}
	require.Equal(t, "Apply(9)", mapping.Apply(9).String())
}
