package feed_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/internal/dev/damage"
	"github.com/attrmap/attrmap/mapping/feed"
)

// small returns inputs so short that every byte can be replaced by many others.
func small() []sample {
	people := []string{`{"id":"1","n":"a b"}`, `{"id":"2","e":[{"t":"w"},{"t":7}]}`, `{"id":"3","x":null,"y":{}}`}
	operations := []string{
		`{"method":"POST","bulkId":"a","data":` + people[0] + `}`, `{"data":` + people[1] + `}`, `{"data":` + people[2] + `,"path":"/Users"}`,
	}
	return []sample{
		{"lines", feed.NDJSON, "", "\n", "\n", people},
		{"array", feed.JSON, "[", ",", "]", people},
		{"array over lines", feed.JSON, "[\n", ",\n", "\n]\n", people},
		{"indented array", feed.JSON, "[\n", ",\n", "\n]\n", indented(people)},
		{"objects in a row", feed.JSON, "", " ", "", people},
		{"answer of Graph", feed.JSON, `{"@odata.context":"x","value":[`, ",", `]}`, people},
		{"list", feed.SCIM, `{"totalResults":3,"Resources":[`, ",", `]}`, people},
		{"bulk", feed.SCIMBulk, `{"Operations":[`, ",", `]}`, operations},
		{"ldif", feed.LDIF, "version: 1\n\n", "\n", "\n", []string{"dn: CN=1,O=x\nid: 1\nn:: YSBi\n", "dn: CN=2,O=x\nid: 2\ne: w\n", "dn: CN=3,O=x\nid: 3\nt: a\n  b\n"}},
		{"csv", feed.CSV, "id,name,note\n", "\n", "\n", []string{`1,Zo,"a, ""b"""`, "2,,\"x\ny\"", `3,Ann,`}},
		{"csv with columns without a name", feed.CSV, "id,name,,\n", "\n", "\n", []string{`1,a,,`, `2,b`, `3,c,,`}},
		{"csv with every cell quoted", feed.CSV, "\"id\",\"name\"\r\n", "\r\n", "\r\n", []string{`"1","a"`, `"2",""`, `"3","c"`}},
	}
}

// TestOneWrongByte checks what the documentation of the package promises for damaged input.
func TestOneWrongByte(t *testing.T) {
	for _, s := range small() {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			text := s.text()
			want := good(must(read(t, text, s.format, feed.Options{})))
			require.Len(t, want, len(s.records))
			for at, wrong := range damage.Bytes(text, "\x00 \n\r\t\"\\,;:{}[]0x-'\xff") {
				records, final := read(t, wrong, s.format, feed.Options{})
				requirePlaces(t, len(text), records, final)
				requirePromise(t, s, at, want, records, final)
			}
		})
	}
}

// requirePromise checks the records of an input whose byte at the given offset is wrong.
func requirePromise(t *testing.T, s sample, at int, want []string, records []feed.Record, final error) {
	t.Helper()
	have := good(records)
	if at < len(s.head) {
		if s.format != feed.CSV { // a damaged header renames a column
			require.Subset(t, want, have, "byte %d", at)
			require.True(t, slices.Equal(want, have) || final != nil || len(records) > len(have), "byte %d: a loss is not reported: %q", at, have)
		}
		return
	}
	intact := 0 // the records before the damaged one
	for _, end := range s.ends() {
		if end+len(s.sep) <= at {
			intact++
		}
	}
	if overEmptyLine(s, at) {
		return
	}
	if intact > 0 && len(have) < len(want) {
		if next := s.ends()[intact-1] + len(s.sep); s.sep == " " && at == next || unnamed(s, next, at) {
			intact-- // withdrawn, because what follows it does not belong there
		}
	}
	require.GreaterOrEqual(t, len(have), intact, "byte %d", at)
	require.True(t, slices.Equal(want[:intact], have[:intact]), "byte %d: %q", at, have)
	changed, next := 0, intact
	for _, h := range have[intact:] {
		if i := slices.Index(want[next:], h); i >= 0 {
			next += i + 1
		} else {
			changed++
		}
	}
	require.LessOrEqual(t, changed, 1, "byte %d: %q %v", at, have, showAll(records, final))
	require.LessOrEqual(t, len(have), len(want), "byte %d: %q", at, have)
	require.True(t, len(have) == len(want) || final != nil || len(records) > len(have), "byte %d: a loss is not reported: %q", at, have)
	if changed > 0 && final == nil && len(records) == len(want) {
		requireInPlace(t, want, records, at)
	}
}

// requireInPlace checks that a changed record is in its original place.
func requireInPlace(t *testing.T, want []string, records []feed.Record, at int) {
	t.Helper()
	different := 0
	for i, rec := range records {
		if rec.Err != nil || show(rec) != want[i] {
			different++
		}
	}
	require.LessOrEqual(t, different, 2, "byte %d", at)
}

// TestOneWrongBitInUTF16 does the same to UTF-16, bit by bit.
func TestOneWrongBitInUTF16(t *testing.T) {
	for _, s := range small() {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			text := wide(s.text(), false)
			want := good(must(read(t, text, s.format, feed.Options{})))
			for at, wrong := range damage.Bytes(text, "") {
				if at < 2 {
					continue
				}
				records, final := read(t, wrong, s.format, feed.Options{})
				requirePlaces(t, 2*len(text), records, final)
				requirePromise(t, s, at/2-1, want, records, final)
			}
		})
	}
}

// An input that begins with half a byte order mark is refused, or read as UTF-8.
func TestDamagedByteOrderMarksAreNotGuessed(t *testing.T) {
	t.Parallel()
	for _, s := range small() {
		for _, bigEndian := range []bool{false, true} {
			text := wide(s.text(), bigEndian)
			for _, wrong := range damage.Bytes(text[:2], "") {
				records, final := read(t, wrong+text[2:], s.format, feed.Options{})
				require.Empty(t, good(records), s.name)
				require.True(t, final != nil || len(records) > 0, s.name)
			}
		}
	}
}

func TestTheLastRowOfACSVMayBeTruncated(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		text string
		want bool
	}{
		{"a,b\n1,2\n", false},
		{"a,b\n1,2\r\n", false},
		{"a,b\n1,2", true},
		{"a,b\n1,2\r", true},
		{"a,b\n1,\"2\"", true}, // the first of two quotes
		{"a,b\n1,\"2\"\n", false},
		{"a,b\n1,2\n\n", false},
		{"a,b\n1,2\n3,4", true},
	} {
		records, final := read(t, row.text, feed.CSV, feed.Options{})
		require.NoError(t, final)
		for i, rec := range records {
			require.NoError(t, rec.Err)
			require.Equal(t, row.want && i == len(records)-1, rec.MayBeTruncated, "%q, row %d", row.text, i+1)
		}
	}
}

func TestAnObjectAroundTheRecordsIsNotARecord(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		`{"users":[{"id":1}]}`, `{"@odata.context":"x","valuf":[ {"id":1} ]}`, `{"valuf":[{"id":1}],"!odata.count":1}`,
	} {
		_, final := read(t, text, feed.JSON, feed.Options{})
		require.EqualError(t, final, "line 1, column 1: want an object of attributes, got one that contains only an array of objects; pass the array alone, or name it value")
	}
	for _, text := range []string{`{"id":1,"users":[{"id":1}]}`, `{"users":[]}`, `{"users":["a"]}`, `{}`} {
		records, final := read(t, text, feed.JSON, feed.Options{})
		require.NoError(t, final)
		require.Equal(t, []string{strings.ReplaceAll(text, " ", "")}, good(records))
	}
}
