package sources_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/mapping/sources"
)

// said returns findings as severity, code and the text that they are about.
func said(text string, found diag.List) (lines []string) {
	for _, f := range found {
		lines = append(lines, fmt.Sprintf("%s %s %s", f.Severity, f.Code, text[f.Span.Start:f.Span.End]))
	}
	return lines
}

func TestCheckOfJSONPath(t *testing.T) {
	t.Parallel()
	const first = "info jsonpath-first-employment [0]"
	for _, test := range []struct {
		attribute, text string
		want            []string
		fix             string // of the first finding that has one
	}{
		{"id", `$.personIdExternal`, nil, ""},
		{"first", `$.personalInfoNav.results[0].firstName`, nil, ""},
		{"department", `$.employmentNav.results[-1:].jobInfoNav.results[0].departmentNav.name_localized`, nil, ""},
		{"department", `$.employmentNav.results[0].jobInfoNav.results[0].departmentNav.name_localized`, []string{first}, ""},
		{"department", `$['employmentNav']['results'][0]['jobInfoNav']['results'][0]['departmentNav']['name_localized']`, []string{first}, ""},
		{"second", `$.employmentNav.results[1].userNav.username`, nil, ""},
		{"active", activeOnly.Replace(`$.employmentNav.results[0].userNav.username`), nil, ""},
		{"active", activeOnly.Replace(`$.employmentNav.results[0].jobInfoNav.results[0].jobTitle`), nil, ""},
		{"manager", `$.employmentNav.results[-1:].userNav.manager.empInfo.personIdExternal`, nil, ""},
		{"custom", `$.employmentNav.results[-1:].userNav.cust_addressNav.street`, nil, ""},
		{"comp", `$.employmentNav.results[-1:].compInfoNav.results[0].startDate`, nil, ""},
		// Spaces.
		{"st", `$.employmentNav.results[?(@.assignmentClass=='ST')].userId`, []string{"error jsonpath-spaces =="}, `$.employmentNav.results[?(@.assignmentClass == 'ST')].userId`},
		{"st", `$.employmentNav.results[?(@.assignmentClass ==  'a==b')].userId`, nil, ""},
		{"st", `$.employmentNav.results[?(@.a!='x'||@.b == 'y')].userId`, []string{"warning jsonpath-spaces !="}, `$.employmentNav.results[?(@.a != 'x' || @.b == 'y')].userId`},
		{"st", `$.employmentNav.results[?(@.a== 'x')].userId`, []string{"error jsonpath-spaces =="}, `$.employmentNav.results[?(@.a == 'x')].userId`},
		// Pre-hires.
		{"startDate", `$.employmentNav.results[-1:].startDate`, nil, ""},
		{"startDate", `$.employmentNav.results[0].startDate`, []string{first}, ""},
		{"startDate", `$.employmentNav.results[?(@.assignmentClass == 'ST')].startDate`, []string{"warning jsonpath-pre-hire $.employmentNav.results[?(@.assignmentClass == 'ST')].startDate"}, ""},
		{"startDate", `$.employmentNav.results[-1:].jobInfoNav.results[0].startDate`, []string{"warning jsonpath-pre-hire $.employmentNav.results[-1:].jobInfoNav.results[0].startDate"}, ""},
		{"StartDate", `$.employmentNav.results[1].startDate`, []string{"warning jsonpath-pre-hire $.employmentNav.results[1].startDate"}, ""},
		{"jobStart", `$.employmentNav.results[1].startDate`, nil, ""},
		// Lists.
		{"user", `$.employmentNav.results.userId`, []string{"warning jsonpath-results results"}, ""},
		{"user", `$.employmentNav.userId`, []string{"warning jsonpath-results employmentNav"}, ""},
		{"user", `$.employmentNav[0].userId`, []string{"warning jsonpath-results employmentNav"}, ""},
		{"user", `$.employmentNav.results[-1:].userNav.results[0].username`, []string{"warning jsonpath-results results"}, ""},
		{"phones", `$.phoneNav.results[*].phoneNumber`, []string{"warning jsonpath-several [*]"}, ""},
		{"phones", `$.phoneNav.results[0,1].phoneNumber`, []string{"warning jsonpath-several [0,1]"}, ""},
		{"phones", `$.phoneNav.results[0:2].phoneNumber`, []string{"warning jsonpath-several [0:2]"}, ""},
		{"last", `$.phoneNav.results[-1].phoneNumber`, []string{"warning jsonpath-negative-position [-1]"}, `$.phoneNav.results[-1:].phoneNumber`},
		{"last", `$.phoneNav.results[-2].phoneNumber`, []string{"warning jsonpath-negative-position [-2]"}, `$.phoneNav.results[-2:-1].phoneNumber`},
		// Navigations.
		{"name", `$.personalinfoNav.results[0].firstName`, []string{"warning jsonpath-navigation personalinfoNav"}, ""},
		{"name", `$.personInfoNav.results[0].firstName`, []string{"warning jsonpath-navigation personInfoNav"}, ""},
		{"name", `$.personalInfo.results[0].firstName`, []string{"warning jsonpath-navigation personalInfo"}, ""},
		{"name", `$.personalInfoNav.result[0].firstName`, []string{"warning jsonpath-navigation result"}, ""},
		{"department", `$.employmentNav.results[-1:].jobInfoNav.results[0].department`, nil, ""},
		// Objects.
		{"user", `$.employmentNav.results[-1:].userNav`, []string{"warning jsonpath-object userNav"}, ""},
		{"user", `$.employmentNav.results[-1:]`, []string{"warning jsonpath-object [-1:]"}, ""},
		{"user", `$.employmentNav.results`, []string{"warning jsonpath-object results"}, ""},
		{"user", `$`, []string{"warning jsonpath-object $"}, ""},
		// Functions.
		{"f", `$.phoneNav.results[?(length(@.phoneNumber) > 3)].phoneNumber`, []string{"warning jsonpath-function length("}, ""},
		{"f", `$.phoneNav.results[?(@.phoneNumber == 'match(')].phoneNumber`, nil, ""},
		// What is no JSONPath.
		{"e", `$.a[`, []string{"error api-syntax "}, ""},
		{"e", `$.a.b-c`, []string{"error api-syntax "}, ""},
	} {
		found := sources.Check(test.attribute, test.text)
		require.Equal(t, test.want, said(test.text, found), test.text)
		fix := ""
		for _, f := range found {
			require.Equal(t, test.text, f.Text)
			if fix == "" {
				fix = f.Fix
			}
		}
		require.Equal(t, test.fix, fix, test.text)
		if fix != "" {
			require.Empty(t, sources.Check(test.attribute, fix), fix)
		}
	}
}

// TestErrorsOfJSONPathHaveTheirPlace: the column is that of the character that does not belong there.
func TestErrorsOfJSONPathHaveTheirPlace(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`$.a.b-c`:                   `1:6: error: not a JSONPath: invalid number literal (write a name with other characters than letters, digits and _ as ['name']) [api-syntax]`,
		` $.a[`:                     `1:6: error: not a JSONPath: unexpected eof () [api-syntax]`,
		`$.a.results[?(@.x = 'y')]`: `1:19: error: not a JSONPath: invalid comparison operator (write == for equal) [api-syntax]`,
		`$.a || $.b`:                `1:4: error: not a JSONPath: unexpected blank space (a path has no alternatives: give each an attribute, and combine them in the mapping, as in Coalesce([a], [b])) [api-syntax]`,
	} {
		found := sources.Check("", text)
		require.Len(t, found, 1)
		require.Equal(t, want, fmt.Sprintf("%d:%d: %s: %s (%s) [%s]", found[0].Line, found[0].Column, found[0].Severity, found[0].Message, found[0].Hint, found[0].Code), text)
	}
}
