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
}

func FuzzBase64(f *testing.F) {
	f.Add("Hello 😀")
	f.Add("abcdefé")
	f.Fuzz(func(t *testing.T, s string) {
		packed := nettext.AppendBase64UTF16(nil, s)
		back, err := nettext.AppendFromBase64(nil, string(packed), nettext.UTF16LE)
		if want := string([]rune(s)); err != nil || string(back) != want {
			t.Fatalf("%+q decodes to %+q, %v", s, back, err)
		}
		// Text that is not base64 must not make it panic.
		for enc := nettext.UTF16LE; enc <= nettext.UTF8; enc++ {
			_, _ = nettext.AppendFromBase64(nil, s, enc)
		}
	})
}
