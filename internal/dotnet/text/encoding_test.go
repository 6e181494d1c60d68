package text_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	nettext "github.com/attrmap/attrmap/internal/dotnet/text"
)

func TestFromBase64(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		s    string
		enc  nettext.Encoding
		want string
	}{
		{"SABlAGwAbABvACAAdwBvAHIAbABkACEA", nettext.UTF16LE, "Hello world!"},
		{" SABl\r\nAGwA\tbABv AA== ", nettext.UTF16LE, "Hello"},
		{"SGVsbG8=", nettext.UTF8, "Hello"},
		{"w6nwn5iA", nettext.UTF8, "é😀"},
		{"w6k=", nettext.ASCII, "??"},
		{"/w==", nettext.UTF8, "\ufffd"},
		{"8J8=", nettext.UTF8, "\ufffd"},                                                    // F0 9F: the beginning of a character is one
		{"4ZQ=", nettext.UTF8, "\ufffd"},                                                    // E1 94
		{"8J+YYQ==", nettext.UTF8, "\ufffda"},                                               // F0 9F 98 61
		{"4YDigPCRkvGRgEE=", nettext.UTF8, "\ufffd\ufffd\ufffd\ufffdA"},                     // E1 80 E2 80 F0 91 92 F1 91 80 41
		{"7aC97bgAQQ==", nettext.UTF8, "\ufffd\ufffd\ufffd\ufffd\ufffd\x00A"},               // ED A0 BD: no surrogates in UTF-8
		{"wK/ggL/wgYJB", nettext.UTF8, "\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffdA"}, // overlong: C0 AF E0 80 BF F0 81 82 41
		{"9JGSk/9Bv78=", nettext.UTF8, "\ufffd\ufffd\ufffd\ufffd\ufffdA\ufffd\ufffd"},       // above U+10FFFF: F4 91 92 93 FF 41, then twice BF
		{"PdgA3g==", nettext.UTF16LE, "😀"},
		{"PdhhAA==", nettext.UTF16LE, "\ufffda"}, // half a pair, then a letter
		{"PdhhAGI=", nettext.UTF16LE, "\ufffda\ufffd"},
		{"", nettext.UTF16LE, ""},
	} {
		got, err := nettext.AppendFromBase64([]byte("x"), row.s, row.enc)
		require.NoError(t, err, row.s)
		require.Equal(t, "x"+row.want, string(got), row.s)
	}
}

func TestFromBase64Refuses(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"QQ", "QQ=", "Q", "QQ==QQ==", "a-_b", "é", "QUJD!"} {
		got, err := nettext.AppendFromBase64([]byte("x"), s, nettext.UTF8)
		require.Error(t, err, s)
		require.Equal(t, "x", string(got))
	}
}

func TestHexAndBase64OfInvalidText(t *testing.T) {
	t.Parallel()
	require.Equal(t, "61EFBFBD62", string(nettext.AppendHexUTF8(nil, "a\xffb")))
	require.Equal(t, "YQD9/2IA", string(nettext.AppendBase64UTF16(nil, "a\xffb")))
	require.Equal(t, "61EFBFBD62", string(nettext.AppendHexUTF8(nil, "a\xed\xa0\xbdb")))
	require.Equal(t, "YQD9/2IA", string(nettext.AppendBase64UTF16(nil, "a\xed\xb8\x80b")))
}

func FuzzBase64(f *testing.F) {
	f.Add("Hello 😀")
	f.Add("abcdefé")
	f.Fuzz(func(t *testing.T, s string) {
		packed := nettext.AppendBase64UTF16(nil, s)
		back, err := nettext.AppendFromBase64(nil, string(packed), nettext.UTF16LE)
		if want := string([]rune(nettext.Whole(s))); err != nil || string(back) != want {
			t.Fatalf("%+q decodes to %+q, %v", s, back, err)
		}
		// Text that is not base64 must not make it panic.
		for enc := nettext.UTF16LE; enc <= nettext.UTF8; enc++ {
			_, _ = nettext.AppendFromBase64(nil, s, enc)
		}
	})
}
