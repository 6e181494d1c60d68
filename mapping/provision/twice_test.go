package provision_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/provision"
)

// cycles plans two cycles, the second on what the values of the first leave, and returns the plans of the first and what the second would
// write again.
func cycles(t *testing.T, job provision.Job, objects []*provision.Object, sources ...provision.Source) (plans []*provision.Plan, restless string) {
	t.Helper()
	engine, err := provision.New(job)
	require.NoError(t, err)
	applied := provision.NewApplied(objects)
	for p, err := range engine.NewCycle(provision.World{Directory: provision.NewMemory(objects)}).Run(context.Background(), slices.Values(sources), 1) {
		require.NoError(t, err)
		applied.Add(p)
		plans = append(plans, p)
	}
	second := engine.NewCycle(provision.World{Directory: applied.Directory()})
	var again []string
	for p, err := range second.Run(context.Background(), slices.Values(sources), 1) {
		require.NoError(t, err)
		for _, o := range second.Restless(p) {
			again = append(again, p.ID+" "+o.Mapping.Target)
		}
	}
	return plans, strings.Join(again, ", ")
}

// An Active Directory applies a write as a whole: what goes with a refused value is not there in the second cycle, nobody refers to an
// object whose creation is refused, and an attribute that failed for another reason costs the others nothing (docs/evidence.md).
func TestWhatTheTargetRefusesIsNotApplied(t *testing.T) {
	t.Parallel()
	set := &mapping.Set{Mappings: []mapping.Mapping{
		{Target: "cn", From: "id", Match: 1}, {Target: "sAMAccountName", From: "id"}, {Target: "description", Expression: `Join("", [d], "")`},
		{Target: "title", From: "t"}, {Target: "info", Expression: `CDate([i])`}, {Target: "manager", From: "m"},
	}}
	objects := []*provision.Object{{ID: "T", Attrs: value.Map{"cn": "c", "sAMAccountName": "c", "description": "old"}}}
	job := jobOf(set, mapping.Options{Profile: mapping.ProfileAD}, provision.Options{Profile: mapping.ProfileAD})
	for _, tt := range []struct{ name, a, c, manager, again string }{
		{"nothing is refused", "x", "y", "b waits for the new User a", ""},
		{"a creation is refused", "", "y", "b has no manager", "a cn, a sAMAccountName, a title"},
		{"an update is refused", "x", "", "b waits for the new User a", "c title"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			plans, again := cycles(t, job, objects,
				provision.Source{Ordinal: 1, Attrs: value.Map{"id": "a", "d": tt.a, "t": "x", "i": "no date"}},
				provision.Source{Ordinal: 2, Attrs: value.Map{"id": "b", "d": "k", "t": "x", "m": "a"}},
				provision.Source{Ordinal: 3, Attrs: value.Map{"id": "c", "d": tt.c, "t": "x"}})
			require.Equal(t, tt.again, again)
			manager := "b has no manager"
			if pending := plans[1].Attributes[5].Pending; len(pending) > 0 {
				manager = fmt.Sprintf("b waits for the new %s %s", pending[0].Object, pending[0].ID)
			}
			require.Equal(t, tt.manager, manager)
		})
	}
}

// An object that an expression leaves out of every cycle is not written in any, whatever its other attributes would get.
func TestWhoIsLeftOutIsNotWrittenAgain(t *testing.T) {
	t.Parallel()
	set := &mapping.Set{Mappings: []mapping.Mapping{{Target: "cn", From: "id", Match: 1}, {Target: "title", Expression: `IIF([id] = "a", IgnoreObjectFlow, "x")`}}}
	plans, again := cycles(t, jobOf(set, mapping.Options{}, provision.Options{}), nil,
		provision.Source{Ordinal: 1, Attrs: value.Map{"id": "a"}}, provision.Source{Ordinal: 2, Attrs: value.Map{"id": "b"}})
	require.Equal(t, provision.Skip, plans[0].Action)
	require.Empty(t, again)
}

// Objects are known by their type and id, whatever is created in whatever order, and references hold the ids of what is created.
func TestCreatedObjectsAreReferredToByTheirIDs(t *testing.T) {
	t.Parallel()
	flowed := func(target string, v value.Value, pending ...mapping.Pending) mapping.Outcome {
		return mapping.Outcome{Mapping: &mapping.Mapping{Target: target}, New: v, Pending: pending, Decision: mapping.Flowed}
	}
	user, group := mapping.Pending{Object: "User", ID: "1"}, mapping.Pending{Object: "Group", ID: "1"}
	plans := []*provision.Plan{
		{Type: "Group", TargetType: "team", ID: "1", Action: provision.Create, Attributes: []mapping.Outcome{flowed("name", value.String("G")), flowed("members", value.List(value.Reference("x")), user, group)}},
		{Type: "Group", TargetType: "Team", Target: "1", Action: provision.Update, Attributes: []mapping.Outcome{flowed("name", value.String("H")), flowed("members", value.List(), user)}},
		{Type: "User", TargetType: "User", ID: "1", Action: provision.Create, Attributes: []mapping.Outcome{flowed("name", value.String("U")), flowed("manager", value.Null, user)}},
		{Type: "User", TargetType: "User", Target: "1", Action: provision.Update, Attributes: []mapping.Outcome{
			flowed("name", value.String("V")), flowed("manager", value.Null, mapping.Pending{Object: "User", ID: "nobody"})}},
		{Type: "User", TargetType: "User", Target: "2", Action: provision.Delete},
		{Type: "User", TargetType: "User", Target: "9", Action: provision.Delete},
	}
	objects := []*provision.Object{
		{Type: "Team", ID: "1", Attrs: value.Map{"members": []any{"y"}}}, {Type: "User", ID: "1", Attrs: value.Map{"manager": "old"}},
		{Type: "User", ID: "2", Attrs: value.Map{"name": "gone"}}, {ID: "new-1", Attrs: value.Map{"name": "of any type"}}, {Type: "User", ID: "new-1", Attrs: value.Map{"name": "taken"}},
	}
	want := "G team new-1: members [\"x\",\"new-1-\",\"new-1\"]\nH Team 1: members [\"new-1-\"]\nU User new-1-: manager \"new-1-\"\nV User 1: manager null\ngone is gone\n"
	for range 2 {
		applied := provision.NewApplied(objects)
		for _, p := range plans {
			applied.Add(p)
		}
		if diff := cmp.Diff(want, shownAs(t, applied.Directory())); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		slices.Reverse(plans)
	}
}

// shownAs returns what the objects of a name refer to.
func shownAs(t *testing.T, directory *provision.Memory) string {
	t.Helper()
	var b strings.Builder
	for _, row := range [][2]string{{"G", "members"}, {"H", "members"}, {"U", "manager"}, {"V", "manager"}, {"gone", ""}} {
		answers, err := directory.Find(context.Background(), []provision.Query{{Attribute: "name", Value: value.String(row[0])}})
		require.NoError(t, err)
		if len(answers[0]) == 0 {
			fmt.Fprintf(&b, "%s is gone\n", row[0])
			continue
		}
		o, path := answers[0][0], value.ParsePath(row[1])
		fmt.Fprintf(&b, "%s %s %s: %s %s\n", row[0], o.Type, o.ID, row[1], o.Attrs.Attribute(&path).AppendJSON(nil))
	}
	return b.String()
}
