package file_test

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/file"
)

// FuzzSets: no text makes reading, checking or formatting panic; every fault has a place in the text; what has been formatted says the same.
func FuzzSets(f *testing.F) {
	for _, text := range mappingFiles {
		f.Add(text)
	}
	f.Add("options: {compat: [exactCase], stubs: {F: x}, maxDisables: 5%, customSecurityAttributes: {a_b: {type: Integer}}}\n" +
		"types: {a: {type: Reference, references: [User], unique: true}}\nobjects:\n  - &u {name: U, mappings: [{target: a, expression: 'Trim( [b] )', match: 1}]}\n" +
		"  - {source: Group, actions: [create], options: {unlinked: true}, targetTypes: {A: {multi: true}}, mappings: [{target: b, from: c}]}\n  - *u\n")
	f.Add(`{"objects": [{}, null, [], {"mappings": {}}], "mappings": []}`)
	f.Add("objects: &a [*a]\n")
	f.Add("objects: null\nmappings: []\n")
	f.Fuzz(func(t *testing.T, text string) {
		doc, err := file.Parse("m.yaml", []byte(text))
		if err != nil {
			return
		}
		sets, err := doc.Sets()
		checked, found := doc.Check(mapping.Options{KeepUnsupported: true})
		for _, finding := range found {
			require.LessOrEqual(t, finding.Offset, len(doc.Text()))
		}
		if err != nil {
			var list diag.List
			require.True(t, errors.As(err, &list) && len(list) > 0, "%v", err)
			require.Nil(t, checked)
			require.True(t, found.HasErrors())
			return
		}
		require.NotEmpty(t, sets)
		formatted, _, err := doc.Format(file.FormatOptions{})
		if err != nil || formatted == nil {
			return
		}
		again, err := formatted.Sets()
		require.NoError(t, err)
		require.Len(t, again, len(sets))
		for i := range sets {
			one, two := *sets[i], *again[i]
			one.Mappings, two.Mappings = nil, nil
			before, err := json.Marshal(one)
			require.NoError(t, err)
			after, err := json.Marshal(two)
			require.NoError(t, err)
			require.Equal(t, string(before), string(after))
		}
	})
}
