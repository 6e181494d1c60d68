package main

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/internal/bench/work"
)

// The tests are of the package itself, since a command exports nothing.

func TestEveryTaskIsThere(t *testing.T) {
	all, err := tasks()
	require.NoError(t, err)
	var names []string
	for _, task := range all {
		names = append(names, task.name)
	}
	require.Equal(t, []string{"a", "b", "c", "d", "e", "f", "g", "h"}, names)
}

func TestAllEnginesGiveTheSame(t *testing.T) {
	all, err := tasks()
	require.NoError(t, err)
	for _, task := range all {
		for e, engine := range engines {
			t.Run(task.name+" "+engine, func(t *testing.T) {
				require.Equal(t, len(work.FlatUsers()), task.sides[e].Users)
				for i := range work.FlatUsers() {
					if diff := cmp.Diff(task.sides[byHand].Answer(i), task.sides[e].Answer(i)); diff != "" {
						t.Errorf("user %d, by hand (-) and %s (+):\n%s", i, engine, diff)
					}
				}
			})
		}
	}
}

func TestResultsOfOneUser(t *testing.T) {
	want := work.Results()
	all, err := tasks()
	require.NoError(t, err)
	for _, task := range all {
		if diff := cmp.Diff(want[task.name], task.sides[byHand].Answer(work.Zoe)); diff != "" {
			t.Errorf("task %s (-want +got):\n%s", task.name, diff)
		}
	}
}

func TestAgreeTellsWhoDiffers(t *testing.T) {
	all, err := tasks()
	require.NoError(t, err)
	task := all[2]
	require.NoError(t, task.agree())
	task.sides[1] = work.Over(work.FlatUsers(), work.Mail)
	require.EqualError(t, task.agree(), "task c, user 0: expr-lang gives alexw@contoso.com, hand-written Go USA")
}

func TestRunRefuses(t *testing.T) {
	require.ErrorContains(t, run([]string{"-runs", "0"}), "-runs is 0")
	require.ErrorContains(t, run([]string{"-task", "z"}), "there is no task")
}
