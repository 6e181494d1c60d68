package model_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/mapping/scim/model"
)

// The forms of PATCH requests that clients and validators of Entra are known to send, with values of our own: what they leave on a tolerant server, and
// why a strict one refuses them, "" where it does not.
func TestKnownRequests(t *testing.T) {
	t.Parallel()
	const manager = enterprise + ":manager"
	for _, tt := range []struct{ name, from, path, have, operations, read, want, strict string }{
		{
			"e-mails of three types, of which one is there", "sourcegraph pull request 49119", "/Users/1", `{"userName": "a", "emails": [{"type": "work", "value": "w0", "primary": true}]}`,
			`{"op":"replace","path":"emails[type eq \"work\"].value","value":"w"},{"op":"add","path":"emails[type eq \"home\"].value","value":"h"},{"op":"add","path":"emails[type eq \"other\"].value","value":"o"},
			 {"op":"replace","path":"emails[type eq \"work\"].display","value":"W"},{"op":"replace","path":"emails[type eq \"home\"].display","value":"H"},
			 {"op":"add","path":"emails[type eq \"work\"].primary","value":false},{"op":"replace","path":"emails[type eq \"home\"].primary","value":true},
			 {"op":"replace","value":{"displayName":"D","name.formatted":"F","name.givenName":"G","title":"T","active":true,"` + enterprise + `:department":"IT"}}`,
			"emails.value | emails.display | emails[primary eq true].value | displayName | name.formatted | name.givenName | " + enterprise + ":department",
			`["w","h","o"] | ["W","H"] | "h" | "D" | "F" | "G" | "IT"`, "2 noTarget",
		},
		{
			"everything of a user who has a name alone", "SCIM-SDK issue 416", "/Users/1", `{"userName": "a"}`,
			`{"op":"add","path":"emails[type eq \"work\"].value","value":"w"},{"op":"add","path":"emails[type eq \"work\"].primary","value":true},{"op":"add","path":"phoneNumbers[type eq \"mobile\"].value","value":"1"},
			 {"op":"add","path":"addresses[type eq \"work\"].formatted","value":"f"},{"op":"add","path":"addresses[type eq \"work\"].primary","value":true},
			 {"op":"add","path":"roles[primary eq \"True\"].display","value":"R"},{"op":"add","path":"roles[primary eq \"True\"].value","value":"r"},{"op":"add","path":"roles[primary eq \"True\"].type","value":"t"},
			 {"op":"add","value":{"displayName":"D","name.familyName":"N"}}`,
			`emails | phoneNumbers | addresses | roles | name.familyName`,
			`[{"primary":true,"type":"work","value":"w"}] | [{"type":"mobile","value":"1"}] | [{"formatted":"f","primary":true,"type":"work"}] | [{"display":"R","primary":true,"type":"t","value":"r"}] | "N"`, "1 noTarget",
		},
		{
			"an extension's attribute in a value without a path", "SCIM-SDK issue 193", "/Users/1", `{"userName": "a"}`, `{"op":"replace","value":{"` + enterprise + `:employeeNumber":"7"}}`,
			enterprise + ":employeeNumber", `"7"`, "",
		},
		{
			"an extension as an object in a value without a path", "SCIM-SDK issue 193", "/Users/1", `{"userName": "a"}`, `{"op":"add","value":{"` + enterprise + `":{"employeeNumber":"7"}}}`,
			enterprise + ":employeeNumber", `"7"`, "",
		},
		{
			"a text as an array of an object", "azure-docs issue 42220", "/Users/1", `{"userName": "a"}`, `{"op":"Replace","path":"displayName","value":[{"$ref":null,"value":"D"}]}`,
			"displayName", `"D"`, "1 invalidValue",
		},
		{
			"capitals", "AzureAD-BYOA-Provisioning-Samples issue 22", "/Users/1", `{"userName": "a"}`, `{"op":"Replace","path":"displayName","value":" D"}`,
			"displayName", `" D"`, "1 invalidSyntax",
		},
		{
			"an e-mail, an address and a department", "laravel-scim-server issue 34", "/Users/1", `{"userName": "a", "emails": [{"type": "work", "value": "w0"}], "addresses": [{"type": "work", "formatted": "f0"}]}`,
			`{"op":"Replace","path":"emails[type eq \"work\"].value","value":"w"},{"op":"Replace","path":"addresses[type eq \"work\"].formatted","value":"f"},{"op":"Add","path":"` + enterprise + `:department","value":"IT"}`,
			"emails | addresses | " + enterprise + ":department", `[{"type":"work","value":"w"}] | [{"formatted":"f","type":"work"}] | "IT"`, "1 invalidSyntax",
		},
		{"somebody is disabled", "SCIM compliance of the provisioning service", "/Users/1", `{"userName": "a", "active": true}`, `{"op":"Replace","path":"active","value":"False"}`, "active", `false`, "1 invalidValue"},
		{"somebody is disabled by the compliant client", "SCIM compliance of the provisioning service", "/Users/1", `{"userName": "a", "active": true}`, `{"op":"replace","path":"active","value":false}`, "active", `false`, ""},
		{
			"an e-mail that is marked, and more in a value without a path", "Known issues with SCIM 2.0 protocol compliance", "/Users/1", `{"userName": "a", "emails": [{"type": "work", "value": "w0"}]}`,
			`{"op":"replace","path":"emails[type eq \"work\"].value","value":"w"},{"op":"replace","path":"emails[type eq \"work\"].primary","value":true},{"op":"replace","value":{"active":false,"userName":"b"}}`,
			"emails | active | userName", `[{"primary":true,"type":"work","value":"w"}] | false | "b"`, "",
		},
		{"names in capitals without a path", "Known issues with SCIM 2.0 protocol compliance", "/Users/1", `{"userName": "a"}`, `{"op":"replace","value":{"DisplayName":"D","Active":true}}`, "displayName | active", `"D" | true`, ""},
		{"active by the core schema's URN", "Known issues with SCIM 2.0 protocol compliance", "/Users/1", `{"userName": "a"}`, `{"op":"Replace","path":"` + user + `:active","value":"False"}`, "active", `false`, "1 invalidValue"},
		{"a member with a name, in an operation with one", "SCIMReferenceCode", "/Groups/1", `{"displayName": "g"}`, `{"name":"addMember","op":"add","path":"members","value":[{"displayName":"U","value":"u1"}]}`, "members.value | members.displayName", `"u1" | "U"`, "1 invalidValue"},
		{"a manager", "SCIM-SDK issue 686", "/Users/1", `{"userName": "a"}`, `{"op":"Add","path":"` + manager + `","value":"m"}`, manager + ".value", `"m"`, "1 invalidValue"},
		{"a manager of the compliant client", "azure-docs issue 73842", "/Users/1", `{"userName": "a"}`, `{"op":"replace","path":"` + manager + `","value":"m"}`, manager + ".value", `"m"`, "1 invalidValue"},
		{"a manager as an array of an object", "azure-docs issue 11784", "/Users/1", `{"userName": "a"}`, `{"op":"Add","path":"` + manager + `","value":[{"$ref":"../Users/m","value":"m"}]}`, manager + ".value", `"m"`, "1 invalidValue"},
		{"no manager", "SCIM compliance of the provisioning service", "/Users/1", `{"userName": "a", "` + enterprise + `": {"manager": {"value": "m"}}}`, `{"op":"remove","path":"` + manager + `"}`, manager, `-`, ""},
		{"roles as objects", "Customize user provisioning attribute-mappings", "/Users/1", `{"userName": "a"}`, `{"op":"replace","path":"roles","value":[{"primary":false,"type":"t","display":"A","value":"a"},{"primary":false,"type":"t","display":"B","value":"b"}]}`, "roles.value", `["a","b"]`, ""},
		{"roles as texts", "Customize user provisioning attribute-mappings", "/Users/1", `{"userName": "a"}`, `{"op":"Add","path":"roles","value":[{"value":"{\"id\":\"1\",\"value\":\"a\"}"}]}`, "roles.value", `"{\"id\":\"1\",\"value\":\"a\"}"`, "1 invalidSyntax"},
		{"members", "SCIMReferenceCode", "/Groups/1", `{"displayName": "g"}`, `{"op":"add","path":"members","value":[{"$ref":null,"value":"u1"},{"$ref":null,"value":"u2"}]}`, "members.value", `["u1","u2"]`, ""},
		{"a member by the identifier alone", "SCIMReferenceCode", "/Groups/1", `{"displayName": "g"}`, `{"op":"add","path":"members","value":"u1"}`, "members.value", `"u1"`, "1 invalidValue"},
		{"a member leaves by a filter", "SCIMReferenceCode", "/Groups/1", `{"displayName": "g", "members": [{"value": "u1"}, {"value": "u2"}]}`, `{"op":"remove","path":"members[value eq \"u1\"]"}`, "members.value", `"u2"`, ""},
		{"a member leaves by a value", "SCIM compliance of the provisioning service", "/Groups/1", `{"displayName": "g", "members": [{"value": "u1"}, {"value": "u2"}]}`, `{"op":"Remove","path":"members","value":[{"value":"u1"}]}`, "members.value", `"u2"`, "1 invalidValue"},
		{"all members leave", "SCIMReferenceCode", "/Groups/1", `{"displayName": "g", "members": [{"value": "u1"}, {"value": "u2"}]}`, `{"op":"remove","path":"members"}`, "members", `-`, ""},
		{"a group in a value without a path", "Develop a SCIM endpoint", "/Groups/1", `{"displayName": "g"}`, `{"op":"replace","value":{"id":"1","displayName":"h"}}`, "displayName", `"h"`, "1 mutability"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := model.New(model.Options{Profile: model.Tolerant})
			s.Put(tt.path, object(t, tt.have))
			answer := s.Do("PATCH", tt.path, patchBody(tt.operations))
			require.Equal(t, 204, answer.Status, answer.Detail)
			require.Equal(t, tt.want, read(t, s.Attributes(tt.path), tt.read))

			s = model.New(model.Options{})
			s.Put(tt.path, object(t, tt.have))
			answer = s.Do("PATCH", tt.path, patchBody(tt.operations))
			if tt.strict != "" {
				require.Equal(t, tt.strict, fmt.Sprintf("%d %s", answer.Operation, answer.ScimType), answer.Detail)
				return
			}
			require.Equal(t, 204, answer.Status, answer.Detail)
			require.Equal(t, tt.want, read(t, s.Attributes(tt.path), tt.read))
		})
	}
}
