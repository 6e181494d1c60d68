package lint_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/mapping/feed"
	"github.com/attrmap/attrmap/mapping/lint"
)

func csv(t *testing.T, text string) *lint.Data {
	t.Helper()
	reader, err := feed.Open(strings.NewReader(text), feed.Options{Name: "people.csv", EmptyCells: feed.EmptyNull})
	require.NoError(t, err)
	data, err := lint.ReadData(reader)
	require.NoError(t, err)
	return data
}

// The whole expression fails for every object, so that no result shows that it redacts; its parts are evaluated all the same.
func TestDataOfExpressionsThatRedactAreNotShown(t *testing.T) {
	t.Parallel()
	data := csv(t, "id,kind\n1,TopSecret\n")
	const part = `Switch([kind], "none", "topsecret", "x")`
	for expression, shown := range map[string]bool{
		`CDate(` + part + `)`:         true,
		`CDate(Redact(` + part + `))`: false,
	} {
		found := lint.Expression(expression, lint.Use{}, lint.Options{Data: data})
		codes, text := "", ""
		for _, f := range found {
			codes += string(f.Code) + " "
			text += f.String()
		}
		require.Contains(t, codes, "L201", expression)
		require.Equal(t, shown, strings.Contains(text, "TopSecret"), text)
	}
}
