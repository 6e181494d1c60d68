package test_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/dev/damage"
	"github.com/attrmap/attrmap/mapping/test"
)

const fileOfAll = `mapping: people.yaml # a comment
now: 2026-03-01T08:00:00Z
target: [{id: g1, employeeID: "1", title: Clerk}]
tests:
  - name: é
    source: {id: "1", kind: Employee, title: Head, phones: ["1", "2"]}
    expect:
      action: [create, error]
      only: true
      attributes:
        title: 'Boss' # kept
        hired: {error: date}
        phones:
          - /3/
  - {sources: [{id: "7", kind: Employee}], expect: [{scope: false, attributes: {alias: |-
      a8
      }}], twice: true}
  - source: &one {id: "8", kind: Employee}
    days:
      - {now: 2026-03-01T08:00:00Z, expect: {action: update}}
      - now: 2026-03-02T08:00:00Z
        changes: {title: Head}
        expect: {account: {title: Boss}}
      - {now: 2026-03-03T08:00:00Z, sources: [*one, {id: "9", "@deleted": hard}], expect: [{account: absent}]}
expressions:
  - {expr: 'Join("", [a], "x")', with: {a: ~}, gives: "y"}
  - {target: title, fails: date}
`

// update reads, runs and updates a file: nothing of it panics, every fault has a place, and what has been updated can be read, with as many tests.
func update(t *testing.T, name, text string) {
	t.Helper()
	f, err := test.Read(name, []byte(text))
	if err != nil {
		var list diag.List
		require.True(t, errors.As(err, &list) && len(list) > 0, "%v", err)
		return
	}
	opts := files{"people.yaml": people}.options()
	report := test.Run(context.Background(), []*test.File{f}, opts)
	require.Len(t, report.Tests, f.Tests())
	for _, format := range test.Formats() {
		require.NoError(t, report.Write(new(nowhere), format))
	}
	data, _, err := f.Updated(report)
	if err != nil {
		return // a place that is not understood, which is said
	}
	again, err := test.Read(name, data)
	require.NoError(t, err, "%s\n%s", text, data)
	require.Equal(t, f.Tests(), again.Tests(), "%s\n%s", text, data)
}

type nowhere struct{}

func (*nowhere) Write(data []byte) (int, error) { return len(data), nil }

func TestDamagedFilesOfTests(t *testing.T) {
	t.Parallel()
	update(t, "x_test.yaml", fileOfAll)
	for _, text := range damage.Bytes(fileOfAll, "\x00\xff{}[]:-\"'\n\t#&*|~") {
		update(t, "x_test.yaml", text)
	}
	for _, text := range damage.Cuts(fileOfAll) {
		update(t, "x_test.yaml", text)
	}
}

// FuzzTests: see update.
func FuzzTests(f *testing.F) {
	f.Add(fileOfAll, false)
	f.Add(`[{"Expression": "Trim([a])", "InputAttributes": {"a": " x"}, "ExpectedResult": "y"}]`, true)
	f.Add("tests: &a [*a]\n", false)
	f.Fuzz(func(t *testing.T, text string, isJSON bool) {
		name := "x_test.yaml"
		if isJSON {
			name = "x_test.json"
		}
		update(t, name, text)
	})
}
