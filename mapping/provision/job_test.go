package provision_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/graph"
	"github.com/attrmap/attrmap/mapping/provision"
)

func TestChooseMapping(t *testing.T) {
	t.Parallel()
	const several = `{"synchronizationRules": [
		{"priority": 2, "objectMappings": [
			{"name": "Groups", "enabled": true, "sourceObjectName": "Group", "targetObjectName": "group"},
			{"name": "Later users", "enabled": true, "sourceObjectName": "User", "targetObjectName": "user"}]},
		{"priority": 1, "objectMappings": [
			{"name": "Off", "enabled": false, "sourceObjectName": "User", "targetObjectName": "user"},
			{"name": "", "enabled": true, "sourceObjectName": "user", "targetObjectName": "account"},
			{"name": "Contacts", "enabled": true, "sourceObjectName": "Contact", "targetObjectName": "contact"}]}]}`
	const off = `{"synchronizationRules": [{"objectMappings": [{"name": "Off", "enabled": false, "sourceObjectName": "User", "targetObjectName": "user"}]}]}`
	for _, row := range []struct{ schema, name, want string }{
		{several, "", " user account"},
		{several, "groups", "Groups Group group"},
		{several, "off", "Off User user"}, // who names it may run it
		{several, "USER → account", " user account"},
		{several, "Users", `the schema has no object mapping "Users": it has Groups; Later users; Off; user → account; Contacts`},
		{off, "", "the schema has no enabled object mapping: it has Off"},
		{`{"synchronizationRules": []}`, "", "the schema has no enabled object mapping: it has none"},
	} {
		d, err := graph.Load(strings.NewReader(row.schema), graph.Limits{})
		require.NoError(t, err)
		m, err := provision.ChooseMapping(d, row.name)
		got := m.Name() + " " + m.SourceObjectName() + " " + m.TargetObjectName()
		if err != nil {
			got = err.Error()
		}
		require.Equal(t, row.want, got, "%s", row.name)
	}
}

func TestASetWithoutMatchingAttributeIsNotProvisioned(t *testing.T) {
	t.Parallel()
	set := &mapping.Set{Mappings: []mapping.Mapping{{Target: "mail", From: "mail"}}}
	_, err := provision.New(jobOf(set, mapping.Options{}, provision.Options{}))
	var invalid *mapping.ValidationError
	require.ErrorAs(t, err, &invalid)
	require.Equal(t, codes.NoMatch, invalid.Findings[0].Code)
	require.EqualError(t, err, "the set has no matching attribute: set match: 1 on the attribute that identifies an object in the target")
}
