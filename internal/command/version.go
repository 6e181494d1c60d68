package command

import (
	"fmt"

	"github.com/attrmap/attrmap/internal/build"
	"github.com/attrmap/attrmap/internal/records"
)

// versionCommand is attrmap version; --version prints the same line.
type versionCommand struct {
	Format string `enum:"text,json" default:"text" help:"Output format: text or json."`
}

// Run prints the version.
func (c *versionCommand) Run(p *program) error {
	if c.Format == "json" {
		return records.WriteJSON(p.stdout, build.Read())
	}
	_, err := fmt.Fprintln(p.stdout, build.Read())
	return err
}
