package date_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	netdate "github.com/attrmap/attrmap/internal/dotnet/date"
)

func TestParseStyles(t *testing.T) {
	t.Parallel()
	want := map[string]string{
		"None":                                 "None",
		"32":                                   "AssumeLocal",
		" +7 ":                                 "AllowWhiteSpaces",
		"0":                                    "None",
		"AssumeUniversal, AdjustToUniversal":   "AdjustToUniversal, AssumeUniversal",
		"assumeuniversal,ADJUSTTOUNIVERSAL":    "AdjustToUniversal, AssumeUniversal",
		"AllowLeadingWhite,AllowInnerWhite":    "AllowLeadingWhite, AllowInnerWhite",
		"None,RoundtripKind":                   "RoundtripKind",
		"":                                     "error",
		"   ":                                  "error",
		"256":                                  "error",
		"-1":                                   "error",
		"99999999999999999999":                 "error",
		"32,16":                                "error",
		"32, AdjustToUniversal":                "error",
		"AdjustToUniversal,":                   "error",
		"AdjustToUniversal,,AssumeLocal":       "error",
		"AssumeUtc":                            "error",
		"AssumeLocal,AssumeUniversal":          "error",
		"RoundtripKind,AdjustToUniversal":      "error",
		"96":                                   "error",
		"RoundtripKind AssumeLocal":            "error",
		"RoundtripKind,NoCurrentDateDefault":   "NoCurrentDateDefault, RoundtripKind",
		"AllowTrailingWhite, AllowWhiteSpaces": "AllowWhiteSpaces",
	}
	got := map[string]string{}
	for text := range want {
		styles, err := netdate.ParseStyles(text)
		if err != nil {
			var styleErr *netdate.StyleError
			require.ErrorAs(t, err, &styleErr)
			got[text] = "error"
			continue
		}
		got[text] = styles.String()
	}
	require.Empty(t, cmp.Diff(want, got))
}

func TestStyleNamesParse(t *testing.T) {
	t.Parallel()
	for _, name := range netdate.StyleNames() {
		styles, err := netdate.ParseStyles(strings.ToUpper(name))
		require.NoError(t, err)
		require.Equal(t, name, styles.String())
	}
}
