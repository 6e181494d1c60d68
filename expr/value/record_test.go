package value_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/attrmap/attrmap/expr/value"
)

// someData draws plain Go data of the shapes that SCIM users have, odd ones included.
func someData(depth int) *rapid.Generator[any] {
	leaf := rapid.OneOf(
		rapid.Just[any](nil), rapid.Just[any](true), rapid.Just[any](7), rapid.Just[any](""),
		rapid.SampledFrom([]any{"work", "WORK", "home", "x", "True"}),
	)
	if depth == 0 {
		return leaf
	}
	name := rapid.SampledFrom([]string{"name", "Name", "type", "TYPE", "value", "emails", "primary", "$ref", "a.b"})
	return rapid.OneOf(leaf,
		rapid.Custom(func(t *rapid.T) any { return rapid.MapOfN(name, someData(depth-1), 0, 4).Draw(t, "object") }),
		rapid.Custom(func(t *rapid.T) any { return rapid.SliceOfN(someData(depth-1), 0, 3).Draw(t, "list") }),
	)
}

// TestReadersAgree holds that attributes read from plain data, through a Record, and from the converted object are the same.
func TestReadersAgree(t *testing.T) {
	texts := []string{
		"name", "emails", "name.value", "name.type.value", `emails[type eq "work"].value`, `emails[type eq "work"].type`, `emails[type eq "work"]`,
		`emails[type ne "work" and primary eq "True"].value`, "emails.value", "a.b", "urn:x:y:name", "urn:x:y:name.value", `name.emails[primary pr].value`,
	}
	paths := make([]value.Path, len(texts))
	var slots value.Slots
	for i, text := range texts {
		paths[i] = value.MakePath(text)
		slots.Add(&paths[i])
	}
	record := slots.NewRecord()
	top := rapid.SampledFrom([]string{"name", "emails", "a.b", "urn:x:y", "name.value"})
	rapid.Check(t, func(t *rapid.T) {
		data := value.Map(rapid.MapOfN(top, someData(4), 0, 5).Draw(t, "data"))
		converted, err := value.Of(map[string]any(data))
		require.NoError(t, err)
		object, _ := converted.AsObject()
		record.Read(data)
		for i := range paths {
			want := object.Attribute(&paths[i])
			if got := data.Attribute(&paths[i]); !got.Equal(want) {
				t.Fatalf("[%s] from the map is %#v, from the object %#v", texts[i], got, want)
			}
			if got := record.Attribute(&paths[i]); !got.Equal(want) {
				t.Fatalf("[%s] from the record is %#v, from the object %#v", texts[i], got, want)
			}
		}
	})
}
