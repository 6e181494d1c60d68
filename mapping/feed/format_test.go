package feed_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/mapping/feed"
)

func TestFormatsHaveNames(t *testing.T) {
	t.Parallel()
	for _, f := range []feed.Format{feed.Auto, feed.SCIMBulk, feed.SCIM, feed.NDJSON, feed.JSON, feed.CSV, feed.LDIF} {
		have, err := feed.ParseFormat(strings.ToUpper(f.String()))
		require.NoError(t, err)
		require.Equal(t, f, have)
	}
	have, err := feed.ParseFormat("jsonl")
	require.NoError(t, err)
	require.Equal(t, feed.NDJSON, have)
	_, err = feed.ParseFormat("xml")
	require.EqualError(t, err, `unknown format "xml": write one of auto, scim-bulk, scim, ndjson, json, csv, ldif, workday, successfactors, oracle-atom`)
}

func TestFormatsAreDetected(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, head string
		want       feed.Format
	}{
		{"hires.csv", "a,b\n", feed.CSV},
		{"HIRES.CSV", "", feed.CSV},
		{"hires.tsv", "a\tb\n", feed.CSV},
		{"hires.txt", "a;b\n", feed.CSV},
		{"-", "WorkerID\n1\n", feed.CSV},
		{"", "", feed.Auto},
		{"-", " \n", feed.Auto},
		{"users.ndjson", "{\n", feed.NDJSON},
		{"users.jsonl", "", feed.NDJSON},
		{"users.json", "", feed.JSON},
		{"users.json", "a,b\n", feed.JSON},
		{"users.scim", "", feed.SCIM},
		{"users.json", `[{"id":1}]`, feed.JSON},
		{"users.json", `{"id":1}`, feed.JSON},
		{"users.json", `{"id":1}{"id":2}`, feed.JSON},
		{"users.json", "{\"id\":1}\n{\"id\":2}\n", feed.NDJSON},
		{"-", "\n{\"id\":1} \r\n\r\n {\"id\":2", feed.NDJSON},
		{"-", "{\n  \"id\": 1\n}\n{\n  \"id\": 2\n}", feed.JSON},
		{"-", `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":1}`, feed.SCIM},
		{"-", `[{"id":1,"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"]}]`, feed.SCIM},
		{"-", `[{"Operations":[]}]`, feed.JSON},
		{"-", `{"totalResults":1,"resources":[`, feed.SCIM},
		{"-", `{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":0}`, feed.SCIM},
		{"-", `{"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],"Op`, feed.SCIMBulk},
		{"-", "{\"operations\":[\n{\"method\":\"POST\"}\n{", feed.SCIMBulk},
		{"-", "{\"failOnErrors\":null,\n\"Operations\":[{\"method\":", feed.SCIMBulk},
		{"graph.json", `{"@odata.context":"x","value":[`, feed.JSON},
		{"-", "\ufeff{\"operations\":[", feed.SCIMBulk},
		{"-", wide(`{"operations":[`, false), feed.SCIMBulk},
		{"export.dat", wide("a;b\n", true), feed.CSV},
		{"ad.ldif", "", feed.LDIF},
		{"AD.LDF", "x", feed.LDIF},
		{"-", "# extended LDIF\n\ndn: CN=A,DC=x\n", feed.LDIF},
		{"ad.txt", "version: 1\n", feed.LDIF},
		{"-", "DN:: Q049QQ==\n", feed.LDIF},
		{"ad.txt", wide("dn: CN=A\n", false), feed.LDIF},
		{"-", "dn,cn\n", feed.CSV},
		{"-", "{", feed.JSON},
		{"-", "[[", feed.JSON},
		{"-", "[1,2]", feed.JSON},
	} {
		require.Equal(t, c.want, feed.DetectFormat(c.name, []byte(c.head)), "%s %q", c.name, c.head)
	}
}

func TestOpenDetectsTheFormatsOfFiles(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]feed.Format{
		"bulk.json": feed.SCIMBulk, "list.json": feed.SCIM, "directory.json": feed.JSON, "users.ndjson": feed.NDJSON, "people.csv": feed.CSV,
	} {
		for _, alias := range []string{name, "-"} {
			r, err := feed.Open(strings.NewReader(file(t, name)), feed.Options{Name: alias})
			require.NoError(t, err)
			require.Equal(t, want, r.Format(), "%s as %s", name, alias)
		}
	}
	_, err := feed.Open(strings.NewReader(""), feed.Options{Name: "-"})
	require.EqualError(t, err, "line 1, column 1: the input is empty, and its name does not determine the format; check that its writer has finished")
}
