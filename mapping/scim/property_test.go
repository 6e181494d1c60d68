package scim_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/provision"
	"github.com/attrmap/attrmap/mapping/scim"
)

// everyForm has a mapping to each form of SCIM path, and of value.
const everyForm = `{"mappings": [
	{"target": "userName", "from": "upn", "match": 1},
	{"target": "active", "from": "on"},
	{"target": "displayName", "from": "a"},
	{"target": "title", "from": "b", "flowNulls": true},
	{"target": "nickName", "from": "c", "default": "nick"},
	{"target": "name.givenName", "from": "a", "flowNulls": true},
	{"target": "name.familyName", "from": "b"},
	{"target": "emails[type eq \"work\"].value", "from": "c", "flowNulls": true},
	{"target": "emails[type eq \"home\"].value", "from": "a"},
	{"target": "phoneNumbers[type eq \"work\" and primary eq \"True\"].value", "from": "b", "flowNulls": true},
	{"target": "addresses[type eq \"work\"].locality", "from": "a"},
	{"target": "addresses[type eq \"work\"].Formatted", "from": "b", "apply": "create"},
	{"target": "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department", "from": "c"},
	{"target": "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager", "from": "m", "flowNulls": true},
	{"target": "urn:x:hr:2.0:User:tags", "from": "tags", "flowNulls": true},
	{"target": "urn:x:hr:2.0:User:more", "from": "tags", "apply": "valueAddOnly"},
	{"target": "urn:x:hr:2.0:User:onSite", "from": "on"},
	{"target": "roles", "expression": "AssertiveAppRoleAssignmentsComplex([roles])"}
]}`

// Whatever users a job has and whatever the target has of them: what the requests of a cycle leave there is not written again (docs/evidence.md).
func TestWhatIsSentIsNotWrittenAgain(t *testing.T) {
	t.Parallel()
	set, err := mapping.ReadJSON(strings.NewReader(everyForm))
	require.NoError(t, err)
	var engines []*provision.Engine // without and with a target that keeps empty texts
	for _, keeps := range []bool{false, true} {
		engine, err := provision.New(provision.Job{Objects: []provision.ObjectMapping{{Set: set, Mapping: mapping.Options{EmptyTextFlows: keeps}}}})
		require.NoError(t, err)
		engines = append(engines, engine)
	}
	rapid.Check(t, func(t *rapid.T) {
		var sources []provision.Source
		objects := []*provision.Object{{ID: "m1", Attrs: value.Map{}}, {ID: "m2", Attrs: value.Map{}}} // managers
		for i := range rapid.IntRange(1, 4).Draw(t, "users") {
			upn := fmt.Sprintf("u%d", i)
			sources = append(sources, provision.Source{Ordinal: i + 1, Attrs: drawUser(t, upn)})
			if rapid.Bool().Draw(t, "exists") {
				objects = append(objects, provision.NewObject(drawAccount(t, upn), i+1, set))
			}
		}
		empty := rapid.IntRange(0, 1).Draw(t, "keeps empty texts")
		engine := engines[empty]
		applied := scim.NewApplied(objects, scim.ClientOptions{
			EmptyTextFlows: empty == 1, Compliant: rapid.Bool().Draw(t, "compliant"), InlineReferences: rapid.Bool().Draw(t, "inline"), PlainBooleans: rapid.Bool().Draw(t, "plain"),
		})
		for _, p := range cycleOf(t, engine, provision.NewMemory(objects), sources, 1) {
			require.NoError(t, applied.Add(p))
		}
		directory, err := applied.Directory()
		require.NoError(t, err)
		for _, p := range cycleOf(t, engine, directory, sources, 1) {
			require.Equal(t, provision.Skip, p.Action, "%v", p)
		}
	})
}

// drawUser returns a source object: each attribute is absent, null or a value.
func drawUser(t *rapid.T, upn string) value.Map {
	user := value.Map{"upn": upn}
	maybe := func(name string, values ...any) {
		if i := rapid.IntRange(-2, len(values)-1).Draw(t, name); i >= 0 {
			user[name] = values[i]
		} else if i == -1 {
			user[name] = nil
		}
	}
	for _, name := range []string{"a", "b", "c"} {
		maybe(name, "x", "X", `y "z"`, "")
	}
	maybe("m", "m1", "m2")
	maybe("on", true, false)
	maybe("tags", []any{"p"}, []any{"p", "q"}, []any{"q", "r"})
	role := func(name string) any { return map[string]any{"id": "id-" + name, "value": name, "displayName": name} }
	maybe("roles", []any{role("r1")}, []any{role("r1"), role("r2")})
	return user
}

// drawAccount returns an object of the target.
func drawAccount(t *rapid.T, upn string) value.Map {
	account := value.Map{"id": "id-" + upn, "userName": upn}
	maybe := func(in map[string]any, name string, values ...any) {
		if i := rapid.IntRange(-1, len(values)-1).Draw(t, name); i >= 0 {
			in[name] = values[i]
		}
	}
	text := []any{"x", "old"}
	element := func(kind, member string, primary any) any {
		return map[string]any{"type": kind, member: "old", "primary": primary}
	}
	maybe(account, "active", true, false)
	for _, name := range []string{"displayName", "title", "nickName"} {
		maybe(account, name, text...)
	}
	maybe(account, "name", map[string]any{}, map[string]any{"givenName": "x"}, map[string]any{"givenName": "old", "familyName": "old", "middleName": "m"})
	maybe(account, "emails", []any{element("work", "value", true)}, []any{element("home", "value", false), element("work", "value", true)}, []any{element("other", "value", true)})
	maybe(account, "phoneNumbers", []any{element("work", "value", true)}, []any{element("work", "value", false)}, []any{element("fax", "value", true)})
	maybe(account, "addresses", []any{element("work", "formatted", true)}, []any{element("work", "locality", nil)})
	maybe(account, "roles", []any{"r1"}, []any{map[string]any{"value": "r3", "primary": true}}, []any{map[string]any{"value": "r1"}, map[string]any{"value": "r2"}})
	enterprise, hr := map[string]any{}, map[string]any{}
	maybe(enterprise, "department", text...)
	maybe(enterprise, "manager", map[string]any{"value": "m1"}, map[string]any{"value": "m0", "displayName": "M"})
	maybe(hr, "tags", []any{"p"}, []any{"q", "s"})
	maybe(hr, "more", []any{"p"}, []any{"q", "s"})
	maybe(hr, "onSite", true, false)
	maybe(account, "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User", enterprise)
	maybe(account, "urn:x:hr:2.0:User", hr)
	return account
}
