package effort_test

import (
	"slices"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/internal/dev/effort"
)

func TestTheEnvironmentDecides(t *testing.T) {
	for _, row := range []struct {
		value string
		full  bool
		of    int
	}{
		{"", false, 7},
		{"0", false, 7},
		{"1", true, 100},
		{"yes", true, 100},
	} {
		t.Setenv(effort.Variable, row.value)
		require.Equal(t, row.full, effort.Full(), row.value)
		require.Equal(t, row.of, effort.Of(100, 7), row.value)
	}
}

func TestRunes(t *testing.T) {
	t.Setenv(effort.Variable, "1")
	require.Equal(t, 0x110000-0x800, len(slices.Collect(effort.Runes(unicode.MaxRune))))
	t.Setenv(effort.Variable, "")
	quick := slices.Collect(effort.Runes(unicode.MaxRune))
	require.Less(t, len(quick), 0x110000/8)
	require.Equal(t, rune('é'), quick['é'])
	require.False(t, slices.ContainsFunc(quick, func(r rune) bool { return r >= 0xD800 && r < 0xE000 }))
	require.Equal(t, []rune{0, 1, 2}, slices.Collect(effort.Runes(2)))
}
