package delta_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping/bulk"
	"github.com/attrmap/attrmap/mapping/bulk/delta"
	"github.com/attrmap/attrmap/mapping/feed"
)

// fileOf opens a text as a day's file.
func fileOf(m *bulk.Map, name, text string) (*delta.File, error) {
	return delta.Open(strings.NewReader(text), m, feed.Options{Name: name})
}

// outcome is what a comparison comes to.
type outcome struct {
	text, json, refused string
	requests            string
	findings, remarks   []string
}

// compared compares two texts.
func compared(t testing.TB, m *bulk.Map, oldName, old, newName, today string, opt delta.Options) (o outcome) {
	t.Helper()
	opt.Report = func(f diag.Finding) { o.findings = append(o.findings, f.String()) }
	before, err := fileOf(m, oldName, old)
	require.NoError(t, err)
	after, err := fileOf(m, newName, today)
	if err != nil {
		o.refused = err.Error()
		return o
	}
	d, err := delta.Compare(before, after, m, opt)
	var refused *delta.RefusedError
	if err != nil {
		require.ErrorAs(t, err, &refused)
		o.refused = refused.Error()
		return o
	}
	defer d.Close()
	for request, err := range d.Requests() {
		require.NoError(t, err)
		o.requests += string(request.Body) + "\n"
	}
	s := d.Summary()
	text, err := s.MarshalJSON()
	require.NoError(t, err)
	o.text, o.json, o.remarks = s.String(), string(text), s.Remarks()
	return o
}

func mapOf(t testing.TB, text string) *bulk.Map {
	t.Helper()
	m, err := bulk.ReadMap(strings.NewReader(text))
	require.NoError(t, err)
	return m
}

const plainMap = `{"attributes": {"externalId": "id", "title": "title", "nickName": "nick", "active": {"column": "status", "equals": "Active"}}}`

// TestWhatIsSentAndSaid: one row a sentence.
func TestWhatIsSentAndSaid(t *testing.T) {
	t.Parallel()
	const header = "id,title,nick,status\n"
	for _, tt := range []struct {
		about, old, new string
		opt             delta.Options
		text            string // of the summary
		sent            string // the data of the operations without their schemas, one a line
	}{
		{"an unchanged day", "1,a,b,Active\n", "1,a,b,Active\n", delta.Options{}, "new 0, changed 0, unchanged 1, absent 0", ""},
		{"a changed cell sends the person whole", "1,a,b,Active\n", "1,c,b,Active\n", delta.Options{}, "new 0, changed 1 (title 1), unchanged 0, absent 0",
			`{"externalId":"1","nickName":"b","title":"c","active":true}`},
		{"an emptied cell is null, an empty one is left out", "1,a,,Active\n", "1,,,Active\n", delta.Options{}, "new 0, changed 1 (title 1), unchanged 0, absent 0",
			`{"externalId":"1","title":null,"active":true}`},
		{"a status that is gone is left out", "1,a,b,Active\n", "1,a,b,\n", delta.Options{}, "new 0, changed 1 (active 1), unchanged 0, absent 0",
			`{"externalId":"1","nickName":"b","title":"a"}`},
		{"somebody new has no nulls", "1,a,b,Active\n", "1,a,b,Active\n2,,,Left\n", delta.Options{}, "new 1, changed 0, unchanged 1, absent 0", `{"externalId":"2","active":false}`},
		{"somebody absent is named", "1,a,b,Active\n2,,,Active\n", "2,,,Active\n", delta.Options{MaxAbsent: "1"}, "new 0, changed 0, unchanged 1, absent 1: 1 (not sent)", ""},
		{"and terminated where that is asked for", "1,a,b,Active\n2,,,Active\n", "2,,,Active\n",
			delta.Options{MaxAbsent: "1", Terminate: &bulk.Attribute{Path: "userType", Constant: value.String("Left")}},
			`new 0, changed 0, unchanged 1, absent 1: 1 (sent: userType "Left")`, `{"externalId":"1","userType":"Left"}`},
		{"exactly the limit may be absent", rows(1, 50), rows(2, 50), delta.Options{}, "new 0, changed 0, unchanged 49, absent 1: 1 (not sent)", ""},
		{"spaces around a key are not part of it", "1,a,b,Active\n", "\" 1 \",c,b,Active\n", delta.Options{}, "new 0, changed 1 (externalId 1, title 1), unchanged 0, absent 0",
			`{"externalId":" 1 ","nickName":"b","title":"c","active":true}`},
		{"a key that has changed its case is the same person's", "e1,a,b,Active\n", "E1,a,b,Active\n", delta.Options{Terminate: &bulk.Attribute{Path: "active", Constant: value.False}},
			"new 0, changed 1 (externalId 1), unchanged 0, absent 0", `{"externalId":"E1","nickName":"b","title":"a","active":true}`},
		{"two keys that differ in case are two people", "e1,a,b,Active\nE1,a,c,Active\n", "E1,a,c,Active\ne1,a,b,Active\n", delta.Options{}, "new 0, changed 0, unchanged 2, absent 0", ""},
		{"nobody is terminated by the key of somebody present", "e1,a,b,Active\nE1,a,c,Active\n", "E1,a,c,Active\n",
			delta.Options{MaxAbsent: "1", Terminate: &bulk.Attribute{Path: "active", Constant: value.False}},
			"new 0, changed 0, unchanged 1, absent 1: e1 (sent: active false, but not to 1)", ""},
		{"another case of a status is a change", "1,a,b,Active\n", "1,a,b,ACTIVE\n", delta.Options{}, "new 0, changed 1 (active 1), unchanged 0, absent 0",
			`{"externalId":"1","nickName":"b","title":"a","active":true}`},
	} {
		t.Run(tt.about, func(t *testing.T) {
			t.Parallel()
			o := compared(t, mapOf(t, plainMap), "old.csv", header+tt.old, "new.csv", header+tt.new, tt.opt)
			require.Empty(t, o.refused)
			require.Equal(t, tt.text, o.text)
			byKey, order := users(t, o.requests)
			var sent []string
			for _, key := range order {
				sent = append(sent, strings.Replace(string(byKey[key].AppendJSON(nil)), `,"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"]`, "", 1))
			}
			if tt.sent == "" {
				require.Empty(t, sent)
				return
			}
			require.Len(t, sent, 1)
			require.JSONEq(t, tt.sent, sent[0])
		})
	}
}

// rows returns rows of people numbered from one number to another.
func rows(from, to int) string {
	var b strings.Builder
	for i := from; i <= to; i++ {
		b.WriteString(strconv.Itoa(i) + ",a,b,Active\n")
	}
	return b.String()
}

// TestWhatIsRefused: nothing is sent, and the reason names the file.
func TestWhatIsRefused(t *testing.T) {
	t.Parallel()
	const good = "id,title\n1,a\n2,b\n3,c\n"
	for _, tt := range []struct {
		about, old, new string
		opt             delta.Options
		want            string
	}{
		{"more absent than the limit", "id\n" + keys(1, 50), "id\n" + keys(3, 50), delta.Options{}, "new.csv: 2 of 50 people are absent, more than 2%; nothing is written"},
		{"more absent than a number", "id\n" + keys(1, 50), "id\n" + keys(3, 50), delta.Options{MaxAbsent: "1"}, "new.csv: 2 of 50 people are absent, more than 1; nothing is written"},
		{"a key twice in the new file", good, "id,title\n1,a\n2,b\n 1 ,c\n", delta.Options{}, "new.csv: 1 record has the key of an earlier record, which leaves open who is meant; leave one record of each person; nothing is written"},
		{"a key twice in the old file", "id,title\n1,a\n1,a\n1,b\n", good, delta.Options{}, "old.csv: 2 records have the key of an earlier record, which leaves open who is meant; leave one record of each person; nothing is written"},
		{"keys twice in both files", "id\n1\n1\n", "id\n1\n1\n", delta.Options{}, "old.csv, new.csv: 2 records have the key"},
		{"no line break at the end", good, "id,title\n1,a\n2,b\n3,c", delta.Options{}, "new.csv looks cut off: its last line has no line break, and that of old.csv has one; if it is whole, end it with a line break; nothing is written"},
		{"an open quote", good, "id,title\n1,a\n2,b\n3,\"c\n", delta.Options{}, "new.csv: "},
		{"fewer cells in the last row", good, "id,title\n1,a\n2,b\n3\n", delta.Options{}, "new.csv looks cut off: its last record cannot be read"},
		{"a broken character", good, "id,title\n1,a\n2,\xe9\n3,c\n", delta.Options{}, "new.csv looks cut off or damaged: "},
		{"a broken character in the old file", "id,title\n1,a\n2,\xe9\n3,c\n", good, delta.Options{}, "old.csv cannot be compared: record 2, line 3, column 3: want UTF-8, got the byte 0xe9"},
		{"a header alone", good, "id,title\n", delta.Options{}, "new.csv has nobody: no record has a matching value; nothing is written"},
		{"nothing", good, "", delta.Options{}, "new.csv: line 1, column 1: the input is empty"},
		{"no column of the key", good, "title\na\n", delta.Options{}, `new.csv has no column "id", from which the map fills the matching value externalId; nothing is written`},
		{"no column of the key in the old file", "title\n", good, delta.Options{}, `old.csv has no column "id", from which the map fills the matching value externalId; nothing is written`},
		{"no key in the old file", "title,id\na,\n", good, delta.Options{}, "old.csv has nobody: no record has a matching value; nothing is written"},
		{"a row that may be the absent person's", good, "id,title\n1,a\n2,b,x\n3,c\n", delta.Options{Terminate: &bulk.Attribute{Path: "active", Constant: value.False}},
			"new.csv: 1 record cannot be used and may be those of people who seem absent; nothing is written"},
	} {
		t.Run(tt.about, func(t *testing.T) {
			t.Parallel()
			o := compared(t, mapOf(t, `{"attributes": {"externalId": "id", "title": "title"}}`), "old.csv", tt.old, "new.csv", tt.new, tt.opt)
			require.True(t, strings.HasPrefix(o.refused, tt.want), o.refused)
			require.Empty(t, o.requests)
		})
	}
}

// keys returns rows of one column.
func keys(from, to int) string {
	var b strings.Builder
	for i := from; i <= to; i++ {
		b.WriteString(strconv.Itoa(i) + "\n")
	}
	return b.String()
}

// TestKeysThatAreTwiceAreNamed with both records.
func TestKeysThatAreTwiceAreNamed(t *testing.T) {
	t.Parallel()
	o := compared(t, mapOf(t, `{"attributes": {"externalId": "id", "title": "title"}}`), "old.csv", "id,title\n1,a\n2,b\n1,c\n", "new.csv", "id,title\n1,a\n2,b\n\n2,c\n", delta.Options{})
	require.Equal(t, []string{
		`new.csv:5: records[2]: error duplicate-match: the key "2" is that of records[1] (line 3), too`,
		`old.csv:4: records[2]: error duplicate-match: the key "1" is that of records[0] (line 2), too`,
	}, sorted(o.findings))
}

func sorted(list []string) []string {
	slices.Sort(list)
	return list
}

// TestBrokenRowsAreNobodyAbsent: whoever is missing beside a row that cannot be read is not known to be absent.
func TestBrokenRowsAreNobodyAbsent(t *testing.T) {
	t.Parallel()
	m := mapOf(t, `{"attributes": {"externalId": "id", "title": "title"}}`)
	o := compared(t, m, "old.csv", "id,title\n1,a\n2,b\n3,c\n", "new.csv", "id,title\n1,x\n2,b,c\n3,c\n", delta.Options{})
	require.Equal(t, "new 0, changed 1 (title 1), unchanged 1, absent 0, absent or unreadable 1: 2 (not sent)", o.text)
	require.Contains(t, o.json, `"absent":[],"sent":1,"calls":1`)
	require.Contains(t, o.json, `"unknown":["2"]`)
	require.Contains(t, o.json, `"failed":1`)
	require.Len(t, o.findings, 1)

	o = compared(t, m, "old.csv", "id,title\n1,a\n2,b,c\n3,c\n", "new.csv", "id,title\n1,a\n2,b\n3,c\n", delta.Options{Terminate: &bulk.Attribute{Path: "active", Constant: value.False}})
	require.Equal(t, "new 1, changed 0, unchanged 2, absent 0", o.text)
	require.Contains(t, o.json, `"failedBefore":1`)
}

// TestTheSummaryHasTheMembersOfItsFormat, and others only where they say something.
func TestTheSummaryHasTheMembersOfItsFormat(t *testing.T) {
	t.Parallel()
	m := mapOf(t, plainMap)
	const old = "id,title,nick,status\n1,a,b,Active\n2,a,b,Active\n"
	o := compared(t, m, "old.csv", old, "new.csv", old, delta.Options{})
	require.Equal(t, `{"new":0,"changed":0,"unchanged":2,"absent":[],"sent":0,"calls":0,"attributes":[]}`, o.json)
	o = compared(t, m, "old.csv", old, "new.csv", "id,title,nick,status\n2,,c,\n3,a,b,Left\n", delta.Options{MaxAbsent: "50%"})
	require.Equal(t, `{"new":1,"changed":1,"unchanged":0,"absent":["1"],"sent":2,"calls":1,`+
		`"attributes":[{"name":"title","count":1},{"name":"nickName","count":1},{"name":"active","count":1}],"emptied":[{"name":"title","count":1}]}`, o.json)
	require.Contains(t, o.remarks, "new.csv: title of 1 person is empty now: null is sent")
	require.Contains(t, o.remarks, "new.csv: active of 1 person is empty now: it is left out, since null is neither true nor false")
	o = compared(t, m, "old.csv", "id,title\nA,a\na,b\n", "new.csv", "id,title\na,b\n", delta.Options{MaxAbsent: "1", Terminate: &bulk.Attribute{Path: "active", Constant: value.False}})
	require.Contains(t, o.json, `"attributes":[],"spared":1,"missing":["nick","status"]}`)
	require.Contains(t, o.findings, `old.csv:2: records[0]: warning duplicate-match: the key "A" is not terminated: somebody is present whose key differs only in case`)
}

// TestAListOfOneIsItsText: a table shows no list of one.
func TestAListOfOneIsItsText(t *testing.T) {
	t.Parallel()
	m := mapOf(t, `{"attributes": {"externalId": "id", "urn:example:2.0:User:tags": "tags"}}`)
	o := compared(t, m, "old.csv", "id,tags\n1,a\n2,7\n3,a\n4,\n", "new.json", `[{"id": 1, "tags": ["a"]}, {"id": 2, "tags": [7]}, {"id": 3, "tags": ["a", "b"]}, {"id": 4, "tags": []}]`, delta.Options{})
	require.Equal(t, "new 0, changed 1 (urn:example:2.0:User:tags 1), unchanged 3, absent 0", o.text)
}

// TestPeopleAtTheEndMayBeCutOff between two lines, which no file shows by itself.
func TestPeopleAtTheEndMayBeCutOff(t *testing.T) {
	t.Parallel()
	m := mapOf(t, `{"attributes": {"externalId": "id"}}`)
	const remark = "new.csv: the absent are the last of old.csv, as where a file is cut off between two lines"
	require.Contains(t, compared(t, m, "old.csv", "id\n1\n2\n3\n", "new.csv", "id\n1\n", delta.Options{MaxAbsent: "2"}).remarks, remark)
	require.NotContains(t, compared(t, m, "old.csv", "id\n1\n2\n3\n", "new.csv", "id\n1\n3\n", delta.Options{MaxAbsent: "2"}).remarks, remark)
	require.NotContains(t, compared(t, m, "old.csv", "id\n1\n2\n3\n", "new.csv", "id\n3\n1\n2\n", delta.Options{}).remarks, remark)
	require.NotContains(t, compared(t, m, "old.csv", "id\n1\n2\n", "new.csv", "id\n3\n4\n", delta.Options{MaxAbsent: "2"}).remarks, remark)
}

// TestFindingsOfRecordsNameTheirFile, and those of the map none.
func TestFindingsOfRecordsNameTheirFile(t *testing.T) {
	t.Parallel()
	m := mapOf(t, `{"attributes": {"externalId": "id", "title": {"column": "title", "required": true}}}`)
	o := compared(t, m, "old.csv", "id,title\n1,a\n2,b", "new.csv", "id,title\n1,\n2,c", delta.Options{})
	require.Equal(t, []string{
		`new.csv:2: records[0] (title): error missing-required: the map requires a value, and the record has none in column "title"`,
		`new.csv:3: records[1]: warning may-be-cut: the last record (line 3) has no line break after it; if the input was truncated, its end is missing`,
	}, o.findings)
}

// TestFilesOfOneEncodingEach: a file that shows itself to be UTF-8 is read as such beside one in a code page.
func TestFilesOfOneEncodingEach(t *testing.T) {
	t.Parallel()
	m := mapOf(t, `{"attributes": {"externalId": "id", "title": "title"}}`)
	late := strings.Repeat("x", 20_000)
	for _, tt := range []struct{ about, old, new, encoding string }{
		{"the old one in a code page", "id,title\n1,\xc4\n", "id,title\n1,Ä\n", "windows-1252"},
		{"the new one in a code page", "id,title\n1,Ä\n", "id,title\n1,\xc4\n", "latin1"},
		{"the letter is late", "id,title\n1," + late + "\n2,Ä\n", "id,title\n1," + late + "\n2,\xc4\n", "windows-1252"},
		{"both in the code page", "id,title\n1,\xc4\n", "id;title\n1;\xc4\n", "windows-1252"},
		{"a code page of more bytes", "id,title\n1,\x82\xa0\n", "id,title\n1,\x82\xa0\n", "shift_jis"},
	} {
		t.Run(tt.about, func(t *testing.T) {
			t.Parallel()
			before, err := delta.Open(strings.NewReader(tt.old), m, feed.Options{Name: "old.csv", Encoding: tt.encoding})
			require.NoError(t, err)
			after, err := delta.Open(strings.NewReader(tt.new), m, feed.Options{Name: "new.csv", Encoding: tt.encoding})
			require.NoError(t, err)
			d, err := delta.Compare(before, after, m, delta.Options{})
			require.NoError(t, err)
			defer d.Close()
			require.Zero(t, d.Summary().Changed)
		})
	}
}

// TestColumnsInOneFileAreNotCompared: an empty cell is not a missing column.
func TestColumnsInOneFileAreNotCompared(t *testing.T) {
	t.Parallel()
	m := mapOf(t, plainMap)
	o := compared(t, m, "old.csv", "id,title,pay\n1,a,9\n2,b,9\n", "new.csv", "Id;NICK;TITLE\n1;x;a\n2;y;c\n", delta.Options{})
	require.Equal(t, "new 0, changed 1 (title 1), unchanged 1, absent 0", o.text)
	require.Contains(t, o.json, `"added":["NICK"],"removed":["pay"],"missing":["status"]`)
	require.Contains(t, o.requests, `"nickName":"y","title":"c"`)

	o = compared(t, m, "old.csv", "id,title\n1,a\n2,b\n", "new.csv", "id\n1\n2\n", delta.Options{})
	require.Empty(t, o.requests, "a column that is gone clears nothing")

	// A member that others have, and this person no longer, is empty; one that nobody has any more is a column that is gone.
	o = compared(t, m, "old.csv", "id,title,nick\n1,a,n\n2,b,n\n", "new.ndjson", `{"id": "1", "title": "a"}`+"\n"+`{"id": 2}`+"\n", delta.Options{})
	require.Equal(t, "new 0, changed 1 (title 1), unchanged 1, absent 0", o.text)
	require.Contains(t, o.requests, `"externalId":"2","title":null`)
	require.NotContains(t, o.requests, "nickName")
	require.Contains(t, o.json, `"removed":["nick"]`)
}

// TestPartsOfObjectsAreColumns: of JSON, a column is the path of an attribute.
func TestPartsOfObjectsAreColumns(t *testing.T) {
	t.Parallel()
	m := mapOf(t, `{"attributes": {"externalId": "worker.id", "name.givenName": "name.givenName", "title": {"expression": "Append([Job.Title], \"!\")"},
		"urn:example:2.0:User:tags": "tags"}}`)
	o := compared(t, m, "old.json", `[{"worker": {"id": 7}, "name": {"givenName": "Ann"}, "job": {"title": "Boss"}, "tags": ["a", "b"]}, {"worker": {"id": 8}, "name": {"givenName": "Bob"}, "tags": 1.50}]`,
		"new.json", `[{"worker": {"id": 8}, "name": {"givenName": "Bob"}, "tags": "1.5"}, {"worker": {"id": "7"}, "name": {}, "job": {"title": "Dev"}, "tags": ["a"]}]`, delta.Options{})
	require.Equal(t, "new 0, changed 1 (name.givenName 1, title 1, urn:example:2.0:User:tags 1), unchanged 1, absent 0", o.text)
	require.Contains(t, o.requests, `"externalId":"7","name":{"givenName":null},"title":"Dev!","urn:example:2.0:User":{"tags":["a"]}`)
}

// TestAMisspeltTerminationIsAnError before anything is read: nobody would be terminated.
func TestAMisspeltTerminationIsAnError(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{
		"actve": "what is to be sent for the absent", "externalId": "what is to be sent for the absent", "a[": "what is to be sent for the absent",
	} {
		_, err := delta.Compare(nil, nil, mapOf(t, plainMap), delta.Options{Terminate: &bulk.Attribute{Path: path, Constant: value.False}})
		require.ErrorContains(t, err, want)
	}
}

// TestWhoIsActiveAgainIsNamed, as far as a status says so; a key that was not there may be anybody's.
func TestWhoIsActiveAgainIsNamed(t *testing.T) {
	t.Parallel()
	o := compared(t, mapOf(t, plainMap), "old.csv", "id,status\n1,Left\n2,Active\n3,Left\n", "new.csv", "id,status\n3,Active\n2,Left\n1,Active\n4,Active\n", delta.Options{})
	require.Contains(t, o.json, `"again":["3","1"]`)
	require.Contains(t, o.remarks, "new.csv: 2 people are again active, such as after a rehire: 3, 1")
	require.Contains(t, o.remarks, "new.csv: whoever is new may have been there before old.csv, and be rehired: the service finds the account by its key")
}

// TestKeysAreMaskedWhereValuesAreHidden in the text and the JSON; programs get them.
func TestKeysAreMaskedWhereValuesAreHidden(t *testing.T) {
	t.Parallel()
	o := compared(t, mapOf(t, plainMap), "old.csv", "id,status\nS3cret,Left\nS3cret2,Left\n", "new.csv", "id,status\nS3cret2,Active\n", delta.Options{MaxAbsent: "1", HideValues: true})
	require.Equal(t, "new 0, changed 1 (active 1), unchanged 0, absent 1: [hidden] (not sent)", o.text)
	require.Contains(t, o.json, `"absent":["[hidden]"]`)
	require.NotContains(t, o.json+strings.Join(o.remarks, "\n"), "S3cret")
}

// TestALineBreakIsMissedWhereItWasThere: of the old file, or of an old file without people; JSON has no lines that end.
func TestALineBreakIsMissedWhereItWasThere(t *testing.T) {
	t.Parallel()
	m := mapOf(t, `{"attributes": {"externalId": "id", "title": "title"}}`)
	for _, tt := range []struct {
		oldName, old, newName, new string
		refused                    bool
	}{
		{"old.csv", "id,title\n1,a\n", "new.csv", "id,title\n1,b", true},
		{"old.csv", "id,title\n1,a\n", "new.ndjson", `{"id": "1"}`, true},
		{"old.csv", "id,title\n", "new.csv", "id,title\n1,b", true},
		{"old.csv", "id,title\n1,a", "new.csv", "id,title\n1,b", false},
		{"old.csv", "id,title\n1,a", "new.csv", "id,title\n1,b\n", false},
		{"old.csv", "id,title\n1,a\n", "new.json", `[{"id": "1"}]`, false},
		{"old.json", `[{"id": "1"}]`, "new.csv", "id,title\n1,b", false},
		{"old.csv", "id,title\n1,Manager", "new.csv", "id,title\n1,Man", true},
		{"old.csv", "id,title\n1,Manager", "new.csv", "id,title\n1,", false},
		{"old.csv", "title,id\na,77\na,1\na,10", "new.csv", "title,id\na,77\na,1\na,10\n", false},
		{"old.csv", "title,id\na,77\na,10", "new.csv", "title,id\na,77\na,1", true},
		{"old.csv", "title,id\na,77\na,10", "new.csv", "title,id\na,77\na,2", false},
	} {
		o := compared(t, m, tt.oldName, tt.old, tt.newName, tt.new, delta.Options{MaxAbsent: "100%"})
		require.Equal(t, tt.refused, strings.Contains(o.refused, "looks cut off"), "%+v: %s", tt, o.refused)
	}
}

func TestLimits(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		limit       string
		absent, all int
		refused     bool
	}{
		{"0.57%", 57, 10_000, false}, {"0.57%", 58, 10_000, true}, {"2%", 1, 49, true}, {"2%", 1, 50, false}, {"0", 1, 50, true}, {"0%", 0, 50, false}, {"100%", 49, 50, false}, {"3", 3, 50, false},
	} {
		o := compared(t, mapOf(t, `{"attributes": {"externalId": "id"}}`), "old.csv", "id\n"+keys(1, tt.all), "new.csv", "id\n"+keys(tt.absent+1, tt.all), delta.Options{MaxAbsent: tt.limit})
		require.Equal(t, tt.refused, o.refused != "", "%+v: %s", tt, o.refused)
	}
	for _, wrong := range []string{"-1", "two", "200%", "1.5"} {
		_, err := delta.Compare(nil, nil, mapOf(t, plainMap), delta.Options{MaxAbsent: wrong})
		require.ErrorContains(t, err, "want a number of objects or a percentage")
	}
}
