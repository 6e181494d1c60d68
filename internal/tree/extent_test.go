package tree_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/internal/tree"
)

// TestExtents: what a value is written in, whatever its style, with what follows it left out.
func TestExtents(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ name, text, want string }{
		{"a plain text", "x: a b # c", "a b"},
		{"a text in quotation marks", `x: "a # b" # c`, `"a # b"`},
		{"a text in single ones", "x: 'it''s' # c", "'it''s'"},
		{"a number", "x: 12.50\ny: 1", "12.50"},
		{"null", "x: ~\ny: 1", "~"},
		{"null that is not written", "x:\ny: 1", ""},
		{"a block", "x: |-\n  a\n  b\ny: 1", "|-\n  a\n  b"},
		{"a list in brackets", "x: [a, \"]\", [b]] # ]", "[a, \"]\", [b]]"},
		{"an object in braces, on several lines", "x: {a: '}', # }\n  b: it's}\ny: 1", "{a: '}', # }\n  b: it's}"},
		{"an empty one", "x: {}", "{}"},
		{"a list of a block", "x:\n  - a\n  - b: c # d\ny: 1", "- a\n  - b: c"},
		{"an object of a block", "x:\n  a: b\n  c: [d]\ny: 1", "a: b\n  c: [d]"},
		{"a list that ends with an alias", "z: &a 1\nx:\n  - *a\ny: 1", "- *a"},
		{"an alias", "z: &a 1\nx: *a\ny: 1", "*a"},
		{"what has an anchor", "x: &a b\ny: *a", "b"},
		{"what has a tag", "x: !!str 12\ny: 1", "12"},
	} {
		root, faults := tree.ReadYAML(row.text)
		require.Empty(t, faults, row.name)
		at, ok := tree.Extent(row.text, root.Member("x").Value)
		require.True(t, ok, row.name)
		require.Equal(t, row.want, row.text[at.Start:at.End], row.name)
	}
	for text, want := range map[string]string{`{"x": "a\"b", "y": 1}`: `"a\"b"`, `{"x": [1, {"a": "]"}]}`: `[1, {"a": "]"}]`, `{"x": -1.5e3}`: "-1.5e3", `{"x": null}`: "null", `{"x": ""}`: `""`} {
		root, faults := tree.ReadJSON(text)
		require.Empty(t, faults, text)
		at, ok := tree.Extent(text, root.Member("x").Value)
		require.True(t, ok, text)
		require.Equal(t, want, text[at.Start:at.End], text)
	}
}

func TestPositionsAreThoseOfTheirOffsetsInAnyOrder(t *testing.T) {
	t.Parallel()
	text := "aé\nb\r\nc"
	var got [][2]int
	for _, at := range tree.Positions(text, []int{8, 0, 3, 4, 0}) {
		got = append(got, [2]int{at.Line, at.Column})
	}
	require.Equal(t, [][2]int{{3, 2}, {1, 1}, {1, 3}, {2, 1}, {1, 1}}, got)
}
