package date_test

import (
	"strings"
	"testing"

	netdate "github.com/attrmap/attrmap/internal/dotnet/date"
)

// A date printed with full precision parses back to the same ticks and kind.
func FuzzFormatParseRoundTrip(f *testing.F) {
	f.Add(int64(0), uint8(0))
	f.Add(int64(633_806_703_306_175_425), uint8(1))
	f.Add(int64(netdate.MaxTicks), uint8(2))
	patterns := []string{
		"o", "yyyy-MM-ddTHH:mm:ss.fffffffK", "dddd d MMMM yyyyy h:m:s.FFFFFFF tt K", "ssfffffffmmHHddMMyyyyK",
		"K gg yyyyMMdd hhmmss.FFFFFFF t",
	}
	f.Fuzz(func(t *testing.T, ticks int64, kind uint8) {
		d, err := netdate.New(ticks, netdate.Kind(kind%3))
		if err != nil {
			return
		}
		for _, pattern := range patterns {
			text := mustFormat(t, pattern).Append(nil, d)
			back, err := mustLayout(t, pattern, netdate.RoundtripKind).ParseBytes(text, netdate.DateTime{})
			if err != nil || back != d {
				t.Fatalf("%s prints %s and reads %s, %v", pattern, text, back, err)
			}
		}
	})
}

// A text is either not a date or one within the calendar, and ParseCDate's result does not depend on the clock.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"2020-03-16-07:00", "6/15/2009 1:45:30 PM", "Mon, 15 Jun 2009 20:45:30 GMT", "2009年6月15日 8時30分15秒", "#1999-12-31#",
		"2009-06-15T01:45:30,123Z", "4/10 6 AM", "April 10 6 AM", "6.01.33 PM 7 Sep 2009", "2: FEB", "2009-06-15 A.D.\x00",
	} {
		f.Add(seed, uint16(0))
	}
	early, late := date(f, "0004-02-29T00:00:00"), date(f, "9999-12-31T23:59:59")
	f.Fuzz(func(t *testing.T, text string, styles uint16) {
		d, err := netdate.Parse(text, netdate.Styles(styles), late)
		if err == nil && (d.Ticks() < 0 || d.Ticks() > netdate.MaxTicks) {
			t.Fatalf("%q parses to %d ticks", text, d.Ticks())
		}
		cdate, err := netdate.ParseCDate(text)
		if err != nil {
			return
		}
		const asCDate = netdate.AssumeUniversal | netdate.AdjustToUniversal
		for _, now := range []netdate.DateTime{early, late} {
			if d, err := netdate.Parse(text, asCDate, now); err != nil || d != cdate {
				t.Fatalf("%q: ParseCDate returns %s, Parse at %s returns %s, %v", text, cdate, now, d, err)
			}
		}
	})
}

// A pattern that compiles parses the same from a string and from bytes, with its fast path and without, and Append
// keeps what was in the buffer.
func FuzzPatterns(f *testing.F) {
	for _, seed := range []string{
		"yyyyMMddHHmmss.fZ", "M/d/yyyy h:mm:ss tt", "yyyy-MM-ddzzz", ".xFF'a'", `\y%d"q"GMT`, " dddd' 'MMM ", "o", "U",
	} {
		f.Add(seed, "20150123105347.1Z", uint16(netdate.DefaultStyles))
		f.Add(seed, "1/5/2025 7:00:00 AM", uint16(netdate.AllowWhiteSpaces))
		f.Add(seed, "2021-06-30+08:00", uint16(0))
	}
	now := date(f, "2024-05-17T13:14:15Z")
	f.Fuzz(func(t *testing.T, pattern, text string, styles uint16) {
		if out, err := netdate.CompileFormat(pattern); err == nil {
			printed := string(out.Append([]byte("kept."), now))
			if !strings.HasPrefix(printed, "kept.") || printed[5:] != string(out.Append(nil, now)) {
				t.Fatalf("%q prints %q", pattern, printed)
			}
		}
		in, err := netdate.CompileLayout(pattern, netdate.Styles(styles))
		if err != nil {
			return
		}
		d, err := in.Parse(text, now)
		fromBytes, bytesErr := in.ParseBytes([]byte(text), now)
		plain, plainErr := in.WithoutHead().Parse(text, now)
		if d != fromBytes || d != plain || (err == nil) != (bytesErr == nil) || (err == nil) != (plainErr == nil) {
			t.Fatalf("%q by %q: %s, %v; bytes %s, %v; plain %s, %v", text, pattern, d, err, fromBytes, bytesErr, plain, plainErr)
		}
	})
}
