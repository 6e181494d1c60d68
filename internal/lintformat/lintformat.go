// Package lintformat writes findings in the formats of continuous integration: annotations of GitHub, and JUnit.
package lintformat

import (
	"encoding/xml"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
)

// GitHub writes findings as workflow commands, one a line, which GitHub shows at the lines of a change. A finding without a file is shown in
// the log alone. Source: GitHub Docs, Workflow commands for GitHub Actions, setting a notice, warning or error message (documented).
func GitHub(w io.Writer, found diag.List) error {
	for _, f := range found {
		command := f.Severity.String()
		if f.Severity == diag.Info {
			command = "notice"
		}
		var place []string
		if f.File != "" && f.File != "-" {
			place = append(place, "file="+property(filepath.ToSlash(f.File)))
			if f.Line > 0 {
				place = append(place, fmt.Sprintf("line=%d,col=%d", f.Line, max(f.Column, 1)))
			}
		}
		place = append(place, "title="+property("attrmap "+string(f.Code)))
		if _, err := fmt.Fprintf(w, "::%s %s::%s\n", command, strings.Join(place, ","), message(words(f))); err != nil {
			return err
		}
	}
	return nil
}

// words returns what a finding says, with its path or target, and the hint.
func words(f diag.Finding) string {
	text := f.Message.String()
	if hint := f.Hint.String(); hint != "" {
		text += ": " + hint
	}
	where := f.PathText()
	if f.Target != "" {
		where = strings.TrimSpace(where + " (" + diag.Clip(f.Target) + ")")
	}
	if where != "" {
		text = where + ": " + text
	}
	return text
}

// message escapes what follows the second pair of colons, and property the value of a property, as GitHub's toolkit does
// (actions/toolkit, packages/core/src/command.ts). Other control characters are shown visibly.
func message(text string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(visible(text))
}

func property(text string) string {
	return strings.NewReplacer(":", "%3A", ",", "%2C").Replace(message(text))
}

// visible replaces characters that neither a log nor XML 1.0 takes by U+FFFD.
func visible(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF {
			return '\uFFFD'
		}
		return r
	}, text)
}

// The parts of a JUnit report, as the schema of Jenkins' xUnit plugin (junit-10.xsd) and its readers have them (documented).
type (
	suites struct {
		XMLName  xml.Name `xml:"testsuites"`
		Name     string   `xml:"name,attr"`
		Tests    int      `xml:"tests,attr"`
		Failures int      `xml:"failures,attr"`
		Errors   int      `xml:"errors,attr"`
		Suites   []suite
	}
	suite struct {
		XMLName  xml.Name `xml:"testsuite"`
		Name     string   `xml:"name,attr"`
		Tests    int      `xml:"tests,attr"`
		Failures int      `xml:"failures,attr"`
		Errors   int      `xml:"errors,attr"`
		Cases    []testcase
	}
	testcase struct {
		XMLName   xml.Name `xml:"testcase"`
		Name      string   `xml:"name,attr"`
		ClassName string   `xml:"classname,attr"`
		Failure   *outcome `xml:"failure,omitempty"`
		Error     *outcome `xml:"error,omitempty"`
		SystemOut string   `xml:"system-out,omitempty"`
	}
	outcome struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr"`
		Text    string `xml:",chardata"`
	}
)

// JUnit writes a report with a suite for each file. A finding that fails is a test case with a failure, another one a case that passes and
// has the finding as its output; a file without findings is a case that passes. Files that could not be read, unread, are cases with an
// error. A finding about no file is in the suite attrmap.
func JUnit(w io.Writer, found diag.List, files, unread []string, fails func(diag.Finding) bool) error {
	report := suites{Name: "attrmap lint"}
	index := map[string]int{}
	at := func(file string) *suite {
		name := visible(filepath.ToSlash(file))
		if name == "" {
			name = "attrmap"
		}
		if _, ok := index[name]; !ok {
			index[name] = len(report.Suites)
			report.Suites = append(report.Suites, suite{Name: name})
		}
		return &report.Suites[index[name]]
	}
	for _, file := range files {
		at(file)
	}
	for _, f := range found {
		s := at(f.File)
		c := testcase{Name: visible(string(f.Code) + " " + place(f)), ClassName: s.Name}
		if fails(f) {
			c.Failure = &outcome{Message: visible(f.Message.String()), Type: f.Severity.String(), Text: visible(f.String())}
			s.Failures++
		} else {
			c.SystemOut = visible(f.String())
		}
		s.Cases = append(s.Cases, c)
	}
	for _, file := range unread {
		s := at(file)
		s.Cases = append(s.Cases, testcase{Name: "lint", ClassName: s.Name, Error: &outcome{Message: "the file could not be read", Type: "unread"}})
		s.Errors++
	}
	for i := range report.Suites {
		s := &report.Suites[i]
		if len(s.Cases) == 0 {
			s.Cases = []testcase{{Name: "lint", ClassName: s.Name}}
		}
		s.Tests = len(s.Cases)
		report.Tests, report.Failures, report.Errors = report.Tests+s.Tests, report.Failures+s.Failures, report.Errors+s.Errors
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	enc := xml.NewEncoder(w)
	enc.Indent("", "  ")
	if err := enc.Encode(report); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

// place returns where a finding is, without the name of the file.
func place(f diag.Finding) string {
	f.Place.File = ""
	return f.Place.String()
}
