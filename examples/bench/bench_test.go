package main

import (
	"bytes"
	"encoding/json"
	"io"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/examples/bench/work"
	"github.com/attrmap/attrmap/expr"
)

// The tests are of the package itself, since a command exports nothing.

func TestEveryTaskIsThere(t *testing.T) {
	names := make([]string, 0, 13)
	for _, task := range tasks() {
		names = append(names, task.name)
	}
	require.Equal(t, []string{"a", "a-ascii", "b", "c", "d", "e", "f", "g", "h", "h-list", "h-reused", "h-easy", "h-result"}, names)
}

func TestAllSidesReturnTheSame(t *testing.T) {
	engines, err := withEngines(tasks())
	require.NoError(t, err)
	require.Len(t, engines, 8)
	for _, task := range append(tasks(), engines...) {
		hand := task.sides[len(task.sides)-1]
		require.NotZero(t, hand.Users)
		for _, s := range task.sides {
			t.Run(task.name+" "+s.engine, func(t *testing.T) {
				require.Equal(t, hand.Users, s.Users)
				for i := range s.Users {
					if diff := cmp.Diff(hand.Answer(i), s.Answer(i)); diff != "" {
						t.Errorf("user %d, by hand (-) and %s (+):\n%s", i, s.engine, diff)
					}
				}
			})
		}
	}
}

func TestAgreeReportsWhoDiffers(t *testing.T) {
	engines, err := withEngines(tasks())
	require.NoError(t, err)
	country := engines[2]
	require.NoError(t, country.agree())
	country.sides[1].Side = work.Over(work.FlatUsers(), work.Mail)
	require.EqualError(t, country.agree(), "task c, user 0: expr-lang returns alexw@contoso.com, hand-written Go USA")
}

func TestResultsOfOneUser(t *testing.T) {
	want := work.Results()
	for _, task := range tasks() {
		if want[task.name] == nil {
			continue
		}
		if diff := cmp.Diff(want[task.name], task.sides[0].Answer(work.Zoe)); diff != "" {
			t.Errorf("task %s (-want +got):\n%s", task.name, diff)
		}
	}
}

func TestRunRefuses(t *testing.T) {
	require.ErrorContains(t, run([]string{"-runs", "0"}), "-runs: want at least 1, got 0")
	require.ErrorContains(t, run([]string{"-task", "z"}), `unknown task "z"`)
	require.ErrorContains(t, run([]string{"-engines", "-task", "h-list"}), "no other engine does these tasks")
}

func BenchmarkTasks(b *testing.B) {
	for _, task := range tasks() {
		for _, s := range task.sides {
			b.Run(task.name+"/"+s.engine, func(b *testing.B) { benchmark(b, s.Side) })
		}
	}
}

func benchmark(b *testing.B, s work.Side) {
	b.ReportAllocs()
	s.Run(b.N)
}

func TestStreamsReturnTheSame(t *testing.T) {
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
