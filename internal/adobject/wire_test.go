package adobject_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/adobject"
)

// Sources: MS-ADTS 3.1.1.3.1.3.3 (ranges), RFC 4522 (binary), RFC 4512 2.5 (options).
func TestDescriptionsAreCutBeforeTheOptionOfTheTransfer(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		text, name, part string
		isBytes, ranged  bool
	}{
		{"member", "member", "", false, false},
		{"member;range=0-1499", "member", "0-1499", false, true},
		{"member;Range=1500-*", "member", "1500-*", false, true},
		{"userCertificate;binary", "userCertificate", "", true, false},
		{"cn;lang-de", "cn;lang-de", "", false, false},
		{"cn;lang-de;binary", "cn;lang-de;binary", "", false, false},
	} {
		name, part, isBytes, ranged := adobject.Cut([]byte(row.text))
		require.Equal(t, row.name, string(name), row.text)
		require.Equal(t, row.part, string(part), row.text)
		require.Equal(t, row.isBytes, isBytes, row.text)
		require.Equal(t, row.ranged, ranged, row.text)
	}
}

func TestRangesSayWhereTheNextOneBegins(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		part        string
		first, next int
		ok          bool
	}{
		{"0-1499", 0, 1500, true},
		{"1500-*", 1500, 0, true},
		{"0-0", 0, 1, true},
		{"5-4", 0, 0, false},
		{"-1-*", 0, 0, false},
		{"*-1", 0, 0, false},
		{"", 0, 0, false},
		{"0", 0, 0, false},
		{"0-99999999999999999999", 0, 0, false},
	} {
		first, next, ok := adobject.Range([]byte(row.part))
		require.Equal(t, row.ok, ok, row.part)
		if ok {
			require.Equal(t, []int{row.first, row.next}, []int{first, next}, row.part)
		}
	}
}

// Source: MS-DTYP 2.3.4.2.
func TestGUIDsAreBytesAndTexts(t *testing.T) {
	t.Parallel()
	const text = "33221100-5544-7766-8899-aabbccddeeff"
	want := []byte{0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88, 0x99, 0xAA, 0xBB, 0xCC, 0xDD, 0xEE, 0xFF}
	for _, written := range []string{text, "{33221100-5544-7766-8899-AABBCCDDEEFF}"} {
		b, ok := adobject.GUIDBytes(written)
		require.True(t, ok, written)
		require.Equal(t, want, b, written)
	}
	require.Equal(t, text, adobject.GUID(value.Binary(want)))
	for _, other := range []string{"", "33221100", "332211005544776688 99aabbccddeeff", "33221100-5544-7766-8899-aabbccddeefg", "{33221100-5544-7766-8899-aabbccddeeff", "3322110-05544-7766-8899-aabbccddeeff"} {
		_, ok := adobject.GUIDBytes(other)
		require.False(t, ok, other)
	}
}

func TestBytesAreWhatIsNoText(t *testing.T) {
	t.Parallel()
	text := func(b []byte) string { return string(b) }
	require.Equal(t, value.KindString, adobject.Value([]byte("Zoë"), false, text).Kind())
	require.Equal(t, value.KindBinary, adobject.Value([]byte("Zoë"), true, text).Kind())
	require.Equal(t, value.KindBinary, adobject.Value([]byte("a\x00"), false, text).Kind())
	require.Equal(t, value.KindBinary, adobject.Value([]byte{0xFF}, false, text).Kind())
}
