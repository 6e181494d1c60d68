package model_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/mapping/scim/model"
)

// ada is what a strict server holds at first.
const ada = `{"userName": "ada", "active": true, "name": {"givenName": "Ada", "familyName": "Lee"}, "title": "Engineer",
	"emails": [{"type": "work", "value": "ada@x", "primary": true}, {"type": "home", "value": "a@home"}],
	"roles": [{"value": "admin"}],
	"groups": [{"value": "g1"}],
	"` + enterprise + `": {"department": "Sales", "manager": {"value": "m0"}}}`

// What a PATCH leaves on a server that follows the RFC to the letter, or why it is refused (RFC 7644, 3.5.2).
func TestWhatAPatchIsToTheLetter(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, operations, read, want string }{
		{"a text is added in place of another", `{"op":"add","path":"title","value":"Lead"}`, "title", `"Lead"`},
		{"a text is replaced", `{"op":"replace","path":"title","value":"Lead"}`, "title", `"Lead"`},
		{"a text is removed", `{"op":"remove","path":"title"}`, "title", `-`},
		{"what is not there is removed", `{"op":"remove","path":"nickName"}`, "nickName", `-`},
		{"what is not there is replaced: it is added", `{"op":"replace","path":"nickName","value":"A"}`, "nickName", `"A"`},
		{"null unassigns", `{"op":"replace","path":"title","value":null}`, "title", `-`},
		{"an empty array unassigns", `{"op":"replace","path":"emails","value":[]}`, "emails", `-`},
		{"the empty text is a value", `{"op":"replace","path":"title","value":""}`, "title", `""`},
		{"a part", `{"op":"replace","path":"name.givenName","value":"Eve"}`, "name", `{"familyName":"Lee","givenName":"Eve"}`},
		{"parts that a value does not have stay", `{"op":"replace","path":"name","value":{"givenName":"Eve"}}`, "name", `{"familyName":"Lee","givenName":"Eve"}`},
		{"names in any case", `{"op":"replace","path":"NAME.GIVENNAME","value":"Eve"}`, "name.givenName", `"Eve"`},
		{"the core schema's URN", `{"op":"replace","path":"` + user + `:name.givenName","value":"Eve"}`, "name.givenName", `"Eve"`},
		{"an extension's URN", `{"op":"replace","path":"` + enterprise + `:department","value":"IT"}`, enterprise + ":department", `"IT"`},
		{"a part of an extension", `{"op":"add","path":"` + enterprise + `:manager.value","value":"m1"}`, enterprise + ":manager.value", `"m1"`},
		{"no path, nested", `{"op":"replace","value":{"title":"Lead","name":{"givenName":"Eve"},"` + enterprise + `":{"department":"IT"}}}`, "title | name.givenName | name.familyName | " + enterprise + ":department", `"Lead" | "Eve" | "Lee" | "IT"`},
		{"no path, flat", `{"op":"add","value":{"title":"Lead","name.givenName":"Eve","` + enterprise + `:department":"IT"}}`, "title | name.givenName | name.familyName | " + enterprise + ":department", `"Lead" | "Eve" | "Lee" | "IT"`},
		{"an element is added", `{"op":"add","path":"emails","value":[{"type":"other","value":"o"}]}`, "emails.value", `["ada@x","a@home","o"]`},
		{"one element alone is added", `{"op":"add","path":"emails","value":{"type":"other","value":"o"}}`, "emails.value", `["ada@x","a@home","o"]`},
		{"what is there is not added twice", `{"op":"add","path":"emails","value":[{"type":"home","value":"a@home"},{"type":"other","value":"o"},{"type":"other","value":"o"}]}`, "emails.value", `["ada@x","a@home","o"]`},
		{"another primary element takes the mark", `{"op":"add","path":"emails","value":[{"type":"other","value":"o","primary":true}]}`, "emails.primary | emails[primary eq true].value", `[false,true] | "o"`},
		{"the mark by a filter", `{"op":"replace","path":"emails[type eq \"home\"].primary","value":true}`, "emails[primary eq true].value", `"a@home"`},
		{"an array is replaced as a whole", `{"op":"replace","path":"emails","value":[{"value":"n"}]}`, "emails", `[{"value":"n"}]`},
		{"a part of the elements that a filter chooses", `{"op":"replace","path":"emails[type eq \"work\"].value","value":"n"}`, "emails.value", `["n","a@home"]`},
		{"a filter of several comparisons", `{"op":"replace","path":"emails[type eq \"work\" and value ew \"@x\"].value","value":"n"}`, "emails.value", `["n","a@home"]`},
		{"a filter with or", `{"op":"replace","path":"emails[type eq \"x\" or not (type eq \"work\")].value","value":"n"}`, "emails.value", `["ada@x","n"]`},
		{"elements that a filter chooses are replaced as wholes", `{"op":"replace","path":"emails[type eq \"work\"]","value":{"type":"work","value":"n"}}`, "emails", `[{"type":"work","value":"n"},{"type":"home","value":"a@home"}]`},
		{"elements that a filter chooses get what is added", `{"op":"add","path":"emails[type eq \"work\"]","value":{"display":"n"}}`, "emails.display | emails.value", `"n" | ["ada@x","a@home"]`},
		{"elements that a filter chooses are removed", `{"op":"remove","path":"emails[type eq \"work\"]"}`, "emails", `[{"type":"home","value":"a@home"}]`},
		{"a filter that chooses nothing removes nothing", `{"op":"remove","path":"emails[type eq \"x\"]"}`, "emails.value", `["ada@x","a@home"]`},
		{"the last element is removed", `{"op":"remove","path":"roles[value eq \"ADMIN\"]"}`, "roles", `-`},
		{"a part of every element", `{"op":"replace","path":"emails.display","value":"d"}`, "emails.display", `["d","d"]`},
		{"operations see what those before them left", `{"op":"remove","path":"emails"},{"op":"add","path":"emails","value":[{"value":"n"}]},{"op":"replace","path":"emails[value eq \"n\"].type","value":"work"}`, "emails", `[{"type":"work","value":"n"}]`},
		{"the schemas, which follow from the attributes", `{"op":"add","path":"schemas","value":["urn:x"]}`, "schemas", `-`},
		{"a removal with null as value", `{"op":"remove","path":"title","value":null}`, "title", `-`},

		{"add without a filtered element", `{"op":"add","path":"phoneNumbers[type eq \"mobile\"].value","value":"1"}`, "", "noTarget RFC 7644 3.12"},
		{"replace without a filtered element", `{"op":"replace","path":"emails[type eq \"x\"].value","value":"1"}`, "", "noTarget RFC 7644 3.5.2.3"},
		{"a removal without a path", `{"op":"remove"}`, "", "noTarget RFC 7644 3.5.2.2"},
		{"a removal with a value", `{"op":"remove","path":"emails","value":[{"value":"a@home"}]}`, "", "invalidValue RFC 7644 3.5.2.2"},
		{"a boolean as a text", `{"op":"replace","path":"active","value":"False"}`, "", "invalidValue RFC 7643 2.3.2"},
		{"a number as a text", `{"op":"replace","path":"title","value":5}`, "", "invalidValue RFC 7643 2.3.1"},
		{"an array for one value", `{"op":"replace","path":"title","value":["a"]}`, "", "invalidValue RFC 7643 2.3"},
		{"one value for an array that is replaced", `{"op":"replace","path":"emails","value":{"value":"n"}}`, "", "invalidValue RFC 7643 2.4"},
		{"a manager as a text", `{"op":"add","path":"` + enterprise + `:manager","value":"m1"}`, "", "invalidValue RFC 7643 4.3"},
		{"a text for a complex attribute", `{"op":"add","path":"name","value":"x"}`, "", "invalidValue RFC 7643 2.3.8"},
		{"a text as an element", `{"op":"add","path":"emails","value":["x"]}`, "", "invalidValue RFC 7643 2.3.8"},
		{"an unknown part", `{"op":"add","path":"name","value":{"shoeSize":"x"}}`, "", "invalidValue RFC 7643 2.3.8"},
		{"two primary elements", `{"op":"replace","path":"emails","value":[{"value":"a","primary":true},{"value":"b","primary":true}]}`, "", "invalidValue RFC 7643 2.4"},
		{"add of null", `{"op":"add","path":"title","value":null}`, "", "invalidValue RFC 7644 3.5.2.1"},
		{"add without a value", `{"op":"add","path":"title"}`, "", "invalidValue RFC 7644 3.5.2.1"},
		{"an unknown attribute", `{"op":"add","path":"shoeSize","value":"x"}`, "", "invalidPath RFC 7644 3.5.2"},
		{"an unknown part by its path", `{"op":"add","path":"name.shoeSize","value":"x"}`, "", "invalidPath RFC 7644 3.5.2"},
		{"a part of a text", `{"op":"add","path":"title.x","value":"x"}`, "", "invalidPath RFC 7644 3.5.2"},
		{"an unknown extension", `{"op":"add","path":"urn:x:hr:2.0:User:tags","value":"x"}`, "", "invalidPath RFC 7644 3.5.2"},
		{"an unknown extension without a path", `{"op":"add","value":{"urn:x:hr:2.0:User":{"tags":"x"}}}`, "", "invalidPath RFC 7644 3.5.2"},
		{"a path that is none", `{"op":"add","path":"emails[type eq","value":"x"}`, "", "invalidPath RFC 7644 3.5.2"},
		{"a path with more after its filter", `{"op":"add","path":"emails[type eq \"work\"]value","value":"x"}`, "", "invalidPath RFC 7644 3.5.2"},
		{"a schema", `{"op":"add","path":"` + enterprise + `","value":{"department":"IT"}}`, "", "invalidPath RFC 7644 3.5.2"},
		{"a path of JSON Patch", `{"op":"add","path":"/title","value":"x"}`, "", "invalidPath RFC 7644 3.5.2"},
		{"a filter on one value", `{"op":"add","path":"name[givenName eq \"Ada\"].familyName","value":"x"}`, "", "invalidPath RFC 7644 3.5.2"},
		{"a filter that orders booleans", `{"op":"add","path":"emails[primary gt true].value","value":"x"}`, "", "invalidFilter RFC 7644 3.5.2"},
		{"the id", `{"op":"replace","path":"id","value":"x"}`, "", "mutability RFC 7643 2.2"},
		{"what the server writes", `{"op":"add","path":"groups","value":[{"value":"g2"}]}`, "", "mutability RFC 7643 2.2"},
		{"meta", `{"op":"replace","value":{"meta":{"location":"x"}}}`, "", "mutability RFC 7643 2.2"},
		{"what is required is removed", `{"op":"remove","path":"userName"}`, "", "mutability RFC 7644 3.5.2.2"},
		{"what is required is unassigned", `{"op":"replace","path":"userName","value":null}`, "", "invalidValue RFC 7644 3.5.2"},
		{"an operation in capitals", `{"op":"Replace","path":"title","value":"x"}`, "", "invalidSyntax RFC 7644 3.5.2"},
		{"an operation in capitals that is wrong in itself", `{"op":"Replace","path":"active","value":"True"}`, "", "invalidValue RFC 7643 2.3.2"},
		{"an unknown operation", `{"op":"move","path":"title","value":"x"}`, "", "invalidSyntax RFC 7644 3.5.2"},
		{"neither path nor object", `{"op":"add","value":"x"}`, "", "invalidValue RFC 7644 3.5.2.1"},
		{"a path that is no text", `{"op":"add","path":5,"value":"x"}`, "", "invalidPath RFC 7644 3.5.2"},
		{"another's name in other case", `{"op":"replace","path":"userName","value":"EVE"}`, "", "uniqueness RFC 7644 3.3"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := model.New(model.Options{})
			s.Put("/Users/1", object(t, ada))
			s.Put("/Users/2", object(t, `{"userName": "eve"}`))
			before := read(t, s.Attributes("/Users/1"), "userName | title | emails | name")
			answer := s.Do("PATCH", "/Users/1", patchBody(tt.operations))
			if tt.read == "" {
				require.Equal(t, tt.want, answer.ScimType+" "+answer.Section, answer.Detail)
				// An operation that is refused costs those before it, too.
				answer = s.Do("PATCH", "/Users/1", patchBody(`{"op":"replace","path":"title","value":"lost"},`+tt.operations))
				require.GreaterOrEqual(t, answer.Status, 400)
				require.Equal(t, before, read(t, s.Attributes("/Users/1"), "userName | title | emails | name"))
				if answer.ScimType != "uniqueness" {
					require.Equal(t, 2, answer.Operation)
				}
				return
			}
			require.Equal(t, 204, answer.Status, answer.Detail)
			require.Equal(t, tt.want, read(t, s.Attributes("/Users/1"), tt.read))
		})
	}
}

// What a POST or a PUT of a whole resource is, or why it is refused (RFC 7644, 3.3 and 3.5.1).
func TestWholeResourcesToTheLetter(t *testing.T) {
	t.Parallel()
	withSchemas := func(members string) string { return `{"schemas":["` + user + `"],` + members + `}` }
	for _, tt := range []struct{ name, method, body, want string }{
		{"a user", "POST", withSchemas(`"userName":"bo"`), "201"},
		{"a user with an extension", "POST", `{"schemas":["` + user + `","` + enterprise + `"],"userName":"bo","` + enterprise + `":{"department":"IT"}}`, "201"},
		{"what only the server writes is ignored", "POST", withSchemas(`"userName":"bo","id":"mine","meta":{"version":"9"},"groups":[{"value":"g"}]`), "201"},
		{"null is no value", "POST", withSchemas(`"userName":"bo","title":null,"emails":[]`), "201"},
		{"a user is replaced", "PUT", withSchemas(`"userName":"bo"`), "200"},
		{"a name that is taken", "POST", withSchemas(`"userName":"ADA"`), "409 uniqueness RFC 7644 3.3"},
		{"one's own name is not taken", "PUT", withSchemas(`"userName":"ada"`), "200"},
		{"another's name in a replacement", "PUT", withSchemas(`"userName":"eve"`), "409 uniqueness RFC 7644 3.3"},
		{"no schemas", "POST", `{"userName":"bo"}`, "400 invalidSyntax RFC 7643 3"},
		{"schemas without the user's", "POST", `{"schemas":["` + enterprise + `"],"userName":"bo"}`, "400 invalidSyntax RFC 7643 3"},
		{"schemas without the extension's", "POST", withSchemas(`"userName":"bo","` + enterprise + `":{"department":"IT"}`), "400 invalidSyntax RFC 7643 3"},
		{"an unknown schema", "POST", `{"schemas":["` + user + `","urn:x:y"],"userName":"bo"}`, "400 invalidValue RFC 7643 3"},
		{"no name", "POST", withSchemas(`"title":"x"`), "400 invalidValue RFC 7644 3.3"},
		{"an empty name", "POST", withSchemas(`"userName":""`), "400 invalidValue RFC 7644 3.3"},
		{"an unknown attribute", "POST", withSchemas(`"userName":"bo","shoeSize":"x"`), "400 invalidSyntax RFC 7644 3.3"},
		{"a flat name, which is for paths", "POST", withSchemas(`"userName":"bo","name.givenName":"x"`), "400 invalidSyntax RFC 7644 3.3"},
		{"a boolean as a text", "POST", withSchemas(`"userName":"bo","active":"True"`), "400 invalidValue RFC 7643 2.3.2"},
		{"two primary elements", "POST", withSchemas(`"userName":"bo","emails":[{"value":"a","primary":true},{"value":"b","primary":true}]`), "400 invalidValue RFC 7643 2.4"},
		{"two members of one name", "POST", withSchemas(`"userName":"bo","userName":"eve"`), "400 invalidSyntax RFC 7644 3.3"},
		{"half a body", "POST", `{"schemas":`, "400 invalidSyntax RFC 7644 3.3"},
		{"no body", "PUT", ``, "400 invalidSyntax RFC 7644 3.5.1"},
		{"a method of another kind", "PATCHES", ``, "405  RFC 7644 3.2"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := model.New(model.Options{})
			s.Put("/Users/1", object(t, ada))
			s.Put("/Users/2", object(t, `{"userName": "eve"}`))
			path := "/Users"
			if tt.method != "POST" {
				path = "/Users/1"
			}
			answer := s.Do(tt.method, path, []byte(tt.body))
			require.Equal(t, tt.want, statusText(answer), answer.Detail)
			if answer.Status < 400 {
				shown := object(t, string(answer.Body))
				require.NotEqual(t, "mine", shown.Get("id").Text())
			}
			if answer.Status == 200 {
				require.Equal(t, "- | - | - | [{\"value\":\"g1\"}]", read(t, s.Attributes("/Users/1"), "title | emails | name | groups"), "what is left out is cleared, but for what only the server writes")
			}
		})
	}
}

// statusText returns an answer as its status, the RFC's word and the section.
func statusText(a model.Answer) string {
	return strings.TrimSpace(fmt.Sprintf("%d %s %s", a.Status, a.ScimType, a.Section))
}
