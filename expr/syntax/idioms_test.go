package syntax_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/functions"
)

// TestIdiomsAreWrittenInThisLanguage: every row has words, what it writes compiles, and no name is a function here.
func TestIdiomsAreWrittenInThisLanguage(t *testing.T) {
	t.Parallel()
	names := syntax.IdiomNames()
	require.Greater(t, len(names), 200)
	values := []syntax.Node{&syntax.Attribute{Name: "a"}, &syntax.Number{Text: "1", Int: 1, IsInt: true}, &syntax.Number{Text: "4", Int: 4, IsInt: true}}
	texts := []syntax.Node{&syntax.Attribute{Name: "a"}, &syntax.String{Value: "x"}, &syntax.String{Value: "y"}}
	for _, name := range names {
		spec, _ := functions.Standard().Lookup(name)
		require.Nil(t, spec, name)
		require.Equal(t, strings.ToLower(name), name)
		written := 0
		for _, args := range [][]syntax.Node{values, texts} {
			for n := range len(args) + 1 {
				hint, meant := syntax.Foreign(name, args[:n])
				require.Regexp(t, `^(use|write) .`, hint, name)
				if meant != nil {
					text := syntax.Format(meant)
					if _, err := expr.Compile(text); err == nil {
						written++
					} else {
						require.NotContains(t, err.Error(), "there is no function", name)
					}
				}
			}
		}
		if _, meant := syntax.Foreign(name, values); meant != nil {
			require.NotZero(t, written, name)
		}
	}
}

func TestNamesOfThisLanguageAreNotForeign(t *testing.T) {
	t.Parallel()
	for spec := range functions.Standard().All() {
		hint, meant := syntax.Foreign(spec.Name, nil)
		require.Empty(t, hint, spec.Name)
		require.Nil(t, meant)
	}
}
