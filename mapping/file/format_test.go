package file_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/expr/syntax"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/file"
)

// wild returns the expressions of the language's tests that parse.
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

// quoted returns a text between double quotation marks, as JSON and YAML read it.
func quoted(text string) string {
	var b strings.Builder
	for _, r := range string(value.String(text).AppendJSON(nil)) {
		if r >= 0x7F && r < 0xA0 || r == '\u2028' || r == '\u2029' {
			fmt.Fprintf(&b, `\u%04x`, r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
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
	"double": func(text string) string { return "  - target: a\n    expression:\n      " + quoted(text) + "\n" },
	"single in flow": func(text string) string {
		return "  - {expression: '" + strings.ReplaceAll(text, "'", "''") + "', target: a} # kept\n"
	},
	"double in flow": func(text string) string { return "  - {target: a, expression: " + quoted(text) + "}\n" },
	"continued": func(text string) string {
		return "  - target: a\n    expression: \"" + strings.ReplaceAll(quoted(text)[1:], ",", ",\\\n     ") + "\n"
	},
}

func indented(text, indent string) string {
	return indent + strings.ReplaceAll(strings.TrimSpace(text), "\n", "\n"+indent) + "\n"
}

// TestFormattedYAMLMeansTheSame writes the expressions of other people's mappings in every style of YAML, several in a file.
func TestFormattedYAMLMeansTheSame(t *testing.T) {
	sources := wild(t)
	for name, write := range styles {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for from := 0; from+4 < len(sources); from += 40 {
				src := "mappings: # kept\n"
				for i, text := range sources[from : from+5] {
					if strings.Contains(name, "single") || strings.Contains(name, "folded") {
						text = strings.Join(strings.Fields(text), " ")
					}
					src += strings.ReplaceAll(write(text), "target: a", fmt.Sprintf("target: a%d", i))
				}
				requireFormatted(t, src)
				requireFormatted(t, strings.ReplaceAll(src, "\n", "\r\n"))
			}
		})
	}
}

func requireFormatted(t *testing.T, src string) {
	t.Helper()
	doc := parse(t, "a.yaml", src)
	before, err := doc.Set()
	require.NoError(t, err, src)
	for _, opts := range []file.FormatOptions{{}, {Minimal: true}} {
		formatted, found, err := doc.Format(opts)
		require.NoError(t, err, src)
		require.False(t, found.HasErrors(), "%v\n%s", found, src)
		out := formatted.Text()
		after, err := parse(t, "a.yaml", out).Set()
		require.NoError(t, err)
		requireSameMeaning(t, before, after)
		require.Equal(t, strings.Count(src, "# kept"), strings.Count(out, "# kept"), out)
		require.Equal(t, strings.Contains(src, "\r\n"), strings.Contains(out, "\r\n"))
		require.Zero(t, strings.Count(strings.ReplaceAll(out, "\r\n", ""), "\r"))
		again, _, err := formatted.Format(opts)
		require.NoError(t, err)
		require.Empty(t, cmp.Diff(out, again.Text()))
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
	t.Parallel()
	for _, text := range []string{"a\u2028b", "a\rb", "a\u0085b", "a\nb", "a\n  b \n\nc", "\ta", "a\x01b", "é", "\U0001F600 'x' ''y"} {
		src := syntax.QuoteText(text) + ` & [an.attribute.whose.name.is.so.long.that.the.line.is.broken.after.it] & [b]`
		requireFormatted(t, "mappings:\n  - target: a\n    expression: "+quoted(src)+"\n")
		requireFormatted(t, "mappings:\n  - {target: a, expression: "+quoted(src)+"}\n")
	}
}

// TestPlacesInFiles looks for the bytes of an expression where the file has them.
func TestPlacesInFiles(t *testing.T) {
	t.Parallel()
	place := func(doc *file.Document, text string, offset int) int {
		found := diag.List{{Place: diag.Place{
			Path: diag.PathOf("mappings", 0, "expression"), Text: text, Span: diag.Span{Start: offset, End: offset + 1},
		}}}
		doc.Locate(found, 0)
		return found[0].Offset
	}
	const text = `Join("é\n", [a],   "it's", [b])`
	for name, write := range styles {
		src := "mappings:\n" + write(text)
		doc := parse(t, "a.yaml", src)
		set, err := doc.Set()
		require.NoError(t, err)
		read := set.Mappings[0].Expression
		for _, token := range []string{"Join", "é", "[a]", "it", "[b]"} {
			at := place(doc, read, strings.Index(read, token))
			require.True(t, strings.HasPrefix(src[at:], token) || strings.HasPrefix(src[at:], `\u00e9`), "%s: %s at %q", name, token, src[at:])
		}
	}
	src := `{"mappings": [{"target": "a", "expression": "\uD83D\uDE00\/[b]\n"}, {"target": "b", "expression": null}]}`
	doc := parse(t, "a.json", src)
	const read = "\U0001F600/[b]\n"
	require.Equal(t, strings.Index(src, `\uD83D`), place(doc, read, 0))
	require.Equal(t, strings.Index(src, `[b]`), place(doc, read, strings.Index(read, "[b]")))
	require.Equal(t, strings.Index(src, `"}, {`), place(doc, read, len(read)))
	require.Equal(t, strings.Index(src, `"\uD83D`), place(doc, "another text", 5), "of another text, the place of the member")
}

func TestRewriteChangesExpressionsAlone(t *testing.T) {
	t.Parallel()
	const src = "mappings: # kept\n- {target: a, expression: &e 'Trim([a])'}\n- {target: b, expression: *e}\n- {target: c, constant: 0048}\n"
	doc := parse(t, "a.yaml", src)
	changed, err := doc.Rewrite(map[int]string{0: `Join("'", [a], [b])`})
	require.NoError(t, err)
	require.Equal(t, strings.Replace(src, "Trim([a])", `Join("''", [a], [b])`, 1), changed.Text())
	require.Equal(t, src, doc.Text(), "a document does not change")
	set, err := changed.Set()
	require.NoError(t, err)
	require.Equal(t, `Join("'", [a], [b])`, set.Mappings[1].Expression, "an alias follows")

	same, err := doc.Rewrite(map[int]string{1: "Guid()", 2: "Guid()", 7: "Guid()"})
	require.NoError(t, err)
	require.Equal(t, src, same.Text(), "aliases and constants stay")

	fixes := diag.List{
		{Place: diag.Place{Path: diag.PathOf("mappings", 0, "expression"), Text: "Trim([a])"}, Fix: "Guid()"},
		{Place: diag.Place{Path: diag.PathOf("mappings", 1, "expression"), Text: "Trim([a])"}, Fix: "Guid()"},
	}
	doc.Locate(fixes, 0)
	require.Equal(t, &diag.Edit{Offset: strings.Index(src, "'Trim"), Length: len("'Trim([a])'"), Text: "'Guid()'"}, fixes[0].Edit)
	require.Nil(t, fixes[1].Edit, "an alias is no place to change")
}

func TestFormatFindsWhatDoesNotParse(t *testing.T) {
	t.Parallel()
	doc := parse(t, "m.yaml", "mappings:\n- target: a\n  expression: |\n    Join(\"-\",\n      [a] [b])\n- {target: b, expression: 'Trim( [b] )'}\n")
	formatted, found, err := doc.Format(file.FormatOptions{})
	require.NoError(t, err)
	require.Nil(t, formatted)
	require.Len(t, found, 1)
	require.Equal(t, "m.yaml:5:11", found[0].File+":"+found[0].Position.String())

	for name, text := range map[string]string{"m.yaml": "mappings: 5", "b.json": `{"Operations": []}`, "s.yaml": "synchronizationRules: []"} {
		formatted, _, err := parse(t, name, text).Format(file.FormatOptions{})
		require.Error(t, err, name)
		require.Nil(t, formatted)
	}
}

func TestFormatKeepsTheEncoding(t *testing.T) {
	t.Parallel()
	doc, err := file.Parse("e.txt", []byte("\xFF\xFEG\x00u\x00i\x00d\x00(\x00 \x00)\x00"))
	require.NoError(t, err)
	formatted, _, err := doc.Format(file.FormatOptions{})
	require.NoError(t, err)
	require.Equal(t, "\xFF\xFEG\x00u\x00i\x00d\x00(\x00)\x00\n\x00", string(formatted.Bytes()))
}

func TestFormatText(t *testing.T) {
	t.Parallel()
	text, found := file.FormatText(`Join( "-",[a])`, file.FormatOptions{})
	require.Equal(t, `Join("-", [a])`, text)
	require.Empty(t, found)
	text, found = file.FormatText(`Join( "-",[a])`, file.FormatOptions{Minimal: true})
	require.Equal(t, `Join("-",[a])`, text)
	require.Empty(t, found)
	text, found = file.FormatText(`Join(`, file.FormatOptions{})
	require.Empty(t, text)
	require.True(t, found.HasErrors())
	long := "Join(" + strings.Repeat("[a], ", 3000) + "[b])"
	_, found = file.FormatText(long, file.FormatOptions{})
	require.Len(t, found, 1)
	require.Equal(t, diag.Warning, found[0].Severity)
	require.Contains(t, found[0].Message.String(), "its minimal form takes 12009")
}
