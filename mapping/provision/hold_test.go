package provision_test

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/provision"
)

// varied adds rows whose values are of every kind, empty and long texts among them.
func varied(set *mapping.Set, crowd []provision.Source) {
	for _, name := range []string{"text", "number", "truth", "list", "nothing"} {
		set.Mappings = append(set.Mappings, mapping.Mapping{Target: name, From: name})
	}
	long := string(make([]byte, 300))
	for i := range crowd {
		if attrs, ok := crowd[i].Attrs.(value.Map); ok {
			attrs["text"], attrs["number"], attrs["truth"] = []any{"", "é", long, "a"}[i%4], i*1000, i%2 == 0
			attrs["list"], attrs["nothing"] = []any{"x", i}, nil
		}
	}
}

// TestPlansWithoutSourcesAreTheSame: what a held plan forgets is its source alone.
func TestPlansWithoutSourcesAreTheSame(t *testing.T) {
	t.Parallel()
	set, opts := entangled()
	rnd := rand.New(rand.NewPCG(3, 1))
	sources, target := crowd(rnd, 500), accounts(rnd, 500)
	varied(set, sources)
	opts.Target.Open = true
	engine, err := provision.New(jobOf(set, opts, provision.Options{}))
	require.NoError(t, err)
	require.True(t, engine.HoldsPlans())
	lines := func(forget bool) (all []string) {
		cycle := engine.NewCycle(provision.World{Directory: directory(set, target...), ForgetSources: forget})
		for p, err := range cycle.Run(t.Context(), each(sources), 3) {
			require.NoError(t, err)
			if forget {
				require.Nil(t, p.Source)
			}
			all = append(all, string(p.AppendJSON(nil)))
		}
		return all
	}
	require.Equal(t, lines(false), lines(true))
}
