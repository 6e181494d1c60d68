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
	for _, tt := range []struct{ name, target, expression, want, compliant string }{
		{"one role", `roles[primary eq "True"].value`, "SingleAppRoleAssignment([r])", "without the mark of the primary one", "none is taken away"},
		{"several roles", "roles", "AppRoleAssignmentsComplex([r])", "sent as texts", "none is taken away"},
		{"roles that replace others", "roles", "AssertiveAppRoleAssignmentsComplex([r])", "", ""},
		{"an extension without a URN", "custom:country", "[c]", "not in the POST", "not in the POST"},
		{"a clock", "title", "Now()", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for compliant, want := range map[bool]string{false: tt.want, true: tt.compliant} {
				a := scimwire.NewApplied(nil, func(string) scimwire.ClientOptions { return scimwire.ClientOptions{Compliant: compliant} }, model.Options{}, nil)
				got := a.Again("User", &mapping.Mapping{Target: tt.target, Expression: tt.expression})
				require.Equal(t, want == "", got == "", got)
				require.Contains(t, got, want)
			}
		})
	}
}
