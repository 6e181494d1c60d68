// Command write writes a synthetic document of an HR system to standard output:
//
//	go run ./internal/dev/hrgen/write workday 100000 > workers.xml
//	go run ./internal/dev/hrgen/write workday21 100000 > workers.xml
//	go run ./internal/dev/hrgen/write successfactors 100000 > people.json
package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strconv"

	"github.com/attrmap/attrmap/internal/dev/hrgen"
)

func main() {
	if err := write(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func write(args []string) error {
	if len(args) != 2 {
		return fmt.Errorf("usage: write workday|workday21|successfactors PEOPLE")
	}
	people, err := strconv.Atoi(args[1])
	if err != nil {
		return err
	}
	documents := map[string]func(io.Writer) error{
		"workday":        func(w io.Writer) error { return hrgen.Workday(w, hrgen.V30, people) },
		"workday21":      func(w io.Writer) error { return hrgen.Workday(w, hrgen.V21, people) },
		"successfactors": func(w io.Writer) error { return hrgen.SuccessFactors(w, people) },
	}
	document, ok := documents[args[0]]
	if !ok {
		return fmt.Errorf("want workday, workday21 or successfactors, got %q", args[0])
	}
	w := bufio.NewWriterSize(os.Stdout, 1<<20)
	if err := document(w); err != nil {
		return err
	}
	return w.Flush()
}
