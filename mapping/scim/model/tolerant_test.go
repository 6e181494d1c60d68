package model_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping/scim/model"
)

// ann is what the target holds at first.
const ann = `{"id": "1", "userName": "ann", "active": true, "name": {"givenName": "Ann", "familyName": "Lee"},
	"emails": [{"type": "work", "value": "ann@x", "primary": true}, {"type": "home", "value": "a@home"}],
	"roles": ["Admin"], "members": [{"value": "u1", "display": "One"}, {"value": "u2"}],
	"` + enterprise + `": {"department": "Sales", "manager": {"value": "m0", "displayName": "Lee"}}}`

// What a PATCH leaves, by RFC 7644, 3.5.2, and, where a row says so, by Entra's pages.
func TestWhatAPatchLeaves(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, operations, read, want string }{
		{"a replaced text", `{"op":"Replace","path":"userName","value":"bo"}`, "userName | active", `"bo" | true`},
		{"a part, the others stay", `{"op":"replace","path":"name.familyName","value":"Ray"}`, "name", `{"familyName":"Ray","givenName":"Ann"}`},
		{"a complex attribute whose parts are set", `{"op":"add","path":"name","value":{"middleName":"X"}}`, "name.givenName | name.middleName", `"Ann" | "X"`},
		{"an attribute that was not there", `{"op":"Replace","path":"title","value":"Buyer"}`, "title", `"Buyer"`},
		{"an attribute that is removed", `{"op":"Remove","path":"userName"}`, "userName", `-`},
		{"the last part that is removed", `{"op":"Remove","path":"name.givenName"},{"op":"Remove","path":"name.familyName"}`, "name", `-`},
		{"null unassigns (RFC 7643, 2.5)", `{"op":"replace","path":"userName","value":null}`, "userName", `-`},
		{"the empty text is not kept (inferred)", `{"op":"replace","path":"userName","value":""}`, "userName", `-`},
		{"True is true (Entra's default client)", `{"op":"Replace","path":"active","value":"False"}`, "active", `false`},
		{"an element by its filter", `{"op":"Replace","path":"emails[type eq \"work\"].value","value":"b@x"}`, `emails[type eq "work"].value | emails[type eq "home"].value`, `"b@x" | "a@home"`},
		{"an element that was not there (Entra expects it)", `{"op":"Add","path":"emails[type eq \"other\"].value","value":"o@x"}`, `emails.type | emails.value`, `["work","home","other"] | ["ann@x","a@home","o@x"]`},
		{"an element in a new attribute", `{"op":"Add","path":"phoneNumbers[type eq \"work\"].value","value":"1"}`, "phoneNumbers", `[{"type":"work","value":"1"}]`},
		{"a removed part of an element", `{"op":"Remove","path":"emails[type eq \"work\"].value"}`, `emails[type eq "work"].value | emails.type`, `- | ["work","home"]`},
		{"a removed element", `{"op":"remove","path":"emails[type eq \"work\"]"}`, `emails`, `[{"type":"home","value":"a@home"}]`},
		{"a new primary element, the only one", `{"op":"add","path":"emails","value":[{"type":"other","value":"o","primary":true}]}`, "emails.primary | emails[primary eq true].value", `[false,true] | "o"`},
		{"elements that are added stay beside the others", `{"op":"Add","path":"roles","value":[{"value":"User"}]}`, "roles.value", `["Admin","User"]`},
		{"an element that is there is not added again", `{"op":"Add","path":"roles","value":[{"value":"Admin"}]},{"op":"Add","path":"members","value":[{"$ref":null,"value":"u1"}]}`, "roles | members.value", `["Admin"] | ["u1","u2"]`},
		{"an element that is there gets what else is said of it (RFC 7643, 2.4)", `{"op":"Add","path":"roles","value":[{"value":"Admin","primary":true}]}`, "roles", `[{"primary":true,"value":"Admin"}]`},
		{"an element of another type is another one", `{"op":"Add","path":"emails","value":[{"type":"other","value":"ann@x"}]}`, "emails.type", `["work","home","other"]`},
		{"a replaced array", `{"op":"replace","path":"roles","value":[{"value":"User"}]}`, "roles", `[{"value":"User"}]`},
		{"an array of none", `{"op":"replace","path":"roles","value":[]}`, "roles", `-`},
		{"members that are added", `{"op":"Add","path":"members","value":[{"$ref":null,"value":"u3"}]}`, "members", `[{"display":"One","value":"u1"},{"value":"u2"},{"value":"u3"}]`},
		{"members that are removed by a value (Entra's default client)", `{"op":"Remove","path":"members","value":[{"value":"u1"}]}`, "members.value", `"u2"`},
		{"a member that is removed by a filter", `{"op":"remove","path":"members[value eq \"u2\"]"}`, "members.value", `"u1"`},
		{"members that are removed one by one", `{"op":"remove","path":"members[value eq \"U2\"]"},{"op":"remove","path":"members[value eq \"u1\"]"},{"op":"remove","path":"roles[value eq \"x\"]"},{"op":"remove","path":"roles[value eq \"admin\"]"}`, "members | roles", `- | -`},
		{"all members", `{"op":"Remove","path":"members"}`, "members", `-`},
		{"a manager by the identifier alone (Entra's client)", `{"op":"Replace","path":"` + enterprise + `:manager","value":"m1"}`, enterprise + ":manager | " + enterprise + ":department", `"m1" | "Sales"`},
		{"a manager as an object", `{"op":"replace","path":"` + enterprise + `:manager","value":{"value":"m1"}}`, enterprise + ":manager.value", `"m1"`},
		{"no manager", `{"op":"Remove","path":"` + enterprise + `:manager"}`, enterprise + ":manager | " + enterprise + ":department", `- | "Sales"`},
		{"several attributes in one value, by flat names (Entra's compliant client)", `{"op":"replace","value":{"userName":"bo","name.familyName":"Ray","` + enterprise + `:department":"IT"}}`,
			"userName | name.familyName | " + enterprise + ":department", `"bo" | "Ray" | "IT"`},
		{"names are compared without case", `{"op":"REPLACE","path":"USERNAME","value":"bo"}`, "userName | UserName", `"bo" | "bo"`},
		{"the core schema's URN", `{"op":"replace","path":"urn:ietf:params:scim:schemas:core:2.0:User:userName","value":"bo"}`, "userName", `"bo"`},
		{"an attribute of a new extension", `{"op":"Add","path":"urn:x:hr:2.0:User:tags","value":["a"]},{"op":"Add","path":"urn:x:hr:2.0:User:tags","value":["a","b"]}`, "urn:x:hr:2.0:User:tags", `["a","b"]`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := model.New(model.Options{Profile: model.Tolerant})
			s.Put("/Users/1", object(t, ann))
			answer := s.Do("PATCH", "/Users/1", patchBody(tt.operations))
			require.Equal(t, 204, answer.Status, answer.Detail)
			require.Equal(t, "/Users/1", answer.Location)
			if diff := cmp.Diff(tt.want, read(t, s.Attributes(answer.Location), tt.read)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestObjectsComeAndGo(t *testing.T) {
	t.Parallel()
	s := model.New(model.Options{Profile: model.Tolerant})
	s.Put("/Users/new-1", object(t, `{"userName": "old"}`))
	body := `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"bo","name":{"givenName":"Bo","familyName":""},"title":null,
		"emails":[{"type":"work","value":"bo@x"}],"` + enterprise + `":{"department":"IT","manager":{"value":"1"}},"meta":{"resourceType":"User"}}`
	answer := s.Do("POST", "/Users", []byte(body))
	require.Equal(t, 201, answer.Status, answer.Detail)
	require.Equal(t, "/Users/new-2", answer.Location, "an identifier that is taken is not assigned")
	require.Equal(t, `"new-2" | "bo" | {"givenName":"Bo"} | - | "bo@x" | "IT" | "1" | -`,
		read(t, s.Attributes(answer.Location), `id | userName | name | title | emails[type eq "work"].value | `+enterprise+`:department | `+enterprise+`:manager | schemas`))
	require.Equal(t, 204, s.Do("DELETE", answer.Location, nil).Status)
	require.Nil(t, s.Attributes(answer.Location))
	require.Equal(t, 404, s.Do("DELETE", answer.Location, nil).Status)
}

// A request that cannot be followed changes nothing, and its error quotes no values.
func TestRequestsThatTheTolerantProfileRefuses(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, method, path, body, scimType, want string
	}{
		{"a body that is no JSON", "PATCH", "/Users/1", "secret", "invalidSyntax", "the body is no JSON that can be read: malformed"},
		{"a body that is no object", "POST", "/Users", `["secret"]`, "invalidSyntax", "want an object as body, got an array"},
		{"an operation that is none", "PATCH", "/Users/1", `{"Operations":["secret"]}`, "invalidSyntax", "want an object as operation, got a text"},
		{"an unknown operation", "PATCH", "/Users/1", `{"Operations":[{"op":"replace","path":"title","value":"x"},{"op":"move","path":"title","value":"secret"}]}`, "invalidSyntax", `want add, replace or remove as op`},
		{"neither path nor attributes", "PATCH", "/Users/1", `{"Operations":[{"op":"add","value":"secret"}]}`, "invalidValue", `want a path, or an object of attributes as value, got a text`},
		{"a path of JSON Patch", "PATCH", "/Users/1", `{"Operations":[{"op":"add","path":"/title","value":"secret"}]}`, "invalidPath", "want the name of an attribute, got none that is one"},
		{"a part of a text", "PATCH", "/Users/1", `{"Operations":[{"op":"add","path":"title.x","value":"secret"}]}`, "invalidPath", "title has no parts"},
		{"a filter that does not say what to make", "PATCH", "/Users/1", `{"Operations":[{"op":"add","path":"emails[type ne \"secret\"].value","value":"secret"}]}`, "noTarget", "no element is chosen by the filter of emails[…].value"},
		{"a boolean that is none", "PATCH", "/Users/1", `{"Operations":[{"op":"replace","path":"title","value":"x"},{"op":"replace","value":{"active":"secret"}}]}`, "invalidValue", `active is true or false, got a text`},
		{"a path that is none", "POST", "/Users", `{"a b":"secret"}`, "invalidSyntax", `want a point and a name, or the path's end, after a`},
		{"an attribute of an extension that is none", "POST", "/Users", `{"urn:x:y":{"a b":"secret"}}`, "invalidSyntax", `want a point and a name, or the path's end, after urn:x:y:a`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := model.New(model.Options{Profile: model.Tolerant})
			s.Put("/Users/1", object(t, `{"title": "old"}`))
			answer := s.Do(tt.method, tt.path, []byte(tt.body))
			require.Equal(t, 400, answer.Status)
			require.Equal(t, tt.scimType, answer.ScimType)
			require.Equal(t, tt.want, answer.Detail)
			require.NotContains(t, string(answer.Body), "secret")
			require.Equal(t, `"old"`, read(t, s.Attributes("/Users/1"), "title"))
		})
	}
}

// A large group is filled, and emptied member by member, in a time that grows with its members.
func TestALargeGroup(t *testing.T) {
	t.Parallel()
	const members = 20_000
	var add strings.Builder
	for i := range members {
		fmt.Fprintf(&add, `,{"$ref":null,"value":"u%d"}`, i)
	}
	for _, profile := range []model.Profile{model.Strict, model.Tolerant} {
		s := model.New(model.Options{Profile: profile, MaxBody: -1, MaxOperations: -1})
		s.Put("/Groups/1", value.NewObject())
		for range 2 { // the second time everybody is there already
			answer := s.Do("PATCH", "/Groups/1", patchBody(`{"op":"add","path":"members","value":[`+add.String()[1:]+`]}`))
			require.Equal(t, 204, answer.Status, answer.Detail)
		}
		require.Len(t, s.Attributes("/Groups/1").Get("members").Members(), members)
		var remove strings.Builder
		for i := range members - 1 {
			fmt.Fprintf(&remove, `,{"op":"remove","path":"members[value eq \"u%d\"]"}`, i)
		}
		answer := s.Do("PATCH", "/Groups/1", patchBody(remove.String()[1:]))
		require.Equal(t, 204, answer.Status, answer.Detail)
		require.Equal(t, fmt.Sprintf(`[{"value":"u%d"}]`, members-1), read(t, s.Attributes("/Groups/1"), "members"))
	}
}

func TestATargetThatKeepsEmptyTexts(t *testing.T) {
	t.Parallel()
	s := model.New(model.Options{Profile: model.Tolerant, KeepsEmpty: true})
	s.Put("/Users/1", object(t, `{"title": "old", "name": {"givenName": "A"}}`))
	answer := s.Do("PATCH", "/Users/1", patchBody(`{"op":"replace","value":{"title":"","name.givenName":"","active":null}}`))
	require.Equal(t, 204, answer.Status, answer.Detail)
	require.Equal(t, `"" | "" | -`, read(t, s.Attributes("/Users/1"), "title | name.givenName | active"))
}
