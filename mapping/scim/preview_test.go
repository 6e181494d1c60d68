package scim_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/provision"
	"github.com/attrmap/attrmap/mapping/scim"
)

// outbound is a mapping of Entra users to a SCIM application, with each form of target there is.
const outbound = `{"mappings": [
	{"target": "userName", "from": "userPrincipalName", "match": 1},
	{"target": "active", "expression": "Switch([IsSoftDeleted], , \"False\", \"True\", \"True\", \"False\")"},
	{"target": "displayName", "from": "displayName"},
	{"target": "title", "from": "jobTitle", "flowNulls": true},
	{"target": "emails[type eq \"work\"].value", "from": "mail"},
	{"target": "name.givenName", "from": "givenName"},
	{"target": "name.familyName", "from": "surname"},
	{"target": "addresses[type eq \"work\"].locality", "from": "city"},
	{"target": "addresses[type eq \"work\"].Formatted", "from": "physicalDeliveryOfficeName"},
	{"target": "externalId", "from": "mailNickname"},
	{"target": "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department", "from": "department"},
	{"target": "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager", "from": "manager"},
	{"target": "urn:ietf:params:scim:schemas:extension:fabrikam:2.0:User:badge", "expression": "Redact([badge])"},
	{"target": "urn:ietf:params:scim:schemas:extension:fabrikam:2.0:User:onSite", "from": "onSite"},
	{"target": "roles", "expression": "ROLES"}
]}`

const asha = `{"userPrincipalName": "asha@contoso.example", "IsSoftDeleted": false, "accountEnabled": true, "displayName": "Asha Rao", "jobTitle": "Planner",
	"mail": "asha.rao@contoso.example", "givenName": "Asha", "surname": "Rao", "city": "Pune", "physicalDeliveryOfficeName": "B2 \"North\"",
	"mailNickname": "asha", "department": "Supply", "manager": "m-1", "badge": "7788", "onSite": true,
	"appRoleAssignments": [{"id": "5c9f2d1e-0b52-4b7e-9b0a-3f3f5b7a9c11", "value": "25", "displayName": "Planning"}, {"value": "Reader", "displayName": "Reader"}]}`

const oneRole = `"appRoleAssignments": [{"id": "5c9f2d1e-0b52-4b7e-9b0a-3f3f5b7a9c11", "value": "25", "displayName": "Planning"}]`

// ashaBefore is what the application has of her.
const ashaBefore = `{"id": "u 1/ä", "userName": "asha@contoso.example", "active": true, "displayName": "A. Rao", "title": "Clerk",
	"emails": [{"type": "work", "value": "old@contoso.example"}], "name": {"givenName": "Asha", "familyName": "Mehta"},
	"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"department": "Sales", "manager": {"value": "m-0"}},
	"urn:ietf:params:scim:schemas:extension:fabrikam:2.0:User": {"onSite": false}}`

// plan makes the plan for one source object; a target of "" is an empty application.
func plan(t *testing.T, set, source, target string, opts mapping.Options) *provision.Plan {
	t.Helper()
	s, err := mapping.ReadJSON(strings.NewReader(set))
	require.NoError(t, err)
	objects := []*provision.Object{{ID: "m-1", Attrs: value.Map{}}} // the manager
	if target != "" {
		attrs, _ := parse(t, target).AsObject()
		objects = append(objects, provision.NewObject(attrs, 1, s))
	}
	engine, err := provision.New(provision.Job{Objects: []provision.ObjectMapping{{Set: s, Mapping: opts}}})
	require.NoError(t, err)
	attrs, _ := parse(t, source).AsObject()
	p, err := engine.NewCycle(provision.World{Directory: provision.NewMemory(objects)}).Plan(context.Background(), provision.Source{Ordinal: 1, Attrs: attrs})
	require.NoError(t, err)
	return p
}

func requests(t *testing.T, p *provision.Plan, opt scim.ClientOptions) string {
	t.Helper()
	preview, err := scim.Preview(p, opt)
	require.NoError(t, err)
	var b strings.Builder
	for _, r := range preview {
		b.WriteString(r.Method + " " + r.Path + "\n")
		if r.Body != nil {
			b.WriteString(indented(t, r.Body))
		}
	}
	return b.String()
}

func roles(expression string) string { return strings.Replace(outbound, "ROLES", expression, 1) }

func TestPreviewOfUsers(t *testing.T) {
	t.Parallel()
	complexRoles, assertive := roles("AppRoleAssignmentsComplex([appRoleAssignments])"), roles("AssertiveAppRoleAssignmentsComplex([appRoleAssignments])")
	disabled := strings.Replace(asha, `"IsSoftDeleted": false, "accountEnabled": true`, `"accountEnabled": false`, 1)
	for _, tt := range []struct {
		golden              string
		set, source, target string
		opt                 scim.ClientOptions
	}{
		{"create.txt", complexRoles, asha, "", scim.ClientOptions{}},
		{"create_like_entra.txt", complexRoles, asha, "", scim.ClientOptions{OmitCustomSchemas: true, InlineReferences: true, RoleDisplayName: true, Mask: true}},
		{"create_compliant.txt", assertive, asha, "", scim.ClientOptions{Compliant: true}},
		{"update.txt", complexRoles, strings.Replace(asha, `"jobTitle": "Planner",`, "", 1), ashaBefore, scim.ClientOptions{}},
		{"update_plain_booleans.txt", assertive, asha, ashaBefore, scim.ClientOptions{PlainBooleans: true}},
		{"update_compliant.txt", complexRoles, strings.Replace(asha, `"jobTitle": "Planner",`, "", 1), ashaBefore, scim.ClientOptions{Compliant: true, Mask: true}},
		{"update_assertive_compliant.txt", assertive, asha, ashaBefore, scim.ClientOptions{Compliant: true}},
		{"disable.txt", complexRoles, disabled, ashaBefore, scim.ClientOptions{}},
	} {
		t.Run(tt.golden, func(t *testing.T) {
			golden(t, "preview/"+tt.golden, requests(t, plan(t, tt.set, tt.source, tt.target, mapping.Options{}), tt.opt))
		})
	}
}

// What a POST says of the e-mails: the work one is the primary one, unless a mapping says which is.
func TestTheWorkEmailIsThePrimaryOneOfAPost(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, mappings, source, want string }{
		{"the work e-mail", `{"target": "emails[type eq \"work\"].value", "from": "w"}`, `"w": "a@x.example"`, `[{"primary":true,"type":"work","value":"a@x.example"}]`},
		{"beside another one", `{"target": "emails[type eq \"home\"].value", "from": "h"}, {"target": "emails[type eq \"work\"].value", "from": "w"}`, `"w": "a@x.example", "h": "b@x.example"`,
			`[{"type":"home","value":"b@x.example"},{"primary":true,"type":"work","value":"a@x.example"}]`},
		{"another one alone", `{"target": "emails[type eq \"home\"].value", "from": "h"}`, `"h": "b@x.example"`, `[{"type":"home","value":"b@x.example"}]`},
		{"a mapping says that another one is", `{"target": "emails[type eq \"home\"].value", "from": "h"}, {"target": "emails[type eq \"home\"].primary", "constant": "True"}, {"target": "emails[type eq \"work\"].value", "from": "w"}`,
			`"w": "a@x.example", "h": "b@x.example"`, `[{"primary":true,"type":"home","value":"b@x.example"},{"type":"work","value":"a@x.example"}]`},
		{"a mapping says that it is not", `{"target": "emails[type eq \"work\"].value", "from": "w"}, {"target": "emails[type eq \"work\"].primary", "constant": "False"}`, `"w": "a@x.example"`,
			`[{"primary":false,"type":"work","value":"a@x.example"}]`},
		{"the filter says so", `{"target": "emails[type eq \"Work\" and primary eq true].value", "from": "w"}`, `"w": "a@x.example"`, `[{"primary":true,"type":"Work","value":"a@x.example"}]`},
		{"a display text alone", `{"target": "emails[type eq \"work\"].display", "from": "w"}`, `"w": "a"`, `[{"display":"a","type":"work"}]`},
		{"a telephone", `{"target": "phoneNumbers[type eq \"work\"].value", "from": "w"}`, `"w": "7"`, ``},
	} {
		t.Run(tt.name, func(t *testing.T) {
			set := `{"mappings": [{"target": "userName", "from": "upn", "match": 1}, ` + tt.mappings + `]}`
			for _, opt := range []scim.ClientOptions{{}, {Compliant: true}} {
				sent, err := scim.Preview(plan(t, set, `{"upn": "bo", `+tt.source+`}`, "", mapping.Options{}), opt)
				require.NoError(t, err)
				body, _ := parse(t, string(sent[0].Body)).AsObject()
				require.Equal(t, tt.want, string(body.GetFold("emails").AppendJSON(nil))[:len(tt.want)])
			}
		})
	}
}

// Extensions that are not named by a URN are not exported when somebody is created; a change of them is sent as every other.
func TestExtensionsWithoutAURNComeLater(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		target  string
		omitted bool
	}{
		{"custom:country", true},
		{"acme:hr:costCode", true},
		{`x:badges[type eq "a"].value`, true},
		{"costCode", false},
		{`badges[type eq "a:b"].value`, false},
		{"urn:ietf:params:scim:schemas:extension:contoso:2.0:User:country", false},
		{"urn:contoso:employee:Code", false},
		{"nickName", false},
		{"NAME.givenName", false},
		{`addresses[type eq "work"].country`, false},
	} {
		t.Run(tt.target, func(t *testing.T) {
			set := `{"mappings": [{"target": "userName", "from": "upn", "match": 1}, {"target": ` + string(value.String(tt.target).AppendJSON(nil)) + `, "from": "c"}]}`
			created, err := scim.Preview(plan(t, set, `{"upn": "bo", "c": "DE"}`, "", mapping.Options{}), scim.ClientOptions{})
			require.NoError(t, err)
			require.Len(t, created, 1)
			require.Equal(t, !tt.omitted, strings.Contains(string(created[0].Body), `"DE"`))
			changed, err := scim.Preview(plan(t, set, `{"upn": "bo", "c": "DE"}`, `{"id": "9", "userName": "bo"}`, mapping.Options{}), scim.ClientOptions{})
			require.NoError(t, err)
			require.Contains(t, string(changed[0].Body), `"DE"`)
			require.Empty(t, changed[0].Omitted)
			if !tt.omitted {
				require.Empty(t, created[0].Omitted)
				return
			}
			require.Equal(t, []string{tt.target}, created[0].Omitted)
			printed, err := created[0].MarshalJSON()
			require.NoError(t, err)
			require.Contains(t, string(printed), `"notExported":`)
		})
	}
}

// The manager is an operation of its own with a path, whose value is the identifier alone, whatever the client and whatever the value was.
func TestTheManagerIsAnOperationOfItsOwn(t *testing.T) {
	t.Parallel()
	for _, target := range []string{managerPath, managerPath + ".value"} {
		set := `{"mappings": [{"target": "userName", "from": "upn", "match": 1}, {"target": "title", "from": "title"}, {"target": "` + target + `", "from": "m", "flowNulls": true}]}`
		had := `"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"manager": {"value": "m-0"}}`
		for _, tt := range []struct{ name, source, target, want, compliant string }{
			{"set", `"m": "m-1"`, `"title": "x"`, `{"op":"Add","path":"` + target + `","value":"m-1"}`, `{"op":"add","path":"` + target + `","value":"m-1"}`},
			{"set by an object", `"m": {"value": "m-1", "displayName": "x"}`, `"title": "x"`, `{"op":"Add","path":"` + target + `","value":"m-1"}`, `{"op":"add","path":"` + target + `","value":"m-1"}`},
			{"changed", `"m": "m-1"`, had, `{"op":"Replace","path":"` + target + `","value":"m-1"}`, `{"op":"replace","path":"` + target + `","value":"m-1"}`},
			{"cleared", `"m": null`, had, `{"op":"Remove","path":"` + target + `"}`, `{"op":"remove","path":"` + target + `"}`},
		} {
			t.Run(tt.name+" "+target[len(target)-7:], func(t *testing.T) {
				p := plan(t, set, `{"upn": "bo", "title": "t", `+tt.source+`}`, `{"id": "9", "userName": "bo", `+tt.target+`}`, mapping.Options{})
				require.Contains(t, patch(t, p, scim.ClientOptions{}), tt.want)
				require.Contains(t, patch(t, p, scim.ClientOptions{Compliant: true}), tt.compliant)
			})
		}
		created, err := scim.Preview(plan(t, set, `{"upn": "bo", "title": "t", "m": "m-1"}`, "", mapping.Options{}), scim.ClientOptions{})
		require.NoError(t, err)
		require.Len(t, created, 2)
		require.NotContains(t, string(created[0].Body), "m-1")
		require.Contains(t, string(created[1].Body), `"path":"`+target+`","value":"m-1"`)
	}
}

const activeOnly = `{"mappings": [{"target": "userName", "from": "upn", "match": 1}, {"target": "active", "expression": "Not([IsSoftDeleted])"}, {"target": "nickName", "from": "nick"}]}`

// patch returns the operations of the only PATCH of a preview, in one line.
func patch(t *testing.T, p *provision.Plan, opt scim.ClientOptions) string {
	t.Helper()
	preview, err := scim.Preview(p, opt)
	require.NoError(t, err)
	require.Len(t, preview, 1)
	require.Equal(t, "PATCH", preview[0].Method)
	body, ok := strings.CutPrefix(string(preview[0].Body), `{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[`)
	require.True(t, ok, string(preview[0].Body))
	return strings.TrimSuffix(body, "]}")
}

// The samples of the documentation, one row each.
func TestPatchFormsOfBothClients(t *testing.T) {
	t.Parallel()
	const user = `{"mappings": [{"target": "userName", "from": "upn", "match": 1}, {"target": "displayName", "from": "displayName"}, {"target": "emails[type eq \"work\"].value", "from": "mail"},
		{"target": "name.givenName", "from": "givenName"}, {"target": "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber", "from": "employeeId"}]}`
	const changed = `{"upn": "bo", "displayName": "Bo", "mail": "bo@b.example", "givenName": "Bo", "employeeId": "17"}`
	const before = `{"id": "9", "userName": "bo", "displayName": "x", "emails": [{"type": "work", "value": "x"}], "name": {"givenName": "x"},
		"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"employeeNumber": "x"}}`
	single := func(expression string) string {
		return `{"mappings": [{"target": "userName", "from": "upn", "match": 1}, {"target": "roles[primary eq \"True\"].value", "expression": "` + expression + `"},
			{"target": "roles[primary eq \"True\"].display", "expression": "` + expression + `"}, {"target": "roles[primary eq \"True\"].type", "expression": "` + expression + `"}]}`
	}("SingleAppRoleAssignment([appRoleAssignments])")
	several := func(expression string) string {
		return `{"mappings": [{"target": "userName", "from": "upn", "match": 1}, {"target": "roles", "expression": "` + expression + `"}]}`
	}
	both := `{"upn": "bo", "appRoleAssignments": ["Admin", "User"]}`
	for _, tt := range []struct {
		name, set, source, target, classic, compliant string
	}{
		{
			"disabling", activeOnly, `{"upn": "bo", "accountEnabled": false}`, `{"id": "9", "userName": "bo", "active": true}`,
			`{"op":"Replace","path":"active","value":"False"}`, `{"op":"replace","path":"active","value":false}`,
		},
		{
			"a value the target does not have", activeOnly, `{"upn": "bo", "nick": "B", "IsSoftDeleted": false, "accountEnabled": true}`, `{"id": "9", "userName": "bo", "active": true}`,
			`{"op":"Add","path":"nickName","value":"B"}`, `{"op":"add","value":{"nickName":"B"}}`,
		},
		{
			"several values", user, changed, before,
			`{"op":"Replace","path":"displayName","value":"Bo"},{"op":"Replace","path":"emails[type eq \"work\"].value","value":"bo@b.example"},` +
				`{"op":"Replace","path":"name.givenName","value":"Bo"},{"op":"Replace","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber","value":"17"}`,
			`{"op":"replace","path":"emails[type eq \"work\"].value","value":"bo@b.example"},` +
				`{"op":"replace","value":{"displayName":"Bo","name.givenName":"Bo","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber":"17"}}`,
		},
		{
			"one role", single, `{"upn": "bo", ` + oneRole + `}`, `{"id": "9", "userName": "bo"}`,
			`{"op":"Add","path":"roles","value":[{"value":"{\"id\":\"5c9f2d1e-0b52-4b7e-9b0a-3f3f5b7a9c11\",\"value\":\"25\",\"displayName\":\"Planning\"}"}]}`,
			`{"op":"add","path":"roles","value":[{"primary":true,"type":"WindowsAzureActiveDirectoryRole","value":"25","display":"25"}]}`,
		},
		{
			"one role in each of two attributes", `{"mappings": [{"target": "userName", "from": "upn", "match": 1}, {"target": "roles[primary eq \"True\"].value", "expression": "SingleAppRoleAssignment([appRoleAssignments])"},
				{"target": "urn:x:hr:User:roles", "expression": "SingleAppRoleAssignment([other])"}, {"target": "Roles[primary eq \"True\"].display", "expression": "SingleAppRoleAssignment([appRoleAssignments])"}]}`,
			`{"upn": "bo", "appRoleAssignments": ["Admin"], "other": ["User"]}`, `{"id": "9", "userName": "bo"}`,
			`{"op":"Add","path":"roles","value":[{"value":"{\"value\":\"Admin\",\"displayName\":\"Admin\"}"}]},` +
				`{"op":"Add","path":"urn:x:hr:User:roles","value":[{"value":"{\"value\":\"User\",\"displayName\":\"User\"}"}]}`,
			`{"op":"add","path":"roles","value":[{"primary":true,"type":"WindowsAzureActiveDirectoryRole","value":"Admin","display":"Admin"}]},` +
				`{"op":"add","path":"urn:x:hr:User:roles","value":[{"primary":true,"type":"WindowsAzureActiveDirectoryRole","value":"User"}]}`,
		},
		{
			"roles that are added", several("AppRoleAssignmentsComplex([appRoleAssignments])"), both, `{"id": "9", "userName": "bo"}`,
			`{"op":"Add","path":"roles","value":[{"value":"{\"value\":\"Admin\",\"displayName\":\"Admin\"}"},{"value":"{\"value\":\"User\",\"displayName\":\"User\"}"}]}`,
			`{"op":"add","path":"roles","value":[{"primary":false,"type":"WindowsAzureActiveDirectoryRole","display":"Admin","value":"Admin"},` +
				`{"primary":false,"type":"WindowsAzureActiveDirectoryRole","display":"User","value":"User"}]}`,
		},
		{
			"roles that are replaced", several("AssertiveAppRoleAssignmentsComplex([appRoleAssignments])"), `{"upn": "bo", "appRoleAssignments": ["User"]}`, `{"id": "9", "userName": "bo", "roles": [{"value": "Admin"}]}`,
			`{"op":"replace","path":"roles","value":[{"primary":false,"type":"WindowsAzureActiveDirectoryRole","display":"User","value":"User"}]}`,
			`{"op":"replace","path":"roles","value":[{"primary":false,"type":"WindowsAzureActiveDirectoryRole","display":"User","value":"User"}]}`,
		},
		{
			"roles that are all taken away", several("AssertiveAppRoleAssignmentsComplex([appRoleAssignments])"), `{"upn": "bo"}`, `{"id": "9", "userName": "bo", "roles": [{"value": "Admin"}]}`,
			`{"op":"replace","path":"roles","value":[]}`, `{"op":"replace","path":"roles","value":[]}`,
		},
		{
			"roles inside another call", several("IgnoreFlowIfNullOrEmpty(AssertiveAppRoleAssignmentsComplex([appRoleAssignments]))"), `{"upn": "bo", "appRoleAssignments": ["User"]}`, `{"id": "9", "userName": "bo"}`,
			`{"op":"replace","path":"roles","value":[{"primary":false,"type":"WindowsAzureActiveDirectoryRole","display":"User","value":"User"}]}`,
			`{"op":"replace","path":"roles","value":[{"primary":false,"type":"WindowsAzureActiveDirectoryRole","display":"User","value":"User"}]}`,
		},
		{
			"a role function's name in a text and in an attribute's", several(`Join(\"AppRoleAssignmentsComplex(\", [upn], [AppRoleAssignmentsComplex])`), `{"upn": "bo"}`, `{"id": "9", "userName": "bo"}`,
			`{"op":"Add","path":"roles","value":[{"value":"bo"}]}`, `{"op":"add","path":"roles","value":[{"value":"bo"}]}`,
		},
		{
			"a date", `{"mappings": [{"target": "userName", "from": "upn", "match": 1}, {"target": "urn:x:hr:User:start", "expression": "CDate(\"2024-02-29\")"}]}`,
			`{"upn": "bo"}`, `{"id": "9", "userName": "bo"}`,
			`{"op":"Add","path":"urn:x:hr:User:start","value":"2024-02-29T00:00:00Z"}`, `{"op":"add","value":{"urn:x:hr:User:start":"2024-02-29T00:00:00Z"}}`,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := plan(t, tt.set, tt.source, tt.target, mapping.Options{})
			if diff := cmp.Diff(tt.classic, patch(t, p, scim.ClientOptions{})); diff != "" {
				t.Errorf("default client (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.compliant, patch(t, p, scim.ClientOptions{Compliant: true})); diff != "" {
				t.Errorf("compliant client (-want +got):\n%s", diff)
			}
		})
	}
}

func TestPatchOfGroupMembers(t *testing.T) {
	t.Parallel()
	written := func(old, members value.Value) []mapping.Outcome {
		return []mapping.Outcome{
			{Mapping: &mapping.Mapping{Target: "displayName", From: "displayName", Match: 1}, Old: old, New: value.String("Ops"), Decision: mapping.Unchanged},
			{Mapping: &mapping.Mapping{Target: "members", From: "members"}, Old: old, New: members, Decision: mapping.Flowed},
		}
	}
	members, old := value.List(value.Reference("u1"), value.Reference(`u"3`)), parse(t, `[{"value": "u1", "display": "One"}, {"value": "u\"2"}]`)
	group, compliant := scim.ClientOptions{ResourceType: "Group"}, scim.ClientOptions{ResourceType: "Group", Compliant: true}
	const removed, removedCompliant = `{"op":"Remove","path":"members","value":[{"value":"u\"2"}]}`, `{"op":"remove","path":"members[value eq \"u\\\"2\"]"}`
	for _, tt := range []struct {
		members value.Value
		opt     scim.ClientOptions
		want    string
	}{
		{members, group, `{"op":"Add","path":"members","value":[{"$ref":null,"value":"u\"3"}]},` + removed},
		{members, compliant, `{"op":"add","path":"members","value":[{"$ref":null,"value":"u\"3"}]},` + removedCompliant},
		{value.Reference("u1"), group, removed},
		{value.Reference("u1"), compliant, removedCompliant},
		{value.List(value.Reference("u1")), group, removed},
		{value.List(value.Reference("u1"), value.Reference(`u"2`), value.Reference("u4")), group, `{"op":"Add","path":"members","value":[{"$ref":null,"value":"u4"}]}`},
	} {
		p := &provision.Plan{Action: provision.Update, Target: "g", Attributes: written(old, tt.members)}
		if diff := cmp.Diff(tt.want, patch(t, p, tt.opt)); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
	p := &provision.Plan{Action: provision.Create, Attributes: written(value.Absent, members)}
	p.Attributes[0].Decision = mapping.Flowed
	golden(t, "preview/create_group.txt", requests(t, p, scim.ClientOptions{ResourceType: "Group"}))
}

func TestPreviewOfListsThatOnlyGrow(t *testing.T) {
	t.Parallel()
	p := plan(t, `{"mappings": [{"target": "userName", "from": "upn", "match": 1}, {"target": "urn:x:hr:User:tags", "from": "tags", "apply": "valueAddOnly"}, {"target": "urn:x:hr:User:codes", "from": "tags"}]}`,
		`{"upn": "bo", "tags": ["a", "b"]}`, `{"id": "9", "userName": "bo", "urn:x:hr:User": {"tags": ["a", "z"], "codes": ["z"]}}`, mapping.Options{})
	want := `{"op":"Add","path":"urn:x:hr:User:tags","value":["b"]},{"op":"Replace","path":"urn:x:hr:User:codes","value":["a","b"]}`
	if diff := cmp.Diff(want, patch(t, p, scim.ClientOptions{})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestPlansThatWriteNothingGiveNoRequest(t *testing.T) {
	t.Parallel()
	for _, p := range []*provision.Plan{
		{Action: provision.Skip}, {Action: provision.Failed}, {Action: provision.Update, Target: "9"},
		plan(t, activeOnly, `{"upn": "bo", "IsSoftDeleted": false, "accountEnabled": true}`, `{"id": "9", "userName": "bo", "active": true}`, mapping.Options{}),
	} {
		preview, err := scim.Preview(p, scim.ClientOptions{})
		require.NoError(t, err)
		require.Empty(t, preview, p.Action)
	}
}

func TestPreviewOfADeletion(t *testing.T) {
	t.Parallel()
	preview, err := scim.Preview(&provision.Plan{Action: provision.Delete, Target: "a/b"}, scim.ClientOptions{})
	require.NoError(t, err)
	if diff := cmp.Diff([]scim.Request{{Method: "DELETE", Path: "/Users/a%2Fb"}}, preview); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestPlansThatCannotBeSent(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, set, source, want string }{
		{"two targets in one place", `{"mappings": [{"target": "name", "from": "n", "match": 1}, {"target": "name.givenName", "from": "g"}]}`, `{"n": "x", "g": "y"}`,
			`attribute "name.givenName": name is set already, and its parts cannot be set beside it`},
		{"targets that are no SCIM paths", `{"mappings": [{"target": "userName", "from": "n", "match": 1}, {"target": "emails[type co \"w\"].value", "from": "g"}, {"target": "a b", "from": "g"}]}`, `{"n": "x", "g": "y"}`,
			"attribute 'emails[type co \"w\"].value': the filter's operator \"co\" does not determine what to write; use eq\nattribute \"a b\": want a name, got \"a b\""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			preview, err := scim.Preview(plan(t, tt.set, tt.source, "", mapping.Options{}), scim.ClientOptions{})
			require.EqualError(t, err, tt.want)
			require.Empty(t, preview)
			var broken *value.PathError
			require.ErrorAs(t, err, &broken)
		})
	}
	neither := &provision.Plan{Action: provision.Create, Attributes: []mapping.Outcome{
		{Mapping: &mapping.Mapping{Target: "active"}, New: value.String("secret"), Decision: mapping.Flowed},
	}}
	_, err := scim.Preview(neither, scim.ClientOptions{})
	require.EqualError(t, err, `attribute "active": want true or false, got neither`)
	_, err = scim.Preview(&provision.Plan{Action: provision.Update}, scim.ClientOptions{})
	require.EqualError(t, err, "the plan names no target object to send a request to")
}

func TestMasksStandInPlaceOfValues(t *testing.T) {
	t.Parallel()
	set := `{"mappings": [{"target": "userName", "from": "n", "match": 1}, {"target": "active", "expression": "Redact([a])"}, {"target": "CustomSecurityAttributes.HR_PayGrade", "from": "g"}]}`
	p := plan(t, set, `{"n": "bo", "a": "True", "g": "L7"}`, "", mapping.Options{})
	for _, tt := range []struct {
		opt  scim.ClientOptions
		want string
	}{
		{scim.ClientOptions{}, `"userName":"bo","active":true,"CustomSecurityAttributes":{"HR_PayGrade":"L7"}`},
		{scim.ClientOptions{Mask: true}, `"userName":"bo","active":"[Redact]","CustomSecurityAttributes":{"HR_PayGrade":"redacted"}`},
	} {
		preview, err := scim.Preview(p, tt.opt)
		require.NoError(t, err)
		require.Len(t, preview, 1)
		require.Contains(t, string(preview[0].Body), tt.want)
	}
}

func TestOneRoleInAPost(t *testing.T) {
	t.Parallel()
	const f = `"expression": "SingleAppRoleAssignment([appRoleAssignments])"`
	for _, tt := range []struct{ name, targets, want string }{
		{"its value alone", `{"target": "roles[primary eq \"True\"].value", ` + f + `}`, `[{"primary":true,"type":"WindowsAzureActiveDirectoryRole","value":"25"}]`},
		{"its type, which stays the service's, and its display text", `{"target": "roles[primary eq \"True\"].type", ` + f + `}, {"target": "roles[primary eq \"True\"].display", ` + f + `}`,
			`[{"primary":true,"type":"WindowsAzureActiveDirectoryRole","display":"25"}]`},
		{"the whole attribute", `{"target": "roles", ` + f + `}`, `[{"primary":true,"type":"WindowsAzureActiveDirectoryRole","value":"25"}]`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := plan(t, `{"mappings": [{"target": "userName", "from": "n", "match": 1}, `+tt.targets+`]}`, `{"n": "bo", `+oneRole+`}`, "", mapping.Options{})
			preview, err := scim.Preview(p, scim.ClientOptions{})
			require.NoError(t, err)
			require.Len(t, preview, 1)
			require.Contains(t, string(preview[0].Body), `"roles":`+tt.want)
		})
	}
}
