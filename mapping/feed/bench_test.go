package feed_test

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/attrmap/attrmap/mapping/feed"
	"github.com/stretchr/testify/require"
)

// input gives count copies of one between a head and a tail, without holding them all.
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
		m, err := r.some(p[n:])
		if n += m; err != nil {
			return n, err
		}
	}
	return n, nil
}

func (r *repeater) some(p []byte) (int, error) {
	if r.rest == "" {
		switch {
		case r.head != "":
			r.rest, r.head = r.head, ""
		case r.left > 0 && r.between:
			r.rest, r.between = r.separator, false
			return 0, nil
		case r.left > 0:
			r.rest, r.between = r.one, r.left > 1
			r.left--
		case !r.ended:
			r.rest, r.ended = r.tail, true
		default:
			return 0, io.EOF
		}
	}
	n := copy(p, r.rest)
	r.rest = r.rest[n:]
	return n, nil
}

func BenchmarkEncodingJSON(b *testing.B) {
	op := operation(b)
	user := compact(b, op[strings.Index(op, `"data": `)+len(`"data": `):strings.LastIndex(op, "}")])
	b.ReportAllocs()
	dec := json.NewDecoder(repeated("", user, "\n", "\n", b.N))
	for range b.N {
		var m map[string]any
		if err := dec.Decode(&m); err != nil {
			b.Fatal(err)
		}
	}
}

func file(tb testing.TB, name string) string {
	tb.Helper()
	text, err := os.ReadFile("testdata/" + name)
	require.NoError(tb, err)
	return string(text)
}

// operation is the first operation of the bulk request in testdata.
func operation(tb testing.TB) string {
	tb.Helper()
	text := file(tb, "bulk.json")
	from := strings.Index(text, "    {\n      \"method\"")
	to := strings.Index(text, "    },\n    {\n      \"Method\"")
	require.Positive(tb, from)
	require.Greater(tb, to, from)
	return text[from:to] + "    }"
}

func compact(tb testing.TB, text string) string {
	tb.Helper()
	var b bytes.Buffer
	require.NoError(tb, jsonCompact(&b, text))
	return b.String()
}

func BenchmarkRead(b *testing.B) {
	op := operation(b)
	user := compact(b, op[strings.Index(op, `"data": `)+len(`"data": `):strings.LastIndex(op, "}")])
	row := `40017,Zoë,Müller-Ångström,zoe@fabrikam.example,Schiffbau,40002,2024-02-29,True,Hafenstraße 5,Hamburg,020457,DE` + "\n"
	columns := "WorkerID,FirstName,LastName,Email,Department,ManagerID,HireDate,Active,Street,City,PostalCode,Country\n"
	keep := []string{"userName", "name.givenName", `emails[type eq "work"].value`, "externalId"}
	for _, c := range []struct {
		name                 string
		format               feed.Format
		head, one, sep, tail string
		keep                 []string
	}{
		{"bulk", feed.SCIMBulk, `{"Operations":[`, op, ",\n", "]}", nil},
		{"bulk/keep", feed.SCIMBulk, `{"Operations":[`, op, ",\n", "]}", keep},
		{"scim", feed.SCIM, `[`, user, ",", "]", nil},
		{"scim/keep", feed.SCIM, `[`, user, ",", "]", keep},
		{"ndjson", feed.NDJSON, "", user, "\n", "\n", nil},
		{"ndjson/keep", feed.NDJSON, "", user, "\n", "\n", keep},
		{"csv", feed.CSV, columns, row, "", "", nil},
		{"csv/keep", feed.CSV, columns, row, "", "", []string{"WorkerID", "Email"}},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.SetBytes(int64(len(c.one)))
			b.ReportAllocs()
			r, err := feed.OpenWith(repeated(c.head, c.one, c.sep, c.tail, b.N), "", c.format, feed.Options{Keep: c.keep})
			require.NoError(b, err)
			for rec, err := range r.Records() {
				if err != nil || rec.Err != nil {
					b.Fatal(err, rec.Err)
				}
			}
		})
	}
}
