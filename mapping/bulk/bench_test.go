package bulk_test

import (
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/mapping/bulk"
	"github.com/attrmap/attrmap/mapping/feed"
)

// loop returns the same records again and again.
func loop(t testing.TB, n int) func(func(feed.Record, error) bool) {
	var kept []feed.Record
	for rec, err := range records(t, "id,user,first,last,state,mail,street,city,dep,job\nw1,ann,Ann,Lee,Active,ann@x.example,S,C,D,J\n", feed.EmptyNull) {
		require.NoError(t, err)
		kept = append(kept, rec)
	}
	return func(yield func(feed.Record, error) bool) {
		for i := range n {
			rec := kept[0]
			rec.Ordinal = i + 1
			if !yield(rec, nil) {
				return
			}
		}
	}
}

const benchMap = `{"attributes": {"externalId": "id", "userName": "user", "name.givenName": "first", "name.familyName": "last",
	"active": {"column": "state", "equals": "Active"}, "userType": {"constant": "Employee"}, "emails[type eq \"work\"].value": "mail",
	"addresses[type eq \"work\"].streetAddress": "street", "addresses[type eq \"work\"].locality": "city",
	"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department": "dep", "urn:ietf:params:scim:schemas:extension:x:1.0:User:Job": "job"}}`

// fiveExpressions is benchMap with five of its columns computed.
var fiveExpressions = strings.NewReplacer(
	`"name.givenName": "first"`, `"name.givenName": {"expression": "ToUpper([first])"}`,
	`"name.familyName": "last"`, `"name.familyName": {"expression": "Replace([last], \" \", , , \"-\", , )"}`,
	`"addresses[type eq \"work\"].locality": "city"`, `"addresses[type eq \"work\"].locality": {"expression": "Switch([city], \"Bonn\", \"C\", \"Cologne\")"}`,
	`:User:department": "dep"`, `:User:department": {"expression": "Join(\" \", [dep], [job])"}`,
	`:User:Job": "job"`, `:User:Job": {"expression": "FormatDateTime(\"01.02.2026\", , \"dd.MM.yyyy\", \"yyyy-MM-dd\")"}`,
).Replace(benchMap)

func buildAll(t testing.TB, text string, n int) {
	b, err := bulk.Build(loop(t, n), bulkMap(t, text), bulk.Options{Report: func(diag.Finding) {}})
	require.NoError(t, err)
	for r, err := range b.Requests() {
		require.NoError(t, err)
		_, _ = io.Discard.Write(r.Body)
	}
}

func TestBuildingAllocatesLittle(t *testing.T) {
	const n = 200
	perRun := testing.AllocsPerRun(5, func() { buildAll(t, benchMap, n) }) - testing.AllocsPerRun(5, func() { buildAll(t, benchMap, 0) })
	require.Less(t, perRun/n, 60.0, "allocations per record")
}

func BenchmarkBuild(b *testing.B) {
	b.ReportAllocs()
	buildAll(b, benchMap, b.N)
}

func BenchmarkBuildFiveExpressions(b *testing.B) {
	b.ReportAllocs()
	require.Equal(b, 5, strings.Count(fiveExpressions, `"expression"`))
	buildAll(b, fiveExpressions, b.N)
}
