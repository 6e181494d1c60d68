package text_test

import (
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/attrmap/attrmap/internal/dev/effort"
	nettext "github.com/attrmap/attrmap/internal/dotnet/text"
)

// everyCharacter calls f with the text of each code point up to U+2FFFF, above which none has case or diacritics.
func everyCharacter(f func(s string)) {
	for r := range effort.Runes(0x2FFFF) {
		f(string(r))
	}
}

func TestCasingKeepsTheNumberOfUnits(t *testing.T) {
	t.Parallel()
	changes := map[string]func(string) string{
		"proper":            func(s string) string { return string(nettext.PCase([]byte(s), 0, nil)) },
		"proper, separated": func(s string) string { return string(nettext.PCase([]byte(s), 0, nettext.NewSeparators("-"))) },
	}
	for name, culture := range map[string]nettext.Culture{"invariant": nettext.Invariant, "turkic": nettext.Turkic, "dutch": nettext.Dutch} {
		changes["lower "+name] = func(s string) string { return lower(s, culture) }
		changes["upper "+name] = func(s string) string { return upper(s, culture) }
	}
	for name, change := range changes {
		everyCharacter(func(s string) {
			for _, s := range []string{s, "a" + s} {
				if got := change(s); nettext.Len16(got) != nettext.Len16(s) {
					t.Errorf("%s of %+q is %+q", name, s, got)
				}
			}
		})
	}
}

// mostUnits is the largest number of units that a unit becomes without its diacritics.
const mostUnits = 3

func requireBounded(t require.TestingT, s string) {
	for _, got := range []string{plain(s), tableOnly(s)} {
		n, units := nettext.Len16(got), nettext.Len16(s)
		if n > mostUnits*units || n == 0 && units > 0 {
			require.Failf(t, "out of bounds", "%+q becomes %+q", s, got)
		}
	}
}

func TestNormalizeDiacriticsTriplesTheUnitsAtMost(t *testing.T) {
	everyCharacter(func(s string) { requireBounded(t, s) })
	for _, s := range []string{"\u0344", "\U0001D160", "שּׁ", "\u0958", "ǣ", "\u1161", "e\u0301"} {
		requireBounded(t, strings.Repeat(s, 70)) // in longer runs of marks, x/text inserts joiners
	}
	rapid.Check(t, func(t *rapid.T) {
		requireBounded(t, rapid.StringOf(rapid.RuneFrom(nil, unicode.Latin, unicode.Mn, unicode.Hebrew)).Draw(t, "text"))
	})
}
