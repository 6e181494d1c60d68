package main

import (
	"fmt"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/records"
	"github.com/attrmap/attrmap/mapping/graph"
)

// schemaCommand is attrmap schema, for exported schemas as Graph has them.
type schemaCommand struct {
	Copy  schemaCopyCommand  `cmd:"" help:"Load an exported schema and save it as UTF-8 without losing anything."`
	Check schemaCheckCommand `cmd:"" help:"Find mistakes in an exported schema."`
}

// schemaCopyCommand is attrmap schema copy: a test, with the user's own schema, that attrmap keeps what it does not know.
type schemaCopyCommand struct {
	In  string `arg:"" help:"Exported schema; - is standard input."`
	Out string `arg:"" help:"Output file; - is standard output."`
}

// Run copies a schema and prints what it holds.
func (c *schemaCopyCommand) Run(p *program) error {
	doc, err := p.loadSchema(c.In)
	if err != nil {
		return err
	}
	report := p.stdout // unless the schema goes there
	// Then the counts are messages, so that standard output is the schema alone.
	if c.Out == "-" {
		report = p.stderr
		if err := doc.Save(p.stdout); err != nil {
			return err
		}
	} else if err := records.ReplaceFile(c.Out, doc.Save); err != nil {
		return err
	}
	// The counts are printed after the schema has been written: they say what it holds and how much of it attrmap does not know.
	n := doc.Counts()
	_, err = fmt.Fprintf(report, "rules %d, object mappings %d, attribute mappings %d, expressions %d, unknown members kept %d\n",
		n.Rules, n.ObjectMappings, n.AttributeMappings, n.Expressions, n.UnknownMembers)
	return err
}

// loadSchema reads an exported schema. The kind that the file seems to have does not matter: whoever names it here means a schema.
func (p *program) loadSchema(name string) (*graph.Document, error) {
	doc, err := p.readFile(name)
	if err != nil {
		return nil, err
	}
	return doc.Schema()
}

// schemaCheckCommand is attrmap schema check: the findings of package graph alone, without lint's rules.
type schemaCheckCommand struct {
	File    string `arg:"" help:"Exported schema; - is standard input."`
	SyncAll bool   `help:"The job provisions all users and groups, not only assigned ones."`
	Format  string `enum:"text,json" default:"text" help:"Output format: text or json."`
	privacy
}

// Run checks a schema.
func (c *schemaCheckCommand) Run(p *program) error {
	c.apply(p)
	doc, err := p.loadSchema(c.File)
	if err != nil {
		return err
	}
	found := doc.Check(graph.CheckOptions{SyncAll: c.SyncAll, HideValues: c.HideValues})
	for i := range found {
		// Package graph knows places within the document, not the file that it came from.
		found[i].File = c.File
	}
	return p.printFindings(found, c.Format, func(f diag.Finding) any { return f.Sentence() })
}
