package command

import (
	"fmt"

	"github.com/attrmap/attrmap/expr/diag"
)

// schemaRetargetCommand is attrmap schema retarget.
type schemaRetargetCommand struct {
	In  string `arg:"" help:"Exported schema; - is standard input."`
	Out string `arg:"" help:"Output file; - is standard output."`
	Map string `required:"" placeholder:"NAMES" help:"YAML or JSON file with ids, extensions, domains and names, old: new."`
}

// Run writes the schema with its names replaced and prints how many texts that changed. That nothing was found for a name is a finding: it may
// be misspelt, and the schema would go to the other tenant with the old one.
func (c *schemaRetargetCommand) Run(p *program) error {
	names, err := p.readNames(c.Map)
	if err != nil {
		return err
	}
	doc, err := p.loadSchema(c.In)
	if err != nil {
		return err
	}
	changed, unused := names.Retarget(doc)
	report, err := p.writeSchema(doc, c.In, c.Out)
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintln(report, diag.Count(changed, "text")+" changed"); err != nil {
		return err
	}
	for _, entry := range unused {
		fmt.Fprintf(p.stderr, "%s: %s is not in the schema\n", c.Map, diag.QuoteTo(entry, 200))
	}
	if changed == 0 || len(unused) > 0 {
		return errFindings
	}
	return nil
}
