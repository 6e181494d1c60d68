package main

import (
	"fmt"
	"io"
	"runtime"
	"text/tabwriter"

	"github.com/attrmap/attrmap/examples/bench/work"
	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/mapping"
)

// writeCompile shows the time of compiling each task's expression, and the heap that the result holds.
// The heap is what a program pays for as long as it keeps an expression, and the time what it pays once.
func writeCompile(w io.Writer, runs int) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "task\tbytes\tcompile ns\theap bytes\t\twhat")
	// Tasks without a text of their own are skipped: the variants of h are the same mapping.
	for _, task := range tasks() {
		if task.source == "" || task.name == "a-ascii" { // the text of a
			continue
		}
		ns, heap, err := compileCost(func() (any, error) { return expr.Compile(task.source) }, runs)
		if err != nil {
			return fmt.Errorf("%s: %w", task.name, err)
		}
		fmt.Fprintf(table, "%s\t%d\t%.0f\t%d\t\t%s\n", task.name, len(task.source), ns, heap, task.title)
	}
	// Task h is a set of 20 mappings and has no single text, so no number of bytes.
	set := work.EntraSet()
	ns, heap, err := compileCost(func() (any, error) { return set.Compile(mapping.Options{}) }, runs)
	if err != nil {
		return err
	}
	fmt.Fprintf(table, "h\t\t%.0f\t%d\t\t%s\n", ns, heap, "the mapping of 20 attributes")
	return table.Flush()
}

// heapCopies is how many results are held at once to measure the heap of one.
// One alone would vanish among what the runtime itself allocates between two measurements.
const heapCopies = 200

// compileCost returns the median time of making something, and the heap in bytes that it holds.
func compileCost(compile func() (any, error), runs int) (ns float64, heap int64, err error) {
	var made [heapCopies]any
	if made[0], err = compile(); err != nil { // what is made once for all is made now
		return 0, 0, err
	}
	before := heapNow()
	for i := range made {
		made[i], _ = compile()
	}
	heap = (heapNow() - before) / heapCopies
	// Until here, or the second measurement could find some of the results collected.
	runtime.KeepAlive(&made)
	// Time is measured by itself, without the two readings of the heap.
	ns = medianTime(func(n int) {
		for range n {
			made[0], _ = compile()
		}
	}, runs)
	return ns, heap, nil
}

// heapNow returns the bytes of all live objects.
func heapNow() int64 {
	var m runtime.MemStats
	runtime.GC() // twice, since pools drop their contents only then
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
