package date_test

import (
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	netdate "github.com/attrmap/attrmap/internal/dotnet/date"
)

// Printing and parsing must agree with package time for every day of one cycle of leap years, and for the first and
// last day of each month of all other years.
func TestCalendar(t *testing.T) {
	t.Parallel()
	f := mustFormat(t, "yyyy-MM-dd dddd")
	layout := mustLayout(t, "yyyy-MM-dd dddd", netdate.AssumeUniversal|netdate.AdjustToUniversal)
	var buf []byte
	check := func(day time.Time) {
		d, err := netdate.FromTime(day)
		require.NoError(t, err)
		buf = f.Append(buf[:0], d)
		if want := day.Format("2006-01-02 Monday"); string(buf) != want {
			t.Fatalf("%s prints as %s", want, buf)
		}
		back, err := layout.ParseBytes(buf, d)
		if err != nil || back != d {
			t.Fatalf("%s reads as %s, %v", buf, back, err)
		}
	}
	for day := time.Date(1600, 1, 1, 0, 0, 0, 0, time.UTC); day.Year() < 2000; day = day.AddDate(0, 0, 1) {
		check(day)
	}
	for month := time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC); month.Year() < 10_000; month = month.AddDate(0, 1, 0) {
		check(month)
		check(month.AddDate(0, 1, -1))
	}
}

func TestNew(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		ticks int64
		kind  netdate.Kind
		want  string
	}{
		{0, netdate.Unspecified, "0001-01-01T00:00:00.0000000"},
		{1, netdate.UTC, "0001-01-01T00:00:00.0000001Z"},
		{netdate.MaxTicks, netdate.Local, "9999-12-31T23:59:59.9999999+00:00"},
		{-1, netdate.UTC, "out of range"},
		{netdate.MaxTicks + 1, netdate.UTC, "out of range"},
		{math.MinInt64, netdate.UTC, "out of range"},
	} {
		d, err := netdate.New(row.ticks, row.kind)
		got := d.String()
		if err != nil {
			var rangeErr *netdate.RangeError
			require.ErrorAs(t, err, &rangeErr)
			got = "out of range"
		} else {
			require.Equal(t, row.ticks, d.Ticks())
			require.Equal(t, row.kind, d.Kind())
		}
		require.Equal(t, row.want, got)
	}
}

func TestFromTime(t *testing.T) {
	t.Parallel()
	zone := time.FixedZone("", 2*3600)
	for _, row := range []struct {
		name string
		in   time.Time
		want string
	}{
		{"truncated to 100 ns", time.Date(2020, 1, 2, 3, 4, 5, 123_456_789, time.UTC), "2020-01-02T03:04:05.1234567Z"},
		{"other zones become UTC", time.Date(2020, 1, 1, 1, 0, 0, 0, zone), "2019-12-31T23:00:00.0000000Z"},
		{"before 1970", time.Date(1601, 1, 1, 0, 0, 0, 99, time.UTC), "1601-01-01T00:00:00.0000000Z"},
		{"first", time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC), "0001-01-01T00:00:00.0000000Z"},
		{"last", time.Date(9999, 12, 31, 23, 59, 59, 999_999_999, time.UTC), "9999-12-31T23:59:59.9999999Z"},
	} {
		t.Run(row.name, func(t *testing.T) {
			d, err := netdate.FromTime(row.in)
			require.NoError(t, err)
			require.Equal(t, row.want, d.String())
			require.True(t, row.in.Truncate(100).Equal(d.Time()), "%s comes back as %s", row.in, d.Time())
		})
	}
	for _, year := range []int{-1, 0, 10_000} {
		_, err := netdate.FromTime(time.Date(year, 6, 1, 0, 0, 0, 0, time.UTC))
		var rangeErr *netdate.RangeError
		require.ErrorAs(t, err, &rangeErr)
	}
}

func TestAppendDefault(t *testing.T) {
	t.Parallel()
	got := map[string]string{}
	want := map[string]string{
		"2020-03-16T07:00:00Z":        "3/16/2020 7:00:00 AM",
		"2021-06-29T16:00:00Z":        "6/29/2021 4:00:00 PM",
		"2021-12-31T00:05:09.999":     "12/31/2021 12:05:09 AM",
		"0001-01-01T12:00:00+00:00":   "1/1/0001 12:00:00 PM",
		"9999-10-10T23:59:59.9999999": "10/10/9999 11:59:59 PM",
	}
	f := mustFormat(t, "M/d/yyyy h:mm:ss tt")
	for in := range want {
		d := date(t, in)
		got[in] = string(d.AppendDefault(nil))
		require.Equal(t, got[in], string(f.Append(nil, d)))
	}
	require.Empty(t, cmp.Diff(want, got))
}

func TestDateParts(t *testing.T) {
	t.Parallel()
	d := date(t, "2009-06-15T13:45:30.6175425")
	year, month, day := d.Date()
	require.Equal(t, []int{2009, 6, 15}, []int{year, month, day})
	require.Equal(t, 1, d.Weekday())
	require.Equal(t, "2009-06-15T13:45:30.6175425Z", d.WithKind(netdate.UTC).String())
	require.Equal(t, "Unspecified Utc Local", netdate.Unspecified.String()+" "+netdate.UTC.String()+" "+netdate.Local.String())
}
