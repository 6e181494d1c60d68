package value_test

import (
	"encoding/json"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
)

func TestOf(t *testing.T) {
	t.Parallel()
	at := time.Date(2020, 3, 16, 0, 0, 0, 123_456_789, time.FixedZone("", -7*3600))
	for _, row := range []struct {
		data any
		want string
	}{
		{nil, "null"},
		{"x", "string x"},
		{"", "string "},
		{true, "boolean True"},
		{value.Integer(7), "integer 7"},
		{value.Absent, "absent"},
		{[]byte{0, 255}, "binary AP8="},
		{at, "dateTime 3/16/2020 7:00:00 AM"},
		{[]string{"a", "b"}, "[string a, string b]"},
		{[]string{}, "[]"},
		{[]any{"a", 1, nil, []any{true}}, "[string a, integer 1, null, [boolean True]]"},
		{[]value.Value{value.True}, "[boolean True]"},
		{map[string]any{"b": 1, "a": nil}, `object {"a":null,"b":1}`},
		{value.Map{"a": 1}, `object {"a":1}`},
		{value.NewObject(value.Member{Name: "a", Value: value.True}), `object {"a":true}`},
		{(*value.Object)(nil), "null"},

		{int(-1), "integer -1"}, {int8(-8), "integer -8"}, {int16(16), "integer 16"}, {int32(32), "integer 32"},
		{int64(math.MinInt64), "integer -9223372036854775808"},
		{uint(1), "integer 1"}, {uint8(8), "integer 8"}, {uint16(16), "integer 16"}, {uint32(math.MaxUint32), "integer 4294967295"},
		{uint64(math.MaxUint64), "decimal 18446744073709551615"},
		{float32(0.1), "decimal 0.1"}, {0.1, "decimal 0.1"}, {1.5, "decimal 1.5"}, {float64(3), "integer 3"}, {math.Copysign(0, -1), "integer 0"},
		{1e20, "decimal 100000000000000000000"}, {1e-7, "decimal 0.0000001"}, {math.SmallestNonzeroFloat64, "decimal 0." + zeros(323) + "5"},

		// Numbers of encoding/json are exact, even beyond 2^53.
		{json.Number("9007199254740993"), "integer 9007199254740993"},
		{json.Number("9223372036854775808"), "decimal 9223372036854775808"},
		{json.Number("0.10000000000000000000000001"), "decimal 0.10000000000000000000000001"},
	} {
		v, err := value.Of(row.data)
		require.NoError(t, err, "%T %v", row.data, row.data)
		require.Equal(t, row.want, shown(v), "%T %v", row.data, row.data)
	}
}

func zeros(n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = '0'
	}
	return string(b)
}

func TestMutableDataIsCopied(t *testing.T) {
	t.Parallel()
	bytes, texts, values := []byte{1}, []string{"a"}, []value.Value{value.True}
	b, _ := value.Of(bytes)
	s, _ := value.Of(texts)
	l, _ := value.Of(values)
	bytes[0], texts[0], values[0] = 2, "b", value.False
	require.Equal(t, "binary AQ==", shown(b))
	require.Equal(t, "[string a]", shown(s))
	require.Equal(t, "[boolean True]", shown(l))
	taken, _ := b.AsBinary()
	taken[0] = 9
	require.Equal(t, "binary AQ==", shown(b))
}

func TestDecimal(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"0": "integer 0", "-0": "integer 0", "-0.0": "integer 0", "007": "integer 7", "1.0": "integer 1", "1.50": "decimal 1.5",
		"-1.5": "decimal -1.5", ".5": "decimal 0.5", "5.": "integer 5", "+5": "integer 5", " 5 ": "integer 5",
		"9223372036854775807": "integer 9223372036854775807", "9223372036854775808": "decimal 9223372036854775808",
		"-9223372036854775808": "integer -9223372036854775808", "-9223372036854775809": "decimal -9223372036854775809",
		"1e3": "integer 1000", "1E+3": "integer 1000", "15e-1": "decimal 1.5", "1.5e1": "integer 15", "1e-3": "decimal 0.001",
		"-2.50e-2": "decimal -0.025", "0e400": "integer 0", "123.456e2": "decimal 12345.6", "1e19": "decimal 10000000000000000000",
		"1e308": "decimal 1" + zeros(308),
	} {
		v, err := value.Decimal(text)
		require.NoError(t, err, text)
		require.Equal(t, want, shown(v), text)
	}
	for _, text := range []string{"", "-", ".", "e5", "1e", "1e+", "1e++5", "1e+-5", "1e5.0", "1e401", "1e-401", "1e999999999999999999999", "0x10", "1,000", "NaN", "1 2", "١", "1" + zeros(2000)} {
		_, err := value.Decimal(text)
		require.ErrorIs(t, err, value.ErrNumber, text)
	}
}
