package regex_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	netregex "github.com/attrmap/attrmap/internal/dotnet/regex"
)

// TestMatches prints a match as its captures, name=text@start+length in UTF-16 units, followed by a semicolon.
func TestMatches(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		pattern, source string
		n               int
		want            string
	}{
		{`\d+`, "a1b22c333", 3, `0=1@1+1; 0=22@3+2;`},
		{`(?<first>\w)(x)?`, "ab", 2, `0=a@0+1 1- first=a@0+1; 0=b@1+1 1- first=b@1+1;`},
		{`(?<n>b)(c)?(\uD83D)`, "éb😀", 1, "0=b\xed\xa0\xbd@1+2 1- 2=\xed\xa0\xbd@2+1 n=b@1+1;"},
		{`x*`, "axa", 4, `0=@0+0; 0=x@1+1;`},
		{`é`, "😀é", 1, `0=é@2+1;`},
		{`x`, "abc", 0, ``},
	} {
		first, n, err := compile(t, row.pattern).Matches(row.source, 2)
		require.NoError(t, err)
		require.Equal(t, row.n, n, row.pattern)
		require.Equal(t, row.want, showMatches(row.source, first), row.pattern)
		_, replaced, err := replaceAll(t, row.pattern, row.source)
		require.NoError(t, err)
		require.Equal(t, replaced, n, "Replace must find as many matches: %s", row.pattern)
	}
}

func replaceAll(t *testing.T, pattern, source string) ([]byte, int, error) {
	p := compile(t, pattern)
	r, err := p.CompileReplacement("")
	require.NoError(t, err)
	return p.Replace(nil, source, r)
}

func showMatches(source string, matches [][]netregex.Capture) string {
	var all []string
	for _, captures := range matches {
		var parts []string
		for _, c := range captures {
			if !c.Matched {
				parts = append(parts, c.Name+"-")
				continue
			}
			start, length := c.Units(source)
			parts = append(parts, fmt.Sprintf("%s=%s@%d+%d", c.Name, c.Text, start, length))
		}
		all = append(all, strings.Join(parts, " ")+";")
	}
	return strings.Join(all, " ")
}

func TestMatchesKeepToTheLimits(t *testing.T) {
	t.Parallel()
	p, err := netregex.Compile(`(a|a)*(?=b)`, netregex.Limits{Steps: 1000})
	require.NoError(t, err)
	_, _, err = p.Matches(strings.Repeat("a", 100), 1)
	var limit *netregex.LimitError
	require.ErrorAs(t, err, &limit)
}
