package scim_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/provision"
	"github.com/attrmap/attrmap/mapping/scim"
)

// people and groups are the object mappings of an application with managers and memberships.
const (
	people = `{"mappings": [{"target": "userName", "from": "userPrincipalName", "match": 1}, {"target": "externalId", "from": "objectId"},
		{"target": "displayName", "from": "displayName"}, {"target": "` + managerPath + `", "from": "manager", "flowNulls": true}]}`
	groups = `{"mappings": [{"target": "displayName", "from": "displayName", "match": 1}, {"target": "externalId", "from": "objectId"}, {"target": "members", "from": "members"}]}`
)

// jobOf returns the job of users and groups of an application.
func jobOf(t *testing.T) *provision.Engine {
	t.Helper()
	var job provision.Job
	for _, o := range [][2]string{{"User", people}, {"Group", groups}} {
		set, err := mapping.ReadJSON(strings.NewReader(o[1]))
		require.NoError(t, err)
		job.Objects = append(job.Objects, provision.ObjectMapping{
			Type: o[0], Set: set, Mapping: mapping.Options{Profile: mapping.ProfileSCIM}, Options: provision.Options{Profile: mapping.ProfileSCIM},
		})
	}
	engine, err := provision.New(job)
	require.NoError(t, err)
	return engine
}

// world is a drawn source with a drawn target.
type world struct {
	sources []provision.Source
	objects []*provision.Object
}

// drawWorld draws users in any hierarchy, cycles included, groups of users and groups, people who leave, and what the target has of all that.
func drawWorld(t *rapid.T) world {
	var w world
	users, groups := rapid.IntRange(1, 5).Draw(t, "users"), rapid.IntRange(0, 3).Draw(t, "groups")
	// A reference names a user or group by its object id, in one of several forms, or somebody whom nobody knows.
	reference := func(kind string, n int) any {
		id := fmt.Sprintf("%s%d", kind, rapid.IntRange(0, n).Draw(t, "referred"))
		switch rapid.IntRange(0, 3).Draw(t, "form") {
		case 0:
			return map[string]any{"value": id}
		case 1:
			return map[string]any{"id": id}
		case 2:
			return map[string]any{"$ref": "https://x/" + id}
		}
		return id
	}
	held := func(kind string, n int) map[string]any {
		return map[string]any{"value": fmt.Sprintf("T%s%d", kind, rapid.IntRange(0, n).Draw(t, "held"))}
	}
	for i := range users {
		user := value.Map{"objectId": fmt.Sprintf("u%d", i), "userPrincipalName": fmt.Sprintf("u%d@x", i), "displayName": rapid.SampledFrom([]string{"a", "b"}).Draw(t, "name")}
		if rapid.Bool().Draw(t, "has a manager") {
			user["manager"] = reference("u", users)
		}
		src := provision.Source{Type: "User", Ordinal: i + 1, Attrs: user}
		if rapid.IntRange(0, 5).Draw(t, "leaves") == 0 {
			src.Deleted = provision.HardDeleted
		}
		w.sources = append(w.sources, src)
		if rapid.Bool().Draw(t, "exists") {
			account := value.Map{"id": fmt.Sprintf("Tu%d", i), "userName": fmt.Sprintf("U%d@x", i), "externalId": "old"}
			if rapid.Bool().Draw(t, "had a manager") {
				account["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"] = map[string]any{"manager": held("u", users)}
			}
			w.objects = append(w.objects, &provision.Object{Type: "User", ID: fmt.Sprintf("Tu%d", i), Attrs: account})
		}
	}
	for i := range groups {
		group := value.Map{"objectId": fmt.Sprintf("g%d", i), "displayName": fmt.Sprintf("g%d", i)}
		var members, had []any
		for range rapid.IntRange(0, 4).Draw(t, "members") {
			members = append(members, reference("u", users))
		}
		for range rapid.IntRange(0, 1).Draw(t, "nested") {
			members = append(members, reference("g", groups))
		}
		if members != nil || rapid.Bool().Draw(t, "empty") {
			group["members"] = members
		}
		w.sources = append(w.sources, provision.Source{Type: "Group", Ordinal: i + 1, Attrs: group})
		if rapid.Bool().Draw(t, "exists") {
			for range rapid.IntRange(0, 3).Draw(t, "had members") {
				if m := held("u", users); !slices.ContainsFunc(had, func(h any) bool { return h.(map[string]any)["value"] == m["value"] }) {
					had = append(had, m)
				}
			}
			w.objects = append(w.objects, &provision.Object{Type: "Group", ID: fmt.Sprintf("Tg%d", i), Attrs: value.Map{"id": fmt.Sprintf("Tg%d", i), "displayName": fmt.Sprintf("G%d", i), "members": had}})
		}
	}
	return w
}

// A source that writes the target's own identifiers, of objects that no list has: nobody is taken for missing, and who is not named goes.
func TestMembersByTheIdentifiersOfTheTarget(t *testing.T) {
	t.Parallel()
	target := []*provision.Object{{Type: "Group", ID: "1", Attrs: value.Map{"displayName": "g", "externalId": "g", "members": []any{
		map[string]any{"value": "u1", "display": "One"}, map[string]any{"value": "u2"}, map[string]any{"$ref": "../Users/u3"}}}}}
	for _, tt := range []struct {
		members []any
		want    string
	}{
		{[]any{"U1", "u2", "u3"}, ""},
		{[]any{"u1", map[string]any{"value": "u3"}}, `PATCH /Groups/1 {"op":"Remove","path":"members","value":[{"value":"u2"}]}` + "\n"},
		{[]any{"u1", "nobody"}, ""},
	} {
		src := provision.Source{Type: "Group", Ordinal: 1, Attrs: value.Map{"objectId": "g", "displayName": "g", "members": tt.members}}
		for p, err := range jobOf(t).NewCycle(provision.World{Directory: provision.NewMemory(target)}).Run(context.Background(), slices.Values([]provision.Source{src}), 1) {
			require.NoError(t, err)
			require.Equal(t, tt.want, lines(t, p, scim.ClientOptions{}), tt.members)
		}
	}
}

// Objects of SCIM applications are named in the singular, in the plural, or by their schema; another name says less than the source's type.
func TestWhereObjectsAreSent(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ source, target, resource, want string }{
		{"", "", "", "/Users"}, {"Group", "", "", "/Groups"}, {"User", "Group", "", "/Groups"}, {"Group", "Users", "", "/Users"}, {"Worker", "groups", "", "/Groups"},
		{"Group", "urn:ietf:params:scim:schemas:core:2.0:Group", "", "/Groups"}, {"Group", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User", "", "/Users"},
		{"Group", "Team", "", "/Groups"}, {"Worker", "Person", "", "/Users"}, {"Group", "Group", "Role", "/Roles"},
	} {
		set := &mapping.Set{Mappings: []mapping.Mapping{{Target: "displayName", From: "n", Match: 1}}}
		engine, err := provision.New(provision.Job{Objects: []provision.ObjectMapping{{Type: tt.source, TargetType: tt.target, Resource: tt.resource, Set: set}}})
		require.NoError(t, err)
		p, err := engine.NewCycle(provision.World{}).Plan(context.Background(), provision.Source{Ordinal: 1, Attrs: value.Map{"n": "x"}})
		require.NoError(t, err)
		preview, err := scim.Preview(p, scim.ClientOptions{})
		require.NoError(t, err)
		require.Equal(t, tt.want, preview[0].Path, tt)
	}
}

// outcome is the target as plans leave it.
type outcome struct {
	add       func(*provision.Plan) error
	directory func() (*provision.Memory, error)
}

// sent is a target that gets requests, given one that gets the values of plans.
func sent(objects []*provision.Object, opt scim.ClientOptions) outcome {
	a := scim.NewApplied(objects, opt)
	return outcome{a.Add, a.Directory}
}

func given(objects []*provision.Object) outcome {
	a := provision.NewApplied(objects)
	return outcome{func(p *provision.Plan) error { a.Add(p); return nil }, func() (*provision.Memory, error) { return a.Directory(), nil }}
}

// Whatever managers and memberships there are, and in whatever order the objects come: what a cycle leaves is not written again, whether
// the target gets its requests or its values (docs/evidence.md), and the plans do not depend on the order.
func TestJobsAreAtRest(t *testing.T) {
	t.Parallel()
	engine := jobOf(t)
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		target := given(w.objects)
		if rapid.Bool().Draw(t, "sent") {
			target = sent(w.objects, scim.ClientOptions{Compliant: rapid.Bool().Draw(t, "compliant"), InlineReferences: rapid.Bool().Draw(t, "inline")})
		}
		workers := rapid.SampledFrom([]int{1, 2, 8}).Draw(t, "workers")
		plans := cycleOf(t, engine, provision.NewMemory(w.objects), rapid.Permutation(w.sources).Draw(t, "order"), workers)
		require.Equal(t, texts(cycleOf(t, engine, provision.NewMemory(w.objects), w.sources, 1)), texts(plans))
		for _, p := range plans {
			require.NoError(t, target.add(p))
		}
		directory, err := target.directory()
		require.NoError(t, err)
		for _, p := range cycleOf(t, engine, directory, w.sources, 1) {
			require.Equal(t, provision.Skip, p.Action, "%v\nafter\n%v", p, plans)
		}
	})
}

func cycleOf(t require.TestingT, engine *provision.Engine, directory provision.Directory, sources []provision.Source, workers int) (plans []*provision.Plan) {
	for p, err := range engine.NewCycle(provision.World{Directory: directory}).Run(context.Background(), slices.Values(sources), workers) {
		require.NoError(t, err)
		plans = append(plans, p)
	}
	return plans
}

// texts returns plans in an order of their own.
func texts(plans []*provision.Plan) []string {
	var list []string
	for _, p := range plans {
		list = append(list, string(p.AppendJSON(nil)))
	}
	slices.Sort(list)
	return list
}
