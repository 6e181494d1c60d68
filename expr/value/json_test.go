package value_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/codes"
)

func TestParseJSON(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`null`:                     "null",
		` true `:                   "boolean True",
		`"a\u00e9\n"`:              "string aé\n",
		`9007199254740993`:         "integer 9007199254740993",
		`1.10`:                     "decimal 1.1",
		`1e2`:                      "integer 100",
		`[1, [], null, "x"]`:       "[integer 1, [], null, string x]",
		`{"b": 1, "a": {"c": []}}`: `object {"a":{"c":[]},"b":1}`,
		`{"a": 1, "A": 2}`:         `object {"A":2,"a":1}`,
		`{}`:                       "object {}",
		"\"\xff\"":                 "string \uFFFD",
		`"\ud800"`:                 "string \uFFFD",
	} {
		require.Equal(t, want, shown(parse(t, text)), text)
	}
	o := object(t, `{"b": 1, "a": 2}`)
	require.Equal(t, "b", o.Members()[0].Name, "members keep their order")
}

func TestParseJSONRefuses(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ text, want string }{
		{``, "1:1: unexpected end of JSON input"},
		{`  `, "1:3: unexpected end of JSON input"},
		{`{"a": `, "1:7: unexpected end of JSON input"},
		{`[1`, "1:3: unexpected end of JSON input"},
		{`"abc`, "1:5: unexpected end of JSON input"},
		{`1 2`, "1:4: surplus text after the JSON value"},
		{`{} }`, "surplus text after the JSON value"},
		{"{\n \"é\": 1,]", "2:9: invalid character ']'"},
		{`[1,]`, "1:4: invalid character"},
		{`{a: 1}`, "1:2: invalid character"},
		{`{"a": 1, "b": 2, "a": 3}`, `1:21: member "a" occurs twice in one JSON object`},
		{`{"` + strings.Repeat("é", 100) + `": 1, "` + strings.Repeat("é", 100) + `": 2}`, `…" occurs twice`},
		{`[1e999]`, "1:7: not a number that can be held exactly"},
		{strings.Repeat("[", 101) + strings.Repeat("]", 101), "1:102: JSON nested deeper than 100 levels"},
		{strings.Repeat(`{"a":`, 101) + "1" + strings.Repeat("}", 101), "JSON nested deeper than 100 levels"},
		{strings.Repeat("[", 1_000_000), "JSON nested deeper than 100 levels"},
	} {
		v, err := value.ParseJSON(row.text)
		require.ErrorContains(t, err, row.want)
		var found diag.List
		require.ErrorAs(t, err, &found)
		require.Len(t, found, 1)
		require.Less(t, len(err.Error()), 300)
		require.True(t, v.IsAbsent())
	}
	_, err := value.ParseJSON(strings.Repeat("[", 100) + strings.Repeat("]", 100))
	require.NoError(t, err)
}

// TestNamesOfLargeObjects: the cost of detecting duplicate names is linear in the number of members.
func TestNamesOfLargeObjects(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	b.WriteString(`{"n0": 0`)
	const members = 20_000
	for i := 1; i < members; i++ {
		fmt.Fprintf(&b, `, "n%d": 0`, i)
	}
	v := parse(t, b.String()+"}")
	o, _ := v.AsObject()
	require.Equal(t, members, len(o.Members()))
	for _, twice := range []string{"n0", "n15", "n16", "n19999"} {
		_, err := value.ParseJSON(b.String() + `, "` + twice + `": 1}`)
		require.ErrorContains(t, err, fmt.Sprintf("member %q occurs twice", twice))
	}
}

func TestAppendJSON(t *testing.T) {
	t.Parallel()
	at, err := value.Time(time.Date(2020, 3, 16, 7, 0, 0, 0, time.UTC))
	require.NoError(t, err)
	for _, row := range []struct {
		v    value.Value
		want string
	}{
		{value.Absent, "null"}, {value.Null, "null"}, {value.IgnoreAttribute, "null"}, {value.IgnoreObject, "null"},
		{value.True, "true"}, {value.False, "false"}, {value.Integer(-7), "-7"}, {parse(t, "-0.50"), "-0.5"},
		{value.String("a\"b\\c\n\r\t\b\x00\x1f\x7f/é😀<>&\u2028"), `"a\"b\\c\n\r\t\u0008\u0000\u001f` + "\x7f" + `/é😀<>&` + "\u2028\""},
		{value.String("a\xffb\xc3"), "\"a\uFFFDb\uFFFD\""},
		{value.String("\uFFFD"), "\"\uFFFD\""},
		{value.Reference("m1"), `"m1"`}, {value.Binary([]byte{1, 2}), `"AQI="`}, {at, `"3/16/2020 7:00:00 AM"`},
		{value.List(), "[]"}, {value.List(value.Null, value.Absent, value.String("x")), `[null,null,"x"]`},
		{parse(t, `{"b": [1, {"d": 1, "c": 2}], "a\"": null}`), `{"a\"":null,"b":[1,{"c":2,"d":1}]}`},
		{value.ObjectOf(value.NewObject(value.Member{Name: "gone"}, value.Member{Name: "a", Value: value.Null})), `{"a":null}`},
		{value.ObjectOf(nil), "null"},
	} {
		require.Equal(t, row.want, string(row.v.AppendJSON(nil)))
		require.Equal(t, "x"+row.want, string(row.v.AppendJSON([]byte("x"))))
		require.True(t, json.Valid(row.v.AppendJSON(nil)))
		marshaled, err := row.v.MarshalJSON()
		require.NoError(t, err)
		require.Equal(t, row.want, string(marshaled))
	}
}

// TestEveryByteIsEscapedWhereverItStands: eight bytes are looked at in one step, so each byte is tried at each place among plain ones.
func TestEveryByteIsEscapedWhereverItStands(t *testing.T) {
	t.Parallel()
	for b := range 256 {
		alone := string(value.String(string([]byte{byte(b)})).AppendJSON(nil))
		for length := range 20 {
			for at := range length {
				before, after := strings.Repeat("~", at), strings.Repeat("!", length-at-1)
				got := string(value.String(before + string([]byte{byte(b)}) + after).AppendJSON(nil))
				require.Equal(t, `"`+before+alone[1:len(alone)-1]+after+`"`, got, "byte %d", b)
			}
		}
	}
}

// TestJSONReadsBack compares writing with reading, and with encoding/json.
func TestJSONReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := drawValue(t, 3)
		text := string(v.AppendJSON(nil))
		require.True(t, utf8.ValidString(text))
		back, err := value.ParseJSON(text)
		require.NoError(t, err, text)
		require.True(t, v.Equal(back), "%s became %s", text, back.Text())
		var generic any
		require.NoError(t, json.Unmarshal([]byte(text), &generic), text)
	})
}

// drawValue returns a random value of a kind that JSON has.
func drawValue(t *rapid.T, depth int) value.Value {
	kinds := []string{"null", "boolean", "integer", "decimal", "string"}
	if depth > 0 {
		kinds = append(kinds, "list", "object")
	}
	switch rapid.SampledFrom(kinds).Draw(t, "kind") {
	case "boolean":
		return value.Boolean(rapid.Bool().Draw(t, "boolean"))
	case "integer":
		return value.Integer(rapid.Int64().Draw(t, "integer"))
	case "decimal":
		v, err := value.Decimal(rapid.StringMatching(`-?[0-9]{1,25}\.[0-9]{1,25}`).Draw(t, "decimal"))
		require.NoError(t, err)
		return v
	case "string":
		return value.String(rapid.String().Draw(t, "string"))
	case "list":
		var members []value.Value
		for range rapid.IntRange(0, 3).Draw(t, "length") {
			members = append(members, drawValue(t, depth-1))
		}
		return value.List(members...)
	case "object":
		var members []value.Member
		for _, name := range rapid.SliceOfNDistinct(rapid.String(), 0, 20, rapid.ID).Draw(t, "names") {
			members = append(members, value.Member{Name: name, Value: drawValue(t, depth-1)})
		}
		return value.ObjectOf(value.NewObject(members...))
	}
	return value.Null
}

func TestParseJSONReportsTheExceededLimit(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		text  string
		limit diag.Limit
		most  int64
		place string
	}{
		{"{\"a\":\n" + strings.Repeat("[", 101), codes.LimitJSONDepth, value.JSONDepth, "2:101"},
		{"[1,\n" + strings.Repeat("9", 1001) + "]", codes.LimitNumberDigits, value.NumberDigits, "2:1002"},
		{"1e401", codes.LimitNumberDigits, value.NumberDigits, "1:6"},
	} {
		_, err := value.ParseJSON(row.text)
		require.ErrorIs(t, err, diag.ErrLimit)
		var limit *diag.LimitError
		require.ErrorAs(t, err, &limit)
		require.Equal(t, row.limit, limit.Limit)
		require.Equal(t, row.most, limit.Max)
		require.Equal(t, row.place, limit.Position.String())
		require.Equal(t, row.limit == codes.LimitNumberDigits, errors.Is(err, value.ErrNumber))
	}
	_, err := value.ParseJSON("[1,]")
	require.Error(t, err)
	require.NotErrorIs(t, err, diag.ErrLimit)
}
