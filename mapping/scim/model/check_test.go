package model_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/mapping/scim/model"
)

// checked writes what a check has found on lines.
func checked(c model.Checked) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d\n", c.Answer.Status)
	for _, f := range c.Faults {
		fmt.Fprintf(&b, "fault %d %s: %d %s, %s: %s\n", f.Operation, f.Path, f.Status, f.ScimType, f.Section, f.Detail)
	}
	if len(c.Lost) > 0 {
		fmt.Fprintf(&b, "lost %s\n", strings.Join(c.Lost, ", "))
	}
	for _, r := range c.Remarks {
		fmt.Fprintf(&b, "remark %s\n", r)
	}
	return b.String()
}

func TestCheckNamesEveryFaultAndWhatIsLostWithIt(t *testing.T) {
	t.Parallel()
	const enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
	const core = `{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], `
	patch := func(operations string) string {
		return `{"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [` + operations + `]}`
	}
	for _, tt := range []struct{ name, method, path, body, want string }{
		{"a user", "POST", "/Users", core + `"userName": "bo"}`, "201\n"},
		{"a name that is taken costs all", "POST", "/Users", core + `"userName": "ADA", "title": "x"}`,
			"409\nfault 0 : 409 uniqueness, RFC 7644 3.3: another resource has the same userName\nlost userName, title\n"},
		{"what the server leaves out is not lost", "POST", "/Users", core + `"userName": "bo", "shoeSize": 9, "meta": {"resourceType": "User"}, "id": "x", "groups": []}`,
			"400\nfault 0 shoeSize: 400 invalidSyntax, RFC 7644 3.3: the schemas define no attribute shoeSize\nlost userName\n"},
		{"two faults of a user", "POST", "/Users", core + `"userName": "bo", "active": "True", "shoeSize": 9, "title": "x"}`,
			"400\nfault 0 active: 400 invalidValue, RFC 7643 2.3.2: active is true or false, got a boolean as a text\n" +
				"fault 0 shoeSize: 400 invalidSyntax, RFC 7644 3.3: the schemas define no attribute shoeSize\nlost userName, title\n"},
		{"an extension whose URN is not among schemas", "POST", "/Users", core + `"userName": "bo", "` + enterprise + `": {"department": "x"}}`,
			"400\nfault 0 schemas: 400 invalidSyntax, RFC 7643 3: schemas lacks " + enterprise + ", which the resource has attributes of\nlost userName, " + enterprise + ":department\n"},
		{"no name", "POST", "/Users", core + `"title": "x"}`, "400\nfault 0 : 400 invalidValue, RFC 7644 3.3: the resource lacks userName, which the schema requires\nlost title\n"},
		{"a manager as a text costs the rest of a leaver", "PATCH", "/Users/1", patch(`{"op": "Replace", "path": "active", "value": "False"}, {"op": "Add", "path": "` + enterprise + `:manager", "value": "2"}, {"op": "Replace", "path": "title", "value": "x"}`),
			"400\nfault 1 active: 400 invalidValue, RFC 7643 2.3.2: active is true or false, got a boolean as a text\n" +
				"fault 2 " + enterprise + ":manager: 400 invalidValue, RFC 7643 4.3: " + enterprise + ":manager is an object whose value is the manager's id, got a text\n" +
				"lost title\nremark the operation is called Replace: RFC 7644 3.5.2 has add, replace and remove in small letters\n"},
		{"one unknown attribute costs all that are merged with it", "PATCH", "/Users/1", patch(`{"op": "replace", "value": {"displayName": "x", "urn:example:acme:2.0:User:hireDate": "y", "title": "z"}}`),
			"400\nfault 1 urn:example:acme:2.0:User:hireDate: 400 invalidPath, RFC 7644 3.5.2: the schemas define no attribute urn:example:acme:2.0:User:hireDate\nlost displayName, title\n"},
		{"a first phone has no target", "PATCH", "/Users/1", patch(`{"op": "add", "path": "phoneNumbers[type eq \"mobile\"].value", "value": "1"}, {"op": "add", "path": "title", "value": "x"}`),
			"400\nfault 1 phoneNumbers[type eq \"mobile\"].value: 400 noTarget, RFC 7644 3.12: no element is chosen by the filter of phoneNumbers[…].value\nlost title\n"},
		{"what only the server writes", "PATCH", "/Users/1", patch(`{"op": "replace", "path": "groups", "value": []}`),
			"400\nfault 1 groups: 400 mutability, RFC 7643 2.2: groups is written by the server alone\n"},
		{"a bad path", "PATCH", "/Users/1", patch(`{"op": "replace", "path": "emails[type eq", "value": "x"}`), "400\nfault 1 emails[…: 400 invalidPath, RFC 7644 3.5.2: want a value after type eq\n"},
		{"a member that is not there costs nothing", "PATCH", "/Users/1", patch(`{"op": "remove", "path": "emails[value eq \"secret@example.com\"]"}`), "204\n"},
		{"a filter on values is not shown", "PATCH", "/Users/1", patch(`{"op": "replace", "path": "emails[value eq \"secret@example.com\"].type", "value": "work"}`),
			"400\nfault 1 emails[…].type: 400 noTarget, RFC 7644 3.5.2.3: no element is chosen by the filter of emails[…].type\n"},
		{"a type that is none of the suggested ones is taken", "POST", "/Users", core + `"userName": "bo", "emails": [{"type": "private", "value": "b@example.com"}]}`,
			"201\nremark emails.type is none of the values that the schema suggests: work, home, other\n"},
		{"nobody", "PATCH", "/Users/9", patch(`{"op": "add", "path": "title", "value": "x"}`), "404\nfault 0 : 404 , RFC 7644 3.12: this server has no such resource\n"},
		{"no endpoint", "POST", "/Robots", `{}`, "404\nfault 0 : 404 , RFC 7644 3.12: this server has no such endpoint\n"},
		{"no JSON", "PATCH", "/Users/1", `{`, "400\nfault 0 : 400 invalidSyntax, RFC 7644 3.5.2: the body is no JSON that can be read: malformed\n"},
		{"a deletion", "DELETE", "/Users/1", "", "204\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := model.New(model.Options{AnyCase: true})
			s.Put("/Users/1", object(t, `{"userName": "ada"}`))
			before := s.Attributes("/Users/1")
			got := checked(s.Check(tt.method, tt.path, []byte(tt.body)))
			if !strings.HasPrefix(got, tt.want) || strings.HasSuffix(tt.want, "\n") && got != tt.want {
				t.Errorf("(-want +got):\n%s", cmp.Diff(tt.want, got))
			}
			require.Equal(t, before, s.Attributes("/Users/1"), "nothing is taken")
			answer := s.Do(tt.method, tt.path, []byte(tt.body))
			require.Equal(t, got[:3], fmt.Sprint(answer.Status), "the server answers what the check says")
		})
	}
}
