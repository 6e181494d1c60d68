package model_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/mapping/scim/model"
)

const (
	userSchema  = `{"id": "urn:ietf:params:scim:schemas:core:2.0:User", "name": "User", "attributes": [{"name": "userName", "required": true, "uniqueness": "server"}, {"name": "title"}, {"name": "emails", "type": "complex", "multiValued": true, "subAttributes": [{"name": "value"}, {"name": "type", "canonicalValues": ["work"]}]}]}`
	ownSchema   = `{"id": "urn:example:acme:2.0:User", "name": "Acme", "attributes": [{"name": "badge", "type": "integer", "required": true}]}`
	userType    = `{"name": "User", "endpoint": "/Users", "schema": "urn:ietf:params:scim:schemas:core:2.0:User", "schemaExtensions": [{"schema": "urn:example:acme:2.0:User", "required": false}]}`
	noPatch     = `{"patch": {"supported": false}, "filter": {"supported": true, "maxResults": 10}, "sort": {"supported": false}}`
	listOf      = `{"schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"], "totalResults": 2, "Resources": [` + userSchema + `, ` + ownSchema + `]}`
	postTitle   = `{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "ada", "title": "Boss"}`
	postNick    = `{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "ada", "nickName": "Ada"}`
	postBadge   = `{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", "urn:example:acme:2.0:User"], "userName": "ada", "urn:example:acme:2.0:User": {"badge": 7}}`
	postBadText = `{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", "urn:example:acme:2.0:User"], "userName": "ada", "urn:example:acme:2.0:User": {"badge": "7"}}`
)

// saved reads documents, each of a name of its own.
func saved(t *testing.T, documents ...string) (*model.Schemas, error) {
	t.Helper()
	var list []model.Document
	for _, d := range documents {
		list = append(list, model.Document{Name: "saved.json", Data: []byte(d)})
	}
	return model.ReadSchemas(list...)
}

// However what a server says of itself has been saved, the server in memory is the same.
func TestDiscoveryDocumentsAreReadInEveryForm(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name      string
		documents []string
	}{
		{"an object by endpoint names", []string{`{"Schemas": ` + listOf + `, "ResourceTypes": [` + userType + `]}`}},
		{"an object by paths", []string{`{"/Schemas": [` + userSchema + `, ` + ownSchema + `], "/ResourceTypes": {"totalResults": 1, "Resources": [` + userType + `]}}`}},
		{"an object by URLs", []string{`{"https://scim.example.com/scim/v2/Schemas?count=9": ` + listOf + `, "https://scim.example.com/scim/v2/ResourceTypes": [` + userType + `]}`}},
		{"an array of answers", []string{`[` + listOf + `, [` + userType + `]]`}},
		{"an array of documents", []string{`[` + userSchema + `, ` + userType + `, ` + ownSchema + `]`}},
		{"a list of schemas alone", []string{listOf}},
		{"an array of schemas alone", []string{`[` + userSchema + `, ` + ownSchema + `]`}},
		{"answers one after another", []string{listOf + "\n{\"totalResults\": 1, \"Resources\": [" + userType + "]}\n"}},
		{"answers without a line's end between them", []string{userSchema + ownSchema + `[` + userType + `]`}},
		{"files of their own", []string{listOf, `[` + userType + `]`}},
		{"the same twice", []string{listOf, userSchema, userType, userType}},
		{"with a byte order mark", []string{"\ufeff" + listOf}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			schemas, err := saved(t, tt.documents...)
			require.NoError(t, err)
			for _, want := range []struct {
				body    string
				status  int
				section string
			}{{postTitle, 201, ""}, {postNick, 400, "RFC 7644 3.3"}, {postBadText, 400, "RFC 7643 2.3.4"}} {
				answer := model.New(model.Options{Schemas: schemas}).Do("POST", "/Users", []byte(want.body))
				require.Equal(t, want.status, answer.Status, "%s: %s", want.body, answer.Detail)
				require.Equal(t, want.section, answer.Section)
			}
			require.Equal(t, 201, model.New(model.Options{Schemas: schemas}).Do("POST", "/Users", []byte(postBadge)).Status)
		})
	}
}

func TestWhatIsWrongWithDiscoveryDocumentsHasAPlace(t *testing.T) {
	t.Parallel()
	attribute := func(text string) string { return `{"id": "urn:x", "attributes": [{"name": "a"}, ` + text + `]}` }
	for _, tt := range []struct{ name, document, want string }{
		{"no JSON", `{"Schemas": [}`, "saved.json: 1:14: invalid character '}' looking for beginning of value"},
		{"an empty file", "", "saved.json: 1:1: unexpected end of JSON input"},
		{"a page of HTML", "<html>", "saved.json: 1:1: invalid character '<' looking for beginning of value"},
		{"nothing in it", "[]", "saved.json: want schemas, resource types or a configuration, got none"},
		{"answers one after another with nothing in them", "[]\n[]", "saved.json: want schemas, resource types or a configuration, got none"},
		{"a page of HTML after two answers", userSchema + "\n" + userType + "\n<html>", "saved.json: 3:1: invalid character '<' looking for beginning of value"},
		{"half an answer after two", userSchema + "\n" + userType + "\n{", "saved.json: 3:2: unexpected end of JSON input"},
		{"what is wrong in the second answer", userSchema + "\n" + `{"id": "urn:x", "attributes": 1}`, "saved.json: [1].attributes: want an array, got a number"},
		{"a text", `"x"`, "saved.json: want what a server answers to /Schemas, /ResourceTypes or /ServiceProviderConfig, got a text"},
		{"something else", `{"users": [], "groups": []}`, "saved.json: want a schema, a resource type, a configuration, or members Schemas, ResourceTypes and ServiceProviderConfig; got an object of users, groups"},
		{"an error", `{"schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"], "status": "401"}`, "saved.json: this is an error that the server has answered, and not what it says of itself"},
		{"an error where schemas are wanted", `{"Schemas": {"schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"], "status": "401"}}`, "saved.json: Schemas.id: want the URN of a schema, got null"},
		{"the first page of a list", strings.Replace(listOf, `"totalResults": 2`, `"totalResults": 5`, 1), "saved.json: Resources: the list has 2 resources, and says that there are 5: want all of them"},
		{"types where schemas are wanted", `{"Schemas": [` + userType + `]}`, "saved.json: Schemas[0]: want what a server answers to /Schemas, got what it answers to /ResourceTypes"},
		{"a schema that is missing", `[` + userSchema + `, ` + userType + `]`, `saved.json: [1].schemaExtensions[0].schema: the schema urn:example:acme:2.0:User is not among the schemas`},
		{"a type without an endpoint", `[` + listOf + `, {"name": "User", "schema": "urn:ietf:params:scim:schemas:core:2.0:User", "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ResourceType"]}]`, "saved.json: [1].endpoint: want a text, got null"},
		{"extensions alone", ownSchema, "no schema is that of a type of resources: want one such as urn:ietf:params:scim:schemas:core:2.0:User, or the resource types"},
		{"a type of attributes that there is not", attribute(`{"name": "b", "type": "text"}`), `saved.json: attributes[1].type: want string, boolean, decimal, integer, dateTime, binary, reference, complex, got "text"`},
		{"a boolean as a text", attribute(`{"name": "b", "required": "true"}`), "saved.json: attributes[1].required: want true or false, got a boolean as a text"},
		{"an attribute without a name", attribute(`{"type": "string"}`), "saved.json: attributes[1].name: want a text, got null"},
		{"an attribute twice", attribute(`{"name": "A"}`), `saved.json: attributes[1].name: two attributes have the name "A"`},
		{"a complex attribute without parts", attribute(`{"name": "b", "type": "complex"}`), `saved.json: attributes[1].subAttributes: "b" is complex: want its parts, got none`},
		{"parts of a text", attribute(`{"name": "b", "subAttributes": [{"name": "c"}]}`), `saved.json: attributes[1].type: "b" has subAttributes: want complex, got string`},
		{"a part that is wrong", attribute(`{"name": "b", "type": "complex", "subAttributes": [{"name": "c", "mutability": "sometimes"}]}`), `saved.json: attributes[1].subAttributes[0].mutability: want readWrite, readOnly, immutable, writeOnly, got "sometimes"`},
		{"canonical values that are no texts", attribute(`{"name": "b", "canonicalValues": [1]}`), "saved.json: attributes[1].canonicalValues: want an array of texts"},
		{"no attributes", `{"id": "urn:x", "attributes": "none"}`, "saved.json: attributes: want an array, got a text"},
		{"two that differ", `[` + userSchema + `, ` + strings.Replace(userSchema, "title", "titel", 1) + `]`, `saved.json: [1].id: there are two schemas urn:ietf:params:scim:schemas:core:2.0:User, and they differ`},
		{"two configurations that differ", `[` + noPatch + `, ` + strings.Replace(noPatch, "false", "true", 1) + `]`, "saved.json: [1]: there are two configurations, and they differ"},
		{"a configuration without a word on PATCH", `{"ServiceProviderConfig": {"filter": {"supported": true}}}`, "saved.json: ServiceProviderConfig: patch is missing: want an object with the member supported"},
		{"a feature that is neither", `{"patch": {"supported": "yes"}}`, "saved.json: patch.supported: want true or false, got a text"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := saved(t, tt.document)
			require.EqualError(t, err, tt.want)
		})
	}
}

func TestAServerWithoutPatchRefusesPatches(t *testing.T) {
	t.Parallel()
	schemas, err := saved(t, noPatch)
	require.NoError(t, err)
	s := model.New(model.Options{Schemas: schemas})
	at := s.Do("POST", "/Users", []byte(postNick)).Location
	require.Equal(t, "/Users/new-1", at, "what no schemas are given of are the RFC's")
	checked := s.Check("PATCH", at, []byte(`{"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [{"op": "add", "path": "title", "value": "x"}]}`))
	require.Equal(t, []model.Fault{{Status: 501, Section: "RFC 7644 3.5.2", Detail: "the server's configuration says that it takes no PATCH"}}, checked.Faults)
}

// What the server in memory says of itself is what a server like it is made of.
func TestTheModelReadsItself(t *testing.T) {
	t.Parallel()
	var documents []string
	first := model.New(model.Options{})
	for _, endpoint := range []string{"/Schemas", "/ResourceTypes", "/ServiceProviderConfig"} {
		documents = append(documents, string(first.Do("GET", endpoint, nil).Body))
	}
	schemas, err := saved(t, documents...)
	require.NoError(t, err)
	second := model.New(model.Options{Schemas: schemas})
	for i, endpoint := range []string{"/Schemas", "/ResourceTypes", "/ServiceProviderConfig"} {
		require.JSONEq(t, documents[i], string(second.Do("GET", endpoint, nil).Body))
	}
}

func FuzzReadSchemas(f *testing.F) {
	for _, seed := range []string{listOf, userType, noPatch, `{"Schemas": ` + listOf + `}`, `{"Schemas": [` + ownSchema + `]}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		schemas, err := model.ReadSchemas(model.Document{Name: "f", Data: data})
		if err != nil {
			return
		}
		answer := model.New(model.Options{Schemas: schemas}).Do("GET", "/Schemas", nil)
		if !json.Valid(answer.Body) {
			t.Errorf("%s: no JSON", answer.Body)
		}
	})
}
