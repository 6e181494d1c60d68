package provision_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/provision"
)

// A job runs day after day: each cycle begins with the objects and the links that the one before has left (documented: how provisioning works,
// incremental cycles).
func TestACycleFollowsAnother(t *testing.T) {
	t.Parallel()
	person := func(id string, more ...string) provision.Source {
		attrs := value.Map{"id": "id " + id, "upn": id, "kind": "Employee"}
		for i := 0; i < len(more); i += 2 {
			attrs[more[i]] = more[i+1]
		}
		return provision.Source{Attrs: attrs}
	}
	gone := person("a", "upn", "b")
	gone.Deleted = provision.HardDeleted
	set := &mapping.Set{
		Scope:    mapping.Filter{{{Attribute: "kind", Operator: "EQUALS", Values: []string{"Employee"}}}},
		Mappings: []mapping.Mapping{{Target: "userName", From: "upn", Match: 1}, {Target: "closed", From: "IsSoftDeleted"}},
	}
	job := jobOf(set, mapping.Options{}, provision.Options{Unlinked: true})
	engine, err := provision.New(job)
	require.NoError(t, err)
	objects := []*provision.Object{{ID: "T1", Attrs: value.Map{"userName": "old", "closed": false}}, {ID: "T2", Attrs: value.Map{"userName": "c", "closed": false}}}
	links := new(provision.Links)
	require.NoError(t, links.Add("User", "x", "T9"))
	for day, row := range []struct {
		name    string
		sources []provision.Source
		plans   string
		links   string
	}{
		{"who is created or matched is linked; who is only matched and out of scope is not", []provision.Source{person("a"), person("old"), person("c", "kind", "x")},
			"[create none new-a] [skip matched T1] [skip matched T2]", "provision.Links: 3"},
		{"the link counts, and not the name; others have the name now", []provision.Source{person("a", "upn", "b"), person("z", "upn", "a")},
			"[update linked new-a] [error none ]", "provision.Links: 3"},
		{"the next day the name is free", []provision.Source{person("a", "upn", "b"), person("z", "upn", "a")}, "[skip linked new-a] [create none new-a-]", "provision.Links: 4"},
		{"who is linked and leaves the scope is managed", []provision.Source{person("old", "kind", "x"), person("c", "kind", "x")},
			"[disable linked T1] [skip matched T2]", "provision.Links: 4"},
		{"a link ends with its account", []provision.Source{gone}, "[delete linked ]", "provision.Links: 3"},
		{"and who returns has another one", []provision.Source{person("a", "upn", "b")}, "[create none new-b]", "provision.Links: 4"},
	} {
		for i := range row.sources {
			row.sources[i].Ordinal = i + 1
		}
		before := fmt.Sprint(links)
		applied := provision.NewApplied(objects)
		cycle := engine.NewCycle(provision.World{Directory: provision.NewMemory(objects), Links: links})
		var plans []*provision.Plan
		var shown []string
		for p, err := range cycle.Run(t.Context(), slices.Values(row.sources), 1) {
			require.NoError(t, err)
			applied.Add(p)
			plans = append(plans, p)
			shown = append(shown, fmt.Sprintf("[%s %s %s]", p.Action, p.Match, applied.Account(p)))
		}
		after, err := cycle.LinksAfter(t.Context(), plans, applied.Account)
		require.NoError(t, err)
		require.Equal(t, row.plans, strings.Join(shown, " "), "day %d: %s", day+1, row.name)
		require.Equal(t, row.links, fmt.Sprint(after), "day %d: %s", day+1, row.name)
		require.Equal(t, before, fmt.Sprint(links), "they are not changed")
		objects, links = applied.Objects(), after
	}
}
