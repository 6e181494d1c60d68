package fuzz

import (
	"encoding/json"
	"fmt"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/mapping/file"
	"github.com/attrmap/attrmap/mapping/lint"
)

// allocations are the bytes that a case allocates: evaluated, and for an expression whatever else looks at it or walks its values.
type allocations struct{ eval, explain, infer, lint, format uint64 }

const hostileColumns = "   eval explain   infer    lint     fmt"

func (a allocations) String() string {
	return fmt.Sprintf("%7.1f %7.1f %7.1f %7.1f %7.1f", mebibytes(a.eval), mebibytes(a.explain), mebibytes(a.infer), mebibytes(a.lint), mebibytes(a.format))
}

func (a allocations) most() uint64 { return max(a.eval, a.explain, a.infer, a.lint, a.format) }

// allocated returns how many bytes do allocates. Nothing else may run.
func allocated(do func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	do()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

const (
	// besideTimes is how many times as much as the evaluation everything beside it may allocate.
	besideTimes = 10
	// besideLeast is what it may allocate in any case: an evaluation that fails at once takes next to nothing.
	besideLeast = 32 << 20
)

// checkBeside requires that an explanation agrees with the evaluation, and that neither it nor what looks at the text alone allocates much
// more than the evaluation.
func (c *hostileCase) checkBeside(t *testing.T, used *allocations) {
	bound := min(besideTimes*used.eval+besideLeast, hostileMemory)
	if program, err := expr.Compile(c.Expr.text); err == nil {
		env := c.env()
		v, evalErr := program.Eval(env)
		var x *expr.Explanation
		used.explain = allocated(func() {
			x = program.Explain(env)
			require.NotEmpty(t, x.String())
		})
		require.Less(t, used.explain, bound, "bytes allocated for the explanation and its text")
		// How much depends on the buffers that encoding/json has at hand, which no test controls: hence a measure of its own.
		asJSON := allocated(func() {
			_, err := json.Marshal(x)
			require.NoError(t, err)
		})
		require.Less(t, asJSON, bound, "bytes allocated for the JSON of the explanation")
		used.explain += asJSON
		require.Equal(t, valueOr(v.Text(), evalErr), valueOr(x.Value.Text(), x.Err))
		used.infer = allocated(func() { program.Infer(nil) })
		require.Less(t, used.infer, bound, "bytes allocated for the inference")
	}
	fixes := map[string]bool{}
	used.lint = allocated(func() {
		for _, f := range lint.Expression(c.Expr.text, lint.Use{}, lint.Options{}) {
			if f.Fix != "" {
				fixes[f.Fix] = true
			}
		}
	})
	// Every distinct fix is linted, too.
	require.Less(t, used.lint, uint64(1+len(fixes))*bound, "bytes allocated for lint")
	used.format = allocated(func() { _, _ = file.FormatText(c.Expr.text, file.FormatOptions{}) })
	require.Less(t, used.format, bound, "bytes allocated for fmt")
}
