package command

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/jsonobject"
	"github.com/attrmap/attrmap/internal/show"
	"github.com/attrmap/attrmap/mapping/feed"
	"github.com/attrmap/attrmap/mapping/lint"
	"github.com/attrmap/attrmap/mapping/sources"
)

// apiCommand is attrmap api, for the API expressions of HR systems.
type apiCommand struct {
	Eval  apiEvalCommand  `cmd:"" help:"Show what an API expression gives for each person of a document."`
	Check apiCheckCommand `cmd:"" help:"Find mistakes in the API expressions of an exported schema or a mapping file."`
}

// apiEvalCommand is attrmap api eval.
type apiEvalCommand struct {
	Expression string   `arg:"" name:"expr" help:"API expression: XPath 1.0, or JSONPath, which begins with $."`
	File       string   `arg:"" help:"Document: an answer of Workday's Get_Workers, or of SuccessFactors to a request for PerPerson; - is standard input."`
	ID         []string `name:"id" sep:"none" placeholder:"ID" help:"Show this person only: by Worker_ID, else WID, or by personIdExternal. Repeatable."`
	InFormat   string   `placeholder:"FORMAT" enum:"auto,workday,successfactors" default:"auto" help:"Format of the document: auto (by its content), workday or successfactors."`
	Format     string   `enum:"text,json" default:"text" help:"Output format: text or json."`
	privacy
}

// Run evaluates an expression.
func (c *apiEvalCommand) Run(p *program) error {
	c.apply(p)
	found := sources.Check("", c.Expression)
	for _, f := range found {
		if f.Severity != diag.Info {
			fmt.Fprintln(p.stderr, f)
		}
	}
	// What only the service refuses has a value here.
	e, err := sources.Compile(c.Expression)
	switch {
	case err != nil && found.HasErrors():
		return errFindings
	case err != nil:
		return diag.Errorf("api: %w", err)
	}
	in, err := p.open(c.File)
	if err != nil {
		return err
	}
	defer in.Close()
	format, err := feed.ParseFormat(c.InFormat)
	if err != nil {
		return err
	}
	// Results are printed as they come, so that a document of any size can be looked at; those of JSON are one object, which is closed in any case.
	out := bufio.NewWriter(p.stdout)
	r := apiResults{command: c, out: out, wanted: map[string]bool{}}
	for _, id := range c.ID {
		r.wanted[id] = false
	}
	err = r.write(p, sources.People(in, feed.Options{Name: c.File, Format: format, Limits: p.limits.Records, HideValues: c.HideValues}), e)
	if flushed := out.Flush(); flushed != nil {
		return flushed
	}
	if err != nil {
		return diag.Errorf("%s: %w", diag.Name(c.File), err)
	}
	return r.outcome()
}

// apiResults writes what an expression gives for people.
type apiResults struct {
	command *apiEvalCommand
	out     *bufio.Writer
	wanted  map[string]bool // the IDs of --id, and whether they have been met
	written int
	broken  bool
}

// write writes the results of all people. The error is that of the document.
func (r *apiResults) write(p *program, people func(func(*sources.Person, error) bool), e *sources.Expression) (end error) {
	if r.command.Format == "json" {
		_, _ = io.WriteString(r.out, `{"results":[`)
		defer func() { _, _ = io.WriteString(r.out, "]}\n") }()
	}
	for person, err := range people {
		if err != nil {
			return err
		}
		v, nodes, err := person.Evaluate(e)
		if err != nil {
			fmt.Fprintf(p.stderr, "%s: %s\n", r.command.File, p.message(err))
			r.broken = true
			continue
		}
		if _, known := r.wanted[person.ID()]; len(r.wanted) > 0 {
			if !known {
				continue
			}
			r.wanted[person.ID()] = true
		}
		r.one(person, v, nodes)
	}
	return nil
}

// one writes the result of a person.
func (r *apiResults) one(person *sources.Person, v value.Value, nodes []sources.Node) {
	id := person.ID()
	if r.command.HideValues {
		id = ""
		if !v.IsNull() {
			v = value.String(diag.Hidden)
		}
	}
	if id == "" && (r.command.Format == "text" || r.command.HideValues) {
		id = fmt.Sprintf("person %d", person.Ordinal)
	}
	r.written++
	if r.command.Format == "json" {
		if r.written > 1 {
			_ = r.out.WriteByte(',')
		}
		o := jsonobject.Open(nil)
		o.Text("id", id)
		o.Key("value")
		o.Dst = v.AppendJSON(o.Dst)
		_, _ = r.out.Write(o.Close())
		return
	}
	fmt.Fprintf(r.out, "%s  %s\n", show.Visible(id), show.Visible(string(v.AppendJSON(nil))))
	for _, n := range nodes {
		text := diag.Hidden
		if !r.command.HideValues {
			text = show.Visible(string(value.String(n.Text).AppendJSON(nil)))
		}
		fmt.Fprintf(r.out, "    %s  %s\n", show.Visible(n.Path), text)
	}
}

// outcome returns an error for people who are wanted and were not there, and for broken ones.
func (r *apiResults) outcome() error {
	var missing []string
	for _, id := range r.command.ID {
		if !r.wanted[id] {
			missing = append(missing, string(diag.Quote(id)))
		}
	}
	if len(missing) > 0 {
		return diag.Errorf("api: nobody has the ID %s", diag.Quoted(strings.Join(missing, ", ")))
	}
	return findings(r.broken)
}

// apiCheckCommand is attrmap api check.
type apiCheckCommand struct {
	File   string `arg:"" help:"Exported schema or mapping file; - is standard input."`
	All    bool   `help:"Print remarks, too: which expressions read the first employment, where somebody may have several."`
	Format string `enum:"text,json" default:"text" help:"Output format: text or json."`
	privacy
}

// Run checks all API expressions of a file.
func (c *apiCheckCommand) Run(p *program) error {
	c.apply(p)
	doc, err := p.readFile(c.File)
	if err != nil {
		return err
	}
	found, count, err := lint.API(doc, sources.Check)
	if err != nil {
		return err
	}
	if count == 0 {
		return diag.Errorf("%s: no attribute has an API expression: want apiExpressions in a schema, or types: {NAME: {api: …}} in a mapping file", diag.Name(c.File))
	}
	if !c.All {
		found = slices.DeleteFunc(found, func(f diag.Finding) bool { return f.Severity == diag.Info })
	}
	if c.HideValues {
		found = found.Masked()
	}
	err = p.printFindings(found, c.Format, func(f diag.Finding) any { return describeFinding(f) })
	if c.Format == "text" {
		fmt.Fprintf(p.stderr, "%s: %s\n", c.File, diag.Count(count, "API expression"))
	}
	return err
}
