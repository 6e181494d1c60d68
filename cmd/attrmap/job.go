package main

import (
	"fmt"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/file"
	"github.com/attrmap/attrmap/mapping/graph"
	"github.com/attrmap/attrmap/mapping/provision"
)

// loadJob reads what --schema names: a mapping file, or an exported schema, of which the object mapping named by choice is taken. Findings
// about a mapping file can be located in the document; nil stands for a schema.
func (p *program) loadJob(name, choice string) (*provision.Job, *file.Document, error) {
	doc, err := p.readFile(name)
	if err != nil {
		return nil, nil, err
	}
	if doc.Kind() == file.Schema {
		job, err := p.graphJob(doc, choice)
		return job, nil, err
	}
	set, err := doc.Set()
	if err != nil {
		_, found := doc.Check(mapping.Options{HideValues: p.hideValues})
		return nil, nil, found.Errors()
	}
	return &provision.Job{Set: set}, doc, nil
}

func (p *program) graphJob(file *file.Document, choice string) (*provision.Job, error) {
	name := file.Name()
	doc, err := file.Schema()
	if err != nil {
		return nil, err
	}
	chosen, err := provision.ChooseMapping(doc, choice)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	job := provision.NewJob(chosen, nil)
	for _, f := range job.Findings {
		if f.Severity != diag.Info {
			if p.hideValues {
				f = f.Masked()
			}
			f.File = name
			fmt.Fprintln(p.stderr, f.Sentence())
		}
	}
	if job.Findings.HasErrors() {
		return nil, fmt.Errorf("%s: the object mapping %s cannot be run", name, chosen.Name())
	}
	return job, nil
}

type schemaCommand struct {
	Copy  schemaCopyCommand  `cmd:"" help:"Load an exported schema and save it again, as UTF-8, with everything that is in it."`
	Check schemaCheckCommand `cmd:"" help:"Find what is wrong with an exported schema."`
}

type schemaCopyCommand struct {
	In  string `arg:"" help:"The exported schema; - is standard input."`
	Out string `arg:"" help:"Where to write it; - is standard output."`
}

// Run copies a schema and prints what it holds.
func (c *schemaCopyCommand) Run(p *program) error {
	doc, err := p.loadSchema(c.In)
	if err != nil {
		return err
	}
	report := p.stdout
	if c.Out == "-" {
		report = p.stderr
		if err := doc.Save(p.stdout); err != nil {
			return err
		}
	} else if err := p.write(c.Out, doc.Save); err != nil {
		return err
	}
	n := doc.Counts()
	_, err = fmt.Fprintf(report, "rules %d, object mappings %d, attribute mappings %d, expressions %d, unknown members kept %d\n",
		n.Rules, n.ObjectMappings, n.AttributeMappings, n.Expressions, n.UnknownMembers)
	return err
}

func (p *program) loadSchema(name string) (*graph.Document, error) {
	f, err := p.open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	doc, err := graph.Load(f, graph.Limits{})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return doc, nil
}

type schemaCheckCommand struct {
	File    string `arg:"" help:"The exported schema; - is standard input."`
	SyncAll bool   `help:"The job provisions all users and groups, not only assigned ones."`
	Format  string `enum:"text,json" default:"text" help:"text or json."`
	privacy
}

// finding is a member of the findings that schema check and lint print.
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
	Fix      *fix          `json:"fix,omitempty"`
}

type fix struct {
	Replacement string `json:"replacement"`
}

func findingOf(f diag.Finding) finding {
	out := finding{
		Code: f.Code, Severity: f.Severity, File: f.File, Path: f.PathText(), Target: f.Target,
		Offset: f.Offset, Line: f.Line, Column: f.Column, Message: f.Message.String(), Hint: f.Hint.String(),
	}
	if f.Fix != "" {
		out.Fix = &fix{f.Fix}
	}
	return out
}

// Run checks a schema.
func (c *schemaCheckCommand) Run(p *program) error {
	c.apply(p)
	doc, err := p.loadSchema(c.File)
	if err != nil {
		return err
	}
	found := doc.Check(graph.CheckOptions{SyncAll: c.SyncAll, HideValues: c.HideValues})
	if c.Format == "json" {
		return c.json(p, found)
	}
	for _, f := range found {
		f.File = c.File
		if _, err := fmt.Fprintln(p.stdout, f.Sentence()); err != nil {
			return err
		}
	}
	fmt.Fprintf(p.stderr, "%d findings\n", len(found))
	return findings(found.HasErrors())
}

func (c *schemaCheckCommand) json(p *program, found diag.List) error {
	out := struct {
		Findings []finding `json:"findings"`
	}{Findings: make([]finding, len(found))}
	for i, f := range found {
		f.File = c.File
		out.Findings[i] = findingOf(f)
	}
	if err := writeJSON(p.stdout, out); err != nil {
		return err
	}
	return findings(found.HasErrors())
}
