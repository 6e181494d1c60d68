package feed_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/codes"
	"github.com/attrmap/attrmap/mapping/feed"
)

func TestOnlyRecordsBeyondALimitAreBroken(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		format feed.Format
		limits feed.Limits
		passed diag.Limit
		text   string // the record in the middle exceeds the limit by one
		want   []string
	}{
		{"a large object", feed.JSON, feed.Limits{RecordBytes: 9}, codes.LimitRecordBytes, `[{"a":"1"},{"a":"12"},{"a":"3"}]`, []string{`{"a":"1"}`,
			"<record 2, line 1, column 12: the record is larger than 9 bytes; split it, or raise the limit>", `{"a":"3"}`}},
		{"a long line", feed.NDJSON, feed.Limits{RecordBytes: 9}, codes.LimitRecordBytes, "{\"a\":\"1\"}\n{\"a\":\"12\"}\n{\"a\":\"3\"}", []string{`{"a":"1"}`,
			"<record 2, line 2, column 1: the line is longer than 9 bytes; write one object per line, or raise the limit>", `{"a":"3"}`}},
		{"a long row", feed.CSV, feed.Limits{RecordBytes: 4}, codes.LimitRecordBytes, "a,b\n1,2\n1,22\n3,4\n", []string{`{"a":"1","b":"2"}`,
			"<record 2, line 3, column 1: the row is longer than 4 bytes; check the line breaks, or raise the limit>", `{"a":"3","b":"4"}`}},
		{"a long text", feed.JSON, feed.Limits{FieldBytes: 3}, codes.LimitFieldBytes, `[{"a":"123"},{"a":"1234"},{"a":"3"}]`, []string{`{"a":"123"}`,
			"<record 2, line 1, column 19: a string of 4 bytes exceeds the limit of 3; shorten it, or raise the limit>", `{"a":"3"}`}},
		{"a long name", feed.JSON, feed.Limits{FieldBytes: 3}, codes.LimitFieldBytes, `[{"abc":1},{"abcd":1},{"a":3}]`, []string{`{"abc":1}`,
			"<record 2, line 1, column 13: a string of 4 bytes exceeds the limit of 3; shorten it, or raise the limit>", `{"a":3}`}},
		{"a long number", feed.JSON, feed.Limits{FieldBytes: 3}, codes.LimitFieldBytes, `[{"a":1.2},{"a":1.25},{"a":3}]`, []string{`{"a":1.2}`,
			"<record 2, line 1, column 17: a number of 4 characters exceeds the limit of 3; shorten it, or raise the limit>", `{"a":3}`}},
		{"a long cell", feed.CSV, feed.Limits{FieldBytes: 3}, codes.LimitFieldBytes, "a,b\n1,123\n1,\"1234\"\n3,4\n", []string{`{"a":"1","b":"123"}`,
			`<record 2, line 3, column 4: the cell of column "b" has 4 bytes, more than the limit of 3; shorten it, or raise the limit>`, `{"a":"3","b":"4"}`}},
		{"deep nesting", feed.NDJSON, feed.Limits{Depth: 3}, codes.LimitJSONDepth, "{\"a\":[{}]}\n{\"a\":[{\"b\":{}}]}\n{}", []string{`{"a":[{}]}`,
			"<record 2, line 2, column 12: arrays and objects nest deeper than 3 levels; flatten the object, or raise the limit>", `{}`}},
		{"many members", feed.JSON, feed.Limits{Columns: 2}, codes.LimitColumns, `[{"a":1,"b":2},{"a":1,"b":2,"c":3},{}]`, []string{`{"a":1,"b":2}`,
			"<record 2, line 1, column 29: the object has more than 2 members; split the object, or raise the limit>", `{}`}},
		{"many values", feed.JSON, feed.Limits{Values: 4}, codes.LimitJSONValues, `[{"a":[1,[2]]},{"a":[1,2,[],4]},{}]`, []string{`{"a":[1,[2]]}`,
			"<record 2, line 1, column 29: the record has more than 4 values; split the record, or raise the limit>", `{}`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			records, final := read(t, c.text, c.format, feed.Options{Limits: c.limits})
			require.NoError(t, final)
			require.Empty(t, cmp.Diff(c.want, showAll(records, nil)))
			requireExceeded(t, records[1].Err, c.passed)
		})
	}
}

// requireExceeded requires that err names the exceeded limit, and that both have the same place.
func requireExceeded(t *testing.T, err error, name diag.Limit) {
	t.Helper()
	require.ErrorIs(t, err, diag.ErrLimit)
	var limit *diag.LimitError
	require.ErrorAs(t, err, &limit)
	require.Equal(t, name, limit.Limit)
	require.Positive(t, limit.Max)
	var broken *feed.Error
	require.ErrorAs(t, err, &broken)
	require.Equal(t, diag.Position{Line: broken.Line, Column: broken.Column, Offset: int(broken.Offset)}, limit.Position)
}

func TestEveryLimitHasItsName(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 100)
	for _, c := range []struct {
		name   string
		format feed.Format
		text   string
		passed diag.Limit
	}{
		{"a number that cannot be held", feed.NDJSON, `{"a":1e999}`, codes.LimitNumberDigits},
		{"a number too long", feed.NDJSON, `{"a":` + strings.Repeat("1", 60) + `}`, codes.LimitFieldBytes},
		{"a column's name", feed.CSV, long[:60] + "\n1\n", codes.LimitFieldBytes},
		{"the columns of a header", feed.CSV, "a,b,c,d,e\n1\n", codes.LimitColumns},
		{"a quote that is not closed", feed.CSV, "a\n\"" + long, codes.LimitRecordBytes},
		{"what precedes the operations", feed.SCIMBulk, `{"a":"` + long + `","Operations":[]}`, codes.LimitRecordBytes},
	} {
		limits := feed.Limits{RecordBytes: 80, FieldBytes: 50, Columns: 4}
		r, err := feed.Open(strings.NewReader(c.text), feed.Options{Format: c.format, Limits: limits})
		if err == nil {
			for rec, final := range r.Records() {
				err = errors.Join(err, rec.Err, final)
			}
		}
		require.Error(t, err, c.name)
		requireExceeded(t, err, c.passed)
	}
}

func TestTheHeaderHasALimitOfColumns(t *testing.T) {
	t.Parallel()
	_, err := feed.Open(strings.NewReader("a,b,c\n1,2,3\n"), feed.Options{Format: feed.CSV, Limits: feed.Limits{Columns: 2}})
	require.EqualError(t, err, "line 1, column 1: the header has 3 columns, more than the limit of 2; raise the limit")
}

func TestDepthIsLimitedByDefault(t *testing.T) {
	t.Parallel()
	nested := func(levels int) string {
		return `{"a":` + strings.Repeat("[", levels-1) + strings.Repeat("]", levels-1) + `}`
	}
	limit := feed.Limits{}.WithDefaults().Depth
	records, final := read(t, nested(limit)+"\n"+nested(limit+1), feed.NDJSON, feed.Options{})
	require.NoError(t, final)
	require.NoError(t, records[0].Err)
	require.ErrorIs(t, records[1].Err, diag.ErrLimit)
}

func TestDuplicateMembersAreFoundInLargeObjects(t *testing.T) {
	t.Parallel()
	for _, count := range []int{2, 63, 64, 65, 3000} {
		var b strings.Builder
		b.WriteString(`[{"userName":0`)
		for i := range count {
			b.WriteString(`,"n`)
			b.WriteString(strings.Repeat("x", i%50))
			b.WriteByte(byte('a' + i%26))
			b.WriteString(strings.Repeat("y", i/26))
			b.WriteString(`":1`)
		}
		whole := b.String()
		for _, c := range []struct {
			format feed.Format
			last   string
			broken bool
		}{
			{feed.JSON, "userName", true},
			{feed.JSON, "USERNAME", false},
			{feed.SCIM, "USERNAME", true},
			{feed.SCIM, "usersName", false},
		} {
			records, final := read(t, whole+`,"`+c.last+`":2}]`, c.format, feed.Options{})
			require.NoError(t, final)
			require.Equal(t, c.broken, records[0].Err != nil, "%d members and %s in %s: %v", count, c.last, c.format, records[0].Err)
		}
	}
}

func TestKeepRetainsOnlyItsAttributes(t *testing.T) {
	t.Parallel()
	user := `{"id":1,"UserName":"u","name":{"givenName":"g","id":2},"emails":[{"type":"work","value":"e"}],"urn:x:y:2.0:User":{"id":3},"tags":[1,{"a":[]}],"end":null}`
	for _, c := range []struct {
		keep []string
		want string
	}{
		{nil, `{"UserName":"u","emails":[{"type":"work","value":"e"}],"end":null,"id":1,"name":{"givenName":"g","id":2},"tags":[1,{"a":[]}],"urn:x:y:2.0:User":{"id":3}}`},
		{[]string{"userName"}, `{"UserName":"u"}`},
		{[]string{"name.givenName"}, `{"name":{"givenName":"g","id":2}}`},
		{[]string{`emails[type eq "home"].value`, "end"}, `{"emails":[{"type":"work","value":"e"}],"end":null}`},
		{[]string{"urn:x:y:2.0:User:department"}, `{"urn:x:y:2.0:User":{"id":3}}`},
		{[]string{"urn:ietf:params:scim:schemas:core:2.0:User:id"}, `{"id":1}`},
		{[]string{"mail"}, `{}`},
	} {
		for _, f := range []struct {
			format feed.Format
			text   string
		}{
			{feed.SCIM, `{"Resources":[` + user + `]}`},
			{feed.SCIMBulk, `{"Operations":[{"data":` + user + `}]}`},
			{feed.NDJSON, user},
		} {
			have := showAll(read(t, f.text, f.format, feed.Options{Keep: c.keep}))
			require.Empty(t, cmp.Diff([]string{c.want}, have), "%s with %q", f.format, c.keep)
		}
	}
}

func TestKeepRetainsOnlyItsColumns(t *testing.T) {
	t.Parallel()
	const table = "id,name.givenName,name.familyName,\"emails[type eq \"\"work\"\"].value\",Note\n1,\"g\"\"\",f,,n\n"
	for _, c := range []struct {
		keep []string
		want string
	}{
		{[]string{"note"}, `{"Note":"n"}`},
		{[]string{"name.givenName"}, `{"name.familyName":"f","name.givenName":"g\""}`},
		{[]string{"emails"}, `{}`},
		{[]string{"mail"}, `{}`},
	} {
		require.Equal(t, []string{c.want}, showAll(read(t, table, feed.CSV, feed.Options{Keep: c.keep})))
	}
}

func TestWhatIsNotKeptIsStillChecked(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ line, want string }{
		{`{"a":1,"b":{"c":[1,2}}`, `<record 1, line 1, column 21: want a comma or ], got "}"; separate values by commas and close every bracket>`},
		{"{\"a\":1,\"b\":\"\xff\"}", "<record 1, line 1, column 13: want UTF-8, got the byte 0xff; save the input as UTF-8, or choose its encoding (most likely --encoding windows-1252)>"},
		{`{"a":1,"b":{"c":1,"c":2}}`, `{"a":1}`},
	} {
		require.Equal(t, []string{c.want}, showAll(read(t, c.line, feed.NDJSON, feed.Options{Keep: []string{"a"}})))
	}
}

// If a header or a quote is missing, values are where names are expected.
func TestHiddenValuesAreNotInErrors(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		format        feed.Format
		text          string
		plain, hidden string
	}{
		{feed.CSV, "Ann,Ann\n1,2\n", `line 1, column 5: columns 1 and 2 are both named "Ann"; rename or delete one of them`, `line 1, column 5: columns 1 and 2 are both named "…"; rename or delete one of them`},
		{feed.NDJSON, `{"Ann":1,"Ann":2}`, `record 1, line 1, column 10: the object has the member "Ann" twice; delete one of the two`,
			`record 1, line 1, column 10: the object has the member "…" twice; delete one of the two`},
		{feed.JSON, `[Ann]`, `record 1, line 1, column 2: want a JSON value, got "A"; quote strings`,
			`record 1, line 1, column 2: want a JSON value, got "…"; quote strings`},
		{feed.SCIMBulk, `{"Ann":1}`, `line 1, column 1: want a bulk request with an array Operations, got an object with the members "Ann"; put the operations into an array named Operations`,
			`line 1, column 1: want a bulk request with an array Operations, got an object with the members "…"; put the operations into an array named Operations`},
	} {
		for _, hide := range []bool{false, true} {
			records, err := read(t, c.text, c.format, feed.Options{HideValues: hide})
			if len(records) > 0 {
				err = records[0].Err
			}
			want := c.plain
			if hide {
				want = c.hidden
			}
			require.EqualError(t, err, want)
			var typed *feed.Error
			require.ErrorAs(t, err, &typed)
		}
	}
}
