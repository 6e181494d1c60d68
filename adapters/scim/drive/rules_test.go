package drive

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// docs/scim-servers.md lists the rules as they are.
func TestThePageListsAllRules(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../../docs/scim-servers.md")
	require.NoError(t, err)
	var b strings.Builder
	names := map[string]bool{}
	for _, r := range rules {
		require.False(t, names[r.name], r.name)
		names[r.name] = true
		require.NotEmpty(t, r.remedy, r.name)
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", r.name, r.section, r.cause)
	}
	require.Contains(t, string(page), b.String(), "the page should have:\n%s", b.String())
}
