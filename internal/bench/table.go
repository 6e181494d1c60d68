package main

import (
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/attrmap/attrmap/internal/bench/work"
)

// measurement is what a task came to.
type measurement struct {
	task               *task
	oursTime, handTime float64 // ns per user
	ratio              float64
	oursAllocs         float64
	handAllocs         float64
}

// measure gives the medians of several runs. The sides take turns, and the ratio is the median of the ratios of neighbours, so
// that a slow moment counts for both.
func measure(t *task, runs int) measurement {
	n := [2]int{work.Calibrate(t.ours.Run), work.Calibrate(t.hand.Run)}
	ours, hand, ratios := make([]float64, runs), make([]float64, runs), make([]float64, runs)
	for i := range runs {
		if i%2 == 0 {
			ours[i] = work.Timed(t.ours.Run, n[0])
			hand[i] = work.Timed(t.hand.Run, n[1])
		} else {
			hand[i] = work.Timed(t.hand.Run, n[1])
			ours[i] = work.Timed(t.ours.Run, n[0])
		}
		ratios[i] = ours[i] / hand[i]
	}
	return measurement{
		task: t, oursTime: work.Median(ours), handTime: work.Median(hand), ratio: work.Median(ratios),
		oursAllocs: work.Allocations(t.ours), handAllocs: work.Allocations(t.hand),
	}
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
