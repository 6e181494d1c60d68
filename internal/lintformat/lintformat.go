// Package lintformat writes findings in the formats of continuous integration: annotations of GitHub, and JUnit.
package lintformat

import (
	"io"
	"path/filepath"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/ciformat"
	"github.com/attrmap/attrmap/internal/show"
)

// GitHub writes findings as annotations, one a line. A finding without a file is shown in the log alone.
func GitHub(w io.Writer, found diag.List) error {
	for _, f := range found {
		command := f.Severity.String()
		if f.Severity == diag.Info {
			command = "notice"
		}
		if err := ciformat.Annotate(w, command, f.File, f.Line, f.Column, "attrmap "+string(f.Code), words(f)); err != nil {
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

// JUnit writes a report with a suite for each file. A finding that fails is a test case with a failure, another one a case that passes, of
// which the output of the suite tells; a file without findings is a case that passes. Files that could not be read, unread, are cases with an
// error. A finding about no file is in the suite attrmap.
func JUnit(w io.Writer, found diag.List, files, unread []string, fails func(diag.Finding) bool) error {
	var suites []ciformat.Suite
	index := map[string]int{}
	at := func(file string) *ciformat.Suite {
		name := show.Visible(filepath.ToSlash(file))
		if name == "" {
			name = "attrmap"
		}
		if _, ok := index[name]; !ok {
			index[name] = len(suites)
			suites = append(suites, ciformat.Suite{Name: name})
		}
		return &suites[index[name]]
	}
	for _, file := range files {
		at(file)
	}
	for _, f := range found {
		s := at(f.File)
		c := ciformat.Case{Name: show.Visible(string(f.Code) + " " + place(f)), ClassName: s.Name}
		if fails(f) {
			c.Failure = &ciformat.Outcome{Message: show.Visible(f.Message.String()), Type: f.Severity.String(), Text: show.Visible(f.String())}
		} else {
			c.Remark = show.Visible(f.String())
		}
		s.Cases = append(s.Cases, c)
	}
	for _, file := range unread {
		s := at(file)
		s.Cases = append(s.Cases, ciformat.Case{Name: "lint", ClassName: s.Name, Error: &ciformat.Outcome{Message: "the file could not be read", Type: "unread"}})
	}
	for i := range suites {
		if s := &suites[i]; len(s.Cases) == 0 {
			s.Cases = []ciformat.Case{{Name: "lint", ClassName: s.Name}}
		}
	}
	return ciformat.JUnit(w, suites)
}

// place returns where a finding is, without the name of the file.
func place(f diag.Finding) string {
	f.Place.File = ""
	return f.Place.String()
}
