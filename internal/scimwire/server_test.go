package scimwire_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/scimwire"
)

const enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"

// ann is what the target holds at first.
const ann = `{"id": "1", "userName": "ann", "active": true, "name": {"givenName": "Ann", "familyName": "Lee"},
	"emails": [{"type": "work", "value": "ann@x", "primary": true}, {"type": "home", "value": "a@home"}],
	"roles": ["Admin"], "members": [{"value": "u1", "display": "One"}, {"value": "u2"}],
	"` + enterprise + `": {"department": "Sales", "manager": {"value": "m0", "displayName": "Lee"}}}`

// read returns attributes of an object as JSON, one after another; - is absent.
func read(t testing.TB, attrs value.Attributes, paths string) string {
	t.Helper()
	var texts []string
	for name := range strings.SplitSeq(paths, " | ") {
		path := value.ParsePath(name)
		text := "-"
		if v := attrs.Attribute(&path); !v.IsAbsent() {
			text = string(v.AppendJSON(nil))
		}
		texts = append(texts, text)
	}
	return strings.Join(texts, " | ")
}

func patchBody(operations string) []byte {
	return []byte(`{"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [` + operations + `]}`)
}

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
		{"an element that has more than the one that is there", `{"op":"Add","path":"roles","value":[{"value":"Admin","primary":true}]}`, "roles", `["Admin",{"primary":true,"value":"Admin"}]`},
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
			before, _ := parse(t, ann).AsObject()
			s := scimwire.NewServer()
			s.Put("/Users/1", before, nil)
			path, err := s.Do(scimwire.Request{Method: "PATCH", Path: "/Users/1", Body: patchBody(tt.operations)})
			require.NoError(t, err)
			require.Equal(t, "/Users/1", path)
			if diff := cmp.Diff(tt.want, read(t, s.Attributes(path), tt.read)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// A row of CSV has a column for every path; what a PATCH changes is put together with what the other columns hold.
func TestAPatchOfAFlatRecord(t *testing.T) {
	t.Parallel()
	work, err := scimwire.ParsePath(`emails[type eq "work"].value`)
	require.NoError(t, err)
	home, err := scimwire.ParsePath(`emails[type eq "home"].value`)
	require.NoError(t, err)
	s := scimwire.NewServer()
	s.Put("/Users/1", value.Map{work.String(): "w", home.String(): "h", "title": "t"}, []*scimwire.Path{work, home})
	_, err = s.Do(scimwire.Request{Method: "PATCH", Path: "/Users/1", Body: patchBody(`{"op":"Replace","path":"emails[type eq \"work\"].value","value":"new"}`)})
	require.NoError(t, err)
	require.Equal(t, `"new" | "h" | "t"`, read(t, s.Attributes("/Users/1"), work.String()+" | "+home.String()+" | title"))
}

func TestObjectsComeAndGo(t *testing.T) {
	t.Parallel()
	s := scimwire.NewServer()
	s.Put("/Users/new-1", value.Map{"userName": "old"}, nil)
	body := `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"bo","name":{"givenName":"Bo","familyName":""},"title":null,
		"emails":[{"type":"work","value":"bo@x"}],"` + enterprise + `":{"department":"IT","manager":{"value":"1"}},"meta":{"resourceType":"User"}}`
	path, err := s.Do(scimwire.Request{Method: "POST", Path: "/Users", Body: []byte(body)})
	require.NoError(t, err)
	require.Equal(t, "/Users/new-2", path, "an identifier that is taken is not assigned")
	require.Equal(t, `"new-2" | "bo" | {"givenName":"Bo"} | - | "bo@x" | "IT" | "1" | -`,
		read(t, s.Attributes(path), `id | userName | name | title | emails[type eq "work"].value | `+enterprise+`:department | `+enterprise+`:manager | schemas`))
	gone, err := s.Do(scimwire.Request{Method: "DELETE", Path: path})
	require.NoError(t, err)
	require.Equal(t, path, gone)
	require.Nil(t, s.Attributes(path))
}

// A request that cannot be followed changes nothing, and its error quotes no values.
func TestRequestsThatAreRefused(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, method, path, body, want string }{
		{"an unknown object", "PATCH", "/Users/9", "{}", "PATCH of an object that the target does not have"},
		{"a request of another kind", "PUT", "/Users/1", "{}", `want POST, PATCH or DELETE, got "PUT"`},
		{"a deletion of an unknown object", "DELETE", "/Users/9", "", "DELETE of an object that the target does not have"},
		{"a body that is no JSON", "PATCH", "/Users/1", "secret", "the body is no JSON"},
		{"a body that is no object", "POST", "/Users", `["secret"]`, "want an object as body"},
		{"an operation that is none", "PATCH", "/Users/1", `{"Operations":["secret"]}`, "want an object as operation"},
		{"an unknown operation", "PATCH", "/Users/1", `{"Operations":[{"op":"replace","path":"title","value":"x"},{"op":"move","path":"title","value":"secret"}]}`, `want add, replace or remove as op, got "move"`},
		{"neither path nor attributes", "PATCH", "/Users/1", `{"Operations":[{"op":"add","value":"secret"}]}`, `want a path, or an object as value, in the operation "add"`},
		{"a boolean that is none", "PATCH", "/Users/1", `{"Operations":[{"op":"replace","path":"title","value":"x"},{"op":"replace","value":{"active":"secret"}}]}`, `attribute "active": want true or false, got neither`},
		{"a path that is none", "POST", "/Users", `{"a b":"secret"}`, `attribute "a b": want a name, got "a b"`},
		{"an attribute of an extension that is none", "POST", "/Users", `{"urn:x:y":{"a b":"secret"}}`, `attribute "urn:x:y:a b": the URN has a space in it; delete it`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := scimwire.NewServer()
			s.Put("/Users/1", value.Map{"title": "old"}, nil)
			_, err := s.Do(scimwire.Request{Method: tt.method, Path: tt.path, Body: []byte(tt.body)})
			require.EqualError(t, err, tt.want)
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
	s := scimwire.NewServer()
	s.Put("/Groups/1", value.Map{}, nil)
	for range 2 { // the second time everybody is there already
		_, err := s.Do(scimwire.Request{Method: "PATCH", Path: "/Groups/1", Body: patchBody(`{"op":"Add","path":"members","value":[` + add.String()[1:] + `]}`)})
		require.NoError(t, err)
	}
	path := value.ParsePath("members")
	require.Len(t, s.Attributes("/Groups/1").Attribute(&path).Members(), members)
	var remove strings.Builder
	for i := range members - 1 {
		fmt.Fprintf(&remove, `,{"op":"remove","path":"members[value eq \"u%d\"]"}`, i)
	}
	_, err := s.Do(scimwire.Request{Method: "PATCH", Path: "/Groups/1", Body: patchBody(remove.String()[1:])})
	require.NoError(t, err)
	require.Equal(t, fmt.Sprintf(`[{"value":"u%d"}]`, members-1), read(t, s.Attributes("/Groups/1"), "members"))
}

func TestATargetThatKeepsEmptyTexts(t *testing.T) {
	t.Parallel()
	s := scimwire.NewServer()
	s.KeepsEmpty = true
	s.Put("/Users/1", value.Map{"title": "old", "name": map[string]any{"givenName": "A"}}, nil)
	_, err := s.Do(scimwire.Request{Method: "PATCH", Path: "/Users/1", Body: patchBody(`{"op":"replace","value":{"title":"","name.givenName":"","active":null}}`)})
	require.NoError(t, err)
	require.Equal(t, `"" | "" | -`, read(t, s.Attributes("/Users/1"), "title | name.givenName | active"))
}
