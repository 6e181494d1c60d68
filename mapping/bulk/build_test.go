package bulk_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"math"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping/bulk"
	"github.com/attrmap/attrmap/mapping/feed"
)

func records(t testing.TB, csv string, empty feed.EmptyCells) iter.Seq2[feed.Record, error] {
	t.Helper()
	r, err := feed.Open(strings.NewReader(csv), feed.Options{Name: "workers.csv", Format: feed.CSV, EmptyCells: empty})
	require.NoError(t, err)
	return r.Records()
}

func bulkMap(t testing.TB, text string) *bulk.Map {
	t.Helper()
	m, err := bulk.ReadMap(strings.NewReader(text))
	require.NoError(t, err)
	return m
}

// all builds every request of a run.
func all(t testing.TB, b *bulk.Builder) []bulk.Request {
	t.Helper()
	var requests []bulk.Request
	for r, err := range b.Requests() {
		require.NoError(t, err)
		requests = append(requests, r)
	}
	return requests
}

func show(s *bulk.Summary) string {
	var b strings.Builder
	fmt.Fprintln(&b, s)
	for _, i := range s.Issues {
		fmt.Fprintln(&b, i)
	}
	fmt.Fprintf(&b, "unseen %q\n", s.UnseenColumns)
	return b.String()
}

func TestWorkersBecomeBulkRequests(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		golden string
		empty  feed.EmptyCells
		opt    bulk.Options
	}{
		{"bulk_absent.txt", feed.EmptyNull, bulk.Options{}},
		{"bulk_null.txt", feed.EmptyNull, bulk.Options{EmptyAsNull: true, Operations: 2}},
		{"bulk_absent.txt", feed.EmptyText, bulk.Options{}},
	} {
		t.Run(tt.golden+" "+tt.empty.String(), func(t *testing.T) {
			b, err := bulk.Build(records(t, read(t, "workers.csv"), tt.empty), bulkMap(t, read(t, "bulkmap.json")), tt.opt)
			require.NoError(t, err)
			var text strings.Builder
			for _, r := range all(t, b) {
				fmt.Fprintf(&text, "request %d: %d operations of records %d to %d\n%s", r.Number, r.Operations, r.First, r.Last, indented(t, r.Body))
			}
			s := b.Summary()
			golden(t, tt.golden, text.String()+show(&s))
		})
	}
}

// What is built passes the check, except for the urn that the map misspells.
func TestBuiltRequestsPassTheCheck(t *testing.T) {
	t.Parallel()
	m := bulkMap(t, read(t, "bulkmap.json"))
	b, err := bulk.Build(records(t, read(t, "workers.csv"), feed.EmptyAbsent), m, bulk.Options{})
	require.NoError(t, err)
	for _, r := range all(t, b) {
		findings, err := bulk.Check(strings.NewReader(string(r.Body)), "", bulk.CheckOptions{})
		require.NoError(t, err)
		var codes []string
		for _, f := range findings {
			codes = append(codes, string(f.Code))
		}
		require.Equal(t, []string{"duplicate-match"}, codes)
	}
}

const idOnly = `{"attributes": {"externalId": "id"}}`

func people(n int) string {
	var b strings.Builder
	b.WriteString("id\n")
	for i := range n {
		b.WriteString("p" + strconv.Itoa(i) + "\n")
	}
	return b.String()
}

func TestRequestsHoldAtMostFiftyOperations(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		people int
		want   []int
	}{{0, nil}, {1, []int{1}}, {50, []int{50}}, {51, []int{50, 1}}, {125, []int{50, 50, 25}}} {
		b, err := bulk.Build(records(t, people(tt.people), feed.EmptyAbsent), bulkMap(t, idOnly), bulk.Options{})
		require.NoError(t, err)
		var got []int
		ids := map[string]bool{}
		for _, r := range all(t, b) {
			var body struct {
				Operations []struct{ BulkID, Method, Path string }
			}
			require.NoError(t, json.Unmarshal(r.Body, &body))
			got = append(got, len(body.Operations))
			for _, op := range body.Operations {
				require.Regexp(t, `^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`, op.BulkID)
				ids[op.BulkID] = true
			}
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%d people (-want +got):\n%s", tt.people, diff)
		}
		require.Len(t, ids, tt.people, "bulkIds are unique across the run")
		require.Equal(t, len(tt.want), b.Summary().Calls)
	}
}

func TestTheSameRecordsGiveTheSameRequests(t *testing.T) {
	t.Parallel()
	run := func() []bulk.Request {
		b, err := bulk.Build(records(t, read(t, "workers.csv"), feed.EmptyAbsent), bulkMap(t, read(t, "bulkmap.json")), bulk.Options{})
		require.NoError(t, err)
		return all(t, b)
	}
	if diff := cmp.Diff(run(), run()); diff != "" {
		t.Error(diff)
	}
}

func TestSendingTime(t *testing.T) {
	t.Parallel()
	for calls, want := range map[int]time.Duration{
		-1: 0, 0: 0, 1: 0, 40: 0, 41: 5 * time.Second, 80: 5 * time.Second, 81: 10 * time.Second, 6000: 745 * time.Second,
		6001: 24 * time.Hour, 6041: 24*time.Hour + 5*time.Second, 12001: 48 * time.Hour, math.MaxInt: math.MaxInt64,
	} {
		require.Equal(t, want, bulk.SendingTime(calls), "%d calls", calls)
	}
}

func TestMapsThatCannotBeRead(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ text, want string }{
		{`{"attributes": {"externalId": "id"}`, "1:36: JSON: unexpected end of JSON input"},
		{"{\n\"attributes\": {,}}", "2:16: "},
		{`[]`, "1:1: want a bulk map, got a list"},
		{"", "the map is empty"},
		{`{"attribute": {}}`, `1:2: unknown member "attribute" of a bulk map: did you mean attributes?`},
		{`{"attributes": {"externalId": "a", "externalId": "b"}}`, "1:36: "},
		{`{"attributes": {"active": {"colum": "a"}}}`, `1:28: unknown member "colum" of an attribute of the map: did you mean column?`},
		{`{"attributes": {"active": {"column": "a", "equals": []}}}`, `1:53: want a text, or a list of texts, got a list`},
		{`{"attributes": {"title": {"constant": ["a"]}}}`, `1:39: want a text, a number or true or false, got a list`},
		{`{"attributes": {"title": {"column": "a", "required": "x"}}}`, `1:54: want true or false, got "x"`},
		{`{"attributes": {"title": 7}}`, `1:26: want the name of a column, or an object, got "7"`},
		{`{"attributes": [{"path": "title", "column": null}]}`, `1:45: want a text, got null`},
		{"attributes:\n  active: {column: a, equal: b}\n  title: [a]\n", `2:23: unknown member "equal" of an attribute of the map: did you mean equals? (and 1 more)`},
		{"attributes: {a: *b}\n", "unknown anchor"},
		{"{\"name\": \"\xff\"}", "1:11: the text is not UTF-8"},
		{strings.Repeat(" ", 4<<20+1), "longer than 4 MiB"},
	} {
		_, err := bulk.ReadMap(strings.NewReader(tt.text))
		require.ErrorContains(t, err, tt.want, tt.text)
	}
}

func TestAColumnOfATableIsNoObject(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ path, want string }{
		{"name", "want an object of formatted, familyName, givenName, middleName, honorificPrefix, honorificSuffix, got one value: fill one of these"},
		{"meta", "want an object of resourceType, created, lastModified, location, version, got one value: fill one of these"},
		{"name.givenName", ""},
		{"emails", ""},
		{`emails[type eq "work"].value`, ""},
		{"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager", ""},
		{"urn:ietf:params:scim:schemas:extension:contoso:1.0:User:name", ""},
	} {
		m := &bulk.Map{Attributes: []bulk.Attribute{{Path: "externalId", Column: "id"}, {Path: tt.path, Expression: "[x]"}}}
		require.Empty(t, m.Check(), tt.path)
		_, err := bulk.Build(nil, m, bulk.Options{Flat: true})
		if tt.want == "" {
			require.NoError(t, err, tt.path)
		} else {
			require.ErrorContains(t, err, tt.want, tt.path)
		}
	}
}

func TestMapsThatCannotBeUsed(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ text, want string }{
		{`{"attributes": {}}`, `1:1 (externalId): error no-matching-attribute: the map does not fill it, and the service skips records without a matching value`},
		{`{"match": "userName", "attributes": {"externalId": "id"}}`, `1:1 (userName): error no-matching-attribute: the map does not fill it, and the service skips records without a matching value`},
		{`{"attributes": {"extrnalId": "id"}}`, `1:1 (externalId): error no-matching-attribute: the map does not fill it, and the service skips records without a matching value
1:17 (extrnalId): warning unknown-scim-attribute: RFC 7643 defines no attribute "extrnalId" of a user: did you mean externalId?`},
		{`{"match": "a b", "attributes": {}}`, `1:11 (a b): error wrong-value: want a name, got "a b"`},
		{
			`attributes:
  a b: x
  title: {equals: x}
  locale: {column: a, constant: 1}
  timezone: {constant: 1, equals: x}
  userType: {constant: 1, required: true}
  nickName: {column: a, expression: "[a]"}
  externalId: id
  ExternalID: id
  name: "n"
  name.givenName: g
  active: {constant: yes}
  emails[type eq "work"].type: t
  displayName:
    expression: |
      Join(" ",
        [First],
        Upper([Last]))
  profileUrl: {expression: 'SelectUniqueValue([a], [b])'}
  preferredLanguage: {expression: 'Guid()'}
`,
			`2:3 (a b): error wrong-value: want a name, got "a b"
3:3 (title): error wrong-value: want one of column, expression and constant
4:3 (locale): error wrong-value: want one of column, expression and constant
5:35 (timezone): error wrong-value: equals compares a column or an expression, and there is none
6:37 (userType): error wrong-value: required is about a column or an expression, and there is none
7:3 (nickName): error wrong-value: want one of column, expression and constant
9:3 (ExternalID): error target-mapped-twice: it is twice in the map
11:3 (name.givenName): error wrong-value: name is set already, and its parts cannot be set beside it
12:3 (active): error wrong-value: want true or false, got neither
13:3 (emails[type eq "work"].type): error wrong-value: it is set twice, to different values
18:9 (displayName): error unknown-function: there is no function "Upper": write ToUpper([Last])
19:28 (profileUrl): error wrong-value: the expression has the effects directory, and the same records must give the same requests: put the function into the mapping of the provisioning job
20:35 (preferredLanguage): error wrong-value: the expression has the effects random, and the same records must give the same requests: put the function into the mapping of the provisioning job`,
		},
	} {
		_, err := bulk.Build(records(t, people(1), feed.EmptyAbsent), bulkMap(t, tt.text), bulk.Options{})
		var found diag.List
		require.ErrorAs(t, err, &found)
		var lines []string
		for _, f := range found {
			lines = append(lines, f.String())
		}
		if diff := cmp.Diff(tt.want, strings.Join(lines, "\n")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.text, diff)
		}
	}
	_, err := bulk.Build(records(t, people(1), feed.EmptyAbsent), bulkMap(t, idOnly), bulk.Options{Operations: 51})
	require.EqualError(t, err, "want 1 to 50 operations in a bulk request, got 51")
}

func TestMapsAsListsReadTheSame(t *testing.T) {
	t.Parallel()
	want := &bulk.Map{Name: "n", Match: "userName", Attributes: []bulk.Attribute{
		{Path: "userName", Column: "U", Required: true}, {Path: "active", Column: "S", Equals: []string{"A"}}, {Path: "title", Constant: value.Integer(7)},
		{Path: "displayName", Expression: `Join(" ", [F], [u])`},
	}}
	for _, text := range []string{
		`{"name": "n", "match": "userName", "attributes": {"userName": {"column": "U", "required": true}, "active": {"column": "S", "equals": "A"}, "title": {"constant": 7}, "displayName": {"expression": "Join(\" \", [F], [u])"}}}`,
		"\uFEFF" + `{"name": "n", "match": "userName", "attributes": [{"path": "userName", "column": "U", "required": true}, {"path": "active", "column": "S", "equals": ["A"]}, {"path": "title", "constant": 7}, {"path": "displayName", "expression": "Join(\" \", [F], [u])"}]}`,
		"name: n\nmatch: userName\nattributes:\n  userName: {column: U, required: true}\n  active: {column: S, equals: A}\n  title: {constant: 7}\n  displayName: {expression: 'Join(\" \", [F], [u])'}\n",
	} {
		m := bulkMap(t, text)
		if diff := cmp.Diff(want, m, cmpopts.IgnoreUnexported(bulk.Map{}, bulk.Attribute{})); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		require.Equal(t, []string{"U", "S", "F"}, m.Columns())
		require.Equal(t, []string{"F", "u"}, m.Attributes[3].Columns())
	}
}

func TestAnInputThatBreaksOffIsReportedAfterWhatWasRead(t *testing.T) {
	t.Parallel()
	b, err := bulk.Build(records(t, "id\na\nb\n\"c", feed.EmptyAbsent), bulkMap(t, idOnly), bulk.Options{})
	require.NoError(t, err)
	var built int
	var last error
	for r, err := range b.Requests() {
		built += r.Operations
		last = err
	}
	require.Equal(t, 2, built)
	require.ErrorIs(t, last, feed.ErrTruncated)
}

func TestIssuesGoToTheReport(t *testing.T) {
	t.Parallel()
	var issues []string
	unreadable := errors.New("unreadable")
	failing := func(yield func(feed.Record, error) bool) {
		_ = yield(feed.Record{Ordinal: 1, Line: 2, Err: unreadable}, nil) &&
			yield(feed.Record{Ordinal: 2, Line: 3, Attrs: value.NewObject(value.Member{Name: "ID", Value: value.String(" ")})}, nil)
	}
	b, err := bulk.Build(failing, bulkMap(t, idOnly), bulk.Options{Report: func(i diag.Finding) { issues = append(issues, i.String()) }})
	require.NoError(t, err)
	require.Empty(t, all(t, b))
	want := []string{
		"2: records[0]: error broken-record: unreadable",
		"3: records[1] (externalId): error missing-match: the matching value externalId is missing, and the service skips a record without it",
	}
	if diff := cmp.Diff(want, issues); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(bulk.Summary{Records: 2, Failed: 2}, b.Summary()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestALoopThatStopsGoesOnLater(t *testing.T) {
	t.Parallel()
	b, err := bulk.Build(records(t, people(120), feed.EmptyAbsent), bulkMap(t, idOnly), bulk.Options{})
	require.NoError(t, err)
	var numbers []int
	for range 4 {
		for r, err := range b.Requests() {
			require.NoError(t, err)
			numbers = append(numbers, r.Number, r.First)
			break
		}
	}
	require.Equal(t, []int{1, 1, 2, 51, 3, 101}, numbers)
}
