package main

import (
	"errors"
	"flag"
	"fmt"
	"os"

	"github.com/attrmap/attrmap/examples/bench/work"
)

// main prints the table that the flags choose; its exit code is 1 if sides disagree, or anything else fails.
func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// run chooses one of the five tables. The flags that choose a table exclude each other: the first one in the order below counts.
func run(args []string) error {
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	runs := flags.Int("runs", 41, "measure each task this `many` times and take the median")
	names := flags.String("task", "", "measure only these tasks: `names` separated by commas")
	engines := flags.Bool("engines", false, "measure expr-lang and CEL as well")
	grow := flags.Bool("grow", false, "show how the cost grows with an expression's size instead")
	compile := flags.Bool("compile", false, "show what compiling costs in time and memory instead")
	job := flags.Int("job", 0, "plan a job of this `many` users, with managers and groups, instead")
	stream := flags.Int("stream", 0, "map this `many` users as JSON Lines instead")
	if err := flags.Parse(args); err != nil {
		// The flags have been printed.
		if errors.Is(err, flag.ErrHelp) {
			return nil
		}
		return err
	}
	// A median needs a value.
	if *runs < 1 {
		return fmt.Errorf("-runs: want at least 1, got %d", *runs)
	}
	switch {
	case *grow:
		return writeGrowth(os.Stdout, *runs)
	case *compile:
		return writeCompile(os.Stdout, *runs)
	case *job > 0:
		return writeJob(os.Stdout, *job)
	case *stream > 0:
		return writeStream(os.Stdout, *stream)
	}
	chosen, err := work.Choose(tasks(), func(t task) string { return t.name }, *names)
	if err != nil {
		return err
	}
	// By default no other language is measured, and the table shows goals.
	if !*engines {
		return compare(chosen, *runs, writeGoals)
	}
	if chosen, err = withEngines(chosen); err != nil {
		return err
	}
	return compare(chosen, *runs, writeEngines)
}
