package mapping_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping"
)

// What a target has is compared as the next plan would compare it.
func TestWhetherATargetHasWhatIsPlanned(t *testing.T) {
	t.Parallel()
	ids := func(texts ...string) value.Value {
		list := make([]value.Value, len(texts))
		for i, text := range texts {
			list[i] = value.Reference(text)
		}
		return value.List(list...)
	}
	for _, tt := range []struct {
		name string
		m    mapping.Mapping
		has  any
		want value.Value
		same bool
	}{
		{"the same text", mapping.Mapping{Target: "title", From: "a"}, "x", value.String("x"), true},
		{"the same but for case", mapping.Mapping{Target: "title", From: "a"}, "X", value.String("x"), true},
		{"another text", mapping.Mapping{Target: "title", From: "a"}, "y", value.String("x"), false},
		{"nothing where something is wanted", mapping.Mapping{Target: "title", From: "a"}, nil, value.String("x"), false},
		{"something where nothing is wanted", mapping.Mapping{Target: "title", From: "a"}, "x", value.Absent, false},
		{"an empty text where nothing is wanted", mapping.Mapping{Target: "title", From: "a"}, "", value.Absent, true},
		{"a boolean for a text", mapping.Mapping{Target: "active", From: "a"}, true, value.String("True"), true},
		{"members with more than their identifiers", mapping.Mapping{Target: "members", From: "a"}, []any{map[string]any{"value": "2", "display": "B"}, map[string]any{"value": "1"}}, ids("1", "2"), true},
		{"a member too many", mapping.Mapping{Target: "members", From: "a"}, []any{map[string]any{"value": "2"}, map[string]any{"value": "1"}}, ids("1"), false},
		{"one more where values are only added", mapping.Mapping{Target: "tags", From: "a", Apply: mapping.ApplyValueAddOnly}, []any{"1", "2"}, value.Strings("2"), true},
		{"one is missing where values are only added", mapping.Mapping{Target: "tags", From: "a", Apply: mapping.ApplyValueAddOnly}, []any{"1", "2"}, value.Strings("2", "3"), false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			mapper, err := (&mapping.Set{Mappings: []mapping.Mapping{tt.m}}).Compile(mapping.Options{})
			require.NoError(t, err)
			_, same := mapper.Has(0, value.Map{tt.m.Target: tt.has}, tt.want)
			require.Equal(t, tt.same, same)
		})
	}
}
