package text_test

import (
	"encoding/json"
	"math"
	"math/big"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	nettext "github.com/attrmap/attrmap/internal/dotnet/text"
)

// Unlike decimal.Parse, ParseDecimal accepts neither group separators nor a trailing sign, and has no largest value.
func TestNumberRows(t *testing.T) {
	t.Parallel()
	rows := readRows[struct {
		ID, Fn, Error string
		Arg           text
		Output        json.RawMessage
	}](t, "numbers")
	stricter := map[string]bool{}
	for _, row := range rows {
		s := row.Arg.string
		if !row.Arg.known {
			continue
		}
		ok := row.Error == ""
		switch row.Fn {
		case "long.Parse", "int.Parse":
			got, gotOK := nettext.ParseInt(s)
			if row.Fn == "int.Parse" && int64(int32(got)) != got {
				gotOK = false
			}
			require.Equal(t, ok, gotOK, "%s: %s(%q)", row.ID, row.Fn, s)
			if ok {
				var want int64
				require.NoError(t, json.Unmarshal(row.Output, &want))
				require.Equal(t, want, got, "%s: %s(%q)", row.ID, row.Fn, s)
			}
		case "bool.Parse":
			got, gotOK := nettext.ParseBool(s)
			require.Equal(t, ok, gotOK, "%s: bool.Parse(%q)", row.ID, s)
			if ok {
				var want bool
				require.NoError(t, json.Unmarshal(row.Output, &want))
				require.Equal(t, want, got, "%s: bool.Parse(%q)", row.ID, s)
			}
		case "decimal.Parse":
			got, gotOK := nettext.ParseDecimal(s)
			if ok != gotOK {
				stricter[s] = true
				continue
			}
			if ok {
				var want string
				require.NoError(t, json.Unmarshal(row.Output, &want))
				want, _ = nettext.ParseDecimal(want)
				require.Equal(t, want, got, "%s: decimal.Parse(%q)", row.ID, s)
			}
		}
	}
	requireCount(t, "numbers", len(rows), 403)
	require.Equal(t, map[string]bool{
		"1,000": true, "1,0,0,0": true, "1,000.5": true, "1,": true, "1,,0": true, "23706,000.225": true, "81321,000.25": true,
		"1.5-":                           true,
		"123456789012345678901234567890": true, // exceeds .NET's decimal
	}, stricter)
}

func TestParseDecimal(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]string{
		"5": "5", "+5": "5", "-5": "-5", "007": "7", "-007.50": "-7.5", ".5": "0.5", "-.5": "-0.5", "5.": "5", "-5.": "-5",
		".50": "0.5", "0": "0", "-0": "0", "+0.00": "0", "00": "0", " 1.5\t": "1.5", "1\x00": "1", "0.30000000000000004": "0.30000000000000004",
		"123456789012345678901234567890.10": "123456789012345678901234567890.1", "+1.50": "1.5",
		strings.Repeat("0", 5000) + "1": "1",
		strings.Repeat("9", 1000):       strings.Repeat("9", 1000),
	} {
		got, ok := nettext.ParseDecimal(source)
		require.True(t, ok, source)
		require.Equal(t, want, got, source)
	}
	for _, source := range []string{
		"", " ", ".", "-", "+", "-.", "+-1", "1 2", "1,000", "1e3", "0x1F", "1.2.3", "1-", "５", "\u00a05", "∞", "NaN", "\x001", "1\x00 ",
		strings.Repeat("9", 1001), "0." + strings.Repeat("9", 1001),
	} {
		_, ok := nettext.ParseDecimal(source)
		require.False(t, ok, source)
	}
}

func TestTruncateDecimal(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]int64{"5": 5, "5.9": 5, "-5.9": -5, "-0.5": 0, "0.5": 0, "9223372036854775807.9": math.MaxInt64} {
		got, ok := nettext.TruncateDecimal(source)
		require.True(t, ok, source)
		require.Equal(t, want, got, source)
	}
	_, ok := nettext.TruncateDecimal("9223372036854775808")
	require.False(t, ok)
}

func FuzzCompareDecimal(f *testing.F) {
	f.Add("-1.5", "+1.50")
	f.Add("10", "9.99")
	f.Add("2", "-3")
	f.Add("-2", "-10")
	f.Add("0.1", "0.10000000000000001")
	f.Fuzz(func(t *testing.T, a, b string) {
		x, ok := nettext.ParseDecimal(a)
		if !ok {
			return
		}
		again, ok := nettext.ParseDecimal(x)
		if !ok || again != x {
			t.Fatalf("%q is not canonical: it becomes %q", x, again)
		}
		y, ok := nettext.ParseDecimal(b)
		if !ok {
			return
		}
		p, _ := new(big.Rat).SetString(x)
		q, _ := new(big.Rat).SetString(y)
		if got, want := nettext.CompareDecimal(x, y), p.Cmp(q); got != want {
			t.Fatalf("CompareDecimal(%q, %q) is %d, want %d", x, y, got, want)
		}
	})
}
