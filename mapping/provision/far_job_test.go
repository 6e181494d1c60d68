package provision_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/dev/effort"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/provision"
)

// company returns a job of users with managers and of groups with members.
func company() provision.Job {
	users := &mapping.Set{Mappings: []mapping.Mapping{
		{Target: "userName", From: "upn", Match: 1}, {Target: "manager", From: "boss"}, {Target: "title", From: "title"},
	}}
	groups := &mapping.Set{Mappings: []mapping.Mapping{
		{Target: "displayName", From: "name", Match: 1}, {Target: "members", From: "members"}, {Target: "externalId", From: "objectId", Match: 2},
	}}
	return provision.Job{Objects: []provision.ObjectMapping{
		{Type: "User", Resource: "User", Set: users, Mapping: mapping.Options{Target: &mapping.Schema{Attributes: []mapping.Attribute{
			{Name: "userName"}, {Name: "manager", Type: mapping.Reference, References: []string{"User"}}, {Name: "title"}, {Name: "nick"},
		}}}},
		{Type: "Group", Resource: "Group", Set: groups, Mapping: mapping.Options{Target: &mapping.Schema{Attributes: []mapping.Attribute{
			{Name: "displayName"}, {Name: "members", Type: mapping.Reference, MultiValued: true, References: []string{"User", "Group"}}, {Name: "externalId"},
		}}}},
	}}
}

// crew returns n users and n/10 groups, with managers and members in the source, in the target alone, and nowhere.
func crew(rnd *rand.Rand, n int) (sources []provision.Source, target []*provision.Object) {
	anybody := func() string {
		switch rnd.IntN(5) {
		case 0:
			return fmt.Sprint("u", rnd.IntN(n), "@x") // by matching value
		case 1:
			return fmt.Sprint("t", rnd.IntN(2*n)) // by the target's id
		default:
			return fmt.Sprint("s", rnd.IntN(n+5)) // by anchor
		}
	}
	for i := range n {
		attrs := value.Map{"objectId": fmt.Sprint("s", i), "upn": fmt.Sprint("u", i, "@x"), "title": "Clerk"}
		if rnd.IntN(4) > 0 {
			attrs["boss"] = anybody()
		}
		src := provision.Source{Type: "User", Ordinal: i + 1, Attrs: attrs}
		if rnd.IntN(10) == 0 {
			src.Deleted = provision.HardDeleted
		}
		sources = append(sources, src)
	}
	for i := range n / 10 {
		var members []string
		for range rnd.IntN(12) {
			members = append(members, anybody())
		}
		sources = append(sources, provision.Source{Type: "Group", Ordinal: i + 1, Attrs: value.Map{
			"objectId": fmt.Sprint("g", i), "name": fmt.Sprint("Group ", i), "members": members,
		}})
	}
	for i := range n {
		if rnd.IntN(2) == 0 {
			target = append(target, &provision.Object{Type: "User", ID: fmt.Sprint("t", i), Attrs: value.Map{
				"userName": fmt.Sprint("U", i, "@x"), "title": "Boss", "manager": fmt.Sprint("t", rnd.IntN(n)),
			}})
		}
		if i < n/10 && rnd.IntN(2) == 0 {
			target = append(target, &provision.Object{Type: "Group", ID: fmt.Sprint("t", i), Attrs: value.Map{
				"displayName": fmt.Sprint("group ", i), "members": []string{fmt.Sprint("t", rnd.IntN(n)), fmt.Sprint("t", rnd.IntN(n))},
			}})
		}
	}
	for i := range n / 4 {
		target = append(target, &provision.Object{Type: "User", ID: fmt.Sprint("t", n+i), Attrs: value.Map{"userName": fmt.Sprint("local", i)}})
	}
	return sources, target
}

// TestAFarDirectoryMakesTheSameJobs: both passes over users and groups make the plans that Memory makes, ask no question twice, and
// few times.
func TestAFarDirectoryMakesTheSameJobs(t *testing.T) {
	t.Parallel()
	e, err := provision.New(company())
	require.NoError(t, err)
	// Some are linked: to the account that they would be matched with, to another one, or to one that is gone.
	links := new(provision.Links)
	for i := 0; i < 60; i += 2 {
		require.NoError(t, links.Add("User", fmt.Sprint("s", i), fmt.Sprint("t", 3*i)))
	}
	run := func(d provision.Directory, sources []provision.Source, workers int) []string {
		var lines []string
		for printed, err := range e.NewCycle(provision.World{Directory: d, Links: links}).Print(t.Context(), each(sources), workers, appendLine) {
			require.NoError(t, err)
			lines = append(lines, string(printed.Text))
		}
		return lines
	}
	for seed := range uint64(4) {
		rnd := rand.New(rand.NewPCG(seed, 21))
		sources, target := crew(rnd, 200)
		want := run(provision.NewMemory(target), sources, 1)
		for _, kind := range []string{"pending", "UnresolvedReference", `"delete"`, `"update"`, `"linked"`, "InvalidAnchor"} {
			require.Contains(t, strings.Join(want, ""), kind, "the crew is too tame")
		}
		for name, change := range map[string]func(*provision.Query, []*provision.Object) []*provision.Object{
			"as Memory answers": nil, "fresh objects": fresh, "each twice": twice, "what is wanted": wanted,
		} {
			for _, workers := range []int{1, 2, 8} {
				d := &far{Directory: provision.NewMemory(target), change: change}
				if diff := cmp.Diff(want, run(d, sources, workers)); diff != "" {
					t.Fatalf("%s, seed %d, %d workers (-want +got):\n%s", name, seed, workers, diff)
				}
				for question, times := range d.asked {
					require.Equal(t, 1, times, "%s, %d workers: %s", name, workers, question)
				}
				require.LessOrEqual(t, d.calls, 60, "%s, %d workers: %d questions", name, workers, len(d.asked))
			}
		}
	}
}

// TestAFailureOfAReferenceIsTheReferrers: who needs an answer that does not come fails, with the cause, and no others; whoever refers to
// that one keeps what else there is.
func TestAFailureOfAReferenceIsTheReferrers(t *testing.T) {
	t.Parallel()
	e, err := provision.New(company())
	require.NoError(t, err)
	sources, target := crew(rand.New(rand.NewPCG(3, 21)), 200)
	named := func(src provision.Source) []string {
		attrs := src.Attrs.(value.Map)
		list, _ := attrs["members"].([]string)
		if boss, _ := attrs["boss"].(string); boss != "" {
			list = append(list, boss)
		}
		return list
	}
	// Names that only the directory knows: the first of a manager, and the first of a member.
	hidden := map[string]string{}
	for _, src := range sources {
		for _, name := range named(src) {
			if hidden[src.Type] == "" && name[0] == 't' && src.Deleted == provision.NotDeleted {
				hidden[src.Type] = name
			}
		}
	}
	for _, workers := range []int{1, 2, 8} {
		for _, name := range hidden {
			d := &far{Directory: provision.NewMemory(target), fault: func(_ int, queries []provision.Query) error {
				if slices.ContainsFunc(queries, func(q provision.Query) bool { return q.Value.Text() == name }) {
					return errDown
				}
				return nil
			}}
			failed, n := 0, 0
			for p, err := range e.NewCycle(provision.World{Directory: d}).Run(t.Context(), each(sources), workers) {
				require.NoError(t, err)
				refers := slices.Contains(named(sources[n]), name)
				n++
				switch {
				case p.Action == provision.Failed:
					failed++
					require.True(t, refers, "object %d of the type %s", p.Ordinal, p.Type)
					require.Contains(t, p.Reason, errDown.Error())
				case refers:
					require.NotContains(t, []string{"create", "update"}, p.Action.String(), "object %d of the type %s", p.Ordinal, p.Type)
				}
			}
			require.Equal(t, len(sources), n)
			require.NotZero(t, failed)
		}
	}
}

// TestADirectoryThatGoesAwayInTheSecondPass ends no run, loses nobody and passes for no decision.
func TestADirectoryThatGoesAwayInTheSecondPass(t *testing.T) {
	t.Parallel()
	e, err := provision.New(company())
	require.NoError(t, err)
	sources, target := crew(rand.New(rand.NewPCG(5, 21)), 200)
	for _, workers := range []int{1, 2, 8} {
		d := &far{Directory: provision.NewMemory(target), fault: func(_ int, queries []provision.Query) error {
			for _, q := range queries {
				if q.Attribute == "" {
					return errDown
				}
			}
			return nil
		}}
		n, failed := 0, 0
		for p, err := range e.NewCycle(provision.World{Directory: d}).Run(t.Context(), each(sources), workers) {
			require.NoError(t, err)
			n++
			if p.Action == provision.Failed {
				failed++
				require.Contains(t, p.Reason, errDown.Error())
			}
		}
		require.Equal(t, len(sources), n)
		require.Greater(t, failed, 10)
	}
}

func TestCancelingInTheSecondPassEndsTheRun(t *testing.T) {
	e, err := provision.New(company())
	require.NoError(t, err)
	sources, target := crew(rand.New(rand.NewPCG(5, 21)), 200)
	for _, workers := range []int{1, 2, 8} {
		before := runtime.NumGoroutine()
		ctx, cancel := context.WithCancel(t.Context())
		d := &far{Directory: provision.NewMemory(target), fault: func(_ int, queries []provision.Query) error {
			if slices.ContainsFunc(queries, func(q provision.Query) bool { return q.Attribute == "" }) {
				cancel()
				return ctx.Err()
			}
			return nil
		}}
		var end error
		for p, err := range e.NewCycle(provision.World{Directory: d}).Run(ctx, each(sources), workers) {
			if end = err; err == nil {
				require.NotContains(t, p.Reason, "canceled", "it is no failure of an object")
			}
		}
		require.ErrorIs(t, end, context.Canceled, "%d workers", workers)
		requireGoroutines(t, before)
	}
}

// shaky is a Reserver that fails now and then.
type shaky struct {
	ledger
	rnd *rand.Rand // guarded by the ledger's lock, as the count of failures is
}

func (s *shaky) Reserve(ctx context.Context, space, key, owner string) (bool, error) {
	s.mu.Lock()
	fails := s.rnd.IntN(12) == 0
	s.mu.Unlock()
	if fails {
		return false, errDown
	}
	return s.ledger.Reserve(ctx, space, key, owner)
}

// TestWhateverFailsNobodyIsLost: with a directory and a Reserver that fail at random, every source object has one plan, in order; who
// fails says why; no name goes to two; and what is reserved in the end is what the plans give away.
func TestWhateverFailsNobodyIsLost(t *testing.T) {
	t.Parallel()
	job := company()
	users := job.Objects[0].Set
	users.Mappings = append(users.Mappings, mapping.Mapping{Target: "nick", Apply: mapping.ApplyCreate, Expression: `SelectUniqueValue([title], Append([title], "1"), [upn])`})
	e, err := provision.New(job)
	require.NoError(t, err)
	failed := 0
	for seed := range uint64(effort.Of(60, 8)) {
		rnd := rand.New(rand.NewPCG(seed, 33))
		sources, target := crew(rnd, 120)
		var mu sync.Mutex
		one := func(n int) bool {
			mu.Lock()
			defer mu.Unlock()
			return rnd.IntN(n) == 0
		}
		d := &far{
			Directory: provision.NewMemory(target), delay: time.Duration(rnd.IntN(300)) * time.Microsecond,
			change: []func(*provision.Query, []*provision.Object) []*provision.Object{nil, fresh, twice}[rnd.IntN(3)],
			fault: func(int, []provision.Query) error {
				if one(10) {
					return errDown
				}
				return nil
			},
		}
		r := &shaky{ledger{owners: map[string]string{}}, rand.New(rand.NewPCG(seed, 34))}
		given := map[string]string{}
		n := 0
		for p, err := range e.NewCycle(provision.World{Directory: d, Reserver: r}).Run(t.Context(), each(sources), 1+rnd.IntN(8)) {
			require.NoError(t, err)
			src := sources[n]
			n++
			require.Equal(t, fmt.Sprint(src.Type, src.Ordinal), fmt.Sprint(p.Type, p.Ordinal))
			if p.Action == provision.Failed {
				failed++
				require.Contains(t, p.Reason, errDown.Error())
			}
			for i := range p.Attributes {
				if o := &p.Attributes[i]; p.Action == provision.Create && o.Mapping.Target == "nick" && o.Decision.Changes() {
					name := "nick " + strings.ToLower(o.New.Text())
					require.Empty(t, given[name], "seed %d: %s goes to two", seed, name)
					given[name] = src.Attrs.(value.Map)["objectId"].(string)
				}
			}
		}
		require.Equal(t, len(sources), n)
		require.Equal(t, given, r.owners, "seed %d", seed)
	}
	require.NotZero(t, failed, "the faults are too tame")
}
