package command

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/internal/textenc"
)

// loaded reads a mapping file from standard input.
func loaded(text string) (exitCode int, messages string) {
	code, _, messages := attrmap(strings.NewReader(text), "doc", "-")
	return code, messages
}

func encodeWide(text string) string {
	return string(textenc.Detect([]byte("\xFF\xFE")).Encode(text))
}

func TestWideFilesAreReadWhole(t *testing.T) {
	wide := encodeWide("{\"name\": \"é\",\n\"mappings\": []}")
	for _, row := range []struct{ text, want string }{
		{wide + "x", "attrmap: -:2:16: the file ends in the middle of a UTF-16 character: save it as UTF-8\n"},
		{strings.Replace(wide, "n\x00a", "\x3d\xd8a", 1), "attrmap: -:1:3: half of a UTF-16 surrogate pair: save it as UTF-8\n"},
		{"\xFF\xFE\x3d\xd8", "attrmap: -:1:1: half of a UTF-16 surrogate pair: save it as UTF-8\n"},
		{"{\n\"é\": \"\xff\"}", "attrmap: -:2:7: the text is not UTF-8: save it as UTF-8\n"},
	} {
		code, messages := loaded(row.text)
		require.Equal(t, exitUsage, code)
		require.Equal(t, row.want, messages)
	}
	code, messages := loaded(encodeWide("name: 🚀\nmappings: [{target: a, from: b}]\n"))
	require.Zero(t, code, messages)
	code, out, messages := attrmap(strings.NewReader("{\"a\": \"\xff\"}"), "eval", "[a]", "--attrs", "-")
	require.Equal(t, exitUsage, code)
	require.Empty(t, out)
	require.Equal(t, "attrmap: -:1:8: the text is not UTF-8: save it as UTF-8\n", messages)
}

func TestACaseThatIsNoTextIsAnswered(t *testing.T) {
	code, out, _ := attrmap(strings.NewReader("{\"id\": 1, \"expr\": \"[a]\", \"attrs\": {\"a\": \"\xff\"}}\n{\"id\": 2, \"expr\": \"[a]\"}\n"), "eval", "--cases", "-")
	require.Equal(t, exitFindings, code)
	require.Equal(t, `{"id":null,"kind":"error","result":[],"error":{"code":"input","message":"column 42: the text is not UTF-8","offset":0,"line":1,"column":1}}`+"\n"+
		`{"id":2,"kind":"null","result":[]}`+"\n", out)
}
