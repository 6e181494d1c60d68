package date_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	netdate "github.com/attrmap/attrmap/internal/dotnet/date"
)

// outcome returns a result, or the reason of its error, as text for a table.
func outcome(t *testing.T, d netdate.DateTime, err error) string {
	t.Helper()
	if err == nil {
		return d.String()
	}
	var parseErr *netdate.ParseError
	require.ErrorAs(t, err, &parseErr)
	return parseErr.Reason.String()
}

func TestLayoutSurprises(t *testing.T) {
	t.Parallel()
	const (
		mismatch = "not a recognized date"
		contrary = "two parts contradict each other"
		noDate   = "no such date or time"
	)
	now := testNow(t)
	for _, row := range []struct {
		rule, pattern, in string
		styles            netdate.Styles
		want              string
	}{
		{"a bare Z is a token that means UTC", "HHmmZ", "1345Z", netdate.DefaultStyles, "2024-05-17T13:45:00.0000000Z"},
		{"without styles the result is Local", "HHmmZ", "1345z", netdate.None, "2024-05-17T13:45:00.0000000+00:00"},
		{"Z must not be followed by a letter", "HHmmZd", "1345GMTx", netdate.None, mismatch},
		{"an offset is converted to UTC", "yyyy-MM-ddzzz", "2021-06-30+08:00", netdate.DefaultStyles, "2021-06-29T16:00:00.0000000+00:00"},
		{"before the first day the time wraps", "yyyy-MM-ddzzz", "0001-01-01+08:00", netdate.None, "0001-01-01T16:00:00.0000000+00:00"},
		{"after the last day it does not", "yyyy-MM-ddHHzzz", "9999-12-3123-08:00", netdate.None, "the date is outside 0001-01-01 to 9999-12-31"},
		{"offsets end at 14 hours", "yyyy-MM-ddzzz", "2021-06-30+14:01", netdate.None, "the offset from UTC is more than 14 hours"},
		{"hh needs two digits", "M/d/yyyy hh:mm:ss tt", "1/5/2025 7:00:00 AM", netdate.DefaultStyles, mismatch},
		{"M takes two digits if there are two", "yyyyMd", "2017123", netdate.None, "2017-12-03T00:00:00.0000000"},
		{"a day alone is in January", "dd", "15", netdate.None, "2024-01-15T00:00:00.0000000"},
		{"a time alone is today", "HH:mm", "13:45", netdate.None, "2024-05-17T13:45:00.0000000"},
		{"unless NoCurrentDateDefault is set", "HH:mm", "13:45", netdate.NoCurrentDateDefault, "0001-01-01T13:45:00.0000000"},
		{"the space before tt is optional if trailing spaces are allowed", "h:mm tt", "1:45PM", netdate.AllowTrailingWhite, "2024-05-17T13:45:00.0000000"},
		{"and required otherwise", "h:mm tt", "1:45PM", netdate.AllowLeadingWhite, mismatch},
		{"the dot before FF is optional", "HH:mm:ss.FF", "13:45:30", netdate.None, "2024-05-17T13:45:30.0000000"},
		{"the dot before F is not", "HH:mm:ss.F", "13:45:30", netdate.None, mismatch},
		{"an absent dot is skipped with the character before F", "HH:mm:ss.'FF'", "13:45:30", netdate.None, mismatch},
		{"an overlong FF is skipped with its dot", "HH:mm:ss.FFFFFFFFF", "13:45:30", netdate.None, "2024-05-17T13:45:30.0000000"},
		{"but cannot match digits", "HH:mm:ss.FFFFFFFFF", "13:45:30.1", netdate.None, mismatch},
		{"AM must agree with the hour", "HH:mm tt", "13:30 AM", netdate.None, contrary},
		{"hh ends at twelve", "hh:mm", "13:30", netdate.None, contrary},
		{"a part may occur twice", "yyyy MM yyyy", "2009 06 2009", netdate.None, "2009-06-01T00:00:00.0000000"},
		{"but not with two values", "yyyy MM yyyy", "2009 06 2010", netdate.None, contrary},
		{"weekdays are checked", "ddd d MMM yyyy", "Tue 15 Jun 2009", netdate.None, "the date is on another day of the week"},
		{"there is no hour 24", "yyyy-MM-dd HH", "2009-06-15 24", netdate.None, noDate},
		{"two-digit years end at 2049", "d/M/yy", "1/2/49", netdate.None, "2049-02-01T00:00:00.0000000"},
		{"and continue at 1950", "d/M/yy", "1/2/50", netdate.None, "1950-02-01T00:00:00.0000000"},
		{"o without styles accepts an offset of one digit", "o", "2009-06-15T13:45:30.6175425+1:00", netdate.None, "2009-06-15T12:45:30.6175425+00:00"},
		{"but wants its colon", "o", "2009-06-15T13:45:30.6175425+0100", netdate.None, mismatch},
		{"with styles it does not", "o", "2009-06-15T13:45:30.6175425+0100", netdate.RoundtripKind, "2009-06-15T12:45:30.6175425+00:00"},
		{"o wants a capital Z", "o", "2009-06-15T13:45:30.6175425z", netdate.None, mismatch},
		{"AllowInnerWhite makes a space match any white space", "HH:mm tt", "01:45   \t AM", netdate.AllowInnerWhite, "2024-05-17T01:45:00.0000000"},
		{"and none", "HH mm", "0145", netdate.AllowInnerWhite, "2024-05-17T01:45:00.0000000"},
		{"so does a no-break space of the layout", "yyyy\u00a0MM", "202001", netdate.AllowInnerWhite, "2020-01-01T00:00:00.0000000"},
		{"a thin one", "yyyy\u2009MM", "202001", netdate.AllowInnerWhite, "2020-01-01T00:00:00.0000000"},
		{"a wide one", "yyyy\u3000MM", "2020 01", netdate.AllowWhiteSpaces, "2020-01-01T00:00:00.0000000"},
		{"and a quoted one", "yyyy'\u202f'MM", "202001", netdate.AllowInnerWhite, "2020-01-01T00:00:00.0000000"},
		{"but not an escaped one", "yyyy\\\u202fMM", "202001", netdate.AllowInnerWhite, mismatch},
		{"a right-to-left mark is no white space", "yyyy\u200fMM", "202001", netdate.AllowInnerWhite, mismatch},
		{"any white space is optional if trailing spaces are allowed", "yyyy\u2009MM", "202001", netdate.AllowTrailingWhite, "2020-01-01T00:00:00.0000000"},
		{"and nothing else then", "yyyy\u2009MM", "2020 01", netdate.AllowTrailingWhite, mismatch},
		{"a space is also a no-break space of the text", "yyyy MM", "2020\u00a001", netdate.None, "2020-01-01T00:00:00.0000000"},
		{"or a narrow one", "yyyy' 'MM", "2020\u202f01", netdate.None, "2020-01-01T00:00:00.0000000"},
		{"but no other", "yyyy MM", "2020\u200901", netdate.None, mismatch},
		{"a no-break space of the layout is no space of the text", "yyyy\u00a0MM", "2020 01", netdate.None, mismatch},
		{"r without styles knows ASCII only", "r", "Mon,\u00a015 Jun 2009 20:45:30 GMT", netdate.None, mismatch},
		{"with styles it does not mind", "r", "Mon,\u00a015 Jun 2009 20:45:30 GMT", netdate.DefaultStyles, "2009-06-15T20:45:30.0000000"},
		{"a single t is a capital", "h t", "1 p", netdate.None, mismatch},
		{"that reads only one letter", "h t", "1 P", netdate.None, "2024-05-17T13:00:00.0000000"},
		{"tt ignores case", "h tt", "1 pM", netdate.None, "2024-05-17T13:00:00.0000000"},
		{"ttt is tt", "h ttt", "1 P", netdate.None, mismatch},
		{"a format of one emoji is two units, so a custom one", "😀", "😀", netdate.NoCurrentDateDefault, "0001-01-01T00:00:00.0000000"},
		{"years may have many digits", "yyyyyyyyyyyy", "000000002024", netdate.None, "2024-01-01T00:00:00.0000000"},
		{"which do not wrap round", "yyyyyyyyyy", "4294969320", netdate.None, noDate},
		{"however many", "yyyyyyyyyyyyyyyyyyyy", "18446744073709553640", netdate.None, noDate},
		{"spaces at the end of the last quoted text are trimmed", "yyyy' at '", "2009 at", netdate.AllowTrailingWhite, "2009-01-01T00:00:00.0000000"},
		{"a text of spaces", "yyyy", "  ", netdate.DefaultStyles, mismatch},
		{"an empty text", "yyyy", "", netdate.DefaultStyles, "the text is empty"},
	} {
		t.Run(row.rule, func(t *testing.T) {
			layout := mustLayout(t, row.pattern, row.styles)
			d, err := layout.Parse(row.in, now)
			require.Equal(t, row.want, outcome(t, d, err))
		})
	}
}

func TestBrokenPatterns(t *testing.T) {
	t.Parallel()
	for _, pattern := range []string{
		"K", "h", "-", "/", "%", "%%", "yyyy%", `yyyy\`, "'yyyy", `"yyyy`, "ffffffff", "HH.FFF'",
		"ß", "é", "\u00a0", "年", "\uffff",
	} {
		var formatErr *netdate.FormatError
		_, err := netdate.CompileFormat(pattern)
		require.ErrorAs(t, err, &formatErr, pattern)
		_, err = netdate.CompileLayout(pattern, netdate.None)
		require.ErrorAs(t, err, &formatErr, pattern)
	}
	_, err := netdate.CompileLayout("", netdate.None)
	require.EqualError(t, err, `date format "": empty format (byte 1)`)
	_, err = netdate.CompileLayout("yyyy", netdate.AssumeLocal|netdate.AssumeUniversal)
	var styleErr *netdate.StyleError
	require.ErrorAs(t, err, &styleErr)
	_, err = netdate.CompileFormat("%'x'")
	require.EqualError(t, err, `date format "%'x'": unterminated quote (byte 1)`)
}

func TestErrorsAreShort(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("\x00é", 50_000)
	layout := mustLayout(t, "'"+strings.Repeat("x", 5000)+"'", netdate.None)
	_, err1 := layout.Parse(long, netdate.DateTime{})
	_, err2 := netdate.ParseCDate(long)
	_, err3 := netdate.ParseStyles(long)
	_, err4 := netdate.ParseInterval(long)
	_, err5 := netdate.CompileFormat("'" + long)
	for _, err := range []error{err1, err2, err3, err4, err5} {
		require.Error(t, err)
		require.Less(t, len(err.Error()), 450)
	}
	_, err := netdate.FromFileTime(9_223_372_036_854_775_807)
	require.EqualError(t, err, "FILETIME 9223372036854775807 is outside 1601-01-01 to 9999-12-31")
	_, err = netdate.ParseInterval("day")
	require.EqualError(t, err, `unknown interval "day": want yyyy, q, m, y, d, w, ww, h, n or s`)
	_, err = netdate.ParseStyles("AssumeUtc")
	require.EqualError(t, err, `date styles "AssumeUtc": unknown name "AssumeUtc"`)
	_, err = mustLayout(t, "dd/MM/yyyy", netdate.DefaultStyles).Parse("see notes", netdate.DateTime{})
	require.EqualError(t, err, `date "see notes" in format "dd/MM/yyyy": not a recognized date`)
	_, err = netdate.ParseCDate("25/12/2025")
	require.EqualError(t, err, `date "25/12/2025": no such date or time`)
}

// Compiling and parsing are linear, even for patterns far longer than any for a date.
func TestLongPatterns(t *testing.T) {
	t.Parallel()
	for _, unit := range []string{"x", `\x`, "'a'", ".xF", `."FF"`, "yyyy ", " ", "%d", "é"} {
		pattern := strings.Repeat(unit, 60_000/len(unit))
		for _, styles := range []netdate.Styles{netdate.None, netdate.AllowWhiteSpaces} {
			if layout, err := netdate.CompileLayout(pattern, styles); err == nil {
				_, err = layout.Parse(pattern, netdate.DateTime{})
				_ = err // matches or not; it must end
			}
		}
		if f, err := netdate.CompileFormat(pattern); err == nil {
			require.LessOrEqual(t, len(f.Append(nil, netdate.DateTime{})), 2*len(pattern))
		}
	}
}

func TestStandardLayoutsRoundTrip(t *testing.T) {
	t.Parallel()
	d := date(t, "2009-06-15T13:45:30.6175425Z")
	want := map[string]string{
		"d": "2009-06-15T00:00:00.0000000", "D": "2009-06-15T00:00:00.0000000",
		"f": "2009-06-15T13:45:00.0000000", "F": "2009-06-15T13:45:30.0000000",
		"g": "2009-06-15T13:45:00.0000000", "G": "2009-06-15T13:45:30.0000000",
		"m": "2024-06-15T00:00:00.0000000", "o": "2009-06-15T13:45:30.6175425Z",
		"r": "2009-06-15T13:45:30.0000000", "s": "2009-06-15T13:45:30.0000000",
		"t": "2024-05-17T13:45:00.0000000", "T": "2024-05-17T13:45:30.0000000",
		"u": "2009-06-15T13:45:30.0000000", "U": "2009-06-15T13:45:30.0000000Z",
		"y": "2009-06-01T00:00:00.0000000",
	}
	got := map[string]string{}
	for letter := range want {
		text := string(mustFormat(t, letter).Append(nil, d))
		back, err := mustLayout(t, letter, netdate.DefaultStyles).Parse(text, testNow(t))
		require.NoError(t, err, letter)
		got[letter] = back.String()
	}
	require.Empty(t, cmp.Diff(want, got))
}

func TestNoAllocations(t *testing.T) {
	in := mustLayout(t, "yyyyMMddHHmmss.fZ", netdate.DefaultStyles)
	words := mustLayout(t, "dddd, d MMMM yyyy h:mm tt zzz", netdate.DefaultStyles)
	out := mustFormat(t, "yyyy-MM-ddTHH:mm:ss.fffK")
	names := mustFormat(t, "dddd, d MMMM yyyy h:mm tt")
	text := []byte(" 20150123105347.1Z ")
	buf := make([]byte, 0, 128)
	require.Zero(t, testing.AllocsPerRun(100, func() {
		d, err := in.ParseBytes(text, netdate.DateTime{})
		if err != nil {
			t.Fatal(err)
		}
		if _, err = words.Parse("Monday, 15 June 2009 1:45 PM +02:00", d); err != nil {
			t.Fatal(err)
		}
		if d, err = netdate.ParseCDate("Mon, 15 Jun 2009 20:45:30 GMT"); err != nil {
			t.Fatal(err)
		}
		buf = out.Append(buf[:0], d)
		buf = names.Append(buf, d)
		buf = d.AppendDefault(buf)
	}))
}

// TestLayoutsThatReadToday: the date of a text depends on the day only if the layout reads today, and there are texts
// for which it then does.
func TestLayoutsThatReadToday(t *testing.T) {
	t.Parallel()
	parts := []string{"yyyy", "yy", "y", "MM", "M", "MMM", "dd", "d", "ddd", "HH", "mm", "ss", ".FF", ".yF", ".FFF", "-", " ", "'y'", "tt", "zzz"}
	texts := []string{"2020", "20", "1", "7", "11", "Mar", "5", "Thu", "05", "59", ".12", "", "-", " ", "y", "AM", "+02:00"}
	days := []netdate.DateTime{date(t, "2023-03-05T00:00:00"), date(t, "2025-12-31T00:00:00")}
	styles := []netdate.Styles{netdate.None, netdate.DefaultStyles, netdate.NoCurrentDateDefault, netdate.AllowInnerWhite}
	draw := rand.New(rand.NewPCG(1, 2))
	today, fits := 0, 0
	for range 20_000 {
		var pattern, text strings.Builder
		for range 1 + draw.IntN(4) {
			i := draw.IntN(len(parts))
			pattern.WriteString(parts[i])
			if i < len(texts) && draw.IntN(4) > 0 {
				text.WriteString(texts[i])
				continue
			}
			text.WriteString(texts[draw.IntN(len(texts))])
		}
		l, err := netdate.CompileLayout(pattern.String(), styles[draw.IntN(len(styles))])
		if err != nil {
			continue
		}
		one, oneErr := l.Parse(text.String(), days[0])
		two, twoErr := l.Parse(text.String(), days[1])
		if oneErr == nil {
			fits++
		}
		if l.ReadsToday() {
			if one != two {
				today++
			}
			continue
		}
		require.Equal(t, one, two, "%q read by %q", text.String(), pattern.String())
		require.Equal(t, oneErr == nil, twoErr == nil, "%q read by %q", text.String(), pattern.String())
	}
	require.Greater(t, fits, 500, "texts that match their layout")
	require.Greater(t, today, 100, "texts whose date depends on the day")
}
