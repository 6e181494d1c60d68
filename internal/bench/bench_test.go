package main

import (
	"bytes"
	"encoding/json"
	"io"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr"
	"github.com/attrmap/attrmap/internal/bench/work"
)

// The tests are of the package itself, since a command exports nothing.

func TestEveryTaskIsThere(t *testing.T) {
	var names []string
	for _, task := range tasks() {
		names = append(names, task.name)
	}
	require.Equal(t, []string{"a", "a-ascii", "b", "c", "d", "e", "f", "g", "h", "h-list", "h-reused", "h-easy", "h-result"}, names)
}

func TestBothSidesGiveTheSame(t *testing.T) {
	for _, task := range tasks() {
		t.Run(task.name, func(t *testing.T) {
			require.NotZero(t, task.ours.Users)
			require.Equal(t, task.ours.Users, task.hand.Users)
			for i := range task.ours.Users {
				if diff := cmp.Diff(task.hand.Answer(i), task.ours.Answer(i)); diff != "" {
					t.Errorf("user %d, by hand (-) and ours (+):\n%s", i, diff)
				}
			}
		})
	}
}

func TestResultsOfOneUser(t *testing.T) {
	want := work.Results()
	for _, task := range tasks() {
		if want[task.name] == nil {
			continue
		}
		if diff := cmp.Diff(want[task.name], task.ours.Answer(work.Zoe)); diff != "" {
			t.Errorf("task %s (-want +got):\n%s", task.name, diff)
		}
	}
}

func TestRunRefuses(t *testing.T) {
	require.ErrorContains(t, run([]string{"-runs", "0"}), "-runs is 0")
	require.ErrorContains(t, run([]string{"-task", "z"}), "there is no task")
}

func BenchmarkTasks(b *testing.B) {
	for _, task := range tasks() {
		b.Run(task.name+"/ours", func(b *testing.B) { benchmark(b, task.ours) })
		b.Run(task.name+"/hand", func(b *testing.B) { benchmark(b, task.hand) })
	}
}

func benchmark(b *testing.B, s work.Side) {
	b.ReportAllocs()
	s.Run(b.N)
}

func TestStreamsGiveTheSame(t *testing.T) {
	var ours, hand bytes.Buffer
	lines := func() io.Reader {
		var b bytes.Buffer
		for _, u := range work.SCIMUsers() {
			require.NoError(t, json.NewEncoder(&b).Encode(u))
		}
		return &b
	}
	require.NoError(t, streamOurs(lines(), &ours))
	require.NoError(t, streamByHand(lines(), &hand))
	decode := func(b *bytes.Buffer) []map[string]any {
		var all []map[string]any
		for dec := json.NewDecoder(b); dec.More(); {
			var m map[string]any
			require.NoError(t, dec.Decode(&m))
			all = append(all, m)
		}
		return all
	}
	if diff := cmp.Diff(decode(&hand), decode(&ours)); diff != "" {
		t.Errorf("streams differ (-by hand +ours):\n%s", diff)
	}
}

func TestGrowthsCanBeRun(t *testing.T) {
	for _, g := range growths() {
		for _, size := range g.sizes {
			prog, err := expr.Compile(g.source(size))
			require.NoError(t, err, "%s %d", g.name, size)
			_, err = prog.Eval(&expr.Env{Attrs: g.attrs(size)})
			require.NoError(t, err, "%s %d", g.name, size)
		}
	}
}
