package feed_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/mapping/feed"
)

func TestWhatIsNoListOfObjectsIsRefused(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, file, text, want string }{
		{"an XML document", "people.csv", "<?xml version=\"1.0\"?>\n<people><p/></people>\n", "the input is XML; export it as CSV"},
		{"an element with a namespace", "-", `<wd:Worker xmlns:wd="urn:com.workday/bsvc"/>`, "the input is XML"},
		{"a sign-in page", "users.json", "\n<!DOCTYPE html>\n<html><body>Sign in</body></html>", "the input is an HTML page; fetch the data again"},
		{"LDIF with a version as CSV", "ad.csv", "version: 1\n\ndn: CN=A,DC=x\ncn: A\n", "the input is LDIF, and its name is that of csv; name it .ldif, or choose the format ldif"},
		{"LDIF with a comment as JSON Lines", "ad.ndjson", "# exported\ndn:: Q049QSxEQz14\n", "the input is LDIF, and its name is that of ndjson"},
		{"a mapping file in YAML", "-", "# our rules\nmappings:\n  - {target: a, from: b}\n", "the input is a mapping file; pass a file of objects here"},
		{"a mapping file in JSON", "m.json", `{"mappings": [{"target": "a", "from": "b"}]}`, "the input is a mapping file"},
		{"an exported schema", "s.json", `{"id": "x", "synchronizationRules": [{"name": "r"}]}`, "the input is an exported synchronization schema"},
		{"an object mapping", "s.json", `{"name": "Users", "attributeMappings": [{"source": {}}]}`, "the input is a part of a synchronization schema"},
		{"a map for bulk build", "m.yaml", "attributes: {externalId: id, userName: login}\n", "the input is a map for bulk build; pass a file of objects here"},
		{"a file of names", "-", "# tenants\ndomains:\n  a.com: b.com\n", "the input is a file of names"},
		{"a list in JSON as CSV", "people.csv", "[\n {\"id\": 1}]", "the input is JSON, and its name is that of a table; name it .json"},
		{"an empty list as CSV", "people.csv", "[]", "the input is JSON"},
		{"an object in JSON as a table", "people.tsv", "{ \"id\": 1}", "the input is JSON"},
		{"an error of Graph", "users.json", `{"error": {"code": "InvalidAuthenticationToken", "message": "Access token has expired."}}`, "the input is the answer to a request that failed"},
		{"one line of prose", "people.csv", "Please find the list of new people attached\n", "want a row of column names, got a sentence"},
		{"a sentence with a comma", "people.csv", "Hello everybody, here is the list.\nBye.\n", "want a row of column names, got a sentence"},
	} {
		t.Run(c.name, func(t *testing.T) {
			records, err := read(t, c.text, feed.Auto, feed.Options{Name: c.file})
			require.ErrorIs(t, err, feed.ErrShape)
			require.ErrorContains(t, err, c.want)
			require.Empty(t, records)
		})
	}
}

func TestWhatLooksLikeItIsRead(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, text string }{
		{"columns with headings of several words", "Employee ID (as in payroll system),Last Name\n1,A\n"},
		{"one column", "User Principal Name\na@x\n"},
		{"a column whose name begins with an angle bracket", "<id,name\n1,A\n"},
		{"a column named attributes", "attributes,id\n1,A\n"},
		{"a column that ends with a colon", "names:,id\n1,A\n"},
		{"a column named dn", "dn,cn\n\"CN=A,DC=x\",A\n"},
		{"a person with an error", `{"id": "1", "error": {"code": 5}}`},
		{"a person with mappings of text", `{"id": "1", "mappings": ["a"]}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			records, err := read(t, c.text, feed.Auto, feed.Options{})
			require.NoError(t, err)
			require.Len(t, records, 1)
		})
	}
}

// Sources: OData 4.01 JSON 4.5.5 (nextLink), RFC 7644 3.4.2 (totalResults), SAP SuccessFactors' OData 2 answers (d.results, __next).
func TestPagesOfAListAreIncomplete(t *testing.T) {
	t.Parallel()
	const link = "the input is one page of a longer list: its "
	for _, c := range []struct {
		name, text string
		want       []string // attributes
		final      string   // "" if the list is complete
	}{
		{"a link before the objects", `{"@odata.nextLink": "https://h/2", "value": [{"id": 1}]}`, []string{`{"id":1}`}, link + "@odata.nextLink"},
		{"a link after the objects", `{"value": [{"id": 1}], "@odata.nextLink": "https://h/2"}`, []string{`{"id":1}`}, link + "@odata.nextLink"},
		{"a link that is null", `{"@odata.nextLink": null, "value": [{"id": 1}]}`, []string{`{"id":1}`}, ""},
		{"a delta with its last link", `{"value": [{"id": 1}], "@odata.deltaLink": "https://h/d"}`, []string{`{"id":1}`}, ""},
		{"all pages after each other", `{"value": [{"id": 1}], "@odata.nextLink": "https://h/2"} {"value": [{"id": 2}]}`, []string{`{"id":1}`, `{"id":2}`}, ""},
		{"more results than resources", `{"totalResults": 3, "Resources": [{"id": 1}]}`, []string{`{"id":1}`}, "its totalResults is 3, but it has 1 objects"},
		{"totalResults after the resources", `{"Resources": [{"id": 1}], "totalResults": 3}`, []string{`{"id":1}`}, "its totalResults is 3, but it has 1 objects"},
		{"all pages of SCIM", `{"totalResults": 2, "Resources": [{"id": 1}]} {"totalResults": 2, "Resources": [{"id": 2}]}`, []string{`{"id":1}`, `{"id":2}`}, ""},
		{"SuccessFactors", `{"d": {"results": [{"id": 1}, {"id": 2}]}}`, []string{`{"id":1}`, `{"id":2}`}, ""},
		{"a page of SuccessFactors", `{"d": {"__count": "9", "results": [{"id": 1}], "__next": "https://h/2"}}`, []string{`{"id":1}`}, link + "__next"},
		{"a link before the results", `{"d": {"__next": "https://h/2", "results": [{"id": 1}]}}`, []string{`{"id":1}`}, link + "__next"},
		{"a count of more objects", `{"@odata.count": 3, "value": [{"id": 1}]}`, []string{`{"id":1}`}, "its @odata.count is 3, but it has 1 objects"},
		{"a count of these objects", `{"value": [{"id": 1}], "@odata.count": 1}`, []string{`{"id":1}`}, ""},
		{"a count of SuccessFactors", `{"d": {"results": [{"id": 1}], "__count": "9"}}`, []string{`{"id":1}`}, "its __count is 9, but it has 1 objects"},
		{"an attribute named d", `{"d": {"a": 1}}`, []string{`{"d":{"a":1}}`}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			records, final := read(t, c.text, feed.Auto, feed.Options{})
			require.Empty(t, cmp.Diff(c.want, showAll(records, nil)))
			if c.final == "" {
				require.NoError(t, final)
				return
			}
			require.ErrorIs(t, final, feed.ErrTruncated)
			require.ErrorContains(t, final, c.final)
		})
	}
}

func TestColumnsMayHaveNamesInBrackets(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"[id],[name]\n1,A\n", "{id},{name}\n1,A\n", "[\"id\"],b\n1,A\n"} {
		records, err := read(t, text, feed.Auto, feed.Options{Name: "people.csv"})
		require.NoError(t, err, text)
		require.Len(t, records, 1, text)
	}
}

func TestColumnsAreThoseOfATable(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text string
		want []string
	}{
		{"id, Name\n", []string{"id", "Name"}},
		{"id;Name\n1;A\n", []string{"id", "Name"}},
		{`[{"id": 1}]`, nil},
		{"dn: CN=A\ncn: A\n", nil},
	} {
		r, err := feed.Open(strings.NewReader(c.text), feed.Options{})
		require.NoError(t, err)
		require.Equal(t, c.want, r.Columns())
	}
}

func TestAReaderNamesWhatItDoesNotRetain(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, text string
		want       []string
		kept       bool
	}{
		{"a column", "name,Phone\nA,1\n", []string{"name", "Phone"}, false},
		{"a column in another case", "name,EXTERNALID\nA,1\n", nil, true},
		{"members", `{"a": {"externalId": 1}, "@x": 1}`, []string{"a"}, false},
		{"operations", `{"Operations": [{"method": "POST", "data": {"b": 1, "externalId": 1}}]}`, nil, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, err := feed.Open(strings.NewReader(c.text), feed.Options{Keep: []string{"externalId"}})
			require.NoError(t, err)
			_, err = drain(r)
			require.NoError(t, err)
			names, kept := r.Names()
			require.Equal(t, c.want, names)
			require.Equal(t, c.kept, kept)
		})
	}
}
