package text_test

import (
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"

	nettext "github.com/attrmap/attrmap/internal/dotnet/text"
)

func TestAccentsStayWhereLettersAreMapped(t *testing.T) {
	t.Parallel()
	next := func(r rune) rune {
		if unicode.IsLetter(r) {
			return r + 1
		}
		return r
	}
	for text, want := range map[string]string{"": "", "abc": "bcd", "dé": "ef\u0301", "ñ-ö": "õ-p\u0308", "Zürich": "[v\u0308sjdi", "d\u0302": "ê"} {
		require.Equal(t, want, nettext.MapDecomposed(text, next), text)
	}
}
