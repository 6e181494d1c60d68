package expr_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr"
)

// TestRendering holds what a terminal shows, carets included, to testdata/carets.txtar.
func TestRendering(t *testing.T) {
	path := filepath.Join("testdata", "carets.txtar")
	archive, err := txtar.ParseFile(path)
	require.NoError(t, err)
	require.NotEmpty(t, archive.Files)
	for i := 0; i+1 < len(archive.Files); i += 2 {
		name, isExpr := strings.CutSuffix(archive.Files[i].Name, ".expr")
		require.True(t, isExpr)
		require.Equal(t, name+".txt", archive.Files[i+1].Name)
		src := strings.TrimSuffix(string(archive.Files[i].Data), "\n")
		_, found := expr.ParseText(src, expr.ParseConfig{})
		got := found.Render(src)
		if *update {
			archive.Files[i+1].Data = []byte(got)
			continue
		}
		if diff := cmp.Diff(string(archive.Files[i+1].Data), got); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
	}
	if *update {
		require.NoError(t, os.WriteFile(path, txtar.Format(archive), 0o644))
	}
}
