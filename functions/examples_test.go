package functions_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
)

func TestAliasesCallTheirFunction(t *testing.T) {
	t.Parallel()
	aliases := 0
	for spec := range functions.Standard().All() {
		for _, alias := range spec.Aliases {
			found, exact := functions.Standard().Lookup(alias)
			require.Same(t, spec, found, alias)
			require.False(t, exact, alias)
			aliases++
		}
	}
	require.NotZero(t, aliases)
}

// graphKeys are the keys in published schemas. Arguments of IIF and similar functions are stored by position.
var graphKeys = map[string]string{
	"Append": "source suffix", "Prepend": "prefix source", "AppRoleAssignments": "source", "SingleAppRoleAssignment": "source", "StripSpaces": "source",
	"Trim": "source", "Not": "source", "FormatDateTime": "source inputFormat outputFormat", "Join": "separator source", "Mid": "source start length",
	"Replace": "source Find RegularExpression RegularExpressionGroupName Replacement ReplacementPropertyName Template",
	"Split":   "source delimiter", "Switch": "source defaultValue switchValue switchValue",
}

func TestGraphKeys(t *testing.T) {
	t.Parallel()
	for spec := range functions.Standard().All() {
		var known []string
		for _, p := range spec.Params {
			require.NotEmpty(t, p.Key, "%s, %s: if the key is not published, it must be the name", spec.Name, p.Name)
			if !p.KeyInferred {
				known = append(known, p.Key)
			}
		}
		if want, published := graphKeys[spec.Name]; published {
			require.Equal(t, want, strings.Join(known, " "), spec.Name)
		}
	}
}

// cannotFail are the functions that fail for no argument and no object.
var cannotFail = []string{"Guid", "Now"}

func TestFunctionsAreDescribedInFull(t *testing.T) {
	t.Parallel()
	for spec := range functions.Standard().All() {
		t.Run(spec.Name, func(t *testing.T) {
			requireSentence(t, spec.Summary)
			require.NotEmpty(t, spec.Describe().Notes)
			for _, note := range spec.Describe().Notes {
				requireSentence(t, note.Text)
			}
			require.NotEmpty(t, spec.Source)
			require.NotEqual(t, functions.Custom, spec.Origin)
			for _, p := range spec.Params {
				require.False(t, strings.HasSuffix(p.Doc, "."), "%s: the doc of a parameter must not end with a full stop", p.Name)
			}
			requireExamples(t, spec)
		})
	}
}

func requireSentence(t *testing.T, text string) {
	t.Helper()
	require.Regexp(t, `^\S.*\.$`, text)
}

func requireExamples(t *testing.T, spec *functions.Spec) {
	t.Helper()
	ordinary, failing := false, false
	for i := range spec.Examples {
		example := &spec.Examples[i]
		failing = failing || example.WantError != ""
		ordinary = ordinary || example.WantError == "" && (example.Want != nil || example.WantKind != "")
		require.Contains(t, example.Expr, spec.Name+"(", "the example must call the function")
		for name, data := range example.Attrs {
			_, err := value.Of(data)
			require.NoError(t, err, name)
			require.Contains(t, example.Expr, name, "the example must use the attribute")
		}
	}
	require.True(t, ordinary, "there must be an ordinary example")
	require.Equal(t, !slices.Contains(cannotFail, spec.Name), failing, "there must be a failing example unless the function cannot fail")
}
