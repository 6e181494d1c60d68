// Command convert writes scenarios as files of tests of mappings, which attrmap test runs:
//
//	go run ./internal/dev/scenarios/convert internal/command/testdata/scenarios.ndjson /tmp/scenarios
//	go run ./cmd/attrmap test /tmp/scenarios
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/attrmap/attrmap/internal/dev/scenarios"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: convert FILE DIR")
		os.Exit(2)
	}
	if err := convert(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func convert(name, dir string) error {
	in, err := os.Open(name)
	if err != nil {
		return err
	}
	defer in.Close() //nolint:errcheck // it has been read
	files, err := scenarios.Convert(in)
	if err != nil {
		return err
	}
	for name, text := range files {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}
