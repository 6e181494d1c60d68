package test

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/ciformat"
	"github.com/attrmap/attrmap/internal/jsonobject"
	"github.com/attrmap/attrmap/internal/show"
	"github.com/attrmap/attrmap/mapping/coverage"
)

// Report has the results of tests in the order of their files.
type Report struct {
	Tests []*Result
	// Coverage is what the tests have met, which reports in text and in JSON have at their end; nil where it was not
	// asked for.
	Coverage *coverage.Report
}

// Passed returns how many tests passed.
func (r *Report) Passed() (n int) {
	for _, t := range r.Tests {
		if t.OK() {
			n++
		}
	}
	return n
}

// Failed returns how many tests did not pass, those that could not be run included.
func (r *Report) Failed() int { return len(r.Tests) - r.Passed() }

// Errors returns why tests could not be run: each reason once for a file, in their order, with the line of the first test that it keeps from
// being run; findings about a mapping have their own places.
func (r *Report) Errors() (errs []error) {
	seen := map[string]bool{}
	for _, t := range r.Tests {
		if t.Err == nil || seen[t.File+"\x00"+t.Err.Error()] {
			continue
		}
		seen[t.File+"\x00"+t.Err.Error()] = true
		var found diag.List
		if errors.As(t.Err, &found) && found.Error() == t.Err.Error() {
			errs = append(errs, found)
			continue
		}
		errs = append(errs, diag.Errorf("%s:%d: %w", diag.Name(t.File), t.Line, t.Err))
	}
	return errs
}

// MarshalJSON returns tests, each with file, line, name, ok and failures, where one that could not be run has error too; and passed and failed.
func (r Report) MarshalJSON() ([]byte, error) {
	w := jsonobject.Open(nil)
	w.Key("tests")
	w.Dst = jsonobject.AppendArray(w.Dst, r.Tests, func(dst []byte, t **Result) []byte { return (*t).appendJSON(dst) })
	w.Key("passed")
	w.Dst = fmt.Appendf(w.Dst, "%d", r.Passed())
	w.Key("failed")
	w.Dst = fmt.Appendf(w.Dst, "%d", r.Failed())
	if r.Coverage != nil {
		data, err := r.Coverage.MarshalJSON()
		if err != nil {
			return nil, err
		}
		w.Key("coverage")
		w.Dst = append(w.Dst, data...)
	}
	return w.Close(), nil
}

func (r *Result) appendJSON(dst []byte) []byte {
	w := jsonobject.Open(dst)
	w.Text("file", r.File)
	w.Key("line")
	w.Dst = fmt.Appendf(w.Dst, "%d", r.Line)
	w.Text("name", r.Name)
	w.Key("ok")
	w.Dst = fmt.Appendf(w.Dst, "%t", r.OK())
	w.Key("failures")
	w.Dst = jsonobject.AppendArray(w.Dst, r.Failures, func(dst []byte, f **Failure) []byte { return (*f).appendJSON(dst) })
	if r.Err != nil {
		w.Text("error", r.Err.Error())
	}
	return w.Close()
}

func (f *Failure) appendJSON(dst []byte) []byte {
	w := jsonobject.Open(dst)
	w.Optional("day", f.Day)
	w.Optional("target", f.Target)
	if f.Source > 0 {
		w.Key("source")
		w.Dst = fmt.Appendf(w.Dst, "%d", f.Source)
	}
	w.Key("want")
	w.Dst = append(w.Dst, f.Want...)
	w.Key("got")
	w.Dst = append(w.Dst, f.Got...)
	w.Optional("explain", f.Explain)
	return w.Close()
}

// MarshalJSON returns day, target and source where there are such, want, got, and explain where there is one.
func (f Failure) MarshalJSON() ([]byte, error) { return f.appendJSON(nil), nil }

// String returns what is wrong on one line: the day and the source object where there are several, the attribute or what else is meant, want and got, and why.
func (f *Failure) String() string {
	var b strings.Builder
	if f.Day != "" {
		b.WriteString(f.Day + ": ")
	}
	if f.Source > 0 {
		fmt.Fprintf(&b, "source %d: ", f.Source)
	}
	if f.Target != "" {
		b.WriteString(f.Target + ": ")
	}
	if f.about != "" {
		b.WriteString(f.about + ": ")
	}
	fmt.Fprintf(&b, "want %s, got %s", f.Want, f.Got)
	if f.reason != "" {
		b.WriteString(" (" + f.reason + ")")
	}
	return show.Visible(b.String())
}

// writeText writes a report for people: each test that did not pass with what is wrong and how the value came about, a line for each file, and the
// counts.
func (r *Report) writeText(w io.Writer) error {
	var b strings.Builder
	for _, file := range r.files() {
		failed := 0
		for _, t := range file {
			if !t.OK() {
				failed++
				t.text(&b)
			}
		}
		verdict, count := "ok  ", diag.Count(len(file), "test")
		if failed > 0 {
			verdict, count = "FAIL", fmt.Sprintf("%d of %s failed", failed, count)
		}
		fmt.Fprintf(&b, "%s  %s  %s\n", verdict, show.Visible(file[0].File), count)
	}
	fmt.Fprintf(&b, "%d passed, %d failed\n", r.Passed(), r.Failed())
	if r.Coverage != nil {
		if err := r.Coverage.WriteText(&b); err != nil {
			return err
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// String returns what is wrong with a test, with how each value came about; of one that passed its place and name alone.
func (r *Result) String() string {
	var b strings.Builder
	r.text(&b)
	return strings.TrimRight(b.String(), "\n")
}

// text adds a test that did not pass.
func (r *Result) text(b *strings.Builder) {
	fmt.Fprintf(b, "%s:%d: %s\n", show.Visible(r.File), r.Line, show.Visible(strings.Join(strings.Fields(r.Name), " ")))
	if r.Err != nil {
		fmt.Fprintf(b, "  cannot be run: %s\n", show.Visible(r.Err.Error()))
	}
	for _, f := range r.Failures {
		fmt.Fprintf(b, "  %s\n", f)
		for line := range strings.Lines(f.Explain) {
			b.WriteString("    " + show.Visible(line))
		}
		if f.Explain != "" {
			b.WriteString("\n")
		}
	}
}

// files returns the results by their files.
func (r *Report) files() [][]*Result {
	var files [][]*Result
	for _, t := range r.Tests {
		if n := len(files); n > 0 && files[n-1][0].File == t.File {
			files[n-1] = append(files[n-1], t)
			continue
		}
		files = append(files, []*Result{t})
	}
	return files
}

// writeJUnit writes a report as JUnit's XML: a suite for each file, a case for each test. The explanations are the text of a failure. It has
// neither times nor dates, so that the same tests always have the same report.
func (r *Report) writeJUnit(w io.Writer) error {
	var suites []ciformat.Suite
	for _, file := range r.files() {
		s := ciformat.Suite{Name: show.Visible(file[0].File)}
		for _, t := range file {
			c := ciformat.Case{Name: show.Visible(t.Name), ClassName: s.Name}
			var text strings.Builder
			switch t.text(&text); {
			case t.Err != nil:
				c.Error = &ciformat.Outcome{Message: show.Visible(t.Err.Error()), Type: "error", Text: show.Visible(text.String())}
			case !t.OK():
				c.Failure = &ciformat.Outcome{Message: show.Visible(t.Failures[0].String()), Type: "failure", Text: show.Visible(text.String())}
			}
			s.Cases = append(s.Cases, c)
		}
		suites = append(suites, s)
	}
	return ciformat.JUnit(w, suites)
}

// writeTAP writes a report in the Test Anything Protocol, version 14: what is wrong with a test are comments below it.
func (r *Report) writeTAP(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "TAP version 14\n1..%d\n", len(r.Tests))
	for i, t := range r.Tests {
		verdict := "ok"
		if !t.OK() {
			verdict = "not ok"
		}
		// A number sign would begin a directive.
		name := strings.NewReplacer(`\`, `\\`, "#", `\#`).Replace(strings.Join(strings.Fields(t.Name), " "))
		fmt.Fprintf(&b, "%s %d - %s:%d: %s\n", verdict, i+1, show.Visible(t.File), t.Line, show.Visible(name))
		if t.OK() {
			continue
		}
		var text strings.Builder
		t.text(&text)
		for line := range strings.Lines(text.String()) {
			b.WriteString("# " + line)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// writeGitHub writes what is wrong as annotations, which GitHub shows at the lines of a change, and the counts.
func (r *Report) writeGitHub(w io.Writer) error {
	for _, t := range r.Tests {
		title := "attrmap test: " + show.Visible(t.Name)
		if t.Err != nil {
			if err := ciformat.Annotate(w, "error", t.File, t.Line, 1, title, show.Visible("cannot be run: "+t.Err.Error())); err != nil {
				return err
			}
		}
		for _, f := range t.Failures {
			text := f.String()
			if f.Explain != "" {
				text += "\n" + f.Explain
			}
			if err := ciformat.Annotate(w, "error", t.File, f.line, 1, title, show.Visible(text)); err != nil {
				return err
			}
		}
	}
	_, err := fmt.Fprintf(w, "%d passed, %d failed\n", r.Passed(), r.Failed())
	return err
}

// Write writes a report in one of [Formats].
func (r *Report) Write(w io.Writer, format string) error {
	switch format {
	case "junit":
		return r.writeJUnit(w)
	case "tap":
		return r.writeTAP(w)
	case "github":
		return r.writeGitHub(w)
	case "json":
		data, err := r.MarshalJSON()
		if err == nil {
			_, err = w.Write(append(data, '\n'))
		}
		return err
	}
	return r.writeText(w)
}

// Formats returns the formats of reports.
func Formats() []string { return slices.Clone(formats) }

var formats = []string{"text", "junit", "json", "tap", "github"}
