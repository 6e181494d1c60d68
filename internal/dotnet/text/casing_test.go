package text_test

import (
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/internal/dev/effort"
	nettext "github.com/attrmap/attrmap/internal/dotnet/text"
)

func lower(s string, c nettext.Culture) string { return string(nettext.Lower([]byte(s), 0, c)) }
func upper(s string, c nettext.Culture) string { return string(nettext.Upper([]byte(s), 0, c)) }
func title(s string, c nettext.Culture) string { return string(nettext.Title([]byte(s), 0, c)) }

func TestCaseRows(t *testing.T) {
	t.Parallel()
	rows := readRows[struct {
		ID, Culture, Error  string
		Input, Lower, Upper text
	}](t, "casing")
	refused := 0
	for _, row := range rows {
		culture, err := nettext.ParseCulture(row.Culture)
		if (err != nil) != (row.Error != "") {
			t.Errorf("%s: ParseCulture(%q) returns error %v, want %q", row.ID, row.Culture, err, row.Error)
		}
		if err != nil {
			refused++
			continue
		}
		got := [2]string{lower(row.Input.string, culture), upper(row.Input.string, culture)}
		if diff := cmp.Diff([2]string{row.Lower.string, row.Upper.string}, got); diff != "" {
			t.Errorf("%s: lower and upper of %q in %q (-want +got):\n%s", row.ID, row.Input.string, row.Culture, diff)
		}
	}
	requireCount(t, "casing", len(rows), 1400)
	requireCount(t, "malformed cultures", refused, 16)
}

// Every code point below U+20000 maps as in .NET, in the invariant culture and in Turkish.
func TestEveryCodePointMapsAsInDotNet(t *testing.T) {
	t.Parallel()
	maps := map[string]func(string) string{
		"lower":    func(s string) string { return lower(s, nettext.Invariant) },
		"upper":    func(s string) string { return upper(s, nettext.Invariant) },
		"lower_tr": func(s string) string { return lower(s, nettext.Turkic) },
		"upper_tr": func(s string) string { return upper(s, nettext.Turkic) },
		"title":    func(s string) string { return title(s, nettext.Invariant) },
	}
	rows := readRows[struct {
		Map   string
		Pairs map[string]string
	}](t, "casing_map")
	requireCount(t, "casing_map", len(rows), len(maps))
	for _, row := range rows {
		mapped, ok := maps[row.Map]
		require.True(t, ok, row.Map)
		for r := range effort.Runes(0x1FFFF) {
			want := string(r)
			if units, ok := row.Pairs[hex4(r)]; ok {
				want = fromUnits(t, units)
			}
			if got := mapped(string(r)); got != want {
				t.Errorf("%s of %U is %q, want %q", row.Map, r, got, want)
			}
		}
	}
}

func hex4(r rune) string {
	s := strconv.FormatInt(int64(r), 16)
	return strings.Repeat("0", max(0, 4-len(s))) + s
}

func fromUnits(t *testing.T, units string) string {
	var all []uint16
	for u := range strings.FieldsSeq(units) {
		n, err := strconv.ParseUint(u, 16, 16)
		require.NoError(t, err)
		all = append(all, uint16(n))
	}
	return withHalves(all)
}

// The tables have the letters of Unicode 13. Compared with package unicode of the Go release, they may lack pairs but must
// not map differently.
func TestCasingAgreesWithUnicode(t *testing.T) {
	t.Parallel()
	missing := 0
	for r := range effort.Runes(unicode.MaxRune) {
		if r == 'İ' || r == 'ı' {
			continue
		}
		s := string(r)
		for _, pair := range [][2]string{
			{lower(s, nettext.Ordinary), string(unicode.ToLower(r))},
			{upper(s, nettext.Ordinary), string(unicode.ToUpper(r))},
		} {
			switch got, want := pair[0], pair[1]; got {
			case want:
			case s:
				missing++
			default:
				t.Errorf("%U maps to %q, package unicode maps it to %q", r, got, want)
			}
		}
	}
	require.GreaterOrEqual(t, missing, effort.Of(80, 5), "40 letters of Unicode 14 and later, and their pairs")
}

func TestCaseOfGrowingAndShrinkingText(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		got, want string
	}{
		{upper("ɐɐɐɐɐɐɐɐɐɐ", nettext.Invariant), "ⱯⱯⱯⱯⱯⱯⱯⱯⱯⱯ"},                 // two bytes to three
		{upper("iiii", nettext.Turkic), "İİİİ"},                                // one byte to two
		{lower("ȺȺİIK", nettext.Ordinary), "ⱥⱥiik"},                            // grows, then shrinks
		{lower("KKȺȺȺȺ", nettext.Invariant), "kkⱥⱥⱥⱥ"},                         // shrinks, then grows
		{lower("\xffÀ\xc3A\xe2\x82", nettext.Invariant), "\xffà\xc3a\xe2\x82"}, // invalid bytes are kept
		{title("ɐiJ Ⱥɐ", nettext.Turkic), "Ɐij Ⱥɐ"},
		{title("\xffabc d\xc3EF", nettext.Invariant), "\xffAbc D\xc3ef"},
	} {
		if row.got != row.want {
			t.Errorf("got %q, want %q", row.got, row.want)
		}
	}
}

// Text before from is not changed, and the buffer is used if it is large enough.
func TestCaseKeepsTheTextBeforeFrom(t *testing.T) {
	t.Parallel()
	buf := append(make([]byte, 0, 64), "KEEP Ärger"...)
	got := nettext.Lower(buf, len("KEEP "), nettext.Invariant)
	require.Equal(t, "KEEP ärger", string(got))
	require.Same(t, &buf[0], &got[0])
	require.Equal(t, "KEEP ä", string(nettext.Upper([]byte("KEEP ä"), len("KEEP ä"), nettext.Invariant)))
}
