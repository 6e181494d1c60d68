package feed_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/mapping/feed"
)

func TestRowsBecomeRecords(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"commas", "a,b\n1,2\n", []string{`{"a":"1","b":"2"}`}},
		{"semicolons", "a;b;c,d\n1;2;3,4\n", []string{`{"a":"1","b":"2","c,d":"3,4"}`}},
		{"tabs", "a\tb\n1\t2,3\n", []string{`{"a":"1","b":"2,3"}`}},
		{"delimiters between quotes do not count", "\"a;b;c\",d\n1,2\n", []string{`{"a;b;c":"1","d":"2"}`}},
		{"a declared delimiter", "sep=;\na,x;b\n1;2\n", []string{`{"a,x":"1","b":"2"}`}},
		{"a column called sep", "sep=a,b\n1,2\n", []string{`{"b":"2","sep=a":"1"}`}},
		{"a type that PowerShell declares", "#TYPE Microsoft.ActiveDirectory.Management.ADUser\r\n\"a\",\"b\"\r\n\"1\",\"2\"\r\n", []string{`{"a":"1","b":"2"}`}},
		{"a type that a spreadsheet has saved again", "sep=;\r\n\r\n\"#TYPE System.Object\";\r\na;b;\r\n1;2;\r\n", []string{`{"a":"1","b":"2"}`}},
		{"a column whose name begins so", "#TYPE,b\n1,2\n", []string{`{"#TYPE":"1","b":"2"}`}},
		{"one column", "a\n1\n\n2\n", []string{`{"a":"1"}`, `{"a":"2"}`}},
		{"no line break at the end", "a,b\n1,2", []string{`{"a":"1","b":"2"}`}},
		{"carriage returns", "a,b\r\n1,2\r\n\r\n3,\"4\"\r\n", []string{`{"a":"1","b":"2"}`, `{"a":"3","b":"4"}`}},
		{"a carriage return at the end", "a,b\r\n1,2\r", []string{`{"a":"1","b":"2"}`}},
		{"quoted cells", "a,b\n\"1,\"\"x\"\"\",\"\"\"\"\n", []string{`{"a":"1,\"x\"","b":"\""}`}},
		{"line breaks in cells", "a,b\n\"1\r\n2\n\",3\n", []string{`{"a":"1\r\n2\n","b":"3"}`}},
		{"spaces in cells are kept", "a, b \n 1 ,  2\n", []string{`{"a":" 1 ","b":"  2"}`}},
		{"empty cells are absent", "a,b,c\n,\"\",3\n,,\n", []string{`{"c":"3"}`, `{}`}},
		{"text stays text", "a,b\n007,TRUE\n", []string{`{"a":"007","b":"TRUE"}`}},
		{"SCIM paths as names", "userName,\"emails[type eq \"\"work\"\"].value\",phoneNumbers[type eq \"work\"].value\nu,e,p\n",
			[]string{`{"emails[type eq \"work\"].value":"e","phoneNumbers[type eq \"work\"].value":"p","userName":"u"}`}},
		{"a header alone", "a,b\n", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			records, final := read(t, c.text, feed.CSV, feed.Options{})
			require.NoError(t, final)
			require.Empty(t, cmp.Diff(c.want, showAll(records, nil)))
		})
	}
}

func TestMappingsReadColumnsByPath(t *testing.T) {
	t.Parallel()
	records, final := read(t, file(t, "people.csv"), feed.CSV, feed.Options{})
	require.NoError(t, final)
	require.Len(t, records, 3)
	require.Equal(t, "Zoë", attribute(records[0], "name.givenName").Text())
	require.Equal(t, "zoe@fabrikam.example", attribute(records[0], `emails[type eq "work"].value`).Text())
	require.Equal(t, "Hafenstraße 5\nHamburg; Hof \"B\"", attribute(records[0], "address").Text())
	require.Equal(t, "2024-03-01", attribute(records[1], "urn:ietf:params:scim:schemas:extension:fabrikam:1.0:User:HireDate").Text())
	require.True(t, attribute(records[1], "Address").IsAbsent())
	require.Equal(t, []int{2, 4, 6}, []int{records[0].Line, records[1].Line, records[2].Line})
}

func TestEmptyCellsMeanWhatTheOptionSays(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		empty feed.EmptyCells
		want  string
	}{
		{feed.EmptyAbsent, `{"c":"3"}`},
		{feed.EmptyNull, `{"a":null,"b":null,"c":"3"}`},
		{feed.EmptyText, `{"a":"","b":"","c":"3"}`},
	} {
		records, final := read(t, "a,b,c\n,\"\",3\n", feed.CSV, feed.Options{EmptyCells: c.empty})
		require.NoError(t, final)
		require.Equal(t, []string{c.want}, showAll(records, nil), c.empty.String())
	}
}

func TestADelimiterThatTheHeaderHasNotIsRefused(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		delimiter  byte
		text, want string
	}{
		{'|', "a;b\n1;2\n", `line 1, column 1: the header has no delimiter "|"; choose the one that it has (--delimiter ";")`},
		{';', "a^b\n1^2\n", `line 1, column 1: the header has no delimiter ";"; choose the one that it has (--delimiter "^")`},
		{',', "a b:c\n1\n", ""},
		{'|', "a\n1\n", ""},
		{0, "urn:ietf:params:scim:schemas:core:2.0:User\n1\n", ""},
		{0, "\"a|b\"\n1\n", ""},
	} {
		_, err := feed.Open(strings.NewReader(c.text), feed.Options{Format: feed.CSV, Delimiter: c.delimiter})
		if c.want == "" {
			require.NoError(t, err, "%q", c.text)
			continue
		}
		require.EqualError(t, err, c.want)
	}
}

func TestColumnsWithoutANameAtTheEndHoldNothing(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"one", "a,b,\n1,2,\n3,4,\n", []string{`{"a":"1","b":"2"}`, `{"a":"3","b":"4"}`}},
		{"several, of spaces and in quotes", "a;b; ;\"\"\n1;2;;\n3;4;\"\"; \n", []string{`{"a":"1","b":"2"}`, `{"a":"3","b":"4"}`}},
		{"cells of them may be missing, as Excel writes rows", "a,b,,\n1,2\n3,4,,\n", []string{`{"a":"1","b":"2"}`, `{"a":"3","b":"4"}`}},
		{"but not after a row that was cut", "a,b,\n1\n2,\n3,4\n", []string{"<record 1, line 2, column 1: want 3 cells, as in the header, got 1; add the missing cells>",
			"<record 2, line 3, column 1: want 3 cells, as in the header, got 2; add the missing cells>", `{"a":"3","b":"4"}`}},
		{"rows of nothing", "a,b,\n,,\n", []string{`{}`}},
		{"a value in one", "a,b,,\n1,2,,\n3,4,,5\n6,7,,\n", []string{`{"a":"1","b":"2"}`,
			"<record 2, line 3, column 6: column 4 has no name, and this row has a value there; name the column, or delete it with the cell>", `{"a":"6","b":"7"}`}},
		{"too few cells", "a,b,\n1\n", []string{"<record 1, line 2, column 1: want 3 cells, as in the header, got 1; add the missing cells>"}},
		{"too many", "a,b,\n1,2,,\n", []string{`<record 1, line 2, column 1: want 3 cells, as in the header, got 4; quote cells that contain ",">`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			require.Empty(t, cmp.Diff(c.want, showAll(read(t, c.text, feed.CSV, feed.Options{}))))
			require.Len(t, showAll(read(t, c.text, feed.CSV, feed.Options{Keep: []string{"b"}})), len(c.want))
		})
	}
}

func TestTheDelimiterCanBeSet(t *testing.T) {
	t.Parallel()
	records, final := read(t, "a|b,c\n1|2,3\n", feed.CSV, feed.Options{Delimiter: '|'})
	require.NoError(t, final)
	require.Equal(t, []string{`{"a":"1","b,c":"2,3"}`}, showAll(records, nil))
}

func TestBrokenRowsDoNotAffectOthers(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, row, want string }{
		{"a cell less", "1", "<record 1, line 2, column 1: want 2 cells, as in the header, got 1; add the missing cells>"},
		{"a cell more", "1,2,3", `<record 1, line 2, column 1: want 2 cells, as in the header, got 3; quote cells that contain ",">`},
		{"a bare quote", `1,5" pipe`, "<record 1, line 2, column 4: quote inside a cell that does not start with a quote; quote the whole cell and double the quotes inside>"},
		{"text after a quote", `"1"x,2`, `<record 1, line 2, column 4: want "," or a line break after the quoted cell, got "x"; double the quotes inside cells, and close those of the last cell>`},
		{"a quote closed on a later line", "\"1\n2\"x,3", `<record 1, line 3, column 3: want "," or a line break after the quoted cell, got "x"; double the quotes inside cells, and close those of the last cell>`},
		{"a byte that is not UTF-8", "é,M\xfcller", "<record 1, line 2, column 4: want UTF-8, got the byte 0xfc; save the table as CSV UTF-8>"},
	} {
		t.Run(c.name, func(t *testing.T) {
			records, final := read(t, "a,b\n"+c.row+"\n8,9\n", feed.CSV, feed.Options{})
			require.NoError(t, final)
			require.Empty(t, cmp.Diff([]string{c.want, `{"a":"8","b":"9"}`}, showAll(records, nil)))
		})
	}
}

func TestAnUnclosedQuoteEndsTheTable(t *testing.T) {
	t.Parallel()
	have := showAll(read(t, "a,b\n1,2\n3,\"4\n5,6\n7,8\n", feed.CSV, feed.Options{}))
	require.Empty(t, cmp.Diff([]string{`{"a":"1","b":"2"}`,
		"<record 2, line 3, column 3: the quote is not closed; close it, or double it if it is part of the text>",
		"end: line 6, column 1: the rest cannot be read: it is inside the quotes of the last record; correct record 2 and read the input again"}, have))
}

func TestBadHeadersAreRefused(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, text, want string }{
		{"nothing", "", "line 1, column 1: the input is empty: want a row of column names; check that its writer has finished"},
		{"empty lines", "\r\n\n", "line 3, column 1: the input is empty: want a row of column names; check that its writer has finished"},
		{"a column without a name", "a,,b\n", "line 1, column 3: column 2 has no name; name it, or delete the column and its delimiter"},
		{"a name of spaces", "a,\" \",b\n", "line 1, column 4: column 2 has no name; name it, or delete the column and its delimiter"},
		{"no name at all", ",,\n", "line 1, column 1: column 1 has no name; name it, or delete the column and its delimiter"},
		{"names that differ only in case", "externalId,GivenName,givenName\n", `line 1, column 22: columns 2 and 3 are named "GivenName" and "givenName", which differ only in case; rename or delete one of them`},
		{"another delimiter", "externalId|displayName\n1|A\n", `line 1, column 1: the header has one column, and "|" in its name; choose the delimiter (--delimiter "|")`},
		{"a duplicate name", "é,b,é \n", `line 1, column 5: columns 1 and 3 are both named "é"; rename or delete one of them`},
		{"an unclosed quote", "a,\"b\n1,2\n", "line 1, column 3: the quote is not closed; close it, or double it if it is part of the text"},
		{"a byte that is not UTF-8", "a,M\xfc\n", "line 1, column 4: want UTF-8, got the byte 0xfc; save the table as CSV UTF-8, or choose its encoding (most likely --encoding windows-1252)"},
		{"lines that end only in carriage returns", "a,b\r1,2\r3,4\r", "line 1, column 3: the header contains a carriage return; save the table with CR LF or LF as line breaks"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := feed.Open(strings.NewReader(c.text), feed.Options{Format: feed.CSV})
			require.EqualError(t, err, c.want)
		})
	}
}

func TestCellsMayHaveSeveralValues(t *testing.T) {
	t.Parallel()
	const text = "mail,proxyAddresses\na@x,SMTP:a@x; smtp:b@x;\nc@x,SMTP:c@x\n"
	for _, c := range []struct {
		multi string
		want  []string
	}{
		{"", []string{`{"mail":"a@x","proxyAddresses":"SMTP:a@x; smtp:b@x;"}`, `{"mail":"c@x","proxyAddresses":"SMTP:c@x"}`}},
		{";", []string{`{"mail":"a@x","proxyAddresses":["SMTP:a@x","smtp:b@x"]}`, `{"mail":"c@x","proxyAddresses":"SMTP:c@x"}`}},
	} {
		records, final := read(t, text, feed.CSV, feed.Options{Multi: c.multi})
		require.NoError(t, final)
		require.Empty(t, cmp.Diff(c.want, showAll(records, nil)))
	}
}

func TestSingleColumnsMayHaveSeveralValues(t *testing.T) {
	t.Parallel()
	records, final := read(t, "name,Proxies,groups\nDoe; Ada,a;b,x|y;z\n", feed.CSV,
		feed.Options{MultiColumns: map[string]string{"proxies": ";", "Groups": "|", "other": ","}})
	require.NoError(t, final)
	require.Equal(t, []string{`{"Proxies":["a","b"],"groups":["x","y;z"],"name":"Doe; Ada"}`}, showAll(records, nil))
	records, final = read(t, "name,groups,mail\na;b,x;y|z,c\n", feed.CSV, feed.Options{Multi: ";", MultiColumns: map[string]string{"groups": "|", "mail": ""}})
	require.NoError(t, final)
	require.Equal(t, []string{`{"groups":["x;y","z"],"mail":"c","name":["a","b"]}`}, showAll(records, nil))
}
