package main

import (
	"fmt"
	"io"
	"runtime"
	"strings"
	"text/tabwriter"

	"github.com/attrmap/attrmap/examples/bench/work"
	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/expr/value"
)

// writeGrowth shows how the cost of compiling and of evaluating grows with an expression: each line against the first of its kind.
// The columns times show at a glance whether ten times the size costs more than ten times as much, which it should not.
func writeGrowth(w io.Writer, runs int) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "what\tsize\tbytes\tcompile ns\ttimes\tevaluate ns\ttimes\t")
	for _, kind := range growths() {
		var firstCompile, firstEval float64
		for _, size := range kind.sizes {
			source := kind.source(size)
			compile, eval, err := growth(source, kind.attrs(size), runs)
			if err != nil {
				return fmt.Errorf("%s %d: %w", kind.name, size, err)
			}
			if firstCompile == 0 {
				firstCompile, firstEval = compile, eval
			}
			fmt.Fprintf(table, "%s\t%d\t%d\t%.0f\t%.1f\t%.0f\t%.1f\t\n",
				kind.name, size, len(source), compile, compile/firstCompile, eval, eval/firstEval)
		}
	}
	return table.Flush()
}

// growing is an expression that can be made in several sizes.
type growing struct {
	name   string
	sizes  []int
	source func(size int) string
	attrs  func(size int) value.Map
}

// growths are shapes that tempt an implementation into work that grows with the square of the size: long argument lists, lookups among many
// keys, deep nesting and long texts.
func growths() []growing {
	return []growing{
		{
			"Join of n attributes", []int{10, 100, 1000},
			func(n int) string { return `Join(";"` + strings.Repeat(", [a]", n) + ")" },
			func(int) value.Map { return value.Map{"a": "Smith"} },
		},
		{
			// The last key is the worst one for a search from the first to the last.
			"Switch of n pairs, the last hit", []int{10, 100, 1000},
			func(n int) string {
				var b strings.Builder
				b.WriteString(`Switch([a], "none"`)
				for i := range n {
					fmt.Fprintf(&b, `, "key%d", "value%[1]d"`, i)
				}
				return b.String() + ")"
			},
			func(n int) value.Map { return value.Map{"a": fmt.Sprintf("key%d", n-1)} },
		},
		{
			"ToLower nested n deep", []int{1, 10, 100},
			func(n int) string { return strings.Repeat("ToLower(", n) + "[a]" + strings.Repeat(")", n) },
			func(int) value.Map { return value.Map{"a": "Smith"} },
		},
		{
			// The expression is the same for all sizes; only the value grows.
			"ToLower of n characters", []int{10, 1000, 100_000},
			func(int) string { return "ToLower([a])" },
			func(n int) value.Map { return value.Map{"a": strings.Repeat("S", n)} },
		},
	}
}

// growth returns the median time of compiling a text and of evaluating it.
func growth(source string, attrs value.Map, runs int) (compile, eval float64, err error) {
	prog, err := expr.Compile(source)
	if err != nil {
		return 0, 0, err
	}
	env := &expr.Env{Attrs: attrs}
	// An expression that fails would be measured as a fast one.
	if _, err := prog.Eval(env); err != nil {
		return 0, 0, err
	}
	// The program is assigned to a variable outside, so that compiling it cannot be optimized away.
	compiling := func(n int) {
		for range n {
			prog, _ = expr.Compile(source)
		}
	}
	evaluating := func(n int) {
		var v value.Value
		for range n {
			v, _ = prog.Eval(env)
		}
		runtime.KeepAlive(&v) // or making it might be optimized away
	}
	return medianTime(compiling, runs), medianTime(evaluating, runs), nil
}

// medianTime returns the median of several measurements, in nanoseconds per round.
func medianTime(run func(n int), runs int) float64 {
	// The number of rounds is found once, so that all measurements are of the same length.
	n := work.Calibrate(run)
	times := make([]float64, runs)
	for i := range times {
		times[i] = work.Timed(run, n)
	}
	return work.Median(times)
}
