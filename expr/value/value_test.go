package value_test

import (
	"errors"
	"testing"
	"time"
	"unsafe"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/codes"
)

func noon(t testing.TB) value.Value {
	t.Helper()
	v, err := value.Time(time.Date(2025, 7, 30, 12, 0, 0, 0, time.UTC))
	require.NoError(t, err)
	return v
}

// all returns one value of every kind, by name.
func all(t testing.TB) map[string]value.Value {
	return map[string]value.Value{
		"absent": value.Absent, "null": value.Null, "true": value.True, "false": value.False, "integer": value.Integer(7), "decimal": parse(t, "7.5"),
		"string": value.String("x"), "empty": value.String(""), "date": noon(t), "binary": value.Binary([]byte("x")), "reference": value.Reference("x"),
		"list": value.Strings("x", "y"), "one": value.Strings("x"), "none": value.List(), "object": parse(t, `{"a": 1}`),
		"ignoreAttribute": value.IgnoreAttribute, "ignoreObject": value.IgnoreObject,
	}
}

func TestTexts(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"absent": "", "null": "", "true": "True", "false": "False", "integer": "7", "decimal": "7.5", "string": "x", "empty": "",
		"date": "7/30/2025 12:00:00 PM", "binary": "eA==", "reference": "x", "list": `["x","y"]`, "one": `["x"]`, "none": "[]", "object": `{"a":1}`,
		"ignoreAttribute": "ignoreAttribute", "ignoreObject": "ignoreObject",
	} {
		v := all(t)[name]
		require.Equal(t, want, v.Text(), name)
		require.Equal(t, "»"+want, string(v.AppendText([]byte("»"))), name)
	}
}

func TestStrings(t *testing.T) {
	t.Parallel()
	for name, want := range map[string][]string{
		"absent": {}, "null": {}, "ignoreAttribute": {}, "ignoreObject": {}, "none": {},
		"true": {"True"}, "empty": {""}, "date": {"7/30/2025 12:00:00 PM"}, "list": {"x", "y"}, "object": {`{"a":1}`},
	} {
		require.Equal(t, want, all(t)[name].Strings(), name)
	}
	mixed := value.List(value.Null, value.Integer(1), value.Absent, value.String(""), value.Strings("a"))
	require.Equal(t, []string{"1", "", `["a"]`}, mixed.Strings(), "members that are null are left out")
}

func TestPresence(t *testing.T) {
	t.Parallel()
	for name, v := range all(t) {
		require.Equal(t, name == "absent", v.IsAbsent(), name)
		require.Equal(t, name == "absent" || name == "null", v.IsNull(), name)
		require.Equal(t, name == "absent" || name == "null" || name == "empty" || name == "none", v.IsNullOrEmpty(), name)
		require.Equal(t, name == "ignoreAttribute" || name == "ignoreObject", v.Kind().IsSignal(), name)
		require.Equal(t, name == "integer" || name == "decimal", v.Kind().IsNumber(), name)
	}
	require.True(t, value.Binary(nil).IsNullOrEmpty())
	require.True(t, value.Reference("").IsNullOrEmpty())
	var zero value.Value
	require.True(t, zero.IsAbsent(), "the zero Value is Absent")
}

func TestKindsOfAccess(t *testing.T) {
	t.Parallel()
	for name, v := range all(t) {
		text, isText := v.AsString()
		require.Equal(t, name == "string" || name == "empty" || name == "reference" || name == "decimal", isText, name)
		require.True(t, isText || text == "")
		_, isBoolean := v.AsBoolean()
		require.Equal(t, name == "true" || name == "false", isBoolean, name)
		n, isInteger := v.AsInteger()
		require.Equal(t, name == "integer", isInteger, name)
		require.True(t, !isInteger || n == 7)
		d, isDate := v.AsDate()
		require.Equal(t, name == "date", isDate, name)
		require.True(t, !isDate || value.Date(d).Equal(v))
		b, isBinary := v.AsBinary()
		require.Equal(t, name == "binary", isBinary, name)
		require.True(t, !isBinary || string(b) == "x")
		_, isList := v.AsList()
		require.Equal(t, name == "list" || name == "one" || name == "none", isList, name)
		o, isObject := v.AsObject()
		require.Equal(t, name == "object", isObject, name)
		require.True(t, !isObject || len(o.Members()) == 1)
	}
}

func TestUnwrap(t *testing.T) {
	t.Parallel()
	for name, v := range all(t) {
		single, ok := v.Unwrap()
		require.Equal(t, name != "list", ok, name)
		switch name {
		case "one":
			require.Equal(t, "string x", shown(single))
		case "none":
			require.True(t, single.IsAbsent())
		default:
			require.True(t, single.Equal(v), name)
		}
		_, err := v.Single()
		var c *value.CoercionError
		require.Equal(t, name == "list", errors.As(err, &c), name)
		if c != nil {
			require.Equal(t, codes.EvalMulti, c.Code)
			require.EqualError(t, c, "want a single value, got a list of 2 values")
		}
	}
	nested, ok := value.List(value.List(value.True)).Unwrap()
	require.True(t, ok)
	require.Equal(t, "boolean True", shown(nested))
	_, ok = value.List(value.Strings("a", "b")).Unwrap()
	require.False(t, ok)
}

func TestEqual(t *testing.T) {
	t.Parallel()
	kinds := all(t)
	for a, v := range kinds {
		for b, w := range kinds {
			require.Equal(t, a == b, v.Equal(w), "%s and %s", a, b)
		}
		require.True(t, v.Equal(v.WithRedaction()) && v.WithRedaction().Equal(v), "the mark does not count: %s", a)
		require.True(t, v.WithRedaction().Redacted())
		require.False(t, v.Redacted())
		require.Equal(t, v.Kind(), v.WithRedaction().Kind(), a)
	}
	for _, row := range []struct {
		a, b string
		want bool
	}{
		{`{"a": 1, "b": [2, {"c": 3}]}`, `{"b": [2, {"c": 3}], "a": 1}`, true},
		{`{"a": 1}`, `{"A": 1}`, false},
		{`{"a": 1}`, `{"a": 1, "b": null}`, false},
		{`[1, 2]`, `[2, 1]`, false},
		{`[null]`, `[]`, false},
		{`1.50`, `1.5`, true},
		{`1`, `"1"`, false},
		{`"a"`, `"A"`, false},
	} {
		require.Equal(t, row.want, parse(t, row.a).Equal(parse(t, row.b)), "%s and %s", row.a, row.b)
	}
	local := time.Date(2025, 7, 30, 14, 0, 0, 0, time.FixedZone("", 7200))
	same, err := value.Time(local)
	require.NoError(t, err)
	require.True(t, same.Equal(noon(t)), "times are compared as instants, whatever their zone")
}

func TestObjects(t *testing.T) {
	t.Parallel()
	o := object(t, `{"b": 1, "a": 2, "B": 3}`)
	require.Equal(t, "integer 3", shown(o.Get("B")))
	require.Equal(t, "absent", shown(o.Get("A")))
	require.Equal(t, "integer 2", shown(o.GetFold("A")))
	require.Equal(t, "integer 3", shown(o.GetFold("B")), "the exact name first")
	require.Equal(t, "absent", shown(o.GetFold("c")))
	require.Equal(t, 3, len(o.Members()))
}

func TestKinds(t *testing.T) {
	t.Parallel()
	require.Equal(t, "null", value.KindNull.String())
	require.Equal(t, "ignoreObject", value.KindIgnoreObject.String())
	require.Equal(t, "Kind(200)", value.Kind(200).String())
	set := value.KindsOf(value.KindInteger, value.KindDateTime)
	require.True(t, set.Has(value.KindInteger) && !set.Has(value.KindString))
	require.Equal(t, "integer or dateTime", set.String())
	var all value.Kinds
	require.True(t, all.Has(value.KindObject))
	require.Equal(t, "any", all.String())
}

func TestValuesAreSmall(t *testing.T) {
	t.Parallel()
	require.LessOrEqual(t, unsafe.Sizeof(value.Value{}), uintptr(24), "three words, so that values are passed in registers")
}
