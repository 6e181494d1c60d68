package feed_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping/feed"
)

func TestABulkRequestHasARecordPerOperation(t *testing.T) {
	t.Parallel()
	records, final := read(t, file(t, "bulk.json"), feed.SCIMBulk, feed.Options{})
	require.NoError(t, final)
	type header struct {
		Ordinal, Line                  int
		ID, Method, Endpoint, UserName string
	}
	var have []header
	for _, rec := range records {
		require.NoError(t, rec.Err)
		have = append(have, header{rec.Ordinal, rec.Line, rec.ID, rec.Method, rec.Endpoint, attribute(rec, "userName").Text()})
	}
	require.Empty(t, cmp.Diff([]header{
		{1, 4, "hire-1", "POST", "/Users", "zoë.müller-ångström"},
		{2, 37, "hire-2", "post", "/users", "nguyễn.an"},
		{3, 43, "leave-1", "DELETE", "/Users/40003", ""},
	}, have))
}

func TestMappingsReadAttributesOfOperations(t *testing.T) {
	t.Parallel()
	records, final := read(t, file(t, "bulk.json"), feed.SCIMBulk, feed.Options{})
	require.NoError(t, final)
	decimal, err := value.Decimal("0.8")
	require.NoError(t, err)
	for _, c := range []struct {
		record int
		name   string
		want   value.Value
	}{
		{0, "name.givenName", value.String("Zoë")},
		{0, "Name.FamilyName", value.String("Müller-Ångström")},
		{0, "name.formatted", value.String(`Zoë "Zo" Müller-Ångström`)},
		{0, "displayName", value.String("Müller-Ångström, Zoë 🌟")},
		{0, "active", value.True},
		{0, "title", value.Null},
		{0, "nickName", value.String("")},
		{0, "roles", value.List()},
		{0, "locale", value.Absent},
		{0, `emails[type eq "work"].value`, value.String("zoe@fabrikam.example")},
		{0, `addresses[type eq "work"].formatted`, value.String("Hafenstraße 5\nHamburg")},
		{0, `addresses[type eq "work"].postalCode`, value.String("020457")},
		{0, "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department", value.String("Schiffbau")},
		{0, "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager", value.Reference("40002")},
		{0, "urn:ietf:params:scim:schemas:extension:fabrikam:1.0:User:HireDate", value.String("2024-02-29")},
		{0, "urn:ietf:params:scim:schemas:extension:fabrikam:1.0:User:Fte", decimal},
		{0, "urn:ietf:params:scim:schemas:extension:fabrikam:1.0:User:Badge", value.Integer(9007199254740993)},
		{0, "urn:ietf:params:scim:schemas:extension:microsoft:entra:csa:PayGrade", value.String("T-7")},
		{1, "externalId", value.String("40018")},
		{1, "active", value.False},
	} {
		have := attribute(records[c.record], c.name)
		require.True(t, c.want.Equal(have), "%s: %#v", c.name, have)
	}
}

func TestJSONFormatsFindTheirRecords(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		format feed.Format
		text   string
		want   []string // attributes
	}{
		{"a list response", feed.SCIM, `{"totalResults":2,"resources":[{"id":1},{"id":2}],"startIndex":1}`, []string{`{"id":1}`, `{"id":2}`}},
		{"a list response without results", feed.SCIM, `{"totalResults":0,"Resources":[]}`, nil},
		{"a list response without Resources", feed.SCIM, `{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults": 0 }`, nil},
		{"two pages", feed.SCIM, `{"Resources":[{"id":1}]}` + "\n" + `{"Resources":[{"id":2}]}`, []string{`{"id":1}`, `{"id":2}`}},
		{"an array", feed.SCIM, ` [ {"id":1} , {"id":2} ] `, []string{`{"id":1}`, `{"id":2}`}},
		{"one user", feed.SCIM, "\r\n\t {\"id\":1}\n", []string{`{"id":1}`}},
		{"users in a row", feed.SCIM, `{"id":1}{"id":2} {"id":3}`, []string{`{"id":1}`, `{"id":2}`, `{"id":3}`}},
		{"an empty array", feed.JSON, `[]`, nil},
		{"an object without members", feed.JSON, `{}`, []string{`{}`}},
		{"a member without a name", feed.JSON, `{"":1}`, []string{`{"":1}`}},
		{"an OData answer", feed.JSON, `{"@odata.context":"x","value":[{"id":1}],"@odata.deltaLink":"y"}`, []string{`{"id":1}`}},
		{"an OData answer without objects", feed.JSON, `{"value": [ ]}`, nil},
		{"an attribute named value", feed.JSON, `{"value":["a"]}`, []string{`{"value":["a"]}`}},
		{"an attribute named value after others", feed.JSON, `{"id":1,"value":[{"a":1}]}`, []string{`{"id":1,"value":[{"a":1}]}`}},
		{"an object with operations that is not a request", feed.JSON, `{"operations":["read"]}`, []string{`{"operations":["read"]}`}},
		{"an array after an array", feed.JSON, `[{"id":1}][{"id":2}]`, []string{`{"id":1}`, `{"id":2}`}},
		{"names that differ in case, outside of SCIM", feed.JSON, `[{"id":1,"ID":2}]`, []string{`{"ID":2,"id":1}`}},
		{"a bulk request without operations", feed.SCIMBulk, `{"Operations":[]}`, nil},
		{"two bulk requests", feed.SCIMBulk, `{"Operations":[{"data":{"id":1}}]}{"failOnErrors":1,"Operations":[{"data":{"id":2}}]}`,
			[]string{`{"id":1}`, `{"id":2}`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			records, final := read(t, c.text, c.format, feed.Options{})
			require.NoError(t, final)
			require.Empty(t, cmp.Diff(c.want, showAll(records, nil)))
		})
	}
}

func TestBrokenOperationsDoNotAffectOthers(t *testing.T) {
	t.Parallel()
	const after = `{"bulkId":"z","method":"POST","data":{"id":9}}`
	for _, c := range []struct {
		operation string
		id        string
		want      string
		cause     error
	}{
		{`{"bulkId":"a","method":"POST"}`, "a", "record 1, line 1, column 16: the operation has no data; put the user's attributes into an object named data", feed.ErrShape},
		{`{"bulkId":"a","data":null}`, "a", "record 1, line 1, column 16: the operation has no data; put the user's attributes into an object named data", feed.ErrShape},
		{`{"bulkId":"a","data":[{"id":1}]}`, "a", "record 1, line 1, column 37: data: want an object, got an array; put the user's attributes into an object", feed.ErrShape},
		{`{"bulkId":7,"data":{}}`, "", "record 1, line 1, column 26: bulkId: want a string, got a number; put it in quotes", feed.ErrShape},
		{`{"bulkId":"a","data":{},"Data":{}}`, "a", `record 1, line 1, column 40: the operation has the member "Data" twice; delete one of the two`, feed.ErrDuplicate},
		{`{"bulkId":"a","data":{"userName":"u","username":"v"}}`, "a", `record 1, line 1, column 53: the object has the member "username" twice; delete one of the two: names in SCIM are case-insensitive`, feed.ErrDuplicate},
		{`{"bulkId":"a","data":{"n":{"b":1,"b":2}}}`, "a", `record 1, line 1, column 49: the object has the member "b" twice; delete one of the two: names in SCIM are case-insensitive`, feed.ErrDuplicate},
		{`{"bulkId":"a","data":{"id":}}`, "a", `record 1, line 1, column 43: want a JSON value, got "}"; quote strings`, feed.ErrSyntax},
		{`{"bulkId":"a","data":{"id":tru}}`, "a", "record 1, line 1, column 43: want a JSON value, got a bare word; quote strings", feed.ErrSyntax},
		{`{"bulkId":"a","data":{"id":1,}}`, "a", `record 1, line 1, column 45: want more members after the comma, got "}"; delete the comma`, feed.ErrSyntax},
		{`{"bulkId":"a","data":{id:1}}`, "a", `record 1, line 1, column 38: want a member name in quotes, got "i"`, feed.ErrSyntax},
		{`{"bulkId":"a","data":{"id":01}}`, "a", `record 1, line 1, column 44: want a comma or }, got "1"; separate members by commas and close every bracket`, feed.ErrSyntax},
		{`{"bulkId":"a","data":{"id":1.}}`, "a", `record 1, line 1, column 45: want a digit, got "}"; write numbers as JSON does, as in -12.5e3, or put them in quotes`, feed.ErrSyntax},
		{`{"bulkId":"a","data":{"id":1e99999999}}`, "a", "record 1, line 1, column 43: the number cannot be represented exactly; send it as a string", diag.ErrLimit},
		{`{"bulkId":"a","data":{"id":"C:\Users"}}`, "a", `record 1, line 1, column 46: "U" cannot follow a backslash; double the backslash, as in C:\\Users`, feed.ErrSyntax},
		{`{"bulkId":"a","data":{"id":"\u12g4"}}`, "a", `record 1, line 1, column 44: want four hexadecimal digits after \u, got "g"; write four hexadecimal digits, as in \u00e9`, feed.ErrSyntax},
		{`{"bulkId":"a","data":{"id":"\ud83d!"}}`, "a", `record 1, line 1, column 44: half of a surrogate pair: \ud83d; write both halves, as in \ud83d\ude00, or the character itself`, feed.ErrEncoding},
		{`{"bulkId":"a","data":{"id":"\ud83d\u0041"}}`, "a", `record 1, line 1, column 44: half of a surrogate pair: \ud83d; write both halves, as in \ud83d\ude00, or the character itself`, feed.ErrEncoding},
		{`{"bulkId":"a","data":{"id":"é` + "\xff" + `"}}`, "a", "record 1, line 1, column 45: want UTF-8, got the byte 0xff; save the input as UTF-8", feed.ErrEncoding},
		{"{\"bulkId\":\"\xff\",\"data\":{}}", "", "record 1, line 1, column 27: want UTF-8, got the byte 0xff; save the input as UTF-8, or choose its encoding (most likely --encoding windows-1252)", feed.ErrEncoding},
		{"{\"bulkId\":\"a\",\"data\":{\"id\":\"x\ty\"}}", "a", `record 1, line 1, column 45: the string is not closed: it contains the control character "\t"; close the string with ", and write line breaks and tabs as \n and \t`, feed.ErrSyntax},
		{`"POST"`, "", "record 1, line 1, column 16: want an object, got a string; every record is an object of named attributes", feed.ErrShape},
		{`null`, "", "record 1, line 1, column 16: want an object, got null; every record is an object of named attributes", feed.ErrShape},
		{`[{"id":"]"}]`, "", "record 1, line 1, column 16: want an object, got an array; every record is an object of named attributes", feed.ErrShape},
	} {
		t.Run(c.operation, func(t *testing.T) {
			records, final := read(t, `{"Operations":[`+c.operation+","+after+`]}`, feed.SCIMBulk, feed.Options{})
			require.NoError(t, final)
			require.Len(t, records, 2)
			require.EqualError(t, records[0].Err, c.want)
			require.ErrorIs(t, records[0].Err, c.cause)
			require.Equal(t, c.id, records[0].ID)
			require.Nil(t, records[0].Attrs)
			require.Equal(t, `{"id":9}`, show(records[1]))
			require.Equal(t, "z", records[1].ID)
		})
	}
}

func TestInputThatCannotBeReadToTheEndIsAnError(t *testing.T) {
	t.Parallel()
	const lost = "the rest cannot be read: the start of the next record is unknown; correct record 1 and read the input again"
	for _, c := range []struct {
		name   string
		format feed.Format
		text   string
		want   []string
	}{
		{"a bulk request of another kind", feed.SCIMBulk, `{"schemas":[],"userName":"u"}`, []string{
			`end: line 1, column 1: want a bulk request with an array Operations, got an object with the members "schemas", "userName"; read users and lists of users as scim`}},
		{"an empty object for a bulk request", feed.SCIMBulk, `{}`, []string{
			`end: line 1, column 1: want a bulk request with an array Operations, got an object with no members; put the operations into an array named Operations`}},
		{"Operations that are none", feed.SCIMBulk, `{"Operations":{"method":"POST"}}`, []string{
			`end: line 1, column 15: Operations: want an array, got an object; put the operations between [ and ]`}},
		{"an array for a bulk request", feed.SCIMBulk, `[{"id":1}]`, []string{
			`end: line 1, column 1: want a bulk request, an object with Operations, got "["; read an array of users as scim`}},
		{"Operations twice", feed.SCIMBulk, `{"Operations":[{"data":{}}],"operations":[]}`, []string{"{}",
			`end: line 1, column 29: the member Operations occurs twice; put all records into one array`}},
		{"a bulk request for users", feed.SCIM, `{"Operations":[{"data":{}}]}`, []string{
			`end: line 1, column 1: want users, got a bulk request; read it as scim-bulk`}},
		{"a SCIM error for users", feed.SCIM, `{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"401"}`, []string{
			`end: line 1, column 1: want users, got a SCIM message without Resources; check that the request for the users succeeded`}},
		{"a list response whose users are missing", feed.SCIM, `{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":5}`, []string{
			`end: line 1, column 1: want users, got a SCIM message without Resources; check that the request for the users succeeded`}},
		{"not JSON", feed.JSON, "id,name\n", []string{
			`end: line 1, column 1: want an object or an array of objects, got "i"; if the input is CSV, read it as csv`}},
		{"an empty input", feed.SCIM, " \n", []string{
			`end: line 2, column 1: the input is empty: want an object or an array of objects; check that its writer has finished`}},
		{"text after an array", feed.JSON, `[{"id":1}] x`, []string{`{"id":1}`,
			`end: line 1, column 12: want an object or an array of objects, got "x"; delete what does not belong to the data`}},
		{"a comma after the last object", feed.JSON, `[{"id":1},]`, []string{`{"id":1}`,
			`end: line 1, column 11: want an object, got "]"; separate objects by one comma each`}},
		{"commas between objects without brackets", feed.JSON, `{"id":1},{"id":2}`, []string{
			`<record 1, line 1, column 9: want the end or another object after the object, got ","; put several objects between [ and ] when commas separate them>`,
			"end: line 1, column 9: " + lost}},
		{"an object that closes too early", feed.JSON, `[{"id":1},"a":2}]`, []string{`{"id":1}`,
			`<record 2, line 1, column 11: want an object, got a string; every record is an object of named attributes>`,
			`end: line 1, column 14: the rest cannot be read: the start of the next record is unknown; correct record 2 and read the input again`}},
		{"something after an object", feed.JSON, `[{"id":1}x,{"id":2}]`, []string{
			`<record 1, line 1, column 10: want a comma or ] after the object, got "x"; separate objects by commas and close every bracket>`,
			"end: line 1, column 10: " + lost}},
		{"a bracket that closes another one", feed.JSON, `[{"a":[1},{"id":2}]`, []string{
			`<record 1, line 1, column 9: want a comma or ], got "}"; separate values by commas and close every bracket>`,
			"end: line 1, column 2: " + lost}},
		{"a missing colon", feed.JSON, `[{"id" 1},{"id":2}]`, []string{
			`<record 1, line 1, column 8: want a colon after the member name, got "1">`,
			"end: line 1, column 2: " + lost}},
		{"an unmatched bracket", feed.JSON, `[{"id":1,"a":]{"b":1},{"b":2}]},{"id":2}]`, []string{
			`<record 1, line 1, column 14: want a JSON value, got "]"; quote strings>`,
			"end: line 1, column 2: " + lost}},
		{"a brace in place of a bracket", feed.JSON, `[{"id":1,"a":}{"b":1},{"b":2}]},{"id":2}]`, []string{
			`<record 1, line 1, column 14: want a JSON value, got "}"; quote strings>`,
			"end: line 1, column 15: " + lost}},
		{"a missing comma", feed.JSON, `[{"id":1} {"id":2},{"id":3}]`, []string{`{"id":1}`,
			`<record 2, line 1, column 11: want a comma before the object; put one between every two objects>`, `{"id":3}`}},
		{"a missing quote where every record begins a line", feed.JSON, "[\n  {\n    \"a\": 1,\n    \"b\": x\",\n    \"c\": {}\n  },\n  {\"id\":2}\n]", []string{
			`<record 1, line 4, column 10: want a JSON value, got "x"; quote strings>`, `{"id":2}`}},
		{"a missing quote where the last record begins a line", feed.JSON, "[\n  {\"id\":1},\n  {\"b\": x\"}\n]", []string{`{"id":1}`,
			`<record 2, line 3, column 9: want a JSON value, got "x"; quote strings>`}},
		{"a missing quote where every object of a row begins a line", feed.JSON, "{\"a\":x\"}\n{\"id\":2}\n", []string{
			`<record 1, line 1, column 6: want a JSON value, got "x"; quote strings>`, `{"id":2}`}},
		{"a missing quote where other things begin lines too", feed.JSON, "[\n{\n\"a\": x\",\n\"c\":[\n{\"b\":1},\n{\"b\":2}]},\n{\"id\":2}]", []string{
			`<record 1, line 3, column 6: want a JSON value, got "x"; quote strings>`,
			"end: line 3, column 1: " + lost}},
		{"a missing quote where nothing follows", feed.JSON, "[\n{\"a\": x\"}]\n", []string{
			`<record 1, line 2, column 7: want a JSON value, got "x"; quote strings>`,
			"end: line 3, column 1: " + lost}},
		{"an input truncated inside a record", feed.SCIM, `{"Resources":[{"id":1},{"id":"2`, []string{`{"id":1}`,
			`<record 2, line 1, column 32: the input ends inside the record; fetch the input again: it is incomplete>`,
			`end: line 1, column 32: the input ends inside the last record; records may be missing: fetch the input again`}},
		{"an input truncated after a record", feed.SCIM, `{"Resources":[{"id":1}`, []string{`{"id":1}`,
			`end: line 1, column 23: the input ends before ] closes the array; records may be missing: fetch the input again`}},
		{"an input truncated after the records", feed.SCIM, `{"Resources":[{"id":1}],"a"`, []string{`{"id":1}`,
			`end: line 1, column 28: the input ends before } closes the object around the records; fetch the input again: it is incomplete`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			require.Empty(t, cmp.Diff(c.want, showAll(read(t, c.text, c.format, feed.Options{}))))
		})
	}
}
