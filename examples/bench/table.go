package main

import (
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/attrmap/attrmap/internal/bench/work"
)

// measurement is what a task came to, by engine.
type measurement struct {
	task   *task
	times  [len(engines)]float64 // ns per user
	ratios [len(engines)]float64 // to hand-written Go
	allocs [len(engines)]float64 // per user
}

// measure gives the medians of several runs. The sides take turns, and a ratio is the median of the ratios of neighbours, so that
// a slow moment counts for all.
func measure(t *task, runs int) measurement {
	m := measurement{task: t}
	var rounds [len(engines)]int
	var times, ratios [len(engines)][]float64
	for e := range engines {
		rounds[e] = work.Calibrate(t.sides[e].Run)
		m.allocs[e] = work.Allocations(t.sides[e])
	}
	for r := range runs {
		for i := range engines {
			e := (i + r) % len(engines) // no side always follows the same other
			times[e] = append(times[e], work.Timed(t.sides[e].Run, rounds[e]))
		}
		for e := range engines {
			ratios[e] = append(ratios[e], times[e][r]/times[byHand][r])
		}
	}
	for e := range engines {
		m.times[e], m.ratios[e] = work.Median(times[e]), work.Median(ratios[e])
	}
	return m
}

func writeTable(w io.Writer, measured []measurement) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "task\twhat\tengine\tns/op\tallocs/op\tratio to by hand")
	for _, m := range measured {
		name, title := m.task.name, m.task.title
		for e, engine := range engines {
			fmt.Fprintf(table, "%s\t%s\t%s\t%.0f\t%.1f\t%.2f\n", name, title, engine, m.times[e], m.allocs[e], m.ratios[e])
			name, title = "", ""
		}
	}
	return table.Flush()
}
