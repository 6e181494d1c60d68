package scaffold_test

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/mapping/file"
	"github.com/attrmap/attrmap/mapping/scaffold"
	"github.com/attrmap/attrmap/mapping/test"
)

func parse(t *testing.T, name, text string) *file.Document {
	t.Helper()
	doc, err := file.Parse(name, []byte(text))
	require.NoError(t, err)
	return doc
}

// made returns the tests of a file, after they have passed once more in the hands of somebody else, at another time.
func made(t *testing.T, doc *file.Document) *scaffold.Tests {
	t.Helper()
	tests, err := scaffold.NewTests(context.Background(), doc, scaffold.Options{})
	require.NoError(t, err)
	f, err := test.Read("x_test.yaml", tests.Data)
	require.NoError(t, err, "%s", tests.Data)
	report := test.Run(context.Background(), []*test.File{f}, test.Options{
		Open:  func(string) (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(doc.Bytes())), nil },
		Clock: func() time.Time { return time.Date(2031, 5, 6, 7, 8, 9, 0, time.UTC) },
	})
	require.Zero(t, report.Failed(), "%s", tests.Data)
	require.Empty(t, report.Errors())
	require.Len(t, report.Tests, tests.Count)
	return tests
}

func unmet(tests *scaffold.Tests) (list []string) {
	for _, m := range tests.Coverage.Mappings {
		for _, p := range m.Points {
			if !p.Met {
				list = append(list, p.What)
			}
		}
	}
	return list
}

// Each row is an expression all of which is met by what is tried.
func TestInputsReachEveryBranch(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"keys of Switch":                        `Switch([city], "none", "Austin", "TX", "Lyon", "FR", "O'Brien", "x")`,
		"keys behind a function":                `Switch(Left(ToUpper([office]), 3), "none", "DAL", "TX", "LYO", "FR")`,
		"a Switch in a Switch":                  `Switch([a], "0", "1", Switch([b], "1", "x", "2", "y", "3"), "2", "4")`,
		"a condition of a constant":             `IIF([country]="USA", "us", "other")`,
		"a condition the other way round":       `IIF("USA"<>[country], "other", "us")`,
		"a condition that asks for a value":     `IIF(IsPresent([title]), [title], "none")`,
		"a condition that asks for no value":    `IIF(IsNullOrEmpty([title]), "none", [title])`,
		"two values in one condition":           `IIF(Join("-", [a], [b])="DE-2", "both", "not both")`,
		"a part of a text":                      `IIF(InStr([mail], "@contoso.com")>0, "ours", "others")`,
		"a member of a list":                    `IIF(Contains([roles], "Admin")>0, "admin", "user")`,
		"a denial":                              `IIF(Not([a]="1"), "no", "yes")`,
		"conditions in conditions":              `IIF([a]="p", IIF([b]="q", IIF([c]="r", "deep", "1"), "2"), "3")`,
		"alternatives":                          `Coalesce([mail], [userPrincipalName], [alias], "none")`,
		"a regular expression":                  `Replace([phone], , "\+(?<cc>\d{1,3})[- ]?(?<rest>\d{4,})", , "${rest}", , )`,
		"a regular expression that denies":      `Replace([name], , "[^A-Za-z0-9]", , "", , )`,
		"bits":                                  `IIF(BitAnd([userAccountControl], 2)="0", "enabled", "disabled")`,
		"a comparison of numbers":               `IIF(Len([n])>12, "more", "less")`,
		"dates":                                 `IIF(DateDiff("d", Now(), CDate([hireDate]))>0, "future", "past")`,
		"a truth":                               `IIF([active]="True", "1", "0")`,
		"a truth in Switch":                     `Switch([active], , "True", "False", "False", "True")`,
		"an error":                              `IIF(IsPresent([a]), [a], Error("want a"))`,
		"a part of a list":                      `Item(Split([mail], "@"), 2)`,
		"candidates":                            `SelectUniqueValue(Join(".", [first], [last]), Join("", Left([first], 1), [last]), Join("1", [first], [last]))`,
		"names of many kinds":                   `Join(" ", [name.givenName], [emails[type eq "work"].value], [urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department])`,
		"random values, which are repeatable":   `Join("-", [a], Guid())`,
		"the tenant's default domain":           `Join("@", [alias], DefaultDomain())`,
		"constants that look like the notation": `Switch([a], "~", "absent", "=absent", "/x/", "=/x/", "null", "x: y", "#", "\"")`,
	}
	for name, expression := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text := "mappings:\n  - {target: id, from: id, match: 1}\n  - target: value\n    apply: create\n    expression: |\n      " + expression + "\n"
			tests := made(t, parse(t, "x.yaml", text))
			require.Empty(t, unmet(tests), "%s", tests.Data)
			require.Empty(t, tests.Left)
		})
	}
}

// What no input is found for is listed, in the file too, and everything else is tested all the same.
func TestWhatIsNotReachedIsListed(t *testing.T) {
	t.Parallel()
	tests := made(t, parse(t, "x.yaml", `mappings:
  - {target: id, from: id, match: 1}
  - target: value
    expression: 'IIF(Len([a])>4000, "very long", "short")'
`))
	require.Equal(t, []string{`IIF true branch "very long"`}, unmet(tests))
	require.Contains(t, string(tests.Data), `#   value: IIF true branch "very long" (4:37)`)
}

func TestScopesDefaultsAndMatchesAreMet(t *testing.T) {
	t.Parallel()
	tests := made(t, parse(t, "x.yaml", `scope:
  - - {attribute: type, operator: EQUALS, values: [Employee]}
    - {attribute: type, operator: NOT EQUALS, values: [Robot]}
    - {attribute: code, operator: REGEX MATCH, values: ["^[A-Z]{2}\\d+$"]}
  - - {attribute: grade, operator: GREATER_THAN, values: ["7"]}
    - {attribute: vip, operator: IS TRUE}
    - {attribute: left, operator: IS NULL}
mappings:
  - {target: employeeId, from: id, match: 1}
  - {target: mail, from: mail, match: 2}
  - {target: title, from: title, default: Employee}
  - {target: company, constant: Contoso}
  - {target: usageLocation, default: US}
`))
	// Whoever is no robot is no employee: that clause alone keeps nobody out.
	for _, what := range unmet(tests) {
		require.Contains(t, what, "Robot")
	}
	text := string(tests.Data)
	require.Contains(t, text, "an account is found by mail")
	require.Contains(t, text, "title: Employee")
	require.Contains(t, text, "# snapshot")
}

// The same file makes the same tests; secret values are left to their owner.
func TestTestsAreRepeatableAndKeepSecrets(t *testing.T) {
	t.Parallel()
	doc := parse(t, "x.yaml", `mappings:
  - {target: id, from: id, match: 1}
  - {target: password, expression: 'Redact([pin])'}
`)
	first, second := made(t, doc), made(t, doc)
	require.Equal(t, string(first.Data), string(second.Data))
}

func TestObjectMappingsHaveTestsInOneFile(t *testing.T) {
	t.Parallel()
	tests := made(t, parse(t, "x.yaml", `objects:
  - {name: people, source: User, target: User, mappings: [{target: id, from: id, match: 1}, {target: city, expression: 'Switch([c], "none", "a", "b")'}]}
  - {name: teams, source: Group, target: Group, mappings: [{target: id, from: id, match: 1}, {target: kind, expression: 'IIF([k]="x", "1", "2")'}]}
`))
	require.Empty(t, unmet(tests), "%s", tests.Data)
}

func TestWhatCannotBeRunIsRefused(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"no mapping":            "mappings: []",
		"no matching attribute": "mappings: [{target: a, from: b}]",
		"a broken expression":   "mappings: [{target: a, from: b, match: 1}, {target: c, expression: 'Join('}]",
		"an unknown member":     "mapings: []",
	}
	for name, text := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := scaffold.NewTests(context.Background(), parse(t, "x.yaml", text), scaffold.Options{})
			require.Error(t, err)
		})
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := scaffold.NewTests(ctx, parse(t, "x.yaml", "mappings: [{target: a, from: b, match: 1}]"), scaffold.Options{})
	require.ErrorIs(t, err, context.Canceled)
}

// The examples have all that mappings have: nearly everything is met, and all tests pass.
func TestExamplesAreMet(t *testing.T) {
	t.Parallel()
	names, err := filepath.Glob("../../examples/*/*.yaml")
	require.NoError(t, err)
	names = append(names, "../../examples/graph-import/schema.json")
	count := 0
	for _, name := range names {
		data, err := os.ReadFile(name)
		require.NoError(t, err)
		doc := parse(t, name, string(data))
		if doc.Kind() != file.Mapping && doc.Kind() != file.Schema || strings.HasSuffix(name, "_test.yaml") {
			continue
		}
		count++
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tests := made(t, doc)
			require.True(t, tests.Coverage.Reaches(97), "%v", unmet(tests))
		})
	}
	require.Greater(t, count, 12)
}
