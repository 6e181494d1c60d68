package value_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
)

func TestFold(t *testing.T) {
	data := value.Map{"Mail": "M", "mAil": "m", "name": map[string]any{"First": "F"}, "": "no name", "emails": nil}
	for name, want := range map[string]string{
		"Mail":       "string M",
		"mAil":       "string m",
		"mail":       "string M", // of two that differ only in case the first in byte order
		"NAME.first": "string F",
		"EMAILS":     "null",
		"missing":    "absent", // and not the attribute without a name
		"":           "string no name",
	} {
		require.Equal(t, want, told(attribute(value.Fold(data), name)), "%q of a map", name)
	}
	o := object(t, `{"mAil": "m", "Mail": "M", "name": {"First": "F"}}`)
	require.Equal(t, "string m", told(attribute(value.Fold(o), "MAIL")), "of an object the first in its own order")
	require.Equal(t, "string M", told(attribute(value.Fold(o), "Mail")))
	require.Equal(t, "string F", told(attribute(value.Fold(o), "Name.FIRST")))
	require.Equal(t, "absent", told(attribute(o, "MAIL")))
	require.Equal(t, value.None{}, value.Fold(value.None{}), "other sources are given back")
}

func TestNoneHasNothing(t *testing.T) {
	require.True(t, attribute(value.None{}, "a").IsAbsent())
	require.True(t, attribute(value.Map(nil), "a.b").IsAbsent())
}

// TestReadingAllocatesNothing where no value has to be made of what is read.
func TestReadingAllocatesNothing(t *testing.T) {
	data := value.Map{"mail": "a@contoso.com", "n": 7, "name": map[string]any{"given": "Alex"}, "emails": []any{
		map[string]any{"type": "home", "value": "h"}, map[string]any{"type": "work", "value": "w"},
	}}
	converted, err := value.Of(map[string]any(data))
	require.NoError(t, err)
	o, _ := converted.AsObject()
	for _, name := range []string{"mail", "n", "name.given", `emails[type eq "work"].value`, "missing", "name.missing"} {
		path := value.ParsePath(name)
		require.Zero(t, testing.AllocsPerRun(100, func() { data.Attribute(&path) }), "%s of a map", name)
		require.Zero(t, testing.AllocsPerRun(100, func() { o.Attribute(&path) }), "%s of an object", name)
	}
}
