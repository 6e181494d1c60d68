package regex_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	netregex "github.com/attrmap/attrmap/internal/dotnet/regex"
)

func TestAlwaysMatches(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		pattern string
		want    bool
	}{
		{`(\.)*$`, true},
		{`.*`, true},
		{`a*?b?\z`, true},
		{`(?m)\s*$`, true},
		{`x|`, true},
		{`(?>(a*){3})\Z`, true},
		{`(?(a)b*|c*)$`, true},

		{`(\.)+$`, false},
		{`^(\.)*$`, false},
		{`\b`, false},
		{`(?=$)`, false}, // it does, but look-around is not looked into
		{`(?<a>)(?<-a>)`, false},
		{`(a)?\1`, false},
		{`a|b`, false},
		{`.`, false},
	} {
		p, err := netregex.Compile(row.pattern, netregex.Limits{})
		require.NoError(t, err, row.pattern)
		require.Equal(t, row.want, p.AlwaysMatches(), row.pattern)
		if row.want {
			for _, text := range []string{"", "a", "...", "x\n", "\n\n", "ä𝄞.", "b.\r\n"} {
				found, err := p.IsMatch(text)
				require.NoError(t, err)
				require.True(t, found, "%s in %q", row.pattern, text)
			}
		}
	}
}
