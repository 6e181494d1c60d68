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

// TestWhatIsNotReadOfTheDataIsTold: whatever rules say, they say it of the records that were looked at.
func TestWhatIsNotReadOfTheDataIsTold(t *testing.T) {
	t.Parallel()
	require.Nil(t, (*lint.Data)(nil).Findings())
	for _, row := range []struct{ name, text, want string }{
		{"all records", "id,name\n1,a\n", ""},
		{"a short row", "id,name\n1\n2,b\n", "2:1: error L207: record 1, line 2, column 1: want 2 cells, as in the header, got 1; "},
		{"no record", "id,name\n", "error L207: the data have no record that can be read: nothing was checked against them\n"},
		{"more broken records than are told one by one", "id,name\n1,a\n" + strings.Repeat("1\n", 23), "error L207: 3 more records cannot be read\n"},
		{"more records than are kept", "id\n" + strings.Repeat("1\n", 100_001), "info L207: looked at the first 100000 of 100001 records\n"},
	} {
		text := lines(csv(t, row.text).Findings())
		require.Contains(t, text, row.want, row.name)
		require.Equal(t, row.want == "", text == "", row.name)
	}
	dates := csv(t, "when\n"+strings.Repeat("2026-01-02\n", 60_000)+"soon\n")
	require.Contains(t, lines(lint.Expression("CDate([when])", lint.Use{}, lint.Options{Data: dates})), "L205", "the last of 60,001 dates fails")
}
