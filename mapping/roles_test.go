package mapping_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping"
)

func TestRolesAreComparedByTheirValues(t *testing.T) {
	t.Parallel()
	role := func(name string) map[string]any {
		return map[string]any{"primary": false, "type": "WindowsAzureActiveDirectoryRole", "display": name, "value": name}
	}
	for _, row := range []struct {
		name, function string
		assigned       []string
		target         []any
		want           mapping.Decision
	}{
		{"the same roles", "AppRoleAssignmentsComplex", []string{"Reader", "Editor"}, []any{role("Editor"), role("Reader")}, mapping.Unchanged},
		{"one more role", "AppRoleAssignmentsComplex", []string{"Reader", "Editor"}, []any{role("Reader")}, mapping.Flowed},
		{"one role less: complex roles are never removed", "AppRoleAssignmentsComplex", []string{"Reader"}, []any{role("Editor"), role("Reader")}, mapping.Unchanged},
		{"the only role", "AppRoleAssignmentsComplex", []string{"Reader"}, []any{role("Reader")}, mapping.Unchanged},
		{"the same roles, assertive", "AssertiveAppRoleAssignmentsComplex", []string{"Reader"}, []any{role("Reader")}, mapping.Unchanged},
		{"one role less, assertive", "AssertiveAppRoleAssignmentsComplex", []string{"Reader"}, []any{role("Editor"), role("Reader")}, mapping.Flowed},
	} {
		t.Run(row.name, func(t *testing.T) {
			set := mapping.Set{Mappings: []mapping.Mapping{
				{Target: "userName", From: "mail", Match: 1},
				{Target: "roles", Expression: row.function + "([appRoleAssignments])"},
			}}
			mapper, err := set.Compile(mapping.Options{})
			require.NoError(t, err)
			result, err := mapper.Map(context.Background(), value.Map{"appRoleAssignments": row.assigned}, value.Map{"roles": row.target})
			require.NoError(t, err)
			require.Equal(t, row.want.String(), result.Attributes[1].Decision.String(), result.Attributes[1].Reason)
		})
	}
}
