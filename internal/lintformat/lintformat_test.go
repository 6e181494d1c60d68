package lintformat_test

import (
	"encoding/xml"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/lintformat"
)

func finding(severity diag.Severity, file, text string) diag.Finding {
	return diag.Finding{
		Code: "L13", Severity: severity, Message: diag.Plain(text),
		Place: diag.Place{File: file, Path: diag.PathOf("mappings", 1), Target: "title", Position: diag.Position{Line: 3, Column: 7}},
	}
}

func TestAnnotationsAreCommandsOfGitHub(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name string
		f    diag.Finding
		want string
	}{
		{"an error", finding(diag.Error, "a.yaml", "x"), "::error file=a.yaml,line=3,col=7,title=attrmap L13::mappings[1] (title): x\n"},
		{"a warning", finding(diag.Warning, "a.yaml", "x"), "::warning file=a.yaml,line=3,col=7,title=attrmap L13::mappings[1] (title): x\n"},
		{"a remark", finding(diag.Info, "a.yaml", "x"), "::notice file=a.yaml,line=3,col=7,title=attrmap L13::mappings[1] (title): x\n"},
		{"what would end a command", finding(diag.Error, "a,b:c%.yaml", "1%\r\n::set-output::\x1b[31m"),
			"::error file=a%2Cb%3Ac%25.yaml,line=3,col=7,title=attrmap L13::mappings[1] (title): 1%25\\u000d%0A::set-output::\\u001b[31m\n"},
		{"no file", diag.Finding{Code: "L13", Message: diag.Plain("x"), Hint: diag.Plain("y")}, "::error title=attrmap L13::x: y\n"},
		{"standard input", finding(diag.Error, "-", "x"), "::error title=attrmap L13::mappings[1] (title): x\n"},
	} {
		var b strings.Builder
		require.NoError(t, lintformat.GitHub(&b, diag.List{row.f}))
		require.Equal(t, row.want, b.String(), row.name)
	}
}

// element is any element of a report.
type element struct {
	XMLName  xml.Name
	Attrs    []xml.Attr `xml:",any,attr"`
	Text     string     `xml:",chardata"`
	Children []element  `xml:",any"`
}

func (e *element) attr(name string) string {
	for _, a := range e.Attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// count returns how many elements of a name are in e and below.
func (e *element) count(name string) int {
	n := 0
	for i := range e.Children {
		if n += e.Children[i].count(name); e.Children[i].XMLName.Local == name {
			n++
		}
	}
	return n
}

// schema is what both schemas of JUnit allow of what is written here: the elements in an element, and the attributes that it must have.
var schema = map[string]struct{ children, attributes string }{
	"testsuites": {"testsuite", ""},
	"testsuite":  {"properties testcase system-out system-err", "name package id timestamp hostname time tests failures errors"},
	"testcase":   {"failure error", "name classname time"},
	"properties": {"", ""},
	"system-err": {"", ""},
	"failure":    {"", "message type"},
	"error":      {"", "message type"},
	"system-out": {"", ""},
}

func requireValid(t *testing.T, e *element) {
	t.Helper()
	rule, ok := schema[e.XMLName.Local]
	require.True(t, ok, e.XMLName.Local)
	for _, name := range strings.Fields(rule.attributes) {
		require.NotEmpty(t, e.attr(name), "%s of %s", name, e.XMLName.Local)
	}
	require.Len(t, e.Attrs, len(strings.Fields(rule.attributes)))
	for i := range e.Children {
		require.Contains(t, strings.Fields(rule.children), e.Children[i].XMLName.Local)
		requireValid(t, &e.Children[i])
	}
	if e.XMLName.Local == "testsuite" {
		for attribute, element := range map[string]string{"tests": "testcase", "failures": "failure", "errors": "error"} {
			require.Equal(t, strconv.Itoa(e.count(element)), e.attr(attribute), attribute)
		}
	}
}

func TestReportsAreJUnit(t *testing.T) {
	t.Parallel()
	found := diag.List{finding(diag.Error, "a.yaml", "<x> & \"y\"\x00\uFFFE]]>"), finding(diag.Warning, "a.yaml", "w"), {Code: "L1", Severity: diag.Error, Message: diag.Plain("m")}}
	var b strings.Builder
	require.NoError(t, lintformat.JUnit(&b, found, []string{"a.yaml", "clean.yaml", "gone.yaml"}, []string{"gone.yaml"}, func(f diag.Finding) bool { return f.Severity == diag.Error }))
	var report element
	require.NoError(t, xml.Unmarshal([]byte(b.String()), &report))
	requireValid(t, &report)
	var suites []string
	for _, s := range report.Children {
		suites = append(suites, s.attr("name")+" "+s.attr("tests")+" "+s.attr("failures")+" "+s.attr("errors"))
	}
	require.Equal(t, []string{"a.yaml 2 1 0", "clean.yaml 1 0 0", "gone.yaml 1 0 1", "attrmap 1 1 0"}, suites)
	require.Contains(t, report.Children[0].Children[1].Children[0].Text, "a.yaml:3:7: mappings[1] (title): error L13: <x> & \"y\"\\u0000\\ufffe]]>")
	require.Contains(t, b.String(), "<system-out>a.yaml:3:7: mappings[1] (title): warning L13: w&#xA;</system-out>")
	b.Reset()
	require.NoError(t, lintformat.JUnit(&b, nil, []string{""}, nil, nil))
	var empty element
	require.NoError(t, xml.Unmarshal([]byte(b.String()), &empty))
	requireValid(t, &empty)
	require.Equal(t, "1", empty.Children[0].attr("tests"), "a run without tests is not taken for one that passes")
}
