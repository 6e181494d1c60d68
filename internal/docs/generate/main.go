// Command generate writes the generated pages of docs/. Run it by "go generate ./internal/docs".
package main

import (
	"fmt"
	"os"

	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/docs"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: generate FILE")
		os.Exit(2)
	}
	if err := os.WriteFile(os.Args[1], []byte(docs.Functions(functions.Standard())), 0o644); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
