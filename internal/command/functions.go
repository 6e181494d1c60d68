package command

import (
	"fmt"
	"io"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/records"
)

// functionsCommand is attrmap functions. All it prints comes from the registry, which has one literal per function.
type functionsCommand struct {
	Name   string `arg:"" optional:"" help:"Function to describe."`
	Format string `enum:"text,json" default:"text" help:"Output format: text or json."`
}

// Run prints the catalogue, or one function of it.
func (c *functionsCommand) Run(p *program) error {
	reg := functions.Standard()
	if c.Name == "" {
		return c.all(p, reg)
	}
	// In any case, and by an alias, as expressions call it.
	spec, _ := reg.Lookup(c.Name)
	if spec == nil {
		return diag.Errorf("functions: unknown function %s: attrmap functions lists them", diag.Quote(c.Name))
	}
	if c.Format == "json" {
		return records.WriteJSON(p.stdout, spec.Describe())
	}
	_, err := io.WriteString(p.stdout, spec.Text())
	return err
}

// all lists the functions in the order of the registry, which is that of their names.
func (c *functionsCommand) all(p *program, reg *functions.Registry) error {
	if c.Format == "json" {
		all := []functions.Description{}
		for spec := range reg.All() {
			all = append(all, spec.Describe())
		}
		return records.WriteJSON(p.stdout, all)
	}
	for spec := range reg.All() {
		if _, err := fmt.Fprintf(p.stdout, "%s\n    %s (%s)\n", spec.Signature(), spec.Summary, spec.Evidence); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintln(p.stdout, "\nattrmap functions NAME shows parameters, null behaviour, evidence and examples; --format json shows them all.")
	return err
}
