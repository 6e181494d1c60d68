// Command generate writes the generated pages of docs/. Run it by "go generate ./internal/docs".
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/docs"
	"github.com/attrmap/attrmap/mapping/lint"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: generate FOLDER")
		os.Exit(2)
	}
	for name, page := range map[string]string{
		"functions.md": docs.Functions(functions.Standard()),
		"lint.md":      docs.Lint(lint.Rules()),
	} {
		if err := os.WriteFile(filepath.Join(os.Args[1], name), []byte(page), 0o644); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}
