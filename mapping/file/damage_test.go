package file_test

import (
	"regexp"
	"slices"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/internal/dev/damage"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/file"
)

// mappingFiles are the same mapping, in the ways it may be written.
var mappingFiles = map[string]string{
	"YAML": "name: n\nscope: [[{attribute: a, operator: EQUALS, values: [x]}]]\nmappings:\n  - {target: id, from: id, match: 1}\n" +
		"  - target: mail\n    expression: |\n      ToLower([mail])\n  - {target: c, constant: \"é\\\"x\"}\n",
	"JSON": `{"name": "n", "scope": [[{"attribute": "a", "operator": "EQUALS", "values": ["x"]}]],
 "mappings": [{"target": "id", "from": "id", "match": 1}, {"target": "mail", "expression": "ToLower([mail])\n"}, {"target": "c", "constant": "é\"x"}]}`,
}

func load(text string) (*mapping.Set, error) {
	doc, err := file.Parse("-", []byte(text))
	if err != nil {
		return nil, err
	}
	return doc.Set()
}

// place is how every error says where.
var place = regexp.MustCompile(`^-:\d+:\d+: `)

func requirePlace(t *testing.T, err error, at int) {
	t.Helper()
	require.Regexp(t, place, err.Error(), "byte %d", at)
	require.Less(t, len(err.Error()), 400, "byte %d", at)
}

func texts(set *mapping.Set) []string {
	var list []string
	for _, m := range set.Mappings {
		list = append(list, m.Target+"|"+m.From+"|"+m.Constant+"|"+m.Expression)
	}
	return list
}

func encodeWide(text string) string {
	var out []byte
	for _, unit := range utf16.Encode([]rune("\uFEFF" + text)) {
		out = append(out, byte(unit), byte(unit>>8))
	}
	return string(out)
}

// TestAMappingFileCutOffAnywhere: JSON says so; YAML has no end that could be missing, and is read up to the cut.
func TestAMappingFileCutOffAnywhere(t *testing.T) {
	t.Parallel()
	for name, text := range mappingFiles {
		for _, text := range []string{text, encodeWide(text), encodeWide(text)[2:]} {
			set, err := load(text)
			require.NoError(t, err)
			want := texts(set)
			require.Len(t, want, 3)
			for n := range len(text) {
				set, err := load(text[:n])
				if err != nil {
					requirePlace(t, err, n)
					continue
				}
				require.Equal(t, "YAML", name, "byte %d", n)
				have := texts(set)
				require.LessOrEqual(t, len(have), len(want))
				if len(have) > 0 {
					require.Equal(t, want[:len(have)-1], have[:len(have)-1], "byte %d", n)
				}
			}
		}
	}
}

func TestAMappingFileWithOneWrongByte(t *testing.T) {
	for name, text := range mappingFiles {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			set, err := load(text)
			require.NoError(t, err)
			want := texts(set)
			for at, wrong := range damage.Bytes(text, "\x00\n\r\t \"':,[]{}#&*!|>-\xff") {
				set, err := load(wrong)
				if err != nil {
					requirePlace(t, err, at)
					continue
				}
				if len(set.Mappings) > len(want) { // a dash can split a mapping of YAML in two
					require.True(t, set.Validate(mapping.Options{}).HasErrors(), "byte %d", at)
					continue
				}
				changed := slices.DeleteFunc(texts(set), func(m string) bool { return slices.Contains(want, m) })
				require.LessOrEqual(t, len(changed), 1, "byte %d: %q", at, changed)
			}
		})
	}
}
