package date_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	netdate "github.com/attrmap/attrmap/internal/dotnet/date"
)

func TestAdd(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		interval netdate.Interval
		n        float64
		from     string
		want     string
	}{
		{netdate.Months, 1, "2024-01-31T10:00:00Z", "2024-02-29T10:00:00.0000000Z"},
		{netdate.Years, 1, "2024-02-29", "2025-02-28T00:00:00.0000000"},
		{netdate.Years, -2023.9, "2024-02-29", "0001-02-28T00:00:00.0000000"},
		{netdate.Quarters, -1, "2024-05-31", "2024-02-29T00:00:00.0000000"},
		{netdate.Weekdays, 7, "2024-02-29", "2024-03-07T00:00:00.0000000"},
		{netdate.Weeks, 2, "2012-03-16T07:00:00Z", "2012-03-30T07:00:00.0000000Z"},
		{netdate.Seconds, -1, "2024-01-01", "2023-12-31T23:59:59.0000000"},
		{netdate.Years, -2024, "2024-02-29", "out of range"},
		{netdate.Days, -1, "0001-01-01", "out of range"},
		{netdate.Hours, math.MaxInt32, "9990-01-01", "out of range"},
		{netdate.Days, math.NaN(), "2024-01-01", "out of range"},
		{netdate.Days, math.Inf(1), "2024-01-01", "out of range"},
		{netdate.Seconds, math.MaxInt32 + 1, "2024-01-01", "out of range"},
	} {
		d, err := netdate.Add(row.interval, row.n, parsed(t, row.from))
		got := d.String()
		if err != nil {
			var rangeErr *netdate.RangeError
			require.ErrorAs(t, err, &rangeErr)
			got = "out of range"
		}
		require.Equal(t, row.want, got, "%v %v from %s", row.n, row.interval, row.from)
	}
}

// parsed is like date but also accepts a day without a time.
func parsed(t *testing.T, text string) netdate.DateTime {
	t.Helper()
	d, err := netdate.Parse(text, netdate.RoundtripKind, netdate.DateTime{})
	require.NoError(t, err)
	return d
}

// The dates are that of the published table and those around the first week of the calendar.
func TestDiffWeeks(t *testing.T) {
	t.Parallel()
	n, err := netdate.Diff(netdate.Weeks, parsed(t, "8/25/2021 5:41:18 PM"), parsed(t, "2012-03-16 07:00Z"))
	require.NoError(t, err)
	require.Equal(t, int64(-493), n)

	_, err = netdate.Diff(netdate.Weeks, parsed(t, "0001-01-05"), parsed(t, "2012-03-16"))
	var rangeErr *netdate.RangeError
	require.ErrorAs(t, err, &rangeErr)

	n, err = netdate.Diff(netdate.Weeks, parsed(t, "0001-01-07"), parsed(t, "0001-01-14"))
	require.NoError(t, err)
	require.Equal(t, int64(1), n)
}

func TestDiffOfTheWholeCalendarRoundsUp(t *testing.T) {
	t.Parallel()
	last, err := netdate.New(netdate.MaxTicks, netdate.UTC)
	require.NoError(t, err)
	n, err := netdate.Diff(netdate.Days, netdate.DateTime{}, last)
	require.NoError(t, err)
	require.Equal(t, int64(3_652_059), n, "one tick less, but a double cannot hold it")
}

func TestIntervalNames(t *testing.T) {
	t.Parallel()
	for i := netdate.Years; i <= netdate.Seconds; i++ {
		back, err := netdate.ParseInterval(i.String())
		require.NoError(t, err)
		require.Equal(t, i, back)
	}
	for _, text := range []string{"", "dd", "day", " d", "yy", "ſ"} {
		_, err := netdate.ParseInterval(text)
		var intervalErr *netdate.IntervalError
		require.ErrorAs(t, err, &intervalErr, text)
	}
}
