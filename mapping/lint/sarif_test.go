package lint_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/mapping/lint"
)

func TestSARIFHoldsRulesPlacesAndFixes(t *testing.T) {
	t.Parallel()
	var results diag.List
	for _, f := range lint.Expression("Append([a],\n  Item([ö], 0))", lint.Use{Target: "title"}, lint.Options{}) {
		f.File = "my folder/é.txt"
		results = append(results, f)
	}
	require.Len(t, results, 1)
	var out bytes.Buffer
	require.NoError(t, lint.WriteSARIF(&out, results))

	var log struct {
		Schema  string `json:"$schema"`
		Version string
		Runs    []struct {
			Tool struct {
				Driver struct {
					Name  string
					Rules []struct {
						ID   string
						Help struct{ Text string }
					}
				}
			}
			ColumnKind string
			Results    []struct {
				RuleID    string
				RuleIndex int
				Level     string
				Message   struct{ Text string }
				Locations []json.RawMessage
				Fixes     []json.RawMessage
			}
		}
	}
	require.NoError(t, json.Unmarshal(out.Bytes(), &log))
	require.Equal(t, "2.1.0", log.Version)
	require.NotEmpty(t, log.Schema)
	require.Len(t, log.Runs, 1)
	run := log.Runs[0]
	require.Equal(t, "unicodeCodePoints", run.ColumnKind)
	require.Len(t, run.Results, 1)
	result := run.Results[0]
	require.Equal(t, "L48", result.RuleID)
	require.Equal(t, "L48", run.Tool.Driver.Rules[result.RuleIndex].ID)
	require.Equal(t, "error", result.Level)
	require.NotEmpty(t, result.Message.Text)
	for _, rule := range run.Tool.Driver.Rules {
		require.NotEmpty(t, rule.Help.Text)
	}
	for i, want := range []string{
		`{"physicalLocation":{"artifactLocation":{"uri":"my%20folder/%C3%A9.txt"},"region":{"startLine":2,"startColumn":13}},"logicalLocations":[{"fullyQualifiedName":"title"}]}`,
		`{"description":{"text":"changes the value: write Append([a],\n  Item([ö], 1))"},"artifactChanges":[{"artifactLocation":{"uri":"my%20folder/%C3%A9.txt"},"replacements":[{"deletedRegion":{"charOffset":0,"charLength":27},"insertedContent":{"text":"Append([a],\n  Item([ö], 1))"}}]}]}`,
	} {
		have := [][]json.RawMessage{result.Locations, result.Fixes}[i]
		require.Len(t, have, 1)
		var compact bytes.Buffer
		require.NoError(t, json.Compact(&compact, have[0]))
		require.Empty(t, cmp.Diff(want, compact.String()))
	}
}
