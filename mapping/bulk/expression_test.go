package bulk_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/mapping/bulk"
	"github.com/attrmap/attrmap/mapping/feed"
)

// data returns what is sent for the records of a table, one in a line, without schemas and externalId, and then the issues.
func data(t *testing.T, csv, attributes string, opt bulk.Options) string {
	t.Helper()
	b, err := bulk.Build(records(t, csv, feed.EmptyNull), bulkMap(t, "attributes:\n  externalId: id\n"+attributes), opt)
	require.NoError(t, err)
	var out []string
	for _, r := range all(t, b) {
		for _, op := range strings.Split(string(r.Body), `"externalId":`)[1:] {
			op, _, _ = strings.Cut(op, "}}")
			out = append(out, op)
		}
	}
	for _, f := range b.Summary().Issues {
		out = append(out, f.String())
	}
	return strings.Join(out, "\n")
}

func TestExpressionsComputeFromColumns(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ about, csv, attributes, want string }{
		{"columns are joined", "id,First,Last\n1,Ada,Example", `  displayName: {expression: 'Join(" ", [First], [Last])'}`, `"1","displayName":"Ada Example"`},
		{"columns are found without case", "id,FIRST\n1,Ada", `  displayName: {expression: '[first]'}`, `"1","displayName":"Ada"`},
		{"dates have other formats", "id,Start\n1,01.02.2026", `  title: {expression: 'FormatDateTime([Start], , "dd.MM.yyyy", "yyyy-MM-dd")'}`, `"1","title":"2026-02-01"`},
		{"null is left out", "id,Last\n1,", `  title: {expression: 'ToUpper([Last])'}`, `"1"`},
		{"an empty text is left out", "id,Last\n1,Example", `  title: {expression: 'Replace([Last], "Example", , , "", , )'}`, `"1"`},
		{"what does not flow is left out", "id,Last\n1,", `  title: {expression: 'IgnoreFlowIfNullOrEmpty([Last])'}`, `"1"`},
		{"several values become elements", "id,Mails\n1,a@x.example;b@x.example", `  emails: {expression: 'Split([Mails], ";")'}`, `"1","emails":[{"value":"a@x.example"},{"value":"b@x.example"}]`},
		{"words become booleans", "id,Status\n1, active ", `  active: {expression: 'Trim([Status])', equals: [Active, On Leave]}`, `"1","active":true`},
		{"a boolean stays one", "id,Status\n1,Gone", `  active: {expression: 'IIF([Status]="Gone", "False", "True")'}`, `"1","active":false`},
		{"an expression fills an element, and its constants go with it", "id,Tel\n1,55", `  'phoneNumbers[type eq "work"].value': {expression: 'Append([Tel], "-1")'}
  'phoneNumbers[type eq "work"].primary': {constant: true}`, `"1","phoneNumbers":[{"type":"work","value":"55-1","primary":true}]`},
		{"without a value there is no element", "id,Tel\n1,", `  'phoneNumbers[type eq "work"].value': {expression: '[Tel]'}
  'phoneNumbers[type eq "work"].primary': {constant: true}`, `"1"`},
		{"a failure is the record's alone", "id,Start\n1,31.31.2026\n2,01.02.2026", `  title: {expression: 'FormatDateTime([Start], , "dd.MM.yyyy", "yyyy-MM-dd")'}`,
			`"2","title":"2026-02-01"
2: records[0] (title): error date: FormatDateTime: source: want a date in the input format "dd.MM.yyyy": no such date or time (found "31.31.2026") at 1:16 [attribute Start]`},
		{"the time is the caller's", "id\n1", `  title: {expression: 'FormatDateTime(Now(), , "M/d/yyyy h:mm:ss tt", "yyyy")'}`, `"1","title":"2026"`},
		{"a required value that is missing fails the record", "id,Last\n1,\n2,B", `  title: {column: Last, required: true}`,
			`"2","title":"B"
2: records[0] (title): error missing-required: the map requires a value, and the record has none in column "Last"`},
		{"a required expression without a value fails the record", "id,Last\n1,\n2,B", `  title: {expression: '[Last]', required: true}`,
			`"2","title":"B"
2: records[0] (title): error missing-required: the map requires a value, and the record has none in the expression`},
		{"a matching value that is required and missing is one fault", "id,Last\n,A", `  title: Last`,
			`2: records[0] (externalId): error missing-match: the matching value externalId is missing, and the service skips a record without it`},
	} {
		t.Run(tt.about, func(t *testing.T) {
			t.Parallel()
			clock := func() time.Time { return time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC) }
			require.Equal(t, tt.want, data(t, tt.csv+"\n", tt.attributes, bulk.Options{Clock: clock}))
		})
	}
}

func TestNullIsWrittenWhereItIsAskedFor(t *testing.T) {
	t.Parallel()
	const attributes = `  title: {expression: 'ToUpper([Title])'}
  nickName: Nick
  locale: {expression: '[Nowhere]'}
  active: {column: State, equals: A}
`
	const csv = "id,Title,Nick,State\n1,,,\n2,x,,\n"
	for _, tt := range []struct {
		about string
		opt   bulk.Options
		want  string
	}{
		{"nowhere", bulk.Options{}, "\"1\"\n\"2\",\"title\":\"X\""},
		{"everywhere but for equals and columns that are not there", bulk.Options{EmptyAsNull: true}, "\"1\",\"nickName\":null,\"title\":null\n\"2\",\"nickName\":null,\"title\":\"X\""},
		{"for some records and attributes", bulk.Options{Clear: func(rec *feed.Record, attribute int) bool { return rec.Ordinal == 1 && attribute != 2 }},
			"\"1\",\"title\":null,\"active\":null\n\"2\",\"title\":\"X\""},
	} {
		t.Run(tt.about, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tt.want, data(t, csv, attributes, tt.opt))
		})
	}
}

func TestMatchIsTheValueThatRecordsAreKnownBy(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ about, m, csv, want, err string }{
		{"a column without the spaces around it", idOnly, "id,n\n\" E1 \",1", "E1", ""},
		{"an expression", `{"attributes": {"externalId": {"expression": "Append([id], [n])"}}}`, "id,n\nE,1", "E1", ""},
		{"none", idOnly, "id,n\n,1", "", "2: records[0] (externalId): the matching value externalId is missing"},
		{"the path of match", `{"match": "userName", "attributes": {"externalId": "id", "userName": "n"}}`, "id,n\nE,1", "1", ""},
		{"an expression that fails", `{"attributes": {"externalId": {"expression": "CDate([id])"}}}`, "id,n\nE,1", "", "2: records[0] (externalId): CDate"},
		{"a broken record", idOnly, "id,n\nE,1,2", "", "2: records[0]: want 2 cells"},
	} {
		t.Run(tt.about, func(t *testing.T) {
			t.Parallel()
			r, err := bulk.NewReader(bulkMap(t, tt.m), nil)
			require.NoError(t, err)
			for rec, err := range records(t, tt.csv+"\n", feed.EmptyNull) {
				require.NoError(t, err)
				match, err := r.Match(&rec)
				require.Equal(t, tt.want, match)
				if tt.err == "" {
					require.NoError(t, err)
				} else {
					require.ErrorContains(t, err, tt.err)
				}
			}
		})
	}
}
