package call_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/internal/call"
)

// TestSecrets: what a secret path leads through and what it leads into are secret, too.
func TestSecrets(t *testing.T) {
	t.Parallel()
	require.False(t, call.SecretsOf(nil).Include("a"))
	const (
		core       = "urn:ietf:params:scim:schemas:core:2.0:User:"
		enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
	)
	for _, row := range []struct {
		a, b string
		want bool
	}{
		{"a", "a", true},
		{"a", "A", true},
		{"a", "b", false},
		{"a", "ab", false},
		{"n", "n.x", true},
		{"N", "n.x", true},
		{"n.x", "n.y", false},
		{"n.x", "n.x.y", true},
		{"emails", `emails[type eq "work"].value`, true},
		{`emails[type eq "work"].value`, `Emails[primary eq "True"].value`, true},
		{`emails[type eq "a.b"].value`, `emails[type eq "a.b"].display`, false},
		{"a[b", "A[b", true},
		{"a[b", "a", false}, // no path: a plain name
		{core + "name", "name.givenName", true},
		{enterprise, enterprise + ":department", true},
		{enterprise + ":manager", enterprise + ":manager.displayName", true},
		{enterprise + ":manager", enterprise + ":department", false},
		{enterprise + ":department", "department", false},
	} {
		require.Equal(t, row.want, call.SecretsOf([]string{"other", row.a}).Include(row.b), "%s, %s", row.a, row.b)
		require.Equal(t, row.want, call.SecretsOf([]string{row.b}).Include(row.a), "%s, %s", row.b, row.a)
	}
}
