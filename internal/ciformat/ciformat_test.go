package ciformat_test

import (
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/internal/ciformat"
	"github.com/attrmap/attrmap/mapping/test"
)

// report returns the report of tests that pass, fail, and cannot be run, with names and values that XML has no room for.
func report(t *testing.T, format string) string {
	t.Helper()
	const text = `expressions:
  - {name: good, expr: '"a"', gives: a}
  - {name: "]]> <b> & \"\0\u001b[31m\ufffe\u202e", expr: '[a]', with: {a: "]]> <c> & \0\u001b"}, gives: b}
tests:
  - {name: lost, mapping: "no <file>.yaml", source: {}, expect: {}}
`
	var files []*test.File
	for _, name := range []string{"a_test.yaml", "b <c>_test.yaml"} {
		f, err := test.Read(name, []byte(text))
		require.NoError(t, err)
		files = append(files, f)
	}
	open := func(name string) (io.ReadCloser, error) {
		return nil, &os.PathError{Op: "open", Path: name, Err: os.ErrNotExist}
	}
	var b strings.Builder
	require.NoError(t, test.Run(context.Background(), files, test.Options{Open: open}).Write(&b, format))
	return b.String()
}

func TestReportsOfTestsKeepToTheSchema(t *testing.T) {
	t.Parallel()
	text := report(t, "junit")
	requireValid(t, text)
	var counts []string
	for _, s := range parse(t, text).Children {
		counts = append(counts, s.attr("name")+" "+s.attr("tests")+" "+s.attr("failures")+" "+s.attr("errors"))
	}
	require.Equal(t, []string{"a_test.yaml 3 1 1", "b <c>_test.yaml 3 1 1"}, counts)
	var b strings.Builder
	require.NoError(t, ciformat.JUnit(&b, nil))
	requireValid(t, b.String())
}

// TestXmllintReadsReports: a program of others, where there is one, holds the reports against the whole schema.
func TestXmllintReadsReports(t *testing.T) {
	t.Parallel()
	xmllint, err := exec.LookPath("xmllint")
	if err != nil {
		t.Skip("there is no xmllint")
	}
	var lint strings.Builder
	require.NoError(t, ciformat.JUnit(&lint, []ciformat.Suite{{Name: "a.yaml", Cases: []ciformat.Case{
		{Name: "L13 1:1", ClassName: "a.yaml", Failure: &ciformat.Outcome{Message: "m", Type: "error", Text: "t"}}, {Name: "L14", ClassName: "a.yaml", Remark: "r"},
	}}, {Name: "b.yaml", Cases: []ciformat.Case{{Name: "lint", ClassName: "b.yaml", Error: &ciformat.Outcome{Message: "m", Type: "unread"}}}}}))
	for _, text := range []string{report(t, "junit"), lint.String()} {
		name := filepath.Join(t.TempDir(), "report.xml")
		require.NoError(t, os.WriteFile(name, []byte(text), 0o600))
		out, err := exec.Command(xmllint, "--noout", "--nonet", "--schema", "testdata/junit.xsd", name).CombinedOutput()
		require.NoError(t, err, "%s\n%s", out, text)
	}
}

// TestAnotherLanguageReadsReports: Python's parser, where there is one.
func TestAnotherLanguageReadsReports(t *testing.T) {
	t.Parallel()
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("there is no python3")
	}
	name := filepath.Join(t.TempDir(), "report.xml")
	require.NoError(t, os.WriteFile(name, []byte(report(t, "junit")), 0o600))
	const program = `import sys, xml.etree.ElementTree as tree
for case in tree.parse(sys.argv[1]).getroot().iter("testcase"):
    print(case.get("classname"), *[outcome.tag for outcome in case])`
	out, err := exec.Command(python, "-c", program, name).CombinedOutput()
	require.NoError(t, err, "%s", out)
	require.Equal(t, "a_test.yaml\na_test.yaml failure\na_test.yaml error\nb <c>_test.yaml\nb <c>_test.yaml failure\nb <c>_test.yaml error\n",
		strings.ReplaceAll(string(out), "\r", ""))
}

func TestReportsShowControlCharacters(t *testing.T) {
	t.Parallel()
	for _, format := range test.Formats() {
		if format == "json" {
			continue // which escapes them
		}
		text := report(t, format)
		require.False(t, strings.ContainsAny(text, "\x00\x1b\u202e"), "%s: %q", format, text)
	}
	require.Equal(t, "TAP version 14\n1..6\n", report(t, "tap")[:20])
}
