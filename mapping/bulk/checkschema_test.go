package bulk_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/mapping/bulk"
)

// oneUser is a user without a fault, for more members.
const oneUser = core + `,"externalId":"1"`

// said returns the findings about requests with users, without the places' beginning that all share, one in a line.
func said(t *testing.T, users ...string) string {
	t.Helper()
	for i := range users {
		users[i] = oneUser + "," + users[i]
	}
	var lines []string
	for _, f := range check(t, wrap(users...)) {
		lines = append(lines, strings.TrimPrefix(f.PathText(), "/Operations/0/data/")+" "+f.Severity.String()+" "+string(f.Code)+": "+f.Message.String()+": "+f.Hint.String())
	}
	return strings.Join(lines, "\n")
}

func TestNamesAndKindsAreThoseOfTheRFC(t *testing.T) {
	t.Parallel()
	const enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
	for _, tt := range []struct{ about, user, want string }{
		{"a slip", `"usrName":"a"`, `usrName warning unknown-scim-attribute: RFC 7643 defines no attribute "usrName" of a user: did you mean userName?`},
		{"an attribute of the enterprise user at the top", `"department":"IT"`, `department warning unknown-scim-attribute: RFC 7643 defines no attribute "department" of a user: department belongs to ` + enterprise},
		{"a slip of one", `"departmnt":"IT"`, `departmnt warning unknown-scim-attribute: RFC 7643 defines no attribute "departmnt" of a user: department belongs to ` + enterprise},
		{"a directory's name", `"accountDisabled":true`, `accountDisabled warning unknown-scim-attribute: RFC 7643 defines no attribute "accountDisabled" of a user: write active, which says the opposite`},
		{"another name of a part", `"name":{"firstName":"A"}`, `name/firstName warning unknown-scim-attribute: RFC 7643 defines no attribute "firstName" of name: write givenName`},
		{"another name of a part of an element", `"addresses":[{"type":"work","city":"Bonn"}]`, `addresses/0/city warning unknown-scim-attribute: RFC 7643 defines no attribute "city" of addresses: write locality`},
		{"a word for true", `"active":"Yes"`, `active error wrong-kind: want true or false, got "Yes": write true or false`},
		{"a number for true", `"active":1`, `active error wrong-kind: want true or false, got 1: write true or false`},
		{"a text that spells true", `"active":"True"`, `active info wrong-kind: want true or false, got "True": write it without quotation marks`},
		{"a text for an object", `"name":"A B"`, `name error wrong-kind: want an object, got "A B": its parts are formatted, familyName, givenName, middleName, honorificPrefix, honorificSuffix`},
		{"a text for an array", `"emails":"a@x.example"`, `emails error wrong-kind: want a list of objects, got "a@x.example": `},
		{"an object for an array", `"emails":{"value":"a@x.example"}`, `emails error wrong-kind: want a list of objects, got an object: `},
		{"texts for elements", `"emails":["a@x.example"]`, `emails/0 error wrong-kind: want an object, got "a@x.example": its parts are type, primary, value, display, $ref`},
		{"an object for a text", `"title":{"value":"x"}`, `title error wrong-kind: want a text, got an object: `},
		{"a list for a text", `"title":["x"]`, `title error wrong-kind: want a text, got a list: `},
		{"a boolean for a text", `"title":true`, `title warning wrong-kind: want a text, got a boolean: write it between quotation marks`},
		{"a number for a text", `"title":7`, `title info wrong-kind: want a text, got 7: write it between quotation marks, which keep zeros at its beginning`},
		{"a blank column", `"title":"","name":{"givenName":" "}`, `title warning empty-value: an empty text: leave the attribute out, or write null to clear it
name/givenName warning empty-value: an empty text: leave the attribute out, or write null to clear it`},
		{"an empty text for an object", `"name":""`, `name error wrong-kind: want an object, got "": its parts are formatted, familyName, givenName, middleName, honorificPrefix, honorificSuffix`},
		{"an empty type", `"emails":[{"type":"","value":"a@x.example"}]`, `emails/0 warning missing-type: the element of emails has no type, and mappings read elements by their types: `},
		{"a type that is no text", `"emails":[{"type":["work"],"value":"a@x.example"}]`, `emails/0/type error wrong-kind: want a text, got a list: `},
		{"a path for a name", `"name.givenName":"A"`, `name.givenName warning unknown-scim-attribute: RFC 7643 defines no attribute "name.givenName" of a user: this is a path: put what it leads to into an object, or a list of them, named name`},
		{"a part of meta is nobody's advice", `"location":"Bonn"`, `location warning unknown-scim-attribute: RFC 7643 defines no attribute "location" of a user: an attribute of your own belongs to an extension, such as urn:ietf:params:scim:schemas:extension:contoso:1.0:User:location`},
		{"null says that there is nothing", `"title":null,"active":null,"emails":null,"name":{"givenName":null}`, ""},
		{"names without case", `"USERNAME":"a","Name":{"givenname":"A"},"ACTIVE":true`, ""},
		{"every attribute of the core", `"userName":"a","name":{"formatted":"a"},"displayName":"a","nickName":"a","profileUrl":"a","title":"a","userType":"a","preferredLanguage":"a","locale":"a","timezone":"a","active":true,` +
			`"emails":[{"type":"work","value":"a","display":"a","primary":true}],"phoneNumbers":[{"type":"work","value":"1"}],"ims":[{"type":"x","value":"a"}],"photos":[{"type":"photo","value":"a"}],` +
			`"addresses":[{"type":"work","formatted":"a","streetAddress":"a","locality":"a","region":"a","postalCode":"a","country":"DE"}],"groups":[{"value":"a"}],"entitlements":[{"value":"a"}],"roles":[{"value":"a"}],` +
			`"x509Certificates":[{"value":"a"}],"meta":{"resourceType":"User"}`, ""},
	} {
		t.Run(tt.about, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tt.want, said(t, tt.user))
		})
	}
}

func TestExtensionsOfOnesOwnAreFree(t *testing.T) {
	t.Parallel()
	const custom = "urn:ietf:params:scim:schemas:extension:hr:1.0:User"
	const extension = `"externalId":"1","schemas":["urn:ietf:params:scim:schemas:core:2.0:User","`
	require.Empty(t, check(t, wrap(extension+custom+`"],"`+custom+`":{"departmnt":7,"active":"Yes","name":"x"}`)))
	var places []string
	for _, f := range check(t, wrap(both+`,`+ent+`:{"departmnt":"IT","title":"x","manager":{"value":"2","id":"2"},"costCenter":7}`)) {
		places = append(places, string(f.Code)+" "+f.PathText()[strings.LastIndexByte(f.PathText(), '/'):])
	}
	require.Equal(t, []string{"unknown-scim-attribute /departmnt", "unknown-scim-attribute /title", "unknown-scim-attribute /id", "wrong-kind /costCenter"}, places)
}

func TestOneFindingForOneMistakeOfTheEnterpriseUser(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ about, user, want string }{
		{"a manager without a value", ent + `:{"manager":{"value":""}}`, "missing-manager-value"},
		{"a manager's value that is no text", ent + `:{"manager":{"value":["2"]}}`, "wrong-kind"},
		{"a list in place of the object", ent + `:[{"department":"IT"}]`, "flat-extension"},
		{"an attribute that is not in the object", strings.TrimSuffix(ent, `"`) + `:department":"IT"`, "flat-extension"},
	} {
		t.Run(tt.about, func(t *testing.T) {
			t.Parallel()
			found := check(t, wrap(both+","+tt.user))
			require.Len(t, found, 1)
			require.Equal(t, tt.want, string(found[0].Code))
		})
	}
	found := check(t, wrap(`"externalId":"1","schemas":"urn:ietf:params:scim:schemas:core:2.0:User"`))
	require.Len(t, found, 1)
	require.Equal(t, `want a list of URNs in schemas, got "urn:ietf:params:scim:schemas:core:2.0:U…"`, found[0].Message.String())
}

// A blank column of a table is blank for many people: one finding tells it.
func TestEmptyTextsAreToldOnce(t *testing.T) {
	t.Parallel()
	require.Equal(t, `title warning empty-value: an empty text, which 2 operations have: leave the attribute out, or write null to clear it
/Operations/1/data/externalId warning duplicate-match: operation 1 has the same externalId, and both change the same account: `, said(t, `"title":""`, `"title":""`))
}

func TestUsersThatAreNoRequestAreToBeWrapped(t *testing.T) {
	t.Parallel()
	for _, text := range []string{`[{"userName":"a"}]`, `{"userName":"a"}`, `{"Resources":[{"userName":"a"}]}`, `[]`} {
		found := check(t, text)
		require.NotEmpty(t, found)
		require.Contains(t, found[len(found)-1].Hint.String(), "wrap it into a BulkRequest", text)
	}
	require.NotContains(t, check(t, `{"a":1}`)[0].Hint.String(), "wrap it")
}

func TestNamesOfAttributesAreHidden(t *testing.T) {
	t.Parallel()
	found, err := bulk.Check(strings.NewReader(wrap(oneUser+`,"secretName":"secretValue","active":"secretValue"`)), "", bulk.CheckOptions{HideValues: true})
	require.NoError(t, err)
	require.Len(t, found, 2)
	for _, f := range found {
		require.NotContains(t, f.Message.String()+f.Hint.String(), "secret")
	}
}
