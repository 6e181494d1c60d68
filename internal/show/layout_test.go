package show_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/attrmap/attrmap/internal/show"
)

// wide is a layout in which ideographs take two columns, and a combining acute accent belongs to the letter before it.
var wide = show.Layout{Next: func(text string) (size, width int) {
	r, size := utf8.DecodeRuneInString(text)
	width = 1
	if r >= 0x3000 && r < 0xa000 {
		width = 2
	}
	if strings.HasPrefix(text[size:], "\u0301") {
		size += len("\u0301")
	}
	return size, width
}}

func TestTextsAreCutInTheMiddle(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name, text string
		width      int
		middle     string
		end        string
	}{
		{"what fits stays", "abcdef", 6, "abcdef", "abcdef"},
		{"one column too long", "abcdefg", 6, "ab…efg", "abcde…"},
		{"one column", "abc", 1, "…", "…"},
		{"ideographs take two columns", "日本語日本語", 8, "日…本語", "日本語…"},
		{"an accent stays with its letter", "e\u0301e\u0301e\u0301e\u0301", 3, "e\u0301…e\u0301", "e\u0301e\u0301…"},
		{"accents take no column", "e\u0301e\u0301e\u0301", 3, "e\u0301e\u0301e\u0301", "e\u0301e\u0301e\u0301"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, row.middle, wide.Cut(row.text, row.width))
			require.Equal(t, row.end, wide.CutEnd(row.text, row.width))
		})
	}
	require.Equal(t, "日 |", wide.Pad("日", 3)+"|")
	require.Equal(t, "日  |", show.Layout{}.Pad("日", 3)+"|")
	require.Equal(t, "department", wide.Name("department", 10))
	require.Equal(t, "…:department", wide.Name("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department", 20))
}

func TestTheDifferenceOfTwoTextsIsSeen(t *testing.T) {
	t.Parallel()
	x := strings.Repeat("x", 40)
	for _, row := range []struct {
		name, a, b string
		width      int
		old, now   string
	}{
		{"short texts stay", "Sales", "Service", 8, "Sales", "Service"},
		{"at the end", x + "a", x + "b", 12, "xxxxx…xxxxxa", "xxxxx…xxxxxb"},
		{"at the beginning", "a" + x, "b" + x, 12, "axxxxx…xxxxx", "bxxxxx…xxxxx"},
		{"in the middle", x + "a" + x, x + "bc" + x, 12, "…xxxxaxxxx…", "…xxxxbcxxxx…"},
		{"one has more", x, x + "!", 12, "xxxxx…xxxxx", "xxxxx…xxxxx!"},
		{"all of it", strings.Repeat("a", 30), strings.Repeat("b", 30), 12, "aaa…aaaa", "bbb…bbbb"},
		{"ideographs", "日本語日本語日本語a", "日本語日本語日本語b", 8, "…日本語a", "…日本語b"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			old, now := wide.Pair(row.a, row.b, row.width)
			require.Equal(t, row.old, old)
			require.Equal(t, row.now, now)
		})
	}
}

func TestPairsFitAndDiffer(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOfN(rapid.SampledFrom([]rune("abc 日é\u0301")), 0, 60, -1)
		common, a, b, end := text.Draw(t, "common"), text.Draw(t, "a"), text.Draw(t, "b"), text.Draw(t, "end")
		width := rapid.IntRange(8, 40).Draw(t, "width")
		a, b = common+a+end, common+b+end
		for _, l := range []show.Layout{{}, wide} {
			old, now := l.Pair(a, b, width)
			require.LessOrEqual(t, l.Width(old), width, "%q", old)
			require.LessOrEqual(t, l.Width(now), width, "%q", now)
			require.True(t, utf8.ValidString(old+now))
			require.LessOrEqual(t, l.Width(l.Cut(a, width)), width)
			for _, line := range l.Wrap(a, width) {
				require.LessOrEqual(t, l.Width(line), width)
			}
			require.Equal(t, strings.ReplaceAll(a, " ", ""), strings.ReplaceAll(strings.Join(l.Wrap(a, width), ""), " ", ""))
		}
	})
}

func TestLongTextsAreWrappedAtSpaces(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name, text string
		width      int
		lines      []string
	}{
		{"short", "a b", 5, []string{"a b"}},
		{"at a space", "the value differs", 9, []string{"the value", "differs"}},
		{"a word that is longer than a line", "an abcdefghij k", 5, []string{"an", "abcde", "fghij", "k"}},
		{"nothing", "", 5, []string{""}},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, row.lines, wide.Wrap(row.text, row.width))
		})
	}
}

func TestNumbersAreWrittenForPeople(t *testing.T) {
	t.Parallel()
	require.Equal(t, "0 999 1,000 12,044 1,234,567 -1,000 -100", strings.Join([]string{
		show.Thousands(0), show.Thousands(999), show.Thousands(1000), show.Thousands(12044), show.Thousands(1234567), show.Thousands(-1000), show.Thousands(-100),
	}, " "))
	require.Equal(t, "1 person, 0 people and 2,000 people", show.Series([]string{
		show.Counted(1, "person", "people"), show.Counted(0, "person", "people"), show.Counted(2000, "person", "people"),
	}))
	require.Equal(t, "a", show.Series([]string{"a"}))
}

// TestLongWordsAreWrappedInOnePass: a value of a megabyte must not take minutes.
func TestLongWordsAreWrappedInOnePass(t *testing.T) {
	t.Parallel()
	lines := wide.Wrap(strings.Repeat("x", 1<<20), 64)
	require.Len(t, lines, 1<<14)
}
