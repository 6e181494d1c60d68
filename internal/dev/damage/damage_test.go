package damage_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/internal/dev/damage"
)

func TestEveryDamageIsAnother(t *testing.T) {
	seen := map[string]bool{}
	for at, wrong := range damage.Bytes("abcdef", "xa") {
		require.Len(t, wrong, 6)
		require.NotEqual(t, "abcdef", wrong)
		require.Equal(t, "abcdef"[:at], wrong[:at])
		require.Equal(t, "abcdef"[at+1:], wrong[at+1:])
		seen[wrong] = true
	}
	require.True(t, seen["xbcdef"] && seen["`bcdef"])
	for at, cut := range damage.Cuts("abcdef") {
		require.Equal(t, "abcdef"[:at], cut)
	}
	for range damage.Bytes("abc", "") {
		break
	}
}
