package date_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	netdate "github.com/attrmap/attrmap/internal/dotnet/date"
)

// showParts returns the parts in order, with a dash for each missing one.
func showParts(p netdate.Parts, ok bool) string {
	if !ok {
		return "refused"
	}
	var parts []string
	for _, n := range []int{p.Year, p.Month, p.Day, p.Weekday, p.Hour, p.Minute, p.Second, p.Fraction} {
		part := "-"
		if n != netdate.Missing {
			part = fmt.Sprint(n)
		}
		parts = append(parts, part)
	}
	return strings.TrimSpace(strings.Join(parts, " ") + " " + p.OffsetText())
}

func TestLayoutParts(t *testing.T) {
	t.Parallel()
	now, err := netdate.New(738_000*24*60*60*10_000_000, netdate.UTC)
	require.NoError(t, err)
	for _, row := range []struct{ pattern, text, want string }{
		{"yyyy-MM-dd", "2020-03-16", "2020 3 16 - - - - -"},
		{"yyyyMMddHHmmss.fZ", "20150123105347.1Z", "2015 1 23 - 10 53 47 1000000 +00:00"},
		{"yyyy-MM-ddzzz", "2020-03-16-07:00", "2020 3 16 - - - - - -07:00"},
		{"yyyy-MM-ddK", "2020-03-16Z", "2020 3 16 - - - - - +00:00"},
		{"dd/MM/yy hh:mm tt", "25/12/49 11:30 PM", "2049 12 25 - 23 30 - -"},
		{"ddd d MMM yyyy", "Mon 16 Mar 2020", "2020 3 16 1 - - - -"},
		{"HH:mm", "10:30", "- - - - 10 30 - -"},
		{"yyyy", "2020", "2020 - - - - - - -"},
		{"'today'", "today", "- - - - - - - -"},
		{"o", "2020-03-16T10:00:00.0000000+05:30", "2020 3 16 - 10 0 0 0 +05:30"},
		{"yyyy", "soon", "refused"},
	} {
		layout, err := netdate.CompileLayout(row.pattern, netdate.DefaultStyles)
		require.NoError(t, err)
		require.Equal(t, row.want, showParts(layout.Parts(row.text, now)), "%s by %s", row.text, row.pattern)
	}
}

func TestCDateParts(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"2020-03-16":                    "2020 3 16 - - - - -",
		"2020-03-16-07:00":              "2020 3 16 - - - - - -07:00",
		"2020-03-16T10:00:00.25+05:30":  "2020 3 16 - 10 0 0 2500000 +05:30",
		"2020-03-16T10:00Z":             "2020 3 16 - 10 0 0 - +00:00",
		"3/16/2020 7:00:00 PM":          "2020 3 16 - 19 0 0 -",
		"Monday, March 16, 2020":        "2020 3 16 1 - - - -",
		"Mon, 16 Mar 2020 07:00:00 GMT": "2020 3 16 1 7 0 0 - +00:00",
		"March 2020":                    "2020 3 1 - - - - -",
		"10:30":                         "refused",
		"25/12/2025":                    "refused",
	} {
		require.Equal(t, want, showParts(netdate.CDateParts(text)), text)
	}
}
