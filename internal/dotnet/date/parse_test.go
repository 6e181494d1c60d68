package date_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	netdate "github.com/attrmap/attrmap/internal/dotnet/date"
)

func TestCDate(t *testing.T) {
	t.Parallel()
	want := map[string]string{
		// documented pairs
		"2020-03-16-07:00":          "2020-03-16T07:00:00.0000000Z",
		"2021-06-30+08:00":          "2021-06-29T16:00:00.0000000Z",
		"2009-06-15T01:45:30-07:00": "2009-06-15T08:45:30.0000000Z",
		"8/25/2021 5:41:18 PM":      "2021-08-25T17:41:18.0000000Z",
		// the month comes first and is never swapped with the day
		"12/11/2025": "2025-12-11T00:00:00.0000000Z",
		"25/12/2025": "no such date or time",
		// texts to be completed from the clock are refused
		"Jan 5":     "the year or the whole date is missing",
		"10:30":     "the year or the whole date is missing",
		"1/5":       "the year or the whole date is missing",
		"Feb 29":    "the year or the whole date is missing",
		"Mon 10:28": "the year or the whole date is missing",
		// these look incomplete but are not
		"5 Jan":         "2005-01-01T00:00:00.0000000Z",
		"April 10 6 AM": "2006-04-10T00:00:00.0000000Z",
		"Feb 30":        "no such date or time",
		// odd but accepted
		"#1999-12-31#":                    "1999-12-31T00:00:00.0000000Z",
		"2009年6月15日 8時30分":                "2009-06-15T08:30:00.0000000Z",
		"2009-06-15\x00\x00":              "2009-06-15T00:00:00.0000000Z",
		"6.01.33 PM 7 Sep 2009":           "2009-09-07T18:01:33.0000000Z",
		"2009-06-15T23:59:59.99999999":    "2009-06-16T00:00:00.0000000Z",
		"0001-01-01T00:00:00+01:00":       "0001-01-01T23:00:00.0000000Z",
		"2024-12-15T23:01:13+08\x00":      "2024-12-15T15:01:13.0000000Z",
		"#2009-06-15T01:45:30+01:00 # \t": "2009-06-15T00:45:30.0000000Z",
		// a comma is a decimal sign of seconds
		"2024-02-29 10:11:12,123":           "2024-02-29T10:11:12.1230000Z",
		"2024-02-29T10:11:12,123":           "2024-02-29T10:11:12.1230000Z",
		"29.02.2024 10:11":                  "no such date or time",
		"2/29/2024 10:11:12,5 PM":           "2024-02-29T22:11:12.5000000Z",
		"Thu, 29 Feb 2024 10:11:12,5 +0100": "2024-02-29T09:11:12.5000000Z",
		"10:11:12,5 29 Feb 2024":            "2024-02-29T10:11:12.5000000Z",
		"10:11:12,99999999 2024-02-29":      "2024-02-29T10:11:13.0000000Z",
		// so that the number after it is no day
		"05:00:59,29 Feb 2024": "2024-02-01T05:00:59.2900000Z",
		"05:00:59,29/2/2024":   "not a recognized date",
		"05:00:59,2024-02-29":  "not a recognized date",
		// while a comma without digits after it, or not directly after the seconds, separates
		"05:00:59, 29 Feb 2024":     "2024-02-29T05:00:59.0000000Z",
		"05:00:59 ,29 Feb 2024":     "2024-02-29T05:00:59.0000000Z",
		"05:00,29 Feb 2024":         "2024-02-29T05:00:00.0000000Z",
		"11/26/1990, 11:50:59, PM,": "1990-11-26T23:50:59.0000000Z",
		// a year with a second designator is dropped
		"10 AM Jan 5 2009 PM 2010": "two parts contradict each other",
		// right-to-left marks are skipped after a number, the name of a month and an offset
		"2020-01-02\u200f":              "2020-01-02T00:00:00.0000000Z",
		"2020\u200f-01\u200f \u200f-02": "2020-01-02T00:00:00.0000000Z",
		"2\u200f January\u200f 2020":    "2020-01-02T00:00:00.0000000Z",
		"2020-01-02 10:11 +01:00\u200f": "2020-01-02T09:11:00.0000000Z",
		"#2020-01-02\u200f#":            "2020-01-02T00:00:00.0000000Z",
		"\u200f2020-01-02":              "not a recognized date",
		"2020-\u200f01-02":              "not a recognized date",
		"2020-01-02 10:11 PM\u200f":     "not a recognized date",
		"2020-01-02 10:11 Z\u200f":      "not a recognized date",
		"2020-01-02T10:11:12\u200f":     "not a recognized date",
		"Thu\u200f 2020-01-02":          "not a recognized date",
		"2020-01-02\u200e":              "not a recognized date",
		// a zone may stand between the hour and the minute
		"2020-01-02 22:Z 12": "2020-01-02T22:12:00.0000000Z",
		// numbers without a suffix beside one with it: year and month, then day, month and year
		"5 6月":   "2005-06-01T00:00:00.0000000Z",
		"5 6月 7": "2007-06-05T00:00:00.0000000Z",
		// a second number with AM or PM is dropped, a second designator is an error
		"10 AM 6/15/2009 5 PM": "2009-06-15T10:00:00.0000000Z",
		"6/15/2009 10 AM AM":   "two parts contradict each other",
	}
	checkCDate(t, want)
}

func TestCDateRefuses(t *testing.T) {
	t.Parallel()
	want := map[string]string{
		"":                               "the text is empty",
		"20200101":                       "not a recognized date",
		"16.03.2020":                     "no such date or time",
		"2009-06-15T24:00:00":            "no such date or time",
		"2009-06-15 24:00":               "no such date or time",
		"9999-12-31T23:59:59-04:00":      "the date is outside 0001-01-01 to 9999-12-31",
		"9999-12-31T23:59:59.99999999":   "the date is outside 0001-01-01 to 9999-12-31",
		"2009-06-15 +15":                 "the offset from UTC is more than 14 hours",
		"Tue 2009-06-15":                 "the date is on another day of the week",
		"6/15/2009 7/15/2009":            "two parts contradict each other",
		"6/15/2009 13:30 AM":             "two parts contradict each other",
		"2009-06-15T01:45:30+00:00Z":     "not a recognized date",
		"#2009-06-15":                    "not a recognized date",
		"２００９-06-15":                     "not a recognized date",
		"2009-06-15\xff":                 "not a recognized date",
		"MarchWed 5 2009":                "not a recognized date",
		"2009-06-15 123456789012345678":  "not a recognized date",
		"Wednesdayyyyyyyyyyyyyyyyyyyyyy": "not a recognized date",
	}
	checkCDate(t, want)
}

// checkCDate compares dates and reasons with the results of ParseCDate for the keys.
func checkCDate(t *testing.T, want map[string]string) {
	t.Helper()
	got := map[string]string{}
	for in := range want {
		d, err := netdate.ParseCDate(in)
		got[in] = outcome(t, d, err)
	}
	require.Empty(t, cmp.Diff(want, got))
}

func TestParseStylesOfZone(t *testing.T) {
	t.Parallel()
	now := testNow(t)
	for _, row := range []struct {
		styles netdate.Styles
		in     string
		want   string
	}{
		{netdate.None, "2009-06-15", "2009-06-15T00:00:00.0000000"},
		{netdate.AssumeLocal, "2009-06-15", "2009-06-15T00:00:00.0000000+00:00"},
		{netdate.AssumeLocal | netdate.AdjustToUniversal, "2009-06-15", "2009-06-15T00:00:00.0000000Z"},
		{netdate.AssumeUniversal, "2009-06-15", "2009-06-15T00:00:00.0000000+00:00"},
		{netdate.AdjustToUniversal, "2009-06-15", "2009-06-15T00:00:00.0000000"},
		{netdate.AdjustToUniversal, "2009-06-15 +02:00", "2009-06-14T22:00:00.0000000Z"},
		{netdate.RoundtripKind, "2009-06-15Z", "2009-06-15T00:00:00.0000000Z"},
		{netdate.RoundtripKind, "2009-06-15 +00:00", "2009-06-15T00:00:00.0000000+00:00"},
		{netdate.NoCurrentDateDefault, "10:30", "0001-01-01T10:30:00.0000000"},
	} {
		d, err := netdate.Parse(row.in, row.styles, now)
		require.Equal(t, row.want, outcome(t, d, err), "%s under %s", row.in, row.styles)
	}
	_, err := netdate.Parse("2009-06-15", netdate.RoundtripKind|netdate.AssumeLocal, now)
	var styleErr *netdate.StyleError
	require.ErrorAs(t, err, &styleErr)
}
