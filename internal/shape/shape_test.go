package shape_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/internal/shape"
)

var (
	text     = value.KindsOf(value.KindString)
	null     = value.KindsOf(value.KindNull)
	textList = shape.Shape{Kinds: value.KindsOf(value.KindList), Members: text, MaxLen: 5, Fails: shape.NeverFails}
)

// atMost is a text, or null, of bounded length.
func atMost(n int) shape.Shape {
	return shape.Shape{Kinds: text | null, MaxLen: n, Fails: shape.NeverFails}
}

// known is a shape of values that are given as Go data.
func known(t testing.TB, data ...any) shape.Shape {
	t.Helper()
	shapes := make([]shape.Shape, len(data))
	for i, d := range data {
		v, err := value.Of(d)
		require.NoError(t, err)
		shapes[i] = shape.Of(v)
	}
	return shape.Union(shapes...)
}

func TestShapesAsText(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		shape shape.Shape
		want  string
	}{
		{shape.Shape{}, "Any?|IgnoreAttribute|IgnoreObject, may fail"},
		{shape.AnyData(), "Any?"},
		{atMost(64), "String? ≤64"},
		{shape.Shape{Kinds: text, MinLen: 1, MaxLen: 64}, "String 1–64, may fail"},
		{shape.Shape{Kinds: text, MinLen: 36, MaxLen: 36, Fails: shape.NeverFails}, "String =36"},
		{shape.Shape{Kinds: text, MinLen: 2, Fails: shape.NeverFails}, "String ≥2"},
		{shape.Shape{Kinds: value.KindsOf(value.KindBoolean), Fails: shape.NeverFails}, "Boolean {True, False}"},
		{shape.Shape{Kinds: value.KindsOf(value.KindInteger), MaxLen: 3, Fails: shape.NeverFails}, "Integer"},
		{shape.Shape{Fails: shape.AlwaysFails}, "always fails"},
		{shape.Union(), "always fails"},
		{textList, "[String] ≤5"},
		{shape.Union(textList, atMost(64)), "String|[String]? ≤64"},
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
	t.Parallel()
	failing := shape.Shape{Fails: shape.AlwaysFails}
	many := make([]any, shape.MaxValues)
	for i := range many {
		many[i] = strconv.Itoa(i)
	}
	for _, row := range []struct {
		shapes []shape.Shape
		want   string
	}{
		{[]shape.Shape{atMost(5), known(t, "a")}, "String? ≤5"},
		{[]shape.Shape{atMost(5), known(t, "ten letters")}, "String? ≤11"},
		{[]shape.Shape{atMost(5), known(t, nil)}, "String? ≤5"},
		{[]shape.Shape{known(t, ""), atMost(5)}, "String? ≤5"},
		{[]shape.Shape{known(t, ""), known(t, "")}, `String {""}`},
		{[]shape.Shape{known(t, false), known(t, true)}, "Boolean {True, False}"},
		{[]shape.Shape{atMost(5), failing}, "String? ≤5, may fail"},
		{[]shape.Shape{failing, atMost(5)}, "String? ≤5, may fail"},
		{[]shape.Shape{failing, failing}, "always fails"},
		{[]shape.Shape{atMost(5), {Kinds: text}}, "String?, may fail"},
		{[]shape.Shape{atMost(5), known(t, 123456)}, "Integer|String? ≤6"},
		{[]shape.Shape{known(t, many...), known(t, "7")}, `String {"0", "1", "2", "3", "4", "5", "6", "7", … 56 more}`},
		{[]shape.Shape{known(t, many...), known(t, "one more")}, "String 1–8"},
	} {
		if diff := cmp.Diff(row.want, shape.Union(row.shapes...).String()); diff != "" {
			t.Errorf("%v (-want +got):\n%s", row.shapes, diff)
		}
	}
}

func TestQuestionsToShapes(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		shape shape.Shape
		want  string
	}{
		{shape.Shape{}, "null empty signal fails"},
		{shape.AnyData(), "null empty"},
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
		{shape.Shape{Kinds: value.KindsOf(value.KindDateTime), Fails: shape.NeverFails}, "≤22"},
		{known(t, "a", "", value.Reference("")).EmptyAsNull(), "null empty ≤1"},
		{known(t, "a", "").EmptyAsNull(), "null ≤1"},
		{known(t, "a", "").OnlyEmpty(), "empty ≤0"},
		{known(t, "a").OnlyEmpty(), "fails"},
		{shape.AnyData().OnlyEmpty(), "fails"},
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
		if n, ok := s.MaxLength(); ok && s.Fails != shape.AlwaysFails {
			got = append(got, "≤"+strconv.Itoa(n))
		}
		if diff := cmp.Diff(row.want, strings.Join(got, " ")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", s, diff)
		}
	}
}

func TestAdmits(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		shape shape.Shape
		data  any
		want  bool
	}{
		{shape.Shape{}, value.IgnoreObject, true},
		{shape.Shape{}, nil, true},
		{shape.AnyData(), value.IgnoreObject, false},
		{shape.Shape{Fails: shape.AlwaysFails}, nil, false},
		{atMost(2), "ab", true},
		{atMost(2), "😀", true},
		{atMost(2), "😀a", false},
		{atMost(2), nil, true},
		{atMost(2), 1, false},
		{shape.Shape{Kinds: text, MinLen: 1}, "", false},
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
	t.Parallel()
	for _, row := range []struct {
		shape shape.Shape
		want  string
	}{
		{known(t, "a", 1, nil, value.IgnoreObject), "a, 1, , ignoreObject"},
		{known(t, nil), ""},
		{atMost(5), "unknown"},
		{textList, "unknown"},
		{known(t, []any{"a"}), "unknown"},
		{shape.Union(), "unknown"},
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
	t.Parallel()
	for _, row := range []struct {
		shape        shape.Shape
		single, text string
	}{
		{atMost(5), "String? ≤5", "String ≤5"},
		{textList, "String? ≤5, several", "String ≤5"},
		{known(t, []any{"a", "b"}), `String? {"a", "b"}, several`, `String {"a", "b"}`},
		{known(t, true, nil), "Boolean? {True}", `String {"True", ""}`},
		{known(t, []any{[]any{"abc"}}), "Boolean|Integer|Decimal|String|DateTime|Binary|Reference|Object? ≤7, several", `String {'["abc"]'}`},
		{shape.Union(), "always fails", "always fails"},
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
