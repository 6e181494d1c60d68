package command

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestNamesOfRequestsSort: whoever sends the files in the order of their names sends them in the order of the people.
func TestNamesOfRequestsSort(t *testing.T) {
	t.Parallel()
	for all, first := range map[int]string{1: "bulk-0001.json", 9_999: "bulk-0001.json", 10_000: "bulk-00001.json", 123_456: "bulk-000001.json"} {
		var names []string
		for n := range all {
			names = append(names, requestFile(n+1, all))
			require.True(t, requestName.MatchString(names[n]))
		}
		require.Equal(t, first, names[0])
		require.True(t, slices.IsSorted(names), all)
	}
}
