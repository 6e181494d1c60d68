// Command generate writes the generated pages of the project, and the generated parts of pages that are written by hand. Run it by
// "go generate ./internal/dev/docs".
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/attrmap/attrmap/internal/dev/docs"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: generate ROOT")
		os.Exit(2)
	}
	if err := generate(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func generate(root string) error {
	pages, err := docs.Pages(root)
	if err != nil {
		return err
	}
	for name, text := range pages {
		if err := os.WriteFile(filepath.Join(root, name), []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}
