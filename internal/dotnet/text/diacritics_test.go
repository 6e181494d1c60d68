package text_test

import (
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/unicode/norm"
	"golang.org/x/text/unicode/rangetable"
	"pgregory.net/rapid"

	"github.com/attrmap/attrmap/internal/dev/effort"
	nettext "github.com/attrmap/attrmap/internal/dotnet/text"
)

func plain(s string) string {
	return string(nettext.NormalizeDiacritics([]byte(s), 0, nettext.AllLatin))
}

func tableOnly(s string) string {
	return string(nettext.NormalizeDiacritics([]byte(s), 0, nettext.TableOnly))
}

var strokeLetters = strings.NewReplacer(
	"æ", "ae", "Æ", "AE", "ø", "oe", "Ø", "OE", "œ", "oe", "Œ", "OE", "ß", "ss", "ẞ", "SS", "ł", "l", "Ł", "L", "ı", "i",
	"đ", "d", "Đ", "D", "ħ", "h", "Ħ", "H", "ŧ", "t", "Ŧ", "T",
)

// derived implements the rule from which the tables are generated: decompose everything but marks, remove the accents
// after Latin letters, replace the letters that do not decompose, and compose.
func derived(s string) string {
	var kept strings.Builder
	latin := false
	for _, r := range s {
		letter := string(r)
		if !unicode.Is(unicode.M, r) {
			letter = norm.NFD.String(letter)
		}
		for _, r := range letter {
			switch {
			case !unicode.Is(unicode.M, r):
				latin = unicode.Is(unicode.Latin, r)
			case latin && r <= 0xFFFF && unicode.Is(unicode.Mn, r):
				continue
			}
			kept.WriteRune(r)
		}
	}
	return norm.NFC.String(strokeLetters.Replace(kept.String()))
}

func TestEveryCodePointAgreesWithDecomposition(t *testing.T) {
	t.Parallel()
	for r := range effort.Runes(unicode.MaxRune) {
		if unsure(r) {
			continue
		}
		if got, want := plain(string(r)), derived(string(r)); got != want {
			t.Errorf("%U becomes %q, want %q", r, got, want)
		}
		if r >= 0x20000 {
			continue
		}
		// After a Latin letter and an accent, and after another script.
		s := "e\u0301" + string(r) + "\u0323" + "й" + string(r)
		if got, want := plain(s), derived(s); got != want {
			t.Errorf("%q becomes %q, want %q", s, got, want)
		}
	}
}

// unsure reports whether r was assigned later than in the Unicode version that both sides of a comparison have in common.
func unsure(r rune) bool { return !unicode.Is(assigned, r) }

var assigned = rangetable.Assigned("15.0.0")

func TestNormalizeDiacriticsOfAnyText(t *testing.T) {
	letters := rapid.RuneFrom([]rune("aZeé1 -\u0301\u0323\u0308ồđßÆẞœйиがか각ᄀ\u1161Ωªʒǯ\u20DD\u0903\U0001E8D0\u034F\u200D"), unicode.Latin, unicode.Mn)
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOf(letters).Draw(t, "text")
		if len(s) > 60 {
			t.Skip("the stream-safe form of x/text splits longer runs of accents")
		}
		if strings.ContainsFunc(s, unsure) {
			t.Skip("some characters are later than the tables of some Go releases")
		}
		got := plain(s)
		if want := derived(s); got != want {
			t.Fatalf("%+q becomes %+q, want %+q", s, got, want)
		}
		if !norm.NFC.IsNormalString(got) || !norm.NFC.IsNormalString(tableOnly(s)) {
			t.Fatalf("%+q: the result is not in normal form C", s)
		}
	})
}

// In text of a single script, where the rule is plain decomposition and composition, the result agrees with .NET's
// normalization.
func TestNormalizeRows(t *testing.T) {
	t.Parallel()
	rows := readRows[struct {
		ID, Error            string
		Input, Stripped, NFC text
	}](t, "normalize")
	latin, other := 0, 0
	for _, row := range rows {
		if row.Error != "" { // such as half a character
			continue
		}
		s := row.Input.string
		switch {
		case onlyLatin(s):
			latin++
			if got, want := plain(s), strokeLetters.Replace(row.Stripped.string); got != want {
				t.Errorf("%s: %+q becomes %+q, want %+q", row.ID, s, got, want)
			}
		case !strings.ContainsFunc(s, isLatin):
			other++
			if got := plain(s); got != row.NFC.string {
				t.Errorf("%s: %+q becomes %+q, want %+q", row.ID, s, got, row.NFC.string)
			}
		}
	}
	requireCount(t, "normalize", len(rows), 1500)
	requireCount(t, "Latin text", latin, 969)
	requireCount(t, "text without Latin letters", other, 183)
}

func isLatin(r rune) bool { return unicode.Is(unicode.Latin, r) }

// onlyLatin reports whether every mark in s follows a Latin letter.
func onlyLatin(s string) bool {
	latin := false
	for _, r := range norm.NFD.String(s) {
		switch {
		case isLatin(r):
			latin = true
		case unicode.Is(unicode.M, r):
			if !latin {
				return false
			}
		default:
			latin = false
		}
	}
	return true
}

func TestNormalizeDiacritics(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		source, all, published string
	}{
		{"Zoë", "Zoe", "Zoe"},
		{"Nguyễn", "Nguyen", "Nguyễn"},
		{"Đorđe", "Dorde", "Đorđe"},
		{"Åse Bjørnstjerne Łukasz", "Ase Bjoernstjerne Lukasz", "Ase Bjoernstjerne Lukasz"},
		{"GROẞ Groß", "GROSS Gross", "GROẞ Gross"},
		{"Cœur", "Coeur", "Cœur"},
		{"Þórður", "Þorður", "Þorður"},
		{"Андрей が", "Андрей が", "Андрей が"},
		{"Андреи\u0306", "Андрей", "Андрей"},
		{"e\u0301\u0323", "e", "ẹ\u0301"},
		{"a\u0304\u0301 ā\u0301", "a a", "a a"},
		{"1\u0308 \u0301", "1\u0308 \u0301", "1\u0308 \u0301"},
		{"\xffé\xc3", "\xffe\xc3", "\xffe\xc3"},
		{"", "", ""},
	} {
		require.Equal(t, row.all, plain(row.source), "%q", row.source)
		require.Equal(t, row.published, tableOnly(row.source), "%q, table only", row.source)
	}
}

// Both modes agree with the published table, in every spelling of its letters.
func TestPublishedTable(t *testing.T) {
	t.Parallel()
	seen := 0
	for _, row := range readRows[expressionRow](t, "expressions_documented") {
		if !strings.HasPrefix(row.ID, "NormalizeDiacritics") {
			continue
		}
		seen++
		for _, source := range row.Attrs {
			for _, spelling := range []string{source, norm.NFD.String(source), norm.NFC.String(source)} {
				got := []string{plain(spelling), tableOnly(spelling)}
				if diff := cmp.Diff([]string{row.Want[0], row.Want[0]}, got); diff != "" {
					t.Errorf("%s: %+q (-want +got):\n%s", row.ID, spelling, diff)
				}
			}
		}
	}
	requireCount(t, "the published table", seen, 182)
}

func TestNormalizeDiacriticsWorksInPlace(t *testing.T) {
	t.Parallel()
	buf := append(make([]byte, 0, 64), "né José Müller"...)
	got := nettext.NormalizeDiacritics(buf, len("né "), nettext.AllLatin)
	require.Equal(t, "né Jose Muller", string(got))
	require.Same(t, &buf[0], &got[0])
}
