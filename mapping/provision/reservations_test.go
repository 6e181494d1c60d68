package provision_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/provision"
)

// ledger is a Reserver that one can look into, and that fails for some keys.
type ledger struct {
	failing    map[string]bool // keys that cannot be reserved
	unreleased map[string]bool // keys that cannot be released
	mu         sync.Mutex
	owners     map[string]string // by "space key"
}

func (l *ledger) Reserve(ctx context.Context, space, key, owner string) (bool, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return false, err
	}
	if l.failing[key] {
		return false, errDown
	}
	other, taken := l.owners[space+" "+key]
	if taken && other != owner {
		return false, nil
	}
	l.owners[space+" "+key] = owner
	return true, nil
}

func (l *ledger) Release(ctx context.Context, space, key, owner string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.unreleased[key] {
		return errors.Join(errDown, ctx.Err())
	}
	if l.owners[space+" "+key] != owner {
		return errors.New("it is not the owner's")
	}
	delete(l.owners, space+" "+key)
	return ctx.Err()
}

// owned returns what others than the given owner have.
func (l *ledger) owned(but string) map[string]string {
	have := map[string]string{}
	for k, owner := range l.owners {
		if owner != but {
			have[k] = owner
		}
	}
	return have
}

// TestNamesOfOthersAreTaken: names that somebody else has reserved are as taken as names in the target, whatever the number of workers; what
// is reserved in the end is what the plans give away, by the anchors of the source objects.
func TestNamesOfOthersAreTaken(t *testing.T) {
	t.Parallel()
	for seed := range uint64(4) {
		rnd := rand.New(rand.NewPCG(seed, 11))
		set, opts := entangled()
		sources := crowd(rnd, 300)
		for i := range sources {
			if sources[i].Attrs != nil {
				sources[i].Attrs.(value.Map)["objectId"] = fmt.Sprint("anchor-", i+1)
			}
		}
		target := accounts(rnd, 300)
		others := target
		foreign := map[string]string{}
		for i := range 40 {
			name := fmt.Sprintf("name%d", rnd.IntN(80))
			others = append(others, value.Map{"id": fmt.Sprint("other-", i), "upn": name})
			foreign["upn "+name] = "somebody else"
		}
		want := unskipped(printAll(t, directory(set, others...), sources, 1))
		for _, workers := range []int{1, 2, 8} {
			for _, d := range []provision.Directory{directory(set, target...), &far{Directory: directory(set, target...)}} {
				l := &ledger{owners: map[string]string{}}
				for k, v := range foreign {
					l.owners[k] = v
				}
				e, err := provision.New(jobOf(set, opts, provision.Options{}))
				require.NoError(t, err)
				var got []string
				given := map[string]string{}
				for printed, err := range e.NewCycle(provision.World{Directory: d, Reserver: l}).Print(t.Context(), each(sources), workers, appendLine) {
					require.NoError(t, err)
					got = append(got, string(printed.Text))
					p := printed.Plan
					for i := range p.Attributes {
						if o := &p.Attributes[i]; p.Action == provision.Create && o.Mapping.Target == "upn" && o.Decision.Changes() {
							given["upn "+strings.ToLower(o.New.Text())] = fmt.Sprint("anchor-", p.Ordinal)
						}
					}
				}
				if diff := cmp.Diff(want, unskipped(got)); diff != "" {
					t.Fatalf("seed %d, %d workers (-want +got):\n%s", seed, workers, diff)
				}
				require.Equal(t, given, l.owned("somebody else"), "seed %d, %d workers", seed, workers)
			}
		}
	}
}

// unskipped returns lines without those of objects that are left out: what such an object would be called nobody reserves.
func unskipped(lines []string) []string {
	return slices.DeleteFunc(lines, func(line string) bool { return strings.Contains(line, `"action":"skip"`) })
}

// TestCyclesShareReservations: who is planned again, in a cycle of its own, has the same name again; the next person has another one.
func TestCyclesShareReservations(t *testing.T) {
	t.Parallel()
	e, err := provision.New(jobOf(unique(), mapping.Options{}, provision.Options{}))
	require.NoError(t, err)
	world := provision.World{Reserver: new(provision.Reservations)}
	for _, row := range []struct{ id, name, want string }{
		{"1", "Kit", "create success id=1 upn=Kit"},
		{"2", "KIT", "create success id=2 upn=KIT1"},
		{"1", "Kit", "create success id=1 upn=Kit"},
		{"3", "kit", "create success id=3 upn=kit-3"},
	} {
		src := provision.Source{Ordinal: 1, Attrs: value.Map{"id": row.id, "name": row.name}}
		require.Equal(t, row.want, summary(plan(t, e.NewCycle(world), src)))
		x, err := e.NewCycle(world).Explain(t.Context(), src)
		require.NoError(t, err)
		require.Equal(t, row.want, summary(x.Plan))
	}
	// Without a Reserver a cycle knows nothing of the one before it.
	for range 2 {
		require.Equal(t, "create success id=2 upn=Kit", summary(plan(t, e.NewCycle(provision.World{}), provision.Source{Ordinal: 1, Attrs: value.Map{"id": "2", "name": "Kit"}})))
	}
}

// TestWhoFailsInTheSecondPassReleases: a creation comes to nothing when its manager cannot be looked up.
func TestWhoFailsInTheSecondPassReleases(t *testing.T) {
	t.Parallel()
	set := &mapping.Set{Mappings: []mapping.Mapping{
		{Target: "id", From: "id", Match: 1}, {Target: "manager", From: "boss"}, {Target: "login", From: "login"},
		{Target: "upn", Apply: mapping.ApplyCreate, Expression: `SelectUniqueValue([name], "x")`},
	}}
	target := &mapping.Schema{Attributes: []mapping.Attribute{
		{Name: "id"}, {Name: "manager", Type: mapping.Reference}, {Name: "login", Unique: "login"}, {Name: "upn"},
	}}
	var people []provision.Source
	for i, boss := range []string{"elsewhere", "3", "1"} {
		people = append(people, provision.Source{Ordinal: i + 1, Attrs: value.Map{"id": i + 1, "boss": boss, "name": fmt.Sprint("n", i+1), "login": fmt.Sprint("l", i+1)}})
	}
	for _, workers := range []int{1, 2} {
		l := &ledger{owners: map[string]string{}}
		d := &far{Directory: provision.NewMemory(nil), fault: func(_ int, queries []provision.Query) error {
			if slices.ContainsFunc(queries, func(q provision.Query) bool { return q.Value.Text() == "elsewhere" }) {
				return errDown
			}
			return nil
		}}
		e, err := provision.New(jobOf(set, mapping.Options{Target: target}, provision.Options{}))
		require.NoError(t, err)
		var actions []string
		for p, err := range e.NewCycle(provision.World{Directory: d, Reserver: l}).Run(t.Context(), each(people), workers) {
			require.NoError(t, err)
			actions = append(actions, p.Action.String())
		}
		require.Equal(t, []string{"error", "create", "create"}, actions)
		require.Equal(t, map[string]string{"login l2": "2", "login l3": "3", "upn n2": "2", "upn n3": "3"}, l.owners)
	}
}

// TestUniqueAttributesAreReserved, however their values are made, at creation and in updates.
func TestUniqueAttributesAreReserved(t *testing.T) {
	t.Parallel()
	set := &mapping.Set{Mappings: []mapping.Mapping{{Target: "id", From: "id", Match: 1}, {Target: "login", From: "login"}}}
	target := &mapping.Schema{Attributes: []mapping.Attribute{{Name: "id"}, {Name: "login", Unique: "login"}}}
	e, err := provision.New(jobOf(set, mapping.Options{Target: target}, provision.Options{}))
	require.NoError(t, err)
	d := directory(set, value.Map{"id": "7", "login": "old"}, value.Map{"id": "8", "login": "same"})
	for _, row := range []struct{ id, login, want, owner string }{
		{"1", "New", "create success id=1 login=New", "1"},
		{"1", "Foreign", "error failure ObjectConflict id=1", "x"},
		{"7", "New", "update success login=New", "7"},
		{"7", "Foreign", "error failure ObjectConflict", "x"},
		{"8", "same", "skip skipped RedundantExport", ""},
	} {
		l := &ledger{owners: map[string]string{"login foreign": "x"}}
		p := plan(t, e.NewCycle(provision.World{Directory: d, Reserver: l}), provision.Source{Ordinal: 1, Attrs: value.Map{"id": row.id, "login": row.login}})
		require.Equal(t, row.want, summary(p), row)
		require.Equal(t, row.owner, l.owners["login "+strings.ToLower(row.login)], row)
	}
}

// TestOwnersAreAnchors: reservations know who they are of by what identifies an object permanently, so that a change of the matching value
// changes nothing.
func TestOwnersAreAnchors(t *testing.T) {
	t.Parallel()
	set := &mapping.Set{Mappings: []mapping.Mapping{
		{Target: "mail", From: "mail", Match: 1}, {Target: "upn", Apply: mapping.ApplyCreate, Expression: `SelectUniqueValue([mail], "x")`},
	}}
	schema := &mapping.Schema{Attributes: []mapping.Attribute{{Name: "mail"}, {Name: "WorkerID", Anchor: true}}}
	for _, row := range []struct {
		name   string
		source *mapping.Schema
		attrs  value.Map
		want   string
	}{
		{"Entra's objectId", nil, value.Map{"mail": "a", "objectId": "o-1", "id": "7"}, "o-1"},
		{"an id", nil, value.Map{"mail": "a", "id": 7}, "7"},
		{"Active Directory's objectGUID", nil, value.Map{"mail": "a", "objectGUID": "guid", "distinguishedName": "CN=A"}, "guid"},
		{"the schema's anchor", schema, value.Map{"mail": "a", "WorkerID": "w-1"}, "w-1"},
		{"no anchor", nil, value.Map{"mail": "a"}, "a"},
	} {
		l := &ledger{owners: map[string]string{}}
		e, err := provision.New(jobOf(set, mapping.Options{Source: row.source}, provision.Options{}))
		require.NoError(t, err, row.name)
		plan(t, e.NewCycle(provision.World{Reserver: l}), provision.Source{Ordinal: 1, Attrs: row.attrs})
		require.Equal(t, row.want, l.owners["upn a"], row.name)
	}
}

// TestWhoCannotReserveFails, and nobody else; it keeps nothing of what it had reserved.
func TestWhoCannotReserveFails(t *testing.T) {
	t.Parallel()
	set := &mapping.Set{Mappings: []mapping.Mapping{
		{Target: "id", From: "id", Match: 1},
		{Target: "upn", Apply: mapping.ApplyCreate, Expression: `SelectUniqueValue([name], Append([name], "1"))`},
		{Target: "nick", Apply: mapping.ApplyCreate, Expression: `SelectUniqueValue([nick], Append([nick], "1"))`},
	}}
	for _, row := range []struct {
		name   string
		ledger *ledger
		want   string
		left   map[string]string
	}{
		{"the second value fails", &ledger{failing: map[string]bool{"bee": true}}, "error failure InternalError", map[string]string{}},
		{"the first value fails", &ledger{failing: map[string]bool{"kit": true}}, "error failure InternalError", map[string]string{}},
		{"the second value is another one's", &ledger{owners: map[string]string{"nick bee": "x"}},
			"create success id=1 upn=Kit nick=Bee1", map[string]string{"nick bee": "x", "nick bee1": "1", "upn kit": "1"}},
		{"the value that is not needed cannot be released", &ledger{owners: map[string]string{"nick bee": "x"}, unreleased: map[string]bool{"kit": true}},
			"create success id=1 upn=Kit nick=Bee1", map[string]string{"nick bee": "x", "nick bee1": "1", "upn kit": "1"}},
	} {
		l := row.ledger
		if l.owners == nil {
			l.owners = map[string]string{}
		}
		e, err := provision.New(jobOf(set, mapping.Options{}, provision.Options{}))
		require.NoError(t, err)
		c := e.NewCycle(provision.World{Reserver: l})
		p := plan(t, c, provision.Source{Ordinal: 1, Attrs: value.Map{"id": "1", "name": "Kit", "nick": "Bee"}})
		require.Equal(t, row.want, summary(p), row.name)
		require.Equal(t, row.left, l.owners, row.name)
		if p.Action == provision.Failed {
			require.Contains(t, p.Reason, "unique values cannot be reserved: "+errDown.Error(), row.name)
		}
		p = plan(t, c, provision.Source{Ordinal: 2, Attrs: value.Map{"id": "2", "name": "Ann", "nick": "Ann"}})
		require.Equal(t, "create success id=2 upn=Ann nick=Ann", summary(p), row.name)
	}
}
