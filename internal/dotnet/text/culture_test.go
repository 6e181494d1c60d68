package text_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	nettext "github.com/attrmap/attrmap/internal/dotnet/text"
)

func TestParseCulture(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name string
		want nettext.Culture
	}{
		{"", nettext.Invariant},
		{"c", nettext.Invariant},
		{"und", nettext.Invariant},
		{"ROOT", nettext.Invariant},
		{"x-custom", nettext.Invariant},
		{"en-US", nettext.Ordinary},
		{"xx-XX", nettext.Ordinary},
		{"zh_Hans_CN", nettext.Ordinary},
		{"i-klingon", nettext.Ordinary},
		{"trx", nettext.Ordinary},
		{"TR", nettext.Turkic},
		{"az-Cyrl-AZ", nettext.Turkic},
		{"tr_TR", nettext.Turkic},
		{"tr\x00", nettext.Turkic},
		{"nl", nettext.Ordinary},
		{"nl_NL", nettext.Ordinary},
		{"NL-be", nettext.Dutch},
		{strings.Repeat("a", 11), nettext.Ordinary},
		{"en-" + strings.Repeat("a", 82), nettext.Ordinary},
	} {
		got, err := nettext.ParseCulture(row.name)
		require.NoError(t, err, row.name)
		require.Equal(t, row.want, got, row.name)
	}
}

func TestParseCultureRefusesMalformedNames(t *testing.T) {
	t.Parallel()
	for _, name := range []string{
		"a", "1", "x", "x-", "a-US", "-en", "en-", "en--US", "en-_US", " en", "en US", "ën", "*", "en;US",
		strings.Repeat("a", 12), "en-" + strings.Repeat("a", 83),
	} {
		_, err := nettext.ParseCulture(name)
		require.Error(t, err, name)
		require.Less(t, len(err.Error()), 250, "the quoted name must be truncated")
	}
}
