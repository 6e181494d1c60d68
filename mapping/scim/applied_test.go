package scim_test

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
	"github.com/attrmap/attrmap/mapping/scim"
)

// again plans one source object, sends the requests, and returns the targets that a second cycle would write again.
func again(t *testing.T, set, source, target string, opt scim.ClientOptions) string {
	t.Helper()
	s, err := mapping.ReadJSON(strings.NewReader(set))
	require.NoError(t, err)
	engine, err := provision.New(provision.Job{Objects: []provision.ObjectMapping{{Set: s}}})
	require.NoError(t, err)
	objects := []*provision.Object{{ID: "m1", Attrs: value.Map{}}, {ID: "m-1", Attrs: value.Map{}}} // managers
	if target != "" {
		attrs, _ := parse(t, target).AsObject()
		objects = append(objects, provision.NewObject(attrs, 1, s))
	}
	attrs, _ := parse(t, source).AsObject()
	src := provision.Source{Ordinal: 1, Attrs: attrs}
	first, err := engine.NewCycle(provision.World{Directory: provision.NewMemory(objects)}).Plan(context.Background(), src)
	require.NoError(t, err)
	applied := scim.NewApplied(objects, opt)
	require.NoError(t, applied.Add(first))
	directory, err := applied.Directory()
	require.NoError(t, err)
	cycle := engine.NewCycle(provision.World{Directory: directory})
	second, err := cycle.Plan(context.Background(), src)
	require.NoError(t, err)
	require.NotEqual(t, provision.Create, second.Action, "what was created is found")
	var targets []string
	for _, o := range cycle.Restless(second) {
		targets = append(targets, o.Mapping.Target)
	}
	return strings.Join(targets, ", ")
}

// What a second cycle would write again, by what was sent (docs/evidence.md): nothing of what requests can say, and what they cannot.
func TestWhatIsWrittenAgain(t *testing.T) {
	t.Parallel()
	set := func(rows string) string {
		return `{"mappings": [{"target": "userName", "from": "upn", "match": 1}, ` + rows + `]}`
	}
	const one = `{"target": "roles[primary eq \"True\"].value", "expression": "SingleAppRoleAssignment([appRoleAssignments])"}`
	const several = `{"target": "roles", "expression": "AppRoleAssignmentsComplex([appRoleAssignments])"}`
	const assertive = `{"target": "roles", "expression": "AssertiveAppRoleAssignmentsComplex([appRoleAssignments])"}`
	const admin = `{"upn": "bo", "appRoleAssignments": [{"id": "r1", "value": "Admin", "displayName": "Admin"}]}`
	const user = `{"upn": "bo", "appRoleAssignments": [{"id": "r2", "value": "User", "displayName": "User"}]}`
	const none, was = `{"id": "9", "userName": "bo"}`, `{"id": "9", "userName": "bo", "roles": [{"primary": true, "type": "WindowsAzureActiveDirectoryRole", "value": "Admin"}]}`
	for _, tt := range []struct{ name, set, source, target, want, compliant string }{
		{"a user with everything", strings.Replace(outbound, "ROLES", "AssertiveAppRoleAssignmentsComplex([appRoleAssignments])", 1), asha, "", "", ""},
		{"a user of whom everything changes", strings.Replace(outbound, "ROLES", "AssertiveAppRoleAssignmentsComplex([appRoleAssignments])", 1), asha, ashaBefore, "", ""},
		{"a title that is cleared", strings.Replace(outbound, "ROLES", "AssertiveAppRoleAssignmentsComplex([appRoleAssignments])", 1), strings.Replace(asha, `"jobTitle": "Planner",`, "", 1), ashaBefore, "", ""},
		{"one role of a new user", set(one), admin, "", "", ""},
		{"one role that takes another's place is only added: both are there", set(one), user, was, `roles[primary eq "True"].value`, ""},
		{"one role as a text has no mark of the primary one", set(one), admin, none, `roles[primary eq "True"].value`, ""},
		{"several roles of a new user", set(several), admin, "", "", ""},
		{"several roles as texts are no roles", set(several), admin, none, "roles", ""},
		{"roles that replace others", set(assertive), user, was, "", ""},
		{"a list that only grows", set(`{"target": "urn:x:hr:User:tags", "from": "tags", "apply": "valueAddOnly"}`), `{"upn": "bo", "tags": ["a", "b"]}`, `{"id": "9", "userName": "bo", "urn:x:hr:User": {"tags": ["a", "z"]}}`, "", ""},
		{"elements of one array", set(`{"target": "emails[type eq \"work\"].value", "from": "w"}, {"target": "emails[type eq \"home\"].value", "from": "h"}`), `{"upn": "bo", "w": "1", "h": "2"}`,
			`{"id": "9", "userName": "bo", "emails": [{"type": "work", "value": "0"}, {"type": "other", "value": "3"}]}`, "", ""},
		{"a manager who changes", set(`{"target": "` + managerPath + `", "from": "m"}`), `{"upn": "bo", "m": "m1"}`, `{"id": "9", "userName": "bo", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"manager": {"value": "m0"}}}`, "", ""},
		{"an account that is disabled", set(`{"target": "active", "from": "on"}`), `{"upn": "bo", "on": false}`, `{"id": "9", "userName": "bo", "active": true}`, "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			require.Equal(t, tt.want, again(t, tt.set, tt.source, tt.target, scim.ClientOptions{}), "default client")
			require.Equal(t, tt.compliant, again(t, tt.set, tt.source, tt.target, scim.ClientOptions{Compliant: true}), "compliant client")
		})
	}
}

// A row of CSV has a column for every path; what a PATCH changes is put together with what the other columns hold, and columns of which requests say
// nothing stay.
func TestAnAccountThatIsAFlatRecord(t *testing.T) {
	t.Parallel()
	const work, home, department = `emails[type eq "work"].value`, `emails[type eq "home"].value`, "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department"
	changed := func(target, old, text string) mapping.Outcome {
		return mapping.Outcome{Mapping: &mapping.Mapping{Target: target}, Old: value.String(old), New: value.String(text), Decision: mapping.Flowed}
	}
	kept := func(target string) mapping.Outcome {
		return mapping.Outcome{Mapping: &mapping.Mapping{Target: target}, Decision: mapping.Unchanged}
	}
	applied := scim.NewApplied([]*provision.Object{{Type: "User", ID: "1", Attrs: value.Map{
		"userName": "ann", work: "w", home: "h", "name.givenName": "Ann", "name.familyName": "Lee", department: "Sales", "title": "t", "note": "n",
	}}}, scim.ClientOptions{})
	require.NoError(t, applied.Add(&provision.Plan{Type: "User", TargetType: "User", ID: "a", Resource: "User", Target: "1", Action: provision.Update, Attributes: []mapping.Outcome{
		kept("userName"), changed(work, "w", "new"), kept(home), changed("name.familyName", "Lee", "Ray"), kept("name.givenName"), changed(department, "Sales", "IT"),
	}}))
	directory, err := applied.Directory()
	require.NoError(t, err)
	answers, err := directory.Find(context.Background(), []provision.Query{{Attribute: "userName", Value: value.String("ann")}})
	require.NoError(t, err)
	require.Len(t, answers[0], 1)
	for name, want := range map[string]string{work: "new", home: "h", "name.givenName": "Ann", "name.familyName": "Ray", department: "IT", "title": "t", "note": "n"} {
		path := value.ParsePath(name)
		require.Equal(t, want, answers[0][0].Attrs.Attribute(&path).Text(), name)
	}
}

// A group that is planned before its members, and two people who manage each other: what is pending is sent after all creations, in
// whatever order the plans come.
func TestPendingReferencesGetTheIdentifiersOfWhatIsCreated(t *testing.T) {
	t.Parallel()
	text := func(target, text string) mapping.Outcome {
		return mapping.Outcome{Mapping: &mapping.Mapping{Target: target}, New: value.String(text), Decision: mapping.Flowed}
	}
	boss := func(id string) mapping.Outcome {
		return mapping.Outcome{Mapping: &mapping.Mapping{Target: managerPath}, Pending: []mapping.Pending{{Object: "User", ID: id}}, Decision: mapping.Flowed}
	}
	user := func(id, manager string) *provision.Plan {
		return &provision.Plan{Type: "User", TargetType: "User", ID: id, Resource: "User", Action: provision.Create, Attributes: []mapping.Outcome{text("userName", id), boss(manager)}}
	}
	plans := []*provision.Plan{
		{Type: "Group", TargetType: "Group", ID: "g", Resource: "Group", Action: provision.Create, Attributes: []mapping.Outcome{text("displayName", "g"), {
			Mapping: &mapping.Mapping{Target: "members"}, New: refs("u1"), Pending: []mapping.Pending{{Object: "User", ID: "a"}, {Object: "User", ID: "b"}}, Decision: mapping.Flowed}}},
		{Type: "Group", TargetType: "Group", ID: "old", Resource: "Group", Target: "1", Action: provision.Update, Attributes: []mapping.Outcome{{
			Mapping: &mapping.Mapping{Target: "members"}, Old: refs("u1", "u2"), New: refs("u1"), Pending: []mapping.Pending{{Object: "User", ID: "b"}}, Decision: mapping.Flowed}}},
		user("a", "b"), user("b", "a"),
		{Type: "User", TargetType: "User", ID: "u1", Resource: "User", Target: "1", Action: provision.Update, Attributes: []mapping.Outcome{boss("a")}},
	}
	objects := []*provision.Object{
		{Type: "Group", ID: "1", Attrs: value.Map{"displayName": "old", "members": []any{map[string]any{"value": "u1"}, map[string]any{"value": "u2"}}}},
		{Type: "User", ID: "1", Attrs: value.Map{"userName": "u1"}},
	}
	const want = "g: members [a b u1]\nold: members [b u1]\na: manager b\nb: manager a\nu1: manager a\n"
	for _, order := range [][]int{{0, 1, 2, 3, 4}, {4, 3, 2, 1, 0}, {2, 0, 3, 4, 1}} {
		applied := scim.NewApplied(objects, scim.ClientOptions{Mask: true})
		for _, i := range order {
			require.NoError(t, applied.Add(plans[i]))
		}
		directory, err := applied.Directory()
		require.NoError(t, err)
		if diff := cmp.Diff(want, relations(t, directory)); diff != "" {
			t.Errorf("order %v (-want +got):\n%s", order, diff)
		}
	}
}

// relations returns who refers to whom in the target, by the names of both.
func relations(t *testing.T, directory provision.Directory) string {
	t.Helper()
	names := map[string]string{"u1": "u1"} // by identifier; the group's member u1 is one that the target has from the beginning
	find := func(attribute, name string) *provision.Object {
		answers, err := directory.Find(context.Background(), []provision.Query{{Attribute: attribute, Value: value.String(name)}})
		require.NoError(t, err)
		require.Len(t, answers[0], 1, name)
		names[answers[0][0].ID] = name
		return answers[0][0]
	}
	read := func(o *provision.Object, name string) (ids []string) {
		path := value.ParsePath(name)
		for _, m := range o.Attrs.Attribute(&path).Members() {
			ids = append(ids, names[m.Text()])
		}
		slices.Sort(ids)
		return ids
	}
	a, b, u1 := find("userName", "a"), find("userName", "b"), find("userName", "u1")
	g, old := find("displayName", "g"), find("displayName", "old")
	return fmt.Sprintf("g: members %v\nold: members %v\na: manager %s\nb: manager %s\nu1: manager %s\n",
		read(g, "members.value"), read(old, "members.value"), read(a, managerPath)[0], read(b, managerPath)[0], read(u1, managerPath)[0])
}
