package docs_test

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/file"
)

// TestTheMappingFilesOfThePageAreSound: the examples of docs/mapping-file.md can be run.
func TestTheMappingFilesOfThePageAreSound(t *testing.T) {
	page, err := os.ReadFile(filepath.Join(root, "docs", "mapping-file.md"))
	require.NoError(t, err)
	blocks := regexp.MustCompile("(?s)```yaml\n(.*?)```").FindAllSubmatch(page, -1)
	want := []int{1, 1, 2} // object mappings
	require.Len(t, blocks, len(want))
	for i, block := range blocks {
		doc, err := file.Parse("page.yaml", block[1])
		require.NoError(t, err)
		sets, found := doc.Check(mapping.Options{})
		require.Empty(t, found)
		require.Len(t, sets, want[i])
	}
}
