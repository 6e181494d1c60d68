package provision_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/provision"
)

const goroutines = 64

// together runs a function in as many goroutines, which begin at once.
func together(t *testing.T, do func(g int) error) {
	t.Helper()
	var wg sync.WaitGroup
	start := make(chan struct{})
	faults := make(chan error, goroutines)
	for g := range goroutines {
		wg.Go(func() {
			<-start
			if err := do(g); err != nil {
				faults <- err
			}
		})
	}
	close(start)
	wg.Wait()
	close(faults)
	for err := range faults {
		t.Error(err)
	}
}

// unique is a set that assigns people the first of three names that is free.
func unique() *mapping.Set {
	return &mapping.Set{Mappings: []mapping.Mapping{
		{Target: "id", From: "id", Match: 1},
		{Target: "upn", Apply: mapping.ApplyCreate, Expression: `SelectUniqueValue([name], Append([name], "1"), Join("-", [name], [id]))`},
	}}
}

// requireOneWinner checks that a name went to nobody twice, whatever its case, and that no better one was left over.
func requireOneWinner(t *testing.T, names []string, people, taken int) {
	t.Helper()
	have := map[string]bool{}
	for _, name := range names {
		require.NotContains(t, have, strings.ToLower(name), "given away twice")
		have[strings.ToLower(name)] = true
	}
	require.Len(t, have, people)
	for i := range people / goroutines {
		name := fmt.Sprintf("name%d", i)
		require.Equal(t, i >= taken, have[name], name)
		require.True(t, have[name+"1"], name)
	}
}

// taker returns what reports of a name whether it is taken, for a Mapper: it is if the directory has it, or somebody who asked before.
func taker(d provision.Directory) func(context.Context, string, string) (bool, error) {
	var reservations provision.Reservations
	var asked atomic.Int64
	return func(ctx context.Context, target, candidate string) (bool, error) {
		hits, err := d.Find(ctx, []provision.Query{{Attribute: target, Value: value.String(candidate)}})
		if err != nil || len(hits[0]) > 0 {
			return true, err
		}
		got, err := reservations.Reserve(ctx, target, candidate, strconv.FormatInt(asked.Add(1), 10))
		return !got, err
	}
}

// TestANameThatManyWantGoesToOne lets 64 goroutines ask for the same names at once, over one mapper and one directory that has some
// of them.
func TestANameThatManyWantGoesToOne(t *testing.T) {
	t.Parallel()
	const names, inUse = 20, 5
	var accounts []value.Map
	for i := range inUse {
		accounts = append(accounts, value.Map{"id": fmt.Sprint("x", i), "upn": fmt.Sprint("NAME", i)})
	}
	mapper, err := unique().Compile(mapping.Options{Taken: taker(directory(unique(), accounts...))})
	require.NoError(t, err)
	got := make([][]string, goroutines)
	together(t, func(g int) error {
		for i := range names {
			name := fmt.Sprintf("name%d", i)
			if g%2 == 1 {
				name = strings.ToUpper(name)
			}
			result, err := mapper.Map(context.Background(), value.Map{"id": fmt.Sprint(g), "name": name}, nil)
			if err != nil || len(result.Failed()) > 0 {
				return fmt.Errorf("%d: %w %v", g, err, result.Failed())
			}
			got[g] = append(got[g], result.Attributes[1].New.Text())
		}
		return nil
	})
	requireOneWinner(t, slices.Concat(got...), goroutines*names, inUse)
}

// TestANameGoesToOneEvaluator is the same with an evaluator for each goroutine.
func TestANameGoesToOneEvaluator(t *testing.T) {
	t.Parallel()
	const names = 20
	mapper, err := unique().Compile(mapping.Options{Taken: taker(provision.NewMemory(nil))})
	require.NoError(t, err)
	got := make([][]string, goroutines)
	together(t, func(g int) error {
		e := mapper.NewEvaluator()
		for i := range names {
			values, err := e.Values(context.Background(), value.Map{"id": fmt.Sprint(g), "name": fmt.Sprintf("name%d", i)}, nil)
			if err != nil {
				return err
			}
			got[g] = append(got[g], values[1].Text())
		}
		return nil
	})
	requireOneWinner(t, slices.Concat(got...), goroutines*names, 0)
}

// TestWorkersGiveANameToTheFirst: in a run with workers a name that many want goes to the first in the order of the input.
func TestWorkersGiveANameToTheFirst(t *testing.T) {
	t.Parallel()
	for seed := range uint64(4) {
		rnd := rand.New(rand.NewPCG(seed, 3))
		var sources []provision.Source
		want := map[string]string{}
		for i := range 2000 {
			name, id := fmt.Sprintf("name%d", rnd.IntN(60)), fmt.Sprint("p", i)
			sources = append(sources, provision.Source{Ordinal: i + 1, Attrs: value.Map{"id": id, "name": name}})
			for _, candidate := range []string{name, name + "1", name + "-" + id} {
				if want[candidate] == "" {
					want[candidate] = id
					break
				}
			}
		}
		e, err := cycleOf(unique(), nil, mapping.Options{}, provision.Options{})
		require.NoError(t, err)
		have := map[string]string{}
		for p, err := range e.Run(t.Context(), each(sources), 8) {
			require.NoError(t, err)
			name := p.Attributes[1].New.Text()
			require.Empty(t, have[name], "%s goes to two", name)
			have[name] = p.ID
		}
		require.Equal(t, want, have)
	}
}

// TestOneDirectoryServesManyEngines: 64 runs share the indexes of one directory, which the first questions build.
func TestOneDirectoryServesManyEngines(t *testing.T) {
	t.Parallel()
	set, opts := entangled()
	rnd := rand.New(rand.NewPCG(5, 5))
	sources, target := crowd(rnd, 150), accounts(rnd, 150)
	shared := directory(set, target...)
	run := func(d provision.Directory, workers int) (string, error) {
		e, err := cycleOf(set, d, opts, provision.Options{})
		if err != nil {
			return "", err
		}
		var out strings.Builder
		for printed, err := range e.Print(context.Background(), each(sources), workers, appendLine) {
			if err != nil {
				return "", err
			}
			out.Write(printed.Text)
		}
		return out.String(), nil
	}
	want, err := run(directory(set, target...), 1)
	require.NoError(t, err)
	together(t, func(g int) error {
		got, err := run(shared, 1+g%3)
		if err == nil && got != want {
			err = fmt.Errorf("run %d makes other plans than a run by itself", g)
		}
		return err
	})
}

func TestOneDirectoryAnswersManyGoroutines(t *testing.T) {
	t.Parallel()
	var accounts []value.Map
	for i := range 500 {
		accounts = append(accounts, value.Map{"id": fmt.Sprint(i), "a": fmt.Sprint("A", i%100), "b": []string{fmt.Sprint("b", i), "all"}})
	}
	d := directory(unique(), accounts...)
	together(t, func(g int) error {
		for i := range 100 {
			for _, q := range []struct {
				attribute, text string
				exact           bool
				hits            int
			}{{"a", fmt.Sprint("a", i), false, 2}, {"a", fmt.Sprint("a", i), true, 0}, {"b", fmt.Sprint("b", i*g%500), true, 1}, {"b", "ALL", false, 2}, {"c", "x", false, 0}} {
				answers, err := d.Find(context.Background(), []provision.Query{{Attribute: q.attribute, Value: value.String(q.text), CaseExact: q.exact}})
				if err != nil || len(answers) != 1 || len(answers[0]) != q.hits {
					return fmt.Errorf("%v: %v, %w", q, answers, err)
				}
			}
		}
		return nil
	})
}
