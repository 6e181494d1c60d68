package feed_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/mapping/feed"
)

func TestLinesDoNotAffectEachOther(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, line, want string }{
		{"an object", `{"a":"b"}`, `{"a":"b"}`},
		{"an object and white space", "\t {\"a\" : 1} \r", `{"a":1}`},
		{"an array", `[{"a":1}]`, "<record 2, line 2, column 1: want an object, got an array; write one JSON object per line; read arrays as json>"},
		{"a text", `"a"`, "<record 2, line 2, column 1: want an object, got a string; write one JSON object per line; read arrays as json>"},
		{"CSV", `a,b`, `<record 2, line 2, column 1: want an object, got "a"; write one JSON object per line; read arrays as json>`},
		{"two objects", `{"a":1} {"b":2}`, `<record 2, line 2, column 9: want the end of the line, got "{"; write one object per line; read objects in a row as json>`},
		{"an unfinished object", `{"a":`, "<record 2, line 2, column 6: the line ends inside the object; write every object on one line, or read objects that span lines as json>"},
		{"an unfinished string", `{"a":"é`, "<record 2, line 2, column 8: the line ends inside the object; write every object on one line, or read objects that span lines as json>"},
		{"a control character in a text", "{\"a\":\"é\t\"}", `<record 2, line 2, column 8: the string is not closed: it contains the control character "\t"; close the string with ", and write line breaks and tabs as \n and \t>`},
		{"a duplicate member", `{"a":1,"a":2}`, `<record 2, line 2, column 8: the object has the member "a" twice; delete one of the two>`},
		{"a duplicate member, once with escapes", `{"é":1,"\u00e9":2}`, `<record 2, line 2, column 8: the object has the member "é" twice; delete one of the two>`},
		{"a byte that is not UTF-8", "{\"a\":\"ž\xe9\"}", "<record 2, line 2, column 8: want UTF-8, got the byte 0xe9; save the input as UTF-8>"},
		{"a byte order mark in the middle", "\ufeff{}", `<record 2, line 2, column 1: want an object, got the byte 0xef; write one JSON object per line; read arrays as json>`},
	} {
		t.Run(c.name, func(t *testing.T) {
			records, final := read(t, "{\"n\":1}\n"+c.line+"\n{\"n\":3}", feed.NDJSON, feed.Options{})
			require.NoError(t, final)
			require.Empty(t, cmp.Diff([]string{`{"n":1}`, c.want, `{"n":3}`}, showAll(records, nil)))
			require.Equal(t, 2, records[1].Line)
		})
	}
}

func TestEmptyLinesAreNotRecords(t *testing.T) {
	t.Parallel()
	records, final := read(t, "\n \t\r\n{\"a\":1}\n\n\n{\"a\":2}\n\n", feed.NDJSON, feed.Options{})
	require.NoError(t, final)
	require.Len(t, records, 2)
	require.Equal(t, []int{3, 6}, []int{records[0].Line, records[1].Line})
	require.Equal(t, []int{1, 2}, []int{records[0].Ordinal, records[1].Ordinal})
}

func TestJSONLinesMayBeEmpty(t *testing.T) {
	t.Parallel()
	records, final := read(t, "", feed.NDJSON, feed.Options{})
	require.NoError(t, final)
	require.Empty(t, records)
}
