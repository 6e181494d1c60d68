package date_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	netdate "github.com/attrmap/attrmap/internal/dotnet/date"
)

func TestFormatLengths(t *testing.T) {
	t.Parallel()
	for pattern, want := range map[string]string{
		"yyyy-MM-dd":    "10 to 10",
		"":              "19 to 19",
		"d":             "10 to 10",
		"o":             "27 to 33",
		"r":             "29 to 29",
		"d MMMM yyyy":   "10 to 17",
		"dddd":          "6 to 9",
		"ddd, MMM":      "8 to 8",
		"%d":            "1 to 2",
		"yyy":           "3 to 4",
		"yyyyyy":        "6 to 6",
		"%y":            "1 to 2",
		"y":             "8 to 14",
		"s.FFF":         "1 to 6",
		"%F":            "0 to 1",
		"h:mm tt":       "7 to 8",
		"%K":            "0 to 6",
		"zzz":           "6 to 6",
		"'😀' yy\"'é'\"": "8 to 8",
	} {
		f, err := netdate.CompileFormat(pattern)
		require.NoError(t, err, pattern)
		if diff := cmp.Diff(want, fmt.Sprintf("%d to %d", f.MinLen(), f.MaxLen())); diff != "" {
			t.Errorf("%s (-want +got):\n%s", pattern, diff)
		}
	}
}
