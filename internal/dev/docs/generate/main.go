// Command generate writes the generated pages of docs/, and the tables of limits into the page of security. Run it by
// "go generate ./internal/dev/docs".
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/dev/docs"
	"github.com/attrmap/attrmap/mapping/lint"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: generate FOLDER")
		os.Exit(2)
	}
	if err := generate(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func generate(folder string) error {
	const withLimits = "security.md"
	written, err := os.ReadFile(filepath.Join(folder, withLimits))
	if err != nil {
		return err
	}
	security, err := docs.WithLimits(string(written))
	if err != nil {
		return err
	}
	for name, page := range map[string]string{
		"functions.md": docs.Functions(functions.Standard()),
		"lint.md":      docs.Lint(lint.Rules()),
		withLimits:     security,
	} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(page), 0o644); err != nil {
			return err
		}
	}
	return nil
}
