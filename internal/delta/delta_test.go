package delta_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/delta"
)

func TestTheShapeOfADifference(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ target, from, to, shape, change string }{
		{"title", "Clerk", "Buyer", "pair", ""},
		{"title", "Clerk", "CLERK", "case", ""},
		{"title", "a b", "a\u00a0b ", "spaces", ""},
		{"city", "Zürich", "Zurich", "diacritics", ""},
		{"hired", "2025-12-31", "31.12.2025", "dateFormat", ""},
		{"hired", "2025-12-31", "30.12.2025", "pair", ""},
		{"mail", "ada@contoso.old", "Ada@contoso.com", "domain", "…@contoso.old → …@contoso.com"},
		{"distinguishedName", "CN=a,OU=x,DC=b", "CN=a,OU=y,DC=b", "container", "…,OU=x,DC=b → …,OU=y,DC=b"},
		{"parentDistinguishedName", "OU=x,DC=b", "OU=y,DC=b", "container", ""},
		{"title", "Clerk", "Dr. Clerk", "prefix", "added Dr.␣…"},
		{"title", "Clerk II", "Clerk", "suffix", "removed …␣II"},
	} {
		shape, change := delta.Of(row.target, value.String(row.from), value.String(row.to))
		require.Equal(t, row.shape, shape, "%q → %q", row.from, row.to)
		require.Equal(t, row.change, change, "%q → %q", row.from, row.to)
		require.Equal(t, row.shape == delta.Pair, delta.Words(row.shape) == "", row.shape)
	}
	shape, _ := delta.Of("x", value.Boolean(true), value.String("TRUE"))
	require.Equal(t, delta.Pair, shape, "only texts have special shapes")
}

func TestValuesThatATargetHoldsAlikeAreEqual(t *testing.T) {
	t.Parallel()
	require.True(t, delta.Equal(value.Boolean(true), value.String("true")))
	require.True(t, delta.Equal(value.Strings("a", "b"), value.Strings("b", "a")))
	require.True(t, delta.Equal(value.String("2026-01-31T12:00:00Z"), value.String("2026-01-31T13:00:00+01:00")))
	require.False(t, delta.Equal(value.String("2026-01-31"), value.String("31.01.2026")))
	require.False(t, delta.Equal(value.String("a"), value.String("A")))
	require.Equal(t, "department", delta.LastName("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:Department"))
}
