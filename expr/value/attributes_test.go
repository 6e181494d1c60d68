package value_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
)

func TestFold(t *testing.T) {
	t.Parallel()
	data := value.Map{"Mail": "M", "mAil": "m", "name": map[string]any{"First": "F"}, "": "no name", "emails": nil}
	for name, want := range map[string]string{
		"Mail":       "string M",
		"mAil":       "string m",
		"mail":       "string M", // the first in byte order of two names that differ only in case
		"NAME.first": "string F",
		"EMAILS":     "null",
		"missing":    "absent", // not the attribute with the empty name
		"":           "string no name",
	} {
		require.Equal(t, want, shown(attribute(value.Fold(data), name)), "%q of a map", name)
	}
	o := object(t, `{"mAil": "m", "Mail": "M", "name": {"First": "F"}}`)
	require.Equal(t, "string m", shown(attribute(value.Fold(o), "MAIL")), "in an object, the first in its order")
	require.Equal(t, "string M", shown(attribute(value.Fold(o), "Mail")))
	require.Equal(t, "string F", shown(attribute(value.Fold(o), "Name.FIRST")))
	require.Equal(t, "absent", shown(attribute(o, "MAIL")))
	require.Equal(t, own{}, value.Fold(own{}), "other sources are returned unchanged")
}

// own is a source of a program's own.
type own struct{}

func (own) Attribute(*value.Path) value.Value { return value.True }

func TestANilMapHasNoAttributes(t *testing.T) {
	t.Parallel()
	require.True(t, attribute(value.Map(nil), "a").IsAbsent())
	require.True(t, attribute(value.Map(nil), "a.b").IsAbsent())
}

// TestReadingAllocatesNothing if the attribute needs no conversion.
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
