package replay_test

import (
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping/provision"
	"github.com/attrmap/attrmap/mapping/replay"
	"github.com/attrmap/attrmap/mapping/test"
)

// exported replays a log, and runs the tests of the events that differ.
func exported(t *testing.T, mapping, log string, opts replay.Options, pseudonymise bool) (file string, report *replay.Report, tests *test.Report) {
	t.Helper()
	var out strings.Builder
	opts.Cases = &replay.Cases{To: &out, Words: map[string]any{"mapping": "m.yaml"}, Pseudonymise: pseudonymise}
	report = replayed(t, jobOf(t, "m.yaml", mapping), log, opts)
	f, err := test.Read("x_test.yaml", []byte(out.String()))
	require.NoError(t, err, out.String())
	open := func(string) (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(mapping)), nil }
	tests = test.Run(t.Context(), []*test.File{f}, test.Options{Open: open})
	require.Empty(t, tests.Errors(), out.String())
	return out.String(), report, tests
}

// TestTestsDifferAsTheLogSays: each test of an event fails for the attributes that differ, and for no other.
func TestTestsDifferAsTheLogSays(t *testing.T) {
	t.Parallel()
	text := readFile(t, "../../examples/hr-to-ad/mapping.yaml")
	people := manyPeople(200)
	log := plansOf(t, jobOf(t, "m.yaml", text), people)
	changed := strings.Replace(text, `"Lyon", "OU=Lyon,OU=Users`, `"Lyon", "OU=Paris,OU=Users`, 1)
	for _, pseudonymise := range []bool{false, true} {
		file, report, tests := exported(t, changed, log, replay.Options{People: slices.Values(people), Now: now}, pseudonymise)
		require.Len(t, tests.Tests, report.Differ, "%v %s", report.Notes, file)
		for _, result := range tests.Tests {
			require.Len(t, result.Failures, 1, file)
			require.Equal(t, "parentDistinguishedName", result.Failures[0].Target)
		}
	}
	file, _, _ := exported(t, text, log, replay.Options{People: slices.Values(people), Now: now}, true)
	require.Equal(t, "domain: \"contoso.com\"\nmapping: \"m.yaml\"\ntests: []\n", file)
}

// TestNothingPlantedIsInTheExport plants names, mail addresses and ids of every kind, and looks for them in the file.
func TestNothingPlantedIsInTheExport(t *testing.T) {
	t.Parallel()
	planted := []string{
		"Quentin", "Żółkiewska", "Владимир", "quentin.zolkiewska", "widgets-inc.example", "9f8b7c6d-1234-4abc-8def-0123456789ab", "EMP-773311", "773311",
		"e7e7e7e7-0001", "c8c8c8c8-0002", "d9d9d9d9-0003", "tenant-4242", "job.tenant4242", "+49 171 5550199", "5550199",
	}
	source := `{"upn":"quentin.zolkiewska@widgets-inc.example","name":"Quentin Żółkiewska","on":"True","lang":"Владимир","tags":"EMP-773311;+49 171 5550199","boss":"9f8b7c6d-1234-4abc-8def-0123456789ab","nick":"quentin.zolkiewska"}`
	log := `{"id":"e7e7e7e7-0001","changeId":"c8c8c8c8-0002","cycleId":"d9d9d9d9-0003","tenantId":"tenant-4242","jobId":"job.tenant4242","activityDateTime":"2026-03-01T08:00:00Z",
"provisioningAction":"update","sourceIdentity":{"id":"9f8b7c6d-1234-4abc-8def-0123456789ab","displayName":"Quentin Żółkiewska","identityType":"User"},"targetIdentity":{"id":"9f8b7c6d-1234-4abc-8def-0123456789ab"},
"provisioningSteps":[{"name":"EntryImport","provisioningStepType":"import","details":` + source + `}],
"modifiedProperties":[{"displayName":"displayName","oldValue":"QUENTIN","newValue":"QUENTIN ŻÓŁKIEWSKA"},{"displayName":"lang","oldValue":"de","newValue":"Владимир"},{"displayName":"on","oldValue":"False","newValue":"True"},{"displayName":"tags","newValue":"EMP-773311"}]}`
	for range 20 { // the replacements are drawn
		file, report, tests := exported(t, rules, log, replay.Options{}, true)
		require.Equal(t, 1, report.Differ)
		if len(report.Notes) > 0 {
			continue // it would have had one of the words by chance
		}
		for _, text := range planted {
			require.NotContains(t, strings.ToLower(file), strings.ToLower(text))
		}
		require.Len(t, tests.Tests, 1, file)
		var targets []string
		for _, failure := range tests.Tests[0].Failures {
			targets = append(targets, failure.Target)
		}
		require.ElementsMatch(t, []string{"displayName", "tags"}, targets, file)
		require.NotContains(t, file, `\u`)
		require.Regexp(t, regexp.MustCompile(`\p{Cyrillic}{8}`), file, "text of other scripts stays text")
		require.Regexp(t, regexp.MustCompile(`[0-9a-f]{8}-[0-9]{4}-[0-9][a-f]{3}-[0-9][a-f]{3}-[0-9a-f]{12}`), file, "an id keeps its form")
	}
}

// TestPseudonymsAreConsistent: a person of several events is the same one, and what mappings make of names is made of pseudonyms.
func TestPseudonymsAreConsistent(t *testing.T) {
	t.Parallel()
	mapping := `
mappings:
  - {target: id, from: id, match: 1}
  - {target: mail, expression: 'ToLower(Join(".", Mid([first], 1, 1), NormalizeDiacritics([last])))'}
  - {target: title, from: title}
`
	people := []provision.Source{{Ordinal: 1, Type: "User", Attrs: value.Map{"id": "4711", "first": "Zoë", "last": "Müller", "title": "Clerk"}}}
	event := `{"id":"e","provisioningAction":"update","sourceIdentity":{"id":"4711"},"targetIdentity":{"id":"t"},"modifiedProperties":[{"displayName":"mail","newValue":"z.muller"},{"displayName":"title","newValue":"Chief"}]}` + "\n"
	file, report, tests := exported(t, mapping, event+event, replay.Options{People: slices.Values(people), Now: now}, true)
	require.Equal(t, 2, report.Differ)
	require.Len(t, tests.Tests, 2, file)
	lines := regexp.MustCompile(`(?m)^  - .*$`).FindAllString(file, -1)
	require.Len(t, lines, 2)
	require.Equal(t, lines[0], lines[1])
	require.Contains(t, lines[0], `"mail":`, "what agrees is expected, too")
	for _, result := range tests.Tests {
		require.Len(t, result.Failures, 1)
		require.Equal(t, "title", result.Failures[0].Target)
	}
}

// TestWhatTheTestOfADifferenceSays has values that a test must say in a form of its own, and constants of one character.
func TestWhatTheTestOfADifferenceSays(t *testing.T) {
	t.Parallel()
	const mapping = `
mappings:
  - {target: id, from: id, match: 1}
  - {target: title, from: title}
  - {target: office, expression: 'Switch([site], "Other", "S", "Sales")'}
`
	for _, row := range []struct{ name, properties, want string }{
		{"the log has no value", `{"displayName":"title","newValue":null}`, `"attributes":{"title":null}`},
		{"the log had a value before, and none after", `{"displayName":"title","oldValue":"Boss","newValue":null}`, `"attributes":{"title":null}`},
		{"the log has an empty text", `{"displayName":"title","newValue":""}`, `"attributes":{"title":""}`},
		{"a value that is a constant of one character stays", `{"displayName":"title","newValue":"x"},{"displayName":"office","newValue":"Sales"}`, `"office":"Sales"`},
	} {
		log := `{"id":"e","provisioningAction":"create","provisioningSteps":[{"name":"EntryImport","details":{"id":"4711","title":"Clerk","site":"S"}}],"modifiedProperties":[` + row.properties + `]}`
		file, report, tests := exported(t, mapping, log, replay.Options{Now: now}, true)
		require.Equal(t, 1, report.Differ, row.name)
		require.Contains(t, file, row.want, row.name)
		require.Len(t, tests.Tests, 1, row.name)
		require.Len(t, tests.Tests[0].Failures, 1, row.name)
		require.Equal(t, "title", tests.Tests[0].Failures[0].Target, row.name)
	}
}
