package value_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/attrmap/attrmap/expr/value"
)

// TestRecordsReadAsTheirObjects: what a record remembers of one object never shows in another, and never differs from what the
// object itself gives.
func TestRecordsReadAsTheirObjects(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var slots value.Slots
		var paths []value.Path
		for range rapid.IntRange(1, 6).Draw(t, "paths") {
			path := value.MakePath(drawPath(t))
			slots.Add(&path)
			paths = append(paths, path)
		}
		record := slots.NewRecord()
		for range rapid.IntRange(1, 4).Draw(t, "objects") {
			data := value.Map(drawObject(t, 3))
			record.Read(data)
			for range 2 {
				for i := range paths {
					require.Equal(t, told(data.Attribute(&paths[i])), told(record.Attribute(&paths[i])), "%s of %v", paths[i].String(), data)
				}
			}
			other := value.MakePath(drawPath(t))
			require.Equal(t, told(data.Attribute(&other)), told(record.Attribute(&other)), "a path without a slot")
			if rapid.Bool().Draw(t, "forget") {
				record.Forget()
			}
		}
	})
}
