package main

import (
	"fmt"
	"io"
	"slices"
	"testing"
	"text/tabwriter"
	"time"
)

// measurement is what a task came to.
type measurement struct {
	task               *task
	oursTime, handTime float64 // ns per user
	ratio              float64
	oursAllocs         float64
	handAllocs         float64
}

// burst is how long one side runs before the other has its turn: long against the clock's steps, short against the moods of a
// machine that others use too.
const burst = 5 * time.Millisecond

// measure gives the medians of several runs. The sides take turns, and the ratio is the median of the ratios of neighbours, so
// that a slow moment counts for both.
func measure(t *task, runs int) measurement {
	n := [2]int{calibrate(t.ours.run), calibrate(t.hand.run)}
	ours, hand, ratios := make([]float64, runs), make([]float64, runs), make([]float64, runs)
	for i := range runs {
		if i%2 == 0 {
			ours[i] = timed(t.ours.run, n[0])
			hand[i] = timed(t.hand.run, n[1])
		} else {
			hand[i] = timed(t.hand.run, n[1])
			ours[i] = timed(t.ours.run, n[0])
		}
		ratios[i] = ours[i] / hand[i]
	}
	return measurement{
		task: t, oursTime: median(ours), handTime: median(hand), ratio: median(ratios),
		oursAllocs: allocations(t.ours), handAllocs: allocations(t.hand),
	}
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
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "task\tns/op\tby hand\tratio\tgoal\t\tallocs/op\tby hand\tgoal\t\t  what\t")
	for _, m := range measured {
		fmt.Fprintf(table, "%s\t%.0f\t%.0f\t%.2f\t%.2f\t%s\t%.1f\t%.1f\t%.0f\t%s\t  %s\t\n",
			m.task.name, m.oursTime, m.handTime, m.ratio, m.task.goal, verdict(m.ratio, m.task.goal),
			m.oursAllocs, m.handAllocs, m.task.allocs, verdict(m.oursAllocs, m.task.allocs), m.task.title)
	}
	return table.Flush()
}

func verdict(have, goal float64) string {
	if have <= goal {
		return "ok"
	}
	return "over"
}
