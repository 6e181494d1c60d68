package fuzz

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/functions"
)

// addCases adds seeds to a target whose arguments are an expression and the bytes from which its attributes are derived.
func addCases(f *testing.F) {
	f.Helper()
	patterns := []string{"", "\x01\x02\x1b", "\x07\x08\x05hello", "\x01\x14\x03\x02ab\x03abc", "\x01\x16\x00\x04\x02\x05\x02\x06\x0c\x07", "\x02\x10\xff\xff\xff\x01\x02\x0f\x09"}
	for i, src := range seeds(f) {
		f.Add(src, []byte(patterns[i%len(patterns)]))
	}
}

// split returns the fuzz input without its first byte, which decides whether texts may be invalid UTF-8 (raw).
func split(input []byte) (rest []byte, raw bool) {
	if len(input) == 0 {
		return nil, false
	}
	return input[1:], input[0] > 250
}

// FuzzEval: no expression panics, whatever its attributes; evaluation is deterministic, and a pure program does not depend
// on the clock, tenant and random source; failures have codes; valid texts result in valid texts; Explain agrees with Eval.
func FuzzEval(f *testing.F) {
	addCases(f)
	f.Fuzz(func(t *testing.T, src string, input []byte) {
		prog, err := expr.Compile(src, expr.WithLimits(tight))
		if err != nil {
			return
		}
		input, raw := split(input)
		a := attributesFor(prog.Attributes(), input, raw)
		v, err := prog.Eval(world(a, 0))
		requireSound(t, prog, v, err, raw)

		again, otherErr := prog.Eval(world(a, 0))
		requireAlike(t, src, v, err, again, otherErr)
		if prog.Effects() == functions.Pure {
			elsewhere, otherErr := prog.Eval(world(a, 1))
			requireAlike(t, src, v, err, elsewhere, otherErr)
		}

		x := prog.Explain(world(a, 0))
		requireAlike(t, src, v, err, x.Value, x.Err)
		_, err = json.Marshal(x)
		require.NoError(t, err)
		require.NotEmpty(t, x.String())
	})
}

// FuzzEagerLazyAgree: if no branch fails, evaluating all arguments first has the same result as evaluating only those
// needed; an expression that fails lazily fails eagerly, too.
func FuzzEagerLazyAgree(f *testing.F) {
	addCases(f)
	f.Fuzz(func(t *testing.T, src string, input []byte) {
		lazy, err := expr.Compile(src, expr.WithLimits(tight))
		if err != nil || lazy.Effects()&functions.Random != 0 { // random numbers are drawn in another order
			return
		}
		eager, err := expr.Compile(src, expr.WithLimits(tight), expr.WithCompat(expr.Compat{EagerBranches: true}))
		require.NoError(t, err)
		input, raw := split(input)
		a := attributesFor(lazy.Attributes(), input, raw)
		v, err := lazy.Eval(world(a, 0))
		w, eagerErr := eager.Eval(world(a, 0))
		requireSound(t, eager, w, eagerErr, raw)
		if err != nil {
			require.Error(t, eagerErr, "%s fails lazily: %v", src, err)
		}
		if eagerErr == nil {
			require.True(t, v.Equal(w), "%s: lazily %#v, eagerly %#v", src, v, w)
		}
	})
}
