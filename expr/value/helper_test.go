package value_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
)

// shown returns the kind and text of a value, which distinguishes absent from null; for a list, those of its members.
func shown(v value.Value) string {
	switch {
	case v.IsAbsent():
		return "absent"
	case v.IsNull():
		return "null"
	case v.Kind() == value.KindList:
		members, _ := v.AsList()
		text := "["
		for i, m := range members {
			if i > 0 {
				text += ", "
			}
			text += shown(m)
		}
		return text + "]"
	}
	return v.Kind().String() + " " + v.Text()
}

func parse(t testing.TB, text string) value.Value {
	t.Helper()
	v, err := value.ParseJSON(text)
	require.NoError(t, err)
	return v
}

func object(t testing.TB, text string) *value.Object {
	t.Helper()
	o, ok := parse(t, text).AsObject()
	require.True(t, ok)
	return o
}

// attribute returns the attribute of a that name refers to.
func attribute(a value.Attributes, name string) value.Value {
	path := value.ParsePath(name)
	return a.Attribute(&path)
}
