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
	requirePairs(t, "carets.txtar", func(src string) string {
		_, found := expr.ParseText(src, expr.ParseConfig{})
		return found.Render(src)
	})
}

// requirePairs holds what becomes of expressions to an archive of pairs: name.expr is the text, name.txt what answer gives for it.
func requirePairs(t *testing.T, name string, answer func(src string) string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	archive, err := txtar.ParseFile(path)
	require.NoError(t, err)
	require.NotEmpty(t, archive.Files)
	for i := 0; i+1 < len(archive.Files); i += 2 {
		name, isExpr := strings.CutSuffix(archive.Files[i].Name, ".expr")
		require.True(t, isExpr)
		require.Equal(t, name+".txt", archive.Files[i+1].Name)
		got := answer(strings.TrimSuffix(string(archive.Files[i].Data), "\n"))
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
