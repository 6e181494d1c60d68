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

// staff is a job of users, whose managers are users, and of groups, whose members are users and groups.
func staff() provision.Job {
	users := provision.ObjectMapping{
		Type: "User",
		Set: &mapping.Set{Mappings: []mapping.Mapping{
			{Target: "userName", From: "upn", Match: 1},
			{Target: "active", Expression: `Switch([IsSoftDeleted], "True", "True", "False")`},
			{Target: "manager", From: "manager", FlowNulls: true},
		}},
		Mapping: mapping.Options{Target: &mapping.Schema{Attributes: []mapping.Attribute{
			{Name: "userName"}, {Name: "active", Type: mapping.Boolean}, {Name: "manager", Type: mapping.Reference},
		}}},
	}
	groups := provision.ObjectMapping{
		Type: "Group",
		Set:  &mapping.Set{Mappings: []mapping.Mapping{{Target: "displayName", From: "name", Match: 1}, {Target: "members", From: "members"}}},
		Mapping: mapping.Options{Target: &mapping.Schema{Attributes: []mapping.Attribute{
			{Name: "displayName"}, {Name: "members", Type: mapping.Reference, MultiValued: true},
		}}},
	}
	return provision.Job{Objects: []provision.ObjectMapping{users, groups}}
}

func user(attrs value.Map) provision.Source  { return provision.Source{Type: "User", Attrs: attrs} }
func group(attrs value.Map) provision.Source { return provision.Source{Type: "Group", Attrs: attrs} }

func account(id string, attrs value.Map) *provision.Object {
	return &provision.Object{Type: "User", ID: id, Attrs: attrs}
}

// runJob returns a line for every plan of a run: type, ID, and what summary says.
func runJob(t *testing.T, job provision.Job, world provision.World, workers int, sources ...provision.Source) []string {
	t.Helper()
	engine, err := provision.New(job)
	require.NoError(t, err)
	return runCycle(t, engine.NewCycle(world), workers, sources...)
}

func runCycle(t *testing.T, cycle *provision.Cycle, workers int, sources ...provision.Source) []string {
	t.Helper()
	ordinals := map[string]int{}
	for i := range sources {
		ordinals[sources[i].Type]++
		sources[i].Ordinal = ordinals[sources[i].Type]
	}
	var lines []string
	for p, err := range cycle.Run(t.Context(), slices.Values(sources), workers) {
		require.NoError(t, err)
		line := p.ID + ": " + summary(p)
		for i := range p.Attributes {
			for _, w := range p.Attributes[i].Warnings {
				line += fmt.Sprintf(" (%s %s)", p.Attributes[i].Mapping.Target, w)
			}
		}
		lines = append(lines, line)
	}
	return lines
}

// Sources: docs/evidence.md; the forms are those of Entra (text, id), SCIM (value, $ref) and Active Directory (DN).
func TestAReferenceNamesAnObject(t *testing.T) {
	t.Parallel()
	const dn = "CN=Bo,OU=People,DC=contoso,DC=com"
	boss := user(value.Map{"objectId": "g-2", "id": "i-2", "upn": "bo@x", "externalId": "e-2", "distinguishedName": dn})
	there := provision.NewMemory([]*provision.Object{account("T2", value.Map{"userName": "bo@x", "active": true})})
	alone := provision.NewMemory([]*provision.Object{
		account("T9", value.Map{"userName": "lou@x"}), {Type: "User", ID: "T8", Reference: "CN=Al", Attrs: value.Map{"userName": "al@x"}},
	})
	for _, row := range []struct {
		name    string
		manager any
		target  *provision.Memory
		want    string
	}{
		{"by object id", "g-2", there, "manager=T2"},
		{"in any case", "G-2", there, "manager=T2"},
		{"by id", "i-2", there, "manager=T2"},
		{"by distinguished name", strings.ToLower(dn), there, "manager=T2"},
		{"by matching value", "bo@x", there, "manager=T2"},
		{"by external id", "e-2", there, "manager=T2"},
		{"by the member value", map[string]any{"value": "g-2"}, there, "manager=T2"},
		{"by the member id", map[string]any{"id": "g-2", "displayName": "Bo"}, there, "manager=T2"},
		{"by the last segment of $ref", map[string]any{"$ref": "https://contoso.com/scim/Users/i-2"}, there, "manager=T2"},
		{"an object without an identifier", map[string]any{"display": "Bo"}, there, "(manager UnresolvedReference)"},
		{"by the second of two members", map[string]any{"id": "nobody", "$ref": "Users/i-2/"}, there, "manager=T2"},
		{"which is created in the same cycle", "g-2", nil, "manager=the new User bo@x"},
		{"that only the target has, by its ID", "T9", alone, "manager=T9"},
		{"that only the target has, by its matching value", "LOU@x", alone, "manager=T9"},
		{"that only the target has, and is written by its reference value", "al@x", alone, "manager=CN=Al"},
		{"that nobody has", "nobody", there, "(manager UnresolvedReference)"},
		{"of nothing is none", "", there, ""},
	} {
		world := provision.World{}
		if row.target != nil {
			world.Directory = row.target
		}
		ann := user(value.Map{"upn": "ann@x", "manager": row.manager})
		for _, sources := range [][]provision.Source{{ann, boss}, {boss, ann}} {
			lines := runJob(t, staff(), world, 1, slices.Clone(sources)...)
			i := slices.IndexFunc(lines, func(line string) bool { return strings.HasPrefix(line, "ann@x: ") })
			_, got, _ := strings.Cut(lines[i], "active=True")
			require.Equal(t, row.want, strings.TrimSpace(got), row.name)
		}
	}
}

// Sources: docs/evidence.md. REP azure-docs#99255: the rest of the object flows.
func TestAReferenceResolvesByTheFateOfItsObject(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name   string
		boss   provision.Source
		target []*provision.Object
		want   string
	}{
		{"is updated", provision.Source{}, []*provision.Object{account("T2", value.Map{"userName": "bo@x"})}, "manager=T2"},
		{"is disabled and stays", provision.Source{Unassigned: true}, []*provision.Object{account("T2", value.Map{"userName": "bo@x", "active": true})}, "manager=T2"},
		{"is soft-deleted and stays", provision.Source{Deleted: provision.SoftDeleted}, []*provision.Object{account("T2", value.Map{"userName": "bo@x"})}, "manager=T2"},
		{"is deleted", provision.Source{Deleted: provision.HardDeleted}, []*provision.Object{account("T2", value.Map{"userName": "bo@x"})}, "(manager UnresolvedReference)"},
		{"is out of scope and has no account", provision.Source{Unassigned: true}, nil, "(manager UnresolvedReference)"},
		{"is two accounts", provision.Source{}, []*provision.Object{account("T2", value.Map{"userName": "bo@x"}), account("T3", value.Map{"userName": "bo@x"})}, "(manager UnresolvedReference)"},
	} {
		row.boss.Type, row.boss.Attrs = "User", value.Map{"objectId": "g-2", "upn": "bo@x"}
		ann := user(value.Map{"upn": "ann@x", "manager": "g-2"})
		lines := runJob(t, staff(), provision.World{Directory: provision.NewMemory(row.target)}, 1, ann, row.boss)
		require.Regexp(t, `^ann@x: create (success|warning) userName=ann@x active=True`, lines[0], row.name)
		_, got, _ := strings.Cut(lines[0], "active=True")
		require.Equal(t, row.want, strings.TrimSpace(got), row.name)
	}
}

func TestWhoIsLeftAloneKeepsTheReferencesToHim(t *testing.T) {
	t.Parallel()
	job := staff()
	job.Objects[0].Options.InputFilter = mapping.Filter{{{Attribute: "kind", Operator: "NOT EQUALS", Values: []string{"guest"}}}}
	boss := user(value.Map{"objectId": "g-2", "upn": "bo@x", "kind": "guest"})
	ann := user(value.Map{"upn": "ann@x", "manager": "g-2"})
	there := provision.World{Directory: provision.NewMemory([]*provision.Object{account("T2", value.Map{"userName": "bo@x"})})}
	require.Equal(t, "ann@x: create success userName=ann@x active=True manager=T2", runJob(t, job, there, 1, ann, boss)[0])
	require.Equal(t, "ann@x: create warning userName=ann@x active=True (manager UnresolvedReference)", runJob(t, job, provision.World{}, 1, ann, boss)[0])
}

func TestACreationThatFailsIsNoManager(t *testing.T) {
	t.Parallel()
	job := staff()
	job.Objects[0].Set.Mappings = append(job.Objects[0].Set.Mappings, mapping.Mapping{Target: "title", From: "title"})
	schema := job.Objects[0].Mapping.Target
	schema.Attributes = append(schema.Attributes, mapping.Attribute{Name: "title", Required: true})
	lines := runJob(t, job, provision.World{}, 1, user(value.Map{"upn": "ann@x", "title": "Clerk", "manager": "bo@x"}), user(value.Map{"upn": "bo@x"}))
	require.Equal(t, []string{
		"ann@x: create warning userName=ann@x active=True title=Clerk (manager UnresolvedReference)",
		"bo@x: error failure MissingValues userName=bo@x active=True",
	}, lines)
}

// Sources: docs/evidence.md. DOC (Entra to AD): membership is resolved per member.
func TestMembersAreDecidedOneByOne(t *testing.T) {
	t.Parallel()
	target := func(members ...any) []*provision.Object {
		return []*provision.Object{
			account("T1", value.Map{"userName": "a@x", "active": true}), account("T2", value.Map{"userName": "b@x", "active": true}),
			{Type: "Group", ID: "S", Attrs: value.Map{"displayName": "Sales", "members": members}},
		}
	}
	for _, row := range []struct {
		name          string
		members, have []any
		want          string
	}{
		{"the same", []any{"u1"}, []any{"T1"}, "skip skipped RedundantExport"},
		{"the same, in complex form and other case", []any{"u1", "u2"}, []any{map[string]any{"value": "t2"}, map[string]any{"value": "T1", "display": "A"}}, "skip skipped RedundantExport"},
		{"one more", []any{"u1", "u2"}, []any{"T1"}, "update success members=[\"T1\",\"T2\"]"},
		{"named twice is one", []any{"u1", "a@x"}, []any{"T1"}, "skip skipped RedundantExport"},
		{"one less", []any{"u1"}, []any{"T1", "T2"}, "update success members=[\"T1\"]"},
		{"nobody", []any{}, []any{"T1", "T2"}, "update success members=[]"},
		{"one that is not found removes nobody", []any{"u1", "zoe"}, []any{"T2"}, "update warning members=[\"T2\",\"T1\"] (members UnresolvedReference)"},
		{"one that is not named removes nobody", []any{"u1", map[string]any{"display": "Zoe"}}, []any{"T2"}, "update warning members=[\"T2\",\"T1\"] (members UnresolvedReference)"},
		{"nobody that is found", []any{"zoe"}, []any{"T2"}, "skip skipped RedundantExport (members UnresolvedReference)"},
		{"one that the target knows", []any{"zoe", "u1"}, []any{"zoe", "T1", "T2"}, "update success members=[\"zoe\",\"T1\"]"},
		{"one that is created counts as found", []any{"u3"}, []any{"T1"}, "update success members=[\"the new User c@x\"]"},
		{"a group", []any{"g2", "u1"}, []any{"T1"}, "update success members=[\"T1\",\"the new Group Buyers\"]"},
	} {
		lines := runJob(t, staff(), provision.World{Directory: provision.NewMemory(target(row.have...))}, 1,
			group(value.Map{"name": "Sales", "members": row.members}), group(value.Map{"objectId": "g2", "name": "Buyers"}),
			user(value.Map{"objectId": "u1", "upn": "a@x"}), user(value.Map{"objectId": "u2", "upn": "b@x"}), user(value.Map{"objectId": "u3", "upn": "c@x"}))
		require.Equal(t, "Sales: "+row.want, lines[0], row.name)
	}
	lines := runJob(t, staff(), provision.World{}, 1, group(value.Map{"name": "Sales", "members": []any{"u1"}}), user(value.Map{"objectId": "u1", "upn": "a@x"}))
	require.Equal(t, "Sales: create success displayName=Sales members=[\"the new User a@x\"]", lines[0])
}

func TestAnAmbiguousNameIsNobodys(t *testing.T) {
	t.Parallel()
	lines := runJob(t, staff(), provision.World{}, 1, user(value.Map{"upn": "ann@x", "manager": "7"}),
		user(value.Map{"objectId": "7", "upn": "bo@x"}), user(value.Map{"id": "7", "upn": "cy@x"}))
	require.Equal(t, "ann@x: create warning userName=ann@x active=True (manager UnresolvedReference)", lines[0])
}

// Sources: docs/evidence.md. DOC: later cycles go by cached ids; Graph's objectConnections.
func TestALinkGoesBeforeMatching(t *testing.T) {
	t.Parallel()
	links := new(provision.Links)
	require.NoError(t, links.Add("user", "G-1", "t1"))
	require.NoError(t, links.Add("", "g-5", "gone"))
	require.NoError(t, links.Add("User", "g-6", "T6"))
	world := provision.World{Links: links, Directory: provision.NewMemory([]*provision.Object{
		account("T1", value.Map{"userName": "old@x", "active": true}), account("T2", value.Map{"userName": "new@x", "active": true}),
		account("T6", value.Map{"userName": "six@x", "active": true}),
	})}
	lines := runJob(t, staff(), world, 1,
		user(value.Map{"upn": "old@x"}),
		user(value.Map{"objectId": "g-1", "upn": "ann@x"}),
		user(value.Map{"objectId": "g-5", "upn": "new@x"}),
		user(value.Map{"upn": "new@x"}),
		user(value.Map{"upn": "six@x"}),
		provision.Source{Type: "User", Unassigned: true, Attrs: value.Map{"objectId": "g-6"}},
	)
	require.Equal(t, []string{
		"old@x: error failure DuplicateSourceEntries",
		"ann@x: update success userName=ann@x",
		"new@x: error failure InvalidAnchor",
		"new@x: skip skipped RedundantExport",
		"six@x: error failure DuplicateSourceEntries",
		"6: disable success active=False",
	}, lines)

	for _, row := range []struct{ source, target, want string }{
		{"g-1", "t9", `the source object "g-1" is linked to the target object "t1" already`},
		{"g-9", "T1", `the target object "T1" is linked to the source object "G-1" already`},
		{"", "t", `want a source anchor and a target anchor, got "" and "t"`},
	} {
		require.EqualError(t, links.Add("User", row.source, row.target), row.want)
	}
	require.NoError(t, links.Add("Group", "g-1", "t1"), "of another type")
}

// An input of changes alone names objects that it does not have; what their links say is known all the same (inferred).
func TestAReferenceFollowsTheLinkOfWhoIsNotInTheInput(t *testing.T) {
	t.Parallel()
	links := new(provision.Links)
	require.NoError(t, links.Add("", "g-2", "T2"))
	require.NoError(t, links.Add("Group", "g-4", "T2"), "of another type than managers have")
	require.NoError(t, links.Add("User", "g-3", "gone"))
	world := provision.World{Links: links, Directory: provision.NewMemory([]*provision.Object{
		account("T1", value.Map{"userName": "ann@x", "active": true}), account("T2", value.Map{"userName": "bo@x"}), account("T3", value.Map{"userName": "g-3"}),
	})}
	for manager, want := range map[string]string{
		"G-2": "update success manager=T2",
		"g-3": "skip skipped RedundantExport (manager UnresolvedReference)",
		"g-4": "skip skipped RedundantExport (manager UnresolvedReference)",
	} {
		require.Equal(t, []string{"ann@x: " + want}, runJob(t, staff(), world, 1, user(value.Map{"upn": "ann@x", "manager": manager})), manager)
	}
}

// Sources: docs/evidence.md: deletes and disables together; DOC: accidental deletions.
func TestTooManyDisablesAreStaged(t *testing.T) {
	t.Parallel()
	sources := []provision.Source{
		user(value.Map{"upn": "a@x", "manager": "c@x"}),
		{Type: "User", Attrs: value.Map{"upn": "b@x"}, Unassigned: true},
		{Type: "User", Attrs: value.Map{"upn": "c@x"}, Deleted: provision.HardDeleted},
		user(value.Map{"upn": "d@x", "manager": "b@x"}),
	}
	target := []*provision.Object{
		account("A", value.Map{"userName": "a@x", "active": true}), account("B", value.Map{"userName": "b@x", "active": true}),
		account("C", value.Map{"userName": "c@x", "active": true}), account("D", value.Map{"userName": "d@x", "active": true}),
	}
	for limit, want := range map[string]int{"": 0, "2": 0, "1": 2, "0": 2, "50%": 0, "49.9%": 2} {
		job := staff()
		require.NoError(t, job.MaxDisables.UnmarshalText([]byte(limit)))
		engine, err := provision.New(job)
		require.NoError(t, err)
		cycle := engine.NewCycle(provision.World{Directory: provision.NewMemory(target)})
		lines := runCycle(t, cycle, 2, slices.Clone(sources)...)
		require.Equal(t, want, cycle.Staged(), limit)
		if want == 0 {
			require.Equal(t, []string{"a@x: skip skipped RedundantExport (manager UnresolvedReference)", "b@x: disable success active=False",
				"c@x: delete success", "d@x: update success manager=B"}, lines, limit)
			continue
		}
		require.Equal(t, []string{"a@x: update success manager=C", "b@x: staged skipped StagedAction active=False",
			"c@x: staged skipped StagedDelete", "d@x: update success manager=B"}, lines, limit)
	}
}

// Sources: docs/evidence.md. DOC: Account Discovery.
func TestOrphansAreNobodys(t *testing.T) {
	t.Parallel()
	links := new(provision.Links)
	require.NoError(t, links.Add("User", "elsewhere", "L"))
	engine, err := provision.New(staff())
	require.NoError(t, err)
	cycle := engine.NewCycle(provision.World{Links: links, Directory: provision.NewMemory([]*provision.Object{
		account("A", value.Map{"userName": "a@x"}), account("M", value.Map{"userName": "m@x"}), account("L", value.Map{}), account("O", value.Map{"userName": "o@x"}),
		{ID: "untyped", Attrs: value.Map{}}, {Type: "Group", ID: "G", Attrs: value.Map{}},
	})})
	runCycle(t, cycle, 1, user(value.Map{"upn": "a@x", "manager": "m@x"}))
	var got []string
	for o, err := range cycle.Orphans(t.Context()) {
		require.NoError(t, err)
		got = append(got, o.Type+" "+o.ID)
	}
	require.Equal(t, []string{"User O", "User untyped"}, got)
}

// The account of an object that fails is no orphan: it is known whose it is, or whose it may be.
func TestAccountsOfObjectsThatFailAreNoOrphans(t *testing.T) {
	t.Parallel()
	member := mapping.Filter{{{Attribute: "group", Operator: "IS_MEMBER_OF", Values: []string{"g"}}}}
	two := provision.NewMemory([]*provision.Object{account("A", value.Map{"userName": "a@x"}), account("B", value.Map{"userName": "A@x"})})
	one := provision.NewMemory([]*provision.Object{account("A", value.Map{"userName": "a@x"})})
	for _, row := range []struct {
		name      string
		directory *provision.Memory
		change    func(*provision.ObjectMapping)
		want      string
	}{
		{"two accounts", two, func(*provision.ObjectMapping) {}, "a@x: error failure DuplicateTargetEntries"},
		{"a scope that cannot be judged", one, func(m *provision.ObjectMapping) { m.Set.Scope = member }, "a@x: error failure UnsupportedScope"},
		{"an input filter that cannot be judged", one, func(m *provision.ObjectMapping) { m.Options.InputFilter = member }, "a@x: error failure UnsupportedScope"},
		{"an input filter that leaves it out", one, func(m *provision.ObjectMapping) {
			m.Options.InputFilter = mapping.Filter{{{Attribute: "group", Operator: "IS NOT NULL"}}}
		}, "a@x: skip skipped ImportSkipped"},
	} {
		job := staff()
		row.change(&job.Objects[0])
		engine, err := provision.New(job)
		require.NoError(t, err, row.name)
		cycle := engine.NewCycle(provision.World{Directory: row.directory})
		require.Equal(t, []string{row.want}, runCycle(t, cycle, 1, user(value.Map{"upn": "a@x"})), row.name)
		for o, err := range cycle.Orphans(t.Context()) {
			require.NoError(t, err)
			require.Fail(t, row.name, "want no orphan, got %s", o.ID)
		}
	}
}

// Source: DOC how provisioning works: nothing is sent for who was not assigned when the object was purged.
func TestWhoWasNotAssignedIsNotDeleted(t *testing.T) {
	t.Parallel()
	source := provision.Source{Type: "User", Attrs: value.Map{"upn": "a@x"}, Unassigned: true, Deleted: provision.HardDeleted}
	world := provision.World{Directory: provision.NewMemory([]*provision.Object{account("A", value.Map{"userName": "a@x", "active": true})})}
	require.Equal(t, []string{"a@x: skip skipped NotEffectivelyEntitled"}, runJob(t, staff(), world, 1, source))
}

// Source: findings: nothing but the failing row differs, so nothing is sent.
func TestAFailingRowAloneIsNoUpdate(t *testing.T) {
	t.Parallel()
	set := inbound()
	set.Mappings = append(set.Mappings, mapping.Mapping{Target: "code", Expression: `Mid([name], 0, 1)`})
	e := engine(t, set, provision.Options{}, value.Map{"id": "a1", "employeeId": "1", "displayName": "Ann"})
	require.Equal(t, "skip failure range", summary(plan(t, e, provision.Source{Ordinal: 1, Attrs: value.Map{"id": "1", "name": "Ann"}})))
}
