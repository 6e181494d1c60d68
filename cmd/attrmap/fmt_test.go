package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/internal/dev/effort"
	"github.com/attrmap/attrmap/internal/textenc"
	"github.com/attrmap/attrmap/mapping"
)

// wild gives the expressions of the language's tests that parse.
func wild(t *testing.T) []string {
	t.Helper()
	f, err := os.Open("../../expr/testdata/wild.jsonl")
	require.NoError(t, err)
	defer f.Close()
	var found []string
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var row struct{ Expr string }
		require.NoError(t, json.Unmarshal(lines.Bytes(), &row))
		if _, err := syntax.Parse(row.Expr); err == nil {
			found = append(found, row.Expr)
		}
	}
	require.Greater(t, len(found), 200)
	return found
}

// styles are the ways to write a text in YAML, as the member expression of a mapping.
var styles = map[string]func(text string) string{
	"literal": func(text string) string {
		return "  - target: a # kept\n    expression: | # kept\n" + indented(text, "         ") + "    # kept\n\n"
	},
	"stripped": func(text string) string {
		return "  - target: a\n    expression: |-\n" + indented(text, "      ") + "\n\n"
	},
	"folded": func(text string) string {
		return "  - target: a\n    expression: >\n" + indented(text, "      ") + "  # kept\n"
	},
	"single": func(text string) string {
		return "  - expression: '" + strings.ReplaceAll(text, "'", "''") + "' # kept\n    target: a\n"
	},
	"double": func(text string) string { return "  - target: a\n    expression:\n      " + doubleQuoted(text) + "\n" },
	"single in flow": func(text string) string {
		return "  - {expression: '" + strings.ReplaceAll(text, "'", "''") + "', target: a} # kept\n"
	},
	"double in flow": func(text string) string { return "  - {target: a, expression: " + doubleQuoted(text) + "}\n" },
	"continued": func(text string) string {
		return "  - target: a\n    expression: \"" + strings.ReplaceAll(doubleQuoted(text)[1:], ",", ",\\\n     ") + "\n"
	},
}

func indented(text, indent string) string {
	return indent + strings.ReplaceAll(strings.TrimSpace(text), "\n", "\n"+indent) + "\n"
}

// TestFormattedYAMLMeansTheSame writes the expressions of other people's mappings in every style of YAML, several in a file.
func TestFormattedYAMLMeansTheSame(t *testing.T) {
	sources := wild(t)
	for name, write := range styles {
		for from := 0; from+4 < len(sources); from += effort.Of(40, 200) {
			src := "mappings: # kept\n"
			for i, text := range sources[from : from+5] {
				if strings.Contains(name, "single") || strings.Contains(name, "folded") {
					text = strings.Join(strings.Fields(text), " ")
				}
				src += strings.ReplaceAll(write(text), "target: a", fmt.Sprintf("target: a%d", i))
			}
			requireFormatted(t, src, name)
			requireFormatted(t, strings.ReplaceAll(src, "\n", "\r\n"), name)
		}
	}
}

func requireFormatted(t *testing.T, src, name string) {
	t.Helper()
	before, err := setOfYAML(src)
	require.NoError(t, err, "%s:\n%s", name, src)
	for _, c := range []*fmtCommand{{}, {Min: true}} {
		var messages strings.Builder
		p := &program{stderr: &messages}
		out, err := c.document(p, "a.yaml", src)
		require.NoError(t, err, "%s: %s\n%s", name, &messages, src)
		after, err := setOfYAML(out)
		require.NoError(t, err)
		requireSameMeaning(t, before, after)
		require.Equal(t, strings.Count(src, "# kept"), strings.Count(out, "# kept"), out)
		require.Equal(t, strings.Contains(src, "\r\n"), strings.Contains(out, "\r\n"))
		require.Zero(t, strings.Count(strings.ReplaceAll(out, "\r\n", ""), "\r"))
		again, err := c.document(p, "a.yaml", out)
		require.NoError(t, err)
		require.Empty(t, cmp.Diff(out, again))
	}
}

func requireSameMeaning(t *testing.T, before, after *mapping.Set) {
	t.Helper()
	require.Len(t, after.Mappings, len(before.Mappings))
	for i := range before.Mappings {
		old, err := syntax.Parse(before.Mappings[i].Expression)
		require.NoError(t, err)
		now, err := syntax.Parse(after.Mappings[i].Expression)
		require.NoError(t, err)
		require.True(t, syntax.Equal(old.Root, now.Root), "%s\n%s", old.Source, now.Source)
		require.Equal(t, before.Mappings[i].Target, after.Mappings[i].Target)
	}
}

func TestCharactersThatBlocksCannotHold(t *testing.T) {
	for _, text := range []string{"a\u2028b", "a\rb", "a\u0085b", "a\nb", "a\n  b \n\nc", "\ta", "a\x01b", "é", "\U0001F600 'x' ''y"} {
		src := syntax.QuoteText(text) + ` & [an.attribute.whose.name.is.so.long.that.the.line.is.broken.behind.it] & [b]`
		requireFormatted(t, "mappings:\n  - target: a\n    expression: "+doubleQuoted(src)+"\n", fmt.Sprintf("%q", text))
		requireFormatted(t, "mappings:\n  - {target: a, expression: "+doubleQuoted(src)+"}\n", fmt.Sprintf("%q in flow", text))
	}
}

// TestPlacesInFiles looks for the bytes of an expression where the file has them.
func TestPlacesInFiles(t *testing.T) {
	const text = `Join("é\n", [a],   "it's", [b])`
	for name, write := range styles {
		src := "mappings:\n" + write(text)
		passages, err := yamlPassages(src)
		require.NoError(t, err)
		require.Len(t, passages, 1, name)
		p := &passages[0]
		for _, token := range []string{"Join", "é", "[a]", "it", "[b]"} {
			at := p.place(strings.Index(p.text, token))
			require.True(t, strings.HasPrefix(src[at:], token) || strings.HasPrefix(src[at:], `\u00e9`), "%s: %s at %q", name, token, src[at:])
		}
	}
	src := `{"mappings": [{"target": "a", "expression": "\uD83D\uDE00\/[b]\n"}, {"expression": null}], "expression": 5}`
	passages, err := jsonPassages(src)
	require.NoError(t, err)
	require.Len(t, passages, 1)
	p := &passages[0]
	require.Equal(t, "\U0001F600/[b]\n", p.text)
	require.Equal(t, strings.Index(src, `\uD83D`), p.place(0))
	require.Equal(t, strings.Index(src, `[b]`), p.place(strings.Index(p.text, "[b]")))
	require.Equal(t, strings.Index(src, `"}, {`), p.place(len(p.text)))
}

func TestFormattingKeepsFilesAsTheyAre(t *testing.T) {
	dir := t.TempDir()
	const src, want = `{"mappings": [{"target": "å", "expression": "Trim( [a] )"}]}`, `{"mappings": [{"target": "å", "expression": "Trim([a])"}]}`
	for _, head := range []string{"", "\uFEFF", "\xFF\xFE", "\xFE\xFF", "{\x00}\x00", "\x00{\x00}"} {
		enc := textenc.Detect([]byte(head))
		name := filepath.Join(dir, fmt.Sprintf("%x.json", head))
		require.NoError(t, os.WriteFile(name, enc.Encode(src), 0o600))
		code, _, messages := attrmap(nil, "fmt", name)
		require.Zero(t, code, messages)
		data, err := os.ReadFile(name)
		require.NoError(t, err)
		require.Equal(t, enc.Encode(want), data)
		info, err := os.Stat(name)
		require.NoError(t, err)
		require.Equal(t, fs.FileMode(0o600), info.Mode().Perm())
	}

	file, link := filepath.Join(dir, "file.txt"), filepath.Join(dir, "link.txt")
	require.NoError(t, os.WriteFile(file, []byte("Trim( [a] )"), 0o640))
	require.NoError(t, os.Symlink(file, link))
	code, _, messages := attrmap(nil, "fmt", link)
	require.Zero(t, code, messages)
	data, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, "Trim([a])\n", string(data))
	info, err := os.Lstat(link)
	require.NoError(t, err)
	require.Equal(t, fs.ModeSymlink, info.Mode().Type())
	left, err := filepath.Glob(filepath.Join(dir, ".attrmap-*"))
	require.NoError(t, err)
	require.Empty(t, left)
}

func TestFormattingWarnsOfTheServicesLimit(t *testing.T) {
	call := `Join("-", "` + strings.Repeat("x", 60) + `", [b], [c])`
	src := "Join(" + strings.Repeat(call+", ", 110) + "[a])"
	require.Less(t, len(src), syntax.ServiceTextLimit)
	code, out, messages := attrmap(nil, "fmt", src)
	require.Zero(t, code)
	require.Greater(t, len(out), syntax.ServiceTextLimit)
	require.Regexp(t, `^warning: the expression takes \d+ characters as it is written here, the service accepts 10000; --min makes it \d+\n$`, messages)
	code, out, messages = attrmap(nil, "fmt", "--min", src)
	require.Zero(t, code)
	require.Empty(t, messages)
	require.Less(t, len(out), len(src))

	deep := strings.Repeat("Trim(", 190) + strings.Repeat("Join([a], [b], ", 1) + "[c])" + strings.Repeat(")", 190)
	wide := "Join(" + strings.Repeat(deep+", ", 20) + "[a])"
	require.Less(t, len(wide), syntax.DefaultSourceBytes)
	code, out, _ = attrmap(nil, "fmt", wide)
	require.Zero(t, code)
	_, err := syntax.Parse(strings.TrimSuffix(out, "\n"))
	require.NoError(t, err, "what is printed can be read again")
}
