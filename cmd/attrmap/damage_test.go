package main

import (
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/internal/dev/damage"
	"github.com/attrmap/attrmap/mapping"
)

// mappingFiles are the same mapping, in the ways it may be written.
var mappingFiles = map[string]string{
	"YAML": "name: n\nscope: [[{attribute: a, operator: EQUALS, values: [x]}]]\nmappings:\n  - {target: id, from: id, match: 1}\n" +
		"  - target: mail\n    expression: |\n      ToLower([mail])\n  - {target: c, constant: \"é\\\"x\"}\n",
	"JSON": `{"name": "n", "scope": [[{"attribute": "a", "operator": "EQUALS", "values": ["x"]}]],
 "mappings": [{"target": "id", "from": "id", "match": 1}, {"target": "mail", "expression": "ToLower([mail])\n"}, {"target": "c", "constant": "é\"x"}]}`,
}

// loaded reads a mapping file from standard input.
func loaded(text string) (*mapping.Set, error) {
	p := &program{stdin: strings.NewReader(text), stderr: io.Discard}
	job, err := p.loadJob("-", "")
	if err != nil {
		return nil, err
	}
	return job.Set, nil
}

// place is how an error of a file tells where.
var place = regexp.MustCompile(`^-: (yaml: line \d+|yaml: .*line \d+|mapping file: (\d+:\d+|mapping \d+|scope|name|mappings)|\d+:\d+)`)

// wholeFile is what may be wrong with the file as a whole.
var wholeFile = regexp.MustCompile(`^-: mapping file: (there is no member|an object is wanted|"?unexpected)|^-: this is no|^-: 1:1: this is no`)

func requirePlace(t *testing.T, err error, at int) {
	t.Helper()
	require.True(t, place.MatchString(err.Error()) || wholeFile.MatchString(err.Error()), "byte %d: %v", at, err)
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

// TestAMappingFileCutOffAnywhere: JSON says so; YAML has no end that could be missing, and gives what stands before the cut.
func TestAMappingFileCutOffAnywhere(t *testing.T) {
	for name, text := range mappingFiles {
		for _, text := range []string{text, encodeWide(text)} {
			set, err := loaded(text)
			require.NoError(t, err)
			want := texts(set)
			require.Len(t, want, 3)
			for n := range damage.Places(len(text)) {
				set, err := loaded(text[:n])
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
		set, err := loaded(text)
		require.NoError(t, err)
		want := texts(set)
		for at, wrong := range damage.Bytes(text, "\x00\n\t \"':,[]{}#&*!|>-\xff") {
			set, err := loaded(wrong)
			if err != nil {
				requirePlace(t, err, at)
				continue
			}
			if len(set.Mappings) > len(want) { // a dash can part a mapping of YAML in two
				require.True(t, set.Validate(mapping.Options{}).HasErrors(), "%s, byte %d", name, at)
				continue
			}
			changed := slices.DeleteFunc(texts(set), func(m string) bool { return slices.Contains(want, m) })
			require.LessOrEqual(t, len(changed), 1, "%s, byte %d: %q", name, at, changed)
		}
	}
}

func TestWideFilesAreReadWhole(t *testing.T) {
	wide := encodeWide(mappingFiles["JSON"])
	for _, row := range []struct{ text, want string }{
		{wide + "x", "-: 2:151: the file ends in the middle of a UTF-16 character; save it as UTF-8"},
		{strings.Replace(wide, "n\x00\"", "\x3d\xd8\"", 1), "-: 1:11: half of a UTF-16 surrogate pair; save it as UTF-8"},
		{"\xFF\xFE\x3d\xd8", "-: 1:1: half of a UTF-16 surrogate pair; save it as UTF-8"},
		{"{\n\"é\": \"\xff\"}", "-: 2:7: the text is not UTF-8; save it as UTF-8"},
	} {
		_, err := loaded(row.text)
		require.EqualError(t, err, row.want)
	}
	_, err := loaded(encodeWide("name: 🚀\nmappings: []\n"))
	require.NoError(t, err)
	code, out, messages := attrmap(strings.NewReader("{\"a\": \"\xff\"}"), "eval", "[a]", "--attrs", "-")
	require.Equal(t, exitUsage, code)
	require.Empty(t, out)
	require.Equal(t, "attrmap: -: 1:8: the text is not UTF-8; save it as UTF-8\n", messages)
}

func TestACaseThatIsNoTextIsAnswered(t *testing.T) {
	code, out, _ := attrmap(strings.NewReader("{\"id\": 1, \"expr\": \"[a]\", \"attrs\": {\"a\": \"\xff\"}}\n{\"id\": 2, \"expr\": \"[a]\"}\n"), "eval", "--cases", "-")
	require.Equal(t, exitFindings, code)
	require.Equal(t, `{"id":null,"kind":"error","result":[],"error":{"code":"input","message":"column 42: the text is not UTF-8","offset":0,"line":1,"column":1}}`+"\n"+
		`{"id":2,"kind":"null","result":[]}`+"\n", out)
}

func TestErrorsOfAMappingFileHaveAType(t *testing.T) {
	_, err := loaded(`{"mappings": [{"match": "x"}]}`)
	var bad *mapping.ReadError
	require.True(t, errors.As(err, &bad))
	require.Equal(t, "mapping 1, match", bad.Place)
	_, err = loaded("{\"mappings\": [\n}")
	require.True(t, errors.As(err, &bad))
	require.Equal(t, "2:1", bad.Position.String())
}
