package functions_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/functions"
)

var (
	text     = value.KindsOf(value.KindString)
	null     = value.KindsOf(value.KindNull)
	textList = functions.Shape{Kinds: value.KindsOf(value.KindList), Members: text, MaxLen: 5, Fails: functions.NeverFails}
)

// atMost is a text, or null, of bounded length.
func atMost(n int) functions.Shape {
	return functions.Shape{Kinds: text | null, MaxLen: n, Fails: functions.NeverFails}
}

// known is a shape of values that are given as Go data.
func known(t testing.TB, data ...any) functions.Shape {
	t.Helper()
	shapes := make([]functions.Shape, len(data))
	for i, d := range data {
		v, err := value.Of(d)
		require.NoError(t, err)
		shapes[i] = functions.ShapeOf(v)
	}
	return functions.UnionOf(shapes...)
}

func TestShapesAsText(t *testing.T) {
	for _, row := range []struct {
		shape functions.Shape
		want  string
	}{
		{functions.Shape{}, "Any?|IgnoreAttribute|IgnoreObject, may fail"},
		{functions.AnyData(), "Any?"},
		{atMost(64), "String? ≤64"},
		{functions.Shape{Kinds: text, MinLen: 1, MaxLen: 64}, "String 1–64, may fail"},
		{functions.Shape{Kinds: text, MinLen: 36, MaxLen: 36, Fails: functions.NeverFails}, "String =36"},
		{functions.Shape{Kinds: text, MinLen: 2, Fails: functions.NeverFails}, "String ≥2"},
		{functions.Shape{Kinds: value.KindsOf(value.KindBoolean), Fails: functions.NeverFails}, "Boolean {True, False}"},
		{functions.Shape{Kinds: value.KindsOf(value.KindInteger), MaxLen: 3, Fails: functions.NeverFails}, "Integer"},
		{functions.Shape{Fails: functions.AlwaysFails}, "always fails"},
		{functions.UnionOf(), "always fails"},
		{textList, "[String] ≤5"},
		{functions.UnionOf(textList, atMost(64)), "String|[String]? ≤64"},
		{known(t, nil), "Null"},
		{known(t, []any{}), "[]"},
		{known(t, []any{"a", nil}, "b"), `String|[String?] {"a", "b"}`},
		{known(t, "a", nil, 1, 1.5, true), `Boolean|Integer|Decimal|String? {"a", 1, 1.5, True}`},
		{known(t, value.IgnoreAttribute, "x", nil), `String?|IgnoreAttribute {"x"}`},
		{known(t, value.IgnoreObject), "IgnoreObject"},
		{known(t, "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"), `String {"1", "2", "3", "4", "5", "6", "7", "8", … 2 more}`},
		{known(t, value.Reference("CN=Lee"), []byte("ab")), `Binary|Reference {"CN=Lee", YWI=}`},
	} {
		if diff := cmp.Diff(row.want, row.shape.String()); diff != "" {
			t.Errorf("%#v (-want +got):\n%s", row.shape, diff)
		}
	}
}

func TestUnionOfShapes(t *testing.T) {
	failing := functions.Shape{Fails: functions.AlwaysFails}
	many := make([]any, functions.MaxValues)
	for i := range many {
		many[i] = strconv.Itoa(i)
	}
	for _, row := range []struct {
		shapes []functions.Shape
		want   string
	}{
		{[]functions.Shape{atMost(5), known(t, "a")}, "String? ≤5"},
		{[]functions.Shape{atMost(5), known(t, "ten letters")}, "String? ≤11"},
		{[]functions.Shape{atMost(5), known(t, nil)}, "String? ≤5"},
		{[]functions.Shape{known(t, ""), atMost(5)}, "String? ≤5"},
		{[]functions.Shape{known(t, ""), known(t, "")}, `String {""}`},
		{[]functions.Shape{known(t, false), known(t, true)}, "Boolean {True, False}"},
		{[]functions.Shape{atMost(5), failing}, "String? ≤5, may fail"},
		{[]functions.Shape{failing, atMost(5)}, "String? ≤5, may fail"},
		{[]functions.Shape{failing, failing}, "always fails"},
		{[]functions.Shape{atMost(5), {Kinds: text}}, "String?, may fail"},
		{[]functions.Shape{atMost(5), known(t, 123456)}, "Integer|String? ≤6"},
		{[]functions.Shape{known(t, many...), known(t, "7")}, `String {"0", "1", "2", "3", "4", "5", "6", "7", … 56 more}`},
		{[]functions.Shape{known(t, many...), known(t, "one more")}, "String 1–8"},
	} {
		if diff := cmp.Diff(row.want, functions.UnionOf(row.shapes...).String()); diff != "" {
			t.Errorf("%v (-want +got):\n%s", row.shapes, diff)
		}
	}
}

func TestQuestionsToShapes(t *testing.T) {
	for _, row := range []struct {
		shape functions.Shape
		want  string
	}{
		{functions.Shape{}, "null empty signal fails"},
		{functions.AnyData(), "null empty"},
		{atMost(5), "null empty ≤5"},
		{atMost(5).WithoutNull(), "empty ≤5"},
		{atMost(5).WithoutNull().WithoutEmpty(), "≤5"},
		{textList, "empty ≤5"},
		{known(t, ""), "empty ≤0"},
		{known(t, "abc", "", nil).WithoutEmpty(), "null ≤3"},
		{known(t, "").WithoutEmpty(), "fails"},
		{known(t, value.IgnoreObject, 12), "signal ≤2"},
		{known(t, value.IgnoreObject, 12).WithoutSignals(), "≤2"},
		{known(t, value.IgnoreObject).WithoutSignals(), "fails"},
		{functions.Shape{Kinds: value.KindsOf(value.KindDateTime), Fails: functions.NeverFails}, "≤22"},
		{known(t, "a", "", value.Reference("")).EmptyAsNull(), "null empty ≤1"},
		{known(t, "a", "").EmptyAsNull(), "null ≤1"},
		{known(t, "a", "").OnlyEmpty(), "empty ≤0"},
		{known(t, "a").OnlyEmpty(), "fails"},
		{functions.AnyData().OnlyEmpty(), "fails"},
	} {
		var got []string
		s := row.shape
		for _, q := range []struct {
			name string
			yes  bool
		}{{"null", s.MayBeNull()}, {"empty", s.MayBeEmpty()}, {"signal", s.MayBeSignal()}, {"fails", s.MayFail()}} {
			if q.yes {
				got = append(got, q.name)
			}
		}
		if n, ok := s.MaxLength(); ok && s.Fails != functions.AlwaysFails {
			got = append(got, "≤"+strconv.Itoa(n))
		}
		if diff := cmp.Diff(row.want, strings.Join(got, " ")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", s, diff)
		}
	}
}

func TestAdmits(t *testing.T) {
	for _, row := range []struct {
		shape functions.Shape
		data  any
		want  bool
	}{
		{functions.Shape{}, value.IgnoreObject, true},
		{functions.Shape{}, nil, true},
		{functions.AnyData(), value.IgnoreObject, false},
		{functions.Shape{Fails: functions.AlwaysFails}, nil, false},
		{atMost(2), "ab", true},
		{atMost(2), "😀", true},
		{atMost(2), "😀a", false},
		{atMost(2), nil, true},
		{atMost(2), 1, false},
		{functions.Shape{Kinds: text, MinLen: 1}, "", false},
		{textList, []any{}, true},
		{textList, []any{"abcde"}, true},
		{textList, []any{"abcdef"}, false},
		{textList, []any{nil}, false},
		{textList, "a", false},
		{known(t, "a", 1), "a", true},
		{known(t, "a", 1), "1", false},
		{known(t, []any{"a"}), []any{"a", "a"}, true},
		{known(t, []any{"a"}), []any{"b"}, false},
	} {
		v, err := value.Of(row.data)
		require.NoError(t, err)
		require.Equal(t, row.want, row.shape.Admits(v), "%s, %#v", row.shape, v)
	}
}

func TestAllValuesOfAShape(t *testing.T) {
	for _, row := range []struct {
		shape functions.Shape
		want  string
	}{
		{known(t, "a", 1, nil, value.IgnoreObject), "a, 1, , ignoreObject"},
		{known(t, nil), ""},
		{atMost(5), "unknown"},
		{textList, "unknown"},
		{known(t, []any{"a"}), "unknown"},
		{functions.UnionOf(), "unknown"},
	} {
		values, ok := row.shape.All()
		got := "unknown"
		if ok {
			texts := make([]string, len(values))
			for i, v := range values {
				texts[i] = v.Text()
			}
			got = strings.Join(texts, ", ")
		}
		if diff := cmp.Diff(row.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", row.shape, diff)
		}
	}
}

func TestSingleAndText(t *testing.T) {
	for _, row := range []struct {
		shape        functions.Shape
		single, text string
	}{
		{atMost(5), "String? ≤5", "String ≤5"},
		{textList, "String? ≤5, several", "String ≤5"},
		{known(t, []any{"a", "b"}), `String? {"a", "b"}, several`, `String {"a", "b"}`},
		{known(t, true, nil), "Boolean? {True}", `String {"True", ""}`},
		{known(t, []any{[]any{"abc"}}), "Boolean|Integer|Decimal|String|DateTime|Binary|Reference|Object? ≤7, several", `String {'["abc"]'}`},
		{functions.UnionOf(), "always fails", "always fails"},
	} {
		single, several := row.shape.Single()
		got := [2]string{single.String(), row.shape.Text().String()}
		if several {
			got[0] += ", several"
		}
		if diff := cmp.Diff([2]string{row.single, row.text}, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", row.shape, diff)
		}
	}
}
