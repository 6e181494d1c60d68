package scimwire_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/internal/scimwire"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/scim/model"
)

// Why something is written again, as far as that follows from how the two clients send it.
func TestWhyItIsWrittenAgain(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, target, expression, written, want, compliant string }{
		{"one role", `roles[primary eq "True"].value`, "SingleAppRoleAssignment([r])", `"a"`, "without the mark of the primary one", "none is taken away"},
		{"several roles", "roles", "AppRoleAssignmentsComplex([r])", `["a"]`, "sent as texts", "none is taken away"},
		{"roles that replace others", "roles", "AssertiveAppRoleAssignmentsComplex([r])", `["a"]`, "", ""},
		{"an extension without a URN", "custom:country", "[c]", `"a"`, "not in the POST", "not in the POST"},
		{"a clock", "title", "Now()", `"a"`, "", ""},
		{"what only the server writes", "meta.location", "[c]", `"a"`, "only the server writes it", "only the server writes it"},
		{"a part that only the server writes", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.displayName", "[c]", `"a"`, "only the server writes it", "only the server writes it"},
		{"an id", "ID", "[c]", `"a"`, "only the server writes it", "only the server writes it"},
		{"a password", "password", "[c]", `"a"`, "never shows it", "never shows it"},
		{"two primary elements", `phoneNumbers[type eq "work"].primary`, "[c]", `"True"`, "only one element", "only one element"},
		{"an element that is not the primary one", `phoneNumbers[type eq "work"].primary`, "[c]", `"False"`, "", ""},
		{"an empty text", "title", "[c]", `""`, "do not keep empty texts", "do not keep empty texts"},
		{"an empty element", "urn:x:hr:2.0:User:tags", "[c]", `["a", ""]`, "elements of an array", "elements of an array"},
		{"two equal elements", "urn:x:hr:2.0:User:tags", "[c]", `["a", "a"]`, "of equal ones the server keeps one", "of equal ones the server keeps one"},
		{"elements that differ", "urn:x:hr:2.0:User:tags", "[c]", `["a", "b"]`, "", ""},
		{"plain elements of an array of objects", "emails", "[c]", `["a", "b"]`, "its elements are objects", "its elements are objects"},
		{"objects", "emails", "[c]", `[{"value": "a"}, {"value": "b"}]`, "", ""},
		{"equal objects", "emails", "[c]", `[{"value": "a"}, {"value": "a"}]`, "the server keeps one", "the server keeps one"},
		{"an attribute of an unknown extension", "urn:x:hr:2.0:User:id", "[c]", `"a"`, "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for compliant, want := range map[bool]string{false: tt.want, true: tt.compliant} {
				a := scimwire.NewApplied(nil, func(string) scimwire.ClientOptions { return scimwire.ClientOptions{Compliant: compliant} }, model.Options{}, nil)
				got := a.Again("User", &mapping.Outcome{Mapping: &mapping.Mapping{Target: tt.target, Expression: tt.expression}, New: parse(t, tt.written)})
				require.Equal(t, want == "", got == "", got)
				require.Contains(t, got, want)
			}
		})
	}
}
