package date_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	netdate "github.com/attrmap/attrmap/internal/dotnet/date"
)

func mustLayout(tb testing.TB, pattern string, styles netdate.Styles) *netdate.Layout {
	tb.Helper()
	l, err := netdate.CompileLayout(pattern, styles)
	require.NoError(tb, err)
	return l
}

func mustFormat(tb testing.TB, pattern string) *netdate.Format {
	tb.Helper()
	f, err := netdate.CompileFormat(pattern)
	require.NoError(tb, err)
	return f
}

// date parses the format of AppendISO, with or without the fraction and the kind.
func date(tb testing.TB, text string) netdate.DateTime {
	tb.Helper()
	d, err := mustLayout(tb, "yyyy-MM-ddTHH:mm:ss.FFFFFFFK", netdate.RoundtripKind).Parse(text, netdate.DateTime{})
	require.NoError(tb, err)
	return d
}

// testNow returns the time at which the answers were recorded.
func testNow(tb testing.TB) netdate.DateTime {
	tb.Helper()
	return date(tb, "2024-05-17T13:14:15Z")
}
