package test_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/mapping/test"
)

// TestFilesThatAreWrong: everything that is wrong with a file is an error with its place, and nothing of it is run.
func TestFilesThatAreWrong(t *testing.T) {
	t.Parallel()
	const head = "mapping: m.yaml\ntests:\n  - "
	for _, row := range []struct{ name, text, want string }{
		{"nothing", "", "1:1: the file is empty: check that its writer has finished"},
		{"a text", "hello", "1:1: want a file of tests, got \"hello\""},
		{"no tests", "mapping: m.yaml", "1:1: want the member tests or expressions"},
		{"an unknown member", "mapping: m.yaml\ntest: []\n", "2:1: unknown member \"test\" of a file of tests: did you mean tests?"},
		{"an unknown member of a test", head + "{source: {}, expects: {}, expect: {}}", "3:18: unknown member \"expects\" of a test: did you mean expect?"},
		{"an unknown member of an expectation", head + "{source: {}, expect: {actions: update}}", "3:27: unknown member \"actions\" of an expectation: did you mean action?"},
		{"an unknown member of an attribute", head + "{source: {}, expect: {attributes: {a: {was: x}}}}", "3:44: unknown member \"was\" of an attribute: the members are old, new, decision, error, code, warnings, pending"},
		{"an unknown member of an expression", "expressions: [{expr: '[a]', given: x, gives: y}]", "1:29: unknown member \"given\" of a test of an expression: did you mean gives?"},
		{"an unknown action", head + "{source: {}, expect: {action: creat}}", "3:35: want skip, create, update, disable, delete, error or staged, got \"creat\": did you mean create?"},
		{"an unknown decision", head + "{source: {}, expect: {attributes: {a: {decision: flows}}}}", "3:54: want flowed, unchanged, nullNotFlowed, defaultUsed, createOnlySkipped, cleared, noneKept, ignored, error or unsupported, got \"flows\""},
		{"a member that is there twice", "mapping: a\nmapping: b\ntests: []\n", "2:1: the member \"mapping\" is there twice"},
		{"no mapping", "tests:\n  - {source: {}, expect: {action: create}}", "2:5: want the member mapping, of the test or of the file"},
		{"no source", head + "{expect: {action: create}}", "3:5: want source or sources"},
		{"nothing expected", head + "{source: {}}", "3:5: the test expects nothing: want expect"},
		{"nothing expected of an expression", "expressions: [{expr: '[a]'}]", "1:15: the test expects nothing: want gives or fails"},
		{"both", "expressions: [{expr: '[a]', target: a, gives: a, fails: b}]", "1:15: want expr or target, got both"},
		{"one expectation for several people", head + "{sources: [{}, {}], expect: {action: create}}", "3:33: want a list with an entry for each of the source objects, got an object"},
		{"more expectations than people", head + "{sources: [{}], expect: [{action: create}, {}]}", "3:29: want an entry for each of 1 source objects, got 2"},
		{"a time", "now: today\n" + head + "{source: {}, expect: {}}", "1:6: want an RFC 3339 time such as 2026-01-31T12:00:00Z, got \"today\""},
		{"a word of compat", "compat: [eager]\n" + head + "{source: {}, expect: {}}", "1:10: want eagerBranches, iifNullConditionFails, emptyStringIsNull, diacriticsTableOnly, strictCase, lenientQuotes, noneOnlyAtCreation or exactCase, got \"eager\""},
		{"a regular expression", head + "{source: {}, expect: {attributes: {a: '/(/'}}}", "3:43: the regular expression is malformed: "},
		{"an empty row", head + "{source: {}, expect: {attributes: {a: {}}}}", "3:43: want old, new, decision or error, got an empty object: an object as a value is written {new: {…}}"},
		{"nobody to plan a second cycle of", head + "{twice: true}", "3:5: want source or sources: no other test of the file has any"},
		{"an alias without end", "tests: &a [*a]", "1:12: the document is nested too deeply, or grows too large by its aliases"},
		{"a practitioners' test without a result", `[{"Expression": "[a]"}]`, "1:2: the test expects nothing: want the member ExpectedResult"},
	} {
		_, err := test.Read("x_test.yaml", []byte(row.text))
		require.Error(t, err, row.name)
		require.True(t, strings.HasPrefix(err.Error(), "x_test.yaml:"+row.want), "%s: %s", row.name, err)
	}
}

func TestEveryFaultOfAFileIsNamed(t *testing.T) {
	t.Parallel()
	_, err := test.Read("x_test.yaml", []byte("mapping: m\nnow: x\ntests:\n  - {soure: {}}\n  - {source: {}, expect: {action: x}}\n  - {soure: {}, expect: {acton: x}}\n"))
	var found diag.List
	require.ErrorAs(t, err, &found)
	require.Len(t, found, 8)
	require.NotContains(t, err.Error(), "a list with an entry", "what is meant as the source is not known")
}

// TestLinesAreThoseOfTheDashes: wherever the first member of a test is.
func TestLinesAreThoseOfTheDashes(t *testing.T) {
	t.Parallel()
	report := run(t, `mapping: people.yaml
tests:
  - name: first
    source: {}
    expect: {}
  -
    # a comment

    name: second
    source: {}
    expect: {}
  - # a comment
    name: third
    source: {}
    expect: {}
expressions: [{expr: '"a"', gives: a},
  {expr: '"b"',
   gives: b}]
`)
	require.Equal(t, "3 first: ok\n6 second: ok\n12 third: ok\n16 \"a\": ok\n17 \"b\": ok\n", results(report))
}

func TestWhatKeepsTestsFromBeingRun(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ name, text, want string }{
		{"a mapping that is not there", "mapping: no.yaml\ntests: [{source: {}, expect: {}}]", "open dir/no.yaml: file does not exist"},
		{"a mapping that does not compile", "mapping: bad.yaml\ntests: [{source: {}, expect: {}}]", "bad.yaml:1:"},
		{"people that are not there", "mapping: people.yaml\ntests: [{sources: no.csv, expect: [{}]}]", "open dir/no.csv: file does not exist"},
		{"accounts of something else", "mapping: people.yaml\ntarget: [{x: y}]\ntests: [{source: {}, expect: {}}]", "no object has an attribute that the mapping writes"},
		{"an object mapping that is not there", "mapping: people.yaml\nobject: Groups\ntests: [{source: {}, expect: {}}]", `there is no object mapping "Groups"`},
		{"a type that is not there", "mapping: people.yaml\ntests: [{source: {\"@type\": Group}, expect: {}}]", `no enabled object mapping has objects of the type "Group"`},
	} {
		f, err := test.Read("dir/x_test.yaml", []byte(row.text))
		require.NoError(t, err, row.name)
		report := test.Run(context.Background(), []*test.File{f}, files{"dir/people.yaml": people, "dir/bad.yaml": "mappings: [{target: a, match: 1, expression: 'Mid('}]"}.options())
		require.Len(t, report.Errors(), 1, row.name)
		require.ErrorContains(t, report.Errors()[0], row.want, row.name)
		require.Equal(t, 1, report.Failed(), row.name)
	}
}

// TestValuesAreHidden: also in what keeps a test from being run.
func TestValuesAreHidden(t *testing.T) {
	t.Parallel()
	f, err := test.Read("dir/x_test.yaml", []byte("tests:\n  - {mapping: bad.yaml, source: {}, expect: {}}\n  - {mapping: people.yaml, source: {id: PLANTED, kind: Employee}, expect: {attributes: {employeeID: PLANTEDTOO}}}\nexpressions: [{expr: '[a]', with: {a: PLANTED}, gives: PLANTEDTOO}]"))
	require.NoError(t, err)
	opts := files{"dir/people.yaml": people, "dir/bad.yaml": "mappings: [{target: a, match: 1, expression: 'Mid(\"PLANTED\"'}]"}.options()
	opts.HideValues = true
	report := test.Run(context.Background(), []*test.File{f}, opts)
	require.Equal(t, 3, report.Failed())
	for _, format := range test.Formats() {
		var b strings.Builder
		require.NoError(t, report.Write(&b, format))
		require.NotContains(t, b.String(), "PLANTED", format)
		require.Contains(t, b.String(), diag.Hidden, format)
	}
}

// TestPractitionersFiles: reported, public repositories that run such files through Microsoft Graph's parseExpression.
func TestPractitionersFiles(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ name, text, want string }{
		{"one object", `{"Expression": "Join(\".\", [a], [b])", "InputAttributes": {"a": "x", "b": "y"}, "ExpectedResult": "x.y", "Description": "joined", "TargetAttributeName": "mail"}`, "1 joined: ok\n"},
		{"a list", "[{\"Expression\": \"[a]\", \"InputAttributes\": {\"a\": \"x\"}, \"ExpectedResult\": \"x\", \"TargetAttributeName\": \"mail\"},\n {\"Expression\": \"[a]\", \"ExpectedResult\": null}]", "1 mail: ok\n2 [a]: ok\n"},
		{"the text of a boolean", `{"Expression": "Not(\"True\")", "ExpectedResult": "False"}`, "1 Not(\"True\"): ok\n"},
		{"texts are compared exactly", `{"Expression": "Not(\"True\")", "ExpectedResult": "false"}`, "1 Not(\"True\"): want \"false\" got \"False\"\n"},
		{"a regular expression is a text", `{"Expression": "\"abc\"", "ExpectedResult": "/b/"}`, "1 \"abc\": want \"/b/\" got \"abc\"\n"},
		{"absent is a text", `{"Expression": "[a]", "InputAttributes": {"a": "absent"}, "ExpectedResult": "absent"}`, "1 [a]: ok\n"},
		{"several values", `{"Expression": "Split(\"a,b\", \",\")", "ExpectedResult": ["a", "b"]}`, "1 Split(\"a,b\", \",\"): ok\n"},
		{"an empty text is not null", `{"Expression": "[a]", "ExpectedResult": ""}`, "1 [a]: want \"\" got null\n"},
		{"a failure", `{"Expression": "CDate(\"soon\")", "ExpectedResult": "x"}`, "1 CDate(\"soon\"): want \"x\" got {\"error\": \"date\"}\n"},
		{"members of others, and names in another case", `{"id": 7, "expression": "[a]", "inputAttributes": {"a": "x"}, "expectedResult": "x"}`, "1 [a]: ok\n"},
	} {
		f, err := test.Read("x.json", []byte(row.text))
		require.NoError(t, err, row.name)
		require.Equal(t, row.want, results(test.Run(context.Background(), []*test.File{f}, files{}.options())), row.name)
	}
}

func TestFilesOfTestsAreKnownByTheirNames(t *testing.T) {
	t.Parallel()
	practitioners := `[{"Expression": "[a]", "ExpectedResult": "x"}]`
	for name, want := range map[string]bool{
		"hr_test.yaml": true, "dir/hr.test.yaml": true, "HR_TEST.YML": true, "hr_test.json": true, "hr.test.json": true, "hr.yaml": false, "test.yaml": false, "hr_test.txt": false,
		"cases.json": true, "people.json": false, "cases.yaml": false,
	} {
		text := practitioners
		if name == "people.json" {
			text = `[{"expression": 1}]`
		}
		require.Equal(t, want, test.Recognizes(name, func() ([]byte, error) { return []byte(text), nil }), name)
	}
}
