package text_test

import (
	"encoding/json"
	"math"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	nettext "github.com/attrmap/attrmap/internal/dotnet/text"
)

func cut(s string, start, length int) string {
	part, _ := nettext.Cut16([]byte(s), 0, start, length)
	return string(part)
}

// Unlike Substring, Cut16 does not fail beyond the end of the text.
func TestStringRows(t *testing.T) {
	t.Parallel()
	rows := readRows[struct {
		ID, Fn, Error string
		S, Arg        text
		Start, Length int
		Output        json.RawMessage
	}](t, "strings")
	seen := map[string]int{}
	for _, row := range rows {
		seen[row.Fn]++
		if row.Error != "" {
			continue
		}
		s, arg := row.S.string, row.Arg.string
		var got any
		switch row.Fn {
		case "Substring":
			got = cut(s, row.Start, row.Length)
		case "Substring1":
			got = cut(s, row.Start, math.MaxInt)
		case "Length":
			got = nettext.Len16(s)
		case "IndexOf.Ordinal":
			got = nettext.Index16(s, arg, 0, false)
		case "IndexOf.OrdinalIgnoreCase":
			got = nettext.Index16(s, arg, 0, true)
		case "Trim":
			got = string(nettext.TrimSpace([]byte(s), 0))
		case "Encoding.Unicode.Base64":
			got = string(nettext.AppendBase64UTF16(nil, s))
		case "Encoding.UTF8.Hex":
			got = string(nettext.AppendHexUTF8(nil, s))
		}
		if diff := cmp.Diff(answer(t, row.Output), got); diff != "" {
			t.Errorf("%s: %s of %q, %q (-want +got):\n%s", row.ID, row.Fn, s, arg, diff)
		}
	}
	require.Equal(t, map[string]int{
		"Substring": 55, "Substring1": 47, "Length": 39, "IndexOf.Ordinal": 367, "IndexOf.OrdinalIgnoreCase": 367,
		"Trim": 76, "Encoding.Unicode.Base64": 46, "Encoding.UTF8.Hex": 42,
	}, seen)
}

// answer returns a recorded number or text.
func answer(t *testing.T, output json.RawMessage) any {
	var n int
	if json.Unmarshal(output, &n) == nil {
		return n
	}
	var x text
	require.NoError(t, json.Unmarshal(output, &x))
	return x.string
}

func TestCut16(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		s             string
		start, length int
		want          string
	}{
		{"John", 1, 2, "oh"},
		{"John", 2, 100, "hn"},
		{"John", 4, 1, ""},
		{"John", 5, 1, ""},
		{"John", 0, 0, ""},
		{"John", -1, 2, ""},
		{"John", 1, -1, ""},
		{"John", math.MaxInt, math.MaxInt, ""},
		{"äöü", 1, 1, "ö"},
		{"a😀b", 1, 2, "😀"},
		{"a😀b", 0, 2, "a\xed\xa0\xbd"},           // the first half of the emoji
		{"a😀b", 2, 2, "\xed\xb8\x80b"},           // the second
		{"a😀b", 2, 1, "\xed\xb8\x80"},            // alone
		{"😀😁", 1, 2, "\xed\xb8\x80\xed\xa0\xbd"}, // halves of two emoji
		{"😀😁", 1, 3, "\xed\xb8\x80😁"},
		{"\xed\xa0\xbda", 1, 1, "a"},
		{"a\xed\xa0\xbd", 1, 9, "\xed\xa0\xbd"},
		{"a\xffb", 1, 2, "\xffb"},
	} {
		got, cut := nettext.Cut16([]byte("x"+row.s), 1, row.start, row.length)
		require.Equal(t, "x"+row.want, string(got), "%q from %d, %d long", row.s, row.start, row.length)
		require.Equal(t, nettext.HasHalf(row.want) && !nettext.HasHalf(row.s), cut)
	}
}

func TestIndex16(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		s, sub string
		start  int
		fold   bool
		want   int
	}{
		{"a.b.c", ".", 0, false, 1},
		{"a.b.c", ".", 2, false, 3},
		{"a.b.c", ".", 4, false, -1},
		{"abc", "", 0, false, 0},
		{"abc", "", 3, false, 3},
		{"abc", "", 4, true, -1},
		{"", "", 0, true, 0},
		{"abc", "b", -1, false, -1},
		{"abc", "b", math.MaxInt, false, -1},
		{"😀ab", "B", 0, false, -1},
		{"😀ab", "B", 0, true, 3},
		{"😀😀a", "a", 1, false, 4}, // the start is inside a character
		{"😀😀", "😀", 1, false, 2},
		{"ß", "SS", 0, true, -1},
		{"xſ", "s", 0, true, -1},
		{"ɐⱯ", "Ɐ", 1, true, 1}, // the cases differ in UTF-8 length
		{"ɐⱯx", "X", 0, true, 2},
		{"a\x00b", "\x00", 0, true, 1},
		{"\xffa", "A", 0, true, 1},
		{"a😀", "\xed\xa0\xbd", 0, false, 1}, // half a character, of which the text has both
		{"a😀b", "\xed\xb8\x80B", 0, true, 2},
		{"a😀b", "\xed\xb8\x80", 2, false, 2},
		{"a😀b", "\xed\xb8\x80", 3, false, -1},
		{"a\xed\xa0\xbdb", "\xed\xa0\xbdb", 0, false, 1},
	} {
		require.Equal(t, row.want, nettext.Index16(row.s, row.sub, row.start, row.fold), "%q in %q from %d", row.sub, row.s, row.start)
	}
}

// The cost of a search that ignores case must not be the product of the two lengths.
func TestIndex16OfLongText(t *testing.T) {
	t.Parallel()
	s := strings.Repeat("a", 1<<20)
	require.Equal(t, -1, nettext.Index16(s, s[:1<<19]+"B", 0, true))
	require.Equal(t, 1, nettext.Index16("b"+s, strings.ToUpper(s), 0, true))
}

// TestPartsOfTexts: positions, parts, searches and order are those of the units, wherever a text is cut, and two parts make the whole.
func TestPartsOfTexts(t *testing.T) {
	letters := rapid.SampledFrom([]uint16{'a', 'b', 0xE9, 0xD7FF, 0xD83D, 0xD83D, 0xDE00, 0xDE00, 0xDE01, 0xE000, 0xFFFD, 0xFFFF})
	rapid.Check(t, func(t *rapid.T) {
		units, other := rapid.SliceOfN(letters, 0, 8).Draw(t, "units"), rapid.SliceOfN(letters, 0, 3).Draw(t, "other")
		s, sub := withHalves(units), withHalves(other)
		require.Equal(t, len(units), nettext.Len16(s))
		require.Equal(t, units, append([]uint16{}, unitsOf(s)...))
		start, length := rapid.IntRange(0, 9).Draw(t, "start"), rapid.IntRange(0, 9).Draw(t, "length")
		from, to := min(start, len(units)), min(start+length, len(units))
		require.Equal(t, withHalves(units[from:to]), cut(s, start, length))
		joined := nettext.JoinHalves([]byte("é"+cut(s, 0, from)+cut(s, from, math.MaxInt)), 2)
		require.Equal(t, "é"+s, string(joined))
		require.Equal(t, s, string(nettext.JoinHalves([]byte(nettext.Halved(s)), 0)))
		require.Equal(t, slices.Compare(units, other), nettext.Compare(s, sub))
		require.Equal(t, indexUnits(units, other, start), nettext.Index16(s, sub, start, false))
		require.Equal(t, string(utf16.Decode(units)), nettext.Whole(s))
	})
}

// indexUnits is Index16 of units.
func indexUnits(s, sub []uint16, start int) int {
	for i := start; i+len(sub) <= len(s); i++ {
		if slices.Equal(s[i:i+len(sub)], sub) {
			return i
		}
	}
	return -1
}

func FuzzCut16(f *testing.F) {
	f.Add("a😀b", 1, 2)
	f.Add("\xf0\x9f\x98é", 0, 1)
	f.Add("\xed\xa0\x80", 1, 1)
	f.Add("000\xf0\U000238e3\xa3\xa3\xa3", 5, 0)
	f.Fuzz(func(t *testing.T, s string, start, length int) {
		part := cut(s, start, length)
		if asked := max(0, min(length, nettext.Len16(s)-start)); start >= 0 && utf8.ValidString(s) && nettext.Len16(part) != asked {
			t.Fatalf("Cut16(%+q, %d, %d) is %+q", s, start, length, part)
		}
		if utf8.ValidString(s) && !utf8.ValidString(nettext.Whole(part)) {
			t.Fatalf("Whole(%+q) is not valid", part)
		}
	})
}

func FuzzIndex16(f *testing.F) {
	f.Add("a😀B", "b", 0, true)
	f.Add("\xff", "\xff", 0, false)
	f.Fuzz(func(t *testing.T, s, sub string, start int, fold bool) {
		i := nettext.Index16(s, sub, start, fold)
		if i < 0 {
			return
		}
		if i < start || start < 0 {
			t.Fatalf("found %+q in %+q at %d, before %d", sub, s, i, start)
		}
		if !utf8.ValidString(s) || !utf8.ValidString(sub) {
			return
		}
		found := cut(s, i, nettext.Len16(sub))
		if !fold && found != sub || fold && !nettext.EqualFold(found, sub) {
			t.Fatalf("found %+q in %+q at %d, which is %+q", sub, s, i, found)
		}
	})
}
