package feed_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/internal/dev/damage"
	"github.com/attrmap/attrmap/mapping/feed"
)

// sample is an input whose records are at known offsets.
type sample struct {
	name           string
	format         feed.Format
	head, sep, end string
	records        []string
}

func (s sample) text() string { return s.head + strings.Join(s.records, s.sep) + s.end }

// ends returns the offset after every record.
func (s sample) ends() []int {
	var ends []int
	at := len(s.head)
	for _, r := range s.records {
		at += len(r)
		ends = append(ends, at)
		at += len(s.sep)
	}
	return ends
}

var users = []string{
	`{"id":"1","userName":"zoë.müller","name":{"givenName":"Zoë","familyName":"M\u00fcller"},"emails":[{"type":"work","value":"a@b.c"},{"value":"d"}]}`,
	`{"id":"2","note":"a \"quoted\" {brace} [bracket], comma\\","tags":["x","y",[]],"urn:a:b:2.0:User":{"hireDate":"2024-02-29","n":-1.50e2}}`,
	`{"id":"3","active":true,"left":null,"none":{},"title":"\ud83d\ude00 řádek"}`,
	`{"id":"4"}`,
}

func operations() []string {
	var ops []string
	for i, u := range users {
		ops = append(ops, `{"method":"POST","bulkId":"b`+string(rune('1'+i))+`","path":"/Users","data":`+u+`}`)
	}
	return ops
}

// indented returns JSON texts with line breaks.
func indented(texts []string) []string {
	var out []string
	for _, t := range texts {
		var b bytes.Buffer
		if err := json.Indent(&b, []byte(t), "", "  "); err != nil {
			panic(err)
		}
		out = append(out, b.String())
	}
	return out
}

func samples() []sample {
	listHead := `{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":1,"Resources":[`
	bulkHead := `{"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],"Operations":[`
	return []sample{
		{"bulk", feed.SCIMBulk, bulkHead, ",", `],"failOnErrors":null}`, operations()},
		{"bulk over lines", feed.SCIMBulk, bulkHead + "\n", ",\n", "\n],\"failOnErrors\":null}\n", indented(operations())},
		{"list", feed.SCIM, listHead, ",", `]}`, users},
		{"array", feed.JSON, "[", ", ", "]", users},
		{"array over lines", feed.JSON, "[\n", ",\n", "\n]", indented(users)},
		{"objects in a row", feed.JSON, "", " ", "", users},
		{"lines", feed.NDJSON, "", "\n", "\n", users},
		{"csv", feed.CSV, "id,name,\"note, long\",n\n", "\n", "\n", []string{
			`1,Zoë,"a ""quoted"" text",4`, `2,"two` + "\n" + `lines, one cell",,`, `"3",řádek,,5`, `4,,,""`}},
		{"ldif", feed.LDIF, "version: 1\n\n", "\n", "\n", []string{
			"dn: CN=Zoë\ncn: Zoë\nmember: a\nmember: b\n", "dn:: Q049QQ==\nnote: two\n  lines, one value\nobjectGUID:: gIGCgw==\n", "dn: CN=B\r\nnote:\r\nCN:B\r\n"}},
		{"csv with semicolons", feed.CSV, "id;name;note;n\r\n", "\r\n", "\r\n", []string{`1;Zoë;"a;b";4`, `2;;"two` + "\r\n" + `lines";`, `3;x;;y`}},
	}
}

// good returns the records that are not broken.
func good(records []feed.Record) []string {
	var shown []string
	for _, rec := range records {
		if rec.Err == nil {
			shown = append(shown, show(rec))
		}
	}
	return shown
}

// requirePlaces checks that every error has a place and a problem, and that ordinals have no gaps.
func requirePlaces(t *testing.T, size int, records []feed.Record, final error) {
	t.Helper()
	var all []error
	for i, rec := range records {
		require.Equal(t, i+1, rec.Ordinal)
		require.Equal(t, rec.Err == nil, rec.Attrs != nil)
		if rec.Err != nil {
			all = append(all, rec.Err)
		}
	}
	if final != nil {
		all = append(all, final)
	}
	for _, err := range all {
		var e *feed.Error
		require.True(t, errors.As(err, &e), "%v", err)
		require.Positive(t, e.Line)
		require.Positive(t, e.Column)
		require.LessOrEqual(t, e.Offset, int64(size)+3)
		require.NotEmpty(t, e.Problem)
		require.Error(t, e.Cause)
	}
}

func TestTruncatedInputYieldsTheRecordsBeforeTheCut(t *testing.T) {
	t.Parallel()
	for _, s := range samples() {
		t.Run(s.name, func(t *testing.T) {
			text := s.text()
			all, final := read(t, text, s.format, feed.Options{})
			require.NoError(t, final)
			want := good(all)
			require.Len(t, want, len(s.records))
			for n := range damage.Places(len(text)) {
				records, final := read(t, text[:n], s.format, feed.Options{})
				requirePlaces(t, n, records, final)
				requireCut(t, s, n, want, records, final)
			}
		})
	}
}

func requireCut(t *testing.T, s sample, n int, want []string, records []feed.Record, final error) {
	t.Helper()
	whole, inside := 0, n > len(s.head)
	for _, end := range s.ends() {
		if end <= n {
			whole++
		}
		inside = inside && !(end <= n && n <= end+len(s.sep))
	}
	have := good(records)
	require.GreaterOrEqual(t, len(have), whole, "cut at %d", n)
	require.Equal(t, want[:whole], append([]string{}, have[:whole]...), "cut at %d", n)
	if s.format == feed.CSV || s.format == feed.LDIF {
		// A row whose last cell is incomplete, and an entry that lacks lines, look like whole ones, but are marked.
		require.LessOrEqual(t, len(records), whole+1, "cut at %d", n)
		for i, rec := range records {
			require.True(t, rec.Err != nil || rec.MayBeTruncated || i < len(want) && show(rec) == want[i], "cut at %d", n)
			require.True(t, !rec.MayBeTruncated || i == len(records)-1)
		}
		return
	}
	require.Len(t, have, whole, "cut at %d", n)
	broken := len(records) > whole
	if inside && whole < len(want) {
		require.True(t, broken || final != nil, "cut at %d must be reported", n)
	}
	lines := s.format == feed.NDJSON || s.sep == " "
	if n < len(strings.TrimSpace(s.text())) && !lines {
		require.Error(t, final, "cut at %d", n)
		require.ErrorIs(t, final, feed.ErrTruncated)
	}
}

func TestOneWrongByteAffectsNoOtherRecordAndInventsNone(t *testing.T) {
	t.Parallel()
	for _, s := range samples() {
		t.Run(s.name, func(t *testing.T) {
			text := s.text()
			all, final := read(t, text, s.format, feed.Options{})
			require.NoError(t, final)
			want := good(all)
			for at := range damage.Places(len(text)) {
				for _, mask := range []byte{0x01, 0x20, 0xFF} {
					wrong := []byte(text)
					wrong[at] ^= mask
					records, final := read(t, string(wrong), s.format, feed.Options{})
					requirePlaces(t, len(text), records, final)
					if at >= len(s.head) {
						requireOneWrong(t, s, at, want, records, final)
					}
				}
			}
		})
	}
}

// overEmptyLine reports whether a fault is in the empty line between two entries: what is written over it becomes the name of an attribute,
// and the entries one, which is documented.
func overEmptyLine(s sample, at int) bool {
	return s.format == feed.LDIF && slices.Contains(s.ends(), at)
}

// unnamed reports whether a fault is in the "dn:" that begins the entry at next.
func unnamed(s sample, next, at int) bool {
	return s.format == feed.LDIF && next <= at && at < next+len("dn:")
}

func requireOneWrong(t *testing.T, s sample, at int, want []string, records []feed.Record, final error) {
	t.Helper()
	if overEmptyLine(s, at) {
		return
	}
	before := 0
	for _, end := range s.ends() {
		// A damaged separator joins the records around it. If the separator is a space between objects, the first one is
		// withdrawn, because no object follows it; and so is an entry of LDIF, if what follows it has no name.
		if next := end + len(s.sep); next < at && !unnamed(s, next, at) || next == at && s.sep != " " && s.format != feed.LDIF {
			before++
		}
	}
	have := good(records)
	require.GreaterOrEqual(t, len(have), before, "byte %d", at)
	for i := range before {
		require.Equal(t, want[i], have[i], "byte %d", at)
	}
	require.LessOrEqual(t, len(have), len(want), "byte %d", at)
	changed, next := 0, before
	for _, h := range have[before:] {
		i := next
		for i < len(want) && want[i] != h {
			i++
		}
		if i == len(want) {
			changed++
			continue
		}
		next = i + 1
	}
	require.LessOrEqual(t, changed, 1, "byte %d: records that are not in the input: %q", at, have)
	if len(have) < len(want) {
		require.True(t, final != nil || len(records) > len(have), "byte %d: a record is lost without a word", at)
	}
}

func TestTruncatedUTF16YieldsTheRecordsBeforeTheCut(t *testing.T) {
	t.Parallel()
	for _, s := range samples() {
		text := wide(s.text(), true)
		all, _ := read(t, text, s.format, feed.Options{})
		want := good(all)
		require.Len(t, want, len(s.records), s.name)
		for n := range damage.Places(len(text)) {
			records, final := read(t, text[:n], s.format, feed.Options{})
			requirePlaces(t, len(text), records, final)
			have := good(records)
			if last := len(records) - 1; last >= 0 && records[last].MayBeTruncated {
				have = have[:len(have)-1]
			}
			require.Equal(t, want[:len(have)], append([]string{}, have...), "%s cut at %d", s.name, n)
			if n%2 == 1 && n > 2 {
				require.True(t, final != nil || len(good(records)) < len(records), "%s cut at %d: half a character must be reported", s.name, n)
			}
		}
	}
}
