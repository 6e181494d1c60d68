// Package ciformat writes what programs of continuous integration read: JUnit's XML and annotations of GitHub.
package ciformat

import (
	"encoding/xml"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/attrmap/attrmap/internal/show"
)

// Annotate writes a message as a workflow command, which GitHub shows at a line of a change. The command is error, warning or notice. Without a file,
// or with "-", the message is shown in the log alone; a line that is 0 is that of the file as a whole. Source: GitHub Docs, Workflow commands for
// GitHub Actions, setting a notice, warning or error message (documented).
func Annotate(w io.Writer, command, file string, line, column int, title, text string) error {
	var place []string
	if file != "" && file != "-" {
		place = append(place, "file="+property(filepath.ToSlash(file)))
		if line > 0 {
			place = append(place, fmt.Sprintf("line=%d,col=%d", line, max(column, 1)))
		}
	}
	place = append(place, "title="+property(title))
	_, err := fmt.Fprintf(w, "::%s %s::%s\n", command, strings.Join(place, ","), message(text))
	return err
}

// message escapes what follows the second pair of colons, and property the value of a property, as GitHub's toolkit does
// (actions/toolkit, packages/core/src/command.ts). Other control characters are shown visibly.
func message(text string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(show.Visible(text))
}

func property(text string) string {
	return strings.NewReplacer(":", "%3A", ",", "%2C").Replace(message(text))
}

// The parts of a JUnit report, as the schemas of Jenkins' xUnit plugin (junit-10.xsd) and of JUnitReport (JUnit.xsd) both have them
// (documented). The latter wants what nobody here needs: a report has no times, and dates that are always the same, so that what was the same is the
// same file.
type (
	// Suite is a suite of test cases, here a file.
	Suite struct {
		Name  string
		Cases []Case
	}
	// Case is a test case. It passed where it has neither a failure nor an error.
	Case struct {
		XMLName   xml.Name `xml:"testcase"`
		Name      string   `xml:"name,attr"`
		ClassName string   `xml:"classname,attr"`
		Time      string   `xml:"time,attr"`
		Failure   *Outcome `xml:"failure,omitempty"`
		Error     *Outcome `xml:"error,omitempty"`
		// Remark is what is said of a case that passed. It is output of the suite: only one of the schemas has output of cases.
		Remark string `xml:"-"`
	}
	// Outcome says why a test case did not pass.
	Outcome struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr"`
		Text    string `xml:",chardata"`
	}
	suite struct {
		XMLName    xml.Name `xml:"testsuite"`
		Name       string   `xml:"name,attr"`
		Package    string   `xml:"package,attr"`
		ID         int      `xml:"id,attr"`
		Timestamp  string   `xml:"timestamp,attr"`
		Hostname   string   `xml:"hostname,attr"`
		Time       string   `xml:"time,attr"`
		Tests      int      `xml:"tests,attr"`
		Failures   int      `xml:"failures,attr"`
		Errors     int      `xml:"errors,attr"`
		Properties struct{} `xml:"properties"`
		Cases      []Case
		SystemOut  string `xml:"system-out"`
		SystemErr  string `xml:"system-err"`
	}
)

// JUnit writes a report that both schemas allow. Texts must be visible ones, see [show.Visible].
func JUnit(w io.Writer, suites []Suite) error {
	report := struct {
		XMLName xml.Name `xml:"testsuites"`
		Suites  []suite
	}{}
	for i, s := range suites {
		of := suite{Name: s.Name, Package: "attrmap", ID: i, Timestamp: "1970-01-01T00:00:00", Hostname: "localhost", Time: "0", Tests: len(s.Cases), Cases: s.Cases}
		for k := range s.Cases {
			s.Cases[k].Time = "0"
			if remark := s.Cases[k].Remark; remark != "" {
				of.SystemOut += remark + "\n"
			}
			if s.Cases[k].Failure != nil {
				of.Failures++
			}
			if s.Cases[k].Error != nil {
				of.Errors++
			}
		}
		report.Suites = append(report.Suites, of)
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
