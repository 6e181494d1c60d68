package text_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	nettext "github.com/attrmap/attrmap/internal/dotnet/text"
)

func TestWord(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		s          string
		n          int
		delimiters string
		want       string
	}{
		{"The quick brown fox", 3, " ", "brown"},
		{"john@contoso.com", 1, "@", "john"},
		{"john@contoso.com", 3, "@.", "com"},
		{"  The   quick ", 2, " ", "quick"},
		{"  The   quick ", 3, " ", ""},
		{",;a;,b", 2, ";,", "b"},
		{"CN=Ärger→OU=x", 2, "→=", "Ärger"},
		{"one word", 1, "", "one word"},
		{"one word", 2, "", ""},
		{"a b", 0, " ", ""},
		{"a b", -1, " ", ""},
		{"", 1, " ", ""},
		{"   ", 1, " ", ""},
		{"a\xffb", 1, "b", "a\xff"},
	} {
		require.Equal(t, row.want, nettext.Word(row.s, row.n, row.delimiters), "word %d of %q", row.n, row.s)
	}
}

// The cost of finding words must not be the product of the lengths of text and delimiters.
func TestWordOfLongTextWithManyDelimiters(t *testing.T) {
	t.Parallel()
	var delimiters strings.Builder
	for r := '一'; r < '一'+20000; r++ {
		delimiters.WriteRune(r)
	}
	require.Empty(t, nettext.Word(strings.Repeat("é ", 1<<19), 2, delimiters.String()))
}

func TestTrimSpace(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]string{
		"":                            "",
		"  ":                          "",
		" a b ":                       "a b",
		"\u00a0\u2003\u3000\u0085a\t": "a",
		"\u200ba\ufeff":               "\u200ba\ufeff",
		"\xa0a\xff":                   "\xa0a\xff",
	} {
		require.Equal(t, want, string(nettext.TrimSpace([]byte(source), 0)), "%q", source)
		require.Equal(t, " x "+want, string(nettext.TrimSpace([]byte(" x "+source), 3)), "%q after other text", source)
	}
}

func TestStripSpaces(t *testing.T) {
	t.Parallel()
	require.Equal(t, "a b\tc\u00a0d", string(nettext.StripSpaces([]byte("a b \tc \u00a0d  "), 2)))
	require.Equal(t, "", string(nettext.StripSpaces([]byte("   "), 0)))
}
