package sources_test

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/mapping/feed"
	"github.com/attrmap/attrmap/mapping/sources"
)

// publishedRow is a row of a table of published expressions: the expression of an attribute, and its value for a person.
type publishedRow struct{ attribute, expression, person, value, evidence string }

// activeOnly is the published replacement that leaves out employments that have ended.
var activeOnly = strings.NewReplacer(`$.employmentNav.results[0].jobInfoNav.results[0]`, `$.employmentNav..jobInfoNav..results[?(`+active+`)]`,
	`$.employmentNav.results[0]`, `$.employmentNav..results[?(@.jobInfoNav..results[?(`+active+`)])]`)

const active = `@.emplStatusNav.externalCode == 'A' || @.emplStatusNav.externalCode == 'U' || @.emplStatusNav.externalCode == 'P'`

func publishedRows(t testing.TB, file string) (rows []publishedRow) {
	t.Helper()
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimRight(line, "\n"); strings.HasPrefix(line, "#") {
			continue
		}
		cells := strings.Split(line, "\t")
		require.Len(t, cells, 5, line)
		rows = append(rows, publishedRow{cells[0], cells[1], cells[2], cells[3], cells[4]})
	}
	return rows
}

// peopleOf returns the persons of a file by their IDs.
func peopleOf(t *testing.T, file string) map[string]*sources.Person {
	t.Helper()
	f, err := os.Open(file)
	require.NoError(t, err)
	defer f.Close()
	people := map[string]*sources.Person{}
	for person, err := range sources.People(f, feed.Options{}) {
		require.NoError(t, err)
		require.NoError(t, person.Err())
		people[person.ID()] = person
	}
	return people
}

// TestPublishedExpressionsOfSuccessFactors: all attributes of the reference, and all expressions of the integration reference.
func TestPublishedExpressionsOfSuccessFactors(t *testing.T) {
	t.Parallel()
	people := peopleOf(t, "testdata/perperson.json")
	require.Len(t, people, 6)
	rows := publishedRows(t, "testdata/successfactors.tsv")
	evaluated := func(person, expression string) string {
		e, err := sources.Compile(expression)
		require.NoError(t, err, expression)
		v, _, err := people[person].Evaluate(e)
		require.NoError(t, err, expression)
		return string(v.AppendJSON(nil))
	}
	for _, row := range rows {
		require.Equal(t, row.value, evaluated(row.person, row.expression), "%s of %s: %s", row.attribute, row.person, row.expression)
		if row.person != "1001" {
			continue
		}
		// Somebody with one employment has the same value after each of the published replacements.
		for _, replace := range []*strings.Replacer{
			strings.NewReplacer(`$.employmentNav.results[0]`, `$.employmentNav.results[-1:]`),
			strings.NewReplacer(`$.employmentNav.results[0]`, `$.employmentNav.results[?(@.assignmentClass == 'ST')]`),
			activeOnly,
		} {
			expression := replace.Replace(row.expression)
			require.Equal(t, row.value, evaluated(row.person, expression), "%s: %s", row.attribute, expression)
		}
	}
}

// TestPublishedExpressionsAreInOrder: nothing is found in published expressions, but that startDate of a job does not find pre-hires, and remarks.
func TestPublishedExpressionsAreInOrder(t *testing.T) {
	t.Parallel()
	for _, row := range publishedRows(t, "testdata/successfactors.tsv") {
		for _, expression := range []string{row.expression, activeOnly.Replace(row.expression)} {
			for _, f := range sources.Check(row.attribute, expression) {
				if f.Severity != diag.Info && (f.Code != "jsonpath-pre-hire" || row.attribute != "startDate") {
					t.Errorf("%s: %s", expression, f)
				}
			}
		}
	}
}
