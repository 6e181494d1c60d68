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

// TestRecordsReadAsTheirOrderedObjects: what is known of an object's shape is never taken for that of another one.
func TestRecordsReadAsTheirOrderedObjects(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var slots value.Slots
		var paths []value.Path
		for range rapid.IntRange(1, 8).Draw(t, "paths") {
			paths = append(paths, slots.Add(value.ParsePath(drawFoldedPath(t))))
		}
		record := slots.NewRecord()
		for range rapid.IntRange(1, 6).Draw(t, "objects") {
			o := drawOrdered(t, 3)
			var source value.Attributes = o
			if rapid.Bool().Draw(t, "fold") {
				source = value.Fold(o)
			}
			require.True(t, record.Read(source))
			for range 2 {
				for i := range paths {
					want := shown(source.Attribute(&paths[i]))
					require.Equal(t, want, shown(record.Attribute(&paths[i])), "%s of %v, %T", paths[i].String(), value.ObjectOf(o).Text(), source)
					require.Nil(t, record.Data(&paths[i]))
				}
			}
			other := value.ParsePath(drawFoldedPath(t))
			require.Equal(t, shown(source.Attribute(&other)), shown(record.Attribute(&other)), "a path without a slot")
			switch rapid.IntRange(0, 3).Draw(t, "then") {
			case 0:
				record.Forget()
			case 1:
				require.True(t, record.Read(value.Map{"a": "of a map"}))
				a := value.ParsePath("a")
				require.Equal(t, "string of a map", shown(record.Attribute(&a)))
			}
		}
	})
}

// foldedNames are names that differ in case alone, some of them in letters that only Unicode's folding knows.
var foldedNames = []string{"a", "A", "name", "Name", "k", "K", "\u212a", "s", "\u017f", "value", "Value", "type", "$ref", "displayName", "name.a", "NAME.A", "straße", "STRASSE", "", "\xff"}

// drawFoldedPath returns a path over foldedNames: flat, of several steps, with filters.
func drawFoldedPath(t *rapid.T) string {
	name := rapid.SampledFrom(foldedNames)
	text := name.Draw(t, "name")
	for range rapid.IntRange(0, 2).Draw(t, "steps") {
		if rapid.Bool().Draw(t, "filter") {
			text += `[type eq "` + rapid.SampledFrom([]string{"a", "A", "b"}).Draw(t, "operand") + `"]`
		}
		text += "." + name.Draw(t, "step")
	}
	if rapid.IntRange(0, 5).Draw(t, "ends with a filter") == 0 {
		text += `[type eq "a"]`
	}
	return text
}

// drawOrdered returns an object whose members are in any order, up to fewer and to more than are searched one by one.
func drawOrdered(t *rapid.T, depth int) *value.Object {
	names := rapid.SliceOfNDistinct(rapid.SampledFrom(foldedNames), 0, len(foldedNames), rapid.ID[string]).Draw(t, "members")
	members := make([]value.Member, len(names))
	for i, name := range names {
		members[i] = value.Member{Name: name, Value: drawMember(t, depth-1)}
	}
	return value.NewObject(members...)
}

func drawMember(t *rapid.T, depth int) value.Value {
	kind := rapid.IntRange(0, 9).Draw(t, "kind")
	switch {
	case kind == 0:
		return value.Absent
	case kind == 1:
		return value.Null
	case kind == 2 && depth > 0:
		var list []value.Value
		for range rapid.IntRange(0, 3).Draw(t, "items") {
			list = append(list, drawMember(t, depth-1))
		}
		return value.List(list...)
	case kind < 7 && depth > 0:
		return value.ObjectOf(drawOrdered(t, depth))
	}
	return value.String(rapid.SampledFrom([]string{"a", "b", ""}).Draw(t, "text"))
}
