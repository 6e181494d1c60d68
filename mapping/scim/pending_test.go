package scim_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/provision"
	"github.com/attrmap/attrmap/mapping/scim"
)

const managerPath = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager"

// lines returns the requests of a plan, one a line, with the operations of a PATCH alone.
func lines(t *testing.T, p *provision.Plan, opt scim.ClientOptions) string {
	t.Helper()
	preview, err := scim.Preview(p, opt)
	require.NoError(t, err)
	var b strings.Builder
	for _, r := range preview {
		body := string(r.Body)
		if operations, ok := strings.CutPrefix(body, `{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[`); ok {
			body = strings.TrimSuffix(operations, "]}")
		}
		wait := ""
		if r.Pending {
			wait = " waits"
		}
		fmt.Fprintf(&b, "%s %s %s%s\n", r.Method, r.Path, body, wait)
	}
	return b.String()
}

func refs(ids ...string) value.Value {
	members := make([]value.Value, len(ids))
	for i, id := range ids {
		members[i] = value.Reference(id)
	}
	return value.List(members...)
}

// An object that is created in the same cycle has no identifier yet (docs/evidence.md): what refers to it is sent in a request of its own, after
// the creation, and holds no value that could be taken for an identifier.
func TestReferencesToWhatIsYetToBeCreated(t *testing.T) {
	t.Parallel()
	pending := func(ids ...string) (list []mapping.Pending) {
		for _, id := range ids {
			list = append(list, mapping.Pending{Object: "User", ID: id})
		}
		return list
	}
	name := mapping.Outcome{Mapping: &mapping.Mapping{Target: "displayName"}, New: value.String("X"), Decision: mapping.Flowed}
	manager := func(old value.Value, decision mapping.Decision) mapping.Outcome {
		return mapping.Outcome{Mapping: &mapping.Mapping{Target: managerPath}, Old: old, Pending: pending("b@x"), Decision: decision}
	}
	members := func(old, known value.Value, ids ...string) mapping.Outcome {
		return mapping.Outcome{Mapping: &mapping.Mapping{Target: "members"}, Old: old, New: known, Pending: pending(ids...), Decision: mapping.Flowed}
	}
	const post = `POST /Users {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"displayName":"X","meta":{"resourceType":"User"}}` + "\n"
	const postGroup = `POST /Groups {"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"X","meta":{"resourceType":"Group"}}` + "\n"
	const b, c = `{"pending":{"object":"User","id":"b@x"}}`, `{"pending":{"object":"User","id":"c@x"}}`
	for _, tt := range []struct {
		name string
		plan provision.Plan
		opt  scim.ClientOptions
		want string
	}{
		{"a new user with a new manager", provision.Plan{Action: provision.Create, Attributes: []mapping.Outcome{name, manager(value.Absent, mapping.Flowed)}}, scim.ClientOptions{},
			post + `PATCH /Users/{id} {"op":"Add","path":"` + managerPath + `","value":` + b + "} waits\n"},
		{"the compliant client", provision.Plan{Action: provision.Create, Attributes: []mapping.Outcome{name, manager(value.Absent, mapping.Flowed)}}, scim.ClientOptions{Compliant: true},
			post + `PATCH /Users/{id} {"op":"add","path":"` + managerPath + `","value":` + b + "} waits\n"},
		{"a user who gets a new manager", provision.Plan{Action: provision.Update, Target: "1", Attributes: []mapping.Outcome{name, manager(value.Reference("m0"), mapping.Flowed)}}, scim.ClientOptions{},
			`PATCH /Users/1 {"op":"Add","path":"displayName","value":"X"}` + "\n" + `PATCH /Users/1 {"op":"Replace","path":"` + managerPath + `","value":` + b + "} waits\n"},
		{"a user of whom nothing else changes", provision.Plan{Action: provision.Update, Target: "1", Attributes: []mapping.Outcome{manager(value.Reference("m0"), mapping.Flowed)}}, scim.ClientOptions{},
			`PATCH /Users/1 {"op":"Replace","path":"` + managerPath + `","value":` + b + "} waits\n"},
		{"a decision that writes nothing", provision.Plan{Action: provision.Update, Target: "1", Attributes: []mapping.Outcome{name, manager(value.Reference("m0"), mapping.Ignored)}}, scim.ClientOptions{},
			`PATCH /Users/1 {"op":"Add","path":"displayName","value":"X"}` + "\n"},
		{"a new group, all of whose members follow", provision.Plan{Resource: "Group", Action: provision.Create, Attributes: []mapping.Outcome{name, members(value.Absent, refs("u1"), "b@x")}}, scim.ClientOptions{},
			postGroup + `PATCH /Groups/{id} {"op":"Add","path":"members","value":[{"$ref":null,"value":"u1"},{"$ref":null,"value":` + b + `}]}` + " waits\n"},
		{"a new group whose references are in the POST", provision.Plan{Resource: "Group", Action: provision.Create, Attributes: []mapping.Outcome{name, members(value.Absent, refs("u1"), "b@x")}}, scim.ClientOptions{InlineReferences: true},
			strings.Replace(postGroup, `,"meta"`, `,"members":[{"value":"u1"}],"meta"`, 1) + `PATCH /Groups/{id} {"op":"Add","path":"members","value":[{"$ref":null,"value":` + b + `}]}` + " waits\n"},
		{"a new group none of whose members is there", provision.Plan{Resource: "Group", Action: provision.Create, Attributes: []mapping.Outcome{name, members(value.Absent, value.List(), "b@x")}}, scim.ClientOptions{InlineReferences: true},
			postGroup + `PATCH /Groups/{id} {"op":"Add","path":"members","value":[{"$ref":null,"value":` + b + `}]}` + " waits\n"},
		{"a new user with references in the POST", provision.Plan{Action: provision.Create, Attributes: []mapping.Outcome{name, manager(value.Absent, mapping.Flowed)}}, scim.ClientOptions{InlineReferences: true},
			post + `PATCH /Users/{id} {"op":"Add","path":"` + managerPath + `","value":` + b + "} waits\n"},
		{"a new group without pending members", provision.Plan{Resource: "Group", Action: provision.Create, Attributes: []mapping.Outcome{name, members(value.Absent, refs("u1"))}}, scim.ClientOptions{},
			postGroup + `PATCH /Groups/{id} {"op":"Add","path":"members","value":[{"$ref":null,"value":"u1"}]}` + "\n"},
		{"a group that changes", provision.Plan{Resource: "Group", Action: provision.Update, Target: "g", Attributes: []mapping.Outcome{members(refs("u1", "u2"), refs("u2", "u3"), "b@x", "c@x")}}, scim.ClientOptions{},
			`PATCH /Groups/g {"op":"Add","path":"members","value":[{"$ref":null,"value":"u3"}]},{"op":"Remove","path":"members","value":[{"value":"u1"}]}` + "\n" +
				`PATCH /Groups/g {"op":"Add","path":"members","value":[{"$ref":null,"value":` + b + `},{"$ref":null,"value":` + c + `}]}` + " waits\n"},
		{"a group that keeps its members and gets a new one", provision.Plan{Resource: "Group", Action: provision.Update, Target: "g", Attributes: []mapping.Outcome{members(refs("u1"), refs("u1"), "b@x")}}, scim.ClientOptions{},
			`PATCH /Groups/g {"op":"Add","path":"members","value":[{"$ref":null,"value":` + b + `}]}` + " waits\n"},
		{"a list of references of an application's own", provision.Plan{Resource: "Group", Action: provision.Update, Target: "g", Attributes: []mapping.Outcome{
			{Mapping: &mapping.Mapping{Target: "urn:x:y:owners"}, New: value.List(), Pending: pending("b@x"), Decision: mapping.Flowed}}}, scim.ClientOptions{},
			`PATCH /Groups/g {"op":"Add","path":"urn:x:y:owners","value":[{"$ref":null,"value":` + b + `}]}` + " waits\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, lines(t, &tt.plan, tt.opt)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// What a pending object is called by may be a value that the attribute redacts.
func TestMasksOfPendingReferences(t *testing.T) {
	t.Parallel()
	for _, known := range []value.Value{value.Null, value.List(value.Reference("u1"))} {
		p := &provision.Plan{Action: provision.Update, Target: "1", Attributes: []mapping.Outcome{{
			Mapping: &mapping.Mapping{Target: "CustomSecurityAttributes.HR_Boss"}, New: known, Pending: []mapping.Pending{{Object: "User", ID: "S3cret"}}, Decision: mapping.Flowed,
		}}}
		require.Equal(t, `PATCH /Users/1 {"op":"Add","path":"CustomSecurityAttributes.HR_Boss","value":"redacted"} waits`+"\n", lines(t, p, scim.ClientOptions{Mask: true}))
		preview, err := scim.Preview(p, scim.ClientOptions{})
		require.NoError(t, err)
		for _, r := range preview {
			require.NotContains(t, fmt.Sprint(r), "S3cret")
		}
	}
}
