package docs_test

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/functions"
	"github.com/attrmap/attrmap/internal/docs"
)

func TestFunctionsPageIsFresh(t *testing.T) {
	page, err := os.ReadFile("../../docs/functions.md")
	require.NoError(t, err)
	if diff := cmp.Diff(docs.Functions(functions.Standard()), string(page)); diff != "" {
		t.Errorf("docs/functions.md is stale: run go generate ./internal/docs (-want +have):\n%s", diff)
	}
}
