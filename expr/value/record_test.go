package value_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/attrmap/attrmap/expr/value"
)

// TestRecordsReadAsTheirObjects: the cache of a record never returns attributes of another object, or others than the object
// itself.
func TestRecordsReadAsTheirObjects(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var slots value.Slots
		var paths []value.Path
		for range rapid.IntRange(1, 6).Draw(t, "paths") {
			path := value.ParsePath(drawPath(t))
			path = slots.Add(path)
			paths = append(paths, path)
		}
		record := slots.NewRecord()
		for range rapid.IntRange(1, 4).Draw(t, "objects") {
			data := value.Map(drawObject(t, 3))
			record.Read(data)
			for range 2 {
				for i := range paths {
					want := shown(data.Attribute(&paths[i]))
					require.Equal(t, want, shown(record.Attribute(&paths[i])), "%s of %v", paths[i].String(), data)
					if plain := record.Data(&paths[i]); plain != nil {
						v, err := value.Of(plain)
						require.NoError(t, err)
						require.Equal(t, want, shown(v), "as plain data")
					}
				}
			}
			other := value.ParsePath(drawPath(t))
			require.Equal(t, shown(data.Attribute(&other)), shown(record.Attribute(&other)), "a path without a slot")
			if rapid.Bool().Draw(t, "forget") {
				record.Forget()
			}
		}
	})
}

// TestRecordsFilterAsTheirObjects covers forms of a multi-valued attribute that random objects rarely have.
func TestRecordsFilterAsTheirObjects(t *testing.T) {
	t.Parallel()
	member := func(kind any, v string) map[string]any { return map[string]any{"type": kind, "value": v} }
	for _, row := range []struct {
		name    string
		members []any
		want    string
	}{
		{"one", []any{member("home", "h"), member("work", "w")}, "string w"},
		{"one in another case", []any{member("home", "h"), member("Work", "w")}, "string w"},
		{"several", []any{member("work", "w"), member("work", "v")}, "[string w, string v]"},
		{"none", []any{member("home", "h")}, "absent"},
		{"no members", nil, "absent"},
		{"a member without a type", []any{map[string]any{"value": "n"}, member("work", "w")}, "string w"},
		{"a type that is no text", []any{member(true, "b"), member("work", "w")}, "string w"},
		{"a type under a name in another case", []any{map[string]any{"Type": "work", "value": "c"}, member("home", "h")}, "string c"},
		{"a member that is no object", []any{"work", member("work", "w")}, "string w"},
	} {
		for _, filter := range []string{`type eq "work"`, `type ne "home"`, `type eq "work" and value eq "w"`, `type eq "true"`} {
			var slots value.Slots
			path := value.ParsePath("emails[" + filter + "].value")
			path = slots.Add(path)
			record := slots.NewRecord()
			data := value.Map{"emails": row.members}
			record.Read(data)
			require.Equal(t, shown(data.Attribute(&path)), shown(record.Attribute(&path)), "%s: %s", row.name, filter)
			if filter == `type eq "work"` {
				require.Equal(t, row.want, shown(record.Attribute(&path)), row.name)
			}
		}
	}
}
