package provision_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/internal/dev/effort"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/provision"
)

// entangled is a set in which what becomes of an object depends on the objects before it in every way there is.
func entangled() (*mapping.Set, mapping.Options) {
	set := &mapping.Set{
		Scope: mapping.Filter{{{Attribute: "type", Operator: "NOT EQUALS", Values: []string{"Guest"}}}},
		Mappings: []mapping.Mapping{
			{Target: "employeeId", From: "id", Match: 1},
			{Target: "mail", Expression: `ToLower([mail])`, Match: 2},
			{Target: "upn", Apply: mapping.ApplyCreate,
				Expression: `SelectUniqueValue([name], Join("1", [name], ""), Join("2", [name], ""), Join("-", [name], [id]))`},
			{Target: "manager", From: "boss"},
			{Target: "phone", Expression: `Mid([phone], [start])`},
			{Target: "skip", Expression: `IIF([phone]="none", IgnoreObjectFlow, "no")`},
		},
	}
	target := &mapping.Schema{Attributes: []mapping.Attribute{
		{Name: "employeeId"}, {Name: "mail"}, {Name: "upn"}, {Name: "manager", Type: mapping.Reference}, {Name: "phone"}, {Name: "skip"},
	}}
	return set, mapping.Options{Target: target}
}

// crowd returns n objects with few names, numbers and managers to share, some of them broken.
func crowd(rnd *rand.Rand, n int) []provision.Source {
	sources := make([]provision.Source, n)
	for i := range sources {
		src := &sources[i]
		src.Ordinal = i + 1
		if rnd.IntN(40) == 0 {
			src.Err = fmt.Errorf("line %d: no object", i+1)
			continue
		}
		id := i
		if rnd.IntN(10) == 0 {
			id = rnd.IntN(i + 1)
		}
		attrs := value.Map{"id": id, "name": fmt.Sprintf("name%d", rnd.IntN(n/4+1)), "phone": "555", "type": "Employee"}
		if rnd.IntN(2) == 0 {
			attrs["mail"] = fmt.Sprintf("M%d@contoso.com", rnd.IntN(2*n))
		}
		attrs["boss"] = []any{id, i - 1, i + 1, rnd.IntN(n), nil}[rnd.IntN(5)]
		for _, odd := range []value.Map{{"type": "Guest"}, {"id": nil, "mail": nil}, {"start": 0}, {"phone": "none"}} {
			if rnd.IntN(15) == 0 {
				for k, v := range odd {
					attrs[k] = v
				}
			}
		}
		src.Attrs = attrs
		src.Unassigned = rnd.IntN(30) == 0
		src.Deleted = []provision.Deletion{provision.NotDeleted, provision.HardDeleted}[rnd.IntN(30)/29]
	}
	return sources
}

// accounts returns target objects for part of a crowd, some of them with the same mail.
func accounts(rnd *rand.Rand, n int) []value.Map {
	var list []value.Map
	for i := range n {
		if rnd.IntN(20) == 0 {
			list = append(list, value.Map{"id": fmt.Sprintf("first-%d", i), "mail": fmt.Sprintf("m%d@contoso.com", i)},
				value.Map{"id": fmt.Sprintf("second-%d", i), "mail": fmt.Sprintf("m%d@contoso.com", i)})
		}
		if rnd.IntN(3) == 0 {
			list = append(list, value.Map{"id": fmt.Sprintf("guid-%d", i), "employeeId": i, "upn": fmt.Sprintf("NAME%d", i), "mail": fmt.Sprintf("m%d@contoso.com", i)})
		}
	}
	return list
}

func each(sources []provision.Source) iter.Seq[provision.Source] {
	return func(yield func(provision.Source) bool) {
		for _, src := range sources {
			if !yield(src) {
				return
			}
		}
	}
}

func appendLine(dst []byte, p *provision.Plan) ([]byte, error) {
	return append(p.AppendJSON(dst), '\n'), nil
}

func TestAnyNumberOfWorkersPrintsTheSame(t *testing.T) {
	t.Parallel()
	rounds, n := effort.Of(12, 3), 700
	seen := map[diag.Code]int{}
	for seed := range rounds {
		rnd := rand.New(rand.NewPCG(uint64(seed), 1))
		set, opts := entangled()
		sources, target := crowd(rnd, n-seed), accounts(rnd, n)
		output := func(workers int) string {
			e, err := cycleOf(set, directory(set, target...), opts, provision.Options{Profile: mapping.ProfileEntra})
			require.NoError(t, err)
			var out bytes.Buffer
			for printed, err := range e.Print(t.Context(), each(sources), workers, appendLine) {
				require.NoError(t, err)
				out.Write(printed.Text)
				if workers == 1 {
					seen[diag.Code(printed.Plan.Action.String())]++
					seen[printed.Plan.Code]++
				}
			}
			return out.String()
		}
		want := output(1)
		for _, workers := range []int{2, 8, 0} {
			if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(output(workers), "\n")); diff != "" {
				t.Fatalf("seed %d, %d workers (-want +got):\n%s", seed, workers, diff)
			}
		}
	}
	for _, kind := range []diag.Code{"create", "update", "delete", "skip", "error", codes.DuplicateSource, codes.Unreadable,
		codes.NotEntitled, codes.ImportSkipped, codes.Skipped, codes.DuplicateTarget} {
		require.NotZero(t, seen[kind], "the crowds are too tame: no %s", kind)
	}
}

func TestPlansOfWorkersPointToTheMappersMappings(t *testing.T) {
	t.Parallel()
	set, opts := entangled()
	e, err := provision.New(jobOf(set, opts, provision.Options{}))
	require.NoError(t, err)
	plans := 0
	for p, err := range e.NewCycle(provision.World{}).Run(t.Context(), each(crowd(rand.New(rand.NewPCG(1, 1)), 300)), 3) {
		require.NoError(t, err)
		plans++
		require.Equal(t, plans, p.Ordinal)
		for i := range p.Attributes {
			require.Same(t, &e.Mapper("").Set().Mappings[i], p.Attributes[i].Mapping)
		}
	}
	require.Equal(t, 300, plans)
}

// workers returns objects without end.
func workers(read *atomic.Int64) iter.Seq[provision.Source] {
	return func(yield func(provision.Source) bool) {
		for i := 1; yield(provision.Source{Ordinal: i, Attrs: value.Map{"id": i, "name": "Kit"}}); i++ {
			read.Store(int64(i))
		}
	}
}

// requireGoroutines waits for goroutines that have done their work to be gone.
func requireGoroutines(t *testing.T, most int) {
	t.Helper()
	for range 1_000_000 {
		if runtime.NumGoroutine() <= most {
			return
		}
		runtime.Gosched()
	}
	t.Fatalf("want at most %[2]d goroutines, got %[1]d", runtime.NumGoroutine(), most)
}

func TestWorkersEndWithTheRun(t *testing.T) {
	broken := errors.New("no room")
	for _, row := range []struct {
		name  string
		print provision.Printer
		after func(cancel context.CancelFunc, plans int) (goOn bool)
		want  error
	}{
		{"canceled", appendLine, func(cancel context.CancelFunc, plans int) bool {
			if plans == 500 {
				cancel()
			}
			return true
		}, context.Canceled},
		{"broken off", appendLine, func(_ context.CancelFunc, plans int) bool { return plans < 500 }, nil},
		{"printer fails", func(dst []byte, p *provision.Plan) ([]byte, error) {
			if p.Ordinal > 500 {
				return dst, broken
			}
			return dst, nil
		}, func(context.CancelFunc, int) bool { return true }, broken},
	} {
		for _, n := range []int{1, 2, 8} {
			t.Run(fmt.Sprintf("%s, %d workers", row.name, n), func(t *testing.T) {
				before := runtime.NumGoroutine()
				ctx, cancel := context.WithCancel(context.Background())
				defer cancel()
				var read atomic.Int64
				plans := 0
				var end error
				for _, err := range engine(t, inbound(), provision.Options{}).Print(ctx, workers(&read), n, row.print) {
					if end = err; err != nil {
						break
					}
					if plans++; !row.after(cancel, plans) {
						break
					}
				}
				require.ErrorIs(t, end, row.want)
				require.Equal(t, 500, plans)
				require.LessOrEqual(t, read.Load(), int64(500+64*n), "it must not read far ahead")
				requireGoroutines(t, before)
			})
		}
	}
}

// patient is a directory that answers when it is canceled.
type patient struct{ asked chan struct{} }

func (p patient) Find(ctx context.Context, _ []provision.Query) ([][]*provision.Object, error) {
	select {
	case p.asked <- struct{}{}:
	default:
	}
	<-ctx.Done()
	return nil, ctx.Err()
}

func TestCancelingReachesTheDirectory(t *testing.T) {
	before := runtime.NumGoroutine()
	ctx, cancel := context.WithCancel(context.Background())
	d := patient{make(chan struct{}, 1)}
	e, err := cycleOf(inbound(), d, mapping.Options{}, provision.Options{})
	require.NoError(t, err)
	done := make(chan error)
	go func() {
		var read atomic.Int64
		for _, err := range e.Run(ctx, workers(&read), 2) {
			done <- err
			return
		}
	}()
	<-d.asked
	cancel()
	require.ErrorIs(t, <-done, context.Canceled)
	requireGoroutines(t, before)
}

// faulty is a directory that panics for one value.
type faulty struct{ times *atomic.Int64 }

func (f faulty) Find(_ context.Context, queries []provision.Query) ([][]*provision.Object, error) {
	for _, q := range queries {
		if q.Value.Text() == "300" && f.times.Add(-1) >= 0 {
			panic("the index is broken")
		}
	}
	return make([][]*provision.Object, len(queries)), nil
}

func TestAPanicComesUpInItsTurn(t *testing.T) {
	for name, times := range map[string]int64{"always": 1 << 40, "once": 1} {
		t.Run(name, func(t *testing.T) {
			before := runtime.NumGoroutine()
			left := atomic.Int64{}
			left.Store(times)
			e, err := cycleOf(inbound(), faulty{&left}, mapping.Options{}, provision.Options{})
			require.NoError(t, err)
			var read atomic.Int64
			var last int
			require.PanicsWithValue(t, "the index is broken", func() {
				for p := range e.Run(context.Background(), workers(&read), 4) {
					last = p.Ordinal
				}
			})
			if name == "always" {
				require.Equal(t, 299, last)
			} else {
				require.Equal(t, 320, last, "the batch in which it was asked ends there")
			}
			requireGoroutines(t, before)
		})
	}
}

// dice counts what is drawn from it; it is not safe for concurrent use.
type dice struct{ drawn byte }

func (d *dice) Read(b []byte) (int, error) {
	for i := range b {
		d.drawn++
		b[i] = d.drawn
	}
	return len(b), nil
}

func TestGivenRandomnessIsDrawnInOrder(t *testing.T) {
	t.Parallel()
	drawn := &mapping.Set{Mappings: []mapping.Mapping{{Target: "id", From: "id", Match: 1}, {Target: "key", Expression: `Guid()`}}}
	own := &mapping.Set{Mappings: []mapping.Mapping{{Target: "id", From: "id", Match: 1}, {Target: "key", Expression: `Next()`}}}
	onlyDrawn := &mapping.Set{Mappings: []mapping.Mapping{{Target: "id", Expression: `Guid()`, Match: 1}}}
	for _, row := range []struct {
		name string
		set  *mapping.Set
		opts func() mapping.Options
	}{
		{"bytes", drawn, func() mapping.Options { return mapping.Options{Random: &dice{}} }},
		{"bytes for every mapping", onlyDrawn, func() mapping.Options { return mapping.Options{Random: &dice{}} }},
		{"GUIDs", drawn, func() mapping.Options {
			var n counter
			return mapping.Options{NewGUID: n.next}
		}},
		{"a function of the program's own", own, func() mapping.Options {
			var n counter
			reg, err := functions.Standard().With(functions.Spec{
				Name: "Next", Summary: "Counts its calls.", Origin: functions.Custom, Effects: functions.Random,
				Eval: func(functions.Args) (value.Value, error) { return value.String(n.next()), nil },
			})
			require.NoError(t, err)
			return mapping.Options{Functions: reg}
		}},
	} {
		t.Run(row.name, func(t *testing.T) {
			keys := func(workers int) []string {
				e, err := cycleOf(row.set, nil, row.opts(), provision.Options{})
				require.NoError(t, err)
				var got []string
				for p, err := range e.Run(t.Context(), each(crowd(rand.New(rand.NewPCG(2, 2)), 200)), workers) {
					require.NoError(t, err)
					got = append(got, summary(p))
				}
				return got
			}
			if diff := cmp.Diff(keys(1), keys(8)); diff != "" {
				t.Errorf("plans (-want +got):\n%s", diff)
			}
		})
	}
}

// counter returns one number after another.
type counter struct{ n atomic.Int64 }

func (c *counter) next() string { return strconv.FormatInt(c.n.Add(1), 10) }
