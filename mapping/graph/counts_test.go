package graph_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/attrmap/attrmap/mapping/graph"
)

func TestCounts(t *testing.T) {
	t.Parallel()
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
