package command

import (
	"encoding/json"

	"github.com/attrmap/attrmap/mapping/compare"
)

// schemaDiffCommand is attrmap schema diff.
type schemaDiffCommand struct {
	Before string `arg:"" name:"a" help:"Exported schema or mapping file; - is standard input."`
	After  string `arg:"" name:"b" help:"Exported schema or mapping file to compare it with."`
	Map    string `placeholder:"NAMES" help:"YAML or JSON file with ids, extensions, domains and names of the first file that the second calls differently, old: new."`
	Format string `enum:"text,json" default:"text" help:"Output format: text or json."`
	privacy
}

// Run compares two files. A difference is a finding.
func (c *schemaDiffCommand) Run(p *program) error {
	c.apply(p)
	names, err := p.readNames(c.Map)
	if err != nil {
		return err
	}
	before, err := p.readFile(c.Before)
	if err != nil {
		return err
	}
	after, err := p.readFile(c.After)
	if err != nil {
		return err
	}
	report, err := names.Diff(before, after)
	if err != nil {
		return err
	}
	if c.HideValues {
		report = report.Masked()
	}
	if c.Format == "json" {
		enc := json.NewEncoder(p.stdout)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		err = enc.Encode(report)
	} else {
		err = report.WriteText(p.stdout)
	}
	if err == nil && len(report.Changes) > 0 {
		err = errFindings
	}
	return err
}

// readNames reads a file of names; without one nothing is renamed.
func (p *program) readNames(name string) (*compare.Names, error) {
	names := new(compare.Names)
	if name == "" {
		return names, nil
	}
	doc, err := p.readFile(name)
	if err != nil {
		return nil, err
	}
	return names, names.Read(doc)
}
