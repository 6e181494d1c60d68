package value_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
)

// told shows kind and text of a value, absent and null apart; lists show their members.
func told(v value.Value) string {
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
			text += told(m)
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

// attribute reads what name means in a.
func attribute(a value.Attributes, name string) value.Value {
	path := value.ParsePath(name)
	return a.Attribute(&path)
}
