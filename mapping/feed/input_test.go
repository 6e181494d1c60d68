package feed_test

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping/feed"
)

// read returns all records of the text, and how the input ended.
func read(tb testing.TB, text string, format feed.Format, opt feed.Options) ([]feed.Record, error) {
	tb.Helper()
	opt.Format = format
	r, err := feed.Open(strings.NewReader(text), opt)
	if err != nil {
		return nil, err
	}
	return drain(r)
}

func drain(r *feed.Reader) (records []feed.Record, final error) {
	for rec, err := range r.Records() {
		if err != nil {
			final = err
			break
		}
		records = append(records, rec)
	}
	return records, final
}

// show returns the attributes of a record as JSON, or its error in angle brackets.
func show(rec feed.Record) string {
	if rec.Err != nil {
		return "<" + rec.Err.Error() + ">"
	}
	return value.ObjectOf(rec.Attrs).Text()
}

func showAll(records []feed.Record, final error) []string {
	var shown []string
	for _, rec := range records {
		shown = append(shown, show(rec))
	}
	if final != nil {
		shown = append(shown, "end: "+final.Error())
	}
	return shown
}

// attribute returns the value that a mapping reads by that name.
func attribute(rec feed.Record, name string) value.Value {
	p := value.ParsePath(name)
	return rec.Attributes().Attribute(&p)
}

func file(tb testing.TB, name string) string {
	tb.Helper()
	text, err := os.ReadFile("testdata/" + name)
	require.NoError(tb, err)
	return string(text)
}

func compact(tb testing.TB, text string) string {
	tb.Helper()
	var b bytes.Buffer
	require.NoError(tb, json.Compact(&b, []byte(text)))
	return b.String()
}

// wide returns text as UTF-16 with a byte order mark.
func wide(text string, bigEndian bool) string {
	var b strings.Builder
	for _, unit := range utf16.Encode([]rune("\ufeff" + text)) {
		if bigEndian {
			b.Write([]byte{byte(unit >> 8), byte(unit)})
		} else {
			b.Write([]byte{byte(unit), byte(unit >> 8)})
		}
	}
	return b.String()
}

// repeated returns a reader of count copies of a text between a head and a tail, which are not all in memory.
func repeated(head, one, separator, tail string, count int) io.Reader {
	return &repeater{head: head, one: one, separator: separator, tail: tail, left: count}
}

type repeater struct {
	head, one, separator, tail string
	left                       int
	rest                       string
	between, ended             bool
}

func (r *repeater) Read(p []byte) (n int, err error) {
	for n < len(p) {
		if r.rest == "" && !r.advance() {
			return n, io.EOF
		}
		m := copy(p[n:], r.rest)
		n, r.rest = n+m, r.rest[m:]
	}
	return n, nil
}

func (r *repeater) advance() bool {
	switch {
	case r.head != "":
		r.rest, r.head = r.head, ""
	case r.between:
		r.rest, r.between = r.separator, false
	case r.left > 0:
		r.rest, r.between = r.one, r.left > 1
		r.left--
	case r.ended:
		return false
	default:
		r.rest, r.ended = r.tail, true
	}
	return true
}
