package main

import (
	"errors"
	"flag"
	"fmt"
	"os"

	"github.com/attrmap/attrmap/internal/bench/work"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	runs := flags.Int("runs", 41, "measure each task this `many` times and take the median")
	names := flags.String("task", "", "measure only these tasks: `names` parted by commas")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return nil
		}
		return err
	}
	if *runs < 1 {
		return fmt.Errorf("-runs is %d: at least 1 is wanted", *runs)
	}
	all, err := tasks()
	if err != nil {
		return err
	}
	chosen, err := work.Choose(all, func(t task) string { return t.name }, *names)
	if err != nil {
		return err
	}
	// Times of different work say nothing, so all tasks are compared before the first is measured.
	for i := range chosen {
		if err := chosen[i].agree(); err != nil {
			return err
		}
	}
	measured := make([]measurement, len(chosen))
	for i := range chosen {
		measured[i] = measure(&chosen[i], *runs)
	}
	return writeTable(os.Stdout, measured)
}
