package lint_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/mapping/file"
	"github.com/attrmap/attrmap/mapping/lint"
)

func document(t *testing.T, name, text string) *file.Document {
	t.Helper()
	doc, err := file.Parse(name, []byte(text))
	require.NoError(t, err)
	return doc
}

// TestFilesOfEveryKindAreLintedWithTheirPlaces: what a finding is about begins at its offset.
func TestFilesOfEveryKindAreLintedWithTheirPlaces(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ name, text, code, at string }{
		{"m.yaml", "mappings:\n- target: userName\n  match: 1\n  expression: |\n    Join(\"-\",\n      tolower([a]))\n", "L14", "tolower([a])"},
		{"m.json", `{"mappings": [{"target": "userName", "match": 1, "expression": "tolower([a])"}]}`, "L14", "tolower([a])"},
		{"e.txt", "Join(\"-\", tolower([a]))\n", "L14", "tolower([a])"},
		{"b.json", `{"Operations": [{"method": "POST", "path": "/Users", "data": {"externalId": "1"}}]}`, "L303", `{"method"`},
	} {
		found, err := lint.File(document(t, row.name, row.text), lint.Options{})
		require.NoError(t, err)
		seen := false
		for _, f := range found {
			require.Equal(t, row.name, f.File)
			require.False(t, f.InText, "%s: %v", row.name, f)
			if string(f.Code) == row.code {
				seen = true
				require.True(t, strings.HasPrefix(row.text[f.Offset:], row.at), "%s: %v at %q", row.name, f, row.text[f.Offset:])
			}
		}
		require.True(t, seen, "%s: %v", row.name, found)
	}
}

func TestFilesAreFixedInPlace(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ name, text, want string }{
		{"m.yaml", "mappings: # kept\n- {target: a,  expression: 'Trim(tolower([a]))'}\n", "mappings: # kept\n- {target: a,  expression: 'Trim(ToLower([a]))'}\n"},
		{"e.txt", "tolower([a])\r\n", "ToLower([a])\r\n"},
		{"b.json", `{"Operations": []}`, `{"Operations": []}`},
	} {
		fixed, err := lint.FixFile(document(t, row.name, row.text), lint.Options{})
		require.NoError(t, err)
		require.Empty(t, cmp.Diff(row.want, fixed.Text()), row.name)
	}
	for name, text := range map[string]string{"m.yaml": "mappings: 5", "s.json": `{"synchronizationRules": 5}`} {
		_, err := lint.File(document(t, name, text), lint.Options{})
		require.ErrorContains(t, err, name)
		_, err = lint.FixFile(document(t, name, text), lint.Options{})
		require.ErrorContains(t, err, name)
	}
}
