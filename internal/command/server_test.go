package command

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const serverMappings = `
mappings:
  - {target: userName, from: upn, match: 1}
  - {target: displayName, from: name}
  - {target: active, from: on}
  - {target: 'phoneNumbers[type eq "mobile"].value', from: mobile}
  - {target: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager', from: manager}
  - {target: 'urn:ietf:params:scim:schemas:extension:acme:2.0:User:hireDate', from: hired}
  - {target: nickName2, from: nick}
  - {target: roles, from: kind}
  - {target: 'roles[primary eq "True"].value', expression: 'SingleAppRoleAssignment([appRoleAssignments])'}
`

const serverAccounts = `[{"id": "1", "userName": "ada@example.com", "displayName": "Ada", "active": true},
{"id": "2", "userName": "bo@example.com", "displayName": "Bo", "active": true, "roles": [{"primary": true, "value": "Admin"}]},
{"id": "3", "userName": "boss@example.com", "displayName": "Boss", "active": true}]`

// tried runs plans for people against a server, and returns the exit code, the answers and the summary.
func tried(t *testing.T, people string, flags ...string) (code int, out, messages string) {
	t.Helper()
	dir := t.TempDir()
	args := []string{"run", "--schema", written(t, dir, "m.yaml", serverMappings), "--in", written(t, dir, "in.ndjson", people), "--target", written(t, dir, "accounts.json", serverAccounts)}
	return attrmap(nil, append(args, flags...)...)
}

// What a server that follows the RFCs refuses of the requests that the client is known to send, with each client.
func TestAStrictServerNamesWhatItRefuses(t *testing.T) {
	t.Parallel()
	const leaver = `{"upn": "ada@example.com", "name": "Ada 2", "on": false}`
	const phone = `{"upn": "ada@example.com", "name": "Ada", "on": true, "mobile": "1"}`
	const hire = `{"upn": "ada@example.com", "name": "Ada 2", "on": true, "hired": "2026-01-01"}`
	const role = `{"upn": "bo@example.com", "name": "Bo", "on": true, "appRoleAssignments": [{"id": "r", "value": "User", "displayName": "User"}]}`
	const manager = `{"upn": "ada@example.com", "name": "Ada 2", "on": true, "manager": "boss@example.com"}` + "\n" + `{"upn": "boss@example.com", "name": "Boss", "on": true}`
	const nobody = `{"upn": "new@example.com", "name": "New", "on": true, "nick": 1, "manager": "boss@example.com"}` + "\n" + `{"upn": "boss@example.com", "name": "Boss", "on": true}`
	for _, tt := range []struct{ name, people, wire, want string }{
		{"a leaver stays, since false is sent as a text", leaver, "default",
			"refused: PATCH: invalidValue, RFC 7643 2.3.2: active is true or false, got a boolean as a text — 1 time: ada@example.com|" +
				"taken, but: the operation is called Replace: RFC 7644 3.5.2 has add, replace and remove in small letters — 1 time: ada@example.com|" +
				"1 request is sent, 1 refused; 0 values are compared, 0 not as planned; 1 value is lost with what is refused (RFC 7644 3.5.2: all or nothing)"},
		{"a leaver of the compliant client", leaver, "compliant", "1 request is sent, 0 refused; 2 values are compared, 0 not as planned"},
		{"a first phone has no target", phone, "compliant",
			"refused: PATCH: noTarget, RFC 7644 3.12: no element is chosen by the filter of phoneNumbers[…].value — 1 time: ada@example.com|1 request is sent, 1 refused; 0 values are compared, 0 not as planned"},
		{"an extension that the server does not have", hire, "default",
			"refused: PATCH: invalidPath, RFC 7644 3.5.2: the schemas define no attribute urn:ietf:params:scim:schemas:extension:acme:2.0:User:hireDate — 1 time: ada@example.com|" +
				"taken, but: the operation is called Replace: RFC 7644 3.5.2 has add, replace and remove in small letters — 1 time: ada@example.com|" +
				"1 request is sent, 1 refused; 0 values are compared, 0 not as planned; 1 value is lost with what is refused (RFC 7644 3.5.2: all or nothing)"},
		{"a role that is only ever added", role, "default",
			`not as planned: roles[primary eq "True"].value: a role is sent as one text, without the mark of the primary one, and is only ever added: it is written in every cycle — 1 value: bo@example.com|` +
				"taken, but: the operation is called Add: RFC 7644 3.5.2 has add, replace and remove in small letters — 1 time: bo@example.com|" +
				"1 request is sent, 0 refused; 1 value is compared, 1 not as planned"},
		{"a manager as a text", manager, "compliant",
			"refused: PATCH: invalidValue, RFC 7643 4.3: urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager is an object whose value is the manager's id, got a text — 1 time: ada@example.com|" +
				"1 request is sent, 1 refused; 0 values are compared, 0 not as planned; 1 value is lost with what is refused (RFC 7644 3.5.2: all or nothing)"},
		{"what follows a creation that is refused", nobody, "compliant",
			"refused: POST: invalidSyntax, RFC 7644 3.3: the schemas define no attribute nickName2 — 1 time: new@example.com|" +
				"1 request is sent, 1 refused, 1 not sent, about objects that are not created; 0 values are compared, 0 not as planned; 3 values are lost with what is refused (RFC 7644 3.5.2: all or nothing)"},
		{"nothing to send", `{"upn": "boss@example.com", "name": "Boss", "on": true}`, "compliant", "no request is sent: nothing is checked"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			code, _, messages := tried(t, tt.people, "--server", "rfc", "--wire", tt.wire)
			var lines []string
			for line := range strings.Lines(messages) {
				if text, ok := strings.CutPrefix(line, "server: "); ok {
					lines = append(lines, strings.TrimSpace(text))
				}
			}
			require.Equal(t, strings.Split(tt.want, "|"), lines)
			want := 1
			if strings.Contains(tt.want, "sent, 0 refused") && strings.Contains(tt.want, ", 0 not as planned") {
				want = 0
			}
			require.Equal(t, want, code)
		})
	}
}

// Two people who are created, one of whom manages the other: the reference is checked after all plans, and is in the end of what programs read.
func TestWhatWaitsIsCheckedAfterAllPlans(t *testing.T) {
	t.Parallel()
	const people = `{"upn": "x@example.com", "name": "X", "on": true, "manager": "y@example.com"}` + "\n" + `{"upn": "y@example.com", "name": "Y", "on": true}`
	for _, format := range []string{"json", "ndjson"} {
		code, out, messages := tried(t, people, "--server", "rfc", "--format", format, "--twice")
		require.Equal(t, 1, code)
		require.Contains(t, messages, "second cycle: x@example.com: urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager is written again\n")
		dec := json.NewDecoder(strings.NewReader(out))
		last := map[string]any{}
		for dec.More() {
			last = map[string]any{}
			require.NoError(t, dec.Decode(&last))
		}
		server, _ := last["server"].(map[string]any)
		require.InDelta(t, 3, server["sent"], 0)
		require.InDelta(t, 1, server["refused"], 0)
		require.Len(t, server["later"], 1)
		require.Contains(t, out, `"answers":[{"method":"POST","path":"/Users","status":201}]`)
	}
}

func TestValuesThatAreHiddenAreNotInWhatTheServerAnswers(t *testing.T) {
	t.Parallel()
	const people = `{"upn": "sec-ret-1", "name": "sec-ret-2", "on": true, "nick": "sec-ret-3"}
{"upn": "bo@example.com", "name": "sec-ret-4", "on": true, "appRoleAssignments": [{"id": "r", "value": "sec-ret-5", "displayName": "x"}]}
{"upn": "ada@example.com", "name": "sec-ret-6", "on": false, "mobile": "sec-ret-7", "manager": "sec-ret-8"}`
	for _, format := range []string{"text", "json", "ndjson", "html"} {
		for _, wire := range []string{"default", "compliant", "none"} {
			if format == "html" && wire != "none" {
				continue
			}
			_, out, messages := tried(t, people, "--server", "rfc", "--format", format, "--wire", wire, "--hide-values")
			require.Contains(t, messages, "server: refused: ")
			for _, secret := range []string{"sec-ret", "example.com", "Admin"} {
				require.NotContains(t, out+messages, secret, "%s, %s", format, wire)
			}
		}
	}
}

func TestServersOfFilesAndWrongUsage(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	const user = `{"id": "urn:ietf:params:scim:schemas:core:2.0:User", "attributes": [{"name": "userName", "required": true}, {"name": "displayName"}, {"name": "active", "type": "boolean"}, {"name": "nickName2", "type": "integer"}]}`
	saved := written(t, dir, "saved.json", `{"/Schemas": [`+user+`], "/ServiceProviderConfig": {"patch": {"supported": false}, "filter": {"supported": false}}}`)
	written(t, dir, "Schemas.json", "["+user+"]")
	written(t, dir, "other.json", "{")
	broken := written(t, dir, "broken.json", `{"Schemas": [{"id": "urn:x", "attributes": [{"type": "string"}]}]}`)
	empty := filepath.Join(dir, "empty")
	require.NoError(t, os.Mkdir(empty, 0o700))
	const created, updated = `{"upn": "new@example.com", "name": "New", "on": true, "nick": 7}`, `{"upn": "ada@example.com", "name": "Ada 2", "on": true}`
	for _, tt := range []struct {
		name, people string
		code         int
		want         string
		flags        []string
	}{
		{"an attribute of the server's own", created, 0, "server: 1 request is sent, 0 refused; 4 values are compared, 0 not as planned\n", []string{"--server", dir}},
		{"it is none of the RFC's", created, 1, "the schemas define no attribute nickName2", []string{"--server", "rfc"}},
		{"a server without PATCH", updated, 1, "server: refused: PATCH: RFC 7644 3.5.2: the server's configuration says that it takes no PATCH — 1 time: ada@example.com\n", []string{"--server", saved}},
		{"a server without filters", updated, 1, "server: refused: GET: ", []string{"--server", saved}},
		{"no file", created, 2, "none.json", []string{"--server", filepath.Join(dir, "none.json")}},
		{"a file that is broken", created, 2, "broken.json: Schemas[0].attributes[0].name: want a text, got null", []string{"--server", broken}},
		{"a directory without files of such names", created, 2, "want files named Schemas.json, ResourceTypes.json and ServiceProviderConfig.json, got none of them", []string{"--server", empty}},
		{"standard input", created, 2, "--server: want rfc, a file or a directory", []string{"--server", "-"}},
		{"a variable that is not set", created, 2, "--server: want rfc, a file or a directory, got nothing", []string{"--server", ""}},
		{"changes of a directory", created, 2, "it cannot be combined with --explain or --wire ldif", []string{"--server", "rfc", "--wire", "ldif"}},
		{"an explanation", created, 2, "it cannot be combined with --explain or --wire ldif", []string{"--server", "rfc", "--explain", "1"}},
		{"a directory's profile", created, 2, "the target is one of the profile ad", []string{"--server", "rfc", "--profile", "ad"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			code, _, messages := tried(t, tt.people, tt.flags...)
			require.Contains(t, messages, tt.want)
			require.Equal(t, tt.code, code, messages)
		})
	}
}

// Members are compared by their identifiers, and what a plan only adds leaves others there.
func TestGroupsOfTheServerAreAsPlanned(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	schema := written(t, dir, "m.yaml", `
objects:
  - {name: Users, source: User, target: User, mappings: [{target: userName, from: upn, match: 1}]}
  - {name: Groups, source: Group, target: Group, mappings: [{target: displayName, from: name, match: 1}, {target: members, from: members}]}
`)
	args := []string{
		"run", "--schema", schema, "--server", "rfc", "--twice",
		"--in", written(t, dir, "users.ndjson", `{"id": "u1", "upn": "a"}`+"\n"+`{"id": "u2", "upn": "b"}`),
		"--in", "Group=" + written(t, dir, "groups.ndjson", `{"id": "g1", "name": "Planners", "members": ["u1", "u2"]}`+"\n"+`{"id": "g2", "name": "Old", "members": ["u2"]}`),
		"--target", "Group=" + written(t, dir, "groups.json", `[{"id": "G2", "displayName": "Old", "members": [{"value": "x1", "display": "X"}, {"value": "x2"}]}]`),
	}
	code, _, messages := attrmap(nil, append(args, "--wire", "compliant")...)
	require.Contains(t, messages, "second cycle: 0 attributes are written again\nserver: 6 requests are sent, 0 refused; 5 values are compared, 0 not as planned\n")
	require.Zero(t, code)
	code, _, messages = attrmap(nil, append(args, "--wire", "default")...)
	require.Contains(t, messages, "server: refused: PATCH: invalidValue, RFC 7644 3.5.2.2: want a removal without a value: a filter in the path says which elements of members go — 1 time: Old\n")
	require.Contains(t, messages, "server: not as planned: members — 1 value: Old\n")
	require.Equal(t, 1, code)
}

// A password is never shown. Whoever writes it at creation alone is at rest, and whoever always writes it is not.
func TestWhatTheServerNeverShowsIsNotCompared(t *testing.T) {
	t.Parallel()
	for apply, want := range map[string]string{
		"create": "server: 1 request is sent, 0 refused; 1 value is compared, 0 not as planned\n",
		"always": "server: 1 request is sent, 0 refused; 2 values are compared, 1 not as planned\n",
	} {
		dir := t.TempDir()
		schema := written(t, dir, "m.yaml", "mappings: [{target: userName, from: upn, match: 1}, {target: password, from: pw, apply: "+apply+"}]")
		_, _, messages := attrmap(nil, "run", "--schema", schema, "--in", written(t, dir, "in.ndjson", `{"upn": "a", "pw": "p"}`), "--server", "rfc")
		require.Contains(t, messages, want, apply)
	}
}
