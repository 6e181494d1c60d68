package docs_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/internal/dev/docs"
	"github.com/attrmap/attrmap/internal/dev/layers"
)

func TestThePictureLeavesOutWhatIsImplied(t *testing.T) {
	rooms := []layers.Room{
		{Name: "a", Purpose: "first"},
		{Name: "a/b", Purpose: "second", Imports: []string{"a"}},
		{Name: "c", Purpose: "third", Imports: []string{"a", "a/b"}},
		{Name: ".", Purpose: "door", Imports: []string{"a", "c"}},
		{Name: "internal/dev/x", Purpose: "for tests", Imports: []string{"c"}},
	}
	want := "```mermaid\nflowchart BT\n" +
		"  a[\"a\"]\n  a_b[\"a/b\"]\n  c[\"c\"]\n  attrmap[\".\"]\n" +
		"  a_b --> a\n  c --> a_b\n  attrmap --> c\n```\n"
	if diff := cmp.Diff(want, docs.Picture(rooms)); diff != "" {
		t.Errorf("picture (-want +got):\n%s", diff)
	}
	table := docs.Arrows(rooms)
	for _, row := range []string{"| `a` | first | none |\n", "| `c` | third | `a`, `a/b` |\n", "| `internal/dev/x` | for tests | `c` |\n"} {
		require.Contains(t, table, row)
	}
}
