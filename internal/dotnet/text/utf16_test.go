package text_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	nettext "github.com/attrmap/attrmap/internal/dotnet/text"
)

// Unlike Substring, Slice16 does not fail beyond the end of the text and never splits surrogate pairs.
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
		if row.Error != "" || !row.S.wellFormed() || !row.Arg.wellFormed() {
			continue
		}
		s, arg := row.S.string, row.Arg.string
		var got any
		switch row.Fn {
		case "Substring":
			got = nettext.Slice16(s, row.Start, row.Length)
		case "Substring1":
			got = nettext.Slice16(s, row.Start, math.MaxInt)
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

// answer returns a recorded number, or text without its unpaired surrogates.
func answer(t *testing.T, output json.RawMessage) any {
	var n int
	if json.Unmarshal(output, &n) == nil {
		return n
	}
	var x text
	require.NoError(t, json.Unmarshal(output, &x))
	return x.whole()
}

func TestSlice16(t *testing.T) {
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
		{"a😀b", 0, 2, "a"}, // the first half of the emoji is left out
		{"a😀b", 2, 2, "b"}, // and so is the second
		{"a😀b", 2, 1, ""},  // so that nothing is left
		{"😀😁", 1, 2, ""},   // halves of two emoji
		{"😀😁", 1, 3, "😁"},  //
		{"a\xffb", 1, 2, "\xffb"},
	} {
		require.Equal(t, row.want, nettext.Slice16(row.s, row.start, row.length), "%q from %d, %d long", row.s, row.start, row.length)
		require.Equal(t, row.want, string(nettext.Slice16([]byte(row.s), row.start, row.length)))
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

func FuzzSlice16(f *testing.F) {
	f.Add("a😀b", 1, 2)
	f.Add("\xf0\x9f\x98é", 0, 1)
	f.Add("\xed\xa0\x80", 1, 1)
	f.Add("000\xf0\U000238e3\xa3\xa3\xa3", 5, 0) // joined, the rests of a split character would be valid
	f.Fuzz(func(t *testing.T, s string, start, length int) {
		units := nettext.Len16(s)
		count := 0
		for _, r := range s {
			count++
			if r > 0xFFFF {
				count++
			}
		}
		if units != count {
			t.Fatalf("Len16(%+q) is %d, want %d", s, units, count)
		}
		if nettext.Len16([]byte(s)) != units {
			t.Fatalf("Len16 of %+q as bytes differs", s)
		}
		part := nettext.Slice16(s, start, length)
		if utf8.ValidString(s) && !utf8.ValidString(part) {
			t.Fatalf("Slice16(%+q, %d, %d) is %+q", s, start, length, part)
		}
		if !strings.Contains(s, part) || string(nettext.Slice16([]byte(s), start, length)) != part {
			t.Fatalf("Slice16(%+q, %d, %d) is %+q", s, start, length, part)
		}
		if start >= 0 && length >= 0 {
			asked := max(0, min(length, units-start))
			if got := nettext.Len16(part); got > asked || got < asked-2 {
				t.Fatalf("Slice16(%+q, %d, %d) has %d units", s, start, length, got)
			}
		}
		if start >= 0 && start <= units {
			head, tail := nettext.Slice16(s, 0, start), nettext.Slice16(s, start, math.MaxInt)
			if len(head)+len(tail) < len(s)-utf8.UTFMax || head+tail != s && utf8.RuneCountInString(head)+utf8.RuneCountInString(tail) != utf8.RuneCountInString(s)-1 {
				t.Fatalf("%+q split at %d is %+q and %+q", s, start, head, tail)
			}
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
		found := nettext.Slice16(s, i, nettext.Len16(sub))
		if !fold && found != sub || fold && !nettext.EqualFold(found, sub) {
			t.Fatalf("found %+q in %+q at %d, which is %+q", sub, s, i, found)
		}
	})
}
