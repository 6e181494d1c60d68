package feed_test

import (
	"errors"
	"io"
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
		{"half a pair", high, "<record 1, line 1, column 7: want UTF-16, got half of a character; save the input as UTF-8>"},
		{"the other half", low, "<record 1, line 1, column 7: want UTF-16, got half of a character; save the input as UTF-8>"},
		{"halves in the wrong order", low + high, "<record 1, line 1, column 7: want UTF-16, got half of a character; save the input as UTF-8>"},
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
	require.Equal(t, []string{"<record 1, line 2, column 4: want UTF-16, got half of a character; save the table as CSV UTF-8>"}, have)
}

func TestAnOddLastByteOfUTF16IsNotLost(t *testing.T) {
	t.Parallel()
	have := showAll(read(t, wide("a,b\n1,2", false)+"3", feed.CSV, feed.Options{}))
	require.Equal(t, []string{"<record 1, line 2, column 4: want UTF-16, got half of a character; save the table as CSV UTF-8>"}, have)
}

func TestFilesThatAreNotTextAreRecognized(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, text, want string }{
		{"a workbook", "PK\x03\x04\x14\x00", "line 1, column 1: the input is a zip archive or an Office workbook; save the sheet as CSV UTF-8 (in Excel: File, Save As, CSV UTF-8), or unpack the archive"},
		{"an old workbook", "\xd0\xcf\x11\xe0\xa1\xb1", "line 1, column 1: the input is an Office workbook of the old form (.xls); save the sheet as CSV UTF-8 (in Excel: File, Save As, CSV UTF-8)"},
		{"a gzip file", "\x1f\x8b\x08\x00", "line 1, column 1: the input is gzip-compressed; unpack it first"},
		{"UTF-16 without a mark that may be damage", "\"\x00\xD3\x59", "line 1, column 1: the input looks like UTF-16 without a byte order mark; save it as UTF-8, or with the mark, or choose its encoding (--encoding utf-16le or utf-16be)"},
		{"UTF-16 without a mark that may be damage, big end first", "\x00{a}", "line 1, column 1: the input looks like UTF-16 without a byte order mark; save it as UTF-8, or with the mark, or choose its encoding (--encoding utf-16le or utf-16be)"},
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

func TestTheEncodingCanBeNamed(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, encoding, text string
		want                 []string
	}{
		{"Windows-1252", "windows-1252", "externalId;displayName\n1;Andr\xe9\n2;\x80\n", []string{`{"displayName":"André","externalId":"1"}`, `{"displayName":"€","externalId":"2"}`}},
		{"any case and spelling", "LATIN1", "a\n\xfc\n", []string{`{"a":"ü"}`}},
		{"ASCII alone", "windows-1252", "a,b\n1,2\n", []string{`{"a":"1","b":"2"}`}},
		{"a text with a mark says it by itself", "windows-1252", "\ufeffa\né\n", []string{`{"a":"é"}`}},
		{"UTF-16 says it by itself", "windows-1252", wide("a,b\né,2\n", false)[2:], []string{`{"a":"é","b":"2"}`}},
		{"UTF-16 that begins with letters beyond Latin-1", "utf-16le", wide("ł,b\né,2\n", false)[2:], []string{`{"b":"2","ł":"é"}`}},
		{"auto", "auto", "a\né\n", []string{`{"a":"é"}`}},
		{"UTF-8", "utf-8", "a\n\xe9\né\n", []string{"<record 1, line 2, column 1: want UTF-8, got the byte 0xe9; save the table as CSV UTF-8, or choose its encoding (most likely --encoding windows-1252)>", `{"a":"é"}`}},
		{"a byte that the page does not have", "windows-1253", "a,b\n1,\xd2\n3,\xe1\n", []string{
			"<record 1, line 2, column 3: want windows-1253, got bytes that it does not have; choose the encoding that the text has (--encoding)>", `{"a":"3","b":"α"}`}},
		{"Japanese", "shift_jis", "id,name\n1,\x8e\x52\x93\x63\n", []string{`{"id":"1","name":"山田"}`}},
		{"a backslash as the second byte of a character", "shift_jis", "id,name\n1,\"\x95\x5c\"\n", []string{`{"id":"1","name":"表"}`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			opt := feed.Options{Format: feed.CSV, Encoding: c.encoding}
			r, err := feed.Open(strings.NewReader(c.text), opt)
			require.NoError(t, err)
			require.Empty(t, cmp.Diff(c.want, showAll(drain(r))))
			r, err = feed.Open(iotest.OneByteReader(strings.NewReader(c.text)), opt)
			require.NoError(t, err)
			require.Empty(t, cmp.Diff(c.want, showAll(drain(r))))
		})
	}
}

func TestEveryFormatMayHaveANamedEncoding(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"a.csv": "n\n\xe9\n", "a.ndjson": "{\"n\":\"\xe9\"}\n", "a.json": "[{\"n\":\"\xe9\"}]", "a.ldif": "dn: CN=1\nn: \xe9\n\n",
	} {
		r, err := feed.Open(strings.NewReader(text), feed.Options{Name: name, Encoding: "windows-1252"})
		require.NoError(t, err)
		records, final := drain(r)
		require.NoError(t, final)
		require.Equal(t, "é", attribute(records[0], "n").Text(), name)
	}
}

func TestAWrongEncodingIsRefused(t *testing.T) {
	t.Parallel()
	_, err := feed.Open(strings.NewReader("id,name\n1,Zoë\n"), feed.Options{Format: feed.CSV, Encoding: "windows-1252"})
	require.EqualError(t, err, "line 2, column 5: the text is UTF-8, not windows-1252; leave out the encoding (--encoding)")
	require.ErrorIs(t, err, feed.ErrEncoding)
	_, err = feed.Open(strings.NewReader("externalId;name\r\n1;Chlo\xeb\r\n"+"2"), feed.Options{Format: feed.CSV, Encoding: "utf-16"})
	require.ErrorContains(t, err, "want UTF-16, got half of a character; choose the encoding that the text has (--encoding)")
	// Later on it ends the reading, before the first value that would be another one.
	r, err := feed.Open(strings.NewReader("id,name\n"+strings.Repeat("1,Ann\n", 2000)+"2,Zoë\n"), feed.Options{Format: feed.CSV, Encoding: "windows-1252"})
	require.NoError(t, err)
	records, final := drain(r)
	require.Len(t, records, 2000)
	require.ErrorContains(t, final, "the text is UTF-8, not windows-1252: leave out the encoding (--encoding)")
	r, err = feed.Open(strings.NewReader("id,name\n"+strings.Repeat("1,Ann\n", 2000)+"2,Zo\xeb\n3,Andr\xc3\xa9\n"), feed.Options{Format: feed.CSV, Encoding: "windows-1252"})
	require.NoError(t, err)
	records, final = drain(r)
	require.NoError(t, final)
	require.Equal(t, "AndrÃ©", attribute(records[2001], "name").Text(), "letters of the page itself")
	// What the end of the head cuts off decides nothing.
	_, err = feed.Open(strings.NewReader(strings.Repeat("x", 4095)+"é"), feed.Options{Format: feed.CSV, Encoding: "iso-8859-1"})
	require.NoError(t, err)
	_, err = feed.Open(strings.NewReader("a\n"), feed.Options{Encoding: "klingon"})
	require.ErrorContains(t, err, `unknown encoding "klingon": write auto or one of utf-8, utf-16,`)
}

func TestAReaderThatFailsIsNoShortTextOfACodePage(t *testing.T) {
	t.Parallel()
	failure := errors.New("the disk is on fire")
	r, err := feed.Open(io.MultiReader(strings.NewReader("a,b\n1,\xe9\n2,"), iotest.ErrReader(failure)), feed.Options{Format: feed.CSV, Encoding: "windows-1252"})
	require.NoError(t, err)
	records, final := drain(r)
	require.Equal(t, []string{`{"a":"1","b":"é"}`}, showAll(records, nil))
	require.ErrorIs(t, final, failure)
}
