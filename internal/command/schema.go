package command

import (
	"fmt"
	"io"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/records"
	"github.com/attrmap/attrmap/mapping/graph"
)

// schemaCommand is attrmap schema, for exported schemas as Graph has them.
type schemaCommand struct {
	Copy  schemaCopyCommand  `cmd:"" help:"Load an exported schema and save it as UTF-8 without losing anything."`
	Check schemaCheckCommand `cmd:"" help:"Find mistakes in an exported schema."`
	Diff  schemaDiffCommand  `cmd:"" help:"Show what differs by meaning between two exported schemas or mapping files."`

	Retarget schemaRetargetCommand `cmd:"" help:"Replace the ids, domains and names of one tenant in an exported schema by those of another."`
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
	report, err := p.writeSchema(doc, c.In, c.Out)
	if err != nil {
		return err
	}
	// The counts are printed after the schema has been written: they say what it holds and how much of it attrmap does not know.
	n := doc.Counts()
	_, err = fmt.Fprintf(report, "rules %d, object mappings %d, attribute mappings %d, expressions %d, unknown members kept %d\n",
		n.Rules, n.ObjectMappings, n.AttributeMappings, n.Expressions, n.UnknownMembers)
	return err
}

// writeSchema writes a schema to a file and returns where what is said about it goes: to standard output, unless the schema goes there. Then it is
// a message, so that standard output is the schema alone.
//
// An empty schema is not written: it would take the place of one that is whole.
func (p *program) writeSchema(doc *graph.Document, from, name string) (report io.Writer, err error) {
	if doc.Counts().Empty() {
		return nil, diag.Errorf("%s: %w", diag.Name(from), graph.ErrEmpty)
	}
	if name == "-" {
		return p.stderr, doc.Save(p.stdout)
	}
	return p.stdout, records.ReplaceFile(name, doc.Save)
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
