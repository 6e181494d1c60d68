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

func TestMapsThatCannotBeUsed(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ text, want string }{
		{`{"attributes": {"externalId": "id"}`, "1:36: unexpected end of JSON input"},
		{"{\n\"attributes\": {,}}", `2:16: invalid character ',' looking for beginning of object key string`},
		{`[]`, "the map: want an object, got list"},
		{`{"attribute": {}}`, `"attribute": unknown member: want one of name, match, attributes`},
		{`{"attributes": {"externalId": "a", "externalId": "b"}}`, "externalId"},
		{`{"attributes": {"active": {"colum": "a"}}}`, `"attributes": "active": "colum": unknown member: want one of column, equals, constant`},
		{`{"attributes": {"active": {"column": "a", "equals": []}}}`, `want a text, or a list of texts`},
		{`{"attributes": {"title": {"constant": ["a"]}}}`, `want a text, a number or true or false, got list`},
		{`{"attributes": {"title": 7}}`, `"title": the attribute: want an object, got integer`},
		{`{"attributes": [{"path": "title", "column": null}]}`, `"attributes": attribute 1: "column": want a text, got null`},
		{"{\"name\": \"\xff\"}", "1:11: the text is not UTF-8"},
		{strings.Repeat(" ", 4<<20+1), "longer than 4 MiB"},
	} {
		_, err := bulk.ReadMap(strings.NewReader(tt.text))
		require.ErrorContains(t, err, "bulk map: ", tt.text)
		require.ErrorContains(t, err, tt.want)
	}
	for _, tt := range []struct{ text, want string }{
		{`{"attributes": {}}`, `bulk map: attribute "externalId": the map does not fill it, and the service skips records without a matching value`},
		{`{"match": "userName", "attributes": {"externalId": "id"}}`, `bulk map: attribute "userName": the map does not fill it, and the service skips records without a matching value`},
		{`{"match": "a b", "attributes": {}}`, `bulk map: match: attribute "a b": want a name, got "a b"`},
		{
			`{"attributes": {"a b": "x", "title": {"equals": "x"}, "locale": {"column": "a", "constant": 1}, "timezone": {"constant": 1, "equals": "x"}, "externalId": "id", "ExternalID": "id",
				"name": "n", "name.givenName": "g", "active": {"constant": "yes"}, "emails[type eq \"work\"].type": "t"}}`,
			`bulk map: attribute "a b": want a name, got "a b"
attribute "title": want a column or a constant, and not both
attribute "locale": want a column or a constant, and not both
attribute "timezone": equals compares a column, and there is none
attribute "ExternalID": it is twice in the map
attribute "name.givenName": name is set already, and its parts cannot be set beside it
attribute "active": want true or false, got neither
attribute 'emails[type eq "work"].type': it is set twice, to different values`,
		},
	} {
		_, err := bulk.Build(records(t, people(1), feed.EmptyAbsent), bulkMap(t, tt.text), bulk.Options{})
		if diff := cmp.Diff(tt.want, fmt.Sprint(err)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.text, diff)
		}
	}
	_, err := bulk.Build(records(t, people(1), feed.EmptyAbsent), bulkMap(t, idOnly), bulk.Options{Operations: 51})
	require.EqualError(t, err, "want 1 to 50 operations in a bulk request, got 51")
}

func TestMapsAsListsReadTheSame(t *testing.T) {
	t.Parallel()
	byPath := bulkMap(t, `{"name": "n", "match": "userName", "attributes": {"userName": "U", "active": {"column": "S", "equals": "A"}, "title": {"constant": 7}}}`)
	listed := bulkMap(t, "\uFEFF"+`{"name": "n", "match": "userName", "attributes": [{"path": "userName", "column": "U"}, {"path": "active", "column": "S", "equals": ["A"]}, {"path": "title", "constant": 7}]}`)
	want := &bulk.Map{Name: "n", Match: "userName", Attributes: []bulk.Attribute{
		{Path: "userName", Column: "U"}, {Path: "active", Column: "S", Equals: []string{"A"}}, {Path: "title", Constant: value.Integer(7)},
	}}
	for _, m := range []*bulk.Map{byPath, listed} {
		if diff := cmp.Diff(want, m); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		require.Equal(t, []string{"U", "S"}, m.Columns())
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
