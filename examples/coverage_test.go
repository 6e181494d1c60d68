package examples_test

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

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/mapping/file"
	"github.com/attrmap/attrmap/mapping/test"
)

// tested runs the tests of a file, with another text in the place of that of one file.
func tested(t *testing.T, name, other string, text []byte) *test.Report {
	t.Helper()
	data, err := os.ReadFile(name)
	require.NoError(t, err)
	tests, err := test.Read(name, data)
	require.NoError(t, err)
	return test.Run(context.Background(), []*test.File{tests}, test.Options{
		Coverage: true,
		Clock:    func() time.Time { return time.Date(2026, 1, 15, 8, 0, 0, 0, time.UTC) },
		Open: func(name string) (io.ReadCloser, error) {
			if name == other {
				return io.NopCloser(bytes.NewReader(text)), nil
			}
			return os.Open(name)
		},
	})
}

// Every rule of every example is met by its tests, and whoever changes a key of Switch, or what a branch of IIF returns, turns one of them red.
func TestEveryRuleIsTested(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("*/*_test.yaml")
	require.NoError(t, err)
	require.Greater(t, len(files), 10)
	for _, name := range files {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			report := tested(t, name, "", nil)
			require.Zero(t, report.Failed(), "%v", report.Errors())
			var never strings.Builder
			require.NoError(t, report.Coverage.WriteText(&never))
			met, total := report.Coverage.Count()
			require.Equal(t, total, met, "%s", never.String())

			rules := report.Coverage.Mappings[0].File
			data, err := os.ReadFile(rules)
			require.NoError(t, err)
			doc, err := file.Parse(rules, data)
			require.NoError(t, err)
			if doc.Kind() == file.Schema {
				return // the tree of parameters says the same again
			}
			sets, err := doc.Sets()
			require.NoError(t, err)
			at := 0
			for _, set := range sets {
				for _, m := range set.Mappings {
					for _, mutant := range mutants(t, m.Expression) {
						changed, err := doc.Rewrite(map[int]string{at: mutant})
						require.NoError(t, err)
						require.NotZero(t, tested(t, name, rules, changed.Bytes()).Failed(), "%s: no test notices %s", m.Target, mutant)
					}
					at++
				}
			}
		})
	}
}

// mutants returns an expression once for each key of Switch and each branch of IIF, with another text in its place.
func mutants(t *testing.T, text string) (all []string) {
	t.Helper()
	if text == "" {
		return nil
	}
	p, err := expr.Compile(text)
	require.NoError(t, err)
	known := p.Infer(nil)
	for _, point := range p.Points() {
		if (point.Kind == "key" || point.Kind == "branch") && known.MayMeet(point) {
			all = append(all, text[:point.Span.Start]+`"mutant"`+text[point.Span.End:])
		}
	}
	return all
}
