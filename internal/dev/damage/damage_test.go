package damage_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/internal/dev/damage"
	"github.com/attrmap/attrmap/internal/dev/effort"
)

func TestEveryDamageIsAnother(t *testing.T) {
	t.Setenv(effort.Variable, "1")
	seen := map[string]bool{}
	for at, wrong := range damage.Bytes("abcdef", "xa") {
		require.Len(t, wrong, 6)
		require.NotEqual(t, "abcdef", wrong)
		require.Equal(t, "abcdef"[:at], wrong[:at])
		require.Equal(t, "abcdef"[at+1:], wrong[at+1:])
		seen[wrong] = true
	}
	require.Len(t, seen, 57) // eight bits and x for each byte, a for five, of which two are a bit away
	require.True(t, seen["xbcdef"] && seen["`bcdef"])
	for at, cut := range damage.Cuts("abcdef") {
		require.Equal(t, "abcdef"[:at], cut)
	}
	for range damage.Bytes("abc", "") {
		break
	}
}

// TestAQuickRunLeavesNothingOutForGood: every byte is damaged, every value comes at some byte, and cuts fall near both ends.
func TestAQuickRunLeavesNothingOutForGood(t *testing.T) {
	t.Setenv(effort.Variable, "")
	text, others := strings.Repeat("a", 100), "0123456789"
	places, values := map[int]bool{}, map[byte]bool{}
	count := 0
	for at, wrong := range damage.Bytes(text, others) {
		places[at], values[wrong[at]] = true, true
		count++
	}
	require.Len(t, places, 100)
	require.Len(t, values, 18)
	require.Less(t, count, 100*18/6)

	cuts := slices.Collect(damage.Places(100))
	require.Less(t, len(cuts), 32)
	for _, at := range []int{0, 1, 7, 14, 21, 92, 99} {
		require.Contains(t, cuts, at)
	}
}
