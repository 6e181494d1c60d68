package test_test

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/mapping/test"
)

// files are opened in the place of those of a disk.
type files map[string]string

func (f files) open(name string) (io.ReadCloser, error) {
	text, ok := f[strings.ReplaceAll(name, `\`, "/")]
	if !ok {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return io.NopCloser(strings.NewReader(text)), nil
}

// now is the time of tests that do not say theirs.
func now() time.Time { return time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC) }

func (f files) options() test.Options { return test.Options{Open: f.open, Clock: now} }

// people is a mapping of most kinds of rows.
const people = `
scope: [[{attribute: kind, operator: EQUALS, values: [Employee]}]]
mappings:
  - {target: employeeID, from: id, match: 1}
  - {target: accountEnabled, expression: 'Not([leaves])'}
  - {target: title, from: title}
  - {target: department, from: department, default: None yet}
  - {target: alias, apply: create, expression: 'SelectUniqueValue(Join("", "a", [id]), Join("", "b", [id]))'}
  - {target: mail, from: mail, flowNulls: true}
  - {target: hired, expression: 'FormatDateTime([hired], , "yyyy-MM-dd", "d/M/yy")'}
  - {target: phones, from: phones}
`

// run runs a file of tests beside people.yaml.
func run(t *testing.T, text string) *test.Report {
	t.Helper()
	f, err := test.Read("dir/x_test.yaml", []byte(text))
	require.NoError(t, err)
	return test.Run(context.Background(), []*test.File{f}, files{"dir/people.yaml": people, "dir/more.xml": "<x/>", "dir/who.txt": "1\n",
		"dir/roles.yaml": "mappings: [{target: userName, from: name, match: 1}, {target: 'roles[primary eq \"True\"].value', expression: 'SingleAppRoleAssignment([appRoleAssignments])'}]",
		"dir/csa.yaml":   "mappings: [{target: employeeId, from: id, match: 1}, {target: CustomSecurityAttributes.HR_Level, from: level}]", "dir/csa.csv": "id,type\nHR_Level,Integer\n",
		"dir/more.ndjson": `{"id":"9","kind":"Employee"}` + "\n"}.options())
}

// results returns the results of tests, one a line.
func results(report *test.Report) string {
	var b strings.Builder
	for _, r := range report.Tests {
		fmt.Fprintf(&b, "%d %s", r.Line, r.Name)
		switch {
		case r.Err != nil:
			fmt.Fprintf(&b, ": cannot be run: %v", r.Err)
		case r.OK():
			b.WriteString(": ok")
		}
		for _, f := range r.Failures {
			source := ""
			if f.Source > 0 {
				source = fmt.Sprintf("source %d ", f.Source)
			}
			about := strings.TrimSpace(source + f.Target)
			if about != "" {
				about += " "
			}
			fmt.Fprintf(&b, ": %swant %s got %s", about, f.Want, f.Got)
		}
		b.WriteByte('\n')
	}
	return b.String()
}
