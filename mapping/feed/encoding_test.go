package feed_test

import (
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/mapping/feed"
)

func TestEveryFormatMayBeUTF16OrHaveAByteOrderMark(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"bulk.json", "list.json", "directory.json", "users.ndjson", "people.csv"} {
		text := file(t, name)
		plain, err := feed.Open(strings.NewReader(text), feed.Options{Name: name})
		require.NoError(t, err)
		want := showAll(drain(plain))
		require.NotEmpty(t, want)
		for _, c := range []struct{ encoding, text string }{
			{"UTF-8 with a mark", "\ufeff" + text},
			{"UTF-16, little end first", wide(text, false)},
			{"UTF-16, big end first", wide(text, true)},
			{"UTF-16 without a mark, little end first", wide(text, false)[2:]},
			{"UTF-16 without a mark, big end first", wide(text, true)[2:]},
		} {
			t.Run(name+" in "+c.encoding, func(t *testing.T) {
				r, err := feed.Open(strings.NewReader(c.text), feed.Options{Name: name})
				require.NoError(t, err)
				require.Empty(t, cmp.Diff(want, showAll(drain(r))))
				slow, err := feed.Open(iotest.OneByteReader(strings.NewReader(c.text)), feed.Options{Name: name})
				require.NoError(t, err)
				require.Equal(t, r.Format(), slow.Format())
				require.Empty(t, cmp.Diff(want, showAll(drain(slow))))
			})
		}
	}
}

func TestBadUTF16BreaksOnlyItsRecord(t *testing.T) {
	t.Parallel()
	const high, low, rocket = "\xD8\x3D", "\xDE\x80", "\xD8\x3D\xDE\x80"
	for _, c := range []struct{ name, text, want string }{
		{"a pair", rocket, `{"a":"🚀"}`},
		{"half a pair", high, "<record 1, line 1, column 7: want UTF-8, got the byte 0xed; save the input as UTF-8>"},
		{"the other half", low, "<record 1, line 1, column 7: want UTF-8, got the byte 0xed; save the input as UTF-8>"},
		{"halves in the wrong order", low + high, "<record 1, line 1, column 7: want UTF-8, got the byte 0xed; save the input as UTF-8>"},
		{"the replacement character itself", "\xFF\xFD", `{"a":"` + "\uFFFD" + `"}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := wide(`{"a":"`, true) + c.text + wide("\"}\n{\"b\":1}\n", true)[2:]
			require.Empty(t, cmp.Diff([]string{c.want, `{"b":1}`}, showAll(read(t, text, feed.NDJSON, feed.Options{}))))
		})
	}
}

func TestSurrogatePairsMaySpanReads(t *testing.T) {
	t.Parallel()
	for _, big := range []bool{false, true} {
		text := wide("{\"a\":\"🚀🌟\"}\n", big)
		r, err := feed.Open(iotest.OneByteReader(strings.NewReader(text)), feed.Options{Format: feed.NDJSON})
		require.NoError(t, err)
		require.Equal(t, []string{`{"a":"🚀🌟"}`}, showAll(drain(r)))
	}
}

func TestHalfASurrogatePairAtTheEndIsNotLost(t *testing.T) {
	t.Parallel()
	have := showAll(read(t, wide("a,b\n1,2", true)+"\xD8\x3D", feed.CSV, feed.Options{}))
	require.Equal(t, []string{"<record 1, line 2, column 4: want UTF-8, got the byte 0xed; save the table as CSV UTF-8>"}, have)
}

func TestAnOddLastByteOfUTF16IsNotLost(t *testing.T) {
	t.Parallel()
	have := showAll(read(t, wide("a,b\n1,2", false)+"3", feed.CSV, feed.Options{}))
	require.Equal(t, []string{"<record 1, line 2, column 4: want UTF-8, got the byte 0xff; save the table as CSV UTF-8>"}, have)
}

func TestFilesThatAreNotTextAreRecognized(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, text, want string }{
		{"a workbook", "PK\x03\x04\x14\x00", "line 1, column 1: the input is a zip archive or an Office workbook; save the sheet as CSV UTF-8, or unpack the archive"},
		{"a gzip file", "\x1f\x8b\x08\x00", "line 1, column 1: the input is gzip-compressed; unpack it first"},
		{"UTF-16 without a mark that may be damage", "\"\x00\xD3\x59", "line 1, column 1: the input looks like UTF-16 without a byte order mark; save it as UTF-8, or with the mark"},
		{"UTF-16 without a mark that may be damage, big end first", "\x00{a}", "line 1, column 1: the input looks like UTF-16 without a byte order mark; save it as UTF-8, or with the mark"},
	} {
		for _, f := range []feed.Format{feed.Auto, feed.SCIMBulk, feed.SCIM, feed.NDJSON, feed.JSON, feed.CSV} {
			_, err := feed.Open(strings.NewReader(c.text), feed.Options{Format: f})
			require.EqualError(t, err, c.want, "%s as %s", c.name, f)
			require.ErrorIs(t, err, feed.ErrEncoding)
		}
	}
}

func TestPlacesCountCharactersAndBytes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, text   string
		line, column int
		offset       int64
	}{
		{"after accents", "[\n{\"é\":\"ž\"},\n{\"ž\":\"🚀\",x}]", 3, 10, 28},
		{"after a byte order mark", "\ufeff[\n{\"é\":\"ž\"},\n{\"ž\":\"🚀\",x}]", 3, 10, 31},
		{"in UTF-16", wide("[\n{\"é\":\"ž\"},\n{\"ž\":\"🚀\",x}]", true), 3, 10, 31},
		{"on a long line", "[" + strings.Repeat(`{"a":"ž"},`, 50_000) + `{"a":x}]`, 1, 500_007, 550_006},
	} {
		records, _ := read(t, c.text, feed.JSON, feed.Options{})
		var e *feed.Error
		require.ErrorAs(t, records[len(records)-1].Err, &e)
		require.Equal(t, []any{c.line, c.column, c.offset}, []any{e.Line, e.Column, e.Offset}, c.name)
	}
}
