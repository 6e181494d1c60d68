package feed_test

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping/feed"
)

// FuzzRead reads anything as any format: there is no panic, ordinals have no gaps, every fault has a place, texts are UTF-8, and the
// records do not depend on the size of reads.
func FuzzRead(f *testing.F) {
	for _, s := range samples() {
		f.Add(uint8(s.format), s.text())
	}
	for _, name := range []string{"bulk.json", "list.json", "directory.json", "users.ndjson", "people.csv"} {
		f.Add(uint8(feed.Auto), file(f, name))
	}
	f.Add(uint8(feed.CSV), wide("a;b\n1;\"2\n\"", true))
	f.Fuzz(func(t *testing.T, format uint8, text string) {
		as := feed.Format(format % 7)
		limits := feed.Limits{RecordBytes: 1 << 10, FieldBytes: 1 << 9, Depth: 10, Columns: 70, Values: 200}
		records, final := read(t, text, as, feed.Options{Limits: limits})
		requirePlaces(t, 2*len(text)+1, records, final)
		for _, rec := range records {
			if rec.Err == nil {
				require.True(t, utf8.ValidString(show(rec)))
			}
		}
		requireCodePages(t, text, as, limits)
		kept, _ := read(t, text, as, feed.Options{Limits: limits, Keep: []string{"id"}})
		require.GreaterOrEqual(t, len(good(kept)), len(good(records)))
	})
}

// FuzzJSON compares the parser with encoding/json: both accept the same texts, with the same values, except for invalid Unicode,
// duplicate members and limits.
func FuzzJSON(f *testing.F) {
	for _, u := range users {
		f.Add(u)
	}
	for _, text := range []string{`{"a":-0}`, `{"a":0.10e+5}`, `{"a":1E400}`, `{"a":"\/\b\f\n\r\t\u0000"}`, `{"":{"":[]}}`, `{"a":1,}`, `{"a":01}`, `{"a" :[ 1 , true ] }`} {
		f.Add(text)
	}
	f.Fuzz(requireLikeEncodingJSON[*testing.T])
}

func TestParserAgreesWithEncodingJSON(t *testing.T) {
	pieces := rapid.SampledFrom([]string{"{", "}", "[", "]", ",", ":", `"a"`, `"b"`, `"\u00e9\n"`, `"\ud83d\ude00"`, "1", "-2.50", "1e3", "0", "true", "false", "null",
		" ", `"`, `\`, "x", "é", "\t", `{"a":`, `,"c":`, `"d":[1,2]`})
	rapid.Check(t, func(t *rapid.T) {
		text := "{" + strings.Join(rapid.SliceOfN(pieces, 0, 12).Draw(t, "pieces"), "") + "}"
		requireLikeEncodingJSON(t, text)
	})
}

var loneSurrogate = regexp.MustCompile(`\\u[dD][89a-fA-F]`)

func requireLikeEncodingJSON[T require.TestingT](t T, text string) {
	object := strings.TrimSpace(text)
	if !strings.HasPrefix(object, "{") || strings.ContainsAny(text, "\n\v\f\u0085\u00a0\ufeff") || strings.HasPrefix(text, "PK") {
		return
	}
	r, err := feed.Open(strings.NewReader(text), feed.Options{Format: feed.NDJSON})
	if err != nil {
		return
	}
	records, final := drain(r)
	require.NoError(t, final)
	require.Len(t, records, 1)
	want, err := value.ParseJSON(text)
	if records[0].Err == nil {
		require.True(t, json.Valid([]byte(text)), "%q was taken", text)
		require.NoError(t, err)
		require.True(t, want.Equal(value.ObjectOf(records[0].Attrs)), "%q", text)
		return
	}
	if err == nil && utf8.ValidString(text) && !loneSurrogate.MatchString(text) && len(text) < 1<<16 {
		require.NoError(t, records[0].Err, "%q is valid", text)
	}
}

// requireCodePages reads anything in any encoding, with any delimiter: there is no panic, and texts are UTF-8.
func requireCodePages(t *testing.T, text string, as feed.Format, limits feed.Limits) {
	t.Helper()
	encodings := []string{"windows-1252", "ibm850", "utf-16le", "shift_jis", "gb18030", "utf-8"}
	opt := feed.Options{Format: as, Limits: limits, Encoding: encodings[len(text)%len(encodings)], Delimiter: ",;|\t"[len(text)%4], MultiColumns: map[string]string{"id": "a"}}
	r, err := feed.Open(strings.NewReader(text), opt)
	if err != nil {
		return
	}
	records, _ := drain(r)
	for _, rec := range records {
		if rec.Err == nil {
			require.True(t, utf8.ValidString(show(rec)))
		}
	}
}
