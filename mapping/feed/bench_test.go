package feed_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/mapping/feed"
)

// operation returns the first operation of the bulk request in testdata.
func operation(tb testing.TB) string {
	tb.Helper()
	text := file(tb, "bulk.json")
	from := strings.Index(text, "    {\n      \"method\"")
	to := strings.Index(text, "    },\n    {\n      \"Method\"")
	require.Positive(tb, from)
	require.Greater(tb, to, from)
	return text[from:to] + "    }"
}

// user returns that operation's data on one line.
func user(tb testing.TB) string {
	tb.Helper()
	op := operation(tb)
	return compact(tb, op[strings.Index(op, `"data": `)+len(`"data": `):strings.LastIndex(op, "}")])
}

const (
	columns = "WorkerID,FirstName,LastName,Email,Department,ManagerID,HireDate,Active,Street,City,PostalCode,Country\n"
	row     = "40017,Zoë,Müller-Ångström,zoe@fabrikam.example,Schiffbau,40002,2024-02-29,True,Hafenstraße 5,Hamburg,020457,DE\n"
	entry   = "dn: CN=Zoë Müller,OU=People,DC=fabrikam,DC=example\nobjectClass: top\nobjectClass: person\nobjectClass: user\ncn: Zoë Müller\n" +
		"sAMAccountName: zoe\nmail: zoe@fabrikam.example\nobjectGUID:: gIGCg4SFhoeIiYqLjI2Ojw==\nuserAccountControl: 512\n"
)

type stream struct {
	name                 string
	format               feed.Format
	head, one, sep, tail string
	keep                 []string
	allocs               float64 // at most, per record
}

func streams(tb testing.TB) []stream {
	op, user := operation(tb), user(tb)
	keep := []string{"userName", "name.givenName", `emails[type eq "work"].value`, "externalId"}
	return []stream{
		{"bulk", feed.SCIMBulk, `{"Operations":[`, op, ",\n", "]}", nil, 14},
		{"bulk, four attributes kept", feed.SCIMBulk, `{"Operations":[`, op, ",\n", "]}", keep, 8},
		{"scim", feed.SCIM, `[`, user, ",", "]", nil, 14},
		{"scim, four attributes kept", feed.SCIM, `[`, user, ",", "]", keep, 8},
		{"ndjson", feed.NDJSON, "", user, "\n", "\n", nil, 14},
		{"ndjson, four attributes kept", feed.NDJSON, "", user, "\n", "\n", keep, 8},
		{"csv", feed.CSV, columns, row, "", "", nil, 3},
		{"csv, two columns kept", feed.CSV, columns, row, "", "", []string{"WorkerID", "Email"}, 3},
		{"ldif", feed.LDIF, "", entry, "\n", "\n", nil, 5},
		{"ldif, two attributes kept", feed.LDIF, "", entry, "\n", "\n", []string{"sAMAccountName", "mail"}, 3},
	}
}

func BenchmarkRead(b *testing.B) {
	for _, s := range streams(b) {
		b.Run(s.name, func(b *testing.B) {
			b.SetBytes(int64(len(s.one)))
			b.ReportAllocs()
			r, err := feed.Open(repeated(s.head, s.one, s.sep, s.tail, b.N), feed.Options{Format: s.format, Keep: s.keep})
			require.NoError(b, err)
			for rec, err := range r.Records() {
				if err != nil || rec.Err != nil {
					b.Fatal(err, rec.Err)
				}
			}
		})
	}
}

// BenchmarkEncodingJSON measures the same users without this package.
func BenchmarkEncodingJSON(b *testing.B) {
	b.ReportAllocs()
	dec := json.NewDecoder(repeated("", user(b), "\n", "\n", b.N))
	for range b.N {
		var m map[string]any
		if err := dec.Decode(&m); err != nil {
			b.Fatal(err)
		}
	}
}
