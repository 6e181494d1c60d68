package value_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/attrmap/attrmap/expr/value"
)

// anyValue generates values of all kinds, with lists and objects nested to a few levels.
func anyValue(depth int) *rapid.Generator[value.Value] {
	return rapid.Custom(func(t *rapid.T) value.Value {
		text := rapid.StringN(0, 30, 100).Draw(t, "text")
		kinds := 8
		if depth == 0 {
			kinds = 6
		}
		switch rapid.IntRange(0, kinds-1).Draw(t, "kind") {
		case 0:
			return value.Null
		case 1:
			return value.Absent
		case 2:
			return value.Integer(rapid.Int64().Draw(t, "number"))
		case 3:
			return value.Binary([]byte(text))
		case 4:
			return value.Boolean(rapid.Bool().Draw(t, "truth"))
		case 5:
			return value.String(text)
		case 6:
			return value.List(rapid.SliceOfN(anyValue(depth-1), 0, 5).Draw(t, "members")...)
		}
		var members []value.Member
		for _, name := range rapid.SliceOfNDistinct(rapid.StringN(0, 5, 10), 0, 5, rapid.ID).Draw(t, "names") {
			members = append(members, value.Member{Name: name, Value: anyValue(depth-1).Draw(t, "member")})
		}
		return value.ObjectOf(value.NewObject(members...))
	})
}

func TestTextSizeIsNeverMoreThanTheText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := anyValue(3).Draw(t, "value")
		size := v.TextSize(1 << 20)
		require.LessOrEqual(t, size, len(v.Text()), v.Text())
		if kind := v.Kind(); kind == value.KindString || kind == value.KindBinary {
			require.Equal(t, len(v.Text()), size)
		}
	})
}

func TestTextSizeStopsCounting(t *testing.T) {
	t.Parallel()
	long := value.String(strings.Repeat("x", 1000))
	list := value.List(long, long, long)
	require.Equal(t, 3003, list.TextSize(1<<20))
	require.Equal(t, 1001, list.TextSize(1000))
	nested := value.List(list, list)
	require.Less(t, nested.TextSize(1000), 2000)
}

func TestTheBeginningOfAValue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := anyValue(3).Draw(t, "value")
		if v.TextSize(400) <= 400 {
			require.Equal(t, v.Text(), v.Beginning())
		}
	})
	long := strings.Repeat("x", 10_000)
	members := make([]value.Value, 10_000)
	for i := range members {
		members[i] = value.String(long)
	}
	for _, row := range []struct {
		name string
		v    value.Value
		want string
	}{
		{"a text is not copied", value.String(long), long},
		{"a list", value.List(members...), `["` + strings.Repeat("x", 1000) + `"`},
		{"short members", value.List(append([]value.Value{value.Integer(1), value.True}, members...)...), `[1,true,"` + strings.Repeat("x", 1000) + `"`},
		{"a list in a list", value.List(value.List(members...)), `[["` + strings.Repeat("x", 1000) + `"`},
		{"an object", value.ObjectOf(value.NewObject(value.Member{Name: "b", Value: value.Integer(1)}, value.Member{Name: long, Value: value.Null})),
			`{"b":1,"` + strings.Repeat("x", 1000) + `":null`},
		{"bytes", value.Binary([]byte(long)), value.Binary([]byte(long[:1000])).Text()},
	} {
		require.Equal(t, row.want, row.v.Beginning(), row.name)
	}
}

// TestMetersCountWhatAPathLeadsThrough: reading attributes of untrusted data must have a known cost.
func TestMetersCountWhatAPathLeadsThrough(t *testing.T) {
	t.Parallel()
	const members = 1000
	var items []any
	for range members {
		items = append(items, map[string]any{"type": "home", "value": "x", "sub": map[string]any{"a": "b"}})
	}
	data := value.Map{"list": items, "plain": "x", "name": map[string]any{"first": "x"}}
	v, err := value.Of(map[string]any(data))
	require.NoError(t, err)
	object, _ := v.AsObject()
	for _, row := range []struct {
		path        string
		least, most int
	}{
		{"plain", 0, 10},
		{"missing", 0, 10},
		{"name.first", 0, 10},
		{`list[type eq "work"].value`, members, 2 * members},
		{`list[type eq "work" and value eq "x"].value`, 2 * members, 3 * members},
		{"list.value", members, 20 * members},
		{"list.sub.a", 2 * members, 20 * members},
	} {
		path := value.ParsePath(row.path)
		for _, attrs := range []value.Attributes{data, object} {
			var meter value.Meter
			metered := path.Metered(&meter)
			require.True(t, attrs.Attribute(&path).Equal(attrs.Attribute(&metered)), row.path)
			require.GreaterOrEqual(t, meter.Visited, row.least, row.path)
			require.LessOrEqual(t, meter.Visited, row.most, row.path)
		}
	}
}

func TestAFilterOfManyClausesIsAPlainName(t *testing.T) {
	t.Parallel()
	filter := func(clauses int) string {
		return "a[" + strings.Repeat(`b eq "x" and `, clauses-1) + `b eq "x"].c`
	}
	for clauses, plain := range map[int]bool{1: false, 16: false, 17: true, 1000: true} {
		path := value.ParsePath(filter(clauses))
		require.Equal(t, plain, path.IsPlain(), "%d clauses", clauses)
		require.Equal(t, "found", value.Map{path.String(): "found"}.Attribute(&path).Text())
	}
}
