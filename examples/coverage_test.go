package examples_test

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/mapping/file"
	"github.com/attrmap/attrmap/mapping/sources"
	"github.com/attrmap/attrmap/mapping/test"
)

// tested runs the tests of files, with another text in the place of that of one file.
func tested(t *testing.T, names []string, other string, text []byte) *test.Report {
	t.Helper()
	var files []*test.File
	for _, name := range names {
		data, err := os.ReadFile(name)
		require.NoError(t, err)
		tests, err := test.Read(name, data)
		require.NoError(t, err)
		files = append(files, tests)
	}
	return test.Run(context.Background(), files, test.Options{
		Coverage:  other == "",
		Documents: sources.Open,
		Clock:     func() time.Time { return time.Date(2026, 1, 15, 8, 0, 0, 0, time.UTC) },
		Open: func(name string) (io.ReadCloser, error) {
			if name == other {
				return io.NopCloser(bytes.NewReader(text)), nil
			}
			return os.Open(name)
		},
	})
}

// Every rule of every example is met by its tests, and whoever changes a key of Switch, what a branch of IIF returns, or when one is taken, turns one
// of them red.
func TestEveryRuleIsTested(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("*/*_test.yaml")
	require.NoError(t, err)
	require.Greater(t, len(files), 10)
	examples := map[string][]string{}
	for _, name := range files {
		examples[filepath.Dir(name)] = append(examples[filepath.Dir(name)], name)
	}
	for example, names := range examples {
		t.Run(example, func(t *testing.T) {
			t.Parallel()
			report := tested(t, names, "", nil)
			require.Zero(t, report.Failed(), "%v", report.Errors())
			var never strings.Builder
			require.NoError(t, report.Coverage.WriteText(&never))
			met, total := report.Coverage.Count()
			require.Equal(t, total, met, "%s", never.String())

			done := map[string]bool{}
			for _, m := range report.Coverage.Mappings {
				if !done[m.File] {
					done[m.File] = true
					noticed(t, names, m.File)
				}
			}
		})
	}
}

// noticed holds that tests notice every mutant of a file of mappings.
func noticed(t *testing.T, names []string, rules string) {
	t.Helper()
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
				require.True(t, slices.ContainsFunc(names, func(name string) bool { return tested(t, []string{name}, rules, changed.Bytes()).Failed() > 0 }),
					"%s: no test notices %s", m.Target, mutant)
			}
			at++
		}
	}
}

// mutants returns an expression once for each key of Switch and each branch of IIF, with another text in its place, and once for each comparison with
// another operator, and for each number with one that is one more.
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
	for quoted, at := false, 0; at < len(text); at++ {
		switch r := text[at]; {
		case quoted && r == '\\':
			at++ // what is escaped does not end the text
		case r == '"':
			quoted = !quoted
		case quoted:
		case r == '<' || r == '>':
			all = append(all, text[:at]+string('<'+'>'-rune(r))+text[at+1:], text[:at+1]+"="+text[at+1:])
		case r == ' ' && strings.HasPrefix(text[at:], " 1, CDate("):
			all = append(all, text[:at]+" 2"+text[at+2:], text[:at]+" 0"+text[at+2:])
		}
	}
	return all
}
