package lintpolicy_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/lintpolicy"
	"github.com/attrmap/attrmap/mapping/file"
	"github.com/attrmap/attrmap/mapping/lint"
)

func config(t *testing.T, text string) (*lintpolicy.Config, error) {
	t.Helper()
	doc, err := file.Parse("dir/.attrmap.yaml", []byte(text))
	require.NoError(t, err)
	return lintpolicy.Parse(doc)
}

func TestMistakesOfAConfigurationAreToldWithTheirPlaces(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ text, want string }{
		{"schema: a\nprofil: ad", "dir/.attrmap.yaml:2:1: profil: unknown member profil: want one of schema, "},
		{"rules: {off: [L13]}", "dir/.attrmap.yaml:1:9: rules.off: unknown member off: want one of enable, "},
		{"ignore: [{paths: x}]", "ignore[0].paths: unknown member paths"},
		{"ignore: 5", "ignore: want a list"},
		{"rules: [L13]", "dir/.attrmap.yaml:1:8: rules: want an object"},
		{"rules: {disable: {L13: true}}", "rules.disable: want text, or a list of texts"},
		{"- a", "want an object"},
		{"tokens: {a: [", "dir/.attrmap.yaml:"},
	} {
		_, err := config(t, row.text)
		require.ErrorContains(t, err, row.want, row.text)
	}
	for _, text := range []string{"", "{}", "rules:\nignore:\n", `{"profile": "ad"}`} {
		c, err := config(t, text)
		require.NoError(t, err, text)
		require.NotNil(t, c, text)
	}
}

func TestACommentHoldsForWhatIsIndentedBelow(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ name, text, want string }{
		{"of a line", "mappings:\n- {target: a, expression: 'Lowr([a])'} # attrmap:ignore L13 fine\n- {target: b, expression: 'Lowr([a])'}\n", "3 L13"},
		{"above a block", "mappings:\n# attrmap:ignore L13 fine\n\n# another\n- target: a\n  expression: |\n\n    Lowr([a])\n- target: b\n  expression: Lowr([a])\n", "10 L13"},
		{"at the end of the file", "mappings:\n- {target: b, expression: 'Lowr([a])'}\n# attrmap:ignore L13 fine", "2 L13, 3 unused-ignore"},
		{"in a text", "mappings:\n- {target: b, expression: 'Lowr(\"#attrmap:ignore L13 x\")'}\n", "2 L13"},
		{"with Windows' line ends", "mappings:\r\n- {target: a, expression: 'Lowr([a])'} # attrmap:ignore L13 fine\r\n", ""},
	} {
		doc, err := file.Parse("m.yaml", []byte(row.text))
		require.NoError(t, err)
		policy, err := lintpolicy.New(&lintpolicy.Config{}, nil, []string{"L101", "L103"}, false)
		require.NoError(t, err)
		found, err := lint.File(doc, lint.Options{})
		require.NoError(t, err)
		var have []string
		for _, f := range policy.Filter(found, doc) {
			have = append(have, strings.Split(f.Position.String(), ":")[0]+" "+string(f.Code))
		}
		require.Equal(t, row.want, strings.Join(have, ", "), row.name)
	}
}

// TestABaselineSurvivesMoves: lines, indices and counts change, and data are not in the file.
func TestABaselineSurvivesMoves(t *testing.T) {
	t.Parallel()
	finding := func(code diag.Code, line int, path diag.Path, target, format string, args ...any) diag.Finding {
		return diag.Finding{Code: code, Place: diag.Place{File: "./m.yaml", Position: diag.Position{Line: line}, Path: path, Target: target}, Message: diag.Messagef(format, args...)}
	}
	known := diag.List{
		finding("L13", 3, diag.PathOf("mappings", 1), "title", "no function %s", diag.Quote("Lowr")),
		finding("L201", 3, diag.PathOf("mappings", 1), "title", "the data have %s (%s)", diag.Quote("S3cret"), diag.Name("3 objects")),
		finding("L109", 9, diag.PathOf("scope", 1, 0), "", "null"),
	}
	var b strings.Builder
	require.NoError(t, lintpolicy.WriteBaseline(&b, known))
	require.NotContains(t, b.String(), "S3cret")
	for _, row := range []struct {
		name  string
		found diag.List
		fresh int
		gone  int
	}{
		{"the same", known, 0, 0},
		{"moved", diag.List{
			finding("L13", 7, diag.PathOf("mappings", 4), "title", "no function %s", diag.Quote("Lowr")),
			finding("L201", 8, diag.PathOf("mappings", 4), "title", "the data have %s (%s)", diag.Quote("Other"), diag.Name("40 objects")),
			finding("L109", 1, diag.PathOf("scope", 2, 3), "", "null"),
		}, 0, 0},
		{"another function", diag.List{finding("L13", 3, nil, "title", "no function %s", diag.Quote("Uper"))}, 1, 3},
		{"another target", diag.List{finding("L13", 3, nil, "nickName", "no function %s", diag.Quote("Lowr"))}, 1, 3},
		{"one more", append(diag.List{known[0]}, known...), 1, 0},
		{"none", nil, 0, 3},
	} {
		read, err := lintpolicy.ReadBaseline(strings.NewReader(b.String()))
		require.NoError(t, err)
		fresh, gone := read.Filter(row.found, []string{"m.yaml"})
		require.Len(t, fresh, row.fresh, row.name)
		require.Equal(t, row.gone, gone, row.name)
	}
	for _, text := range []string{"", "[]", "{}", `{"findings": 5}`, "mappings: []"} {
		_, err := lintpolicy.ReadBaseline(strings.NewReader(text))
		require.Error(t, err, text)
	}
}
