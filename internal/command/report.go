package command

import (
	"cmp"
	"errors"
	"fmt"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/records"
	"github.com/attrmap/attrmap/internal/show"
	"github.com/attrmap/attrmap/mapping/lint"
)

// fail prints an error; of a list of findings it prints each one.
// It returns the exit code of failures, so that callers can return what it does.
func (p *program) fail(err error) int {
	var found diag.List
	if !errors.As(err, &found) || found.Error() != err.Error() { // the error says more than its findings
		fmt.Fprintf(p.stderr, "attrmap: %s\n", p.message(err))
		return exitUsage
	}
	for _, f := range found {
		// Findings of an error are masked like all others: errors quote what they could not read.
		if p.hideValues {
			f = f.Masked()
		}
		fmt.Fprintf(p.stderr, "attrmap: %s\n", f.Sentence())
	}
	return exitUsage
}

// findings returns the error for exit code 1 if anything is found.
func findings(found bool) error {
	if found {
		return errFindings
	}
	return nil
}

// expressionKeys are the members of a case that may hold its expression.
var expressionKeys = []string{"expr", "expression"}

// caseText returns the expression of a case, whose member has two names. Two texts are an error.
func caseText(expr, expression string) (string, error) {
	if expr != "" && expression != "" && expr != expression {
		return "", diag.Errorf("expr and expression are two names of one member, and have two texts")
	}
	return cmp.Or(expr, expression), nil
}

// eachCase answers the lines of a file, objects with such members. A line that cannot be read makes the exit code 1, and so does a file
// without any expression: it is empty, or something else.
func (p *program) eachCase(name string, members []string, answer func(line []byte) (any, error)) error {
	f, err := p.open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	lines, err := records.Answer(f, records.NewWriter(p.stdout, &p.writing), members, expressionKeys, answer, func(line int, err error) {
		fmt.Fprintf(p.stderr, "%s:%d: %s\n", name, line, p.message(err))
	})
	// An error of the output has its own words; every other one is about a line of the file, whose number it begins with.
	var cut *records.WriteError
	if err != nil && !errors.As(err, &cut) {
		err = diag.Errorf("%s:%w", diag.Name(name), err)
	}
	none := err == nil && lines.Keyless == lines.Read
	if none {
		fmt.Fprintf(p.stderr, "%s: %s read, none with the member %s: want a JSON object with an expression on each line\n", name, diag.Count(lines.Read, "line"), expressionKeys[0])
	}
	return cmp.Or(err, findings(lines.Bad > 0 || none))
}

// printFindings writes findings to standard output, one in a line of describe's or all of them as JSON, and how many there are to standard
// error. The result is errFindings if there is an error among them.
func (p *program) printFindings(found diag.List, format string, describe func(diag.Finding) any) error {
	if err := p.writeFindings(found, format, describe); err != nil {
		return err
	}
	// The number goes to standard error, so that standard output has findings alone.
	if format != "json" {
		fmt.Fprintln(p.stderr, numberOf(found))
	}
	return findings(found.HasErrors())
}

// numberOf returns the number of findings: 0 findings, 1 finding.
func numberOf(found diag.List) string {
	if len(found) == 0 {
		return "0 findings" // a digit, for whoever looks for one
	}
	return diag.Count(len(found), "finding")
}

// writeFindings writes findings to standard output as printFindings does, without their number.
func (p *program) writeFindings(found diag.List, format string, describe func(diag.Finding) any) error {
	if format == "json" {
		out := struct {
			Findings []finding `json:"findings"`
		}{Findings: make([]finding, len(found))}
		for i, f := range found {
			out.Findings[i] = findingOf(f)
		}
		return records.WriteJSON(p.stdout, out)
	}
	for _, f := range found {
		if _, err := fmt.Fprintln(p.stdout, show.Visible(fmt.Sprint(describe(f)))); err != nil {
			return err
		}
	}
	return nil
}

// report prints findings to standard error, one a line.
func (p *program) report(found diag.List) {
	for _, f := range found {
		fmt.Fprintln(p.stderr, f)
	}
}

// finding is a finding as JSON, with the name of its rule if it is one of lint's.
// The members are a promise to programs: they do not follow the fields of diag.Finding by themselves.
type finding struct {
	Code     diag.Code     `json:"code"`
	Rule     string        `json:"rule,omitempty"`
	Severity diag.Severity `json:"severity"`
	File     string        `json:"file,omitempty"`
	Path     string        `json:"path,omitempty"`
	Target   string        `json:"target,omitempty"`
	Offset   int           `json:"offset"`
	Line     int           `json:"line"`
	Column   int           `json:"column"`
	Message  string        `json:"message"`
	Hint     string        `json:"hint,omitempty"`
	Fix      *findingFix   `json:"fix,omitempty"`
}

// findingFix is the fix of a finding as JSON.
type findingFix struct {
	Replacement  string `json:"replacement"`
	ChangesValue bool   `json:"changesValue,omitempty"`
}

// findingOf returns a finding as JSON. Lookup takes names of rules, too, hence the comparison with the code.
func findingOf(f diag.Finding) finding {
	out := finding{
		Code: f.Code, Severity: f.Severity, File: f.File, Path: f.PathText(), Target: f.Target,
		Offset: f.Offset, Line: f.Line, Column: f.Column, Message: f.Message.String(), Hint: f.Hint.String(),
	}
	if rule := lint.Lookup(string(f.Code)); rule != nil && rule.Code == string(f.Code) {
		out.Rule = rule.Name
	}
	if f.Fix != "" {
		out.Fix = &findingFix{f.Fix, f.FixChangesValue}
	}
	return out
}

// privacy is the option of commands that read objects.
// It is embedded, so that the flag has one name and one help text in all of them.
type privacy struct {
	HideValues bool `help:"Hide the values of objects, and the constants that they are compared with, in all output."`
}

// apply applies the option to everything that is printed from now on.
func (o privacy) apply(p *program) { p.hideValues = o.HideValues }

// message returns what an error says, without what may be a value if values are hidden.
func (p *program) message(err error) string {
	if p.hideValues {
		return diag.MaskedError(err)
	}
	return err.Error()
}

// diagnostics renders the findings about an expression: with the expression, or with their places alone if values are hidden.
func (p *program) diagnostics(found diag.List) string {
	if p.hideValues {
		found = found.Masked()
	}
	return found.Render()
}

// texts returns a result as a list of texts, or a placeholder if values are hidden.
func (p *program) texts(v value.Value) []string {
	// Null is shown: it is no value. A list is one placeholder, since its length may say something, too.
	if p.hideValues && !v.IsNull() {
		return []string{diag.Hidden}
	}
	return v.Strings()
}
