package graph_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/attrmap/attrmap/mapping/graph"
)

func TestEqual(t *testing.T) {
	const base = `{"id": "x", "version": "1", "synchronizationRules": [{"priority": 1, "objectMappings": [{"flowTypes": "Add,Update", "attributeMappings": [{"targetAttributeName": "a"}, {"targetAttributeName": "b", "new": [1]}]}]}]}`
	for _, row := range []struct {
		name, text string
		want       bool
	}{
		{"itself", base, true},
		{"another version, an annotation", `{"@odata.context": "y", "id": "x", "version": "2", "synchronizationRules": [{"priority": 1, "objectMappings": [{"flowTypes": "Add,Update", "attributeMappings": [{"targetAttributeName": "a"}, {"targetAttributeName": "b", "new": [1]}]}]}]}`, true},
		{"order of members, spelling of flow types, null", `{"synchronizationRules": [{"objectMappings": [{"name": null, "attributeMappings": [{"targetAttributeName": "a", "source": null}, {"new": [1], "targetAttributeName": "b"}], "flowTypes": "Update, Add"}], "priority": 1}], "id": "x"}`, true},
		{"capitals and an escape", `{"Id": "\u0078", "SynchronizationRules": [{"Priority": 1, "ObjectMappings": [{"FlowTypes": "Add,Update", "AttributeMappings": [{"TargetAttributeName": "a"}, {"TargetAttributeName": "b", "New": [1]}]}]}]}`, true},
		{"another id", `{"id": "y", "synchronizationRules": [{"priority": 1, "objectMappings": [{"flowTypes": "Add,Update", "attributeMappings": [{"targetAttributeName": "a"}, {"targetAttributeName": "b", "new": [1]}]}]}]}`, false},
		{"other flow types", `{"id": "x", "synchronizationRules": [{"priority": 1, "objectMappings": [{"flowTypes": "Add", "attributeMappings": [{"targetAttributeName": "a"}, {"targetAttributeName": "b", "new": [1]}]}]}]}`, false},
		{"another order of mappings", `{"id": "x", "synchronizationRules": [{"priority": 1, "objectMappings": [{"flowTypes": "Add,Update", "attributeMappings": [{"targetAttributeName": "b", "new": [1]}, {"targetAttributeName": "a"}]}]}]}`, false},
		{"another unknown value", `{"id": "x", "synchronizationRules": [{"priority": 1, "objectMappings": [{"flowTypes": "Add,Update", "attributeMappings": [{"targetAttributeName": "a"}, {"targetAttributeName": "b", "new": [2]}]}]}]}`, false},
		{"one mapping less", `{"id": "x", "synchronizationRules": [{"priority": 1, "objectMappings": [{"flowTypes": "Add,Update", "attributeMappings": [{"targetAttributeName": "a"}]}]}]}`, false},
		{"another number", `{"id": "x", "synchronizationRules": [{"priority": 2, "objectMappings": [{"flowTypes": "Add,Update", "attributeMappings": [{"targetAttributeName": "a"}, {"targetAttributeName": "b", "new": [1]}]}]}]}`, false},
		{"another shape", `[]`, false},
	} {
		a, b := loadText(t, base), loadText(t, row.text)
		if got := graph.Equal(a, b); got != row.want || graph.Equal(b, a) != got {
			t.Errorf("%s: equal is %t, want %t", row.name, got, row.want)
		}
	}
}

// Version is the service's own in a schema and in a directory, and a member like any other elsewhere.
func TestEqualVersions(t *testing.T) {
	same := [2]string{`{"name": "d", "objects": [], "version": "1"}`, `{"name": "d", "objects": [], "version": "2"}`}
	other := [2]string{`{"name": "o", "attributes": [], "version": "1"}`, `{"name": "o", "attributes": [], "version": "2"}`}
	if !graph.Equal(loadText(t, same[0]), loadText(t, same[1])) || graph.Equal(loadText(t, other[0]), loadText(t, other[1])) {
		t.Error("version counts where it must not, or does not where it must")
	}
}

func TestCounts(t *testing.T) {
	for name, want := range map[string]graph.Counts{
		"export2017.json":    {Rules: 1, ObjectMappings: 2, AttributeMappings: 9, Expressions: 4, Directories: 2, Objects: 3, Attributes: 20},
		"powershell.json":    {Rules: 1, ObjectMappings: 2, AttributeMappings: 9, Expressions: 4, Directories: 2, Objects: 3, Attributes: 20},
		"cloudsync2020.json": {Rules: 1, ObjectMappings: 2, AttributeMappings: 11, Expressions: 7, Directories: 2, Objects: 2, Attributes: 27, Annotations: 2},
		"export2025.json":    {Rules: 1, ObjectMappings: 1, AttributeMappings: 6, Expressions: 2, Directories: 2, Objects: 2, Attributes: 14, UnknownMembers: 3, Annotations: 2},
	} {
		if diff := cmp.Diff(want, load(t, name).Counts()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	answer := `{"@odata.context": "x", "value": [{"targetAttributeName": "a", "mappingType": "b", "source": {"type": "function", "new@odata.type": "c"}}]}`
	want := graph.Counts{ObjectMappings: 1, AttributeMappings: 1, Expressions: 1, UnknownMembers: 1, Annotations: 2}
	if diff := cmp.Diff(want, loadText(t, answer).Counts()); diff != "" {
		t.Error(diff)
	}
}
