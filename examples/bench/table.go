package main

import (
	"fmt"
	"io"
	"os"
	"text/tabwriter"

	"github.com/attrmap/attrmap/examples/bench/work"
)

// measurement is the result of one side of a task.
type measurement struct {
	time   float64 // ns per user
	ratio  float64 // to hand-written Go
	allocs float64 // per user
}

// compare measures the tasks and writes a table of them. Times of different work say nothing, so the sides of all tasks are compared
// before the first is measured.
func compare(tasks []task, runs int, write func(io.Writer, []task, [][]measurement) error) error {
	for i := range tasks {
		if err := tasks[i].agree(); err != nil {
			return err
		}
	}
	measured := make([][]measurement, len(tasks))
	for i := range tasks {
		measured[i] = measure(tasks[i].sides, runs)
	}
	return write(os.Stdout, tasks, measured)
}

// measure returns the medians of several runs. The sides take turns, and a ratio is the median of the ratios within one round, so that
// a slow moment counts for all. The last side is the one the others are measured against.
// Each side has a number of rounds of its own, so that all of them run for about the same time in each turn.
func measure(sides []side, runs int) []measurement {
	measured := make([]measurement, len(sides))
	rounds := make([]int, len(sides))
	times, ratios := make([][]float64, len(sides)), make([][]float64, len(sides))
	for s := range sides {
		rounds[s] = work.Calibrate(sides[s].Run)
		measured[s].allocs = work.Allocations(sides[s].Side)
	}
	for r := range runs {
		for i := range sides {
			s := (i + r) % len(sides) // no side always follows the same other
			times[s] = append(times[s], work.Timed(sides[s].Run, rounds[s]))
		}
		// The ratios are taken within one round, in which all sides have met the same state of the machine.
		for s := range sides {
			ratios[s] = append(ratios[s], times[s][r]/times[len(sides)-1][r])
		}
	}
	for s := range sides {
		measured[s].time, measured[s].ratio = work.Median(times[s]), work.Median(ratios[s])
	}
	return measured
}

// writeGoals writes a line a task: attrmap, hand-written Go, and whether the goals are met.
func writeGoals(w io.Writer, tasks []task, measured [][]measurement) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "task\tns/op\tby hand\tratio\tgoal\t\tallocs/op\tby hand\tgoal\t\t  what\t")
	for i, t := range tasks {
		// By default a task has these two sides, see against.
		ours, hand := measured[i][0], measured[i][1]
		fmt.Fprintf(table, "%s\t%.0f\t%.0f\t%.2f\t%.2f\t%s\t%.1f\t%.1f\t%.0f\t%s\t  %s\t\n",
			t.name, ours.time, hand.time, ours.ratio, t.goal, verdict(ours.ratio, t.goal),
			ours.allocs, hand.allocs, t.allocs, verdict(ours.allocs, t.allocs), t.title)
	}
	return table.Flush()
}

// writeEngines writes a line a task and engine.
func writeEngines(w io.Writer, tasks []task, measured [][]measurement) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "task\twhat\tengine\tns/op\tallocs/op\tratio to by hand")
	for i, t := range tasks {
		name, title := t.name, t.title
		for s, m := range measured[i] {
			fmt.Fprintf(table, "%s\t%s\t%s\t%.0f\t%.1f\t%.2f\n", name, title, t.sides[s].engine, m.time, m.allocs, m.ratio)
			// Task and title are written once, on the line of its first engine.
			name, title = "", ""
		}
	}
	return table.Flush()
}

// verdict is for readers: a goal that is not met does not make the command fail, since times depend on the machine.
func verdict(have, goal float64) string {
	if have <= goal {
		return "ok"
	}
	return "over"
}
