package main

import (
	"fmt"
	"io"
	"slices"
	"testing"
	"text/tabwriter"
	"time"
)

// measurement is what a task came to, by engine.
type measurement struct {
	task   *task
	times  [len(engines)]float64 // ns per user
	ratios [len(engines)]float64 // to hand-written Go
	allocs [len(engines)]float64 // per user
}

// burst is how long one side runs before the next has its turn: long against the clock's steps, short against the moods of a
// machine that others use too.
const burst = 5 * time.Millisecond

// measure gives the medians of several runs. The sides take turns, and a ratio is the median of the ratios of neighbours, so that
// a slow moment counts for all.
func measure(t *task, runs int) measurement {
	m := measurement{task: t}
	var rounds [len(engines)]int
	var times, ratios [len(engines)][]float64
	for e := range engines {
		rounds[e] = calibrate(t.sides[e].run)
		m.allocs[e] = allocations(t.sides[e])
	}
	for r := range runs {
		for i := range engines {
			e := (i + r) % len(engines) // no side always follows the same other
			times[e] = append(times[e], timed(t.sides[e].run, rounds[e]))
		}
		for e := range engines {
			ratios[e] = append(ratios[e], times[e][r]/times[byHand][r])
		}
	}
	for e := range engines {
		m.times[e], m.ratios[e] = median(times[e]), median(ratios[e])
	}
	return m
}

// calibrate gives the number of rounds that take about one burst, and warms the side up.
func calibrate(run func(n int)) int {
	for n := 64; ; n *= 2 {
		start := time.Now()
		run(n)
		if took := time.Since(start); took > burst/4 {
			return max(1, int(float64(n)*float64(burst)/float64(took)))
		}
	}
}

// timed gives nanoseconds per round.
func timed(run func(n int), n int) float64 {
	start := time.Now()
	run(n)
	return float64(time.Since(start).Nanoseconds()) / float64(n)
}

// allocations is the mean over all users.
func allocations(s side) float64 {
	return testing.AllocsPerRun(100, func() { s.run(s.users) }) / float64(s.users)
}

func median(values []float64) float64 {
	values = slices.Sorted(slices.Values(values))
	if n := len(values); n%2 == 0 {
		return (values[n/2-1] + values[n/2]) / 2
	}
	return values[len(values)/2]
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
