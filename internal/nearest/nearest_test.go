package nearest_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/internal/nearest"
)

func TestName(t *testing.T) {
	t.Parallel()
	known := []string{"Join", "ToLower", "ToUpper", "SelectUniqueValue", "NormalizeDiacritics", "IIF"}
	for _, row := range []struct{ name, want string }{
		{"Jion", "Join"},
		{"tolower", "ToLower"},
		{"ToUper", "ToUpper"},
		{"NormaliseDiacritics", "NormalizeDiacritics"},
		{"SelectUniqueVals", "SelectUniqueValue"},
		{"IF", "IIF"},
		{"Frobnicate", ""},
		{"", ""},
		{strings.Repeat("x", 1000), ""},
	} {
		if diff := cmp.Diff(row.want, nearest.Name(row.name, slices.Values(known))); diff != "" {
			t.Errorf("nearest to %.40q (-want +got):\n%s", row.name, diff)
		}
	}
}

func TestOneOfReadsLikeASentence(t *testing.T) {
	t.Parallel()
	for want, names := range map[string][]string{
		"":          nil,
		"a":         {"a"},
		"a or b":    {"a", "b"},
		"a, b or c": {"a", "b", "c"},
	} {
		require.Equal(t, want, nearest.OneOf(names))
	}
}
