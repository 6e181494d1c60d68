package docs_test

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/dev/docs"
	"github.com/attrmap/attrmap/mapping/lint"
)

func TestPagesAreFresh(t *testing.T) {
	for name, want := range map[string]string{
		"functions.md": docs.Functions(functions.Standard()),
		"lint.md":      docs.Lint(lint.Rules()),
	} {
		page, err := os.ReadFile("../../../docs/" + name)
		require.NoError(t, err)
		if diff := cmp.Diff(want, string(page)); diff != "" {
			t.Errorf("docs/%s is stale: run go generate ./internal/dev/docs (-want +have):\n%s", name, diff)
		}
	}
}
