package text_test

import (
	"strings"
	"testing"

	nettext "github.com/attrmap/attrmap/internal/dotnet/text"
)

// TestCaselessIsLowerOfUpper: the short ways for ASCII decide nothing else.
func TestCaselessIsLowerOfUpper(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"", "plain", "Plain TEXT 1@x", "ΟΔΟΣ ὀδός", "ǅ ǆ Ǆ", "straße", "İı", "ſK", "a\xffB", "日本"} {
		if got, want := nettext.Caseless(s), strings.ToLower(strings.ToUpper(s)); got != want {
			t.Errorf("%q: got %q, want %q", s, got, want)
		}
	}
}
