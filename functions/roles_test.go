package functions_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/functions"
)

func TestRoles(t *testing.T) {
	t.Parallel()
	admin := map[string]any{"id": "r-1", "value": "25", "displayName": "Administrator", "isEnabled": true}
	unnamed := map[string]any{"id": "r-2", "value": nil, "displayName": "Default Access"}
	for _, test := range []struct {
		name  string
		roles any
		want  string
	}{
		{"SingleAppRoleAssignment", "Admin", "string Admin"},
		{"SingleAppRoleAssignment", []string{"Admin"}, "string Admin"},
		{"SingleAppRoleAssignment", []any{admin}, "string 25"},
		{"SingleAppRoleAssignment", admin, "string 25"},
		{"SingleAppRoleAssignment", []any{unnamed}, "string Default Access"},
		{"SingleAppRoleAssignment", []any{nil, "", "User"}, "string User"},
		{"SingleAppRoleAssignment", nil, "null"},
		{"SingleAppRoleAssignment", "", "null"},
		{"SingleAppRoleAssignment", []any{}, "null"},
		{"SingleAppRoleAssignment", []any{map[string]any{"id": "r-3"}}, "null"},
		{"SingleAppRoleAssignment", []string{"Admin", "User"}, "error many-roles"},

		{"AppRoleAssignments", []any{admin, "User", unnamed}, `list ["25","User","Default Access"]`},
		{"AppRoleAssignments", "User", `list ["User"]`},
		{"AppRoleAssignments", nil, "null"},
		{"AppRoleAssignments", []any{}, "null"},

		{"AppRoleAssignmentsComplex", []any{admin}, `list ["{\"id\":\"r-1\",\"value\":\"25\",\"displayName\":\"Administrator\"}"]`},
		{"AppRoleAssignmentsComplex", []any{unnamed, `a "b"`}, `list ["{\"id\":\"r-2\",\"displayName\":\"Default Access\"}","{\"value\":\"a \\\"b\\\"\",\"displayName\":\"a \\\"b\\\"\"}"]`},
		{"AppRoleAssignmentsComplex", nil, "null"},
		{"AppRoleAssignmentsComplex", []any{}, "null"},

		{"AssertiveAppRoleAssignmentsComplex", "User", `list ["{\"value\":\"User\",\"displayName\":\"User\"}"]`},
		{"AssertiveAppRoleAssignmentsComplex", nil, "list []"},
		{"AssertiveAppRoleAssignmentsComplex", []any{}, "list []"},
	} {
		if diff := cmp.Diff(test.want, evaluateBoth(t, &functions.Env{}, test.name, test.roles)); diff != "" {
			t.Errorf("%s(%v) (-want +got):\n%s", test.name, test.roles, diff)
		}
	}
}

func TestManyRolesFailWithTheMessageOfTheService(t *testing.T) {
	t.Parallel()
	bound, _ := prepareCall(t, false, "SingleAppRoleAssignment", []any{[]string{"Admin", "User"}})
	_, err := bound.Eval(newContext(&functions.Env{}))
	require.EqualError(t, err, "An error occured while evaluating this function: 'SingleAppRoleAssignment.' "+
		"No more than one app role assignment was expected, but this many where found: 2")
}
