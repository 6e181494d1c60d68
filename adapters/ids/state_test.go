package ids_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/adapters/ids"
	"github.com/attrmap/attrmap/mapping/provision"
)

var _ provision.Reserver = (*ids.State)(nil)

func open(t *testing.T, name string) *ids.State {
	t.Helper()
	state, err := ids.OpenState(context.Background(), name, ids.StateOptions{Anchor: "employeeId"})
	require.NoError(t, err)
	return state
}

// reopened returns the state of a file that is closed at the end of the test.
func reopened(t *testing.T, name string) *ids.State {
	t.Helper()
	state := open(t, name)
	t.Cleanup(func() { require.NoError(t, state.Close()) })
	return state
}

const (
	head = `{"attrmap":"ids","version":1,"anchor":"employeeId"}` + "\n"
	ada  = `{"owner":"E1","token":"ada","base":"ada","ids":{"userPrincipalName":"ada@c.com"}}` + "\n"
)

func TestFilesOfReservations(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"whole", head + ada, "E2 ada2@c.com"},
		{"without its last line break, which an editor takes away", head + strings.TrimSuffix(ada, "\n"), "E2 ada2@c.com"},
		{"nobody yet", head, "E2 ada@c.com"},
		{"a torn line, which nobody has got", head + ada + ada[:40], "E2 ada2@c.com"},
		{"a torn first line of many", head + ada[:len(ada)-3], "E2 ada@c.com"},
		{"zeros at the end", head + ada + strings.Repeat("\x00", 100), "E2 ada2@c.com"},
		{"empty", "", "line 1: want reservations, got an empty file: name another one, or remove it if nobody has ever been given an identifier"},
		{"something else", `{"some":"thing"}` + "\n", `line 1: want reservations, of which the first line is {"attrmap":"ids", …}, got something else: is this the right file?`},
		{"a later version", strings.Replace(head, "1", "2", 1), "line 1: want reservations of version 1, got 2: a later attrmap-live has made them"},
		{"of other owners", strings.Replace(head, "employeeId", "contractor", 1), "line 1: the reservations are of owners by contractor, want owners by employeeId: people of other sources need a file of their own, or the same anchor"},
		{"torn in its first line", head[:20], `line 1: want reservations, of which the first line is {"attrmap":"ids", …}, got something else: is this the right file?`},
		{"damaged in the middle", head + ada[:40] + "\n" + ada, `line 2: want a reservation, got '{"owner":"E1","token":"ada","base":"ada"': restore the file from a copy`},
		{"a member that is not known", head + `{"owner":"E1","token":"ada","ids":{"mail":"a@c.com"},"until":"tomorrow"}` + "\n", `line 2: want a reservation, got`},
		{"given twice", head + ada + strings.ReplaceAll(ada, "E1", "E9"), `line 3: "ada@c.com" is given to "E9" here and to "E1" in a line before: restore the file from a copy`},
		{"changed", head + ada + strings.ReplaceAll(ada, "ada@", "eda@"), `line 3: userPrincipalName of "E1" is "eda@c.com" here and "ada@c.com" in a line before: restore the file from a copy`},
		{"no owner", head + `{"token":"ada","ids":{"mail":"a@c.com"}}` + "\n", "line 2: want a reservation, got one without owner: restore the file from a copy"},
		{"nothing", head + `{"owner":"E1"}` + "\n", "line 2: want a reservation, got an owner with nothing: restore the file from a copy"},
	} {
		t.Run(test.name, func(t *testing.T) {
			name := filepath.Join(t.TempDir(), "reserved.json")
			require.NoError(t, os.WriteFile(name, []byte(test.text), 0o600))
			state, err := ids.OpenState(context.Background(), name, ids.StateOptions{Anchor: "employeeId"})
			if err != nil {
				require.Contains(t, err.Error(), test.want)
				after, _ := os.ReadFile(name)
				require.Equal(t, test.text, string(after), "a file that is refused is not changed")
				return
			}
			require.Equal(t, []string{test.want}, run{config: config(oneCandidate, "userPrincipalName"), people: []string{"E2 Ada"}, state: state}.lines(t))
			require.NoError(t, state.Close())
			require.Equal(t, []string{test.want + " (before)"}, run{config: config(oneCandidate, "userPrincipalName"), people: []string{"E2 Ada"}, state: reopened(t, name)}.lines(t))
		})
	}
}

// Whatever a killed process has written of its last lines, those before are there, and the next run has the identifiers that it would have given.
func TestEveryLengthOfATornFile(t *testing.T) {
	name := filepath.Join(t.TempDir(), "reserved.json")
	state := open(t, name)
	people := []string{"E1 Ada", "E2 Ada", "E3 Ada"}
	all := run{config: config(oneCandidate, "userPrincipalName", "sAMAccountName"), people: people, state: state}
	want := all.lines(t)
	require.NoError(t, state.Close())
	text, err := os.ReadFile(name)
	require.NoError(t, err)
	for n := len(head); n <= len(text); n++ {
		require.NoError(t, os.WriteFile(name, text[:n], 0o600))
		state := open(t, name)
		all.state = state
		for i, line := range all.lines(t) {
			require.Equal(t, want[i], strings.TrimSuffix(line, " (before)"), "the first %d bytes", n)
		}
		require.NoError(t, state.Close())
		after, err := os.ReadFile(name)
		require.NoError(t, err)
		require.Equal(t, string(text), string(after))
	}
}

func TestReserve(t *testing.T) {
	ctx := context.Background()
	name := filepath.Join(t.TempDir(), "reserved.json")
	state := open(t, name)
	require.Equal(t, []string{"E1 ada@c.com ada"}, run{config: config(oneCandidate, "userPrincipalName", "sAMAccountName"), people: []string{"E1 Ada"}, state: state}.lines(t))
	check := func(want bool, space, key, owner string) {
		t.Helper()
		got, err := state.Reserve(ctx, space, key, owner)
		require.NoError(t, err)
		require.Equal(t, want, got, "%s %s for %s", space, key, owner)
	}
	check(true, "mailNickname", "bo", "E2")
	check(true, "mailNickname", "bo", "E2")
	check(false, "mailNickname", "BO", "E3")
	check(true, "name", "bo\x00ou=people", "E3")
	// What people have been assigned is theirs in the spaces of plans, too.
	check(true, "address", "ada@c.com", "E1")
	check(false, "address", "ada@c.com", "E2")
	check(false, "account sam", "ada", "E2")
	check(false, "account local", "ada", "E2")
	check(false, "sAMAccountName", "ada", "E2")
	check(true, "address", "free@c.com", "E2")

	require.NoError(t, state.Release(ctx, "mailNickname", "bo", "E3"), "who does not have it releases nothing")
	check(false, "mailNickname", "bo", "E3")
	require.NoError(t, state.Release(ctx, "mailNickname", "bo", "E2"))
	check(true, "mailNickname", "bo", "E3")
	require.NoError(t, state.Release(ctx, "address", "ada@c.com", "E1"))
	check(false, "address", "ada@c.com", "E2")

	require.NoError(t, state.Close())
	state = reopened(t, name)
	check(false, "mailNickname", "bo", "E2")
	check(true, "mailNickname", "bo", "E3")
	check(false, "address", "free@c.com", "E1")
	require.Equal(t, []string{"E4 free2@c.com"}, run{config: config(oneCandidate, "userPrincipalName"), people: []string{"E4 Free"}, state: state}.lines(t),
		"what plans have reserved is assigned to nobody")
	require.Equal(t, 2, state.Len())
}

func TestAStateIsForOneAtATime(t *testing.T) {
	name := filepath.Join(t.TempDir(), "reserved.json")
	first := open(t, name)
	ctx, cancel := context.WithCancel(context.Background())
	_, err := ids.OpenState(ctx, name, ids.StateOptions{Waiting: cancel})
	require.ErrorIs(t, err, context.Canceled)
	require.ErrorContains(t, err, "reserved.json is used by another process")

	opened := make(chan error)
	waiting := make(chan struct{})
	go func() {
		second, err := ids.OpenState(context.Background(), name, ids.StateOptions{Waiting: func() { close(waiting) }})
		if err == nil {
			err = second.Close()
		}
		opened <- err
	}()
	<-waiting
	require.NoError(t, first.Close())
	require.NoError(t, <-opened)
	_, err = first.Reserve(context.Background(), "mail", "a@c.com", "E1")
	require.ErrorContains(t, err, "closed")
}

func TestWorkersShareAState(t *testing.T) {
	name := filepath.Join(t.TempDir(), "reserved.json")
	// A process that was killed while it made the file has left this.
	require.NoError(t, os.WriteFile(name+".new", []byte(`{"attr`), 0o600))
	state := open(t, name)
	var wg sync.WaitGroup
	got := make([]map[string]bool, 8)
	for w := range got {
		got[w] = map[string]bool{}
		wg.Go(func() {
			for i := range 20 {
				key := fmt.Sprintf("ada%d@c.com", i)
				ok, err := state.Reserve(context.Background(), "address", key, fmt.Sprintf("E%d", w))
				got[w][key] = ok && err == nil
			}
		})
	}
	wg.Wait()
	require.NoError(t, state.Close())
	state = reopened(t, name)
	for i := range 20 {
		owners, key := 0, fmt.Sprintf("ada%d@c.com", i)
		for w := range got {
			again, err := state.Reserve(context.Background(), "address", key, fmt.Sprintf("E%d", w))
			require.NoError(t, err)
			require.Equal(t, got[w][key], again)
			if again {
				owners++
			}
		}
		require.Equal(t, 1, owners, key)
	}
}

func TestAStateThatCannotBeWritten(t *testing.T) {
	dir := t.TempDir()
	_, err := ids.OpenState(context.Background(), filepath.Join(dir, "missing", "reserved.json"), ids.StateOptions{})
	require.Error(t, err)
	_, err = ids.OpenState(context.Background(), dir, ids.StateOptions{})
	require.ErrorContains(t, err, "regular file")
}
